/* SPDX-License-Identifier: MPL-2.0 */
/* Values down the chart tree, with Helm 4.1.4's answers. */
#include "chart_eval.h"
#include "values/coalesce.h"

/* A chart "d" with defaults over a chart "s" with others. */
static bool coalesce(Bench *bench, const char *top, const char *below,
                     const char *user, Map **out)
{
    ValuesChart *s = ARENA_NEW(&bench->arena, ValuesChart);
    const ValuesChart **list =
        ARENA_ARRAY(&bench->arena, const ValuesChart *, 1);
    ValuesChart d = {STR("d"), bench_yaml(bench, top), list,
                     below == NULL ? 0 : 1};

    list[0] = s;
    if (below != NULL)
        *s = (ValuesChart){STR("s"), bench_yaml(bench, below), NULL, 0};
    return values_coalesce(&bench->cx, &d, bench_yaml(bench, user), out);
}

static void expect(const char *top, const char *below, const char *user,
                   const char *json)
{
    Bench bench;
    Map *values;

    bench_open(&bench);
    assert_true(coalesce(&bench, top, below, user, &values));
    bench_expect_json(&bench, val_from_map(values), json);
    bench_close(&bench);
}

static void user_wins_and_maps_merge(void **state)
{
    (void)state;
    expect("a: {b: 1, c: [1]}", NULL, "a: {c: [2]}\nz: 1",
           "{\"a\":{\"b\":1,\"c\":[2]},\"z\":1}");
}

static void null_takes_a_default_away(void **state)
{
    (void)state;
    expect("a: {b: 1, c: {d: 2}}\ne: 1", NULL, "a: {c: null}\ne: null",
           "{\"a\":{\"b\":1}}");
}

static void null_without_a_default_stays(void **state)
{
    (void)state;
    expect(
        "m: {x: null}\no: null", NULL, "new: null\nnewm: {a: null}",
        "{\"m\":{\"x\":null},\"new\":null,\"newm\":{\"a\":null},\"o\":null}");
}

static void subchart_gets_its_defaults_and_the_globals(void **state)
{
    (void)state;
    expect("global: {k: 1}\ns: {p: 9}", "p: 1\nq: 2\nglobal: {own: 1}", "",
           "{\"global\":{\"k\":1},\"s\":{\"global\":{\"k\":1,\"own\":1},"
           "\"p\":9,\"q\":2}}");
}

static void null_for_a_subchart_takes_its_default_away(void **state)
{
    (void)state;
    expect("s: {deep: {z: null}}", "deep: {z: 1, w: 2}", "",
           "{\"s\":{\"deep\":{\"w\":2},\"global\":{}}}");
    expect("", "deep: {z: 1, w: 2}\nq: 1", "s: {deep: null}",
           "{\"s\":{\"global\":{},\"q\":1}}");
}

/* Only the first two levels of globals are the subchart's own. */
static void global_of_a_subchart_shows_above_from_the_third_level(void **state)
{
    (void)state;
    expect("global: {g: {h: {i: 1}}}", "global: {g: {h: {j: 2}, l: 3}}", "",
           "{\"global\":{\"g\":{\"h\":{\"i\":1,\"j\":2}}},"
           "\"s\":{\"global\":{\"g\":{\"h\":{\"i\":1,\"j\":2},\"l\":3}}}}");
}

static void mismatches_are_warned_of(void **state)
{
    Bench bench;
    Map *values;

    (void)state;
    bench_open(&bench);
    assert_true(coalesce(&bench, "a: {c: {d: 2}}\nl: [1]", NULL,
                         "a: {c: 5}\nl: {x: 1}", &values));
    bench_expect_warning(&bench, 0,
                         "level=INFO msg=\"warning: cannot overwrite table "
                         "with non table for d.a.c (map[d:2])\"");
    bench_expect_warning(
        &bench, 1,
        "level=INFO msg=\"warning: skipped value for d.l: Not a table.\"");
    bench_close(&bench);
}

static void global_that_is_no_table_is_skipped(void **state)
{
    Bench bench;
    Map *values;

    (void)state;
    bench_open(&bench);
    assert_true(coalesce(&bench, "", "", "global: 5", &values));
    bench_expect_warning(&bench, 0,
                         "level=INFO msg=\"warning: skipping globals because "
                         "source global is not a table.\"");
    bench_expect_json(&bench, val_from_map(values), "{\"global\":5,\"s\":{}}");
    bench_close(&bench);
}

static void scalar_for_a_subchart_is_an_error(void **state)
{
    Bench bench;
    Map *values;

    (void)state;
    bench_open(&bench);
    assert_false(coalesce(&bench, "", "", "s: 5", &values));
    bench_expect_error(&bench, "type mismatch on s: %!t(float64=5)");
    bench_close(&bench);
}

static void nothing_given_is_changed(void **state)
{
    Bench bench;
    Map *defaults;
    Map *user;
    Map *values;
    ValuesChart chart = {STR("d"), NULL, NULL, 0};

    (void)state;
    bench_open(&bench);
    defaults = bench_yaml(&bench, "a: {b: 1}");
    user = bench_yaml(&bench, "a: {b: null, c: 2}");
    chart.defaults = defaults;
    assert_true(values_coalesce(&bench.cx, &chart, user, &values));
    bench_expect_json(&bench, val_from_map(defaults), "{\"a\":{\"b\":1}}");
    bench_expect_json(&bench, val_from_map(user),
                      "{\"a\":{\"b\":null,\"c\":2}}");
    bench_expect_json(&bench, val_from_map(values), "{\"a\":{\"c\":2}}");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(user_wins_and_maps_merge),
        cmocka_unit_test(null_takes_a_default_away),
        cmocka_unit_test(null_without_a_default_stays),
        cmocka_unit_test(subchart_gets_its_defaults_and_the_globals),
        cmocka_unit_test(null_for_a_subchart_takes_its_default_away),
        cmocka_unit_test(global_of_a_subchart_shows_above_from_the_third_level),
        cmocka_unit_test(mismatches_are_warned_of),
        cmocka_unit_test(global_that_is_no_table_is_skipped),
        cmocka_unit_test(scalar_for_a_subchart_is_an_error),
        cmocka_unit_test(nothing_given_is_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
