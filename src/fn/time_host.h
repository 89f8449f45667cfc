/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_TIME_HOST_H
#define OMNI_FN_TIME_HOST_H

#include "fn/moment.h"
#include "value/val.h"

/* A time.Time that templates can ask: its Go methods, its text, its JSON. */
Val moment_to_val(Arena *arena, Moment m);

/* The moment behind a value; NULL when it is no time.Time. */
const Moment *moment_of_val(Val v);

/* The present, in the local zone. */
Moment moment_now(Ctx *cx);

/* True for a time.Time, one that TOML brought too. */
bool moment_is_val(Val v);

/* The moment of a value for which moment_is_val() holds. */
bool moment_from_val(Ctx *cx, Val v, Moment *out) OMNI_CHECKED;

#endif
