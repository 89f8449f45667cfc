/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Expected texts and messages are those of BurntSushi/toml 1.6.0, values seen
 * as JSON.
 */

#include "codec/json.h"
#include "codec/toml.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

/* The value as JSON; the message when there is none. */
static const char *read_text(Ctx *cx, const char *text)
{
    Val v;
    Buf buf;

    buf_init(&buf, &arena);
    if (!codec_read_toml(cx, STR("test.toml"), str_from_c(text), &v))
        return arena_c_str(&arena, err_take(cx));
    assert_true(codec_write_json(cx, &buf, v, (JsonStyle){0}));
    return arena_c_str(&arena, buf_str(&buf));
}

/* JSON as TOML; the message when that fails. */
static const char *toml_of(Ctx *cx, const char *json)
{
    Val v;
    Buf buf;

    assert_true(codec_read_json(cx, STR("t"), str_from_c(json), &v));
    buf_init(&buf, &arena);
    if (!codec_write_toml(cx, &buf, v))
        return arena_c_str(&arena, err_take(cx));
    return arena_c_str(&arena, buf_str(&buf));
}

typedef const char *const Cases[2];

static void write_puts_values_before_tables(void **state)
{
    assert_string_equal(
        toml_of(*state, "{\"a\":{\"x\":1,\"y\":{\"z\":true}},\"b\":\"s\","
                        "\"c\":[{\"n\":1},{\"n\":2}],\"d\":[1,[\"x\"]],"
                        "\"e\":null,\"f g\":1.5,\"h\":{}}"),
        "b = \"s\"\nd = [1.0, [\"x\"]]\n\"f g\" = 1.5\n\n[a]\n  x = 1.0\n"
        "  [a.y]\n    z = true\n\n[[c]]\n  n = 1.0\n\n[[c]]\n  n = 2.0\n\n[h]"
        "\n");
}

static void write_puts_mixed_arrays_in_a_line(void **state)
{
    assert_string_equal(
        toml_of(*state, "{\"a\":[1,{\"b\":1,\"c\":{\"d\":[]},\"e\":null}]}"),
        "a = [1.0, {b = 1.0, c = {d = []}}]\n");
}

static void write_escapes_strings(void **state)
{
    assert_string_equal(
        toml_of(*state, "{\"a\":\"\\\"\\\\\\n\\t\\u0001\x7F\"}"),
        "a = \"\\\"\\\\\\n\\t\\u0001\\u007f\"\n");
}

static void write_fails_in_the_encoders_words(void **state)
{
    assert_string_equal(toml_of(*state, "{\"a\":[null]}"),
                        "toml: cannot encode array with nil element");
    assert_string_equal(toml_of(*state, "[{\"a\":1}]"),
                        "toml: top-level values must be Go maps or structs");
    assert_string_equal(toml_of(*state, "[1]"), "[1.0]");
}

static void read_takes_tables_and_dotted_keys(void **state)
{
    static Cases cases[] = {
        {"a = 1\nb.c = 'x'\n[t]\nk = [1, 2,\n 3] # c\n[t.u]\nz = {x = 1}\n",
         "{\"a\":1,\"b\":{\"c\":\"x\"},\"t\":{\"k\":[1,2,3],\"u\":{\"z\":{"
         "\"x\":1}}}}"                                                                                              },
        {"[[a]]\nn = 1\n[[a]]\nn = 2\n[a.s]\nq = 1\n",
         "{\"a\":[{\"n\":1},{\"n\":2,\"s\":{\"q\":1}}]}"                                                            },
        {"x = [{a = 1}, {b.c = 2}]\n",                                       "{\"x\":[{\"a\":1},{\"b\":{\"c\":2}}]}"},
        {"[a.b]\nx = 1\n[a]\ny = 2\n",                                       "{\"a\":{\"b\":{\"x\":1},\"y\":2}}"    },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_text(*state, cases[i][0]), cases[i][1]);
}

static void read_takes_every_kind_of_value(void **state)
{
    static Cases cases[] = {
        {"i = [0b101, 0o17, 0x1F, -1_000, +5]", "{\"i\":[5,15,31,-1000,5]}"      },
        {"f = [1.5, 1e3, -0.5]",                "{\"f\":[1.5,1000,-0.5]}"        },
        {"s = \"a\\tb\\u00e9\\x41\"",           "{\"s\":\"a\\tb\xC3\xA9"
                                      "A\"}"},
        {"s = \"\"\"\nab \\\n   cd\"\"\"",      "{\"s\":\"ab cd\"}"              },
        {"s = '''\na\\b'''",                    "{\"s\":\"a\\\\b\"}"             },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_text(*state, cases[i][0]), cases[i][1]);
}

static void read_gives_times_that_print(void **state)
{
    Val v;
    Val time;
    Buf buf;

    assert_string_equal(
        read_text(*state, "d = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.50, "
                          "1979-05-27, 07:32:00]"),
        "{\"d\":[\"1979-05-27T07:32:00Z\",\"1979-05-27T07:32:00.5Z\","
        "\"1979-05-27T00:00:00Z\",\"0000-01-01T07:32:00Z\"]}");
    assert_true(codec_read_toml(*state, STR("t"),
                                STR("d = 1979-05-27T00:32:00+02:00"), &v));
    assert_true(map_get(val_map(v), STR("d"), &time));
    buf_init(&buf, &arena);
    assert_true(val_print(*state, &buf, time));
    assert_string_equal(arena_c_str(&arena, buf_str(&buf)),
                        "1979-05-27 00:32:00 +0200 +0200");
}

static void read_types_are_gos(void **state)
{
    Val v;
    Val at;

    assert_true(
        codec_read_toml(*state, STR("t"), STR("i = 1\nl = [1]\n[[t]]\n"), &v));
    assert_true(map_get(val_map(v), STR("i"), &at));
    assert_int_equal(at.go_type, GO_INT64);
    assert_true(map_get(val_map(v), STR("l"), &at));
    assert_int_equal(at.go_type, GO_LIST);
    assert_true(map_get(val_map(v), STR("t"), &at));
    assert_int_equal(at.go_type, GO_MAPS);
}

static void read_fails_in_the_decoders_words(void **state)
{
    static Cases cases[] = {
        {"a = ",                    "toml: line 1 (last key \"a\"): unexpected EOF; expected "
                 "value"                                                     },
        {"a = 1\nb =\n",            "toml: line 2 (last key \"b\"): expected value but "
                         "found '\\n' instead"                       },
        {"a = nope",                "toml: line 1 (last key \"a\"): expected value but found "
                     "\"nope\" instead"                                  },
        {"a 1",                     "toml: line 1: expected '.' or '=', but got '1' instead" },
        {"= 1",                     "toml: line 1: unexpected '=': key name appears blank"   },
        {"a = 1 2",                 "toml: line 1: expected a top-level item to end with a "
                    "newline, comment, or EOF, but got '2' instead"       },
        {"a = 1\na = 2",            "toml: line 2 (last key \"a\"): Key 'a' has already "
                         "been defined."                             },
        {"[t]\n[t]",                "toml: line 2: Key 't' has already been defined."        },
        {"a = 01",                  "toml: line 1 (last key \"a\"): Invalid integer \"01\": "
                   "cannot have leading zeroes"                            },
        {"a = 1__0",                "toml: line 1 (last key \"a\"): Invalid integer "
                     "\"1__0\": underscores must be surrounded by digits"},
        {"a = 1.",                  "toml: line 1 (last key \"a\"): Invalid float \"1.\": '.' "
                   "must be followed by one or more digits"                },
        {"a = 9223372036854775808",
         "toml: line 1 (last key \"a\"): 9223372036854775808 is out of range "
         "for int64"                                                                         },
        {"a = \"x\ny\"",            "toml: line 1 (last key \"a\"): strings cannot "
                         "contain newlines"                          },
        {"a = \"\\q\"",             "toml: line 1 (last key \"a\"): invalid escape in "
                        "string '\\q'"                                },
        {"a = [1 2]",               "toml: line 1 (last key \"a\"): expected a comma (',') "
                      "or array terminator (']'), but got '2'"          },
        {"a = {b = 1",              "toml: line 1 (last key \"a.b\"): expected a comma or "
                       "an inline table terminator '}', but got end of file "
                       "instead"                                       },
        {"[a",                      "toml: line 1: expected '.' or ']' to end table name, but got "
               "'\\x00' instead"                                               },
        {"[]",                      "toml: line 1: unexpected end of table name (table names "
               "cannot be empty)"                                              },
        {"a = 1979-13-01",          "toml: line 1 (last key \"a\"): invalid datetime: "
                           "\"1979-13-01\""                        },
        {"a = \x01",                "toml: line 1 (last key \"a\"): TOML files cannot contain "
                     "control characters: '0x01'"                        },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_text(*state, cases[i][0]), cases[i][1]);
}

static void read_bounds_nesting(void **state)
{
    Ctx *cx = *state;
    char *text = arena_alloc_text(&arena, 20000);
    Val v;

    text[0] = 'a';
    text[1] = '=';
    for (size_t i = 2; i < 20000; i++)
        text[i] = '[';
    assert_false(codec_read_toml(cx, STR("t"), str_from(text, 20000), &v));
    assert_int_equal(cx->err->kind, ERR_LIMIT);
    assert_int_equal(cx->depth, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(write_puts_values_before_tables),
        TEST(write_puts_mixed_arrays_in_a_line),
        TEST(write_escapes_strings),
        TEST(write_fails_in_the_encoders_words),
        TEST(read_takes_tables_and_dotted_keys),
        TEST(read_takes_every_kind_of_value),
        TEST(read_gives_times_that_print),
        TEST(read_types_are_gos),
        TEST(read_fails_in_the_decoders_words),
        TEST(read_bounds_nesting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
