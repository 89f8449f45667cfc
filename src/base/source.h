/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_SOURCE_H
#define OMNI_BASE_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * A named text in which a byte offset becomes a line and column: by a table of
 * its line starts where many are asked for, else by counting the lines before.
 */
typedef struct SourcePos {
    Str name;        /* file or template name; empty: unknown */
    uint32_t line;   /* from 1; 0: unknown */
    uint32_t column; /* from 1, in bytes; 0: unknown */
} SourcePos;

typedef struct Source {
    Str name;
    Str text;
    const uint32_t *line_starts; /* offsets; the first is 0; NULL: no table */
    uint32_t n_lines;            /* of the table */
} Source;

/* With a table, in `arena`; `name` and `text` are borrowed. */
Source source_new(Arena *arena, Str name, Str text);

/* Without one. */
static inline Source source_bare(Str name, Str text)
{
    return (Source){name, text, NULL, 0};
}

SourcePos source_pos(const Source *source, size_t offset);

/* Line `line` (from 1) without its line break; empty when out of range. */
Str source_line(const Source *source, uint32_t line);

static inline SourcePos source_pos_of_file(Str name)
{
    return (SourcePos){name, 0, 0};
}

#endif
