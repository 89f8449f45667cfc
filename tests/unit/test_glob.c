/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The two glob dialects.  Facts of .Files.Glob were asked of real Helm, those
 * of --show-only follow the documentation of Go's filepath.Match.
 */

#include "render/glob.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static bool file(const char *pattern, const char *name)
{
    return glob_matches(glob_new_file(&arena, str_from_c(pattern)),
                        str_from_c(name));
}

static bool path(const char *pattern, const char *name)
{
    return glob_matches(glob_new_path(&arena, str_from_c(pattern)),
                        str_from_c(name));
}

static void a_star_stops_at_a_slash_and_two_do_not(void **state)
{
    (void)state;
    assert_true(file("conf/*", "conf/a.txt"));
    assert_false(file("conf/*", "conf/sub/a.txt"));
    assert_true(file("conf/**", "conf/sub/a.txt"));
    assert_true(file("**.txt", "conf/sub/a.txt"));
    assert_false(file("?", "/"));
}

static void braces_are_alternatives(void **state)
{
    (void)state;
    assert_true(file("*.{yaml,yml}", "a.yml"));
    assert_true(file("{a,b/*}", "b/c"));
    assert_false(file("{a,b}", "c"));
}

static void classes_have_ranges_and_negation(void **state)
{
    (void)state;
    assert_true(file("[a-c]x", "bx"));
    assert_false(file("[!a-c]x", "bx"));
    assert_true(path("[^a-c]x", "dx"));
}

static void a_path_pattern_matches_the_whole_path(void **state)
{
    (void)state;
    assert_true(path("templates/*.yaml", "templates/a.yaml"));
    assert_false(path("templates/*.yaml", "templates/sub/a.yaml"));
    assert_false(path("a", "a.yaml"));
    assert_false(path("[", "["));
}

static void many_stars_take_no_exponential_time(void **state)
{
    (void)state;
    assert_false(file("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_stops_at_a_slash_and_two_do_not),
        cmocka_unit_test(braces_are_alternatives),
        cmocka_unit_test(classes_have_ranges_and_negation),
        cmocka_unit_test(a_path_pattern_matches_the_whole_path),
        cmocka_unit_test(many_stars_take_no_exponential_time),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
