/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_NUMBER_H
#define OMNI_VALUES_SCHEMA_NUMBER_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/host.h"
#include "value/val.h"

/*
 * Numbers of values and schemas.  Those of a schema keep their text
 * (json.Number): what 64 bits hold exactly is an int, anything else a host.
 * All arithmetic is on decimals, as exact as the text.
 */
extern const HostClass schema_number_class;

/* The number of a schema that has this text. */
Val schema_number_read(Arena *arena, Str text);

/* Whether `text` is a decimal number, JSON's or with a plus, a leading 0 or an
 * empty side of the point. */
bool schema_number_is_text(Str text);

static inline bool schema_is_number(Val v)
{
    return v.kind == VAL_FLOAT || v.kind == VAL_INT ||
           (v.kind == VAL_HOST && v.as.host->class_ == &schema_number_class);
}

/* These want numbers; the validator reads none with an exponent past a
 * million: to it such a number is not there. */
bool schema_number_is_usable(Val v);
bool schema_is_integer(Val v);

/* Less than, equal to, greater than 0 as a is to b. */
int schema_compare(Arena *arena, Val a, Val b);

/* Whether a / b is whole: 0.3 is a multiple of 0.1. */
bool schema_is_multiple(Arena *arena, Val a, Val b);

/* The low 64 bits of an integer. */
int64_t schema_number_bits(Val v);

/* The number as golang.org/x/text prints it in English: 12,345.5 and
 * 1.5×10⁰⁶. */
void schema_add_number(Buf *buf, Val v);
void schema_add_count(Buf *buf, int64_t count);

/* As it was written. */
void schema_add_number_text(Buf *buf, Val v);

uint64_t schema_number_hash(Val v);

#endif
