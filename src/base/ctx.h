/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_CTX_H
#define OMNI_BASE_CTX_H

#include "base/arena.h"
#include "base/compat.h"
#include "base/err.h"
#include "base/source.h"

/*
 * One run: its arena, its error, its bounds, and every way out of the process
 * (clock, randomness, DNS).  A context belongs to one thread.
 */
typedef struct CtxLimits {
    uint32_t depth;      /* recursion over user data and YAML nesting */
    uint32_t tmpl_depth; /* include, template, tpl: Go's is 100000 */
    size_t text;         /* bytes of one text that a function builds */
    size_t list;         /* elements of one list that a function builds */
    size_t yaml_nodes;   /* nodes after the expansion of aliases */
    size_t input;        /* bytes of one values file */
} CtxLimits;

extern const CtxLimits ctx_default_limits;

/* Where impure facts come from.  Tests and --seed style features put their
 * own functions here. */
typedef struct CtxWorld {
    void *self;
    /* Now, in nanoseconds since 1970 UTC. */
    int64_t (*now)(void *self);
    /* Fills `out` with `len` unpredictable bytes. */
    bool (*random)(void *self, void *out, size_t len);
    /* One address of `host` as text in `arena`; empty when there is none. */
    Str (*resolve)(void *self, Arena *arena, Str host);
} CtxWorld;

/* The system's own clock, getrandom(2) and resolver. */
extern const CtxWorld ctx_system_world;

typedef struct CtxMessage CtxMessage;
struct CtxMessage {
    Str text;
    CtxMessage *next;
};

typedef struct Ctx {
    Arena *arena;   /* where things are made */
    Arena *home;    /* for what must live as long as the run: `arena` itself, or
                     * beside it while a template has an arena of its own */
    const Err *err; /* the outermost link of the failure, NULL: none */
    const CtxLimits *limits;
    const CtxWorld *world;
    const Compat *compat;
    uint32_t depth;
    void *patterns;       /* what fn/regex_cache has compiled; NULL: nothing */
    CtxMessage *messages; /* warnings in order */
    CtxMessage **messages_end;
    /* Called by map_read for each value a template reads; NULL: nobody asks.
     * `map` and `value` are a Map and a Val, below this room's sight. */
    void (*on_read)(void *self, const void *map, Str key, const void *value);
    void *on_read_self;
} Ctx;

/* Has things made at home; the caller puts back cx->arena, which comes back. */
static inline Arena *ctx_go_home(Ctx *cx)
{
    Arena *arena = cx->arena;

    cx->arena = cx->home;
    return arena;
}

/* Has things made in `apart`, an arena whose content nobody needs once a step
 * is done.  Wants the context to be at home. */
void ctx_go_apart(Ctx *cx, Arena *apart);

/* Back home.  What was made apart is gone, unless the step has failed or has
 * changed a map that lives at home: then all of it is kept.  Returns whether
 * it was kept. */
bool ctx_end_apart(Ctx *cx, bool ok);

/* A context over `arena` with default limits, the system's world and the
 * newest compatibility row. */
void ctx_init(Ctx *cx, Arena *arena);

/* Starts the chain of a failure: false, always.  Wants no failure pending. */
bool fail(Ctx *cx, ErrKind kind, SourcePos pos, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same without a position. */
bool fail_here(Ctx *cx, ErrKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* fail_here with a text of any bytes. */
bool fail_str(Ctx *cx, ErrKind kind, Str msg);

/* Puts a link in front of the pending failure: false, always. */
bool err_wrap(Ctx *cx, SourcePos pos, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts `link`, copied, in front of the pending failure: false, always. */
bool err_push(Ctx *cx, Err link);

/* Forgets the pending failure and returns its text, links joined by ": "
 * (Go's %w style), for functions that answer with the error as a value. */
Str err_take(Ctx *cx);

/* The text of a chain, links joined by ": "; positions are left out. */
Str err_text(Arena *arena, const Err *err);

/* One level deeper into user data; fails past the limit.  Each true is paired
 * with a ctx_leave. */
bool ctx_enter(Ctx *cx) OMNI_CHECKED;
void ctx_leave(Ctx *cx);

/* Asks for leave to build a text (list) of `n` bytes (elements). */
bool ctx_want_text(Ctx *cx, size_t n) OMNI_CHECKED;
bool ctx_want_list(Ctx *cx, size_t n) OMNI_CHECKED;

/* Adds a warning for a person; never part of the output. */
void ctx_warn(Ctx *cx, Str text);

#endif
