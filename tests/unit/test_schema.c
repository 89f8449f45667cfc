/* SPDX-License-Identifier: MPL-2.0 */
/* values.schema.json, with Helm 4.1.4's answers. */
#include "chart_eval.h"
#include "values/schema.h"
#include "values/schema_load.h"

/* Patterns here are plain texts, with "^" in front or not; "[" is malformed as
 * in Go. */
static bool match(Ctx *cx, Str pattern, Str text, bool *matched)
{
    bool at_start = str_has_prefix(pattern, STR("^"));

    if (str_eq(pattern, STR("[")))
        return fail_here(cx, ERR_CALL,
                         "error parsing regexp: missing closing ]: `[`");
    *matched = at_start ? str_has_prefix(text, str_skip(pattern, 1))
                        : str_contains(text, pattern);
    return true;
}

static const SchemaOptions options = {.match = match};

static bool check(Bench *bench, const char *schema, const Val *root,
                  const char *values)
{
    const Chart chart = {.meta = {.name = STR("c")},
                         .schema = str_from_c(schema),
                         .schema_root = root};

    return values_check_schema(&bench->cx, &chart, bench_yaml(bench, values),
                               &options);
}

/* As in a chart that is built in: what the schema says, if it is plain. */
static bool read_plain(Bench *bench, const char *schema, Val *root)
{
    bool is_plain = false;

    if (schema_read_json(&bench->cx, str_from_c(schema), root) &&
        values_schema_is_plain(&bench->cx, *root, &options, &is_plain))
        return is_plain;
    (void)err_take(&bench->cx);
    return false;
}

static void expect_valid(const char *schema, const char *values)
{
    Bench bench;
    Val root;

    bench_open(&bench);
    assert_true(check(&bench, schema, NULL, values));
    if (read_plain(&bench, schema, &root))
        assert_true(check(&bench, schema, &root, values));
    bench_close(&bench);
}

static void expect_findings(Bench *bench, const char *findings)
{
    bench_expect_error(
        bench,
        arena_c_str(&bench->arena,
                    arena_fmt(&bench->arena,
                              "values don't meet the specifications of the "
                              "schema(s) in the following chart(s):\nc:\n%s",
                              findings)));
}

/* What stands behind the name of the chart. */
static void expect(const char *schema, const char *values, const char *findings)
{
    Bench bench;
    Val root;

    bench_open(&bench);
    assert_false(check(&bench, schema, NULL, values));
    expect_findings(&bench, findings);
    bench_close(&bench);
    bench_open(&bench);
    if (read_plain(&bench, schema, &root)) {
        assert_false(check(&bench, schema, &root, values));
        expect_findings(&bench, findings);
    }
    bench_close(&bench);
}

static void expect_plain(const char *schema, bool wanted)
{
    Bench bench;
    Val root;

    bench_open(&bench);
    assert_int_equal(read_plain(&bench, schema, &root), wanted);
    bench_close(&bench);
}

static void a_plain_schema_has_no_names_of_its_own(void **state)
{
    (void)state;
    expect_plain("{\"properties\":{\"a\":{\"type\":\"string\"}}}", true);
    expect_plain("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{}}}", true);
    expect_plain("{\"$defs\":{\"a\":{\"$id\":\"urn:a\"}}}", false);
    expect_plain("{\"$defs\":{\"a\":{\"$anchor\":\"a\"}}}", false);
    expect_plain("{\"$defs\":{\"a\":{\"$dynamicAnchor\":\"a\"}}}", false);
    expect_plain("{\"type\":\"strin\"}", false);
    expect_plain("{\"$ref\":\"#/nowhere\"}", false);
    expect_plain("true", false);
}

static void types_are_named(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"type\":\"string\"}}}", "a: 1",
           "- at '/a': got number, want string\n");
    expect("{\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}}", "a: 1",
           "- at '/a': got number, want null or string\n");
    expect_valid("{\"properties\":{\"a\":{\"type\":\"integer\"}}}", "a: 2.0");
}

static void enum_and_const_show_scalars(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"enum\":[\"x\",null,2.5,true]}}}", "a: 1",
           "- at '/a': value must be one of 'x', <nil>, 2.5, true\n");
    expect("{\"properties\":{\"a\":{\"enum\":[\"x\",[1]]}}}", "a: 1",
           "- at '/a': 'enum' failed\n");
    expect("{\"properties\":{\"a\":{\"const\":\"x\"}}}", "a: 1",
           "- at '/a': value must be 'x'\n");
}

static void required_properties_are_quoted(void **state)
{
    (void)state;
    expect("{\"required\":[\"b\"]}", "a: 1", "- at '': missing property 'b'\n");
    expect("{\"required\":[\"b\",\"c'd\\\"\"]}", "a: 1",
           "- at '': missing properties 'b', 'c\\'d\"'\n");
}

static void numbers_are_grouped_and_powers_of_ten(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"exclusiveMaximum\":1000000}}}",
           "a: 12345678",
           "- at '/a': exclusiveMaximum: got 1.2345678\xC3\x97"
           "10\xE2\x81\xB0\xE2\x81\xB7, want 1\xC3\x97"
           "10\xE2\x81\xB0\xE2\x81\xB6\n");
    expect("{\"minProperties\":1000}", "a: 1",
           "- at '': minProperties: got 1, want 1,000\n");
}

static void multiples_are_reckoned_in_decimals(void **state)
{
    (void)state;
    expect_valid("{\"properties\":{\"a\":{\"multipleOf\":0.01}}}", "a: 0.07");
    expect("{\"properties\":{\"a\":{\"minimum\":5.5,\"multipleOf\":0.3}}}",
           "a: 1",
           "- at '/a': minimum: got 1, want 5.5\n"
           "- at '/a': multipleOf: got 1, want 0.3\n");
}

static void references_with_one_cause_do_not_show(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},"
           "\"$defs\":{\"x\":{\"type\":\"string\"}}}",
           "a: 1", "- at '/a': got number, want string\n");
    expect("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},"
           "\"$defs\":{\"x\":{\"maximum\":0,\"minimum\":4}}}",
           "a: 1",
           "- at '/a': validation failed\n"
           "  - at '/a': minimum: got 1, want 4\n"
           "  - at '/a': maximum: got 1, want 0\n");
}

static void references_stay_in_the_schema(void **state)
{
    (void)state;
    expect("{\"$ref\":\"#/$defs/x\"}", "",
           "json-pointer in \"file:///values.schema.json#/$defs/x\" not "
           "found");
    expect("{\"$ref\":\"#foo\"}", "",
           "anchor in \"file:///values.schema.json#foo\" not found in schema "
           "\"file:///values.schema.json\"");
    expect("{\"$ref\":\"http://x.invalid/a\"}", "",
           "failing loading \"http://x.invalid/a\": schemas are fetched "
           "over the network only with --allow-remote-schemas");
}

static void references_in_a_circle_are_found(void **state)
{
    (void)state;
    expect("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},"
           "\"b\":{\"$ref\":\"#/$defs/a\"}}}",
           "",
           "- at '': both /$ref/$ref/$ref and /$ref resolve to "
           "\"file:///values.schema.json#/$defs/a\" causing reference "
           "cycle\n");
}

static void combinations_show_their_causes(void **state)
{
    (void)state;
    expect("{\"anyOf\":[{\"required\":[\"x\"]},"
           "{\"required\":[\"z\"],\"minProperties\":4}]}",
           "a: 1",
           "- at '': 'anyOf' failed\n"
           "  - at '': missing property 'x'\n"
           "  - at '': validation failed\n"
           "    - at '': minProperties: got 1, want 4\n"
           "    - at '': missing property 'z'\n");
    expect("{\"oneOf\":[{},{}]}", "",
           "- at '': 'oneOf' failed, subschemas 0, 1 matched\n");
    expect("{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"q\"]}}",
           "a: 1", "- at '': missing property 'q'\n");
}

static void lists_are_checked(void **state)
{
    (void)state;
    expect("{\"properties\":{\"l\":{\"uniqueItems\":true,"
           "\"contains\":{\"const\":5},\"items\":{\"type\":\"integer\"},"
           "\"minItems\":9}}}",
           "l: [1, a, 1]",
           "- at '/l': minItems: got 3, want 9\n"
           "- at '/l': items at 0 and 2 are equal\n"
           "- at '/l/1': got string, want integer\n"
           "- at '/l': no items match contains schema\n"
           "  - at '/l/0': value must be 5\n"
           "  - at '/l/1': value must be 5\n"
           "  - at '/l/2': value must be 5\n");
}

static void properties_nobody_looked_at_are_found(void **state)
{
    const char *schema = "{\"allOf\":[{\"properties\":{\"a\":{}}},"
                         "{\"$ref\":\"#/$defs/b\"}],"
                         "\"$defs\":{\"b\":{\"properties\":{\"b\":true}}},"
                         "\"unevaluatedProperties\":false}";

    (void)state;
    expect_valid(schema, "a: 1\nb: 2");
    expect(schema, "a: 1\nc: 2", "- at '/c': false schema\n");
    expect("{\"additionalProperties\":false,\"patternProperties\":"
           "{\"^x\":true}}",
           "a: 1\nx1: 2", "- at '': additional properties 'a' not allowed\n");
}

static void schema_itself_is_checked(void **state)
{
    (void)state;
    expect("{\"type\":\"strin\"}", "",
           "\"file:///values.schema.json#\" is not valid against metaschema: "
           "jsonschema validation failed with "
           "'https://json-schema.org/draft/2020-12/schema#'\n"
           "- at '': 'allOf' failed\n"
           "  - at '/type': 'anyOf' failed\n"
           "    - at '/type': value must be one of 'array', 'boolean', "
           "'integer', 'null', 'number', 'object', 'string'\n"
           "    - at '/type': got string, want array");
    expect("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
           "\"minLength\":\"3\"}",
           "",
           "\"file:///values.schema.json#\" is not valid against metaschema: "
           "jsonschema validation failed with "
           "'http://json-schema.org/draft-07/schema#'\n"
           "- at '/minLength': 'allOf' failed\n"
           "  - at '/minLength': got string, want integer");
    expect("{\"pattern\":\"[\"}", "",
           "\"file:///values.schema.json#\" is not valid against metaschema: "
           "jsonschema validation failed with "
           "'https://json-schema.org/draft/2020-12/schema#'\n"
           "- at '': 'allOf' failed\n"
           "  - at '/pattern': '[' is not valid regex: error parsing regexp: "
           "missing closing ]: `[`");
    expect("{", "", "unexpected EOF");
    expect("", "", "EOF");
}

static void formats_count_before_2019(void **state)
{
    (void)state;
    expect("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
           "\"properties\":{\"a\":{\"format\":\"email\"}}}",
           "a: x", "- at '/a': 'x' is not valid email: missing @\n");
    expect("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
           "\"properties\":{\"a\":{\"format\":\"date\"}}}",
           "a: \"2020-02-30\"",
           "- at '/a': '2020-02-30' is not valid date: parsing time "
           "\"2020-02-30\": day out of range\n");
    expect_valid("{\"properties\":{\"a\":{\"format\":\"email\"}}}", "a: x");
}

static void subcharts_are_checked_with_their_values(void **state)
{
    const Chart below = {.meta = {.name = STR("s")},
                         .schema = STR("{\"required\":[\"q\"]}")};
    const Chart *const list[] = {&below};
    const Chart top = {
        .meta = {.name = STR("c")}, .subcharts = list, .n_subcharts = 1};
    Bench bench;

    (void)state;
    bench_open(&bench);
    assert_false(values_check_schema(
        &bench.cx, &top, bench_yaml(&bench, "s: {a: 1}"), &options));
    bench_expect_error(&bench, "values don't meet the specifications of the "
                               "schema(s) in the following chart(s):\ns:\n"
                               "- at '': missing property 'q'\n");
    assert_true(
        values_check_schema(&bench.cx, &top, bench_yaml(&bench, ""), &options));
    bench_close(&bench);
}

static void schema_that_explodes_is_bounded(void **state)
{
    CtxLimits limits = ctx_default_limits;
    Bench bench;
    Buf schema;

    (void)state;
    limits.schema_steps = 5000;
    bench_open(&bench);
    bench.cx.limits = &limits;
    buf_init(&schema, &bench.arena);
    buf_add_c(&schema, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 30; i++)
        buf_add_fmt(&schema,
                    "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},"
                    "{\"$ref\":\"#/$defs/d%d\"}]},",
                    i, i + 1, i + 1);
    buf_add_c(&schema, "\"d30\":{}}}");
    assert_false(check(&bench, arena_c_str(&bench.arena, buf_str(&schema)),
                       NULL, "a: 1"));
    assert_int_equal(bench.cx.err->kind, ERR_LIMIT);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_schema_has_no_names_of_its_own),
        cmocka_unit_test(types_are_named),
        cmocka_unit_test(enum_and_const_show_scalars),
        cmocka_unit_test(required_properties_are_quoted),
        cmocka_unit_test(numbers_are_grouped_and_powers_of_ten),
        cmocka_unit_test(multiples_are_reckoned_in_decimals),
        cmocka_unit_test(references_with_one_cause_do_not_show),
        cmocka_unit_test(references_stay_in_the_schema),
        cmocka_unit_test(references_in_a_circle_are_found),
        cmocka_unit_test(combinations_show_their_causes),
        cmocka_unit_test(lists_are_checked),
        cmocka_unit_test(properties_nobody_looked_at_are_found),
        cmocka_unit_test(schema_itself_is_checked),
        cmocka_unit_test(formats_count_before_2019),
        cmocka_unit_test(subcharts_are_checked_with_their_values),
        cmocka_unit_test(schema_that_explodes_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
