/* SPDX-License-Identifier: MPL-2.0 */
/*
 * User-supplied values in Helm's order: all files, then each kind of flag as a
 * whole, whatever their order on the command line.  A JSON object given to
 * --set-json merges as a file does; everything else is the --set grammar.
 */
#include "values/merge.h"

#include "base/utf8.h"
#include "chart/values_yaml.h"
#include "codec/json.h"
#include "values/input.h"

static bool merge_file(Ctx *cx, ValuesInput *input, Map **values)
{
    Map *map;

    if (input->kind == VALUES_FILE &&
        !values_read_input(cx, input->text, &input->bytes))
        return false;
    if (input->bytes.len > cx->limits->input)
        return ctx_fail_limit(cx, LIMIT_INPUT);
    if (!chart_read_values(cx, input->text, input->bytes, &map))
        return err_wrap(cx, source_pos_of_file(input->text),
                        "failed to parse %.*s", STR_ARG(input->text));
    *values = chart_merge_maps(cx->arena, *values, map);
    return true;
}

const char *values_flag_name(ValuesKind kind)
{
    static const char *const names[] = {
        [VALUES_SET] = "--set",
        [VALUES_SET_JSON] = "--set-json",
        [VALUES_SET_STRING] = "--set-string",
        [VALUES_SET_FILE] = "--set-file",
        [VALUES_SET_LITERAL] = "--set-literal",
    };

    return names[kind];
}

/* A flag's failure is where the flag is. */
static SourcePos pos_of_flag(Ctx *cx, ValuesKind kind, Str text)
{
    return source_pos_of_file(
        arena_fmt(cx->arena, "%s %.*s", values_flag_name(kind), STR_ARG(text)));
}

/* Helm says nothing of what is wrong with the JSON. */
static bool fail_json(Ctx *cx, const char *what, Str text)
{
    if (cx->err->kind == ERR_LIMIT)
        return err_wrap(cx, pos_of_flag(cx, VALUES_SET_JSON, text),
                        "failed parsing --set-json data");
    err_take(cx);
    return fail(cx, ERR_FLAG, pos_of_flag(cx, VALUES_SET_JSON, text),
                "failed parsing --set-json data %s%.*s", what, STR_ARG(text));
}

static bool merge_json_object(Ctx *cx, Str text, Map **values)
{
    Val object;

    if (!codec_read_json(cx, STR("--set-json"), utf8_trim_space(text), &object))
        return fail_json(cx, "JSON: ", text);
    *values = chart_merge_maps(cx->arena, *values, val_map(object));
    return true;
}

static bool merge_flag(Ctx *cx, const ValuesInput *input, Map **values)
{
    if (input->kind == VALUES_SET_JSON) {
        Str text = utf8_trim_space(input->text);

        if (text.len != 0 && *text.ptr == '{')
            return merge_json_object(cx, input->text, values);
        return values_set(cx, input->kind, input->text, *values) ||
               fail_json(cx, "", input->text);
    }
    return values_set(cx, input->kind, input->text, *values) ||
           err_wrap(cx, pos_of_flag(cx, input->kind, input->text),
                    "failed parsing %s data", values_flag_name(input->kind));
}

static bool merge_kind(Ctx *cx, const ValuesInput *inputs, size_t n,
                       ValuesKind kind, Map **values)
{
    for (size_t i = 0; i < n; i++) {
        if (inputs[i].kind == kind && !merge_flag(cx, &inputs[i], values) &&
            !err_collect(cx))
            return false;
    }
    return true;
}

bool values_merge(Ctx *cx, ValuesInput *inputs, size_t n, Map **out)
{
    static const ValuesKind order[] = {VALUES_SET_JSON, VALUES_SET,
                                       VALUES_SET_STRING, VALUES_SET_FILE,
                                       VALUES_SET_LITERAL};
    Map *values = map_new(cx->arena, 8);

    for (size_t i = 0; i < n; i++) {
        bool is_file =
            inputs[i].kind == VALUES_FILE || inputs[i].kind == VALUES_BYTES;

        if (is_file && !merge_file(cx, &inputs[i], &values) && !err_collect(cx))
            return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (!merge_kind(cx, inputs, n, order[i], &values))
            return false;
    }
    *out = values;
    return err_settle(cx);
}
