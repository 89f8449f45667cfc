/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The merge of maps as mergo makes it.  Its rules, key by key of the source:
 *
 *   nil           is left out; with overwrite it is taken over
 *   map onto map  merged in place, unless the one there is and stays empty:
 *                 then the source's own map is taken over
 *   anything else is taken over where the destination has nothing, or
 *                 something empty; with overwrite always, empty or not
 */
#include "fn/merge.h"

#include "fn/arg.h"
#include "value/list.h"
#include "value/map.h"

typedef struct Merge {
    Ctx *cx;
    bool overwrite;
    bool is_mixed;
} Merge;

static bool merge_into(Merge *merge, Val dest, Val source);

/* mergo's own idea of empty: a pointer or struct never is. */
static bool is_empty(Val v)
{
    switch (val_kind(v)) {
    case VAL_NIL: return true;
    case VAL_BOOL: return !v.as.boolean;
    case VAL_INT: return v.as.integer == 0;
    case VAL_FLOAT: return v.as.number == 0;
    case VAL_STRING: return v.len == 0;
    case VAL_LIST: return v.as.list->len == 0;
    case VAL_MAP: return map_len(v.as.map) == 0;
    case VAL_HOST: break;
    }
    return false;
}

static bool is_pointer(Val v)
{
    return v.kind == VAL_HOST && str_eq_c(val_kind_name(v), "ptr");
}

/* reflect's SetMapIndex: a map with typed values takes no interface {}. */
static bool set_element(Merge *merge, Val dest, Val source, Str key, Val v)
{
    GoType want = go_type_elem((GoType)dest.go_type);
    GoType got = go_type_elem((GoType)source.go_type);

    if (want != GO_INTERFACE && want != got)
        return fail_here(merge->cx, ERR_CALL,
                         "reflect.Value.SetMapIndex: value of type %.*s is "
                         "not assignable to type %.*s",
                         STR_ARG(go_type_name(got)),
                         STR_ARG(go_type_name(want)));
    map_set(val_map(dest), key, v);
    return true;
}

/* A map, pointer or struct of the source onto what the destination has.  A nil
 * map there is left to be replaced. */
static bool merge_value(Merge *merge, Val there, Val v)
{
    if (there.kind == VAL_MAP && v.kind == VAL_MAP && !arg_is_nil_map(there))
        return merge_into(merge, there, v);
    if (is_pointer(there) && !is_pointer(v) && !merge->overwrite)
        merge->is_mixed = true;
    return true;
}

/* Whether what is there stays, once maps have been merged. */
static bool stays(const Merge *merge, Val there, Val v)
{
    if (is_empty(there))
        return false;
    return !merge->overwrite || (there.kind == VAL_MAP && v.kind == VAL_MAP);
}

static bool merge_entry(Merge *merge, Val dest, Val source, Str key, Val v)
{
    bool is_compound = v.kind == VAL_MAP || v.kind == VAL_HOST;
    Val there = VAL_NIL_VALUE;
    bool is_there = map_get(val_map(dest), key, &there);

    if (!map_spend(merge->cx, val_map(dest)))
        return false;
    if (val_is_nil(v))
        return !merge->overwrite || set_element(merge, dest, source, key, v);
    if (is_compound && !merge_value(merge, there, v))
        return false;
    if (merge->is_mixed || (is_there && stays(merge, there, v)))
        return true;
    return set_element(merge, dest, source, key, v);
}

static bool merge_into(Merge *merge, Val dest, Val source)
{
    size_t len;
    const MapEntry *entries =
        map_snapshot(val_map(source), merge->cx->arena, &len);
    bool ok = true;

    if (!ctx_enter(merge->cx))
        return false;
    for (size_t i = 0; ok && !merge->is_mixed && i < len; i++)
        ok = merge_entry(merge, dest, source, entries[i].key, entries[i].value);
    ctx_leave(merge->cx);
    return ok;
}

bool fn_merge_maps(Ctx *cx, Val dest, Val source, bool overwrite,
                   bool *is_mixed)
{
    Merge merge = {cx, overwrite, false};

    dest.go_type = GO_MAP;
    source.go_type = GO_MAP;
    if (!merge_into(&merge, dest, source))
        return false;
    *is_mixed = merge.is_mixed;
    return true;
}
