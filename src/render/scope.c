/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Builds dot: Values, Chart, Release, Capabilities, Files, Subcharts.  One map
 * a chart; Template is set in it just before each execution, by render.c.
 */
#include "render/scope.h"

#include <stdlib.h>

#include "chart/disk.h"
#include "render/files.h"
#include "value/list.h"
#include "value/map.h"

typedef struct Scope {
    Ctx *cx;
    Val release;
    Val capabilities;
    ScopeTemplate *items;
    size_t len;
    size_t cap;
} Scope;

typedef enum FieldKind {
    FIELD_TEXT,
    FIELD_BOOL,
    FIELD_TEXTS,
    FIELD_TEXT_MAP,
    FIELD_STRUCTS,
    FIELD_ANY_LIST
} FieldKind;

/* A field of a Go struct: its Go name, its JSON name, what it holds. */
typedef struct MetaField MetaField;
struct MetaField {
    const char *name;
    const char *json_name;
    FieldKind kind;
    const MetaField *fields; /* FIELD_STRUCTS: of each element */
    size_t n_fields;
};

static const MetaField maintainer_fields[] = {
    {"Name",  "name",  FIELD_TEXT, NULL, 0},
    {"Email", "email", FIELD_TEXT, NULL, 0},
    {"URL",   "url",   FIELD_TEXT, NULL, 0},
};

static const MetaField dependency_fields[] = {
    {"Name",         "name",          FIELD_TEXT,     NULL, 0},
    {"Version",      "version",       FIELD_TEXT,     NULL, 0},
    {"Repository",   "repository",    FIELD_TEXT,     NULL, 0},
    {"Condition",    "condition",     FIELD_TEXT,     NULL, 0},
    {"Tags",         "tags",          FIELD_TEXTS,    NULL, 0},
    {"Enabled",      "enabled",       FIELD_BOOL,     NULL, 0},
    {"ImportValues", "import-values", FIELD_ANY_LIST, NULL, 0},
    {"Alias",        "alias",         FIELD_TEXT,     NULL, 0},
};

/* chart.Metadata (helm pkg/chart/v2/metadata.go). */
static const MetaField metadata_fields[] = {
    {"Name",         "name",         FIELD_TEXT,     NULL,              0},
    {"Home",         "home",         FIELD_TEXT,     NULL,              0},
    {"Sources",      "sources",      FIELD_TEXTS,    NULL,              0},
    {"Version",      "version",      FIELD_TEXT,     NULL,              0},
    {"Description",  "description",  FIELD_TEXT,     NULL,              0},
    {"Keywords",     "keywords",     FIELD_TEXTS,    NULL,              0},
    {"Maintainers",  "maintainers",  FIELD_STRUCTS,  maintainer_fields,
     ARRAY_LEN(maintainer_fields)                                        },
    {"Icon",         "icon",         FIELD_TEXT,     NULL,              0},
    {"APIVersion",   "apiVersion",   FIELD_TEXT,     NULL,              0},
    {"Condition",    "condition",    FIELD_TEXT,     NULL,              0},
    {"Tags",         "tags",         FIELD_TEXT,     NULL,              0},
    {"AppVersion",   "appVersion",   FIELD_TEXT,     NULL,              0},
    {"Deprecated",   "deprecated",   FIELD_BOOL,     NULL,              0},
    {"Annotations",  "annotations",  FIELD_TEXT_MAP, NULL,              0},
    {"KubeVersion",  "kubeVersion",  FIELD_TEXT,     NULL,              0},
    {"Dependencies", "dependencies", FIELD_STRUCTS,  dependency_fields,
     ARRAY_LEN(dependency_fields)                                        },
    {"Type",         "type",         FIELD_TEXT,     NULL,              0},
};

static Map *struct_map(Arena *arena, const Map *read, const MetaField *fields,
                       size_t n);

static Val structs_value(Arena *arena, Val read, const MetaField *field)
{
    ListBuilder list;

    list_builder_init(&list, arena, 2);
    for (size_t i = 0; val_kind(read) == VAL_LIST && i < val_list(read)->len;
         i++) {
        Val element = val_list(read)->items[i];

        if (val_kind(element) == VAL_MAP)
            list_builder_add(&list, val_from_map(struct_map(
                                        arena, val_map(element), field->fields,
                                        field->n_fields)));
    }
    return val_from_list(list_builder_done(&list));
}

/* The value of a field, Go's zero value when Chart.yaml does not have it. */
static Val field_value(Arena *arena, Val read, const MetaField *field)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return val_kind(read) == VAL_STRING ? read : val_from_str(STR(""));
    case FIELD_BOOL:
        return val_kind(read) == VAL_BOOL ? read : val_from_bool(false);
    case FIELD_TEXTS:
    case FIELD_ANY_LIST:
        return val_kind(read) == VAL_LIST
                   ? read
                   : val_from_list(list_new(arena, NULL, 0));
    case FIELD_TEXT_MAP:
        return val_kind(read) == VAL_MAP
                   ? val_from_string_map(val_map(read))
                   : val_typed_nil(val_from_string_map(map_new(arena, 0)));
    case FIELD_STRUCTS: break;
    }
    return structs_value(arena, read, field);
}

static Map *struct_map(Arena *arena, const Map *read, const MetaField *fields,
                       size_t n)
{
    Map *map = map_new(arena, n + 1);

    for (size_t i = 0; i < n; i++) {
        Val v = VAL_NIL_VALUE;

        map_get(read, str_from_c(fields[i].json_name), &v);
        map_append(map, str_from_c(fields[i].name),
                   field_value(arena, v, &fields[i]));
    }
    map_sort(map);
    return map;
}

static Val values_val(Map *map)
{
    Val v = val_from_map(map);

    v.go_type = GO_VALUES;
    return v;
}

static void add_template(Scope *scope, ScopeTemplate template)
{
    if (scope->len == scope->cap) {
        size_t wider = scope->cap == 0 ? 32 : scope->cap * 2;

        scope->items = arena_grow(scope->cx->arena, scope->items,
                                  scope->cap * sizeof(ScopeTemplate),
                                  wider * sizeof(ScopeTemplate));
        scope->cap = wider;
    }
    template.depth = str_count_byte(template.path, '/');
    template.place = scope->len;
    scope->items[scope->len++] = template;
}

static Str join_path(Arena *arena, Str folder, Str name)
{
    const Str parts[] = {folder, STR("/"), name};

    return arena_join(arena, parts, ARRAY_LEN(parts));
}

static void add_templates(Scope *scope, const Chart *chart, Str full_path,
                          Map *dot)
{
    Str base = join_path(scope->cx->arena, full_path, STR("templates"));

    for (size_t i = 0; i < chart->templates.len; i++) {
        const ChartFile *file = &chart->templates.items[i];

        if (chart_is_library(chart) &&
            !str_has_prefix(chart_path_base(file->name), STR("_")))
            continue;
        add_template(scope, (ScopeTemplate){
                                .path = join_path(scope->cx->arena, full_path,
                                                  file->name),
                                .text = file->bytes,
                                .base_path = base,
                                .dot = dot,
                            });
    }
}

/* The table `name` of the parent's values, an empty one when there is none. */
static Map *subchart_values(Scope *scope, const Map *parent, Str name)
{
    Val v;

    if (map_get(parent, name, &v) && val_kind(v) == VAL_MAP)
        return val_map(v);
    return map_new(scope->cx->arena, 0);
}

static bool build_chart(Scope *scope, const Chart *chart, Str full_path,
                        Map *values, bool is_root, Map **out)
{
    Arena *arena = scope->cx->arena;
    Map *dot = map_new(arena, 8);
    Map *meta = struct_map(arena, chart->meta.fields, metadata_fields,
                           ARRAY_LEN(metadata_fields));
    Map *subcharts = map_new(arena, chart->n_subcharts);

    if (!ctx_enter(scope->cx))
        return false;
    map_set(meta, STR("IsRoot"), val_from_bool(is_root));
    map_set(dot, STR("Capabilities"), scope->capabilities);
    map_set(dot, STR("Chart"), val_from_map(meta));
    map_set(dot, STR("Files"),
            val_from_host(files_host_new(arena, chart->files)));
    map_set(dot, STR("Release"), scope->release);
    map_set(dot, STR("Subcharts"), val_from_map(subcharts));
    map_set(dot, STR("Values"), values_val(values));
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        const Chart *below = chart->subcharts[i];
        Map *dot_below;

        if (!build_chart(scope, below,
                         arena_fmt(arena, "%.*s/charts/%.*s",
                                   STR_ARG(full_path),
                                   STR_ARG(below->meta.name)),
                         subchart_values(scope, values, below->meta.name),
                         false, &dot_below))
            return false;
        map_set(subcharts, below->meta.name, val_from_map(dot_below));
    }
    add_templates(scope, chart, full_path, dot);
    ctx_leave(scope->cx);
    *out = dot;
    return true;
}

/* sort.Reverse(byPathLen): deeper paths first, then the later by bytes. */
static int compare_templates(const void *a, const void *b)
{
    const ScopeTemplate *left = a;
    const ScopeTemplate *right = b;
    int order;

    if (left->depth != right->depth)
        return left->depth > right->depth ? -1 : 1;
    order = str_cmp(right->path, left->path);
    if (order != 0)
        return order;
    return left->place < right->place ? -1 : 1;
}

/* Two subcharts may end up with one name; Helm keeps templates by their path,
 * so the one that came last stays. */
static size_t drop_replaced(ScopeTemplate *items, size_t len)
{
    size_t kept = 0;

    for (size_t i = 0; i < len; i++) {
        if (i + 1 == len || !str_eq(items[i].path, items[i + 1].path))
            items[kept++] = items[i];
    }
    return kept;
}

static Val release_val(Ctx *cx, const ScopeRelease *release)
{
    Map *map = map_new(cx->arena, 6);

    map_set(map, STR("IsInstall"), val_from_bool(!release->is_upgrade));
    map_set(map, STR("IsUpgrade"), val_from_bool(release->is_upgrade));
    map_set(map, STR("Name"), val_from_str(release->name));
    map_set(map, STR("Namespace"), val_from_str(release->namespace_));
    map_set(map, STR("Revision"), val_from_int(1));
    map_set(map, STR("Service"), val_from_str(STR("Helm")));
    return val_from_map(map);
}

bool scope_build(Ctx *cx, const Chart *chart, Map *values,
                 const ScopeRelease *release, const Host *capabilities,
                 ScopeTemplates *out)
{
    Scope scope = {
        .cx = cx,
        .release = release_val(cx, release),
        .capabilities = val_from_host(capabilities),
    };
    Map *dot;

    if (!build_chart(&scope, chart, chart->meta.name, values, true, &dot))
        return false;
    if (scope.len > 1)
        qsort(scope.items, scope.len, sizeof(ScopeTemplate), compare_templates);
    out->items = scope.items;
    out->len = drop_replaced(scope.items, scope.len);
    return true;
}

void scope_set_template(Ctx *cx, const ScopeTemplate *template)
{
    Map *map = map_new(cx->arena, 2);

    map_set(map, STR("BasePath"), val_from_str(template->base_path));
    map_set(map, STR("Name"), val_from_str(template->path));
    map_set(template->dot, STR("Template"), values_val(map));
}
