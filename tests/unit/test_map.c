/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "value/list.h"
#include "value/map.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

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

/* The keys in order, joined. */
static const char *keys_of(Arena *arena, const Map *map)
{
    Buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < map_len(map); i++)
        buf_add(&buf, map_at(map, i)->key);
    return arena_c_str(arena, buf_str(&buf));
}

static int64_t int_at(const Map *map, const char *key)
{
    Val v;

    assert_true(map_get(map, str_from_c(key), &v));
    return val_int(v);
}

static void map_set_keeps_keys_sorted(void **state)
{
    Map *map = map_new(*state, 0);

    map_set(map, STR("m"), val_from_int(1));
    map_set(map, STR("z"), val_from_int(2));
    map_set(map, STR("a"), val_from_int(3));
    map_set(map, STR("n"), val_from_int(4));
    map_set(map, STR("B"), val_from_int(5));
    assert_string_equal(keys_of(*state, map), "Bamnz");
    assert_int_equal(int_at(map, "a"), 3);
}

static void map_set_replaces_the_value_of_a_known_key(void **state)
{
    Map *map = map_new(*state, 1);

    map_set(map, STR("a"), val_from_int(1));
    map_set(map, STR("b"), val_from_int(2));
    map_set(map, STR("a"), val_from_int(3));
    map_set(map, STR("b"), val_from_int(4));
    assert_int_equal(map_len(map), 2);
    assert_int_equal(int_at(map, "a"), 3);
    assert_int_equal(int_at(map, "b"), 4);
}

static void map_set_takes_many_keys_in_any_order(void **state)
{
    Map *map = map_new(*state, 0);

    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t n = i * 7919 % 10000;
        map_set(map, arena_fmt(*state, "%05u", n), val_from_int(n));
    }
    assert_int_equal(map_len(map), 10000);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(val_int(map_at(map, i)->value), i);
}

static void an_empty_key_and_a_nul_are_keys(void **state)
{
    Map *map = map_new(*state, 0);
    Str with_nul = str_from("a\0b", 3);

    map_set(map, STR("a"), val_from_int(1));
    map_set(map, with_nul, val_from_int(2));
    map_set(map, STR_NONE, val_from_int(3));
    assert_int_equal(map_len(map), 3);
    assert_int_equal(map_at(map, 0)->key.len, 0);
    assert_int_equal(val_int(map_find(map, with_nul)->value), 2);
}

static void map_remove_says_whether_the_key_was_there(void **state)
{
    Map *map = map_new(*state, 0);

    map_set(map, STR("a"), val_from_int(1));
    map_set(map, STR("b"), val_from_int(2));
    map_set(map, STR("c"), val_from_int(3));
    assert_true(map_remove(map, STR("b")));
    assert_false(map_remove(map, STR("b")));
    assert_string_equal(keys_of(*state, map), "ac");
    assert_null(map_find(map, STR("b")));
}

static void map_sort_restores_the_order(void **state)
{
    Map *map = map_new(*state, 0);

    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t n = i * 389 % 1000;
        map_append(map, arena_fmt(*state, "%03u", n), val_from_int(n));
    }
    assert_false(map_sort(map));
    assert_int_equal(map_len(map), 1000);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(val_int(map_at(map, i)->value), i);
}

static void map_sort_keeps_the_last_of_equal_keys(void **state)
{
    Map *map = map_new(*state, 0);

    for (uint32_t i = 0; i < 300; i++)
        map_append(map, arena_fmt(*state, "%02u", i * 7 % 100),
                   val_from_int(i));
    assert_true(map_sort(map));
    assert_int_equal(map_len(map), 100);
    for (uint32_t i = 0; i < 100; i++)
        assert_true(val_int(map_at(map, i)->value) >= 200);
}

/* Pairs from `from` down to 1, and one more of the key 1. */
static Map *map_of_pairs(Arena *arena, int64_t from)
{
    ListBuilder pairs;
    const List *list;

    list_builder_init(&pairs, arena, 0);
    for (int64_t i = from; i >= 0; i--) {
        int64_t key = i == 0 ? 1 : i;

        list_builder_add(
            &pairs, val_from_str(arena_fmt(arena, "%c", (char)('0' + key))));
        list_builder_add(&pairs, val_from_int(i));
    }
    list = list_builder_done(&pairs);
    return map_from_pairs(arena, list->items, list->len / 2);
}

static void a_map_from_pairs_is_sorted_and_keeps_the_last(void **state)
{
    const Map *few = map_of_pairs(*state, 4);
    const Map *many = map_of_pairs(*state, 40);

    assert_string_equal(keys_of(*state, few), "1234");
    assert_int_equal(int_at(few, "1"), 0);
    assert_int_equal(int_at(few, "4"), 4);
    assert_int_equal(map_len(many), 40);
    assert_int_equal(int_at(many, "1"), 0);
    assert_int_equal(int_at(many, "A"), 'A' - '0');
    assert_int_equal(map_len(map_from_pairs(*state, NULL, 0)), 0);
}

static void a_snapshot_does_not_see_later_changes(void **state)
{
    Map *map = map_new(*state, 0);
    size_t len;

    map_set(map, STR("b"), val_from_int(1));
    const MapEntry *entries = map_snapshot(map, *state, &len);
    map_set(map, STR("a"), val_from_int(2));
    map_set(map, STR("b"), val_from_int(3));
    assert_int_equal(len, 1);
    assert_int_equal(val_int(entries[0].value), 1);
}

static void a_copy_shares_what_is_inside(void **state)
{
    Map *inner = map_new(*state, 0);
    Map *map = map_new(*state, 0);

    map_set(map, STR("in"), val_from_map(inner));
    Map *copy = map_copy(map, *state);
    map_set(copy, STR("new"), val_from_int(1));
    map_set(inner, STR("x"), val_from_int(2));
    assert_null(map_find(map, STR("new")));
    assert_int_equal(map_len(val_map(map_find(copy, STR("in"))->value)), 1);
}

static void a_deep_copy_shares_no_map(void **state)
{
    Map *inner = map_new(*state, 0);
    Map *map = map_new(*state, 0);
    Val item = val_from_map(inner);

    map_set(map, STR("list"), val_from_list(list_new(*state, &item, 1)));
    Val copy = val_deep_copy(*state, val_from_map(map));
    map_set(inner, STR("x"), val_from_int(1));
    const List *list = val_list(map_find(val_map(copy), STR("list"))->value);
    assert_int_equal(map_len(val_map(list->items[0])), 0);
}

static void a_deep_copy_of_a_cycle_is_a_cycle(void **state)
{
    Map *map = map_new(*state, 0);

    map_set(map, STR("self"), val_from_map(map));
    Map *copy = val_map(val_deep_copy(*state, val_from_map(map)));
    assert_ptr_not_equal(copy, map);
    assert_ptr_equal(val_map(map_find(copy, STR("self"))->value), copy);
}

static void a_deep_copy_of_endless_depth_does_not_crash(void **state)
{
    Map *top = map_new(*state, 0);

    for (int i = 0; i < 200000; i++) {
        Map *outer = map_new(*state, 1);
        map_set(outer, STR("in"), val_from_map(top));
        top = outer;
    }
    assert_int_equal(map_len(val_map(val_deep_copy(*state, val_from_map(top)))),
                     1);
}

static void note_read(void *self, const void *map, Str key, const void *value)
{
    int64_t *sum = self;

    assert_non_null(map);
    assert_int_equal(key.len, 1);
    *sum += value == NULL ? 2 : val_int(*(const Val *)value);
}

static void map_read_tells_who_asks(void **state)
{
    int64_t sum = 0;
    Map *map = map_new(*state, 0);
    Val v;
    Ctx cx;

    ctx_init(&cx, *state);
    cx.on_read = note_read;
    cx.on_read_self = &sum;
    map_set(map, STR("a"), val_from_int(40));
    assert_true(map_read(&cx, map, STR("a"), &v));
    assert_false(map_read(&cx, map, STR("b"), &v));
    assert_true(map_get(map, STR("a"), &v));
    assert_int_equal(sum, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map_set_keeps_keys_sorted),
        cmocka_unit_test(map_set_replaces_the_value_of_a_known_key),
        cmocka_unit_test(map_set_takes_many_keys_in_any_order),
        cmocka_unit_test(an_empty_key_and_a_nul_are_keys),
        cmocka_unit_test(map_remove_says_whether_the_key_was_there),
        cmocka_unit_test(map_sort_restores_the_order),
        cmocka_unit_test(map_sort_keeps_the_last_of_equal_keys),
        cmocka_unit_test(a_map_from_pairs_is_sorted_and_keeps_the_last),
        cmocka_unit_test(a_snapshot_does_not_see_later_changes),
        cmocka_unit_test(a_copy_shares_what_is_inside),
        cmocka_unit_test(a_deep_copy_shares_no_map),
        cmocka_unit_test(a_deep_copy_of_a_cycle_is_a_cycle),
        cmocka_unit_test(a_deep_copy_of_endless_depth_does_not_crash),
        cmocka_unit_test(map_read_tells_who_asks),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
