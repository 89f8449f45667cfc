/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_EMBED_EMBED_H
#define OMNI_EMBED_EMBED_H

#include "base/buf.h"
#include "tmpl/tmpl.h"
#include "value/val.h"

/*
 * C source for what the build knows of a built-in chart: definitions are
 * appended to `code`, each under a name of its own.  The program then begins
 * with trees that nobody parses.
 */
typedef struct EmbedWriter {
    Buf *code;
    Arena *arena;
    size_t names; /* how many were given out */
    Str text;     /* strings within it are written as places in `text_name` */
    size_t text_name;
} EmbedWriter;

/* A C array with the bytes; its number. */
size_t embed_bytes(EmbedWriter *w, Str bytes);

/* A C initializer for a Str. */
void embed_str(EmbedWriter *w, Str s);

/* An initializer for a Val; what it points at is defined before.  False when
 * the value has no such form (a host). */
bool embed_val(EmbedWriter *w, Val v, Str *initializer) OMNI_CHECKED;

/* A TmplFile; its number.  `text_name` is the array that holds its source.
 * False when the file holds a constant that has no such form. */
bool embed_template(EmbedWriter *w, const TmplFile *file, size_t text_name,
                    size_t *out) OMNI_CHECKED;

#endif
