/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Maps as sorted arrays.  A key past the last one is appended without a
 * search, so building in order is linear; the old array stays in the arena
 * when a map outgrows it.
 */
#include "value/map.h"

#include "value/host.h"
#include "value/list_room.h"

#define CAP_FIRST 4u

/* Up to here looking at every key beats a binary search. */
#define FEW_ENTRIES 40u

/* Up to here shifting entries beats merging. */
#define INSERTION_MAX 24u

/* Nesting below which val_deep_copy shares instead of copying, so that no
 * template can exhaust the stack. */
#define COPY_DEPTH_MAX 1000u

Map *map_new(Arena *arena, size_t hint)
{
    Map *map = ARENA_NEW(arena, Map);

    assert(hint < UINT32_MAX);
    map->arena = arena;
    if (hint != 0) {
        map->entries = arena_alloc(arena, hint * sizeof(MapEntry));
        map->cap = (uint32_t)hint;
    }
    return map;
}

static void grow(Map *map)
{
    size_t cap = map->cap == 0 ? CAP_FIRST : (size_t)map->cap * 2;

    assert(cap < UINT32_MAX);
    map->entries =
        arena_grow(map->arena, map->entries, map->cap * sizeof(MapEntry),
                   cap * sizeof(MapEntry));
    map->cap = (uint32_t)cap;
}

/* str_cmp, most often settled by the first byte. */
static int compare_keys(Str a, Str b)
{
    if (a.len != 0 && b.len != 0 && *a.ptr != *b.ptr)
        return (unsigned char)*a.ptr - (unsigned char)*b.ptr;
    return str_cmp(a, b);
}

/* Index of the first key that is not below `key`. */
static uint32_t lower_bound(const Map *map, Str key)
{
    uint32_t low = 0;
    uint32_t high = map->len;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_keys(map->entries[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_key_at(const Map *map, uint32_t i, Str key)
{
    return i < map->len && str_eq(map->entries[i].key, key);
}

/* Equality alone is cheaper than order. */
static inline const MapEntry *find_from_front(const Map *map, Str key)
{
    for (uint32_t i = 0; i < map->len; i++) {
        const MapEntry *entry = &map->entries[i];

        if (entry->key.len == key.len &&
            (key.len == 0 || (*entry->key.ptr == *key.ptr &&
                              memcmp(entry->key.ptr, key.ptr, key.len) == 0)))
            return entry;
    }
    return NULL;
}

/* Inline, for reads of fields are most of what templates do. */
static inline const MapEntry *find(const Map *map, Str key)
{
    uint32_t i;

    if (map->len <= FEW_ENTRIES)
        return find_from_front(map, key);
    i = lower_bound(map, key);
    return is_key_at(map, i, key) ? &map->entries[i] : NULL;
}

const MapEntry *map_find(const Map *map, Str key)
{
    return find(map, key);
}

bool map_get(const Map *map, Str key, Val *out)
{
    const MapEntry *entry = find(map, key);

    if (entry == NULL)
        return false;
    *out = entry->value;
    return true;
}

bool map_read(Ctx *cx, const Map *map, Str key, Val *out)
{
    const MapEntry *entry = find(map, key);

    if (cx->on_read != NULL)
        cx->on_read(cx->on_read_self, map, key,
                    entry == NULL ? NULL : &entry->value);
    if (entry == NULL)
        return false;
    *out = entry->value;
    return true;
}

void map_append(Map *map, Str key, Val value)
{
    if (map->len == map->cap)
        grow(map);
    map->entries[map->len++] = (MapEntry){key, value};
}

void map_set(Map *map, Str key, Val value)
{
    uint32_t i;

    map->arena->is_written = true;
    if (map->len == 0 ||
        compare_keys(map->entries[map->len - 1].key, key) < 0) {
        map_append(map, key, value);
        return;
    }
    i = lower_bound(map, key);
    if (is_key_at(map, i, key)) {
        map->entries[i].value = value;
        return;
    }
    if (map->len == map->cap)
        grow(map);
    memmove(&map->entries[i + 1], &map->entries[i],
            (map->len - i) * sizeof(MapEntry));
    map->entries[i] = (MapEntry){key, value};
    map->len++;
}

bool map_remove(Map *map, Str key)
{
    uint32_t i = lower_bound(map, key);

    if (!is_key_at(map, i, key))
        return false;
    map->arena->is_written = true;
    map->len--;
    memmove(&map->entries[i], &map->entries[i + 1],
            (map->len - i) * sizeof(MapEntry));
    return true;
}

static bool is_strictly_sorted(const Map *map)
{
    for (uint32_t i = 1; i < map->len; i++) {
        if (compare_keys(map->entries[i - 1].key, map->entries[i].key) >= 0)
            return false;
    }
    return true;
}

static void insertion_sort(MapEntry *entries, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        MapEntry entry = entries[i];
        size_t at = i;
        for (; at > 0 && compare_keys(entries[at - 1].key, entry.key) > 0; at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

/* Stable; `spare` has room for half of the entries. */
static void merge_sort(MapEntry *entries, size_t len, MapEntry *spare)
{
    size_t half = len / 2;
    size_t left = 0;
    size_t right = half;

    if (len <= INSERTION_MAX) {
        insertion_sort(entries, len);
        return;
    }
    merge_sort(entries, half, spare);
    merge_sort(entries + half, len - half, spare);
    memcpy(spare, entries, half * sizeof(MapEntry));
    for (size_t at = 0; left < half; at++) {
        bool take_right = right < len &&
                          compare_keys(entries[right].key, spare[left].key) < 0;
        entries[at] = take_right ? entries[right++] : spare[left++];
    }
}

/* Keeps the last of each run of equal keys; true if there was such a run. */
static bool drop_equal_keys(Map *map)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < map->len; i++) {
        bool is_equal = kept != 0 &&
                        str_eq(map->entries[kept - 1].key, map->entries[i].key);
        if (is_equal)
            kept--;
        map->entries[kept++] = map->entries[i];
    }
    bool dropped = kept != map->len;
    map->len = kept;
    return dropped;
}

bool map_sort(Map *map)
{
    if (is_strictly_sorted(map))
        return false;
    MapEntry *spare = NULL;
    if (map->len > INSERTION_MAX)
        spare = arena_alloc(map->arena, map->len / 2 * sizeof(MapEntry));
    merge_sort(map->entries, map->len, spare);
    return drop_equal_keys(map);
}

/* Puts an entry where it belongs in a map that has room. */
static void insert_pair(Map *map, Str key, Val value)
{
    uint32_t at = map->len;
    int order = 1;

    while (at > 0) {
        order = compare_keys(map->entries[at - 1].key, key);
        if (order <= 0)
            break;
        at--;
    }
    if (at > 0 && order == 0) {
        map->entries[at - 1].value = value;
        return;
    }
    for (uint32_t i = map->len++; i > at; i--)
        map->entries[i] = map->entries[i - 1];
    map->entries[at] = (MapEntry){key, value};
}

Map *map_from_pairs(Arena *arena, const Val *pairs, size_t len)
{
    Map *map = map_new(arena, len);

    for (size_t i = 0; len <= INSERTION_MAX && i < len; i++)
        insert_pair(map, val_str(pairs[2 * i]), pairs[2 * i + 1]);
    if (len <= INSERTION_MAX)
        return map;
    for (size_t i = 0; i < len; i++)
        map_append(map, val_str(pairs[2 * i]), pairs[2 * i + 1]);
    map_sort(map);
    return map;
}

const MapEntry *map_snapshot(const Map *map, Arena *arena, size_t *len)
{
    *len = map->len;
    if (map->len == 0)
        return NULL;
    MapEntry *copy = arena_alloc(arena, map->len * sizeof(MapEntry));
    memcpy(copy, map->entries, map->len * sizeof(MapEntry));
    return copy;
}

Map *map_copy(const Map *map, Arena *arena)
{
    Map *copy = map_new(arena, map->len);

    if (map->len != 0)
        memcpy(copy->entries, map->entries, map->len * sizeof(MapEntry));
    copy->len = map->len;
    copy->origin = map->origin;
    return copy;
}

/* The maps around the one being copied.  A map inside itself becomes its copy
 * inside itself. */
typedef struct CopyPath CopyPath;
struct CopyPath {
    const Map *map;
    Map *copy;
    const CopyPath *outer;
    uint32_t depth;
};

static Val copy_value(Arena *arena, Val v, const CopyPath *path);

static Map *copy_map(Arena *arena, const Map *map, const CopyPath *outer)
{
    for (const CopyPath *p = outer; p != NULL; p = p->outer) {
        if (p->map == map)
            return p->copy;
    }
    Map *copy = map_copy(map, arena);
    CopyPath path = {map, copy, outer, outer == NULL ? 1 : outer->depth + 1};
    for (uint32_t i = 0; i < copy->len; i++)
        copy->entries[i].value =
            copy_value(arena, copy->entries[i].value, &path);
    return copy;
}

static const List *copy_list(Arena *arena, const List *list,
                             const CopyPath *outer)
{
    CopyPath path = {NULL, NULL, outer, outer == NULL ? 1 : outer->depth + 1};
    ListBuilder builder;

    list_builder_init(&builder, arena, list->len);
    for (size_t i = 0; i < list->len; i++)
        list_builder_add(&builder, copy_value(arena, list->items[i], &path));
    return list_builder_done(&builder);
}

static Val copy_value(Arena *arena, Val v, const CopyPath *path)
{
    if ((path != NULL && path->depth >= COPY_DEPTH_MAX) || arena_is_full(arena))
        return v;
    if (v.kind == VAL_MAP)
        v.as.map = copy_map(arena, v.as.map, path);
    else if (v.kind == VAL_LIST)
        v = list_copied(arena, v, copy_list(arena, v.as.list, path));
    else if (v.kind == VAL_HOST && v.as.host->class_->deep_copy != NULL)
        v.as.host = v.as.host->class_->deep_copy(arena, v.as.host);
    return v;
}

Val val_deep_copy(Arena *arena, Val v)
{
    return copy_value(arena, v, NULL);
}
