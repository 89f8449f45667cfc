/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A list under one lock, the last to come back being the first to be taken.
 */
#include "render/kept.h"

#include <pthread.h>
#include <stdlib.h>

/* What has grown beyond this is not kept any longer: a chart that makes its
 * patterns up would never stop. */
#define KEPT_MAX ((size_t)4 << 20)

struct Kept {
    Arena arena;
    void *patterns;
    void *schemas;
    Kept *next;
};

struct KeptPool {
    pthread_mutex_t lock;
    Kept *first;
};

KeptPool *kept_open(void)
{
    KeptPool *pool = calloc(1, sizeof(KeptPool));

    if (pool != NULL)
        pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

void kept_close(KeptPool *pool)
{
    if (pool == NULL)
        return;
    while (pool->first != NULL) {
        Kept *kept = pool->first;

        pool->first = kept->next;
        kept_drop(kept);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static Kept *new_kept(void)
{
    Kept *kept = calloc(1, sizeof(Kept));

    if (kept == NULL)
        omni_on_oom();
    arena_init(&kept->arena);
    return kept;
}

Kept *kept_take(KeptPool *pool, Ctx *cx)
{
    Kept *kept;

    pthread_mutex_lock(&pool->lock);
    kept = pool->first;
    if (kept != NULL)
        pool->first = kept->next;
    pthread_mutex_unlock(&pool->lock);
    if (kept == NULL)
        kept = new_kept();
    kept->arena.max = cx->home->max;
    cx->kept = &kept->arena;
    cx->patterns = kept->patterns;
    cx->schemas = kept->schemas;
    return kept;
}

void kept_give(KeptPool *pool, Kept *kept, const Ctx *cx)
{
    kept->patterns = cx->patterns;
    kept->schemas = cx->schemas;
    if (kept->arena.total > KEPT_MAX) {
        kept_drop(kept);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    kept->next = pool->first;
    pool->first = kept;
    pthread_mutex_unlock(&pool->lock);
}

void kept_drop(Kept *kept)
{
    if (kept == NULL)
        return;
    arena_release(&kept->arena);
    free(kept);
}
