/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_MOMENT_H
#define OMNI_FN_MOMENT_H

#include "base/buf.h"
#include "fn/civil.h"
#include "fn/zone.h"

/*
 * Go's time.Time and time.Duration: arithmetic, and texts by Go's layouts,
 * which show how "Mon Jan 2 15:04:05 MST 2006" would be written.
 */
typedef struct Moment {
    int64_t seconds; /* since 1970 UTC */
    int nanoseconds; /* 0 to 999999999 */
    const Zone *zone;
    /* Set by `now`: Go prints the reading of a second clock behind such a
     * time.  0: none. */
    int64_t monotonic;
} Moment;

#define NANOSECONDS_PER_SECOND 1000000000

/* The year 1: Go's zero time. */
#define MOMENT_ZERO_SECONDS INT64_C(-62135596800)

/* Nanoseconds since 1970 to a moment in UTC. */
Moment moment_from_nanoseconds(int64_t nanoseconds);

/* The date and the clock in the moment's own zone. */
Civil moment_civil(const Moment *m);

/* Negative, 0 or positive. */
int moment_compare(const Moment *a, const Moment *b);

/* a - b in nanoseconds, at the bounds of int64 when out of range. */
int64_t moment_sub(const Moment *a, const Moment *b);

Moment moment_add(Moment m, int64_t nanoseconds);

/* time.Format: `m` in its zone. */
void moment_format(Buf *buf, const Moment *m, Str layout);

/* time.ParseInLocation.  Fails with Go's text: `parsing time "x" as ...`. */
bool moment_parse(Ctx *cx, Str layout, Str text, const Zone *local,
                  Moment *out) OMNI_CHECKED;

/* time.ParseDuration: "1h15m30.5s" in nanoseconds. */
bool moment_parse_duration(Ctx *cx, Str text, int64_t *out) OMNI_CHECKED;

/* time.Duration.Round: to a multiple of `unit`. */
int64_t moment_round_duration(int64_t d, int64_t unit);

#endif
