/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_FILES_H
#define OMNI_CHART_FILES_H

#include "chart/chart.h"

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
