/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A pattern and a text.  What Go's syntax allows RE2 takes, and the matcher of
 * small patterns finds what RE2 finds.
 */
#include "fn/regex.h"

#include "fn/regex_re2.h"
#include "fn/regex_simple.h"
#include "fn/regex_syntax.h"
#include "support.h"

static void compare(Fuzz *fuzz, Str pattern, Str text)
{
    const RegexSimple *simple = regex_simple_new(&fuzz->arena, pattern);
    RegexSyntax syntax;
    RegexSpan span;
    RegexRe2 *re2;
    bool is_found;

    if (simple == NULL || !fuzz_is_ascii(text))
        return;
    fuzz_want(regex_syntax_read(&fuzz->cx, pattern, &syntax),
              "a pattern is one both times");
    re2 = regex_re2_open(syntax.re2.ptr, syntax.re2.len);
    fuzz_want(re2 != NULL, "RE2 takes a small pattern");
    is_found = regex_re2_match(re2, text.ptr, text.len, 0, &span, 1);
    regex_re2_close(re2);
    fuzz_want(regex_simple_is_found(simple, text) == is_found,
              "both matchers find the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RegexSyntax syntax;
    Str pattern;
    bool is_found;
    Fuzz fuzz;
    Str text;

    fuzz_open(&fuzz, data, size);
    pattern = fuzz_take(&fuzz);
    text = fuzz_take_rest(&fuzz);
    if (pattern.len > fuzz_limits.pattern ||
        !regex_syntax_read(&fuzz.cx, pattern, &syntax)) {
        if (pattern.len <= fuzz_limits.pattern)
            fuzz_failed(&fuzz);
    } else
        compare(&fuzz, pattern, text);
    if (!regex_is_found(&fuzz.cx, pattern, text, &is_found))
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
