/* SPDX-License-Identifier: MPL-2.0 */
/*
 * UTF-8 with Go's error rule (an invalid byte is U+FFFD of size 1) and Go's
 * Unicode classes.  Properties and simple case mappings come from utf8proc,
 * whose Unicode version (15.0) is Go 1.25's; the two differ in one code point,
 * U+00DF.
 */
#include "base/utf8.h"

#include <assert.h>
#include <utf8proc.h>

#include "base/buf.h"

#define RUNE_MAX     0x10FFFFu
#define SHARP_S      0xDFu
#define IS_CONT(b)   (((b)&0xC0) == 0x80)
#define ASCII_LIMIT  0x80u
#define SURROGATE_LO 0xD800u
#define SURROGATE_HI 0xDFFFu

static uint8_t byte_at(Str s, size_t pos)
{
    return (uint8_t)s.ptr[pos];
}

/* Bytes of the sequence that `lead` opens, 0 when it opens none, and the
 * bounds of the second byte, which alone exclude overlong forms, surrogates
 * and values past U+10FFFF. */
static size_t sequence_len(uint8_t lead, uint8_t *low, uint8_t *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

uint32_t utf8_decode(Str s, size_t pos, size_t *size)
{
    assert(pos < s.len);
    uint8_t lead = byte_at(s, pos);
    uint8_t low, high;

    *size = 1;
    if (lead < ASCII_LIMIT)
        return lead;
    size_t n = sequence_len(lead, &low, &high);
    if (n == 0 || s.len - pos < n)
        return UTF8_BAD;
    uint8_t second = byte_at(s, pos + 1);
    if (second < low || second > high)
        return UTF8_BAD;
    uint32_t rune = lead & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        uint8_t b = byte_at(s, pos + i);
        if (!IS_CONT(b))
            return UTF8_BAD;
        rune = rune << 6 | (b & 0x3Fu);
    }
    *size = n;
    return rune;
}

uint32_t utf8_decode_last(Str s, size_t pos, size_t *size)
{
    assert(pos > 0 && pos <= s.len);
    Str head = str_slice(s, 0, pos);
    size_t start = pos - 1;

    while (start > 0 && pos - start < 4 && IS_CONT(byte_at(s, start)))
        start--;
    uint32_t rune = utf8_decode(head, start, size);
    if (start + *size == pos)
        return rune;
    *size = 1;
    return UTF8_BAD;
}

size_t utf8_encode(uint32_t rune, char out[4])
{
    if (rune > RUNE_MAX || (rune >= SURROGATE_LO && rune <= SURROGATE_HI))
        rune = UTF8_BAD;
    if (rune < ASCII_LIMIT) {
        out[0] = (char)rune;
        return 1;
    }
    size_t n = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80u | (rune & 0x3Fu));
        rune >>= 6;
    }
    out[0] = (char)((0xF00u >> n & 0xF0u) | rune);
    return n;
}

static bool is_bad_at(Str s, size_t pos, size_t *size)
{
    return utf8_decode(s, pos, size) == UTF8_BAD && *size == 1;
}

/* The first byte from `pos` on that may be no ASCII: whole words are looked at
 * while there are any. */
static size_t skip_ascii(Str s, size_t pos)
{
    uint64_t word;

    for (; s.len - pos >= sizeof(word); pos += sizeof(word)) {
        memcpy(&word, s.ptr + pos, sizeof(word));
        if ((word & 0x8080808080808080u) != 0)
            break;
    }
    return pos;
}

bool utf8_is_valid(Str s)
{
    size_t size;

    for (size_t pos = skip_ascii(s, 0); pos < s.len;
         pos = skip_ascii(s, pos + size)) {
        if (is_bad_at(s, pos, &size))
            return false;
    }
    return true;
}

size_t utf8_count(Str s)
{
    size_t count = 0;
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        utf8_decode(s, pos, &size);
        count++;
    }
    return count;
}

static utf8proc_category_t category(uint32_t rune)
{
    return rune > RUNE_MAX ? UTF8PROC_CATEGORY_CN
                           : utf8proc_category((utf8proc_int32_t)rune);
}

bool utf8_is_space(uint32_t rune)
{
    switch (rune) {
    case ' ':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000: return true;
    default:
        return (rune >= '\t' && rune <= '\r') ||
               (rune >= 0x2000 && rune <= 0x200A);
    }
}

bool utf8_is_letter(uint32_t rune)
{
    utf8proc_category_t c = category(rune);

    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_digit(uint32_t rune)
{
    return category(rune) == UTF8PROC_CATEGORY_ND;
}

bool utf8_is_upper(uint32_t rune)
{
    return category(rune) == UTF8PROC_CATEGORY_LU;
}

bool utf8_is_lower(uint32_t rune)
{
    return category(rune) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_print(uint32_t rune)
{
    if (rune < ASCII_LIMIT)
        return rune >= ' ' && rune < 0x7F;
    /* Letters, marks, numbers, punctuation, symbols; no space but U+0020. */
    utf8proc_category_t c = category(rune);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_SO;
}

size_t utf8_width(uint32_t rune)
{
    int width = utf8proc_charwidth((utf8proc_int32_t)rune);

    return width < 0 ? 0 : (size_t)width;
}

uint32_t utf8_to_upper(uint32_t rune)
{
    if (rune < ASCII_LIMIT)
        return rune >= 'a' && rune <= 'z' ? rune - 0x20 : rune;
    /* Go maps U+00DF to itself, utf8proc to U+1E9E. */
    if (rune == SHARP_S || rune > RUNE_MAX)
        return rune;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)rune);
}

uint32_t utf8_to_lower(uint32_t rune)
{
    if (rune < ASCII_LIMIT)
        return rune >= 'A' && rune <= 'Z' ? rune + 0x20 : rune;
    if (rune > RUNE_MAX)
        return rune;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune);
}

uint32_t utf8_to_title(uint32_t rune)
{
    if (rune < ASCII_LIMIT || rune == SHARP_S || rune > RUNE_MAX)
        return utf8_to_upper(rune);
    return (uint32_t)utf8proc_totitle((utf8proc_int32_t)rune);
}

/* As strings.Map: `s` itself when nothing changes; once something does,
 * invalid bytes come out as U+FFFD. */
static Str map_runes(Arena *arena, Str s, uint32_t (*mapping)(uint32_t))
{
    size_t size;
    size_t pos = 0;

    for (; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        if (mapping(rune) != rune || (rune == UTF8_BAD && size == 1))
            break;
    }
    if (pos == s.len)
        return s;
    Buf buf;
    buf_init(&buf, arena);
    buf_reserve(&buf, s.len + 4);
    buf_add(&buf, str_slice(s, 0, pos));
    for (; pos < s.len; pos += size)
        buf_add_rune(&buf, mapping(utf8_decode(s, pos, &size)));
    return buf_str(&buf);
}

Str utf8_upper(Arena *arena, Str s)
{
    return map_runes(arena, s, utf8_to_upper);
}

Str utf8_lower(Arena *arena, Str s)
{
    return map_runes(arena, s, utf8_to_lower);
}

Str utf8_trim_space(Str s)
{
    size_t start = 0;
    size_t end = s.len;
    size_t size;

    while (start < end && utf8_is_space(utf8_decode(s, start, &size)))
        start += size;
    while (end > start && utf8_is_space(utf8_decode_last(s, end, &size)))
        end -= size;
    return str_slice(s, start, end);
}

Str utf8_to_valid(Arena *arena, Str s, Str with)
{
    if (utf8_is_valid(s))
        return s;
    Buf buf;
    size_t size;
    bool in_bad_run = false;
    buf_init(&buf, arena);
    for (size_t pos = 0; pos < s.len; pos += size) {
        if (!is_bad_at(s, pos, &size)) {
            buf_add(&buf, str_slice(s, pos, pos + size));
            in_bad_run = false;
            continue;
        }
        if (!in_bad_run)
            buf_add(&buf, with);
        in_bad_run = true;
    }
    return buf_str(&buf);
}
