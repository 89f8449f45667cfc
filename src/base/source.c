/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Line tables: one pass with memchr, then a binary search for each position.
 */
#include "base/source.h"

#include <assert.h>

/* For the first size of a table. */
#define LINE_LEN_EXPECTED 32

Source source_new(Arena *arena, Str name, Str text)
{
    size_t cap = text.len / LINE_LEN_EXPECTED + 16;
    uint32_t *starts = arena_alloc(arena, cap * sizeof(uint32_t));
    uint32_t n = 1;

    assert(text.len <= UINT32_MAX);
    starts[0] = 0;
    for (size_t at = str_find_byte(text, '\n', 0); at != SIZE_MAX;
         at = str_find_byte(text, '\n', at + 1)) {
        if (n == cap) {
            starts = arena_grow(arena, starts, cap * sizeof(uint32_t),
                                2 * cap * sizeof(uint32_t));
            cap *= 2;
        }
        starts[n++] = (uint32_t)(at + 1);
    }
    return (Source){name, text, starts, n};
}

SourcePos source_pos(const Source *source, size_t offset)
{
    uint32_t low = 0;
    uint32_t high = source->n_lines;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (SourcePos){source->name, low + 1,
                       (uint32_t)(offset - source->line_starts[low]) + 1};
}

Str source_line(const Source *source, uint32_t line)
{
    size_t from;
    size_t to;

    if (line == 0 || line > source->n_lines)
        return STR_NONE;
    from = source->line_starts[line - 1];
    to = str_find_byte(source->text, '\n', from);
    return str_slice(source->text, from,
                     to == SIZE_MAX ? source->text.len : to);
}
