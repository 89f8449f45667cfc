/* SPDX-License-Identifier: MPL-2.0 */
/* .helmignore: which paths go, with Helm 4.1.4's answers. */
#include "chart/ignore.h"
#include "chart_eval.h"

static bool is_ignored(const char *text, const char *path, bool is_dir)
{
    Bench bench;
    const IgnoreRules *rules;
    bool ignored;

    bench_open(&bench);
    assert_true(chart_ignore_parse(&bench.cx, str_from_c(text), &rules));
    ignored = chart_ignore_has(rules, str_from_c(path), is_dir);
    bench_close(&bench);
    return ignored;
}

static void expect_refused(const char *text, const char *error)
{
    Bench bench;
    const IgnoreRules *rules;

    bench_open(&bench);
    assert_false(chart_ignore_parse(&bench.cx, str_from_c(text), &rules));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

static void hidden_templates_go_by_default(void **state)
{
    (void)state;
    assert_true(is_ignored("", "templates/.hidden", false));
    assert_false(is_ignored("", "templates/sub/.hidden", false));
    assert_false(is_ignored("", ".hidden", false));
}

static void pattern_without_slash_meets_the_last_element(void **state)
{
    (void)state;
    assert_true(is_ignored("*.md", "README.md", false));
    assert_true(is_ignored("*.md", "files/b.md", false));
    assert_true(is_ignored("files", "files", true));
}

static void pattern_with_slash_meets_the_whole_path(void **state)
{
    (void)state;
    assert_true(is_ignored("*/*.txt", "files/a.txt", false));
    assert_false(is_ignored("*/*.txt", "files/deep/c.txt", false));
    assert_true(is_ignored("/README.md", "README.md", false));
    assert_false(is_ignored("/README.md", "sub/README.md", false));
}

static void pattern_with_slash_at_its_end_wants_a_folder(void **state)
{
    (void)state;
    assert_true(is_ignored("files/", "files", true));
    assert_false(is_ignored("README.md/", "README.md", false));
}

static void negated_pattern_ignores_what_it_does_not_match(void **state)
{
    (void)state;
    assert_true(is_ignored("!*.md", "Chart.yaml", false));
    assert_false(is_ignored("!*.md", "README.md", false));
}

static void comments_and_spaces_do_not_count(void **state)
{
    (void)state;
    assert_true(is_ignored("# c\n*.md\n\n  b.txt  ", "b.txt", false));
    assert_false(is_ignored("#*.md", "a.md", false));
    assert_true(is_ignored("\xEF\xBB\xBF*.md\r\n", "a.md", false));
}

static void double_star_is_refused(void **state)
{
    (void)state;
    expect_refused("**/x", "double-star (**) syntax is not supported");
}

static void malformed_pattern_is_refused(void **state)
{
    (void)state;
    expect_refused("[", "syntax error in pattern");
    expect_refused("[]a]", "syntax error in pattern");
    expect_refused("[a-", "syntax error in pattern");
    expect_refused("x\\", "syntax error in pattern");
}

static bool matches(const char *pattern, const char *name)
{
    bool matched = false;

    assert_true(
        chart_glob_match(str_from_c(pattern), str_from_c(name), &matched));
    return matched;
}

static void glob_classes_and_quotes_work_as_in_go(void **state)
{
    (void)state;
    assert_true(matches("[a-c].txt", "b.txt"));
    assert_false(matches("[^a].txt", "a.txt"));
    assert_true(matches("a?txt", "a.txt"));
    assert_false(matches("a?b", "a/b"));
    assert_true(matches("\\*.md", "*.md"));
    assert_false(matches("\\*.md", "a.md"));
    assert_true(matches("a*b*c", "axxbyyc"));
    assert_false(matches("a*b*c", "axxbyy"));
    assert_true(matches("*", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hidden_templates_go_by_default),
        cmocka_unit_test(pattern_without_slash_meets_the_last_element),
        cmocka_unit_test(pattern_with_slash_meets_the_whole_path),
        cmocka_unit_test(pattern_with_slash_at_its_end_wants_a_folder),
        cmocka_unit_test(negated_pattern_ignores_what_it_does_not_match),
        cmocka_unit_test(comments_and_spaces_do_not_count),
        cmocka_unit_test(double_star_is_refused),
        cmocka_unit_test(malformed_pattern_is_refused),
        cmocka_unit_test(glob_classes_and_quotes_work_as_in_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
