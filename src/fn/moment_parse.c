/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads times by a layout, and durations.
 *
 * One element after the other is taken off the text; the parts are checked
 * against each other at the end, for a day may come before its month.  As in
 * Go, an element whose text does not fit fails with "cannot parse", one that
 * fits but is too large with "out of range".
 */
#include "base/buf.h"
#include "fn/layout.h"
#include "fn/moment.h"

/* What happened to one element. */
typedef enum Step {
    STEP_OK,
    STEP_BAD,   /* the text does not fit */
    STEP_RANGE, /* parser->range says what is out of range */
} Step;

typedef struct Parser {
    Ctx *cx;
    Str whole_layout;
    Str whole_text;
    Str layout;
    Str text;          /* what is left */
    const char *range; /* "month" */
    int64_t year;
    int month, day, year_day; /* -1: not seen */
    int hour, minute, second, nanoseconds;
    bool saw_am, saw_pm;
    bool is_utc;
    bool has_offset;
    int offset;
    Str zone_name; /* empty: not seen */
} Parser;

/* The time package's own quoting of a text in its errors. */
static void add_quoted(Buf *buf, Str s)
{
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c >= 0x80 || c < ' ') {
            buf_add_fmt(buf, "\\x%02x", c);
            continue;
        }
        if (c == '"' || c == '\\')
            buf_add_byte(buf, '\\');
        buf_add_byte(buf, (char)c);
    }
    buf_add_byte(buf, '"');
}

/* "cannot parse `value` as `element`" */
static bool fail_element(Parser *p, Str element, Str value)
{
    Buf msg;

    buf_init(&msg, p->cx->arena);
    buf_add_c(&msg, "parsing time ");
    add_quoted(&msg, p->whole_text);
    buf_add_c(&msg, " as ");
    add_quoted(&msg, p->whole_layout);
    buf_add_c(&msg, ": cannot parse ");
    add_quoted(&msg, value);
    buf_add_c(&msg, " as ");
    add_quoted(&msg, element);
    return fail_str(p->cx, ERR_CALL, buf_str(&msg));
}

/* The text and a remark behind it, `extra` quoted when it is not empty. */
static bool fail_remark(Parser *p, const char *remark, Str extra)
{
    Buf msg;

    buf_init(&msg, p->cx->arena);
    buf_add_c(&msg, "parsing time ");
    add_quoted(&msg, p->whole_text);
    buf_add_c(&msg, ": ");
    buf_add_c(&msg, remark);
    if (extra.len > 0)
        add_quoted(&msg, extra);
    return fail_str(p->cx, ERR_CALL, buf_str(&msg));
}

static bool digit_at(Str s, size_t i)
{
    return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

static void take(Parser *p, size_t n)
{
    p->text = str_skip(p->text, n);
}

/* One or two digits, just two when `fixed`. */
static Step take_number(Parser *p, bool fixed, int *out)
{
    if (!digit_at(p->text, 0) || (fixed && !digit_at(p->text, 1)))
        return STEP_BAD;
    *out = p->text.ptr[0] - '0';
    if (digit_at(p->text, 1))
        *out = *out * 10 + (p->text.ptr[1] - '0');
    take(p, digit_at(p->text, 1) ? 2 : 1);
    return STEP_OK;
}

/* A number that must lie between `min` and `max`. */
static Step take_ranged(Parser *p, bool fixed, int min, int max,
                        const char *what, int *out)
{
    if (take_number(p, fixed, out) != STEP_OK)
        return STEP_BAD;
    if (*out >= min && *out <= max)
        return STEP_OK;
    p->range = what;
    return STEP_RANGE;
}

/* Up to three digits, just three when `fixed`. */
static Step take_year_day(Parser *p, bool fixed)
{
    size_t n = 0;
    int value = 0;

    for (int i = 0; i < 2 && !fixed; i++) {
        if (p->text.len > 0 && p->text.ptr[0] == ' ')
            take(p, 1);
    }
    for (; n < 3 && digit_at(p->text, n); n++)
        value = value * 10 + (p->text.ptr[n] - '0');
    if (n == 0 || (fixed && n != 3))
        return STEP_BAD;
    p->year_day = value;
    take(p, n);
    return STEP_OK;
}

/* A name of the table, its first `len` bytes if that is not 0, whatever its
 * case. */
static Step take_name(Parser *p, const char *const *names, int n, size_t len,
                      int *out)
{
    for (int i = 0; i < n; i++) {
        Str name = str_from_c(names[i]);

        if (len > 0)
            name = str_slice(name, 0, len);
        if (p->text.len >= name.len &&
            str_eq_fold_ascii(str_slice(p->text, 0, name.len), name)) {
            *out = i;
            take(p, name.len);
            return STEP_OK;
        }
    }
    return STEP_BAD;
}

static Step take_month_name(Parser *p, size_t len)
{
    int month;

    if (take_name(p, civil_month_names, 12, len, &month) != STEP_OK)
        return STEP_BAD;
    p->month = month + 1;
    return STEP_OK;
}

static Step take_weekday_name(Parser *p, size_t len)
{
    int weekday;

    return take_name(p, civil_day_names, 7, len, &weekday);
}

/* Two digits, or a sign and a digit: Go reads them with its Atoi. */
static Step take_short_year(Parser *p)
{
    Str text = p->text;
    int sign = 1;
    int year;

    if (text.len < 2 || !digit_at(text, 1))
        return STEP_BAD;
    if (digit_at(text, 0))
        year = (text.ptr[0] - '0') * 10 + (text.ptr[1] - '0');
    else if (text.ptr[0] == '+' || text.ptr[0] == '-')
        year = text.ptr[1] - '0';
    else
        return STEP_BAD;
    if (text.ptr[0] == '-')
        sign = -1;
    year *= sign;
    p->year = year >= 69 ? 1900 + year : 2000 + year;
    take(p, 2);
    return STEP_OK;
}

static Step take_long_year(Parser *p)
{
    int64_t year = 0;

    for (size_t i = 0; i < 4; i++) {
        if (!digit_at(p->text, i))
            return STEP_BAD;
        year = year * 10 + (p->text.ptr[i] - '0');
    }
    p->year = year;
    take(p, 4);
    return STEP_OK;
}

/* A separator and `len` - 1 digits, of which nine count. */
static Step take_fraction(Parser *p, size_t len)
{
    int value = 0;

    if (p->text.len < len || (p->text.ptr[0] != '.' && p->text.ptr[0] != ','))
        return STEP_BAD;
    for (size_t i = 1; i < 10; i++) {
        if (i < len && !digit_at(p->text, i))
            return STEP_BAD;
        value = value * 10 + (i < len ? p->text.ptr[i] - '0' : 0);
    }
    p->nanoseconds = value;
    take(p, len);
    return STEP_OK;
}

/* The length of a fraction at the start of the text, 0 for none. */
static size_t fraction_len(Str s)
{
    size_t n = 1;

    if (s.len < 2 || (s.ptr[0] != '.' && s.ptr[0] != ',') || !digit_at(s, 1))
        return 0;
    while (digit_at(s, n))
        n++;
    return n;
}

/* A fraction may stand behind the seconds even if the layout has none. */
static Step take_second(Parser *p, bool fixed)
{
    Step step = take_ranged(p, fixed, 0, 59, "second", &p->second);
    size_t len = fraction_len(p->text);
    LayoutKind next;

    if (step != STEP_OK || len == 0)
        return step;
    next = layout_next(p->layout).kind;
    if (next == LAYOUT_FRACTION_0 || next == LAYOUT_FRACTION_9)
        return STEP_OK;
    return take_fraction(p, len);
}

static Step take_pm(Parser *p, Str am, Str pm)
{
    p->saw_pm = p->saw_pm || str_has_prefix(p->text, pm);
    p->saw_am = p->saw_am || str_has_prefix(p->text, am);
    if (!str_has_prefix(p->text, pm) && !str_has_prefix(p->text, am))
        return STEP_BAD;
    take(p, 2);
    return STEP_OK;
}

/* Two digits at `at`; false when they are not there. */
static bool offset_part(Str s, size_t at, int *out)
{
    if (!digit_at(s, at) || !digit_at(s, at + 1))
        return false;
    *out = (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0');
    return true;
}

/* Go finds a part out of range before it minds a part that is no number or a
 * sign that is none. */
static Step take_offset(Parser *p, Str element)
{
    Str text = p->text;
    bool colon = layout_has_colon(element);
    int parts[3] = {0, 0, 0};
    bool ok;

    if (text.len < element.len || (colon && text.ptr[3] != ':') ||
        (element.len == 9 && text.ptr[6] != ':'))
        return STEP_BAD;
    ok = offset_part(text, 1, &parts[0]);
    if (ok && layout_has_minutes(element))
        ok = offset_part(text, colon ? 4 : 3, &parts[1]);
    if (ok && layout_has_seconds(element))
        ok = offset_part(text, colon ? 7 : 5, &parts[2]);
    take(p, element.len);
    p->has_offset = true;
    p->offset = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    if (text.ptr[0] == '-')
        p->offset = -p->offset;
    p->range = parts[2] > 60   ? "time zone offset second"
               : parts[1] > 60 ? "time zone offset minute"
               : parts[0] > 24 ? "time zone offset hour"
                               : NULL;
    if (p->range != NULL)
        return STEP_RANGE;
    return ok && (text.ptr[0] == '+' || text.ptr[0] == '-') ? STEP_OK
                                                            : STEP_BAD;
}

/* "+3" or "-11" at `at`: its length, 0 for none or for more than 23 hours. */
static size_t signed_hours_len(Str s, size_t at)
{
    size_t end = at + 1;
    int value = 0;

    if (at >= s.len || (s.ptr[at] != '+' && s.ptr[at] != '-'))
        return 0;
    for (; digit_at(s, end) && value <= 23; end++)
        value = value * 10 + (s.ptr[end] - '0');
    return value > 23 || end == at + 1 ? 0 : end - at;
}

/* How much of the text is a zone's abbreviation, 0 for none. */
static size_t zone_name_len(Str s)
{
    size_t upper = 0;

    if (s.len < 3)
        return 0;
    if (str_has_prefix(s, STR("ChST")) || str_has_prefix(s, STR("MeST")))
        return 4;
    if (str_has_prefix(s, STR("GMT")))
        return 3 + signed_hours_len(s, 3);
    if (s.ptr[0] == '+' || s.ptr[0] == '-')
        return signed_hours_len(s, 0);
    while (upper < 6 && upper < s.len && s.ptr[upper] >= 'A' &&
           s.ptr[upper] <= 'Z')
        upper++;
    if (upper == 3)
        return 3;
    if (upper == 4 && (s.ptr[3] == 'T' || str_has_prefix(s, STR("WITA"))))
        return 4;
    return upper == 5 && s.ptr[4] == 'T' ? 5 : 0;
}

static Step take_zone_name(Parser *p)
{
    size_t len;

    if (str_has_prefix(p->text, STR("UTC"))) {
        p->is_utc = true;
        take(p, 3);
        return STEP_OK;
    }
    len = zone_name_len(p->text);
    if (len == 0)
        return STEP_BAD;
    p->zone_name = str_slice(p->text, 0, len);
    take(p, len);
    return STEP_OK;
}

static Step take_offset_z(Parser *p, Str element)
{
    if (p->text.len == 0 || p->text.ptr[0] != 'Z')
        return take_offset(p, element);
    p->is_utc = true;
    take(p, 1);
    return STEP_OK;
}

static Step take_day(Parser *p, LayoutKind kind)
{
    if (kind == LAYOUT_UNDER_DAY && p->text.len > 0 && p->text.ptr[0] == ' ')
        take(p, 1);
    return take_number(p, kind == LAYOUT_ZERO_DAY, &p->day);
}

static Step take_hour12(Parser *p, bool fixed)
{
    return take_ranged(p, fixed, 0, 12, "hour", &p->hour);
}

static Step take_optional_fraction(Parser *p)
{
    size_t len = fraction_len(p->text);

    return len == 0 ? STEP_OK : take_fraction(p, len);
}

static Step take_element(Parser *p, LayoutKind kind, Str element)
{
    switch (kind) {
    case LAYOUT_YEAR: return take_short_year(p);
    case LAYOUT_LONG_YEAR: return take_long_year(p);
    case LAYOUT_MONTH: return take_month_name(p, 3);
    case LAYOUT_LONG_MONTH: return take_month_name(p, 0);
    case LAYOUT_NUM_MONTH:
    case LAYOUT_ZERO_MONTH:
        return take_ranged(p, kind == LAYOUT_ZERO_MONTH, 1, 12, "month",
                           &p->month);
    case LAYOUT_WEEKDAY: return take_weekday_name(p, 3);
    case LAYOUT_LONG_WEEKDAY: return take_weekday_name(p, 0);
    case LAYOUT_DAY:
    case LAYOUT_UNDER_DAY:
    case LAYOUT_ZERO_DAY: return take_day(p, kind);
    case LAYOUT_UNDER_YEAR_DAY: return take_year_day(p, false);
    case LAYOUT_ZERO_YEAR_DAY: return take_year_day(p, true);
    case LAYOUT_HOUR: return take_ranged(p, false, 0, 23, "hour", &p->hour);
    case LAYOUT_HOUR12: return take_hour12(p, false);
    case LAYOUT_ZERO_HOUR12: return take_hour12(p, true);
    case LAYOUT_MINUTE:
        return take_ranged(p, false, 0, 59, "minute", &p->minute);
    case LAYOUT_ZERO_MINUTE:
        return take_ranged(p, true, 0, 59, "minute", &p->minute);
    case LAYOUT_SECOND: return take_second(p, false);
    case LAYOUT_ZERO_SECOND: return take_second(p, true);
    case LAYOUT_PM: return take_pm(p, STR("AM"), STR("PM"));
    case LAYOUT_LOWER_PM: return take_pm(p, STR("am"), STR("pm"));
    case LAYOUT_ZONE_NAME: return take_zone_name(p);
    case LAYOUT_OFFSET: return take_offset(p, element);
    case LAYOUT_OFFSET_Z: return take_offset_z(p, element);
    case LAYOUT_FRACTION_0: return take_fraction(p, element.len);
    case LAYOUT_FRACTION_9: return take_optional_fraction(p);
    case LAYOUT_END: break;
    }
    return STEP_OK;
}

static Str without_spaces(Str s)
{
    while (s.len > 0 && s.ptr[0] == ' ')
        s = str_skip(s, 1);
    return s;
}

/* Literal text must stand in the text too; a run of spaces in the layout
 * matches any run, also none at the end of the text. */
static bool skip_literal(Parser *p, Str literal)
{
    Str left = literal;

    while (left.len > 0) {
        if (left.ptr[0] == ' ') {
            if (p->text.len > 0 && p->text.ptr[0] != ' ')
                return fail_element(p, literal, p->text);
            left = without_spaces(left);
            p->text = without_spaces(p->text);
            continue;
        }
        if (p->text.len == 0 || p->text.ptr[0] != left.ptr[0])
            return fail_element(p, literal, p->text);
        left = str_skip(left, 1);
        take(p, 1);
    }
    return true;
}

static bool take_all(Parser *p)
{
    for (;;) {
        LayoutChunk chunk = layout_next(p->layout);
        Str held;
        Step step;

        if (!skip_literal(p, chunk.prefix))
            return false;
        if (chunk.kind == LAYOUT_END)
            break;
        p->layout = chunk.rest;
        held = p->text;
        step = take_element(p, chunk.kind, chunk.text);
        if (step == STEP_RANGE) {
            Str remark = arena_fmt(p->cx->arena, "%s out of range", p->range);

            return fail_remark(p, arena_c_str(p->cx->arena, remark), STR_NONE);
        }
        if (step == STEP_BAD)
            return fail_element(p, chunk.text, held);
    }
    if (p->text.len > 0)
        return fail_remark(p, "extra text: ", p->text);
    return true;
}

/* Month and day from the day of the year, which must agree with those seen. */
static bool settle_year_day(Parser *p)
{
    bool leap = civil_is_leap(p->year);
    int last = leap ? 366 : 365;
    int month = 1;
    int day = p->year_day;

    if (day < 1 || day > last)
        return fail_remark(p, "day-of-year out of range", STR_NONE);
    while (day > civil_days_in(month, p->year)) {
        day -= civil_days_in(month, p->year);
        month++;
    }
    if (p->month >= 0 && p->month != month)
        return fail_remark(p, "day-of-year does not match month", STR_NONE);
    if (p->day >= 0 && p->day != day)
        return fail_remark(p, "day-of-year does not match day", STR_NONE);
    p->month = month;
    p->day = day;
    return true;
}

static bool settle_date(Parser *p)
{
    if (p->saw_pm && p->hour < 12)
        p->hour += 12;
    else if (p->saw_am && p->hour == 12)
        p->hour = 0;
    if (p->year_day >= 0 && !settle_year_day(p))
        return false;
    if (p->month < 0)
        p->month = 1;
    if (p->day < 0)
        p->day = 1;
    if (p->day < 1 || p->day > civil_days_in(p->month, p->year))
        return fail_remark(p, "day out of range", STR_NONE);
    return true;
}

/* The hours of "GMT+3". */
static int gmt_offset(Str name)
{
    int value = 0;

    if (name.len <= 3 || !str_has_prefix(name, STR("GMT")))
        return 0;
    for (size_t i = 4; i < name.len; i++)
        value = value * 10 + (name.ptr[i] - '0');
    return (name.ptr[3] == '-' ? -value : value) * 3600;
}

/* The zone that the text names, or a fixed one of its offset. */
static Moment settle_zone(Parser *p, int64_t clock, const Zone *local)
{
    Moment m = {clock, p->nanoseconds, &zone_utc, 0};
    int offset = 0;

    if (p->is_utc)
        return m;
    m.zone = local;
    /* To Go an offset of -1 second is none. */
    if (p->has_offset && p->offset != -1) {
        ZoneType type;

        m.seconds = clock - p->offset;
        type = zone_at(local, m.seconds).type;
        if (type.offset != p->offset ||
            (p->zone_name.len > 0 && !str_eq(type.name, p->zone_name)))
            m.zone = zone_fixed(p->cx->arena, p->zone_name, p->offset);
    } else if (p->zone_name.len == 0) {
        m.seconds = zone_to_utc(local, clock);
    } else if (zone_offset_of(local, p->zone_name, clock, &offset)) {
        m.seconds = clock - offset;
    } else {
        /* Go takes the clock for UTC here, even if the name has an offset. */
        offset = gmt_offset(p->zone_name);
        m.zone = zone_fixed(p->cx->arena, p->zone_name, offset);
    }
    return m;
}

bool moment_parse(Ctx *cx, Str layout, Str text, const Zone *local, Moment *out)
{
    Parser p = {
        .cx = cx,
        .whole_layout = layout,
        .whole_text = text,
        .layout = layout,
        .text = text,
        .month = -1,
        .day = -1,
        .year_day = -1,
    };
    Civil civil;

    if (!take_all(&p) || !settle_date(&p))
        return false;
    civil = (Civil){
        .year = p.year,
        .month = p.month,
        .day = p.day,
        .hour = p.hour,
        .minute = p.minute,
        .second = p.second,
    };
    *out = settle_zone(&p, civil_to_seconds(&civil), local);
    return true;
}

static bool fail_duration(Ctx *cx, const char *what, Str unit, Str text)
{
    Buf msg;

    buf_init(&msg, cx->arena);
    buf_add_c(&msg, "time: ");
    buf_add_c(&msg, what);
    if (unit.len > 0) {
        add_quoted(&msg, unit);
        buf_add_c(&msg, " in duration ");
    }
    add_quoted(&msg, text);
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

/* Digits; false when they pass 2^63. */
static bool read_whole(Str *s, uint64_t *out)
{
    const uint64_t limit = (uint64_t)1 << 63;
    uint64_t value = 0;

    for (; digit_at(*s, 0); *s = str_skip(*s, 1)) {
        if (value > limit / 10)
            return false;
        value = value * 10 + (uint64_t)(s->ptr[0] - '0');
        if (value > limit)
            return false;
    }
    *out = value;
    return true;
}

/* Digits behind a point; those that no longer fit are passed over. */
static uint64_t read_fraction(Str *s, double *scale)
{
    const uint64_t limit = (uint64_t)1 << 63;
    uint64_t value = 0;
    bool full = false;

    for (*scale = 1; digit_at(*s, 0); *s = str_skip(*s, 1)) {
        uint64_t next = value * 10 + (uint64_t)(s->ptr[0] - '0');

        full = full || value > (limit - 1) / 10 || next > limit;
        if (!full) {
            value = next;
            *scale *= 10;
        }
    }
    return value;
}

static uint64_t unit_of(Str name)
{
    static const struct {
        const char *name;
        uint64_t nanoseconds;
    } units[] = {
        {"ns",        1            },
        {"us",        1000         },
        {"\xc2\xb5s", 1000         },
        {"\xce\xbcs", 1000         },
        {"ms",        1000000      },
        {"s",         1000000000   },
        {"m",         60000000000  },
        {"h",         3600000000000},
    };

    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        if (str_eq_c(name, units[i].name))
            return units[i].nanoseconds;
    }
    return 0;
}

/* One number with its unit, "1.5h". */
static bool read_term(Ctx *cx, Str whole, Str *s, uint64_t *out)
{
    const uint64_t limit = (uint64_t)1 << 63;
    Str start = *s;
    bool has_digits;
    uint64_t fraction = 0;
    double scale = 1;
    uint64_t unit;
    size_t len = 0;

    if (!read_whole(s, out))
        return fail_duration(cx, "invalid duration ", STR_NONE, whole);
    has_digits = s->len != start.len;
    if (s->len > 0 && s->ptr[0] == '.') {
        *s = str_skip(*s, 1);
        has_digits = has_digits || digit_at(*s, 0);
        fraction = read_fraction(s, &scale);
    }
    if (!has_digits)
        return fail_duration(cx, "invalid duration ", STR_NONE, whole);
    while (len < s->len && s->ptr[len] != '.' && !digit_at(*s, len))
        len++;
    if (len == 0)
        return fail_duration(cx, "missing unit in duration ", STR_NONE, whole);
    unit = unit_of(str_slice(*s, 0, len));
    if (unit == 0)
        return fail_duration(cx, "unknown unit ", str_slice(*s, 0, len), whole);
    *s = str_skip(*s, len);
    if (*out > limit / unit)
        return fail_duration(cx, "invalid duration ", STR_NONE, whole);
    *out = *out * unit + (uint64_t)((double)fraction * ((double)unit / scale));
    if (*out > limit)
        return fail_duration(cx, "invalid duration ", STR_NONE, whole);
    return true;
}

bool moment_parse_duration(Ctx *cx, Str text, int64_t *out)
{
    const uint64_t limit = (uint64_t)1 << 63;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    bool has_sign = negative || (text.len > 0 && text.ptr[0] == '+');
    Str s = has_sign ? str_skip(text, 1) : text;
    uint64_t total = 0;
    uint64_t term = 0;

    if (str_eq_c(s, "0")) {
        *out = 0;
        return true;
    }
    if (s.len == 0)
        return fail_duration(cx, "invalid duration ", STR_NONE, text);
    while (s.len > 0) {
        if (!read_term(cx, text, &s, &term))
            return false;
        total += term;
        if (total > limit)
            return fail_duration(cx, "invalid duration ", STR_NONE, text);
    }
    if (!negative && total == limit)
        return fail_duration(cx, "invalid duration ", STR_NONE, text);
    *out = (int64_t)(negative ? 0 - total : total);
    return true;
}
