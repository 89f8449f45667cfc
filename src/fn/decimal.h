/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_DECIMAL_H
#define OMNI_FN_DECIMAL_H

#include <stdbool.h>

#include "base/arena.h"

/*
 * Exact decimal numbers for sprig's addf, subf, mulf and divf, which count in
 * decimal so that 0.1 + 0.2 is 0.3.  The value is the integer of `limbs` times
 * ten to the power `exp`.
 */
typedef struct Decimal {
    const uint32_t *limbs; /* base 10^9, the lowest first, no zero on top */
    size_t len;            /* 0: the number is zero */
    int64_t exp;
    bool negative;
} Decimal;

/* The shortest decimal that reads back as `value`; false for an infinity or a
 * NaN. */
bool decimal_from_float(Arena *arena, double value, Decimal *out) OMNI_CHECKED;

/* The nearest float64; an infinity when out of range. */
double decimal_to_float(Arena *arena, Decimal d);

Decimal decimal_negate(Decimal d);
Decimal decimal_add(Arena *arena, Decimal a, Decimal b);
Decimal decimal_mul(Arena *arena, Decimal a, Decimal b);

/* a / b rounded to 16 places behind the point, halves away from zero.  Wants
 * `b` not zero and of at most two limbs, as decimal_from_float makes it. */
Decimal decimal_div(Arena *arena, Decimal a, Decimal b);

#endif
