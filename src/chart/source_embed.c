/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A built-in chart as a list of files, whose bytes are borrowed from the
 * program itself.
 */
#include "chart/source_embed.h"

#include "chart/files.h"

ChartFiles chart_source_embed(Arena *arena, const EmbeddedChart *embedded)
{
    FilesBuilder files;

    files_builder_init(&files, arena);
    for (size_t i = 0; i < embedded->len; i++) {
        const ChartFile *file = &embedded->files[i];

        if (!str_eq(file->name, STR("values.yaml")))
            files_builder_add(&files, file->name, file->bytes);
    }
    return files_builder_done(&files);
}
