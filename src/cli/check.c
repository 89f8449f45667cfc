/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The syntax of Go's bools, numbers and durations.
 */
#include "cli/check.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DIGITS "0123456789"

/* Adds the escape of one byte, or the byte, to `out`. */
static size_t quote_byte(unsigned char c, char *out, size_t size)
{
    static const char plain[] = "\a\b\f\n\r\t\v\"\\";
    static const char letters[] = "abfnrtv\"\\";
    const char *found = c == '\0' ? NULL : strchr(plain, c);
    int len;

    if (found != NULL)
        len = snprintf(out, size, "\\%c", letters[found - plain]);
    else if (c < ' ' || c == 0x7f)
        len = snprintf(out, size, "\\x%02x", c);
    else
        len = snprintf(out, size, "%c", c);
    return (size_t)len;
}

void cli_quote(const char *text, char *out, size_t size)
{
    size_t len = 1;

    out[0] = '"';
    for (; *text != '\0' && len + 6 < size; text++)
        len += quote_byte((unsigned char)*text, out + len, size - len);
    out[len] = '"';
    out[len + 1] = '\0';
}

static bool fail_number(CliMistake *error, const char *function,
                        const char *text, const char *what)
{
    char quoted[400];

    cli_quote(text, quoted, sizeof(quoted));
    snprintf(error->text, sizeof(error->text), "strconv.%s: parsing %s: %s",
             function, quoted, what);
    return false;
}

bool cli_check_bool(const char *text, bool *out, CliMistake *error)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
    static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *out = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    return fail_number(error, "ParseBool", text, "invalid syntax");
}

/* The base that the text's prefix asks for, and the digits behind it. */
static unsigned read_base(const char **at)
{
    static const char letters[] = "xXoObB";
    static const unsigned bases[] = {16, 8, 2};
    const char *found;

    if ((*at)[0] != '0' || (*at)[1] == '\0')
        return 10;
    found = strchr(letters, (*at)[1]);
    *at += found == NULL ? 1 : 2;
    return found == NULL ? 8 : bases[(found - letters) / 2];
}

static unsigned digit_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    char lower = c >= 'A' && c <= 'F' ? (char)(c + 32) : c;
    const char *found = lower == '\0' ? NULL : strchr(digits, lower);

    return found == NULL ? 16 : (unsigned)(found - digits);
}

static bool is_hex_prefix(const char *at)
{
    return at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
}

/* Go takes underscores between digits and behind a base's prefix. */
static bool are_underscores_ok(const char *text)
{
    const char *at = text + (text[0] == '-' || text[0] == '+');
    unsigned digits = is_hex_prefix(at) ? 16 : 10;
    bool is_after_digit =
        at[0] == '0' && at[1] != '\0' && strchr("xXoObB", at[1]) != NULL;
    bool is_after_underscore = false;

    for (at += is_after_digit ? 2 : 0; *at != '\0'; at++) {
        bool is_digit = digit_value(*at) < digits;

        if (*at == '_' ? !is_after_digit : is_after_underscore && !is_digit)
            return false;
        is_after_digit = is_digit;
        is_after_underscore = *at == '_';
    }
    return !is_after_underscore;
}

bool cli_check_int(const char *text, CliMistake *error)
{
    const char *at = text + (text[0] == '-' || text[0] == '+');
    uint64_t most = (uint64_t)INT64_MAX + (text[0] == '-');
    uint64_t number = 0;
    bool too_large = false;
    unsigned base = read_base(&at);

    if (*at == '\0' || !are_underscores_ok(text))
        return fail_number(error, "ParseInt", text, "invalid syntax");
    for (; *at != '\0'; at++) {
        unsigned digit = digit_value(*at);

        if (*at == '_')
            continue;
        if (digit >= base)
            return fail_number(error, "ParseInt", text, "invalid syntax");
        too_large = too_large || number > (most - digit) / base;
        number = number * base + digit;
    }
    return !too_large ||
           fail_number(error, "ParseInt", text, "value out of range");
}

static bool is_word_of_float(const char *at, bool has_sign)
{
    return strcasecmp(at, "inf") == 0 || strcasecmp(at, "infinity") == 0 ||
           (!has_sign && strcasecmp(at, "nan") == 0);
}

/* Passes digits and underscores: whether there was a digit. */
static bool pass_digits(const char **at, const char *digits)
{
    const char *start = *at;

    *at += strspn(*at, digits);
    return strspn(start, "_") < (size_t)(*at - start);
}

bool cli_check_float(const char *text, CliMistake *error)
{
    const char *at = text + (text[0] == '-' || text[0] == '+');
    bool is_hex = is_hex_prefix(at);
    const char *digits = is_hex ? DIGITS "abcdefABCDEF_" : DIGITS "_";
    bool ok;

    if (is_word_of_float(at, at != text))
        return true;
    at += is_hex ? 2 : 0;
    ok = pass_digits(&at, digits);
    if (*at == '.') {
        at++;
        ok = pass_digits(&at, digits) || ok;
    }
    if (ok && *at != '\0' && strchr(is_hex ? "pP" : "eE", *at) != NULL) {
        at += 1 + (at[1] == '-' || at[1] == '+');
        ok = pass_digits(&at, DIGITS "_");
        is_hex = false;
    }
    /* Hexadecimal digits want an exponent. */
    return (ok && !is_hex && *at == '\0' && are_underscores_ok(text)) ||
           fail_number(error, "ParseFloat", text, "invalid syntax");
}

/* Nanoseconds of a unit, 0 for one that is none. */
static double unit_size(const char *unit, size_t len)
{
    static const struct {
        const char *name;
        double size;
    } units[] = {
        {"ns",        1     },
        {"us",        1e3   },
        {"\xc2\xb5s", 1e3   },
        {"\xce\xbcs", 1e3   },
        {"ms",        1e6   },
        {"s",         1e9   },
        {"m",         60e9  },
        {"h",         3600e9},
    };

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strlen(units[i].name) == len &&
            memcmp(units[i].name, unit, len) == 0)
            return units[i].size;
    }
    return 0;
}

/* Go's package time quotes in its own way: what is no printable ASCII byte by
 * byte. */
static void quote_in_time(const char *text, char *out, size_t size)
{
    size_t len = 1;

    out[0] = '"';
    for (; *text != '\0' && len + 6 < size; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < ' ' || c >= 0x80) {
            len += (size_t)snprintf(out + len, size - len, "\\x%02x", c);
            continue;
        }
        if (c == '"' || c == '\\')
            out[len++] = '\\';
        out[len++] = (char)c;
    }
    out[len] = '"';
    out[len + 1] = '\0';
}

static bool fail_duration(CliMistake *error, const char *text, const char *what)
{
    char quoted[400];

    quote_in_time(text, quoted, sizeof(quoted));
    snprintf(error->text, sizeof(error->text), "time: %s duration %s", what,
             quoted);
    return false;
}

static bool fail_unit(CliMistake *error, const char *text, const char *unit,
                      size_t len)
{
    char name[32];
    char quoted[64];
    char what[128];

    if (len == 0)
        return fail_duration(error, text, "missing unit in");
    snprintf(name, sizeof(name), "%.*s", (int)len, unit);
    quote_in_time(name, quoted, sizeof(quoted));
    snprintf(what, sizeof(what), "unknown unit %s in", quoted);
    return fail_duration(error, text, what);
}

/* A decimal number; false when there is no digit. */
static bool read_decimal(const char **at, double *out)
{
    const char *start = *at;
    double scale = 1;
    bool has_dot = false;

    *out = 0;
    for (; (**at >= '0' && **at <= '9') || (**at == '.' && !has_dot); (*at)++) {
        if (**at == '.') {
            has_dot = true;
            continue;
        }
        scale = has_dot ? scale / 10 : scale;
        *out = has_dot ? *out + (**at - '0') * scale : *out * 10 + (**at - '0');
    }
    return *at - start > (has_dot ? 1 : 0);
}

bool cli_check_duration(const char *text, CliMistake *error)
{
    const char *at = text + (text[0] == '-' || text[0] == '+');
    double total = 0;

    if (strcmp(at, "0") == 0)
        return true;
    if (*at == '\0')
        return fail_duration(error, text, "invalid");
    while (*at != '\0') {
        double number;
        size_t len;

        if (!read_decimal(&at, &number))
            return fail_duration(error, text, "invalid");
        len = strcspn(at, "." DIGITS);
        if (unit_size(at, len) <= 0)
            return fail_unit(error, text, at, len);
        total += number * unit_size(at, len);
        at += len;
    }
    return total < 9223372036854775808.0 ||
           fail_duration(error, text, "invalid");
}
