/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_SYNTAX_H
#define OMNI_FN_REGEX_SYNTAX_H

#include "base/ctx.h"

/*
 * Go's regexp/syntax in Perl mode: what a pattern may say and how Go complains
 * about one.  An accepted pattern is written anew for RE2 with every literal
 * escaped and group names left out, so that the two engines cannot read it
 * differently.
 */
typedef struct RegexSyntax {
    Str re2;
    const Str *names; /* of the groups, from 1; names[0] is empty */
    size_t n_groups;  /* with the whole match, so at least 1 */
} RegexSyntax;

/* In the arena.  Fails with "error parsing regexp: ...: `...`". */
bool regex_syntax_read(Ctx *cx, Str pattern, RegexSyntax *out) OMNI_CHECKED;

/* That complaint for a pattern as a whole: false, always. */
bool regex_syntax_fail(Ctx *cx, const char *why, Str part);

#endif
