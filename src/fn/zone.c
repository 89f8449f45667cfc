/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Zones from the system's compiled zone files (RFC 8536), and the questions
 * that Go's time package asks of a zone.
 *
 * Reading the environment and the file system is kept to zone_load and
 * zone_local; all else is arithmetic.
 */
#include "fn/zone.h"

#include <stdio.h>
#include <stdlib.h>

#define HEADER_SIZE   44
#define MAX_FILE_SIZE ((size_t)1 << 15)

static const ZoneType utc_type = {
    {"UTC", 3},
    0, false
};

const Zone zone_utc = {
    .name = {"UTC", 3},
    .types = &utc_type,
    .n_types = 1,
};

const Zone *zone_fixed(Arena *arena, Str name, int offset)
{
    ZoneType *type = ARENA_NEW(arena, ZoneType);
    Zone *zone = ARENA_NEW(arena, Zone);

    *type = (ZoneType){name, offset, false};
    *zone = (Zone){.name = name, .types = type, .n_types = 1};
    return zone;
}

static bool first_type_is_used(const Zone *zone)
{
    for (size_t i = 0; i < zone->n_changes; i++) {
        if (zone->changes[i].type == 0)
            return true;
    }
    return false;
}

/* What held before the first change: a standard time, by Go's rules. */
static const ZoneType *first_type(const Zone *zone)
{
    if (!first_type_is_used(zone))
        return &zone->types[0];
    if (zone->types[zone->changes[0].type].is_dst) {
        for (size_t i = zone->changes[0].type; i-- > 0;) {
            if (!zone->types[i].is_dst)
                return &zone->types[i];
        }
    }
    for (size_t i = 0; i < zone->n_types; i++) {
        if (!zone->types[i].is_dst)
            return &zone->types[i];
    }
    return &zone->types[0];
}

/* Index of the last change at or before `seconds`; wants one to be there. */
static size_t last_change(const Zone *zone, int64_t seconds)
{
    size_t low = 0;
    size_t high = zone->n_changes;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (seconds < zone->changes[middle].when)
            high = middle;
        else
            low = middle;
    }
    return low;
}

ZoneSpan zone_at(const Zone *zone, int64_t seconds)
{
    bool early = zone->n_changes == 0 || seconds < zone->changes[0].when;
    ZoneSpan span = {.start = INT64_MIN, .end = INT64_MAX};
    size_t i;

    if (early) {
        span.type = *first_type(zone);
        if (zone->n_changes > 0)
            span.end = zone->changes[0].when;
        return span;
    }
    i = last_change(zone, seconds);
    span.type = zone->types[zone->changes[i].type];
    span.start = zone->changes[i].when;
    if (i + 1 < zone->n_changes)
        span.end = zone->changes[i + 1].when;
    else if (zone->rule.len > 0)
        (void)!zone_rule_at(zone->rule, span.start, seconds, &span);
    return span;
}

bool zone_offset_of(const Zone *zone, Str name, int64_t seconds, int *out)
{
    const ZoneType *any = NULL;

    for (size_t i = 0; i < zone->n_types; i++) {
        const ZoneType *type = &zone->types[i];
        ZoneSpan span;

        if (!str_eq(type->name, name))
            continue;
        any = any == NULL ? type : any;
        span = zone_at(zone, seconds - type->offset);
        if (str_eq(span.type.name, name)) {
            *out = span.type.offset;
            return true;
        }
    }
    if (any != NULL)
        *out = any->offset;
    return any != NULL;
}

int64_t zone_to_utc(const Zone *zone, int64_t local)
{
    ZoneSpan span = zone_at(zone, local);
    int64_t utc = local - span.type.offset;

    if (span.type.offset != 0 && (utc < span.start || utc >= span.end))
        utc = local - zone_at(zone, utc).type.offset;
    return utc;
}

static uint32_t read_u32(const char *ptr)
{
    const unsigned char *bytes = (const unsigned char *)ptr;

    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t read_time(const char *ptr, size_t width)
{
    if (width == 4)
        return (int32_t)read_u32(ptr);
    return (int64_t)((uint64_t)read_u32(ptr) << 32 | read_u32(ptr + 4));
}

/* The counts of a header and where the parts behind it begin. */
typedef struct Layout {
    size_t width; /* of a time: 4, or 8 in the second half */
    size_t n_times, n_types, n_chars;
    size_t times, indexes, types, chars, end;
} Layout;

static bool read_layout(Str data, size_t at, size_t width, Layout *out)
{
    Layout l = {.width = width};
    size_t n_leaps;
    size_t n_std;
    size_t n_utc;

    if (data.len < at + HEADER_SIZE || memcmp(data.ptr + at, "TZif", 4) != 0)
        return false;
    n_utc = read_u32(data.ptr + at + 20);
    n_std = read_u32(data.ptr + at + 24);
    n_leaps = read_u32(data.ptr + at + 28);
    l.n_times = read_u32(data.ptr + at + 32);
    l.n_types = read_u32(data.ptr + at + 36);
    l.n_chars = read_u32(data.ptr + at + 40);
    l.times = at + HEADER_SIZE;
    l.indexes = l.times + l.n_times * width;
    l.types = l.indexes + l.n_times;
    l.chars = l.types + l.n_types * 6;
    l.end = l.chars + l.n_chars + n_leaps * (width + 4) + n_std + n_utc;
    *out = l;
    return l.n_types > 0 && l.end <= data.len;
}

static bool read_types(Arena *arena, Str data, const Layout *l, Zone *zone)
{
    ZoneType *types = ARENA_ARRAY(arena, ZoneType, l->n_types);

    for (size_t i = 0; i < l->n_types; i++) {
        const char *entry = data.ptr + l->types + i * 6;
        size_t name = l->chars + (unsigned char)entry[5];
        size_t end = str_find_byte(data, '\0', name);

        if ((unsigned char)entry[5] >= l->n_chars || end >= l->end)
            return false;
        types[i].offset = (int32_t)read_u32(entry);
        types[i].is_dst = entry[4] != 0;
        types[i].name = str_slice(data, name, end);
    }
    zone->types = types;
    zone->n_types = l->n_types;
    return true;
}

static bool read_changes(Arena *arena, Str data, const Layout *l, Zone *zone)
{
    ZoneChange *changes = ARENA_ARRAY(arena, ZoneChange, l->n_times);

    for (size_t i = 0; i < l->n_times; i++) {
        changes[i].when =
            read_time(data.ptr + l->times + i * l->width, l->width);
        changes[i].type = (unsigned char)data.ptr[l->indexes + i];
        if (changes[i].type >= l->n_types)
            return false;
    }
    zone->changes = changes;
    zone->n_changes = l->n_times;
    return true;
}

/* The rule stands between two line breaks behind the second half. */
static Str read_footer(Str data, size_t at)
{
    Str rest = str_skip(data, at);

    if (rest.len < 2 || rest.ptr[0] != '\n' || rest.ptr[rest.len - 1] != '\n')
        return STR_NONE;
    return str_slice(rest, 1, rest.len - 1);
}

static const Zone *read_zone(Arena *arena, Str name, Str data)
{
    Zone *zone = ARENA_NEW(arena, Zone);
    bool has_second;
    Layout l;

    zone->name = name;
    if (!read_layout(data, 0, 4, &l))
        return NULL;
    has_second = data.ptr[4] >= '2';
    if (has_second && !read_layout(data, l.end, 8, &l))
        return NULL;
    if (!read_types(arena, data, &l, zone) ||
        !read_changes(arena, data, &l, zone))
        return NULL;
    if (has_second)
        zone->rule = read_footer(data, l.end);
    return zone;
}

/* The bytes of a file; false when it is not there or far too large. */
static bool read_file(Arena *arena, const char *path, Str *out)
{
    char bytes[MAX_FILE_SIZE];
    FILE *file = fopen(path, "rb");
    size_t len;

    if (file == NULL)
        return false;
    len = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    *out = arena_str(arena, str_from(bytes, len));
    return len < sizeof(bytes);
}

static const Zone *load_file(Arena *arena, Str name, Str path)
{
    Str data;

    if (!read_file(arena, arena_c_str(arena, path), &data))
        return NULL;
    return read_zone(arena, name, data);
}

static const Zone *load_named(Arena *arena, Str name)
{
    static const char *const folders[] = {
        "/usr/share/zoneinfo",
        "/usr/share/lib/zoneinfo",
        "/usr/lib/locale/TZ",
        "/etc/zoneinfo",
    };
    const Zone *zone = NULL;

    for (size_t i = 0; i < ARRAY_LEN(folders) && zone == NULL; i++)
        zone =
            load_file(arena, name,
                      arena_fmt(arena, "%s/%.*s", folders[i], STR_ARG(name)));
    return zone;
}

const Zone *zone_load(Arena *arena, Str name)
{
    if (name.len == 0 || str_eq_c(name, "UTC"))
        return &zone_utc;
    if (str_eq_c(name, "Local"))
        return zone_local(arena);
    if (name.ptr[0] == '/' || name.ptr[0] == '\\' ||
        str_contains(name, STR("..")) ||
        str_find_byte(name, '\0', 0) != SIZE_MAX)
        return NULL;
    return load_named(arena, name);
}

const Zone *zone_local(Arena *arena)
{
    const char *variable = getenv("TZ");
    Str name = str_drop_prefix(str_from_c(variable), STR(":"));
    Str localtime_file = STR("/etc/localtime");
    const Zone *zone = NULL;
    Zone *local = ARENA_NEW(arena, Zone);

    if (variable == NULL)
        zone = load_file(arena, STR("Local"), localtime_file);
    else if (name.len > 0 && name.ptr[0] == '/')
        zone = load_file(
            arena, str_eq(name, localtime_file) ? STR("Local") : name, name);
    else if (name.len > 0 && !str_eq_c(name, "UTC"))
        zone = load_named(arena, name);
    *local = zone == NULL ? zone_utc : *zone;
    local->is_local = true;
    return local;
}
