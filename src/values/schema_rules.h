/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_RULES_H
#define OMNI_VALUES_SCHEMA_RULES_H

#include "values/schema_check.h"

/* Makes the node's rules, if that is not done yet: what its dialect reads of
 * its keywords, in the order in which they are checked. */
void schema_rules_prepare(SchemaSet *set, SchemaNode *node);

#endif
