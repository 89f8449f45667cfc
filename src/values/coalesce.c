/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values down the chart tree.  Go's maps are shared here as they are in Helm:
 * a subchart's `global` holds the very maps of its parent's below the second
 * level, so what a subchart's defaults add there shows above.  That is why the
 * maps are changed in place, on one deep copy of what the user gave and one of
 * each chart's defaults.
 *
 * Helm walks its maps in no order; sorted keys only settle the order of
 * warnings.
 */
#include "values/coalesce.h"

#include "base/buf.h"
#include "chart/log.h"
#include "value/print.h"

typedef struct Coalesce {
    Ctx *cx;
    bool keep_nulls;
} Coalesce;

static bool is_table(Val v)
{
    return val_kind(v) == VAL_MAP;
}

static Map *deep_copy(Arena *arena, const Map *map)
{
    Map *copy = map_copy(map, arena);

    for (size_t i = 0; i < map_len(copy); i++)
        copy->entries[i].value = val_deep_copy(arena, copy->entries[i].value);
    return copy;
}

static void warn(Ctx *cx, Str text)
{
    chart_log(cx, "INFO", text, NULL, 0);
}

static Str join(Arena *arena, Str prefix, Str key)
{
    const Str parts[] = {prefix, STR("."), key};

    return prefix.len == 0 ? key : arena_join(arena, parts, ARRAY_LEN(parts));
}

/* "warning: BEFORE KEY AFTER (VALUE)" */
static bool warn_value(Ctx *cx, const char *before, Str key, const char *after,
                       Val v)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_fmt(&buf, "warning: %s %.*s%s (", before, STR_ARG(key), after);
    if (!val_print(cx, &buf, v))
        return false;
    buf_add_byte(&buf, ')');
    warn(cx, buf_str(&buf));
    return true;
}

static bool merge_tables(Coalesce *c, Map *into, Map *from, Str prefix);

/* `from`'s value of a key that `into` has as well. */
static bool merge_value(Coalesce *c, Val have, Val add, Str key)
{
    if (is_table(add) && is_table(have))
        return merge_tables(c, val_map(have), val_map(add), key);
    if (is_table(add))
        return warn_value(c->cx, "cannot overwrite table with non table for",
                          key, "", add);
    if (is_table(have) && !val_is_nil(add))
        return warn_value(c->cx, "destination for", key,
                          " is a table. Ignoring non-table value", add);
    return true;
}

static bool merge_entry(Coalesce *c, Map *into, const MapEntry *entry,
                        Str prefix)
{
    const MapEntry *have = map_find(into, entry->key);

    if (!map_spend(c->cx, into))
        return false;
    if (have == NULL) {
        map_set(into, entry->key, entry->value);
        return true;
    }
    if (val_is_nil(have->value)) {
        /* A null takes a default away; where there is none it stays. */
        if (!c->keep_nulls && !val_is_nil(entry->value))
            map_remove(into, entry->key);
        return true;
    }
    return merge_value(c, have->value, entry->value,
                       join(c->cx->arena, prefix, entry->key));
}

/* A null of `into` overwrites what `from` has, for all who share `from`. */
static void pass_nulls(const Map *into, Map *from)
{
    for (size_t i = 0; i < map_len(into); i++) {
        if (val_is_nil(map_at(into, i)->value))
            map_set(from, map_at(into, i)->key, VAL_NIL_VALUE);
    }
}

/* coalesceTablesFullKey: `into` wins. */
static bool merge_tables(Coalesce *c, Map *into, Map *from, Str prefix)
{
    size_t len;
    const MapEntry *entries = map_snapshot(from, c->cx->arena, &len);
    bool ok = true;

    if (!ctx_enter(c->cx))
        return false;
    pass_nulls(into, from);
    for (size_t i = 0; ok && i < len; i++)
        ok = merge_entry(c, into, &entries[i], prefix);
    ctx_leave(c->cx);
    return ok;
}

static bool has_subchart(const ValuesChart *chart, Str name)
{
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        if (str_eq(chart->subcharts[i]->name, name))
            return true;
    }
    return false;
}

/* A chart's default where the user has a table under its key. */
static bool add_default_table(Coalesce *c, const ValuesChart *chart, Map *into,
                              const MapEntry *entry, Str prefix)
{
    Arena *arena = c->cx->arena;
    Coalesce inner = *c;

    if (val_is_nil(entry->value))
        return true;
    if (!is_table(entry->value)) {
        warn(c->cx, arena_fmt(arena,
                              "warning: skipped value for %.*s.%.*s: Not a "
                              "table.",
                              STR_ARG(prefix), STR_ARG(entry->key)));
        return true;
    }
    /* What is meant for a subchart keeps its nulls: they take that chart's
     * own defaults away later. */
    inner.keep_nulls = c->keep_nulls || has_subchart(chart, entry->key);
    return merge_tables(&inner, into, val_map(entry->value),
                        join(arena, prefix, entry->key));
}

static bool add_defaults(Coalesce *c, const ValuesChart *chart, Map *into,
                         Str prefix)
{
    Str here = join(c->cx->arena, prefix, chart->name);
    const Map *defaults;

    if (chart->defaults == NULL)
        return true;
    defaults = deep_copy(c->cx->arena, chart->defaults);
    for (size_t i = 0; i < map_len(defaults); i++) {
        const MapEntry *entry = map_at(defaults, i);
        Val have;

        if (!map_spend(c->cx, into))
            return false;
        if (!map_get(into, entry->key, &have))
            map_set(into, entry->key, entry->value);
        else if (val_is_nil(have) && !c->keep_nulls)
            map_remove(into, entry->key);
        else if (is_table(have) &&
                 !add_default_table(c, chart, val_map(have), entry, here))
            return false;
    }
    return true;
}

/* One global of the parent, put over the child's. */
static bool pass_global(Coalesce *c, Map *into, const MapEntry *entry,
                        Str prefix)
{
    Coalesce keeping = {c->cx, true};
    const MapEntry *have = map_find(into, entry->key);
    Map *copy;

    if (!map_spend(c->cx, into))
        return false;
    if (!is_table(entry->value)) {
        if (have != NULL && is_table(have->value))
            warn(c->cx, arena_fmt(c->cx->arena, "key %.*s is table. Skipping",
                                  STR_ARG(entry->key)));
        else
            map_set(into, entry->key, entry->value);
        return true;
    }
    if (have != NULL && !is_table(have->value)) {
        Buf buf;

        buf_init(&buf, c->cx->arena);
        buf_add_c(&buf, "Conflict: cannot merge map onto non-map for ");
        val_add_quoted(&buf, entry->key, false);
        buf_add_c(&buf, ". Skipping.");
        warn(c->cx, buf_str(&buf));
        return true;
    }
    copy = map_copy(val_map(entry->value), c->cx->arena);
    if (have != NULL && !merge_tables(&keeping, copy, val_map(have->value),
                                      join(c->cx->arena, prefix, entry->key)))
        return false;
    map_set(into, entry->key, val_from_map(copy));
    return true;
}

/* The `global` table of `values`, an empty one if there is none; NULL if it is
 * something else. */
static Map *globals_of(Coalesce *c, const Map *values)
{
    Val v;

    if (!map_get(values, STR("global"), &v))
        return map_new(c->cx->arena, 0);
    return is_table(v) ? val_map(v) : NULL;
}

static bool pass_globals(Coalesce *c, Map *into, const Map *from, Str prefix)
{
    Map *have = globals_of(c, into);
    const Map *add = have == NULL ? NULL : globals_of(c, from);

    if (have == NULL || add == NULL) {
        warn(c->cx, have == NULL
                        ? STR("warning: skipping globals because destination "
                              "global is not a table.")
                        : STR("warning: skipping globals because source "
                              "global is not a table."));
        return true;
    }
    for (size_t i = 0; i < map_len(add); i++) {
        if (!pass_global(c, have, map_at(add, i), prefix))
            return false;
    }
    map_set(into, STR("global"), val_from_map(have));
    return true;
}

static bool fail_mismatch(Ctx *cx, Str name, Val v)
{
    const Val args[] = {val_from_str(name), v};
    Buf buf;

    buf_init(&buf, cx->arena);
    return val_sprintf(cx, &buf, STR("type mismatch on %s: %t"), args,
                       ARRAY_LEN(args)) &&
           fail_str(cx, ERR_VALUE, buf_str(&buf));
}

static bool coalesce(Coalesce *c, const ValuesChart *chart, Map *into,
                     Str prefix);

static bool coalesce_subchart(Coalesce *c, const ValuesChart *chart, Map *into,
                              Str prefix, const ValuesChart *below)
{
    Val v;

    if (!map_get(into, below->name, &v)) {
        v = val_from_map(map_new(c->cx->arena, 4));
        map_set(into, below->name, v);
    }
    if (!is_table(v))
        return fail_mismatch(c->cx, below->name, v);
    prefix = join(c->cx->arena, prefix, chart->name);
    return pass_globals(c, val_map(v), into, prefix) &&
           coalesce(c, below, val_map(v), prefix);
}

static bool coalesce(Coalesce *c, const ValuesChart *chart, Map *into,
                     Str prefix)
{
    bool ok;

    if (!ctx_enter(c->cx))
        return false;
    ok = add_defaults(c, chart, into, prefix);
    for (size_t i = 0; ok && i < chart->n_subcharts; i++)
        ok = coalesce_subchart(c, chart, into, prefix, chart->subcharts[i]);
    ctx_leave(c->cx);
    return ok;
}

static bool coalesce_copy(Coalesce *c, const ValuesChart *chart,
                          const Map *user, Map **out)
{
    Map *values =
        user == NULL ? map_new(c->cx->arena, 8) : deep_copy(c->cx->arena, user);

    if (!coalesce(c, chart, values, STR_NONE))
        return false;
    *out = values;
    return true;
}

bool values_coalesce(Ctx *cx, const ValuesChart *chart, const Map *user,
                     Map **out)
{
    Coalesce c = {cx, false};

    return coalesce_copy(&c, chart, user, out);
}

bool values_coalesce_into(Ctx *cx, const ValuesChart *chart, Map *user)
{
    Coalesce c = {cx, false};

    return coalesce(&c, chart, user, STR_NONE);
}

bool values_coalesce_keeping_nulls(Ctx *cx, const ValuesChart *chart,
                                   const Map *user, Map **out)
{
    Coalesce c = {cx, true};

    return coalesce_copy(&c, chart, user, out);
}

bool values_merge_tables(Ctx *cx, Map *into, Map *from)
{
    Coalesce c = {cx, true};

    return merge_tables(&c, into, from, STR_NONE);
}
