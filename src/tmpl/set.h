/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_SET_H
#define OMNI_TMPL_SET_H

#include "tmpl/node.h"

/* tmpl_set_find with the name's str_hash at hand. */
const TmplTree *set_find(const TmplSet *set, Str name, uint64_t hash);

#endif
