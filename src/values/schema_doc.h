/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_DOC_H
#define OMNI_VALUES_SCHEMA_DOC_H

#include "base/ctx.h"
#include "value/map.h"

/*
 * A schema document: the JSON value, the resources in it ($id), their anchors,
 * and where a reference leads.
 */
#define SCHEMA_DRAFT_4    4
#define SCHEMA_DRAFT_6    6
#define SCHEMA_DRAFT_7    7
#define SCHEMA_DRAFT_2019 2019
#define SCHEMA_DRAFT_2020 2020
#define SCHEMA_DRAFT_ANY  9999

typedef struct SchemaResource {
    Str url;     /* its base for references */
    Str pointer; /* where it stands in the document */
    Val root;
    int draft;
    Map *anchors; /* name to schema, as an index into SchemaDoc.anchored */
    Map *dynamic; /* those of $dynamicAnchor */
} SchemaResource;

typedef struct SchemaNode {
    const Map *schema;
    const SchemaResource *resource;
} SchemaNode;

typedef struct SchemaDoc {
    Str url;
    Val root;
    const SchemaResource *main;
    SchemaResource **resources;
    size_t n_resources;
    SchemaNode *nodes; /* sorted by address */
    size_t n_nodes;
} SchemaDoc;

/* Reads the resources of `root`, known as `url`.  Fails on a $schema that is
 * none of the drafts, on ids and anchors that are there twice. */
bool schema_doc_init(Ctx *cx, SchemaDoc *doc, Str url, Val root) OMNI_CHECKED;

/* The resource that `schema` belongs to; of a schema that is no subschema, the
 * document's own. */
const SchemaResource *schema_doc_resource(const SchemaDoc *doc, Val schema);
const SchemaResource *schema_doc_resource_of(const SchemaDoc *doc,
                                             const Map *schema);

/* The schema that `reference` means within `resource`.  Error in the
 * validator's words; whatever lies outside the document is refused. */
bool schema_doc_resolve(Ctx *cx, const SchemaDoc *doc,
                        const SchemaResource *resource, Str reference,
                        Val *out) OMNI_CHECKED;

/* The JSON pointer of a schema in the document. */
Str schema_doc_pointer(Ctx *cx, const SchemaDoc *doc, Val schema);

/* URL#POINTER, escaped as in a URL. */
Str schema_doc_location(Ctx *cx, const SchemaDoc *doc, Val schema);

/* How a keyword holds schemas, and from which draft on. */
typedef enum SchemaShape {
    SCHEMA_ONE,
    SCHEMA_LIST,
    SCHEMA_MAP,
    SCHEMA_ONE_OR_LIST,
} SchemaShape;

typedef struct SchemaHolder {
    const char *keyword;
    SchemaShape shape;
    int from;
    bool is_used; /* checks go into it, references apart */
} SchemaHolder;

extern const SchemaHolder schema_holders[];
extern const size_t schema_holders_len;

/* Calls `visit` for each schema that `keyword`'s value holds. */
typedef bool SchemaVisit(void *self, Val schema, Str pointer);
bool schema_holder_each(Arena *arena, const SchemaHolder *holder, Val held,
                        Str pointer, SchemaVisit *visit, void *self);

#endif
