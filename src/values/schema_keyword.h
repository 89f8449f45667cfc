/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_KEYWORD_H
#define OMNI_VALUES_SCHEMA_KEYWORD_H

#include "values/schema_check.h"

/* What the files of keywords share. */
static inline Arena *schema_arena(const SchemaFrame *frame)
{
    return frame->checker->set->cx->arena;
}

/* A keyword's argument as a count; false when it is none.  Go keeps the low 64
 * bits of one that is too large. */
bool schema_read_count(Val v, int64_t *out);

/* Finds "NAME: got GOT, want ARGUMENT" where that is so; always true. */
bool schema_want_at_least(SchemaFrame *frame, const char *name, size_t got,
                          Val argument);
bool schema_want_at_most(SchemaFrame *frame, const char *name, size_t got,
                         Val argument);

/* Keywords about what is inside objects and lists (schema_containers.c). */
SchemaKeywordCheck schema_check_min_properties;
SchemaKeywordCheck schema_check_max_properties;
SchemaKeywordCheck schema_check_min_items;
SchemaKeywordCheck schema_check_max_items;
SchemaKeywordCheck schema_check_required;
SchemaKeywordCheck schema_check_dependencies;
SchemaKeywordCheck schema_check_dependent_schemas;
SchemaKeywordCheck schema_check_dependent_required;
SchemaKeywordCheck schema_check_properties;
SchemaKeywordCheck schema_check_property_names;
SchemaKeywordCheck schema_check_unique_items;
SchemaKeywordCheck schema_check_items_before_2020;
SchemaKeywordCheck schema_check_items;
SchemaKeywordCheck schema_check_contains;
SchemaKeywordCheck schema_check_unevaluated_properties;
SchemaKeywordCheck schema_check_unevaluated_items;

#endif
