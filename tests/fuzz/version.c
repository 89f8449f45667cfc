/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A constraint and the versions that may meet it.  A version is what its own
 * text says, and is neither above nor below itself.
 */
#include "fn/version.h"

#include "support.h"

static void check_version(Fuzz *fuzz, const Version *version)
{
    Str text = version_text(&fuzz->arena, version);
    Version again;

    fuzz_want(version_parse(&fuzz->cx, text, &again), "its text is a version");
    fuzz_want(version_compare(version, &again) == 0,
              "its text is that version");
    fuzz_want_same("a version's text", text,
                   version_text(&fuzz->arena, &again));
}

static void check_meets(Fuzz *fuzz, Str constraint, Str text)
{
    Version version;
    bool from_version;
    bool from_text;

    if (!version_parse(&fuzz->cx, text, &version)) {
        fuzz_failed(fuzz);
        if (!version_text_meets(&fuzz->cx, text, constraint, &from_text))
            fuzz_failed(fuzz);
        return;
    }
    check_version(fuzz, &version);
    if (!version_meets(&fuzz->cx, &version, constraint, &from_version)) {
        fuzz_failed(fuzz);
        return;
    }
    if (fuzz_want_ok(
            fuzz, version_text_meets(&fuzz->cx, text, constraint, &from_text),
            "a text is checked as its version is"))
        fuzz_want(from_text == from_version,
                  "a version and its text meet the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str constraint;
    Version last = {0};
    Fuzz fuzz;

    fuzz_open(&fuzz, data, size);
    constraint = fuzz_take(&fuzz);
    while (fuzz.rest.len > 0) {
        Str text = fuzz_take(&fuzz);
        Version version;

        check_meets(&fuzz, constraint, text);
        if (!version_parse(&fuzz.cx, text, &version)) {
            fuzz_failed(&fuzz);
            continue;
        }
        fuzz_want((version_compare(&version, &last) > 0) ==
                      (version_compare(&last, &version) < 0),
                  "above one way is below the other");
        last = version;
    }
    fuzz_close(&fuzz);
    return 0;
}
