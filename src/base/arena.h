/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_ARENA_H
#define OMNI_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Memory of a run, or of one step of it: blocks that are freed together.  An
 * allocation never fails: when the system has no memory left omni_on_oom() is
 * called, which does not return.
 *
 * Under OMNI_ARENA_EXACT every allocation is a block of its own, so that
 * sanitizers see overruns.
 */
typedef struct ArenaBlock ArenaBlock;
typedef struct ArenaHook ArenaHook;

typedef struct Arena {
    ArenaBlock *blocks; /* the newest first */
    char *next;         /* free bytes of the current block: next to end */
    char *end;
    ArenaBlock *current; /* the one that next and end are in */
    size_t total;        /* bytes taken from the system */
    size_t max;          /* a total that is an out-of-memory; 0: none */
    ArenaHook *hooks;
    bool is_written; /* a map in here was changed (value/map.h) */
} Arena;

/* The largest single allocation; a larger request is an out-of-memory. */
#define ARENA_MAX_ALLOC ((size_t)1 << 40)

/* Enough for pointers and numbers of 64 bits, which is all that is in here:
 * what malloc gives, 16, leaves a tenth of a small chart's memory empty. */
#define ARENA_ALIGN (_Alignof(uint64_t))
#define ARENA_SMALL ((size_t)1 << 10)

/* What happens when memory runs out: must not return.  The library's own
 * aborts; a program that wants to say something first defines its own. */
_Noreturn void omni_on_oom(void);

void arena_init(Arena *arena);

/* Frees every allocation and leaves an empty, usable arena. */
void arena_release(Arena *arena);

/* Frees every allocation and keeps one block for what comes next. */
void arena_reset(Arena *arena);

/* Makes all that is in `from` part of `into`, at no cost; `from` is empty
 * afterwards. */
void arena_adopt(Arena *into, Arena *from);

/* Has arena_release and arena_reset call `run` first, for what in the arena
 * holds something from elsewhere.  The newest hook runs first. */
void arena_on_release(Arena *arena, void (*run)(void *self), void *self);

/* arena_alloc of what is not small or finds no room in the current block. */
void *arena_alloc_slow(Arena *arena, size_t size) __attribute__((malloc));

/* Whether so much is taken that the run is about to be ended: more than half
 * of the maximum.  Who builds without a context can then stop. */
static inline bool arena_is_full(const Arena *arena)
{
    return arena->max != 0 && arena->total > arena->max / 2;
}

/* `size` bytes, aligned to ARENA_ALIGN, not cleared. */
__attribute__((malloc)) static inline void *arena_alloc(Arena *arena,
                                                        size_t size)
{
    size_t pad = (size_t)(-(uintptr_t)arena->next) & (ARENA_ALIGN - 1);
    size_t room = (size_t)(arena->end - arena->next);
    char *at;

    if (size > ARENA_SMALL || size + ARENA_ALIGN > room)
        return arena_alloc_slow(arena, size);
    at = arena->next + pad;
    arena->next = at + size;
    return at;
}

/* `count` times `size` bytes set to zero; an overflow is out-of-memory. */
__attribute__((malloc)) static inline void *
arena_calloc(Arena *arena, size_t count, size_t size)
{
    void *ptr;

    if (size != 0 && count > ARENA_MAX_ALLOC / size)
        omni_on_oom();
    ptr = arena_alloc(arena, count * size);
    memset(ptr, 0, count * size);
    return ptr;
}

/* Bytes without alignment, for text. */
char *arena_alloc_text(Arena *arena, size_t size) __attribute__((malloc));

/* A block with the first `old_size` bytes of `ptr`; grows in place when `ptr`
 * is the last allocation.  `ptr` NULL with old_size 0 allocates. */
void *arena_grow(Arena *arena, void *ptr, size_t old_size, size_t new_size);

/* A copy in the arena, followed by a NUL byte that is not counted. */
Str arena_str(Arena *arena, Str s);
const char *arena_c_str(Arena *arena, Str s);

/* The texts one behind the other. */
Str arena_join(Arena *arena, const Str *parts, size_t n);

/* printf into the arena. */
Str arena_fmt(Arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
Str arena_vfmt(Arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(arena, type) ((type *)arena_calloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
    ((type *)arena_calloc((arena), (count), sizeof(type)))

#endif
