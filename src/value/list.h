/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_LIST_H
#define OMNI_VALUE_LIST_H

#include "base/arena.h"
#include "value/val.h"

/*
 * An array of values that never changes once built, list_sort apart, so slices
 * of it share its storage.  Its Go element type stands in the Val that holds
 * it.
 */
struct List {
    const Val *items;
    size_t len;
};

/* Where is known how much room Go's slice has behind the last element; stands
 * in the Val's `len`.  What makes a Val from another's list keeps the two
 * together (value/list_room.h). */
typedef enum ListRoom {
    LIST_FULL,  /* there is none */
    LIST_GROWN, /* it grew by append, one element after the other, from none */
    LIST_ROOMY  /* the list is a RoomyList */
} ListRoom;

static inline Val val_from_grown_list(const List *list)
{
    Val v = val_from_list(list);

    v.len = LIST_GROWN;
    return v;
}

/* Borrows `items`. */
const List *list_new(Arena *arena, const Val *items, size_t len);

/* Elements `from` up to, not including, `to`; shares storage.  Wants
 * from <= to <= len. */
const List *list_slice(Arena *arena, const List *list, size_t from, size_t to);

/* Sorts in place, as Go's sort.Strings does: every holder and every slice sees
 * it. */
void list_sort(const List *list, int (*order)(const void *, const void *));

/* A list that is being built. */
typedef struct ListBuilder {
    Arena *arena;
    Val *items;
    size_t len;
    size_t cap;
} ListBuilder;

void list_builder_init(ListBuilder *builder, Arena *arena, size_t hint);
void list_builder_add(ListBuilder *builder, Val v);
void list_builder_add_list(ListBuilder *builder, const List *list);

/* The list; the builder is spent. */
const List *list_builder_done(ListBuilder *builder);

#endif
