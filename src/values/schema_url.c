/* SPDX-License-Identifier: MPL-2.0 */
/* URLs of schemas, as text. */
#include "values/schema_url.h"

#include "base/buf.h"
#include "chart/disk.h"

Str schema_url_without_fragment(Str url)
{
    size_t hash = str_find_byte(url, '#', 0);

    return hash == SIZE_MAX ? url : str_slice(url, 0, hash);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

Str schema_url_fragment(Arena *arena, Str url)
{
    size_t hash = str_find_byte(url, '#', 0);
    size_t start = hash == SIZE_MAX ? url.len : hash + 1;
    Buf buf;

    if (str_find_byte(url, '%', start) == SIZE_MAX)
        return str_skip(url, start);
    buf_init(&buf, arena);
    for (size_t i = start; i < url.len; i++) {
        int high = i + 2 < url.len ? hex_digit(url.ptr[i + 1]) : -1;
        int low = i + 2 < url.len ? hex_digit(url.ptr[i + 2]) : -1;

        if (url.ptr[i] == '%' && high >= 0 && low >= 0) {
            buf_add_byte(&buf, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_add_byte(&buf, url.ptr[i]);
        }
    }
    return buf_str(&buf);
}

/* The length of "scheme:", 0 when the URL is relative. */
static size_t scheme_len(Str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_later =
            (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';

        if (c == ':')
            return i == 0 ? 0 : i + 1;
        if (!is_letter && !(is_later && i > 0))
            return 0;
    }
    return 0;
}

/* Where the path begins: behind scheme and authority. */
static size_t path_start(Str url)
{
    size_t start = scheme_len(url);
    size_t slash;

    if (!str_has_prefix(str_skip(url, start), STR("//")))
        return start;
    slash = str_find_byte(url, '/', start + 2);
    return slash == SIZE_MAX ? url.len : slash;
}

static Str join_relative(Arena *arena, Str base, Str reference)
{
    size_t start = path_start(base);
    Str prefix = str_slice(base, 0, start);
    Str path = str_skip(base, start);
    size_t slash = str_rfind(path, STR("/"));
    Str folder = slash == SIZE_MAX ? STR("/") : str_slice(path, 0, slash + 1);

    if (str_has_prefix(reference, STR("//")))
        return arena_fmt(arena, "%.*s%.*s",
                         STR_ARG(str_slice(base, 0, scheme_len(base))),
                         STR_ARG(reference));
    if (*reference.ptr == '/')
        folder = STR("");
    else if (*reference.ptr == '?')
        return arena_fmt(arena, "%.*s%.*s", STR_ARG(base), STR_ARG(reference));
    path = chart_path_clean(arena, arena_fmt(arena, "%.*s%.*s", STR_ARG(folder),
                                             STR_ARG(reference)));
    return arena_fmt(arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(path));
}

Str schema_url_join(Arena *arena, Str base, Str reference)
{
    if (reference.len == 0)
        return base;
    if (scheme_len(reference) != 0)
        return reference;
    return join_relative(arena, base, reference);
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (c != '\0' && strchr("-_.~$&+:=@/", c));
}

Str schema_url_escape(Arena *arena, Str fragment)
{
    Buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < fragment.len; i++) {
        if (is_plain(fragment.ptr[i]))
            buf_add_byte(&buf, fragment.ptr[i]);
        else
            buf_add_fmt(&buf, "%%%02X",
                        (unsigned)(unsigned char)fragment.ptr[i]);
    }
    return buf_str(&buf);
}

bool schema_url_refuse(Ctx *cx, Str url)
{
    return fail_here(cx, ERR_SCHEMA,
                     "failing loading \"%.*s\": references out of the schema "
                     "are not followed",
                     STR_ARG(url));
}
