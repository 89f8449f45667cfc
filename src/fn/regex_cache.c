/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A table of fixed size in which a pattern takes one of a few slots, and where
 * all are taken, the place of the pattern in the first: a chart that makes its
 * patterns up holds no memory for all of them.  It is kept for later runs and
 * closed with its arena.
 */
#include "fn/regex_cache.h"

#define CACHE_SLOTS 64
#define CACHE_TRIES 8

typedef struct RegexCache {
    RegexPattern slots[CACHE_SLOTS];
} RegexCache;

static void close_all(void *self)
{
    RegexCache *cache = self;

    for (size_t i = 0; i < CACHE_SLOTS; i++)
        regex_re2_close(cache->slots[i].re2);
}

/* The slot of `pattern`, or the one that it may have. */
static RegexPattern *find_slot(Ctx *cx, Str pattern)
{
    size_t first = str_hash(pattern) % CACHE_SLOTS;
    RegexCache *cache = cx->patterns;

    if (cache == NULL) {
        cache = ARENA_NEW(cx->kept, RegexCache);
        arena_on_release(cx->kept, close_all, cache);
        cx->patterns = cache;
    }
    for (size_t i = 0; i < CACHE_TRIES; i++) {
        RegexPattern *slot = &cache->slots[(first + i) % CACHE_SLOTS];

        if (slot->text.ptr == NULL || str_eq(slot->text, pattern))
            return slot;
    }
    return &cache->slots[first];
}

bool regex_cache_is_certain(RegexPattern *pattern)
{
    if (pattern->simple == NULL)
        return false;
    if (pattern->certainty == REGEX_UNASKED)
        pattern->certainty = regex_simple_is_certain(pattern->simple)
                                 ? REGEX_CERTAIN
                                 : REGEX_UNCERTAIN;
    return pattern->certainty == REGEX_CERTAIN;
}

bool regex_cache_open(Ctx *cx, RegexPattern *pattern)
{
    if (pattern->re2 != NULL)
        return true;
    pattern->re2 =
        regex_re2_open(pattern->syntax.re2.ptr, pattern->syntax.re2.len);
    if (pattern->re2 == NULL)
        return regex_syntax_fail(cx, "expression too large", pattern->text);
    if (ctx_spend(cx, regex_re2_size(pattern->re2)))
        return true;
    regex_re2_close(pattern->re2);
    pattern->re2 = NULL;
    return false;
}

static bool compile(Ctx *cx, Str pattern, RegexPattern *out)
{
    out->text = arena_str(cx->arena, pattern);
    if (!regex_syntax_read(cx, out->text, &out->syntax))
        return false;
    out->simple = regex_simple_new(cx->arena, out->text);
    return out->simple != NULL || regex_cache_open(cx, out);
}

/* What is kept counts as the run's while the run adds to it. */
static bool put(Ctx *cx, RegexPattern *slot, RegexPattern fresh)
{
    if (cx->kept->total > cx->limits->memory) {
        regex_re2_close(fresh.re2);
        return ctx_fail_limit(cx, LIMIT_MEMORY);
    }
    regex_re2_close(slot->re2);
    *slot = fresh;
    return true;
}

RegexPattern *regex_cache_get(Ctx *cx, Str pattern)
{
    RegexPattern *slot = find_slot(cx, pattern);
    RegexPattern fresh = {.re2 = NULL};
    Arena *arena = ctx_go_kept(cx);
    bool is_there = slot->text.ptr != NULL && str_eq(slot->text, pattern);
    bool ok = is_there || compile(cx, pattern, &fresh);

    cx->arena = arena;
    if (!ok)
        return NULL;
    return is_there || put(cx, slot, fresh) ? slot : NULL;
}
