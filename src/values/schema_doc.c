/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One walk over a document finds every schema, the resource it belongs to and
 * the anchors.  References are then resolved as URLs: join with the resource's
 * base, find the resource of that URL here or load the document, follow the
 * fragment in it.
 */
#include "values/schema_doc.h"

#include "base/num.h"
#include "value/list.h"
#include "value/print.h"
#include "values/schema_load.h"

/* How a keyword holds schemas. */
typedef enum HolderShape {
    HOLDS_ONE,
    HOLDS_LIST,
    HOLDS_MAP,
    HOLDS_ONE_OR_LIST,
} HolderShape;

typedef struct Holder {
    Str keyword;
    HolderShape shape;
    int from; /* the first draft */
} Holder;

#define NAME(text)                                                             \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }

/* Where schemas are, in the order of the walk. */
static const Holder holders[] = {
    {NAME("definitions"),           HOLDS_MAP,         4   },
    {NAME("not"),                   HOLDS_ONE,         4   },
    {NAME("allOf"),                 HOLDS_LIST,        4   },
    {NAME("anyOf"),                 HOLDS_LIST,        4   },
    {NAME("oneOf"),                 HOLDS_LIST,        4   },
    {NAME("properties"),            HOLDS_MAP,         4   },
    {NAME("additionalProperties"),  HOLDS_ONE,         4   },
    {NAME("patternProperties"),     HOLDS_MAP,         4   },
    {NAME("items"),                 HOLDS_ONE_OR_LIST, 4   },
    {NAME("additionalItems"),       HOLDS_ONE,         4   },
    {NAME("dependencies"),          HOLDS_MAP,         4   },
    {NAME("propertyNames"),         HOLDS_ONE,         6   },
    {NAME("contains"),              HOLDS_ONE,         6   },
    {NAME("if"),                    HOLDS_ONE,         7   },
    {NAME("then"),                  HOLDS_ONE,         7   },
    {NAME("else"),                  HOLDS_ONE,         7   },
    {NAME("$defs"),                 HOLDS_MAP,         2019},
    {NAME("dependentSchemas"),      HOLDS_MAP,         2019},
    {NAME("unevaluatedProperties"), HOLDS_ONE,         2019},
    {NAME("unevaluatedItems"),      HOLDS_ONE,         2019},
    {NAME("contentSchema"),         HOLDS_ONE,         2019},
    {NAME("prefixItems"),           HOLDS_LIST,        2020},
};

bool schema_dialect_has(SchemaDialect dialect, SchemaVocabulary vocabulary)
{
    unsigned vocabularies = dialect.vocabularies;

    if (dialect.draft < SCHEMA_DRAFT_2019)
        return true;
    if (vocabularies == 0) {
        vocabularies = SCHEMA_CORE | SCHEMA_APPLICATOR | SCHEMA_VALIDATION;
        if (dialect.draft == SCHEMA_DRAFT_2020)
            vocabularies |= SCHEMA_UNEVALUATED;
    }
    return (vocabularies & (unsigned)vocabulary) != 0;
}

/* -- nodes, by the address of their map -- */

static size_t slot_of(const SchemaSet *set, const Map *map)
{
    size_t at = (size_t)(((uintptr_t)map >> 4) * 0x9E3779B97F4A7C15u >> 32) &
                (set->n_slots - 1);

    while (set->slots[at] != NULL && set->slots[at]->map != map)
        at = (at + 1) & (set->n_slots - 1);
    return at;
}

static void grow_slots(SchemaSet *set)
{
    SchemaNode **old = set->slots;
    size_t n_old = set->n_slots;

    set->n_slots = n_old == 0 ? 512 : n_old * 2;
    set->slots = ARENA_ARRAY(set->cx->arena, SchemaNode *, set->n_slots);
    for (size_t i = 0; i < n_old; i++) {
        if (old[i] != NULL)
            set->slots[slot_of(set, old[i]->map)] = old[i];
    }
}

/* The node of `map`, new unless there is one already. */
static SchemaNode *add_node(SchemaSet *set, const Map *map,
                            SchemaResource *resource)
{
    SchemaNode **slot;
    Val ref;

    if (set->n_nodes >= set->n_slots / 2)
        grow_slots(set);
    slot = &set->slots[slot_of(set, map)];
    if (*slot != NULL)
        return *slot;
    *slot = ARENA_NEW(set->cx->arena, SchemaNode);
    (*slot)->map = map;
    (*slot)->resource = resource;
    (*slot)->is_bare = resource->dialect.draft < SCHEMA_DRAFT_2019 &&
                       map_get(map, STR("$ref"), &ref) &&
                       val_kind(ref) == VAL_STRING;
    set->n_nodes++;
    return *slot;
}

SchemaNode *schema_set_node(SchemaSet *set, Val schema)
{
    SchemaNode *node = NULL;
    Arena *arena;

    if (val_kind(schema) != VAL_MAP)
        return NULL;
    if (set->n_slots != 0)
        node = set->slots[slot_of(set, val_map(schema))];
    if (node != NULL || set->sole == NULL)
        return node;
    arena = ctx_go_kept(set->cx);
    node = add_node(set, val_map(schema), set->sole);
    set->cx->arena = arena;
    return node;
}

void schema_set_init(SchemaSet *set, Ctx *cx, const SchemaOptions *options)
{
    *set = (SchemaSet){.cx = cx, .options = options};
    set->loaded = map_new(cx->kept, 4);
}

/* -- the walk -- */

typedef struct DocWalk {
    SchemaSet *set;
    SchemaDoc *doc;
} DocWalk;

static bool walk_schema(const DocWalk *walk, Val schema, const SchemaPlace *at,
                        SchemaResource *around, SchemaDialect fallback);

static bool fail_located(Ctx *cx, const char *what, const SchemaDoc *doc,
                         const SchemaPlace *at)
{
    Str pointer = schema_place_text(cx->arena, at);
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, what);
    val_add_quoted(&buf, schema_doc_location(cx, doc->url, pointer), false);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

/* "duplicate WHAT NAME in URL at A and B" */
static bool fail_twice(const DocWalk *walk, const char *what, Str name, Str a,
                       Str b)
{
    Buf buf;

    buf_init(&buf, walk->set->cx->arena);
    buf_add_fmt(&buf, "duplicate %s ", what);
    val_add_quoted(&buf, name, false);
    buf_add_c(&buf, " in ");
    val_add_quoted(&buf, walk->doc->url, false);
    buf_add_c(&buf, " at ");
    val_add_quoted(&buf, a, false);
    buf_add_c(&buf, " and ");
    val_add_quoted(&buf, b, false);
    return fail_str(walk->set->cx, ERR_SCHEMA, buf_str(&buf));
}

static SchemaResource *find_resource(const SchemaDoc *doc, Str url)
{
    SchemaResource *resource = doc->main;

    while (resource != NULL && !str_eq(resource->url, url))
        resource = resource->next;
    return resource;
}

static bool add_resource(const DocWalk *walk, Val schema, const SchemaPlace *at,
                         Str url, SchemaDialect dialect, SchemaResource **out)
{
    Arena *arena = walk->set->cx->arena;
    SchemaDoc *doc = walk->doc;
    const SchemaResource *twin = find_resource(doc, url);
    SchemaResource *resource = ARENA_NEW(arena, SchemaResource);
    Str pointer = schema_place_text(arena, at);

    if (twin != NULL)
        return fail_twice(walk, "id", url, pointer, twin->pointer);
    *resource = (SchemaResource){.doc = doc,
                                 .url = url,
                                 .pointer = pointer,
                                 .root = schema,
                                 .dialect = dialect,
                                 .anchors = map_new(arena, 0),
                                 .dynamic = map_new(arena, 0),
                                 .targets = map_new(arena, 0)};
    if (doc->main == NULL) {
        doc->main = resource;
    } else {
        resource->next = doc->main->next;
        doc->main->next = resource;
    }
    doc->n_resources++;
    *out = resource;
    return true;
}

static bool add_anchor(const DocWalk *walk, Map *anchors, Str name, Val schema,
                       const SchemaPlace *at)
{
    Ctx *cx = walk->set->cx;
    Val twin;

    if (name.ptr == NULL)
        return true;
    if (map_get(anchors, name, &twin) && val_map(twin) != val_map(schema))
        return fail_twice(walk, "anchor", name,
                          schema_doc_pointer(cx, walk->doc, val_map(twin)),
                          schema_place_text(cx->arena, at));
    map_set(anchors, name, schema);
    return true;
}

static bool add_anchors(const DocWalk *walk, const Map *map, Val schema,
                        const SchemaPlace *at, SchemaResource *resource)
{
    int draft = resource->dialect.draft;
    Str name;

    if (draft >= SCHEMA_DRAFT_2019) {
        name = draft >= SCHEMA_DRAFT_2020
                   ? schema_text_of(map, "$dynamicAnchor")
                   : STR_NONE;
        return add_anchor(walk, resource->anchors,
                          schema_text_of(map, "$anchor"), schema, at) &&
               add_anchor(walk, resource->anchors, name, schema, at) &&
               add_anchor(walk, resource->dynamic, name, schema, at);
    }
    name = schema_text_of(map, draft == SCHEMA_DRAFT_4 ? "id" : "$id");
    if (name.ptr == NULL || map_find(map, STR("$ref")) != NULL)
        return true;
    if (!schema_url_fragment(walk->set->cx, name, &name)) {
        (void)err_take(walk->set->cx);
        return fail_located(walk->set->cx, "error in parsing anchor at ",
                            walk->doc, at);
    }
    if (name.len == 0 || *name.ptr == '/')
        return true;
    return add_anchor(walk, resource->anchors, name, schema, at);
}

/* Before 2019-09 what stands beside a $ref does not count. */
static Str id_of(const Map *map, int draft)
{
    if (draft < SCHEMA_DRAFT_2019 && map_find(map, STR("$ref")) != NULL)
        return STR("");
    return schema_url_without_fragment(
        schema_text_of(map, draft == SCHEMA_DRAFT_4 ? "id" : "$id"));
}

/* `reference`, which has no fragment, taken from `base`. */
static bool join_urls(SchemaSet *set, Str base, Str reference, Str *out)
{
    SchemaUrl from;
    SchemaUrl to;

    if (!schema_url_parse(set->cx, base, set->options->check_address, &from) ||
        !schema_url_parse(set->cx, reference, set->options->check_address, &to))
        return false;
    *out = schema_url_resolve(set->cx->arena, &from, &to);
    return true;
}

/* Enters the resource that begins at `schema`, if one does; `*draft` is the one
 * by which schemas are found in it. */
static bool enter_resource(const DocWalk *walk, Val schema,
                           const SchemaPlace *at, SchemaDialect fallback,
                           SchemaResource **resource, int *draft)
{
    SchemaSet *set = walk->set;
    const Map *map = val_map(schema);
    SchemaDialect dialect = fallback;
    Str url = *resource == NULL ? walk->doc->url : (*resource)->url;
    Str id;

    if (!schema_load_draft(set, walk->doc, at, map, fallback.draft, draft))
        return false;
    id = id_of(map, *draft);
    if (id.len == 0 && at != NULL) {
        *draft = fallback.draft;
        id = id_of(map, *draft);
        if (id.len == 0)
            return true;
    } else if (schema_text_of(map, "$schema").ptr != NULL) {
        dialect.draft = *draft;
        if (!schema_load_vocabularies(set, map, *draft, &dialect.vocabularies))
            return false;
    }
    if (id.len != 0 && !join_urls(set, url, id, &url)) {
        (void)err_take(set->cx);
        return fail_located(set->cx, "error in parsing id at ", walk->doc, at);
    }
    return add_resource(walk, schema, at, url, dialect, resource);
}

static bool walk_inner(const DocWalk *walk, Val schema, const SchemaPlace *at,
                       SchemaResource *around)
{
    bool ok;

    if (val_kind(schema) != VAL_MAP)
        return true;
    if (!ctx_enter(walk->set->cx))
        return false;
    ok = walk_schema(walk, schema, at, around, around->dialect);
    ctx_leave(walk->set->cx);
    return ok;
}

static bool walk_list(const DocWalk *walk, const List *list,
                      const SchemaPlace *at, SchemaResource *around)
{
    for (size_t i = 0; i < list->len; i++) {
        const SchemaPlace place = {at, STR_NONE, i};

        if (!walk_inner(walk, list->items[i], &place, around))
            return false;
    }
    return true;
}

static bool walk_map(const DocWalk *walk, const Map *map, const SchemaPlace *at,
                     SchemaResource *around)
{
    for (size_t i = 0; i < map_len(map); i++) {
        const SchemaPlace place = {at, map_at(map, i)->key, 0};

        if (!walk_inner(walk, map_at(map, i)->value, &place, around))
            return false;
    }
    return true;
}

static bool walk_held(const DocWalk *walk, const Holder *holder, Val held,
                      const SchemaPlace *outer, SchemaResource *around)
{
    const SchemaPlace place = {outer, holder->keyword, 0};

    switch (holder->shape) {
    case HOLDS_ONE: return walk_inner(walk, held, &place, around);
    case HOLDS_MAP:
        return val_kind(held) != VAL_MAP ||
               walk_map(walk, val_map(held), &place, around);
    case HOLDS_ONE_OR_LIST:
    case HOLDS_LIST: break;
    }
    if (val_kind(held) == VAL_LIST)
        return walk_list(walk, val_list(held), &place, around);
    return holder->shape == HOLDS_LIST ||
           walk_inner(walk, held, &place, around);
}

static const Holder *find_holder(Str keyword, int draft)
{
    for (size_t i = 0; i < ARRAY_LEN(holders); i++) {
        if (str_eq(holders[i].keyword, keyword))
            return holders[i].from <= draft ? &holders[i] : NULL;
    }
    return NULL;
}

static bool walk_below(const DocWalk *walk, const Map *map,
                       const SchemaPlace *at, SchemaResource *around, int draft)
{
    const MapEntry *held[ARRAY_LEN(holders)] = {NULL};
    size_t n = 0;

    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);
        ValKind kind = val_kind(entry->value);
        const Holder *holder = NULL;

        if (kind == VAL_MAP || kind == VAL_LIST)
            holder = find_holder(entry->key, draft);
        if (holder != NULL) {
            held[holder - holders] = entry;
            n++;
        }
    }
    for (size_t i = 0; n > 0; i++) {
        if (held[i] == NULL)
            continue;
        if (!walk_held(walk, &holders[i], held[i]->value, at, around))
            return false;
        n--;
    }
    return true;
}

/* Whether a keyword may be there that names the schema.  Keys stand sorted, and
 * those begin with a dollar sign but for the id of draft 4; most of what does
 * is a reference. */
static bool has_name(const Map *map, int draft)
{
    if (draft == SCHEMA_DRAFT_4)
        return true;
    for (size_t i = 0; i < map_len(map); i++) {
        Str key = map_at(map, i)->key;

        if (key.len == 0 || *key.ptr < '$' || str_eq(key, STR("$ref")))
            continue;
        return *key.ptr == '$';
    }
    return false;
}

static bool walk_schema(const DocWalk *walk, Val schema, const SchemaPlace *at,
                        SchemaResource *around, SchemaDialect fallback)
{
    const Map *map = val_map(schema);
    int draft = fallback.draft;

    if (at == NULL || has_name(map, draft)) {
        if (!enter_resource(walk, schema, at, fallback, &around, &draft) ||
            !add_anchors(walk, map, schema, at, around))
            return false;
    }
    add_node(walk->set, map, around);
    return walk_below(walk, map, at, around, draft);
}

/* What a schema that says nothing of its dialect is. */
static const SchemaDialect latest = {SCHEMA_DRAFT_2020, 0};

static SchemaDoc *new_doc(Arena *arena, Str url, Val root)
{
    SchemaDoc *doc = ARENA_NEW(arena, SchemaDoc);

    doc->url = url;
    doc->root = root;
    return doc;
}

static void link_doc(SchemaSet *set, SchemaDoc *doc)
{
    doc->next = set->docs;
    set->docs = doc;
}

static bool add_doc(SchemaSet *set, Str url, Val root, SchemaDoc **out)
{
    SchemaDoc *doc = new_doc(set->cx->arena, url, root);
    const DocWalk walk = {set, doc};
    SchemaResource *unused;

    if (val_kind(root) == VAL_MAP
            ? !walk_schema(&walk, root, NULL, NULL, latest)
            : !add_resource(&walk, root, NULL, url, latest, &unused))
        return false;
    link_doc(set, doc);
    *out = doc;
    return true;
}

static bool add_known(SchemaSet *set, Str url, Val root)
{
    SchemaDoc *doc = new_doc(set->cx->arena, url, root);
    const DocWalk walk = {set, doc};
    int unused;

    if (!enter_resource(&walk, root, NULL, latest, &set->sole, &unused))
        return false;
    link_doc(set, doc);
    return true;
}

bool schema_set_add_known(SchemaSet *set, Str url, Val root)
{
    Arena *arena = ctx_go_kept(set->cx);
    bool ok = add_known(set, url, root);

    set->cx->arena = arena;
    return ok;
}

bool schema_doc_is_plain(const SchemaDoc *doc)
{
    return val_kind(doc->root) == VAL_MAP && doc->n_resources == 1 &&
           map_len(doc->main->anchors) == 0 && map_len(doc->main->dynamic) == 0;
}

bool schema_set_add(SchemaSet *set, Str url, Val root, SchemaDoc **out)
{
    Arena *arena = ctx_go_kept(set->cx);
    bool ok = add_doc(set, url, root, out);

    set->cx->arena = arena;
    return ok;
}

bool schema_set_get(SchemaSet *set, Str url, SchemaDoc **out, bool *is_new)
{
    Val root;

    *is_new = false;
    for (*out = set->docs; *out != NULL; *out = (*out)->next) {
        if ((*out)->vocabularies == 0 && str_eq((*out)->url, url))
            return true;
    }
    *is_new = true;
    return schema_load(set, url, &root) && schema_set_add(set, url, root, out);
}

/* -- references -- */

static bool fail_parse(Ctx *cx, Str text)
{
    Str problem = err_take(cx);
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "error in parsing ");
    val_add_quoted(&buf, text, false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, problem);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool resolve_anchor(Ctx *cx, const SchemaResource *resource, Str anchor,
                           Str *pointer)
{
    const SchemaDoc *doc = resource->doc;
    Val schema;
    Buf buf;

    if (map_get(resource->anchors, anchor, &schema)) {
        *pointer = schema_doc_pointer(cx, doc, val_map(schema));
        return true;
    }
    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "anchor in ");
    val_add_quoted(&buf, schema_doc_location(cx, resource->url, anchor), false);
    buf_add_c(&buf, " not found in schema ");
    val_add_quoted(&buf, doc->url, false);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool find_target(SchemaSet *set, const SchemaResource *from, Str url,
                        const SchemaResource **out, bool *is_new)
{
    SchemaDoc *doc = from->doc;

    *is_new = false;
    *out = str_eq(url, doc->url) ? doc->main : find_resource(doc, url);
    if (*out != NULL)
        return true;
    if (!schema_set_get(set, url, &doc, is_new))
        return false;
    *out = doc->main;
    return true;
}

static bool resolve(SchemaSet *set, const SchemaResource *resource,
                    Str reference, SchemaTarget *out, bool *is_new)
{
    Ctx *cx = set->cx;
    Str bare = schema_url_without_fragment(reference);
    const SchemaResource *target;
    Str fragment;
    Str url;

    if (!schema_url_fragment(cx, reference, &fragment))
        return fail_parse(cx, reference);
    url = resource->url;
    if (bare.len != 0 && !join_urls(set, resource->url, bare, &url))
        return fail_parse(cx, bare);
    if (!find_target(set, resource, url, &target, is_new))
        return false;
    out->doc = target->doc;
    if (fragment.len != 0 && *fragment.ptr != '/')
        return resolve_anchor(cx, target, fragment, &out->pointer);
    out->pointer = fragment;
    if (target->pointer.len != 0)
        out->pointer = arena_fmt(cx->arena, "%.*s%.*s",
                                 STR_ARG(target->pointer), STR_ARG(fragment));
    return true;
}

bool schema_doc_resolve(SchemaSet *set, const SchemaResource *resource,
                        Str reference, SchemaTarget *out, bool *is_new)
{
    Arena *arena = ctx_go_kept(set->cx);
    bool ok = resolve(set, resource, reference, out, is_new);

    set->cx->arena = arena;
    return ok;
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

static SchemaResource *resource_at(const SchemaDoc *doc, Val v)
{
    for (SchemaResource *r = doc->main; r != NULL; r = r->next) {
        if (val_kind(v) == VAL_MAP && val_kind(r->root) == VAL_MAP &&
            val_map(r->root) == val_map(v))
            return r;
    }
    return NULL;
}

/* From the top down to `place`. */
static bool descend(SchemaSet *set, const SchemaDoc *doc,
                    const SchemaPlace *place, SchemaSpot *spot)
{
    SchemaResource *resource;
    Val outer;

    if (place == NULL) {
        *spot = (SchemaSpot){doc->root, NULL, doc->main, true};
        return true;
    }
    if (!descend(set, doc, place->outer, spot))
        return false;
    outer = spot->schema;
    if (!step_into(outer, place->key, &spot->schema))
        return false;
    resource = resource_at(doc, spot->schema);
    if (resource != NULL)
        spot->resource = resource;
    return true;
}

/* Whether schemas of the draft stand at `place`, which holds none that is an
 * object. */
static bool is_schema_place(SchemaSet *set, const SchemaDoc *doc,
                            const SchemaPlace *place)
{
    const Holder *holder;
    SchemaSpot spot;
    const SchemaNode *node;
    bool in_map;

    if (place == NULL)
        return true;
    if (!descend(set, doc, place->outer, &spot))
        return false;
    in_map = val_kind(spot.schema) == VAL_MAP;
    node = schema_set_node(set, spot.schema);
    if (node != NULL) {
        holder = find_holder(place->key, node->resource->dialect.draft);
        if (holder != NULL &&
            (holder->shape == HOLDS_ONE || holder->shape == HOLDS_ONE_OR_LIST))
            return true;
    }
    if (place->outer == NULL || !descend(set, doc, place->outer->outer, &spot))
        return false;
    node = schema_set_node(set, spot.schema);
    if (node == NULL)
        return false;
    holder = find_holder(place->outer->key, node->resource->dialect.draft);
    return holder != NULL && holder->shape != HOLDS_ONE &&
           (holder->shape == HOLDS_MAP) == in_map;
}

static bool fail_target(Ctx *cx, const char *before, const SchemaTarget *target,
                        const char *after)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, before);
    val_add_quoted(&buf,
                   schema_doc_location(cx, target->doc->url, target->pointer),
                   false);
    buf_add_c(&buf, after);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

bool schema_doc_find(SchemaSet *set, const SchemaTarget *target,
                     SchemaSpot *out)
{
    Ctx *cx = set->cx;
    const SchemaPlace *place;

    if (!schema_place_read(cx->arena, target->pointer, &place))
        return fail_target(cx, "invalid json-pointer ", target, "");
    if (!descend(set, target->doc, place, out))
        return fail_target(cx, "json-pointer in ", target, " not found");
    out->place = place;
    out->is_known = val_kind(out->schema) == VAL_MAP
                        ? schema_set_node(set, out->schema) != NULL
                        : is_schema_place(set, target->doc, place);
    return true;
}

bool schema_doc_extend(SchemaSet *set, SchemaDoc *doc, SchemaSpot *spot)
{
    const DocWalk walk = {set, doc};
    Arena *arena;
    bool ok;

    if (val_kind(spot->schema) != VAL_MAP)
        return true;
    arena = ctx_go_kept(set->cx);
    ok = walk_schema(&walk, spot->schema, spot->place, spot->resource,
                     spot->resource->dialect);
    set->cx->arena = arena;
    if (!ok)
        return false;
    spot->resource = schema_set_node(set, spot->schema)->resource;
    return true;
}

/* -- places -- */

/* Looks for `wanted` below `v`. */
static bool find_place(Arena *arena, Val v, const Map *wanted,
                       const SchemaPlace *at, Str *out)
{
    if (val_kind(v) == VAL_LIST) {
        for (size_t i = 0; i < val_list(v)->len; i++) {
            const SchemaPlace place = {at, STR_NONE, i};

            if (find_place(arena, val_list(v)->items[i], wanted, &place, out))
                return true;
        }
        return false;
    }
    if (val_kind(v) != VAL_MAP)
        return false;
    if (val_map(v) == wanted) {
        *out = schema_place_text(arena, at);
        return true;
    }
    for (size_t i = 0; i < map_len(val_map(v)); i++) {
        const MapEntry *entry = map_at(val_map(v), i);
        const SchemaPlace place = {at, entry->key, 0};

        if (find_place(arena, entry->value, wanted, &place, out))
            return true;
    }
    return false;
}

Str schema_doc_pointer(Ctx *cx, const SchemaDoc *doc, const Map *schema)
{
    Str pointer = STR("");

    find_place(cx->arena, doc->root, schema, NULL, &pointer);
    return pointer;
}

Str schema_doc_location(Ctx *cx, Str url, Str pointer)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add(&buf, url);
    buf_add_byte(&buf, '#');
    schema_url_add_escaped(&buf, pointer);
    return buf_str(&buf);
}
