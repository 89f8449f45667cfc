/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_H
#define OMNI_VALUES_SCHEMA_H

#include "chart/chart.h"

/*
 * values.schema.json: JSON Schema drafts 4, 6, 7, 2019-09 and 2020-12 as Helm's
 * validator (santhosh-tekuri/jsonschema v6) sees them.  A schema is checked
 * against its metaschema first.  References lead to metaschemas, files and
 * urns, and to what the run's world fetches.
 */
typedef struct SchemaOptions {
    /* Whether `pattern`, in Go's syntax, is found anywhere in `text`; false
     * with cx->err set ("error parsing regexp: ...") for a malformed one. */
    bool (*match)(Ctx *cx, Str pattern, Str text, bool *matched);
    /* Whether `text` is an IP address; fails as Go's netip.ParseAddr does. */
    bool (*check_address)(Ctx *cx, Str text, bool *is_v4);
} SchemaOptions;

/* Whether `root` is a schema, and one of a single resource without anchors.
 * Fails as a check of values would for what is none. */
bool values_schema_is_plain(Ctx *cx, Val root, const SchemaOptions *options,
                            bool *out) OMNI_CHECKED;

/* Checks coalesced `values` against the schemas of `chart` and of all charts
 * below it.  Error: ERR_SCHEMA, one text for all charts, in Helm's words;
 * its parts are the findings, each with the folder of the chart for its
 * position and a place, whose ptr is NULL for what is wrong with a schema. */
bool values_check_schema(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options) OMNI_CHECKED;

#endif
