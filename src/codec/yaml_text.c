/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What decoded YAML nodes are to Go, for messages about keys: their text in Go
 * syntax, and the first key that JSON cannot have.  The usual one is an
 * unquoted {{ }} in a values file, which is a mapping whose key is a mapping.
 *
 * A mapping is seen as the Go map it becomes: merge keys resolved, of equal
 * keys the last, sorted.
 */
#include "codec/yaml_text.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "codec/yaml_resolve.h"
#include "value/print.h"

/* As many significant digits tell any two floats apart. */
#define FLOAT32_DIGITS 9

/* From here on, and below 1e-4, 'g' writes an exponent. */
#define EXPONENT_FROM 6

static void add_node(Buf *buf, Arena *arena, const YamlNode *node);

const YamlNode *codec_yaml_target(const YamlNode *node)
{
    while (node->kind == YAML_IS_ALIAS)
        node = node->child;
    return node;
}

bool codec_yaml_is_merge_key(const YamlNode *node)
{
    if (node->kind != YAML_IS_SCALAR || !str_eq_c(node->value, "<<"))
        return false;
    return node->is_implicit ||
           (node->tag != NULL && strcmp(node->tag, YAML_MERGE_TAG_TEXT) == 0);
}

YamlNode **codec_yaml_reversed(Arena *arena, const YamlNode *sequence,
                               size_t *n)
{
    YamlNode **items;
    size_t i;

    *n = 0;
    for (const YamlNode *at = sequence->child; at != NULL; at = at->next)
        (*n)++;
    items = ARENA_ARRAY(arena, YamlNode *, *n);
    i = *n;
    for (YamlNode *at = sequence->child; at != NULL; at = at->next)
        items[--i] = at;
    return items;
}

/* -- scalars -- */

/* The node was decoded before, so it fits its tag. */
static Val scalar_value(Arena *arena, const YamlNode *node)
{
    Val v = val_from_str(node->value);
    Str problem;

    if (node->tag == NULL && node->is_implicit)
        codec_yaml_resolve(arena, node->value, &v);
    else if (node->tag != NULL &&
             !codec_yaml_resolve_tagged(arena, node->tag, node->value, &v,
                                        &problem))
        assert(false && "a scalar that was not decoded");
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

/* -- mappings as Go maps -- */

typedef struct Pair {
    Val key;
    const YamlNode *key_node;
    const YamlNode *value;
    size_t set_at; /* how many were set before */
} Pair;

typedef struct Pairs {
    Arena *arena;
    Pair *items;
    size_t len;
    size_t cap;
} Pairs;

static void collect(Pairs *pairs, const YamlNode *mapping);

static void collect_pair(Pairs *pairs, const YamlNode *key)
{
    if (pairs->len == pairs->cap) {
        size_t cap = pairs->cap == 0 ? 8 : pairs->cap * 2;
        pairs->items =
            arena_grow(pairs->arena, pairs->items, pairs->cap * sizeof(Pair),
                       cap * sizeof(Pair));
        pairs->cap = cap;
    }
    pairs->items[pairs->len] =
        (Pair){scalar_value(pairs->arena, codec_yaml_target(key)), key,
               key->next, pairs->len};
    pairs->len++;
}

static void collect_each(Pairs *pairs, const YamlNode *sequence)
{
    size_t n;
    YamlNode **sources = codec_yaml_reversed(pairs->arena, sequence, &n);

    for (size_t i = 0; i < n; i++)
        collect(pairs, codec_yaml_target(sources[i]));
}

static void collect(Pairs *pairs, const YamlNode *mapping)
{
    for (const YamlNode *key = mapping->child; key != NULL;
         key = key->next->next) {
        if (!codec_yaml_is_merge_key(key))
            collect_pair(pairs, key);
        else if (key->next->kind == YAML_IS_SEQUENCE)
            collect_each(pairs, key->next);
        else
            collect(pairs, codec_yaml_target(key->next));
    }
}

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

static int compare_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static int compare_keys(Val a, Val b)
{
    if (type_rank(a) != type_rank(b))
        return type_rank(a) - type_rank(b);
    if (val_kind(a) == VAL_INT && a.go_type == GO_UINT64)
        return ((uint64_t)val_int(a) > (uint64_t)val_int(b)) -
               ((uint64_t)val_int(a) < (uint64_t)val_int(b));
    if (val_kind(a) == VAL_INT)
        return (val_int(a) > val_int(b)) - (val_int(a) < val_int(b));
    if (val_kind(a) == VAL_FLOAT)
        return compare_numbers(val_float(a), val_float(b));
    if (val_kind(a) == VAL_STRING)
        return str_cmp(val_str(a), val_str(b));
    return val_kind(a) == VAL_BOOL ? val_bool(a) - val_bool(b) : 0;
}

static int compare_pairs(const void *left, const void *right)
{
    const Pair *a = left;
    const Pair *b = right;
    int order = compare_keys(a->key, b->key);

    if (order != 0)
        return order;
    return (a->set_at > b->set_at) - (a->set_at < b->set_at);
}

/* NaN is not equal to itself. */
static bool is_same_key(Val a, Val b)
{
    return compare_keys(a, b) == 0 &&
           !(val_kind(a) == VAL_FLOAT && isnan(val_float(a)));
}

static Pairs pairs_of(Arena *arena, const YamlNode *mapping)
{
    Pairs pairs = {.arena = arena};
    size_t len = 0;

    collect(&pairs, mapping);
    if (pairs.len > 1)
        qsort(pairs.items, pairs.len, sizeof(Pair), compare_pairs);
    for (size_t i = 0; i < pairs.len; i++) {
        if (len > 0 &&
            is_same_key(pairs.items[len - 1].key, pairs.items[i].key))
            len--;
        pairs.items[len++] = pairs.items[i];
    }
    pairs.len = len;
    return pairs;
}

/* -- Go syntax -- */

static void add_sequence(Buf *buf, Arena *arena, const YamlNode *node)
{
    buf_add(buf, STR("[]interface {}{"));
    for (const YamlNode *at = node->child; at != NULL; at = at->next) {
        if (at != node->child)
            buf_add(buf, STR(", "));
        add_node(buf, arena, at);
    }
    buf_add_byte(buf, '}');
}

static void add_mapping(Buf *buf, Arena *arena, const YamlNode *node)
{
    Pairs pairs = pairs_of(arena, node);

    buf_add(buf, STR("map[interface {}]interface {}{"));
    for (size_t i = 0; i < pairs.len; i++) {
        if (i > 0)
            buf_add(buf, STR(", "));
        add_scalar(buf, pairs.items[i].key);
        buf_add_byte(buf, ':');
        add_node(buf, arena, pairs.items[i].value);
    }
    buf_add_byte(buf, '}');
}

static void add_node(Buf *buf, Arena *arena, const YamlNode *node)
{
    node = codec_yaml_target(node);
    if (node->kind == YAML_IS_SEQUENCE)
        add_sequence(buf, arena, node);
    else if (node->kind == YAML_IS_MAPPING)
        add_mapping(buf, arena, node);
    else
        add_scalar(buf, scalar_value(arena, node));
}

void codec_yaml_add_go(Buf *buf, Arena *arena, const YamlNode *node)
{
    add_node(buf, arena, node);
}

void codec_yaml_add_go_arg(Buf *buf, Arena *arena, const YamlNode *node)
{
    node = codec_yaml_target(node);
    if (node->kind == YAML_IS_SCALAR && val_is_nil(scalar_value(arena, node)))
        buf_add(buf, STR("<nil>"));
    else
        add_node(buf, arena, node);
}

/* -- keys that JSON cannot have -- */

static bool is_bad_key(Val key)
{
    return val_is_nil(key) ||
           (val_kind(key) == VAL_INT && key.go_type == GO_UINT64);
}

static Str bad_key_text(Arena *arena, const Pair *pair)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add(&buf, STR("unsupported map key of type: "));
    buf_add(&buf, val_is_nil(pair->key) ? STR("%!s(<nil>)") : STR("uint64"));
    buf_add(&buf, STR(", key: "));
    codec_yaml_add_go_arg(&buf, arena, pair->key_node);
    buf_add(&buf, STR(", value: "));
    codec_yaml_add_go_arg(&buf, arena, pair->value);
    return buf_str(&buf);
}

static const YamlNode *find_in_mapping(Arena *arena, const YamlNode *node,
                                       Str *problem)
{
    Pairs pairs = pairs_of(arena, node);
    const YamlNode *found = NULL;

    for (size_t i = 0; i < pairs.len && found == NULL; i++) {
        if (!is_bad_key(pairs.items[i].key))
            continue;
        *problem = bad_key_text(arena, &pairs.items[i]);
        found = pairs.items[i].key_node;
    }
    for (size_t i = 0; i < pairs.len && found == NULL; i++)
        found = codec_yaml_find_bad_key(arena, pairs.items[i].value, problem);
    return found;
}

const YamlNode *codec_yaml_find_bad_key(Arena *arena, const YamlNode *node,
                                        Str *problem)
{
    const YamlNode *found = NULL;

    node = codec_yaml_target(node);
    if (node->kind == YAML_IS_MAPPING)
        return find_in_mapping(arena, node, problem);
    if (node->kind != YAML_IS_SEQUENCE)
        return NULL;
    for (const YamlNode *at = node->child; at != NULL && found == NULL;
         at = at->next)
        found = codec_yaml_find_bad_key(arena, at, problem);
    return found;
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
