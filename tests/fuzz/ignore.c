/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as .helmignore and as a glob of each dialect, and paths held against
 * it.
 */
#include "chart/ignore.h"

#include "render/glob.h"
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

/* A pattern that quotes each byte of a name matches that and nothing else. */
static void check_quoted(Fuzz *fuzz, Str path)
{
    Buf quoted;

    if (!fuzz_is_ascii(path))
        return;
    buf_init(&quoted, &fuzz->arena);
    for (size_t i = 0; i < path.len; i++) {
        buf_add_byte(&quoted, '\\');
        buf_add_byte(&quoted, path.ptr[i]);
    }
    fuzz_want(glob_matches(glob_new_file(&fuzz->arena, buf_str(&quoted)), path),
              "a quoted name matches itself in .Files.Glob");
    fuzz_want(glob_matches(glob_new_path(&fuzz->arena, buf_str(&quoted)), path),
              "a quoted name matches itself in --show-only");
}

static void check_globs(Fuzz *fuzz, Str pattern, Str paths)
{
    const Glob *of_files = glob_new_file(&fuzz->arena, pattern);
    const Glob *of_paths = glob_new_path(&fuzz->arena, pattern);
    Str all = fuzz->rest;

    fuzz->rest = paths;
    while (fuzz->rest.len > 0) {
        Str path = fuzz_take(fuzz);

        glob_matches(of_files, path);
        glob_matches(of_paths, path);
        check_quoted(fuzz, path);
    }
    fuzz->rest = all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const IgnoreRules *rules;
    bool is_match;
    Fuzz fuzz;
    Str text;

    fuzz_open(&fuzz, data, size);
    text = fuzz_take(&fuzz);
    if (text.len <= 200) {
        chart_glob_match(text, fuzz_copy(&fuzz, fuzz.rest), &is_match);
        check_globs(&fuzz, text, fuzz.rest);
    }
    if (chart_ignore_parse(&fuzz.cx, text, &rules)) {
        while (fuzz.rest.len > 0)
            check_path(&fuzz, rules, fuzz_take(&fuzz));
    } else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
