/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_RE2_H
#define OMNI_FN_REGEX_RE2_H

#include <stdbool.h>
#include <stddef.h>

/*
 * RE2 behind C linkage: one compiled pattern, leftmost-first, in time linear
 * in the text.  The pattern comes from regex_syntax, which has already said
 * no to whatever Go refuses.
 */
#ifdef __cplusplus
extern "C" {
#endif

typedef struct RegexRe2 RegexRe2;

/* A stretch of the text; `from` SIZE_MAX: the group took no part. */
typedef struct RegexSpan {
    size_t from;
    size_t to;
} RegexSpan;

/* NULL when RE2 refuses the pattern.  The caller closes it; closing NULL does
 * nothing. */
RegexRe2 *regex_re2_open(const char *pattern, size_t len);
void regex_re2_close(RegexRe2 *regex);

/* The number of instructions the pattern was compiled to. */
size_t regex_re2_size(const RegexRe2 *regex);

/* The first match at or after `from`, in a text of valid UTF-8 whose earlier
 * bytes count as context.  Fills `spans`, the whole match first. */
bool regex_re2_match(const RegexRe2 *regex, const char *text, size_t len,
                     size_t from, RegexSpan *spans, size_t n_spans);

#ifdef __cplusplus
}
#endif

#endif
