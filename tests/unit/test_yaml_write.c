/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Expected texts are those of sigs.k8s.io/yaml 1.6.0 (toYaml) and go-yaml
 * 3.0.4 with indent 2 (toYamlPretty).
 */
#include <math.h>

#include "codec/json.h"
#include "codec/yaml_write.h"
#include "value/list.h"
#include "value/map.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static const char *yaml_of(Ctx *cx, Val v)
{
    Buf buf;

    buf_init(&buf, &arena);
    if (!codec_write_yaml(cx, &buf, v))
        return arena_c_str(&arena, err_take(cx));
    return arena_c_str(&arena, buf_str(&buf));
}

static const char *pretty_of(Ctx *cx, Val v)
{
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(codec_write_yaml_pretty(cx, &buf, v));
    return arena_c_str(&arena, buf_str(&buf));
}

static Val from_json(Ctx *cx, const char *json)
{
    Val v;

    assert_true(codec_read_json(cx, STR("t"), str_from_c(json), &v));
    return v;
}

static const char *string_yaml(Ctx *cx, const char *text)
{
    return yaml_of(cx, val_from_str(str_from_c(text)));
}

typedef const char *const Cases[2];

static void assert_strings(Ctx *cx, Cases *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(string_yaml(cx, cases[i][0]), cases[i][1]);
}

static void collections_are_blocks_with_lists_at_the_keys_column(void **state)
{
    Val v = from_json(*state, "{\"a\":{\"b\":[1,[2,3],{\"c\":4,\"d\":[5]}]},"
                              "\"e\":[],\"f\":{},\"g\":null,\"h\":true}");

    assert_string_equal(yaml_of(*state, v),
                        "a:\n  b:\n  - 1\n  - - 2\n    - 3\n  - c: 4\n    d:\n"
                        "    - 5\ne: []\nf: {}\ng: null\nh: true\n");
}

static void pretty_indents_lists_below_their_key(void **state)
{
    Val v = from_json(*state, "{\"a\":{\"b\":[1,[2],{\"c\":4}]}}");

    assert_string_equal(pretty_of(*state, v),
                        "a:\n  b:\n    - 1\n    - - 2\n    - c: 4\n");
}

static void keys_count_digits_as_numbers(void **state)
{
    Val v = from_json(*state, "{\"a10\":0,\"a2\":0,\"a1\":0,\"a01\":0,\"B\":0,"
                              "\"a-b\":0,\"ab\":0,\"10\":0,\"9\":0,\"\":0}");

    assert_string_equal(yaml_of(*state, v),
                        "\"\": 0\n\"9\": 0\n\"10\": 0\nB: 0\na-b: 0\na1: 0\n"
                        "a01: 0\na2: 0\na10: 0\nab: 0\n");
}

static void v3_puts_letters_first_after_digits(void **state)
{
    Val v = from_json(*state, "{\"1a\":0,\"1-\":0}");

    assert_string_equal(yaml_of(*state, v), "1-: 0\n1a: 0\n");
    assert_string_equal(pretty_of(*state, v), "1a: 0\n1-: 0\n");
}

static void strings_that_read_as_something_else_are_quoted(void **state)
{
    static Cases cases[] = {
        {"",           "\"\"\n"          },
        {"yes",        "\"yes\"\n"       },
        {"N",          "\"N\"\n"         },
        {"null",       "\"null\"\n"      },
        {"~",          "\"~\"\n"         },
        {"1",          "\"1\"\n"         },
        {"1e3",        "\"1e3\"\n"       },
        {"0x1f",       "\"0x1f\"\n"      },
        {"0o7",        "\"0o7\"\n"       },
        {".5",         "\".5\"\n"        },
        {"1_0",        "\"1_0\"\n"       },
        {".inf",       "\".inf\"\n"      },
        {"1:30",       "\"1:30\"\n"      },
        {"2001-01-01", "\"2001-01-01\"\n"},
        {"2001-01-32", "2001-01-32\n"    },
        {"<<",         "<<\n"            },
        {"=",          "=\n"             },
        {"v1.2",       "v1.2\n"          },
        {"1.2.3",      "1.2.3\n"         },
        {"0xfg",       "0xfg\n"          },
    };

    assert_strings(*state, cases, ARRAY_LEN(cases));
}

static void strings_with_syntax_in_them_are_single_quoted(void **state)
{
    static Cases cases[] = {
        {"a: b",     "'a: b'\n"  },
        {"a:b",      "a:b\n"     },
        {"a:",       "'a:'\n"    },
        {"a #b",     "'a #b'\n"  },
        {"a#b",      "a#b\n"     },
        {"- a",      "'- a'\n"   },
        {"-a",       "-a\n"      },
        {"---",      "'---'\n"   },
        {"{a}",      "'{a}'\n"   },
        {"*a",       "'*a'\n"    },
        {" a",       "' a'\n"    },
        {"a ",       "'a '\n"    },
        {"it's",     "it's\n"    },
        {"'a'",      "'''a'''\n" },
        {"@a",       "'@a'\n"    },
        {"\xC3\xA9", "\xC3\xA9\n"},
    };

    assert_strings(*state, cases, ARRAY_LEN(cases));
}

static void strings_that_need_escapes_are_double_quoted(void **state)
{
    static Cases cases[] = {
        {"a\tb",             "\"a\\tb\"\n"       },
        {"a\rb",             "\"a\\rb\"\n"       },
        {"\x01",             "\"\\x01\"\n"       },
        {"\xF0\x9F\x98\x80", "\"\\U0001F600\"\n" },
        {"a\xEF\xBB\xBF",    "\"a\\uFEFF\"\n"    },
        {"\xEF\xBB\xBF"
         "a",       "\"\\uFEFF\\x61\"\n"},
        {"\xFF",             "\xEF\xBF\xBD\n"    },
    };

    assert_strings(*state, cases, ARRAY_LEN(cases));
}

static void next_line_is_folded_on_its_way_through_json(void **state)
{
    assert_string_equal(string_yaml(*state, "a \xC2\x85 b"), "a b\n");
    assert_string_equal(string_yaml(*state, "a\xC2\x85\xC2\x85"
                                            "b"),
                        "|-\n  a\n  b\n");
    assert_string_equal(string_yaml(*state, "a\x7F"),
                        "yaml: control characters are not allowed");
}

static void strings_of_several_lines_are_literal_blocks(void **state)
{
    static Cases cases[] = {
        {"a\nb",    "|-\n  a\n  b\n"  },
        {"a\nb\n",  "|\n  a\n  b\n"   },
        {"a\n\n",   "|+\n  a\n\n"     },
        {"\na",     "|2-\n\n  a\n"    },
        {" a\nb",   "|2-\n   a\n  b\n"},
        {"\n",      "|2+\n\n"         },
        {"a \nb",   "\"a \\nb\"\n"    },
        {"a\nb ",   "\"a\\nb \"\n"    },
        {"a\tb\nc", "\"a\\tb\\nc\"\n" },
    };

    assert_strings(*state, cases, ARRAY_LEN(cases));
}

static void pretty_keeps_tabs_in_blocks(void **state)
{
    assert_string_equal(pretty_of(*state, val_from_str(STR("a\tb\nc"))),
                        "|-\n  a\tb\n  c\n");
}

static void long_lines_break_at_a_space_but_not_in_pretty(void **state)
{
    const char *text = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b c";
    Val v = from_json(*state, arena_fmt(&arena, "{\"k\":\"%s\"}", text).ptr);

    assert_string_equal(yaml_of(*state, v),
                        arena_fmt(&arena, "k: %.85s\n  b c\n", text).ptr);
    assert_string_equal(pretty_of(*state, v),
                        arena_fmt(&arena, "k: %s\n", text).ptr);
}

static void keys_that_do_not_fit_a_line_stand_alone(void **state)
{
    char key[131];
    Val v;

    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    v = from_json(
        *state, arena_fmt(&arena, "{\"%s\":[1],\"a\\nb\":{\"c\":1}}", key).ptr);
    assert_string_equal(
        yaml_of(*state, v),
        arena_fmt(&arena, "? |-\n  a\n  b\n: c: 1\n? %s\n: - 1\n", key).ptr);
}

static void numbers_pass_through_json_but_not_in_pretty(void **state)
{
    Val v = from_json(*state, "[1000000,1.5,1e20,1e19,1e21,0.000001,"
                              "123456789.25,-0,1152921504606846976]");

    assert_string_equal(yaml_of(*state, v),
                        "- 1000000\n- 1.5\n- 1e+20\n- 10000000000000000000\n"
                        "- 1e+21\n- 1e-06\n- 1.2345678925e+08\n- 0\n"
                        "- 1152921504606847000\n");
    assert_string_equal(pretty_of(*state, v),
                        "- 1e+06\n- 1.5\n- 1e+20\n- 1e+19\n- 1e+21\n- 1e-06\n"
                        "- 1.2345678925e+08\n- -0\n- 1.152921504606847e+18\n");
}

static void what_json_lacks_is_an_error_but_not_in_pretty(void **state)
{
    Val v = val_from_float(HUGE_VAL);

    assert_string_equal(
        yaml_of(*state, v),
        "error marshaling into JSON: json: unsupported value: +Inf");
    assert_string_equal(pretty_of(*state, v), ".inf\n");
}

static void bytes_are_base64_and_in_pretty_a_list(void **state)
{
    Val v = val_from_str(STR("hi"));

    v.go_type = GO_BYTES;
    assert_string_equal(yaml_of(*state, v), "aGk=\n");
    assert_string_equal(pretty_of(*state, v), "- 104\n- 105\n");
}

static void pretty_tags_text_that_is_no_utf8(void **state)
{
    assert_string_equal(pretty_of(*state, val_from_str(STR("\x80\x81"))),
                        "!!binary gIE=\n");
}

static void failure_leaves_the_buffer_as_it_was(void **state)
{
    Map *map = map_new(&arena, 0);
    Buf buf;

    map_set(map, STR("a"), val_from_int(1));
    map_set(map, STR("b"), val_from_map(map));
    buf_init(&buf, &arena);
    buf_add(&buf, STR("x"));
    assert_false(codec_write_yaml(*state, &buf, val_from_map(map)));
    assert_true(str_eq_c(err_take(*state),
                         "error marshaling into JSON: json: unsupported value: "
                         "encountered a cycle via map[string]interface {}"));
    assert_true(str_eq_c(buf_str(&buf), "x"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(collections_are_blocks_with_lists_at_the_keys_column),
        TEST(pretty_indents_lists_below_their_key),
        TEST(keys_count_digits_as_numbers),
        TEST(v3_puts_letters_first_after_digits),
        TEST(strings_that_read_as_something_else_are_quoted),
        TEST(strings_with_syntax_in_them_are_single_quoted),
        TEST(strings_that_need_escapes_are_double_quoted),
        TEST(next_line_is_folded_on_its_way_through_json),
        TEST(strings_of_several_lines_are_literal_blocks),
        TEST(pretty_keeps_tabs_in_blocks),
        TEST(long_lines_break_at_a_space_but_not_in_pretty),
        TEST(keys_that_do_not_fit_a_line_stand_alone),
        TEST(numbers_pass_through_json_but_not_in_pretty),
        TEST(what_json_lacks_is_an_error_but_not_in_pretty),
        TEST(bytes_are_base64_and_in_pretty_a_list),
        TEST(pretty_tags_text_that_is_no_utf8),
        TEST(failure_leaves_the_buffer_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
