/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Numbers to text as Go's strconv writes them.  The C library gives correctly
 * rounded digits (%e, %f); the layout is made here, so the locale's decimal
 * separator never shows.  The shortest text that reads back the same is found
 * by trying 15, 16 and 17 digits; see find_shortest for powers of two.
 * Text to numbers is num_parse.c.
 */
#include "base/num.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* No double has more digits before or after the point. */
#define FRACTION_MAX 1074
#define DIGITS_MAX   1400

/* As many significant digits always tell two doubles apart. */
#define DIGITS_UNIQUE 17

/* 0.DIGITS times ten to the `point`; no digits: zero. */
typedef struct Decimal {
    char digits[DIGITS_MAX];
    int len;
    int point;
} Decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void drop_trailing_zeros(Decimal *d)
{
    while (d->len > 0 && d->digits[d->len - 1] == '0')
        d->len--;
    if (d->len == 0)
        d->point = 0;
}

/* `value` rounded to `n` significant digits. */
static void decimal_round(Decimal *d, double value, int n)
{
    char text[DIGITS_MAX + 16];
    const char *p = text;

    n = n > DIGITS_MAX ? DIGITS_MAX : n;
    snprintf(text, sizeof text, "%.*e", n - 1, value);
    d->len = 0;
    for (; *p != 'e'; p++) {
        if (is_digit(*p))
            d->digits[d->len++] = *p;
    }
    d->point = (int)strtol(p + 1, NULL, 10) + 1;
    drop_trailing_zeros(d);
}

/* `value` rounded to `n` digits after the point. */
static void decimal_round_fraction(Decimal *d, double value, int n)
{
    char text[DIGITS_MAX + 16];
    bool in_fraction = false;

    n = n > FRACTION_MAX ? FRACTION_MAX : n;
    snprintf(text, sizeof text, "%.*f", n, value);
    d->len = 0;
    d->point = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (!is_digit(*p)) {
            in_fraction = true;
            continue;
        }
        bool is_leading_zero = d->len == 0 && *p == '0';
        if (!is_leading_zero)
            d->digits[d->len++] = *p;
        if (is_leading_zero == in_fraction)
            d->point += in_fraction ? -1 : 1;
    }
    drop_trailing_zeros(d);
}

static bool reads_back(const Decimal *d, double value)
{
    char text[DIGITS_UNIQUE + 16];

    snprintf(text, sizeof text, "%.*se%d", d->len, d->digits,
             d->point - d->len);
    return strtod(text, NULL) == value;
}

/* The next larger decimal of `n` digits. */
static void decimal_increment(Decimal *d, int n)
{
    while (d->len < n)
        d->digits[d->len++] = '0';
    int i = n - 1;
    while (i >= 0 && d->digits[i] == '9')
        d->digits[i--] = '0';
    if (i >= 0) {
        d->digits[i]++;
    } else {
        d->digits[0] = '1';
        d->point++;
    }
    drop_trailing_zeros(d);
}

/* The doubles next to a power of two are nearer below than above, so digits
 * rounded down may fall out of its interval while the next decimal is in. */
static bool is_power_of_two(double value)
{
    int exponent;

    return frexp(value, &exponent) == 0.5;
}

static void find_shortest(Decimal *d, double value)
{
    int n = value < DBL_MIN ? 1 : DBL_DIG;

    for (; n < DIGITS_UNIQUE; n++) {
        decimal_round(d, value, n);
        if (reads_back(d, value))
            return;
        if (!is_power_of_two(value))
            continue;
        decimal_increment(d, n);
        if (reads_back(d, value))
            return;
    }
    decimal_round(d, value, DIGITS_UNIQUE);
}

static void decimal_shortest(Decimal *d, double value)
{
    if (value >= 1e15 || value != floor(value)) {
        find_shortest(d, value);
        return;
    }
    uint64_t whole = (uint64_t)value;
    char reversed[20];
    int n = 0;
    for (; whole != 0; whole /= 10)
        reversed[n++] = (char)('0' + whole % 10);
    for (int i = 0; i < n; i++)
        d->digits[i] = reversed[n - 1 - i];
    d->len = n;
    d->point = n;
    drop_trailing_zeros(d);
}

static char digit_at(const Decimal *d, int i)
{
    return i >= 0 && i < d->len ? d->digits[i] : '0';
}

/* Digits `from` up to `to`; those that `d` does not have are zeros. */
static void add_digits(Buf *buf, const Decimal *d, int from, int to)
{
    for (; from < to && from < d->len; from++)
        buf_add_byte(buf, digit_at(d, from));
    if (from < to)
        buf_add_repeat(buf, '0', (size_t)(to - from));
}

static void add_exponent(Buf *buf, char letter, int exponent)
{
    buf_add_byte(buf, letter);
    buf_add_byte(buf, exponent < 0 ? '-' : '+');
    exponent = abs(exponent);
    if (exponent < 10)
        buf_add_byte(buf, '0');
    num_add_int(buf, exponent);
}

static void add_scientific(Buf *buf, const Decimal *d, char letter,
                           int precision)
{
    buf_add_byte(buf, digit_at(d, 0));
    if (precision > 0) {
        buf_add_byte(buf, '.');
        add_digits(buf, d, 1, precision + 1);
    }
    add_exponent(buf, letter, d->len == 0 ? 0 : d->point - 1);
}

static void add_positional(Buf *buf, const Decimal *d, int precision)
{
    if (d->point > 0)
        add_digits(buf, d, 0, d->point);
    else
        buf_add_byte(buf, '0');
    if (precision <= 0)
        return;
    buf_add_byte(buf, '.');
    int zeros = d->point < 0 ? -d->point : 0;
    zeros = zeros > precision ? precision : zeros;
    buf_add_repeat(buf, '0', (size_t)zeros);
    add_digits(buf, d, d->point + zeros, d->point + precision);
}

/* %g: scientific for exponents below -4 or at least the precision, which is
 * taken as 6 for the shortest text. */
static void add_general(Buf *buf, const Decimal *d, char letter, int precision)
{
    bool shortest = precision < 0;
    int threshold = precision;

    if (threshold > d->len && d->len >= d->point)
        threshold = d->len;
    if (shortest)
        threshold = 6;
    int exponent = d->point - 1;
    if (exponent < -4 || exponent >= threshold) {
        int digits = shortest || precision > d->len ? d->len : precision;
        add_scientific(buf, d, letter, digits - 1);
        return;
    }
    add_positional(buf, d, d->len > d->point ? d->len - d->point : 0);
}

static void add_decimal(Buf *buf, double value, char format, int precision)
{
    bool shortest = precision < 0;
    bool is_general = format == 'g' || format == 'G';
    Decimal d;

    if (is_general && precision == 0)
        precision = 1;
    if (shortest)
        decimal_shortest(&d, value);
    else if (format == 'f' || format == 'F')
        decimal_round_fraction(&d, value, precision);
    else if (is_general)
        decimal_round(&d, value, precision);
    else
        decimal_round(&d, value,
                      precision < DIGITS_MAX ? precision + 1 : DIGITS_MAX);
    if (is_general)
        add_general(buf, &d, format == 'g' ? 'e' : 'E', precision);
    else if (format == 'f' || format == 'F')
        add_positional(buf, &d,
                       !shortest         ? precision
                       : d.len > d.point ? d.len - d.point
                                         : 0);
    else
        add_scientific(buf, &d, format, shortest ? d.len - 1 : precision);
}

/* The 53 bits and the exponent such that value is mantissa * 2^exponent. */
static uint64_t split_bits(double value, int *exponent)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7FF);
    if (biased != 0)
        mantissa |= UINT64_C(1) << 52;
    *exponent = (biased == 0 ? 1 : biased) - 1023 - 52;
    return mantissa;
}

/* %b: mantissa p exponent, both decimal. */
static void add_binary(Buf *buf, double value)
{
    int exponent;

    num_add_uint(buf, split_bits(value, &exponent));
    buf_add_byte(buf, 'p');
    if (exponent >= 0)
        buf_add_byte(buf, '+');
    num_add_int(buf, exponent);
}

/* Rounds the 52 bits behind the leading one to `digits` hex digits, half to
 * even. */
static uint64_t round_hex(uint64_t mantissa, int digits)
{
    int drop = 52 - 4 * digits;
    uint64_t unit = UINT64_C(1) << drop;
    uint64_t rest = mantissa & (unit - 1);
    bool is_odd = (mantissa & unit) != 0;

    mantissa -= rest;
    if (rest > unit / 2 || (rest == unit / 2 && is_odd))
        mantissa += unit;
    return mantissa;
}

/* %x: 0x1.8p+01 */
static void add_hex(Buf *buf, double value, bool upper, int precision)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    const uint64_t one = UINT64_C(1) << 52;
    int exponent;
    uint64_t mantissa = split_bits(value, &exponent);

    exponent = mantissa == 0 ? 0 : exponent + 52;
    for (; mantissa != 0 && mantissa < one; mantissa <<= 1)
        exponent--;
    if (precision >= 0 && precision < 13)
        mantissa = round_hex(mantissa, precision);
    if (mantissa >= 2 * one) {
        mantissa >>= 1;
        exponent++;
    }
    buf_add_byte(buf, '0');
    buf_add_byte(buf, upper ? 'X' : 'x');
    buf_add_byte(buf, mantissa >= one ? '1' : '0');
    uint64_t rest = mantissa & (one - 1);
    if (precision > 0 || (precision < 0 && rest != 0))
        buf_add_byte(buf, '.');
    for (int i = 0; i < precision || (precision < 0 && rest != 0); i++) {
        buf_add_byte(buf, digits[rest >> 48]);
        rest = rest << 4 & (one - 1);
    }
    add_exponent(buf, upper ? 'P' : 'p', exponent);
}

void num_add_float(Buf *buf, double value, char format, int precision)
{
    assert(strchr("beEfFgGxX", format) != NULL && format != '\0');
    if (isnan(value)) {
        buf_add(buf, STR("NaN"));
        return;
    }
    if (isinf(value)) {
        buf_add(buf, value < 0 ? STR("-Inf") : STR("+Inf"));
        return;
    }
    if (signbit(value)) {
        buf_add_byte(buf, '-');
        value = -value;
    }
    if (format == 'b')
        add_binary(buf, value);
    else if (format == 'x' || format == 'X')
        add_hex(buf, value, format == 'X', precision);
    else
        add_decimal(buf, value, format, precision);
}

void num_add_float_v(Buf *buf, double value)
{
    num_add_float(buf, value, 'g', -1);
}

void num_add_int(Buf *buf, int64_t value)
{
    if (value >= 0) {
        num_add_uint(buf, (uint64_t)value);
        return;
    }
    buf_add_byte(buf, '-');
    num_add_uint(buf, -(uint64_t)value);
}

/* Inline, for a division by a constant is a multiplication. */
static inline void add_in_base(Buf *buf, uint64_t value, unsigned base)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char text[64];
    size_t start = sizeof text;

    do {
        text[--start] = digits[value % base];
        value /= base;
    } while (value != 0);
    buf_add(buf, str_from(text + start, sizeof text - start));
}

void num_add_uint(Buf *buf, uint64_t value)
{
    add_in_base(buf, value, 10);
}

void num_add_uint_base(Buf *buf, uint64_t value, unsigned base)
{
    assert(base >= 2 && base <= 36);
    add_in_base(buf, value, base);
}
int64_t num_float_to_int(double value)
{
    /* NaN fails both comparisons. */
    if (value >= -0x1p63 && value < 0x1p63)
        return (int64_t)value;
    return INT64_MIN;
}

bool num_add(size_t a, size_t b, size_t *out)
{
    if (a > SIZE_MAX - b)
        return false;
    *out = a + b;
    return true;
}

bool num_mul(size_t a, size_t b, size_t *out)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *out = a * b;
    return true;
}
