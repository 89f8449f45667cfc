/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Texts in pieces.  A short piece is cheaper to copy than to list and to hand
 * to the system on its own.
 */
#include "base/pieces.h"

#include "base/utf8.h"

#define PIECE_MIN ((size_t)1 << 10)

void pieces_init(Pieces *pieces, Arena *arena)
{
    *pieces = (Pieces){.items = NULL};
    buf_init(&pieces->last, arena);
}

static void list(Pieces *pieces, Str s)
{
    size_t cap = pieces->cap == 0 ? 4 : pieces->cap * 2;

    if (pieces->len == pieces->cap) {
        pieces->items =
            arena_grow(pieces->last.arena, pieces->items,
                       pieces->cap * sizeof(Str), cap * sizeof(Str));
        pieces->cap = cap;
    }
    pieces->items[pieces->len++] = s;
}

void pieces_end(Pieces *pieces)
{
    if (pieces->last.len == 0)
        return;
    list(pieces, buf_str(&pieces->last));
    buf_init(&pieces->last, pieces->last.arena);
}

void pieces_add(Pieces *pieces, Str s)
{
    if (s.len < PIECE_MIN) {
        buf_add(&pieces->last, s);
        return;
    }
    pieces_end(pieces);
    list(pieces, s);
}

static Str trim_end(Str s)
{
    size_t size;

    while (s.len > 0 && utf8_is_space(utf8_decode_last(s, s.len, &size)))
        s.len -= size;
    return s;
}

void pieces_trim_end(Pieces *pieces)
{
    pieces->last.len = trim_end(buf_str(&pieces->last)).len;
    while (pieces->last.len == 0 && pieces->len > 0) {
        Str *item = &pieces->items[pieces->len - 1];

        *item = trim_end(*item);
        if (item->len > 0)
            return;
        pieces->len--;
    }
}

Str pieces_join(Pieces *pieces)
{
    size_t len = 0;
    char *text;

    pieces_end(pieces);
    if (pieces->len == 1)
        return pieces->items[0];
    for (size_t i = 0; i < pieces->len; i++)
        len += pieces->items[i].len;
    text = arena_alloc_text(pieces->last.arena, len);
    len = 0;
    for (size_t i = 0; i < pieces->len; i++) {
        memcpy(text + len, pieces->items[i].ptr, pieces->items[i].len);
        len += pieces->items[i].len;
    }
    return str_from(text, len);
}
