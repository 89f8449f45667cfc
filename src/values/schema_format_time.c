/* SPDX-License-Identifier: MPL-2.0 */
/* Formats of times: RFC 3339 and the durations of its appendix. */
#include "base/buf.h"
#include "value/print.h"
#include "values/schema_format.h"

/* Quoted as Go's time package does it: what is not ASCII byte by byte. */
static void add_quoted(Buf *buf, Str s)
{
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c < ' ' || c >= 0x80)
            buf_add_fmt(buf, "\\x%02x", c);
        else if (c == '"' || c == '\\')
            buf_add_fmt(buf, "\\%c", c);
        else
            buf_add_byte(buf, s.ptr[i]);
    }
    buf_add_byte(buf, '"');
}

/* What time.Parse says when `rest` is not what `element` of the layout wants.
 */
static Str bad_element(const FormatText *format, Str rest, const char *element)
{
    Buf buf;

    buf_init(&buf, format->arena);
    buf_add_c(&buf, "parsing time ");
    add_quoted(&buf, format->text);
    buf_add_c(&buf, " as \"2006-01-02\": cannot parse ");
    add_quoted(&buf, rest);
    buf_add_fmt(&buf, " as \"%s\"", element);
    return buf_str(&buf);
}

static Str bad_date(const FormatText *format, const char *reason, Str extra)
{
    Buf buf;

    buf_init(&buf, format->arena);
    buf_add_c(&buf, "parsing time ");
    add_quoted(&buf, format->text);
    buf_add_fmt(&buf, ": %s", reason);
    if (extra.len != 0)
        add_quoted(&buf, extra);
    return buf_str(&buf);
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* `len` digits at `at`; -1 when they are not there. */
static int read_digits(Str s, size_t at, size_t len)
{
    int n = 0;

    if (s.len < at + len)
        return -1;
    for (size_t i = at; i < at + len; i++) {
        if (!schema_format_is_digit(s.ptr[i]))
            return -1;
        n = n * 10 + (s.ptr[i] - '0');
    }
    return n;
}

static bool is_dash_at(Str s, size_t at)
{
    return at < s.len && s.ptr[at] == '-';
}

Str schema_check_date(const FormatText *format)
{
    Str s = format->text;
    int year = read_digits(s, 0, 4);
    int month = read_digits(s, 5, 2);
    int day = read_digits(s, 8, 2);

    if (year < 0)
        return bad_element(format, s, "2006");
    if (!is_dash_at(s, 4))
        return bad_element(format, str_skip(s, 4), "-");
    if (month < 0)
        return bad_element(format, str_skip(s, 5), "01");
    if (month < 1 || month > 12)
        return bad_date(format, "month out of range", STR(""));
    if (!is_dash_at(s, 7))
        return bad_element(format, str_skip(s, 7), "-");
    if (day < 0)
        return bad_element(format, str_skip(s, 8), "02");
    if (s.len > 10)
        return bad_date(format, "extra text: ", str_skip(s, 10));
    if (day < 1 || day > days_of_month(year, month))
        return bad_date(format, "day out of range", STR(""));
    return FORMAT_OK;
}

typedef enum FieldResult {
    FIELD_OK,
    FIELD_NEGATIVE,
    FIELD_MALFORMED
} FieldResult;

/* Two characters as strconv.Atoi reads them: one may be a sign. */
static FieldResult read_field(Str s, size_t at, int *out)
{
    char first = s.ptr[at];
    char second = s.ptr[at + 1];

    if (!schema_format_is_digit(second) ||
        (!schema_format_is_digit(first) && first != '+' && first != '-'))
        return FIELD_MALFORMED;
    *out = second - '0';
    if (schema_format_is_digit(first))
        *out += (first - '0') * 10;
    return first == '-' && *out != 0 ? FIELD_NEGATIVE : FIELD_OK;
}

/* `n` such fields, a byte between one and the next. */
static FieldResult read_fields(Str s, int *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        FieldResult result = read_field(s, i * 3, &out[i]);

        if (result != FIELD_OK)
            return result;
    }
    return FIELD_OK;
}

/* The offset behind a time, as minutes to add for UTC. */
static Str check_offset(Str s, int *minutes)
{
    int fields[2];

    *minutes = 0;
    if (str_eq(s, STR("z")) || str_eq(s, STR("Z")))
        return FORMAT_OK;
    if (s.len != 6)
        return STR("offset must be 6 characters long");
    if (*s.ptr != '+' && *s.ptr != '-')
        return STR("offset must begin with plus/minus");
    if (s.ptr[3] != ':')
        return STR("missing colon in offset in correct place");
    switch (read_fields(str_skip(s, 1), fields, ARRAY_LEN(fields))) {
    case FIELD_MALFORMED: return STR("invalid hour/min in offset");
    case FIELD_NEGATIVE: return STR("non-positive hour/min in offset");
    case FIELD_OK: break;
    }
    if (fields[0] > 23 || fields[1] > 59)
        return STR("hour/min in offset out of range");
    *minutes = (*s.ptr == '+' ? -1 : 1) * (fields[0] * 60 + fields[1]);
    return FORMAT_OK;
}

/* The fraction and offset behind hh:mm:ss. */
static Str check_time_end(Str s, int *minutes)
{
    size_t end = 0;

    if (str_has_prefix(s, STR("."))) {
        end = 1;
        while (end < s.len && schema_format_is_digit(s.ptr[end]))
            end++;
        if (end == 1)
            return STR("no digits in second fraction");
    }
    return check_offset(str_skip(s, end), minutes);
}

Str schema_check_time(const FormatText *format)
{
    Str s = format->text;
    int fields[3];
    int minutes;
    Str problem;

    if (s.len < 9)
        return STR("less than 9 characters long");
    if (s.ptr[2] != ':' || s.ptr[5] != ':')
        return STR("missing colon in correct place");
    switch (read_fields(s, fields, ARRAY_LEN(fields))) {
    case FIELD_MALFORMED: return STR("invalid hour/min/sec");
    case FIELD_NEGATIVE: return STR("non-positive hour/min/sec");
    case FIELD_OK: break;
    }
    if (fields[0] > 23 || fields[1] > 59 || fields[2] > 60)
        return STR("hour/min/sec out of range");
    problem = check_time_end(str_skip(s, 8), &minutes);
    if (problem.len != 0)
        return problem;
    minutes += fields[0] * 60 + fields[1];
    if (minutes < 0)
        minutes += 24 * 60;
    if (fields[2] == 60 && minutes != 24 * 60 - 1)
        return STR("invalid leap second");
    return FORMAT_OK;
}

Str schema_check_date_time(const FormatText *format)
{
    FormatText part = schema_format_with_text(format, format->text);
    Str problem;

    if (format->text.len < 20)
        return STR("less than 20 characters long");
    if (format->text.ptr[10] != 'T' && format->text.ptr[10] != 't')
        return STR("11th character must be t or T");
    part.text = str_slice(format->text, 0, 10);
    problem = schema_check_date(&part);
    if (problem.len != 0)
        return schema_format_with_prefix(format, "invalid date element",
                                         problem);
    part.text = str_skip(format->text, 11);
    return schema_format_with_prefix(format, "invalid time element",
                                     schema_check_time(&part));
}

/* One element of a duration: digits and a unit of `*units`, which loses those
 * up to it. */
static Str read_element(const FormatText *format, Str *s, const char *all,
                        const char **units)
{
    size_t n = 0;
    const char *unit;

    while (n < s->len && schema_format_is_digit(s->ptr[n]))
        n++;
    if (n == 0)
        return STR("missing number");
    if (n == s->len)
        return STR("missing unit");
    unit = s->ptr[n] == '\0' ? NULL : strchr(*units, s->ptr[n]);
    if (unit == NULL && s->ptr[n] != '\0' && strchr(all, s->ptr[n]) != NULL)
        return schema_format_bad_rune(format, "unit", (unsigned char)s->ptr[n],
                                      " out of order");
    if (unit == NULL)
        return schema_format_bad_rune(format, "invalid unit",
                                      (unsigned char)s->ptr[n], "");
    *units = unit + 1;
    *s = str_skip(*s, n + 1);
    return FORMAT_OK;
}

static Str check_weeks(Str digits)
{
    if (digits.len == 0)
        return STR("no number in week");
    for (size_t i = 0; i < digits.len; i++) {
        if (!schema_format_is_digit(digits.ptr[i]))
            return STR("invalid week");
    }
    return FORMAT_OK;
}

/* The elements before or behind the T. */
static Str check_elements(const FormatText *format, Str s, const char *all)
{
    const char *units = all;
    Str problem = FORMAT_OK;

    while (s.len != 0 && problem.len == 0)
        problem = read_element(format, &s, all, &units);
    return problem;
}

Str schema_check_duration(const FormatText *format)
{
    static const char *const units[] = {"YMD", "HMS"};
    Str rest = str_drop_prefix(format->text, STR("P"));
    Str problem = FORMAT_OK;
    Str part;

    if (rest.len == format->text.len)
        return STR("must start with P");
    if (rest.len == 0)
        return STR("nothing after P");
    if (str_has_suffix(rest, STR("W")))
        return check_weeks(str_slice(rest, 0, rest.len - 1));
    for (size_t i = 0;
         problem.len == 0 && schema_format_next_part(&rest, 'T', &part); i++) {
        if (i != 0 && part.len == 0)
            return STR("no time elements");
        if (i >= ARRAY_LEN(units))
            return STR("more than one T");
        problem = check_elements(format, part, units[i]);
    }
    return problem;
}

Str schema_check_period(const FormatText *format)
{
    size_t slash = str_find_byte(format->text, '/', 0);
    FormatText start = *format;
    FormatText end = *format;
    Str problem;

    if (slash == SIZE_MAX)
        return STR("missing slash");
    start.text = str_slice(format->text, 0, slash);
    end.text = str_skip(format->text, slash + 1);
    if (!str_has_prefix(start.text, STR("P"))) {
        problem = schema_format_with_prefix(format, "invalid start date-time",
                                            schema_check_date_time(&start));
        if (problem.len == 0 && str_has_prefix(end.text, STR("P")))
            return schema_format_with_prefix(format, "invalid end duration",
                                             schema_check_duration(&end));
    } else {
        problem = schema_format_with_prefix(format, "invalid start duration",
                                            schema_check_duration(&start));
    }
    if (problem.len != 0)
        return problem;
    return schema_format_with_prefix(format, "invalid end date-time",
                                     schema_check_date_time(&end));
}
