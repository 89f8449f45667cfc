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
