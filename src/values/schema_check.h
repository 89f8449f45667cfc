/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_CHECK_H
#define OMNI_VALUES_SCHEMA_CHECK_H

#include "value/list.h"
#include "values/schema.h"
#include "values/schema_doc.h"
#include "values/schema_error.h"

/*
 * Checking a value against a schema: a walk over the schema as it was read.
 * One frame is one schema over one value; keywords are rows of a table
 * (schema_keywords.c).
 */
typedef struct SchemaChecker {
    Ctx *cx;
    const SchemaDoc *doc;
    const SchemaOptions *options;
    bool assert_formats; /* whatever the draft */
    size_t n_frames;     /* so far, bounded */
} SchemaChecker;

/* The properties (items) that no keyword has looked at yet, for
 * unevaluatedProperties (-Items); `flags` NULL: nobody asks. */
typedef struct SchemaOpen {
    bool *flags;
    size_t len;
    size_t n_open;
} SchemaOpen;

typedef struct SchemaFrame SchemaFrame;
struct SchemaFrame {
    SchemaChecker *checker;
    const SchemaFrame *parent;
    Val schema;
    const Map *keywords;
    const SchemaResource *resource;
    int draft;
    const char *reference; /* the keyword that led here, if it refers */
    Val value;
    const SchemaPlace *place;
    bool quiet; /* only whether, not what */
    SchemaErrors errors;
    SchemaOpen open;
};

/* What a frame says of a value: false only when the check itself failed, with
 * cx->err set. */
typedef bool SchemaKeywordCheck(SchemaFrame *frame, Val argument);

typedef enum SchemaStage {
    SCHEMA_FIRST, /* the first of these to find something ends the frame */
    SCHEMA_REFER, /* before 2019-09, all there is */
    SCHEMA_REST,
} SchemaStage;

#define SCHEMA_ANY_VALUE 0xff

typedef struct SchemaKeyword {
    Str name; /* empty: always */
    SchemaStage stage;
    int from;
    int until;
    unsigned kind; /* ValKind of the values it applies to */
    SchemaKeywordCheck *check;
} SchemaKeyword;

extern const SchemaKeyword schema_keywords[];
extern const size_t schema_keywords_len;

/* Checks a whole document of values: `*errors` empty when it is valid. */
bool schema_check(SchemaChecker *checker, Val schema, Val value,
                  SchemaErrors *errors) OMNI_CHECKED;

/* `schema` over the frame's own value, or over one inside it.  `*error` NULL:
 * valid.  `quiet` asks only whether it is. */
bool schema_check_self(SchemaFrame *frame, Val schema, bool quiet,
                       SchemaError **error) OMNI_CHECKED;
bool schema_check_inner(SchemaFrame *frame, Val schema, Val value, Str key,
                        SchemaError **error) OMNI_CHECKED;

/* schema_check_self or _inner, the finding going to the frame. */
bool schema_want_self(SchemaFrame *frame, Val schema) OMNI_CHECKED;
bool schema_want_inner(SchemaFrame *frame, Val schema, Val value,
                       Str key) OMNI_CHECKED;

/* The schema that the reference in keyword `name` leads to, over the frame's
 * value. */
bool schema_want_reference(SchemaFrame *frame, const char *name,
                           Val target) OMNI_CHECKED;

/* Adds a finding: always true. */
bool schema_find(SchemaFrame *frame, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool schema_find_str(SchemaFrame *frame, Str text);
bool schema_find_causes(SchemaFrame *frame, Str text,
                        const SchemaErrors *causes);

/* Marks a property or item as looked at. */
void schema_close(SchemaFrame *frame, size_t i);

/* JSON equality: numbers by value. */
bool schema_equal(Val a, Val b);

/* The keyword's value when it has the right kind. */
bool schema_get(const SchemaFrame *frame, const char *name, Val *out);

/* A check of format `name` on a text; true with `*problem` empty when it is
 * one, or nobody knows the format (schema_format.c). */
bool schema_format_check(SchemaFrame *frame, Str name, Str text,
                         Str *problem) OMNI_CHECKED;

#endif
