/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_PIECES_H
#define OMNI_BASE_PIECES_H

#include "base/buf.h"

/*
 * A long text of which most is in memory already: a list of pieces, long ones
 * where they are, short ones put together.  Initialise with pieces_init; there
 * is nothing to release.
 */
typedef struct Pieces {
    Str *items;
    size_t len;
    size_t cap;
    Buf last; /* what is not among the items yet */
} Pieces;

void pieces_init(Pieces *pieces, Arena *arena);

/* Appends; a long text is borrowed. */
void pieces_add(Pieces *pieces, Str s);

/* Takes Unicode white space off the end, which wants no two halves of a
 * character in two texts. */
void pieces_trim_end(Pieces *pieces);

/* Makes all of the text be in `items`. */
void pieces_end(Pieces *pieces);

/* The whole text in the arena, or where its only piece is. */
Str pieces_join(Pieces *pieces);

#endif
