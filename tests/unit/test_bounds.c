/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A run that meets a bound, wherever it does, ends with one error that names
 * the bound and with no output.  The chart does a bit of everything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "omni/omni.h"

#define CHART "tests/charts/everything/chart"

static OmniResult *render(const char *limit, OmniReport report)
{
    static const OmniValue values[] = {
        {.kind = OMNI_VALUE_SET,         .text = "uno.list={a,b},one.nested.x.n=1"},
        {.kind = OMNI_VALUE_SET_JSON,    .text = "one.nested.j={\"a\":[1,2]}"     },
        {.kind = OMNI_VALUE_SET_LITERAL, .text = "texts.lit=a,b"                  },
    };
    OmniLimits *limits = omni_limits_new();
    OmniJob job = {.release = "r",
                   .namespace_ = "n",
                   .values = values,
                   .n_values = sizeof values / sizeof values[0],
                   .include_crds = true,
                   .limits = limits,
                   .report = report};
    char *error;
    /* Loaded each time: a chart keeps what its runs have found out. */
    OmniChart *chart = omni_chart_load(CHART, &error);
    OmniResult *result;

    assert_null(omni_limits_set(limits, limit));
    assert_non_null(chart);
    result = omni_render(chart, &job);
    omni_chart_free(chart);
    omni_limits_free(limits);
    return result;
}

/* Too many templates within one another is an error that Helm has as well. */
static bool names_limit(const char *error, const char *name)
{
    char limit[64];

    snprintf(limit, sizeof limit, "--limit %s=", name);
    return strstr(error, limit) != NULL ||
           strstr(error, "exceeded maximum template depth") != NULL;
}

/* Whether a run within `name`=`n` goes well; if not, it fails as it must. */
static bool goes_well(const char *name, size_t n, OmniReport report)
{
    char limit[64];
    OmniResult *result;
    size_t len;
    bool ok;

    snprintf(limit, sizeof limit, "%s=%zu", name, n);
    result = render(limit, report);
    ok = omni_result_ok(result);
    (void)omni_result_text(result, &len);
    if (!ok && !names_limit(omni_result_error(result), name))
        fail_msg("%s: %s", limit, omni_result_error(result));
    assert_true(ok || len == 0);
    omni_result_free(result);
    return ok;
}

/* Bounds from 1 up to the first that is not met: each of them up to `dense`,
 * from there on one in so many. */
static void check(const char *name, size_t dense, size_t last)
{
    size_t n = 1;

    while (!goes_well(name, n, OMNI_REPORT_NONE)) {
        (void)goes_well(name, n, OMNI_REPORT_PLAIN);
        assert_true(n < last);
        n += n < dense ? 1 : 1 + n / 24;
    }
    assert_true(n > 1);
}

static void a_run_stops_at_any_step(void **state)
{
    (void)state;
    check("steps", 300, 10000000);
}

static void a_run_stops_at_any_depth(void **state)
{
    (void)state;
    check("depth", 100, 1000);
}

static void a_run_stops_at_any_depth_of_calls(void **state)
{
    (void)state;
    check("template-depth", 100, 1000);
}

static void a_run_stops_at_any_length_of_text(void **state)
{
    (void)state;
    check("text", 50, 1000000);
}

static void a_run_stops_at_any_length_of_list(void **state)
{
    (void)state;
    check("list", 100, 1000);
}

static void a_run_stops_at_any_length_of_pattern(void **state)
{
    (void)state;
    check("pattern", 100, 1000);
}

static void a_run_stops_at_any_node(void **state)
{
    (void)state;
    check("yaml-nodes", 100, 100000);
}

static void a_run_stops_at_any_step_of_a_schema(void **state)
{
    (void)state;
    check("schema-steps", 200, 100000);
}

static void a_run_stops_at_any_length_of_output(void **state)
{
    (void)state;
    check("output", 20, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_stops_at_any_step),
        cmocka_unit_test(a_run_stops_at_any_depth),
        cmocka_unit_test(a_run_stops_at_any_depth_of_calls),
        cmocka_unit_test(a_run_stops_at_any_length_of_text),
        cmocka_unit_test(a_run_stops_at_any_length_of_list),
        cmocka_unit_test(a_run_stops_at_any_length_of_pattern),
        cmocka_unit_test(a_run_stops_at_any_node),
        cmocka_unit_test(a_run_stops_at_any_step_of_a_schema),
        cmocka_unit_test(a_run_stops_at_any_length_of_output),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
