/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as YAML.  The reader of plain texts, where it takes a text at all,
 * gives what the reader of all texts gives.
 */
#include "codec/yaml_node.h"
#include "codec/yaml_parse.h"
#include "codec/yaml_simple.h"
#include "support.h"
#include "value/compare.h"

static void compare_readers(Fuzz *fuzz, Str text)
{
    YamlParse *parse;
    YamlNode *root;
    Val simple;
    Val full;

    if (!codec_yaml_simple(&fuzz->cx, text, NULL, &simple))
        return;
    parse = codec_yaml_parse_new(&fuzz->cx, STR("y"), text);
    if (!fuzz_want_ok(
            fuzz,
            codec_yaml_parse_document(parse, &root) &&
                codec_yaml_decode(&fuzz->cx, STR("y"), root, NULL, &full),
            "both readers take it"))
        return;
    fuzz_want(val_deep_equal(&fuzz->cx, simple, full), "both readers agree");
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
