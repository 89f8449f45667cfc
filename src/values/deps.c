/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Two passes over a copy of the chart tree.  The first, from the top, picks the
 * subcharts that take part; the second, from the bottom, imports values.
 *
 * Helm goes into the subcharts of a chart only if its Chart.yaml has
 * dependencies, and looks conditions up in the values of the top chart, by a
 * path that begins with the names on the way.
 */
#include "values/deps.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "chart/log.h"
#include "chart/meta.h"
#include "value/print.h"
#include "values/coalesce.h"

/* A dependency on its way. */
typedef struct Dep {
    ChartDependency as_read;
    Str name; /* its alias, once that counts */
    bool enabled;
    Map *fields;
} Dep;

typedef struct DepNode DepNode;
struct DepNode {
    Chart chart; /* but for its subcharts */
    DepNode **below;
    size_t n_below;
    Dep *deps;
    size_t n_deps;
    bool has_deps; /* Chart.yaml has a list of them */
    bool changed;  /* the list or a name is not as read */
};

typedef struct Deps {
    Ctx *cx;
    const DepsOptions *options;
} Deps;

/* -- the copy -- */

static void read_deps(Arena *arena, DepNode *node)
{
    const ChartMeta *meta = &node->chart.meta;
    const MapEntry *list = map_find(meta->fields, STR("dependencies"));

    node->has_deps = list != NULL;
    node->n_deps = meta->n_dependencies;
    node->deps = ARENA_ARRAY(arena, Dep, node->n_deps);
    for (size_t i = 0; i < node->n_deps; i++)
        node->deps[i] = (Dep){
            .as_read = meta->dependencies[i],
            .name = meta->dependencies[i].name,
            .fields = map_copy(val_map(val_list(list->value)->items[i]), arena),
        };
}

static DepNode *node_new(Arena *arena, const Chart *chart)
{
    DepNode *node = ARENA_NEW(arena, DepNode);

    node->chart = *chart;
    node->n_below = chart->n_subcharts;
    node->below = ARENA_ARRAY(arena, DepNode *, node->n_below);
    for (size_t i = 0; i < node->n_below; i++)
        node->below[i] = node_new(arena, chart->subcharts[i]);
    read_deps(arena, node);
    return node;
}

/* The copy as a chart again: fields and list of dependencies written back. */
static const Chart *node_chart(Arena *arena, DepNode *node)
{
    const Chart **below = ARENA_ARRAY(arena, const Chart *, node->n_below);
    ChartMeta *meta = &node->chart.meta;

    for (size_t i = 0; i < node->n_below; i++)
        below[i] = node_chart(arena, node->below[i]);
    node->chart.subcharts = below;
    node->chart.n_subcharts = node->n_below;
    if (node->changed) {
        ListBuilder list;

        list_builder_init(&list, arena, node->n_deps);
        for (size_t i = 0; i < node->n_deps; i++)
            list_builder_add(&list, val_from_map(node->deps[i].fields));
        meta->fields = map_copy(meta->fields, arena);
        map_set(meta->fields, STR("name"), val_from_str(meta->name));
        if (node->has_deps)
            map_set(meta->fields, STR("dependencies"),
                    val_from_list(list_builder_done(&list)));
        chart_meta_read_dependencies(arena, meta->fields, meta);
    }
    return &node->chart;
}

/* What coalescing needs to know of the copy. */
static const ValuesChart *values_tree(Arena *arena, const DepNode *node)
{
    ValuesChart *tree = ARENA_NEW(arena, ValuesChart);
    const ValuesChart **below =
        ARENA_ARRAY(arena, const ValuesChart *, node->n_below);

    for (size_t i = 0; i < node->n_below; i++)
        below[i] = values_tree(arena, node->below[i]);
    *tree = (ValuesChart){node->chart.meta.name, node->chart.values, below,
                          node->n_below};
    return tree;
}

/* -- values by path -- */

static bool fail_table(Ctx *cx, Str key)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    val_add_quoted(&buf, key, false);
    buf_add_c(&buf, " is not a table");
    return fail_str(cx, ERR_VALUE, buf_str(&buf));
}

/* The table at a path of keys joined by dots. */
static bool get_table(Ctx *cx, Map *values, Str path, Map **out)
{
    for (size_t pos = 0; pos <= path.len;) {
        size_t dot = str_find_byte(path, '.', pos);
        size_t end = dot == SIZE_MAX ? path.len : dot;
        Str key = str_slice(path, pos, end);
        Val v;

        if (!map_get(values, key, &v) || val_kind(v) != VAL_MAP)
            return fail_table(cx, key);
        values = val_map(v);
        pos = end + 1;
    }
    *out = values;
    return true;
}

/* The value at a path, if it is there and no table. */
static bool get_value(Ctx *cx, Map *values, Str path, Val *out)
{
    size_t dot = str_rfind(path, STR("."));
    Str key = dot == SIZE_MAX ? path : str_skip(path, dot + 1);

    if (dot != SIZE_MAX &&
        !get_table(cx, values, str_slice(path, 0, dot), &values)) {
        err_take(cx);
        return false;
    }
    return map_get(values, key, out) && val_kind(*out) != VAL_MAP;
}

/* -- who takes part -- */

static bool meets(const Deps *deps, const Dep *dep, const DepNode *node)
{
    return str_eq(node->chart.meta.name, dep->as_read.name) &&
           deps->options->match(deps->cx, dep->as_read.version,
                                node->chart.meta.version);
}

static bool is_listed(const Deps *deps, const DepNode *node,
                      const DepNode *below)
{
    for (size_t i = 0; i < node->n_deps; i++) {
        if (meets(deps, &node->deps[i], below))
            return true;
    }
    return false;
}

/* The subchart that a dependency means, under its alias; NULL: none. */
static DepNode *find_dependency(const Deps *deps, const DepNode *node,
                                const Dep *dep)
{
    for (size_t i = 0; i < node->n_below; i++) {
        DepNode *copy;

        if (!meets(deps, dep, node->below[i]))
            continue;
        copy = node_new(deps->cx->arena,
                        node_chart(deps->cx->arena, node->below[i]));
        if (dep->as_read.alias.len != 0) {
            copy->chart.meta.name = dep->as_read.alias;
            copy->changed = true;
        }
        return copy;
    }
    return NULL;
}

/* Subcharts that Chart.yaml does not list, then those it does, in its order,
 * one for each entry. */
static void arrange(const Deps *deps, DepNode *node)
{
    DepNode **below =
        ARENA_ARRAY(deps->cx->arena, DepNode *, node->n_below + node->n_deps);
    size_t n = 0;

    for (size_t i = 0; i < node->n_below; i++) {
        if (!is_listed(deps, node, node->below[i]))
            below[n++] = node->below[i];
    }
    for (size_t i = 0; i < node->n_deps; i++) {
        Dep *dep = &node->deps[i];
        DepNode *found = find_dependency(deps, node, dep);

        if (found != NULL)
            below[n++] = found;
        if (dep->as_read.alias.len != 0)
            dep->name = dep->as_read.alias;
        dep->enabled = true;
        map_set(dep->fields, STR("name"), val_from_str(dep->name));
        map_set(dep->fields, STR("enabled"), val_from_bool(true));
    }
    node->below = below;
    node->n_below = n;
    node->changed = true;
}

static void warn_non_bool(Ctx *cx, const char *key, Str what, Str chart)
{
    chart_log(cx, "WARN", STR("returned non-bool value"),
              (const LogAttr[]){
                  {key,     what },
                  {"chart", chart}
    },
              2);
}

/* Any tag that is true enables; else one that is false disables. */
static void apply_tags(Ctx *cx, Dep *dep, const Map *tags)
{
    const List *names = dep->as_read.tags;
    bool has_true = false;
    bool has_false = false;

    for (size_t i = 0; i < names->len; i++) {
        Str name = val_str(names->items[i]);
        Val v;

        if (!map_get(tags, name, &v))
            continue;
        if (val_kind(v) != VAL_BOOL)
            warn_non_bool(cx, "tag", name, dep->name);
        else if (val_bool(v))
            has_true = true;
        else
            has_false = true;
    }
    dep->enabled = has_true || !has_false;
}

/* The first condition of the list that is there as a bool decides. */
static void apply_condition(Ctx *cx, Dep *dep, Map *values, Str prefix)
{
    Str rest = utf8_trim_space(dep->as_read.condition);

    while (rest.len != 0) {
        size_t comma = str_find_byte(rest, ',', 0);
        Str path = comma == SIZE_MAX ? rest : str_slice(rest, 0, comma);
        Val v;

        rest = comma == SIZE_MAX ? STR("") : str_skip(rest, comma + 1);
        if (path.len == 0 ||
            !get_value(cx, values,
                       arena_fmt(cx->arena, "%.*s%.*s", STR_ARG(prefix),
                                 STR_ARG(path)),
                       &v))
            continue;
        if (val_kind(v) == VAL_BOOL) {
            dep->enabled = val_bool(v);
            return;
        }
        warn_non_bool(cx, "path", path, dep->name);
    }
}

static void judge(Ctx *cx, DepNode *node, Map *values, Str prefix)
{
    Val tags;

    if (map_get(values, STR("tags"), &tags) && val_kind(tags) == VAL_MAP) {
        for (size_t i = 0; i < node->n_deps; i++)
            apply_tags(cx, &node->deps[i], val_map(tags));
    }
    for (size_t i = 0; i < node->n_deps; i++)
        apply_condition(cx, &node->deps[i], values, prefix);
}

static bool is_disabled(const DepNode *node, Str name)
{
    for (size_t i = 0; i < node->n_deps; i++) {
        if (!node->deps[i].enabled && str_eq(node->deps[i].name, name))
            return true;
    }
    return false;
}

static void drop_disabled(DepNode *node)
{
    size_t n = 0;

    for (size_t i = 0; i < node->n_below; i++) {
        if (!is_disabled(node, node->below[i]->chart.meta.name))
            node->below[n++] = node->below[i];
    }
    node->n_below = n;
}

/* Without the disabled; Helm's list of none is no list. */
static void drop_disabled_deps(Arena *arena, DepNode *node)
{
    Dep *kept = ARENA_ARRAY(arena, Dep, node->n_deps);
    size_t n = 0;

    for (size_t i = 0; i < node->n_deps; i++) {
        if (!is_disabled(node, node->deps[i].name))
            kept[n++] = node->deps[i];
    }
    node->deps = kept;
    node->n_deps = n;
}

static bool pick(const Deps *deps, DepNode *node, const Map *user, Str prefix)
{
    Ctx *cx = deps->cx;
    Map *values;
    bool ok = true;

    if (!node->has_deps)
        return true;
    if (!ctx_enter(cx))
        return false;
    arrange(deps, node);
    ok = values_coalesce(cx, values_tree(cx->arena, node), user, &values);
    if (ok) {
        judge(cx, node, values, prefix);
        drop_disabled(node);
        drop_disabled_deps(cx->arena, node);
    }
    for (size_t i = 0; ok && i < node->n_below; i++)
        ok = pick(deps, node->below[i], values,
                  arena_fmt(cx->arena, "%.*s%.*s.", STR_ARG(prefix),
                            STR_ARG(node->below[i]->chart.meta.name)));
    ctx_leave(cx);
    return ok;
}

/* -- imported values -- */

/* `table` below the keys of a path: {a: {b: table}} for "a.b". */
static Map *table_at(Arena *arena, Str path, Map *table)
{
    if (str_eq(path, STR(".")))
        return table;
    for (;;) {
        size_t dot = str_rfind(path, STR("."));
        Map *outer = map_new(arena, 1);

        map_set(outer, dot == SIZE_MAX ? path : str_skip(path, dot + 1),
                val_from_map(table));
        table = outer;
        if (dot == SIZE_MAX)
            return table;
        path = str_slice(path, 0, dot);
    }
}

typedef struct Import {
    Str child;
    Str parent;
    bool by_name; /* given as the name of an export */
} Import;

static bool text_at(Ctx *cx, const Map *map, const char *key, Str *out)
{
    Val v = VAL_NIL_VALUE;
    Buf buf;

    map_get(map, str_from_c(key), &v);
    buf_init(&buf, cx->arena);
    if (!val_print(cx, &buf, v))
        return false;
    *out = buf_str(&buf);
    return true;
}

/* Reads an element of import-values; `*known` false for one that is neither a
 * name nor a pair. */
static bool read_import(Ctx *cx, Val v, Import *out, bool *known)
{
    *known = true;
    if (val_kind(v) == VAL_STRING) {
        *out =
            (Import){arena_fmt(cx->arena, "exports.%.*s", STR_ARG(val_str(v))),
                     STR("."), true};
        return true;
    }
    if (val_kind(v) == VAL_MAP) {
        out->by_name = false;
        return text_at(cx, val_map(v), "child", &out->child) &&
               text_at(cx, val_map(v), "parent", &out->parent);
    }
    *known = false;
    return true;
}

static void warn_no_table(Ctx *cx, const Dep *dep, const Import *import)
{
    Str problem = err_take(cx);

    if (import->by_name)
        chart_log(cx, "WARN", STR("ImportValues missing table"),
                  (const LogAttr[]){
                      {"error", problem}
        },
                  1);
    else
        chart_log(cx, "WARN", STR("ImportValues missing table from chart"),
                  (const LogAttr[]){
                      {"chart", dep->name},
                      {"error", problem  }
        },
                  2);
}

static bool import_one(Ctx *cx, const Dep *dep, const Import *import,
                       Map *values, Map *imported)
{
    Map *table;

    if (!get_table(cx, values,
                   arena_fmt(cx->arena, "%.*s.%.*s", STR_ARG(dep->name),
                             STR_ARG(import->child)),
                   &table)) {
        warn_no_table(cx, dep, import);
        return true;
    }
    return values_merge_tables(cx, imported,
                               table_at(cx->arena, import->parent, table));
}

static bool import_dependency(Ctx *cx, Dep *dep, Map *values, Map *imported)
{
    const List *list = dep->as_read.import_values;
    ListBuilder done;

    if (list->len == 0)
        return true;
    list_builder_init(&done, cx->arena, list->len);
    for (size_t i = 0; i < list->len; i++) {
        Map *pair = map_new(cx->arena, 2);
        Import import;
        bool known;

        if (!read_import(cx, list->items[i], &import, &known))
            return false;
        if (!known)
            continue;
        map_set(pair, STR("child"), val_from_str(import.child));
        map_set(pair, STR("parent"), val_from_str(import.parent));
        list_builder_add(&done, val_from_string_map(pair));
        if (!import_one(cx, dep, &import, values, imported))
            return false;
    }
    map_set(dep->fields, STR("import-values"),
            val_from_grown_list(list_builder_done(&done)));
    return true;
}

/* The chart's own defaults win over what it imports; its subcharts' values
 * become part of them. */
static bool import_values(Ctx *cx, DepNode *node)
{
    Map *imported = map_new(cx->arena, 4);
    Map *values;
    Map *defaults;

    if (node->n_deps == 0)
        return true;
    if (!values_coalesce_keeping_nulls(cx, values_tree(cx->arena, node), NULL,
                                       &values))
        return false;
    for (size_t i = 0; i < node->n_deps; i++) {
        if (!import_dependency(cx, &node->deps[i], values, imported))
            return false;
    }
    defaults = val_map(val_deep_copy(cx->arena, val_from_map(values)));
    if (!values_merge_tables(cx, defaults, imported))
        return false;
    node->chart.values = defaults;
    node->changed = true;
    return true;
}

static bool import_all(Ctx *cx, DepNode *node)
{
    for (size_t i = 0; i < node->n_below; i++) {
        if (!import_all(cx, node->below[i]))
            return false;
    }
    return import_values(cx, node);
}

/* Helm logs this failure and reports it as well. */
static bool fail_processing(Ctx *cx)
{
    static const char what[] = "chart dependencies processing failed";
    Str problem = err_text(cx->arena, cx->err);

    chart_log(cx, "ERROR", str_from_c(what),
              (const LogAttr[]){
                  {"error", problem}
    },
              1);
    return err_wrap(cx, source_pos_of_file(STR_NONE), "%s", what);
}

bool values_process_dependencies(Ctx *cx, const Chart *chart, const Map *user,
                                 const DepsOptions *options, const Chart **out)
{
    const Deps deps = {cx, options};
    DepNode *node = node_new(cx->arena, chart);

    if (!pick(&deps, node, user, STR("")) || !import_all(cx, node))
        return fail_processing(cx);
    *out = node_chart(cx->arena, node);
    return true;
}

static bool has_subchart(const Chart *chart, Str name)
{
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        if (str_eq(chart->subcharts[i]->meta.name, name))
            return true;
    }
    return false;
}

bool values_check_dependencies(Ctx *cx, const Chart *chart)
{
    size_t n_missing = 0;
    Buf missing;

    buf_init(&missing, cx->arena);
    for (size_t i = 0; i < chart->meta.n_dependencies; i++) {
        Str name = chart->meta.dependencies[i].name;

        if (has_subchart(chart, name))
            continue;
        buf_add_c(&missing, n_missing == 0 ? "" : ", ");
        buf_add(&missing, name);
        n_missing++;
    }
    if (n_missing == 0)
        return true;
    return fail_here(cx, ERR_CHART,
                     "an error occurred while checking for chart "
                     "dependencies. You may need to run `helm dependency "
                     "build` to fetch missing dependencies: found in "
                     "Chart.yaml, but missing in charts/ directory: %.*s",
                     STR_ARG(buf_str(&missing)));
}
