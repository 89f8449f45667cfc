/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Exact decimals: schoolbook arithmetic on arrays of nine-digit limbs.
 *
 * Numbers come from float64 values, so they start with at most 17 digits; sums
 * reach some 650 digits and products grow with the number of factors, which
 * stand in the template.  The way back to a float64 goes through text and the
 * correctly rounding reader in base/num.
 */
#include "fn/decimal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/num.h"

#define LIMB_BASE   1000000000u
#define LIMB_DIGITS 9
#define DIV_PLACES  16

__extension__ typedef unsigned __int128 Wide;

static Decimal trimmed(Decimal d)
{
    while (d.len > 0 && d.limbs[d.len - 1] == 0)
        d.len--;
    if (d.len == 0)
        return (Decimal){NULL, 0, 0, false};
    return d;
}

static Decimal decimal_from_uint(Arena *arena, uint64_t value)
{
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, 3);

    for (size_t i = 0; i < 3; i++) {
        limbs[i] = (uint32_t)(value % LIMB_BASE);
        value /= LIMB_BASE;
    }
    return trimmed((Decimal){limbs, 3, 0, false});
}

/* Reads what strconv's %e writes: -d.ddde±xx. */
static Decimal decimal_from_text(Arena *arena, Str text)
{
    size_t mark = str_find_byte(text, 'e', 0);
    uint64_t digits = 0;
    int64_t places = 0;
    int64_t exp = 0;
    bool in_fraction = false;
    NumResult result;
    Decimal d;

    assert(mark != SIZE_MAX);
    for (size_t i = 0; i < mark; i++) {
        char c = text.ptr[i];

        if (c == '.')
            in_fraction = true;
        if (c < '0' || c > '9')
            continue;
        digits = digits * 10 + (uint64_t)(c - '0');
        places += in_fraction ? 1 : 0;
    }
    result = num_parse_int(str_skip(text, mark + 1), 10, &exp);
    assert(result == NUM_OK);
    d = decimal_from_uint(arena, digits);
    d.exp = exp - places;
    d.negative = text.ptr[0] == '-';
    return trimmed(d);
}

bool decimal_from_float(Arena *arena, double value, Decimal *out)
{
    Buf text;

    if (isnan(value) || isinf(value))
        return false;
    buf_init(&text, arena);
    num_add_float(&text, value, 'e', -1);
    *out = decimal_from_text(arena, buf_str(&text));
    return true;
}

double decimal_to_float(Arena *arena, Decimal d)
{
    double value = 0;
    NumResult result;
    Buf text;

    if (d.len == 0)
        return 0;
    buf_init(&text, arena);
    if (d.negative)
        buf_add_byte(&text, '-');
    for (size_t i = d.len; i-- > 0;)
        buf_add_fmt(&text, "%09u", d.limbs[i]);
    buf_add_byte(&text, 'e');
    num_add_int(&text, d.exp);
    result = num_parse_float(buf_str(&text), &value);
    assert(result != NUM_SYNTAX);
    return value;
}

Decimal decimal_negate(Decimal d)
{
    d.negative = d.len != 0 && !d.negative;
    return d;
}

/* |d| * factor + carry, the exponent kept. */
static Decimal times_small(Arena *arena, Decimal d, uint32_t factor,
                           uint32_t carry)
{
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, d.len + 1);
    uint64_t rest = carry;

    for (size_t i = 0; i < d.len; i++) {
        rest += (uint64_t)d.limbs[i] * factor;
        limbs[i] = (uint32_t)(rest % LIMB_BASE);
        rest /= LIMB_BASE;
    }
    limbs[d.len] = (uint32_t)rest;
    d.limbs = limbs;
    d.len++;
    return d;
}

/* The integer of `d` times ten to the power `n`, the exponent kept. */
static Decimal shifted(Arena *arena, Decimal d, size_t n)
{
    size_t zeros = n / LIMB_DIGITS;
    uint32_t *limbs;
    uint32_t factor = 1;

    if (n == 0 || d.len == 0)
        return d;
    for (size_t i = 0; i < n % LIMB_DIGITS; i++)
        factor *= 10;
    d = times_small(arena, d, factor, 0);
    limbs = ARENA_ARRAY(arena, uint32_t, d.len + zeros);
    memcpy(limbs + zeros, d.limbs, d.len * sizeof(*limbs));
    d.limbs = limbs;
    d.len += zeros;
    return trimmed(d);
}

/* Compares the integers alone. */
static int compare_limbs(Decimal a, Decimal b)
{
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    for (size_t i = a.len; i-- > 0;) {
        if (a.limbs[i] != b.limbs[i])
            return a.limbs[i] < b.limbs[i] ? -1 : 1;
    }
    return 0;
}

/* |a| + |b| for equal exponents, with a's sign. */
static Decimal add_limbs(Arena *arena, Decimal a, Decimal b)
{
    size_t len = (a.len > b.len ? a.len : b.len) + 1;
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, len);
    uint32_t carry = 0;

    for (size_t i = 0; i < len; i++) {
        uint32_t sum = carry;

        sum += i < a.len ? a.limbs[i] : 0;
        sum += i < b.len ? b.limbs[i] : 0;
        limbs[i] = sum % LIMB_BASE;
        carry = sum / LIMB_BASE;
    }
    return trimmed((Decimal){limbs, len, a.exp, a.negative});
}

/* |a| - |b| for equal exponents and |a| >= |b|, with a's sign. */
static Decimal sub_limbs(Arena *arena, Decimal a, Decimal b)
{
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, a.len);
    uint32_t borrow = 0;

    for (size_t i = 0; i < a.len; i++) {
        uint32_t less = borrow + (i < b.len ? b.limbs[i] : 0);

        borrow = a.limbs[i] < less ? 1 : 0;
        limbs[i] = a.limbs[i] + (borrow ? LIMB_BASE : 0) - less;
    }
    return trimmed((Decimal){limbs, a.len, a.exp, a.negative});
}

Decimal decimal_add(Arena *arena, Decimal a, Decimal b)
{
    if (a.len == 0)
        return b;
    if (b.len == 0)
        return a;
    if (a.exp > b.exp) {
        a = shifted(arena, a, (size_t)(a.exp - b.exp));
        a.exp = b.exp;
    } else {
        b = shifted(arena, b, (size_t)(b.exp - a.exp));
        b.exp = a.exp;
    }
    if (a.negative == b.negative)
        return add_limbs(arena, a, b);
    if (compare_limbs(a, b) < 0)
        return sub_limbs(arena, b, a);
    return sub_limbs(arena, a, b);
}

Decimal decimal_mul(Arena *arena, Decimal a, Decimal b)
{
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, a.len + b.len + 1);

    for (size_t i = 0; i < a.len; i++) {
        uint64_t rest = 0;

        for (size_t j = 0; j < b.len || rest != 0; j++) {
            rest += limbs[i + j];
            rest += j < b.len ? (uint64_t)a.limbs[i] * b.limbs[j] : 0;
            limbs[i + j] = (uint32_t)(rest % LIMB_BASE);
            rest /= LIMB_BASE;
        }
    }
    return trimmed((Decimal){limbs, a.len + b.len, a.exp + b.exp,
                             a.negative != b.negative});
}

/* The integer of `d` divided by `divisor`, cut off. */
static Decimal divided(Arena *arena, Decimal d, uint64_t divisor)
{
    uint32_t *limbs = ARENA_ARRAY(arena, uint32_t, d.len);
    uint64_t rest = 0;

    for (size_t i = d.len; i-- > 0;) {
        Wide part = (Wide)rest * LIMB_BASE + d.limbs[i];

        limbs[i] = (uint32_t)(part / divisor);
        rest = (uint64_t)(part % divisor);
    }
    d.limbs = limbs;
    return trimmed(d);
}

/* Rounding to the nearest is (floor(2a / b) + 1) / 2 cut off, and a division
 * that cuts off may be done in steps: by b, then by powers of ten. */
Decimal decimal_div(Arena *arena, Decimal a, Decimal b)
{
    int64_t shift = a.exp - b.exp + DIV_PLACES;
    bool negative = a.negative != b.negative;
    uint64_t divisor = 0;
    Decimal q;

    assert(b.len > 0 && b.len <= 2);
    for (size_t i = b.len; i-- > 0;)
        divisor = divisor * LIMB_BASE + b.limbs[i];
    q = trimmed(times_small(arena, a, 2, 0));
    q = shifted(arena, q, shift > 0 ? (size_t)shift : 0);
    q = divided(arena, q, divisor);
    for (; shift < 0 && q.len > 0; shift++)
        q = divided(arena, q, 10);
    q = divided(arena, times_small(arena, q, 1, 1), 2);
    q.exp = -DIV_PLACES;
    q.negative = q.len != 0 && negative;
    return q;
}
