/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Conversions to numbers.
 */
#include "fn_eval.h"

static void atoi_gives_0_or_the_nearest_bound(void **state)
{
    (void)state;
    gives("atoi \"12\"", "12");
    gives("atoi \"-5\"", "-5");
    gives("atoi \"+7\"", "7");
    gives("atoi \"x\"", "0");
    gives("atoi \"1.5\"", "0");
    gives("atoi \"0x1\"", "0");
    gives("atoi \"9223372036854775808\"", "9223372036854775807");
    gives("atoi \"-9223372036854775809\"", "-9223372036854775808");
    gives("printf \"%T\" (atoi \"1\")", "int");
}

static void int_reads_prefixes_and_drops_zero_decimals(void **state)
{
    (void)state;
    gives("int \"0x10\"", "16");
    gives("int \"4.00\"", "4");
    gives("int \"4.5\"", "0");
    gives("int 4.9", "4");
    gives("int -4.9", "-4");
    gives("int nil", "0");
    gives("int true", "1");
    gives("int \"017\"", "15");
    gives("int (list 1)", "0");
    gives("printf \"%T %T\" (int 1) (int64 1)", "int int64");
}

static void float64_reads_what_go_reads(void **state)
{
    (void)state;
    gives("float64 \"1.5\"", "1.5");
    gives("float64 \"1e3\"", "1000");
    gives("float64 \"x\"", "0");
    gives("float64 \"inf\"", "+Inf");
    gives("float64 true", "1");
    gives("float64 nil", "0");
    gives("printf \"%T\" (float64 1)", "float64");
}

static void to_decimal_reads_octal(void **state)
{
    (void)state;
    gives("toDecimal \"0755\"", "493");
    gives("toDecimal 777", "511");
    gives("toDecimal \"8\"", "0");
    gives("toDecimal \"-17\"", "-15");
    gives("toDecimal nil", "0");
    gives("printf \"%T\" (toDecimal 1)", "int64");
    gives("toDecimal 1.5", "0");
    gives("toDecimal \"777777777777777777777777\"", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atoi_gives_0_or_the_nearest_bound),
        cmocka_unit_test(int_reads_prefixes_and_drops_zero_decimals),
        cmocka_unit_test(float64_reads_what_go_reads),
        cmocka_unit_test(to_decimal_reads_octal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
