/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values and a template that is executed with them.
 */
#include "codec/yaml_read.h"
#include "functions.h"
#include "tmpl/tmpl.h"
#include "value/map.h"

static bool run(Fuzz *fuzz, Buf *output)
{
    TmplExec exec = {.sink = {.buf = output}};
    Map *dot = map_new(&fuzz->arena, 1);
    const TmplFile *file;
    TmplSet *set;
    Val values;

    if (!codec_read_yaml(&fuzz->cx, STR("values.yaml"), fuzz_take(fuzz), NULL,
                         &values))
        return false;
    map_set(dot, STR("Values"), values);
    set = tmpl_set_new(&fuzz->arena, NULL);
    exec.set = set;
    exec.dot = val_from_map(dot);
    return tmpl_parse(&fuzz->cx, fuzz_functions(), STR("t"),
                      fuzz_take_rest(fuzz), &file) &&
           tmpl_set_add(&fuzz->cx, set, file) &&
           tmpl_execute(&fuzz->cx, &exec, STR("t"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Fuzz fuzz;
    Buf output;

    fuzz_open(&fuzz, data, size);
    buf_init(&output, &fuzz.arena);
    if (!run(&fuzz, &output))
        fuzz_failed(&fuzz);
    else
        fuzz_want(fuzz.cx.err == NULL, "a success leaves no error");
    fuzz_close(&fuzz);
    return 0;
}
