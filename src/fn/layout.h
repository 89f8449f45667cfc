/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_LAYOUT_H
#define OMNI_FN_LAYOUT_H

#include <stdbool.h>

#include "base/str.h"

/* A layout of Go's time package, cut into elements such as "Jan" or "05" and
 * the literal text between them. */
typedef enum LayoutKind {
    LAYOUT_END, /* only literal text is left */
    LAYOUT_LONG_MONTH,
    LAYOUT_MONTH,
    LAYOUT_NUM_MONTH,
    LAYOUT_ZERO_MONTH,
    LAYOUT_LONG_WEEKDAY,
    LAYOUT_WEEKDAY,
    LAYOUT_DAY,
    LAYOUT_UNDER_DAY,
    LAYOUT_ZERO_DAY,
    LAYOUT_UNDER_YEAR_DAY,
    LAYOUT_ZERO_YEAR_DAY,
    LAYOUT_HOUR,
    LAYOUT_HOUR12,
    LAYOUT_ZERO_HOUR12,
    LAYOUT_MINUTE,
    LAYOUT_ZERO_MINUTE,
    LAYOUT_SECOND,
    LAYOUT_ZERO_SECOND,
    LAYOUT_LONG_YEAR,
    LAYOUT_YEAR,
    LAYOUT_PM,
    LAYOUT_LOWER_PM,
    LAYOUT_ZONE_NAME,
    LAYOUT_OFFSET,     /* "-07:00"; `text` tells the form */
    LAYOUT_OFFSET_Z,   /* "Z07:00": a Z for UTC */
    LAYOUT_FRACTION_0, /* ".000": all digits */
    LAYOUT_FRACTION_9, /* ".999": without zeros at the end */
} LayoutKind;

typedef struct LayoutChunk {
    Str prefix; /* literal text in front */
    LayoutKind kind;
    Str text; /* the element as the layout has it */
    Str rest;
} LayoutChunk;

/* The first element; all pieces borrow from `layout`. */
LayoutChunk layout_next(Str layout);

/* How an offset element is written. */
static inline bool layout_has_colon(Str element)
{
    return str_find_byte(element, ':', 0) != SIZE_MAX;
}

static inline bool layout_has_minutes(Str element)
{
    return element.len > 3;
}

static inline bool layout_has_seconds(Str element)
{
    return element.len > 6;
}

#endif
