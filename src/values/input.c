/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reading what a flag names.  Of URL syntax only that is here which makes Go's
 * net/url refuse a path, or find a scheme in it.
 */
#include "values/input.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "chart/disk.h"
#include "value/print.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

static bool fail_url(Ctx *cx, Str path, Str reason)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "parse ");
    val_add_quoted(&buf, path, false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, reason);
    return fail_str(cx, ERR_FLAG, buf_str(&buf));
}

/* The length of the scheme before ':'; 0 when there is none. */
static size_t scheme_len(Str path)
{
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        bool is_later =
            (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';

        if (c == ':')
            return i;
        if (!is_letter(c) && !(is_later && i > 0))
            return 0;
    }
    return 0;
}

static bool check_escapes(Ctx *cx, Str path, Str part)
{
    for (size_t at = str_find_byte(part, '%', 0); at != SIZE_MAX;
         at = str_find_byte(part, '%', at + 1)) {
        size_t end = at + 3 < part.len ? at + 3 : part.len;
        Buf buf;

        if (at + 2 < part.len && is_hex(part.ptr[at + 1]) &&
            is_hex(part.ptr[at + 2]))
            continue;
        buf_init(&buf, cx->arena);
        buf_add_c(&buf, "invalid URL escape ");
        val_add_quoted(&buf, str_slice(part, at, end), false);
        return fail_url(cx, path, buf_str(&buf));
    }
    return true;
}

static bool has_control(Str path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];

        if (c < ' ' || c == 0x7f)
            return true;
    }
    return false;
}

/* `s` up to the first `byte`. */
static Str before(Str s, char byte)
{
    size_t at = str_find_byte(s, byte, 0);

    return at == SIZE_MAX ? s : str_slice(s, 0, at);
}

static bool check_url(Ctx *cx, Str path, size_t scheme)
{
    Str rest = before(path, '#');

    if (has_control(rest))
        return fail_url(cx, rest,
                        STR("net/url: invalid control character in URL"));
    if (rest.len != 0 && *rest.ptr == ':')
        return fail_url(cx, rest, STR("missing protocol scheme"));
    if (scheme != 0)
        rest = str_skip(rest, scheme + 1);
    rest = before(rest, '?');
    if (rest.len == 0 || *rest.ptr != '/') {
        if (scheme != 0)
            return true;
        if (str_contains(before(rest, '/'), STR(":")))
            return fail_url(cx, before(path, '#'),
                            STR("first path segment in URL cannot contain "
                                "colon"));
    }
    return check_escapes(cx, before(path, '#'), rest) &&
           check_escapes(cx, path, str_skip(path, before(path, '#').len));
}

static bool is_remote(Str scheme)
{
    return str_eq_fold_ascii(scheme, STR("http")) ||
           str_eq_fold_ascii(scheme, STR("https")) ||
           str_eq_fold_ascii(scheme, STR("oci"));
}

bool values_read_input(Ctx *cx, Str path, Str *out)
{
    size_t scheme = scheme_len(path);

    if (str_eq(utf8_trim_space(path), STR("-")))
        return chart_disk_read_stdin(cx, LIMIT_INPUT, out);
    if (!check_url(cx, path, scheme))
        return false;
    if (is_remote(str_slice(path, 0, scheme)))
        return fail_here(cx, ERR_IO,
                         "cannot read %.*s: values are read from files and "
                         "standard input only",
                         STR_ARG(path));
    return chart_disk_read(cx, path, LIMIT_INPUT, out);
}
