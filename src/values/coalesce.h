/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_COALESCE_H
#define OMNI_VALUES_COALESCE_H

#include "base/ctx.h"
#include "value/map.h"

/* One chart as coalescing sees it: a name, its defaults and what lies below.
 * render builds the tree, after dependency conditions. */
typedef struct ValuesChart ValuesChart;
struct ValuesChart {
    Str name;
    const Map *defaults;
    const ValuesChart *const *subcharts;
    size_t n_subcharts;
};

/* chartutil.CoalesceValues (helm pkg/chart/common/util/coalesce.go): `user`
 * over the chart's defaults, null deleting, globals copied down, each
 * subchart's values under its name.  A new map; nothing given is changed.
 * Warnings, as Helm logs them, go to ctx_warn. */
bool values_coalesce(Ctx *cx, const ValuesChart *chart, const Map *user,
                     Map **out) OMNI_CHECKED;

/* The same in `user` itself, for who needs it no more.  Wants no map of it at
 * two places. */
bool values_coalesce_into(Ctx *cx, const ValuesChart *chart,
                          Map *user) OMNI_CHECKED;

/* chartutil.MergeValues: the same, but a null stays where it is. */
bool values_coalesce_keeping_nulls(Ctx *cx, const ValuesChart *chart,
                                   const Map *user, Map **out) OMNI_CHECKED;

/* chartutil.MergeTables: what `into` does not have of `from` is added to it,
 * maps merged recursively; a null counts as a value.  `from` may be changed:
 * the two share what is only in one of them. */
bool values_merge_tables(Ctx *cx, Map *into, Map *from) OMNI_CHECKED;

#endif
