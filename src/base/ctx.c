/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The run: bounds, the chain of the failure, warnings.  Nothing here looks at
 * the outside; base/world.c does.
 */
#include "base/ctx.h"

#include <assert.h>

#include "base/buf.h"

/* Steps between two looks at the clock. */
#define CHECK_EVERY 1024

/* What one element of a list takes. */
#define ELEMENT_SIZE 16

void ctx_init(Ctx *cx, Arena *arena)
{
    *cx = (Ctx){
        .arena = arena,
        .home = arena,
        .kept = arena,
        .limits = &ctx_default_limits,
        .world = &ctx_system_world,
        .compat = &compat_helm_4_1,
    };
}

void ctx_go_apart(Ctx *cx, Arena *apart)
{
    assert(cx->arena == cx->home);
    cx->home->is_written = false;
    apart->max = cx->home->max;
    cx->arena = apart;
}

void ctx_end_apart(Ctx *cx, bool ok)
{
    Arena *apart = cx->arena;
    bool keeps = !ok || cx->home->is_written || cx->on_read != NULL;

    cx->arena = cx->home;
    if (keeps)
        arena_adopt(cx->home, apart);
    else
        arena_reset(apart);
}

bool err_push(Ctx *cx, Err link)
{
    Err *copy = ARENA_NEW(cx->arena, Err);

    *copy = link;
    copy->cause = cx->err;
    if (copy->n_calls == 0 && cx->err != NULL) {
        copy->calls = cx->err->calls;
        copy->n_calls = cx->err->n_calls;
    }
    cx->err = copy;
    return false;
}

static bool start(Ctx *cx, ErrKind kind, SourcePos pos, Str msg)
{
    assert(cx->err == NULL);
    return err_push(cx, (Err){.kind = kind, .pos = pos, .msg = msg});
}

bool fail(Ctx *cx, ErrKind kind, SourcePos pos, const char *format, ...)
{
    va_list args;
    Str msg;

    va_start(args, format);
    msg = arena_vfmt(cx->arena, format, args);
    va_end(args);
    return start(cx, kind, pos, msg);
}

bool fail_here(Ctx *cx, ErrKind kind, const char *format, ...)
{
    va_list args;
    Str msg;

    va_start(args, format);
    msg = arena_vfmt(cx->arena, format, args);
    va_end(args);
    return start(cx, kind, (SourcePos){STR_NONE, 0, 0}, msg);
}

bool fail_str(Ctx *cx, ErrKind kind, Str msg)
{
    return start(cx, kind, (SourcePos){STR_NONE, 0, 0}, msg);
}

bool err_wrap(Ctx *cx, SourcePos pos, const char *format, ...)
{
    va_list args;
    Str msg;

    assert(cx->err != NULL);
    va_start(args, format);
    msg = arena_vfmt(cx->arena, format, args);
    va_end(args);
    return err_push(cx, (Err){.kind = cx->err->kind, .pos = pos, .msg = msg});
}

Str err_text(Arena *arena, const Err *err)
{
    Buf buf;

    buf_init(&buf, arena);
    for (const Err *link = err; link != NULL; link = link->cause) {
        buf_add(&buf, link->msg);
        if (link->cause != NULL)
            buf_add(&buf, STR(": "));
    }
    return buf_str(&buf);
}

Str err_take(Ctx *cx)
{
    const Err *err = cx->err;

    cx->err = NULL;
    return err_text(cx->arena, err);
}

bool err_lacks(Ctx *cx, ErrLack lack, Str name)
{
    Err link = *cx->err;

    link.lack = lack;
    link.name = name;
    cx->err = link.cause;
    return err_push(cx, link);
}

Str ctx_limit_text(Ctx *cx, LimitId id)
{
    const Limit *limit = &limit_rows[id];

    return arena_fmt(
        cx->arena, "%s: over the limit of %zu %s (--limit %s=N raises it)",
        limit->what, limit_get(cx->limits, id), limit->unit, limit->name);
}

bool ctx_fail_limit(Ctx *cx, LimitId id)
{
    return fail_str(cx, ERR_LIMIT, ctx_limit_text(cx, id));
}

static bool is_late(Ctx *cx)
{
    const CtxWorld *world = cx->world;
    int64_t now = world->elapsed(world->self);

    if (cx->deadline == 0) {
        size_t most = (size_t)(INT64_MAX - now) / 1000000000;
        size_t seconds = cx->limits->time < most ? cx->limits->time : most;

        cx->deadline = now + (int64_t)seconds * 1000000000;
    }
    return now > cx->deadline;
}

/* Past a bound of the run, where everything else would fail as well. */
static bool is_used_up(Ctx *cx)
{
    return ctx_memory(cx) > cx->limits->memory ||
           cx->steps > cx->limits->steps || is_late(cx);
}

bool err_collect(Ctx *cx)
{
    assert(cx->err != NULL);
    if (cx->on_fail == NULL || is_used_up(cx))
        return false;
    cx->on_fail(cx->on_fail_self, cx->err);
    if (cx->collected == NULL)
        cx->collected = cx->err;
    cx->err = NULL;
    cx->depth = 0; /* Stages run at the top; a failure may leave its levels. */
    return true;
}

bool err_settle(Ctx *cx)
{
    cx->err = cx->collected;
    return cx->err == NULL;
}

bool ctx_check(Ctx *cx)
{
    if (ctx_memory(cx) > cx->limits->memory)
        return ctx_fail_limit(cx, LIMIT_MEMORY);
    if (cx->steps < cx->next_check)
        return true;
    if (cx->steps > cx->limits->steps)
        return ctx_fail_limit(cx, LIMIT_STEPS);
    if (is_late(cx))
        return ctx_fail_limit(cx, LIMIT_TIME);
    cx->next_check = cx->limits->steps + 1;
    if (cx->limits->steps - cx->steps > CHECK_EVERY)
        cx->next_check = cx->steps + CHECK_EVERY;
    return true;
}

bool ctx_spend(Ctx *cx, size_t n)
{
    cx->steps = n < SIZE_MAX - cx->steps ? cx->steps + n : SIZE_MAX;
    return ctx_check(cx);
}

bool ctx_enter(Ctx *cx)
{
    if (cx->depth >= cx->limits->depth)
        return ctx_fail_limit(cx, LIMIT_DEPTH);
    if (!ctx_step(cx))
        return false;
    cx->depth++;
    return true;
}

void ctx_leave(Ctx *cx)
{
    assert(cx->depth > 0);
    cx->depth--;
}

/* Leave to take `n` bytes more of the run's memory. */
static bool want_memory(Ctx *cx, size_t n)
{
    size_t used = ctx_memory(cx);
    size_t most = cx->limits->memory;

    return (used <= most && n <= most - used) ||
           ctx_fail_limit(cx, LIMIT_MEMORY);
}

bool ctx_want_text(Ctx *cx, size_t n)
{
    if (n > cx->limits->text)
        return ctx_fail_limit(cx, LIMIT_TEXT);
    return want_memory(cx, n);
}

bool ctx_want_list(Ctx *cx, size_t n)
{
    if (n > cx->limits->list)
        return ctx_fail_limit(cx, LIMIT_LIST);
    return want_memory(cx, n * ELEMENT_SIZE);
}

void ctx_warn(Ctx *cx, Str text)
{
    CtxMessage *message = ARENA_NEW(cx->home, CtxMessage);

    message->text = arena_str(cx->home, text);
    if (cx->messages == NULL)
        cx->messages = message;
    else
        *cx->messages_end = message;
    cx->messages_end = &message->next;
}
