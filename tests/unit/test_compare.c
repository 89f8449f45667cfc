/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Facts of Go's text/template (eq, lt, truth) and reflect.DeepEqual.
 */
#include <math.h>

#include "value/compare.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"

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

static Val list_of(Val item)
{
    ListBuilder builder;

    list_builder_init(&builder, &arena, 1);
    list_builder_add(&builder, item);
    return val_from_list(list_builder_done(&builder));
}

static Val map_of(const char *key, Val value)
{
    Map *map = map_new(&arena, 1);

    map_set(map, str_from_c(key), value);
    return val_from_map(map);
}

typedef bool Comparison(Ctx *cx, Val a, Val b, bool *out);

static void assert_gives(Ctx *cx, Comparison *compare, Val a, Val b, bool want)
{
    bool got = !want;

    assert_true(compare(cx, a, b, &got));
    assert_int_equal(got, want);
}

static void assert_fails(Ctx *cx, Comparison *compare, Val a, Val b,
                         const char *want)
{
    bool got;

    assert_false(compare(cx, a, b, &got));
    assert_string_equal(arena_c_str(&arena, err_take(cx)), want);
}

static void truth_is_that_of_templates(void **state)
{
    (void)state;
    assert_false(val_truth(VAL_NIL_VALUE));
    assert_false(val_truth(val_from_float(-0.0)));
    assert_true(val_truth(val_from_float((double)NAN)));
    assert_false(val_truth(text("")));
    assert_true(val_truth(text("false")));
    assert_true(val_truth(of_type(text(""), GO_ERROR)));
    assert_false(val_truth(of_type(text(""), GO_BYTES)));
    assert_false(val_truth(val_from_list(list_new(&arena, NULL, 0))));
    assert_true(val_truth(list_of(VAL_NIL_VALUE)));
    assert_false(val_truth(val_from_map(map_new(&arena, 0))));
    assert_true(val_is_empty(val_from_int(0)));
}

static void eq_compares_basic_kinds(void **state)
{
    Ctx *cx = *state;

    assert_gives(cx, val_eq, text("a"), text("a"), true);
    assert_gives(cx, val_eq, val_from_int(3), val_from_int64(3), true);
    assert_gives(cx, val_eq, val_from_int(3),
                 of_type(val_from_int(3), GO_UINT8), true);
    assert_gives(cx, val_eq, val_from_int(-1),
                 of_type(val_from_int(-1), GO_UINT64), false);
    assert_gives(cx, val_eq, val_from_float((double)NAN),
                 val_from_float((double)NAN), false);
    assert_gives(cx, val_eq, val_from_bool(true), val_from_bool(true), true);
}

static void eq_of_nil_is_true_for_nil_alone(void **state)
{
    Ctx *cx = *state;

    assert_gives(cx, val_eq, VAL_NIL_VALUE, VAL_NIL_VALUE, true);
    assert_gives(cx, val_eq, VAL_NIL_VALUE, val_from_int(0), false);
    assert_gives(cx, val_eq, text(""), VAL_NIL_VALUE, false);
    assert_gives(cx, val_eq, map_of("a", text("b")), VAL_NIL_VALUE, false);
}

static void eq_refuses_what_go_refuses(void **state)
{
    Ctx *cx = *state;
    Val map = map_of("a", val_from_int(1));

    assert_fails(cx, val_eq, val_from_int(1), val_from_float(1),
                 "incompatible types for comparison: int and float64");
    assert_fails(cx, val_eq, text("a"), map,
                 "incompatible types for comparison: string and "
                 "map[string]interface {}");
    assert_fails(cx, val_eq, map, map,
                 "non-comparable type map[a:%!s(int=1)]: "
                 "map[string]interface {}");
    assert_fails(cx, val_eq, map, list_of(text("x")),
                 "non-comparable types map[a:%!s(int=1)]: "
                 "map[string]interface {}, []interface {}: [x]");
}

static void lt_orders_numbers_and_texts(void **state)
{
    Ctx *cx = *state;

    assert_gives(cx, val_lt, val_from_int(1), val_from_int64(2), true);
    assert_gives(cx, val_lt, val_from_int(-1),
                 of_type(val_from_int(-1), GO_UINT64), true);
    assert_gives(cx, val_lt, of_type(val_from_int(-1), GO_UINT64),
                 val_from_int(5), false);
    assert_gives(cx, val_lt, val_from_float(1.5), val_from_float(2), true);
    assert_gives(cx, val_lt, text("B"), text("a"), true);
}

static void lt_refuses_what_go_refuses(void **state)
{
    Ctx *cx = *state;

    assert_fails(cx, val_lt, val_from_bool(false), val_from_bool(true),
                 "invalid type for comparison");
    assert_fails(cx, val_lt, VAL_NIL_VALUE, val_from_int(1),
                 "invalid type for comparison");
    assert_fails(cx, val_lt, val_from_int(1), text("1"),
                 "incompatible types for comparison: int and string");
}

static void deep_equal_counts_types(void **state)
{
    Ctx *cx = *state;
    Val one = val_from_int(1);

    assert_true(val_deep_equal(cx, list_of(one), list_of(one)));
    assert_false(val_deep_equal(cx, one, val_from_float(1)));
    assert_false(val_deep_equal(cx, one, val_from_int64(1)));
    assert_false(val_deep_equal(cx, list_of(text("a")),
                                of_type(list_of(text("a")), GO_STRINGS)));
    assert_true(val_deep_equal(cx, map_of("a", list_of(one)),
                               map_of("a", list_of(one))));
    assert_false(val_deep_equal(cx, map_of("a", one), map_of("b", one)));
    assert_true(val_deep_equal(cx, VAL_NIL_VALUE, VAL_NIL_VALUE));
}

static void deep_equal_of_the_same_list_does_not_look_inside(void **state)
{
    Val list = list_of(val_from_float((double)NAN));

    assert_true(val_deep_equal(*state, list, list));
    assert_false(
        val_deep_equal(*state, list, list_of(val_from_float((double)NAN))));
}

static void deep_equal_of_cycles_ends(void **state)
{
    Map *a = map_new(&arena, 0);
    Map *b = map_new(&arena, 0);

    map_set(a, STR("x"), val_from_map(a));
    map_set(a, STR("y"), val_from_map(a));
    map_set(b, STR("x"), val_from_map(b));
    map_set(b, STR("y"), val_from_map(b));
    assert_true(val_deep_equal(*state, val_from_map(a), val_from_map(b)));
}

static void print_pair(Ctx *cx, const Host *self, Buf *buf)
{
    (void)cx;
    buf_add_c(buf, self->self);
}

static void pointers_are_equal_when_they_point_to_the_same(void **state)
{
    static const HostClass pointer_class = {
        .type_name = "*x.Y", .kind_name = "ptr", .print = print_pair};
    static const char first[] = "{1}";
    static const char second[] = "{1}";
    Val a = val_from_host(host_new(&arena, &pointer_class, first));
    Val same = val_from_host(host_new(&arena, &pointer_class, first));
    Val other = val_from_host(host_new(&arena, &pointer_class, second));

    assert_gives(*state, val_eq, a, same, true);
    assert_gives(*state, val_eq, a, other, false);
    assert_true(val_deep_equal(*state, a, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_is_that_of_templates),
        cmocka_unit_test(eq_compares_basic_kinds),
        cmocka_unit_test(eq_of_nil_is_true_for_nil_alone),
        cmocka_unit_test(eq_refuses_what_go_refuses),
        cmocka_unit_test(lt_orders_numbers_and_texts),
        cmocka_unit_test(lt_refuses_what_go_refuses),
        cmocka_unit_test(deep_equal_counts_types),
        cmocka_unit_test(deep_equal_of_the_same_list_does_not_look_inside),
        cmocka_unit_test(deep_equal_of_cycles_ends),
        cmocka_unit_test(pointers_are_equal_when_they_point_to_the_same),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
