/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as .helmignore, and paths held against it; any text as a glob.
 */
#include "chart/ignore.h"

#include "support.h"

static void check_path(Fuzz *fuzz, const IgnoreRules *rules, Str path)
{
    bool is;

    if (!chart_ignore_spend(&fuzz->cx, rules, path)) {
        fuzz_failed(fuzz);
        return;
    }
    is = chart_ignore_has(rules, path, false);
    fuzz_want(is == chart_ignore_has(rules, path, false),
              "a path is ignored or is not");
    chart_ignore_has(rules, path, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const IgnoreRules *rules;
    bool is_match;
    Fuzz fuzz;
    Str text;

    fuzz_open(&fuzz, data, size);
    text = fuzz_take(&fuzz);
    if (text.len <= 200)
        chart_glob_match(text, fuzz_copy(&fuzz, fuzz.rest), &is_match);
    if (chart_ignore_parse(&fuzz.cx, text, &rules)) {
        while (fuzz.rest.len > 0)
            check_path(&fuzz, rules, fuzz_take(&fuzz));
    } else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
