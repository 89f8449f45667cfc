/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A snapshot of a cluster as a flat list of objects.  An object without a
 * namespace of its own is cluster-scoped: a lookup's namespace does not matter
 * for it, as with Helm's client.
 */
#include "render/lookup.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/num.h"
#include "chart/disk.h"
#include "codec/yaml_read.h"
#include "value/list.h"

typedef struct Object {
    Str api_version;
    Str kind;
    Str namespace_;
    Str name;
    Map *content;
} Object;

struct Lookup {
    Arena *arena;
    bool has_source;
    Object *objects;
    size_t len;
    size_t cap;
};

static Str text_field(const Map *map, Str key)
{
    Val v;

    if (!map_get(map, key, &v) || val_kind(v) != VAL_STRING)
        return STR_NONE;
    return val_str(v);
}

static void add_object(Lookup *lookup, Object object)
{
    if (lookup->len == lookup->cap) {
        size_t wider = lookup->cap == 0 ? 16 : lookup->cap * 2;

        lookup->objects =
            arena_grow(lookup->arena, lookup->objects,
                       lookup->cap * sizeof(Object), wider * sizeof(Object));
        lookup->cap = wider;
    }
    lookup->objects[lookup->len++] = object;
}

static bool add_document(Ctx *cx, Lookup *lookup, Str source, Val document);

static bool add_items(Ctx *cx, Lookup *lookup, Str source, Val items)
{
    const List *list;

    if (val_kind(items) != VAL_LIST)
        return fail(cx, ERR_TYPE, source_pos_of_file(source),
                    "the items of a List must be a list of objects");
    list = val_list(items);
    for (size_t i = 0; i < list->len; i++) {
        if (!add_document(cx, lookup, source, list->items[i]))
            return false;
    }
    return true;
}

static bool add_document(Ctx *cx, Lookup *lookup, Str source, Val document)
{
    Object object = {.content = NULL};
    Val metadata;
    Val items;

    if (val_is_nil(document))
        return true;
    if (val_kind(document) != VAL_MAP)
        return fail(cx, ERR_TYPE, source_pos_of_file(source),
                    "want Kubernetes objects as kubectl prints them with -o "
                    "yaml or -o json");
    object.content = val_map(document);
    object.api_version = text_field(object.content, STR("apiVersion"));
    object.kind = text_field(object.content, STR("kind"));
    if (object.kind.len == 0 || object.api_version.len == 0)
        return fail(cx, ERR_TYPE, source_pos_of_file(source),
                    "an object has no apiVersion or no kind");
    if (str_has_suffix(object.kind, STR("List")) &&
        map_get(object.content, STR("items"), &items))
        return val_is_nil(items) || add_items(cx, lookup, source, items);
    if (map_get(object.content, STR("metadata"), &metadata) &&
        val_kind(metadata) == VAL_MAP) {
        object.namespace_ = text_field(val_map(metadata), STR("namespace"));
        object.name = text_field(val_map(metadata), STR("name"));
    }
    if (object.name.len == 0)
        return fail(cx, ERR_TYPE, source_pos_of_file(source),
                    "a %.*s has no metadata.name", STR_ARG(object.kind));
    add_object(lookup, object);
    return true;
}

static bool add_text(Ctx *cx, Lookup *lookup, Str source, Str text)
{
    const List *documents;

    if (!codec_read_yaml_stream(cx, source, text, &documents))
        return false;
    for (size_t i = 0; i < documents->len; i++) {
        if (!add_document(cx, lookup, source, documents->items[i]))
            return false;
    }
    return true;
}

static bool add_file(Ctx *cx, Lookup *lookup, Str path)
{
    Str text;

    return chart_disk_read(cx, path, LIMIT_INPUT, &text) &&
           add_text(cx, lookup, path, text);
}

static bool add_stdin(Ctx *cx, Lookup *lookup)
{
    Str text;

    return chart_disk_read_stdin(cx, LIMIT_INPUT, &text) &&
           add_text(cx, lookup, STR("standard input"), text);
}

static int is_object_file(const struct dirent *entry)
{
    Str name = str_from_c(entry->d_name);

    return str_has_suffix(name, STR(".yaml")) ||
           str_has_suffix(name, STR(".yml")) ||
           str_has_suffix(name, STR(".json"));
}

static bool add_folder(Ctx *cx, Lookup *lookup, const char *path)
{
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, is_object_file, alphasort);
    bool ok = n >= 0;

    if (n < 0)
        fail_here(cx, ERR_IO, "open %s: %s", path, chart_errno_text(errno));
    for (int i = 0; i < n; i++) {
        Str file = arena_fmt(cx->arena, "%s/%s", path, entries[i]->d_name);

        ok = ok && add_file(cx, lookup, file);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

static bool add_source(Ctx *cx, Lookup *lookup, const char *source)
{
    struct stat info;

    if (str_eq(str_from_c(source), STR("-")))
        return add_stdin(cx, lookup);
    if (stat(source, &info) == 0 && S_ISDIR(info.st_mode))
        return add_folder(cx, lookup, source);
    return add_file(cx, lookup, str_from_c(source));
}

bool lookup_read(Ctx *cx, const char *const *sources, size_t n,
                 const Lookup **out)
{
    Lookup *lookup = ARENA_NEW(cx->arena, Lookup);

    lookup->arena = cx->arena;
    lookup->has_source = n > 0;
    for (size_t i = 0; i < n; i++) {
        if (!add_source(cx, lookup, sources[i]))
            return err_wrap(cx, (SourcePos){STR_NONE, 0, 0},
                            "cannot read the objects for lookup from %s",
                            sources[i]);
    }
    *out = lookup;
    return true;
}

static bool is_wanted(const Object *object, Str api_version, Str kind,
                      Str namespace_)
{
    return str_eq(object->kind, kind) &&
           str_eq(object->api_version, api_version) &&
           (namespace_.len == 0 || object->namespace_.len == 0 ||
            str_eq(object->namespace_, namespace_));
}

/* A copy of `v` as client-go decodes it: whole numbers are int64. */
static Val cluster_value(Arena *arena, Val v)
{
    if (val_kind(v) == VAL_FLOAT) {
        int64_t whole = num_float_to_int(val_float(v));

        return (double)whole == val_float(v) && whole < (int64_t)1 << 53 &&
                       whole > -((int64_t)1 << 53)
                   ? val_from_int64(whole)
                   : v;
    }
    if (val_kind(v) == VAL_LIST) {
        const List *list = val_list(v);
        ListBuilder copy;

        list_builder_init(&copy, arena, list->len);
        for (size_t i = 0; i < list->len; i++)
            list_builder_add(&copy, cluster_value(arena, list->items[i]));
        return val_from_list(list_builder_done(&copy));
    }
    if (val_kind(v) == VAL_MAP) {
        const Map *map = val_map(v);
        Map *copy = map_new(arena, map_len(map));

        for (size_t i = 0; i < map_len(map); i++)
            map_set(copy, map_at(map, i)->key,
                    cluster_value(arena, map_at(map, i)->value));
        return val_from_map(copy);
    }
    return v;
}

/* A List as client-go's unstructured content. */
static Map *list_of(Ctx *cx, const Lookup *lookup, Str api_version, Str kind,
                    Str namespace_)
{
    Map *out = map_new(cx->arena, 4);
    Map *metadata = map_new(cx->arena, 1);
    ListBuilder items;

    list_builder_init(&items, cx->arena, 4);
    for (size_t i = 0; i < lookup->len; i++) {
        const Object *object = &lookup->objects[i];

        if (is_wanted(object, api_version, kind, namespace_))
            list_builder_add(
                &items,
                cluster_value(cx->arena, val_from_map(object->content)));
    }
    map_set(metadata, STR("resourceVersion"), val_from_str(STR("")));
    map_set(out, STR("apiVersion"), val_from_str(api_version));
    map_set(out, STR("kind"),
            val_from_str(arena_fmt(cx->arena, "%.*sList", STR_ARG(kind))));
    map_set(out, STR("metadata"), val_from_map(metadata));
    map_set(out, STR("items"), val_from_list(list_builder_done(&items)));
    return out;
}

Map *lookup_find(Ctx *cx, const Lookup *lookup, Str api_version, Str kind,
                 Str namespace_, Str name)
{
    if (!lookup->has_source)
        return map_new(cx->arena, 0);
    if (name.len == 0)
        return list_of(cx, lookup, api_version, kind, namespace_);
    for (size_t i = 0; i < lookup->len; i++) {
        const Object *object = &lookup->objects[i];

        /* A named namespaced object is never found without its namespace. */
        if (is_wanted(object, api_version, kind, namespace_) &&
            str_eq(object->name, name) &&
            (namespace_.len != 0 || object->namespace_.len == 0))
            return val_map(
                cluster_value(cx->arena, val_from_map(object->content)));
    }
    return map_new(cx->arena, 0);
}
