/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The plain reader against the YAML specification: each text is written twice,
 * plainly and in a way that only the parser reads, and both must give one
 * value.
 */

#include "codec/json.h"
#include "codec/yaml_read.h"
#include "codec/yaml_simple.h"
#include "value/list.h"
#include "value/map.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static const char *json_of(Ctx *cx, const char *text)
{
    Buf buf;
    Val v;

    buf_init(&buf, &arena);
    assert_true(codec_read_yaml(cx, STR("t"), str_from_c(text), NULL, &v));
    assert_true(codec_write_json(cx, &buf, v, (JsonStyle){0}));
    return arena_c_str(&arena, buf_str(&buf));
}

static bool is_simple(Ctx *cx, const char *text)
{
    Val v;

    return codec_yaml_simple(cx, str_from_c(text), NULL, &v);
}

static void plain_texts_mean_what_yaml_says(void **state)
{
    static const char *const cases[][2] = {
        {"a: 1\nb: x\n",                                                               "{a: 1, b: x}"                    },
        {"a:\n  b:\n    c: d\n  e: f\ng: h",                                           "{a: {b: {c: d}, e: f}, g: h}"    },
        {"a:\n- 1\n- x: 2\n  y: 3\nb: 4\n",                                            "{a: [1, {x: 2, y: 3}], b: 4}"    },
        {"- - 1\n  - 2\n-\n  - 3\n- a:\n  - b\n",                                      "[[1, 2], [3], {a: [b]}]"         },
        {"a:\nb: # none\nc: ~\n",                                                      "{a: null, b: null, c: null}"     },
        {"-\n-\n",                                                                     "[null, null]"                    },
        {"a: \"x: #y\" # c\nb: 'say \"z\"'\n",
         "{a: 'x: #y', b: \"say \\\"z\\\"\"}"                                                                            },
        {"a: x#y #c\n # c\n\nb: http://c:80/\n",
         "{a: 'x#y', b: 'http://c:80/'}"                                                                                 },
        {"a: []\nb: {} # c\n",                                                         "{\"a\": [], \"b\": {}}"          },
        {"a: |\n  x\n   y # no comment\n\n  z\n\nb: 1\n",
         "{a: \"x\\n y # no comment\\n\\nz\\n\", b: 1}"                                                                  },
        {"a: |-\n  x\n\n",                                                             "{a: \"x\"}"                      },
        {"a: |\n  x",                                                                  "{a: \"x\"}"                      },
        {"a: [1, x y, 'it']\nb: [ ] # c\n",                                            "{a: [1, x y, it], b: []}"        },
        {"a: {b: nginx:1.2, c: {d: [-1, \"x, y\"]}}\n",
         "{a: {b: 'nginx:1.2', c: {d: [-1, 'x, y']}}}"                                                                   },
        {"- |\n x\n- -1\n",                                                            "[\"x\\n\", -1]"                  },
        {"{}\n",                                                                       "{}"                              },
        {"# c\n---\n\n# c\n{a: 1} # c\n",                                              "{a: 1}"                          },
        {"[1, {\"b\":2, 'c': 3}]",                                                     "[1, {b: 2, c: 3}]"               },
        {"a:\n  {}\nb:\n  'x'\nc:\n- \n  y\n",                                         "{a: {}, b: x, c: [y]}"           },
        {"\"a.b/c\": 1\n'd': 2\n",                                                     "{a.b/c: 1, d: 2}"                },
        {"- \"a\": 1\n  b: 2\n- \"a\"\n",                                              "[{a: 1, b: 2}, a]"               },
        {"a: x\n  y\n\n\n  z\n# c\nb: 1\n",                                            "{a: \"x y\\n\\nz\", b: 1}"       },
        {"a:\n  x\n  y # c\n\nb: 1\n",                                                 "{a: x y, b: 1}"                  },
        {"a: x\n  - y\n  [z]:\"\n",                                                    "{a: \"x - y [z]:\\\"\"}"         },
        {"- x\n y\n- 1\n 2\n- 2001-01-01\n 00:00:00Z\n",
         "[x y, \"1 2\", \"2001-01-01 00:00:00Z\"]"                                                                      },
        {"a: |+\n  x\n\n \nb: |+\n  y\n",                                              "{a: \"x\\n\\n\\n\", b: \"y\\n\"}"},
        {"a: |\n\n \n  x\nb: |\n\nc: |-\n",
         "{a: \"\\n\\nx\\n\", b: \"\", c: \"\"}"                                                                         },
        {"a: |\n  x\ty\n  \tz\n",                                                      "{a: \"x\\ty\\n\\tz\\n\"}"        },
        {"a: \"\\\"x\\\\\\n\\t\\r\" # c\nb: 'it''s'\n",
         "{a: \"\\\"x\\\\\\n\\t\\r\", b: \"it's\"}"                                                                      },
        {"a: [\"\\\"\", 'it''s']\n",                                                   "{a: [\"\\\"\", \"it's\"]}"       },
        {"# \xe2\x80\x99\nb: x\xc3\xa9 # \xc3\xa9\nc: '\xc3\xa9'\nd: |\n  \xc3\xa9\n",
         "{b: x\xc3\xa9, c: \xc3\xa9, d: \"\xc3\xa9\\n\"}"                                                               },
        {"a: ^x$\nb: (y)\nc: :80\nd: \\z\ne: =\nf: ;\n",
         "{a: \"^x$\", b: (y), c: \":80\", d: \\z, e: \"=\", f: \";\"}"                                                  },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Str flow = arena_fmt(&arena, "%%YAML 1.1\n--- %s", cases[i][1]);

        assert_true(is_simple(*state, cases[i][0]));
        assert_false(is_simple(*state, flow.ptr));
        assert_string_equal(json_of(*state, cases[i][0]),
                            json_of(*state, flow.ptr));
    }
}

static void assert_none_is_simple(Ctx *cx, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_false(is_simple(cx, texts[i]));
}

static void other_syntax_is_left_to_the_parser(void **state)
{
    static const char *const texts[] = {
        "",
        "# nothing\n",
        "text\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !!str 1\n",
        "a: >\n  x\n",
        "a: |2\n    x\n",
        "a: \"x\n  y\"\n",
        "a: [1,\n  2]\n",
        "a: [1, ]\n",
        "a: [x: y]\n",
        "a: [*x]\n",
        "a: [- x]\n",
        "a: [x #y]\n",
        "a: {b:1}\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: {<<: x}\n",
        "? a\n: b\n",
        "a : 1\n",
        "a b: 1\n",
        "<<: x\n",
        "a: 1\r\n",
        "a: \xc3\xa9\n",
        "# \xe2\x80\x99\na: \xc3\xa9\nb: x\xc3\xa9 # \xc3\xa9\nc: '\xc3\xa9'\n",
        "a: |\n  x\n \ty\n",
        "a: |+\n  x",
        "a: |+\n\nb: 1\n",
        "a: \"\\x41\"\n",
        "\"a\" : 1\n",
        "\"\\n\": 1\n",
        "\"\": 1\n",
        "\"1\": 1\n",
        "\"<<\": 1\n",
        "{}: 1\n",
        "[1,\n2]\n",
        "---\n---\na: 1\n",
        "--- a\n",
        "a: b\n  c\td\n",
        "# \xc2\x85\na: 1\n",
        "# \xe2\x80\xa8\na: 1\n",
        "\xef\xbb\xbf- 1\n",
        "\xc3\xa9: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\n",
        "a: [1]# c\n",
        "a:\tb\n",
        "  a: 1\nb: 2\n",
        "{}\n{}\n",
        "\"a\":1\n",
        "%YAML 1.1\n---\na: 1\n",
    };

    assert_none_is_simple(*state, texts, ARRAY_LEN(texts));
}

static void mistakes_are_left_to_the_parser(void **state)
{
    static const char *const texts[] = {
        "a: [1] x\n",
        "a: {b: 1]\n",
        "a: b: c\n",
        "a: - b\n",
        "a: \x7f\n",
        "a: 1\n b: 2\n",
        "a:\n  b: 1\n c: 2\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "\"a.b/c\": 1\n'd': 2\n- x\n",
        "a: x\n  y: z\n",
        "a: x # c\n  y\n",
        "a: x\n# c\n  y\n",
        "a: |\n   \n  x\n",
        "a: |\n  \tx\n y: |\n",
        "a: |\n \tx\n",
        "a: 'x''\n",
        "a: b\n  c:\n",
        "a: b\n  : c\n",
        "# \xff\na: 1\n",
    };

    assert_none_is_simple(*state, texts, ARRAY_LEN(texts));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Val v;

        assert_false(
            codec_read_yaml(*state, STR("t"), str_from_c(texts[i]), NULL, &v));
        (void)err_take(*state);
    }
}

static bool is_a_key(Str key, uint32_t level)
{
    return level != 1 || str_eq_c(key, "a");
}

static const char *wanted_of(Ctx *cx, const char *text)
{
    const YamlReadOptions options = {.keep_integers = true,
                                     .is_wanted = is_a_key};
    Buf buf;
    Val v;

    buf_init(&buf, &arena);
    if (!codec_yaml_simple(cx, str_from_c(text), &options, &v))
        return "";
    assert_true(codec_write_json(cx, &buf, v, (JsonStyle){0}));
    return arena_c_str(&arena, buf_str(&buf));
}

static void what_is_unwanted_is_checked_and_left_out(void **state)
{
    assert_string_equal(wanted_of(*state, "m:\n  b: [1]\n  a: {b: 2}\n"),
                        "{\"m\":{\"a\":{\"b\":2}}}");
    assert_string_equal(wanted_of(*state, "m: {b: {a: x}, a: w}\nb: z\n"),
                        "{\"b\":\"z\",\"m\":{\"a\":\"w\"}}");
    assert_string_equal(wanted_of(*state, "m:\n  b: |\n    x\n  a: -1\n"),
                        "{\"m\":{\"a\":-1}}");
    assert_string_equal(wanted_of(*state, "m:\n  b:\n   - x: .inf\n"), "");
    assert_string_equal(wanted_of(*state, "m:\n  b: {null: 1}\n"), "");
    assert_string_equal(wanted_of(*state, "m:\n  b: &x 1\n"), "");
}

static void what_json_refuses_is_left_to_the_decoder(void **state)
{
    assert_false(is_simple(*state, "a: .inf\n"));
    assert_false(is_simple(*state, "a: [-.Inf]\n"));
    assert_false(is_simple(*state, "a:\n- .NaN\n"));
    assert_false(is_simple(*state, "null: 1\n"));
    assert_false(is_simple(*state, "a: {Null: 1}\n"));
    assert_false(is_simple(*state, "18446744073709551615: 1\n"));
    assert_string_equal(json_of(*state, "yes: 0x10\n010: -1\n1.50: ~\n"),
                        "{\"1.5\":null,\"8\":-1,\"true\":16}");
}

static void giving_up_leaves_no_trace(void **state)
{
    Ctx *cx = *state;
    size_t steps = cx->steps;

    assert_false(is_simple(cx, "a:\n  b:\n  - c: *x\n"));
    assert_int_equal(cx->depth, 0);
    assert_int_equal(cx->steps, steps);
    cx->depth = (uint32_t)cx->limits->depth;
    assert_false(is_simple(cx, "a: 1\n"));
    assert_null(cx->err);
    cx->depth = 0;
}

static void many_entries_make_the_stack_grow(void **state)
{
    Buf buf;
    Val v;

    buf_init(&buf, &arena);
    for (int i = 0; i < 1000; i++)
        buf_add_fmt(&buf, "k%d:\n- %d\n- {a: [1, 2, 3]}\n", i, i);
    assert_true(codec_yaml_simple(*state, buf_str(&buf), NULL, &v));
    assert_int_equal(map_len(val_map(v)), 1000);
    assert_true(map_get(val_map(v), STR("k777"), &v));
    assert_int_equal(val_list(v)->len, 2);
    assert_true(val_float(val_list(v)->items[0]) == 777);
}

static void deep_nesting_is_left_to_the_parser(void **state)
{
    Buf buf;

    buf_init(&buf, &arena);
    for (int i = 0; i < 100; i++)
        buf_add_c(&buf, "- ");
    buf_add_c(&buf, "x");
    assert_false(is_simple(*state, arena_c_str(&arena, buf_str(&buf))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_texts_mean_what_yaml_says),
        cmocka_unit_test(other_syntax_is_left_to_the_parser),
        cmocka_unit_test(mistakes_are_left_to_the_parser),
        cmocka_unit_test(what_is_unwanted_is_checked_and_left_out),
        cmocka_unit_test(what_json_refuses_is_left_to_the_decoder),
        cmocka_unit_test(giving_up_leaves_no_trace),
        cmocka_unit_test(many_entries_make_the_stack_grow),
        cmocka_unit_test(deep_nesting_is_left_to_the_parser),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
