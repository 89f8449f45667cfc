/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "value/list_room.h"

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

static const List *count_to(Arena *arena, int64_t n)
{
    ListBuilder builder;

    list_builder_init(&builder, arena, 0);
    for (int64_t i = 0; i < n; i++)
        list_builder_add(&builder, val_from_int(i));
    return list_builder_done(&builder);
}

/* The furthest end that can be reached. */
static size_t room_of(Arena *arena, Val v)
{
    size_t to = val_list(v)->len;
    Val out;

    while (list_reach(arena, v, 0, to + 1, &out))
        to++;
    return to;
}

static void a_list_made_at_once_has_no_room(void **state)
{
    assert_int_equal(room_of(*state, val_from_list(count_to(*state, 3))), 3);
}

static void a_grown_list_has_what_append_left(void **state)
{
    static const size_t rooms[][2] = {
        {1,   1  },
        {3,   4  },
        {5,   8  },
        {33,  71 },
        {257, 303},
        {304, 591},
    };

    for (size_t i = 0; i < ARRAY_LEN(rooms); i++) {
        const List *list = count_to(*state, (int64_t)rooms[i][0]);

        assert_int_equal(room_of(*state, val_from_grown_list(list)),
                         rooms[i][1]);
    }
}

static void numbers_need_less_and_no_header(void **state)
{
    Val v = val_from_grown_list(count_to(*state, 257));

    v.go_type = GO_INTS;
    assert_int_equal(room_of(*state, v), 512);
}

static void one_append_to_a_full_list_doubles_it(void **state)
{
    Val v = val_from_list(count_to(*state, 4));

    assert_int_equal(room_of(*state, list_appended(*state, v, 3)), 6);
    assert_int_equal(room_of(*state, list_appended(*state, v, 4)), 4);
}

static void what_is_behind_can_be_seen_again(void **state)
{
    Val v = val_from_list(count_to(*state, 5));
    Val part, out;

    assert_true(list_reach(*state, v, 1, 2, &part));
    assert_true(list_reach(*state, part, 0, 4, &out));
    assert_int_equal(val_int(val_list(out)->items[3]), 4);
    assert_false(list_reach(*state, part, 0, 5, &out));
}

static void what_was_never_set_is_a_zero_value(void **state)
{
    Val v = val_from_grown_list(count_to(*state, 3));
    Val out;

    assert_true(list_reach(*state, v, 2, 4, &out));
    assert_int_equal(val_int(val_list(out)->items[0]), 2);
    assert_true(val_is_nil(val_list(out)->items[1]));
    v.go_type = GO_INTS;
    assert_true(list_reach(*state, v, 3, 4, &out));
    assert_int_equal(val_int(val_list(out)->items[0]), 0);
}

static void a_copy_has_the_room_and_not_what_is_in_it(void **state)
{
    Val v = val_from_list(count_to(*state, 3));
    Val part, copy, out;

    assert_true(list_reach(*state, v, 0, 2, &part));
    copy = list_copied(*state, part, count_to(*state, 2));
    assert_true(list_reach(*state, copy, 0, 3, &out));
    assert_true(val_is_nil(val_list(out)->items[2]));
    assert_int_equal(room_of(*state, copy), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_list_made_at_once_has_no_room, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_grown_list_has_what_append_left,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_need_less_and_no_header, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_append_to_a_full_list_doubles_it,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_behind_can_be_seen_again,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_never_set_is_a_zero_value,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_copy_has_the_room_and_not_what_is_in_it, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
