/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Splits rendered files into documents, reads the head of each (apiVersion,
 * kind, name, annotations), and orders them by kind.  Only the head is looked
 * at, but the document must be YAML as a whole: that is where Helm finds a
 * template's broken output.
 */
#include "render/manifest.h"

#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "chart/disk.h"
#include "chart/log.h"
#include "chart/meta.h"
#include "codec/yaml_read.h"
#include "value/list.h"
#include "value/map.h"

/* RE2's \s. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The next separator, (?:^|\s*\n)---\s*, that starts at or after `from`;
 * false when there is none. */
static bool next_separator(Str text, size_t from, size_t *start, size_t *end)
{
    size_t at = from;

    for (;; at += 3) {
        at = str_find(text, STR("---"), at);
        if (at == SIZE_MAX)
            return false;
        if (at == 0 || (at > from && text.ptr[at - 1] == '\n'))
            break;
    }
    *start = at;
    while (*start > from && is_space(text.ptr[*start - 1]))
        (*start)--;
    *end = at + 3;
    while (*end < text.len && is_space(text.ptr[*end]))
        (*end)++;
    return true;
}

typedef struct Documents {
    Arena *arena;
    Str *items;
    size_t len;
    size_t cap;
} Documents;

static void add_document(Documents *documents, Str text)
{
    if (documents->len == documents->cap) {
        size_t wider = documents->cap == 0 ? 4 : documents->cap * 2;

        documents->items =
            arena_grow(documents->arena, documents->items,
                       documents->cap * sizeof(Str), wider * sizeof(Str));
        documents->cap = wider;
    }
    documents->items[documents->len++] = utf8_trim_space(text);
}

const Str *manifest_split(Arena *arena, Str text, size_t *n)
{
    Documents documents = {.arena = arena};
    size_t from = 0;
    size_t start = 0;
    size_t end = 0;

    text = utf8_trim_space(text);
    while (next_separator(text, from, &start, &end)) {
        if (start > from)
            add_document(&documents, str_slice(text, from, start));
        from = end;
    }
    if (from < text.len)
        add_document(&documents, str_skip(text, from));
    *n = documents.len;
    return documents.items;
}

/* The order in which kinds are installed (kind_sorter.go, InstallOrder). */
static const char *const install_order[] = {
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
};

static size_t rank_of(Str kind)
{
    for (size_t i = 0; i < ARRAY_LEN(install_order); i++) {
        if (str_eq_c(kind, install_order[i]))
            return i;
    }
    return ARRAY_LEN(install_order);
}

typedef struct Ranked {
    Manifest manifest;
    size_t rank;
    size_t place; /* keeps the sort stable */
} Ranked;

static int compare_ranked(const void *a, const void *b)
{
    const Ranked *left = a;
    const Ranked *right = b;
    int order;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    if (left->rank == ARRAY_LEN(install_order)) {
        order = str_cmp(left->manifest.kind, right->manifest.kind);
        if (order != 0)
            return order;
    }
    return left->place < right->place ? -1 : left->place > right->place;
}

typedef struct Collected {
    Arena *arena;
    Ranked *items;
    size_t len;
    size_t cap;
} Collected;

static void collect(Collected *all, Manifest manifest)
{
    if (all->len == all->cap) {
        size_t wider = all->cap == 0 ? 16 : all->cap * 2;

        all->items =
            arena_grow(all->arena, all->items, all->cap * sizeof(Ranked),
                       wider * sizeof(Ranked));
        all->cap = wider;
    }
    all->items[all->len] = (Ranked){manifest, rank_of(manifest.kind), all->len};
    all->len++;
}

static const Manifest *ordered(Collected *all)
{
    Manifest *out = ARENA_ARRAY(all->arena, Manifest, all->len);

    if (all->len > 1)
        qsort(all->items, all->len, sizeof(Ranked), compare_ranked);
    for (size_t i = 0; i < all->len; i++)
        out[i] = all->items[i].manifest;
    return out;
}

static bool fail_field(Ctx *cx, Val v, const char *field, const char *type)
{
    return fail_here(cx, ERR_YAML,
                     "error unmarshaling JSON: while decoding JSON: json: "
                     "cannot unmarshal %s into Go %s of type %s",
                     chart_json_kind(v), field, type);
}

/* encoding/json matches field names without regard to case, the last of the
 * document winning; an exact match is the ordinary case. */
static Val head_field(const Map *map, Str name)
{
    Val v = VAL_NIL_VALUE;

    if (map_get(map, name, &v))
        return v;
    for (size_t i = 0; i < map_len(map); i++) {
        if (str_eq_fold_ascii(map_at(map, i)->key, name))
            v = map_at(map, i)->value;
    }
    return v;
}

static bool head_string(Ctx *cx, const Map *map, Str name, const char *field,
                        Str *out)
{
    *out = STR("");
    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);

        if (str_eq_fold_ascii(entry->key, name) && !val_is_nil(entry->value) &&
            !chart_scalar_text(cx->arena, entry->value, out))
            return fail_field(cx, entry->value, field, "string");
    }
    return true;
}

static bool check_annotations(Ctx *cx, const Map *annotations)
{
    Str text;

    for (size_t i = 0; i < map_len(annotations); i++) {
        Val v = map_at(annotations, i)->value;

        if (!chart_scalar_text(cx->arena, v, &text))
            return fail_field(cx, v, "struct field .metadata.annotations",
                              "string");
    }
    return true;
}

/* SimpleHead's metadata: checks its name and gives its annotations, NULL when
 * there are none.  The struct has no name of its own in Go's messages. */
static bool read_metadata(Ctx *cx, const Map *head, const Map **annotations)
{
    Val metadata = head_field(head, STR("metadata"));
    Val v;
    Str name;

    *annotations = NULL;
    if (val_is_nil(metadata))
        return true;
    if (val_kind(metadata) != VAL_MAP)
        return fail_field(cx, metadata, "struct field SimpleHead.metadata",
                          "struct { Name string \"json:\\\"name\\\"\"; "
                          "Annotations map[string]string "
                          "\"json:\\\"annotations\\\"\" }");
    if (!head_string(cx, val_map(metadata), STR("name"),
                     "struct field .metadata.name", &name))
        return false;
    v = head_field(val_map(metadata), STR("annotations"));
    if (val_is_nil(v))
        return true;
    if (val_kind(v) != VAL_MAP)
        return fail_field(cx, v, "struct field .metadata.annotations",
                          "map[string]string");
    *annotations = val_map(v);
    return check_annotations(cx, *annotations);
}

/* The events a hook may name (manifest_sorter.go, events). */
static const char *const hook_events[] = {
    "pre-install", "post-install", "pre-delete",   "post-delete",
    "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback",
    "test",        "test-success",
};

static bool is_hook_event(Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(hook_events); i++) {
        if (str_eq_fold_ascii(name, str_from_c(hook_events[i])))
            return true;
    }
    return false;
}

/* Whether every event of the annotation is known; Helm drops the others. */
static bool read_events(Str events, bool *is_test)
{
    size_t from = 0;

    *is_test = false;
    while (from <= events.len) {
        size_t comma = str_find_byte(events, ',', from);
        size_t to = comma == SIZE_MAX ? events.len : comma;
        Str event = utf8_trim_space(str_slice(events, from, to));

        if (!is_hook_event(event))
            return false;
        if (str_has_prefix(event, STR("t")) || str_has_prefix(event, STR("T")))
            *is_test = true;
        from = to + 1;
    }
    return true;
}

static void log_unknown_hook(Ctx *cx, Str hook_types)
{
    const LogAttr attrs[] = {
        {"hookTypes", hook_types}
    };

    chart_log(cx, "INFO", STR("skipping unknown hooks"), attrs,
              ARRAY_LEN(attrs));
}

/* What read_head looks at; of the maps only metadata is looked into. */
static bool is_in_head(Str key, uint32_t level)
{
    switch (key.len) {
    case 4:
        return str_eq_fold_ascii(key, level == 0 ? STR("kind") : STR("name"));
    case 8: return level == 0 && str_eq_fold_ascii(key, STR("metadata"));
    case 10: return level == 0 && str_eq_fold_ascii(key, STR("apiVersion"));
    case 11: return level == 1 && str_eq_fold_ascii(key, STR("annotations"));
    default: return false;
    }
}

/* What the head of a document says; *hook_types is empty where there is no
 * such annotation. */
static bool read_head(Ctx *cx, Manifest *manifest, Str *hook_types)
{
    const YamlReadOptions options = {.keep_integers = true,
                                     .is_wanted = is_in_head};
    const Map *annotations = NULL;
    Val head = VAL_NIL_VALUE;
    Val events = VAL_NIL_VALUE;
    Str version;

    if (!codec_read_yaml(cx, STR_NONE, manifest->text, &options, &head))
        return false;
    if (val_kind(head) != VAL_MAP && !val_is_nil(head))
        return fail_field(cx, head, "value", "util.SimpleHead");
    if (val_kind(head) == VAL_MAP) {
        const Map *map = val_map(head);

        if (!head_string(cx, map, STR("apiVersion"),
                         "struct field SimpleHead.apiVersion", &version) ||
            !head_string(cx, map, STR("kind"), "struct field SimpleHead.kind",
                         &manifest->kind) ||
            !read_metadata(cx, map, &annotations))
            return false;
    }
    manifest->kind = arena_str(cx->home, manifest->kind);
    if (annotations == NULL ||
        !map_get(annotations, STR("helm.sh/hook"), &events))
        return true;
    manifest->is_hook = true;
    /* The annotations were all found to be scalars. */
    (void)chart_scalar_text(cx->home, events, hook_types);
    *hook_types = arena_str(cx->home, *hook_types);
    return true;
}

static bool sort_document(Ctx *cx, Arena *apart, Manifest manifest,
                          Collected *plain, Collected *hooks)
{
    Str hook_types = STR_NONE;
    bool ok;

    ctx_go_apart(cx, apart);
    ok = read_head(cx, &manifest, &hook_types);
    ctx_end_apart(cx, ok);
    if (!ok)
        return false;
    if (!manifest.is_hook)
        collect(plain, manifest);
    else if (read_events(hook_types, &manifest.is_test))
        collect(hooks, manifest);
    else
        log_unknown_hook(cx, hook_types);
    return true;
}

/* Says where in the rendered file the document begins. */
static bool fail_document(Ctx *cx, const RenderedFile *file, Str document)
{
    Source *source = ARENA_NEW(cx->arena, Source);
    Str msg =
        arena_fmt(cx->arena, "YAML parse error on %.*s", STR_ARG(file->path));

    *source = source_new(cx->arena, file->path, file->text);
    return err_push(
        cx, (Err){.kind = cx->err->kind,
                  .pos = source_pos(source,
                                    (size_t)(document.ptr - file->text.ptr)),
                  .msg = msg,
                  .source = source});
}

static bool sort_file(Ctx *cx, Arena *apart, const RenderedFile *file,
                      Collected *plain, Collected *hooks)
{
    const Str *docs;
    size_t n;

    if (str_has_prefix(chart_path_base(file->path), STR("_")) ||
        utf8_trim_space(file->text).len == 0)
        return true;
    docs = manifest_split(cx->arena, file->text, &n);
    for (size_t i = 0; i < n; i++) {
        Manifest manifest = {.path = file->path, .text = docs[i]};

        if (!sort_document(cx, apart, manifest, plain, hooks))
            return fail_document(cx, file, docs[i]);
    }
    return true;
}

static int compare_files(const void *a, const void *b)
{
    const RenderedFile *left = a;
    const RenderedFile *right = b;

    return str_cmp(left->path, right->path);
}

static bool sort_files(Ctx *cx, Arena *apart, const RenderedFile *files,
                       size_t n, Manifests *out)
{
    Collected plain = {.arena = cx->arena};
    Collected hooks = {.arena = cx->arena};

    for (size_t i = 0; i < n; i++) {
        if (!sort_file(cx, apart, &files[i], &plain, &hooks) &&
            !err_collect(cx)) {
            *out = (Manifests){.hooks = ordered(&hooks), .n_hooks = hooks.len};
            return false;
        }
    }
    out->items = ordered(&plain);
    out->len = plain.len;
    out->hooks = ordered(&hooks);
    out->n_hooks = hooks.len;
    return err_settle(cx);
}

bool manifest_sort(Ctx *cx, RenderedFile *files, size_t n, Manifests *out)
{
    Arena apart;
    bool ok;

    if (n > 1)
        qsort(files, n, sizeof(RenderedFile), compare_files);
    arena_init(&apart);
    ok = sort_files(cx, &apart, files, n, out);
    arena_release(&apart);
    return ok;
}
