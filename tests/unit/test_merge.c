/* SPDX-License-Identifier: MPL-2.0 */
/* User-supplied values together: order, files, errors. */
#include "chart_eval.h"
#include "values/merge.h"

static ValuesInput bytes(const char *text)
{
    return (ValuesInput){VALUES_BYTES, STR("v.yaml"), str_from_c(text)};
}

static ValuesInput flag(ValuesKind kind, const char *text)
{
    return (ValuesInput){kind, str_from_c(text), STR_NONE};
}

static void expect(ValuesInput *inputs, size_t n, const char *json)
{
    Bench bench;
    Map *values;

    bench_open(&bench);
    assert_true(values_merge(&bench.cx, inputs, n, &values));
    bench_expect_json(&bench, val_from_map(values), json);
    bench_close(&bench);
}

static void expect_error(ValuesInput input, const char *error)
{
    Bench bench;
    Map *values;

    bench_open(&bench);
    assert_false(values_merge(&bench.cx, &input, 1, &values));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

static void kinds_have_their_order_whatever_the_command_line(void **state)
{
    ValuesInput inputs[] = {
        flag(VALUES_SET_LITERAL, "a=literal"), flag(VALUES_SET, "a=set,b=set"),
        flag(VALUES_SET_STRING, "b=string,c=string"),
        flag(VALUES_SET_JSON, "c=1,d=1,e=1"), bytes("d: file\nf: file")};

    (void)state;
    expect(inputs, ARRAY_LEN(inputs),
           "{\"a\":\"literal\",\"b\":\"string\",\"c\":\"string\",\"d\":1,"
           "\"e\":1,\"f\":\"file\"}");
}

static void later_files_win_and_nulls_stay(void **state)
{
    ValuesInput inputs[] = {bytes("a: {x: 1, w: [1, 2]}\nb: 1"),
                            bytes("a: {w: [3], z: null}\nb: null")};

    (void)state;
    expect(inputs, ARRAY_LEN(inputs),
           "{\"a\":{\"w\":[3],\"x\":1,\"z\":null},\"b\":null}");
}

static void json_object_merges_as_a_file_does(void **state)
{
    ValuesInput inputs[] = {bytes("a: {x: 1}"),
                            flag(VALUES_SET_JSON, " {\"a\":{\"z\":1}} ")};

    (void)state;
    expect(inputs, ARRAY_LEN(inputs), "{\"a\":{\"x\":1,\"z\":1}}");
}

static void empty_files_are_no_values(void **state)
{
    ValuesInput inputs[] = {bytes(""), bytes("# c"), bytes("null")};

    (void)state;
    expect(inputs, ARRAY_LEN(inputs), "{}");
}

static void bad_flags_are_named(void **state)
{
    (void)state;
    expect_error(flag(VALUES_SET, "a"),
                 "failed parsing --set data: key \"a\" has no value");
    expect_error(flag(VALUES_SET_JSON, "x={"),
                 "failed parsing --set-json data x={");
    expect_error(flag(VALUES_SET_JSON, "{\"x\""),
                 "failed parsing --set-json data JSON: {\"x\"");
    expect_error(flag(VALUES_SET_FILE, "a=/nope"),
                 "failed parsing --set-file data: open /nope: no such file or "
                 "directory");
}

static void bad_files_are_told_as_go_tells_them(void **state)
{
    (void)state;
    expect_error(flag(VALUES_FILE, "nope.yaml"),
                 "open nope.yaml: no such file or directory");
    expect_error(flag(VALUES_FILE, "/tmp"), "read /tmp: is a directory");
    expect_error(flag(VALUES_FILE, ":x"),
                 "parse \":x\": missing protocol scheme");
    expect_error(flag(VALUES_FILE, "1:2"),
                 "parse \"1:2\": first path segment in URL cannot contain "
                 "colon");
    expect_error(flag(VALUES_FILE, "a%zz"),
                 "parse \"a%zz\": invalid URL escape \"%zz\"");
    expect_error(bytes("- a"),
                 "failed to parse v.yaml: cannot unmarshal yaml document: "
                 "error unmarshaling JSON: while decoding JSON: json: cannot "
                 "unmarshal array into Go value of type "
                 "map[string]interface {}");
}

static void large_documents_are_refused(void **state)
{
    CtxLimits limits = ctx_default_limits;
    ValuesInput input = bytes("a: 1");
    Bench bench;
    Map *values;

    (void)state;
    bench_open(&bench);
    limits.input = 3;
    bench.cx.limits = &limits;
    assert_false(values_merge(&bench.cx, &input, 1, &values));
    assert_int_equal(bench.cx.err->kind, ERR_LIMIT);
    bench_close(&bench);
}

static void count_failure(void *self, const Err *err)
{
    int *count = self;

    assert_non_null(err);
    (*count)++;
}

static void files_and_flags_are_independent_failures(void **state)
{
    ValuesInput inputs[] = {bytes("a: b: c"), bytes("a: 1"), bytes("- x"),
                            flag(VALUES_SET, "a=b,c"),
                            flag(VALUES_SET_JSON, "x={")};
    int count = 0;
    Bench bench;
    Map *values;

    (void)state;
    bench_open(&bench);
    bench.cx.on_fail = count_failure;
    bench.cx.on_fail_self = &count;
    assert_false(values_merge(&bench.cx, inputs, ARRAY_LEN(inputs), &values));
    assert_int_equal(count, 4);
    assert_ptr_equal(bench.cx.err, bench.cx.collected);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_their_order_whatever_the_command_line),
        cmocka_unit_test(later_files_win_and_nulls_stay),
        cmocka_unit_test(json_object_merges_as_a_file_does),
        cmocka_unit_test(empty_files_are_no_values),
        cmocka_unit_test(bad_flags_are_named),
        cmocka_unit_test(bad_files_are_told_as_go_tells_them),
        cmocka_unit_test(large_documents_are_refused),
        cmocka_unit_test(files_and_flags_are_independent_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
