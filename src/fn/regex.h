/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_H
#define OMNI_FN_REGEX_H

#include "base/ctx.h"

/* Whether `pattern`, in Go's syntax, is found anywhere in `text`
 * (regexp.MatchString).  Fails with "error parsing regexp: ..." for a
 * malformed pattern. */
bool regex_is_found(Ctx *cx, Str pattern, Str text, bool *out) OMNI_CHECKED;

#endif
