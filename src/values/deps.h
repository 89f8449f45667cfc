/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_DEPS_H
#define OMNI_VALUES_DEPS_H

#include "chart/chart.h"

/*
 * What dependencies in Chart.yaml make of a chart tree, given the user's
 * values: aliases, conditions, tags, import-values (helm pkg/chart/v2/util,
 * ProcessDependencies).  It stands in this room because conditions are read
 * from coalesced values.
 */
typedef struct DepsOptions {
    /* Whether the version `version` meets `constraint`; false also when either
     * is malformed. */
    bool (*match)(Ctx *cx, Str constraint, Str version);
} DepsOptions;

/* The charts that take part, as a tree of their own: `chart` is unchanged and
 * shares what did not have to change.  Imported values are in the defaults of
 * the chart that imports them. */
bool values_process_dependencies(Ctx *cx, const Chart *chart, const Map *user,
                                 const DepsOptions *options,
                                 const Chart **out) OMNI_CHECKED;

/* Fails when a dependency of Chart.yaml is not there, with Helm's advice. */
bool values_check_dependencies(Ctx *cx, const Chart *chart) OMNI_CHECKED;

#endif
