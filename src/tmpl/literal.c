/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Constants: strconv.Unquote for strings and characters, and Go's ideal
 * constants for numbers.  A number is kept as every type that can hold it, for
 * a parameter's type decides which one is meant.
 */
#include "tmpl/parse.h"

#include "base/num.h"
#include "base/utf8.h"
#include "tmpl/complex.h"

/* strconv.ErrSyntax. */
#define SYNTAX_ERROR "invalid syntax"

/* A character read from a quoted text: a code point, or for \x and octal
 * escapes one byte. */
typedef struct QuotedChar {
    uint32_t rune;
    bool is_byte;
} QuotedChar;

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

/* `count` digits of `base` at *pos. */
static bool read_digits(Str s, size_t *pos, int count, int base, uint32_t *out)
{
    uint32_t value = 0;

    for (int i = 0; i < count; i++) {
        if (*pos >= s.len || digit_value(s.ptr[*pos]) >= base)
            return false;
        value = value * (uint32_t)base + (uint32_t)digit_value(s.ptr[*pos]);
        ++*pos;
    }
    *out = value;
    return true;
}

static bool is_valid_rune(uint32_t rune)
{
    return rune < 0xD800 || (rune > 0xDFFF && rune <= 0x10FFFF);
}

static bool read_unicode(Str s, size_t *pos, int count, QuotedChar *out)
{
    out->is_byte = false;
    return read_digits(s, pos, count, 16, &out->rune) &&
           is_valid_rune(out->rune);
}

/* The escape whose letter is at *pos, in a text that `quote` encloses. */
static bool read_escape(Str s, size_t *pos, char quote, QuotedChar *out)
{
    static const char letters[] = "abfnrtv\\";
    static const char meanings[] = "\a\b\f\n\r\t\v\\";
    const char *letter;
    char c;

    if (*pos >= s.len)
        return false;
    c = s.ptr[*pos];
    out->is_byte = true;
    if (c >= '0' && c <= '7')
        return read_digits(s, pos, 3, 8, &out->rune) && out->rune <= 255;
    ++*pos;
    if (c == 'x')
        return read_digits(s, pos, 2, 16, &out->rune);
    if (c == 'u' || c == 'U')
        return read_unicode(s, pos, c == 'u' ? 4 : 8, out);
    letter = c == '\0' ? NULL : strchr(letters, c);
    out->rune =
        (unsigned char)(letter == NULL ? c : meanings[letter - letters]);
    return letter != NULL || c == quote;
}

/* strconv.UnquoteChar at *pos. */
static bool read_char(Str s, size_t *pos, char quote, QuotedChar *out)
{
    size_t size;

    if (*pos >= s.len || s.ptr[*pos] == quote)
        return false;
    if (s.ptr[*pos] == '\\') {
        ++*pos;
        return read_escape(s, pos, quote, out);
    }
    *out = (QuotedChar){utf8_decode(s, *pos, &size), false};
    *pos += size;
    return true;
}

static Str without_carriage_returns(Arena *arena, Str s)
{
    Buf buf;

    if (str_find_byte(s, '\r', 0) == SIZE_MAX)
        return s;
    buf_init(&buf, arena);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '\r')
            buf_add_byte(&buf, s.ptr[i]);
    }
    return buf_str(&buf);
}

bool parse_string(Parser *p, const Token *token, Str *out)
{
    Str inner = str_slice(token->text, 1, token->text.len - 1);
    size_t pos = 0;
    Buf buf;

    if (token->type == TOKEN_RAW_STRING) {
        *out = without_carriage_returns(p->cx->arena, inner);
        return true;
    }
    if (token->is_plain ||
        (str_find_byte(inner, '\\', 0) == SIZE_MAX && utf8_is_valid(inner))) {
        *out = inner;
        return true;
    }
    buf_init(&buf, p->cx->arena);
    while (pos < inner.len) {
        QuotedChar c;

        if (!read_char(inner, &pos, '"', &c))
            return parse_fail(p, SYNTAX_ERROR);
        if (c.is_byte)
            buf_add_byte(&buf, (char)c.rune);
        else
            buf_add_rune(&buf, c.rune);
    }
    *out = buf_str(&buf);
    return true;
}

static bool number_from_char(Parser *p, NodeNumber *n)
{
    size_t pos = 1;
    QuotedChar c;

    if (!read_char(n->text, &pos, '\'', &c))
        return parse_fail(p, SYNTAX_ERROR);
    if (pos + 1 != n->text.len)
        return parse_fail(p, "malformed character constant: %.*s",
                          STR_ARG(n->text));
    n->is_int = n->is_uint = n->is_float = true;
    n->integer = c.rune;
    n->number = c.rune;
    return true;
}

static bool is_integral(double value, double low, double limit)
{
    return value >= low && value < limit &&
           value == (double)(value < 0 ? (double)(int64_t)value
                                       : (double)(uint64_t)value);
}

/* The integers that a float stands for exactly. */
static void add_integers(NodeNumber *n)
{
    n->is_uint = is_integral(n->number, 0, 0x1p64);
    n->is_int = is_integral(n->number, -0x1p63, 0x1p63);
    if (n->is_int)
        n->integer = (int64_t)n->number;
}

static void number_set_complex(NodeNumber *n, double real, double imaginary)
{
    n->is_complex = true;
    n->number = real;
    n->imaginary = imaginary;
    n->is_float = !(imaginary < 0 || imaginary > 0);
    if (n->is_float)
        add_integers(n);
}

/* One part of a complex number. */
static bool read_part(Parser *p, Str text, double *out)
{
    NumResult result = num_parse_float(text, out);
    Str quoted;

    if (result == NUM_OK)
        return true;
    quoted = node_quote(p->cx->arena, text);
    return parse_fail(
        p, "strconv.ParseFloat: parsing %.*s: %s", STR_ARG(quoted),
        result == NUM_RANGE ? "value out of range" : SYNTAX_ERROR);
}

static size_t skip_any(Str text, size_t pos, const char *bytes)
{
    while (pos < text.len && strchr(bytes, text.ptr[pos]) != NULL)
        pos++;
    return pos;
}

static size_t skip_one(Str text, size_t pos, const char *bytes)
{
    bool is_there = pos < text.len && strchr(bytes, text.ptr[pos]) != NULL;

    return is_there ? pos + 1 : pos;
}

/* The end of what fmt.Sscan takes for the text of a float: it knows no binary
 * and no octal prefix. */
static size_t float_end(Str text, size_t pos)
{
    const char *digits = "0123456789_";
    const char *exponent = "eEpP";
    size_t after;

    pos = skip_one(text, pos, "+-");
    pos = skip_one(text, pos, "i"); /* of Inf */
    if (pos + 1 < text.len && text.ptr[pos] == '0' &&
        strchr("xX", text.ptr[pos + 1]) != NULL) {
        digits = "0123456789aAbBcCdDeEfF_";
        exponent = "pP";
        pos += 2;
    }
    pos = skip_any(text, pos, digits);
    if (pos < text.len && text.ptr[pos] == '.')
        pos = skip_any(text, pos + 1, digits);
    after = skip_one(text, pos, exponent);
    if (after == pos)
        return pos;
    return skip_any(text, skip_one(text, after, "+-"), "0123456789_");
}

static bool number_from_complex(Parser *p, NodeNumber *n)
{
    size_t split = float_end(n->text, 0);
    size_t end = float_end(n->text, split);
    double real = 0;
    double imaginary = 0;

    if (strchr("+-", n->text.ptr[split]) == NULL || end >= n->text.len ||
        n->text.ptr[end] != 'i')
        return parse_fail(p, "syntax error scanning complex number");
    if (!read_part(p, str_slice(n->text, 0, split), &real) ||
        !read_part(p, str_slice(n->text, split, end), &imaginary))
        return false;
    number_set_complex(n, real, imaginary);
    return true;
}

static bool number_from_imaginary(NodeNumber *n)
{
    Str digits = str_slice(n->text, 0, n->text.len - 1);
    double imaginary;

    if (n->text.ptr[n->text.len - 1] != 'i' ||
        num_parse_float(digits, &imaginary) != NUM_OK)
        return false;
    number_set_complex(n, 0, imaginary);
    return true;
}

static bool has_any(Str s, const char *bytes)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '\0' && strchr(bytes, s.ptr[i]) != NULL)
            return true;
    }
    return false;
}

static bool number_from_float(Parser *p, NodeNumber *n)
{
    Str quoted = node_quote(p->cx->arena, n->text);

    if (num_parse_float(n->text, &n->number) != NUM_OK)
        return parse_fail(p, "illegal number syntax: %.*s", STR_ARG(quoted));
    if (!has_any(n->text, ".eEpP"))
        return parse_fail(p, "integer overflow: %.*s", STR_ARG(quoted));
    n->is_float = true;
    add_integers(n);
    return true;
}

static bool number_from_digits(Parser *p, NodeNumber *n)
{
    uint64_t u;

    n->is_uint = num_parse_uint(n->text, 0, &u) == NUM_OK;
    n->is_int = num_parse_int(n->text, 0, &n->integer) == NUM_OK;
    if (n->is_int) {
        n->is_uint = n->is_uint || n->integer == 0;
        n->number = (double)n->integer;
    } else if (n->is_uint) {
        n->number = (double)u;
    } else {
        return number_from_float(p, n);
    }
    n->is_float = true;
    return true;
}

static bool is_hex_int(Str s)
{
    return s.len > 2 && s.ptr[0] == '0' &&
           (s.ptr[1] == 'x' || s.ptr[1] == 'X') && !has_any(s, "pP");
}

/* The value where no parameter says which type is wanted: the way the number
 * is written decides. */
static void set_ideal(Parser *p, NodeNumber *n)
{
    if (n->is_complex)
        n->ideal = complex_new(p->cx->arena, n->number, n->imaginary);
    else if (n->is_float && !is_hex_int(n->text) && n->text.ptr[0] != '\'' &&
             has_any(n->text, ".eEpP"))
        n->ideal = val_from_float(n->number);
    else if (n->is_int)
        n->ideal = val_from_int(n->integer);
    else
        n->overflows = true;
}

bool parse_number(Parser *p, const Token *token, const TmplNode **out)
{
    NodeNumber *n = PARSE_NODE(p, NodeNumber, NODE_NUMBER, token->pos);
    bool ok = true;

    n->text = token->text;
    if (token->type == TOKEN_CHAR_CONSTANT)
        ok = number_from_char(p, n);
    else if (token->type == TOKEN_COMPLEX)
        ok = number_from_complex(p, n);
    else if (!number_from_imaginary(n))
        ok = number_from_digits(p, n);
    if (!ok)
        return false;
    set_ideal(p, n);
    *out = &n->base;
    return true;
}
