/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What Go's reflection says about a value.
 */
#include "tmpl/fn.h"
#include "value/compare.h"

/* typeOf VALUE */
static bool fn_type_of(const FnCall *call, Val *out)
{
    *out = val_from_str(val_type_name(call->args[0]));
    return true;
}

/* typeIs NAME VALUE */
static bool fn_type_is(const FnCall *call, Val *out)
{
    Str name = val_type_name(call->args[1]);

    *out = val_from_bool(str_eq(val_str(call->args[0]), name));
    return true;
}

/* typeIsLike NAME VALUE: a pointer to that type will do. */
static bool fn_type_is_like(const FnCall *call, Val *out)
{
    Str wanted = val_str(call->args[0]);
    Str name = val_type_name(call->args[1]);
    Str pointee = str_drop_prefix(name, STR("*"));

    *out = val_from_bool(str_eq(wanted, name) || str_eq(wanted, pointee));
    return true;
}

/* kindOf VALUE */
static bool fn_kind_of(const FnCall *call, Val *out)
{
    *out = val_from_str(val_kind_name(call->args[0]));
    return true;
}

/* kindIs NAME VALUE */
static bool fn_kind_is(const FnCall *call, Val *out)
{
    Str name = val_kind_name(call->args[1]);

    *out = val_from_bool(str_eq(val_str(call->args[0]), name));
    return true;
}

/* deepEqual VALUE VALUE */
static bool fn_deep_equal(const FnCall *call, Val *out)
{
    *out =
        val_from_bool(val_deep_equal(call->cx, call->args[0], call->args[1]));
    return true;
}

static const FnDef defs[] = {
    {"deepEqual",  "aa", fn_deep_equal  },
    {"kindIs",     "sa", fn_kind_is     },
    {"kindOf",     "a",  fn_kind_of     },
    {"typeIs",     "sa", fn_type_is     },
    {"typeIsLike", "sa", fn_type_is_like},
    {"typeOf",     "a",  fn_type_of     },
};
const FnFamily fn_reflect = {"reflect", defs, ARRAY_LEN(defs)};
