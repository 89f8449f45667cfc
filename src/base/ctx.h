/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_CTX_H
#define OMNI_BASE_CTX_H

#include "base/arena.h"
#include "base/compat.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/source.h"

/*
 * One run: its arena, its error, its bounds, and every way out of the process
 * (clock, randomness, DNS, HTTP).  A context belongs to one thread.
 */

/* What came of asking for a document over HTTP. */
typedef struct CtxAnswer {
    int status; /* 0: no answer came */
    bool is_long;
    Str location; /* where a redirect leads; empty: none */
    Str problem;  /* why not all is there, in Go's words; empty: all is */
    Str body;
} CtxAnswer;

/* Where impure facts come from.  Tests and --seed style features put their
 * own functions here. */
typedef struct CtxWorld {
    void *self;
    /* Now, in nanoseconds since 1970 UTC. */
    int64_t (*now)(void *self);
    /* Nanoseconds since some moment; never set back. */
    int64_t (*elapsed)(void *self);
    /* Fills `out` with `len` unpredictable bytes. */
    bool (*random)(void *self, void *out, size_t len);
    /* One address of `host` as text in `arena`; empty when there is none. */
    Str (*resolve)(void *self, Arena *arena, Str host);
    /* Asks for `url`, at most `max` bytes of it in `timeout` milliseconds; the
     * texts are in `arena`.  NULL: that is not allowed. */
    void (*fetch)(void *self, Arena *arena, Str url, size_t max,
                  unsigned timeout, CtxAnswer *out);
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
    Arena *kept;    /* for what later runs of the chart make use of too: `home`,
                     * or one that outlives the run; nothing made here depends
                     * on anything that another run may not have */
    const Err *err; /* the outermost link of the failure, NULL: none */
    const CtxLimits *limits;
    const CtxWorld *world;
    const Compat *compat;
    uint32_t depth;
    size_t steps;         /* taken so far */
    size_t next_check;    /* the step at which ctx_check looks again */
    int64_t deadline;     /* on the world's elapsed(); 0: not known yet */
    void *patterns;       /* kept: those of fn/regex_cache; NULL: none */
    void *schemas;        /* kept: those of values/schema; NULL: none */
    CtxMessage *messages; /* warnings in order */
    CtxMessage **messages_end;
    /* Called by map_read for each value a template reads; NULL: nobody asks.
     * `map` and `value` are a Map and a Val, below this room's sight; `value`
     * is NULL when the key is not there. */
    void (*on_read)(void *self, const void *map, Str key, const void *value);
    void *on_read_self;
    /* Called by err_collect; NULL: the first failure ends the run. */
    void (*on_fail)(void *self, const Err *err);
    void *on_fail_self;
    const Err *collected; /* the first that err_collect took, NULL: none */
} Ctx;

/* Bytes that the run has taken from the system. */
static inline size_t ctx_memory(const Ctx *cx)
{
    return cx->arena->total + (cx->home == cx->arena ? 0 : cx->home->total);
}

/* Has things made at home; the caller puts back cx->arena, which comes back. */
static inline Arena *ctx_go_home(Ctx *cx)
{
    Arena *arena = cx->arena;

    cx->arena = cx->home;
    return arena;
}

/* Has things made where they are kept; the caller puts back cx->arena, which
 * comes back. */
static inline Arena *ctx_go_kept(Ctx *cx)
{
    Arena *arena = cx->arena;

    cx->arena = cx->kept;
    return arena;
}

/* Has things made in `apart`, an arena whose content nobody needs once a step
 * is done.  Wants the context to be at home. */
void ctx_go_apart(Ctx *cx, Arena *apart);

/* Back home.  What was made apart is gone, unless the step has failed, has
 * changed a map that lives at home, or somebody is told of what is read: then
 * all of it is kept. */
void ctx_end_apart(Ctx *cx, bool ok);

/* A context over `arena` with default limits, the system's world and the
 * newest compatibility row. */
void ctx_init(Ctx *cx, Arena *arena);

/* Starts the chain of a failure: false, always.  Wants no failure pending. */
bool fail(Ctx *cx, ErrKind kind, SourcePos pos, const char *format, ...)
    __attribute__((cold, format(printf, 4, 5)));

/* The same without a position. */
bool fail_here(Ctx *cx, ErrKind kind, const char *format, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* fail_here with a text of any bytes. */
bool fail_str(Ctx *cx, ErrKind kind, Str msg);

/* Puts a link in front of the pending failure: false, always. */
bool err_wrap(Ctx *cx, SourcePos pos, const char *format, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* Puts `link`, copied, in front of the pending failure: false, always. */
bool err_push(Ctx *cx, Err link);

/* Forgets the pending failure and returns its text, links joined by ": "
 * (Go's %w style), for functions that answer with the error as a value. */
Str err_take(Ctx *cx);

/* The text of a chain, links joined by ": "; positions are left out. */
Str err_text(Arena *arena, const Err *err);

/* Says in the outermost link what the failure found missing: false, always. */
bool err_lacks(Ctx *cx, ErrLack lack, Str name);

/* Where a failure need not stop what stands beside it: gives the pending one
 * to cx->on_fail and forgets it.  False when nobody collects, or when a bound
 * of the whole run is met. */
bool err_collect(Ctx *cx) OMNI_CHECKED;

/* The end of a stage: fails with the first failure that was collected. */
bool err_settle(Ctx *cx) OMNI_CHECKED;

/* That a bound is met, in one clause that names its flag. */
Str ctx_limit_text(Ctx *cx, LimitId id);

/* Fails because a bound is met: false, always. */
bool ctx_fail_limit(Ctx *cx, LimitId id);

/* What ctx_step leaves to do now and then: false past the bounds of steps,
 * memory and time. */
bool ctx_check(Ctx *cx) OMNI_CHECKED;

/* One step of work that input decides the number of; false past a bound of
 * the run.  Loops that a template or a value can make long take a step a
 * round. */
OMNI_CHECKED static inline bool ctx_step(Ctx *cx)
{
    return (++cx->steps < cx->next_check &&
            ctx_memory(cx) <= cx->limits->memory) ||
           ctx_check(cx);
}

/* What a slow function spends, such as one that makes a key. */
#define CTX_SLOW 200000

/* `n` steps at once. */
bool ctx_spend(Ctx *cx, size_t n) OMNI_CHECKED;

/* A step where nothing can fail: true past the bound of steps, which the next
 * ctx_step then reports. */
static inline bool ctx_is_spent(Ctx *cx)
{
    return ++cx->steps > cx->limits->steps;
}

/* One level deeper into user data, which is a step; fails past the limit.
 * Each true is paired with a ctx_leave. */
bool ctx_enter(Ctx *cx) OMNI_CHECKED;
void ctx_leave(Ctx *cx);

/* Whether ctx_enter has failed for the depth and nothing else. */
static inline bool ctx_is_deep(const Ctx *cx)
{
    return cx->depth >= cx->limits->depth;
}

/* Asks for leave to build a text (list) of `n` bytes (elements). */
bool ctx_want_text(Ctx *cx, size_t n) OMNI_CHECKED;
bool ctx_want_list(Ctx *cx, size_t n) OMNI_CHECKED;

/* Adds a warning for a person; never part of the output. */
void ctx_warn(Ctx *cx, Str text);

#endif
