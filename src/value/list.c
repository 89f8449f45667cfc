/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Immutable lists and their builder.
 */
#include "value/list.h"

#include <stdint.h>
#include <stdlib.h>

const List *list_new(Arena *arena, const Val *items, size_t len)
{
    List *list = ARENA_NEW(arena, List);

    assert(items != NULL || len == 0);
    *list = (List){items, len};
    return list;
}

const List *list_slice(Arena *arena, const List *list, size_t from, size_t to)
{
    assert(from <= to && to <= list->len);
    if (from == to)
        return list_new(arena, NULL, 0);
    return list_new(arena, list->items + from, to - from);
}

void list_sort(const List *list, int (*order)(const void *, const void *))
{
    if (list->len > 1)
        qsort((void *)(uintptr_t)list->items, list->len, sizeof(Val), order);
}

static void reserve(ListBuilder *builder, size_t more)
{
    size_t want = builder->len + more;
    size_t cap = builder->cap;

    if (want <= cap)
        return;
    cap = cap < 4 ? 4 : cap * 2;
    cap = cap < want ? want : cap;
    assert(cap <= ARENA_MAX_ALLOC / sizeof(Val));
    builder->items = arena_grow(builder->arena, builder->items,
                                builder->cap * sizeof(Val), cap * sizeof(Val));
    builder->cap = cap;
}

void list_builder_init(ListBuilder *builder, Arena *arena, size_t hint)
{
    *builder = (ListBuilder){arena, NULL, 0, 0};
    if (hint != 0)
        reserve(builder, hint);
}

void list_builder_add(ListBuilder *builder, Val v)
{
    reserve(builder, 1);
    builder->items[builder->len++] = v;
}

void list_builder_add_list(ListBuilder *builder, const List *list)
{
    if (list->len == 0)
        return;
    reserve(builder, list->len);
    memcpy(builder->items + builder->len, list->items, list->len * sizeof(Val));
    builder->len += list->len;
}

const List *list_builder_done(ListBuilder *builder)
{
    const List *list = list_new(builder->arena, builder->items, builder->len);

    *builder = (ListBuilder){0};
    return list;
}
