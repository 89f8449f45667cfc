/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_LOOKUP_H
#define OMNI_RENDER_LOOKUP_H

#include "base/ctx.h"
#include "value/map.h"

/*
 * The objects that `lookup` sees: what `kubectl get -o yaml|json` printed, as
 * single objects, streams and Lists.
 */
typedef struct Lookup Lookup;

/* Reads every source: a file, a folder (its .yaml, .yml and .json files, by
 * name), or "-" for standard input.  No source at all gives an empty
 * snapshot, in which nothing is ever found, as under `helm template`. */
bool lookup_read(Ctx *cx, const char *const *sources, size_t n,
                 const Lookup **out) OMNI_CHECKED;

/* What Helm's lookup answers (helm pkg/engine/lookup_func.go): the object; for
 * an empty `name` a List of that kind; an empty map when a named object is not
 * there, or when there is no snapshot at all. */
Map *lookup_find(Ctx *cx, const Lookup *lookup, Str api_version, Str kind,
                 Str namespace_, Str name);

#endif
