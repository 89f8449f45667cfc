/* SPDX-License-Identifier: MPL-2.0 */
/*
 * go-yaml's order of keys.  Most maps are in that order already, for byte
 * order differs from it only around digits and punctuation; the others are
 * merge-sorted as a copy.
 */
#include "codec/yaml_keys.h"

#include "base/utf8.h"

/* A text and the place in it where two keys part. */
typedef struct KeyTail {
    Str key;
    size_t pos;
    uint32_t rune;
} KeyTail;

static KeyTail tail_of(Str key, size_t pos)
{
    size_t size;

    return (KeyTail){key, pos, utf8_decode(key, pos, &size)};
}

/* The first byte that differs, moved back to the start of its character. */
static size_t common_prefix(Str a, Str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    size_t pos = 0;

    while (pos < n && a.ptr[pos] == b.ptr[pos])
        pos++;
    if (pos == n)
        return pos;
    while (pos > 0 &&
           ((a.ptr[pos] & 0xC0) == 0x80 || (b.ptr[pos] & 0xC0) == 0x80))
        pos--;
    return pos;
}

static bool is_digit_before(Str key, size_t pos)
{
    size_t size;

    return pos > 0 && utf8_is_digit(utf8_decode_last(key, pos, &size));
}

/* True when the digits that end at `pos` have a value above zero: a zero that
 * follows them is no leading one. */
static bool is_inside_number(Str key, size_t pos)
{
    while (is_digit_before(key, pos)) {
        size_t size;
        if (utf8_decode_last(key, pos, &size) != '0')
            return true;
        pos -= size;
    }
    return false;
}

/* The number at the tail, added to what stands before it; `*digits` is how
 * many runes it has.  Overflow wraps, as in Go. */
static int64_t number_at(const KeyTail *tail, uint64_t before, size_t *digits)
{
    uint64_t n = before;
    size_t pos = tail->pos;

    *digits = 0;
    while (pos < tail->key.len) {
        size_t size;
        uint32_t rune = utf8_decode(tail->key, pos, &size);
        if (!utf8_is_digit(rune))
            break;
        n = n * 10 + (rune - '0');
        pos += size;
        (*digits)++;
    }
    return (int64_t)n;
}

static bool is_number_less(const KeyTail *a, const KeyTail *b)
{
    bool has_zero = a->rune == '0' || b->rune == '0';
    uint64_t before = has_zero && is_inside_number(a->key, a->pos);
    size_t a_digits;
    size_t b_digits;
    int64_t a_number = number_at(a, before, &a_digits);
    int64_t b_number = number_at(b, before, &b_digits);

    if (a_number != b_number)
        return a_number < b_number;
    if (a_digits != b_digits)
        return a_digits < b_digits;
    return a->rune < b->rune;
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_less(Str left, Str right, YamlKeyOrder order)
{
    size_t pos = common_prefix(left, right);

    if (pos == left.len || pos == right.len)
        return left.len < right.len;
    if (is_ascii_letter(left.ptr[pos]) && is_ascii_letter(right.ptr[pos]))
        return left.ptr[pos] < right.ptr[pos];
    KeyTail a = tail_of(left, pos);
    KeyTail b = tail_of(right, pos);
    bool is_a_letter = utf8_is_letter(a.rune);
    bool is_b_letter = utf8_is_letter(b.rune);
    if (is_a_letter && is_b_letter)
        return a.rune < b.rune;
    if (is_a_letter || is_b_letter)
        return order == YAML_KEYS_V3 && is_digit_before(left, pos)
                   ? is_a_letter
                   : is_b_letter;
    return is_number_less(&a, &b);
}

static void merge_sort(MapEntry *entries, size_t len, MapEntry *spare,
                       YamlKeyOrder order)
{
    size_t half = len / 2;
    size_t i = 0;
    size_t j = half;

    if (len < 2)
        return;
    merge_sort(entries, half, spare, order);
    merge_sort(entries + half, len - half, spare, order);
    memcpy(spare, entries, half * sizeof *entries);
    for (size_t to = 0; i < half; to++) {
        bool takes_right =
            j < len && is_less(entries[j].key, spare[i].key, order);
        entries[to] = takes_right ? entries[j++] : spare[i++];
    }
}

static bool is_sorted(const MapEntry *entries, size_t len, YamlKeyOrder order)
{
    for (size_t i = 1; i < len; i++) {
        if (!is_less(entries[i - 1].key, entries[i].key, order))
            return false;
    }
    return true;
}

const MapEntry *codec_yaml_sort_keys(Arena *arena, const Map *map,
                                     YamlKeyOrder order)
{
    size_t len = map_len(map);
    MapEntry *sorted;

    if (is_sorted(map->entries, len, order))
        return map->entries;
    sorted = ARENA_ARRAY(arena, MapEntry, len);
    memcpy(sorted, map->entries, len * sizeof *sorted);
    merge_sort(sorted, len, ARENA_ARRAY(arena, MapEntry, len / 2 + 1), order);
    return sorted;
}
