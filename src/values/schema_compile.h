/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_COMPILE_H
#define OMNI_VALUES_SCHEMA_COMPILE_H

#include "values/schema_doc.h"

/* Checks the document of a schema against its metaschema, and all that its
 * references lead to, in the order in which the validator compiles.  Errors in
 * its words. */
bool schema_compile(SchemaSet *set, SchemaDoc *doc) OMNI_CHECKED;

/* The schema that a reference within the resource leads to. */
bool schema_compile_link(SchemaSet *set, SchemaResource *resource,
                         Str reference, Val *out) OMNI_CHECKED;

#endif
