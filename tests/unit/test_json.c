/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Expected texts and messages are those of Go's encoding/json.
 */
#include <math.h>

#include "codec/json.h"
#include "value/list.h"
#include "value/map.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static const char *written(Ctx *cx, Val v, JsonStyle style)
{
    Buf buf;

    buf_init(&buf, &arena);
    if (!codec_write_json(cx, &buf, v, style))
        return arena_c_str(&arena, err_take(cx));
    return arena_c_str(&arena, buf_str(&buf));
}

static const char *marshalled(Ctx *cx, Val v)
{
    return written(cx, v, (JsonStyle){.escape_html = true});
}

/* The value read, written again; the message when it cannot be read. */
static const char *round_trip(Ctx *cx, const char *text)
{
    Val v;

    if (!codec_read_json(cx, STR("test"), str_from_c(text), &v))
        return arena_c_str(&arena, err_take(cx));
    return marshalled(cx, v);
}

static const char *float_text(double value)
{
    Buf buf;

    buf_init(&buf, &arena);
    codec_add_json_float(&buf, value);
    return arena_c_str(&arena, buf_str(&buf));
}

static void read_sorts_keys_and_keeps_the_last_of_equal_ones(void **state)
{
    assert_string_equal(round_trip(*state, "{\"b\":1,\"a\":2,\"b\":[3]}"),
                        "{\"a\":2,\"b\":[3]}");
}

static void read_takes_every_kind_of_value(void **state)
{
    assert_string_equal(
        round_trip(*state, " [null, true,false ,\t\"x\",-1.5e1,{},[]]\r\n"),
        "[null,true,false,\"x\",-15,{},[]]");
}

static void read_makes_every_number_a_float(void **state)
{
    Val v;

    assert_true(codec_read_json(*state, STR("t"), STR("12"), &v));
    assert_int_equal(val_kind(v), VAL_FLOAT);
    assert_string_equal(round_trip(*state, "9007199254740993"),
                        "9007199254740992");
    assert_string_equal(round_trip(*state, "-0"), "-0");
}

static void read_joins_surrogates_and_replaces_half_ones(void **state)
{
    assert_string_equal(round_trip(*state, "\"\\ud83d\\ude00\""),
                        "\"\xF0\x9F\x98\x80\"");
    assert_string_equal(round_trip(*state, "\"\\ud83d!\\ude00\""),
                        "\"\xEF\xBF\xBD!\xEF\xBF\xBD\"");
}

static void read_replaces_each_invalid_byte(void **state)
{
    assert_string_equal(round_trip(*state, "\"a\xFF\xFE z\""),
                        "\"a\xEF\xBF\xBD\xEF\xBF\xBD z\"");
}

static void read_keeps_nul_and_slash_escapes(void **state)
{
    Val v;

    assert_true(codec_read_json(*state, STR("t"), STR("\"a\\u0000\\/b\""), &v));
    assert_int_equal(val_str(v).len, 4);
    assert_memory_equal(val_str(v).ptr, "a\0/b", 4);
}

static void read_fails_in_go_words(void **state)
{
    static const char *const cases[][2] = {
        {"",            "unexpected end of JSON input"                                },
        {"  ",          "unexpected end of JSON input"                                },
        {"{\"a\":",     "unexpected end of JSON input"                                },
        {"[1",          "unexpected end of JSON input"                                },
        {"\"a",         "unexpected end of JSON input"                                },
        {"a",           "invalid character 'a' looking for beginning of value"        },
        {"[1,]",        "invalid character ']' looking for beginning of value"        },
        {"{a:1}",       "invalid character 'a' looking for beginning of object key "
                  "string"                                           },
        {"{\"a\":1,}",  "invalid character '}' looking for beginning of object "
                       "key string"                             },
        {"{\"a\" 1}",   "invalid character '1' after object key"                      },
        {"{\"a\":1 2}", "invalid character '2' after object key:value pair"           },
        {"[1 2]",       "invalid character '2' after array element"                   },
        {"1 2",         "invalid character '2' after top-level value"                 },
        {"tru",         "invalid character ' ' in literal true (expecting 'e')"       },
        {"nil",         "invalid character 'i' in literal null (expecting 'u')"       },
        {"-x",          "invalid character 'x' in numeric literal"                    },
        {"01",          "invalid character '1' after top-level value"                 },
        {"1.",          "invalid character ' ' after decimal point in numeric literal"},
        {"1ex",         "invalid character 'x' in exponent of numeric literal"        },
        {"\"\\q\"",     "invalid character 'q' in string escape code"                 },
        {"\"\\u12x\"",
         "invalid character 'x' in \\u hexadecimal character escape"                  },
        {"\"\n\"",      "invalid character '\\n' in string literal"                   },
        {"'a'",         "invalid character '\\'' looking for beginning of value"      },
        {"\xFF",        "invalid character '\xC3\xBF' looking for beginning of value" },
        {"1e400",       "json: cannot unmarshal number 1e400 into Go value of type "
                  "float64"                                          },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(round_trip(*state, cases[i][0]), cases[i][1]);
}

static void read_error_knows_line_and_column(void **state)
{
    Ctx *cx = *state;
    Val v;

    assert_false(codec_read_json(cx, STR("f.json"), STR("{\n  \"a\": x}"), &v));
    assert_int_equal(cx->err->kind, ERR_JSON);
    assert_int_equal(cx->err->pos.line, 2);
    assert_int_equal(cx->err->pos.column, 8);
}

static void read_bounds_nesting(void **state)
{
    Ctx *cx = *state;
    char *text = arena_alloc_text(&arena, 100000);
    Val v;

    for (size_t i = 0; i < 100000; i++)
        text[i] = '[';
    assert_false(codec_read_json(cx, STR("t"), str_from(text, 100000), &v));
    assert_int_equal(cx->err->kind, ERR_JSON);
    assert_int_equal(cx->depth, 0);
}

static void write_escapes_as_marshal_does(void **state)
{
    Val v = val_from_str(STR("<&>\"\\\b\f\n\r\t\v\x01\x7F\xE2\x80\xA8\xFF"));

    assert_string_equal(marshalled(*state, v),
                        "\"\\u003c\\u0026\\u003e\\\"\\\\\\b\\f\\n\\r\\t\\u000b"
                        "\\u0001\x7F\\u2028\\ufffd\"");
    assert_string_equal(written(*state, val_from_str(STR("<&>")),
                                (JsonStyle){.escape_html = false}),
                        "\"<&>\"");
}

static void write_indents_as_marshal_indent_does(void **state)
{
    Val v;

    assert_true(codec_read_json(
        *state, STR("t"), STR("{\"a\":[1,{}],\"b\":[],\"c\":{\"d\":1}}"), &v));
    assert_string_equal(
        written(*state, v, (JsonStyle){.indent = "  "}),
        "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": [],\n  \"c\": {\n    "
        "\"d\": 1\n  }\n}");
}

static void write_float_changes_form_at_1e_minus_6_and_1e21(void **state)
{
    (void)state;
    assert_string_equal(float_text(1000000), "1000000");
    assert_string_equal(float_text(1e20), "100000000000000000000");
    assert_string_equal(float_text(1e21), "1e+21");
    assert_string_equal(float_text(0.000001), "0.000001");
    assert_string_equal(float_text(0.0000001), "1e-7");
    assert_string_equal(float_text(1.5e-10), "1.5e-10");
    assert_string_equal(float_text(-0.0), "-0");
}

static void write_refuses_what_is_not_finite(void **state)
{
    assert_string_equal(marshalled(*state, val_from_float((double)NAN)),
                        "json: unsupported value: NaN");
    assert_string_equal(marshalled(*state, val_from_float(HUGE_VAL)),
                        "json: unsupported value: +Inf");
    assert_string_equal(marshalled(*state, val_from_float(-HUGE_VAL)),
                        "json: unsupported value: -Inf");
}

static void write_notices_a_map_inside_itself(void **state)
{
    Map *map = map_new(&arena, 0);

    map_set(map, STR("self"), val_from_map(map));
    assert_string_equal(marshalled(*state, val_from_map(map)),
                        "json: unsupported value: encountered a cycle via "
                        "map[string]interface {}");
}

static void
write_gives_bytes_as_base64_and_errors_as_empty_structs(void **state)
{
    Val bytes = val_from_str(STR("hi\xFF"));
    Val error = val_from_str(STR("broken"));

    bytes.go_type = GO_BYTES;
    error.go_type = GO_ERROR;
    assert_string_equal(marshalled(*state, bytes), "\"aGn/\"");
    assert_string_equal(marshalled(*state, error), "{}");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(read_sorts_keys_and_keeps_the_last_of_equal_ones),
        TEST(read_takes_every_kind_of_value),
        TEST(read_makes_every_number_a_float),
        TEST(read_joins_surrogates_and_replaces_half_ones),
        TEST(read_replaces_each_invalid_byte),
        TEST(read_keeps_nul_and_slash_escapes),
        TEST(read_fails_in_go_words),
        TEST(read_error_knows_line_and_column),
        TEST(read_bounds_nesting),
        TEST(write_escapes_as_marshal_does),
        TEST(write_indents_as_marshal_indent_does),
        TEST(write_float_changes_form_at_1e_minus_6_and_1e21),
        TEST(write_refuses_what_is_not_finite),
        TEST(write_notices_a_map_inside_itself),
        TEST(write_gives_bytes_as_base64_and_errors_as_empty_structs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
