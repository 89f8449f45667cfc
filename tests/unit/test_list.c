/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "value/list.h"

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

static const List *count_to(Arena *arena, int64_t n, size_t hint)
{
    ListBuilder builder;

    list_builder_init(&builder, arena, hint);
    for (int64_t i = 0; i < n; i++)
        list_builder_add(&builder, val_from_int(i));
    return list_builder_done(&builder);
}

static void a_builder_grows_past_its_hint(void **state)
{
    const List *list = count_to(*state, 1000, 3);

    assert_int_equal(list->len, 1000);
    for (size_t i = 0; i < list->len; i++)
        assert_int_equal(val_int(list->items[i]), i);
}

static void a_builder_of_nothing_gives_an_empty_list(void **state)
{
    assert_int_equal(count_to(*state, 0, 0)->len, 0);
}

static void a_builder_takes_whole_lists(void **state)
{
    ListBuilder builder;

    list_builder_init(&builder, *state, 0);
    list_builder_add_list(&builder, count_to(*state, 5, 5));
    list_builder_add_list(&builder, count_to(*state, 0, 0));
    list_builder_add_list(&builder, count_to(*state, 2, 2));
    const List *list = list_builder_done(&builder);
    assert_int_equal(list->len, 7);
    assert_int_equal(val_int(list->items[6]), 1);
}

static void a_slice_shares_storage(void **state)
{
    const List *list = count_to(*state, 10, 10);
    const List *slice = list_slice(*state, list, 2, 5);

    assert_int_equal(slice->len, 3);
    assert_ptr_equal(slice->items, list->items + 2);
    assert_int_equal(list_slice(*state, list, 10, 10)->len, 0);
}

static void types_of_lists_are_named_as_go_does(void **state)
{
    const List *list = count_to(*state, 0, 0);
    Val any = val_from_list(list);
    Val strings = val_from_strings(list);

    assert_true(str_eq(val_type_name(any), STR("[]interface {}")));
    assert_true(str_eq(val_type_name(strings), STR("[]string")));
    assert_true(str_eq(val_kind_name(strings), STR("slice")));
    assert_int_equal(go_type_elem(GO_STRINGS), GO_STRING);
    assert_int_equal(go_type_elem(GO_LIST), GO_INTERFACE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_builder_grows_past_its_hint),
        cmocka_unit_test(a_builder_of_nothing_gives_an_empty_list),
        cmocka_unit_test(a_builder_takes_whole_lists),
        cmocka_unit_test(a_slice_shares_storage),
        cmocka_unit_test(types_of_lists_are_named_as_go_does),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
