/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_CACHE_H
#define OMNI_FN_REGEX_CACHE_H

#include "base/ctx.h"
#include "fn/regex_re2.h"
#include "fn/regex_syntax.h"

/*
 * The patterns that a run has compiled, for compiling costs far more than a
 * match does and charts use few patterns again and again.
 */
typedef struct RegexPattern {
    Str text;
    RegexSyntax syntax;
    RegexRe2 *re2; /* the cache's own */
} RegexPattern;

/* `pattern` compiled, good until the next call.  NULL after failing with
 * "error parsing regexp: ...: `...`". */
const RegexPattern *regex_cache_get(Ctx *cx, Str pattern);

#endif
