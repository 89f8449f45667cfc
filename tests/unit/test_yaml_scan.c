/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Tokens are told as text, one word each: '{' and '[' open a block mapping and
 * sequence, '}' closes either, '(' ')' and '<' '>' are flow mappings and
 * sequences, 'K' and 'V' stand for the key and value indicators.
 */

#include "base/buf.h"
#include "codec/yaml_scan.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static const char *const words[] = {
    [YAML_AT_STREAM_END] = "$",
    [YAML_AT_VERSION] = "%",
    [YAML_AT_TAG_DIRECTIVE] = "%T",
    [YAML_AT_DOCUMENT_START] = "---",
    [YAML_AT_DOCUMENT_END] = "...",
    [YAML_AT_BLOCK_SEQUENCE] = "[",
    [YAML_AT_BLOCK_MAPPING] = "{",
    [YAML_AT_BLOCK_END] = "}",
    [YAML_AT_FLOW_SEQUENCE] = "<",
    [YAML_AT_FLOW_SEQUENCE_END] = ">",
    [YAML_AT_FLOW_MAPPING] = "(",
    [YAML_AT_FLOW_MAPPING_END] = ")",
    [YAML_AT_BLOCK_ENTRY] = "-",
    [YAML_AT_FLOW_ENTRY] = ",",
    [YAML_AT_KEY] = "K",
    [YAML_AT_VALUE] = "V",
    [YAML_AT_ALIAS] = "*",
    [YAML_AT_ANCHOR] = "&",
    [YAML_AT_TAG] = "!",
    [YAML_AT_SCALAR] = "",
};

static void add_token(Buf *buf, const YamlToken *token)
{
    bool is_scalar = token->kind == YAML_AT_SCALAR;

    if (buf->len != 0)
        buf_add_byte(buf, ' ');
    buf_add_c(buf, words[token->kind]);
    if (is_scalar && !token->is_plain)
        buf_add_byte(buf, '\'');
    buf_add(buf, token->value);
    if (token->suffix.len != 0)
        buf_add_fmt(buf, ":%.*s", STR_ARG(token->suffix));
}

/* The tokens of a text up to its end or a failure, whose message follows. */
static const char *tokens_of(Ctx *cx, Str text)
{
    YamlScan *scan = codec_yaml_scan_new(cx, STR("t"), text);
    const YamlToken *token = codec_yaml_scan_peek(scan);
    Buf buf;

    buf_init(&buf, &arena);
    while (token != NULL) {
        add_token(&buf, token);
        if (token->kind == YAML_AT_STREAM_END)
            return arena_c_str(&arena, buf_str(&buf));
        codec_yaml_scan_skip(scan);
        token = codec_yaml_scan_peek(scan);
    }
    buf_add(&buf, STR(" | "));
    buf_add(&buf, err_take(cx));
    return arena_c_str(&arena, buf_str(&buf));
}

typedef const char *const Cases[2];

static void assert_tokens(Ctx *cx, Cases *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(tokens_of(cx, str_from_c(cases[i][0])),
                            cases[i][1]);
}

static void indentation_opens_and_closes_blocks(void **state)
{
    static Cases cases[] = {
        {"",                    "$"                              },
        {"a: b\nc:\n  d: e\n",  "{ K a V b K c V { K d V e } } $"},
        {"- a\n- - b\n",        "[ - a - [ - b } } $"            },
        {"a:\n- b\nc: d\n",     "{ K a V - b K c V d } $"        },
        {"- a: b\n  c: d\n",    "[ - { K a V b K c V d } } $"    },
        {"? a\n: b\n",          "{ K a V b } $"                  },
        {"a\n---\nb\n...\nc\n", "a --- b ... c $"                },
    };

    assert_tokens(*state, cases, ARRAY_LEN(cases));
}

static void a_key_is_known_by_its_colon(void **state)
{
    static Cases cases[] = {
        {"[a, b]: c\n",     "{ K < a , b > V c } $"                                        },
        {"&x !y a: b\n",    "{ K &x !!:y a V b } $"                                        },
        {"[a: b, \"c\":d]", "< K a V b , K 'c V d > $"                                     },
        {"[a:b, c:]",       "< a:b , c: > $"                                               },
        {"{a, ? b, :c}",    "( a , K b , V c ) $"                                          },
        {"a\nb: c\n",       "a b | error converting YAML to JSON: yaml: line 2: "
                      "mapping values are not allowed in this context"},
    };

    assert_tokens(*state, cases, ARRAY_LEN(cases));
}

static void scalars_lose_folds_and_escapes(void **state)
{
    static Cases cases[] = {
        {"a\n b\n\n c",          "a b\nc $"  },
        {"'it''s\n on'",         "'it's on $"},
        {"\"\\x41\\\n  b\\tc\"", "'Ab\tc $"  },
        {"|\n a\n  b\n\n",       "'a\n b\n $"},
        {">-\n a\n b\n\n c\n",   "'a b\nc $" },
        {"|+\n a\n\n",           "'a\n\n $"  },
        {"a # b",                "a $"       },
        {"a#b",                  "a#b $"     },
    };

    assert_tokens(*state, cases, ARRAY_LEN(cases));
}

static void directives_tags_and_anchors_are_cut(void **state)
{
    static Cases cases[] = {
        {"%YAML 1.1\n%TAG !e! tag:e,1:\n--- !e!x\n",
         "% %T!e!:tag:e,1: --- !!e!:x $"                                    },
        {"!<tag:x> a",                               "!:tag:x a $"          },
        {"! a",                                      "!:! a $"              },
        {"!a%41,b c",                                "!!:aA,b c $"          },
        {"- &a-1 x\n- *a-1\n",                       "[ - &a-1 x - *a-1 } $"},
    };

    assert_tokens(*state, cases, ARRAY_LEN(cases));
}

static void any_encoding_gives_the_same_tokens(void **state)
{
    static const char little[] = "\xFF\xFE"
                                 "a\0:\0 \0\xE9\0\n\0";
    static const char big[] = "\xFE\xFF"
                              "\0a\0:\0 \0\xE9\0\n";
    static const char *const plain = "{ K a V \xC3\xA9 } $";

    assert_string_equal(tokens_of(*state, STR("a: \xC3\xA9\n")), plain);
    assert_string_equal(tokens_of(*state, STR("\xEF\xBB\xBF"
                                              "a: \xC3\xA9\n")),
                        plain);
    assert_string_equal(tokens_of(*state, str_from(little, sizeof little - 1)),
                        plain);
    assert_string_equal(tokens_of(*state, str_from(big, sizeof big - 1)),
                        plain);
}

/* go-yaml decodes 512 bytes at a time: what is malformed fails when it is
 * decoded, which is before the scanner comes to an earlier mistake. */
static void bad_bytes_fail_when_they_are_decoded(void **state)
{
    Buf far;

    assert_string_equal(tokens_of(*state, STR("@\xFF")),
                        " | error converting YAML to JSON: yaml: invalid "
                        "leading UTF-8 octet");
    buf_init(&far, &arena);
    buf_add_byte(&far, '@');
    buf_add_repeat(&far, 'x', 600);
    buf_add_byte(&far, '\xFF');
    assert_string_equal(tokens_of(*state, buf_str(&far)),
                        " | error converting YAML to JSON: yaml: found "
                        "character that cannot start any token");
}

static void marks_count_lines_and_characters(void **state)
{
    YamlScan *scan = codec_yaml_scan_new(
        *state, STR("t"), STR("# \xC3\xA9\r\n\xC3\xA9: \xF0\x9F\x98\x80 x\n"));
    const YamlToken *token = codec_yaml_scan_peek(scan);
    YamlToken found;

    while (token != NULL && token->kind != YAML_AT_VALUE) {
        codec_yaml_scan_skip(scan);
        token = codec_yaml_scan_peek(scan);
    }
    assert_non_null(token);
    found = token == NULL ? (YamlToken){.n_wide = 0} : *token;
    assert_int_equal(found.start.line, 1);
    assert_int_equal(found.start.column, 1);
    assert_int_equal(found.n_wide, 1);
}

static void queues_and_levels_grow(void **state)
{
    Buf text;
    size_t n = 0;
    YamlScan *scan;

    buf_init(&text, &arena);
    buf_add_repeat(&text, '[', 500);
    buf_add_repeat(&text, ']', 500);
    scan = codec_yaml_scan_new(*state, STR_NONE, buf_str(&text));
    for (const YamlToken *token = codec_yaml_scan_peek(scan);
         token != NULL && token->kind != YAML_AT_STREAM_END;
         token = codec_yaml_scan_peek(scan)) {
        codec_yaml_scan_skip(scan);
        n++;
    }
    assert_int_equal(n, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(indentation_opens_and_closes_blocks),
        TEST(a_key_is_known_by_its_colon),
        TEST(scalars_lose_folds_and_escapes),
        TEST(directives_tags_and_anchors_are_cut),
        TEST(any_encoding_gives_the_same_tokens),
        TEST(bad_bytes_fail_when_they_are_decoded),
        TEST(marks_count_lines_and_characters),
        TEST(queues_and_levels_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
