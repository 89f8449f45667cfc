/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The values of TOML's strings and numbers.  The lexer hands on what only
 * looks like one; what is wrong with it is said here.
 */
#include "codec/toml_scalar.h"

#include <math.h>

#include "base/num.h"
#include "base/utf8.h"

/* -- strings -- */

static Str strip_first_break(Str s)
{
    if (str_has_prefix(s, STR("\n")))
        return str_skip(s, 1);
    return str_drop_prefix(s, STR("\r\n"));
}

/* Where text goes on after a backslash at the end of a line; `pos` itself,
 * behind the backslash, when it stands elsewhere. */
static size_t skip_escaped_break(Str s, size_t pos)
{
    size_t end = pos;
    bool has_break = false;

    while (end < s.len && memchr(" \t\r\n", s.ptr[end], 4) != NULL) {
        has_break |= s.ptr[end] == '\n';
        end++;
    }
    return has_break ? end : pos;
}

static uint32_t hex_value(Str digits)
{
    uint64_t value = 0;

    num_parse_uint(digits, 16, &value);
    return (uint32_t)value;
}

/* The code point of `digits` hexadecimal digits at `pos`. */
static bool add_code_point(TomlLexer *lexer, const TomlItem *item, Buf *buf,
                           size_t pos, size_t digits)
{
    Str hex = str_slice(item->text, pos, pos + digits);
    uint32_t rune = hex_value(hex);

    if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
        return codec_toml_fail(
            lexer, item->line,
            "Escaped character '\\u%.*s' is not valid UTF-8.", STR_ARG(hex));
    buf_add_rune(buf, rune);
    return true;
}

/* Appends what the escape whose letter is at `*pos` stands for, and moves
 * past it. */
static bool add_escape(TomlLexer *lexer, const TomlItem *item, Buf *buf,
                       size_t *pos)
{
    static const char letters[] = "btnfre\"\\";
    static const char bytes[] = "\b\t\n\f\r\033\"\\";
    char letter = item->text.ptr[*pos];
    const char *at = memchr(letters, letter, sizeof letters - 1);
    size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;

    ++*pos;
    if (at != NULL) {
        buf_add_byte(buf, bytes[at - letters]);
        return true;
    }
    if (letter == ' ' || letter == '\t')
        return codec_toml_fail(lexer, item->line, "invalid escape: '\\%c'",
                               letter);
    *pos += digits;
    return add_code_point(lexer, item, buf, *pos - digits, digits);
}

bool codec_toml_unescape(TomlLexer *lexer, TomlItem item, Str *out)
{
    Buf buf;

    if (item.token == TOML_STRING_MULTI || item.token == TOML_RAW_MULTI)
        item.text = strip_first_break(item.text);
    *out = item.text;
    if ((item.token != TOML_STRING_ESC && item.token != TOML_STRING_MULTI) ||
        str_find_byte(item.text, '\\', 0) == SIZE_MAX)
        return true;
    buf_init(&buf, lexer->cx->arena);
    for (size_t pos = 0; pos < item.text.len;) {
        size_t end = str_find_byte(item.text, '\\', pos);
        end = end == SIZE_MAX ? item.text.len : end;
        buf_add(&buf, str_slice(item.text, pos, end));
        pos = end;
        if (pos == item.text.len)
            break;
        pos = skip_escaped_break(item.text, end + 1);
        if (pos == end + 1 && !add_escape(lexer, &item, &buf, &pos))
            return false;
    }
    *out = buf_str(&buf);
    return true;
}

/* -- numbers -- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* Each underscore has a digit on both sides. */
static bool are_underscores_ok(Str s)
{
    Str word = str_trim_bytes(s, "+-");
    bool is_after_digit = false;

    if (str_eq_c(word, "inf") || str_eq_c(word, "nan"))
        return true;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '_' && !is_after_digit)
            return false;
        is_after_digit = is_hex(s.ptr[i]);
    }
    return is_after_digit;
}

static bool has_leading_zero(Str s)
{
    if (s.len > 1 && s.ptr[0] == '0')
        return memchr("box", s.ptr[1], 3) == NULL;
    return s.len > 2 && (s.ptr[0] == '-' || s.ptr[0] == '+') && s.ptr[1] == '0';
}

static bool are_points_ok(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.' &&
            (i + 1 == s.len || s.ptr[i + 1] < '0' || s.ptr[i + 1] > '9'))
            return false;
    }
    return true;
}

static bool fail_number(TomlLexer *lexer, const TomlItem *item,
                        const char *what, const char *why)
{
    return codec_toml_fail(lexer, item->line, "Invalid %s \"%.*s\": %s", what,
                           STR_ARG(item->text), why);
}

static bool fail_range(TomlLexer *lexer, const TomlItem *item, const char *type)
{
    return codec_toml_fail(lexer, item->line, "%.*s is out of range for %s",
                           STR_ARG(item->text), type);
}

static const char underscore_problem[] =
    "underscores must be surrounded by digits";

bool codec_toml_read_integer(TomlLexer *lexer, const TomlItem *item, Val *out)
{
    int64_t n;

    if (!are_underscores_ok(item->text))
        return fail_number(lexer, item, "integer", underscore_problem);
    if (has_leading_zero(item->text))
        return fail_number(lexer, item, "integer",
                           "cannot have leading zeroes");
    if (num_parse_int(item->text, 0, &n) != NUM_OK)
        return fail_range(lexer, item, "int64");
    *out = val_from_int64(n);
    return true;
}

/* The parts between points and exponent letters; the first is `*first`. */
static bool are_parts_ok(Str s, Str *first)
{
    *first = STR_NONE;
    for (size_t pos = 0, end; pos < s.len; pos = end + 1) {
        end = pos;
        while (end < s.len && memchr(".eE", s.ptr[end], 3) == NULL)
            end++;
        Str part = str_slice(s, pos, end);
        if (first->len == 0)
            *first = part;
        if (part.len != 0 && !are_underscores_ok(part))
            return false;
    }
    return true;
}

static Str drop_underscores(Arena *arena, Str s)
{
    char *text = arena_alloc_text(arena, s.len);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '_')
            text[len++] = s.ptr[i];
    }
    return str_from(text, len);
}

bool codec_toml_read_float(TomlLexer *lexer, const TomlItem *item, Val *out)
{
    Str first;
    Str text;
    double value;
    NumResult result;

    if (!are_parts_ok(item->text, &first))
        return fail_number(lexer, item, "float", underscore_problem);
    if (has_leading_zero(first))
        return fail_number(lexer, item, "float", "cannot have leading zeroes");
    if (!are_points_ok(item->text))
        return fail_number(lexer, item, "float",
                           "'.' must be followed by one or more digits");
    text = drop_underscores(lexer->cx->arena, item->text);
    if (str_has_suffix(text, STR("nan")) && text.len <= sizeof "+nan" - 1) {
        *out = val_from_float(
            copysign((double)NAN, text.ptr[0] == '-' ? -1.0 : 1.0));
        return true;
    }
    result = num_parse_float(text, &value);
    if (result == NUM_RANGE)
        return fail_range(lexer, item, "float64");
    if (result != NUM_OK)
        return codec_toml_fail(lexer, item->line,
                               "Invalid float value: \"%.*s\"",
                               STR_ARG(item->text));
    *out = val_from_float(value);
    return true;
}

bool codec_toml_read_datetime(TomlLexer *lexer, const TomlItem *item, Val *out)
{
    char *text = arena_alloc_text(lexer->cx->arena, item->text.len);
    Str s = {text, item->text.len};

    for (size_t i = 0; i < s.len; i++) {
        char c = item->text.ptr[i];
        text[i] = c == 'z' ? 'Z' : c == 't' || c == ' ' ? 'T' : c;
    }
    return codec_toml_read_time(lexer->cx->arena, s, out) ||
           codec_toml_fail(lexer, item->line, "invalid datetime: \"%.*s\"",
                           STR_ARG(s));
}
