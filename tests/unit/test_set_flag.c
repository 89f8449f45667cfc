/* SPDX-License-Identifier: MPL-2.0 */
/* The --set grammar, with Helm 4.1.4's answers. */
#include "chart_eval.h"
#include "values/merge.h"

/* Applies a text over `a: 1`. */
static void expect(ValuesKind kind, const char *text, const char *json)
{
    Bench bench;
    Map *values;

    bench_open(&bench);
    values = bench_yaml(&bench, "a: 1");
    assert_true(values_set(&bench.cx, kind, str_from_c(text), values));
    bench_expect_json(&bench, val_from_map(values), json);
    bench_close(&bench);
}

static void expect_set(const char *text, const char *json)
{
    expect(VALUES_SET, text, json);
}

static void expect_error(const char *text, const char *error)
{
    Bench bench;
    Map *values;

    bench_open(&bench);
    values = bench_yaml(&bench, "a: {b: 1, c: [1, 2]}\nq: [{x: 1}]\no: null");
    assert_false(values_set(&bench.cx, VALUES_SET, str_from_c(text), values));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

static void values_get_the_types_helm_gives_them(void **state)
{
    (void)state;
    expect_set("x=1e3,y=1.5,z=true,w=TRUE,n=Null,o=0,p=007,r=-5,s=+5",
               "{\"a\":1,\"n\":null,\"o\":0,\"p\":\"007\",\"r\":-5,\"s\":5,"
               "\"w\":true,\"x\":\"1e3\",\"y\":\"1.5\",\"z\":true}");
    expect_set("t=99999999999999999999",
               "{\"a\":1,\"t\":\"99999999999999999999\"}");
}

static void integers_are_int64(void **state)
{
    Bench bench;
    Map *values;
    Val v;

    (void)state;
    bench_open(&bench);
    values = map_new(&bench.arena, 1);
    assert_true(values_set(&bench.cx, VALUES_SET, STR("x=1"), values));
    assert_true(map_get(values, STR("x"), &v));
    assert_int_equal(v.go_type, GO_INT64);
    bench_close(&bench);
}

static void string_flag_keeps_texts(void **state)
{
    (void)state;
    expect(VALUES_SET_STRING, "x=1,y=null,z={1,a}",
           "{\"a\":1,\"x\":\"1\",\"y\":\"null\",\"z\":[\"1\",\"a\"]}");
}

static void literal_flag_takes_all_that_follows(void **state)
{
    (void)state;
    expect(VALUES_SET_LITERAL, "x=a,b=\\c{,y",
           "{\"a\":1,\"x\":\"a,b=\\\\c{,y\"}");
    expect(VALUES_SET_LITERAL, "z=", "{\"a\":1,\"z\":\"\"}");
}

static void json_flag_takes_values_one_after_another(void **state)
{
    (void)state;
    expect(VALUES_SET_JSON, "x={\"a\":[1,2]},y=1, z= \"s\" ,w=",
           "{\" z\":\"s\",\"a\":1,\"w\":null,\"x\":{\"a\":[1,2]},\"y\":1}");
    expect(VALUES_SET_JSON, "x=truey=5,z=null",
           "{\"a\":1,\"x\":true,\"y\":5,\"z\":null}");
}

static void names_are_paths_of_keys_and_indexes(void **state)
{
    (void)state;
    expect_set("q[0][1].x=5,q[2]=7",
               "{\"a\":1,\"q\":[[null,{\"x\":5}],null,7]}");
    expect_set("q[1].a=1,q[0].b=2", "{\"a\":1,\"q\":[{\"b\":2},{\"a\":1}]}");
    expect_set("q={1,2},r={}", "{\"a\":1,\"q\":[1,2],\"r\":[\"\"]}");
    expect_set("q[0]=1,q[0].x=2", "{\"a\":1,\"q\":[{\"x\":2}]}");
}

static void backslash_quotes(void **state)
{
    (void)state;
    expect_set("a\\.b=1,c\\,d=\\{x\\},e=\\\\",
               "{\"a\":1,\"a.b\":1,\"c,d\":\"{x}\",\"e\":\"\\\\\"}");
    expect_set("x=\\", "{\"a\":1,\"x\":\"\"}");
}

static void end_in_a_name_is_quiet(void **state)
{
    (void)state;
    expect_set("z.", "{\"a\":1}");
    expect_set("b[0", "{\"a\":1}");
    expect_set("b[0]", "{\"a\":1,\"b\":[]}");
    expect_set(".q=1", "{\"a\":1}");
    expect_set("=1", "{\"a\":1}");
}

static void missing_values_are_errors(void **state)
{
    (void)state;
    expect_error("a,b", "key \"a\" has no value (cannot end with ,)");
    expect_error("x.y=,z", "key \"z\" has no value");
    expect_error("z.=1", "key map \"z\" has no value");
    expect_error("z={1,2", "list must terminate with '}'");
}

static void indexes_are_checked(void **state)
{
    (void)state;
    expect_error("z[x]=1", "error parsing index: strconv.Atoi: parsing "
                           "\"x\": invalid syntax");
    expect_error("z[-1]=1", "negative -1 index not allowed");
    expect_error("z[65537]=1", "index of 65537 is greater than maximum "
                               "supported index of 65536");
    expect_error("z[0]xy=1",
                 "unexpected data at end of array index: ['x' 'y']");
}

static void names_of_another_type_are_errors(void **state)
{
    (void)state;
    expect_error("q.a=1", "unable to parse key: interface conversion: "
                          "interface {} is []interface {}, not "
                          "map[string]interface {}");
    expect_error("o.x=1", "unable to parse key: interface conversion: "
                          "interface {} is nil, not map[string]interface {}");
    expect_error("q[0][0]=1", "unable to parse key: interface conversion: "
                              "interface {} is map[string]interface {}, not "
                              "[]interface {}");
}

static void names_are_at_most_thirty_levels_deep(void **state)
{
    (void)state;
    expect_error("a1.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
                 "a.a.b=1",
                 "value name nested level is greater than maximum supported "
                 "nested level of 30");
}

static void list_of_many_elements_does_not_copy_itself(void **state)
{
    Bench bench;
    Buf text;
    Map *values;

    (void)state;
    bench_open(&bench);
    buf_init(&text, &bench.arena);
    for (int i = 0; i < 20000; i++)
        buf_add_fmt(&text, "q[%d]=%d,", i, i);
    buf_add_c(&text, "z=1");
    values = map_new(&bench.arena, 2);
    assert_true(values_set(&bench.cx, VALUES_SET, buf_str(&text), values));
    assert_int_equal(val_list(map_find(values, STR("q"))->value)->len, 20000);
    assert_true(bench.arena.total < (size_t)64 << 20);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_get_the_types_helm_gives_them),
        cmocka_unit_test(integers_are_int64),
        cmocka_unit_test(string_flag_keeps_texts),
        cmocka_unit_test(literal_flag_takes_all_that_follows),
        cmocka_unit_test(json_flag_takes_values_one_after_another),
        cmocka_unit_test(names_are_paths_of_keys_and_indexes),
        cmocka_unit_test(backslash_quotes),
        cmocka_unit_test(end_in_a_name_is_quiet),
        cmocka_unit_test(missing_values_are_errors),
        cmocka_unit_test(indexes_are_checked),
        cmocka_unit_test(names_of_another_type_are_errors),
        cmocka_unit_test(names_are_at_most_thirty_levels_deep),
        cmocka_unit_test(list_of_many_elements_does_not_copy_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
