/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The way of a string from JSON into go-yaml, which nearly every string makes
 * unchanged.  Control characters from DEL on stand bare in JSON and YAML
 * refuses them; NEL (U+0085), bare too, is a line break to YAML; what is no
 * UTF-8 is replaced; and a key of more than 1024 characters is none.
 */
#include "codec/yaml_pass.h"

#include "base/utf8.h"

/* Characters from a key's first quote to its colon. */
#define JSON_KEY_MAX 1024

static bool is_all_ascii(Str s)
{
    unsigned bits = 0;

    for (size_t i = 0; i < s.len; i++)
        bits |= (unsigned)(unsigned char)s.ptr[i] + 1;
    return bits < 0x80;
}

/* Characters of the rune in JSON text. */
static size_t json_width(uint32_t rune)
{
    if (rune == '"' || rune == '\\' ||
        (rune >= '\b' && rune <= '\r' && rune != '\v'))
        return sizeof "\\n" - 1;
    if (rune < ' ' || rune == '<' || rune == '>' || rune == '&' ||
        rune == 0x2028 || rune == 0x2029)
        return sizeof "\\u0000" - 1;
    return 1;
}

static bool is_key_too_long(Str s)
{
    size_t width = sizeof "\"\"" - 1;
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size)
        width += json_width(utf8_decode(s, pos, &size));
    return width > JSON_KEY_MAX;
}

static bool is_refused(uint32_t rune)
{
    return (rune >= 0x7F && rune < 0xA0) || rune == 0xFFFE || rune == 0xFFFF;
}

bool codec_yaml_passes_json(Str s, bool is_key)
{
    size_t size;

    if (is_key && s.len > JSON_KEY_MAX / sizeof "\\u0000" && is_key_too_long(s))
        return false;
    if (is_all_ascii(s))
        return true;
    if (!utf8_is_valid(s))
        return false;
    for (size_t pos = 0; pos < s.len; pos += size) {
        if (is_refused(utf8_decode(s, pos, &size)))
            return false;
    }
    return true;
}
