/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Number arithmetic and number text of schema messages.  Helm's validator
 * reckons with exact fractions of the shortest decimal text and prints with
 * golang.org/x/text: thousands are grouped, from a million on and below 1e-4
 * the form is a power of ten with at least two superscript digits.
 */
#include "values/schema_number.h"

#include <math.h>

#include "base/num.h"

double schema_number(Val v)
{
    return val_kind(v) == VAL_INT ? (double)val_int(v) : val_float(v);
}

bool schema_is_integer(Val v)
{
    return val_kind(v) == VAL_INT || floor(val_float(v)) == val_float(v);
}

/* mantissa * 10^exponent, without a sign; the mantissa does not end in 0. */
typedef struct Decimal {
    uint64_t mantissa;
    int exponent;
} Decimal;

static Decimal decimal_trim(Decimal d)
{
    while (d.mantissa != 0 && d.mantissa % 10 == 0) {
        d.mantissa /= 10;
        d.exponent++;
    }
    return d;
}

/* `text` is [-]d[.ddd]e±dd, with at most 17 digits. */
static Decimal decimal_read(Str text)
{
    Decimal d = {0, 0};
    size_t e = str_find_byte(text, 'e', 0);
    int64_t exponent = 0;
    bool is_fraction = false;

    for (size_t i = 0; i < e; i++) {
        char c = text.ptr[i];

        if (c == '.')
            is_fraction = true;
        if (c < '0' || c > '9')
            continue;
        d.mantissa = d.mantissa * 10 + (uint64_t)(c - '0');
        d.exponent -= is_fraction;
    }
    if (num_parse_int(str_skip(text, e + 1), 10, &exponent) == NUM_OK)
        d.exponent += (int)exponent;
    return decimal_trim(d);
}

static Decimal decimal_of(Val v)
{
    char storage[64];
    Arena unused;
    Buf buf = {&unused, storage, 0, sizeof storage};

    if (val_kind(v) == VAL_INT) {
        int64_t n = val_int(v);

        return decimal_trim(
            (Decimal){n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 0});
    }
    num_add_float(&buf, val_float(v), 'e', -1);
    return decimal_read(buf_str(&buf));
}

bool schema_is_multiple(Val a, Val b)
{
    Decimal x = decimal_of(a);
    Decimal y = decimal_of(b);
    uint64_t rest;

    if (y.mantissa == 0)
        return true;
    if (x.mantissa == 0)
        return true;
    if (x.exponent < y.exponent)
        return false;
    rest = x.mantissa % y.mantissa;
    for (int i = x.exponent; i > y.exponent && rest != 0; i--) {
        /* rest * 10 by doubling, which cannot overflow. */
        uint64_t sum = 0;

        for (int j = 0; j < 10; j++)
            sum = sum >= y.mantissa - rest ? sum - (y.mantissa - rest)
                                           : sum + rest;
        rest = sum;
    }
    return rest == 0;
}

/* Digits with a comma before each group of three. */
static void add_grouped(Buf *buf, Str digits)
{
    for (size_t i = 0; i < digits.len; i++) {
        if (i != 0 && (digits.len - i) % 3 == 0)
            buf_add_byte(buf, ',');
        buf_add_byte(buf, digits.ptr[i]);
    }
}

static void add_plain(Buf *buf, double number)
{
    Buf text;
    size_t dot;

    buf_init(&text, buf->arena);
    num_add_float(&text, fabs(number), 'f', -1);
    dot = str_find_byte(buf_str(&text), '.', 0);
    if (dot == SIZE_MAX)
        dot = text.len;
    add_grouped(buf, str_slice(buf_str(&text), 0, dot));
    buf_add(buf, str_skip(buf_str(&text), dot));
}

static void add_power(Buf *buf, Str scientific)
{
    static const char *const digits[] = {
        "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",
        "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7",
        "\xE2\x81\xB8", "\xE2\x81\xB9"};
    size_t e = str_find_byte(scientific, 'e', 0);

    buf_add(buf, str_slice(scientific, 0, e));
    buf_add_c(buf, "\xC3\x97"
                   "10");
    if (scientific.ptr[e + 1] == '-')
        buf_add_c(buf, "\xE2\x81\xBB");
    for (size_t i = e + 2; i < scientific.len; i++)
        buf_add_c(buf, digits[scientific.ptr[i] - '0']);
}

void schema_add_number(Buf *buf, double number)
{
    double size = fabs(number);
    Buf text;

    if (number < 0)
        buf_add_byte(buf, '-');
    if (size == 0 || (size >= 1e-4 && size < 1e6)) {
        add_plain(buf, size);
        return;
    }
    buf_init(&text, buf->arena);
    num_add_float(&text, size, 'e', -1);
    add_power(buf, buf_str(&text));
}

void schema_add_count(Buf *buf, size_t count)
{
    Buf text;

    buf_init(&text, buf->arena);
    num_add_uint(&text, count);
    add_grouped(buf, buf_str(&text));
}
