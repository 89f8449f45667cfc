/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Base64 inside YAML and JSON documents: Go's []byte and the tag !!binary.
 * What templates call is fn's own.
 */
#include "codec/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz0123456789+/";

void codec_add_base64(Buf *buf, Str bytes)
{
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t bits = 0;
        size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < n ? (unsigned char)bytes.ptr[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buf_add_byte(buf, k <= n ? digits[bits >> (18 - 6 * k) & 63] : '=');
    }
}

static Str drop_breaks(Arena *arena, Str text)
{
    char *kept = arena_alloc_text(arena, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\n' && text.ptr[i] != '\r')
            kept[len++] = text.ptr[i];
    }
    return str_from(kept, len);
}

/* The bytes of one group of `n` digits, most significant first. */
static bool read_group(const char *group, size_t n, Buf *buf)
{
    uint32_t bits = 0;

    for (size_t k = 0; k < 4; k++) {
        const char *at =
            k < n ? memchr(digits, group[k], sizeof digits - 1) : digits;
        if (at == NULL)
            return false;
        bits = bits << 6 | (uint32_t)(at - digits);
    }
    for (size_t k = 0; k + 1 < n; k++)
        buf_add_byte(buf, (char)(unsigned char)(bits >> (16 - 8 * k) & 255));
    return true;
}

bool codec_read_base64(Arena *arena, Str text, Str *out)
{
    Str groups = drop_breaks(arena, text);
    Buf buf;

    buf_init(&buf, arena);
    if (groups.len % 4 != 0)
        return false;
    for (size_t i = 0; i < groups.len; i += 4) {
        bool is_last = i + 4 == groups.len;
        size_t n = 4;
        while (is_last && n > 2 && groups.ptr[i + n - 1] == '=')
            n--;
        if (!read_group(groups.ptr + i, n, &buf))
            return false;
    }
    *out = buf_str(&buf);
    return true;
}
