/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_KEPT_H
#define OMNI_RENDER_KEPT_H

#include "base/ctx.h"

/*
 * What a run leaves for the next one with the same chart: schemas that are
 * compiled and patterns.  One run at a time has it, so that nothing in it
 * needs a lock; runs side by side have one each.
 */
typedef struct Kept Kept;
typedef struct KeptPool KeptPool;

/* NULL: no memory. */
KeptPool *kept_open(void);
void kept_close(KeptPool *pool);

/* What an earlier run has left, or an empty one, at work in `cx` until it is
 * given back or dropped. */
Kept *kept_take(KeptPool *pool, Ctx *cx);

/* After a run that has done well. */
void kept_give(KeptPool *pool, Kept *kept, const Ctx *cx);

/* Frees it; NULL is nothing. */
void kept_drop(Kept *kept);

#endif
