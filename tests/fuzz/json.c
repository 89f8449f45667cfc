/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as JSON.  What is read and written is read again as the same.
 */
#include "codec/json.h"

#include "support.h"
#include "value/compare.h"

static void check(Fuzz *fuzz, Val v, JsonStyle style)
{
    Buf buf;
    Val again;

    buf_init(&buf, &fuzz->arena);
    if (fuzz_want_ok(fuzz, codec_write_json(&fuzz->cx, &buf, v, style),
                     "what is read can be written") &&
        fuzz_want_ok(
            fuzz, codec_read_json(&fuzz->cx, STR("j"), buf_str(&buf), &again),
            "what is written can be read"))
        fuzz_want(val_deep_equal(&fuzz->cx, v, again),
                  "what is read again is the same");
}

static Val take_number(Ctx *cx, Str text)
{
    (void)cx;
    return val_from_str(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool is_cut;
    Fuzz fuzz;
    Str misfit;
    Str text;
    Val v;

    fuzz_open(&fuzz, data, size);
    text = fuzz_take_rest(&fuzz);
    if (codec_read_json(&fuzz.cx, STR("j"), text, &v)) {
        check(&fuzz, v, (JsonStyle){.escape_html = true});
        check(&fuzz, v, (JsonStyle){.indent = "  "});
    } else
        fuzz_failed(&fuzz);
    if (!codec_read_json_parts(&fuzz.cx, STR("j"), text, &v, &misfit))
        fuzz_failed(&fuzz);
    if (!codec_read_json_numbers(&fuzz.cx, text, take_number, &v, &is_cut))
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
