/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values to TOML.  A table's own values come first, then its tables, each
 * group by key; an array whose elements are all tables becomes [[tables]], any
 * other is written in one line.
 */
#include "codec/toml.h"

#include <math.h>

#include "base/num.h"
#include "codec/toml_text.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

typedef enum TomlShape {
    TOML_NOTHING,
    TOML_VALUE,
    TOML_TABLE,
    TOML_TABLES, /* an array of tables */
} TomlShape;

typedef struct TomlWriter {
    Ctx *cx;
    Buf *buf;
    size_t start; /* of the document in buf */
} TomlWriter;

static bool write_table(TomlWriter *writer, TomlKey key, const Map *map);
static bool write_inline(TomlWriter *writer, Val v);
static bool shape_of(TomlWriter *writer, Val v, TomlShape *out);

static bool is_exported(const char *name)
{
    return name[0] >= 'A' && name[0] <= 'Z';
}

/* The exported fields of a struct in their order, which is not that of map.h:
 * such a map is only walked. */
static Val see_parts(Ctx *cx, const Host *host)
{
    HostParts parts = host->class_->parts(cx, host);
    Map *map = map_new(cx->arena, parts.n);

    for (size_t i = 0; i < parts.n; i++) {
        if (is_exported(parts.items[i].name))
            map_append(map, str_from_c(parts.items[i].name),
                       parts.items[i].value);
    }
    return val_from_map(map);
}

/* A host's value; a time is a value of its own. */
static bool see(TomlWriter *writer, Val v, Val *out)
{
    const HostClass *class_;

    *out = v;
    if (v.go_type == GO_ERROR)
        *out = val_from_map(map_new(writer->cx->arena, 0));
    if (val_kind(v) != VAL_HOST || v.as.host->class_->timestamp != NULL)
        return true;
    class_ = v.as.host->class_;
    *out = val_from_map(map_new(writer->cx->arena, 0));
    if (class_->to_val != NULL && !class_->to_val(writer->cx, v.as.host, out))
        return false;
    if (val_kind(*out) == VAL_MAP && class_->parts != NULL)
        *out = see_parts(writer->cx, v.as.host);
    return true;
}

/* -- shapes -- */

static bool shape_of_list(TomlWriter *writer, const List *list, TomlShape *out)
{
    bool all_tables = list->len > 0;

    for (size_t i = 0; i < list->len; i++) {
        TomlShape shape;
        if (!shape_of(writer, list->items[i], &shape))
            return false;
        if (shape == TOML_NOTHING)
            return fail_here(writer->cx, ERR_VALUE,
                             "toml: cannot encode array with nil element");
        all_tables = all_tables && shape == TOML_TABLE;
    }
    *out = all_tables ? TOML_TABLES : TOML_VALUE;
    return true;
}

static bool shape_of(TomlWriter *writer, Val v, TomlShape *out)
{
    bool ok;

    if (!see(writer, v, &v))
        return false;
    *out = TOML_VALUE;
    if (val_is_nil(v) || v.typed_nil != 0)
        *out = TOML_NOTHING;
    else if (val_kind(v) == VAL_MAP)
        *out = TOML_TABLE;
    if (val_kind(v) != VAL_LIST || *out == TOML_NOTHING)
        return true;
    if (!ctx_enter(writer->cx))
        return false;
    ok = shape_of_list(writer, val_list(v), out);
    ctx_leave(writer->cx);
    return ok;
}

/* -- values in a line -- */

static void write_float(Buf *buf, double value)
{
    size_t start = buf->len;

    if (isnan(value)) {
        buf_add(buf, signbit(value) ? STR("-nan") : STR("nan"));
        return;
    }
    if (isinf(value)) {
        buf_add(buf, value < 0 ? STR("-inf") : STR("inf"));
        return;
    }
    num_add_float(buf, value, 'g', -1);
    Str text = str_slice(buf_str(buf), start, buf->len);
    if (str_find_byte(text, '.', 0) == SIZE_MAX &&
        str_find_byte(text, 'e', 0) == SIZE_MAX)
        buf_add(buf, STR(".0"));
}

static bool write_int(TomlWriter *writer, Val v)
{
    Buf text;

    if (v.go_type == GO_DURATION) {
        buf_init(&text, writer->cx->arena);
        if (!val_print(writer->cx, &text, v))
            return false;
        codec_toml_add_quoted(writer->buf, buf_str(&text));
        return true;
    }
    if (v.go_type == GO_UINT64 || v.go_type == GO_UINT)
        num_add_uint(writer->buf, (uint64_t)val_int(v));
    else
        num_add_int(writer->buf, val_int(v));
    return true;
}

static void write_bytes(Buf *buf, Str bytes)
{
    buf_add_byte(buf, '[');
    for (size_t i = 0; i < bytes.len; i++) {
        if (i > 0)
            buf_add(buf, STR(", "));
        num_add_int(buf, (unsigned char)bytes.ptr[i]);
    }
    buf_add_byte(buf, ']');
}

static bool write_inline_list(TomlWriter *writer, const List *list)
{
    buf_add_byte(writer->buf, '[');
    for (size_t i = 0; i < list->len; i++) {
        if (i > 0)
            buf_add(writer->buf, STR(", "));
        if (!write_inline(writer, list->items[i]))
            return false;
    }
    buf_add_byte(writer->buf, ']');
    return true;
}

/* The tables among the entries of `map`, or all others. */
static bool select_entries(TomlWriter *writer, const Map *map, bool tables,
                           const Map **out)
{
    Map *selected = map_new(writer->cx->arena, 0);

    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);
        TomlShape shape;
        if (!shape_of(writer, entry->value, &shape))
            return false;
        if ((shape == TOML_TABLE || shape == TOML_TABLES) == tables)
            map_append(selected, entry->key, entry->value);
    }
    *out = selected;
    return true;
}

/* Like the original, leaves a comma behind where a nil was the last. */
static bool write_inline_entries(TomlWriter *writer, const Map *map,
                                 bool more_follow)
{
    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);
        if (val_is_nil(entry->value) || entry->value.typed_nil != 0)
            continue;
        codec_toml_add_part(writer->buf, entry->key);
        buf_add(writer->buf, STR(" = "));
        if (!write_inline(writer, entry->value))
            return false;
        if (more_follow || i + 1 < map_len(map))
            buf_add(writer->buf, STR(", "));
    }
    return true;
}

static bool write_inline_table(TomlWriter *writer, const Map *map)
{
    const Map *direct;
    const Map *tables;

    if (!select_entries(writer, map, false, &direct) ||
        !select_entries(writer, map, true, &tables))
        return false;
    buf_add_byte(writer->buf, '{');
    if (!write_inline_entries(writer, direct, map_len(tables) > 0) ||
        !write_inline_entries(writer, tables, false))
        return false;
    buf_add_byte(writer->buf, '}');
    return true;
}

static bool write_inline_nested(TomlWriter *writer, Val v)
{
    bool ok;

    if (!ctx_enter(writer->cx))
        return false;
    ok = val_kind(v) == VAL_LIST ? write_inline_list(writer, val_list(v))
                                 : write_inline_table(writer, val_map(v));
    ctx_leave(writer->cx);
    return ok;
}

/* What TOML brought is written as it was. */
static void write_time(TomlWriter *writer, const Host *host)
{
    Str text;

    if (!codec_toml_time_text(host, &text))
        text = host->class_->timestamp(writer->cx, host);
    buf_add(writer->buf, text);
}

static bool write_inline(TomlWriter *writer, Val v)
{
    if (!see(writer, v, &v))
        return false;
    switch (val_kind(v)) {
    case VAL_NIL: return true;
    case VAL_BOOL:
        buf_add(writer->buf, val_bool(v) ? STR("true") : STR("false"));
        return true;
    case VAL_INT: return write_int(writer, v);
    case VAL_FLOAT: write_float(writer->buf, val_float(v)); return true;
    case VAL_STRING:
        if (v.go_type == GO_BYTES)
            write_bytes(writer->buf, val_str(v));
        else
            codec_toml_add_quoted(writer->buf, val_str(v));
        return true;
    case VAL_LIST:
    case VAL_MAP: return write_inline_nested(writer, v);
    case VAL_HOST: write_time(writer, v.as.host); return true;
    }
    assert(false && "a value of no kind");
    return false;
}

/* -- lines -- */

static void break_line(TomlWriter *writer)
{
    if (writer->buf->len > writer->start)
        buf_add_byte(writer->buf, '\n');
}

static void indent(TomlWriter *writer, TomlKey key)
{
    buf_add_repeat(writer->buf, ' ', (key.len - 1) * 2);
}

static void write_header(TomlWriter *writer, TomlKey key, const char *open,
                         const char *close)
{
    indent(writer, key);
    buf_add_c(writer->buf, open);
    codec_toml_add_key(writer->buf, key);
    buf_add_c(writer->buf, close);
    break_line(writer);
}

static bool write_tables(TomlWriter *writer, TomlKey key, const List *list)
{
    if (key.len == 0)
        return fail_here(writer->cx, ERR_VALUE,
                         "toml: top-level values must be Go maps or structs");
    for (size_t i = 0; i < list->len; i++) {
        Val v;
        if (!see(writer, list->items[i], &v))
            return false;
        break_line(writer);
        write_header(writer, key, "[[", "]]");
        if (!write_table(writer, key, val_map(v)))
            return false;
    }
    return true;
}

static bool write_entry(TomlWriter *writer, TomlKey key, Val v)
{
    TomlShape shape;

    if (!see(writer, v, &v) || !shape_of(writer, v, &shape))
        return false;
    if (shape == TOML_NOTHING)
        return true;
    if (shape == TOML_TABLES)
        return write_tables(writer, key, val_list(v));
    if (shape == TOML_TABLE) {
        if (key.len == 1)
            break_line(writer);
        if (key.len > 0)
            write_header(writer, key, "[", "]");
        return write_table(writer, key, val_map(v));
    }
    if (key.len == 0)
        return write_inline(writer, v);
    indent(writer, key);
    codec_toml_add_part(writer->buf, key.parts[key.len - 1]);
    buf_add(writer->buf, STR(" = "));
    if (!write_inline(writer, v))
        return false;
    break_line(writer);
    return true;
}

static bool write_entries(TomlWriter *writer, TomlKey key, const Map *map)
{
    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);
        if (!write_entry(writer,
                         codec_toml_key_add(writer->cx->arena, key, entry->key),
                         entry->value))
            return false;
    }
    return true;
}

static bool write_table(TomlWriter *writer, TomlKey key, const Map *map)
{
    const Map *direct;
    const Map *tables;
    bool ok;

    if (!ctx_enter(writer->cx))
        return false;
    ok = select_entries(writer, map, false, &direct) &&
         select_entries(writer, map, true, &tables) &&
         write_entries(writer, key, direct) &&
         write_entries(writer, key, tables);
    ctx_leave(writer->cx);
    return ok;
}

bool codec_write_toml(Ctx *cx, Buf *buf, Val v)
{
    TomlWriter writer = {cx, buf, buf->len};

    if (val_is_nil(v))
        return fail_here(cx, ERR_CALL,
                         "reflect: call of reflect.Value.Type on zero Value");
    if (write_entry(&writer, (TomlKey){NULL, 0}, v))
        return true;
    buf->len = writer.start;
    return false;
}
