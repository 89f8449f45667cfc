/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The public door from a thread whose stack is small.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "omni/omni.h"

#define SMALL_STACK ((size_t)256 << 10)
#define LEVELS      9000

static const char meta[] = "{apiVersion: v2, name: c, version: 0.1.0}";

/* {a: [[[...]]]}, and whether a chart with such values renders. */
static void *load_deep_values(void *is_ok)
{
    static char values[4 + 2 * LEVELS];
    OmniJob job = {.namespace_ = "n"};
    OmniResult *result;
    OmniChart *chart;
    char *error;

    memcpy(values, "a: ", 3);
    memset(values + 3, '[', LEVELS);
    memset(values + 3 + LEVELS, ']', LEVELS);
    values[3 + 2 * LEVELS] = '\n';
    chart = omni_chart_from_files(
        (const OmniFile[]){
            {"Chart.yaml",  meta,   sizeof meta - 1},
            {"values.yaml", values, sizeof values  },
    },
        2, &error);
    if (chart == NULL) {
        omni_text_free(error);
        return NULL;
    }
    result = omni_render(chart, &job);
    *(bool *)is_ok = omni_result_ok(result);
    omni_result_free(result);
    omni_chart_free(chart);
    return NULL;
}

/* {values: [{a: [[[...]]]}]} as a batch. */
static void *read_deep_batch(void *is_ok)
{
    static char text[16 + 2 * LEVELS];
    OmniBatch *batch;
    char *error;

    memcpy(text, "values: [{a: ", 13);
    memset(text + 13, '[', LEVELS);
    memset(text + 13 + LEVELS, ']', LEVELS);
    memcpy(text + 13 + 2 * LEVELS, "}]\n", 3);
    batch = omni_batch_read("jobs", text, sizeof text, &error);
    *(bool *)is_ok = batch != NULL;
    omni_text_free(error);
    omni_batch_free(batch);
    return NULL;
}

/* What `body` answers on a small stack. */
static bool on_small_stack(void *(*body)(void *is_ok))
{
    pthread_attr_t attributes;
    pthread_t thread;
    bool is_ok = false;

    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, SMALL_STACK), 0);
    assert_int_equal(pthread_create(&thread, &attributes, body, &is_ok), 0);
    pthread_attr_destroy(&attributes);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return is_ok;
}

static void batches_nest_as_deep_as_the_limit_says(void **state)
{
    (void)state;
    assert_true(on_small_stack(read_deep_batch));
}

static void files_in_memory_nest_as_deep_as_the_limit_says(void **state)
{
    (void)state;
    assert_true(on_small_stack(load_deep_values));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_in_memory_nest_as_deep_as_the_limit_says),
        cmocka_unit_test(batches_nest_as_deep_as_the_limit_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
