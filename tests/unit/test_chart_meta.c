/* SPDX-License-Identifier: MPL-2.0 */
/* Chart.yaml: types and checks, with Helm 4.1.4's answers. */
#include "chart/meta.h"
#include "chart_eval.h"

/* Loads a chart that is this Chart.yaml. */
static bool load(Bench *bench, const char *text, const Chart **chart)
{
    const char *const pairs[] = {"Chart.yaml", text, NULL};

    return bench_load(bench, pairs, chart);
}

static void expect_fields(const char *text, const char *json)
{
    Bench bench;
    const Chart *chart;

    bench_open(&bench);
    assert_true(load(&bench, text, &chart));
    bench_expect_json(&bench, val_from_map(chart->meta.fields), json);
    bench_close(&bench);
}

static void expect_error(const char *text, const char *error)
{
    Bench bench;
    const Chart *chart;

    bench_open(&bench);
    assert_false(load(&bench, text, &chart));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

#define HEAD "apiVersion: v2\nname: c\nversion: 1.0.0\n"
#define TYPE_ERROR                                                             \
    "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: "   \
    "json: cannot unmarshal "

static void scalars_become_strings(void **state)
{
    (void)state;
    expect_fields("apiVersion: v2\nname: true\nversion: 1\nappVersion: 1.10\n"
                  "keywords: [a, 1, null]\n",
                  "{\"apiVersion\":\"v2\",\"appVersion\":\"1.1\","
                  "\"keywords\":[\"a\",\"1\",\"\"],\"name\":\"true\","
                  "\"version\":\"1\"}");
}

static void field_names_have_no_case_and_unknown_ones_go(void **state)
{
    (void)state;
    expect_fields("NAME: c\nVersion: 1.0.0\nfoo: bar\n",
                  "{\"apiVersion\":\"v1\",\"name\":\"c\","
                  "\"version\":\"1.0.0\"}");
}

static void texts_are_cleaned(void **state)
{
    (void)state;
    expect_fields("name: \"c\\td\\u0007e\"\nversion: 1.0.0\n"
                  "description: \"a\\tb\\nc\"\n",
                  "{\"apiVersion\":\"v1\",\"description\":\"a b c\","
                  "\"name\":\"c de\",\"version\":\"1.0.0\"}");
}

static void wrong_types_are_told_as_go_tells_them(void **state)
{
    (void)state;
    expect_error(HEAD "keywords: a\n",
                 TYPE_ERROR "string into Go struct field Metadata.keywords of "
                            "type []string");
    expect_error(HEAD "deprecated: \"true\"\n",
                 TYPE_ERROR "string into Go struct field Metadata.deprecated "
                            "of type bool");
    expect_error("name: [c]\n", TYPE_ERROR
                 "array into Go struct field Metadata.name of type string");
    expect_error(HEAD "maintainers: [{name: [1]}]\n",
                 TYPE_ERROR "array into Go struct field "
                            "Maintainer.maintainers.name of type string");
    expect_error(HEAD "maintainers: [abc]\n",
                 TYPE_ERROR "string into Go struct field Metadata.maintainers "
                            "of type v2.Maintainer");
    expect_error(HEAD "annotations: {a: {b: c}}\n",
                 TYPE_ERROR "object into Go struct field Metadata.annotations "
                            "of type string");
}

static void required_fields_are_asked_for_in_order(void **state)
{
    (void)state;
    expect_error("", "validation: chart.metadata.name is required");
    expect_error("name: c", "validation: chart.metadata.version is required");
    expect_error("name: a/b\nversion: 1.0.0",
                 "validation: chart.metadata.name \"a/b\" is invalid");
    expect_error("name: ..\nversion: 1.0.0",
                 "validation: chart.metadata.name \"..\" is not allowed");
    expect_error("name: c\nversion: 1.x",
                 "validation: chart.metadata.version \"1.x\" is invalid");
    expect_error(
        "name: c\nversion: 1.0.0\ntype: foo",
        "validation: chart.metadata.type must be application or library");
}

static void dependencies_are_checked(void **state)
{
    (void)state;
    expect_error(
        HEAD "dependencies: [null]\n",
        "validation: dependencies must not contain empty or null nodes");
    expect_error(HEAD "dependencies: [{name: a, alias: \"x y\"}]\n",
                 "validation: dependency \"a\" has disallowed characters in "
                 "the alias");
    expect_error(HEAD "dependencies: [{name: a}, {name: b, alias: a}]\n",
                 "validation: more than one dependency with name or alias "
                 "\"a\"");
    expect_error(
        HEAD "maintainers: [null]\n",
        "validation: maintainers must not contain empty or null nodes");
}

static void versions_are_taken_as_loosely_as_semver_does(void **state)
{
    (void)state;
    assert_true(chart_is_version(STR("1")));
    assert_true(chart_is_version(STR("v01.2")));
    assert_true(chart_is_version(STR("v1.2.3-a.1+01.b")));
    assert_false(chart_is_version(STR("v1.2.3-01")));
    assert_false(chart_is_version(STR("1.2.3.4")));
    assert_false(chart_is_version(STR("1.0.0-")));
    assert_false(chart_is_version(STR("99999999999999999999.0.0")));
    assert_false(chart_is_version(STR(" 1.0.0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_become_strings),
        cmocka_unit_test(field_names_have_no_case_and_unknown_ones_go),
        cmocka_unit_test(texts_are_cleaned),
        cmocka_unit_test(wrong_types_are_told_as_go_tells_them),
        cmocka_unit_test(required_fields_are_asked_for_in_order),
        cmocka_unit_test(dependencies_are_checked),
        cmocka_unit_test(versions_are_taken_as_loosely_as_semver_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
