/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A tree of YAML nodes to a value: go-yaml's decoder into interface {}, then
 * sigs.k8s.io/yaml's way through JSON.  Aliases are decoded anew each time, so
 * that no two places of the result share a map.
 */
#include "codec/yaml_node.h"

#include <math.h>

#include "base/num.h"
#include "base/utf8.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/yaml_resolve.h"
#include "codec/yaml_text.h"
#include "value/list.h"
#include "value/map.h"

/* go-yaml's bounds on how much of a document may come from aliases. */
#define ALIAS_FREE        100u
#define DECODE_FREE       1000u
#define ALIAS_RATIO_LOW   400000.0
#define ALIAS_RATIO_HIGH  4000000.0
#define ALIAS_RATIO_SMALL 0.99
#define ALIAS_RATIO_LARGE 0.10

typedef struct YamlDecoder {
    Ctx *cx;
    Str name;
    const YamlReadOptions *options;
    size_t n_decoded;
    size_t n_from_alias;
    uint32_t alias_depth;
    bool has_non_finite; /* JSON will refuse the result */
    bool has_bad_key;    /* so will it, unless another value replaced it */
} YamlDecoder;

static bool decode_node(YamlDecoder *decoder, YamlNode *node, Val *out);
static bool fill_map(YamlDecoder *decoder, YamlNode *node, Map *target);

/* -- errors and bounds -- */

static SourcePos pos_of(const YamlDecoder *decoder, const YamlNode *node)
{
    return (SourcePos){decoder->name, node->line + 1, node->column + 1};
}

static bool fail_at(YamlDecoder *decoder, const YamlNode *node, Str msg)
{
    return codec_yaml_fail(decoder->cx, ERR_YAML, pos_of(decoder, node), 0,
                           msg);
}

static double alias_ratio_allowed(double n_decoded)
{
    if (n_decoded <= ALIAS_RATIO_LOW)
        return ALIAS_RATIO_SMALL;
    if (n_decoded >= ALIAS_RATIO_HIGH)
        return ALIAS_RATIO_LARGE;
    return ALIAS_RATIO_SMALL - (ALIAS_RATIO_SMALL - ALIAS_RATIO_LARGE) *
                                   ((n_decoded - ALIAS_RATIO_LOW) /
                                    (ALIAS_RATIO_HIGH - ALIAS_RATIO_LOW));
}

static bool count_node(YamlDecoder *decoder, const YamlNode *node)
{
    double n_decoded;

    decoder->n_decoded++;
    decoder->n_from_alias += decoder->alias_depth > 0;
    n_decoded = (double)decoder->n_decoded;
    if (decoder->n_from_alias > ALIAS_FREE &&
        decoder->n_decoded > DECODE_FREE &&
        (double)decoder->n_from_alias / n_decoded >
            alias_ratio_allowed(n_decoded))
        return fail_at(decoder, node,
                       STR("document contains excessive aliasing"));
    if (decoder->n_decoded > decoder->cx->limits->yaml_nodes)
        return codec_yaml_fail(decoder->cx, ERR_LIMIT, pos_of(decoder, node), 0,
                               ctx_limit_text(decoder->cx, LIMIT_YAML_NODES));
    return true;
}

/* -- scalars -- */

/* What JSON makes of bytes: each that is no UTF-8 becomes U+FFFD. */
static Str to_json_text(Arena *arena, Str s)
{
    Buf buf;
    size_t size;

    if (utf8_is_valid(s))
        return s;
    buf_init(&buf, arena);
    for (size_t pos = 0; pos < s.len; pos += size)
        buf_add_rune(&buf, utf8_decode(s, pos, &size));
    return buf_str(&buf);
}

static bool decode_tagged(YamlDecoder *decoder, const YamlNode *node, Val *out)
{
    Arena *arena = decoder->cx->arena;
    Str problem;

    if (!codec_yaml_resolve_tagged(arena, node->tag, node->value, out,
                                   &problem))
        return fail_at(decoder, node, problem);
    if (val_kind(*out) == VAL_STRING)
        *out = val_from_str(to_json_text(arena, val_str(*out)));
    return true;
}

/* The value with its Go type: an int, a uint64, a float64, ... */
static bool decode_scalar(YamlDecoder *decoder, const YamlNode *node, Val *out)
{
    if (node->tag != NULL)
        return decode_tagged(decoder, node, out);
    if (node->is_implicit)
        codec_yaml_resolve(decoder->cx->arena, node->value, out);
    else
        *out = val_from_str(node->value);
    return true;
}

bool codec_yaml_to_json(const YamlReadOptions *options, Val *v)
{
    bool keep = options != NULL && options->keep_integers;

    if (val_kind(*v) == VAL_FLOAT)
        return isfinite(val_float(*v));
    if (val_kind(*v) != VAL_INT || keep)
        return true;
    *v = val_from_float(v->go_type == GO_UINT64 ? (double)(uint64_t)val_int(*v)
                                                : (double)val_int(*v));
    return true;
}

/* -- keys -- */

bool codec_yaml_key_text(Arena *arena, Val key, Str *out)
{
    Buf buf;

    if (val_kind(key) == VAL_STRING) {
        *out = val_str(key);
        return true;
    }
    buf_init(&buf, arena);
    if (val_kind(key) == VAL_BOOL)
        buf_add(&buf, val_bool(key) ? STR("true") : STR("false"));
    else if (val_kind(key) == VAL_INT && key.go_type != GO_UINT64)
        num_add_int(&buf, val_int(key));
    else if (val_kind(key) == VAL_FLOAT)
        codec_yaml_add_float32(&buf, val_float(key));
    else
        return false;
    *out = buf_str(&buf);
    return true;
}

static bool decode_key(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    const YamlNode *target = codec_yaml_target(node);
    Buf buf;

    if (node->kind == YAML_IS_SCALAR)
        return count_node(decoder, node) && decode_scalar(decoder, node, out);
    if (!decode_node(decoder, node, out))
        return false;
    if (target->kind == YAML_IS_SCALAR)
        return decode_scalar(decoder, target, out);
    buf_init(&buf, decoder->cx->arena);
    buf_add(&buf, STR("invalid map key: "));
    codec_yaml_add_go(&buf, decoder->cx->arena, target);
    return fail_at(decoder, node, buf_str(&buf));
}

/* -- mappings -- */

static bool merge_one(YamlDecoder *decoder, YamlNode *node, Map *target)
{
    const YamlNode *source = node->kind == YAML_IS_ALIAS ? node->child : node;

    if (source->kind != YAML_IS_MAPPING)
        return fail_at(decoder, node,
                       STR("map merge requires map or sequence of maps as the "
                           "value"));
    return fill_map(decoder, node, target);
}

static size_t count_children(const YamlNode *node)
{
    size_t n = 0;

    for (const YamlNode *at = node->child; at != NULL; at = at->next)
        n++;
    return n;
}

static bool merge_each(YamlDecoder *decoder, const YamlNode *sequence,
                       Map *target)
{
    size_t n;
    YamlNode **sources = codec_yaml_reversed(decoder->cx->arena, sequence, &n);

    for (size_t i = 0; i < n; i++) {
        if (!merge_one(decoder, sources[i], target))
            return false;
    }
    return true;
}

static bool set_entry(YamlDecoder *decoder, Map *target, YamlNode *node)
{
    Val key;
    Val v;
    Str text;

    if (!decode_key(decoder, node, &key) ||
        !decode_node(decoder, node->next, &v))
        return false;
    if (!codec_yaml_key_text(decoder->cx->arena, key, &text)) {
        decoder->has_bad_key = true;
        return true;
    }
    map_append(target, text, v);
    if (decoder->options != NULL && decoder->options->on_pos != NULL)
        decoder->options->on_pos(decoder->options->self, target, text,
                                 pos_of(decoder, node));
    return true;
}

static bool fill_from_mapping(YamlDecoder *decoder, YamlNode *node, Map *target)
{
    for (YamlNode *key = node->child; key != NULL; key = key->next->next) {
        bool ok;
        if (!codec_yaml_is_merge_key(key))
            ok = set_entry(decoder, target, key);
        else if (key->next->kind == YAML_IS_SEQUENCE)
            ok = merge_each(decoder, key->next, target);
        else
            ok = merge_one(decoder, key->next, target);
        if (!ok)
            return false;
    }
    return true;
}

/* -- nodes -- */

static bool decode_sequence(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    ListBuilder items;
    Val v;

    list_builder_init(&items, decoder->cx->arena, 0);
    for (YamlNode *child = node->child; child != NULL; child = child->next) {
        if (!decode_node(decoder, child, &v))
            return false;
        list_builder_add(&items, v);
    }
    *out = val_from_grown_list(list_builder_done(&items));
    return true;
}

static bool decode_mapping(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    Map *map = map_new(decoder->cx->arena, count_children(node) / 2);

    if (!fill_from_mapping(decoder, node, map))
        return false;
    map_sort(map);
    *out = val_from_map(map);
    return true;
}

static bool enter_alias(YamlDecoder *decoder, YamlNode *node)
{
    if (node->is_expanding)
        return fail_at(decoder, node,
                       arena_fmt(decoder->cx->arena,
                                 "anchor '%.*s' value contains itself",
                                 STR_ARG(node->value)));
    node->is_expanding = true;
    decoder->alias_depth++;
    return true;
}

static void leave_alias(YamlDecoder *decoder, YamlNode *node)
{
    node->is_expanding = false;
    decoder->alias_depth--;
}

static bool decode_alias(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    bool ok;

    if (!enter_alias(decoder, node))
        return false;
    ok = decode_node(decoder, node->child, out);
    leave_alias(decoder, node);
    return ok;
}

/* The entries of a mapping, or of an alias of one, into `target`. */
static bool fill_inside(YamlDecoder *decoder, YamlNode *node, Map *target)
{
    bool ok;

    if (node->kind != YAML_IS_ALIAS)
        return fill_from_mapping(decoder, node, target);
    if (!enter_alias(decoder, node))
        return false;
    ok = fill_map(decoder, node->child, target);
    leave_alias(decoder, node);
    return ok;
}

static bool fill_map(YamlDecoder *decoder, YamlNode *node, Map *target)
{
    bool ok;

    if (!count_node(decoder, node) || !ctx_enter(decoder->cx))
        return false;
    ok = fill_inside(decoder, node, target);
    ctx_leave(decoder->cx);
    return ok;
}

static bool decode_deeper(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    if (node->kind == YAML_IS_ALIAS)
        return decode_alias(decoder, node, out);
    if (node->kind == YAML_IS_SEQUENCE)
        return decode_sequence(decoder, node, out);
    return decode_mapping(decoder, node, out);
}

static bool decode_node(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    bool ok;

    if (!count_node(decoder, node))
        return false;
    if (node->kind == YAML_IS_SCALAR) {
        if (!decode_scalar(decoder, node, out))
            return false;
        if (!codec_yaml_to_json(decoder->options, out))
            decoder->has_non_finite = true;
        return true;
    }
    if (!ctx_enter(decoder->cx))
        return false;
    ok = decode_deeper(decoder, node, out);
    ctx_leave(decoder->cx);
    return ok;
}

/* -- the way through JSON -- */

static bool fail_conversion(YamlDecoder *decoder)
{
    return err_wrap(decoder->cx, (SourcePos){STR_NONE, 0, 0},
                    "error converting YAML to JSON");
}

/* JSON has no null and no uint64 keys; said once all else is decoded. */
static bool check_keys(YamlDecoder *decoder, const YamlNode *root)
{
    Str problem;
    const YamlNode *key =
        codec_yaml_find_bad_key(decoder->cx->arena, root, &problem);

    if (key == NULL)
        return true;
    return err_push(
        decoder->cx,
        (Err){.kind = ERR_YAML, .pos = pos_of(decoder, key), .msg = problem});
}

static bool check_json(YamlDecoder *decoder, const YamlNode *root, Val v)
{
    Buf scratch;

    if (decoder->has_bad_key && !check_keys(decoder, root))
        return fail_conversion(decoder);
    if (!decoder->has_non_finite)
        return true;
    /* A duplicate key may have replaced the infinity: the writer knows. */
    buf_init(&scratch, decoder->cx->arena);
    return codec_write_json(decoder->cx, &scratch, v, (JsonStyle){0}) ||
           fail_conversion(decoder);
}

bool codec_yaml_decode(Ctx *cx, Str name, YamlNode *root,
                       const YamlReadOptions *options, Val *out)
{
    YamlDecoder decoder = {
        .cx = cx,
        .name = name,
        .options = options,
    };
    Val v = VAL_NIL_VALUE;

    if (root != NULL && !decode_node(&decoder, root, &v))
        return false;
    if (!check_json(&decoder, root, v))
        return false;
    *out = v;
    return true;
}
