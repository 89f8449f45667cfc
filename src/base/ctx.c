/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The run: bounds, the chain of the failure, warnings.  Nothing here looks at
 * the outside; base/world.c does.
 */
#include "base/ctx.h"

#include <assert.h>

#include "base/buf.h"

const CtxLimits ctx_default_limits = {
    .depth = 1000,
    .tmpl_depth = 100000,
    .text = (size_t)256 << 20,
    .list = (size_t)10 << 20,
    .yaml_nodes = (size_t)10 << 20,
    .input = (size_t)64 << 20,
};

void ctx_init(Ctx *cx, Arena *arena)
{
    *cx = (Ctx){
        .arena = arena,
        .home = arena,
        .limits = &ctx_default_limits,
        .world = &ctx_system_world,
        .compat = &compat_helm_4_1,
    };
}

void ctx_go_apart(Ctx *cx, Arena *apart)
{
    assert(cx->arena == cx->home);
    cx->home->is_written = false;
    cx->arena = apart;
}

bool ctx_end_apart(Ctx *cx, bool ok)
{
    Arena *apart = cx->arena;
    bool keeps = !ok || cx->home->is_written;

    cx->arena = cx->home;
    if (keeps)
        arena_adopt(cx->home, apart);
    else
        arena_reset(apart);
    return keeps;
}

bool err_push(Ctx *cx, Err link)
{
    Err *copy = ARENA_NEW(cx->arena, Err);

    *copy = link;
    copy->cause = cx->err;
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

bool ctx_enter(Ctx *cx)
{
    if (cx->depth >= cx->limits->depth)
        return fail_here(cx, ERR_LIMIT, "nested more than %u levels deep",
                         cx->limits->depth);
    cx->depth++;
    return true;
}

void ctx_leave(Ctx *cx)
{
    assert(cx->depth > 0);
    cx->depth--;
}

bool ctx_want_text(Ctx *cx, size_t n)
{
    if (n > cx->limits->text)
        return fail_here(cx, ERR_LIMIT,
                         "a text of %zu bytes is over the limit of %zu", n,
                         cx->limits->text);
    return true;
}

bool ctx_want_list(Ctx *cx, size_t n)
{
    if (n > cx->limits->list)
        return fail_here(cx, ERR_LIMIT,
                         "a list of %zu elements is over the limit of %zu", n,
                         cx->limits->list);
    return true;
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
