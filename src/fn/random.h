/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_RANDOM_H
#define OMNI_FN_RANDOM_H

#include "base/ctx.h"

/* `len` unpredictable bytes from the run's world. */
bool random_bytes(Ctx *cx, void *out, size_t len) OMNI_CHECKED;

/* A number from 0 up to, not including, `n` (> 0), each equally likely. */
bool random_below(Ctx *cx, uint64_t n, uint64_t *out) OMNI_CHECKED;

#endif
