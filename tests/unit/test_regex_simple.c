/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The small matcher against RE2, which has the last word: patterns of every
 * shape it takes, put together at random, over short texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "fn/regex_re2.h"
#include "fn/regex_simple.h"
#include "fn/regex_syntax.h"

#include <cmocka.h>

static const char *const atoms[] = {
    "a",     "b",      "-",         "\\.",       ".",      "[ab]",    "[^a]",
    "[a-c]", "\\d",    "\\w",       "\\S",       "[\\s-]", "[^\\d.]", "(a|b)",
    "(ab)",  "(?:a|)", "(a*b?)",    "(a|b*){2}", "()",     "[-a]",    "[]a]",
    "[^]a]", "\\n",    "(a(b|1)+)", "\\W",       "[a\\-b]"};
static const char *const repeats[] = {"",   "",    "",      "*",     "+",
                                      "?",  "{2}", "{1,2}", "{0,2}", "{2,}",
                                      "*?", "+?",  "??",    "{1,3}?"};
static const char *const texts[] = {
    "",    "a",   "b",  "ab",   "ba", "aab", "abab",   "-",  "a-b", "1.",
    "a1b", "   ", "\n", "a\nb", "]a", "bbb", "aaaaaa", "_x", "z",   "a b"};

static uint32_t seed = 1;

static uint32_t pick(size_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % (uint32_t)n;
}

static Str make_pattern(Arena *arena)
{
    Buf buf;

    buf_init(&buf, arena);
    if (pick(2) == 0)
        buf_add_byte(&buf, '^');
    for (size_t n = pick(4); n > 0; n--) {
        buf_add(&buf, str_from_c(atoms[pick(ARRAY_LEN(atoms))]));
        buf_add(&buf, str_from_c(repeats[pick(ARRAY_LEN(repeats))]));
        if (pick(9) == 0)
            buf_add_byte(&buf, '|');
    }
    if (pick(2) == 0)
        buf_add_byte(&buf, '$');
    return buf_str(&buf);
}

/* Where a match is, from every place on. */
static size_t compare_spans(const RegexSimple *simple, const RegexRe2 *re2,
                            Str pattern, Str text)
{
    for (size_t from = 0; from <= text.len; from++) {
        RegexSpan want = {0, 0};
        RegexSpan got = {0, 0};
        bool is_found =
            regex_re2_match(re2, text.ptr, text.len, from, &want, 1);

        if (regex_simple_find(simple, text, from, &got) != is_found ||
            got.from != want.from || got.to != want.to)
            fail_msg("`%.*s` on \"%.*s\" from %zu: RE2 says %d %zu-%zu",
                     STR_ARG(pattern), STR_ARG(text), from, is_found, want.from,
                     want.to);
    }
    return text.len + 1;
}

static size_t n_spans;

/* How many of the texts were compared. */
static size_t compare(Ctx *cx, Str pattern)
{
    const RegexSimple *simple;
    RegexSyntax syntax;
    RegexRe2 *re2;

    if (!regex_syntax_read(cx, pattern, &syntax)) {
        cx->err = NULL;
        return 0;
    }
    simple = regex_simple_new(cx->arena, pattern);
    if (simple == NULL)
        return 0;
    re2 = regex_re2_open(syntax.re2.ptr, syntax.re2.len);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Str text = str_from_c(texts[i]);
        RegexSpan span;
        bool want = regex_re2_match(re2, text.ptr, text.len, 0, &span, 1);

        if (regex_simple_is_found(simple, text) != want)
            fail_msg("`%.*s` on \"%s\": RE2 says %d", STR_ARG(pattern),
                     texts[i], want);
        if (regex_simple_is_certain(simple))
            n_spans += compare_spans(simple, re2, pattern, text);
    }
    regex_re2_close(re2);
    return ARRAY_LEN(texts);
}

static void patterns_match_what_re2_matches(void **state)
{
    size_t compared = 0;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        Arena arena;
        Ctx cx;

        arena_init(&arena);
        ctx_init(&cx, &arena);
        compared += compare(&cx, make_pattern(&arena));
        arena_release(&arena);
    }
    assert_true(compared > 20000);
    assert_true(n_spans > 20000);
}

static bool is_simple(const char *pattern)
{
    Arena arena;
    bool is;

    arena_init(&arena);
    is = regex_simple_new(&arena, str_from_c(pattern)) != NULL;
    arena_release(&arena);
    return is;
}

static void what_is_beyond_it_is_left_to_re2(void **state)
{
    static const char *const beyond[] = {
        "a^b",      "a$b",
        "(?i)a",    "\\ba",
        "\\pL",     "[[:alpha:]]",
        "ä",        "^a|b",
        "a|b$",     "a{40}b{40}",
        "(?P<n>a)", "\\x41",
        "^*",       "\\Aa\\z",
        "(a$)",     "(((((((((((((((((a)))))))))))))))))",
        "a{01}",    "a{1,02}"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(beyond); i++) {
        if (is_simple(beyond[i]))
            fail_msg("`%s` was taken", beyond[i]);
    }
    assert_true(is_simple("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_what_re2_matches),
        cmocka_unit_test(what_is_beyond_it_is_left_to_re2),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
