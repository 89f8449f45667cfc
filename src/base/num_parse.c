/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text to numbers as Go's strconv reads them.  Short decimals are exact in
 * double arithmetic; others go through strtod in the form DIGITSe+N, which no
 * locale changes.  Hexadecimal floats are rounded here.
 */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"

/* Digits past these cannot change a rounding but by being there. */
#define SIGNIFICANT_MAX 800

/* Far past any exponent of a double, as Go's own cap. */
#define EXPONENT_CAP 10000

#define NOT_A_DIGIT 99u

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A') + 10;
    return NOT_A_DIGIT;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static Str drop_sign(Str s)
{
    return s.len != 0 && (s.ptr[0] == '+' || s.ptr[0] == '-') ? str_skip(s, 1)
                                                              : s;
}

/* 'x', 'o' or 'b' of a base prefix at `pos`, 0 when there is none. */
static char base_letter(Str s, size_t pos)
{
    if (s.len < pos + 2 || s.ptr[pos] != '0')
        return 0;
    char c = lower(s.ptr[pos + 1]);
    return c == 'x' || c == 'o' || c == 'b' ? c : 0;
}

/* Go's rule for literals: an underscore has a digit or a base prefix before it
 * and a digit behind it. */
static bool underscores_ok(Str s)
{
    s = drop_sign(s);
    char letter = base_letter(s, 0);
    bool after_digit = letter != 0;
    bool after_underscore = false;

    for (size_t i = letter == 0 ? 0 : 2; i < s.len; i++) {
        bool digit = digit_value(s.ptr[i]) < (letter == 'x' ? 16u : 10u);
        bool underscore = s.ptr[i] == '_';
        if (underscore ? !after_digit : !digit && after_underscore)
            return false;
        after_digit = digit;
        after_underscore = underscore;
    }
    return !after_underscore;
}

/* Base 0: takes the prefix off `*s` and gives its base. */
static int take_base(Str *s)
{
    char letter = s->len >= 3 ? base_letter(*s, 0) : 0;

    if (s->ptr[0] != '0')
        return 10;
    *s = str_skip(*s, letter == 0 ? 1 : 2);
    return letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
}

NumResult num_parse_uint(Str s, int base, uint64_t *out)
{
    bool any_base = base == 0;
    bool underscores = false;
    Str digits = s;
    uint64_t n = 0;

    assert(base == 0 || (base >= 2 && base <= 36));
    if (s.len == 0)
        return NUM_SYNTAX;
    if (any_base)
        base = take_base(&digits);
    for (size_t i = 0; i < digits.len; i++) {
        if (any_base && digits.ptr[i] == '_') {
            underscores = true;
            continue;
        }
        unsigned digit = digit_value(digits.ptr[i]);
        if (digit >= (unsigned)base)
            return NUM_SYNTAX;
        if (__builtin_mul_overflow(n, (uint64_t)base, &n) ||
            __builtin_add_overflow(n, (uint64_t)digit, &n)) {
            *out = UINT64_MAX;
            return NUM_RANGE;
        }
    }
    if (underscores && !underscores_ok(s))
        return NUM_SYNTAX;
    *out = n;
    return NUM_OK;
}

NumResult num_parse_int(Str s, int base, int64_t *out)
{
    bool negative = s.len != 0 && s.ptr[0] == '-';
    uint64_t limit = (uint64_t)INT64_MAX + negative;
    uint64_t n;
    NumResult result = num_parse_uint(drop_sign(s), base, &n);

    if (result == NUM_SYNTAX)
        return NUM_SYNTAX;
    if (n > limit) {
        *out = negative ? INT64_MIN : INT64_MAX;
        return NUM_RANGE;
    }
    *out = negative ? (int64_t)(0 - n) : (int64_t)n;
    return NUM_OK;
}

/* What is read of a float: significant digits, where the point is, and the
 * exponent.  The value is 0.DIGITS times base to the `point` times 10 (hex: 2)
 * to the `exponent`. */
typedef struct FloatText {
    char digits[SIGNIFICANT_MAX];
    size_t len; /* digits kept */
    int64_t point;
    int64_t exponent;
    bool has_more; /* a digit that was not kept is not zero */
    bool is_hex;
    bool has_digit;
    bool has_underscore;
} FloatText;

static void keep_digit(FloatText *text, char c)
{
    if (text->len == SIGNIFICANT_MAX)
        text->has_more = text->has_more || c != '0';
    else
        text->digits[text->len++] = c;
}

/* The digits and the point; returns where they end. */
static size_t read_mantissa(FloatText *text, Str s, size_t pos)
{
    unsigned base = text->is_hex ? 16 : 10;
    bool in_fraction = false;

    for (; pos < s.len; pos++) {
        char c = s.ptr[pos];
        if (c == '_') {
            text->has_underscore = true;
        } else if (c == '.' && !in_fraction) {
            in_fraction = true;
        } else if (digit_value(c) < base) {
            bool is_leading_zero = c == '0' && text->len == 0;
            text->has_digit = true;
            if (!is_leading_zero)
                keep_digit(text, c);
            if (is_leading_zero == in_fraction)
                text->point += in_fraction ? -1 : 1;
        } else {
            break;
        }
    }
    return pos;
}

/* The exponent behind its letter; SIZE_MAX when there is no digit. */
static size_t read_exponent(FloatText *text, Str s, size_t pos)
{
    bool negative = pos < s.len && s.ptr[pos] == '-';

    if (pos < s.len && (s.ptr[pos] == '-' || s.ptr[pos] == '+'))
        pos++;
    if (pos >= s.len || digit_value(s.ptr[pos]) > 9)
        return SIZE_MAX;
    for (; pos < s.len; pos++) {
        unsigned digit = digit_value(s.ptr[pos]);
        if (s.ptr[pos] == '_')
            text->has_underscore = true;
        else if (digit > 9)
            break;
        else if (text->exponent < EXPONENT_CAP)
            text->exponent = text->exponent * 10 + digit;
    }
    if (negative)
        text->exponent = -text->exponent;
    return pos;
}

static bool read_float_text(FloatText *text, Str s)
{
    size_t pos = s.len - drop_sign(s).len;

    text->len = 0;
    text->point = text->exponent = 0;
    text->has_more = text->has_digit = text->has_underscore = false;
    text->is_hex = s.len - pos > 2 && base_letter(s, pos) == 'x';
    pos = read_mantissa(text, s, text->is_hex ? pos + 2 : pos);
    if (!text->has_digit)
        return false;
    if (pos < s.len && lower(s.ptr[pos]) == (text->is_hex ? 'p' : 'e'))
        pos = read_exponent(text, s, pos + 1);
    else if (text->is_hex)
        return false;
    return pos == s.len && (!text->has_underscore || underscores_ok(s));
}

/* True when mantissa and power of ten are both exact doubles, so that one
 * multiplication or division rounds once. */
static bool decimal_is_easy(const FloatText *text, int64_t exponent,
                            double *out)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    uint64_t mantissa = 0;

    if (text->len > 15 || exponent < -22 || exponent > 22)
        return false;
    for (size_t i = 0; i < text->len; i++)
        mantissa = mantissa * 10 + digit_value(text->digits[i]);
    *out = exponent < 0 ? (double)mantissa / powers[-exponent]
                        : (double)mantissa * powers[exponent];
    return true;
}

static double decimal_to_double(const FloatText *text)
{
    /* Past any size a digit run could reach and back. */
    const int64_t bound = INT64_C(1) << 40;
    char buf[SIGNIFICANT_MAX + 32];
    int64_t exponent = text->point - (int64_t)text->len + text->exponent;
    double value;

    assert(exponent > -bound && exponent < bound);
    if (text->len == 0)
        return 0;
    if (decimal_is_easy(text, exponent, &value))
        return value;
    if (text->has_more)
        exponent--;
    snprintf(buf, sizeof buf, "%.*s%se%lld", (int)text->len, text->digits,
             text->has_more ? "1" : "", (long long)exponent);
    return strtod(buf, NULL);
}

/* `mantissa` (not 0) times 2 to `exponent`, rounded half to even;
 * `has_more`: bits below the last are not zero. */
static double round_binary(uint64_t mantissa, int64_t exponent, bool has_more)
{
    int width = 64 - __builtin_clzll(mantissa);
    int64_t top = exponent + width; /* value < 2^top */

    if (top > 1024)
        return (double)INFINITY;
    int64_t drop = width - 53;
    if (exponent + drop < -1074)
        drop = -1074 - exponent;
    if (drop > 64)
        return 0;
    if (drop > 0) {
        uint64_t half = UINT64_C(1) << (drop - 1);
        uint64_t below = drop == 64 ? mantissa : mantissa & (2 * half - 1);
        mantissa = drop == 64 ? 0 : mantissa >> drop;
        if (below > half ||
            (below == half && (has_more || (mantissa & 1) != 0)))
            mantissa++;
        exponent += drop;
    }
    return ldexp((double)mantissa, (int)exponent);
}

static double hex_to_double(const FloatText *text)
{
    uint64_t mantissa = 0;
    bool has_more = text->has_more;
    size_t used = text->len < 16 ? text->len : 16;

    for (size_t i = 0; i < used; i++)
        mantissa = mantissa << 4 | digit_value(text->digits[i]);
    for (size_t i = used; i < text->len; i++)
        has_more = has_more || text->digits[i] != '0';
    if (mantissa == 0)
        return 0;
    int64_t exponent = (text->point - (int64_t)used) * 4 + text->exponent;
    return round_binary(mantissa, exponent, has_more);
}

/* inf, infinity with a sign; nan without one. */
static bool read_special(Str s, double *out)
{
    Str word = drop_sign(s);

    if (str_eq_fold_ascii(word, STR("inf")) ||
        str_eq_fold_ascii(word, STR("infinity"))) {
        *out = s.ptr[0] == '-' ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    *out = (double)NAN;
    return str_eq_fold_ascii(s, STR("nan"));
}

NumResult num_parse_float(Str s, double *out)
{
    FloatText text;
    double special;

    if (read_special(s, &special)) {
        *out = special;
        return NUM_OK;
    }
    if (!read_float_text(&text, s))
        return NUM_SYNTAX;
    double value =
        text.is_hex ? hex_to_double(&text) : decimal_to_double(&text);
    *out = s.ptr[0] == '-' ? -value : value;
    return isinf(value) ? NUM_RANGE : NUM_OK;
}
