/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_FILES_H
#define OMNI_CHART_FILES_H

#include "chart/chart.h"

/* The largest file of a chart, and of all files of an archive together (helm
 * pkg/chart/loader/archive). */
#define CHART_MAX_FILE  ((size_t)5 << 20)
#define CHART_MAX_TOTAL ((size_t)100 << 20)

/* A list of files that is being built. */
typedef struct FilesBuilder {
    Arena *arena;
    ChartFile *items;
    size_t len;
    size_t cap;
} FilesBuilder;

void files_builder_init(FilesBuilder *builder, Arena *arena);
void files_builder_add(FilesBuilder *builder, Str name, Str bytes);

/* The list; the builder is spent. */
ChartFiles files_builder_done(FilesBuilder *builder);

#endif
