/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Facts of Go's unicode/utf8, unicode, strings and strconv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static int set_up(void **state)
{
    static Arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static void assert_text(Str got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

static void decode_reads_each_length(void **state)
{
    static const struct {
        const char *text;
        uint32_t rune;
        size_t size;
    } rows[] = {
        {"a",                'a',     1},
        {"\xC3\xA9",         0xE9,    2},
        {"\xE4\xB8\x96",     0x4E16,  3},
        {"\xF0\x9F\x98\x80", 0x1F600, 4},
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Str s = str_from_c(rows[i].text);
        size_t size;
        assert_int_equal(utf8_decode(s, 0, &size), rows[i].rune);
        assert_int_equal(size, rows[i].size);
        assert_int_equal(utf8_decode_last(s, s.len, &size), rows[i].rune);
        assert_int_equal(size, rows[i].size);
    }
}

static void decode_takes_one_byte_of_invalid_text(void **state)
{
    static const char *const rows[] = {
        "\xFF",     "\x80", "\xC0\x80",         "\xE0\x80\x80", "\xED\xA0\x80",
        "\xE4\xB8", "\xC3", "\xF4\x90\x80\x80", "\xC3\x28",     "\xE4\x28\x96",
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t size;
        assert_int_equal(utf8_decode(str_from_c(rows[i]), 0, &size), UTF8_BAD);
        assert_int_equal(size, 1);
    }
}

static void decode_last_takes_one_byte_of_a_cut_sequence(void **state)
{
    size_t size;
    (void)state;

    assert_int_equal(utf8_decode_last(STR("a\xE4\xB8"), 3, &size), UTF8_BAD);
    assert_int_equal(size, 1);
}

static void encode_replaces_what_is_no_rune(void **state)
{
    char out[4];
    (void)state;

    assert_int_equal(utf8_encode(0xD800, out), 3);
    assert_memory_equal(out, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(0x110000, out), 3);
    assert_memory_equal(out, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(0x10FFFF, out), 4);
    assert_memory_equal(out, "\xF4\x8F\xBF\xBF", 4);
}

static void count_takes_invalid_bytes_one_by_one(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR("a\xC3\xA9\xFF\xE4\xB8")), 5);
    assert_int_equal(utf8_count(STR_NONE), 0);
}

static void validity_is_that_of_go(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(STR("h\xC3\xA9llo")));
    assert_true(utf8_is_valid(STR("\xEF\xBF\xBD")));
    assert_false(utf8_is_valid(STR("h\xC3")));
}

static void classes_are_those_of_go(void **state)
{
    (void)state;
    assert_true(utf8_is_space(0x85));
    assert_true(utf8_is_space(0x3000));
    assert_false(utf8_is_space(0x200B));
    assert_true(utf8_is_letter(0xAA));
    assert_false(utf8_is_letter('1'));
    assert_true(utf8_is_digit(0x0661));
    assert_false(utf8_is_digit(0xB2));
    assert_true(utf8_is_upper(0xC9));
    assert_false(utf8_is_upper(0x01C5));
    assert_true(utf8_is_lower(0xDF));
    assert_true(utf8_is_print(0x4E16));
    assert_false(utf8_is_print(0xA0));
    assert_false(utf8_is_print(0xAD));
    assert_false(utf8_is_print(0xFEFF));
    assert_false(utf8_is_print(0x110000));
}

static void case_mapping_is_one_rune_to_one(void **state)
{
    (void)state;
    assert_int_equal(utf8_to_upper(0xDF), 0xDF);
    assert_int_equal(utf8_to_upper(0x131), 'I');
    assert_int_equal(utf8_to_lower(0x130), 'i');
    assert_int_equal(utf8_to_upper(0x01C6), 0x01C4);
    assert_int_equal(utf8_to_title(0x01C6), 0x01C5);
}

static void upper_and_lower_map_whole_texts(void **state)
{
    assert_text(utf8_upper(*state, STR("stra\xC3\x9F"
                                       "e \xC3\xA9")),
                "STRA\xC3\x9F"
                "E \xC3\x89");
    assert_text(utf8_lower(*state, STR("\xC3\x89T\xC3\x89")),
                "\xC3\xA9t\xC3\xA9");
    assert_text(utf8_upper(*state, STR("a\xFF")), "A\xEF\xBF\xBD");
}

static void upper_gives_the_same_text_when_nothing_changes(void **state)
{
    Str s = STR("ABC");

    assert_ptr_equal(utf8_upper(*state, s).ptr, s.ptr);
}

static void trim_space_knows_unicode_spaces(void **state)
{
    (void)state;
    assert_text(utf8_trim_space(STR("\xC2\xA0 \t a b \xE3\x80\x80\n")), "a b");
    assert_text(utf8_trim_space(STR(" \n ")), "");
    assert_text(utf8_trim_space(STR("\xE2\x80\x8B"
                                    "a")),
                "\xE2\x80\x8B"
                "a");
}

static void to_valid_replaces_each_run_once(void **state)
{
    assert_text(utf8_to_valid(*state,
                              STR("a\xFF\xFE"
                                  "b\xC3"),
                              STR("?")),
                "a?b?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decode_reads_each_length),
        cmocka_unit_test(decode_takes_one_byte_of_invalid_text),
        cmocka_unit_test(decode_last_takes_one_byte_of_a_cut_sequence),
        cmocka_unit_test(encode_replaces_what_is_no_rune),
        cmocka_unit_test(count_takes_invalid_bytes_one_by_one),
        cmocka_unit_test(validity_is_that_of_go),
        cmocka_unit_test(classes_are_those_of_go),
        cmocka_unit_test(case_mapping_is_one_rune_to_one),
        cmocka_unit_test(upper_and_lower_map_whole_texts),
        cmocka_unit_test(upper_gives_the_same_text_when_nothing_changes),
        cmocka_unit_test(trim_space_knows_unicode_spaces),
        cmocka_unit_test(to_valid_replaces_each_run_once),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
