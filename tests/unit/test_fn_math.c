/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Integer and decimal arithmetic.
 */
#include "fn_eval.h"

static void sums_are_int64_and_wrap(void **state)
{
    (void)state;
    gives("add", "0");
    gives("add 1 2 3", "6");
    gives("printf \"%T\" (add 1)", "int64");
    gives("add 9223372036854775807 1", "-9223372036854775808");
    gives("add1 -9223372036854775808", "-9223372036854775807");
    gives("sub 1 5", "-4");
    gives("mul 4611686018427387904 2", "-9223372036854775808");
    gives("mul 3", "3");
}

static void arguments_are_cast_from_anything(void **state)
{
    (void)state;
    gives("add \"0x10\" \"4.00\" nil true", "21");
    gives("add 1.9 \"abc\"", "1");
    gives("mul \"3\" 2.5", "6");
    gives("max \"7\" 3", "7");
    gives("add (list 1)", "0");
}

static void division_cuts_towards_zero(void **state)
{
    (void)state;
    gives("div 7 2", "3");
    gives("div -7 2", "-3");
    gives("mod -7 2", "-1");
    gives("mod 7 -2", "1");
    gives("div -9223372036854775808 -1", "-9223372036854775808");
    gives("mod -9223372036854775808 -1", "0");
}

static void division_by_zero_is_go_s_panic(void **state)
{
    (void)state;
    fails("div 1 0", "runtime error: integer divide by zero");
    fails("mod 1 nil", "runtime error: integer divide by zero");
    fails("divf 1 0", "decimal division by 0");
}

static void max_and_min_take_any_number(void **state)
{
    (void)state;
    gives("max 1 5 3", "5");
    gives("biggest 2 9", "9");
    gives("min 4 -2 8", "-2");
    gives("max -1", "-1");
    gives("maxf 1 2.5 \"3.25\"", "3.25");
    gives("minf 1 -2.5", "-2.5");
    gives("maxf 1 \"nan\"", "NaN");
    gives("maxf \"nan\" \"inf\"", "+Inf");
    gives("minf \"nan\" \"-inf\"", "-Inf");
}

static void float_arithmetic_counts_in_decimal(void **state)
{
    (void)state;
    gives("addf 0.1 0.2", "0.3");
    gives("addf", "0");
    gives("subf 0.3 0.1", "0.2");
    gives("subf 1", "1");
    gives("mulf 1.1 1.1", "1.21");
    gives("mulf 0.1 3", "0.3");
    gives("add1f 0.1", "1.1");
    gives("addf 1e300 1e-300", "1e+300");
    gives("addf 1e16 1", "1e+16");
    gives("mulf 1e200 1e200", "+Inf");
    gives("subf 1 1", "0");
}

static void divf_rounds_to_16_places(void **state)
{
    (void)state;
    gives("divf 1 3", "0.3333333333333333");
    gives("divf 2 3", "0.6666666666666667");
    gives("divf -2 3", "-0.6666666666666667");
    gives("divf 1e-17 1", "0");
    gives("divf 5e-17 1", "1e-16");
    gives("divf 1e300 1e-300", "+Inf");
    gives("divf 10 4 5", "0.5");
    gives("divf 1 3 3", "0.1111111111111111");
}

static void no_decimal_for_infinity_or_nan(void **state)
{
    (void)state;
    fails("addf \"inf\"", "Cannot create a Decimal from +Inf");
    fails("mulf 1 \"-inf\"", "Cannot create a Decimal from -Inf");
    fails("subf \"nan\"", "Cannot create a Decimal from NaN");
}

static void floor_and_ceil_give_floats(void **state)
{
    (void)state;
    gives("floor 1.7", "1");
    gives("ceil 1.2", "2");
    gives("floor -1.2", "-2");
    gives("printf \"%T\" (floor 1)", "float64");
    gives("floor \"abc\"", "0");
    gives("ceil 1e300", "1e+300");
}

static void round_treats_halves_by_the_fraction(void **state)
{
    (void)state;
    gives("round 1.5 0", "2");
    gives("round 2.345 2", "2.35");
    gives("round -1.5 0", "-2");
    gives("round -1.2 0", "-2");
    gives("round 1.25 1 0.6", "1.2");
    gives("round 123.4 -2", "100");
    gives("round 1.1 400", "NaN");
    gives("round 1.005 2", "1");
    gives("round 1e22 25", "1e+22");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_int64_and_wrap),
        cmocka_unit_test(arguments_are_cast_from_anything),
        cmocka_unit_test(division_cuts_towards_zero),
        cmocka_unit_test(division_by_zero_is_go_s_panic),
        cmocka_unit_test(max_and_min_take_any_number),
        cmocka_unit_test(float_arithmetic_counts_in_decimal),
        cmocka_unit_test(divf_rounds_to_16_places),
        cmocka_unit_test(no_decimal_for_infinity_or_nan),
        cmocka_unit_test(floor_and_ceil_give_floats),
        cmocka_unit_test(round_treats_halves_by_the_fraction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
