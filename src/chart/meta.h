/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_META_H
#define OMNI_CHART_META_H

#include "chart/chart.h"

/*
 * Chart.yaml: read into the Go types of helm's chart.Metadata, checked and
 * cleaned.  requirements.yaml is read into the same fields.
 */

/* Reads `text`, the file `name`, over what `fields` holds.  Keys in `fields`
 * are the metadata's JSON names, whatever case the file has them in; unknown
 * keys are dropped.  Errors as sigs.k8s.io/yaml words them. */
bool chart_meta_read(Ctx *cx, Str name, Str text, Map *fields) OMNI_CHECKED;

/* Only the apiVersion of Chart.yaml, as Helm first looks at it (with its
 * errors); STR_NONE when there is none. */
bool chart_meta_read_api_version(Ctx *cx, Str text, Str *out) OMNI_CHECKED;

/* Checks that Chart.lock or requirements.lock is one. */
bool chart_meta_check_lock(Ctx *cx, Str name, Str text) OMNI_CHECKED;

/* The metadata that `fields` describe, cleaned of control characters and
 * checked (Metadata.Validate).  Errors are "validation: ...". */
bool chart_meta_finish(Ctx *cx, Map *fields, ChartMeta *out) OMNI_CHECKED;

/* The dependencies that `fields` list. */
void chart_meta_read_dependencies(Arena *arena, const Map *fields,
                                  ChartMeta *out);

/* What sigs.k8s.io/yaml makes of a scalar where Go wants a string: its text,
 * "" for a null.  Integers must have been kept apart from floats.  False for a
 * list or a map. */
bool chart_scalar_text(Arena *arena, Val v, Str *out);

/* What encoding/json calls a value in its messages: "object", "array". */
const char *chart_json_kind(Val v);

/* Whether Masterminds/semver would read `s` as a version: v1, 1.2, 1.2.3-a+b.
 */
bool chart_is_version(Str s);

#endif
