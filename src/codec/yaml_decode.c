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
    Str duplicates;      /* strict: "\n  line N: ..." for each */
    Str bad_key;         /* the message about the first key JSON lacks */
    SourcePos bad_key_pos;
} YamlDecoder;

/* A mapping that is being filled, perhaps from several by merge keys. */
typedef struct YamlTarget {
    Map *map;
    Map *seen; /* strict: keys by type and text */
} YamlTarget;

static bool decode_node(YamlDecoder *decoder, YamlNode *node, Val *out);
static bool fill_map(YamlDecoder *decoder, YamlNode *node, YamlTarget *target);

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
                               STR("document has too many nodes"));
    return true;
}

/* -- scalars -- */

static bool fail_tag(YamlDecoder *decoder, const YamlNode *node, YamlType type)
{
    Str tag = codec_yaml_short_tag(decoder->cx->arena, str_from_c(node->tag));

    return fail_at(decoder, node,
                   arena_fmt(decoder->cx->arena,
                             "cannot decode %s `%.*s` as a %.*s",
                             codec_yaml_type_tag(type), STR_ARG(node->value),
                             STR_ARG(tag)));
}

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

static bool decode_binary(YamlDecoder *decoder, const YamlNode *node, Val *out)
{
    Str bytes;

    if (!codec_read_base64(decoder->cx->arena, node->value, &bytes))
        return fail_at(decoder, node,
                       STR("!!binary value contains invalid base64 data"));
    *out = val_from_str(to_json_text(decoder->cx->arena, bytes));
    return true;
}

/* A scalar with a tag of its own. */
static bool decode_tagged(YamlDecoder *decoder, const YamlNode *node, Val *out)
{
    YamlType wanted;
    YamlType type;

    *out = val_from_str(node->value);
    if (!codec_yaml_type_of_tag(str_from_c(node->tag), &wanted) ||
        wanted == YAML_TYPE_STR)
        return true;
    if (wanted == YAML_TYPE_BINARY)
        return decode_binary(decoder, node, out);
    type = codec_yaml_resolve(decoder->cx->arena, node->value, out);
    if (type == YAML_TYPE_TIMESTAMP && wanted != YAML_TYPE_TIMESTAMP)
        type = YAML_TYPE_STR;
    if (type == YAML_TYPE_INT && wanted == YAML_TYPE_FLOAT &&
        out->go_type == GO_INT) {
        *out = val_from_float((double)val_int(*out));
        return true;
    }
    return type == wanted || fail_tag(decoder, node, type);
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

/* Through JSON every number becomes a float64. */
static Val to_json_number(YamlDecoder *decoder, Val v)
{
    if (val_kind(v) == VAL_INT && v.go_type == GO_UINT64)
        return val_from_float((double)(uint64_t)val_int(v));
    if (val_kind(v) == VAL_INT)
        return val_from_float((double)val_int(v));
    if (val_kind(v) == VAL_FLOAT && !isfinite(val_float(v)))
        decoder->has_non_finite = true;
    return v;
}

/* -- keys -- */

/* The key as sigs.k8s.io/yaml writes it; false when it has no text. */
static bool key_text(Arena *arena, Val key, Str *out)
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

/* JSON has no null and no uint64 keys; said once all else is decoded. */
static void note_bad_key(YamlDecoder *decoder, Val key, const YamlNode *node)
{
    Arena *arena = decoder->cx->arena;
    Buf buf;

    if (decoder->bad_key.len != 0)
        return;
    buf_init(&buf, arena);
    buf_add(&buf, val_is_nil(key)
                      ? STR("unsupported map key of type: %!s(<nil>), key: "
                            "<nil>, value: ")
                      : STR("unsupported map key of type: uint64, key: "));
    if (!val_is_nil(key)) {
        codec_yaml_add_go(&buf, arena, node);
        buf_add(&buf, STR(", value: "));
    }
    codec_yaml_add_go_arg(&buf, arena, node->next);
    decoder->bad_key = buf_str(&buf);
    decoder->bad_key_pos = pos_of(decoder, node);
}

static YamlNode *target_of(YamlNode *node)
{
    while (node->kind == YAML_IS_ALIAS)
        node = node->child;
    return node;
}

static bool decode_key(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    const YamlNode *target = target_of(node);
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

/* Strict: true and remembered when the key is new.  Keys of different types
 * differ, so 1 and "1" are two. */
static bool is_new_key(YamlDecoder *decoder, YamlTarget *target, Val key,
                       const YamlNode *node)
{
    Arena *arena = decoder->cx->arena;
    Buf buf;
    Buf line;

    buf_init(&buf, arena);
    buf_add_byte(&buf, (char)key.go_type);
    codec_yaml_add_go(&buf, arena, node);
    if (map_find(target->seen, buf_str(&buf)) == NULL) {
        map_set(target->seen, buf_str(&buf), VAL_NIL_VALUE);
        return true;
    }
    buf_init(&line, arena);
    buf_add(&line, decoder->duplicates);
    buf_add_fmt(&line, "\n  line %u: key ", node->next->line + 1);
    codec_yaml_add_go_arg(&line, arena, node);
    buf_add(&line, STR(" already set in map"));
    decoder->duplicates = buf_str(&line);
    return false;
}

/* -- mappings -- */

static bool is_merge_key(const YamlNode *node)
{
    if (node->kind != YAML_IS_SCALAR || !str_eq_c(node->value, "<<"))
        return false;
    return node->is_implicit ||
           (node->tag != NULL && strcmp(node->tag, YAML_MERGE_TAG_TEXT) == 0);
}

static bool merge_one(YamlDecoder *decoder, YamlNode *node, YamlTarget *target)
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

/* The last of a sequence first, so that earlier ones win. */
static bool merge_each(YamlDecoder *decoder, const YamlNode *sequence,
                       YamlTarget *target)
{
    size_t n = count_children(sequence);
    YamlNode **sources = ARENA_ARRAY(decoder->cx->arena, YamlNode *, n);
    size_t i = n;

    for (YamlNode *at = sequence->child; at != NULL; at = at->next)
        sources[--i] = at;
    for (; i < n; i++) {
        if (!merge_one(decoder, sources[i], target))
            return false;
    }
    return true;
}

static bool set_entry(YamlDecoder *decoder, YamlTarget *target, YamlNode *node)
{
    Val key;
    Val v;
    Str text;

    if (!decode_key(decoder, node, &key) ||
        !decode_node(decoder, node->next, &v))
        return false;
    if (target->seen != NULL &&
        !is_new_key(decoder, target, key, target_of(node)))
        return true;
    if (!key_text(decoder->cx->arena, key, &text)) {
        note_bad_key(decoder, key, node);
        return true;
    }
    map_append(target->map, text, v);
    if (decoder->options != NULL && decoder->options->on_pos != NULL)
        decoder->options->on_pos(decoder->options->self, target->map, text,
                                 pos_of(decoder, node));
    return true;
}

static bool fill_from_mapping(YamlDecoder *decoder, YamlNode *node,
                              YamlTarget *target)
{
    for (YamlNode *key = node->child; key != NULL; key = key->next->next) {
        bool ok;
        if (!is_merge_key(key))
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
    *out = val_from_list(list_builder_done(&items));
    return true;
}

static bool decode_mapping(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    Arena *arena = decoder->cx->arena;
    bool is_strict = decoder->options != NULL && decoder->options->strict;
    YamlTarget target = {map_new(arena, count_children(node) / 2),
                         is_strict ? map_new(arena, 0) : NULL};

    if (!fill_from_mapping(decoder, node, &target))
        return false;
    map_sort(target.map);
    *out = val_from_map(target.map);
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
static bool fill_inside(YamlDecoder *decoder, YamlNode *node,
                        YamlTarget *target)
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

static bool fill_map(YamlDecoder *decoder, YamlNode *node, YamlTarget *target)
{
    bool ok;

    if (!count_node(decoder, node) || !ctx_enter(decoder->cx))
        return false;
    ok = fill_inside(decoder, node, target);
    ctx_leave(decoder->cx);
    return ok;
}

static bool decode_by_kind(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    if (node->kind == YAML_IS_ALIAS)
        return decode_alias(decoder, node, out);
    if (node->kind == YAML_IS_SEQUENCE)
        return decode_sequence(decoder, node, out);
    if (node->kind == YAML_IS_MAPPING)
        return decode_mapping(decoder, node, out);
    if (!decode_scalar(decoder, node, out))
        return false;
    *out = to_json_number(decoder, *out);
    return true;
}

static bool decode_node(YamlDecoder *decoder, YamlNode *node, Val *out)
{
    bool ok;

    if (!count_node(decoder, node) || !ctx_enter(decoder->cx))
        return false;
    ok = decode_by_kind(decoder, node, out);
    ctx_leave(decoder->cx);
    return ok;
}

/* -- the way through JSON -- */

static bool fail_conversion(YamlDecoder *decoder)
{
    return err_wrap(decoder->cx, (SourcePos){STR_NONE, 0, 0},
                    "error converting YAML to JSON");
}

static bool check_json(YamlDecoder *decoder, Val v)
{
    SourcePos start = source_pos_of_file(decoder->name);
    Buf scratch;

    if (decoder->duplicates.len != 0)
        return codec_yaml_fail(decoder->cx, ERR_YAML, start, 0,
                               arena_fmt(decoder->cx->arena,
                                         "unmarshal errors:%.*s",
                                         STR_ARG(decoder->duplicates)));
    if (decoder->bad_key.len != 0) {
        fail(decoder->cx, ERR_YAML, decoder->bad_key_pos, "%.*s",
             STR_ARG(decoder->bad_key));
        return fail_conversion(decoder);
    }
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
    YamlDecoder decoder = {.cx = cx, .name = name, .options = options};
    Val v = VAL_NIL_VALUE;

    if (root != NULL && !decode_node(&decoder, root, &v))
        return false;
    if (!check_json(&decoder, v))
        return false;
    *out = v;
    return true;
}
