/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Choosing between values: default, coalesce, ternary and their kin.  `fail`
 * and `required` belong to render.
 */
#include "tmpl/fn.h"
#include "value/compare.h"

/* default FALLBACK [VALUE]... */
static bool fn_default(const FnCall *call, Val *out)
{
    bool is_given = call->n > 1 && !val_is_empty(call->args[1]);

    *out = call->args[is_given ? 1 : 0];
    return true;
}

/* empty VALUE */
static bool fn_empty(const FnCall *call, Val *out)
{
    *out = val_from_bool(val_is_empty(call->args[0]));
    return true;
}

/* Index of the first argument whose emptiness is `wanted`, n if none is. */
static size_t find_empty(const FnCall *call, bool wanted)
{
    size_t i = 0;

    while (i < call->n && val_is_empty(call->args[i]) != wanted)
        i++;
    return i;
}

/* coalesce VALUE...: the first that is not empty, else nil. */
static bool fn_coalesce(const FnCall *call, Val *out)
{
    size_t i = find_empty(call, false);

    *out = i < call->n ? call->args[i] : VAL_NIL_VALUE;
    return true;
}

/* all VALUE... */
static bool fn_all(const FnCall *call, Val *out)
{
    *out = val_from_bool(find_empty(call, true) == call->n);
    return true;
}

/* any VALUE... */
static bool fn_any(const FnCall *call, Val *out)
{
    *out = val_from_bool(find_empty(call, false) < call->n);
    return true;
}

/* ternary THEN ELSE CONDITION */
static bool fn_ternary(const FnCall *call, Val *out)
{
    *out = call->args[val_bool(call->args[2]) ? 0 : 1];
    return true;
}

static const FnDef defs[] = {
    {"all",      "a*",  fn_all     },
    {"any",      "a*",  fn_any     },
    {"coalesce", "a*",  fn_coalesce},
    {"default",  "aa*", fn_default },
    {"empty",    "a",   fn_empty   },
    {"ternary",  "aab", fn_ternary },
};
const FnFamily fn_flow = {"flow", defs, ARRAY_LEN(defs)};
