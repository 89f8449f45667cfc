/* SPDX-License-Identifier: MPL-2.0 */
/*
 * URLs of schemas.  The path is kept as it was written; Go decodes it and
 * encodes it again, which differs only where it held bytes that a path cannot
 * hold.
 */
#include "values/schema_url.h"

#include "base/buf.h"
#include "value/print.h"

#define MARKS      "-_.~"
#define SUB_DELIMS "!$&'()*+,;="

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_plain(char c, const char *marks)
{
    return is_letter(c) || is_digit(c) ||
           (c != '\0' && strchr(marks, c) != NULL);
}

/* The value of a hexadecimal digit, -1 for what is none. */
static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

static void add_escaped(Buf *buf, Str s, const char *marks)
{
    for (size_t i = 0; i < s.len; i++) {
        if (is_plain(s.ptr[i], marks))
            buf_add_byte(buf, s.ptr[i]);
        else
            buf_add_fmt(buf, "%%%02X", (unsigned)(unsigned char)s.ptr[i]);
    }
}

void schema_url_add_escaped(Buf *buf, Str fragment)
{
    add_escaped(buf, fragment, MARKS "$&+:=@/");
}

static bool is_escape(Str s, size_t at)
{
    return at + 2 < s.len && hex_value(s.ptr[at + 1]) >= 0 &&
           hex_value(s.ptr[at + 2]) >= 0;
}

Str schema_url_unescape(Arena *arena, Str s)
{
    Buf buf;

    if (str_find_byte(s, '%', 0) == SIZE_MAX)
        return s;
    buf_init(&buf, arena);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%' && is_escape(s, i)) {
            buf_add_byte(&buf, (char)(hex_value(s.ptr[i + 1]) * 16 +
                                      hex_value(s.ptr[i + 2])));
            i += 2;
        } else {
            buf_add_byte(&buf, s.ptr[i]);
        }
    }
    return buf_str(&buf);
}

static bool fail_escape(Ctx *cx, Str s, size_t at)
{
    return val_fail_quoted(cx, ERR_SCHEMA, "invalid URL escape ",
                           str_slice(s, at, at + 3 < s.len ? at + 3 : s.len),
                           "");
}

static bool check_escapes(Ctx *cx, Str s)
{
    for (size_t at = str_find_byte(s, '%', 0); at != SIZE_MAX;
         at = str_find_byte(s, '%', at + 1)) {
        if (!is_escape(s, at))
            return fail_escape(cx, s, at);
    }
    return true;
}

/* An escape in a host stands for a byte that is not ASCII, or for '%'. */
static bool check_host_bytes(Ctx *cx, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%') {
            bool is_percent = str_has_prefix(str_skip(s, i), STR("%25"));

            if (!is_escape(s, i) ||
                (!is_percent && hex_value(s.ptr[i + 1]) < 8))
                return fail_escape(cx, s, i);
            i += 2;
        } else if ((unsigned char)s.ptr[i] < 0x80 &&
                   !is_plain(s.ptr[i], MARKS SUB_DELIMS ":[]<>\"")) {
            return val_fail_quoted(cx, ERR_SCHEMA, "invalid character ",
                                   str_slice(s, i, i + 1), " in host name");
        }
    }
    return true;
}

static bool check_port(Ctx *cx, Str port)
{
    bool ok = port.len == 0 || *port.ptr == ':';

    for (size_t i = 1; ok && i < port.len; i++)
        ok = is_digit(port.ptr[i]);
    return ok || val_fail_quoted(cx, ERR_SCHEMA, "invalid port ", port,
                                 " after host");
}

static bool check_bracketed_host(Ctx *cx, Str host,
                                 SchemaCheckAddress *check_address)
{
    size_t close = str_rfind(host, STR("]"));
    bool is_v4 = false;

    if (close == SIZE_MAX)
        return fail_here(cx, ERR_SCHEMA, "missing ']' in host");
    if (!check_port(cx, str_skip(host, close + 1)) ||
        !check_host_bytes(cx, str_slice(host, 1, close)))
        return false;
    if (!check_address(
            cx, schema_url_unescape(cx->arena, str_slice(host, 1, close)),
            &is_v4))
        return err_wrap(cx, (SourcePos){STR_NONE, 0, 0}, "invalid host");
    return !is_v4 || fail_here(cx, ERR_SCHEMA, "invalid IP-literal");
}

static bool check_host(Ctx *cx, Str host, SchemaCheckAddress *check_address)
{
    size_t bracket = str_rfind(host, STR("["));
    size_t colon = str_rfind(host, STR(":"));

    if (bracket == 0)
        return check_bracketed_host(cx, host, check_address);
    if (bracket != SIZE_MAX)
        return fail_here(cx, ERR_SCHEMA, "invalid IP-literal");
    if (colon != SIZE_MAX && !check_port(cx, str_skip(host, colon)))
        return false;
    return check_host_bytes(cx, host);
}

static bool check_user(Ctx *cx, Str user)
{
    for (size_t i = 0; i < user.len; i++) {
        if (!is_plain(user.ptr[i], MARKS SUB_DELIMS ":%@"))
            return fail_here(cx, ERR_SCHEMA, "net/url: invalid userinfo");
    }
    return check_escapes(cx, user);
}

static bool parse_authority(Ctx *cx, Str authority,
                            SchemaCheckAddress *check_address, SchemaUrl *url)
{
    size_t at = str_rfind(authority, STR("@"));

    url->has_authority = true;
    url->has_user = at != SIZE_MAX;
    url->host = url->has_user ? str_skip(authority, at + 1) : authority;
    url->user = url->has_user ? str_slice(authority, 0, at) : STR("");
    return check_host(cx, url->host, check_address) &&
           (!url->has_user || check_user(cx, url->user));
}

/* Takes the scheme and its colon off `*rest`, if there is one. */
static bool parse_scheme(Ctx *cx, Str *rest, Str *scheme)
{
    Str s = *rest;

    *scheme = STR("");
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == ':' && i == 0)
            return fail_here(cx, ERR_SCHEMA, "missing protocol scheme");
        if (c == ':') {
            char *lower = arena_alloc_text(cx->arena, i);

            for (size_t j = 0; j < i; j++)
                lower[j] =
                    (char)(is_letter(s.ptr[j]) ? s.ptr[j] | 32 : s.ptr[j]);
            *scheme = str_from(lower, i);
            *rest = str_skip(s, i + 1);
            return true;
        }
        if (!is_letter(c) &&
            (i == 0 || (!is_digit(c) && c != '+' && c != '-' && c != '.')))
            return true;
    }
    return true;
}

static bool parse_hierarchy(Ctx *cx, Str rest,
                            SchemaCheckAddress *check_address, SchemaUrl *url)
{
    size_t slash = str_find_byte(rest, '/', 0);
    size_t colon = str_find_byte(rest, ':', 0);

    if (slash != 0 && url->scheme.len != 0) {
        url->opaque = rest;
        return true;
    }
    if (slash != 0 && colon < slash)
        return fail_here(cx, ERR_SCHEMA,
                         "first path segment in URL cannot contain colon");
    if (str_has_prefix(rest, STR("//")) &&
        (url->scheme.len != 0 || !str_has_prefix(rest, STR("///")))) {
        slash = str_find_byte(rest, '/', 2);
        slash = slash == SIZE_MAX ? rest.len : slash;
        if (!parse_authority(cx, str_slice(rest, 2, slash), check_address, url))
            return false;
        rest = str_skip(rest, slash);
    }
    url->path = rest;
    return check_escapes(cx, rest);
}

static bool parse_body(Ctx *cx, Str text, SchemaCheckAddress *check_address,
                       SchemaUrl *url)
{
    Str rest = text;
    size_t mark;

    *url = (SchemaUrl){.path = STR("")};
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
            return fail_here(cx, ERR_SCHEMA,
                             "net/url: invalid control character in URL");
    }
    if (!parse_scheme(cx, &rest, &url->scheme))
        return false;
    mark = str_find_byte(rest, '?', 0);
    url->has_query = mark != SIZE_MAX;
    if (url->has_query) {
        url->query = str_skip(rest, mark + 1);
        rest = str_slice(rest, 0, mark);
    }
    return parse_hierarchy(cx, rest, check_address, url);
}

static bool wrap_parse(Ctx *cx, Str text)
{
    Str reason = err_take(cx);
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "parse ");
    val_add_quoted(&buf, text, false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, reason);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

bool schema_url_parse(Ctx *cx, Str text, SchemaCheckAddress *check_address,
                      SchemaUrl *out)
{
    Str body = schema_url_without_fragment(text);

    if (!parse_body(cx, body, check_address, out))
        return wrap_parse(cx, body);
    if (!check_escapes(cx, str_skip(text, body.len)))
        return wrap_parse(cx, text);
    return true;
}

Str schema_url_path(Arena *arena, const SchemaUrl *url)
{
    return schema_url_unescape(arena, url->path);
}

Str schema_url_host_name(Arena *arena, const SchemaUrl *url)
{
    Str host = url->host;
    size_t end = host.len;

    while (end > 0 && is_digit(host.ptr[end - 1]))
        end--;
    if (end > 0 && host.ptr[end - 1] == ':')
        host = str_slice(host, 0, end - 1);
    if (host.len > 1 && *host.ptr == '[' && host.ptr[host.len - 1] == ']')
        host = str_slice(host, 1, host.len - 1);
    return schema_url_unescape(arena, host);
}

static Str usual_path(Arena *arena, Str path)
{
    Buf buf;

    buf_init(&buf, arena);
    add_escaped(&buf, schema_url_unescape(arena, path), MARKS "$&+,/:;=@");
    return buf_str(&buf);
}

Str schema_url_raw_path(Arena *arena, const SchemaUrl *url)
{
    return str_eq(usual_path(arena, url->path), url->path) ? STR("")
                                                           : url->path;
}

/* The path as Go writes it: as it was if that is well formed, else decoded and
 * encoded anew. */
static Str written_path(Arena *arena, Str path)
{
    bool ok = true;

    for (size_t i = 0; ok && i < path.len; i++)
        ok = is_plain(path.ptr[i], MARKS SUB_DELIMS ":@[]%/");
    return ok ? path : usual_path(arena, path);
}

/* Adds one element of a path; `..` takes the one before off again. */
static void add_element(Buf *buf, Str element)
{
    if (str_eq(element, STR(".")))
        return;
    if (!str_eq(element, STR(".."))) {
        buf_add_byte(buf, '/');
        buf_add(buf, element);
        return;
    }
    while (buf->len > 0 && buf->ptr[--buf->len] != '/')
        ;
}

/* RFC 3986, 5.2.4. */
static Str remove_dots(Arena *arena, Str path)
{
    size_t pos = str_has_prefix(path, STR("/")) ? 1 : 0;
    bool is_last = path.len == 0;
    Buf buf;

    buf_init(&buf, arena);
    while (!is_last) {
        size_t slash = str_find_byte(path, '/', pos);
        Str element =
            str_slice(path, pos, slash == SIZE_MAX ? path.len : slash);

        is_last = slash == SIZE_MAX;
        add_element(&buf, element);
        if (is_last &&
            (str_eq(element, STR(".")) || str_eq(element, STR(".."))))
            buf_add_byte(&buf, '/');
        pos = slash + 1;
    }
    return buf_str(&buf);
}

static Str join_paths(Arena *arena, Str base, Str reference)
{
    size_t slash = str_rfind(base, STR("/"));

    if (reference.len == 0)
        return remove_dots(arena, base);
    if (*reference.ptr == '/')
        return remove_dots(arena, reference);
    return remove_dots(
        arena, arena_fmt(arena, "%.*s%.*s",
                         STR_ARG(str_slice(base, 0,
                                           slash == SIZE_MAX ? 0 : slash + 1)),
                         STR_ARG(reference)));
}

static Str url_text(Arena *arena, const SchemaUrl *url)
{
    Buf buf;

    buf_init(&buf, arena);
    if (url->scheme.len != 0) {
        buf_add(&buf, url->scheme);
        buf_add_byte(&buf, ':');
    }
    buf_add(&buf, url->opaque);
    if (url->opaque.len == 0) {
        if (url->has_authority &&
            (url->host.len != 0 || url->has_user || url->path.len != 0))
            buf_add_c(&buf, "//");
        if (url->has_user) {
            buf_add(&buf, url->user);
            buf_add_byte(&buf, '@');
        }
        add_escaped(&buf, schema_url_unescape(arena, url->host),
                    MARKS SUB_DELIMS ":[]<>\"");
        buf_add(&buf, url->path);
    }
    if (url->has_query) {
        buf_add_byte(&buf, '?');
        buf_add(&buf, url->query);
    }
    return buf_str(&buf);
}

Str schema_url_text(Arena *arena, const SchemaUrl *url)
{
    SchemaUrl written = *url;

    written.path = written_path(arena, url->path);
    return url_text(arena, &written);
}

Str schema_url_resolve(Arena *arena, const SchemaUrl *base,
                       const SchemaUrl *reference)
{
    SchemaUrl url = *reference;
    Str path = written_path(arena, reference->path);

    if (reference->scheme.len != 0 || reference->host.len != 0 ||
        reference->has_user) {
        if (reference->scheme.len == 0) {
            url.scheme = base->scheme;
            url.opaque = base->opaque;
        }
        url.path = remove_dots(arena, path);
        return url_text(arena, &url);
    }
    url = *base;
    if (path.len != 0 || reference->has_query) {
        url.query = reference->query;
        url.has_query = reference->has_query;
    }
    url.has_authority = true;
    url.path = join_paths(arena, written_path(arena, base->path), path);
    return url_text(arena, &url);
}

Str schema_url_without_fragment(Str url)
{
    size_t hash = str_find_byte(url, '#', 0);

    return hash == SIZE_MAX ? url : str_slice(url, 0, hash);
}

bool schema_url_fragment(Ctx *cx, Str url, Str *out)
{
    size_t hash = str_find_byte(url, '#', 0);
    Str fragment = str_skip(url, hash == SIZE_MAX ? url.len : hash + 1);

    *out = schema_url_unescape(cx->arena, fragment);
    return check_escapes(cx, fragment);
}
