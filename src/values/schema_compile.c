/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What can be wrong with a schema before a value is seen.  The validator works
 * through a queue of schemas, beginning at the top; each one adds those it
 * makes use of.  A reference may lead to a place where no schema was expected:
 * what is there is then checked against the metaschema of its own.
 */
#include "values/schema_compile.h"

#include "base/num.h"
#include "value/list.h"
#include "value/print.h"
#include "values/schema_check.h"
#include "values/schema_meta.h"

typedef enum UseShape {
    USES_LINK,
    USES_ONE,
    USES_LIST,
    USES_MAP,
    USES_PATTERNS,
    USES_ITEMS, /* one, or a list and what comes behind it */
    USES_BRANCHES,
} UseShape;

typedef struct Use {
    const char *keyword;
    UseShape shape;
    SchemaVocabulary vocabulary;
    int from;
    int until;
} Use;

#define LAST SCHEMA_DRAFT_ANY

static const Use uses[] = {
    {"$ref",                  USES_LINK,     SCHEMA_CORE,        4,    LAST},
    {"allOf",                 USES_LIST,     SCHEMA_APPLICATOR,  4,    LAST},
    {"anyOf",                 USES_LIST,     SCHEMA_APPLICATOR,  4,    LAST},
    {"oneOf",                 USES_LIST,     SCHEMA_APPLICATOR,  4,    LAST},
    {"not",                   USES_ONE,      SCHEMA_APPLICATOR,  4,    LAST},
    {"items",                 USES_ITEMS,    SCHEMA_APPLICATOR,  4,    2019},
    {"properties",            USES_MAP,      SCHEMA_APPLICATOR,  4,    LAST},
    {"patternProperties",     USES_PATTERNS, SCHEMA_APPLICATOR,  4,    LAST},
    {"additionalProperties",  USES_ONE,      SCHEMA_APPLICATOR,  4,    LAST},
    {"dependencies",          USES_MAP,      SCHEMA_APPLICATOR,  4,    LAST},
    {"contains",              USES_ONE,      SCHEMA_APPLICATOR,  6,    LAST},
    {"propertyNames",         USES_ONE,      SCHEMA_APPLICATOR,  6,    LAST},
    {"if",                    USES_BRANCHES, SCHEMA_APPLICATOR,  7,    LAST},
    {"$recursiveRef",         USES_LINK,     SCHEMA_CORE,        2019, LAST},
    {"dependentSchemas",      USES_MAP,      SCHEMA_APPLICATOR,  2019, LAST},
    {"unevaluatedItems",      USES_ONE,      SCHEMA_APPLICATOR,  2019, 2019},
    {"unevaluatedItems",      USES_ONE,      SCHEMA_UNEVALUATED, 2020, LAST},
    {"unevaluatedProperties", USES_ONE,      SCHEMA_APPLICATOR,  2019, 2019},
    {"unevaluatedProperties", USES_ONE,      SCHEMA_UNEVALUATED, 2020, LAST},
    {"$dynamicRef",           USES_LINK,     SCHEMA_CORE,        2020, LAST},
    {"prefixItems",           USES_LIST,     SCHEMA_APPLICATOR,  2020, LAST},
    {"items",                 USES_ONE,      SCHEMA_APPLICATOR,  2020, LAST},
};

typedef struct QueueItem QueueItem;
struct QueueItem {
    SchemaNode *node; /* NULL: `target`, of which no schema is known */
    SchemaTarget target;
    QueueItem *next;
};

typedef struct Compiler {
    SchemaSet *set;
    QueueItem *first;
    QueueItem *last;
} Compiler;

static void enqueue(Compiler *compiler, QueueItem item)
{
    QueueItem *copy = ARENA_NEW(compiler->set->cx->arena, QueueItem);

    *copy = item;
    if (compiler->last == NULL)
        compiler->first = copy;
    else
        compiler->last->next = copy;
    compiler->last = copy;
}

static void enqueue_schema(Compiler *compiler, Val schema)
{
    SchemaNode *node = schema_set_node(compiler->set, schema);

    if (node == NULL || node->is_queued)
        return;
    node->is_queued = true;
    enqueue(compiler, (QueueItem){.node = node});
}

/* -- against the metaschema -- */

static bool check_against_meta(SchemaSet *set, const SchemaSpot *spot,
                               const SchemaTarget *target)
{
    Ctx *cx = set->cx;
    SchemaDoc *meta;
    SchemaErrors errors;
    Buf buf;

    if (!schema_meta_doc(set, spot->resource->dialect, &meta))
        return false;
    SchemaChecker checker = {.set = set, .meta_for = target->doc};
    if (!schema_check(&checker, meta->root, spot->schema, &errors))
        return false;
    if (errors.len == 0)
        return true;
    buf_init(&buf, cx->arena);
    val_add_quoted(&buf,
                   schema_doc_location(cx, target->doc->url, target->pointer),
                   false);
    buf_add_fmt(&buf,
                " is not valid against metaschema: jsonschema validation "
                "failed with '%.*s%s'",
                STR_ARG(meta->url),
                spot->resource->dialect.vocabularies == 0 ? "#" : "");
    schema_errors_print(&buf, &errors, 0);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool is_published(Str url)
{
    return str_has_prefix(url, STR("http://json-schema.org/")) ||
           str_has_prefix(url, STR("https://json-schema.org/"));
}

static bool check_doc(SchemaSet *set, SchemaDoc *doc)
{
    const SchemaSpot top = {doc->root, NULL, doc->main, true};
    const SchemaTarget target = {doc, STR("")};

    return is_published(doc->url) || check_against_meta(set, &top, &target);
}

/* -- the queue -- */

static bool enqueue_link(Compiler *compiler, const SchemaNode *node,
                         Val reference)
{
    SchemaSet *set = compiler->set;
    SchemaTarget target;
    SchemaSpot spot;
    bool is_new;

    if (val_kind(reference) != VAL_STRING)
        return true;
    if (!schema_doc_resolve(set, node->resource, val_str(reference), &target,
                            &is_new) ||
        (is_new && !check_doc(set, target.doc)))
        return false;
    if (!schema_doc_find(set, &target, &spot))
        (void)err_take(set->cx);
    else if (spot.is_known) {
        enqueue_schema(compiler, spot.schema);
        return true;
    }
    enqueue(compiler, (QueueItem){.target = target});
    return true;
}

static void enqueue_list(Compiler *compiler, Val list)
{
    for (size_t i = 0; val_kind(list) == VAL_LIST && i < val_list(list)->len;
         i++)
        enqueue_schema(compiler, val_list(list)->items[i]);
}

static void enqueue_map(Compiler *compiler, Val map)
{
    for (size_t i = 0; val_kind(map) == VAL_MAP && i < map_len(val_map(map));
         i++)
        enqueue_schema(compiler, map_at(val_map(map), i)->value);
}

static void enqueue_key(Compiler *compiler, const Map *map, const char *key)
{
    Val schema;

    if (map_get(map, str_from_c(key), &schema))
        enqueue_schema(compiler, schema);
}

static void enqueue_items(Compiler *compiler, const Map *map, Val items)
{
    if (val_kind(items) != VAL_LIST) {
        enqueue_schema(compiler, items);
        return;
    }
    enqueue_list(compiler, items);
    enqueue_key(compiler, map, "additionalItems");
}

/* A condition that is known beforehand has one branch only. */
static void enqueue_branches(Compiler *compiler, const Map *map, Val condition)
{
    bool is_known = val_kind(condition) == VAL_BOOL;

    enqueue_schema(compiler, condition);
    if (!is_known || val_bool(condition))
        enqueue_key(compiler, map, "then");
    if (!is_known || !val_bool(condition))
        enqueue_key(compiler, map, "else");
}

static bool fail_pattern(Compiler *compiler, const SchemaNode *node,
                         Str pattern)
{
    Ctx *cx = compiler->set->cx;
    Str problem = err_take(cx);
    const SchemaDoc *doc = node->resource->doc;
    Str pointer = schema_doc_pointer(cx, doc, node->map);
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "invalid regex ");
    val_add_quoted(&buf, pattern, false);
    buf_add_c(&buf, " at ");
    val_add_quoted(
        &buf,
        schema_doc_location(
            cx, doc->url,
            arena_fmt(cx->arena, "%.*s/patternProperties", STR_ARG(pointer))),
        false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, problem);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool check_patterns(Compiler *compiler, const SchemaNode *node,
                           Val patterns)
{
    SchemaSet *set = compiler->set;
    bool unused;

    if (val_kind(patterns) != VAL_MAP)
        return true;
    for (size_t i = 0; i < map_len(val_map(patterns)); i++) {
        Str pattern = map_at(val_map(patterns), i)->key;

        if (!set->options->match(set->cx, pattern, STR(""), &unused))
            return fail_pattern(compiler, node, pattern);
    }
    return true;
}

static bool use_keyword(Compiler *compiler, const SchemaNode *node,
                        const Use *use, Val held)
{
    switch (use->shape) {
    case USES_LINK: return enqueue_link(compiler, node, held);
    case USES_PATTERNS:
        enqueue_map(compiler, held);
        return check_patterns(compiler, node, held);
    case USES_ONE: enqueue_schema(compiler, held); break;
    case USES_LIST: enqueue_list(compiler, held); break;
    case USES_MAP: enqueue_map(compiler, held); break;
    case USES_ITEMS: enqueue_items(compiler, node->map, held); break;
    case USES_BRANCHES: enqueue_branches(compiler, node->map, held); break;
    }
    return true;
}

/* Beside a $ref of before 2019-09 the validator reads the keywords that are
 * younger than draft 4, though it makes no use of them. */
static bool is_read(const SchemaNode *node, const Use *use)
{
    SchemaDialect dialect = node->resource->dialect;

    return dialect.draft >= use->from && dialect.draft <= use->until &&
           schema_dialect_has(dialect, use->vocabulary) &&
           (!node->is_bare || use->from > SCHEMA_DRAFT_4 ||
            use->shape == USES_LINK);
}

static bool compile_node(Compiler *compiler, const SchemaNode *node)
{
    SchemaResource *resource = node->resource;
    Val held;

    enqueue_schema(compiler, resource->root);
    if (resource->dialect.draft >= SCHEMA_DRAFT_2020 &&
        val_map(resource->root) == node->map)
        enqueue_map(compiler, val_from_map(resource->dynamic));
    for (size_t i = 0; i < ARRAY_LEN(uses); i++) {
        if (is_read(node, &uses[i]) &&
            map_get(node->map, str_from_c(uses[i].keyword), &held) &&
            !use_keyword(compiler, node, &uses[i], held))
            return false;
    }
    return true;
}

/* Has a look at what was not known to be a schema. */
static bool settle_target(Compiler *compiler, QueueItem *item)
{
    SchemaSet *set = compiler->set;
    SchemaSpot spot;

    if (!schema_doc_find(set, &item->target, &spot))
        return false;
    if (!spot.is_known && (!schema_doc_extend(set, item->target.doc, &spot) ||
                           !check_against_meta(set, &spot, &item->target)))
        return false;
    item->node = schema_set_node(set, spot.schema);
    if (item->node != NULL && item->node->is_queued)
        item->node = NULL;
    else if (item->node != NULL)
        item->node->is_queued = true;
    return true;
}

bool schema_compile(SchemaSet *set, SchemaDoc *doc)
{
    Compiler compiler = {.set = set};

    if (!check_doc(set, doc))
        return false;
    enqueue_schema(&compiler, doc->root);
    for (QueueItem *item = compiler.first; item != NULL; item = item->next) {
        if (item->node == NULL && !settle_target(&compiler, item))
            return false;
        if (item->node != NULL && !compile_node(&compiler, item->node))
            return false;
    }
    return true;
}

bool schema_compile_link(SchemaSet *set, SchemaResource *resource,
                         Str reference, Val *out)
{
    SchemaTarget target;
    SchemaSpot spot;
    bool unused;

    if (map_get(resource->targets, reference, out))
        return true;
    if (!schema_doc_resolve(set, resource, reference, &target, &unused) ||
        !schema_doc_find(set, &target, &spot) ||
        (!spot.is_known && !schema_doc_extend(set, target.doc, &spot)))
        return false;
    map_set(resource->targets, reference, spot.schema);
    *out = spot.schema;
    return true;
}
