/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Moments in time: arithmetic and writing them by a layout.  Reading them is
 * in moment_parse.c.
 */
#include "fn/moment.h"

#include "base/buf.h"
#include "base/num.h"
#include "fn/layout.h"

Moment moment_from_nanoseconds(int64_t nanoseconds)
{
    int64_t seconds = nanoseconds / NANOSECONDS_PER_SECOND;
    int rest = (int)(nanoseconds % NANOSECONDS_PER_SECOND);

    if (rest < 0) {
        rest += NANOSECONDS_PER_SECOND;
        seconds--;
    }
    return (Moment){seconds, rest, &zone_utc, 0};
}

Civil moment_civil(const Moment *m)
{
    int offset = zone_at(m->zone, m->seconds).type.offset;

    return civil_from_seconds(
        (int64_t)((uint64_t)m->seconds + (uint64_t)offset));
}

int moment_compare(const Moment *a, const Moment *b)
{
    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    if (a->nanoseconds != b->nanoseconds)
        return a->nanoseconds < b->nanoseconds ? -1 : 1;
    return 0;
}

int64_t moment_sub(const Moment *a, const Moment *b)
{
    const int64_t most = INT64_MAX / NANOSECONDS_PER_SECOND;
    int64_t rest = a->nanoseconds - b->nanoseconds;
    int64_t seconds;

    if (__builtin_sub_overflow(a->seconds, b->seconds, &seconds) ||
        seconds > most || seconds < -most)
        return moment_compare(a, b) < 0 ? INT64_MIN : INT64_MAX;
    if (__builtin_add_overflow(seconds * NANOSECONDS_PER_SECOND, rest, &rest))
        return moment_compare(a, b) < 0 ? INT64_MIN : INT64_MAX;
    return rest;
}

Moment moment_add(Moment m, int64_t nanoseconds)
{
    Moment step = moment_from_nanoseconds(nanoseconds);

    m.seconds = (int64_t)((uint64_t)m.seconds + (uint64_t)step.seconds);
    m.nanoseconds += step.nanoseconds;
    if (m.nanoseconds >= NANOSECONDS_PER_SECOND) {
        m.nanoseconds -= NANOSECONDS_PER_SECOND;
        m.seconds = (int64_t)((uint64_t)m.seconds + 1);
    }
    if (m.monotonic != 0 &&
        __builtin_add_overflow(m.monotonic, nanoseconds, &m.monotonic))
        m.monotonic = 0;
    return m;
}

/* Halves go away from zero; past int64 the bound stands. */
int64_t moment_round_duration(int64_t d, int64_t unit)
{
    int64_t rest;
    int64_t away;

    if (unit <= 0)
        return d;
    rest = d % unit < 0 ? -(d % unit) : d % unit;
    if (rest < unit - rest)
        return d - d % unit;
    if (__builtin_add_overflow(d, d < 0 ? rest - unit : unit - rest, &away))
        return d < 0 ? INT64_MIN : INT64_MAX;
    return away;
}

/* A number of at least `width` digits behind its sign. */
static void add_padded(Buf *buf, int64_t value, size_t width)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t digits = 1;

    for (uint64_t rest = magnitude; rest >= 10; rest /= 10)
        digits++;
    if (value < 0)
        buf_add_byte(buf, '-');
    buf_add_repeat(buf, '0', digits < width ? width - digits : 0);
    num_add_uint(buf, magnitude);
}

static void add_short_name(Buf *buf, const char *name)
{
    buf_add(buf, str_from(name, 3));
}

/* Go drops the seconds of an offset before it looks at its sign. */
static void add_offset(Buf *buf, int offset, Str element)
{
    int minutes = offset / 60;
    bool negative = minutes < 0;

    minutes = negative ? -minutes : minutes;
    buf_add_byte(buf, negative ? '-' : '+');
    add_padded(buf, minutes / 60, 2);
    if (layout_has_colon(element))
        buf_add_byte(buf, ':');
    if (layout_has_minutes(element))
        add_padded(buf, minutes % 60, 2);
    if (!layout_has_seconds(element))
        return;
    if (layout_has_colon(element))
        buf_add_byte(buf, ':');
    add_padded(buf, (negative ? -offset : offset) % 60, 2);
}

/* A fraction of `element.len` - 1 digits behind its separator. */
static void add_fraction(Buf *buf, int nanoseconds, Str element, bool trim)
{
    char digits[9];
    size_t len = element.len - 1 < 9 ? element.len - 1 : 9;

    for (size_t i = 9; i-- > 0; nanoseconds /= 10)
        digits[i] = (char)('0' + nanoseconds % 10);
    while (trim && len > 0 && digits[len - 1] == '0')
        len--;
    if (len == 0)
        return;
    buf_add_byte(buf, element.ptr[0]);
    buf_add(buf, str_from(digits, len));
}

static int hour12(int hour)
{
    return hour % 12 == 0 ? 12 : hour % 12;
}

static void add_date(Buf *buf, const Civil *c, LayoutKind kind)
{
    if (kind == LAYOUT_LONG_MONTH)
        buf_add_c(buf, civil_month_names[c->month - 1]);
    else if (kind == LAYOUT_MONTH)
        add_short_name(buf, civil_month_names[c->month - 1]);
    else if (kind == LAYOUT_NUM_MONTH || kind == LAYOUT_ZERO_MONTH)
        add_padded(buf, c->month, kind == LAYOUT_ZERO_MONTH ? 2 : 0);
    else if (kind == LAYOUT_LONG_WEEKDAY)
        buf_add_c(buf, civil_day_names[c->weekday]);
    else if (kind == LAYOUT_WEEKDAY)
        add_short_name(buf, civil_day_names[c->weekday]);
    else if (kind == LAYOUT_LONG_YEAR)
        add_padded(buf, c->year, 4);
    else
        add_padded(buf, (c->year < 0 ? -c->year : c->year) % 100, 2);
}

static void add_day(Buf *buf, const Civil *c, LayoutKind kind)
{
    if (kind == LAYOUT_UNDER_DAY && c->day < 10)
        buf_add_byte(buf, ' ');
    if (kind == LAYOUT_UNDER_YEAR_DAY)
        buf_add_repeat(buf, ' ',
                       c->year_day < 10    ? 2u
                       : c->year_day < 100 ? 1u
                                           : 0u);
    if (kind == LAYOUT_UNDER_YEAR_DAY || kind == LAYOUT_ZERO_YEAR_DAY)
        add_padded(buf, c->year_day, kind == LAYOUT_ZERO_YEAR_DAY ? 3 : 0);
    else
        add_padded(buf, c->day, kind == LAYOUT_ZERO_DAY ? 2 : 0);
}

static void add_element(Buf *buf, const Moment *m, const Civil *c,
                        const LayoutChunk *chunk)
{
    ZoneType zone = zone_at(m->zone, m->seconds).type;

    switch (chunk->kind) {
    case LAYOUT_LONG_MONTH:
    case LAYOUT_MONTH:
    case LAYOUT_NUM_MONTH:
    case LAYOUT_ZERO_MONTH:
    case LAYOUT_LONG_WEEKDAY:
    case LAYOUT_WEEKDAY:
    case LAYOUT_LONG_YEAR:
    case LAYOUT_YEAR: add_date(buf, c, chunk->kind); break;
    case LAYOUT_DAY:
    case LAYOUT_UNDER_DAY:
    case LAYOUT_ZERO_DAY:
    case LAYOUT_UNDER_YEAR_DAY:
    case LAYOUT_ZERO_YEAR_DAY: add_day(buf, c, chunk->kind); break;
    case LAYOUT_HOUR: add_padded(buf, c->hour, 2); break;
    case LAYOUT_HOUR12: add_padded(buf, hour12(c->hour), 0); break;
    case LAYOUT_ZERO_HOUR12: add_padded(buf, hour12(c->hour), 2); break;
    case LAYOUT_MINUTE: add_padded(buf, c->minute, 0); break;
    case LAYOUT_ZERO_MINUTE: add_padded(buf, c->minute, 2); break;
    case LAYOUT_SECOND: add_padded(buf, c->second, 0); break;
    case LAYOUT_ZERO_SECOND: add_padded(buf, c->second, 2); break;
    case LAYOUT_PM: buf_add_c(buf, c->hour >= 12 ? "PM" : "AM"); break;
    case LAYOUT_LOWER_PM: buf_add_c(buf, c->hour >= 12 ? "pm" : "am"); break;
    case LAYOUT_ZONE_NAME:
        if (zone.name.len > 0)
            buf_add(buf, zone.name);
        else
            add_offset(buf, zone.offset, STR("-0700"));
        break;
    case LAYOUT_OFFSET: add_offset(buf, zone.offset, chunk->text); break;
    case LAYOUT_OFFSET_Z:
        if (zone.offset == 0)
            buf_add_byte(buf, 'Z');
        else
            add_offset(buf, zone.offset, chunk->text);
        break;
    case LAYOUT_FRACTION_0:
        add_fraction(buf, m->nanoseconds, chunk->text, false);
        break;
    case LAYOUT_FRACTION_9:
        add_fraction(buf, m->nanoseconds, chunk->text, true);
        break;
    case LAYOUT_END: break;
    }
}

void moment_format(Buf *buf, const Moment *m, Str layout)
{
    Civil civil = moment_civil(m);

    while (layout.len > 0) {
        LayoutChunk chunk = layout_next(layout);

        buf_add(buf, chunk.prefix);
        add_element(buf, m, &civil, &chunk);
        layout = chunk.rest;
    }
}
