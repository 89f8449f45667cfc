/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The arena: alignment, growth in place and by moving, large blocks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Behind our headers: it defines a macro fail(). */
#include <cmocka.h>

static void arena_alloc_is_aligned_behind_odd_texts(void **state)
{
    Arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t i = 1; i < 40; i++) {
        arena_alloc_text(&arena, i);
        assert_int_equal(
            (uintptr_t)arena_alloc(&arena, i) % _Alignof(max_align_t), 0);
    }
    arena_release(&arena);
}

static void arena_grow_keeps_the_bytes(void **state)
{
    Arena arena;
    char *text;
    size_t size = 8;

    (void)state;
    arena_init(&arena);
    text = arena_alloc(&arena, size);
    memcpy(text, "abcdefg", 8);
    while (size < ((size_t)1 << 20)) {
        arena_alloc_text(&arena, 3);
        text = arena_grow(&arena, text, size, size * 2);
        size *= 2;
    }
    assert_string_equal(text, "abcdefg");
    arena_release(&arena);
}

static void arena_grow_moves_a_large_block_among_others(void **state)
{
    Arena arena;
    char *first;
    char *second;

    (void)state;
    arena_init(&arena);
    first = arena_alloc(&arena, 100000);
    second = arena_alloc(&arena, 100000);
    memset(first, 'a', 100000);
    memset(second, 'b', 100000);
    first = arena_grow(&arena, first, 100000, 5000000);
    second = arena_grow(&arena, second, 100000, 3000000);
    assert_int_equal(first[99999], 'a');
    assert_int_equal(second[99999], 'b');
    arena_release(&arena);
}

static void arena_fmt_takes_texts_of_any_length(void **state)
{
    Arena arena;
    Buf buf;
    Str text;

    (void)state;
    arena_init(&arena);
    buf_init(&buf, &arena);
    buf_add_repeat(&buf, 'x', 1000);
    text = arena_fmt(&arena, "<%.*s>", STR_ARG(buf_str(&buf)));
    assert_int_equal(text.len, 1002);
    assert_int_equal(text.ptr[1001], '>');
    arena_release(&arena);
}

static void arena_join_takes_empty_texts(void **state)
{
    const Str parts[] = {STR("a"), STR_NONE, STR("/"), STR("bc")};
    Arena arena;
    Str text;

    (void)state;
    arena_init(&arena);
    text = arena_join(&arena, parts, ARRAY_LEN(parts));
    assert_true(str_eq_c(text, "a/bc"));
    assert_int_equal(text.ptr[text.len], '\0');
    assert_int_equal(arena_join(&arena, parts, 0).len, 0);
    arena_release(&arena);
}

static void buf_add_fmt_takes_texts_of_any_length(void **state)
{
    Arena arena;
    Buf buf;

    (void)state;
    arena_init(&arena);
    buf_init(&buf, &arena);
    buf_add_fmt(&buf, "%0500d", 7);
    assert_int_equal(buf.len, 500);
    assert_int_equal(buf.ptr[499], '7');
    buf_add_byte(&buf, '!');
    assert_int_equal(buf.ptr[500], '!');
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_alloc_is_aligned_behind_odd_texts),
        cmocka_unit_test(arena_grow_keeps_the_bytes),
        cmocka_unit_test(arena_grow_moves_a_large_block_among_others),
        cmocka_unit_test(arena_fmt_takes_texts_of_any_length),
        cmocka_unit_test(arena_join_takes_empty_texts),
        cmocka_unit_test(buf_add_fmt_takes_texts_of_any_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
