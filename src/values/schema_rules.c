/* SPDX-License-Identifier: MPL-2.0 */
/*
 * From the keywords of a schema, which stand sorted by name, to rules in the
 * order of the table.
 */
#include "values/schema_rules.h"

#include <assert.h>

#define KEYWORDS_MAX 64
#define N_BUCKETS    64
#define NO_ROW       0xff

/* The rows of the table by their names. */
struct SchemaRows {
    uint8_t first[N_BUCKETS];
    uint8_t next[KEYWORDS_MAX];
};

static size_t bucket_of(Str name)
{
    size_t ends = name.len == 0 ? 0
                                : (unsigned char)name.ptr[0] * 3u +
                                      (unsigned char)name.ptr[name.len - 1];

    return (ends + name.len * 5) % N_BUCKETS;
}

static const struct SchemaRows *rows_of(SchemaSet *set)
{
    struct SchemaRows *rows = set->rows;

    if (rows != NULL)
        return rows;
    assert(schema_keywords_len <= KEYWORDS_MAX);
    rows = ARENA_NEW(set->cx->kept, struct SchemaRows);
    memset(rows->first, NO_ROW, sizeof rows->first);
    for (size_t i = 0; i < schema_keywords_len; i++) {
        uint8_t *first = &rows->first[bucket_of(schema_keywords[i].name)];

        rows->next[i] = *first;
        *first = (uint8_t)i;
    }
    set->rows = rows;
    return rows;
}

/* Of the schemas with a $ref before 2019-09 only the reference counts, and
 * const, which the validator reads all the same. */
static bool is_read(const SchemaNode *node, const SchemaKeyword *keyword)
{
    SchemaDialect dialect = node->resource->dialect;

    return dialect.draft >= keyword->from && dialect.draft <= keyword->until &&
           schema_dialect_has(dialect, keyword->vocabulary) &&
           (!node->is_bare || keyword->stage == SCHEMA_REFER ||
            str_eq(keyword->name, STR("const")));
}

/* A keyword of a node, by its row of the table. */
typedef struct FoundKeyword {
    size_t row;
    const MapEntry *entry;
} FoundKeyword;

/* Keeps `found` in the order of the table. */
static void insert(FoundKeyword *found, size_t n, FoundKeyword one)
{
    for (; n > 0 && found[n - 1].row > one.row; n--)
        found[n] = found[n - 1];
    found[n] = one;
}

/* The keywords that the node has; their number. */
static size_t collect(SchemaSet *set, const SchemaNode *node,
                      FoundKeyword found[KEYWORDS_MAX])
{
    const struct SchemaRows *rows = rows_of(set);
    size_t n = 0;

    for (size_t i = 0; i < map_len(node->map); i++) {
        const MapEntry *entry = map_at(node->map, i);

        for (size_t j = rows->first[bucket_of(entry->key)]; j != NO_ROW;
             j = rows->next[j]) {
            if (!str_eq(schema_keywords[j].name, entry->key) ||
                !is_read(node, &schema_keywords[j]))
                continue;
            insert(found, n++, (FoundKeyword){j, entry});
        }
    }
    return n;
}

/* What the rule means for what nobody has looked at. */
static void note_rule(SchemaNode *node, const SchemaRule *rule)
{
    Str name = rule->keyword->name;
    bool is_list = val_kind(rule->argument) == VAL_LIST;

    if (str_eq(name, STR("unevaluatedProperties")))
        node->asks_properties = true;
    else if (str_eq(name, STR("unevaluatedItems")))
        node->asks_items = true;
    else if (str_eq(name, STR("additionalProperties")))
        node->sees_properties = true;
    else if (str_eq(name, STR("prefixItems")) && is_list)
        node->sees_items = val_list(rule->argument)->len;
    else if (str_eq(name, STR("items")))
        node->sees_items =
            is_list && map_find(node->map, STR("additionalItems")) == NULL
                ? val_list(rule->argument)->len
                : SIZE_MAX;
}

void schema_rules_prepare(SchemaSet *set, SchemaNode *node)
{
    FoundKeyword found[KEYWORDS_MAX];
    SchemaRule *rules;
    size_t n;

    if (node->is_prepared)
        return;
    n = collect(set, node, found);
    rules = ARENA_ARRAY(set->cx->kept, SchemaRule, n);
    node->rules = rules;
    node->is_prepared = true;
    for (size_t i = 0; i < n; i++) {
        const SchemaKeyword *keyword = &schema_keywords[found[i].row];
        const SchemaRule rule = {keyword, found[i].entry->value};

        note_rule(node, &rule);
        if (node->n_rules == 0 ||
            rules[node->n_rules - 1].keyword->check != keyword->check)
            rules[node->n_rules++] = rule;
    }
}
