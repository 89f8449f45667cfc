/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_MERGE_H
#define OMNI_VALUES_MERGE_H

#include "base/ctx.h"
#include "value/map.h"

/*
 * What the user supplies, in Helm's precedence (helm pkg/cli/values,
 * Options.MergeValues): values files in order, then --set-json, --set,
 * --set-string, --set-file, --set-literal.
 */
typedef enum ValuesKind {
    VALUES_FILE, /* text is a path, "-" standard input */
    VALUES_SET_JSON,
    VALUES_SET,
    VALUES_SET_STRING,
    VALUES_SET_FILE,
    VALUES_SET_LITERAL,
    VALUES_BYTES /* a document in memory; text is its label */
} ValuesKind;

typedef struct ValuesInput {
    ValuesKind kind;
    Str text;
    Str bytes; /* of a VALUES_FILE once it is read */
} ValuesInput;

/* "--set" and the like; NULL for what is no flag. */
const char *values_flag_name(ValuesKind kind);

/* The merged user values, a new map in the arena.  A null stays in it: it
 * deletes a default later, in values_coalesce.  Errors as Helm words them
 * ("failed parsing --set data: key map \"a\" has no value").  Files and flags
 * are independent failures to err_collect. */
bool values_merge(Ctx *cx, ValuesInput *inputs, size_t n,
                  Map **out) OMNI_CHECKED;

/* One --set style text applied to `into` (helm pkg/strvals). */
bool values_set(Ctx *cx, ValuesKind kind, Str text, Map *into) OMNI_CHECKED;

#endif
