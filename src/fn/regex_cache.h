/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_CACHE_H
#define OMNI_FN_REGEX_CACHE_H

#include "base/ctx.h"
#include "fn/regex_re2.h"
#include "fn/regex_simple.h"
#include "fn/regex_syntax.h"

typedef enum RegexCertainty {
    REGEX_UNASKED,
    REGEX_CERTAIN,
    REGEX_UNCERTAIN,
} RegexCertainty;

/*
 * The patterns that a run has compiled, for compiling costs far more than a
 * match does and charts use few patterns again and again.
 */
typedef struct RegexPattern {
    Str text; /* ptr NULL: no pattern */
    RegexSyntax syntax;
    const RegexSimple *simple; /* NULL: too much for it */
    RegexCertainty certainty;  /* of `simple` */
    RegexRe2 *re2;             /* the cache's own; NULL: not opened yet */
} RegexPattern;

/* `pattern`, good until the next call.  NULL after failing with "error parsing
 * regexp: ...: `...`". */
RegexPattern *regex_cache_get(Ctx *cx, Str pattern);

/* Whether regex_simple_find() serves for `pattern`. */
bool regex_cache_is_certain(RegexPattern *pattern);

/* Opens `pattern` for RE2; false after failing as above. */
bool regex_cache_open(Ctx *cx, RegexPattern *pattern) OMNI_CHECKED;

#endif
