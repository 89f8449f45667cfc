/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_COMPARE_H
#define OMNI_VALUE_COMPARE_H

#include "base/ctx.h"
#include "value/val.h"

/* Go template truth: false, 0, "", nil, empty list or map are false
 * (text/template IsTrue). */
bool val_truth(Val v);

/* sprig's `empty`: as truth, but a struct is never empty and a nil is. */
bool val_is_empty(Val v);

/* reflect.DeepEqual: types count, so 1 and 1.0 differ; nil is equal to nil
 * alone.  Bounded by ctx depth: past it the values count as different. */
bool val_deep_equal(Ctx *cx, Val a, Val b);

/* The builtins eq, ne, lt, le, gt, ge for one pair (text/template funcs.go):
 * fail with Go's "incompatible types for comparison" and the like. */
bool val_eq(Ctx *cx, Val a, Val b, bool *out) OMNI_CHECKED;
bool val_lt(Ctx *cx, Val a, Val b, bool *out) OMNI_CHECKED;

#endif
