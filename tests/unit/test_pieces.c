/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pieces.h"

#define LONG_LEN 5000

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

/* LONG_LEN times an x, and `tail`. */
static Str long_text(Arena *arena, const char *tail)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add_repeat(&buf, 'x', LONG_LEN);
    buf_add_c(&buf, tail);
    return buf_str(&buf);
}

static void short_texts_are_put_together(void **state)
{
    Pieces pieces;

    pieces_init(&pieces, *state);
    pieces_add(&pieces, STR("a"));
    pieces_add(&pieces, STR(""));
    pieces_add(&pieces, STR("b"));
    pieces_end(&pieces);
    assert_int_equal(pieces.len, 1);
    assert_true(str_eq_c(pieces.items[0], "ab"));
}

static void a_long_text_stays_where_it_is(void **state)
{
    Str text = long_text(*state, "");
    Pieces pieces;
    Str whole;

    pieces_init(&pieces, *state);
    pieces_add(&pieces, STR("a"));
    pieces_add(&pieces, text);
    pieces_add(&pieces, STR("b"));
    pieces_end(&pieces);
    assert_int_equal(pieces.len, 3);
    assert_ptr_equal(pieces.items[1].ptr, text.ptr);
    whole = pieces_join(&pieces);
    assert_int_equal(whole.len, LONG_LEN + 2);
    assert_true(str_has_prefix(whole, STR("ax")));
    assert_true(str_has_suffix(whole, STR("xb")));
}

static void the_end_is_trimmed_across_pieces(void **state)
{
    Pieces pieces;
    Buf blank;

    buf_init(&blank, *state);
    buf_add_repeat(&blank, '\n', LONG_LEN);
    pieces_init(&pieces, *state);
    pieces_add(&pieces, STR("a \t"));
    pieces_add(&pieces, long_text(*state, " b\xc2\xa0\n"));
    pieces_add(&pieces, STR(" \r\n"));
    pieces_add(&pieces, buf_str(&blank));
    pieces_add(&pieces, STR(" "));
    pieces_trim_end(&pieces);
    pieces_add(&pieces, STR("c"));
    assert_int_equal(pieces_join(&pieces).len, LONG_LEN + 6);
    assert_true(str_has_suffix(pieces_join(&pieces), STR("x bc")));
}

static void nothing_trims_and_joins_to_nothing(void **state)
{
    Pieces pieces;

    pieces_init(&pieces, *state);
    pieces_trim_end(&pieces);
    pieces_add(&pieces, STR(" \n"));
    pieces_trim_end(&pieces);
    assert_int_equal(pieces_join(&pieces).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_put_together),
        cmocka_unit_test(a_long_text_stays_where_it_is),
        cmocka_unit_test(the_end_is_trimmed_across_pieces),
        cmocka_unit_test(nothing_trims_and_joins_to_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
