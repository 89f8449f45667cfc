/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Go's append doubles a slice up to 256 elements, then adds a quarter and a
 * bit, and takes what the allocator rounds that up to: one of its size classes
 * or whole pages (runtime: growslice, roundupsize).
 */
#include "value/list_room.h"

#include "value/map.h"

#define PAGE         ((size_t)8192)
#define SMALL_MAX    ((size_t)32768)
#define HEADER       ((size_t)8)
#define HEADER_ABOVE ((size_t)512)

static const uint16_t size_classes[] = {
    8,     16,    24,    32,    48,    64,    80,    96,    112,   128,
    144,   160,   176,   192,   208,   224,   240,   256,   288,   320,
    352,   384,   416,   448,   480,   512,   576,   640,   704,   768,
    896,   1024,  1152,  1280,  1408,  1536,  1792,  2048,  2304,  2688,
    3072,  3200,  3456,  4096,  4864,  5120,  5376,  6144,  6528,  6784,
    6912,  8192,  9472,  9728,  10240, 10880, 12288, 13568, 14336, 16384,
    18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
};

/* What the allocator gives for `size` bytes.  With pointers in it a larger
 * object has a header. */
static size_t rounded_up(size_t size, bool has_pointers)
{
    size_t header = has_pointers && size > HEADER_ABOVE ? HEADER : 0;

    if (size > SMALL_MAX - HEADER)
        return (size + PAGE - 1) / PAGE * PAGE;
    for (size_t i = 0; i < ARRAY_LEN(size_classes); i++) {
        if (size_classes[i] >= size + header)
            return size_classes[i] - header;
    }
    return size;
}

static bool has_numbers(Val v)
{
    return v.go_type == GO_INTS || v.go_type == GO_FLOATS;
}

static size_t element_size(Val v)
{
    if (has_numbers(v) || v.go_type == GO_MAPS)
        return 8;
    return v.go_type == GO_LISTS ? 24 : 16;
}

/* The capacity of a slice of `cap`, full, after an append that makes it `len`
 * long. */
static size_t grown(Val v, size_t cap, size_t len)
{
    size_t size = element_size(v);
    size_t next = cap * 2;

    if (len > cap * 2) {
        next = len;
    } else if (cap >= 256) {
        for (next = cap; next < len;)
            next += (next + (size_t)3 * 256) / 4;
    }
    return rounded_up(next * size, !has_numbers(v)) / size;
}

static size_t capacity(Val v, size_t start, size_t len)
{
    size_t cap = start;

    while (cap < len)
        cap = grown(v, cap, cap + 1);
    return cap;
}

Val list_with_room(Arena *arena, Val v, size_t n)
{
    RoomyList *roomy;

    v.len = LIST_FULL;
    if (n == 0)
        return v;
    roomy = ARENA_NEW(arena, RoomyList);
    *roomy = (RoomyList){*val_list(v), 0, n};
    v.as.list = &roomy->list;
    v.len = LIST_ROOMY;
    return v;
}

Val list_grown_from(Arena *arena, Val v, size_t start)
{
    size_t len = val_list(v)->len;

    return list_with_room(arena, v, capacity(v, start, len) - len);
}

Val list_appended(Arena *arena, Val v, size_t full)
{
    size_t len = val_list(v)->len;

    return list_with_room(arena, v, len > full ? grown(v, full, len) - len : 0);
}

/* The list of `v` with what is behind it. */
static RoomyList room_of(Val v)
{
    const List *list = val_list(v);

    switch ((ListRoom)v.len) {
    case LIST_FULL: break;
    case LIST_GROWN:
        return (RoomyList){*list, 0, capacity(v, 0, list->len) - list->len};
    case LIST_ROOMY: return *(const RoomyList *)(const void *)list;
    }
    return (RoomyList){*list, 0, 0};
}

Val list_copied(Arena *arena, Val v, const List *copy)
{
    RoomyList roomy;

    if (v.len == LIST_ROOMY) {
        roomy = room_of(v);
        v.as.list = copy;
        return list_with_room(arena, v, roomy.behind + roomy.unset);
    }
    v.as.list = copy;
    return v;
}

static Val zero_value(Arena *arena, GoType type)
{
    if (type == GO_STRING)
        return val_from_str(STR(""));
    if (type == GO_INT)
        return val_from_int(0);
    if (type == GO_FLOAT64)
        return val_from_float(0);
    if (type == GO_MAP)
        return val_typed_nil(val_from_map(map_new(arena, 0)));
    if (type == GO_LIST)
        return val_typed_nil(val_from_list(list_new(arena, NULL, 0)));
    return VAL_NIL_VALUE;
}

/* Elements `from` to `to`, the last of which are not there yet. */
static List fill(Arena *arena, Val v, const RoomyList *roomy, size_t from,
                 size_t to)
{
    size_t there = roomy->list.len + roomy->behind;
    Val *items = ARENA_ARRAY(arena, Val, to - from);

    for (size_t i = from; i < to; i++)
        items[i - from] =
            i < there ? roomy->list.items[i]
                      : zero_value(arena, go_type_elem((GoType)v.go_type));
    return (List){items, to - from};
}

bool list_reach(Arena *arena, Val v, size_t from, size_t to, Val *out)
{
    RoomyList roomy = room_of(v);
    size_t there = roomy.list.len + roomy.behind;
    RoomyList *part;

    assert(from <= to);
    if (to > there + roomy.unset)
        return false;
    part = ARENA_NEW(arena, RoomyList);
    part->behind = to < there ? there - to : 0;
    part->unset = there + roomy.unset - to - part->behind;
    if (to > there)
        part->list = fill(arena, v, &roomy, from, to);
    else if (from == to)
        part->list = (List){roomy.list.items, 0};
    else
        part->list = (List){roomy.list.items + from, to - from};
    *out = v;
    out->typed_nil = 0;
    out->as.list = &part->list;
    out->len = LIST_ROOMY;
    return true;
}
