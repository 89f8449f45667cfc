/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The beginnings by which browsers tell media types apart (the MIME sniffing
 * standard), in the order in which they are tried.  Needed for one message:
 * what a file is that was handed over as a packed chart.
 */
#include "chart/sniff.h"

#include <string.h>

#include "base/utf8.h"

#define SNIFF_LEN 512

typedef struct Magic {
    Str start;
    const char *type;
    Str later; /* what has to follow at byte 8; empty: nothing */
} Magic;

#define MAGIC(bytes, type)                                                     \
    {                                                                          \
        {bytes, sizeof(bytes) - 1}, type,                                      \
        {                                                                      \
            NULL, 0                                                            \
        }                                                                      \
    }
#define CHUNK(bytes, type, inner)                                              \
    {                                                                          \
        {bytes, sizeof(bytes) - 1}, type,                                      \
        {                                                                      \
            inner, sizeof(inner) - 1                                           \
        }                                                                      \
    }

static const Magic magics[] = {
    MAGIC("%PDF-", "application/pdf"),
    MAGIC("%!PS-Adobe-", "application/postscript"),
    MAGIC("\xFE\xFF", "text/plain; charset=utf-16be"),
    MAGIC("\xFF\xFE", "text/plain; charset=utf-16le"),
    MAGIC("\xEF\xBB\xBF", "text/plain; charset=utf-8"),
    MAGIC("\0\0\1\0", "image/x-icon"),
    MAGIC("\0\0\2\0", "image/x-icon"),
    MAGIC("BM", "image/bmp"),
    MAGIC("GIF87a", "image/gif"),
    MAGIC("GIF89a", "image/gif"),
    CHUNK("RIFF", "image/webp", "WEBPVP"),
    MAGIC("\x89PNG\r\n\x1A\n", "image/png"),
    MAGIC("\xFF\xD8\xFF", "image/jpeg"),
    CHUNK("FORM", "audio/aiff", "AIFF"),
    MAGIC("ID3", "audio/mpeg"),
    MAGIC("OggS\0", "application/ogg"),
    MAGIC("MThd\0\0\0\6", "audio/midi"),
    CHUNK("RIFF", "video/avi", "AVI "),
    CHUNK("RIFF", "audio/wave", "WAVE"),
};

/* Tried behind MP4, which has a rule of its own. */
static const Magic late_magics[] = {
    MAGIC("\x1A\x45\xDF\xA3", "video/webm"),
    MAGIC("\0\1\0\0", "font/ttf"),
    MAGIC("OTTO", "font/otf"),
    MAGIC("ttcf", "font/collection"),
    MAGIC("wOFF", "font/woff"),
    MAGIC("wOF2", "font/woff2"),
    MAGIC("PK\3\4", "application/zip"),
    MAGIC("Rar!\x1A\7\0", "application/x-rar-compressed"),
    MAGIC("Rar!\x1A\7\1\0", "application/x-rar-compressed"),
    MAGIC("\0asm", "application/wasm"),
};

/* HTML begins with one of these, whatever its case, and a space or `>`. */
static const char *const html_tags[] = {
    "<!DOCTYPE HTML",
    "<HTML",
    "<HEAD",
    "<SCRIPT",
    "<IFRAME",
    "<H1",
    "<DIV",
    "<FONT",
    "<TABLE",
    "<A",
    "<STYLE",
    "<TITLE",
    "<B",
    "<BODY",
    "<BR",
    "<P",
    "<!--",
};

static bool has_magic(Str bytes, const Magic *magic)
{
    return str_has_prefix(bytes, magic->start) &&
           (magic->later.len == 0 ||
            (bytes.len > 8 &&
             str_has_prefix(str_skip(bytes, 8), magic->later)));
}

static const char *find_magic(Str bytes, const Magic *table, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (has_magic(bytes, &table[i]))
            return table[i].type;
    }
    return NULL;
}

static bool is_html(Str bytes)
{
    for (size_t i = 0; i < ARRAY_LEN(html_tags); i++) {
        Str tag = str_from_c(html_tags[i]);

        if (bytes.len > tag.len &&
            str_eq_fold_ascii(str_slice(bytes, 0, tag.len), tag) &&
            (bytes.ptr[tag.len] == ' ' || bytes.ptr[tag.len] == '>'))
            return true;
    }
    return false;
}

/* The first box of an MP4 file names its brands, four bytes each. */
static bool is_mp4(Str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    size_t size;

    if (bytes.len < 12 || !str_eq(str_slice(bytes, 4, 8), STR("ftyp")))
        return false;
    size =
        (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
    if (size > SNIFF_LEN || size > bytes.len || size % 4 != 0)
        return false;
    for (size_t brand = 8; brand < size; brand += 4) {
        if (brand != 12 &&
            str_eq(str_slice(bytes, brand, brand + 3), STR("mp4")))
            return true;
    }
    return false;
}

static bool is_binary(unsigned char c)
{
    return c <= 0x08 || c == 0x0B || (c >= 0x0E && c <= 0x1A) ||
           (c >= 0x1C && c <= 0x1F);
}

static bool is_text(Str bytes)
{
    if (bytes.len < SNIFF_LEN)
        return false;
    for (size_t i = 0; i < SNIFF_LEN; i++) {
        if (is_binary((unsigned char)bytes.ptr[i]))
            return false;
    }
    return true;
}

static Str skip_blank(Str bytes)
{
    size_t n = 0;

    while (n < bytes.len && n < SNIFF_LEN && bytes.ptr[n] != '\0' &&
           strchr("\t\n\f\r ", bytes.ptr[n]) != NULL)
        n++;
    return str_skip(bytes, n);
}

const char *chart_sniff_type(Str bytes)
{
    Str inside = skip_blank(bytes);
    const char *type;

    if (is_html(inside))
        return "text/html; charset=utf-8";
    if (str_has_prefix(inside, STR("<?xml")))
        return "text/xml; charset=utf-8";
    type = find_magic(bytes, magics, ARRAY_LEN(magics));
    if (type == NULL && is_mp4(bytes))
        type = "video/mp4";
    if (type == NULL)
        type = find_magic(bytes, late_magics, ARRAY_LEN(late_magics));
    if (type != NULL)
        return type;
    return is_text(bytes) ? "text/plain; charset=utf-8"
                          : "application/octet-stream";
}
