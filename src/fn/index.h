/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_INDEX_H
#define OMNI_FN_INDEX_H

#include "tmpl/fn.h"

/* The families of this room, in the order of their names.  The builtins of the
 * template language and Helm's include, tpl, required and lookup are not among
 * them. */
extern const FnFamily *const fn_families[];
extern const size_t fn_families_len;

#endif
