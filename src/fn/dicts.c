/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Dict functions.  Maps are shared: set, unset and the merges change their
 * first argument for every holder.  Results are map[string]interface {} even
 * where the argument was a named type such as .Values.
 */
#include "fn/arg.h"
#include "fn/merge.h"
#include "tmpl/fn.h"
#include "value/map.h"

static Map *arg_map(const FnCall *call, size_t i)
{
    return val_map(call->args[i]);
}

/* dict [KEY VALUE]...: a key without a value has "". */
static bool fn_dict(const FnCall *call, Val *out)
{
    Map *map = map_new(call->cx->arena, call->n / 2 + 1);
    Str key;

    for (size_t i = 0; i < call->n; i += 2) {
        if (!arg_strval(call->cx, call->args[i], &key))
            return false;
        map_append(map, key,
                   i + 1 < call->n ? call->args[i + 1]
                                   : val_from_str(STR_NONE));
    }
    map_sort(map);
    *out = val_from_map(map);
    return true;
}

/* get MAP KEY: "" when absent. */
static bool fn_get(const FnCall *call, Val *out)
{
    if (!map_read(call->cx, arg_map(call, 0), val_str(call->args[1]), out))
        *out = val_from_str(STR_NONE);
    return true;
}

/* set MAP KEY VALUE */
static bool fn_set(const FnCall *call, Val *out)
{
    if (arg_is_nil_map(call->args[0]))
        return fail_here(call->cx, ERR_CALL, "assignment to entry in nil map");
    if (!map_spend(call->cx, arg_map(call, 0)))
        return false;
    map_set(arg_map(call, 0), val_str(call->args[1]), call->args[2]);
    *out = val_from_map(arg_map(call, 0));
    return true;
}

/* unset MAP KEY */
static bool fn_unset(const FnCall *call, Val *out)
{
    map_remove(arg_map(call, 0), val_str(call->args[1]));
    *out = arg_plain_map(call->args[0]);
    return true;
}

/* hasKey MAP KEY */
static bool fn_has_key(const FnCall *call, Val *out)
{
    Val value;

    *out = val_from_bool(
        map_read(call->cx, arg_map(call, 0), val_str(call->args[1]), &value));
    return true;
}

/* pluck KEY MAP...: the values of the maps that have the key. */
static bool fn_pluck(const FnCall *call, Val *out)
{
    Str key = val_str(call->args[0]);
    ListBuilder builder;
    Val value;

    list_builder_init(&builder, call->cx->arena, call->n - 1);
    for (size_t i = 1; i < call->n; i++) {
        if (map_read(call->cx, arg_map(call, i), key, &value))
            list_builder_add(&builder, value);
    }
    *out = val_from_grown_list(list_builder_done(&builder));
    return true;
}

/* keys MAP...: Go gives them in any order, we in that of their bytes. */
static bool fn_keys(const FnCall *call, Val *out)
{
    ListBuilder builder;

    list_builder_init(&builder, call->cx->arena, 0);
    for (size_t i = 0; i < call->n; i++) {
        const Map *map = arg_map(call, i);
        for (size_t k = 0; k < map_len(map); k++)
            list_builder_add(&builder, val_from_str(map_at(map, k)->key));
    }
    *out = val_from_strings(list_builder_done(&builder));
    out->len = LIST_GROWN;
    return true;
}

/* values MAP: in the order of their keys. */
static bool fn_values(const FnCall *call, Val *out)
{
    const Map *map = arg_map(call, 0);
    ListBuilder builder;
    Val value;

    list_builder_init(&builder, call->cx->arena, map_len(map));
    for (size_t i = 0; i < map_len(map); i++) {
        if (map_read(call->cx, map, map_at(map, i)->key, &value))
            list_builder_add(&builder, value);
    }
    *out = val_from_grown_list(list_builder_done(&builder));
    return true;
}

/* pick MAP KEY... */
static bool fn_pick(const FnCall *call, Val *out)
{
    Map *picked = map_new(call->cx->arena, call->n);
    Val value;

    for (size_t i = 1; i < call->n; i++) {
        Str key = val_str(call->args[i]);
        if (map_read(call->cx, arg_map(call, 0), key, &value))
            map_append(picked, key, value);
    }
    map_sort(picked);
    *out = val_from_map(picked);
    return true;
}

/* omit MAP KEY... */
static bool fn_omit(const FnCall *call, Val *out)
{
    Map *kept = map_copy(arg_map(call, 0), call->cx->arena);

    for (size_t i = 1; i < call->n; i++)
        map_remove(kept, val_str(call->args[i]));
    *out = val_from_map(kept);
    return true;
}

/* Go's panic of a type assertion that does not hold. */
static bool fail_assertion(Ctx *cx, Val v, const char *wanted)
{
    Str name = val_is_nil(v) ? STR("nil") : val_type_name(v);

    return fail_here(cx, ERR_CALL,
                     "interface conversion: interface {} is %.*s, not %s",
                     STR_ARG(name), wanted);
}

/* Go asserts the very type: .Values itself is none. */
static bool want_plain_map(Ctx *cx, Val v)
{
    if (v.kind == VAL_MAP && v.go_type == GO_MAP)
        return true;
    return fail_assertion(cx, v, "map[string]interface {}");
}

static bool want_keys(Ctx *cx, const Val *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].kind != VAL_STRING || keys[i].go_type != GO_STRING)
            return fail_assertion(cx, keys[i], "string");
    }
    return true;
}

/* dig KEY... DEFAULT MAP */
static bool fn_dig(const FnCall *call, Val *out)
{
    if (call->n < 3)
        return fail_here(call->cx, ERR_CALL,
                         "dig needs at least three arguments");
    size_t n_keys = call->n - 2;
    Val at = call->args[call->n - 1];
    if (!want_plain_map(call->cx, at) ||
        !want_keys(call->cx, call->args, n_keys))
        return false;
    for (size_t i = 0; i < n_keys; i++) {
        if (!want_plain_map(call->cx, at))
            return false;
        if (!map_read(call->cx, val_map(at), val_str(call->args[i]), &at)) {
            *out = call->args[n_keys];
            return true;
        }
    }
    *out = at;
    return true;
}

/* deepCopy VALUE */
static bool fn_deep_copy(const FnCall *call, Val *out)
{
    if (val_is_nil(call->args[0]))
        return fail_here(call->cx, ERR_CALL,
                         "reflect: call of reflect.Value.Type on zero Value");
    *out = val_deep_copy(call->cx->arena, call->args[0]);
    return true;
}

/* Merges every other argument into the first.  `*is_mixed` is set when types
 * that cannot be merged end that early. */
static bool merge_args(const FnCall *call, bool overwrite, Val *out,
                       bool *is_mixed)
{
    Val dest = call->args[0];

    *is_mixed = false;
    if (arg_is_nil_map(dest) && call->n > 1)
        dest = val_from_map(map_new(call->cx->arena, 0));
    for (size_t i = 1; i < call->n && !*is_mixed; i++) {
        if (!fn_merge_maps(call->cx, dest, call->args[i], overwrite, is_mixed))
            return false;
    }
    *out = arg_plain_map(dest);
    return true;
}

static bool merge_or_text(const FnCall *call, bool overwrite, Val *out)
{
    bool is_mixed;

    if (!merge_args(call, overwrite, out, &is_mixed))
        return false;
    if (is_mixed)
        *out = val_from_str(STR_NONE);
    return true;
}

static bool merge_or_fail(const FnCall *call, bool overwrite, Val *out)
{
    bool is_mixed;

    if (!merge_args(call, overwrite, out, &is_mixed))
        return false;
    if (is_mixed)
        return fail_here(call->cx, ERR_CALL,
                         "src and dst must be of same type");
    return true;
}

/* merge MAP SOURCE...: "" when types cannot be merged. */
static bool fn_merge(const FnCall *call, Val *out)
{
    return merge_or_text(call, false, out);
}

/* mergeOverwrite MAP SOURCE... */
static bool fn_merge_overwrite(const FnCall *call, Val *out)
{
    return merge_or_text(call, true, out);
}

/* mustMerge MAP SOURCE... */
static bool fn_must_merge(const FnCall *call, Val *out)
{
    return merge_or_fail(call, false, out);
}

/* mustMergeOverwrite MAP SOURCE... */
static bool fn_must_merge_overwrite(const FnCall *call, Val *out)
{
    return merge_or_fail(call, true, out);
}

static const FnDef defs[] = {
    {"deepCopy",           "a",   fn_deep_copy           },
    {"dict",               "a*",  fn_dict                },
    {"dig",                "a*",  fn_dig                 },
    {"get",                "ms",  fn_get                 },
    {"hasKey",             "ms",  fn_has_key             },
    {"keys",               "m*",  fn_keys                },
    {"merge",              "mm*", fn_merge               },
    {"mergeOverwrite",     "mm*", fn_merge_overwrite     },
    {"mustDeepCopy",       "a",   fn_deep_copy           },
    {"mustMerge",          "mm*", fn_must_merge          },
    {"mustMergeOverwrite", "mm*", fn_must_merge_overwrite},
    {"omit",               "ms*", fn_omit                },
    {"pick",               "ms*", fn_pick                },
    {"pluck",              "sm*", fn_pluck               },
    {"set",                "msa", fn_set                 },
    {"unset",              "ms",  fn_unset               },
    {"values",             "m",   fn_values              },
};
const FnFamily fn_dicts = {"dicts", defs, ARRAY_LEN(defs)};
