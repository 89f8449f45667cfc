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

static void check(Fuzz *fuzz, Val v)
{
    Str first;
    Str second;

    if (!write(fuzz, v, &first))
        return;
    if (val_kind(v) != VAL_MAP)
        return;
    if (fuzz_want_ok(fuzz, codec_read_toml(&fuzz->cx, STR("t"), first, &v),
                     "what is written can be read") &&
        write(fuzz, v, &second))
        fuzz_want_same("what is written and written again", first, second);
}

static bool read(Fuzz *fuzz, Val *out)
{
    bool is_yaml = fuzz_take_byte(fuzz) == 1;
    Str text = fuzz_take_rest(fuzz);

    return is_yaml ? codec_read_yaml(&fuzz->cx, STR("t"), text, NULL, out)
                   : codec_read_toml(&fuzz->cx, STR("t"), text, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz fuzz;
    Val v;

    fuzz_open(&fuzz, data, size);
    if (read(&fuzz, &v))
        check(&fuzz, v);
    else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
