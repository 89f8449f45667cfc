/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_CHART_EVAL_H
#define OMNI_TESTS_CHART_EVAL_H

/* What the tests of charts and values share: a run, charts made of texts, and
 * values compared as JSON. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "chart/chart.h"
#include "chart/values_yaml.h"
#include "codec/json.h"

/* Behind our headers: it defines a macro fail(). */
#include <cmocka.h>

typedef struct Bench {
    Arena arena;
    Ctx cx;
} Bench;

static inline void bench_open(Bench *bench)
{
    arena_init(&bench->arena);
    ctx_init(&bench->cx, &bench->arena);
}

static inline void bench_close(Bench *bench)
{
    arena_release(&bench->arena);
}

static inline void bench_expect_text(Str have, const char *want)
{
    assert_non_null(want);
    assert_int_equal(have.len, strlen(want));
    assert_memory_equal(have.ptr, want, have.len);
}

/* The pending failure, as Helm would print it behind "Error: ". */
static inline void bench_expect_error(Bench *bench, const char *want)
{
    assert_non_null(bench->cx.err);
    bench_expect_text(err_take(&bench->cx), want);
}

static inline void bench_expect_json(Bench *bench, Val v, const char *want)
{
    Buf buf;

    buf_init(&buf, &bench->arena);
    assert_true(codec_write_json(&bench->cx, &buf, v, (JsonStyle){0}));
    bench_expect_text(buf_str(&buf), want);
}

static inline Map *bench_yaml(Bench *bench, const char *text)
{
    Map *map = NULL;

    assert_true(chart_read_values(&bench->cx, STR("test.yaml"),
                                  str_from_c(text), &map));
    return map;
}

/* The n-th warning, from 0. */
static inline void bench_expect_warning(const Bench *bench, size_t n,
                                        const char *want)
{
    const CtxMessage *message = bench->cx.messages;

    while (n-- > 0 && message != NULL)
        message = message->next;
    bench_expect_text(message == NULL ? STR("no such warning") : message->text,
                      want);
}

/* Loads a chart from pairs of name and text, up to a NULL. */
static inline bool bench_load(Bench *bench, const char *const *pairs,
                              const Chart **out)
{
    ChartFile *files;
    size_t n = 0;

    while (pairs[2 * n] != NULL)
        n++;
    files = ARENA_ARRAY(&bench->arena, ChartFile, n);
    for (size_t i = 0; i < n; i++)
        files[i] =
            (ChartFile){str_from_c(pairs[2 * i]), str_from_c(pairs[2 * i + 1])};
    return chart_load_files(&bench->cx, (ChartFiles){files, n}, out);
}

#endif
