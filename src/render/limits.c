/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The table of bounds behind the public door, and what nesting costs: a level
 * of values or of templates takes a piece of the stack, so the stack is made
 * for the bounds, and the bounds give way where there is no such stack.
 */
#include "render/limits.h"

#include <stdlib.h>

/* The most a level takes, with room to spare. */
#define LEVEL_STACK    ((size_t)2 << 10)
#define TEMPLATE_STACK ((size_t)5 << 10)

/* What everything else takes. */
#define BASE_STACK ((size_t)1 << 20)

OmniLimits *omni_limits_new(void)
{
    OmniLimits *limits = malloc(sizeof(OmniLimits));

    if (limits == NULL)
        omni_on_oom();
    limits->bounds = ctx_default_limits;
    return limits;
}

void omni_limits_free(OmniLimits *limits)
{
    free(limits);
}

const char *omni_limits_set(OmniLimits *limits, const char *text)
{
    const char *reason;

    return limit_set(&limits->bounds, str_from_c(text), &reason) ? NULL
                                                                 : reason;
}

bool omni_limit_at(size_t i, OmniLimit *out)
{
    if (i >= LIMITS_LEN)
        return false;
    *out = (OmniLimit){
        .name = limit_rows[i].name,
        .unit = limit_rows[i].unit,
        .what = limit_rows[i].what,
        .value = limit_get(&ctx_default_limits, (LimitId)i),
    };
    return true;
}

static const CtxLimits *bounds_of(const OmniLimits *limits)
{
    return limits == NULL ? &ctx_default_limits : &limits->bounds;
}

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t limits_stack_size(const OmniLimits *limits)
{
    const CtxLimits *bounds = bounds_of(limits);
    size_t most = (size_t)1 << 40;

    return BASE_STACK +
           min_size(bounds->depth, most / LEVEL_STACK) * LEVEL_STACK +
           min_size(bounds->tmpl_depth, most / TEMPLATE_STACK) * TEMPLATE_STACK;
}

void limits_apply(Ctx *cx, const OmniLimits *limits, size_t stack_size)
{
    const CtxLimits *bounds = bounds_of(limits);
    size_t wanted = limits_stack_size(limits);

    cx->limits = bounds;
    cx->arena->max = bounds->memory > SIZE_MAX / 2 ? 0 : bounds->memory * 2;
    if (stack_size < wanted) {
        CtxLimits *fewer = ARENA_NEW(cx->arena, CtxLimits);
        size_t half = stack_size / 2;

        *fewer = *bounds;
        fewer->depth = min_size(fewer->depth, half / LEVEL_STACK);
        fewer->tmpl_depth = min_size(fewer->tmpl_depth, half / TEMPLATE_STACK);
        cx->limits = fewer;
    }
}
