/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_NUMBER_H
#define OMNI_VALUES_SCHEMA_NUMBER_H

#include "base/buf.h"
#include "value/val.h"

/* Numbers of values and schemas: ints and floats mix. */
static inline bool schema_is_number(Val v)
{
    return val_kind(v) == VAL_FLOAT || val_kind(v) == VAL_INT;
}

/* Wants a number. */
double schema_number(Val v);

bool schema_is_integer(Val v);

/* Whether a / b is whole, reckoned in decimals: 0.3 is a multiple of 0.1. */
bool schema_is_multiple(Val a, Val b);

/* The number as golang.org/x/text prints it in English: 12,345.5 and
 * 1.5×10⁰⁶. */
void schema_add_number(Buf *buf, double number);
void schema_add_count(Buf *buf, size_t count);

#endif
