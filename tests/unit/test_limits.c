/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/ctx.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

static int64_t clock_now;

static int64_t elapsed(void *self)
{
    (void)self;
    return clock_now;
}

typedef struct Bench {
    Arena arena;
    CtxWorld world;
    CtxLimits limits;
    Ctx cx;
} Bench;

static void bench_open(Bench *bench)
{
    arena_init(&bench->arena);
    ctx_init(&bench->cx, &bench->arena);
    bench->world = ctx_system_world;
    bench->world.elapsed = elapsed;
    bench->limits = ctx_default_limits;
    bench->cx.world = &bench->world;
    bench->cx.limits = &bench->limits;
    clock_now = 5;
}

static void assert_met(Bench *bench, const char *flag)
{
    assert_non_null(bench->cx.err);
    assert_int_equal(bench->cx.err->kind, ERR_LIMIT);
    assert_true(str_contains(bench->cx.err->msg, str_from_c(flag)));
    bench->cx.err = NULL;
}

static void every_row_has_its_own_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < LIMITS_LEN; i++) {
        CtxLimits limits = ctx_default_limits;
        char text[64];
        const char *reason;

        snprintf(text, sizeof(text), "%s=7", limit_rows[i].name);
        assert_true(limit_set(&limits, str_from_c(text), &reason));
        for (size_t k = 0; k < LIMITS_LEN; k++)
            assert_int_equal(
                limit_get(&limits, (LimitId)k),
                k == i ? 7 : limit_get(&ctx_default_limits, (LimitId)k));
    }
}

static void suffixes_belong_to_units(void **state)
{
    CtxLimits limits = ctx_default_limits;
    const char *reason;

    (void)state;
    assert_true(limit_set(&limits, STR("text=3Ki"), &reason));
    assert_int_equal(limits.text, 3072);
    assert_true(limit_set(&limits, STR("memory=2Gi"), &reason));
    assert_int_equal(limits.memory, (size_t)2 << 30);
    assert_true(limit_set(&limits, STR("time=90s"), &reason));
    assert_int_equal(limits.time, 90);
    assert_false(limit_set(&limits, STR("list=3Ki"), &reason));
    assert_false(limit_set(&limits, STR("text=3s"), &reason));
}

static void malformed_texts_change_nothing(void **state)
{
    static const char *const texts[] = {
        "",       "=",       "text",    "text=",   "text=0",
        "text=x", "text=-1", "text=Ki", "Text=1",  "text =1",
        "nope=1", "text=1 ", "text=1k", "text=1.", "text=99999999999999999999",
        "=1",     "text==1",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        CtxLimits limits = ctx_default_limits;
        const char *reason = NULL;

        assert_false(limit_set(&limits, str_from_c(texts[i]), &reason));
        assert_non_null(reason);
        assert_memory_equal(&limits, &ctx_default_limits, sizeof(limits));
    }
}

static void steps_end(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    bench.limits.steps = 3000;
    for (int i = 0; i < 3000; i++)
        assert_true(ctx_step(&bench.cx));
    assert_false(ctx_step(&bench.cx));
    assert_met(&bench, "--limit steps=");
    assert_false(ctx_step(&bench.cx));
    assert_met(&bench, "--limit steps=");
    arena_release(&bench.arena);
}

static void spending_never_wraps_around(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    assert_true(ctx_spend(&bench.cx, 10));
    assert_false(ctx_spend(&bench.cx, SIZE_MAX));
    assert_met(&bench, "--limit steps=");
    assert_false(ctx_spend(&bench.cx, 1));
    assert_met(&bench, "--limit steps=");
    arena_release(&bench.arena);
}

static void time_ends(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    bench.limits.time = 2;
    assert_true(ctx_spend(&bench.cx, CTX_SLOW));
    clock_now += 2000000000;
    assert_true(ctx_spend(&bench.cx, CTX_SLOW));
    clock_now++;
    assert_false(ctx_spend(&bench.cx, CTX_SLOW));
    assert_met(&bench, "--limit time=");
    arena_release(&bench.arena);
}

static void endless_time_does_not_overflow(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    bench.limits.time = SIZE_MAX;
    assert_true(ctx_spend(&bench.cx, CTX_SLOW));
    clock_now = INT64_MAX / 2;
    assert_true(ctx_spend(&bench.cx, CTX_SLOW));
    arena_release(&bench.arena);
}

static void memory_ends(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    bench.limits.memory = 1000000;
    assert_true(ctx_want_text(&bench.cx, 900000));
    assert_false(ctx_want_text(&bench.cx, 1100000));
    assert_met(&bench, "--limit memory=");
    assert_false(ctx_want_list(&bench.cx, 100000));
    assert_met(&bench, "--limit memory=");
    assert_true(ctx_step(&bench.cx));
    arena_alloc(&bench.arena, 1100000);
    assert_false(ctx_step(&bench.cx));
    assert_met(&bench, "--limit memory=");
    arena_release(&bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_its_own_field),
        cmocka_unit_test(suffixes_belong_to_units),
        cmocka_unit_test(malformed_texts_change_nothing),
        cmocka_unit_test(steps_end),
        cmocka_unit_test(spending_never_wraps_around),
        cmocka_unit_test(time_ends),
        cmocka_unit_test(endless_time_does_not_overflow),
        cmocka_unit_test(memory_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
