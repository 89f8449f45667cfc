/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_INPUT_H
#define OMNI_VALUES_INPUT_H

#include "base/ctx.h"

/* What a path given to -f or --set-file leads to: a file, or standard input
 * for "-".  Helm takes a path for a URL first, so a path that no URL can be
 * fails as it does there; what lives in the network is refused.  ERR_LIMIT
 * past the limit on input. */
bool values_read_input(Ctx *cx, Str path, Str *out) OMNI_CHECKED;

#endif
