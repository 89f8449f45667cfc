/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Byte strings and line tables.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "base/str.h"

/* Behind our headers: it defines a macro fail(). */
#include <cmocka.h>

static void str_cmp_orders_by_bytes_and_then_by_length(void **state)
{
    (void)state;
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR(""), STR_NONE), 0);
}

static void str_find_sees_past_a_nul(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("a\0bc"), STR("bc"), 0), 2);
    assert_int_equal(str_find(STR("abab"), STR("ab"), 1), 2);
    assert_true(str_find(STR("abc"), STR("d"), 0) == SIZE_MAX);
    assert_int_equal(str_find(STR("abc"), STR(""), 3), 3);
}

static void str_rfind_finds_the_last(void **state)
{
    (void)state;
    assert_int_equal(str_rfind(STR("a/b/c"), STR("/")), 3);
    assert_true(str_rfind(STR("abc"), STR("/")) == SIZE_MAX);
    assert_int_equal(str_rfind(STR("/abc"), STR("/")), 0);
    assert_int_equal(str_rfind(STR("aaaa"), STR("aa")), 2);
    assert_int_equal(str_rfind(STR("abab-ab"), STR("aba")), 0);
    assert_int_equal(str_rfind(STR("abc"), STR("")), 3);
    assert_true(str_rfind(STR("abc"), STR("cd")) == SIZE_MAX);
    assert_true(str_rfind(STR("abc"), STR("abcd")) == SIZE_MAX);
    assert_true(str_rfind(STR(""), STR("/")) == SIZE_MAX);
}

static void str_count_does_not_overlap(void **state)
{
    (void)state;
    assert_int_equal(str_count(STR("aaaa"), STR("aa")), 2);
}

static void str_trim_bytes_trims_both_ends(void **state)
{
    (void)state;
    assert_true(str_eq_c(str_trim_bytes(STR("--a-b--"), "-"), "a-b"));
    assert_int_equal(str_trim_bytes(STR("---"), "-").len, 0);
}

static void str_count_byte_counts_at_both_ends(void **state)
{
    (void)state;
    assert_int_equal(str_count_byte(STR("/a//b/"), '/'), 4);
    assert_int_equal(str_count_byte(STR_NONE, '/'), 0);
}

/* Lengths around the words that the hash takes in. */
static void str_hash_tells_texts_apart_by_every_byte(void **state)
{
    char text[20] = {0};
    char moved[21] = {0};

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++) {
        uint64_t hash = str_hash(str_from(text, len));

        assert_true(hash == str_hash(str_from(moved + 1, len)));
        assert_true(hash != str_hash(str_from(text, len + 1)));
        for (size_t i = 0; i < len; i++) {
            text[i] = 'x';
            assert_true(hash != str_hash(str_from(text, len)));
            text[i] = '\0';
        }
    }
}

static void source_pos_counts_lines_and_bytes_from_one(void **state)
{
    Arena arena;
    Source source;
    SourcePos pos;

    (void)state;
    arena_init(&arena);
    source = source_new(&arena, STR("f"), STR("ab\n\ncd\n"));
    pos = source_pos(&source, 0);
    assert_int_equal(pos.line, 1);
    assert_int_equal(pos.column, 1);
    pos = source_pos(&source, 5);
    assert_int_equal(pos.line, 3);
    assert_int_equal(pos.column, 2);
    pos = source_pos(&source, 7);
    assert_int_equal(pos.line, 4);
    assert_true(str_eq_c(source_line(&source, 3), "cd"));
    assert_int_equal(source_line(&source, 2).len, 0);
    assert_int_equal(source_line(&source, 9).len, 0);
    arena_release(&arena);
}

static void lines_are_the_same_without_a_table(void **state)
{
    Source bare = source_bare(STR("f"), STR("\nab\n\ncd\nlast"));
    Arena arena;
    Source table;

    (void)state;
    arena_init(&arena);
    table = source_new(&arena, bare.name, bare.text);
    for (size_t at = 0; at <= bare.text.len; at++) {
        SourcePos a = source_pos(&table, at);
        SourcePos b = source_pos(&bare, at);

        assert_int_equal(a.line, b.line);
        assert_int_equal(a.column, b.column);
    }
    for (uint32_t line = 0; line < 8; line++)
        assert_true(
            str_eq(source_line(&table, line), source_line(&bare, line)));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_cmp_orders_by_bytes_and_then_by_length),
        cmocka_unit_test(str_find_sees_past_a_nul),
        cmocka_unit_test(str_rfind_finds_the_last),
        cmocka_unit_test(str_count_does_not_overlap),
        cmocka_unit_test(str_count_byte_counts_at_both_ends),
        cmocka_unit_test(str_hash_tells_texts_apart_by_every_byte),
        cmocka_unit_test(str_trim_bytes_trims_both_ends),
        cmocka_unit_test(source_pos_counts_lines_and_bytes_from_one),
        cmocka_unit_test(lines_are_the_same_without_a_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
