/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A matcher's first place in a text comes with the lengths it may have there,
 * in ascending order.  Trees have no first place, so whatever holds one as a
 * part never finds it.
 */
#include "render/glob_matcher.h"

#include "base/utf8.h"

/* Where a matcher matches first: the place and the lengths; SIZE_MAX:
 * nowhere. */
typedef struct Place {
    size_t at;
    size_t *lengths;
    size_t n;
} Place;

static const Place nowhere = {SIZE_MAX, NULL, 0};

static bool spend(GlobRun *run, size_t n)
{
    if (run->steps < n)
        run->is_broken = true;
    else
        run->steps -= n;
    return !run->is_broken;
}

/* Room for `max` lengths; none when the run is broken. */
static Place place_new(GlobRun *run, size_t at, size_t max)
{
    Place place = {at, NULL, 0};

    if (!spend(run, max + 1))
        return nowhere;
    place.lengths = ARENA_ARRAY(run->arena, size_t, max + 1);
    return place;
}

static Place place_of(GlobRun *run, size_t at, size_t length)
{
    Place place = place_new(run, at, 1);

    if (place.at != SIZE_MAX)
        place.lengths[place.n++] = length;
    return place;
}

static void add_length(Place *place, size_t length)
{
    if (place->at != SIZE_MAX)
        place->lengths[place->n++] = length;
}

/* The first code point, U+FFFD with no bytes of an empty text. */
static uint32_t first_rune(Str s, size_t *size)
{
    *size = 0;
    return s.len == 0 ? UTF8_BAD : utf8_decode(s, 0, size);
}

/* Bytes that Go would write for the code point. */
static size_t rune_size(uint32_t rune)
{
    if (rune < 0x80)
        return 1;
    if (rune < 0x800)
        return 2;
    return rune < 0x10000 ? 3 : 4;
}

static bool has_rune(Str text, uint32_t wanted)
{
    size_t size;

    for (size_t pos = 0; pos < text.len; pos += size) {
        if (utf8_decode(text, pos, &size) == wanted)
            return true;
    }
    return false;
}

static bool takes_rune(const GlobMatcher *m, uint32_t rune)
{
    if (m->kind == GLOB_SINGLE)
        return rune != '/';
    if (m->kind == GLOB_LIST)
        return has_rune(m->text, rune) != m->negated;
    return (rune >= m->low && rune <= m->high) != m->negated;
}

static bool match_rune(const GlobMatcher *m, Str s)
{
    size_t size;
    uint32_t rune = first_rune(s, &size);

    return s.len <= size && takes_rune(m, rune);
}

/* -- whole texts -- */

static bool match_row_here(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t from = 0;

    for (size_t i = 0; i < m->n_parts; i++) {
        size_t wanted = (size_t)m->parts[i]->len;
        size_t n = 0;
        size_t last = from;
        size_t size;

        for (size_t pos = from; pos < s.len; pos += size) {
            last = pos;
            utf8_decode(s, pos, &size);
            if (++n == wanted)
                break;
        }
        if (n < wanted)
            return false;
        if (last >= s.len) {
            run->is_broken = true;
            return false;
        }
        if (!glob_matcher_matches(run, m->parts[i],
                                  str_slice(s, from, last + 1)))
            return false;
        from = last + 1;
    }
    return true;
}

static bool match_row(GlobRun *run, const GlobMatcher *m, Str s)
{
    return utf8_count(s) == (size_t)m->len && match_row_here(run, m, s);
}

static bool match_side(GlobRun *run, const GlobMatcher *m, Str s)
{
    return m == NULL ? s.len == 0 : glob_matcher_matches(run, m, s);
}

static Place find(GlobRun *run, const GlobMatcher *m, Str s);

/* Whether what is behind `from` matches for one of the lengths, the longest
 * first. */
static bool match_right(GlobRun *run, const GlobMatcher *m, Str s, size_t from,
                        const Place *place)
{
    for (size_t i = place->n; i > 0; i--) {
        size_t end = from + place->lengths[i - 1];

        if (match_side(run, m->right, str_skip(s, end < s.len ? end : s.len)))
            return true;
    }
    return false;
}

static bool match_tree(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t from = m->left_len > 0 ? (size_t)m->left_len : 0;
    size_t behind = m->right_len > 0 ? (size_t)m->right_len : 0;
    size_t limit = behind < s.len ? s.len - behind : 0;

    if (m->len > (int64_t)s.len)
        return false;
    while (from < limit && spend(run, 1)) {
        Place place = find(run, m->middle, str_slice(s, from, limit));
        size_t size;

        if (place.at == SIZE_MAX)
            return false;
        from += place.at;
        if (match_side(run, m->left, str_slice(s, 0, from)) &&
            match_right(run, m, s, from, &place))
            return true;
        first_rune(str_skip(s, from), &size);
        from += size;
    }
    return false;
}

static bool match_parts(GlobRun *run, const GlobMatcher *m, Str s)
{
    bool is_any = m->kind == GLOB_ANY_OF;

    for (size_t i = 0; i < m->n_parts; i++) {
        if (glob_matcher_matches(run, m->parts[i], s) == is_any)
            return is_any;
    }
    return !is_any;
}

/* Whether `s` begins or ends with the text and, if that is asked for, has no
 * '/' in the rest. */
static bool match_end(const GlobMatcher *m, Str s)
{
    bool is_prefix = m->kind == GLOB_PREFIX || m->kind == GLOB_PREFIX_ANY;
    Str rest;

    if (is_prefix ? !str_has_prefix(s, m->text) : !str_has_suffix(s, m->text))
        return false;
    rest = is_prefix ? str_skip(s, m->text.len)
                     : str_slice(s, 0, s.len - m->text.len);
    return m->kind == GLOB_PREFIX || m->kind == GLOB_SUFFIX ||
           str_find_byte(rest, '/', 0) == SIZE_MAX;
}

bool glob_matcher_matches(GlobRun *run, const GlobMatcher *m, Str s)
{
    if (!spend(run, 1))
        return false;
    switch (m->kind) {
    case GLOB_NOTHING: return s.len == 0;
    case GLOB_TEXT: return str_eq(s, m->text);
    case GLOB_ANY: return str_find_byte(s, '/', 0) == SIZE_MAX;
    case GLOB_SUPER: return true;
    case GLOB_SINGLE:
    case GLOB_LIST:
    case GLOB_RANGE: return match_rune(m, s);
    case GLOB_ANY_OF:
    case GLOB_EVERY_OF: return match_parts(run, m, s);
    case GLOB_ROW: return match_row(run, m, s);
    case GLOB_TREE: return match_tree(run, m, s);
    case GLOB_MIN: return utf8_count(s) >= m->limit;
    case GLOB_MAX: return utf8_count(s) <= m->limit;
    case GLOB_CONTAINS: return str_contains(s, m->text) != m->negated;
    case GLOB_PREFIX_SUFFIX:
        return str_has_prefix(s, m->text) && str_has_suffix(s, m->tail);
    case GLOB_PREFIX:
    case GLOB_SUFFIX:
    case GLOB_PREFIX_ANY:
    case GLOB_SUFFIX_ANY: return match_end(m, s);
    }
    return false;
}

/* -- first places -- */

/* Every length up to the end of `s`, from `base` on. */
static void add_starts(Place *place, Str s, size_t base)
{
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        add_length(place, base + pos);
        utf8_decode(s, pos, &size);
    }
    add_length(place, base + s.len);
}

/* The same by the ends of code points; `skip` of them do not count. */
static void add_ends(Place *place, Str s, size_t base, size_t skip)
{
    size_t size;
    size_t n = 0;

    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);

        if (n++ >= skip)
            add_length(place, base + pos + rune_size(rune));
    }
}

static Str up_to_slash(Str s)
{
    size_t slash = str_find_byte(s, '/', 0);

    return slash == SIZE_MAX ? s : str_slice(s, 0, slash);
}

static Place find_run(GlobRun *run, const GlobMatcher *m, Str s)
{
    Str rest = m->kind == GLOB_ANY ? up_to_slash(s) : s;
    Place place = place_new(run, 0, rest.len + 1);

    add_starts(&place, rest, 0);
    return place;
}

static Place find_rune(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);

        if (takes_rune(m, rune))
            return place_of(run, pos, rune_size(rune));
    }
    return nowhere;
}

static Place find_row(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        if (s.len - pos < (size_t)m->len || !spend(run, 1))
            break;
        if (match_row_here(run, m, str_skip(s, pos)))
            return place_of(run, pos, (size_t)m->len);
        utf8_decode(s, pos, &size);
    }
    return nowhere;
}

/* The lengths of both, each once. */
static Place merged(GlobRun *run, const Place *a, const Place *b)
{
    Place place = place_new(run, a->at, a->n + b->n);
    size_t i = 0;
    size_t k = 0;

    while (i < a->n || k < b->n) {
        bool takes_a =
            k >= b->n || (i < a->n && a->lengths[i] <= b->lengths[k]);
        bool takes_b =
            i >= a->n || (k < b->n && b->lengths[k] <= a->lengths[i]);

        add_length(&place, takes_a ? a->lengths[i] : b->lengths[k]);
        i += takes_a;
        k += takes_b;
    }
    return place;
}

static Place find_any_of(GlobRun *run, const GlobMatcher *m, Str s)
{
    Place best = nowhere;

    for (size_t i = 0; i < m->n_parts; i++) {
        Place place = find(run, m->parts[i], s);

        if (place.at == SIZE_MAX || (best.at != SIZE_MAX && place.at > best.at))
            continue;
        best = best.at == place.at ? merged(run, &best, &place) : place;
    }
    return best;
}

/* The lengths that both have, those of `a` being `delta` longer. */
static Place common(GlobRun *run, const Place *a, const Place *b, int64_t delta)
{
    Place place = place_new(run, 0, a->n * b->n);

    if (place.at == SIZE_MAX || !spend(run, a->n * b->n))
        return nowhere;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            if ((int64_t)a->lengths[i] + delta == (int64_t)b->lengths[k])
                add_length(&place, b->lengths[k]);
        }
    }
    return place;
}

static Place find_every_of(GlobRun *run, const GlobMatcher *m, Str s)
{
    Place all = nowhere;
    size_t index = 0;
    size_t offset = 0;
    Str rest = s;

    for (size_t i = 0; i < m->n_parts; i++) {
        Place place = find(run, m->parts[i], rest);

        if (place.at == SIZE_MAX)
            return nowhere;
        if (i > 0) {
            int64_t delta = (int64_t)index - (int64_t)(place.at + offset);

            all = common(run, &all, &place, delta);
        } else {
            all = place;
        }
        if (all.n == 0)
            return nowhere;
        index = place.at + offset;
        rest = str_skip(s, index);
        offset += place.at;
    }
    all.at = index;
    return all;
}

static Place find_max(GlobRun *run, const GlobMatcher *m, Str s)
{
    Place place = place_new(run, 0, s.len + 1);
    size_t size;
    size_t n = 0;

    add_length(&place, 0);
    for (size_t pos = 0; pos < s.len && n++ < m->limit; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);

        add_length(&place, pos + rune_size(rune));
    }
    return place;
}

static Place find_min(GlobRun *run, const GlobMatcher *m, Str s)
{
    Place place;

    if (s.len < m->limit)
        return nowhere;
    place = place_new(run, 0, s.len + 1);
    add_ends(&place, s, 0, m->limit == 0 ? 0 : m->limit - 1);
    return place.n == 0 ? nowhere : place;
}

static Place find_contains(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t at = str_find(s, m->text, 0);
    size_t base = 0;
    Place place;

    if (m->negated) {
        s = at == SIZE_MAX ? s : str_slice(s, 0, at);
    } else {
        if (at == SIZE_MAX)
            return nowhere;
        base = at + m->text.len;
        s = str_skip(s, base);
    }
    place = place_new(run, 0, s.len + 1);
    add_starts(&place, s, base);
    return place;
}

static Place find_prefix(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t at = str_find(s, m->text, 0);
    Place place;
    Str rest;

    if (at == SIZE_MAX)
        return nowhere;
    rest = str_skip(s, at + m->text.len);
    if (m->kind == GLOB_PREFIX_ANY)
        rest = up_to_slash(rest);
    place = place_new(run, at, rest.len + 1);
    add_length(&place, m->text.len);
    add_ends(&place, rest, m->text.len, 0);
    return place;
}

static Place find_suffix(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t at = str_find(s, m->text, 0);
    size_t from = 0;

    if (at == SIZE_MAX)
        return nowhere;
    if (m->kind == GLOB_SUFFIX_ANY) {
        size_t slash = str_rfind(str_slice(s, 0, at), STR("/"));

        from = slash == SIZE_MAX ? 0 : slash + 1;
    }
    return place_of(run, from, at + m->text.len - from);
}

static Place find_prefix_suffix(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t at = str_find(s, m->text, 0);
    Place place;
    Str rest;

    if (at == SIZE_MAX)
        return nowhere;
    rest = str_skip(s, at);
    place = place_new(run, at, rest.len);
    for (size_t end = str_rfind(rest, m->tail); end != SIZE_MAX;
         end = str_rfind(str_slice(rest, 0, end), m->tail))
        add_length(&place, end + m->tail.len);
    for (size_t i = 0; i < place.n / 2; i++) {
        size_t swap = place.lengths[i];

        place.lengths[i] = place.lengths[place.n - 1 - i];
        place.lengths[place.n - 1 - i] = swap;
    }
    return place.n == 0 ? nowhere : place;
}

static Place find_text(GlobRun *run, const GlobMatcher *m, Str s)
{
    size_t at = str_find(s, m->text, 0);

    return at == SIZE_MAX ? nowhere : place_of(run, at, m->text.len);
}

static Place find(GlobRun *run, const GlobMatcher *m, Str s)
{
    if (!spend(run, 1))
        return nowhere;
    switch (m->kind) {
    case GLOB_NOTHING: return place_of(run, 0, 0);
    case GLOB_TEXT: return find_text(run, m, s);
    case GLOB_ANY:
    case GLOB_SUPER: return find_run(run, m, s);
    case GLOB_SINGLE:
    case GLOB_LIST:
    case GLOB_RANGE: return find_rune(run, m, s);
    case GLOB_ANY_OF: return find_any_of(run, m, s);
    case GLOB_EVERY_OF: return find_every_of(run, m, s);
    case GLOB_ROW: return find_row(run, m, s);
    case GLOB_TREE: return nowhere;
    case GLOB_MIN: return find_min(run, m, s);
    case GLOB_MAX: return find_max(run, m, s);
    case GLOB_CONTAINS: return find_contains(run, m, s);
    case GLOB_PREFIX:
    case GLOB_PREFIX_ANY: return find_prefix(run, m, s);
    case GLOB_SUFFIX:
    case GLOB_SUFFIX_ANY: return find_suffix(run, m, s);
    case GLOB_PREFIX_SUFFIX: return find_prefix_suffix(run, m, s);
    }
    return nowhere;
}
