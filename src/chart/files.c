/* SPDX-License-Identifier: MPL-2.0 */
/* A growing list of named files. */
#include "chart/files.h"

void files_builder_init(FilesBuilder *builder, Arena *arena)
{
    *builder = (FilesBuilder){.arena = arena};
}

void files_builder_add(FilesBuilder *builder, Str name, Str bytes)
{
    if (builder->len == builder->cap) {
        size_t cap = builder->cap == 0 ? 16 : builder->cap * 2;

        builder->items = arena_grow(builder->arena, builder->items,
                                    builder->cap * sizeof(ChartFile),
                                    cap * sizeof(ChartFile));
        builder->cap = cap;
    }
    builder->items[builder->len++] = (ChartFile){name, bytes};
}

ChartFiles files_builder_done(FilesBuilder *builder)
{
    return (ChartFiles){builder->items, builder->len};
}
