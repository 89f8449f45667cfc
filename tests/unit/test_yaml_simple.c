/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The plain reader against the YAML specification: each text is written twice,
 * plainly and in a way that only the parser reads, and both must give one
 * value.
 */

#include "codec/json.h"
#include "codec/yaml_read.h"
#include "codec/yaml_simple.h"

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
    return codec_yaml_simple(cx, str_from_c(text)) != NULL;
}

static void plain_texts_mean_what_yaml_says(void **state)
{
    static const char *const cases[][2] = {
        {"a: 1\nb: x\n",                                  "{a: 1, b: x}"                },
        {"a:\n  b:\n    c: d\n  e: f\ng: h",              "{a: {b: {c: d}, e: f}, g: h}"},
        {"a:\n- 1\n- x: 2\n  y: 3\nb: 4\n",               "{a: [1, {x: 2, y: 3}], b: 4}"},
        {"- - 1\n  - 2\n-\n  - 3\n- a:\n  - b\n",         "[[1, 2], [3], {a: [b]}]"     },
        {"a:\nb: # none\nc: ~\n",                         "{a: null, b: null, c: null}" },
        {"-\n-\n",                                        "[null, null]"                },
        {"a: \"x: #y\" # c\nb: 'say \"z\"'\n",
         "{a: 'x: #y', b: \"say \\\"z\\\"\"}"                                           },
        {"a: x#y #c\n # c\n\nb: http://c:80/\n",
         "{a: 'x#y', b: 'http://c:80/'}"                                                },
        {"a: []\nb: {} # c\n",                            "{\"a\": [], \"b\": {}}"      },
        {"a: |\n  x\n   y # no comment\n\n  z\n\nb: 1\n",
         "{a: \"x\\n y # no comment\\n\\nz\\n\", b: 1}"                                 },
        {"a: |-\n  x\n\n",                                "{a: \"x\"}"                  },
        {"a: |\n  x",                                     "{a: \"x\"}"                  },
        {"a: [1, x y, 'it']\nb: [ ] # c\n",               "{a: [1, x y, it], b: []}"    },
        {"a: {b: nginx:1.2, c: {d: [-1, \"x, y\"]}}\n",
         "{a: {b: 'nginx:1.2', c: {d: [-1, 'x, y']}}}"                                  },
        {"- |\n x\n- -1\n",                               "[\"x\\n\", -1]"              },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_true(is_simple(*state, cases[i][0]));
        assert_false(is_simple(*state, cases[i][1]));
        assert_string_equal(json_of(*state, cases[i][0]),
                            json_of(*state, cases[i][1]));
    }
}

static void all_else_is_left_to_the_parser(void **state)
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
        "a: |\nb: 1\n",
        "a: |\n\n  x\n",
        "a: x\n  y\n",
        "a: \"x\\n\"\n",
        "a: 'it''s'\n",
        "a: \"x\n  y\"\n",
        "a: [1,\n  2]\n",
        "a: [1, ]\n",
        "a: [x: y]\n",
        "a: [*x]\n",
        "a: [- x]\n",
        "a: [x #y]\n",
        "a: [1] x\n",
        "a: [1]# c\n",
        "a: ['it''s']\n",
        "a: [\"\\n\"]\n",
        "a: {b:1}\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: {<<: x}\n",
        "a: {b: 1]\n",
        "? a\n: b\n",
        "a : 1\n",
        "a b: 1\n",
        "<<: x\n",
        "a: b: c\n",
        "a: - b\n",
        "a:\tb\n",
        "a: 1\r\n",
        "a: \xc3\xa9\n",
        "a: \x7f\n",
        "a: 1\n b: 2\n",
        "a:\n  b: 1\n c: 2\n",
        "  a: 1\nb: 2\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\n",
        "%YAML 1.1\n---\na: 1\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_false(is_simple(*state, texts[i]));
}

static void deep_nesting_is_left_to_the_parser(void **state)
{
    Buf buf;

    buf_init(&buf, &arena);
    for (int i = 0; i < 100; i++)
        buf_add_c(&buf, "- ");
    buf_add_byte(&buf, 'x');
    assert_null(codec_yaml_simple(*state, buf_str(&buf)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_texts_mean_what_yaml_says),
        cmocka_unit_test(all_else_is_left_to_the_parser),
        cmocka_unit_test(deep_nesting_is_left_to_the_parser),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
