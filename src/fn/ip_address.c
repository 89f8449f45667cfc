/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The syntax of IP addresses, with the errors of Go's net/netip.  Nobody needs
 * the address itself, so none is made.
 */
#include "fn/ip_address.h"

#include "value/print.h"

#define GROUPS_MAX   8u /* of an IPv6 address */
#define GROUP_DIGITS 4u
#define NO_ELLIPSIS  SIZE_MAX

/* The address being read: all of it, for messages, and what is left. */
typedef struct AddressReader {
    Ctx *cx;
    Str all;
    Str rest;
    size_t n_groups;
    size_t ellipsis; /* groups before "::" */
} AddressReader;

static bool fail_address(Ctx *cx, Str all, const char *problem, Str at)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add(&buf, STR("ParseAddr("));
    val_add_quoted(&buf, all, false);
    buf_add(&buf, STR("): "));
    buf_add_c(&buf, problem);
    if (at.len != 0) {
        buf_add(&buf, STR(" (at "));
        val_add_quoted(&buf, at, false);
        buf_add_byte(&buf, ')');
    }
    return fail_str(cx, ERR_CALL, buf_str(&buf));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* One dot of an IPv4 address: digits stand on both sides of it. */
static bool is_dot_in_place(Str s, size_t i)
{
    return i != 0 && i != s.len - 1 && s.ptr[i - 1] != '.';
}

/* The four numbers of an IPv4 address, `s` being the end of `all`. */
static bool check_v4(Ctx *cx, Str all, Str s)
{
    unsigned value = 0;
    size_t n_digits = 0;
    size_t n_dots = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (is_digit(c)) {
            if (n_digits == 1 && value == 0)
                return fail_address(cx, all,
                                    "IPv4 field has octet with leading zero",
                                    STR_NONE);
            value = value * 10 + (unsigned)(c - '0');
            n_digits++;
            if (value > 255)
                return fail_address(cx, all, "IPv4 field has value >255",
                                    STR_NONE);
            continue;
        }
        if (c != '.')
            return fail_address(cx, all, "unexpected character",
                                str_skip(s, i));
        if (!is_dot_in_place(s, i))
            return fail_address(cx, all,
                                "IPv4 field must have at least one digit",
                                str_skip(s, i));
        if (n_dots == 3)
            return fail_address(cx, all, "IPv4 address too long", STR_NONE);
        n_dots++;
        value = 0;
        n_digits = 0;
    }
    if (n_dots < 3)
        return fail_address(cx, all, "IPv4 address too short", STR_NONE);
    return true;
}

static bool fail_reader(const AddressReader *reader, const char *problem)
{
    return fail_address(reader->cx, reader->all, problem, reader->rest);
}

/* The IPv4 form of the last two groups. */
static bool read_embedded_v4(AddressReader *reader)
{
    if (reader->ellipsis == NO_ELLIPSIS && reader->n_groups != GROUPS_MAX - 2)
        return fail_reader(reader, "embedded IPv4 address must replace the "
                                   "final 2 fields of the address");
    if (reader->n_groups + 2 > GROUPS_MAX)
        return fail_reader(reader, "too many hex fields to fit an embedded "
                                   "IPv4 at the end of the address");
    if (!check_v4(reader->cx, reader->all, reader->rest))
        return false;
    reader->rest = STR_NONE;
    reader->n_groups += 2;
    return true;
}

/* The colons behind a group. */
static bool read_colons(AddressReader *reader)
{
    if (reader->rest.ptr[0] != ':')
        return fail_reader(reader, "unexpected character, want colon");
    if (reader->rest.len == 1)
        return fail_reader(reader, "colon must be followed by more characters");
    reader->rest = str_skip(reader->rest, 1);
    if (reader->rest.ptr[0] != ':')
        return true;
    if (reader->ellipsis != NO_ELLIPSIS)
        return fail_reader(reader, "multiple :: in address");
    reader->ellipsis = reader->n_groups;
    reader->rest = str_skip(reader->rest, 1);
    return true;
}

/* One group of hexadecimal digits and the colons behind it. */
static bool read_group(AddressReader *reader)
{
    Str s = reader->rest;
    size_t n = 0;

    while (n < s.len && is_hex_digit(s.ptr[n]))
        n++;
    if (n > GROUP_DIGITS)
        return fail_reader(reader, "each group must have 4 or less digits");
    if (n == 0)
        return fail_reader(reader, "each colon-separated field must have at "
                                   "least one digit");
    if (n < s.len && s.ptr[n] == '.')
        return read_embedded_v4(reader);
    reader->n_groups++;
    reader->rest = str_skip(s, n);
    return reader->rest.len == 0 || read_colons(reader);
}

static bool check_groups(AddressReader *reader)
{
    do {
        if (!read_group(reader))
            return false;
    } while (reader->rest.len != 0 && reader->n_groups < GROUPS_MAX);
    if (reader->rest.len != 0)
        return fail_reader(reader, "trailing garbage after address");
    if (reader->n_groups < GROUPS_MAX && reader->ellipsis == NO_ELLIPSIS)
        return fail_reader(reader, "address string too short");
    if (reader->n_groups == GROUPS_MAX && reader->ellipsis != NO_ELLIPSIS)
        return fail_reader(reader, "the :: must expand to at least one field "
                                   "of zeros");
    return true;
}

static bool check_v6(Ctx *cx, Str all)
{
    AddressReader reader = {cx, all, all, 0, NO_ELLIPSIS};
    size_t zone = str_find_byte(all, '%', 0);

    if (zone != SIZE_MAX) {
        if (zone + 1 == all.len)
            return fail_address(cx, all, "zone must be a non-empty string",
                                STR_NONE);
        reader.rest = str_slice(all, 0, zone);
    }
    if (str_has_prefix(reader.rest, STR("::"))) {
        reader.ellipsis = 0;
        reader.rest = str_skip(reader.rest, 2);
        if (reader.rest.len == 0)
            return true;
    }
    return check_groups(&reader);
}

bool fn_check_ip_address(Ctx *cx, Str text, bool *is_v4)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        *is_v4 = c == '.';
        if (c == '.')
            return check_v4(cx, text, text);
        if (c == ':')
            return check_v6(cx, text);
        if (c == '%')
            return fail_address(cx, text, "missing IPv6 address", STR_NONE);
    }
    return fail_address(cx, text, "unable to parse IP", STR_NONE);
}
