/* SPDX-License-Identifier: MPL-2.0 */
/* Formats of addresses: IP, host names, mail, URLs. */
#include "base/buf.h"
#include "base/num.h"
#include "value/print.h"
#include "values/schema_format.h"

static Str atoi_problem(const FormatText *format, Str text, const char *reason)
{
    Buf buf;

    buf_init(&buf, format->arena);
    buf_add_c(&buf, "strconv.Atoi: parsing ");
    val_add_quoted(&buf, text, false);
    buf_add_fmt(&buf, ": %s", reason);
    return buf_str(&buf);
}

Str schema_check_ipv4(const FormatText *format)
{
    Str rest = schema_format_or_empty(format->text);
    Str part;
    int64_t n;

    if (str_count(rest, STR(".")) != 3)
        return STR("expected four decimals");
    while (schema_format_next_part(&rest, '.', &part)) {
        if (part.len > 1 && *part.ptr == '0')
            return STR("leading zeros");
        switch (num_parse_int(part, 10, &n)) {
        case NUM_SYNTAX: return atoi_problem(format, part, "invalid syntax");
        case NUM_RANGE: return atoi_problem(format, part, "value out of range");
        case NUM_OK: break;
        }
        if (n < 0 || n > 255)
            return STR("decimal must be between 0 and 255");
    }
    return FORMAT_OK;
}

Str schema_check_ipv6(const FormatText *format)
{
    Ctx *cx = format->set->cx;
    bool is_v4;

    if (!str_contains(format->text, STR(":")))
        return STR("missing colon");
    if (!format->set->options->check_address(cx, format->text, &is_v4))
        return err_take(cx);
    if (str_contains(format->text, STR("%")))
        return STR("zone id is not a part of ipv6 address");
    return FORMAT_OK;
}

static Str check_label(const FormatText *format, Str label)
{
    if (label.len < 1 || label.len > 63)
        return STR("label must be 1 to 63 characters long");
    if (*label.ptr == '-')
        return STR("label starts with hyphen");
    if (label.ptr[label.len - 1] == '-')
        return STR("label ends with hyphen");
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];

        if (!schema_format_is_letter(c) && !schema_format_is_digit(c) &&
            c != '-')
            return schema_format_bad_character(format, "invalid character",
                                               label, i);
    }
    return FORMAT_OK;
}

Str schema_check_hostname(const FormatText *format)
{
    Str rest = schema_format_or_empty(str_drop_suffix(format->text, STR(".")));
    Str label;

    if (rest.len > 253)
        return STR("more than 253 characters long");
    while (schema_format_next_part(&rest, '.', &label)) {
        Str problem = check_label(format, label);

        if (problem.len != 0)
            return problem;
    }
    return FORMAT_OK;
}

static Str check_local_part(const FormatText *format, Str local)
{
    if (local.len > 1 && *local.ptr == '"') {
        Str inner = str_slice(local, 1, local.len - 1);

        if (str_contains(inner, STR("\\")) || str_contains(inner, STR("\"")))
            return STR("backslash and quote are not allowed within quoted "
                       "local part");
        return FORMAT_OK;
    }
    if (str_has_prefix(local, STR(".")))
        return STR("starts with dot");
    if (str_has_suffix(local, STR(".")))
        return STR("ends with dot");
    if (str_contains(local, STR("..")))
        return STR("consecutive dots");
    for (size_t i = 0; i < local.len; i++) {
        char c = local.ptr[i];

        if (!schema_format_is_letter(c) && !schema_format_is_digit(c) &&
            (c == '\0' || strchr(".!#$%&'*+-/=?^_`{|}~", c) == NULL))
            return schema_format_bad_character(format, "invalid character",
                                               local, i);
    }
    return FORMAT_OK;
}

static Str check_email_domain(const FormatText *format, Str domain)
{
    FormatText inner = schema_format_with_text(format, domain);

    if (!str_has_prefix(domain, STR("[")) ||
        !str_has_suffix(domain, STR("]")) || domain.len < 2)
        return schema_format_with_prefix(format, "invalid domain",
                                         schema_check_hostname(&inner));
    inner.text = str_slice(domain, 1, domain.len - 1);
    if (!str_has_prefix(inner.text, STR("IPv6:")))
        return schema_format_with_prefix(format, "invalid ipv4 address",
                                         schema_check_ipv4(&inner));
    inner.text = str_skip(inner.text, 5);
    return schema_format_with_prefix(format, "invalid ipv6 address",
                                     schema_check_ipv6(&inner));
}

Str schema_check_email(const FormatText *format)
{
    size_t at = str_rfind(format->text, STR("@"));
    Str problem;

    if (format->text.len > 254)
        return STR("more than 255 characters long");
    if (at == SIZE_MAX)
        return STR("missing @");
    if (at > 64)
        return STR("local part more than 64 characters long");
    problem = check_local_part(format, str_slice(format->text, 0, at));
    if (problem.len != 0)
        return problem;
    return check_email_domain(format, str_skip(format->text, at + 1));
}

/* Go looks at what is between the brackets of a host, and no closer. */
static Str check_url(const FormatText *format, SchemaUrl *url)
{
    Ctx *cx = format->set->cx;
    FormatText name = *format;

    if (!schema_url_parse(cx, format->text, format->set->options->check_address,
                          url))
        return err_take(cx);
    name.text = schema_url_host_name(format->arena, url);
    if (!str_contains(name.text, STR(":")))
        return FORMAT_OK;
    if (!str_contains(url->host, STR("[")) ||
        !str_contains(url->host, STR("]")))
        return STR("ipv6 address not enclosed in brackets");
    return schema_format_with_prefix(format, "invalid ipv6 address",
                                     schema_check_ipv6(&name));
}

Str schema_check_uri(const FormatText *format)
{
    SchemaUrl url;
    Str problem = check_url(format, &url);

    if (problem.len != 0)
        return problem;
    return url.scheme.len != 0 ? FORMAT_OK : STR("relative url");
}

Str schema_check_uri_reference(const FormatText *format)
{
    SchemaUrl url;

    if (str_contains(format->text, STR("\\")))
        return STR("contains \\");
    return check_url(format, &url);
}

/* Braces within one element of the path. */
static Str check_braces(Str element)
{
    bool is_open = false;

    for (size_t i = 0; i < element.len; i++) {
        if (element.ptr[i] != '{' && element.ptr[i] != '}')
            continue;
        if (is_open == (element.ptr[i] == '{'))
            return STR("nested curly braces");
        is_open = !is_open;
    }
    return is_open ? STR("no matching closing brace") : FORMAT_OK;
}

Str schema_check_uri_template(const FormatText *format)
{
    SchemaUrl url;
    Str problem = check_url(format, &url);
    Str rest;
    Str element;

    if (problem.len != 0)
        return problem;
    rest = schema_url_raw_path(format->arena, &url);
    while (problem.len == 0 && schema_format_next_part(&rest, '/', &element))
        problem = check_braces(schema_url_unescape(format->arena, element));
    return problem;
}
