/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Line tables: one pass with memchr, then a binary search for each position.
 * Without a table each position takes a pass up to it.
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

static SourcePos count_lines(const Source *source, size_t offset)
{
    size_t start = 0;
    uint32_t line = 1;

    for (size_t at = str_find_byte(source->text, '\n', 0); at < offset;
         at = str_find_byte(source->text, '\n', at + 1)) {
        start = at + 1;
        line++;
    }
    return (SourcePos){source->name, line, (uint32_t)(offset - start) + 1};
}

SourcePos source_pos(const Source *source, size_t offset)
{
    uint32_t low = 0;
    uint32_t high = source->n_lines;

    if (source->line_starts == NULL)
        return count_lines(source, offset);
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

/* Where line `line` begins, SIZE_MAX when there is none. */
static size_t line_start(const Source *source, uint32_t line)
{
    size_t start = 0;

    if (line == 0)
        return SIZE_MAX;
    if (source->line_starts != NULL)
        return line > source->n_lines ? SIZE_MAX
                                      : source->line_starts[line - 1];
    while (--line > 0) {
        size_t end = str_find_byte(source->text, '\n', start);

        if (end == SIZE_MAX)
            return SIZE_MAX;
        start = end + 1;
    }
    return start;
}

Str source_line(const Source *source, uint32_t line)
{
    size_t from = line_start(source, line);
    size_t to;

    if (from == SIZE_MAX)
        return STR_NONE;
    to = str_find_byte(source->text, '\n', from);
    return str_slice(source->text, from,
                     to == SIZE_MAX ? source->text.len : to);
}
