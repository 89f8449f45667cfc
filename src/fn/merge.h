/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_MERGE_H
#define OMNI_FN_MERGE_H

#include "base/ctx.h"
#include "value/val.h"

/*
 * dario.cat/mergo 1.0.1's Merge (`overwrite` false: what is empty in `dest` is
 * filled) and MergeWithOverwrite of two maps.  `dest` is changed; what it takes
 * over from `source` is shared, not copied.
 *
 * A pointer in `dest` and something else in `source` cannot be merged:
 * `*is_mixed` is set and the rest left out.  Fails with the panic of Go's
 * reflection when a typed map (map[string]string) gets what it cannot hold.
 */
bool fn_merge_maps(Ctx *cx, Val dest, Val source, bool overwrite,
                   bool *is_mixed) OMNI_CHECKED;

#endif
