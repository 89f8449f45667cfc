/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_DOC_H
#define OMNI_VALUES_SCHEMA_DOC_H

#include "value/map.h"
#include "values/schema.h"
#include "values/schema_place.h"
#include "values/schema_url.h"

/*
 * Schema documents: their JSON values, the schemas in them, the resources
 * ($id) these belong to, and where a reference leads.
 */
#define SCHEMA_DRAFT_4    4
#define SCHEMA_DRAFT_6    6
#define SCHEMA_DRAFT_7    7
#define SCHEMA_DRAFT_2019 2019
#define SCHEMA_DRAFT_2020 2020
#define SCHEMA_DRAFT_ANY  9999

typedef enum SchemaVocabulary {
    SCHEMA_CORE = 1,
    SCHEMA_APPLICATOR = 2,
    SCHEMA_UNEVALUATED = 4,
    SCHEMA_VALIDATION = 8,
    SCHEMA_META_DATA = 16,
    SCHEMA_FORMAT = 32,
    SCHEMA_FORMAT_ASSERTION = 64,
    SCHEMA_CONTENT = 128,
} SchemaVocabulary;

typedef struct SchemaDialect {
    int draft;
    unsigned vocabularies; /* those of a $schema of its own; 0: the draft's */
} SchemaDialect;

/* Whether keywords of `vocabulary` count. */
bool schema_dialect_has(SchemaDialect dialect, SchemaVocabulary vocabulary);

typedef struct SchemaDoc SchemaDoc;
typedef struct SchemaNode SchemaNode;

typedef struct SchemaResource SchemaResource;
struct SchemaResource {
    SchemaDoc *doc;
    Str url;     /* its base for references */
    Str pointer; /* where it stands in the document */
    Val root;
    SchemaDialect dialect;
    Map *anchors; /* name to schema */
    Map *dynamic; /* those of $dynamicAnchor */
    Map *targets; /* reference to schema, of those that were followed */
    SchemaResource *next;
};

struct SchemaDoc {
    Str url;
    Val root;
    SchemaResource *main; /* the first of the resources */
    size_t n_resources;
    unsigned vocabularies; /* of a metaschema made for these; else 0 */
    SchemaDoc *next;
};

/* One schema: an object at a place where schemas are. */
struct SchemaNode {
    const Map *map;
    SchemaResource *resource;
    const struct SchemaRule *rules;
    uint32_t n_rules;
    bool is_prepared; /* the rules are there */
    bool is_queued;   /* by schema_compile */
    bool is_bare;     /* a $ref before 2019-09: what is beside does not count */
    /* For unevaluatedProperties (-Items) here or further out: */
    bool asks_properties;
    bool asks_items;
    bool sees_properties; /* all of them */
    size_t sees_items;    /* so many from the front */
};

/* All documents of a schema.  What a set holds is made where the context keeps
 * things: a later run may check its values with the same set. */
typedef struct SchemaSet {
    Ctx *cx; /* of the run at work */
    const SchemaOptions *options;
    SchemaDoc *docs;
    Map *loaded; /* documents as read, by URL */
    SchemaNode **slots;
    size_t n_slots;
    size_t n_nodes;
    /* Nobody walks a schema that is known to be in order and of one resource:
     * its nodes are made as they are asked for.  NULL: there was a walk. */
    SchemaResource *sole;
    struct SchemaRows *rows; /* of the keywords (schema_rules.c) */
    bool is_fleeting; /* a part is from outside: a later run reads it again */
} SchemaSet;

void schema_set_init(SchemaSet *set, Ctx *cx, const SchemaOptions *options);

/* The node of a schema; NULL for what is none (yet). */
SchemaNode *schema_set_node(SchemaSet *set, Val schema);

/* Finds the schemas of `root`, known as `url`.  Fails on a $schema that leads
 * nowhere, on ids and anchors that are there twice. */
bool schema_set_add(SchemaSet *set, Str url, Val root,
                    SchemaDoc **out) OMNI_CHECKED;

/* The same for the first document of a set, which was added and compiled
 * before, in another run, and is_plain then. */
bool schema_set_add_known(SchemaSet *set, Str url, Val root) OMNI_CHECKED;

/* True for a document of one resource and no anchors. */
bool schema_doc_is_plain(const SchemaDoc *doc);

/* The document of that URL, loaded if need be. */
bool schema_set_get(SchemaSet *set, Str url, SchemaDoc **out,
                    bool *is_new) OMNI_CHECKED;

typedef struct SchemaTarget {
    SchemaDoc *doc;
    Str pointer;
} SchemaTarget;

/* What `reference` means within `resource`.  Errors in the validator's words.
 * Whether something is at that place remains to be seen. */
bool schema_doc_resolve(SchemaSet *set, const SchemaResource *resource,
                        Str reference, SchemaTarget *out,
                        bool *is_new) OMNI_CHECKED;

typedef struct SchemaSpot {
    Val schema;
    const SchemaPlace *place;
    SchemaResource *resource; /* around it */
    bool is_known;            /* as a place where a schema is */
} SchemaSpot;

bool schema_doc_find(SchemaSet *set, const SchemaTarget *target,
                     SchemaSpot *out) OMNI_CHECKED;

/* Makes a schema of what is found at a place where none was known. */
bool schema_doc_extend(SchemaSet *set, SchemaDoc *doc,
                       SchemaSpot *spot) OMNI_CHECKED;

/* The JSON pointer of a schema in the document. */
Str schema_doc_pointer(Ctx *cx, const SchemaDoc *doc, const Map *schema);

/* URL#POINTER, escaped as in a URL. */
Str schema_doc_location(Ctx *cx, Str url, Str pointer);

#endif
