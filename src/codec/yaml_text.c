/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Go-syntax texts of YAML nodes.  Only messages about odd keys need them; the
 * usual one is an unquoted {{ }} in a values file, which is a mapping whose
 * key is a mapping.
 */
#include "codec/yaml_text.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "codec/yaml_resolve.h"
#include "value/print.h"

/* Deeper nodes print as "...", so that no document exhausts the stack. */
#define DEPTH_MAX 100u

/* As many significant digits tell any two floats apart. */
#define FLOAT32_DIGITS 9

/* From here on, and below 1e-4, 'g' writes an exponent. */
#define EXPONENT_FROM 6

static void add_node(Buf *buf, Arena *arena, const YamlNode *node,
                     uint32_t depth);

static Val scalar_value(Arena *arena, const YamlNode *node)
{
    Val v = val_from_str(node->value);
    YamlType wanted;
    bool has_type =
        node->tag == NULL
            ? node->is_implicit
            : codec_yaml_type_of_tag(str_from_c(node->tag), &wanted) &&
                  wanted != YAML_TYPE_STR && wanted != YAML_TYPE_BINARY;

    if (has_type)
        codec_yaml_resolve(arena, node->value, &v);
    return v;
}

static void add_scalar(Buf *buf, Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL:
        buf_add(buf, val_bool(v) ? STR("true") : STR("false"));
        break;
    case VAL_INT:
        if (v.go_type == GO_UINT64) {
            buf_add(buf, STR("0x"));
            num_add_uint_base(buf, (uint64_t)val_int(v), 16);
        } else {
            num_add_int(buf, val_int(v));
        }
        break;
    case VAL_FLOAT: num_add_float(buf, val_float(v), 'g', -1); break;
    case VAL_STRING: val_add_quoted(buf, val_str(v), false); break;
    case VAL_NIL:
    case VAL_LIST:
    case VAL_MAP:
    case VAL_HOST: buf_add(buf, STR("interface {}(nil)")); break;
    }
}

static void add_sequence(Buf *buf, Arena *arena, const YamlNode *node,
                         uint32_t depth)
{
    buf_add(buf, STR("[]interface {}{"));
    for (const YamlNode *at = node->child; at != NULL; at = at->next) {
        if (at != node->child)
            buf_add(buf, STR(", "));
        add_node(buf, arena, at, depth);
    }
    buf_add_byte(buf, '}');
}

typedef struct Pair {
    Str key;
    const YamlNode *value;
    Val sort_by;
} Pair;

/* Helm prints such a map sorted by the address of the key's type, which its
 * linker chose, and then by value. */
static int type_rank(Val v)
{
    if (val_kind(v) == VAL_STRING)
        return 1;
    if (val_kind(v) == VAL_INT)
        return v.go_type == GO_UINT64 ? 2 : 3;
    if (val_kind(v) == VAL_FLOAT)
        return 4;
    return val_kind(v) == VAL_BOOL ? 5 : 0;
}

static int compare_pairs(const void *left, const void *right)
{
    const Pair *a = left;
    const Pair *b = right;
    int rank = type_rank(a->sort_by);

    if (rank != type_rank(b->sort_by))
        return rank - type_rank(b->sort_by);
    if (val_kind(a->sort_by) == VAL_INT)
        return (val_int(a->sort_by) > val_int(b->sort_by)) -
               (val_int(a->sort_by) < val_int(b->sort_by));
    if (val_kind(a->sort_by) == VAL_FLOAT)
        return (val_float(a->sort_by) > val_float(b->sort_by)) -
               (val_float(a->sort_by) < val_float(b->sort_by));
    if (val_kind(a->sort_by) == VAL_STRING)
        return str_cmp(val_str(a->sort_by), val_str(b->sort_by));
    return str_cmp(a->key, b->key);
}

static Pair pair_of(Arena *arena, const YamlNode *key, uint32_t depth)
{
    Pair pair = {STR_NONE, key->next, VAL_NIL_VALUE};
    Buf buf;

    buf_init(&buf, arena);
    add_node(&buf, arena, key, depth);
    pair.key = buf_str(&buf);
    if (key->kind == YAML_IS_SCALAR)
        pair.sort_by = scalar_value(arena, key);
    return pair;
}

static void add_mapping(Buf *buf, Arena *arena, const YamlNode *node,
                        uint32_t depth)
{
    size_t n = 0;
    size_t len = 0;
    Pair *pairs;

    for (const YamlNode *at = node->child; at != NULL; at = at->next->next)
        n++;
    pairs = ARENA_ARRAY(arena, Pair, n);
    for (const YamlNode *at = node->child; at != NULL; at = at->next->next)
        pairs[len++] = pair_of(arena, at, depth);
    if (len > 1)
        qsort(pairs, len, sizeof *pairs, compare_pairs);
    buf_add(buf, STR("map[interface {}]interface {}{"));
    for (size_t i = 0; i < len; i++) {
        if (i > 0)
            buf_add(buf, STR(", "));
        buf_add(buf, pairs[i].key);
        buf_add_byte(buf, ':');
        add_node(buf, arena, pairs[i].value, depth);
    }
    buf_add_byte(buf, '}');
}

static void add_node(Buf *buf, Arena *arena, const YamlNode *node,
                     uint32_t depth)
{
    while (node->kind == YAML_IS_ALIAS)
        node = node->child;
    if (depth == DEPTH_MAX)
        buf_add(buf, STR("..."));
    else if (node->kind == YAML_IS_SEQUENCE)
        add_sequence(buf, arena, node, depth + 1);
    else if (node->kind == YAML_IS_MAPPING)
        add_mapping(buf, arena, node, depth + 1);
    else
        add_scalar(buf, scalar_value(arena, node));
}

void codec_yaml_add_go(Buf *buf, Arena *arena, const YamlNode *node)
{
    add_node(buf, arena, node, 0);
}

void codec_yaml_add_go_arg(Buf *buf, Arena *arena, const YamlNode *node)
{
    while (node->kind == YAML_IS_ALIAS)
        node = node->child;
    if (node->kind == YAML_IS_SCALAR && val_is_nil(scalar_value(arena, node)))
        buf_add(buf, STR("<nil>"));
    else
        add_node(buf, arena, node, 0);
}

/* -- float32 -- */

/* The digits after the first that `value` needs to be told from its
 * neighbours among the floats. */
static int digits_needed(Arena *arena, float value)
{
    int digits = 0;

    for (; digits < FLOAT32_DIGITS - 1; digits++) {
        Buf buf;
        double back;
        buf_init(&buf, arena);
        num_add_float(&buf, (double)value, 'e', digits);
        if (num_parse_float(buf_str(&buf), &back) == NUM_OK &&
            (float)back == value)
            break;
    }
    return digits;
}

void codec_yaml_add_float32(Buf *buf, double value)
{
    float narrow = (float)value;
    int digits;

    if (isnan(value)) {
        buf_add(buf, STR(".nan"));
        return;
    }
    if (isinf(narrow)) {
        buf_add(buf, narrow < 0 ? STR("-.inf") : STR(".inf"));
        return;
    }
    if (narrow == 0) {
        buf_add(buf, signbit(narrow) ? STR("-0") : STR("0"));
        return;
    }
    digits = digits_needed(buf->arena, narrow);
    int exponent = (int)floor(log10(fabs((double)narrow)));
    if (exponent < -4 || exponent >= EXPONENT_FROM)
        num_add_float(buf, (double)narrow, 'e', digits);
    else
        num_add_float(buf, (double)narrow, 'f',
                      digits > exponent ? digits - exponent : 0);
}
