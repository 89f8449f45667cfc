/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Facts of Go's fmt (%v, Sprint, Sprintln), time.Duration and strconv.Quote,
 * and of sprig's toString.
 */

#include "value/host.h"
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

static Val list_of(const Val *items, size_t n)
{
    ListBuilder builder;

    list_builder_init(&builder, &arena, n);
    for (size_t i = 0; i < n; i++)
        list_builder_add(&builder, items[i]);
    return val_from_list(list_builder_done(&builder));
}

static const char *printed(Ctx *cx, Val v)
{
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(val_print(cx, &buf, v));
    return arena_c_str(&arena, buf_str(&buf));
}

static void scalars_print_as_v(void **state)
{
    Ctx *cx = *state;

    assert_string_equal(printed(cx, VAL_NIL_VALUE), "<nil>");
    assert_string_equal(printed(cx, val_from_bool(true)), "true");
    assert_string_equal(printed(cx, val_from_int64(INT64_MIN)),
                        "-9223372036854775808");
    assert_string_equal(printed(cx, of_type(val_from_int(-1), GO_UINT64)),
                        "18446744073709551615");
    assert_string_equal(printed(cx, val_from_float(1000000)), "1e+06");
    assert_string_equal(printed(cx, val_from_float(0.25)), "0.25");
    assert_string_equal(printed(cx, text("a b")), "a b");
    assert_string_equal(printed(cx, of_type(text("boom"), GO_ERROR)), "boom");
    assert_string_equal(printed(cx, of_type(text("go"), GO_BYTES)),
                        "[103 111]");
}

static void containers_print_their_elements(void **state)
{
    const Val items[] = {val_from_int(1), text("a b"), VAL_NIL_VALUE,
                         val_from_float(2.5)};
    Map *map = map_new(&arena, 0);

    map_set(map, STR("b"), list_of(items, ARRAY_LEN(items)));
    map_set(map, STR("a"), VAL_NIL_VALUE);
    assert_string_equal(printed(*state, val_from_map(map)),
                        "map[a:<nil> b:[1 a b <nil> 2.5]]");
    assert_string_equal(printed(*state, list_of(NULL, 0)), "[]");
    assert_string_equal(printed(*state, val_from_map(map_new(&arena, 0))),
                        "map[]");
}

static void a_map_inside_itself_is_a_failure(void **state)
{
    Ctx *cx = *state;
    Map *map = map_new(&arena, 0);
    Buf buf;

    map_set(map, STR("self"), val_from_map(map));
    buf_init(&buf, &arena);
    assert_false(val_print(cx, &buf, val_from_map(map)));
    assert_int_equal(cx->err->kind, ERR_LIMIT);
    assert_int_equal(cx->depth, 0);
    cx->err = NULL;
}

static void sprint_spaces_out_what_is_no_string(void **state)
{
    const Val args[] = {val_from_int(1), val_from_int(2), text("a"),
                        text("b"),       VAL_NIL_VALUE,   val_from_bool(false)};
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(val_sprint(*state, &buf, args, ARRAY_LEN(args)));
    assert_string_equal(arena_c_str(&arena, buf_str(&buf)), "1 2ab<nil> false");
}

static void sprintln_spaces_out_everything(void **state)
{
    const Val args[] = {text("a"), text("b"), val_from_int(1)};
    Buf buf;

    buf_init(&buf, &arena);
    assert_true(val_sprintln(*state, &buf, args, ARRAY_LEN(args)));
    assert_string_equal(arena_c_str(&arena, buf_str(&buf)), "a b 1\n");
}

static void durations_print_in_units(void **state)
{
    static const struct {
        int64_t nanoseconds;
        const char *want;
    } rows[] = {
        {0,                               "0s"                       },
        {1,                               "1ns"                      },
        {1500,                            "1.5\xC2\xB5s"             },
        {-2500000,                        "-2.5ms"                   },
        {1000000000,                      "1s"                       },
        {INT64_C(90061) * 1000000000 + 5, "25h1m1.000000005s"        },
        {INT64_C(3600) * 1000000000,      "1h0m0s"                   },
        {INT64_MIN,                       "-2562047h47m16.854775808s"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Val v = of_type(val_from_int64(rows[i].nanoseconds), GO_DURATION);
        assert_string_equal(printed(*state, v), rows[i].want);
    }
}

static void print_version(Ctx *cx, const Host *self, Buf *buf)
{
    (void)cx;
    buf_add_c(buf, self->self);
}

static void hosts_print_as_their_class_says(void **state)
{
    static const HostClass version_class = {.type_name = "*semver.Version",
                                            .kind_name = "ptr",
                                            .print = print_version};
    const Val host = val_from_host(host_new(&arena, &version_class, "1.2.3"));

    assert_string_equal(printed(*state, host), "1.2.3");
    assert_string_equal(printed(*state, list_of(&host, 1)), "[1.2.3]");
}

static void to_text_takes_bytes_as_text(void **state)
{
    Ctx *cx = *state;
    Str got;

    assert_true(val_to_text(cx, of_type(text("go"), GO_BYTES), &got));
    assert_true(str_eq(got, STR("go")));
    assert_true(val_to_text(cx, of_type(text("bad"), GO_ERROR), &got));
    assert_true(str_eq(got, STR("bad")));
    assert_true(val_to_text(cx, val_from_float(1e6), &got));
    assert_true(str_eq(got, STR("1e+06")));
    assert_true(val_to_text(cx, VAL_NIL_VALUE, &got));
    assert_true(str_eq(got, STR("<nil>")));
}

static const char *quoted(Str s, bool ascii)
{
    Buf buf;

    buf_init(&buf, &arena);
    val_add_quoted(&buf, s, ascii);
    return arena_c_str(&arena, buf_str(&buf));
}

static void quoting_escapes_what_does_not_print(void **state)
{
    (void)state;
    assert_string_equal(quoted(STR("a\"b\\\n\x01\x7F"), false),
                        "\"a\\\"b\\\\\\n\\x01\\x7f\"");
    assert_string_equal(quoted(STR("'\xC3\xA9\xFF"), false),
                        "\"'\xC3\xA9\\xff\"");
    assert_string_equal(quoted(STR("\xC2\xA0\xEF\xBB\xBF"), false),
                        "\"\\u00a0\\ufeff\"");
    assert_string_equal(quoted(STR("\xC3\xA9\xF0\x9F\x98\x80"), true),
                        "\"\\u00e9\\U0001f600\"");
    assert_string_equal(quoted(str_from("\0", 1), false), "\"\\x00\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_print_as_v),
        cmocka_unit_test(containers_print_their_elements),
        cmocka_unit_test(a_map_inside_itself_is_a_failure),
        cmocka_unit_test(sprint_spaces_out_what_is_no_string),
        cmocka_unit_test(sprintln_spaces_out_everything),
        cmocka_unit_test(durations_print_in_units),
        cmocka_unit_test(hosts_print_as_their_class_says),
        cmocka_unit_test(to_text_takes_bytes_as_text),
        cmocka_unit_test(quoting_escapes_what_does_not_print),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
