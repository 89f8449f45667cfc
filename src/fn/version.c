/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Semantic versions: reading, comparing and writing one.
 *
 * The grammar is the loose one of Masterminds/semver: minor and patch may be
 * missing, numbers may start with zeros, a prerelease number may not.  What a
 * constraint asks stands in constraint.c.
 */
#include "fn/version.h"

#include "base/num.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_identifier(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '-';
}

/* Reads digits; false when there are none. */
static bool scan_number(Str s, size_t *pos, Str *out)
{
    size_t end = *pos;

    while (end < s.len && is_digit(s.ptr[end]))
        end++;
    if (end == *pos)
        return false;
    *out = str_slice(s, *pos, end);
    *pos = end;
    return true;
}

/* Reads "." and digits if they are there. */
static void scan_more_number(Str s, size_t *pos, Str *out)
{
    size_t at = *pos + 1;

    if (*pos < s.len && s.ptr[*pos] == '.' && scan_number(s, &at, out))
        *pos = at;
}

/* Reads `mark` and identifiers joined by dots if they are there; a dot that
 * no identifier follows is left. */
static void scan_identifiers(Str s, size_t *pos, char mark, Str *out)
{
    size_t end = *pos + 1;
    size_t start;

    if (*pos >= s.len || s.ptr[*pos] != mark)
        return;
    for (start = end;; end++) {
        size_t part = end;

        while (end < s.len && is_identifier(s.ptr[end]))
            end++;
        if (end == part) {
            end--;
            break;
        }
        if (end == s.len || s.ptr[end] != '.')
            break;
    }
    if (end <= start)
        return;
    *out = str_slice(s, start, end);
    *pos = end;
}

static bool parse_segment(Ctx *cx, Str digits, uint64_t *out)
{
    *out = 0;
    if (digits.len == 0 || num_parse_uint(digits, 10, out) == NUM_OK)
        return true;
    return fail_here(cx, ERR_CALL,
                     "error parsing version segment: strconv.ParseUint: "
                     "parsing \"%.*s\": value out of range",
                     STR_ARG(digits));
}

/* The next part of a text of parts joined by dots; `*pos` past the end when
 * there is none left. */
static bool next_part(Str s, size_t *pos, Str *part)
{
    size_t end;

    if (*pos > s.len)
        return false;
    end = str_find_byte(s, '.', *pos);
    if (end == SIZE_MAX)
        end = s.len;
    *part = str_slice(s, *pos, end);
    *pos = end + 1;
    return true;
}

static bool all_bytes(Str s, bool (*test)(char))
{
    for (size_t i = 0; i < s.len; i++) {
        if (!test(s.ptr[i]))
            return false;
    }
    return true;
}

bool version_check_pre(Ctx *cx, Str pre)
{
    size_t pos = 0;
    Str part;

    while (next_part(pre, &pos, &part)) {
        if (part.len == 0 || !all_bytes(part, is_identifier))
            return fail_here(cx, ERR_CALL, "invalid prerelease string");
        if (part.len > 1 && part.ptr[0] == '0' && all_bytes(part, is_digit))
            return fail_here(cx, ERR_CALL, "version segment starts with 0");
    }
    return true;
}

bool version_check_metadata(Ctx *cx, Str metadata)
{
    size_t pos = 0;
    Str part;

    while (next_part(metadata, &pos, &part)) {
        if (part.len == 0 || !all_bytes(part, is_identifier))
            return fail_here(cx, ERR_CALL, "invalid metadata string");
    }
    return true;
}

bool version_parse(Ctx *cx, Str text, Version *out)
{
    Version v = {.original = text};
    size_t pos = text.len > 0 && text.ptr[0] == 'v' ? 1 : 0;
    Str major = STR_NONE;
    Str minor = STR_NONE;
    Str patch = STR_NONE;

    if (!scan_number(text, &pos, &major))
        return fail_here(cx, ERR_CALL, "invalid semantic version");
    scan_more_number(text, &pos, &minor);
    if (minor.len > 0)
        scan_more_number(text, &pos, &patch);
    scan_identifiers(text, &pos, '-', &v.pre);
    scan_identifiers(text, &pos, '+', &v.metadata);
    if (pos != text.len)
        return fail_here(cx, ERR_CALL, "invalid semantic version");
    if (!parse_segment(cx, major, &v.major) ||
        !parse_segment(cx, minor, &v.minor) ||
        !parse_segment(cx, patch, &v.patch))
        return false;
    if (v.pre.len > 0 && !version_check_pre(cx, v.pre))
        return false;
    *out = v;
    return true;
}

static int compare_uint(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Numbers are less than words; a number too large for 64 bits is a word. */
static int compare_part(Str a, Str b)
{
    uint64_t number_a = 0;
    uint64_t number_b = 0;
    bool a_is_number;
    bool b_is_number;

    if (str_eq(a, b))
        return 0;
    if (a.len == 0 || b.len == 0)
        return a.len == 0 ? -1 : 1;
    a_is_number = num_parse_uint(a, 10, &number_a) == NUM_OK;
    b_is_number = num_parse_uint(b, 10, &number_b) == NUM_OK;
    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    /* "0" and "00" are equal numbers, and the library answers "less". */
    if (a_is_number)
        return number_a > number_b ? 1 : -1;
    return str_cmp(a, b);
}

int version_compare_pre(Str a, Str b)
{
    size_t pos_a = 0;
    size_t pos_b = 0;

    for (;;) {
        Str part_a = STR_NONE;
        Str part_b = STR_NONE;
        bool more_a = next_part(a, &pos_a, &part_a);
        bool more_b = next_part(b, &pos_b, &part_b);
        int order;

        if (!more_a && !more_b)
            return 0;
        order = compare_part(part_a, part_b);
        if (order != 0)
            return order;
    }
}

int version_compare(const Version *a, const Version *b)
{
    int order = compare_uint(a->major, b->major);

    if (order == 0)
        order = compare_uint(a->minor, b->minor);
    if (order == 0)
        order = compare_uint(a->patch, b->patch);
    if (order != 0 || (a->pre.len == 0 && b->pre.len == 0))
        return order;
    if (a->pre.len == 0 || b->pre.len == 0)
        return a->pre.len == 0 ? 1 : -1;
    return version_compare_pre(a->pre, b->pre);
}

Str version_text(Arena *arena, const Version *version)
{
    Buf text;

    buf_init(&text, arena);
    num_add_uint(&text, version->major);
    buf_add_byte(&text, '.');
    num_add_uint(&text, version->minor);
    buf_add_byte(&text, '.');
    num_add_uint(&text, version->patch);
    if (version->pre.len > 0) {
        buf_add_byte(&text, '-');
        buf_add(&text, version->pre);
    }
    if (version->metadata.len > 0) {
        buf_add_byte(&text, '+');
        buf_add(&text, version->metadata);
    }
    return buf_str(&text);
}
