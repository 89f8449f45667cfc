/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's conversions to numbers.  None of them fails: what is no number
 * becomes 0.  Conversions to text (toString, toStrings) stand with the
 * strings.
 */
#include "base/num.h"
#include "fn/arg.h"
#include "tmpl/fn.h"
#include "value/print.h"

/* atoi TEXT.  A number out of range becomes the nearest bound. */
static bool fn_atoi(const FnCall *call, Val *out)
{
    int64_t value = 0;

    if (num_parse_int(val_str(call->args[0]), 10, &value) == NUM_SYNTAX)
        value = 0;
    *out = val_from_int(value);
    return true;
}

/* int VALUE */
static bool fn_int(const FnCall *call, Val *out)
{
    *out = val_from_int(arg_to_int64(call->args[0]));
    return true;
}

/* int64 VALUE */
static bool fn_int64(const FnCall *call, Val *out)
{
    *out = val_from_int64(arg_to_int64(call->args[0]));
    return true;
}

/* float64 VALUE */
static bool fn_float64(const FnCall *call, Val *out)
{
    *out = val_from_float(arg_to_float64(call->args[0]));
    return true;
}

/* toDecimal VALUE: the value's text read as an octal number. */
static bool fn_to_decimal(const FnCall *call, Val *out)
{
    int64_t value = 0;
    Buf text;

    buf_init(&text, call->cx->arena);
    if (!val_sprint(call->cx, &text, call->args, 1))
        return false;
    if (num_parse_int(buf_str(&text), 8, &value) != NUM_OK)
        value = 0;
    *out = val_from_int64(value);
    return true;
}

static const FnDef defs[] = {
    {"atoi",      "s", fn_atoi      },
    {"float64",   "a", fn_float64   },
    {"int",       "a", fn_int       },
    {"int64",     "a", fn_int64     },
    {"toDecimal", "a", fn_to_decimal},
};

const FnFamily fn_convert = {"convert", defs, ARRAY_LEN(defs)};
