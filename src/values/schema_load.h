/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_LOAD_H
#define OMNI_VALUES_SCHEMA_LOAD_H

#include "values/schema_doc.h"

/* JSON as the validator reads it: numbers keep their text. */
bool schema_read_json(Ctx *cx, Str text, Val *out) OMNI_CHECKED;

/* The document at `url`: a metaschema, a file, anything for a urn, an answer
 * over HTTP where that is allowed. */
bool schema_load(SchemaSet *set, Str url, Val *out) OMNI_CHECKED;

/* The draft that `map`, at `at` in `doc`, asks for with $schema; `fallback`
 * when it asks for none. */
bool schema_load_draft(SchemaSet *set, const SchemaDoc *doc,
                       const SchemaPlace *at, const Map *map, int fallback,
                       int *out) OMNI_CHECKED;

/* The vocabularies that the $schema of `map` demands; 0 for those of the
 * draft. */
bool schema_load_vocabularies(SchemaSet *set, const Map *map, int draft,
                              unsigned *out) OMNI_CHECKED;

/* The text that `key` has; STR_NONE: it has none. */
Str schema_text_of(const Map *map, const char *key);

#endif
