/* SPDX-License-Identifier: MPL-2.0 */
/*
 * From a list of named files to a chart, whatever the list came from.  Files
 * are told apart by their names; those below charts/ are loaded as charts of
 * their own, packed or not (helm pkg/chart/v2/loader LoadFiles).
 */
#include "chart/chart.h"

#include <assert.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "chart/disk.h"
#include "chart/files.h"
#include "chart/log.h"
#include "chart/meta.h"
#include "chart/source_dir.h"
#include "chart/source_embed.h"
#include "chart/source_tgz.h"
#include "chart/values_yaml.h"
#include "value/print.h"

/* A chart that is being put together. */
typedef struct Loader {
    Ctx *cx;
    Chart *chart;
    Map *fields; /* of Chart.yaml; NULL until one is seen */
    FilesBuilder templates;
    FilesBuilder files;
    FilesBuilder crds;
    FilesBuilder below; /* charts/, that prefix dropped */
} Loader;

static Str drop_folder(Str name)
{
    size_t slash = str_find_byte(name, '/', 0);

    return slash == SIZE_MAX ? STR_NONE : str_skip(name, slash + 1);
}

static Str first_element(Str name)
{
    size_t slash = str_find_byte(name, '/', 0);

    return slash == SIZE_MAX ? name : str_slice(name, 0, slash);
}

static bool has_api_version(const Map *fields)
{
    Val version;

    return map_get(fields, STR("apiVersion"), &version) &&
           val_str(version).len != 0;
}

/* Chart.yaml may stand anywhere in the list, so it is looked for first. */
static bool read_meta(Loader *loader, ChartFiles files)
{
    Ctx *cx = loader->cx;

    for (size_t i = 0; i < files.len; i++) {
        if (!str_eq(files.items[i].name, STR("Chart.yaml")))
            continue;
        if (loader->fields == NULL)
            loader->fields = map_new(cx->arena, 16);
        if (!chart_meta_read(cx, files.items[i].name, files.items[i].bytes,
                             loader->fields))
            return false;
        if (!has_api_version(loader->fields))
            map_set(loader->fields, STR("apiVersion"), val_from_str(STR("v1")));
    }
    return true;
}

static bool take_lock(Loader *loader, const ChartFile *file)
{
    return chart_meta_check_lock(loader->cx, file->name, file->bytes);
}

static bool take_values(Loader *loader, const ChartFile *file)
{
    return chart_read_values(loader->cx, file->name, file->bytes,
                             &loader->chart->values) ||
           err_wrap(loader->cx, source_pos_of_file(file->name),
                    "cannot load values.yaml");
}

static bool take_schema(Loader *loader, const ChartFile *file)
{
    loader->chart->schema = file->bytes.ptr == NULL ? STR("") : file->bytes;
    return true;
}

/* Helm logs `text` for a file of chart API v1 in a later one; in v1 the file
 * stays visible to templates. */
static void take_v1_file(Loader *loader, const ChartFile *file,
                         const char *text)
{
    Val version;

    if (loader->fields == NULL)
        loader->fields = map_new(loader->cx->arena, 16);
    if (map_get(loader->fields, STR("apiVersion"), &version) &&
        str_eq(val_str(version), STR("v1"))) {
        files_builder_add(&loader->files, file->name, file->bytes);
        return;
    }
    chart_log(loader->cx, "INFO", str_from_c(text), NULL, 0);
}

static bool take_requirements(Loader *loader, const ChartFile *file)
{
    take_v1_file(loader, file,
                 "Warning: Dependencies are handled in Chart.yaml since "
                 "apiVersion \"v2\". We recommend migrating dependencies to "
                 "Chart.yaml.");
    return chart_meta_read(loader->cx, file->name, file->bytes, loader->fields);
}

static bool take_requirements_lock(Loader *loader, const ChartFile *file)
{
    if (!take_lock(loader, file))
        return false;
    take_v1_file(loader, file,
                 "Warning: Dependency locking is handled in Chart.lock since "
                 "apiVersion \"v2\". We recommend migrating to Chart.lock.");
    return true;
}

typedef struct NamedFile {
    const char *name;
    bool (*take)(Loader *loader, const ChartFile *file);
} NamedFile;

static const NamedFile named_files[] = {
    {"Chart.lock",         take_lock             },
    {"values.yaml",        take_values           },
    {"values.schema.json", take_schema           },
    {"requirements.yaml",  take_requirements     },
    {"requirements.lock",  take_requirements_lock},
};

static bool is_manifest(Str name)
{
    Str ext = chart_path_ext(name);

    return str_eq_fold_ascii(ext, STR(".yaml")) ||
           str_eq_fold_ascii(ext, STR(".yml")) ||
           str_eq_fold_ascii(ext, STR(".json"));
}

static bool take_file(Loader *loader, const ChartFile *file)
{
    if (str_eq(file->name, STR("Chart.yaml")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(named_files); i++) {
        if (str_eq_c(file->name, named_files[i].name))
            return named_files[i].take(loader, file);
    }
    if (str_has_prefix(file->name, STR("templates/"))) {
        files_builder_add(&loader->templates, file->name, file->bytes);
    } else if (str_has_prefix(file->name, STR("charts/")) &&
               !str_eq(chart_path_ext(file->name), STR(".prov"))) {
        files_builder_add(&loader->below,
                          str_drop_prefix(file->name, STR("charts/")),
                          file->bytes);
    } else {
        files_builder_add(&loader->files, file->name, file->bytes);
        if (str_has_prefix(file->name, STR("crds/")) && is_manifest(file->name))
            files_builder_add(&loader->crds, file->name, file->bytes);
    }
    return true;
}

/* The files of `name` among those below charts/, that folder dropped. */
static ChartFiles files_of(Loader *loader, Str name)
{
    FilesBuilder files;

    files_builder_init(&files, loader->cx->arena);
    for (size_t i = 0; i < loader->below.len; i++) {
        const ChartFile *file = &loader->below.items[i];

        if (str_eq(first_element(file->name), name) &&
            file->name.len > name.len)
            files_builder_add(&files, drop_folder(file->name), file->bytes);
    }
    return files_builder_done(&files);
}

static bool load_packed(Loader *loader, const ChartFile *file, Str name,
                        const Chart **out)
{
    Ctx *cx = loader->cx;
    ChartFiles files;

    if (!str_eq(file->name, name))
        return fail(cx, ERR_CHART, source_pos_of_file(file->name),
                    "error unpacking subchart tar in %.*s: expected %.*s, got "
                    "%.*s",
                    STR_ARG(loader->chart->meta.name), STR_ARG(name),
                    STR_ARG(file->name));
    if (chart_source_tgz(cx, file->bytes, &files) &&
        chart_load_files(cx, files, out))
        return true;
    return err_wrap(cx, source_pos_of_file(file->name),
                    "error unpacking subchart %.*s in %.*s", STR_ARG(name),
                    STR_ARG(loader->chart->meta.name));
}

static bool load_folder(Loader *loader, Str name, const Chart **out)
{
    return chart_load_files(loader->cx, files_of(loader, name), out) ||
           err_wrap(loader->cx, source_pos_of_file(name),
                    "error unpacking subchart %.*s in %.*s", STR_ARG(name),
                    STR_ARG(loader->chart->meta.name));
}

/* The names directly below charts/, sorted; each with its first file. */
static Map *names_below(Loader *loader)
{
    Map *names = map_new(loader->cx->arena, 4);

    for (size_t i = 0; i < loader->below.len; i++) {
        Str name = first_element(loader->below.items[i].name);
        bool is_hidden =
            name.len != 0 && (*name.ptr == '_' || *name.ptr == '.');

        if (!is_hidden && map_find(names, name) == NULL)
            map_set(names, name, val_from_int((int64_t)i));
    }
    return names;
}

static bool load_subcharts(Loader *loader)
{
    const Map *names = names_below(loader);
    const Chart **charts =
        ARENA_ARRAY(loader->cx->arena, const Chart *, map_len(names));

    for (size_t i = 0; i < map_len(names); i++) {
        const MapEntry *entry = map_at(names, i);
        const ChartFile *first = &loader->below.items[val_int(entry->value)];
        bool is_packed = str_eq(chart_path_ext(entry->key), STR(".tgz"));

        /* Each subchart looks for its files among all of them. */
        if (!ctx_spend(loader->cx, loader->below.len))
            return false;
        if (is_packed ? !load_packed(loader, first, entry->key, &charts[i])
                      : !load_folder(loader, entry->key, &charts[i]))
            return false;
    }
    loader->chart->subcharts = charts;
    loader->chart->n_subcharts = map_len(names);
    return true;
}

static bool load(Loader *loader, ChartFiles files)
{
    Ctx *cx = loader->cx;
    Chart *chart = loader->chart;

    if (!read_meta(loader, files))
        return false;
    for (size_t i = 0; i < files.len; i++) {
        if (!take_file(loader, &files.items[i]))
            return false;
    }
    if (loader->fields == NULL)
        return fail_here(cx, ERR_CHART, "Chart.yaml file is missing");
    if (!chart_meta_finish(cx, loader->fields, &chart->meta))
        return false;
    chart->raw = files;
    chart->templates = files_builder_done(&loader->templates);
    chart->files = files_builder_done(&loader->files);
    chart->crds = files_builder_done(&loader->crds);
    return load_subcharts(loader);
}

bool chart_load_files(Ctx *cx, ChartFiles files, const Chart **out)
{
    Loader loader = {.cx = cx, .chart = ARENA_NEW(cx->arena, Chart)};
    bool ok;

    files_builder_init(&loader.templates, cx->arena);
    files_builder_init(&loader.files, cx->arena);
    files_builder_init(&loader.crds, cx->arena);
    files_builder_init(&loader.below, cx->arena);
    loader.chart->values = map_new(cx->arena, 0);
    if (!ctx_enter(cx))
        return false;
    ok = load(&loader, files);
    ctx_leave(cx);
    if (ok)
        *out = loader.chart;
    return ok;
}

/* Helm picks the loader by the chart's API version. */
static bool check_api_version(Ctx *cx, Str chart_yaml)
{
    Str version;

    if (!chart_meta_read_api_version(cx, chart_yaml, &version))
        return false;
    return version.len == 0 || str_eq(version, STR("v1")) ||
           str_eq(version, STR("v2")) || str_eq(version, STR("v3")) ||
           fail_here(cx, ERR_CHART, "unsupported chart version");
}

static bool load_dir(Ctx *cx, Str top, const Chart **out)
{
    Str chart_yaml = chart_path_join(cx->arena, top, STR("Chart.yaml"));
    Str text;
    ChartFiles files;

    if (!chart_disk_read(cx, chart_yaml, LIMIT_CHART_FILE, &text))
        return err_wrap(cx, source_pos_of_file(chart_yaml),
                        "unable to detect chart at %.*s", STR_ARG(chart_yaml));
    return check_api_version(cx, text) &&
           chart_source_dir(cx, top, text, &files) &&
           chart_load_files(cx, files, out);
}

/* A packed subchart that is no gzip file makes the whole archive look bad. */
static bool explain_archive(Ctx *cx, Str path)
{
    const Err *first = cx->err;
    Str details;

    while (first->cause != NULL)
        first = first->cause;
    if (!str_eq(first->msg, STR("gzip: invalid header")))
        return false;
    details = err_take(cx);
    return fail(cx, ERR_CHART, source_pos_of_file(path),
                "file '%.*s' does not appear to be a valid chart file "
                "(details: %.*s)",
                STR_ARG(path), STR_ARG(details));
}

static bool load_unpacked(Ctx *cx, Str path, ChartFiles files,
                          const Chart **out)
{
    for (size_t i = 0; i < files.len; i++) {
        if (!str_eq(files.items[i].name, STR("Chart.yaml")))
            continue;
        if (!check_api_version(cx, files.items[i].bytes))
            return false;
        return chart_load_files(cx, files, out) || explain_archive(cx, path);
    }
    return fail(cx, ERR_CHART, source_pos_of_file(path),
                "unable to detect chart version, no Chart.yaml found");
}

static bool load_archive(Ctx *cx, Str path, const Chart **out)
{
    Str archive;
    ChartFiles files;

    if (!chart_disk_read(cx, path, LIMIT_ARCHIVE, &archive) ||
        !chart_want_gzip(cx, path, archive))
        return false;
    if (!chart_source_tgz(cx, archive, &files)) {
        /* Helm keeps what was wrong with the archive to itself. */
        if (cx->err->kind != ERR_CHART)
            return false;
        err_take(cx);
        return fail(cx, ERR_CHART, source_pos_of_file(path),
                    "unable to load chart archive");
    }
    return load_unpacked(cx, path, files, out);
}

/* What Helm makes of a name that is no path: a chart of a repository, which
 * nobody has set up here. */
static bool fail_not_found(Ctx *cx, Str path)
{
    bool is_path = path.len != 0 && (*path.ptr == '/' || *path.ptr == '.');
    Buf quoted;

    buf_init(&quoted, cx->arena);
    val_add_quoted(&quoted, path, false);
    if (is_path)
        return fail(cx, ERR_IO, source_pos_of_file(path), "path %.*s not found",
                    STR_ARG(buf_str(&quoted)));
    if (str_contains(path, STR("://")))
        return fail(cx, ERR_IO, source_pos_of_file(path),
                    "cannot load %.*s: charts are read from folders and "
                    "archives only",
                    STR_ARG(path));
    if (str_contains(path, STR("/")))
        return fail(cx, ERR_IO, source_pos_of_file(path), "repo %.*s not found",
                    STR_ARG(first_element(path)));
    return fail(cx, ERR_IO, source_pos_of_file(path),
                "non-absolute URLs should be in form of "
                "repo_name/path_to_chart, got: %.*s",
                STR_ARG(path));
}

static bool is_built_in(Str path)
{
    return str_has_prefix(path, STR(CHART_BUILT_IN));
}

/* NULL when there is none of that name. */
static const EmbeddedChart *find_embedded(Str name)
{
    for (size_t i = 0; i < embedded_charts_len; i++) {
        if (str_eq(embedded_charts[i].name, name))
            return &embedded_charts[i];
    }
    return NULL;
}

bool chart_is_there(Ctx *cx, Str path)
{
    struct stat st;

    path = utf8_trim_space(path);
    return stat(arena_c_str(cx->arena, path), &st) == 0 ||
           (is_built_in(path) &&
            find_embedded(str_drop_prefix(path, STR(CHART_BUILT_IN))) != NULL);
}

bool chart_load_path(Ctx *cx, Str path, const Chart **out)
{
    struct stat st;
    Str top;

    path = utf8_trim_space(path);
    if (stat(arena_c_str(cx->arena, path), &st) != 0)
        return is_built_in(path)
                   ? chart_load_embedded(
                         cx, str_drop_prefix(path, STR(CHART_BUILT_IN)), out)
                   : fail_not_found(cx, path);
    if (!chart_path_abs(cx, path, &top))
        return false;
    return S_ISDIR(st.st_mode) ? load_dir(cx, top, out)
                               : load_archive(cx, top, out);
}

static bool fail_not_built_in(Ctx *cx, Str name)
{
    Buf names;

    buf_init(&names, cx->arena);
    for (size_t i = 0; i < embedded_charts_len; i++)
        buf_add_fmt(&names, "%s%.*s", i == 0 ? "" : ", ",
                    STR_ARG(embedded_charts[i].name));
    return fail(cx, ERR_IO, source_pos_of_file(name),
                "no chart %.*s is built in; there are %.*s", STR_ARG(name),
                STR_ARG(buf_str(&names)));
}

bool chart_load_embedded(Ctx *cx, Str name, const Chart **out)
{
    const EmbeddedChart *embedded =
        name.len == 0 ? &embedded_charts[0] : find_embedded(name);
    Chart *chart = ARENA_NEW(cx->arena, Chart);
    const Chart *loaded;

    assert(embedded_charts_len > 0);
    if (embedded == NULL)
        return fail_not_built_in(cx, name);
    if (!chart_load_files(cx, chart_source_embed(cx->arena, embedded), &loaded))
        return false;
    *chart = *loaded;
    chart->raw = (ChartFiles){embedded->files, embedded->len};
    chart->values = embedded->values->as.map;
    chart->schema_root = embedded->schema;
    *out = chart;
    return true;
}

bool chart_is_library(const Chart *chart)
{
    return str_eq_fold_ascii(chart->meta.type, STR("library"));
}
