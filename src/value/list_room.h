/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_LIST_ROOM_H
#define OMNI_VALUE_LIST_ROOM_H

#include "value/list.h"

/*
 * The room that a Go slice has behind its last element, which `slice` can
 * reach.  How much depends on how the slice came about: what was made at once
 * has none, append leaves what the allocator gave.
 */

/* A list with room of its own numbers (LIST_ROOMY). */
typedef struct RoomyList {
    List list;
    size_t behind; /* elements that stand behind the last */
    size_t unset;  /* zero values behind those */
} RoomyList;

/* `v` after its elements were appended one by one to a slice with room for
 * `start`. */
Val list_grown_from(Arena *arena, Val v, size_t start);

/* `v` after one append to a full slice of `full` elements, which gave it all
 * the others. */
Val list_appended(Arena *arena, Val v, size_t full);

/* `v` with room for `n` more. */
Val list_with_room(Arena *arena, Val v, size_t n);

/* `v` over `copy`, its elements copied to a slice with as much room. */
Val list_copied(Arena *arena, Val v, const List *copy);

/* Go's v[from:to]; shares storage as far as it can.  False when `to` is out of
 * reach.  Wants from <= to. */
bool list_reach(Arena *arena, Val v, size_t from, size_t to,
                Val *out) OMNI_CHECKED;

#endif
