/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_PLACE_H
#define OMNI_VALUES_SCHEMA_PLACE_H

#include "base/buf.h"

/* Where in a document: the way from the top, innermost first; NULL is the
 * top. */
typedef struct SchemaPlace SchemaPlace;
struct SchemaPlace {
    const SchemaPlace *outer;
    Str key; /* without a pointer: an item */
    size_t index;
};

/* A place whose parts may be gone by the time somebody asks, in the arena. */
const SchemaPlace *schema_place_copy(Arena *arena, const SchemaPlace *place);

/* The place as a JSON pointer. */
void schema_place_add(Buf *buf, const SchemaPlace *place);
Str schema_place_text(Arena *arena, const SchemaPlace *place);

/* The place that a JSON pointer means, in the arena; false when a `~` in it is
 * no escape. */
bool schema_place_read(Arena *arena, Str pointer, const SchemaPlace **out);

#endif
