/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_LINE_H
#define OMNI_CODEC_YAML_LINE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/word.h"

/*
 * What the reader of plain YAML (yaml_simple.h) takes off a text: lines, and
 * the scalars that are more than a piece of one.  False always means that the
 * text is not plain here, or wrong, which only the scanner can tell apart.
 */

/* The first byte at or behind `from` that is no printable ASCII. */
static inline size_t codec_yaml_unprintable(Str text, size_t from)
{
    size_t at = from;

    for (; text.len - at >= WORD_SIZE; at += WORD_SIZE) {
        uint64_t word = word_load(text.ptr + at);
        uint64_t marks =
            (word | (word - 0x20 * WORD_ONES) | (word + WORD_ONES)) &
            WORD_HIGHS;

        /* Below the first mark no byte carries into the next. */
        if (marks != 0)
            return at + word_first(marks);
    }
    while (at < text.len && text.ptr[at] >= 0x20 && text.ptr[at] < 0x7f)
        at++;
    return at;
}

/* The first byte at or behind `from` that is no space. */
static inline size_t codec_yaml_no_space(Str text, size_t from)
{
    size_t at = from;

    for (; text.len - at >= WORD_SIZE; at += WORD_SIZE) {
        uint64_t marks = word_load(text.ptr + at) ^ ' ' * WORD_ONES;

        if (marks != 0)
            return at + word_first(marks);
    }
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    return at;
}

/* codec_yaml_line where something at `end` is no printable ASCII. */
bool codec_yaml_odd_line(Str text, size_t from, size_t end, bool with_tabs,
                         Str *line, size_t *next);

/* The line from `from` on, up to which it is blank, without its break, and
 * where the next one begins.  False for what is not printable: control
 * characters, also tabs unless `with_tabs`, breaks other than a line feed,
 * broken UTF-8. */
static inline bool codec_yaml_line(Str text, size_t from, bool with_tabs,
                                   Str *line, size_t *next)
{
    size_t end = codec_yaml_unprintable(text, from);

    if (end < text.len && text.ptr[end] != '\n')
        return codec_yaml_odd_line(text, from, end, with_tabs, line, next);
    *line = str_slice(text, from, end);
    *next = end + (end < text.len);
    return true;
}

/* Without the spaces at its end. */
static inline Str codec_yaml_trim_end(Str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == ' ')
        line.len--;
    return line;
}

/* The first ':' or '#' of a line at or behind `from`, or the line's end.  The
 * text goes on until `text_end`. */
static inline size_t codec_yaml_mark(Str line, size_t from,
                                     const char *text_end)
{
    size_t at = from;

    for (; at < line.len && text_end - (line.ptr + at) >= 8; at += WORD_SIZE) {
        uint64_t word = word_load(line.ptr + at);
        uint64_t marks = word_zeros(word ^ ':' * WORD_ONES) |
                         word_zeros(word ^ '#' * WORD_ONES);

        if (marks != 0) {
            at += word_first(marks);
            return at < line.len ? at : line.len;
        }
    }
    while (at < line.len && line.ptr[at] != ':' && line.ptr[at] != '#')
        at++;
    return at < line.len ? at : line.len;
}

/* True when the mark at `pos` is only a byte of its scalar. */
static inline bool codec_yaml_is_text(Str line, size_t pos)
{
    if (line.ptr[pos] == '#')
        return pos > 0 && line.ptr[pos - 1] != ' ';
    return pos + 1 < line.len && line.ptr[pos + 1] != ' ';
}

/* Where a plain scalar of `line` that goes on at `from` ends: at the ':' of a
 * key, at the '#' of a comment, or with the line.  The text goes on until
 * `text_end`. */
static inline size_t codec_yaml_plain_end(Str line, size_t from,
                                          const char *text_end)
{
    size_t end = codec_yaml_mark(line, from, text_end);

    while (end < line.len && codec_yaml_is_text(line, end))
        end = codec_yaml_mark(line, end + 1, text_end);
    return end;
}

/* A plain scalar that begins with `first` and goes on in the lines from *next
 * on that are indented deeper than `column`.  *next is where it ends. */
bool codec_yaml_fold(Arena *arena, Str text, size_t *next, size_t column,
                     Str first, Str *out);

/* The literal with the header "|", "|-" or "|+" whose lines begin at *next, in
 * a block at `column`.  *next is where it ends; `out` may be NULL. */
bool codec_yaml_literal(Arena *arena, Str text, Str header, size_t *next,
                        size_t column, Str *out);

/* The quoted scalar that `rest` begins with and how much of `rest` it takes.
 * Of the escapes only those of quotes and backslashes, "\n", "\r" and "\t" are
 * known. */
bool codec_yaml_unquote(Arena *arena, Str rest, Str *out, size_t *len);

#endif
