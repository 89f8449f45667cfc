/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_ORIGIN_H
#define OMNI_VALUES_ORIGIN_H

#include "chart/chart.h"
#include "values/merge.h"

/*
 * Where a value was set.  Nothing is recorded while values are read and
 * merged; the sources are read again, with positions, when somebody asks.
 */
typedef enum OriginKind {
    ORIGIN_NONE,    /* nowhere: no source has the key */
    ORIGIN_FILE,    /* a values file of the user's */
    ORIGIN_FLAG,    /* a --set flag */
    ORIGIN_DEFAULT, /* values.yaml of a chart */
} OriginKind;

typedef struct OriginSources {
    const ValuesInput *inputs; /* with the files' bytes */
    size_t n_inputs;
    const Chart *chart; /* the top chart; NULL: no defaults */
} OriginSources;

typedef struct Origin {
    OriginKind kind;
    SourcePos pos; /* of the key; of a default below "CHART/values.yaml" */
    Str text;      /* the file */
    const ValuesInput *flag;
    bool is_item; /* `pos` is not of a key of that name: an item of a list */
} Origin;

/* The source that has the last word on the value at `path`, keys and decimal
 * indexes from the top of all values; an item of a list is where its first key
 * is, or the last key before it. */
Origin values_origin(Ctx *cx, const OriginSources *sources, const Str *path,
                     size_t n);

#endif
