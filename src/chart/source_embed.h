/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_SOURCE_EMBED_H
#define OMNI_CHART_SOURCE_EMBED_H

#include "chart/chart.h"

/* A chart that is part of the program; the build writes it (src/embed). */
typedef struct EmbeddedChart {
    Str name;
    const ChartFile *files; /* those that .helmignore leaves, in load order */
    size_t len;
    const Val *values; /* the map that values.yaml holds */
    const Val *schema; /* what values.schema.json says; NULL: there is none */
} EmbeddedChart;

/* The first is the default. */
extern const EmbeddedChart embedded_charts[];
extern const size_t embedded_charts_len;

/* The files of `embedded` that a loader still has to look at: all but
 * values.yaml. */
ChartFiles chart_source_embed(Arena *arena, const EmbeddedChart *embedded);

#endif
