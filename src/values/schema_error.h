/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_ERROR_H
#define OMNI_VALUES_SCHEMA_ERROR_H

#include "values/schema_place.h"

/*
 * What a schema has against a value: a tree of findings, as the validator's
 * text output shows it.
 */

typedef enum SchemaErrorKind {
    SCHEMA_ERROR_PLAIN,
    SCHEMA_ERROR_GROUP,     /* several findings of one schema */
    SCHEMA_ERROR_REFERENCE, /* of the schema a reference leads to */
} SchemaErrorKind;

typedef struct SchemaError SchemaError;
struct SchemaError {
    SchemaErrorKind kind;
    const SchemaPlace *place;
    Str text;
    SchemaError *causes;
    size_t n_causes;
    SchemaError *next; /* of the same schema or cause */
};

/* A list of findings in order. */
typedef struct SchemaErrors {
    SchemaError *first;
    SchemaError *last;
    size_t len;
} SchemaErrors;

void schema_errors_add(SchemaErrors *errors, SchemaError *error);

/* `place` is copied. */
SchemaError *schema_error_new(Arena *arena, const SchemaPlace *place, Str text,
                              const SchemaErrors *causes);

/* The findings of one schema as one: NULL for none. */
SchemaError *schema_errors_group(Arena *arena, const SchemaErrors *errors,
                                 const SchemaPlace *place);

/* The causes of a group, else the error itself, as a list. */
SchemaErrors schema_error_causes(SchemaError *error);

/* The tree, one line each finding, each line with its newline in front. */
void schema_errors_print(Buf *buf, const SchemaErrors *errors, size_t indent);

/* "'s'" as the validator quotes. */
void schema_add_quoted(Buf *buf, Str s);

#endif
