/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A table of fixed size in which a pattern takes the place of another with the
 * same slot, so that a chart that makes its patterns up holds no memory for
 * all of them.  It belongs to the run and is closed with its arena.
 */
#include "fn/regex_cache.h"

#define CACHE_SLOTS 64

typedef struct RegexCache {
    RegexPattern slots[CACHE_SLOTS];
} RegexCache;

static void close_all(void *self)
{
    RegexCache *cache = self;

    for (size_t i = 0; i < CACHE_SLOTS; i++)
        regex_re2_close(cache->slots[i].re2);
}

static RegexPattern *find_slot(Ctx *cx, Str pattern)
{
    RegexCache *cache = cx->patterns;

    if (cache == NULL) {
        cache = ARENA_NEW(cx->arena, RegexCache);
        arena_on_release(cx->arena, close_all, cache);
        cx->patterns = cache;
    }
    return &cache->slots[str_hash(pattern) % CACHE_SLOTS];
}

static bool compile(Ctx *cx, Str pattern, RegexPattern *out)
{
    out->text = pattern;
    if (!regex_syntax_read(cx, pattern, &out->syntax))
        return false;
    out->re2 = regex_re2_open(out->syntax.re2.ptr, out->syntax.re2.len);
    return out->re2 != NULL ||
           regex_syntax_fail(cx, "expression too large", pattern);
}

const RegexPattern *regex_cache_get(Ctx *cx, Str pattern)
{
    RegexPattern *slot = find_slot(cx, pattern);
    RegexPattern fresh = {.re2 = NULL};

    if (slot->re2 != NULL && str_eq(slot->text, pattern))
        return slot;
    if (!compile(cx, pattern, &fresh))
        return NULL;
    regex_re2_close(slot->re2);
    *slot = fresh;
    return slot;
}
