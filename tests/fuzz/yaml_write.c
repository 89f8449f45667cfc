/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What is read from YAML and written is read again as the same, in both forms
 * that are written, but for what go-yaml's own writers lose: some line breaks
 * beyond ASCII, tabs and control characters, keys that look like a merge.
 */
#include "codec/yaml_write.h"
#include "codec/json.h"
#include "codec/yaml_read.h"
#include "support.h"
#include "value/compare.h"

typedef bool Write(Ctx *cx, Buf *buf, Val v);

static Str as_json(Fuzz *fuzz, Val v)
{
    Buf buf;

    buf_init(&buf, &fuzz->arena);
    fuzz_want(codec_write_json(&fuzz->cx, &buf, v, (JsonStyle){.indent = NULL}),
              "what comes from YAML can be JSON");
    return buf_str(&buf);
}

/* Reads `text` back; false when that fails. */
static bool read_back(Fuzz *fuzz, Str text, bool is_plain, Val *out)
{
    if (codec_read_yaml(&fuzz->cx, STR("y"), text, NULL, out))
        return true;
    if (!is_plain)
        return fuzz_failed(fuzz);
    return fuzz_want_ok(fuzz, false, "what is written can be read");
}

static bool can_be_kept(Str json)
{
    return fuzz_is_ascii(json) && !str_contains(json, STR("\\u")) &&
           !str_contains(json, STR("\\t")) &&
           !str_contains(json, STR("\"<<\":"));
}

static void check(Fuzz *fuzz, Write *write, Val v)
{
    Str json = as_json(fuzz, v);
    bool is_plain = can_be_kept(json);
    Buf buf;
    Val again;

    buf_init(&buf, &fuzz->arena);
    if (!write(&fuzz->cx, &buf, v)) {
        fuzz_failed(fuzz); /* a key is too long to be read back, as in Helm */
        return;
    }
    /* A minus in front of 0 is lost, which does not count. */
    if (read_back(fuzz, buf_str(&buf), is_plain, &again) && is_plain &&
        !val_deep_equal(&fuzz->cx, v, again))
        fuzz_want_same("what is read and what is read again", json,
                       as_json(fuzz, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz fuzz;
    Val v;

    fuzz_open(&fuzz, data, size);
    if (codec_read_yaml(&fuzz.cx, STR("y"), fuzz_take_rest(&fuzz), NULL, &v)) {
        check(&fuzz, codec_write_yaml, v);
        check(&fuzz, codec_write_yaml_pretty, v);
    } else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
