/* SPDX-License-Identifier: MPL-2.0 */
/* JSON pointers (RFC 6901) to and from places. */
#include "values/schema_place.h"

const SchemaPlace *schema_place_copy(Arena *arena, const SchemaPlace *place)
{
    const SchemaPlace *first = NULL;
    const SchemaPlace **next = &first;

    for (; place != NULL; place = place->outer) {
        SchemaPlace *copy = ARENA_NEW(arena, SchemaPlace);

        *copy = *place;
        *next = copy;
        next = &copy->outer;
    }
    return first;
}

static void add_token(Buf *buf, Str token)
{
    for (size_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];

        if (c == '~')
            buf_add_c(buf, "~0");
        else if (c == '/')
            buf_add_c(buf, "~1");
        else
            buf_add_byte(buf, c);
    }
}

void schema_place_add(Buf *buf, const SchemaPlace *place)
{
    if (place == NULL)
        return;
    schema_place_add(buf, place->outer);
    if (place->key.ptr == NULL) {
        buf_add_fmt(buf, "/%zu", place->index);
        return;
    }
    buf_add_byte(buf, '/');
    add_token(buf, place->key);
}

Str schema_place_text(Arena *arena, const SchemaPlace *place)
{
    Buf buf;

    buf_init(&buf, arena);
    schema_place_add(&buf, place);
    return buf.len == 0 ? STR("") : buf_str(&buf);
}

static bool read_token(Arena *arena, Str token, Str *out)
{
    Buf buf;

    *out = token;
    if (str_find_byte(token, '~', 0) == SIZE_MAX)
        return true;
    buf_init(&buf, arena);
    for (size_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];

        if (c == '~') {
            i++;
            if (i == token.len || (token.ptr[i] != '0' && token.ptr[i] != '1'))
                return false;
            c = token.ptr[i] == '0' ? '~' : '/';
        }
        buf_add_byte(&buf, c);
    }
    *out = buf_str(&buf);
    return true;
}

bool schema_place_read(Arena *arena, Str pointer, const SchemaPlace **out)
{
    *out = NULL;
    for (size_t pos = 1; pos <= pointer.len;) {
        size_t slash = str_find_byte(pointer, '/', pos);
        size_t end = slash == SIZE_MAX ? pointer.len : slash;
        SchemaPlace *place = ARENA_NEW(arena, SchemaPlace);

        place->outer = *out;
        if (!read_token(arena, str_slice(pointer, pos, end), &place->key))
            return false;
        if (place->key.ptr == NULL)
            place->key = STR("");
        *out = place;
        pos = end + 1;
    }
    return true;
}
