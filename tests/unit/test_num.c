/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Facts of Go's strconv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/num.h"

static int set_up(void **state)
{
    static Arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

typedef struct FloatRow {
    double value;
    char format;
    int precision;
    const char *want;
} FloatRow;

static void assert_rows(Arena *arena, const FloatRow *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Buf buf;
        buf_init(&buf, arena);
        num_add_float(&buf, rows[i].value, rows[i].format, rows[i].precision);
        assert_string_equal(arena_c_str(arena, buf_str(&buf)), rows[i].want);
    }
}

static void shortest_text_reads_back(void **state)
{
    static const FloatRow rows[] = {
        {0,                       'g', -1, "0"                      },
        {-0.0,                    'g', -1, "-0"                     },
        {1,                       'g', -1, "1"                      },
        {0.1,                     'g', -1, "0.1"                    },
        {100000,                  'g', -1, "100000"                 },
        {1000000,                 'g', -1, "1e+06"                  },
        {1234567,                 'g', -1, "1.234567e+06"           },
        {0.0001,                  'g', -1, "0.0001"                 },
        {0.00001,                 'g', -1, "1e-05"                  },
        {1e21,                    'f', -1, "1000000000000000000000" },
        {5e-324,                  'g', -1, "5e-324"                 },
        {1.7976931348623157e308,  'g', -1, "1.7976931348623157e+308"},
        {2.2250738585072014e-308, 'g', -1, "2.2250738585072014e-308"},
        {0.1 + 0.2,               'g', -1, "0.30000000000000004"    },
        {12.5,                    'e', -1, "1.25e+01"               },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

/* 16 digits, one up from the exact value rounded. */
static void shortest_text_of_a_power_of_two_may_round_up(void **state)
{
    static const FloatRow rows[] = {
        {0x1p-44, 'g', -1, "5.684341886080802e-14"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void precision_rounds_the_exact_value_half_to_even(void **state)
{
    static const FloatRow rows[] = {
        {2.5,    'f', 0, "2"        },
        {0.125,  'f', 2, "0.12"     },
        {1.005,  'f', 2, "1.00"     },
        {9.995,  'e', 2, "9.99e+00" },
        {1234.5, 'g', 3, "1.23e+03" },
        {100000, 'g', 3, "1e+05"    },
        {0.5,    'G', 0, "0.5"      },
        {1e-7,   'f', 3, "0.000"    },
        {1e-7,   'E', 3, "1.000E-07"},
        {0,      'e', 2, "0.00e+00" },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void binary_formats_show_the_bits(void **state)
{
    static const FloatRow rows[] = {
        {1,    'b', -1, "4503599627370496p-52"},
        {1.5,  'x', -1, "0x1.8p+00"           },
        {-10,  'X', 2,  "-0X1.40P+03"         },
        {1.96, 'x', 0,  "0x1p+01"             },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void infinities_and_nan_have_names(void **state)
{
    const FloatRow rows[] = {
        {(double)INFINITY,  'g', -1, "+Inf"},
        {-(double)INFINITY, 'f', 2,  "-Inf"},
        {(double)NAN,       'e', -1, "NaN" },
    };

    assert_rows(*state, rows, ARRAY_LEN(rows));
}

static void integers_reach_their_bounds(void **state)
{
    Buf buf;

    buf_init(&buf, *state);
    num_add_int(&buf, INT64_MIN);
    buf_add_byte(&buf, ' ');
    num_add_uint(&buf, UINT64_MAX);
    buf_add_byte(&buf, ' ');
    num_add_uint_base(&buf, 1295, 36);
    assert_string_equal(arena_c_str(*state, buf_str(&buf)),
                        "-9223372036854775808 18446744073709551615 zz");
}

static void parse_int_follows_base_prefixes(void **state)
{
    static const struct {
        const char *text;
        int base;
        NumResult result;
        int64_t value;
    } rows[] = {
        {"42",                   10, NUM_OK,     42       },
        {"+7",                   10, NUM_OK,     7        },
        {"-0x10",                0,  NUM_OK,     -16      },
        {"017",                  0,  NUM_OK,     15       },
        {"0o17",                 0,  NUM_OK,     15       },
        {"0b11",                 0,  NUM_OK,     3        },
        {"0",                    0,  NUM_OK,     0        },
        {"1_000",                0,  NUM_OK,     1000     },
        {"0x_1f",                0,  NUM_OK,     31       },
        {"-9223372036854775808", 10, NUM_OK,     INT64_MIN},
        {"9223372036854775808",  10, NUM_RANGE,  INT64_MAX},
        {"-9223372036854775809", 10, NUM_RANGE,  INT64_MIN},
        {"",                     10, NUM_SYNTAX, 0        },
        {"-",                    10, NUM_SYNTAX, 0        },
        {"08",                   0,  NUM_SYNTAX, 0        },
        {"0x",                   0,  NUM_SYNTAX, 0        },
        {"1__0",                 0,  NUM_SYNTAX, 0        },
        {"1_",                   0,  NUM_SYNTAX, 0        },
        {"1_0",                  10, NUM_SYNTAX, 0        },
        {" 1",                   10, NUM_SYNTAX, 0        },
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t got = 0;
        assert_int_equal(
            num_parse_int(str_from_c(rows[i].text), rows[i].base, &got),
            rows[i].result);
        if (rows[i].result != NUM_SYNTAX)
            assert_true(got == rows[i].value);
    }
}

static void parse_uint_takes_no_sign(void **state)
{
    uint64_t got = 0;
    (void)state;

    assert_int_equal(num_parse_uint(STR("+1"), 10, &got), NUM_SYNTAX);
    assert_int_equal(num_parse_uint(STR("18446744073709551615"), 10, &got),
                     NUM_OK);
    assert_true(got == UINT64_MAX);
    assert_int_equal(num_parse_uint(STR("18446744073709551616"), 10, &got),
                     NUM_RANGE);
    assert_true(got == UINT64_MAX);
}

static void parse_float_reads_what_go_reads(void **state)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"1",                        1                      },
        {"-1.5e3",                   -1500                  },
        {".5",                       0.5                    },
        {"5.",                       5                      },
        {"1_000.5",                  1000.5                 },
        {"0x1.8p1",                  3                      },
        {"0x1_0p0",                  16                     },
        {"0x1p-1074",                5e-324                 },
        {"1e-400",                   0                      },
        {"9007199254740993",         9007199254740992       },
        {"9007199254740993.0000001", 9007199254740994       },
        {"2.2250738585072011e-308",  2.225073858507201e-308 },
        {"123456789012345678901",    123456789012345680000.0},
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        double got = -1;
        assert_int_equal(num_parse_float(str_from_c(rows[i].text), &got),
                         NUM_OK);
        assert_true(got == rows[i].value);
    }
}

static void parse_float_refuses_what_go_refuses(void **state)
{
    static const char *const rows[] = {
        "",   "-",  ".",    "1e",   "1e+", "0x1.8", "0x",    "1__0",
        "1_", "_1", "infi", "+nan", "1x",  " 1",    "1.2.3",
    };
    (void)state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        double got;
        assert_int_equal(num_parse_float(str_from_c(rows[i]), &got),
                         NUM_SYNTAX);
    }
}

static void parse_float_reads_special_names(void **state)
{
    double got;
    (void)state;

    assert_int_equal(num_parse_float(STR("-Inf"), &got), NUM_OK);
    assert_true(isinf(got) && got < 0);
    assert_int_equal(num_parse_float(STR("INFINITY"), &got), NUM_OK);
    assert_true(isinf(got) && got > 0);
    assert_int_equal(num_parse_float(STR("nan"), &got), NUM_OK);
    assert_true(isnan(got));
}

static void parse_float_overflows_to_infinity(void **state)
{
    double got;
    (void)state;

    assert_int_equal(num_parse_float(STR("-1e309"), &got), NUM_RANGE);
    assert_true(isinf(got) && got < 0);
    assert_int_equal(num_parse_float(STR("0x1p1024"), &got), NUM_RANGE);
    assert_true(isinf(got) && got > 0);
}

static void float_to_int_gives_the_least_int_out_of_range(void **state)
{
    (void)state;
    assert_true(num_float_to_int(-1.9) == -1);
    assert_true(num_float_to_int(0x1p63) == INT64_MIN);
    assert_true(num_float_to_int(-0x1p63) == INT64_MIN);
    assert_true(num_float_to_int((double)NAN) == INT64_MIN);
}

static void checked_arithmetic_leaves_out_alone_on_overflow(void **state)
{
    size_t out = 7;
    (void)state;

    assert_false(num_add(SIZE_MAX, 1, &out));
    assert_false(num_mul(SIZE_MAX / 2, 3, &out));
    assert_int_equal(out, 7);
    assert_true(num_add(1, 2, &out));
    assert_int_equal(out, 3);
    assert_true(num_mul(4, 5, &out));
    assert_int_equal(out, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shortest_text_reads_back),
        cmocka_unit_test(shortest_text_of_a_power_of_two_may_round_up),
        cmocka_unit_test(precision_rounds_the_exact_value_half_to_even),
        cmocka_unit_test(binary_formats_show_the_bits),
        cmocka_unit_test(infinities_and_nan_have_names),
        cmocka_unit_test(integers_reach_their_bounds),
        cmocka_unit_test(parse_int_follows_base_prefixes),
        cmocka_unit_test(parse_uint_takes_no_sign),
        cmocka_unit_test(parse_float_reads_what_go_reads),
        cmocka_unit_test(parse_float_refuses_what_go_refuses),
        cmocka_unit_test(parse_float_reads_special_names),
        cmocka_unit_test(parse_float_overflows_to_infinity),
        cmocka_unit_test(float_to_int_gives_the_least_int_out_of_range),
        cmocka_unit_test(checked_arithmetic_leaves_out_alone_on_overflow),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
