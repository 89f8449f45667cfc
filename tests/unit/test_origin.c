/* SPDX-License-Identifier: MPL-2.0 */
/* Where a value was set (values/origin.h). */
#include "values/origin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct Bench {
    Arena arena;
    Ctx cx;
} Bench;

static int setup(void **state)
{
    static Bench bench;

    arena_init(&bench.arena);
    ctx_init(&bench.cx, &bench.arena);
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    Bench *bench = *state;

    arena_release(&bench->arena);
    return 0;
}

static ValuesInput file_of(const char *name, const char *text)
{
    return (ValuesInput){VALUES_BYTES, str_from_c(name), str_from_c(text)};
}

static ValuesInput flag_of(ValuesKind kind, const char *text)
{
    return (ValuesInput){.kind = kind, .text = str_from_c(text)};
}

/* The origin of a.b in what the user gave. */
static Origin find_ab(void **state, const ValuesInput *inputs, size_t n)
{
    Bench *bench = *state;
    const Str path[] = {STR("a"), STR("b")};
    const OriginSources sources = {inputs, n, NULL};

    return values_origin(&bench->cx, &sources, path, 2);
}

static void nothing_sets_what_is_not_there(void **state)
{
    const ValuesInput inputs[] = {file_of("x", "a: 1\n"),
                                  flag_of(VALUES_SET, "b=1")};

    assert_int_equal(find_ab(state, inputs, 2).kind, ORIGIN_NONE);
}

static void the_last_file_that_has_the_key_counts(void **state)
{
    const ValuesInput inputs[] = {file_of("x", "a: {b: 1}\n"),
                                  file_of("y", "# c\na:\n  b: 1\n"),
                                  file_of("z", "a: {c: 1}\n")};
    Origin origin = find_ab(state, inputs, 3);

    assert_int_equal(origin.kind, ORIGIN_FILE);
    assert_true(str_eq(origin.pos.name, STR("y")));
    assert_int_equal(origin.pos.line, 3);
    assert_int_equal(origin.pos.column, 3);
}

static void flags_go_before_files_and_each_other_in_order(void **state)
{
    const ValuesInput inputs[] = {
        flag_of(VALUES_SET_STRING, "a.b=1"),
        flag_of(VALUES_SET, "a.b=2"),
        flag_of(VALUES_SET_JSON, "{\"a\": {\"b\": 3}}"),
        file_of("x", "a: {b: 4}\n"),
    };

    assert_ptr_equal(find_ab(state, inputs, 4).flag, &inputs[0]);
    assert_ptr_equal(find_ab(state, inputs + 1, 3).flag, &inputs[1]);
    assert_ptr_equal(find_ab(state, inputs + 2, 2).flag, &inputs[2]);
}

static void lines_are_counted_through_all_documents(void **state)
{
    const ValuesInput inputs[] = {file_of("x", "c: 1\n---\na:\n  b: 1\n")};

    assert_int_equal(find_ab(state, inputs, 1).pos.line, 4);
}

static void a_malformed_source_is_passed_over(void **state)
{
    const ValuesInput inputs[] = {file_of("x", "a: {b: 1}\n"),
                                  file_of("y", "a: b: 1\n"),
                                  flag_of(VALUES_SET, "a.b")};

    assert_true(str_eq(find_ab(state, inputs, 3).pos.name, STR("x")));
}

static void an_item_is_where_its_first_key_is(void **state)
{
    Bench *bench = *state;
    const Str path[] = {STR("a"), STR("1")};
    const ValuesInput inputs[] = {file_of("x", "a:\n- b: 1\n- b: 2\n")};
    const OriginSources sources = {inputs, 1, NULL};
    Origin origin = values_origin(&bench->cx, &sources, path, 2);

    assert_int_equal(origin.pos.line, 3);
    assert_true(origin.is_item);
}

static void defaults_are_those_of_the_chart_tree(void **state)
{
    Bench *bench = *state;
    const ChartFile below_file = {STR("values.yaml"), STR("b: 1\nc: 2\n")};
    const ChartFile top_file = {STR("values.yaml"), STR("a:\n  b: 1\n")};
    const Chart below = {
        .meta.name = STR("a"), .raw = {&below_file, 1}
    };
    const Chart *const subcharts[] = {&below};
    const Chart top = {
        .meta.name = STR("top"),
        .raw = {&top_file, 1},
        .subcharts = subcharts,
        .n_subcharts = 1
    };
    const Str path[] = {STR("a"), STR("c")};
    const OriginSources sources = {NULL, 0, &top};
    Origin origin = values_origin(&bench->cx, &sources, path, 2);

    assert_int_equal(origin.kind, ORIGIN_DEFAULT);
    assert_true(str_eq(origin.pos.name, STR("top/charts/a/values.yaml")));
    assert_int_equal(origin.pos.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_sets_what_is_not_there),
        cmocka_unit_test(the_last_file_that_has_the_key_counts),
        cmocka_unit_test(flags_go_before_files_and_each_other_in_order),
        cmocka_unit_test(lines_are_counted_through_all_documents),
        cmocka_unit_test(a_malformed_source_is_passed_over),
        cmocka_unit_test(an_item_is_where_its_first_key_is),
        cmocka_unit_test(defaults_are_those_of_the_chart_tree),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
