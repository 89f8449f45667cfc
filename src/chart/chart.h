/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_CHART_H
#define OMNI_CHART_CHART_H

#include "base/ctx.h"
#include "value/list.h"
#include "value/map.h"

/*
 * The model of a chart, as helm pkg/chart/v2 has it.  A loaded chart lives in
 * one arena, is immutable afterwards and may serve runs in several threads;
 * a run that changes anything (dependency conditions, values) works on copies.
 */
typedef struct ChartFile {
    Str name; /* relative to the chart's root, with '/' */
    Str bytes;
} ChartFile;

typedef struct ChartFiles {
    const ChartFile *items;
    size_t len;
} ChartFiles;

typedef struct ChartDependency {
    Str name;
    Str version;
    Str repository;
    Str condition;
    Str alias;
    const List *tags;          /* of strings */
    const List *import_values; /* as read */
} ChartDependency;

typedef struct ChartMeta {
    Str name;
    Str version;
    Str api_version;
    Str app_version;
    Str kube_version;
    Str type;
    bool deprecated;
    const ChartDependency *dependencies;
    size_t n_dependencies;
    /* Chart.yaml as read, checked against the metadata's field types. */
    Map *fields;
} ChartMeta;

typedef struct Chart Chart;
struct Chart {
    ChartMeta meta;
    ChartFiles templates; /* below templates/, Helm's load order */
    ChartFiles files;     /* everything else, for .Files */
    ChartFiles crds;      /* below crds/ */
    ChartFiles raw;       /* every file read, for `show` */
    Map *values;          /* values.yaml; empty map when there is none */
    Str schema;           /* values.schema.json; STR_NONE: none */
    const Chart *const *subcharts; /* charts/, in Helm's order */
    size_t n_subcharts;
    const Val *schema_root; /* what it says and known to be a plain schema
                             * (values_schema_is_plain), in a chart that the
                             * build has read; else NULL */
};

/* What a path begins with that names a built-in chart. */
#define CHART_BUILT_IN "builtin:"

/* Loads the folder or .tgz at `path` into `arena` (chart/load.c), or the
 * built-in chart that it names when there is no such file.  Errors are Helm's:
 * ERR_CHART, ERR_YAML below it. */
bool chart_load_path(Ctx *cx, Str path, const Chart **out) OMNI_CHECKED;

/* Whether there is anything at `path`, or a built-in chart of that name. */
bool chart_is_there(Ctx *cx, Str path);

/* The chart `name` that is built into the binary; the default for "". */
bool chart_load_embedded(Ctx *cx, Str name, const Chart **out) OMNI_CHECKED;

/* From a list of named files, which are borrowed: what all the others end in
 * (helm pkg/chart/loader LoadFiles). */
bool chart_load_files(Ctx *cx, ChartFiles files,
                      const Chart **out) OMNI_CHECKED;

/* An application chart, "" counting as one; a library chart renders nothing
 * itself. */
bool chart_is_library(const Chart *chart);

#endif
