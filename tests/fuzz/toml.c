/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as TOML or, behind a byte that says so, as YAML.  What is read and
 * written as TOML is read again, and then written as the same.
 */
#include "codec/toml.h"

#include "codec/yaml_read.h"
#include "support.h"

/* False when TOML cannot be made of `v`, which has a reason. */
static bool write(Fuzz *fuzz, Val v, Str *out)
{
    Buf buf;

    buf_init(&buf, &fuzz->arena);
    if (!codec_write_toml(&fuzz->cx, &buf, v))
        return fuzz_failed(fuzz);
    *out = buf_str(&buf);
    return true;
}

/* Writes a map, reads that and gives what was written. */
static bool go_round(Fuzz *fuzz, Val *v, Str *out)
{
    return val_kind(*v) == VAL_MAP && write(fuzz, *v, out) &&
           fuzz_want_ok(fuzz, codec_read_toml(&fuzz->cx, STR("t"), *out, v),
                        "what is written can be read");
}

/* A null leaves a comma where it was, and no more than that. */
static void check(Fuzz *fuzz, Val v, bool is_yaml)
{
    Str first;
    Str second;

    if ((!is_yaml || go_round(fuzz, &v, &first)) &&
        go_round(fuzz, &v, &first) && write(fuzz, v, &second))
        fuzz_want_same("what is written and written again", first, second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool is_yaml;
    Fuzz fuzz;
    Val v;
    Str text;

    fuzz_open(&fuzz, data, size);
    is_yaml = fuzz_take_byte(&fuzz) == 1;
    text = fuzz_take_rest(&fuzz);
    if (is_yaml ? codec_read_yaml(&fuzz.cx, STR("t"), text, NULL, &v)
                : codec_read_toml(&fuzz.cx, STR("t"), text, &v))
        check(&fuzz, v, is_yaml);
    else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
