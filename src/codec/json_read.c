/* SPDX-License-Identifier: MPL-2.0 */
/*
 * JSON text to values in one pass, with encoding/json's rules and messages.
 * Go's scanner looks at the end of the text as at one more space; so does
 * this one, which is what makes "tru" and "[1" fail with its words.  jansson
 * is not used; docs/decisions/0005-json-reader.md says why.
 */
#include "codec/json.h"

#include "base/num.h"
#include "base/utf8.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

/* Integers of so many digits are exact in an int64_t. */
#define INT_DIGITS_MAX 18

/* encoding/json, maxNestingDepth. */
#define MAX_LEVEL 10000

typedef struct JsonReader {
    Ctx *cx;
    Str name;
    Str text;
    size_t pos;
    size_t level;        /* of nesting */
    Str out_of_range;    /* the first number that no float64 holds */
    CodecNumber *number; /* NULL: numbers are float64 */
} JsonReader;

static bool read_value(JsonReader *reader, Val *out);

/* -- errors -- */

static SourcePos pos_of(const JsonReader *reader, size_t offset)
{
    Source source = source_new(reader->cx->arena, reader->name, reader->text);

    return source_pos(&source, offset);
}

static bool fail_at_end(const JsonReader *reader)
{
    return fail(reader->cx, ERR_JSON, pos_of(reader, reader->text.len),
                "unexpected end of JSON input");
}

/* The byte as Go quotes it, in single quotes: a rune of that value. */
static Str quote_byte(Arena *arena, char byte)
{
    Buf buf;
    char rune[4];
    size_t size = utf8_encode((unsigned char)byte, rune);

    if (byte == '\'')
        return STR("'\\''");
    if (byte == '"')
        return STR("'\"'");
    buf_init(&buf, arena);
    val_add_quoted(&buf, str_from(rune, size), false);
    buf.ptr[0] = '\'';
    buf.ptr[buf.len - 1] = '\'';
    return buf_str(&buf);
}

static bool is_at_end(const JsonReader *reader)
{
    return reader->pos == reader->text.len;
}

/* The byte to read; a space at the end. */
static char peek(const JsonReader *reader)
{
    return is_at_end(reader) ? ' ' : reader->text.ptr[reader->pos];
}

static bool fail_byte(const JsonReader *reader, const char *where)
{
    Str byte = quote_byte(reader->cx->arena, peek(reader));

    return fail(reader->cx, ERR_JSON, pos_of(reader, reader->pos),
                "invalid character %.*s %s", STR_ARG(byte), where);
}

/* -- bytes -- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* False at the end of the text. */
static bool skip_space(JsonReader *reader)
{
    while (!is_at_end(reader) && is_space(reader->text.ptr[reader->pos]))
        reader->pos++;
    return !is_at_end(reader) || fail_at_end(reader);
}

static void skip_digits(JsonReader *reader)
{
    while (is_digit(peek(reader)))
        reader->pos++;
}

/* -- literals and numbers -- */

static bool read_literal(JsonReader *reader, const char *word, Val v, Val *out)
{
    reader->pos++;
    for (size_t i = 1; word[i] != '\0'; i++) {
        if (peek(reader) != word[i]) {
            Str where =
                arena_fmt(reader->cx->arena, "in literal %s (expecting '%c')",
                          word, word[i]);
            return fail_byte(reader, where.ptr);
        }
        reader->pos++;
    }
    *out = v;
    return true;
}

static bool scan_fraction(JsonReader *reader)
{
    if (peek(reader) != '.')
        return true;
    reader->pos++;
    if (!is_digit(peek(reader)))
        return fail_byte(reader, "after decimal point in numeric literal");
    skip_digits(reader);
    return true;
}

static bool scan_exponent(JsonReader *reader)
{
    if (peek(reader) != 'e' && peek(reader) != 'E')
        return true;
    reader->pos++;
    if (peek(reader) == '+' || peek(reader) == '-')
        reader->pos++;
    if (!is_digit(peek(reader)))
        return fail_byte(reader, "in exponent of numeric literal");
    skip_digits(reader);
    return true;
}

static bool scan_number(JsonReader *reader)
{
    if (peek(reader) == '-')
        reader->pos++;
    if (!is_digit(peek(reader)))
        return fail_byte(reader, "in numeric literal");
    if (peek(reader) == '0')
        reader->pos++;
    else
        skip_digits(reader);
    return scan_fraction(reader) && scan_exponent(reader);
}

static bool is_short_integer(Str s)
{
    if (s.len > INT_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
    }
    return true;
}

static double integer_of(Str s)
{
    int64_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n = n * 10 + (s.ptr[i] - '0');
    return (double)n;
}

static bool read_number(JsonReader *reader, Val *out)
{
    size_t start = reader->pos;
    double value = 0;

    if (!scan_number(reader))
        return false;
    Str digits = str_slice(reader->text, start, reader->pos);
    if (reader->number != NULL) {
        *out = reader->number(reader->cx, digits);
        return true;
    }
    *out = VAL_NIL_VALUE;
    if (is_short_integer(digits))
        *out = val_from_float(integer_of(digits));
    else if (num_parse_float(digits, &value) == NUM_OK)
        *out = val_from_float(value);
    else if (reader->out_of_range.len == 0)
        reader->out_of_range = digits;
    return true;
}

/* -- strings -- */

/* The value of the four hexadecimal digits at `pos`, -1 when there are none. */
static int32_t hex4(Str s, size_t pos)
{
    int32_t value = 0;

    if (s.len - pos < 4)
        return -1;
    for (size_t i = pos; i < pos + 4; i++) {
        char c = s.ptr[i];
        if (is_digit(c))
            value = value * 16 + (c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            value = value * 16 + ((c | 32) - 'a' + 10);
        else
            return -1;
    }
    return value;
}

static bool fail_hex4(JsonReader *reader)
{
    while (is_digit(peek(reader)) ||
           ((peek(reader) | 32) >= 'a' && (peek(reader) | 32) <= 'f'))
        reader->pos++;
    return fail_byte(reader, "in \\u hexadecimal character escape");
}

/* After "\u": a surrogate pair is one code point, half of one is U+FFFD. */
static bool read_unicode_escape(JsonReader *reader, Buf *buf)
{
    int32_t unit = hex4(reader->text, reader->pos);
    int32_t low = -1;

    if (unit < 0)
        return fail_hex4(reader);
    reader->pos += 4;
    Str rest = str_skip(reader->text, reader->pos);
    if (unit >= 0xD800 && unit < 0xDC00 && str_has_prefix(rest, STR("\\u")))
        low = hex4(reader->text, reader->pos + 2);
    if (low >= 0xDC00 && low < 0xE000) {
        reader->pos += 6;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    buf_add_rune(buf, (uint32_t)unit);
    return true;
}

static bool read_escape(JsonReader *reader, Buf *buf)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char bytes[] = "\"\\/\b\f\n\r\t";
    char c;

    reader->pos++;
    c = peek(reader);
    if (c == 'u') {
        reader->pos++;
        return read_unicode_escape(reader, buf);
    }
    const char *at = memchr(letters, c, sizeof letters - 1);
    if (at == NULL)
        return fail_byte(reader, "in string escape code");
    reader->pos++;
    buf_add_byte(buf, bytes[at - letters]);
    return true;
}

/* Past the bytes that stand for themselves. */
static void skip_plain(JsonReader *reader)
{
    const char *text = reader->text.ptr;

    while (reader->pos < reader->text.len) {
        char c = text[reader->pos];
        if (c == '"' || c == '\\' || (unsigned char)c < 0x20)
            return;
        if ((unsigned char)c < 0x80) {
            reader->pos++;
            continue;
        }
        size_t size;
        if (utf8_decode(reader->text, reader->pos, &size) == UTF8_BAD &&
            size == 1)
            return;
        reader->pos += size;
    }
}

/* The rest of a string that cannot be borrowed; `head` is what was read. */
static bool read_string_rest(JsonReader *reader, Str head, Str *out)
{
    Buf buf;

    buf_init(&buf, reader->cx->arena);
    buf_add(&buf, head);
    while (!is_at_end(reader) && peek(reader) != '"') {
        size_t start = reader->pos;
        skip_plain(reader);
        buf_add(&buf, str_slice(reader->text, start, reader->pos));
        if (is_at_end(reader) || peek(reader) == '"')
            break;
        if (peek(reader) == '\\') {
            if (!read_escape(reader, &buf))
                return false;
        } else if ((unsigned char)peek(reader) < 0x20) {
            return fail_byte(reader, "in string literal");
        } else {
            buf_add_rune(&buf, UTF8_BAD);
            reader->pos++;
        }
    }
    if (is_at_end(reader))
        return fail_at_end(reader);
    *out = buf_str(&buf);
    reader->pos++;
    return true;
}

static bool read_string(JsonReader *reader, Str *out)
{
    size_t start = ++reader->pos;

    skip_plain(reader);
    Str head = str_slice(reader->text, start, reader->pos);
    if (is_at_end(reader) || peek(reader) != '"')
        return read_string_rest(reader, head, out);
    *out = head;
    reader->pos++;
    return true;
}

static bool read_string_value(JsonReader *reader, Val *out)
{
    Str s;

    if (!read_string(reader, &s))
        return false;
    *out = val_from_str(s);
    return true;
}

/* -- containers -- */

/* Past the comma (true) or the closing bracket (false in *more). */
static bool read_separator(JsonReader *reader, char close, const char *where,
                           bool *more)
{
    if (!skip_space(reader))
        return false;
    if (peek(reader) != ',' && peek(reader) != close)
        return fail_byte(reader, where);
    *more = peek(reader) == ',';
    reader->pos++;
    return true;
}

/* Past the opening bracket, and past the closing one when nothing is
 * between. */
static bool open_container(JsonReader *reader, char close, bool *more)
{
    reader->pos++;
    if (!skip_space(reader))
        return false;
    *more = peek(reader) != close;
    if (!*more)
        reader->pos++;
    return true;
}

static bool read_array(JsonReader *reader, Val *out)
{
    ListBuilder items;
    bool more;

    if (!open_container(reader, ']', &more))
        return false;
    list_builder_init(&items, reader->cx->arena, 0);
    while (more) {
        Val v;
        if (!read_value(reader, &v) ||
            !read_separator(reader, ']', "after array element", &more))
            return false;
        list_builder_add(&items, v);
    }
    *out = val_from_grown_list(list_builder_done(&items));
    return true;
}

static bool read_key(JsonReader *reader, Str *key)
{
    if (!skip_space(reader))
        return false;
    if (peek(reader) != '"')
        return fail_byte(reader, "looking for beginning of object key string");
    if (!read_string(reader, key) || !skip_space(reader))
        return false;
    if (peek(reader) != ':')
        return fail_byte(reader, "after object key");
    reader->pos++;
    return true;
}

static bool read_object(JsonReader *reader, Val *out)
{
    Map *map = map_new(reader->cx->arena, 0);
    bool more;

    if (!open_container(reader, '}', &more))
        return false;
    while (more) {
        Str key;
        Val v;
        if (!read_key(reader, &key) || !read_value(reader, &v) ||
            !read_separator(reader, '}', "after object key:value pair", &more))
            return false;
        map_append(map, key, v);
    }
    map_sort(map);
    *out = val_from_map(map);
    return true;
}

static bool read_nested(JsonReader *reader, Val *out)
{
    bool ok;

    if (reader->level == MAX_LEVEL)
        return fail_byte(reader, "exceeded max depth");
    if (!ctx_enter(reader->cx))
        return false;
    reader->level++;
    ok = peek(reader) == '{' ? read_object(reader, out)
                             : read_array(reader, out);
    reader->level--;
    ctx_leave(reader->cx);
    return ok;
}

static bool read_value(JsonReader *reader, Val *out)
{
    if (!skip_space(reader))
        return false;
    switch (peek(reader)) {
    case '{':
    case '[': return read_nested(reader, out);
    case '"': return read_string_value(reader, out);
    case 't': return read_literal(reader, "true", val_from_bool(true), out);
    case 'f': return read_literal(reader, "false", val_from_bool(false), out);
    case 'n': return read_literal(reader, "null", VAL_NIL_VALUE, out);
    default: break;
    }
    if (peek(reader) == '-' || is_digit(peek(reader)))
        return read_number(reader, out);
    return fail_byte(reader, "looking for beginning of value");
}

static bool read_document(JsonReader *reader, Val *out)
{
    if (!read_value(reader, out))
        return false;
    while (!is_at_end(reader) && is_space(peek(reader)))
        reader->pos++;
    return is_at_end(reader) || fail_byte(reader, "after top-level value");
}

bool codec_read_json_numbers(Ctx *cx, Str text, CodecNumber *number, Val *out,
                             bool *is_cut)
{
    JsonReader reader = {
        .cx = cx, .name = STR("JSON"), .text = text, .number = number};
    bool ok = read_document(&reader, out);

    *is_cut = !ok && is_at_end(&reader);
    return ok;
}

bool codec_read_json_parts(Ctx *cx, Str name, Str text, Val *out, Str *misfit)
{
    JsonReader reader = {.cx = cx, .name = name, .text = text};
    Val v;

    if (!read_document(&reader, &v))
        return false;
    *misfit = STR_NONE;
    if (reader.out_of_range.len != 0)
        *misfit = arena_fmt(cx->arena,
                            "json: cannot unmarshal number %.*s into Go value "
                            "of type float64",
                            STR_ARG(reader.out_of_range));
    *out = v;
    return true;
}

bool codec_read_json(Ctx *cx, Str name, Str text, Val *out)
{
    Str misfit;
    Val v;

    if (!codec_read_json_parts(cx, name, text, &v, &misfit))
        return false;
    if (misfit.len != 0)
        return fail(cx, ERR_JSON, source_pos_of_file(name), "%.*s",
                    STR_ARG(misfit));
    *out = v;
    return true;
}
