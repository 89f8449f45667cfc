/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RICH_WORDS_H
#define OMNI_RENDER_RICH_WORDS_H

#include "base/buf.h"

/*
 * Error reports in our own words: what Go, go-yaml and the schema validator
 * say, said to the person who wrote the chart or the values.
 */

/* Each gives `text` itself when it has nothing better to say. */
Str rich_words_template(Arena *arena, Str text);
Str rich_words_syntax(Arena *arena, Str text);
Str rich_words_yaml(Arena *arena, Str text);

/* What a schema wants of the value, to stand behind its path: "must be a
 * number, but is a string".  With `is_secret` the value is not quoted. */
Str rich_words_schema(Arena *arena, Str text, bool is_secret);

/* The most similar of the names that are offered. */
typedef struct RichNearest {
    Str wanted;
    Str best; /* empty: none is near */
    size_t distance;
} RichNearest;

RichNearest rich_nearest(Str wanted);

/* `self` is a RichNearest. */
void rich_nearest_offer(void *self, Str name);

/* Adds ".a.b[0]", a key that is no word in quotes: `["a.b"]`. */
void rich_add_path(Buf *buf, const Str *keys, size_t n);

#endif
