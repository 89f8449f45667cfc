/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The way of a string from JSON into go-yaml.  Broken UTF-8 becomes U+FFFD.
 * Control characters that JSON leaves bare are refused.  NEL (U+0085), bare
 * too, is a line break to YAML: quoted text is folded there, and a key may not
 * go on behind it.  A key of more than 1024 characters is none.
 */
#include "codec/yaml_pass.h"

#include "base/buf.h"
#include "base/utf8.h"

/* Characters from a key's first quote to its colon. */
#define JSON_KEY_MAX 1024

#define NEL      0x85u
#define NEL_UTF8 STR("\xC2\x85")

static bool is_all_ascii(Str s)
{
    unsigned bits = 0;

    for (size_t i = 0; i < s.len; i++)
        bits |= (unsigned)(unsigned char)s.ptr[i] + 1;
    return bits < 0x80;
}

/* Characters of the rune in JSON text. */
static size_t json_width(uint32_t rune, size_t size)
{
    if (rune == '"' || rune == '\\' ||
        (rune >= '\b' && rune <= '\r' && rune != '\v'))
        return sizeof "\\n" - 1;
    if (rune < ' ' || rune == '<' || rune == '>' || rune == '&' ||
        rune == 0x2028 || rune == 0x2029 || (rune == UTF8_BAD && size == 1))
        return sizeof "\\u0000" - 1;
    return 1;
}

static bool is_key_too_long(Str s)
{
    size_t width = sizeof "\"\"" - 1;
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        width += json_width(rune, size);
    }
    return width > JSON_KEY_MAX;
}

static bool fail_key(Ctx *cx)
{
    return fail_here(cx, ERR_YAML, "yaml: did not find expected ',' or '}'");
}

static bool is_refused(uint32_t rune)
{
    return (rune >= 0x7F && rune < 0xA0 && rune != NEL) || rune == 0xFFFE ||
           rune == 0xFFFF;
}

static size_t skip_spaces(Str s, size_t pos)
{
    while (pos < s.len && s.ptr[pos] == ' ')
        pos++;
    return pos;
}

/* The end of a run of spaces and NELs; `*breaks` is how many NELs it has. */
static size_t skip_gap(Str s, size_t pos, size_t *breaks)
{
    *breaks = 0;
    pos = skip_spaces(s, pos);
    while (str_has_prefix(str_skip(s, pos), NEL_UTF8)) {
        (*breaks)++;
        pos = skip_spaces(s, pos + NEL_UTF8.len);
    }
    return pos;
}

/* "--- " or "... " as a line's first characters ends a document, even in
 * quotes. */
static bool is_document_mark(Str s, size_t pos)
{
    Str rest = str_skip(s, pos);

    if (!str_has_suffix(str_slice(s, 0, pos), NEL_UTF8) ||
        !(str_has_prefix(rest, STR("---")) || str_has_prefix(rest, STR("..."))))
        return false;
    rest = str_skip(rest, 3);
    return str_has_prefix(rest, STR(" ")) || str_has_prefix(rest, NEL_UTF8);
}

/* One break is a space, more are one fewer newlines, and the spaces around
 * them are lost. */
static bool fold(Ctx *cx, Str s, Str *out)
{
    Buf buf;
    size_t breaks;

    buf_init(&buf, cx->arena);
    for (size_t pos = 0, end; pos < s.len; pos = end) {
        end = skip_gap(s, pos, &breaks);
        if (is_document_mark(s, end))
            return fail_here(cx, ERR_YAML,
                             "yaml: found unexpected document indicator");
        if (end == pos)
            end++;
        if (breaks == 0)
            buf_add(&buf, str_slice(s, pos, end));
        else if (breaks == 1)
            buf_add_byte(&buf, ' ');
        else
            buf_add_repeat(&buf, '\n', breaks - 1);
    }
    *out = buf_str(&buf);
    return true;
}

bool codec_yaml_pass_json(Ctx *cx, Str s, bool is_key, Str *out)
{
    Buf buf;
    size_t size;
    bool has_break = false;

    if (is_key && s.len > JSON_KEY_MAX / sizeof "\\u0000" && is_key_too_long(s))
        return fail_key(cx);
    *out = s;
    if (is_all_ascii(s))
        return true;
    buf_init(&buf, cx->arena);
    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        if (is_refused(rune))
            return fail_here(cx, ERR_YAML,
                             "yaml: control characters are not allowed");
        has_break |= rune == NEL;
        buf_add_rune(&buf, rune);
    }
    if (has_break && is_key)
        return fail_key(cx);
    *out = buf_str(&buf);
    return !has_break || fold(cx, *out, out);
}
