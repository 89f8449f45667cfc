/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Base64 and base32 as Go's encoding packages read and write them.
 *
 * The two readers differ in more than their alphabets, as Go's do: base64
 * skips line breaks on its way and wants nothing behind the padding; base32
 * takes line breaks out first and stops at the padding, blind to what follows
 * only if that is shorter than a group.
 */
#include "fn/base64.h"

static const char base64_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base32_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* Writes `s` in groups of `group` characters that carry `bits` bits each. */
static Str encode(Arena *arena, Str s, const char *alphabet, unsigned bits,
                  size_t group)
{
    size_t group_bytes = group * bits / 8;
    size_t groups = s.len / group_bytes + (s.len % group_bytes != 0);
    char *text = arena_alloc_text(arena, groups * group);
    uint32_t mask = (1u << bits) - 1;
    uint32_t held = 0;
    unsigned n_held = 0;
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        held = (held << 8 | (unsigned char)s.ptr[i]) & 0xffff;
        for (n_held += 8; n_held >= bits; n_held -= bits)
            text[len++] = alphabet[held >> (n_held - bits) & mask];
    }
    if (n_held > 0)
        text[len++] = alphabet[held << (bits - n_held) & mask];
    while (len < groups * group)
        text[len++] = '=';
    return str_from(text, len);
}

Str base64_encode(Arena *arena, Str s)
{
    return encode(arena, s, base64_alphabet, 6, 4);
}

Str base32_encode(Arena *arena, Str s)
{
    return encode(arena, s, base32_alphabet, 5, 8);
}

/* The digit that `c` stands for, -1 for none. */
static int digit_of(const char *alphabet, size_t len, char c)
{
    const char *at = memchr(alphabet, c, len);

    return at == NULL ? -1 : (int)(at - alphabet);
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

static size_t skip_line_breaks(Str s, size_t pos)
{
    while (pos < s.len && is_line_break(s.ptr[pos]))
        pos++;
    return pos;
}

/* The end of a base64 text from its first padding character on, behind
 * `n_digits` digits of the last group. */
static bool end_base64(Str s, size_t pos, size_t n_digits, size_t *bad)
{
    *bad = pos;
    if (n_digits < 2)
        return false;
    if (n_digits == 2) {
        size_t second = skip_line_breaks(s, pos + 1);

        if (second == s.len)
            *bad = s.len;
        else
            *bad = second - 1;
        if (second == s.len || s.ptr[second] != '=')
            return false;
        pos = second;
    }
    *bad = skip_line_breaks(s, pos + 1);
    return *bad == s.len;
}

bool base64_decode(Arena *arena, Str s, Str *out, size_t *bad)
{
    char *bytes = arena_alloc_text(arena, s.len / 4 * 3 + 3);
    uint32_t held = 0;
    size_t n_digits = 0;
    size_t len = 0;
    size_t pos;

    for (pos = 0; pos < s.len; pos++) {
        int digit = digit_of(base64_alphabet, 64, s.ptr[pos]);

        if (is_line_break(s.ptr[pos]))
            continue;
        *bad = pos;
        if (digit < 0 && s.ptr[pos] != '=')
            return false;
        if (digit < 0)
            break;
        held = held << 6 | (uint32_t)digit;
        if (n_digits % 4 != 0)
            bytes[len++] = (char)(held >> (6 - n_digits % 4 * 2) & 0xff);
        n_digits++;
    }
    *bad = s.len - n_digits % 4;
    if (pos == s.len ? n_digits % 4 != 0
                     : !end_base64(s, pos, n_digits % 4, bad))
        return false;
    *out = str_from(bytes, len);
    return true;
}

/* True if the base32 text ends with padding at `pos`, behind `n_digits`
 * digits of the last group; only the length up to a full group is looked at.
 */
static bool end_base32(Str s, size_t pos, size_t n_digits, size_t *bad)
{
    size_t rest = s.len - pos - 1;

    if (rest + n_digits < 7) {
        *bad = s.len;
        return false;
    }
    for (size_t i = 1; i <= 7 - n_digits && i <= rest; i++) {
        *bad = pos + i - 1;
        if (s.ptr[pos + i] != '=')
            return false;
    }
    *bad = pos;
    return n_digits != 3 && n_digits != 6;
}

static Str without_line_breaks(Arena *arena, Str s)
{
    char *text = arena_alloc_text(arena, s.len);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (!is_line_break(s.ptr[i]))
            text[len++] = s.ptr[i];
    }
    return str_from(text, len);
}

bool base32_decode(Arena *arena, Str s, Str *out, size_t *bad)
{
    char *bytes = arena_alloc_text(arena, s.len / 8 * 5 + 5);
    uint32_t held = 0;
    unsigned n_held = 0;
    size_t n_digits = 0;
    size_t len = 0;

    s = without_line_breaks(arena, s);
    for (size_t pos = 0; pos < s.len; pos++, n_digits++) {
        int digit = digit_of(base32_alphabet, 32, s.ptr[pos]);

        if (s.ptr[pos] == '=' && n_digits % 8 >= 2 && s.len - pos <= 8) {
            if (!end_base32(s, pos, n_digits % 8, bad))
                return false;
            *out = str_from(bytes, len);
            return true;
        }
        *bad = pos;
        if (digit < 0)
            return false;
        held = (held << 5 | (uint32_t)digit) & 0xfff;
        n_held += 5;
        if (n_held >= 8) {
            n_held -= 8;
            bytes[len++] = (char)(held >> n_held & 0xff);
        }
    }
    *bad = s.len - n_digits % 8;
    if (n_digits % 8 != 0)
        return false;
    *out = str_from(bytes, len);
    return true;
}
