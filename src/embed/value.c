/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Bytes, strings and values as C.
 */
#include <inttypes.h>

#include "embed/embed.h"
#include "value/list.h"
#include "value/map.h"

size_t embed_bytes(EmbedWriter *w, Str bytes)
{
    size_t name = w->names++;

    buf_add_fmt(w->code, "static const unsigned char b%zu[] = {", name);
    for (size_t i = 0; i < bytes.len; i++)
        buf_add_fmt(w->code, "%u,", (unsigned)(unsigned char)bytes.ptr[i]);
    buf_add(w->code, STR("0};\n"));
    return name;
}

/* In octal escapes, which end after three digits. */
static void add_literal(Buf *buf, Str s)
{
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < s.len; i++)
        buf_add_fmt(buf, "\\%03o", (unsigned)(unsigned char)s.ptr[i]);
    buf_add_byte(buf, '"');
}

static void add_str(const EmbedWriter *w, Buf *buf, Str s)
{
    uintptr_t at = (uintptr_t)s.ptr;
    uintptr_t text = (uintptr_t)w->text.ptr;

    buf_add_byte(buf, '{');
    if (s.ptr != NULL && at >= text && at + s.len <= text + w->text.len)
        buf_add_fmt(buf, "(const char *)b%zu + %zu", w->text_name,
                    (size_t)(at - text));
    else
        add_literal(buf, s);
    buf_add_fmt(buf, ", %zu}", s.len);
}

void embed_str(EmbedWriter *w, Str s)
{
    add_str(w, w->code, s);
}

static bool embed_list(EmbedWriter *w, const List *list, size_t *out)
{
    Str *items = ARENA_ARRAY(w->arena, Str, list->len + 1);

    for (size_t i = 0; i < list->len; i++) {
        if (!embed_val(w, list->items[i], &items[i]))
            return false;
    }
    *out = w->names++;
    buf_add_fmt(w->code, "static const Val i%zu[] = {", *out);
    for (size_t i = 0; i < list->len; i++)
        buf_add_fmt(w->code, "%.*s,", STR_ARG(items[i]));
    buf_add_fmt(w->code, "{0}};\nstatic const List n%zu = {i%zu, %zu};\n", *out,
                *out, list->len);
    return true;
}

static bool embed_map(EmbedWriter *w, const Map *map, size_t *out)
{
    Str *values = ARENA_ARRAY(w->arena, Str, map_len(map) + 1);

    for (size_t i = 0; i < map_len(map); i++) {
        if (!embed_val(w, map_at(map, i)->value, &values[i]))
            return false;
    }
    *out = w->names++;
    buf_add_fmt(w->code, "static MapEntry i%zu[] = {", *out);
    for (size_t i = 0; i < map_len(map); i++) {
        buf_add_byte(w->code, '{');
        embed_str(w, map_at(map, i)->key);
        buf_add_fmt(w->code, ", %.*s},\n", STR_ARG(values[i]));
    }
    buf_add_fmt(w->code,
                "{{0}, {0}}};\nstatic Map n%zu = {.entries = i%zu, "
                ".len = %zu, .cap = %zu};\n",
                *out, *out, map_len(map), map_len(map));
    return true;
}

static Str scalar(EmbedWriter *w, Val v)
{
    Buf buf;

    buf_init(&buf, w->arena);
    switch (val_kind(v)) {
    case VAL_BOOL:
        buf_add_fmt(&buf, ".as.boolean = %d", v.as.boolean ? 1 : 0);
        break;
    case VAL_INT:
        buf_add_fmt(&buf, ".as.integer = (int64_t)UINT64_C(%" PRIu64 ")",
                    (uint64_t)v.as.integer);
        break;
    case VAL_FLOAT: buf_add_fmt(&buf, ".as.number = %a", v.as.number); break;
    case VAL_STRING:
        buf_add_fmt(&buf, ".len = %u, .as.str = ", (unsigned)v.len);
        add_literal(&buf, val_str(v));
        break;
    case VAL_NIL:
    case VAL_LIST:
    case VAL_MAP:
    case VAL_HOST: break;
    }
    return buf_str(&buf);
}

static bool contents(EmbedWriter *w, Val v, Str *out)
{
    size_t name;

    switch (val_kind(v)) {
    case VAL_HOST: return false;
    case VAL_LIST:
        if (v.len == LIST_ROOMY || !embed_list(w, v.as.list, &name))
            return false;
        *out = arena_fmt(w->arena, ".len = %u, .as.list = &n%zu",
                         (unsigned)v.len, name);
        return true;
    case VAL_MAP:
        if (!embed_map(w, v.as.map, &name))
            return false;
        *out = arena_fmt(w->arena, ".as.map = &n%zu", name);
        return true;
    case VAL_NIL:
    case VAL_BOOL:
    case VAL_INT:
    case VAL_FLOAT:
    case VAL_STRING: *out = scalar(w, v); return true;
    }
    return false;
}

bool embed_val(EmbedWriter *w, Val v, Str *initializer)
{
    Str inner;

    if (!contents(w, v, &inner))
        return false;
    *initializer = arena_fmt(
        w->arena,
        "{.kind = %u, .go_type = %u, .iface = %u, .typed_nil = %u, %.*s}",
        (unsigned)v.kind, (unsigned)v.go_type, (unsigned)v.iface,
        (unsigned)v.typed_nil, STR_ARG(inner));
    return true;
}
