/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as YAML.  The reader of plain texts, where it takes a text at all,
 * gives what the reader of all texts gives.
 */
#include "codec/yaml_parse.h"
#include "codec/yaml_simple.h"
#include "support.h"
#include "value/compare.h"

/* The value that `root` stands for, or the error's text. */
static Val decode(Fuzz *fuzz, YamlNode *root)
{
    Val out;

    if (codec_yaml_decode(&fuzz->cx, STR("y"), root, NULL, &out))
        return out;
    fuzz->cx.depth = 0;
    return val_from_str(err_take(&fuzz->cx));
}

static void compare_readers(Fuzz *fuzz, Str text)
{
    YamlNode *simple = codec_yaml_simple(&fuzz->cx, text);
    YamlNode *full;
    YamlParse *parse;
    Val a;
    Val b;

    if (simple == NULL)
        return;
    parse = codec_yaml_parse_new(&fuzz->cx, STR("y"), text);
    if (!fuzz_want_ok(fuzz, codec_yaml_parse_document(parse, &full),
                      "both readers take it"))
        return;
    a = decode(fuzz, simple);
    b = decode(fuzz, full);
    fuzz_want(val_deep_equal(&fuzz->cx, a, b), "both readers agree");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const List *documents;
    Fuzz fuzz;
    Str text;
    Val v;

    fuzz_open(&fuzz, data, size);
    text = fuzz_take_rest(&fuzz);
    compare_readers(&fuzz, text);
    if (!codec_read_yaml(&fuzz.cx, STR("y"), text, NULL, &v))
        fuzz_failed(&fuzz);
    if (!codec_read_yaml_stream(&fuzz.cx, STR("y"), text, &documents))
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
