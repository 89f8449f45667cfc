/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A bump allocator over malloc'ed blocks.  Blocks double from 64 KiB to 4 MiB.
 * A request of ARENA_LARGE bytes or more gets a block of its own, so that the
 * current block stays in use and a large text that grows can be moved by
 * realloc instead of being copied and left behind.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_FIRST_BLOCK ((size_t)64 << 10)
#define ARENA_LAST_BLOCK  ((size_t)4 << 20)
#define ARENA_LARGE       ((size_t)32 << 10)

struct ArenaBlock {
    ArenaBlock *older;
    ArenaBlock *newer;
    max_align_t bytes[];
};

struct ArenaHook {
    ArenaHook *older;
    void (*run)(void *self);
    void *self;
};

__attribute__((weak)) _Noreturn void omni_on_oom(void)
{
    abort();
}

/* Whether an allocation of `size` bytes is a block of its own. */
static bool is_large(size_t size)
{
#ifdef OMNI_ARENA_EXACT
    (void)size;
    return true;
#else
    return size >= ARENA_LARGE;
#endif
}

static void link_block(Arena *arena, ArenaBlock *block)
{
    block->newer = NULL;
    block->older = arena->blocks;
    if (arena->blocks != NULL)
        arena->blocks->newer = block;
    arena->blocks = block;
}

/* Counts `size` bytes more, which the caller is about to take. */
static void take(Arena *arena, size_t size)
{
    if (size > ARENA_MAX_ALLOC)
        omni_on_oom();
    arena->total += size;
    if (arena->max != 0 && arena->total > arena->max)
        omni_on_oom();
}

static ArenaBlock *new_block(Arena *arena, size_t size)
{
    ArenaBlock *block;

    take(arena, size);
    block = malloc(sizeof(ArenaBlock) + size);
    if (block == NULL)
        omni_on_oom();
    link_block(arena, block);
    return block;
}

static size_t next_block_size(const Arena *arena)
{
    size_t size = arena->total;

    if (size < ARENA_FIRST_BLOCK)
        return ARENA_FIRST_BLOCK;
    return size > ARENA_LAST_BLOCK ? ARENA_LAST_BLOCK : size;
}

/* Wants `size` below ARENA_LARGE; `align` is a power of two. */
static void *bump(Arena *arena, size_t size, size_t align)
{
    size_t pad = (size_t)(-(uintptr_t)arena->next) & (align - 1);
    char *at;

    if (size + pad > (size_t)(arena->end - arena->next)) {
        size_t block_size = next_block_size(arena);

        arena->current = new_block(arena, block_size);
        arena->next = (char *)arena->current->bytes;
        arena->end = arena->next + block_size;
        pad = 0;
    }
    at = arena->next + pad;
    arena->next = at + size;
    return at;
}

void arena_init(Arena *arena)
{
    *arena = (Arena){.blocks = NULL};
}

/* Frees all blocks but `kept`, which may be NULL. */
static void free_blocks(Arena *arena, const ArenaBlock *kept)
{
    ArenaBlock *block = arena->blocks;

    for (const ArenaHook *hook = arena->hooks; hook != NULL; hook = hook->older)
        hook->run(hook->self);
    while (block != NULL) {
        ArenaBlock *older = block->older;

        if (block != kept)
            free(block);
        block = older;
    }
}

void arena_release(Arena *arena)
{
    free_blocks(arena, NULL);
    arena_init(arena);
}

void arena_reset(Arena *arena)
{
    ArenaBlock *kept = arena->current;
    char *end = arena->end;

    free_blocks(arena, kept);
    arena_init(arena);
    if (kept == NULL)
        return;
    link_block(arena, kept);
    arena->current = kept;
    arena->next = (char *)kept->bytes;
    arena->end = end;
    arena->total = (size_t)(end - arena->next);
}

static void adopt_hooks(Arena *into, ArenaHook *hooks)
{
    ArenaHook *oldest = hooks;

    if (hooks == NULL)
        return;
    while (oldest->older != NULL)
        oldest = oldest->older;
    oldest->older = into->hooks;
    into->hooks = hooks;
}

void arena_adopt(Arena *into, Arena *from)
{
    ArenaBlock *oldest = from->blocks;

    while (oldest != NULL && oldest->older != NULL)
        oldest = oldest->older;
    if (oldest != NULL) {
        oldest->older = into->blocks;
        if (into->blocks != NULL)
            into->blocks->newer = oldest;
        into->blocks = from->blocks;
    }
    adopt_hooks(into, from->hooks);
    into->total += from->total;
    arena_init(from);
}

void arena_on_release(Arena *arena, void (*run)(void *self), void *self)
{
    ArenaHook *hook = ARENA_NEW(arena, ArenaHook);

    *hook = (ArenaHook){arena->hooks, run, self};
    arena->hooks = hook;
}

void *arena_alloc_slow(Arena *arena, size_t size)
{
    if (is_large(size))
        return new_block(arena, size)->bytes;
    return bump(arena, size, ARENA_ALIGN);
}

char *arena_alloc_text(Arena *arena, size_t size)
{
    if (is_large(size))
        return (char *)new_block(arena, size)->bytes;
    return bump(arena, size, 1);
}

static void *grow_large(Arena *arena, void *ptr, size_t old_size,
                        size_t new_size)
{
    ArenaBlock *block =
        (ArenaBlock *)((char *)ptr - offsetof(ArenaBlock, bytes));
    ArenaBlock *older = block->older;
    ArenaBlock *newer = block->newer;

    take(arena, new_size - old_size);
    block = realloc(block, sizeof(ArenaBlock) + new_size);
    if (block == NULL)
        omni_on_oom();
    if (older != NULL)
        older->newer = block;
    if (newer != NULL)
        newer->older = block;
    else
        arena->blocks = block;
    return block->bytes;
}

void *arena_grow(Arena *arena, void *ptr, size_t old_size, size_t new_size)
{
    void *moved;

    if (ptr == NULL)
        return arena_alloc(arena, new_size);
    if (is_large(old_size))
        return grow_large(arena, ptr, old_size, new_size);
    if ((char *)ptr + old_size == arena->next &&
        new_size - old_size <= (size_t)(arena->end - arena->next) &&
        !is_large(new_size)) {
        arena->next += new_size - old_size;
        return ptr;
    }
    moved = arena_alloc(arena, new_size);
    memcpy(moved, ptr, old_size);
    return moved;
}

const char *arena_c_str(Arena *arena, Str s)
{
    char *copy = arena_alloc_text(arena, s.len + 1);

    if (s.len != 0)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

Str arena_str(Arena *arena, Str s)
{
    return str_from(arena_c_str(arena, s), s.len);
}

Str arena_join(Arena *arena, const Str *parts, size_t n)
{
    size_t len = 0;
    char *text;

    for (size_t i = 0; i < n; i++)
        len += parts[i].len;
    text = arena_alloc_text(arena, len + 1);
    len = 0;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].len != 0)
            memcpy(text + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    text[len] = '\0';
    return str_from(text, len);
}

Str arena_vfmt(Arena *arena, const char *format, va_list args)
{
    char small[256];
    va_list again;
    int len;
    char *text;

    va_copy(again, args);
    len = vsnprintf(small, sizeof(small), format, args);
    if (len < 0)
        len = 0;
    text = arena_alloc_text(arena, (size_t)len + 1);
    if ((size_t)len < sizeof(small))
        memcpy(text, small, (size_t)len + 1);
    else
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return str_from(text, (size_t)len);
}

Str arena_fmt(Arena *arena, const char *format, ...)
{
    va_list args;
    Str text;

    va_start(args, format);
    text = arena_vfmt(arena, format, args);
    va_end(args);
    return text;
}
