/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_LINE_H
#define OMNI_CODEC_YAML_LINE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * What the reader of plain YAML (yaml_simple.h) takes off a text: lines, and
 * the scalars that are more than a piece of one.  False always means that the
 * text is not plain here, or wrong, which only the scanner can tell apart.
 */

/* The first byte at or behind `from` that is no space. */
size_t codec_yaml_no_space(Str text, size_t from);

/* The line from `from` on, up to which it is blank, without its break, and
 * where the next one begins.  False for what is not printable: control
 * characters, also tabs unless `with_tabs`, breaks other than a line feed,
 * broken UTF-8. */
bool codec_yaml_line(Str text, size_t from, bool with_tabs, Str *line,
                     size_t *next);

/* Without the spaces at its end. */
static inline Str codec_yaml_trim_end(Str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == ' ')
        line.len--;
    return line;
}

/* Where a plain scalar of `line` that goes on at `from` ends: at the ':' of a
 * key, at the '#' of a comment, or with the line.  The text goes on until
 * `text_end`. */
size_t codec_yaml_plain_end(Str line, size_t from, const char *text_end);

/* A plain scalar that begins with `first` and goes on in the lines from *next
 * on that are indented deeper than `column`.  *next is where it ends. */
bool codec_yaml_fold(Arena *arena, Str text, size_t *next, size_t column,
                     Str first, Str *out);

/* The literal with the header "|", "|-" or "|+" whose lines begin at *next, in
 * a block at `column`.  *next is where it ends. */
bool codec_yaml_literal(Arena *arena, Str text, Str header, size_t *next,
                        size_t column, Str *out);

/* The quoted scalar that `rest` begins with and how much of `rest` it takes.
 * Of the escapes only those of quotes and backslashes, "\n", "\r" and "\t" are
 * known. */
bool codec_yaml_unquote(Arena *arena, Str rest, Str *out, size_t *len);

#endif
