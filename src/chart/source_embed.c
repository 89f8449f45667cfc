/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The built-in chart as a list of files.  Bytes are borrowed from the program
 * itself; .helmignore is applied here because the build embeds the folder as
 * it stands.
 */
#include "chart/source_embed.h"

#include "chart/files.h"
#include "chart/ignore.h"

/* A file goes with any folder around it. */
static bool is_ignored(const IgnoreRules *rules, Str path)
{
    for (size_t slash = str_find_byte(path, '/', 0); slash != SIZE_MAX;
         slash = str_find_byte(path, '/', slash + 1)) {
        if (chart_ignore_has(rules, str_slice(path, 0, slash), true))
            return true;
    }
    return chart_ignore_has(rules, path, false);
}

bool chart_source_embed(Ctx *cx, ChartFiles *out)
{
    const IgnoreRules *rules;
    FilesBuilder files;
    Str ignore = STR("");

    for (size_t i = 0; i < embedded_chart_len; i++) {
        if (str_eq(embedded_chart_files[i].name, STR(".helmignore")))
            ignore = embedded_chart_files[i].bytes;
    }
    if (!chart_ignore_parse(cx, ignore, &rules))
        return false;
    files_builder_init(&files, cx->arena);
    for (size_t i = 0; i < embedded_chart_len; i++) {
        const ChartFile *file = &embedded_chart_files[i];

        if (!is_ignored(rules, file->name))
            files_builder_add(
                &files, file->name,
                str_drop_prefix(file->bytes, STR("\xEF\xBB\xBF")));
    }
    *out = files_builder_done(&files);
    return true;
}
