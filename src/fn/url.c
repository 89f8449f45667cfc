/* SPDX-License-Identifier: MPL-2.0 */
/*
 * URLs as Go's net/url takes them apart and puts them together again.  Sprig
 * keeps the decoded path and fragment alone, so the spelling they had is lost
 * as it is there.
 */
#include "base/utf8.h"
#include "fn/arg.h"
#include "fn/ip_address.h"
#include "tmpl/fn.h"
#include "value/map.h"
#include "value/print.h"

typedef struct Url {
    Str scheme;
    Str opaque;
    Str host;
    Str path;
    Str query;
    Str fragment;
    Str user_name;
    Str password;
    bool has_user;
    bool has_password;
} Url;

/* A part of a URL, each with its own characters that need no escape. */
typedef enum UrlPart {
    URL_PATH,
    URL_USER,
    URL_HOST,
    URL_ZONE,
    URL_FRAGMENT
} UrlPart;

static const char *plain_marks(UrlPart part)
{
    switch (part) {
    case URL_PATH: return "-_.~$&+,/:;=@";
    case URL_USER: return "-_.~$&+,;=";
    case URL_HOST:
    case URL_ZONE: return "-_.~!$&'()*+,;=:[]<>\"";
    case URL_FRAGMENT: return "-_.~$&+,/:;=?@!()*";
    }
    return "";
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_plain(char c, UrlPart part)
{
    return is_letter(c) || is_digit(c) ||
           (c != '\0' && strchr(plain_marks(part), c) != NULL);
}

/* The value of a hexadecimal digit, 16 for what is none. */
static unsigned hex_value(char c)
{
    if (is_digit(c))
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

static void add_escaped(Buf *buf, Str s, UrlPart part)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.len; i++) {
        unsigned byte = (unsigned char)s.ptr[i];
        if (is_plain(s.ptr[i], part)) {
            buf_add_byte(buf, s.ptr[i]);
            continue;
        }
        buf_add_byte(buf, '%');
        buf_add_byte(buf, digits[byte >> 4]);
        buf_add_byte(buf, digits[byte & 15]);
    }
}

/* An escape in a host stands for a byte that is not ASCII, in a zone for one
 * that a host may have or a space; both may spell '%'. */
static bool is_escape_allowed(unsigned byte, UrlPart part)
{
    if (byte == '%')
        return true;
    if (part == URL_HOST)
        return byte >= 0x80;
    if (part == URL_ZONE)
        return byte == ' ' || (byte < 0x80 && is_plain((char)byte, URL_HOST));
    return true;
}

/* The byte that the escape at `s` spells. */
static bool read_escape(Ctx *cx, Str s, UrlPart part, char *out)
{
    bool is_well_formed =
        s.len >= 3 && hex_value(s.ptr[1]) < 16 && hex_value(s.ptr[2]) < 16;
    unsigned byte =
        is_well_formed ? hex_value(s.ptr[1]) << 4 | hex_value(s.ptr[2]) : 0;

    if (!is_well_formed || !is_escape_allowed(byte, part))
        return val_fail_quoted(cx, ERR_CALL, "invalid URL escape ",
                               str_slice(s, 0, s.len < 3 ? s.len : 3), "");
    *out = (char)byte;
    return true;
}

static bool unescape(Ctx *cx, Str s, UrlPart part, Str *out)
{
    bool is_host = part == URL_HOST || part == URL_ZONE;
    char byte;
    Buf buf;

    buf_init(&buf, cx->arena);
    for (size_t i = 0; i < s.len; i++) {
        byte = s.ptr[i];
        if (byte == '%') {
            if (!read_escape(cx, str_skip(s, i), part, &byte))
                return false;
            i += 2;
        } else if (is_host && (unsigned char)byte < 0x80 &&
                   !is_plain(byte, part)) {
            return val_fail_quoted(cx, ERR_CALL, "invalid character ",
                                   str_slice(s, i, i + 1), " in host name");
        }
        buf_add_byte(&buf, byte);
    }
    *out = buf_str(&buf);
    return true;
}

/* `*head` before the first `mark` of `s` and `*tail` behind it; without one
 * all of `s` is head. */
static bool cut(Str s, char mark, Str *head, Str *tail)
{
    size_t at = str_find_byte(s, mark, 0);

    *head = at == SIZE_MAX ? s : str_slice(s, 0, at);
    *tail = at == SIZE_MAX ? STR_NONE : str_skip(s, at + 1);
    return at != SIZE_MAX;
}

/* Nothing, or a colon and digits. */
static bool is_port(Str s)
{
    if (s.len == 0)
        return true;
    if (s.ptr[0] != ':')
        return false;
    for (size_t i = 1; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
    }
    return true;
}

static bool check_port(Ctx *cx, Str port)
{
    if (is_port(port))
        return true;
    return val_fail_quoted(cx, ERR_CALL, "invalid port ", port, " after host");
}

/* What stands between brackets, with its zone. */
static bool unescape_literal(Ctx *cx, Str s, Str *out)
{
    size_t zone_at = str_find(s, STR("%25"), 0);
    Str address, zone;
    bool is_v4;

    if (zone_at == SIZE_MAX)
        zone_at = s.len;
    if (!unescape(cx, str_slice(s, 0, zone_at), URL_HOST, &address) ||
        !unescape(cx, str_skip(s, zone_at), URL_ZONE, &zone))
        return false;
    *out = arena_fmt(cx->arena, "%.*s%.*s", STR_ARG(address), STR_ARG(zone));
    if (!fn_check_ip_address(cx, *out, &is_v4))
        return err_wrap(cx, (SourcePos){STR_NONE, 0, 0}, "invalid host");
    if (is_v4)
        return fail_here(cx, ERR_CALL, "invalid IP-literal");
    return true;
}

static bool parse_bracketed_host(Ctx *cx, Str s, Str *out)
{
    size_t close = str_rfind(s, STR("]"));
    Str literal, port;

    if (close == SIZE_MAX)
        return fail_here(cx, ERR_CALL, "missing ']' in host");
    if (!check_port(cx, str_skip(s, close + 1)) ||
        !unescape(cx, str_skip(s, close + 1), URL_HOST, &port) ||
        !unescape_literal(cx, str_slice(s, 1, close), &literal))
        return false;
    *out = arena_fmt(cx->arena, "[%.*s]%.*s", STR_ARG(literal), STR_ARG(port));
    return true;
}

static bool parse_host(Ctx *cx, Str s, Str *out)
{
    size_t bracket = str_rfind(s, STR("["));
    size_t colon = str_rfind(s, STR(":"));

    if (bracket == 0)
        return parse_bracketed_host(cx, s, out);
    if (bracket != SIZE_MAX)
        return fail_here(cx, ERR_CALL, "invalid IP-literal");
    if (colon != SIZE_MAX && !check_port(cx, str_skip(s, colon)))
        return false;
    return unescape(cx, s, URL_HOST, out);
}

static bool is_user_info(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_letter(s.ptr[i]) && !is_digit(s.ptr[i]) &&
            (s.ptr[i] == '\0' ||
             strchr("-._:~!$&'()*+,;=%@", s.ptr[i]) == NULL))
            return false;
    }
    return true;
}

static bool parse_user(Ctx *cx, Str s, Url *url)
{
    Str name, password;

    if (!is_user_info(s))
        return fail_here(cx, ERR_CALL, "net/url: invalid userinfo");
    url->has_user = true;
    url->has_password = cut(s, ':', &name, &password);
    return unescape(cx, name, URL_USER, &url->user_name) &&
           unescape(cx, password, URL_USER, &url->password);
}

static bool parse_authority(Ctx *cx, Str s, Url *url)
{
    size_t at = str_rfind(s, STR("@"));

    if (at == SIZE_MAX)
        return parse_host(cx, s, &url->host);
    return parse_host(cx, str_skip(s, at + 1), &url->host) &&
           parse_user(cx, str_slice(s, 0, at), url);
}

/* Takes the scheme and its colon off `*rest`, if there is one. */
static bool parse_scheme(Ctx *cx, Str *rest, Str *scheme)
{
    Str s = *rest;

    *scheme = STR_NONE;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool is_mark = is_digit(c) || c == '+' || c == '-' || c == '.';
        if (c == ':' && i == 0)
            return fail_here(cx, ERR_CALL, "missing protocol scheme");
        if (c == ':') {
            *scheme = utf8_lower(cx->arena, str_slice(s, 0, i));
            *rest = str_skip(s, i + 1);
            return true;
        }
        if (!is_letter(c) && (!is_mark || i == 0))
            return true;
    }
    return true;
}

/* A relative path's first element must not look like a scheme. */
static bool has_colon_in_front(Str path)
{
    Str head, tail;

    cut(path, '/', &head, &tail);
    return str_find_byte(head, ':', 0) != SIZE_MAX;
}

/* Authority and path: what is left without scheme, query and fragment. */
static bool parse_hierarchy(Ctx *cx, Str rest, Url *url)
{
    bool has_authority =
        str_has_prefix(rest, STR("//")) &&
        (url->scheme.len != 0 || !str_has_prefix(rest, STR("///")));
    size_t slash;

    if (!str_has_prefix(rest, STR("/"))) {
        if (url->scheme.len != 0) {
            url->opaque = rest;
            return true;
        }
        if (has_colon_in_front(rest))
            return fail_here(cx, ERR_CALL,
                             "first path segment in URL cannot contain colon");
    }
    if (has_authority) {
        slash = str_find_byte(rest, '/', 2);
        slash = slash == SIZE_MAX ? rest.len : slash;
        if (!parse_authority(cx, str_slice(rest, 2, slash), url))
            return false;
        rest = str_skip(rest, slash);
    }
    return unescape(cx, rest, URL_PATH, &url->path);
}

static bool has_control_byte(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned byte = (unsigned char)s.ptr[i];
        if (byte < 0x20 || byte == 0x7F)
            return true;
    }
    return false;
}

/* All but the fragment. */
static bool parse_body(Ctx *cx, Str s, Url *url)
{
    Str rest = s;

    if (has_control_byte(s))
        return fail_here(cx, ERR_CALL,
                         "net/url: invalid control character in URL");
    if (str_eq_c(s, "*")) {
        url->path = s;
        return true;
    }
    if (!parse_scheme(cx, &rest, &url->scheme))
        return false;
    cut(rest, '?', &rest, &url->query);
    return parse_hierarchy(cx, rest, url);
}

/* Puts `doing` and the text at fault in front of the failure. */
static bool wrap_parse_error(Ctx *cx, const char *doing, Str s)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, doing);
    buf_add(&buf, STR(": parse "));
    val_add_quoted(&buf, s, false);
    return err_wrap(cx, (SourcePos){STR_NONE, 0, 0}, "%.*s",
                    STR_ARG(buf_str(&buf)));
}

/* url.Parse.  Fails in its words, with `doing` in front. */
static bool parse_url(Ctx *cx, const char *doing, Str s, Url *url)
{
    Str body, fragment;

    *url = (Url){0};
    cut(s, '#', &body, &fragment);
    if (!parse_body(cx, body, url))
        return wrap_parse_error(cx, doing, body);
    if (!unescape(cx, fragment, URL_FRAGMENT, &url->fragment))
        return wrap_parse_error(cx, doing, s);
    return true;
}

static void add_user(Buf *buf, const Url *url)
{
    add_escaped(buf, url->user_name, URL_USER);
    if (url->has_password) {
        buf_add_byte(buf, ':');
        add_escaped(buf, url->password, URL_USER);
    }
}

/* The host without its port and brackets. */
static Str host_name(Str host)
{
    size_t colon = str_rfind(host, STR(":"));

    if (colon != SIZE_MAX && is_port(str_skip(host, colon)))
        host = str_slice(host, 0, colon);
    if (str_has_prefix(host, STR("[")) && str_has_suffix(host, STR("]")))
        host = str_slice(host, 1, host.len - 1);
    return host;
}

/* urlParse TEXT */
static bool fn_url_parse(const FnCall *call, Val *out)
{
    Map *map = map_new(call->cx->arena, 8);
    Buf user;
    Url url;

    if (!parse_url(call->cx, "unable to parse url", val_str(call->args[0]),
                   &url))
        return false;
    buf_init(&user, call->cx->arena);
    add_user(&user, &url);
    map_set(map, STR("fragment"), val_from_str(url.fragment));
    map_set(map, STR("host"), val_from_str(url.host));
    map_set(map, STR("hostname"), val_from_str(host_name(url.host)));
    map_set(map, STR("opaque"), val_from_str(url.opaque));
    map_set(map, STR("path"), val_from_str(url.path));
    map_set(map, STR("query"), val_from_str(url.query));
    map_set(map, STR("scheme"), val_from_str(url.scheme));
    map_set(map, STR("userinfo"), val_from_str(buf_str(&user)));
    *out = val_from_map(map);
    return true;
}

/* The text of `key`, empty when the map has none. */
static bool read_part(const FnCall *call, const char *key, Str *out)
{
    Val v;

    *out = STR_NONE;
    if (!map_read(call->cx, val_map(call->args[0]), str_from_c(key), &v))
        return true;
    if (val_is_nil(v))
        return arg_fail_nil(call->cx);
    if (v.kind != VAL_STRING || v.go_type == GO_BYTES)
        return fail_here(call->cx, ERR_CALL,
                         "unable to parse %s key, must be of type string, but "
                         "%.*s found",
                         key, STR_ARG(val_kind_name(v)));
    *out = val_str(v);
    return true;
}

/* The user of `info`, by way of a URL around it. */
static bool read_user(const FnCall *call, Str info, Url *url)
{
    Url around;
    Buf text;

    if (info.len == 0)
        return true;
    buf_init(&text, call->cx->arena);
    buf_add(&text, STR("proto://"));
    buf_add(&text, info);
    buf_add(&text, STR("@host"));
    if (!parse_url(call->cx, "unable to parse userinfo in dict", buf_str(&text),
                   &around))
        return false;
    url->has_user = around.has_user;
    url->has_password = around.has_password;
    url->user_name = around.user_name;
    url->password = around.password;
    return true;
}

static void add_authority(Buf *buf, const Url *url)
{
    if (url->host.len != 0 || url->path.len != 0 || url->has_user)
        buf_add(buf, STR("//"));
    if (url->has_user) {
        add_user(buf, url);
        buf_add_byte(buf, '@');
    }
    add_escaped(buf, url->host, URL_HOST);
}

static void add_hierarchy(Buf *buf, const Url *url)
{
    bool has_slash = str_has_prefix(url->path, STR("/"));

    if (url->scheme.len != 0 || url->host.len != 0 || url->has_user)
        add_authority(buf, url);
    if (url->path.len != 0 && !has_slash && url->host.len != 0)
        buf_add_byte(buf, '/');
    if (buf->len == 0 && has_colon_in_front(url->path))
        buf_add(buf, STR("./"));
    if (str_eq_c(url->path, "*"))
        buf_add_byte(buf, '*');
    else
        add_escaped(buf, url->path, URL_PATH);
}

/* url.URL's String. */
static Str url_text(Arena *arena, const Url *url)
{
    Buf buf;

    buf_init(&buf, arena);
    if (url->scheme.len != 0) {
        buf_add(&buf, url->scheme);
        buf_add_byte(&buf, ':');
    }
    if (url->opaque.len != 0)
        buf_add(&buf, url->opaque);
    else
        add_hierarchy(&buf, url);
    if (url->query.len != 0) {
        buf_add_byte(&buf, '?');
        buf_add(&buf, url->query);
    }
    if (url->fragment.len != 0) {
        buf_add_byte(&buf, '#');
        add_escaped(&buf, url->fragment, URL_FRAGMENT);
    }
    return buf_str(&buf);
}

/* urlJoin MAP */
static bool fn_url_join(const FnCall *call, Val *out)
{
    Url url = {0};
    Str user;

    if (!read_part(call, "scheme", &url.scheme) ||
        !read_part(call, "host", &url.host) ||
        !read_part(call, "path", &url.path) ||
        !read_part(call, "query", &url.query) ||
        !read_part(call, "opaque", &url.opaque) ||
        !read_part(call, "fragment", &url.fragment) ||
        !read_part(call, "userinfo", &user) || !read_user(call, user, &url))
        return false;
    *out = val_from_str(url_text(call->cx->arena, &url));
    return true;
}

static const FnDef defs[] = {
    {"urlJoin",  "m", fn_url_join },
    {"urlParse", "s", fn_url_parse},
};
const FnFamily fn_url = {"url", defs, ARRAY_LEN(defs)};
