/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_CHECK_H
#define OMNI_VALUES_SCHEMA_CHECK_H

#include "value/list.h"
#include "values/schema_doc.h"
#include "values/schema_error.h"

/*
 * Checking a value against a schema.  One frame is one schema over one value;
 * keywords are rows of a table (schema_keywords.c), and what a schema has of
 * them is made its rules when it is first used.
 */
typedef struct SchemaChecker {
    SchemaSet *set;
    /* The document whose schemas are checked against their metaschemas; NULL
     * for a check of values.  With it all formats are asserted. */
    const SchemaDoc *meta_for;
    size_t n_frames; /* so far, bounded */
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
    SchemaNode *node;        /* NULL: the schema is no object */
    const SchemaNode *scope; /* the same, but for a change of metaschema */
    const SchemaNode *meta;  /* the top of the metaschema at work */
    const Map *keywords;
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
    Str name;
    SchemaStage stage;
    SchemaVocabulary vocabulary;
    int from;
    int until;
    unsigned kind; /* ValKind of the values it applies to; numbers: VAL_FLOAT */
    SchemaKeywordCheck *check; /* neighbours with the same one run once */
} SchemaKeyword;

extern const SchemaKeyword schema_keywords[];
extern const size_t schema_keywords_len;

typedef struct SchemaRule {
    const SchemaKeyword *keyword;
    Val argument;
} SchemaRule;

/* Checks a whole document of values: `*errors` empty when it is valid. */
bool schema_check(SchemaChecker *checker, Val schema, Val value,
                  SchemaErrors *errors) OMNI_CHECKED;

/* `schema` over the frame's own value, or over one inside it.  `*error` NULL:
 * valid.  `quiet` asks only whether it is. */
bool schema_check_self(SchemaFrame *frame, Val schema, bool quiet,
                       SchemaError **error) OMNI_CHECKED;
bool schema_check_item(SchemaFrame *frame, Val schema, Val value, size_t index,
                       SchemaError **error) OMNI_CHECKED;

/* The finding going to the frame. */
bool schema_want_self(SchemaFrame *frame, Val schema) OMNI_CHECKED;
bool schema_want_property(SchemaFrame *frame, Val schema, Val value,
                          Str key) OMNI_CHECKED;
bool schema_want_item(SchemaFrame *frame, Val schema, Val value,
                      size_t index) OMNI_CHECKED;

/* The schema that the reference in keyword `name` leads to, over the frame's
 * value. */
bool schema_want_reference(SchemaFrame *frame, const char *name,
                           Val target) OMNI_CHECKED;

/* Adds a finding: always true. */
bool schema_find(SchemaFrame *frame, const char *format, ...)
    __attribute__((cold, format(printf, 2, 3)));
bool schema_find_str(SchemaFrame *frame, Str text);
bool schema_find_causes(SchemaFrame *frame, Str text,
                        const SchemaErrors *causes);

/* Marks a property or item as looked at. */
void schema_close(SchemaFrame *frame, size_t i);

/* JSON equality: numbers by value. */
bool schema_equal(Arena *arena, Val a, Val b);

/* The keyword's argument. */
bool schema_get(const SchemaFrame *frame, const char *name, Val *out);

/* A check of format `name` on a text; true with `*problem` empty when it is
 * one, or nobody knows the format (schema_format.c). */
bool schema_format_check(SchemaFrame *frame, Str name, Str text,
                         Str *problem) OMNI_CHECKED;

#endif
