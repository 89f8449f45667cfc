/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Searching and comparing byte strings.  Everything here is about bytes; what
 * needs code points is in base/utf8.c.
 */
#include "base/str.h"

#include <assert.h>
#include <string.h>

/* Places with the right first byte that are looked at one by one. */
#define FIRST_BYTE_TRIES 32

int str_cmp(Str a, Str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);

    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_has_suffix(Str s, Str suffix)
{
    return s.len >= suffix.len &&
           str_eq(str_skip(s, s.len - suffix.len), suffix);
}

/* memchr is many times faster than memmem where the first byte is rare. */
size_t str_find(Str s, Str needle, size_t from)
{
    const char *found;

    if (needle.len == 0)
        return from <= s.len ? from : SIZE_MAX;
    for (int i = 0; i < FIRST_BYTE_TRIES; i++) {
        from = str_find_byte(s, *needle.ptr, from);
        if (from == SIZE_MAX || s.len - from < needle.len)
            return SIZE_MAX;
        if (memcmp(s.ptr + from, needle.ptr, needle.len) == 0)
            return from;
        from++;
    }
    found = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return found == NULL ? SIZE_MAX : (size_t)(found - s.ptr);
}

size_t str_find_byte(Str s, char byte, size_t from)
{
    const char *found;

    if (from >= s.len)
        return SIZE_MAX;
    found = memchr(s.ptr + from, byte, s.len - from);
    return found == NULL ? SIZE_MAX : (size_t)(found - s.ptr);
}

size_t str_rfind(Str s, Str needle)
{
    if (needle.len > s.len)
        return SIZE_MAX;
    if (needle.len == 0)
        return s.len;
    /* What may be the needle begins before `end`. */
    for (size_t end = s.len - needle.len + 1; end > 0;) {
        const char *found = memrchr(s.ptr, *needle.ptr, end);

        if (found == NULL)
            break;
        if (memcmp(found, needle.ptr, needle.len) == 0)
            return (size_t)(found - s.ptr);
        end = (size_t)(found - s.ptr);
    }
    return SIZE_MAX;
}

size_t str_count(Str s, Str needle)
{
    size_t count = 0;

    assert(needle.len != 0);
    for (size_t at = str_find(s, needle, 0); at != SIZE_MAX;
         at = str_find(s, needle, at + needle.len))
        count++;
    return count;
}

size_t str_count_byte(Str s, char byte)
{
    size_t count = 0;

    for (size_t at = str_find_byte(s, byte, 0); at != SIZE_MAX;
         at = str_find_byte(s, byte, at + 1))
        count++;
    return count;
}

Str str_drop_prefix(Str s, Str prefix)
{
    return str_has_prefix(s, prefix) ? str_skip(s, prefix.len) : s;
}

Str str_drop_suffix(Str s, Str suffix)
{
    return str_has_suffix(s, suffix) ? str_slice(s, 0, s.len - suffix.len) : s;
}

static bool is_in_set(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

Str str_trim_bytes(Str s, const char *cutset)
{
    size_t from = 0;
    size_t to = s.len;

    while (from < to && is_in_set(s.ptr[from], cutset))
        from++;
    while (to > from && is_in_set(s.ptr[to - 1], cutset))
        to--;
    return str_slice(s, from, to);
}

/* The two differ by the bit that letters of either case differ by alone. */
static bool is_other_case(char a, char b)
{
    return (a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
}

bool str_eq_fold_ascii(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (a.ptr[i] != b.ptr[i] && !is_other_case(a.ptr[i], b.ptr[i]))
            return false;
    }
    return true;
}

static uint64_t mix(uint64_t hash)
{
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

uint64_t str_hash(Str s)
{
    uint64_t hash = s.len;
    uint64_t word = 0;
    size_t at = 0;

    for (; s.len - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, s.ptr + at, sizeof(word));
        hash = mix(hash ^ word);
    }
    for (word = 0; at < s.len; at++)
        word = word << 8 | (unsigned char)s.ptr[at];
    /* Once would leave numbered names side by side. */
    return mix(mix(hash ^ word));
}
