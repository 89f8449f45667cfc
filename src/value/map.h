/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_MAP_H
#define OMNI_VALUE_MAP_H

#include "base/ctx.h"
#include "value/val.h"

/*
 * A map from strings to values: an array of entries sorted by key bytes.  Go
 * templates range, print and marshal maps in that order.  Maps are mutable and
 * shared; walk map_snapshot() where the body may change the map.
 */
typedef struct MapEntry {
    Str key;
    Val value;
} MapEntry;

struct Map {
    Arena *arena;
    MapEntry *entries;
    uint32_t len;
    uint32_t cap;
    const void *origin; /* later: where the map was read; NULL: made here */
};

Map *map_new(Arena *arena, size_t hint);

static inline size_t map_len(const Map *map)
{
    return map->len;
}

static inline const MapEntry *map_at(const Map *map, size_t i)
{
    return &map->entries[i];
}

/* The entry of `key`, NULL when absent.  Building and merging use this. */
const MapEntry *map_find(const Map *map, Str key);

/* The value of `key`; false when absent. */
bool map_get(const Map *map, Str key, Val *out);

/* The read of a running template: as map_get, and seen by cx->on_read.  Every
 * template-visible read (fields, index, get, dig, pluck, ...) comes here. */
bool map_read(Ctx *cx, const Map *map, Str key, Val *out);

/* Adds or replaces.  `key` is borrowed. */
void map_set(Map *map, Str key, Val value);

/* Spends what an addition may take, for a new entry may have to push aside all
 * that are there. */
OMNI_CHECKED static inline bool map_spend(Ctx *cx, const Map *map)
{
    return ctx_spend(cx, 1 + map->len / 64);
}

/* False when the key was not there. */
bool map_remove(Map *map, Str key);

/* Appends without looking; after the last one call map_sort.  For readers
 * that know all keys before anybody asks. */
void map_append(Map *map, Str key, Val value);

/* Restores the order; of equal keys the last one stays.  Returns true if there
 * were equal keys. */
bool map_sort(Map *map);

/* A map of `len` keys, each followed by its value, in any order; of equal keys
 * the last one stays. */
Map *map_from_pairs(Arena *arena, const Val *pairs, size_t len);

/* A copy of the entries in `arena`, which later changes do not touch. */
const MapEntry *map_snapshot(const Map *map, Arena *arena, size_t *len);

/* One level (deep: all maps and lists within) copied. */
Map *map_copy(const Map *map, Arena *arena);
Val val_deep_copy(Arena *arena, Val v);

#endif
