/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_LIMITS_H
#define OMNI_RENDER_LIMITS_H

#include "base/ctx.h"
#include "omni/omni.h"

/* Bounds as the public door hands them on. */
struct OmniLimits {
    CtxLimits bounds;
};

/* Gives `cx` the bounds of `limits`, NULL for the defaults, as far as a stack
 * of `stack_size` bytes holds what they allow. */
void limits_apply(Ctx *cx, const OmniLimits *limits, size_t stack_size);

/* The stack that `limits` wants. */
size_t limits_stack_size(const OmniLimits *limits);

#endif
