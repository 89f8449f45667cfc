/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One walk over the schema finds every subschema, the resource it belongs to
 * and the anchors.  References are then resolved as URLs: join with the
 * resource's base, find the resource of that URL here, follow the fragment in
 * it.
 */
#include "values/schema_doc.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/num.h"
#include "value/list.h"
#include "value/print.h"
#include "values/schema_url.h"

const SchemaHolder schema_holders[] = {
    {"definitions",           SCHEMA_MAP,         4,    false},
    {"not",                   SCHEMA_ONE,         4,    true },
    {"allOf",                 SCHEMA_LIST,        4,    true },
    {"anyOf",                 SCHEMA_LIST,        4,    true },
    {"oneOf",                 SCHEMA_LIST,        4,    true },
    {"properties",            SCHEMA_MAP,         4,    true },
    {"additionalProperties",  SCHEMA_ONE,         4,    true },
    {"patternProperties",     SCHEMA_MAP,         4,    true },
    {"items",                 SCHEMA_ONE_OR_LIST, 4,    true },
    {"additionalItems",       SCHEMA_ONE,         4,    true },
    {"dependencies",          SCHEMA_MAP,         4,    true },
    {"propertyNames",         SCHEMA_ONE,         6,    true },
    {"contains",              SCHEMA_ONE,         6,    true },
    {"if",                    SCHEMA_ONE,         7,    true },
    {"then",                  SCHEMA_ONE,         7,    true },
    {"else",                  SCHEMA_ONE,         7,    true },
    {"$defs",                 SCHEMA_MAP,         2019, false},
    {"dependentSchemas",      SCHEMA_MAP,         2019, true },
    {"unevaluatedProperties", SCHEMA_ONE,         2019, true },
    {"unevaluatedItems",      SCHEMA_ONE,         2019, true },
    {"contentSchema",         SCHEMA_ONE,         2019, false},
    {"prefixItems",           SCHEMA_LIST,        2020, true },
};
const size_t schema_holders_len = ARRAY_LEN(schema_holders);

typedef struct DraftUrl {
    const char *url; /* without its scheme */
    int draft;
} DraftUrl;

static const DraftUrl draft_urls[] = {
    {"json-schema.org/schema",               SCHEMA_DRAFT_2020},
    {"json-schema.org/draft/2020-12/schema", SCHEMA_DRAFT_2020},
    {"json-schema.org/draft/2019-09/schema", SCHEMA_DRAFT_2019},
    {"json-schema.org/draft-07/schema",      SCHEMA_DRAFT_7   },
    {"json-schema.org/draft-06/schema",      SCHEMA_DRAFT_6   },
    {"json-schema.org/draft-04/schema",      SCHEMA_DRAFT_4   },
};

/* The walk that fills a document. */
typedef struct DocWalk {
    Ctx *cx;
    SchemaDoc *doc;
    SchemaResource *resource; /* around the schema at hand */
    size_t cap_resources;
    size_t cap_nodes;
} DocWalk;

static bool walk_schema(DocWalk *walk, Val schema, Str pointer);

static Str pointer_add(Arena *arena, Str pointer, Str token)
{
    Buf buf;

    buf_init(&buf, arena);
    (void)buf_reserve(&buf, pointer.len + 1 + token.len);
    buf_add(&buf, pointer);
    buf_add_byte(&buf, '/');
    if (str_find_byte(token, '~', 0) == SIZE_MAX &&
        str_find_byte(token, '/', 0) == SIZE_MAX) {
        buf_add(&buf, token);
        return buf_str(&buf);
    }
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] == '~')
            buf_add_c(&buf, "~0");
        else if (token.ptr[i] == '/')
            buf_add_c(&buf, "~1");
        else
            buf_add_byte(&buf, token.ptr[i]);
    }
    return buf_str(&buf);
}

static Str pointer_add_index(Arena *arena, Str pointer, size_t i)
{
    return arena_fmt(arena, "%.*s/%zu", STR_ARG(pointer), i);
}

static bool each_of_list(Arena *arena, const List *list, Str pointer,
                         SchemaVisit *visit, void *self)
{
    for (size_t i = 0; i < list->len; i++) {
        if (!visit(self, list->items[i], pointer_add_index(arena, pointer, i)))
            return false;
    }
    return true;
}

bool schema_holder_each(Arena *arena, const SchemaHolder *holder, Val held,
                        Str pointer, SchemaVisit *visit, void *self)
{
    bool is_list = val_kind(held) == VAL_LIST;
    const Map *map;

    pointer = pointer_add(arena, pointer, str_from_c(holder->keyword));
    if (holder->shape == SCHEMA_LIST || holder->shape == SCHEMA_ONE_OR_LIST) {
        if (is_list)
            return each_of_list(arena, val_list(held), pointer, visit, self);
        if (holder->shape == SCHEMA_LIST)
            return true;
    }
    if (holder->shape != SCHEMA_MAP)
        return visit(self, held, pointer);
    if (val_kind(held) != VAL_MAP)
        return true;
    map = val_map(held);
    for (size_t i = 0; i < map_len(map); i++) {
        if (!visit(self, map_at(map, i)->value,
                   pointer_add(arena, pointer, map_at(map, i)->key)))
            return false;
    }
    return true;
}

static Str text_of(const Map *map, const char *key)
{
    Val v;

    if (!map_get(map, str_from_c(key), &v) || val_kind(v) != VAL_STRING)
        return STR_NONE;
    return val_str(v);
}

static const char *id_keyword(int draft)
{
    return draft == SCHEMA_DRAFT_4 ? "id" : "$id";
}

/* Before 2019-09 what stands beside a $ref does not count. */
static bool is_bare_reference(const Map *map, int draft)
{
    return draft < SCHEMA_DRAFT_2019 && map_find(map, STR("$ref")) != NULL;
}

static Str id_of(const Map *map, int draft)
{
    if (is_bare_reference(map, draft))
        return STR_NONE;
    return schema_url_without_fragment(text_of(map, id_keyword(draft)));
}

static bool draft_of(Ctx *cx, const Map *map, int fallback, int *out)
{
    Str url = text_of(map, "$schema");
    Str bare = schema_url_without_fragment(url);

    *out = fallback;
    if (url.ptr == NULL)
        return true;
    bare =
        str_drop_prefix(str_drop_prefix(bare, STR("http://")), STR("https://"));
    for (size_t i = 0; i < ARRAY_LEN(draft_urls); i++) {
        if (str_eq_c(bare, draft_urls[i].url)) {
            *out = draft_urls[i].draft;
            return true;
        }
    }
    return schema_url_refuse(cx, schema_url_without_fragment(url));
}

static const SchemaResource *find_resource(const SchemaDoc *doc, Str url)
{
    for (size_t i = 0; i < doc->n_resources; i++) {
        if (str_eq(doc->resources[i]->url, url))
            return doc->resources[i];
    }
    return NULL;
}

static bool add_resource(DocWalk *walk, Val schema, Str pointer, Str url,
                         int draft)
{
    Ctx *cx = walk->cx;
    SchemaDoc *doc = walk->doc;
    const SchemaResource *twin = find_resource(doc, url);
    SchemaResource *resource = ARENA_NEW(cx->arena, SchemaResource);

    if (twin != NULL)
        return fail_here(cx, ERR_SCHEMA,
                         "duplicate id \"%.*s\" in \"%.*s\" at \"%.*s\" and "
                         "\"%.*s\"",
                         STR_ARG(url), STR_ARG(doc->url), STR_ARG(pointer),
                         STR_ARG(twin->pointer));
    if (doc->n_resources == walk->cap_resources) {
        size_t cap = walk->cap_resources == 0 ? 4 : walk->cap_resources * 2;

        doc->resources =
            arena_grow(cx->arena, doc->resources,
                       walk->cap_resources * sizeof(SchemaResource *),
                       cap * sizeof(SchemaResource *));
        walk->cap_resources = cap;
    }
    *resource = (SchemaResource){.url = url,
                                 .pointer = pointer,
                                 .root = schema,
                                 .draft = draft,
                                 .anchors = map_new(cx->arena, 0),
                                 .dynamic = map_new(cx->arena, 0)};
    doc->resources[doc->n_resources++] = resource;
    walk->resource = resource;
    return true;
}

static void add_node(DocWalk *walk, const Map *schema)
{
    SchemaDoc *doc = walk->doc;

    if (doc->n_nodes == walk->cap_nodes) {
        size_t cap = walk->cap_nodes == 0 ? 32 : walk->cap_nodes * 2;

        doc->nodes = arena_grow(walk->cx->arena, doc->nodes,
                                walk->cap_nodes * sizeof(SchemaNode),
                                cap * sizeof(SchemaNode));
        walk->cap_nodes = cap;
    }
    doc->nodes[doc->n_nodes++] = (SchemaNode){schema, walk->resource};
}

static bool add_anchor(DocWalk *walk, Map *anchors, Str name, Val schema)
{
    Val twin;

    if (name.len == 0)
        return true;
    if (map_get(anchors, name, &twin))
        return fail_here(
            walk->cx, ERR_SCHEMA,
            "duplicate anchor \"%.*s\" in \"%.*s\" at \"%.*s\" and \"%.*s\"",
            STR_ARG(name), STR_ARG(walk->doc->url),
            STR_ARG(schema_doc_pointer(walk->cx, walk->doc, twin)),
            STR_ARG(schema_doc_pointer(walk->cx, walk->doc, schema)));
    map_set(anchors, name, schema);
    return true;
}

static bool add_anchors(DocWalk *walk, const Map *map, Val schema)
{
    SchemaResource *resource = walk->resource;
    Str dynamic = STR_NONE;

    if (resource->draft < SCHEMA_DRAFT_2019) {
        Str id = text_of(map, id_keyword(resource->draft));
        Str name = schema_url_fragment(walk->cx->arena, id);
        bool is_pointer = name.len != 0 && *name.ptr == '/';

        return is_pointer || is_bare_reference(map, resource->draft) ||
               add_anchor(walk, resource->anchors, name, schema);
    }
    if (resource->draft >= SCHEMA_DRAFT_2020)
        dynamic = text_of(map, "$dynamicAnchor");
    if (!str_eq(dynamic, text_of(map, "$anchor")) &&
        !add_anchor(walk, resource->anchors, text_of(map, "$anchor"), schema))
        return false;
    return add_anchor(walk, resource->anchors, dynamic, schema) &&
           add_anchor(walk, resource->dynamic, dynamic, schema);
}

static bool visit_subschema(void *self, Val schema, Str pointer)
{
    DocWalk *walk = self;
    SchemaResource *around = walk->resource;
    bool ok;

    if (val_kind(schema) != VAL_MAP)
        return true;
    if (!ctx_enter(walk->cx))
        return false;
    ok = walk_schema(walk, schema, pointer);
    ctx_leave(walk->cx);
    walk->resource = around;
    return ok;
}

/* Enters the resource that begins at `schema`, if one does. */
static bool enter_resource(DocWalk *walk, const Map *map, Val schema,
                           Str pointer)
{
    bool is_root = pointer.len == 0;
    int fallback = is_root ? SCHEMA_DRAFT_2020 : walk->resource->draft;
    Str base = is_root ? walk->doc->url : walk->resource->url;
    int draft;
    Str id;

    if (!draft_of(walk->cx, map, fallback, &draft))
        return false;
    id = id_of(map, draft);
    if (id.len == 0 && !is_root)
        return true;
    if (id.len != 0)
        base = schema_url_join(walk->cx->arena, base, id);
    return add_resource(walk, schema, pointer, base, draft);
}

/* Most schemas hold no others: all that they say is in scalars. */
static bool is_leaf(const Map *map)
{
    for (size_t i = 0; i < map_len(map); i++) {
        ValKind kind = val_kind(map_at(map, i)->value);

        if (kind == VAL_MAP || kind == VAL_LIST)
            return false;
    }
    return true;
}

static bool walk_schema(DocWalk *walk, Val schema, Str pointer)
{
    const Map *map = val_map(schema);

    if (!enter_resource(walk, map, schema, pointer) ||
        !add_anchors(walk, map, schema))
        return false;
    add_node(walk, map);
    if (is_leaf(map))
        return true;
    for (size_t i = 0; i < schema_holders_len; i++) {
        const SchemaHolder *holder = &schema_holders[i];
        Val held;

        if (holder->from > walk->resource->draft ||
            !map_get(map, str_from_c(holder->keyword), &held))
            continue;
        if (!schema_holder_each(walk->cx->arena, holder, held, pointer,
                                visit_subschema, walk))
            return false;
    }
    return true;
}

static int compare_nodes(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const SchemaNode *)a)->schema;
    uintptr_t y = (uintptr_t)((const SchemaNode *)b)->schema;

    return (x > y) - (x < y);
}

bool schema_doc_init(Ctx *cx, SchemaDoc *doc, Str url, Val root)
{
    DocWalk walk = {.cx = cx, .doc = doc};
    bool ok;

    *doc = (SchemaDoc){.url = url, .root = root};
    ok = val_kind(root) == VAL_MAP
             ? walk_schema(&walk, root, STR(""))
             : add_resource(&walk, root, STR(""), url, SCHEMA_DRAFT_2020);
    if (!ok)
        return false;
    doc->main = doc->resources[0];
    if (doc->n_nodes > 1)
        qsort(doc->nodes, doc->n_nodes, sizeof(SchemaNode), compare_nodes);
    return true;
}

const SchemaResource *schema_doc_resource_of(const SchemaDoc *doc,
                                             const Map *schema)
{
    const SchemaNode key = {schema, NULL};
    const SchemaNode *node = NULL;

    if (doc->n_nodes != 0)
        node = bsearch(&key, doc->nodes, doc->n_nodes, sizeof(SchemaNode),
                       compare_nodes);
    return node == NULL ? doc->main : node->resource;
}

const SchemaResource *schema_doc_resource(const SchemaDoc *doc, Val schema)
{
    if (val_kind(schema) != VAL_MAP)
        return doc->main;
    return schema_doc_resource_of(doc, val_map(schema));
}

/* "~1" and "~0" of a pointer's token. */
static bool unescape_token(Arena *arena, Str token, Str *out)
{
    Buf buf;

    if (str_find_byte(token, '~', 0) == SIZE_MAX) {
        *out = token;
        return true;
    }
    buf_init(&buf, arena);
    for (size_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];

        if (c == '~') {
            i++;
            if (i == token.len || (token.ptr[i] != '0' && token.ptr[i] != '1'))
                return false;
            c = token.ptr[i] == '0' ? '~' : '/';
        }
        buf_add_byte(&buf, c);
    }
    *out = buf_str(&buf);
    return true;
}

static bool step_into(Val v, Str token, Val *out)
{
    int64_t index;

    if (val_kind(v) == VAL_MAP)
        return map_get(val_map(v), token, out);
    if (val_kind(v) != VAL_LIST || num_parse_int(token, 10, &index) != NUM_OK ||
        index < 0 || (uint64_t)index >= val_list(v)->len)
        return false;
    *out = val_list(v)->items[index];
    return true;
}

typedef enum PointerResult {
    POINTER_FOUND,
    POINTER_MALFORMED,
    POINTER_MISSING,
} PointerResult;

static PointerResult walk_pointer(Arena *arena, Val v, Str pointer, Val *out)
{
    for (size_t pos = 1; pos <= pointer.len;) {
        size_t slash = str_find_byte(pointer, '/', pos);
        size_t end = slash == SIZE_MAX ? pointer.len : slash;
        Str token;

        if (!unescape_token(arena, str_slice(pointer, pos, end), &token))
            return POINTER_MALFORMED;
        if (!step_into(v, token, &v))
            return POINTER_MISSING;
        pos = end + 1;
    }
    *out = v;
    return POINTER_FOUND;
}

static bool follow_pointer(Ctx *cx, const SchemaDoc *doc,
                           const SchemaResource *resource, Str pointer,
                           Val *out)
{
    PointerResult result =
        walk_pointer(cx->arena, resource->root, pointer, out);
    Str escaped;

    if (result == POINTER_FOUND)
        return true;
    escaped = schema_url_escape(cx->arena, arena_fmt(cx->arena, "%.*s%.*s",
                                                     STR_ARG(resource->pointer),
                                                     STR_ARG(pointer)));
    if (result == POINTER_MALFORMED)
        return fail_here(cx, ERR_SCHEMA, "invalid json-pointer \"%.*s#%.*s\"",
                         STR_ARG(doc->url), STR_ARG(escaped));
    return fail_here(cx, ERR_SCHEMA, "json-pointer in \"%.*s#%.*s\" not found",
                     STR_ARG(doc->url), STR_ARG(escaped));
}

bool schema_doc_resolve(Ctx *cx, const SchemaDoc *doc,
                        const SchemaResource *resource, Str reference, Val *out)
{
    Str url = schema_url_join(cx->arena, resource->url,
                              schema_url_without_fragment(reference));
    Str fragment = schema_url_fragment(cx->arena, reference);
    const SchemaResource *target =
        str_eq(url, doc->url) ? doc->main : find_resource(doc, url);

    if (target == NULL)
        return schema_url_refuse(cx, url);
    if (fragment.len == 0 || *fragment.ptr == '/')
        return follow_pointer(cx, doc, target, fragment, out);
    if (map_get(target->anchors, fragment, out))
        return true;
    return fail_here(
        cx, ERR_SCHEMA, "anchor in \"%.*s#%.*s\" not found in schema \"%.*s\"",
        STR_ARG(target->url), STR_ARG(schema_url_escape(cx->arena, fragment)),
        STR_ARG(doc->url));
}

/* Looks for `wanted` below `v`. */
static bool find_pointer(Arena *arena, Val v, const Map *wanted, Str at,
                         Str *out)
{
    if (val_kind(v) == VAL_LIST) {
        for (size_t i = 0; i < val_list(v)->len; i++) {
            if (find_pointer(arena, val_list(v)->items[i], wanted,
                             pointer_add_index(arena, at, i), out))
                return true;
        }
        return false;
    }
    if (val_kind(v) != VAL_MAP)
        return false;
    if (val_map(v) == wanted) {
        *out = at;
        return true;
    }
    for (size_t i = 0; i < map_len(val_map(v)); i++) {
        const MapEntry *entry = map_at(val_map(v), i);

        if (find_pointer(arena, entry->value, wanted,
                         pointer_add(arena, at, entry->key), out))
            return true;
    }
    return false;
}

Str schema_doc_pointer(Ctx *cx, const SchemaDoc *doc, Val schema)
{
    Str pointer = STR("");

    if (val_kind(schema) == VAL_MAP)
        find_pointer(cx->arena, doc->root, val_map(schema), STR(""), &pointer);
    return pointer;
}

Str schema_doc_location(Ctx *cx, const SchemaDoc *doc, Val schema)
{
    return arena_fmt(cx->arena, "%.*s#%.*s", STR_ARG(doc->url),
                     STR_ARG(schema_url_escape(
                         cx->arena, schema_doc_pointer(cx, doc, schema))));
}
