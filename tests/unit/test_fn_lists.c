/* SPDX-License-Identifier: MPL-2.0 */
/*
 * List functions.
 */
#include "fn_eval.h"

static void first_of_nothing_is_nil(void **state)
{
    (void)state;
    gives("typeOf (first (list))", "<nil>");
    fails(
        "first nil",
        "error calling first: runtime error: invalid memory address or nil pointer dereference");
}

static void what_is_no_list_is_named_by_its_kind(void **state)
{
    (void)state;
    fails("first (dict \"a\" 1)",
          "error calling first: Cannot find first on type map");
    fails("push 3 4", "error calling push: Cannot push on type int");
    fails("chunk 2 3", "error calling chunk: Cannot chunk type int");
    fails(
        "slice \"abc\" 1",
        "error calling slice: list should be type of slice or array but string");
    fails("concat (list 1) 3",
          "error calling concat: Cannot concat type int as list");
    fails("reverse \"abc\"",
          "error calling reverse: Cannot find reverse on type string");
    fails("without 3 1",
          "error calling without: Cannot find without on type int");
    fails("uniq 3", "error calling uniq: Cannot find uniq on type int");
    fails("compact 3", "error calling compact: Cannot compact on type int");
    fails("has 1 3", "error calling has: Cannot find has on type int");
    fails("prepend 3 \"x\"",
          "error calling prepend: Cannot prepend on type int");
}

static void a_nil_list_is_a_nil_pointer(void **state)
{
    (void)state;
    fails(
        "append nil \"x\"",
        "error calling append: runtime error: invalid memory address or nil pointer dereference");
    fails(
        "concat (list 1) nil",
        "error calling concat: runtime error: invalid memory address or nil pointer dereference");
    fails(
        "slice nil",
        "error calling slice: runtime error: invalid memory address or nil pointer dereference");
    fails(
        "chunk 3 nil",
        "error calling chunk: runtime error: invalid memory address or nil pointer dereference");
}

static void has_is_false_for_a_nil_list(void **state)
{
    (void)state;
    gives("has 1 nil", "false");
    gives("has 1 (until 3)", "true");
    gives("has \"a\" (splitList \",\" \"a\")", "true");
}

static void what_is_built_anew_is_a_list_of_anything(void **state)
{
    (void)state;
    gives("typeOf (rest (until 3))", "[]interface {}");
    gives("append (until 2) \"x\"", "[0 1 x]");
    gives("prepend (until 2) \"x\"", "[x 0 1]");
    gives("concat (list 1) (until 2) (splitList \",\" \"x\")", "[1 0 1 x]");
}

static void slice_keeps_the_type(void **state)
{
    (void)state;
    gives("typeOf (slice (until 3) 1)", "[]int");
    gives("slice (list 1 2) \"1\"", "[2]");
}

static void slice_out_of_range_fails(void **state)
{
    (void)state;
    fails(
        "slice (list 1 2) 3",
        "error calling slice: reflect.Value.Slice: slice index out of bounds");
    fails(
        "slice (list 1 2) 1 0",
        "error calling slice: reflect.Value.Slice: slice index out of bounds");
    fails(
        "slice (list 1 2) -1",
        "error calling slice: reflect.Value.Slice: slice index out of bounds");
}

static void chunk_counts_in_floating_point(void **state)
{
    (void)state;
    gives("chunk 2 (until 5)", "[[0 1] [2 3] [4]]");
    gives("chunk -5 (list 1 2)", "[]");
    gives("chunk -5 (list 1)", "[[1]]");
    fails("chunk 0 (list 1 2 3)",
          "error calling chunk: runtime error: makeslice: len out of range");
    fails("chunk -1 (list 1 2 3)",
          "error calling chunk: runtime error: makeslice: len out of range");
}

static void uniq_and_without_compare_types_too(void **state)
{
    (void)state;
    gives("uniq (list 1 1 2.0 2 \"a\" \"a\" nil nil)", "[1 2 2 a <nil>]");
    gives("without (until 4) 2", "[0 1 3]");
}

static void compact_drops_what_is_empty(void **state)
{
    (void)state;
    gives("compact (list 0 1 \"\" \"a\" nil (list))", "[1 a]");
}

static void sort_alpha_sorts_texts(void **state)
{
    (void)state;
    gives("sortAlpha (list 3 1 nil \"b\" 2)", "[1 2 3 b]");
    gives("sortAlpha \"x\"", "[x]");
    gives("sortAlpha nil", "[<nil>]");
}

static void seq_includes_its_end(void **state)
{
    (void)state;
    gives("seq 5", "1 2 3 4 5");
    gives("seq 0", "1 0");
    gives("seq -2", "1 0 -1 -2");
    gives("seq 5 2", "5 4 3 2");
    gives("seq 0 2 10", "0 2 4 6 8 10");
    gives("seq 10 -2 0", "10 8 6 4 2 0");
}

static void seq_that_leads_away_is_empty(void **state)
{
    (void)state;
    gives("seq 0 -2 10", "");
    gives("seq 10 2 0", "");
    gives("seq 1 0 3", "");
    gives("seq 1 2 3 4", "");
    gives("seq", "");
}

static void until_step_stops_before_its_end(void **state)
{
    (void)state;
    gives("until 3", "[0 1 2]");
    gives("until -3", "[0 -1 -2]");
    gives("until 0", "[]");
    gives("untilStep 0 10 3", "[0 3 6 9]");
    gives("untilStep 10 0 -3", "[10 7 4 1]");
    gives("untilStep 0 10 -3", "[]");
    gives("untilStep 0 10 0", "[]");
}

static void until_is_a_list_of_int(void **state)
{
    (void)state;
    gives("typeOf (until 3)", "[]int");
    gives("typeOf (first (until 3))", "int");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_of_nothing_is_nil),
        cmocka_unit_test(what_is_no_list_is_named_by_its_kind),
        cmocka_unit_test(a_nil_list_is_a_nil_pointer),
        cmocka_unit_test(has_is_false_for_a_nil_list),
        cmocka_unit_test(what_is_built_anew_is_a_list_of_anything),
        cmocka_unit_test(slice_keeps_the_type),
        cmocka_unit_test(slice_out_of_range_fails),
        cmocka_unit_test(chunk_counts_in_floating_point),
        cmocka_unit_test(uniq_and_without_compare_types_too),
        cmocka_unit_test(compact_drops_what_is_empty),
        cmocka_unit_test(sort_alpha_sorts_texts),
        cmocka_unit_test(seq_includes_its_end),
        cmocka_unit_test(seq_that_leads_away_is_empty),
        cmocka_unit_test(until_step_stops_before_its_end),
        cmocka_unit_test(until_is_a_list_of_int),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
