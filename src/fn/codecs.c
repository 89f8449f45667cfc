/* SPDX-License-Identifier: MPL-2.0 */
/*
 * YAML and JSON from templates.  Helm's own forms never fail: a writer answers
 * "" and a reader puts the error's text into what it returns.  Sprig's must
 * forms and toRawJson do fail.  A bound of the run is no such error: passing
 * it fails in every form.
 */
#include "codec/json.h"
#include "codec/toml.h"
#include "codec/yaml_read.h"
#include "codec/yaml_write.h"
#include "fn/arg.h"
#include "tmpl/fn.h"
#include "value/map.h"

static const JsonStyle compact_json = {.escape_html = true};
static const JsonStyle pretty_json = {.escape_html = true, .indent = "  "};
static const JsonStyle raw_json = {.escape_html = false};

/* The pending failure as a text; false when it is one of a bound. */
static bool take_error(Ctx *cx, Str *out)
{
    if (cx->err->kind == ERR_LIMIT)
        return false;
    *out = err_take(cx);
    return true;
}

/* The answer of a writer that has failed. */
static bool answer_nothing(Ctx *cx, Val *out)
{
    Str text;

    if (!take_error(cx, &text))
        return false;
    *out = val_from_str(STR_NONE);
    return true;
}

typedef bool YamlWriter(Ctx *cx, Buf *buf, Val v);

static bool write_yaml(const FnCall *call, YamlWriter *writer, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!writer(call->cx, &buf, call->args[0]))
        return false;
    *out = val_from_str(str_drop_suffix(buf_str(&buf), STR("\n")));
    return true;
}

/* toYaml VALUE */
static bool fn_to_yaml(const FnCall *call, Val *out)
{
    return write_yaml(call, codec_write_yaml, out) ||
           answer_nothing(call->cx, out);
}

/* toYamlPretty VALUE */
static bool fn_to_yaml_pretty(const FnCall *call, Val *out)
{
    return write_yaml(call, codec_write_yaml_pretty, out) ||
           answer_nothing(call->cx, out);
}

/* mustToYaml VALUE */
static bool fn_must_to_yaml(const FnCall *call, Val *out)
{
    return write_yaml(call, codec_write_yaml, out);
}

static bool write_json(const FnCall *call, JsonStyle style, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!codec_write_json(call->cx, &buf, call->args[0], style))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* toJson VALUE */
static bool fn_to_json(const FnCall *call, Val *out)
{
    return write_json(call, compact_json, out) || answer_nothing(call->cx, out);
}

/* toPrettyJson VALUE */
static bool fn_to_pretty_json(const FnCall *call, Val *out)
{
    return write_json(call, pretty_json, out) || answer_nothing(call->cx, out);
}

/* mustToJson VALUE */
static bool fn_must_to_json(const FnCall *call, Val *out)
{
    return write_json(call, compact_json, out);
}

/* mustToPrettyJson VALUE */
static bool fn_must_to_pretty_json(const FnCall *call, Val *out)
{
    return write_json(call, pretty_json, out);
}

/* toRawJson VALUE */
static bool fn_to_raw_json(const FnCall *call, Val *out)
{
    return write_json(call, raw_json, out);
}

/* encoding/json's word for a value that does not fit. */
static const char *json_kind(Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL: return "bool";
    case VAL_INT:
    case VAL_FLOAT: return "number";
    case VAL_STRING: return "string";
    case VAL_LIST: return "array";
    case VAL_MAP: return "object";
    case VAL_NIL:
    case VAL_HOST: break;
    }
    return "null";
}

static Str misfit_text(Arena *arena, Val v, GoType wanted)
{
    return arena_fmt(arena,
                     "json: cannot unmarshal %s into Go value of type "
                     "%.*s",
                     json_kind(v), STR_ARG(go_type_name(wanted)));
}

static Val error_map(Arena *arena, Str text)
{
    Map *map = map_new(arena, 1);

    map_set(map, STR("Error"), val_from_str(text));
    return val_from_map(map);
}

static Val error_list(Arena *arena, Str text)
{
    ListBuilder builder;

    list_builder_init(&builder, arena, 1);
    list_builder_add(&builder, val_from_str(text));
    return val_from_list(list_builder_done(&builder));
}

static Val error_value(Arena *arena, GoType wanted, Str text)
{
    return wanted == GO_MAP ? error_map(arena, text) : error_list(arena, text);
}

static bool read_yaml(const FnCall *call, GoType wanted, Val *out)
{
    Arena *arena = call->cx->arena;
    Str text;
    Val v;

    if (!codec_read_yaml(call->cx, STR_NONE, val_str(call->args[0]), NULL,
                         &v)) {
        if (!take_error(call->cx, &text))
            return false;
        *out = error_value(arena, wanted, text);
        return true;
    }
    if (val_is_nil(v))
        v = wanted == GO_MAP ? val_from_map(map_new(arena, 0))
                             : val_from_list(list_new(arena, NULL, 0));
    if (v.go_type != wanted) {
        text = misfit_text(arena, v, wanted);
        text = arena_fmt(arena,
                         "error unmarshaling JSON: while decoding JSON: %.*s",
                         STR_ARG(text));
        v = error_value(arena, wanted, text);
    }
    *out = v;
    return true;
}

/* fromYaml TEXT */
static bool fn_from_yaml(const FnCall *call, Val *out)
{
    return read_yaml(call, GO_MAP, out);
}

/* fromYamlArray TEXT */
static bool fn_from_yaml_array(const FnCall *call, Val *out)
{
    return read_yaml(call, GO_LIST, out);
}

/* What a JSON null becomes: unlike with YAML, nothing that could be set. */
static Val null_value(Arena *arena, GoType wanted)
{
    if (wanted != GO_MAP)
        return arg_nil_list(arena);
    return val_typed_nil(val_from_map(map_new(arena, 0)));
}

/* What becomes of `v`, in which a number is nil for being too large.  Go says
 * so only of numbers that it comes to store. */
static Val misfit_value(Arena *arena, GoType wanted, Val v, Str text)
{
    Val number = val_from_float(0);

    if (v.go_type != wanted)
        return error_value(
            arena, wanted,
            misfit_text(arena, val_is_nil(v) ? number : v, wanted));
    if (wanted == GO_LIST)
        return error_list(arena, text);
    map_set(val_map(v), STR("Error"), val_from_str(text));
    return v;
}

static bool read_json(const FnCall *call, GoType wanted, Val *out)
{
    Arena *arena = call->cx->arena;
    Str text;
    Val v;

    if (!codec_read_json_parts(call->cx, STR_NONE, val_str(call->args[0]), &v,
                               &text)) {
        if (!take_error(call->cx, &text))
            return false;
        *out = error_value(arena, wanted, text);
        return true;
    }
    if (text.len != 0) {
        *out = misfit_value(arena, wanted, v, text);
        return true;
    }
    if (val_is_nil(v))
        v = null_value(arena, wanted);
    else if (v.go_type != wanted)
        v = error_value(arena, wanted, misfit_text(arena, v, wanted));
    *out = v;
    return true;
}

/* fromJson TEXT */
static bool fn_from_json(const FnCall *call, Val *out)
{
    return read_json(call, GO_MAP, out);
}

/* fromJsonArray TEXT */
static bool fn_from_json_array(const FnCall *call, Val *out)
{
    return read_json(call, GO_LIST, out);
}

/* mustFromJson TEXT: any JSON value. */
static bool fn_must_from_json(const FnCall *call, Val *out)
{
    return codec_read_json(call->cx, STR_NONE, val_str(call->args[0]), out);
}

/* toToml VALUE: what cannot be written is answered with the reason. */
static bool fn_to_toml(const FnCall *call, Val *out)
{
    Str text;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (codec_write_toml(call->cx, &buf, call->args[0])) {
        *out = val_from_str(buf_str(&buf));
        return true;
    }
    /* A panic of the encoder fails the call. */
    if (call->cx->err->kind == ERR_CALL || !take_error(call->cx, &text))
        return false;
    *out = val_from_str(text);
    return true;
}

/* fromToml TEXT */
static bool fn_from_toml(const FnCall *call, Val *out)
{
    Str text;

    if (codec_read_toml(call->cx, STR_NONE, val_str(call->args[0]), out))
        return true;
    if (!take_error(call->cx, &text))
        return false;
    *out = error_map(call->cx->arena, text);
    return true;
}

static const FnDef defs[] = {
    {"fromJson",         "s", fn_from_json          },
    {"fromJsonArray",    "s", fn_from_json_array    },
    {"fromToml",         "s", fn_from_toml          },
    {"fromYaml",         "s", fn_from_yaml          },
    {"fromYamlArray",    "s", fn_from_yaml_array    },
    {"mustFromJson",     "s", fn_must_from_json     },
    {"mustToJson",       "a", fn_must_to_json       },
    {"mustToPrettyJson", "a", fn_must_to_pretty_json},
    {"mustToRawJson",    "a", fn_to_raw_json        },
    {"mustToYaml",       "a", fn_must_to_yaml       },
    {"toJson",           "a", fn_to_json            },
    {"toPrettyJson",     "a", fn_to_pretty_json     },
    {"toRawJson",        "a", fn_to_raw_json        },
    {"toToml",           "a", fn_to_toml            },
    {"toYaml",           "a", fn_to_yaml            },
    {"toYamlPretty",     "a", fn_to_yaml_pretty     },
};
const FnFamily fn_codecs = {"codecs", defs, ARRAY_LEN(defs)};
