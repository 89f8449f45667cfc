/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_FETCH_H
#define OMNI_VALUES_SCHEMA_FETCH_H

#include "values/schema_doc.h"

/* The JSON document at `url`, an http or https URL whose text is `text`, by
 * the world's fetch.  Redirects are followed as Go does.  Fails with Helm's
 * words; without a fetch, with the name of the flag that allows it. */
bool schema_fetch(SchemaSet *set, Str text, SchemaUrl url,
                  Val *out) OMNI_CHECKED;

#endif
