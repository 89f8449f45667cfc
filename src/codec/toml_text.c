/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the TOML reader and writer share: keys, quotes and times.  A time keeps
 * the two texts it will ever be seen as; templates cannot count with it.
 */
#include "codec/toml_text.h"

#include "value/host.h"

typedef struct TomlTime {
    Str toml;    /* as in a TOML document */
    Str rfc3339; /* as in JSON */
    Str printed; /* %v */
} TomlTime;

/* -- keys -- */

TomlKey codec_toml_key_add(Arena *arena, TomlKey key, Str part)
{
    Str *parts = ARENA_ARRAY(arena, Str, key.len + 1);

    if (key.len != 0)
        memcpy(parts, key.parts, key.len * sizeof *parts);
    parts[key.len] = part;
    return (TomlKey){parts, key.len + 1};
}

static bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static void add_quoted_byte(Buf *buf, char c)
{
    static const char letters[] = "btn\0fr"; /* from \b, 8, to \r, 13 */

    if (c == '"' || c == '\\')
        buf_add_fmt(buf, "\\%c", c);
    else if (c >= '\b' && c <= '\r' && c != '\v')
        buf_add_fmt(buf, "\\%c", letters[c - '\b']);
    else if ((unsigned char)c < ' ' || c == 0x7F)
        buf_add_fmt(buf, "\\u%04x", (unsigned)c);
    else
        buf_add_byte(buf, c);
}

void codec_toml_add_quoted(Buf *buf, Str s)
{
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < s.len; i++)
        add_quoted_byte(buf, s.ptr[i]);
    buf_add_byte(buf, '"');
}

void codec_toml_add_part(Buf *buf, Str part)
{
    size_t i = 0;

    while (i < part.len && is_bare(part.ptr[i]))
        i++;
    if (i == part.len && i != 0)
        buf_add(buf, part);
    else
        codec_toml_add_quoted(buf, part);
}

void codec_toml_add_key(Buf *buf, TomlKey key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (i > 0)
            buf_add_byte(buf, '.');
        codec_toml_add_part(buf, key.parts[i]);
    }
}

/* -- times -- */

static void print_time(Ctx *cx, const Host *self, Buf *buf)
{
    const TomlTime *time = self->self;

    (void)cx;
    buf_add(buf, time->printed);
}

static Str time_stamp(Ctx *cx, const Host *self)
{
    const TomlTime *time = self->self;

    (void)cx;
    return time->rfc3339;
}

static bool time_to_val(Ctx *cx, const Host *self, Val *out)
{
    const TomlTime *time = self->self;

    (void)cx;
    *out = val_from_str(time->rfc3339);
    return true;
}

static const HostClass time_class = {
    .type_name = "time.Time",
    .kind_name = "struct",
    .print = print_time,
    .timestamp = time_stamp,
    .to_val = time_to_val,
};

typedef struct TimeReader {
    Str text;
    size_t pos;
    bool ok;
} TimeReader;

static bool is_at(const TimeReader *reader, char c)
{
    return reader->pos < reader->text.len && reader->text.ptr[reader->pos] == c;
}

static int read_number(TimeReader *reader, size_t digits, int min, int max)
{
    int value = 0;

    for (size_t i = 0; i < digits; i++, reader->pos++) {
        char c = reader->pos < reader->text.len ? reader->text.ptr[reader->pos]
                                                : '\0';
        reader->ok = reader->ok && c >= '0' && c <= '9';
        value = value * 10 + (c - '0');
    }
    reader->ok = reader->ok && value >= min && value <= max;
    return value;
}

static void read_byte(TimeReader *reader, char c)
{
    reader->ok = reader->ok && is_at(reader, c);
    reader->pos++;
}

static Str read_date(TimeReader *reader)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t start = reader->pos;
    int year = read_number(reader, 4, 0, 9999);
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    read_byte(reader, '-');
    int month = read_number(reader, 2, 1, 12);
    read_byte(reader, '-');
    int day = read_number(reader, 2, 1, 31);
    if (!reader->ok || day > days[month - 1] ||
        (month == 2 && day == 29 && !is_leap)) {
        reader->ok = false;
        return STR_NONE;
    }
    return str_slice(reader->text, start, reader->pos);
}

/* At most nine digits, without zeros at the end. */
static Str read_fraction(TimeReader *reader)
{
    size_t start = reader->pos;
    size_t end;

    if (!is_at(reader, '.'))
        return STR_NONE;
    reader->pos++;
    while (reader->pos < reader->text.len &&
           reader->text.ptr[reader->pos] >= '0' &&
           reader->text.ptr[reader->pos] <= '9')
        reader->pos++;
    reader->ok = reader->ok && reader->pos > start + 1;
    end = reader->pos > start + 10 ? start + 10 : reader->pos;
    while (end > start + 1 && reader->text.ptr[end - 1] == '0')
        end--;
    return end > start + 1 ? str_slice(reader->text, start, end) : STR_NONE;
}

/* hh:mm:ss and a fraction; TOML 1.1 may leave the seconds out. */
static Str read_clock(TimeReader *reader, Arena *arena)
{
    int hour = read_number(reader, 2, 0, 23);
    int minute;
    int second = 0;
    Str fraction = STR_NONE;

    read_byte(reader, ':');
    minute = read_number(reader, 2, 0, 59);
    if (is_at(reader, ':')) {
        reader->pos++;
        second = read_number(reader, 2, 0, 59);
        fraction = read_fraction(reader);
    }
    return arena_fmt(arena, "%02d:%02d:%02d%.*s", hour, minute, second,
                     STR_ARG(fraction));
}

/* "Z" or "+hh:mm"; empty when there is none. */
static Str read_zone(TimeReader *reader)
{
    size_t start = reader->pos;

    if (is_at(reader, 'Z')) {
        reader->pos++;
    } else if (is_at(reader, '+') || is_at(reader, '-')) {
        reader->pos++;
        read_number(reader, 2, 0, 24);
        read_byte(reader, ':');
        read_number(reader, 2, 0, 60);
    }
    return reader->ok ? str_slice(reader->text, start, reader->pos) : STR_NONE;
}

static bool is_utc(Str zone)
{
    return zone.len < 2 || str_eq_c(str_skip(zone, 1), "00:00");
}

/* The zone as Go prints it: "+0000 UTC", "+0200 +0200". */
static Str print_zone(Arena *arena, Str zone, const char *local)
{
    if (zone.len == 0)
        return arena_fmt(arena, "+0000 %s", local);
    if (is_utc(zone))
        return STR("+0000 UTC");
    return arena_fmt(arena, "%.3s%.2s %.3s%.2s", zone.ptr, zone.ptr + 4,
                     zone.ptr, zone.ptr + 4);
}

static Val new_time(Arena *arena, Str date, Str clock, Str zone)
{
    TomlTime *time = ARENA_NEW(arena, TomlTime);
    Str day = date.len != 0 ? date : STR("0000-01-01");
    Str hour = clock.len != 0 ? clock : STR("00:00:00");
    Str offset = is_utc(zone) ? STR("Z") : zone;
    Str printed = print_zone(arena, zone,
                             date.len == 0    ? "time-local"
                             : clock.len == 0 ? "date-local"
                                              : "datetime-local");

    time->rfc3339 = arena_fmt(arena, "%.*sT%.*s%.*s", STR_ARG(day),
                              STR_ARG(hour), STR_ARG(offset));
    time->printed = arena_fmt(arena, "%.*s %.*s %.*s", STR_ARG(day),
                              STR_ARG(hour), STR_ARG(printed));
    if (date.len == 0)
        time->toml = clock;
    else if (clock.len == 0)
        time->toml = date;
    else if (zone.len == 0)
        time->toml = str_slice(time->rfc3339, 0, time->rfc3339.len - 1);
    else
        time->toml = time->rfc3339;
    return val_from_host(host_new(arena, &time_class, time));
}

bool codec_toml_read_time(Arena *arena, Str text, Val *out)
{
    TimeReader reader = {text, 0, true};
    Str date = STR_NONE;
    Str clock = STR_NONE;
    Str zone = STR_NONE;

    if (text.len > 2 && text.ptr[2] == ':') {
        clock = read_clock(&reader, arena);
    } else {
        date = read_date(&reader);
        if (is_at(&reader, 'T')) {
            reader.pos++;
            clock = read_clock(&reader, arena);
            zone = read_zone(&reader);
        }
    }
    if (!reader.ok || reader.pos != text.len)
        return false;
    *out = new_time(arena, date, clock, zone);
    return true;
}

bool codec_toml_time_text(const Host *host, Str *out)
{
    if (host->class_ != &time_class)
        return false;
    *out = ((const TomlTime *)host->self)->toml;
    return true;
}
