/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_FUZZ_SUPPORT_H
#define OMNI_TESTS_FUZZ_SUPPORT_H

/*
 * What the fuzz targets share.  A target is one file that reads its input in
 * LLVMFuzzerTestOneInput and holds what must be true of the answer.  An input
 * of several parts has a NUL between them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One input, and the run it is read in. */
typedef struct Fuzz {
    Arena arena;
    Ctx cx;
    Str rest; /* of the input */
} Fuzz;

/* Low, so that what an input can make slow ends soon. */
static const CtxLimits fuzz_limits = {
    .steps = 20000,
    .time = 5,
    .memory = (size_t)64 << 20,
    .output = (size_t)1 << 20,
    .text = (size_t)1 << 18,
    .list = 5000,
    .depth = 150,
    .tmpl_depth = 30,
    .pattern = 500,
    .input = (size_t)1 << 20,
    .yaml_nodes = 20000,
    .chart_file = (size_t)1 << 18,
    .chart_files = 200,
    .chart = (size_t)1 << 20,
    .archive = (size_t)1 << 20,
    .schema_steps = 20000,
};

static inline int64_t fuzz_now(void *self)
{
    (void)self;
    return INT64_C(1700000000123456789);
}

static inline bool fuzz_random(void *self, void *out, size_t len)
{
    (void)self;
    memset(out, 7, len);
    return true;
}

static inline Str fuzz_resolve(void *self, Arena *arena, Str host)
{
    (void)self;
    (void)arena;
    (void)host;
    return STR("192.0.2.1");
}

static inline void fuzz_open(Fuzz *fuzz, const uint8_t *data, size_t size)
{
    static CtxWorld world = {
        .now = fuzz_now, .random = fuzz_random, .resolve = fuzz_resolve};

    world.elapsed = ctx_system_world.elapsed;
    arena_init(&fuzz->arena);
    ctx_init(&fuzz->cx, &fuzz->arena);
    fuzz->cx.limits = &fuzz_limits;
    fuzz->cx.world = &world;
    fuzz->rest = str_from((const char *)data, size);
}

static inline void fuzz_close(Fuzz *fuzz)
{
    arena_release(&fuzz->arena);
}

/* A copy with nothing behind it, so that reading too far shows. */
static inline Str fuzz_copy(Fuzz *fuzz, Str s)
{
    char *copy = arena_alloc_text(&fuzz->arena, s.len);

    if (s.len != 0)
        memcpy(copy, s.ptr, s.len);
    return str_from(copy, s.len);
}

/* The next part of the input; empty when nothing is left. */
static inline Str fuzz_take(Fuzz *fuzz)
{
    size_t end = str_find_byte(fuzz->rest, '\0', 0);
    Str part;

    if (end == SIZE_MAX)
        end = fuzz->rest.len;
    part = fuzz_copy(fuzz, str_slice(fuzz->rest, 0, end));
    fuzz->rest =
        str_skip(fuzz->rest, end < fuzz->rest.len ? end + 1 : fuzz->rest.len);
    return part;
}

/* All that is left of the input. */
static inline Str fuzz_take_rest(Fuzz *fuzz)
{
    Str part = fuzz_copy(fuzz, fuzz->rest);

    fuzz->rest = STR("");
    return part;
}

/* The first byte of the input, taken off it; 0 when there is none. */
static inline unsigned char fuzz_take_byte(Fuzz *fuzz)
{
    unsigned char byte;

    if (fuzz->rest.len == 0)
        return 0;
    byte = (unsigned char)fuzz->rest.ptr[0];
    fuzz->rest = str_skip(fuzz->rest, 1);
    return byte;
}

static inline bool fuzz_is_ascii(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

static inline void fuzz_show(const char *label, Str s)
{
    fprintf(stderr, "%s (%zu bytes):\n", label, s.len);
    fwrite(s.ptr == NULL ? "" : s.ptr, 1, s.len, stderr);
    fputc('\n', stderr);
}

/* Holds two texts to be the same. */
static inline void fuzz_want_same(const char *what, Str a, Str b)
{
    if (str_eq(a, b))
        return;
    fprintf(stderr, "%s: these must be equal\n", what);
    fuzz_show("one", a);
    fuzz_show("other", b);
    abort();
}

static inline void fuzz_want(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "this must hold: %s\n", what);
    abort();
}

/* What has failed did so with a reason, which is forgotten: false, always. */
static inline bool fuzz_failed(Fuzz *fuzz)
{
    fuzz_want(fuzz->cx.err != NULL, "a failure has a reason");
    err_take(&fuzz->cx);
    fuzz->cx.depth = 0;
    return false;
}

/* Whether the pending failure is that a bound is met. */
static inline bool fuzz_is_limit(const Fuzz *fuzz)
{
    for (const Err *err = fuzz->cx.err; err != NULL; err = err->cause) {
        if (err->kind == ERR_LIMIT)
            return true;
    }
    return false;
}

/* Holds that a call is `ok`, unless a bound is met: whether it is. */
static inline bool fuzz_want_ok(Fuzz *fuzz, bool ok, const char *what)
{
    if (ok)
        return true;
    if (!fuzz_is_limit(fuzz)) {
        fuzz_show(what, err_take(&fuzz->cx));
        abort();
    }
    return fuzz_failed(fuzz);
}

#endif
