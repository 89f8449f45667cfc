/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The formats that drafts before 2019-09 assert.  Each check says in the
 * validator's words what is wrong, or nothing.
 */
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "value/print.h"
#include "values/input.h"
#include "values/schema_check.h"

typedef struct FormatText {
    SchemaFrame *frame;
    Arena *arena;
    Str text;
} FormatText;

/* The problem, empty when there is none.  Constant or in the arena. */
typedef Str FormatCheck(const FormatText *format);

static const Str no_problem = {"", 0};

static FormatText with_text(const FormatText *format, Str text)
{
    return (FormatText){format->frame, format->arena, text};
}

/* "PREFIX: PROBLEM", or nothing. */
static Str with_prefix(const FormatText *format, const char *prefix,
                       Str problem)
{
    if (problem.len == 0)
        return problem;
    return arena_fmt(format->arena, "%s: %.*s", prefix, STR_ARG(problem));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Cuts the text up to `byte` off the front of `*rest`; false at the end. */
static bool next_part(Str *rest, char byte, Str *part)
{
    size_t at;

    if (rest->ptr == NULL)
        return false;
    at = str_find_byte(*rest, byte, 0);
    *part = at == SIZE_MAX ? *rest : str_slice(*rest, 0, at);
    *rest = at == SIZE_MAX ? STR_NONE : str_skip(*rest, at + 1);
    return true;
}

static Str or_empty(Str s)
{
    return s.ptr == NULL ? STR("") : s;
}

/* "WHAT 'c'" for the rune at `at`. */
static Str bad_character(const FormatText *format, const char *what, Str s,
                         size_t at)
{
    size_t size;
    Buf buf;
    Str quoted;

    utf8_decode(s, at, &size);
    buf_init(&buf, format->arena);
    val_add_quoted(&buf, str_slice(s, at, at + size), false);
    quoted = str_slice(buf_str(&buf), 1, buf.len - 1);
    return arena_fmt(format->arena, "%s '%.*s'", what, STR_ARG(quoted));
}

static Str check_regex(const FormatText *format)
{
    Ctx *cx = format->frame->checker->cx;
    bool matched;

    if (format->frame->checker->options->match(cx, format->text, STR(""),
                                               &matched))
        return no_problem;
    return err_take(cx);
}

static Str check_uuid(const FormatText *format)
{
    static const size_t lengths[] = {8, 4, 4, 4, 12};
    Str rest = or_empty(format->text);
    Str part;
    size_t n = 0;

    if (str_count(rest, STR("-")) + 1 != ARRAY_LEN(lengths))
        return STR("must have 5 elements");
    while (next_part(&rest, '-', &part)) {
        if (part.len != lengths[n])
            return arena_fmt(format->arena,
                             "element %zu must be %zu characters long", n + 1,
                             lengths[n]);
        for (size_t i = 0; i < part.len; i++) {
            if (!is_hex(part.ptr[i]))
                return bad_character(format, "non-hex character", part, i);
        }
        n++;
    }
    return no_problem;
}

static Str check_ipv4(const FormatText *format)
{
    Str rest = or_empty(format->text);
    Str part;
    int64_t n;

    if (str_count(rest, STR(".")) != 3)
        return STR("expected four decimals");
    while (next_part(&rest, '.', &part)) {
        if (part.len > 1 && *part.ptr == '0')
            return STR("leading zeros");
        if (num_parse_int(part, 10, &n) == NUM_SYNTAX) {
            Buf buf;

            buf_init(&buf, format->arena);
            buf_add_c(&buf, "strconv.Atoi: parsing ");
            val_add_quoted(&buf, part, false);
            buf_add_c(&buf, ": invalid syntax");
            return buf_str(&buf);
        }
        if (n < 0 || n > 255)
            return STR("decimal must be between 0 and 255");
    }
    return no_problem;
}

/* Groups of up to four hex digits; `*n` counts them, a dotted end as two. */
static bool read_groups(const FormatText *format, Str groups, size_t *n)
{
    Str part;

    *n = 0;
    if (groups.len == 0)
        return true;
    while (next_part(&groups, ':', &part)) {
        bool is_last = groups.ptr == NULL;
        FormatText dotted = with_text(format, part);

        if (is_last && str_contains(part, STR("."))) {
            *n += 2;
            return check_ipv4(&dotted).len == 0;
        }
        if (part.len == 0 || part.len > 4)
            return false;
        for (size_t i = 0; i < part.len; i++) {
            if (!is_hex(part.ptr[i]))
                return false;
        }
        ++*n;
    }
    return true;
}

static bool is_ipv6(const FormatText *format, Str s)
{
    size_t gap = str_find(s, STR("::"), 0);
    size_t left;
    size_t right;

    if (gap == SIZE_MAX)
        return read_groups(format, s, &left) && left == 8;
    return !str_contains(str_slice(s, 0, gap), STR(".")) &&
           read_groups(format, str_slice(s, 0, gap), &left) &&
           read_groups(format, str_skip(s, gap + 2), &right) &&
           left + right < 8;
}

static Str check_ipv6(const FormatText *format)
{
    Buf buf;

    if (!str_contains(format->text, STR(":")))
        return STR("missing colon");
    if (is_ipv6(format, format->text))
        return no_problem;
    if (str_contains(format->text, STR("%")))
        return STR("zone id is not a part of ipv6 address");
    buf_init(&buf, format->arena);
    buf_add_c(&buf, "ParseAddr(");
    val_add_quoted(&buf, format->text, false);
    buf_add_c(&buf, "): unable to parse IP");
    return buf_str(&buf);
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

        if (!is_letter(c) && !is_digit(c) && c != '-')
            return bad_character(format, "invalid character", label, i);
    }
    return no_problem;
}

static Str check_hostname(const FormatText *format)
{
    Str rest = or_empty(str_drop_suffix(format->text, STR(".")));
    Str label;

    if (rest.len > 253)
        return STR("more than 253 characters long");
    while (next_part(&rest, '.', &label)) {
        Str problem = check_label(format, label);

        if (problem.len != 0)
            return problem;
    }
    return no_problem;
}

static Str check_local_part(const FormatText *format, Str local)
{
    if (local.len > 1 && *local.ptr == '"') {
        Str inner = str_slice(local, 1, local.len - 1);

        if (str_contains(inner, STR("\\")) || str_contains(inner, STR("\"")))
            return STR("backslash and quote are not allowed within quoted "
                       "local part");
        return no_problem;
    }
    if (str_has_prefix(local, STR(".")))
        return STR("starts with dot");
    if (str_has_suffix(local, STR(".")))
        return STR("ends with dot");
    if (str_contains(local, STR("..")))
        return STR("consecutive dots");
    for (size_t i = 0; i < local.len; i++) {
        char c = local.ptr[i];

        if (!is_letter(c) && !is_digit(c) &&
            (c == '\0' || strchr(".!#$%&'*+-/=?^_`{|}~", c) == NULL))
            return bad_character(format, "invalid character", local, i);
    }
    return no_problem;
}

static Str check_email_domain(const FormatText *format, Str domain)
{
    FormatText inner = with_text(format, domain);

    if (!str_has_prefix(domain, STR("[")) ||
        !str_has_suffix(domain, STR("]")) || domain.len < 2)
        return with_prefix(format, "invalid domain", check_hostname(&inner));
    inner.text = str_slice(domain, 1, domain.len - 1);
    if (!str_has_prefix(inner.text, STR("IPv6:")))
        return with_prefix(format, "invalid ipv4 address", check_ipv4(&inner));
    inner.text = str_skip(inner.text, 5);
    return with_prefix(format, "invalid ipv6 address", check_ipv6(&inner));
}

static Str check_email(const FormatText *format)
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

/* Two digits. */
static int two_digits(Str s, size_t at)
{
    if (!is_digit(s.ptr[at]) || !is_digit(s.ptr[at + 1]))
        return -1;
    return (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* What time.Parse says when `rest` is not what `element` of the layout wants.
 */
static Str date_problem(const FormatText *format, Str rest, const char *element)
{
    Buf buf;

    buf_init(&buf, format->arena);
    buf_add_c(&buf, "parsing time ");
    val_add_quoted(&buf, format->text, false);
    if (element == NULL) {
        buf_add_c(&buf, ": ");
        buf_add(&buf, rest);
        return buf_str(&buf);
    }
    buf_add_c(&buf, " as \"2006-01-02\": cannot parse ");
    val_add_quoted(&buf, rest, false);
    buf_add_fmt(&buf, " as \"%s\"", element);
    return buf_str(&buf);
}

static Str check_date(const FormatText *format)
{
    static const struct {
        const char *element;
        size_t at;
        size_t len;
    } elements[] = {
        {"2006", 0, 4},
        {"-",    4, 1},
        {"01",   5, 2},
        {"-",    7, 1},
        {"02",   8, 2}
    };
    Str s = format->text;
    int month;
    int day;

    for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
        bool is_dash = elements[i].len == 1;
        bool ok = elements[i].at + elements[i].len <= s.len;

        for (size_t j = 0; ok && j < elements[i].len; j++) {
            char c = s.ptr[elements[i].at + j];

            ok = is_dash ? c == '-' : is_digit(c);
        }
        if (!ok)
            return date_problem(format, str_skip(s, elements[i].at),
                                elements[i].element);
    }
    month = two_digits(s, 5);
    day = two_digits(s, 8);
    if (month < 1 || month > 12)
        return date_problem(format, STR("month out of range"), NULL);
    if (s.len > 10) {
        Buf buf;

        buf_init(&buf, format->arena);
        buf_add_c(&buf, "extra text: ");
        val_add_quoted(&buf, str_skip(s, 10), false);
        return date_problem(format, buf_str(&buf), NULL);
    }
    if (day < 1 ||
        day > days_of_month(two_digits(s, 0) * 100 + two_digits(s, 2), month))
        return date_problem(format, STR("day out of range"), NULL);
    return no_problem;
}

/* The offset behind a time, as minutes to add for UTC. */
static Str check_offset(Str s, int *minutes)
{
    int hour;
    int minute;

    *minutes = 0;
    if (str_eq(s, STR("z")) || str_eq(s, STR("Z")))
        return no_problem;
    if (s.len != 6)
        return STR("offset must be 6 characters long");
    if (*s.ptr != '+' && *s.ptr != '-')
        return STR("offset must begin with plus/minus");
    if (s.ptr[3] != ':')
        return STR("missing colon in offset in correct place");
    hour = two_digits(s, 1);
    minute = two_digits(s, 4);
    if (hour < 0 || minute < 0)
        return STR("invalid hour/min in offset");
    if (hour > 23 || minute > 59)
        return STR("hour/min in offset out of range");
    *minutes = (*s.ptr == '+' ? -1 : 1) * (hour * 60 + minute);
    return no_problem;
}

static Str check_time(const FormatText *format)
{
    Str s = format->text;
    int hour;
    int minute;
    int second;
    int offset;
    size_t end = 8;
    Str problem;

    if (s.len < 9)
        return STR("less than 9 characters long");
    if (s.ptr[2] != ':' || s.ptr[5] != ':')
        return STR("missing colon in correct place");
    hour = two_digits(s, 0);
    minute = two_digits(s, 3);
    second = two_digits(s, 6);
    if (hour < 0 || minute < 0 || second < 0)
        return STR("invalid hour/min/sec");
    if (hour > 23 || minute > 59 || second > 60)
        return STR("hour/min/sec out of range");
    if (s.ptr[end] == '.') {
        end++;
        while (end < s.len && is_digit(s.ptr[end]))
            end++;
        if (end == 9)
            return STR("no digits in second fraction");
    }
    problem = check_offset(str_skip(s, end), &offset);
    if (problem.len != 0)
        return problem;
    offset = (hour * 60 + minute + offset + 24 * 60) % (24 * 60);
    if (second == 60 && offset != 24 * 60 - 1)
        return STR("invalid leap second");
    return no_problem;
}

static Str check_date_time(const FormatText *format)
{
    FormatText part = with_text(format, format->text);
    Str problem;

    if (format->text.len < 20)
        return STR("less than 20 characters long");
    if (format->text.ptr[10] != 'T' && format->text.ptr[10] != 't')
        return STR("11th character must be t or T");
    part.text = str_slice(format->text, 0, 10);
    problem = check_date(&part);
    if (problem.len != 0)
        return with_prefix(format, "invalid date element", problem);
    part.text = str_skip(format->text, 11);
    return with_prefix(format, "invalid time element", check_time(&part));
}

static Str check_url(const FormatText *format, bool *is_absolute)
{
    Ctx *cx = format->frame->checker->cx;

    if (!values_check_url(cx, format->text, is_absolute))
        return err_take(cx);
    return no_problem;
}

static Str check_uri(const FormatText *format)
{
    bool is_absolute;
    Str problem = check_url(format, &is_absolute);

    if (problem.len != 0)
        return problem;
    return is_absolute ? no_problem : STR("relative url");
}

static Str check_uri_reference(const FormatText *format)
{
    bool is_absolute;

    if (str_contains(format->text, STR("\\")))
        return STR("contains \\");
    return check_url(format, &is_absolute);
}

static Str check_json_pointer(const FormatText *format)
{
    Str s = format->text;

    if (s.len != 0 && *s.ptr != '/')
        return STR("not starting with /");
    for (size_t at = str_find_byte(s, '~', 0); at != SIZE_MAX;
         at = str_find_byte(s, '~', at + 1)) {
        if (at + 1 == s.len || (s.ptr[at + 1] != '0' && s.ptr[at + 1] != '1'))
            return STR("~ must be followed by 0 or 1");
    }
    return no_problem;
}

typedef struct FormatRow {
    const char *name;
    FormatCheck *check;
} FormatRow;

static const FormatRow formats[] = {
    {"regex",         check_regex        },
    {"json-pointer",  check_json_pointer },
    {"uuid",          check_uuid         },
    {"ipv4",          check_ipv4         },
    {"ipv6",          check_ipv6         },
    {"hostname",      check_hostname     },
    {"email",         check_email        },
    {"date",          check_date         },
    {"time",          check_time         },
    {"date-time",     check_date_time    },
    {"uri",           check_uri          },
    {"iri",           check_uri          },
    {"uri-reference", check_uri_reference},
    {"iri-reference", check_uri_reference},
};

bool schema_format_check(SchemaFrame *frame, Str name, Str text, Str *problem)
{
    const FormatText format = {frame, frame->checker->cx->arena, text};

    *problem = no_problem;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (str_eq_c(name, formats[i].name))
            *problem = formats[i].check(&format);
    }
    return frame->checker->cx->err == NULL;
}
