/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Expected values and messages are those of sigs.k8s.io/yaml 1.6.0 over
 * go-yaml 2.4.3, seen as JSON.
 */

#include "codec/json.h"
#include "codec/yaml_read.h"
#include "value/list.h"
#include "value/map.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static const char *json_of(Ctx *cx, Val v)
{
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(codec_write_json(cx, &buf, v, (JsonStyle){0}));
    return arena_c_str(&arena, buf_str(&buf));
}

static const char *read_with(Ctx *cx, Str text, const YamlReadOptions *options)
{
    Val v;

    if (!codec_read_yaml(cx, STR("test.yaml"), text, options, &v))
        return arena_c_str(&arena, err_take(cx));
    return json_of(cx, v);
}

/* The value as JSON; the message when there is none. */
static const char *read_text(Ctx *cx, const char *text)
{
    return read_with(cx, str_from_c(text), NULL);
}

typedef const char *const Cases[2];

static void assert_cases(Ctx *cx, Cases *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(read_text(cx, cases[i][0]), cases[i][1]);
}

static void empty_documents_are_null(void **state)
{
    static Cases cases[] = {
        {"",         "null"},
        {"\n",       "null"},
        {"# only\n", "null"},
        {"---\n",    "null"},
        {"~",        "null"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void only_the_first_document_counts(void **state)
{
    assert_string_equal(read_text(*state, "a: 1\n---\nb: [\n"), "{\"a\":1}");
}

static void words_of_yaml_1_1_are_booleans_and_nulls(void **state)
{
    static Cases cases[] = {
        {"[y, Yes, TRUE, on]",         "[true,true,true,true]"            },
        {"[n, No, FALSE, Off]",        "[false,false,false,false]"        },
        {"[~, null, Null, NULL]",      "[null,null,null,null]"            },
        {"[yEs, tRue, 'yes', \"no\"]", "[\"yEs\",\"tRue\",\"yes\",\"no\"]"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void numbers_are_read_as_go_yaml_reads_them(void **state)
{
    static Cases cases[] = {
        {"[017, 0o17, 08, 0x1f, -0b101]",            "[15,15,8,31,-5]"              },
        {"[1_000, 0x_1f, 1__0, 0b+1]",               "[1000,31,10,1]"               },
        {"[+1, .5, 5., -.5, 1e3, 1.5_0]",            "[1,0.5,5,-0.5,1000,1.5]"      },
        {"[1:30, 0x, 1e400, ._5, 1.2.3]",
         "[\"1:30\",\"0x\",\"1e400\",\"._5\",\"1.2.3\"]"                            },
        {"[9007199254740993, 18446744073709551615]",
         "[9007199254740992,18446744073709552000]"                                  },
        {"[99999999999999999999, 1e30]",             "[100000000000000000000,1e+30]"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void timestamps_stay_text(void **state)
{
    assert_string_equal(read_text(*state, "[2001-01-01, 2001-1-1 10:00:00]"),
                        "[\"2001-01-01\",\"2001-1-1 10:00:00\"]");
}

static void what_json_lacks_is_an_error(void **state)
{
    static Cases cases[] = {
        {"a: .inf", "error converting YAML to JSON: json: unsupported value: "
                    "+Inf"                      },
        {"a: .NaN", "error converting YAML to JSON: json: unsupported value: "
                    "NaN"                       },
        {"~: 1",    "error converting YAML to JSON: unsupported map key of type: "
                 "%!s(<nil>), key: <nil>, value: 1"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void tags_force_a_type(void **state)
{
    static Cases cases[] = {
        {"[!!str 5, !!int \"5\", !!float 5, !foo 5, ! 5]",
         "[\"5\",5,5,\"5\",\"5\"]"                                                    },
        {"[!!binary aGk=, !!binary /w==]",                 "[\"hi\",\"\xEF\xBF\xBD\"]"},
        {"!!int x",                                        "error converting YAML to JSON: yaml: cannot decode !!str "
                    "`x` as a !!int"                               },
        {"!!binary x",                                     "error converting YAML to JSON: yaml: !!binary value "
                       "contains invalid base64 data"           },
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void keys_become_text(void **state)
{
    static Cases cases[] = {
        {"{1: a, 2.50: b, true: c, 0x10: d}",
         "{\"1\":\"a\",\"16\":\"d\",\"2.5\":\"b\",\"true\":\"c\"}"                    },
        {"{0.123456789: a, 1e10: b}",         "{\"0.12345679\":\"a\",\"1e+10\":\"b\"}"},
        {"a: 1\na: 2\n",                      "{\"a\":2}"                             },
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void unquoted_template_is_an_invalid_key(void **state)
{
    assert_string_equal(
        read_text(*state, "a: {{ .Values.x }}\n"),
        "error converting YAML to JSON: yaml: invalid map key: "
        "map[interface {}]interface {}{\".Values.x\":interface {}(nil)}");
}

static void keys_in_messages_stand_in_helms_order(void **state)
{
    assert_string_equal(
        read_text(*state, "? {yes: 1, x: 2, 3: 4, 1.5: 1, ~: 5, "
                          "18446744073709551615: 6}\n: 1\n"),
        "error converting YAML to JSON: yaml: invalid map key: "
        "map[interface {}]interface {}{interface {}(nil):5, \"x\":2, "
        "0xffffffffffffffff:6, 3:4, 1.5:1, true:1}");
}

static void merge_keys_take_effect_where_they_stand(void **state)
{
    static Cases cases[] = {
        {"<<: {a: 1, b: 1}\na: 2\n",     "{\"a\":2,\"b\":1}"                 },
        {"a: 2\n<<: {a: 1, b: 1}\n",     "{\"a\":1,\"b\":1}"                 },
        {"<<: [{a: 1}, {a: 2, b: 2}]\n", "{\"a\":1,\"b\":2}"                 },
        {"\"<<\": {a: 1}\n",             "{\"<<\":{\"a\":1}}"                },
        {"<<: 1\n",                      "error converting YAML to JSON: yaml: map merge requires "
                    "map or sequence of maps as the value"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void aliases_copy_what_they_name(void **state)
{
    Val v;
    Val a;
    Val b;

    assert_true(codec_read_yaml(*state, STR("t"), STR("a: &x {k: 1}\nb: *x\n"),
                                NULL, &v));
    assert_string_equal(json_of(*state, v),
                        "{\"a\":{\"k\":1},\"b\":{\"k\":1}}");
    assert_true(map_get(val_map(v), STR("a"), &a));
    assert_true(map_get(val_map(v), STR("b"), &b));
    assert_ptr_not_equal(val_map(a), val_map(b));
}

static void bad_aliases_are_errors(void **state)
{
    static Cases cases[] = {
        {"a: *x",      "error converting YAML to JSON: yaml: unknown anchor 'x' "
                  "referenced"               },
        {"a: &x [*x]", "error converting YAML to JSON: yaml: anchor 'x' value "
                       "contains itself"},
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void alias_bombs_are_refused(void **state)
{
    Buf text;

    buf_init(&text, &arena);
    buf_add(&text, STR("a0: &a0 [x, x, x, x, x, x, x, x, x]\n"));
    for (int i = 1; i < 9; i++) {
        buf_add_fmt(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++)
            buf_add_fmt(&text, "*a%d, ", i - 1);
        buf_add(&text, STR("]\n"));
    }
    assert_string_equal(read_with(*state, buf_str(&text), NULL),
                        "error converting YAML to JSON: yaml: document "
                        "contains excessive aliasing");
}

static void syntax_errors_name_go_yamls_line(void **state)
{
    static Cases cases[] = {
        {"a: b: c",              "error converting YAML to JSON: yaml: mapping values are "
                    "not allowed in this context"                               },
        {"x: 1\na: b: c",        "error converting YAML to JSON: yaml: line 2: "
                          "mapping values are not allowed in this context"},
        {"a: [1,2",              "error converting YAML to JSON: yaml: line 1: did not find "
                    "expected ',' or ']'"                                       },
        {"\ta: 1",               "error converting YAML to JSON: yaml: found character that "
                   "cannot start any token"                                      },
        {"a:\n\tb: 1",           "error converting YAML to JSON: yaml: line 2: found "
                       "character that cannot start any token"               },
        {"- a\nb: c",            "error converting YAML to JSON: yaml: line 1: did not "
                      "find expected '-' indicator"                           },
        {"a: \x01",              "error converting YAML to JSON: yaml: control characters "
                    "are not allowed"                                           },
        {"a: \xFF",              "error converting YAML to JSON: yaml: invalid leading "
                    "UTF-8 octet"                                               },
        {"%YAML 1.2\n---\na: 1", "error converting YAML to JSON: yaml: found "
                                 "incompatible YAML document"      },
        {"[a?b]",                "error converting YAML to JSON: yaml: did not find expected "
                  "',' or ']'"                                                    },
    };

    assert_cases(*state, cases, ARRAY_LEN(cases));
}

static void syntax_error_carries_its_true_position(void **state)
{
    Ctx *cx = *state;
    const Err *err;
    Val v;

    assert_false(
        codec_read_yaml(cx, STR("f.yaml"), STR("x: 1\na: b: c\n"), NULL, &v));
    for (err = cx->err; err->cause != NULL; err = err->cause)
        continue;
    assert_int_equal(err->kind, ERR_YAML);
    assert_true(
        str_eq_c(err->msg, "mapping values are not allowed in this context"));
    assert_true(str_eq_c(err->pos.name, "f.yaml"));
    assert_int_equal(err->pos.line, 2);
    assert_int_equal(err->pos.column, 5);
}

static void block_scalars_keep_and_fold_lines(void **state)
{
    assert_string_equal(
        read_text(*state, "a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n"
                          "  x\n  y\n\n  z\n"),
        "{\"a\":\"x\\n y\\n\",\"b\":\"x\",\"c\":\"x\\n\\n\",\"d\":\"x "
        "y\\nz\\n\"}");
}

static void encodings_and_line_ends_are_known(void **state)
{
    static const char utf16[] = "\xFF\xFE"
                                "a\0:\0 \0\xE9\0";

    assert_string_equal(read_text(*state, "\xEF\xBB\xBF"
                                          "a: 1\r\nb: 2\r\n"),
                        "{\"a\":1,\"b\":2}");
    assert_string_equal(
        read_with(*state, str_from(utf16, sizeof utf16 - 1), NULL),
        "{\"a\":\"\xC3\xA9\"}");
}

static void nesting_is_bounded(void **state)
{
    CtxLimits limits = ctx_default_limits;
    Ctx *cx = *state;
    Val v;

    limits.depth = 3;
    cx->limits = &limits;
    assert_true(codec_read_yaml(cx, STR("t"), STR("[[[x]]]"), NULL, &v));
    assert_false(codec_read_yaml(cx, STR("t"), STR("[[[[]]]]"), NULL, &v));
    assert_int_equal(cx->err->kind, ERR_LIMIT);
    assert_int_equal(cx->depth, 0);
}

static void go_yaml_bounds_nesting_too(void **state)
{
    Buf text;

    buf_init(&text, &arena);
    buf_add_repeat(&text, '[', 10001);
    assert_string_equal(read_with(*state, buf_str(&text), NULL),
                        "error converting YAML to JSON: yaml: exceeded max "
                        "depth of 10000");
}

static void note_pos(void *self, const Map *map, Str key, SourcePos pos)
{
    Buf *buf = self;

    (void)map;
    buf_add_fmt(buf, "%.*s %u:%u;", STR_ARG(key), pos.line, pos.column);
}

static void positions_of_keys_are_reported(void **state)
{
    Buf seen;
    YamlReadOptions options = {.on_pos = note_pos, .self = &seen};

    buf_init(&seen, &arena);
    read_with(*state, STR("a:\n  b: 1\n  c: 2\n"), &options);
    assert_string_equal(arena_c_str(&arena, buf_str(&seen)),
                        "b 2:3;c 3:3;a 1:1;");
}

static void stream_gives_every_document(void **state)
{
    const List *documents;

    assert_true(codec_read_yaml_stream(
        *state, STR("t"), STR("a: 1\n---\n---\n- b\n"), &documents));
    assert_int_equal(documents->len, 3);
    assert_string_equal(json_of(*state, documents->items[0]), "{\"a\":1}");
    assert_string_equal(json_of(*state, documents->items[1]), "null");
    assert_string_equal(json_of(*state, documents->items[2]), "[\"b\"]");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(empty_documents_are_null),
        TEST(only_the_first_document_counts),
        TEST(words_of_yaml_1_1_are_booleans_and_nulls),
        TEST(numbers_are_read_as_go_yaml_reads_them),
        TEST(timestamps_stay_text),
        TEST(what_json_lacks_is_an_error),
        TEST(tags_force_a_type),
        TEST(keys_become_text),
        TEST(unquoted_template_is_an_invalid_key),
        TEST(keys_in_messages_stand_in_helms_order),
        TEST(merge_keys_take_effect_where_they_stand),
        TEST(aliases_copy_what_they_name),
        TEST(bad_aliases_are_errors),
        TEST(alias_bombs_are_refused),
        TEST(syntax_errors_name_go_yamls_line),
        TEST(syntax_error_carries_its_true_position),
        TEST(block_scalars_keep_and_fold_lines),
        TEST(encodings_and_line_ends_are_known),
        TEST(nesting_is_bounded),
        TEST(go_yaml_bounds_nesting_too),
        TEST(positions_of_keys_are_reported),
        TEST(stream_gives_every_document),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
