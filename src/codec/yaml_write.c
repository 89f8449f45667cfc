/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values to YAML in block style, in two dialects.  Helm's toYaml is go-yaml v2
 * over what encoding/json makes of the value; toYamlPretty is go-yaml v3 over
 * the Go value itself.  Lines and indentation are made here, scalars in
 * yaml_emit.c, the order of keys in yaml_keys.c.
 */
#include "codec/yaml_write.h"

#include <math.h>

#include "base/num.h"
#include "base/utf8.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/yaml_emit.h"
#include "codec/yaml_keys.h"
#include "codec/yaml_pass.h"
#include "codec/yaml_read.h"
#include "codec/yaml_resolve.h"
#include "value/host.h"
#include "value/list.h"
#include "value/print.h"

#define INDENT_STEP    2
#define V2_LINE_WIDTH  80
#define BASE64_LINE    70
#define EXACT_INT_FROM 9007199254740992.0 /* 2^53 */

typedef struct YamlWriter {
    Ctx *cx;
    YamlEmitter emitter;
    bool is_v3;
    bool is_read_back; /* strings are what go-yaml read from JSON */
    bool is_odd;       /* failed: a string has to be read back first */
    const CodecPath *path;
} YamlWriter;

/* Where a value goes. */
typedef struct Place {
    size_t indent;    /* of the collection it would open */
    bool is_inline;   /* on the line that is being written */
    bool after_colon; /* a list then gives v2 no indentation of its own */
    size_t scalar_indent;
} Place;

static bool write_val(YamlWriter *writer, Val v, Place place);

static Buf *buf_of(YamlWriter *writer)
{
    return writer->emitter.buf;
}

/* -- strings -- */

/* [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)? and nothing else */
static bool is_base60(Str s)
{
    size_t pos = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
    size_t start = pos;
    bool has_colon = false;

    if (pos == s.len || s.ptr[pos] < '0' || s.ptr[pos] > '9' ||
        str_find_byte(s, ':', 0) == SIZE_MAX)
        return false;
    while (pos < s.len && ((s.ptr[pos] >= '0' && s.ptr[pos] <= '9') ||
                           (pos > start && s.ptr[pos] == '_')))
        pos++;
    if (pos == start)
        return false;
    while (pos + 1 < s.len && s.ptr[pos] == ':' && s.ptr[pos + 1] >= '0' &&
           s.ptr[pos + 1] <= '9') {
        bool has_two = pos + 2 < s.len && s.ptr[pos + 1] <= '5' &&
                       s.ptr[pos + 2] >= '0' && s.ptr[pos + 2] <= '9';
        pos += has_two ? 3 : 2;
        has_colon = true;
    }
    if (has_colon && pos < s.len && s.ptr[pos] == '.') {
        pos++;
        while (pos < s.len &&
               ((s.ptr[pos] >= '0' && s.ptr[pos] <= '9') || s.ptr[pos] == '_'))
            pos++;
    }
    return has_colon && pos == s.len;
}

static bool wants_quotes(Arena *arena, Str s)
{
    Val ignored;

    return codec_yaml_resolve(arena, s, &ignored) != YAML_TYPE_STR ||
           is_base60(s);
}

/* go-yaml's base64, in lines when it is long. */
static Str wrap_base64(Arena *arena, Str s)
{
    Buf flat;
    Buf lines;
    Str text;

    buf_init(&flat, arena);
    codec_add_base64(&flat, s);
    text = buf_str(&flat);
    if (text.len < BASE64_LINE)
        return text;
    buf_init(&lines, arena);
    for (size_t pos = 0; pos < text.len; pos += BASE64_LINE) {
        size_t end = pos + BASE64_LINE;
        buf_add(&lines, str_slice(text, pos, end < text.len ? end : text.len));
        buf_add_byte(&lines, '\n');
    }
    return buf_str(&lines);
}

#define BINARY_TAG STR("!!binary")

/* The scalar that `s` is: v3 writes what is no UTF-8 as base64. */
static YamlScalar scalar_of(YamlWriter *writer, Str s, size_t indent)
{
    Arena *arena = writer->cx->arena;

    if (writer->is_v3 && !utf8_is_valid(s))
        return (YamlScalar){
            .text = wrap_base64(arena, s), .tag = BINARY_TAG, .indent = indent};
    return (YamlScalar){
        .text = s, .indent = indent, .wants_quotes = wants_quotes(arena, s)};
}

static bool check_string(YamlWriter *writer, Str s, bool is_key)
{
    if (writer->is_v3 || writer->is_read_back ||
        codec_yaml_passes_json(s, is_key))
        return true;
    writer->is_odd = true;
    return false;
}

static bool write_string(YamlWriter *writer, Str s, Place place)
{
    YamlScalar scalar;

    if (!check_string(writer, s, false))
        return false;
    scalar = scalar_of(writer, s, place.scalar_indent);
    codec_emit_scalar(&writer->emitter, &scalar);
    return true;
}

/* -- other scalars -- */

/* What go-yaml makes of the number that JSON writes. */
static void write_json_float(YamlWriter *writer, double value)
{
    Buf *buf = buf_of(writer);
    size_t start = buf->len;
    int64_t n;
    uint64_t u;

    if (value != floor(value)) {
        num_add_float(buf, value, 'g', -1);
        return;
    }
    if (fabs(value) < EXACT_INT_FROM) {
        num_add_int(buf, (int64_t)value);
        return;
    }
    codec_add_json_float(buf, value);
    Str text = str_slice(buf_str(buf), start, buf->len);
    if (num_parse_int(text, 10, &n) == NUM_OK ||
        num_parse_uint(text, 10, &u) == NUM_OK)
        return;
    buf->len = start;
    num_add_float(buf, value, 'g', -1);
}

static void write_go_float(YamlWriter *writer, double value)
{
    if (isnan(value))
        buf_add(buf_of(writer), STR(".nan"));
    else if (isinf(value))
        buf_add(buf_of(writer), value < 0 ? STR("-.inf") : STR(".inf"));
    else
        num_add_float(buf_of(writer), value, 'g', -1);
}

static bool write_float(YamlWriter *writer, double value)
{
    if (writer->is_v3) {
        write_go_float(writer, value);
        return true;
    }
    if (!isfinite(value))
        return codec_write_json(writer->cx, buf_of(writer),
                                val_from_float(value), (JsonStyle){0});
    write_json_float(writer, value);
    return true;
}

static bool write_int(YamlWriter *writer, Val v)
{
    if (v.go_type == GO_DURATION && writer->is_v3)
        return val_print(writer->cx, buf_of(writer), v);
    if (v.go_type == GO_UINT64 || v.go_type == GO_UINT)
        num_add_uint(buf_of(writer), (uint64_t)val_int(v));
    else
        num_add_int(buf_of(writer), val_int(v));
    return true;
}

/* -- collections -- */

static bool is_empty(Val v)
{
    return (val_kind(v) == VAL_LIST && val_list(v)->len == 0) ||
           (val_kind(v) == VAL_MAP && map_len(val_map(v)) == 0);
}

static bool is_collection(Val v)
{
    return (val_kind(v) == VAL_LIST || val_kind(v) == VAL_MAP) && !is_empty(v);
}

/* Bytes are base64 to JSON and a list of numbers to go-yaml v3. */
static Val see_bytes(YamlWriter *writer, Str bytes)
{
    Buf text;
    ListBuilder items;

    if (!writer->is_v3) {
        buf_init(&text, writer->cx->arena);
        codec_add_base64(&text, bytes);
        return val_from_str(buf_str(&text));
    }
    list_builder_init(&items, writer->cx->arena, bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        list_builder_add(&items, val_from_int((unsigned char)bytes.ptr[i]));
    return val_from_list(list_builder_done(&items));
}

/* The exported fields as go-yaml v3 names them, in a map that is only walked:
 * its keys are in the order of the fields. */
static Val see_parts(Ctx *cx, const Host *host)
{
    HostParts parts = host->class_->parts(cx, host);
    Map *map = map_new(cx->arena, parts.n);
    Val v = val_from_map(map);

    for (size_t i = 0; i < parts.n; i++) {
        Str name = str_from_c(parts.items[i].name);
        Buf key;

        if (*name.ptr < 'A' || *name.ptr > 'Z')
            continue;
        buf_init(&key, cx->arena);
        for (size_t k = 0; k < name.len; k++)
            buf_add_byte(&key, (char)(name.ptr[k] | 32));
        map_append(map, buf_str(&key), parts.items[i].value);
    }
    v.go_type = GO_HOST;
    return v;
}

static bool see_host(YamlWriter *writer, const Host *host, Val *out)
{
    if (!host->class_->to_val(writer->cx, host, out))
        return false;
    if (writer->is_v3 && val_kind(*out) == VAL_MAP &&
        host->class_->parts != NULL)
        *out = see_parts(writer->cx, host);
    return true;
}

/* The value as the encoder sees it: no hosts, bytes or errors, which are
 * structs without exported fields to Go. */
static bool see(YamlWriter *writer, Val v, Val *out)
{
    bool is_host = val_kind(v) == VAL_HOST;

    *out = v;
    if (is_host && writer->is_v3 && v.as.host->class_->timestamp != NULL)
        return true;
    if (is_host && v.as.host->class_->to_val != NULL)
        return see_host(writer, v.as.host, out);
    if (is_host || v.go_type == GO_ERROR)
        *out = val_from_map(map_new(writer->cx->arena, 0));
    else if (v.go_type == GO_BYTES)
        *out = see_bytes(writer, val_str(v));
    return true;
}

static bool write_list(YamlWriter *writer, const List *list, Place place)
{
    size_t indent = place.indent;
    bool is_inline = place.is_inline;
    Val v;

    if (place.after_colon && !writer->is_v3 && !is_inline)
        indent -= INDENT_STEP;
    Place at = {indent + INDENT_STEP, true, false, indent + INDENT_STEP};
    for (size_t i = 0; i < list->len; i++) {
        if (i > 0 || !is_inline)
            codec_emit_line(&writer->emitter, indent);
        buf_add(buf_of(writer), STR("- "));
        if (!see(writer, list->items[i], &v) || !write_val(writer, v, at))
            return false;
    }
    return true;
}

/* The key, and how the value then stands: after "key:" or after "? key", a
 * line break and ":". */
static bool write_key(YamlWriter *writer, Str key, size_t indent, Place *place)
{
    YamlScalar scalar;
    Buf *buf = buf_of(writer);

    if (!check_string(writer, key, true))
        return false;
    scalar = scalar_of(writer, key, indent + INDENT_STEP);
    *place = (Place){indent + INDENT_STEP, false, true, indent + INDENT_STEP};
    scalar.is_key = codec_emit_is_simple_key(&scalar);
    if (scalar.is_key) {
        codec_emit_scalar(&writer->emitter, &scalar);
        buf_add_byte(buf, ':');
        return true;
    }
    buf_add(buf, STR("? "));
    codec_emit_scalar(&writer->emitter, &scalar);
    codec_emit_line(&writer->emitter, indent);
    buf_add_byte(buf, ':');
    place->is_inline = true;
    return true;
}

/* A struct's fields stay in their order. */
static bool write_map(YamlWriter *writer, Val v, Place place)
{
    const Map *map = val_map(v);
    YamlKeyOrder order = writer->is_v3 ? YAML_KEYS_V3 : YAML_KEYS_V2;
    const MapEntry *entries =
        v.go_type == GO_HOST
            ? map_at(map, 0)
            : codec_yaml_sort_keys(writer->cx->arena, map, order);
    size_t len = map_len(map);

    for (size_t i = 0; i < len; i++) {
        Place at;

        if (i > 0 || !place.is_inline)
            codec_emit_line(&writer->emitter, place.indent);
        if (!write_key(writer, entries[i].key, place.indent, &at) ||
            !see(writer, entries[i].value, &v))
            return false;
        if (at.is_inline || !is_collection(v))
            buf_add_byte(buf_of(writer), ' ');
        if (!write_val(writer, v, at))
            return false;
    }
    return true;
}

static bool write_nested(YamlWriter *writer, Val v, Place place)
{
    const CodecPath *outer = writer->path;
    CodecPath path;
    bool ok;

    if (!codec_path_enter(writer->cx, outer, v, &path))
        return false;
    writer->path = &path;
    ok = val_kind(v) == VAL_LIST ? write_list(writer, val_list(v), place)
                                 : write_map(writer, v, place);
    writer->path = outer;
    ctx_leave(writer->cx);
    return ok;
}

static bool write_val(YamlWriter *writer, Val v, Place place)
{
    switch (val_kind(v)) {
    case VAL_NIL: buf_add(buf_of(writer), STR("null")); return true;
    case VAL_BOOL:
        buf_add(buf_of(writer), val_bool(v) ? STR("true") : STR("false"));
        return true;
    case VAL_INT: return write_int(writer, v);
    case VAL_FLOAT: return write_float(writer, val_float(v));
    case VAL_STRING: return write_string(writer, val_str(v), place);
    case VAL_LIST:
    case VAL_MAP:
        if (!is_empty(v))
            return write_nested(writer, v, place);
        if (v.typed_nil != 0 && !writer->is_v3) {
            buf_add(buf_of(writer), STR("null"));
            return true;
        }
        buf_add(buf_of(writer),
                val_kind(v) == VAL_LIST ? STR("[]") : STR("{}"));
        return true;
    case VAL_HOST:
        buf_add(buf_of(writer),
                v.as.host->class_->timestamp(writer->cx, v.as.host));
        return true;
    }
    assert(false && "a value the encoder does not see");
    return false;
}

/* -- documents -- */

static bool write_document(YamlWriter *writer, Val v)
{
    Buf *buf = buf_of(writer);
    size_t start = buf->len;
    Place top = {0, true, false, INDENT_STEP};

    writer->emitter.line_start = start;
    writer->emitter.counted = start;
    if (!see(writer, v, &v) || !write_val(writer, v, top)) {
        buf->len = start;
        return false;
    }
    codec_emit_line(&writer->emitter, 0);
    return true;
}

static bool fail_writing(Ctx *cx)
{
    return cx->err->kind == ERR_JSON ? err_wrap(cx, (SourcePos){STR_NONE, 0, 0},
                                                "error marshaling into JSON")
                                     : false;
}

/* `v` as go-yaml reads it when it is written as JSON. */
static bool read_back(Ctx *cx, Val v, Val *out)
{
    const YamlReadOptions options = {.keep_integers = true};
    Buf json;

    buf_init(&json, cx->arena);
    if (!codec_write_json(cx, &json, v, (JsonStyle){.escape_html = true}))
        return fail_writing(cx);
    if (codec_read_yaml(cx, STR_NONE, buf_str(&json), &options, out))
        return true;
    /* What comes after "error converting YAML to JSON". */
    cx->err = cx->err->cause == NULL ? cx->err : cx->err->cause;
    return false;
}

bool codec_write_yaml(Ctx *cx, Buf *buf, Val v)
{
    YamlWriter writer = {
        .cx = cx, .emitter = {buf, .width = V2_LINE_WIDTH}
    };

    if (write_document(&writer, v))
        return true;
    if (!writer.is_odd)
        return fail_writing(cx);
    writer.is_read_back = true;
    return read_back(cx, v, &v) && write_document(&writer, v);
}

bool codec_write_yaml_pretty(Ctx *cx, Buf *buf, Val v)
{
    YamlWriter writer = {
        .cx = cx,
        .emitter = {buf, .width = SIZE_MAX, .allows_tabs = true},
        .is_v3 = true,
    };

    return write_document(&writer, v);
}
