/* SPDX-License-Identifier: MPL-2.0 */
/* The words of error reports (render/rich_words.h). */
#include "render/rich_words.h"

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

static void wildcards_carry_their_words_over(void **state)
{
    assert_true(
        str_eq(rich_words_template(
                   *state, STR("wrong number of args for upper: want 1 got 2")),
               STR("`upper` is given 2 arguments and takes 1")));
    assert_true(
        str_eq(rich_words_yaml(*state, STR("unknown anchor 'x' referenced")),
               STR("there is no anchor &x")));
}

static void a_text_without_better_words_stays(void **state)
{
    Str text = STR("something else");

    assert_ptr_equal(rich_words_syntax(*state, text).ptr, text.ptr);
}

static void schema_words_hide_the_values_of_secrets(void **state)
{
    Str text = STR("'abc' does not match pattern '^x'");

    assert_true(str_eq(rich_words_schema(*state, text, false),
                       STR("must match the pattern '^x', but is 'abc'")));
    assert_true(str_eq(rich_words_schema(*state, text, true),
                       STR("must match the pattern '^x', but is ***")));
    assert_true(
        str_eq(rich_words_schema(*state, STR("got null, want integer"), true),
               STR("must be of type integer, but is not set")));
}

static Str nearest(const char *wanted)
{
    static const char *const names[] = {"image", "images", "tag", "x",
                                        "replicaCount"};
    RichNearest found = rich_nearest(str_from_c(wanted));

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        rich_nearest_offer(&found, str_from_c(names[i]));
    return found.best;
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    assert_true(str_eq(nearest("imgae"), STR("image")));
    assert_true(str_eq(nearest("Tag"), STR("tag")));
    assert_true(str_eq(nearest("tags"), STR("tag")));
    assert_true(str_eq(nearest("replicascount"), STR("replicaCount")));
    assert_int_equal(nearest("entirely").len, 0);
    assert_int_equal(nearest("y").len, 0);
}

static void paths_are_written_as_templates_read_them(void **state)
{
    const Str keys[] = {STR("Values"), STR("list"), STR("0"), STR("a-b"),
                        STR("a.b")};
    Buf buf;

    buf_init(&buf, *state);
    rich_add_path(&buf, keys, ARRAY_LEN(keys));
    assert_true(str_eq(buf_str(&buf), STR(".Values.list[0].a-b[\"a.b\"]")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wildcards_carry_their_words_over),
        cmocka_unit_test(a_text_without_better_words_stays),
        cmocka_unit_test(schema_words_hide_the_values_of_secrets),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(paths_are_written_as_templates_read_them),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
