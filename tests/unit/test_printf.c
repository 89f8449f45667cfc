/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Facts of Go's fmt.Sprintf.
 */

#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static Val text(const char *s)
{
    return val_from_str(str_from_c(s));
}

static Val of_type(Val v, GoType type)
{
    v.go_type = (uint8_t)type;
    return v;
}

static Val number(int64_t n)
{
    return val_from_int(n);
}

static Val bytes(const char *s)
{
    return of_type(text(s), GO_BYTES);
}

static Val error_of(const char *s)
{
    return of_type(text(s), GO_ERROR);
}

static Val byte(int64_t n)
{
    return of_type(number(n), GO_UINT8);
}

static Val duration(int64_t n)
{
    return of_type(number(n), GO_DURATION);
}

static Val list_of(const Val *items, size_t n)
{
    ListBuilder builder;

    list_builder_init(&builder, &arena, n);
    for (size_t i = 0; i < n; i++)
        list_builder_add(&builder, items[i]);
    return val_from_list(list_builder_done(&builder));
}

static Val small_list(void)
{
    const Val items[] = {number(1), text("a"), VAL_NIL_VALUE};

    return list_of(items, ARRAY_LEN(items));
}

static Val small_map(void)
{
    Map *map = map_new(&arena, 0);

    map_set(map, STR("b"), text("x"));
    map_set(map, STR("a"), number(1));
    return val_from_map(map);
}

typedef struct Row {
    const char *format;
    Val arg;
    const char *want;
} Row;

static void assert_rows(Ctx *cx, const Row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Buf buf;
        buf_init(&buf, &arena);
        assert_true(
            val_sprintf(cx, &buf, str_from_c(rows[i].format), &rows[i].arg, 1));
        assert_string_equal(arena_c_str(&arena, buf_str(&buf)), rows[i].want);
    }
}

static void assert_prints(Ctx *cx, const char *format, const Val *args,
                          size_t n, const char *want)
{
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(val_sprintf(cx, &buf, str_from_c(format), args, n));
    assert_string_equal(arena_c_str(&arena, buf_str(&buf)), want);
}

static void integers_take_every_integer_verb(void **state)
{
    const Row rows[] = {
        {"%d",    number(-42),     "-42"         },
        {"%+d",   number(42),      "+42"         },
        {"% d",   number(42),      " 42"         },
        {"%5d|",  number(42),      "   42|"      },
        {"%-5d|", number(42),      "42   |"      },
        {"%05d",  number(-42),     "-0042"       },
        {"%.4d",  number(42),      "0042"        },
        {"%8.4d", number(-42),     "   -0042"    },
        {"%.0d|", number(0),       "|"           },
        {"%b",    number(5),       "101"         },
        {"%#b",   number(5),       "0b101"       },
        {"%o",    number(8),       "10"          },
        {"%#o",   number(8),       "010"         },
        {"%O",    number(8),       "0o10"        },
        {"%x",    number(-255),    "-ff"         },
        {"%#X",   number(255),     "0XFF"        },
        {"%#08x", number(255),     "0x000000ff"  },
        {"%c",    number(0x4E16),  "\xE4\xB8\x96"},
        {"%q",    number('\n'),    "'\\n'"       },
        {"%U",    number(0x1F600), "U+1F600"     },
        {"%#U",   number('x'),     "U+0078 'x'"  },
        {"%#v",   byte(16),        "0x10"        },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void floats_take_every_float_verb(void **state)
{
    const Row rows[] = {
        {"%f",     val_from_float(3.14159), "3.141590"    },
        {"%.2f",   val_from_float(2.675),   "2.67"        },
        {"%8.2f|", val_from_float(-1.5),    "   -1.50|"   },
        {"%08.2f", val_from_float(-1.5),    "-0001.50"    },
        {"%+.1f",  val_from_float(2),       "+2.0"        },
        {"%e",     val_from_float(123456),  "1.234560e+05"},
        {"%.3G",   val_from_float(1234567), "1.23E+06"    },
        {"%g",     val_from_float(1e21),    "1e+21"       },
        {"%#g",    val_from_float(1),       "1.00000"     },
        {"%#.3x",  val_from_float(1),       "0x1.000p+00" },
        {"%6.f|",  val_from_float(2.5),     "     2|"     },
        {"%v",     val_from_float(100000),  "100000"      },
        {"%F",     val_from_float(1),       "1.000000"    },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void texts_count_code_points(void **state)
{
    const Row rows[] = {
        {"%s",    text("hi"),           "hi"                },
        {"%5s|",  text("h\xC3\xA9"),    "   h\xC3\xA9|"     },
        {"%-5s|", text("hi"),           "hi   |"            },
        {"%05s",  text("hi"),           "000hi"             },
        {"%.2s",  text("h\xC3\xA9llo"), "h\xC3\xA9"         },
        {"%q",    text("a\"b"),         "\"a\\\"b\""        },
        {"%#q",   text("a\"b"),         "`a\"b`"            },
        {"%+q",   text("\xC3\xA9"),     "\"\\u00e9\""       },
        {"%x",    text("hi"),           "6869"              },
        {"%# X",  text("hi"),           "0X68 0X69"         },
        {"%.1x",  text("hi"),           "68"                },
        {"%s",    bytes("go"),          "go"                },
        {"%d",    bytes("go"),          "[103 111]"         },
        {"%#v",   bytes("go"),          "[]byte{0x67, 0x6f}"},
        {"%s",    error_of("e"),        "e"                 },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void containers_apply_the_verb_to_each_element(void **state)
{
    const Val items[] = {text("x"), text("y")};
    const Val strings = of_type(list_of(items, 2), GO_STRINGS);
    const char *map_in_go = "map[string]interface {}{\"a\":1, \"b\":\"x\"}";
    const char *list_in_go = "[]interface {}{1, \"a\", interface {}(nil)}";
    const Row rows[] = {
        {"%3d", small_list(), "[  1 %!d(string=  a) <nil>]"},
        {"%q",  strings,      "[\"x\" \"y\"]"              },
        {"%v",  small_map(),  "map[a:1 b:x]"               },
        {"%+v", small_map(),  "map[a:1 b:x]"               },
        {"%s",  small_map(),  "map[a:%!s(int=1) b:x]"      },
        {"%#v", small_map(),  map_in_go                    },
        {"%#v", small_list(), list_in_go                   },
        {"%#v", strings,      "[]string{\"x\", \"y\"}"     },
        {"%T",  small_map(),  "map[string]interface {}"    },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void a_wrong_verb_is_noted(void **state)
{
    const Val one = number(1);
    const Val ones = list_of(&one, 1);
    const Row rows[] = {
        {"%d", text("hi"),          "%!d(string=hi)"                 },
        {"%s", number(3),           "%!s(int=3)"                     },
        {"%t", number(1),           "%!t(int=1)"                     },
        {"%d", val_from_bool(true), "%!d(bool=true)"                 },
        {"%d", val_from_float(1.5), "%!d(float64=1.5)"               },
        {"%d", VAL_NIL_VALUE,       "%!d(<nil>)"                     },
        {"%s", VAL_NIL_VALUE,       "%!s(<nil>)"                     },
        {"%v", VAL_NIL_VALUE,       "<nil>"                          },
        {"%T", VAL_NIL_VALUE,       "<nil>"                          },
        {"%!", number(1),           "%!!(int=1)"                     },
        {"%z", ones,                "[%!z(int=1)]"                   },
        {"%p", number(1),           "%!p(int=1)"                     },
        {"%w", small_list(),        "%!w([]interface {}=[1 a <nil>])"},
        {"%d", error_of("e"),       "&{%!d(string=e)}"               },
        {"%t", duration(1),         "%!t(time.Duration=1)"           },
        {"%.", number(1),           "%!.(int=1)"                     },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void too_few_and_too_many_arguments_are_noted(void **state)
{
    const Val args[] = {number(1), text("b"), VAL_NIL_VALUE};

    assert_prints(*state, "%d", NULL, 0, "%!d(MISSING)");
    assert_prints(*state, "%d%%", args, 1, "1%");
    assert_prints(*state, "%d", args, 3, "1%!(EXTRA string=b, <nil>)");
    assert_prints(*state, "%", args, 0, "%!(NOVERB)");
    assert_prints(*state, "100%", args, 1, "100%!(NOVERB)%!(EXTRA int=1)");
    assert_prints(*state, "%99999999d", args, 1, "%!(NOVERB)%!(EXTRA int=1)");
}

static void stars_take_width_and_precision_from_arguments(void **state)
{
    const Val left[] = {number(-4), number(7)};
    const Val precise[] = {number(6), number(2), val_from_float(3.14159)};
    const Val wrong[] = {text("x"), number(7)};
    const Val negative[] = {number(-1), val_from_float(1)};

    assert_prints(*state, "%*d|", left, 2, "7   |");
    assert_prints(*state, "%*.*f", precise, 3, "  3.14");
    assert_prints(*state, "%*d", wrong, 2, "%!(BADWIDTH)7");
    assert_prints(*state, "%.*f", wrong, 2, "%!(BADPREC)%!f(int=7)");
    assert_prints(*state, "%.*f", negative, 2, "%!(BADPREC)1.000000");
}

static void indexes_choose_arguments(void **state)
{
    const Val args[] = {number(1), number(2), number(3)};

    assert_prints(*state, "%[2]d %[1]d", args, 2, "2 1");
    assert_prints(*state, "%[2]d %d", args, 3, "2 3");
    assert_prints(*state, "%[3]*d|", args, 3, "%!d(MISSING)|");
    assert_prints(*state, "%[2]*[1]d|", args, 3, " 1|");
    assert_prints(*state, "%[5]d", args, 3, "%!d(BADINDEX)");
    assert_prints(*state, "%[x]d", args, 3, "%!d(BADINDEX)");
    assert_prints(*state, "%[1", args, 3, "%!(NOVERB)");
    assert_prints(*state, "%[1]2d", args, 3, "%!d(BADINDEX)");
}

static void a_text_past_the_limit_is_a_failure(void **state)
{
    Ctx *cx = *state;
    const Val items[] = {number(1), number(2), number(3)};
    const Val list = list_of(items, ARRAY_LEN(items));
    CtxLimits limits = ctx_default_limits;
    Buf buf;

    limits.text = 1500;
    cx->limits = &limits;
    buf_init(&buf, &arena);
    assert_false(val_sprintf(cx, &buf, STR("%1000d"), &list, 1));
    assert_int_equal(cx->err->kind, ERR_LIMIT);
    assert_int_equal(cx->depth, 0);
    cx->err = NULL;
    cx->limits = &ctx_default_limits;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_take_every_integer_verb),
        cmocka_unit_test(floats_take_every_float_verb),
        cmocka_unit_test(texts_count_code_points),
        cmocka_unit_test(containers_apply_the_verb_to_each_element),
        cmocka_unit_test(a_wrong_verb_is_noted),
        cmocka_unit_test(too_few_and_too_many_arguments_are_noted),
        cmocka_unit_test(stars_take_width_and_precision_from_arguments),
        cmocka_unit_test(indexes_choose_arguments),
        cmocka_unit_test(a_text_past_the_limit_is_a_failure),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
