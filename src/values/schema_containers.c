/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Keywords about what is inside objects and lists.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "values/schema_check.h"
#include "values/schema_keyword.h"
#include "values/schema_number.h"

bool schema_check_min_properties(SchemaFrame *frame, Val want)
{
    return schema_want_at_least(frame, "minProperties",
                                map_len(val_map(frame->value)), want);
}

bool schema_check_max_properties(SchemaFrame *frame, Val want)
{
    return schema_want_at_most(frame, "maxProperties",
                               map_len(val_map(frame->value)), want);
}

bool schema_check_min_items(SchemaFrame *frame, Val want)
{
    return schema_want_at_least(frame, "minItems", val_list(frame->value)->len,
                                want);
}

bool schema_check_max_items(SchemaFrame *frame, Val want)
{
    return schema_want_at_most(frame, "maxItems", val_list(frame->value)->len,
                               want);
}

/* -- objects -- */

/* The names of `required` that are missing, quoted; their number. */
static size_t list_missing(const SchemaFrame *frame, Val required, Buf *buf)
{
    size_t n = 0;

    if (val_kind(required) != VAL_LIST)
        return 0;
    for (size_t i = 0; i < val_list(required)->len; i++) {
        Val name = val_list(required)->items[i];

        if (val_kind(name) != VAL_STRING ||
            map_find(val_map(frame->value), val_str(name)) != NULL)
            continue;
        buf_add_c(buf, n++ == 0 ? "" : ", ");
        schema_add_quoted(buf, val_str(name));
    }
    return n;
}

bool schema_check_required(SchemaFrame *frame, Val required)
{
    Buf missing;
    size_t n;

    buf_init(&missing, schema_arena(frame));
    n = list_missing(frame, required, &missing);
    if (n == 0)
        return true;
    return schema_find(frame, "missing %s %.*s",
                       n == 1 ? "property" : "properties",
                       STR_ARG(buf_str(&missing)));
}

static bool want_with(SchemaFrame *frame, Str name, Val required)
{
    Buf missing;

    buf_init(&missing, schema_arena(frame));
    if (list_missing(frame, required, &missing) == 0)
        return true;
    buf_add_c(&missing, " required, if ");
    schema_add_quoted(&missing, name);
    return schema_find(frame, "properties %.*s exists",
                       STR_ARG(buf_str(&missing)));
}

typedef bool CheckDependency(SchemaFrame *frame, Str name, Val wanted);

/* `check` for each property of the argument that the value has. */
static bool each_dependency(SchemaFrame *frame, Val dependencies,
                            CheckDependency *check)
{
    if (val_kind(dependencies) != VAL_MAP)
        return true;
    for (size_t i = 0; i < map_len(val_map(dependencies)); i++) {
        const MapEntry *entry = map_at(val_map(dependencies), i);

        if (map_find(val_map(frame->value), entry->key) != NULL &&
            !check(frame, entry->key, entry->value))
            return false;
    }
    return true;
}

static bool want_schema(SchemaFrame *frame, Str name, Val schema)
{
    (void)name;
    return schema_want_self(frame, schema);
}

/* A list is what the property requires, anything else a schema. */
static bool want_dependency(SchemaFrame *frame, Str name, Val wanted)
{
    return val_kind(wanted) == VAL_LIST ? want_with(frame, name, wanted)
                                        : want_schema(frame, name, wanted);
}

bool schema_check_dependencies(SchemaFrame *frame, Val dependencies)
{
    return each_dependency(frame, dependencies, want_dependency);
}

bool schema_check_dependent_schemas(SchemaFrame *frame, Val dependencies)
{
    return each_dependency(frame, dependencies, want_schema);
}

bool schema_check_dependent_required(SchemaFrame *frame, Val dependencies)
{
    return each_dependency(frame, dependencies, want_with);
}

/* The three keywords about properties, absent ones empty. */
typedef struct PropertyRules {
    const Map *properties;
    const Map *patterns;
    bool has_additional;
    Val additional;
    Buf refused; /* names that additionalProperties false does not allow */
} PropertyRules;

static bool match_property(SchemaFrame *frame, const PropertyRules *rules,
                           const MapEntry *property, bool *known)
{
    SchemaSet *set = frame->checker->set;

    for (size_t i = 0; i < map_len(rules->patterns); i++) {
        const MapEntry *entry = map_at(rules->patterns, i);
        bool matched;

        if (!set->options->match(set->cx, entry->key, property->key, &matched))
            return false;
        if (!matched)
            continue;
        *known = true;
        if (!schema_want_property(frame, entry->value, property->value,
                                  property->key))
            return false;
    }
    return true;
}

static bool check_additional(SchemaFrame *frame, PropertyRules *rules,
                             const MapEntry *property)
{
    if (val_kind(rules->additional) != VAL_BOOL)
        return schema_want_property(frame, rules->additional, property->value,
                                    property->key);
    if (!val_bool(rules->additional)) {
        buf_add_c(&rules->refused, rules->refused.len == 0 ? "" : ", ");
        schema_add_quoted(&rules->refused, property->key);
    }
    return true;
}

static bool check_property(SchemaFrame *frame, size_t i, PropertyRules *rules)
{
    const MapEntry *property = map_at(val_map(frame->value), i);
    bool known = false;
    Val v;

    if (map_get(rules->properties, property->key, &v)) {
        known = true;
        if (!schema_want_property(frame, v, property->value, property->key))
            return false;
    }
    if (!match_property(frame, rules, property, &known))
        return false;
    if (!known && rules->has_additional) {
        known = true;
        if (!check_additional(frame, rules, property))
            return false;
    }
    if (known)
        schema_close(frame, i);
    return true;
}

static const Map *get_map(const SchemaFrame *frame, const char *name)
{
    static const Map empty;
    Val v;

    return schema_get(frame, name, &v) && val_kind(v) == VAL_MAP ? val_map(v)
                                                                 : &empty;
}

bool schema_check_properties(SchemaFrame *frame, Val unused)
{
    size_t len = map_len(val_map(frame->value));
    PropertyRules rules = {.properties = get_map(frame, "properties"),
                           .patterns = get_map(frame, "patternProperties")};

    (void)unused;
    rules.has_additional =
        schema_get(frame, "additionalProperties", &rules.additional);
    buf_init(&rules.refused, schema_arena(frame));
    for (size_t i = 0; i < len; i++) {
        if (!check_property(frame, i, &rules))
            return false;
    }
    if (rules.refused.len == 0)
        return true;
    return schema_find(frame, "additional properties %.*s not allowed",
                       STR_ARG(buf_str(&rules.refused)));
}

/* Each name is checked as a value of its own, so its place is the top. */
bool schema_check_property_names(SchemaFrame *frame, Val schema)
{
    const Map *map = val_map(frame->value);

    for (size_t i = 0; i < map_len(map); i++) {
        SchemaErrors causes;
        Buf buf;

        if (!schema_check(frame->checker, schema,
                          val_from_str(map_at(map, i)->key), &causes))
            return false;
        if (causes.len == 0)
            continue;
        buf_init(&buf, schema_arena(frame));
        buf_add_c(&buf, "invalid propertyName ");
        schema_add_quoted(&buf, map_at(map, i)->key);
        schema_errors_add(&frame->errors,
                          schema_error_new(schema_arena(frame), NULL,
                                           buf_str(&buf), &causes));
    }
    return true;
}

/* -- lists -- */

static uint64_t hash_value(Val v)
{
    uint64_t hash = v.kind;

    if (schema_is_number(v))
        return schema_number_hash(v);
    if (val_kind(v) == VAL_STRING)
        return str_hash(val_str(v));
    if (val_kind(v) == VAL_BOOL)
        return hash * 2 + val_bool(v);
    if (val_kind(v) == VAL_LIST) {
        for (size_t i = 0; i < val_list(v)->len; i++)
            hash = hash * 31 + hash_value(val_list(v)->items[i]);
    } else if (val_kind(v) == VAL_MAP) {
        for (size_t i = 0; i < map_len(val_map(v)); i++)
            hash = hash * 31 + str_hash(map_at(val_map(v), i)->key) * 7 +
                   hash_value(map_at(val_map(v), i)->value);
    }
    return hash;
}

static bool find_equal(SchemaFrame *frame, size_t i, size_t j)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_c(&buf, "items at ");
    schema_add_count(&buf, (int64_t)i);
    buf_add_c(&buf, " and ");
    schema_add_count(&buf, (int64_t)j);
    buf_add_c(&buf, " are equal");
    return schema_find_str(frame, buf_str(&buf));
}

/* Items are compared pair by pair if they are few. */
#define FEW_ITEMS 20

static bool check_few_unique(SchemaFrame *frame, const List *list)
{
    for (size_t i = 1; i < list->len; i++) {
        for (size_t j = 0; j < i; j++) {
            if (schema_equal(schema_arena(frame), list->items[i],
                             list->items[j]))
                return find_equal(frame, j, i);
        }
    }
    return true;
}

static bool check_many_unique(SchemaFrame *frame, const List *list)
{
    size_t n = list->len;
    /* By hash: one more than the latest such item. */
    size_t *first = ARENA_ARRAY(schema_arena(frame), size_t, 2 * n + 1);
    size_t *next = ARENA_ARRAY(schema_arena(frame), size_t, n);

    for (size_t i = 0; i < n; i++) {
        size_t *slot = &first[hash_value(list->items[i]) % (2 * n + 1)];

        for (size_t j = *slot; j != 0; j = next[j - 1]) {
            if (schema_equal(schema_arena(frame), list->items[i],
                             list->items[j - 1]))
                return find_equal(frame, j - 1, i);
        }
        next[i] = *slot;
        *slot = i + 1;
    }
    return true;
}

bool schema_check_unique_items(SchemaFrame *frame, Val unique)
{
    const List *list = val_list(frame->value);

    if (val_kind(unique) != VAL_BOOL || !val_bool(unique))
        return true;
    return list->len <= FEW_ITEMS ? check_few_unique(frame, list)
                                  : check_many_unique(frame, list);
}

/* Each item from `from` on against one schema; the validator counts them from
 * 0 again in its messages. */
static bool want_each(SchemaFrame *frame, Val schema, size_t from)
{
    const List *list = val_list(frame->value);

    for (size_t i = from; i < list->len; i++) {
        if (!schema_want_item(frame, schema, list->items[i], i - from))
            return false;
    }
    return true;
}

/* Items in step with a list of schemas; `*n` how many that were. */
static bool want_in_step(SchemaFrame *frame, const List *schemas, size_t *n)
{
    const List *list = val_list(frame->value);

    *n = schemas->len < list->len ? schemas->len : list->len;
    for (size_t i = 0; i < *n; i++) {
        if (!schema_want_item(frame, schemas->items[i], list->items[i], i))
            return false;
    }
    return true;
}

bool schema_check_items_before_2020(SchemaFrame *frame, Val items)
{
    size_t len = val_list(frame->value)->len;
    size_t n;
    Val more;
    Buf buf;

    if (val_kind(items) != VAL_LIST)
        return want_each(frame, items, 0);
    if (!want_in_step(frame, val_list(items), &n))
        return false;
    if (!schema_get(frame, "additionalItems", &more))
        return true;
    if (val_kind(more) != VAL_BOOL || val_bool(more))
        return want_each(frame, more, n);
    if (n == len)
        return true;
    buf_init(&buf, schema_arena(frame));
    buf_add_c(&buf, "last ");
    schema_add_count(&buf, (int64_t)(len - n));
    buf_add_c(&buf, " additionalItem(s) not allowed");
    return schema_find_str(frame, buf_str(&buf));
}

bool schema_check_items(SchemaFrame *frame, Val unused)
{
    size_t n = 0;
    Val v;

    (void)unused;
    if (schema_get(frame, "prefixItems", &v) && val_kind(v) == VAL_LIST &&
        !want_in_step(frame, val_list(v), &n))
        return false;
    return !schema_get(frame, "items", &v) || want_each(frame, v, n);
}

/* "WHICH 2 items required to match contains schema, but matched 1 items at 0"
 */
static bool find_contains(SchemaFrame *frame, const char *which, int64_t want,
                          Str matched, size_t n, const SchemaErrors *causes)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_fmt(&buf, "%s ", which);
    schema_add_count(&buf, want);
    buf_add_c(&buf, " items required to match contains schema, but ");
    if (n == 0) {
        buf_add_c(&buf, "none matched");
    } else {
        buf_add_c(&buf, "matched ");
        schema_add_count(&buf, (int64_t)n);
        buf_add_c(&buf, " items at ");
        buf_add(&buf, matched);
    }
    return schema_find_causes(frame, buf_str(&buf), causes);
}

static bool count_argument(const SchemaFrame *frame, const char *name,
                           int64_t *out)
{
    Val v;

    return frame->draft >= SCHEMA_DRAFT_2019 &&
           schema_dialect_has(frame->node->resource->dialect,
                              SCHEMA_VALIDATION) &&
           schema_get(frame, name, &v) && schema_read_count(v, out);
}

static bool judge_contains(SchemaFrame *frame, Str matched, size_t n,
                           const SchemaErrors *causes)
{
    int64_t want;

    if (count_argument(frame, "minContains", &want)) {
        if ((int64_t)n < want)
            find_contains(frame, "min", want, matched, n, causes);
    } else if (n == 0) {
        schema_find_causes(frame, STR("no items match contains schema"),
                           causes);
    }
    if (count_argument(frame, "maxContains", &want) && (int64_t)n > want)
        find_contains(frame, "max", want, matched, n, NULL);
    return true;
}

bool schema_check_contains(SchemaFrame *frame, Val schema)
{
    const List *list = val_list(frame->value);
    SchemaErrors causes = {0};
    Buf matched;
    size_t n = 0;

    buf_init(&matched, schema_arena(frame));
    for (size_t i = 0; i < list->len; i++) {
        SchemaError *error;

        if (!schema_check_item(frame, schema, list->items[i], i, &error))
            return false;
        if (error != NULL) {
            schema_errors_add(&causes, error);
            continue;
        }
        buf_add_fmt(&matched, n++ == 0 ? "%zu" : " %zu", i);
        if (frame->draft >= SCHEMA_DRAFT_2020)
            schema_close(frame, i);
    }
    return judge_contains(frame, buf_str(&matched), n, &causes);
}

/* -- what nobody looked at -- */

bool schema_check_unevaluated_properties(SchemaFrame *frame, Val schema)
{
    const Map *map = val_map(frame->value);

    for (size_t i = 0; i < frame->open.len; i++) {
        if (frame->open.flags[i] &&
            !schema_want_property(frame, schema, map_at(map, i)->value,
                                  map_at(map, i)->key))
            return false;
    }
    frame->open = (SchemaOpen){NULL, 0, 0};
    return true;
}

bool schema_check_unevaluated_items(SchemaFrame *frame, Val schema)
{
    const List *list = val_list(frame->value);

    for (size_t i = 0; i < frame->open.len; i++) {
        if (frame->open.flags[i] &&
            !schema_want_item(frame, schema, list->items[i], i))
            return false;
    }
    frame->open = (SchemaOpen){NULL, 0, 0};
    return true;
}
