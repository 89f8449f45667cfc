/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_ZONE_H
#define OMNI_FN_ZONE_H

#include "base/ctx.h"

/*
 * Time zones: UTC, fixed offsets, and what the system's zone files say.
 */
typedef struct ZoneType {
    Str name;   /* "CEST" */
    int offset; /* seconds east of Greenwich */
    bool is_dst;
} ZoneType;

typedef struct ZoneChange {
    int64_t when;
    size_t type;
} ZoneChange;

typedef struct Zone {
    Str name;              /* "Europe/Berlin", "UTC", "Local" */
    const ZoneType *types; /* at least one */
    size_t n_types;
    const ZoneChange *changes; /* by time */
    size_t n_changes;
    Str rule; /* POSIX rule for times behind the last change; may be empty */
    bool is_local; /* it is time.Local, whatever its name */
} Zone;

/* What holds at some moment, and from when until when. */
typedef struct ZoneSpan {
    ZoneType type;
    int64_t start;
    int64_t end;
} ZoneSpan;

extern const Zone zone_utc;

/* The zone of that name: "" and "UTC", "Local", or a file of the system's zone
 * database.  NULL when there is none.  In the arena. */
const Zone *zone_load(Arena *arena, Str name);

/* What $TZ or /etc/localtime says, else UTC. */
const Zone *zone_local(Arena *arena);

const Zone *zone_fixed(Arena *arena, Str name, int offset);

ZoneSpan zone_at(const Zone *zone, int64_t seconds);

/* The offset that the abbreviation `name` means around `seconds`, which count
 * as local time; false when the zone has no such name. */
bool zone_offset_of(const Zone *zone, Str name, int64_t seconds, int *out);

/* Local time in `zone` to seconds since 1970 UTC, as time.Date does. */
int64_t zone_to_utc(const Zone *zone, int64_t local);

/* Reads the POSIX rule `rule` for the moment `seconds`; `last` is the time of
 * the last change before.  False when the rule is malformed. */
bool zone_rule_at(Str rule, int64_t last, int64_t seconds, ZoneSpan *out);

#endif
