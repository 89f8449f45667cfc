/* SPDX-License-Identifier: MPL-2.0 */
/* Which subcharts take part and what they export, with Helm 4.1.4's answers.
 */
#include "chart_eval.h"
#include "values/deps.h"

/* Enough of version constraints for these charts. */
static bool match(Ctx *cx, Str constraint, Str version)
{
    (void)cx;
    return str_eq(constraint, STR("*")) || str_eq(constraint, version);
}

static const DepsOptions options = {match};

#define A_VALUES                                                               \
    "{x: 1, exports: {data: {k: 1, deep: {a: 1}}}, cfg: {p: {q: 1}}}"

/* A chart e with the given dependencies and defaults, over the charts a and
 * b; b has a chart o below it, with a condition. */
static const Chart *load(Bench *bench, const char *dependencies,
                         const char *defaults)
{
    Str meta =
        arena_fmt(&bench->arena, "name: e\nversion: 1.0.0\ndependencies: %s\n",
                  dependencies);
    const char *const pairs[] = {"Chart.yaml",
                                 arena_c_str(&bench->arena, meta),
                                 "values.yaml",
                                 defaults,
                                 "charts/a/Chart.yaml",
                                 "name: a\nversion: 1.2.3",
                                 "charts/a/values.yaml",
                                 A_VALUES,
                                 "charts/b/Chart.yaml",
                                 "name: b\nversion: 2.0.0\ndependencies:\n"
                                 "- {name: o, version: '*', condition: o.up}",
                                 "charts/b/charts/o/Chart.yaml",
                                 "name: o\nversion: 0.1.0",
                                 NULL};
    const Chart *chart = NULL;

    assert_true(bench_load(bench, pairs, &chart));
    return chart;
}

static const Chart *process(Bench *bench, const char *dependencies,
                            const char *defaults, const char *user)
{
    const Chart *chart = load(bench, dependencies, defaults);
    const Chart *out = NULL;

    assert_true(values_process_dependencies(
        &bench->cx, chart, bench_yaml(bench, user), &options, &out));
    return out;
}

static void add_names(Buf *buf, const Chart *chart)
{
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        buf_add_c(buf, buf->len == 0 ? "" : " ");
        buf_add(buf, chart->subcharts[i]->meta.name);
        add_names(buf, chart->subcharts[i]);
    }
}

/* The charts that take part, depth first. */
static void expect(const char *dependencies, const char *defaults,
                   const char *user, const char *names)
{
    Bench bench;
    Buf buf;

    bench_open(&bench);
    buf_init(&buf, &bench.arena);
    add_names(&buf, process(&bench, dependencies, defaults, user));
    bench_expect_text(buf_str(&buf), names);
    bench_close(&bench);
}

static void expect_values(const char *dependencies, const char *defaults,
                          const char *key, const char *json)
{
    Bench bench;
    const Chart *chart;
    Val v;

    bench_open(&bench);
    chart = process(&bench, dependencies, defaults, "");
    assert_true(map_get(chart->values, str_from_c(key), &v));
    bench_expect_json(&bench, v, json);
    bench_close(&bench);
}

static void charts_not_listed_take_part(void **state)
{
    (void)state;
    expect("null", "", "", "a b o");
    expect("[{name: a, version: '2'}]", "", "", "a b o");
}

static void listed_charts_come_last_in_their_order(void **state)
{
    (void)state;
    expect("[{name: b, version: '*'}, {name: a, version: '*'}]", "", "",
           "b o a");
    expect("[{name: a, version: '*'}]", "", "", "b o a");
}

static void aliases_make_charts_of_their_own(void **state)
{
    (void)state;
    expect("[{name: a, version: '*', alias: aa}, "
           "{name: a, version: '*', alias: ab}]",
           "", "", "b o aa ab");
}

static void first_bool_condition_decides(void **state)
{
    const char *list = "[{name: a, version: '*', condition: 'z.up,a.up,b.up'}]";

    (void)state;
    expect(list, "a: {up: false}", "", "b o");
    expect(list, "a: {up: false}", "a: {up: true}", "b o a");
    expect(list, "a: {up: text}", "b: {up: false}", "b o");
}

static void condition_that_is_no_bool_is_warned_of(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    process(&bench, "[{name: a, version: '*', condition: a.up}]",
            "a: {up: text}", "");
    bench_expect_warning(&bench, 0,
                         "level=WARN msg=\"returned non-bool value\" "
                         "path=a.up chart=a");
    bench_close(&bench);
}

static void tags_enable_if_any_is_true(void **state)
{
    const char *list = "[{name: a, version: '*', tags: [t1, t2]}, "
                       "{name: b, version: '*', tags: [t1]}]";

    (void)state;
    expect(list, "tags: {t1: false, t2: true}", "", "a");
    expect(list, "tags: {t1: false}", "", "");
    expect(list, "", "", "a b o");
}

static void conditions_below_are_read_from_the_top(void **state)
{
    (void)state;
    expect("[{name: b, version: '*'}]", "", "b: {o: {up: false}}", "a b");
    expect("null", "", "b: {o: {up: false}}", "a b o");
}

static void exports_are_imported_below_own_values(void **state)
{
    const char *list = "[{name: a, version: '*', import-values: [data]}]";

    (void)state;
    expect_values(list, "", "k", "1");
    expect_values(list, "k: 7", "k", "7");
    expect_values(list, "deep: {z: 2}", "deep", "{\"a\":1,\"z\":2}");
}

static void tables_are_imported_to_a_path(void **state)
{
    (void)state;
    expect_values("[{name: a, version: '*', import-values: "
                  "[{child: cfg, parent: my.cfg}]}]",
                  "my: {cfg: {p: {q: 2, r: 1}}}", "my",
                  "{\"cfg\":{\"p\":{\"q\":2,\"r\":1}}}");
}

static void import_of_nothing_is_warned_of(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    process(&bench, "[{name: a, version: '*', import-values: [nope]}]", "", "");
    bench_expect_warning(&bench, 0,
                         "level=WARN msg=\"ImportValues missing table\" "
                         "error=\"\\\"nope\\\" is not a table\"");
    bench_close(&bench);
}

static void fields_show_what_became_of_dependencies(void **state)
{
    Bench bench;
    const Chart *chart;
    Val v;

    (void)state;
    bench_open(&bench);
    chart = process(&bench,
                    "[{name: a, version: '*', alias: aa}, "
                    "{name: b, version: '*', condition: b.up}]",
                    "b: {up: false}", "");
    assert_true(map_get(chart->meta.fields, STR("dependencies"), &v));
    bench_expect_json(&bench, v,
                      "[{\"alias\":\"aa\",\"enabled\":true,\"name\":\"aa\","
                      "\"version\":\"*\"}]");
    bench_close(&bench);
}

static void chart_given_is_unchanged(void **state)
{
    Bench bench;
    const Chart *chart;
    const Chart *out;

    (void)state;
    bench_open(&bench);
    chart =
        load(&bench,
             "[{name: a, version: '*', alias: aa, import-values: [data]}]", "");
    assert_true(
        values_process_dependencies(&bench.cx, chart, NULL, &options, &out));
    bench_expect_text(chart->subcharts[0]->meta.name, "a");
    bench_expect_text(chart->meta.dependencies[0].name, "a");
    assert_int_equal(map_len(chart->values), 0);
    bench_close(&bench);
}

static void missing_dependencies_are_listed(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    assert_false(values_check_dependencies(
        &bench.cx,
        load(&bench,
             "[{name: x, version: 1}, {name: a}, {name: z, version: 1}]", "")));
    bench_expect_error(
        &bench,
        "an error occurred while checking for chart dependencies. You may "
        "need to run `helm dependency build` to fetch missing dependencies: "
        "found in Chart.yaml, but missing in charts/ directory: x, z");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_not_listed_take_part),
        cmocka_unit_test(listed_charts_come_last_in_their_order),
        cmocka_unit_test(aliases_make_charts_of_their_own),
        cmocka_unit_test(first_bool_condition_decides),
        cmocka_unit_test(condition_that_is_no_bool_is_warned_of),
        cmocka_unit_test(tags_enable_if_any_is_true),
        cmocka_unit_test(conditions_below_are_read_from_the_top),
        cmocka_unit_test(exports_are_imported_below_own_values),
        cmocka_unit_test(tables_are_imported_to_a_path),
        cmocka_unit_test(import_of_nothing_is_warned_of),
        cmocka_unit_test(fields_show_what_became_of_dependencies),
        cmocka_unit_test(chart_given_is_unchanged),
        cmocka_unit_test(missing_dependencies_are_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
