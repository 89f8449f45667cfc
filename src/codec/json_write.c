/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values to JSON text, byte for byte as encoding/json: numbers in JavaScript's
 * style, keys in byte order, line separators and broken UTF-8 escaped.  jansson
 * is not used; docs/decisions/0005-json-reader.md says why.
 */
#include "codec/json.h"

#include <math.h>

#include "base/num.h"
#include "base/utf8.h"
#include "codec/base64.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"

/* Below and from here on encoding/json writes an exponent. */
#define EXPONENT_BELOW 1e-6
#define EXPONENT_FROM  1e21

static const char hex_digits[] = "0123456789abcdef";

typedef struct JsonWriter {
    Ctx *cx;
    Buf *buf;
    JsonStyle style;
    uint32_t level; /* of indentation */
    const CodecPath *path;
} JsonWriter;

static bool write_val(JsonWriter *writer, Val v);

void codec_add_json_float(Buf *buf, double value)
{
    double size = fabs(value);

    if (size == 0 || (size >= EXPONENT_BELOW && size < EXPONENT_FROM)) {
        num_add_float(buf, value, 'f', -1);
        return;
    }
    num_add_float(buf, value, 'e', -1);
    /* strconv pads the exponent to two digits, JSON does not: e-09, e-9. */
    char *end = buf->ptr + buf->len;
    if (buf->len >= 4 && end[-4] == 'e' && end[-3] == '-' && end[-2] == '0') {
        end[-2] = end[-1];
        buf->len--;
    }
}

/* -- strings -- */

static void add_escape(Buf *buf, uint32_t unit)
{
    char text[] = {'\\',
                   'u',
                   hex_digits[unit >> 12 & 15],
                   hex_digits[unit >> 8 & 15],
                   hex_digits[unit >> 4 & 15],
                   hex_digits[unit & 15]};

    buf_add(buf, str_from(text, sizeof text));
}

static void add_ascii_escape(Buf *buf, char c)
{
    static const char letters[] = "btn\0fr"; /* from \b, 8, to \r, 13 */

    if (c == '"' || c == '\\') {
        buf_add_byte(buf, '\\');
        buf_add_byte(buf, c);
    } else if (c >= '\b' && c <= '\r' && c != '\v') {
        buf_add_byte(buf, '\\');
        buf_add_byte(buf, letters[c - '\b']);
    } else {
        add_escape(buf, (unsigned char)c);
    }
}

static bool wants_escape(char c, bool escape_html)
{
    if ((unsigned char)c < 0x20 || c == '"' || c == '\\')
        return true;
    return escape_html && (c == '<' || c == '>' || c == '&');
}

/* The bytes from `pos` that stand in the text as they are. */
static size_t find_special(Str s, size_t pos, bool escape_html)
{
    while (pos < s.len && (unsigned char)s.ptr[pos] < 0x80 &&
           !wants_escape(s.ptr[pos], escape_html))
        pos++;
    return pos;
}

static size_t add_rune(Buf *buf, Str s, size_t pos)
{
    size_t size;
    uint32_t rune = utf8_decode(s, pos, &size);

    if ((rune == UTF8_BAD && size == 1) || rune == 0x2028 || rune == 0x2029)
        add_escape(buf, rune);
    else
        buf_add(buf, str_slice(s, pos, pos + size));
    return pos + size;
}

static void add_string(Buf *buf, Str s, bool escape_html)
{
    size_t pos = 0;

    buf_add_byte(buf, '"');
    while (pos < s.len) {
        size_t end = find_special(s, pos, escape_html);
        buf_add(buf, str_slice(s, pos, end));
        pos = end;
        if (pos == s.len)
            break;
        if ((unsigned char)s.ptr[pos] < 0x80)
            add_ascii_escape(buf, s.ptr[pos++]);
        else
            pos = add_rune(buf, s, pos);
    }
    buf_add_byte(buf, '"');
}

/* -- containers -- */

static void break_line(JsonWriter *writer)
{
    if (writer->style.indent == NULL)
        return;
    buf_add_byte(writer->buf, '\n');
    for (uint32_t i = 0; i < writer->level; i++)
        buf_add_c(writer->buf, writer->style.indent);
}

static void open_container(JsonWriter *writer, char bracket)
{
    buf_add_byte(writer->buf, bracket);
    writer->level++;
}

static void close_container(JsonWriter *writer, char bracket, bool is_empty)
{
    writer->level--;
    if (!is_empty)
        break_line(writer);
    buf_add_byte(writer->buf, bracket);
}

static void start_element(JsonWriter *writer, size_t i)
{
    if (i > 0)
        buf_add_byte(writer->buf, ',');
    break_line(writer);
}

static bool write_list(JsonWriter *writer, const List *list)
{
    open_container(writer, '[');
    for (size_t i = 0; i < list->len; i++) {
        start_element(writer, i);
        if (!write_val(writer, list->items[i]))
            return false;
    }
    close_container(writer, ']', list->len == 0);
    return true;
}

static bool write_entry(JsonWriter *writer, size_t i, Str key, Val v)
{
    start_element(writer, i);
    add_string(writer->buf, key, writer->style.escape_html);
    buf_add_byte(writer->buf, ':');
    if (writer->style.indent != NULL)
        buf_add_byte(writer->buf, ' ');
    return write_val(writer, v);
}

static bool write_map(JsonWriter *writer, const Map *map)
{
    open_container(writer, '{');
    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);

        if (!write_entry(writer, i, entry->key, entry->value))
            return false;
    }
    close_container(writer, '}', map_len(map) == 0);
    return true;
}

/* A struct's fields in the order of their declaration. */
static bool write_struct(JsonWriter *writer, const HostClass *class_,
                         const Map *fields)
{
    open_container(writer, '{');
    for (size_t i = 0; i < class_->n_json_order; i++) {
        Str key = str_from_c(class_->json_order[i]);
        Val v = VAL_NIL_VALUE;

        map_get(fields, key, &v);
        if (!write_entry(writer, i, key, v))
            return false;
    }
    close_container(writer, '}', class_->n_json_order == 0);
    return true;
}

static bool write_host(JsonWriter *writer, const Host *host)
{
    Val seen = VAL_NIL_VALUE;

    if (host->class_->to_val == NULL) {
        buf_add(writer->buf, STR("{}"));
        return true;
    }
    if (!host->class_->to_val(writer->cx, host, &seen))
        return false;
    if (host->class_->json_order != NULL)
        return write_struct(writer, host->class_, val_map(seen));
    return write_val(writer, seen);
}

static bool write_inside(JsonWriter *writer, Val v)
{
    if (val_kind(v) == VAL_LIST)
        return write_list(writer, val_list(v));
    if (val_kind(v) == VAL_MAP)
        return write_map(writer, val_map(v));
    return write_host(writer, v.as.host);
}

/* Level from which on encoding/json looks for cycles. */
#define CYCLE_LEVEL 1000

static const void *container_of(Val v)
{
    if (val_kind(v) == VAL_LIST)
        return val_list(v);
    if (val_kind(v) == VAL_MAP)
        return val_map(v);
    return v.as.host;
}

bool codec_path_enter(Ctx *cx, const CodecPath *outer, Val v, CodecPath *out)
{
    uint32_t level = outer == NULL ? 1 : outer->level + 1;

    *out = (CodecPath){container_of(v), outer, level};
    for (; level > CYCLE_LEVEL && outer != NULL; outer = outer->outer) {
        if (outer->container == out->container)
            return fail_here(
                cx, ERR_JSON,
                "json: unsupported value: encountered a cycle via %.*s",
                STR_ARG(val_type_name(v)));
    }
    return ctx_enter(cx);
}

static bool write_nested(JsonWriter *writer, Val v)
{
    const CodecPath *outer = writer->path;
    CodecPath path;
    bool ok;

    if (!codec_path_enter(writer->cx, outer, v, &path))
        return false;
    writer->path = &path;
    ok = write_inside(writer, v);
    writer->path = outer;
    ctx_leave(writer->cx);
    return ok;
}

/* -- scalars -- */

static bool write_float(JsonWriter *writer, double value)
{
    if (isnan(value))
        return fail_here(writer->cx, ERR_JSON, "json: unsupported value: NaN");
    if (isinf(value))
        return fail_here(writer->cx, ERR_JSON, "json: unsupported value: %cInf",
                         value < 0 ? '-' : '+');
    codec_add_json_float(writer->buf, value);
    return true;
}

static void write_int(JsonWriter *writer, Val v)
{
    if (v.go_type == GO_UINT64 || v.go_type == GO_UINT)
        num_add_uint(writer->buf, (uint64_t)val_int(v));
    else
        num_add_int(writer->buf, val_int(v));
}

static void write_bytes(Buf *buf, Str bytes)
{
    buf_add_byte(buf, '"');
    codec_add_base64(buf, bytes);
    buf_add_byte(buf, '"');
}

static void write_str(JsonWriter *writer, Val v)
{
    /* An error is a struct without exported fields to Go. */
    if (v.go_type == GO_ERROR)
        buf_add(writer->buf, STR("{}"));
    else if (v.go_type == GO_BYTES)
        write_bytes(writer->buf, val_str(v));
    else
        add_string(writer->buf, val_str(v), writer->style.escape_html);
}

static bool write_val(JsonWriter *writer, Val v)
{
    if (v.typed_nil != 0) {
        buf_add(writer->buf, STR("null"));
        return true;
    }
    switch (val_kind(v)) {
    case VAL_NIL: buf_add(writer->buf, STR("null")); return true;
    case VAL_BOOL:
        buf_add(writer->buf, val_bool(v) ? STR("true") : STR("false"));
        return true;
    case VAL_INT: write_int(writer, v); return true;
    case VAL_FLOAT: return write_float(writer, val_float(v));
    case VAL_STRING: write_str(writer, v); return true;
    case VAL_LIST:
    case VAL_MAP:
    case VAL_HOST: return write_nested(writer, v);
    }
    assert(false && "a value of no kind");
    return false;
}

bool codec_write_json(Ctx *cx, Buf *buf, Val v, JsonStyle style)
{
    JsonWriter writer = {.cx = cx, .buf = buf, .style = style};

    return write_val(&writer, v);
}
