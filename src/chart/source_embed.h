/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_SOURCE_EMBED_H
#define OMNI_CHART_SOURCE_EMBED_H

#include "chart/chart.h"

/* The chart that is part of the program, in path order; the build writes them
 * (cmake/embed_chart.cmake). */
extern const ChartFile embedded_chart_files[];
extern const size_t embedded_chart_len;

/* Those of the files that the chart's .helmignore leaves, as a folder would
 * give them. */
bool chart_source_embed(Ctx *cx, ChartFiles *out) OMNI_CHECKED;

#endif
