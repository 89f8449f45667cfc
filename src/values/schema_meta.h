/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_META_H
#define OMNI_VALUES_SCHEMA_META_H

#include "values/schema_doc.h"

/* A vocabulary by the last word of its address, in the drafts that have it. */
typedef struct SchemaVocabularyName {
    const char *name;
    SchemaVocabulary vocabulary;
    int from;
    int until;
} SchemaVocabularyName;

extern const SchemaVocabularyName schema_vocabularies[];
extern const size_t schema_vocabularies_len;

/* The schema of schemas, or of one vocabulary, that is published at `url`. */
bool schema_meta_get(Ctx *cx, Str url, bool *is_found, Val *out) OMNI_CHECKED;

/* What schemas of that dialect are checked against. */
bool schema_meta_doc(SchemaSet *set, SchemaDialect dialect,
                     SchemaDoc **out) OMNI_CHECKED;

#endif
