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

/* More digits than this nobody means; the limit bounds the arithmetic. */
#define DIGITS_MAX   1000
#define EXPONENT_MAX 1000000
#define INT_DIGITS   18
#define EXACT_MAX    ((int64_t)1 << 53)

const HostClass schema_number_class = {.type_name = "json.Number",
                                       .kind_name = "string"};

static Str host_text(Val v)
{
    const Str *text = v.as.host->self;

    return *text;
}

static bool is_integer_text(Str s)
{
    size_t start = str_has_prefix(s, STR("-")) ? 1 : 0;

    if (s.len - start > INT_DIGITS || str_eq(s, STR("-0")))
        return false;
    for (size_t i = start; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    }
    return true;
}

Val schema_number_read(Arena *arena, Str text)
{
    int64_t n = 0;
    Str *kept;

    if (is_integer_text(text) && num_parse_int(text, 10, &n) == NUM_OK)
        return val_from_int64(n);
    kept = ARENA_NEW(arena, Str);
    *kept = text;
    return val_from_host(host_new(arena, &schema_number_class, kept));
}

static size_t skip_digits(Str s, size_t at)
{
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
        at++;
    return at;
}

static bool is_sign_at(Str s, size_t at)
{
    return at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-');
}

bool schema_number_is_text(Str s)
{
    size_t start = is_sign_at(s, 0) ? 1 : 0;
    size_t at = skip_digits(s, start);
    size_t n_digits = at - start;

    if (at < s.len && s.ptr[at] == '.') {
        start = at + 1;
        at = skip_digits(s, start);
        n_digits += at - start;
    }
    if (n_digits == 0)
        return false;
    if (at < s.len && (s.ptr[at] | 32) == 'e') {
        start = at + 1 + is_sign_at(s, at + 1);
        at = skip_digits(s, start);
        if (at == start)
            return false;
    }
    return at == s.len;
}

/* digits * 10^exponent; the digits neither begin nor end with 0, none: zero.
 */
typedef struct Decimal {
    bool is_negative;
    bool is_usable;
    size_t len;
    int64_t exponent;
    char digits[DIGITS_MAX];
} Decimal;

static void drop_last_zeros(Decimal *d)
{
    if (d->len == 0)
        d->exponent = 0;
    while (d->len > 0 && d->digits[d->len - 1] == '0') {
        d->len--;
        d->exponent++;
    }
}

/* `text`: [-]d[.d][e[+-]d] */
static void decimal_read(Decimal *d, Str text)
{
    size_t e = 0;
    int64_t exponent = 0;
    bool is_fraction = false;

    d->is_usable = true;
    d->is_negative = str_has_prefix(text, STR("-"));
    d->len = 0;
    d->exponent = 0;
    while (e < text.len && (text.ptr[e] | 32) != 'e')
        e++;
    for (size_t i = 0; i < e; i++) {
        char c = text.ptr[i];

        if (c == '.')
            is_fraction = true;
        if (c < '0' || c > '9')
            continue;
        d->exponent -= is_fraction;
        if (d->len == DIGITS_MAX)
            d->is_usable = false;
        else if (d->len != 0 || c != '0')
            d->digits[d->len++] = c;
    }
    if (e < text.len)
        (void)num_parse_int(str_skip(text, e + 1), 10, &exponent);
    if (d->len != 0 && (exponent > EXPONENT_MAX - d->exponent ||
                        exponent < -EXPONENT_MAX - d->exponent))
        d->is_usable = false;
    d->exponent += d->is_usable ? exponent : 0;
    drop_last_zeros(d);
}

static void decimal_of(Decimal *d, Val v)
{
    char storage[64];
    Arena unused;
    Buf buf = {&unused, storage, 0, sizeof storage};

    if (val_kind(v) == VAL_HOST) {
        decimal_read(d, host_text(v));
        return;
    }
    if (val_kind(v) == VAL_INT)
        num_add_int(&buf, val_int(v));
    else
        num_add_float(&buf, val_float(v), 'e', -1);
    decimal_read(d, buf_str(&buf));
}

bool schema_number_is_usable(Val v)
{
    Decimal d;

    if (val_kind(v) != VAL_HOST)
        return true;
    decimal_of(&d, v);
    return d.is_usable;
}

bool schema_is_integer(Val v)
{
    Decimal d;

    if (val_kind(v) == VAL_INT)
        return true;
    if (val_kind(v) == VAL_FLOAT)
        return floor(val_float(v)) == val_float(v);
    decimal_of(&d, v);
    return d.is_usable && (d.len == 0 || d.exponent >= 0);
}

int64_t schema_number_bits(Val v)
{
    Decimal d;
    uint64_t bits = 0;

    if (val_kind(v) == VAL_INT)
        return val_int(v);
    decimal_of(&d, v);
    for (size_t i = 0; i < d.len; i++)
        bits = bits * 10 + (uint64_t)(d.digits[i] - '0');
    for (int64_t i = 0; i < d.exponent && bits != 0; i++)
        bits *= 10;
    return (int64_t)(d.is_negative ? 0 - bits : bits);
}

static int compare_sizes(const Decimal *a, const Decimal *b)
{
    int64_t high_a = a->exponent + (int64_t)a->len;
    int64_t high_b = b->exponent + (int64_t)b->len;

    if (a->len == 0 || b->len == 0)
        return (a->len != 0) - (b->len != 0);
    if (high_a != high_b)
        return high_a < high_b ? -1 : 1;
    return str_cmp(str_from(a->digits, a->len), str_from(b->digits, b->len));
}

static int sign_of(const Decimal *d)
{
    return d->len == 0 ? 0 : d->is_negative ? -1 : 1;
}

static int compare_decimals(const Decimal *a, const Decimal *b)
{
    int sign = sign_of(a);

    if (sign != sign_of(b))
        return sign < sign_of(b) ? -1 : 1;
    return sign < 0 ? compare_sizes(b, a) : compare_sizes(a, b);
}

/* A number whose order among all such is that of the doubles. */
static bool as_double(Val v, double *out)
{
    if (val_kind(v) == VAL_FLOAT) {
        *out = val_float(v);
        return true;
    }
    if (val_kind(v) != VAL_INT || val_int(v) > EXACT_MAX ||
        val_int(v) < -EXACT_MAX)
        return false;
    *out = (double)val_int(v);
    return true;
}

int schema_compare(Arena *arena, Val a, Val b)
{
    double x;
    double y;
    Decimal *d;

    if (as_double(a, &x) && as_double(b, &y))
        return (x > y) - (x < y);
    d = ARENA_ARRAY(arena, Decimal, 2);
    decimal_of(&d[0], a);
    decimal_of(&d[1], b);
    return compare_decimals(&d[0], &d[1]);
}

/* The rest of a division: one digit more than the divisor has. */
typedef struct Remainder {
    const Decimal *by;
    size_t width;
    char digits[DIGITS_MAX + 2];
} Remainder;

static bool take_away(Remainder *rest)
{
    int borrow = 0;

    if (rest->digits[0] == '0' &&
        memcmp(rest->digits + 1, rest->by->digits, rest->by->len) < 0)
        return false;
    for (size_t i = rest->width; i-- > 0;) {
        int have = rest->digits[i] - '0' - borrow;
        int less = i == 0 ? 0 : rest->by->digits[i - 1] - '0';

        borrow = have < less;
        rest->digits[i] = (char)('0' + have - less + (borrow ? 10 : 0));
    }
    return true;
}

/* rest = (rest * 10 + digit) modulo the divisor */
static void bring_down(Remainder *rest, char digit)
{
    memmove(rest->digits, rest->digits + 1, rest->width - 1);
    rest->digits[rest->width - 1] = digit;
    while (take_away(rest))
        ;
}

bool schema_is_multiple(Arena *arena, Val a, Val b)
{
    Decimal *x = ARENA_ARRAY(arena, Decimal, 2);
    Decimal *y = x + 1;
    Remainder *rest;
    int64_t zeros;

    decimal_of(x, a);
    decimal_of(y, b);
    if (y->len == 0 || x->len == 0)
        return true;
    if (x->exponent < y->exponent)
        return false;
    rest = ARENA_NEW(arena, Remainder);
    rest->by = y;
    rest->width = y->len + 1;
    memset(rest->digits, '0', rest->width);
    for (size_t i = 0; i < x->len; i++)
        bring_down(rest, x->digits[i]);
    /* A divisor of n digits has fewer than 4n factors 2 and 5. */
    zeros = x->exponent - y->exponent;
    if (zeros > (int64_t)(4 * y->len))
        zeros = (int64_t)(4 * y->len);
    for (int64_t i = 0; i < zeros; i++)
        bring_down(rest, '0');
    return strspn(rest->digits, "0") >= rest->width;
}

uint64_t schema_number_hash(Val v)
{
    double number;
    Decimal d;

    if (as_double(v, &number) && fabs(number) <= (double)EXACT_MAX &&
        floor(number) == number)
        return (uint64_t)(int64_t)number * 0x9E3779B97F4A7C15u;
    decimal_of(&d, v);
    if (d.exponent >= 0 && d.exponent + (int64_t)d.len <= 15)
        return (uint64_t)schema_number_bits(v) * 0x9E3779B97F4A7C15u;
    return str_hash(str_from(d.digits, d.len)) ^ (uint64_t)d.exponent;
}

/* -- text -- */

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

static double double_of(Val v)
{
    double number = 0;

    if (val_kind(v) == VAL_INT)
        return (double)val_int(v);
    if (val_kind(v) == VAL_FLOAT)
        return val_float(v);
    (void)num_parse_float(host_text(v), &number);
    return number;
}

void schema_add_number(Buf *buf, Val v)
{
    double number = double_of(v);
    double size = fabs(number);
    Buf text;

    if (number < 0)
        buf_add_byte(buf, '-');
    if (isinf(size)) {
        buf_add_c(buf, "\xE2\x88\x9E");
        return;
    }
    if (size == 0 || (size >= 1e-4 && size < 1e6)) {
        add_plain(buf, size);
        return;
    }
    buf_init(&text, buf->arena);
    num_add_float(&text, size, 'e', -1);
    add_power(buf, buf_str(&text));
}

void schema_add_count(Buf *buf, int64_t count)
{
    Buf text;

    if (count < 0)
        buf_add_byte(buf, '-');
    buf_init(&text, buf->arena);
    num_add_uint(&text, count < 0 ? 0 - (uint64_t)count : (uint64_t)count);
    add_grouped(buf, buf_str(&text));
}

void schema_add_number_text(Buf *buf, Val v)
{
    if (val_kind(v) == VAL_HOST)
        buf_add(buf, host_text(v));
    else if (val_kind(v) == VAL_INT)
        num_add_int(buf, val_int(v));
    else
        num_add_float_v(buf, val_float(v));
}
