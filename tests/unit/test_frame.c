/* SPDX-License-Identifier: MPL-2.0 */
/* Code frames (render/frame.h). */
#include "render/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
    static Arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

/* The frame of `text` with bytes `from` to `to` of `line` marked. */
static const char *draw(Arena *arena, Str text, uint32_t line, size_t from,
                        size_t to)
{
    Source source = source_new(arena, STR("x"), text);
    Frame frame = {&source, line, from, to, RICH_TEXT_YAML};
    RichMask mask;
    Buf out;

    rich_mask_init(&mask, arena);
    buf_init(&out, arena);
    frame_add(&out, &frame_plain, &mask, &frame);
    return arena_c_str(arena, buf_str(&out));
}

static void a_frame_has_two_lines_around_its_place(void **state)
{
    assert_string_equal(draw(*state, STR("1\n2\n3\nabcd\n5\n6\n7\n"), 4, 1, 3),
                        "  |\n"
                        "2 | 2\n"
                        "3 | 3\n"
                        "4 | abcd\n"
                        "  |  ^^\n"
                        "5 | 5\n"
                        "6 | 6\n");
}

static void an_empty_span_is_one_caret(void **state)
{
    assert_string_equal(draw(*state, STR("ab"), 1, 1, 1), "  |\n"
                                                          "1 | ab\n"
                                                          "  |  ^\n");
}

static void a_place_behind_the_line_is_its_end(void **state)
{
    assert_string_equal(draw(*state, STR("ab\n"), 1, 9, 12), "  |\n"
                                                             "1 | ab\n"
                                                             "  |   ^\n");
}

static void a_line_behind_the_text_is_empty(void **state)
{
    assert_string_equal(draw(*state, STR("ab\n"), 2, 0, 0), "  |\n"
                                                            "1 | ab\n"
                                                            "2 |\n"
                                                            "  | ^\n");
}

static void an_empty_text_has_a_frame(void **state)
{
    assert_string_equal(draw(*state, STR(""), 1, 0, 0), "  |\n"
                                                        "1 |\n"
                                                        "  | ^\n");
}

static void carets_follow_width_not_bytes(void **state)
{
    assert_string_equal(draw(*state, STR("\t\xe6\x97\xa5\xc3\xa9x"), 1, 6, 7),
                        "  |\n"
                        "1 | \t\xe6\x97\xa5\xc3\xa9x\n"
                        "  | \t   ^\n");
}

static void bytes_that_are_no_text_are_replaced(void **state)
{
    assert_string_equal(draw(*state, STR("a\x1b\xff\r\n"), 1, 2, 3),
                        "  |\n"
                        "1 | a\xef\xbf\xbd\xef\xbf\xbd\n"
                        "  |   ^\n");
}

static void carets_stand_below_what_is_hidden(void **state)
{
    assert_string_equal(draw(*state, STR("password: hunter2\n"), 1, 10, 17),
                        "  |\n"
                        "1 | password: ***\n"
                        "  |           ^^^\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_has_two_lines_around_its_place),
        cmocka_unit_test(an_empty_span_is_one_caret),
        cmocka_unit_test(a_place_behind_the_line_is_its_end),
        cmocka_unit_test(a_line_behind_the_text_is_empty),
        cmocka_unit_test(an_empty_text_has_a_frame),
        cmocka_unit_test(carets_follow_width_not_bytes),
        cmocka_unit_test(bytes_that_are_no_text_are_replaced),
        cmocka_unit_test(carets_stand_below_what_is_hidden),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
