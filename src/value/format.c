/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Padding, signs, prefixes and precision as Go's fmt has them.  Widths count
 * code points.  Zero padding goes to the left only, and integers take it as a
 * precision instead.
 */
#include "value/format.h"

#include <assert.h>

#include "base/num.h"
#include "base/utf8.h"
#include "value/quote.h"

#define RUNE_MAX 0x10FFFFu

static size_t missing(const Format *f, size_t len)
{
    size_t width = f->has_width ? (size_t)f->width : 0;

    return width > len ? width - len : 0;
}

static void add_padding(const Format *f, Buf *buf, size_t n)
{
    buf_add_repeat(buf, f->zero && !f->minus ? '0' : ' ', n);
}

void format_pad(const Format *f, Buf *buf, Str s)
{
    if (!f->has_width || f->width == 0) {
        buf_add(buf, s);
        return;
    }
    size_t padding = missing(f, utf8_count(s));
    if (!f->minus)
        add_padding(f, buf, padding);
    buf_add(buf, s);
    if (f->minus)
        add_padding(f, buf, padding);
}

/* For texts that zeros in front would falsify. */
static void pad_with_spaces(const Format *f, Buf *buf, Str s)
{
    Format spaces = *f;

    spaces.zero = false;
    format_pad(&spaces, buf, s);
}

void format_bool(const Format *f, Buf *buf, bool value)
{
    format_pad(f, buf, value ? STR("true") : STR("false"));
}

static Str upper_hex(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] >= 'a' && text[i] <= 'f')
            text[i] = (char)(text[i] - 'a' + 'A');
    }
    return str_from(text, len);
}

/* The least number of digits: a precision, or the width under the flag 0. */
static size_t int_digits_wanted(const Format *f, bool negative)
{
    if (f->has_precision)
        return (size_t)f->precision;
    if (!f->zero || f->minus || !f->has_width)
        return 0;
    size_t width = (size_t)f->width;
    bool has_sign = negative || f->plus || f->space;
    return has_sign && width > 0 ? width - 1 : width;
}

static void add_int_sign(const Format *f, Buf *buf, bool negative)
{
    if (negative)
        buf_add_byte(buf, '-');
    else if (f->plus)
        buf_add_byte(buf, '+');
    else if (f->space)
        buf_add_byte(buf, ' ');
}

static void add_int_prefix(const Format *f, Buf *buf, FormatInt number,
                           bool leading_zero)
{
    if (number.letter_o)
        buf_add(buf, STR("0o"));
    if (!f->sharp)
        return;
    if (number.base == 2)
        buf_add(buf, STR("0b"));
    else if (number.base == 8 && !leading_zero)
        buf_add_byte(buf, '0');
    else if (number.base == 16)
        buf_add(buf, number.upper ? STR("0X") : STR("0x"));
}

void format_int(const Format *f, Buf *buf, FormatInt number)
{
    bool negative = number.is_signed && (int64_t)number.value < 0;
    size_t wanted = int_digits_wanted(f, negative);
    bool is_plain = !f->has_width && !f->has_precision && !f->plus &&
                    !f->sharp && !f->space && !number.letter_o && !number.upper;
    uint64_t magnitude = negative ? 0 - number.value : number.value;
    Buf text;
    Buf digits;

    if (is_plain) {
        if (negative)
            buf_add_byte(buf, '-');
        num_add_uint_base(buf, magnitude, number.base);
        return;
    }
    if (f->has_precision && f->precision == 0 && number.value == 0) {
        buf_add_repeat(buf, ' ', missing(f, 0));
        return;
    }
    buf_init(&digits, buf->arena);
    num_add_uint_base(&digits, magnitude, number.base);
    if (number.upper)
        upper_hex(digits.ptr, digits.len);
    size_t zeros = wanted > digits.len ? wanted - digits.len : 0;
    buf_init(&text, buf->arena);
    add_int_sign(f, &text, negative);
    add_int_prefix(f, &text, number, zeros > 0 || digits.ptr[0] == '0');
    buf_add_repeat(&text, '0', zeros);
    buf_add(&text, buf_str(&digits));
    pad_with_spaces(f, buf, buf_str(&text));
}

void format_hex(const Format *f, Buf *buf, uint64_t value, bool prefix)
{
    Format hex = *f;

    hex.sharp = prefix;
    format_int(&hex, buf, (FormatInt){.value = value, .base = 16});
}

/* Where the exponent of a number text starts; its length if it has none. */
static size_t exponent_start(Str number, bool is_hex)
{
    for (size_t i = 0; i < number.len; i++) {
        char c = number.ptr[i];
        if (c == 'p' || c == 'P' || (!is_hex && (c == 'e' || c == 'E')))
            return i;
    }
    return number.len;
}

/* The flag #: always a point, and %g keeps trailing zeros.  Go counts the x of
 * a hexadecimal number as a digit. */
static Str with_point(Arena *arena, Str number, char verb, int precision)
{
    bool is_hex = verb == 'x' || verb == 'X';
    size_t end = exponent_start(number, is_hex);
    bool has_point = false;
    bool is_significant = false;
    int digits = 0;
    Buf text;

    if (verb == 'g' || verb == 'G' || verb == 'x')
        digits = precision < 0 ? 6 : precision;
    for (size_t i = 0; i < end; i++) {
        char c = number.ptr[i];
        if (c == '.') {
            has_point = true;
            continue;
        }
        is_significant = is_significant || c != '0';
        digits -= is_significant;
    }
    buf_init(&text, arena);
    buf_add(&text, str_slice(number, 0, end));
    if (!has_point) {
        digits -= end == 1 && number.ptr[0] == '0';
        buf_add_byte(&text, '.');
    }
    if (digits > 0)
        buf_add_repeat(&text, '0', (size_t)digits);
    buf_add(&text, str_skip(number, end));
    return buf_str(&text);
}

static void pad_signed(const Format *f, Buf *buf, char sign, Str number)
{
    bool show_sign = f->plus || sign != '+';
    Buf text;

    if (show_sign && f->zero && !f->minus) {
        buf_add_byte(buf, sign);
        add_padding(f, buf, missing(f, number.len + 1));
        buf_add(buf, number);
        return;
    }
    buf_init(&text, buf->arena);
    if (show_sign)
        buf_add_byte(&text, sign);
    buf_add(&text, number);
    format_pad(f, buf, buf_str(&text));
}

void format_float(const Format *f, Buf *buf, double value, char verb,
                  int precision)
{
    bool is_plain = !f->has_width && !f->has_precision && !f->plus &&
                    !f->sharp && !f->space;
    Buf text;

    if (is_plain) {
        num_add_float(buf, value, verb, precision);
        return;
    }
    if (f->has_precision)
        precision = f->precision;
    buf_init(&text, buf->arena);
    num_add_float(&text, value, verb, precision);
    Str number = buf_str(&text);
    char sign = '+';
    if (number.ptr[0] == '-' || number.ptr[0] == '+') {
        sign = number.ptr[0];
        number = str_skip(number, 1);
    }
    if (sign == '+' && f->space && !f->plus)
        sign = ' ';
    if (number.ptr[0] == 'I' || number.ptr[0] == 'N') {
        bool drop_sign = number.ptr[0] == 'N' && !f->space && !f->plus;
        Str word = arena_fmt(buf->arena, "%c%.*s", sign, STR_ARG(number));
        pad_with_spaces(f, buf, drop_sign ? number : word);
        return;
    }
    if (f->sharp && verb != 'b')
        number = with_point(buf->arena, number, verb, precision);
    pad_signed(f, buf, sign, number);
}

/* At most `precision` code points. */
static Str truncated(const Format *f, Str s)
{
    size_t pos = 0;
    size_t size;

    if (!f->has_precision)
        return s;
    for (int n = 0; n < f->precision && pos < s.len; n++) {
        utf8_decode(s, pos, &size);
        pos += size;
    }
    return str_slice(s, 0, pos);
}

void format_text(const Format *f, Buf *buf, Str s)
{
    format_pad(f, buf, truncated(f, s));
}

void format_quoted(const Format *f, Buf *buf, Str s)
{
    Buf text;

    s = truncated(f, s);
    buf_init(&text, buf->arena);
    if (f->sharp && quote_can_be_raw(s)) {
        buf_add_byte(&text, '`');
        buf_add(&text, s);
        buf_add_byte(&text, '`');
    } else {
        quote_add(&text, s, f->plus);
    }
    format_pad(f, buf, buf_str(&text));
}

static size_t hex_bytes_width(const Format *f, size_t len)
{
    if (len == 0)
        return 0;
    size_t prefixes = !f->sharp ? 0 : f->space ? len : 1;
    return 2 * len + 2 * prefixes + (f->space ? len - 1 : 0);
}

void format_hex_bytes(const Format *f, Buf *buf, Str s, bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    size_t len = s.len;

    if (f->has_precision && (size_t)f->precision < len)
        len = (size_t)f->precision;
    size_t padding = missing(f, hex_bytes_width(f, len));
    if (!f->minus || len == 0)
        add_padding(f, buf, padding);
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = (uint8_t)s.ptr[i];
        if (f->space && i > 0)
            buf_add_byte(buf, ' ');
        if (f->sharp && (f->space || i == 0))
            buf_add(buf, upper ? STR("0X") : STR("0x"));
        buf_add_byte(buf, digits[byte >> 4]);
        buf_add_byte(buf, digits[byte & 15]);
    }
    if (f->minus && len != 0)
        add_padding(f, buf, padding);
}

static uint32_t rune_of(uint64_t value)
{
    return value > RUNE_MAX ? UTF8_BAD : (uint32_t)value;
}

void format_rune(const Format *f, Buf *buf, uint64_t value)
{
    char bytes[4];

    format_pad(f, buf, str_from(bytes, utf8_encode(rune_of(value), bytes)));
}

void format_quoted_rune(const Format *f, Buf *buf, uint64_t value)
{
    Buf text;

    buf_init(&text, buf->arena);
    quote_add_rune(&text, rune_of(value), f->plus);
    format_pad(f, buf, buf_str(&text));
}

/* U+0078, and U+0078 'x' under the flag #. */
void format_unicode(const Format *f, Buf *buf, uint64_t value)
{
    size_t wanted =
        f->has_precision && f->precision > 4 ? (size_t)f->precision : 4;
    Buf digits;
    Buf text;

    buf_init(&digits, buf->arena);
    num_add_uint_base(&digits, value, 16);
    buf_init(&text, buf->arena);
    buf_add(&text, STR("U+"));
    buf_add_repeat(&text, '0', wanted > digits.len ? wanted - digits.len : 0);
    buf_add(&text, upper_hex(digits.ptr, digits.len));
    if (f->sharp && value <= RUNE_MAX && utf8_is_print((uint32_t)value)) {
        buf_add(&text, STR(" '"));
        buf_add_rune(&text, (uint32_t)value);
        buf_add_byte(&text, '\'');
    }
    pad_with_spaces(f, buf, buf_str(&text));
}
