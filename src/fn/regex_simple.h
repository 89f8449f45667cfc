/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_SIMPLE_H
#define OMNI_FN_REGEX_SIMPLE_H

#include "base/arena.h"
#include "base/str.h"
#include "fn/regex_re2.h"

/*
 * Whether, and for most of them where, a small pattern is found in an ASCII
 * text.  Most patterns of charts and schemas are of this kind, and opening one
 * here costs a hundredth of what opening it in RE2 does.
 */
typedef struct RegexSimple RegexSimple;

/* `pattern`, which regex_syntax_read has accepted, in the arena.  NULL when it
 * is none of these: more than 63 characters and classes, counted as often as
 * they repeat, anything but ASCII, assertions other than "^" at the start and
 * "$" at the end, flags. */
const RegexSimple *regex_simple_new(Arena *arena, Str pattern);

/* Wants a text of ASCII alone. */
bool regex_simple_is_found(const RegexSimple *regex, Str text);

/* Whether a text has one way through the pattern at most, so that the longest
 * match at a place is the one that Go takes. */
bool regex_simple_is_certain(const RegexSimple *regex);

/* The first match at or after `from`, whose earlier bytes count as context.
 * Wants ASCII and a pattern that is certain; takes the square of the text's
 * length in time at its worst. */
bool regex_simple_find(const RegexSimple *regex, Str text, size_t from,
                       RegexSpan *out);

#endif
