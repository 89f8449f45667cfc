/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_VALUES_YAML_H
#define OMNI_CHART_VALUES_YAML_H

#include "base/ctx.h"
#include "value/map.h"

/* Reads a values file, the chart's or a user's: its documents are merged, a
 * later one over an earlier (helm loader.LoadValues).  Errors begin "cannot
 * unmarshal yaml document"; the position of the innermost is the file's line
 * and column, though the text counts lines in the document as Helm does. */
bool chart_read_values(Ctx *cx, Str name, Str text, Map **out) OMNI_CHECKED;

/* The documents of a values file as chart_read_values cuts them, each with the
 * number of lines before it; `each` returns false to stop.  The texts borrow
 * from `text` or are in the arena. */
bool chart_each_document(Ctx *cx, Str name, Str text,
                         bool (*each)(void *self, Str document, uint32_t lines),
                         void *self) OMNI_CHECKED;

/* helm's MergeMaps: a new map of `base` with `over` on it; where both have a
 * map, these are merged, else `over` wins.  Neither is changed, but what is in
 * only one of them is shared. */
Map *chart_merge_maps(Arena *arena, const Map *base, const Map *over);

#endif
