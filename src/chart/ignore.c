/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Rules are kept in file order and the first one that speaks wins.  A rule is
 * compared with the whole path when it holds a slash, else with the last
 * element alone.
 */
#include "chart/ignore.h"

#include "base/num.h"
#include "base/utf8.h"
#include "chart/disk.h"

typedef struct IgnoreRule {
    Str pattern;
    bool negate;
    bool must_dir;
    bool whole_path;
} IgnoreRule;

struct IgnoreRules {
    IgnoreRule *items;
    size_t len;
    size_t bytes; /* of all patterns */
};

/* At its worst each byte of a pattern meets each byte of a path. */
#define TRIES_A_STEP 64

/* Go's bufio.Scanner gives up on longer lines. */
#define MAX_LINE ((size_t)64 * 1024)

static bool parse_rule(Ctx *cx, IgnoreRules *rules, Str line)
{
    IgnoreRule rule = {.pattern = utf8_trim_space(line)};
    bool matched;

    if (rule.pattern.len == 0 || rule.pattern.ptr[0] == '#')
        return true;
    if (str_contains(rule.pattern, STR("**")))
        return fail_here(cx, ERR_CHART,
                         "double-star (**) syntax is not supported");
    if (!chart_glob_match(rule.pattern, STR("abc"), &matched))
        return fail_here(cx, ERR_CHART, "syntax error in pattern");
    rule.negate = rule.pattern.ptr[0] == '!';
    if (rule.negate)
        rule.pattern = str_skip(rule.pattern, 1);
    rule.must_dir = str_has_suffix(rule.pattern, STR("/"));
    rule.pattern = str_drop_suffix(rule.pattern, STR("/"));
    rule.whole_path = str_contains(rule.pattern, STR("/"));
    rule.pattern = str_drop_prefix(rule.pattern, STR("/"));
    rules->bytes += rule.pattern.len;
    rules->items[rules->len++] = rule;
    return true;
}

bool chart_ignore_parse(Ctx *cx, Str text, const IgnoreRules **out)
{
    IgnoreRules *rules = ARENA_NEW(cx->arena, IgnoreRules);
    size_t lines = str_count(text, STR("\n")) + 2;

    rules->items = ARENA_ARRAY(cx->arena, IgnoreRule, lines);
    text = str_drop_prefix(text, STR("\xEF\xBB\xBF"));
    for (size_t pos = 0; pos < text.len;) {
        size_t newline = str_find_byte(text, '\n', pos);
        size_t end = newline == SIZE_MAX ? text.len : newline;

        if (end - pos >= MAX_LINE)
            return fail_here(cx, ERR_CHART, "bufio.Scanner: token too long");
        if (!parse_rule(cx, rules, str_slice(text, pos, end)))
            return false;
        pos = end + 1;
    }
    *out = rules;
    return parse_rule(cx, rules, STR("templates/.?*"));
}

static bool is_special(char c)
{
    return c == '*' || c == '?' || c == '[' || c == ']' || c == '\\';
}

/* Most names differ from a pattern in its first or last byte already. */
static bool cannot_match(Str pattern, Str name)
{
    char first = pattern.len == 0 ? '*' : pattern.ptr[0];
    char last = pattern.len == 0 ? '*' : pattern.ptr[pattern.len - 1];

    if (name.len == 0)
        return !is_special(first) || !is_special(last);
    return (first != name.ptr[0] && !is_special(first)) ||
           (last != name.ptr[name.len - 1] && !is_special(last));
}

static bool rule_matches(const IgnoreRule *rule, Str path, Str base)
{
    Str subject = rule->whole_path ? path : base;
    bool matched;

    return !cannot_match(rule->pattern, subject) &&
           chart_glob_match(rule->pattern, subject, &matched) && matched;
}

bool chart_ignore_spend(Ctx *cx, const IgnoreRules *rules, Str path)
{
    size_t tries;

    if (!num_mul(rules->bytes, path.len, &tries))
        tries = SIZE_MAX;
    return ctx_spend(cx, tries / TRIES_A_STEP);
}

bool chart_ignore_has(const IgnoreRules *rules, Str path, bool is_dir)
{
    Str base = chart_path_base(path);

    for (size_t i = 0; i < rules->len; i++) {
        const IgnoreRule *rule = &rules->items[i];
        bool wrong_kind = rule->must_dir && !is_dir;

        if (rule->negate) {
            if (wrong_kind || !rule_matches(rule, path, base))
                return true;
        } else if (!wrong_kind && rule_matches(rule, path, base)) {
            return true;
        }
    }
    return false;
}

/* One bound of a range in a bracket expression, at `*pos`. */
static bool read_bound(Str pattern, size_t *pos, uint32_t *out)
{
    size_t size;

    if (*pos >= pattern.len || pattern.ptr[*pos] == '-' ||
        pattern.ptr[*pos] == ']')
        return false;
    if (pattern.ptr[*pos] == '\\' && ++*pos >= pattern.len)
        return false;
    *out = utf8_decode(pattern, *pos, &size);
    if (*out == UTF8_BAD && size == 1)
        return false;
    *pos += size;
    /* A class needs something behind it: its closing bracket at least. */
    return *pos < pattern.len;
}

/* The class that opens at `*pos` - 1; true when it is well formed. */
static bool match_class(Str pattern, size_t *pos, uint32_t rune, bool *matched)
{
    bool negated = *pos < pattern.len && pattern.ptr[*pos] == '^';
    bool found = false;
    size_t ranges = 0;

    if (negated)
        ++*pos;
    for (;; ranges++) {
        uint32_t low;
        uint32_t high;

        if (*pos < pattern.len && pattern.ptr[*pos] == ']' && ranges > 0)
            break;
        if (!read_bound(pattern, pos, &low))
            return false;
        high = low;
        if (pattern.ptr[*pos] == '-') {
            ++*pos;
            if (!read_bound(pattern, pos, &high))
                return false;
        }
        found = found || (low <= rune && rune <= high);
    }
    ++*pos;
    *matched = found != negated;
    return true;
}

/* The end of the chunk at `pos`: up to the next `*` outside a class. */
static size_t chunk_end(Str pattern, size_t pos)
{
    bool in_class = false;

    for (; pos < pattern.len; pos++) {
        char c = pattern.ptr[pos];

        if (c == '\\' && pos + 1 < pattern.len)
            pos++;
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '*' && !in_class)
            break;
    }
    return pos;
}

/* Matches one element of a chunk (no `*`) with the rune at `*at`; once
 * `*failed`, only the syntax is looked at. */
static bool match_element(Str chunk, size_t *pos, Str name, size_t *at,
                          bool *failed)
{
    size_t size = 0;
    uint32_t rune = 0;
    bool matched = false;
    char c = chunk.ptr[*pos];

    if (!*failed && *at == name.len)
        *failed = true;
    if (!*failed)
        rune = utf8_decode(name, *at, &size);
    ++*pos;
    if (c == '[') {
        if (!match_class(chunk, pos, rune, &matched))
            return false;
    } else if (c == '?') {
        matched = rune != '/';
    } else {
        if (c == '\\') {
            if (*pos == chunk.len)
                return false;
            c = chunk.ptr[(*pos)++];
        }
        matched = !*failed && name.ptr[*at] == c;
        size = 1;
    }
    if (*failed || !matched)
        *failed = true;
    else
        *at += size;
    return true;
}

/* Matches a chunk at the start of `name`; `*used` bytes on success.  False:
 * malformed. */
static bool match_chunk(Str chunk, Str name, bool *matched, size_t *used)
{
    bool failed = false;
    size_t at = 0;

    for (size_t pos = 0; pos < chunk.len;) {
        if (!match_element(chunk, &pos, name, &at, &failed))
            return false;
    }
    *matched = !failed;
    *used = at;
    return true;
}

/* After a star: the chunk anywhere up to the next slash; the last chunk must
 * reach the end. */
static bool match_after_star(Str chunk, bool is_last, Str *name, bool *matched)
{
    size_t used;

    for (size_t skip = 0;; skip++) {
        if (!match_chunk(chunk, str_skip(*name, skip), matched, &used))
            return false;
        if (*matched && (!is_last || skip + used == name->len)) {
            *name = str_skip(*name, skip + used);
            return true;
        }
        *matched = false;
        if (skip >= name->len || name->ptr[skip] == '/')
            return true;
    }
}

/* What follows a mismatch still has to be well formed. */
static bool check_rest(Str pattern, size_t pos)
{
    bool matched;
    size_t used;

    while (pos < pattern.len) {
        size_t end;

        while (pos < pattern.len && pattern.ptr[pos] == '*')
            pos++;
        end = chunk_end(pattern, pos);
        if (!match_chunk(str_slice(pattern, pos, end), STR(""), &matched,
                         &used))
            return false;
        pos = end;
    }
    return true;
}

bool chart_glob_match(Str pattern, Str name, bool *matched)
{
    for (size_t pos = 0; pos < pattern.len;) {
        bool star = pattern.ptr[pos] == '*';
        size_t end;
        size_t used = 0;
        Str chunk;

        while (pos < pattern.len && pattern.ptr[pos] == '*')
            pos++;
        end = chunk_end(pattern, pos);
        chunk = str_slice(pattern, pos, end);
        if (star && chunk.len == 0) {
            *matched = str_find_byte(name, '/', 0) == SIZE_MAX;
            return true;
        }
        if (star) {
            if (!match_after_star(chunk, end == pattern.len, &name, matched))
                return false;
        } else {
            if (!match_chunk(chunk, name, matched, &used))
                return false;
            *matched = *matched && (end < pattern.len || used == name.len);
            name = str_skip(name, *matched ? used : 0);
        }
        if (!*matched)
            return check_rest(pattern, end);
        pos = end;
    }
    *matched = name.len == 0;
    return true;
}
