/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's math page: integer arithmetic in int64 that wraps as Go's does, and
 * float arithmetic that counts in decimal (fn/decimal).
 *
 * A panic inside a Go function reaches the template as an ordinary error, so
 * a division by zero fails the call with Go's runtime text.
 */
#include <math.h>

#include "fn/arg.h"
#include "fn/decimal.h"
#include "tmpl/fn.h"

static int64_t wrap(uint64_t bits)
{
    int64_t value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static uint64_t bits_of(Val v)
{
    return (uint64_t)arg_to_int64(v);
}

/* add NUMBER... */
static bool fn_add(const FnCall *call, Val *out)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < call->n; i++)
        sum += bits_of(call->args[i]);
    *out = val_from_int64(wrap(sum));
    return true;
}

/* add1 NUMBER */
static bool fn_add1(const FnCall *call, Val *out)
{
    *out = val_from_int64(wrap(bits_of(call->args[0]) + 1));
    return true;
}

/* sub MINUEND SUBTRAHEND */
static bool fn_sub(const FnCall *call, Val *out)
{
    *out =
        val_from_int64(wrap(bits_of(call->args[0]) - bits_of(call->args[1])));
    return true;
}

/* mul NUMBER NUMBER... */
static bool fn_mul(const FnCall *call, Val *out)
{
    uint64_t product = bits_of(call->args[0]);

    for (size_t i = 1; i < call->n; i++)
        product *= bits_of(call->args[i]);
    *out = val_from_int64(wrap(product));
    return true;
}

static bool fail_divide_by_zero(Ctx *cx)
{
    return fail_here(cx, ERR_CALL, "runtime error: integer divide by zero");
}

/* div DIVIDEND DIVISOR */
static bool fn_div(const FnCall *call, Val *out)
{
    int64_t dividend = arg_to_int64(call->args[0]);
    int64_t divisor = arg_to_int64(call->args[1]);

    if (divisor == 0)
        return fail_divide_by_zero(call->cx);
    /* In Go the smallest int64 divided by -1 wraps to itself. */
    if (divisor == -1)
        *out = val_from_int64(wrap(0 - (uint64_t)dividend));
    else
        *out = val_from_int64(dividend / divisor);
    return true;
}

/* mod DIVIDEND DIVISOR */
static bool fn_mod(const FnCall *call, Val *out)
{
    int64_t dividend = arg_to_int64(call->args[0]);
    int64_t divisor = arg_to_int64(call->args[1]);

    if (divisor == 0)
        return fail_divide_by_zero(call->cx);
    *out = val_from_int64(divisor == -1 ? 0 : dividend % divisor);
    return true;
}

/* max NUMBER NUMBER... */
static bool fn_max(const FnCall *call, Val *out)
{
    int64_t best = arg_to_int64(call->args[0]);

    for (size_t i = 1; i < call->n; i++) {
        int64_t next = arg_to_int64(call->args[i]);

        best = next > best ? next : best;
    }
    *out = val_from_int64(best);
    return true;
}

/* min NUMBER NUMBER... */
static bool fn_min(const FnCall *call, Val *out)
{
    int64_t best = arg_to_int64(call->args[0]);

    for (size_t i = 1; i < call->n; i++) {
        int64_t next = arg_to_int64(call->args[i]);

        best = next < best ? next : best;
    }
    *out = val_from_int64(best);
    return true;
}

/* Go's math.Max: an infinity of the winning sign beats a NaN, a NaN beats the
 * rest, and +0 is more than -0. */
static double float_max(double a, double b)
{
    if (a == (double)INFINITY || b == (double)INFINITY)
        return (double)INFINITY;
    if (isnan(a) || isnan(b))
        return (double)NAN;
    if (a == 0 && b == 0)
        return signbit(a) ? b : a;
    return a > b ? a : b;
}

/* maxf NUMBER NUMBER... */
static bool fn_maxf(const FnCall *call, Val *out)
{
    double best = arg_to_float64(call->args[0]);

    for (size_t i = 1; i < call->n; i++)
        best = float_max(best, arg_to_float64(call->args[i]));
    *out = val_from_float(best);
    return true;
}

/* minf NUMBER NUMBER... */
static bool fn_minf(const FnCall *call, Val *out)
{
    double best = arg_to_float64(call->args[0]);

    for (size_t i = 1; i < call->n; i++)
        best = -float_max(-best, -arg_to_float64(call->args[i]));
    *out = val_from_float(best);
    return true;
}

static bool to_decimal(Ctx *cx, double value, Decimal *out)
{
    if (decimal_from_float(cx->arena, value, out))
        return true;
    if (isnan(value))
        return fail_here(cx, ERR_CALL, "Cannot create a Decimal from NaN");
    return fail_here(cx, ERR_CALL, "Cannot create a Decimal from %cInf",
                     value > 0 ? '+' : '-');
}

typedef bool DecimalOp(Ctx *cx, Decimal a, Decimal b, Decimal *out);

/* `op` from left to right over `start` and the arguments from `from` on. */
static bool fold_decimals(const FnCall *call, double start, size_t from,
                          DecimalOp *op, Val *out)
{
    Decimal total;
    Decimal next;

    if (!to_decimal(call->cx, start, &total))
        return false;
    for (size_t i = from; i < call->n; i++) {
        if (!to_decimal(call->cx, arg_to_float64(call->args[i]), &next) ||
            !op(call->cx, total, next, &total))
            return false;
    }
    *out = val_from_float(decimal_to_float(call->cx->arena, total));
    return true;
}

static bool op_add(Ctx *cx, Decimal a, Decimal b, Decimal *out)
{
    *out = decimal_add(cx->arena, a, b);
    return true;
}

static bool op_sub(Ctx *cx, Decimal a, Decimal b, Decimal *out)
{
    *out = decimal_add(cx->arena, a, decimal_negate(b));
    return true;
}

static bool op_mul(Ctx *cx, Decimal a, Decimal b, Decimal *out)
{
    *out = decimal_mul(cx->arena, a, b);
    return true;
}

static bool op_div(Ctx *cx, Decimal a, Decimal b, Decimal *out)
{
    if (b.len == 0)
        return fail_here(cx, ERR_CALL, "decimal division by 0");
    *out = decimal_div(cx->arena, a, b);
    return true;
}

/* addf NUMBER... */
static bool fn_addf(const FnCall *call, Val *out)
{
    return fold_decimals(call, 0, 0, op_add, out);
}

/* add1f NUMBER */
static bool fn_add1f(const FnCall *call, Val *out)
{
    return fold_decimals(call, 1, 0, op_add, out);
}

/* subf MINUEND SUBTRAHEND... */
static bool fn_subf(const FnCall *call, Val *out)
{
    return fold_decimals(call, arg_to_float64(call->args[0]), 1, op_sub, out);
}

/* mulf NUMBER NUMBER... */
static bool fn_mulf(const FnCall *call, Val *out)
{
    return fold_decimals(call, arg_to_float64(call->args[0]), 1, op_mul, out);
}

/* divf DIVIDEND DIVISOR... */
static bool fn_divf(const FnCall *call, Val *out)
{
    return fold_decimals(call, arg_to_float64(call->args[0]), 1, op_div, out);
}

/* floor NUMBER */
static bool fn_floor(const FnCall *call, Val *out)
{
    *out = val_from_float(floor(arg_to_float64(call->args[0])));
    return true;
}

/* ceil NUMBER */
static bool fn_ceil(const FnCall *call, Val *out)
{
    *out = val_from_float(ceil(arg_to_float64(call->args[0])));
    return true;
}

/* Ten to the power `n` with the rounding of Go's math.Pow, which squares the
 * mantissa: past 10^22 the C library's answer can differ in the last bit. */
static double power_of_ten(int64_t n)
{
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    double square = 0.625; /* 10 is 0.625 * 2^4 */
    double mantissa = 1;
    int square_exp = 4;
    int exp = 0;

    for (; left != 0; left >>= 1) {
        if (square_exp > 4096) {
            exp += square_exp;
            break;
        }
        if (left & 1) {
            mantissa *= square;
            exp += square_exp;
        }
        square *= square;
        square_exp *= 2;
        if (square < 0.5) {
            square += square;
            square_exp--;
        }
    }
    return n < 0 ? ldexp(1 / mantissa, -exp) : ldexp(mantissa, exp);
}

/* round NUMBER PLACES [ROUND_ON] */
static bool fn_round(const FnCall *call, Val *out)
{
    double round_on = call->n > 2 ? val_float(call->args[2]) : 0.5;
    double power = power_of_ten(val_int(call->args[1]));
    double scaled = power * arg_to_float64(call->args[0]);
    double whole;
    double fraction = modf(scaled, &whole);

    /* Go's Modf gives NaN as the fraction of an infinity, C's gives 0. */
    if (fraction >= round_on && !isinf(scaled))
        *out = val_from_float(ceil(scaled) / power);
    else
        *out = val_from_float(floor(scaled) / power);
    return true;
}

static const FnDef defs[] = {
    {"add",     "a*",   fn_add  },
    {"add1",    "a",    fn_add1 },
    {"add1f",   "a",    fn_add1f},
    {"addf",    "a*",   fn_addf },
    {"biggest", "aa*",  fn_max  },
    {"ceil",    "a",    fn_ceil },
    {"div",     "aa",   fn_div  },
    {"divf",    "aa*",  fn_divf },
    {"floor",   "a",    fn_floor},
    {"max",     "aa*",  fn_max  },
    {"maxf",    "aa*",  fn_maxf },
    {"min",     "aa*",  fn_min  },
    {"minf",    "aa*",  fn_minf },
    {"mod",     "aa",   fn_mod  },
    {"mul",     "aa*",  fn_mul  },
    {"mulf",    "aa*",  fn_mulf },
    {"round",   "aif*", fn_round},
    {"sub",     "aa",   fn_sub  },
    {"subf",    "aa*",  fn_subf },
};

const FnFamily fn_math = {"math", defs, ARRAY_LEN(defs)};
