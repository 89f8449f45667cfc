/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Choosing between values, and reflection.
 */
#include "fn_eval.h"

static void default_looks_at_the_first_value_alone(void **state)
{
    (void)state;
    gives("default 1 nil", "1");
    gives("default 1 0 2", "1");
    gives("default 1", "1");
    gives("default \"d\" (dict)", "d");
    gives("default \"d\" 0.0", "d");
}

static void coalesce_gives_the_first_that_is_not_empty(void **state)
{
    (void)state;
    gives("coalesce 0 \"\" nil (list) 5", "5");
}

static void all_of_nothing_is_true_and_any_is_false(void **state)
{
    (void)state;
    gives("all", "true");
    gives("any", "false");
    gives("all 1 \"\" ", "false");
    gives("any 0 \"\"", "false");
}

static void ternary_chooses(void **state)
{
    (void)state;
    gives("ternary 1 2 true", "1");
}

static void type_of_nil_and_its_kind(void **state)
{
    (void)state;
    gives("typeOf nil", "<nil>");
    gives("kindOf nil", "invalid");
}

static void type_is_like_sees_through_a_pointer(void **state)
{
    (void)state;
    gives("typeIsLike \"semver.Version\" (semver \"1.2.3\")", "true");
    gives("kindOf (semver \"1.2.3\")", "ptr");
}

static void lists_and_maps_have_their_go_types(void **state)
{
    (void)state;
    gives("typeOf (splitList \",\" \"a\")", "[]string");
    gives("typeOf (split \",\" \"a\")", "map[string]string");
    gives("keys (dict) | typeOf", "[]string");
    gives("typeOf (seq 3)", "string");
}

static void deep_equal_compares_types(void **state)
{
    (void)state;
    gives("deepEqual 1 1.0", "false");
    gives("deepEqual nil nil", "true");
    gives("deepEqual (list 1) (list 1)", "true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_looks_at_the_first_value_alone),
        cmocka_unit_test(coalesce_gives_the_first_that_is_not_empty),
        cmocka_unit_test(all_of_nothing_is_true_and_any_is_false),
        cmocka_unit_test(ternary_chooses),
        cmocka_unit_test(type_of_nil_and_its_kind),
        cmocka_unit_test(type_is_like_sees_through_a_pointer),
        cmocka_unit_test(lists_and_maps_have_their_go_types),
        cmocka_unit_test(deep_equal_compares_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
