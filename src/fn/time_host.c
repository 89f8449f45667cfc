/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Go's time.Time as a template sees it, and time.Month and time.Weekday,
 * which are numbers that print as names.
 */
#include "fn/time_host.h"

#include "base/buf.h"
#include "value/host.h"
#include "value/print.h"

#define RFC3339 "2006-01-02T15:04:05.999999999Z07:00"

static const HostClass time_class;

Val moment_to_val(Arena *arena, Moment m)
{
    Moment *kept = ARENA_NEW(arena, Moment);

    *kept = m;
    return val_from_host(host_new(arena, &time_class, kept));
}

const Moment *moment_of_val(Val v)
{
    if (val_kind(v) != VAL_HOST || v.as.host->class_ != &time_class)
        return NULL;
    return v.as.host->self;
}

bool moment_is_val(Val v)
{
    return val_kind(v) == VAL_HOST && v.as.host->class_->timestamp != NULL;
}

Moment moment_now(Ctx *cx)
{
    Moment m = moment_from_nanoseconds(cx->world->now(cx->world->self));

    m.zone = zone_local(cx->arena);
    m.monotonic = 1;
    return m;
}

bool moment_from_val(Ctx *cx, Val v, Moment *out)
{
    const Moment *m = moment_of_val(v);

    if (m == NULL)
        return moment_parse(cx, STR(RFC3339),
                            v.as.host->class_->timestamp(cx, v.as.host),
                            &zone_utc, out);
    *out = *m;
    return true;
}

static Val val_from_duration(int64_t nanoseconds)
{
    Val v = val_from_int64(nanoseconds);

    v.go_type = GO_DURATION;
    return v;
}

static const Moment *moment_of(const Host *host)
{
    return host->self;
}

/* Where a name stands in its table. */
static int64_t name_index(const Host *self, const char *const *names)
{
    int64_t i = 0;

    while (names[i] != self->self)
        i++;
    return i;
}

static int64_t month_number(const Host *self)
{
    return name_index(self, civil_month_names) + 1;
}

static int64_t weekday_number(const Host *self)
{
    return name_index(self, civil_day_names);
}

static void print_name(Ctx *cx, const Host *self, Buf *buf)
{
    const char *name = self->self;

    (void)cx;
    buf_add_c(buf, name);
}

static bool number_to_val(Ctx *cx, const Host *self, Val *out)
{
    (void)cx;
    *out = val_from_int(self->class_->number(self));
    return true;
}

static bool name_string(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_str(str_from_c(self->self));
    return true;
}

static const HostMethod name_methods[] = {
    {"String", "", name_string},
};

static const HostClass month_class = {
    .type_name = "time.Month",
    .kind_name = "int",
    .to_val = number_to_val,
    .number = month_number,
    .methods = name_methods,
    .n_methods = ARRAY_LEN(name_methods),
    .print = print_name,
};

static const HostClass weekday_class = {
    .type_name = "time.Weekday",
    .kind_name = "int",
    .to_val = number_to_val,
    .number = weekday_number,
    .methods = name_methods,
    .n_methods = ARRAY_LEN(name_methods),
    .print = print_name,
};

static bool get_month(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Civil c = moment_civil(moment_of(self));

    (void)args;
    *out = val_from_host(
        host_new(cx->arena, &month_class, civil_month_names[c.month - 1]));
    return true;
}

static bool get_weekday(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    Civil c = moment_civil(moment_of(self));

    (void)args;
    *out = val_from_host(
        host_new(cx->arena, &weekday_class, civil_day_names[c.weekday]));
    return true;
}

static bool get_year(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).year);
    return true;
}

static bool get_day(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).day);
    return true;
}

static bool get_year_day(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).year_day);
    return true;
}

static bool get_hour(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).hour);
    return true;
}

static bool get_minute(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).minute);
    return true;
}

static bool get_second(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_civil(moment_of(self)).second);
    return true;
}

static bool get_nanosecond(Ctx *cx, const Host *self, const HostArgs *args,
                           Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int(moment_of(self)->nanoseconds);
    return true;
}

/* Units of 1/`per_second` seconds since 1970, wrapping as Go's sums do. */
static Val unix_time(const Moment *m, int per_second)
{
    uint64_t whole = (uint64_t)m->seconds * (uint64_t)per_second;
    int part = m->nanoseconds / (NANOSECONDS_PER_SECOND / per_second);

    return val_from_int64((int64_t)(whole + (uint64_t)part));
}

static bool get_unix(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_int64(moment_of(self)->seconds);
    return true;
}

static bool get_unix_milli(Ctx *cx, const Host *self, const HostArgs *args,
                           Val *out)
{
    (void)cx;
    (void)args;
    *out = unix_time(moment_of(self), 1000);
    return true;
}

static bool get_unix_micro(Ctx *cx, const Host *self, const HostArgs *args,
                           Val *out)
{
    (void)cx;
    (void)args;
    *out = unix_time(moment_of(self), 1000000);
    return true;
}

static bool get_unix_nano(Ctx *cx, const Host *self, const HostArgs *args,
                          Val *out)
{
    (void)cx;
    (void)args;
    *out = unix_time(moment_of(self), NANOSECONDS_PER_SECOND);
    return true;
}

static bool is_zero(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    const Moment *m = moment_of(self);

    (void)cx;
    (void)args;
    *out =
        val_from_bool(m->seconds == MOMENT_ZERO_SECONDS && m->nanoseconds == 0);
    return true;
}

static bool is_dst(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    const Moment *m = moment_of(self);

    (void)cx;
    (void)args;
    *out = val_from_bool(zone_at(m->zone, m->seconds).type.is_dst);
    return true;
}

static bool call_format(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    Buf text;

    buf_init(&text, cx->arena);
    moment_format(&text, moment_of(self), val_str(args->args[0]));
    *out = val_from_str(buf_str(&text));
    return true;
}

static bool to_utc(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Moment m = *moment_of(self);

    (void)args;
    m.zone = &zone_utc;
    *out = moment_to_val(cx->arena, m);
    return true;
}

static bool to_local(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Moment m = *moment_of(self);

    (void)args;
    m.zone = zone_local(cx->arena);
    *out = moment_to_val(cx->arena, m);
    return true;
}

static void print_location(Ctx *cx, const Host *self, Buf *buf)
{
    const Zone *zone = self->self;

    (void)cx;
    buf_add(buf, zone->name);
}

static bool location_string(Ctx *cx, const Host *self, const HostArgs *args,
                            Val *out)
{
    const Zone *zone = self->self;

    (void)cx;
    (void)args;
    *out = val_from_str(zone->name);
    return true;
}

static const HostMethod location_methods[] = {
    {"String", "", location_string},
};

static const HostClass location_class = {
    .type_name = "*time.Location",
    .kind_name = "ptr",
    .methods = location_methods,
    .n_methods = ARRAY_LEN(location_methods),
    .print = print_location,
};

static bool get_location(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)args;
    *out = val_from_host(
        host_new(cx->arena, &location_class, moment_of(self)->zone));
    return true;
}

static bool call_in(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Moment m = *moment_of(self);

    if (val_is_nil(args->args[0]))
        return fail_here(cx, ERR_CALL,
                         "time: missing Location in call to Time.In");
    m.zone = args->args[0].as.host->self;
    *out = moment_to_val(cx->arena, m);
    return true;
}

static bool call_add(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    *out = moment_to_val(cx->arena,
                         moment_add(*moment_of(self), val_int(args->args[0])));
    return true;
}

/* Months are carried over to years and days to seconds, for they may be any
 * number. */
static bool call_add_date(Ctx *cx, const Host *self, const HostArgs *args,
                          Val *out)
{
    int64_t months = val_int(args->args[1]);
    uint64_t days = (uint64_t)val_int(args->args[2]);
    Moment m = *moment_of(self);
    Civil c = moment_civil(&m);
    uint64_t years = (uint64_t)val_int(args->args[0]) + (uint64_t)(months / 12);

    c.year = (int64_t)((uint64_t)c.year + years);
    c.month += (int)(months % 12);
    m.seconds = zone_to_utc(m.zone, (int64_t)((uint64_t)civil_to_seconds(&c) +
                                              days * SECONDS_PER_DAY));
    m.monotonic = 0;
    *out = moment_to_val(cx->arena, m);
    return true;
}

static bool call_sub(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Moment other;

    if (!moment_from_val(cx, args->args[0], &other))
        return false;
    *out = val_from_duration(moment_sub(moment_of(self), &other));
    return true;
}

static bool compare_with(Ctx *cx, const Host *self, const HostArgs *args,
                         int *order)
{
    Moment other;

    if (!moment_from_val(cx, args->args[0], &other))
        return false;
    *order = moment_compare(moment_of(self), &other);
    return true;
}

static bool call_compare(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    int order;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_int(order);
    return true;
}

static bool call_before(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    int order;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order < 0);
    return true;
}

static bool call_after(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    int order;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order > 0);
    return true;
}

static bool call_equal(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    int order;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order == 0);
    return true;
}

/* Go shows the second clock behind a time that came from `now`. */
static void print_time(Ctx *cx, const Host *self, Buf *buf)
{
    const Moment *m = moment_of(self);
    uint64_t reading =
        m->monotonic < 0 ? 0 - (uint64_t)m->monotonic : (uint64_t)m->monotonic;

    (void)cx;
    moment_format(buf, m, STR("2006-01-02 15:04:05.999999999 -0700 MST"));
    if (m->monotonic != 0)
        buf_add_fmt(buf, " m=%c%llu.%09llu", m->monotonic < 0 ? '-' : '+',
                    (unsigned long long)(reading / NANOSECONDS_PER_SECOND),
                    (unsigned long long)(reading % NANOSECONDS_PER_SECOND));
}

static void print_zone_in_go(Buf *buf, const Zone *zone)
{
    if (zone == &zone_utc) {
        buf_add(buf, STR("time.UTC"));
    } else if (zone->is_local) {
        buf_add(buf, STR("time.Local"));
    } else {
        buf_add(buf, STR("time.Location("));
        val_add_quoted(buf, zone->name, false);
        buf_add_byte(buf, ')');
    }
}

static void print_time_in_go(Ctx *cx, const Host *self, Buf *buf)
{
    const Moment *m = moment_of(self);
    Civil c = moment_civil(m);

    (void)cx;
    buf_add_fmt(buf, "time.Date(%lld, time.%s, %d, %d, %d, %d, %d, ",
                (long long)c.year, civil_month_names[c.month - 1], c.day,
                c.hour, c.minute, c.second, m->nanoseconds);
    print_zone_in_go(buf, m->zone);
    buf_add_byte(buf, ')');
}

static Str time_stamp(Ctx *cx, const Host *self)
{
    Buf text;

    buf_init(&text, cx->arena);
    moment_format(&text, moment_of(self), STR(RFC3339));
    return buf_str(&text);
}

static bool call_string(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    Buf text;

    (void)args;
    buf_init(&text, cx->arena);
    print_time(cx, self, &text);
    *out = val_from_str(buf_str(&text));
    return true;
}

static bool get_go_string(Ctx *cx, const Host *self, const HostArgs *args,
                          Val *out)
{
    Buf text;

    (void)args;
    buf_init(&text, cx->arena);
    print_time_in_go(cx, self, &text);
    *out = val_from_str(buf_str(&text));
    return true;
}

static bool time_to_val(Ctx *cx, const Host *self, Val *out)
{
    int64_t year = moment_civil(moment_of(self)).year;

    if (year < 0 || year > 9999)
        return fail_here(cx, ERR_JSON,
                         "json: error calling MarshalJSON for type time.Time: "
                         "Time.MarshalJSON: year outside of range [0,9999]");
    *out = val_from_str(time_stamp(cx, self));
    return true;
}

static bool marshal(Ctx *cx, const Host *self, const char *method, Val *out)
{
    int64_t year = moment_civil(moment_of(self)).year;

    if (year < 0 || year > 9999)
        return fail_here(cx, ERR_CALL,
                         "Time.%s: year outside of range [0,9999]", method);
    *out = val_from_str(time_stamp(cx, self));
    out->go_type = GO_BYTES;
    return true;
}

static bool marshal_text(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)args;
    return marshal(cx, self, "MarshalText", out);
}

static bool marshal_json(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)args;
    if (!marshal(cx, self, "MarshalJSON", out))
        return false;
    *out =
        val_from_str(arena_fmt(cx->arena, "\"%.*s\"", STR_ARG(val_str(*out))));
    out->go_type = GO_BYTES;
    return true;
}

__extension__ typedef __int128 WideInt;

/* What is left of `m` behind a whole number of `unit`, which Go counts from
 * its zero time on. */
static int64_t rest_of(const Moment *m, int64_t unit)
{
    WideInt since = (WideInt)m->seconds - MOMENT_ZERO_SECONDS;
    WideInt rest = (since * NANOSECONDS_PER_SECOND + m->nanoseconds) % unit;

    return (int64_t)(rest < 0 ? rest + unit : rest);
}

static bool call_truncate(Ctx *cx, const Host *self, const HostArgs *args,
                          Val *out)
{
    int64_t unit = val_int(args->args[0]);
    Moment m = *moment_of(self);

    m.monotonic = 0;
    if (unit > 0)
        m = moment_add(m, -rest_of(&m, unit));
    *out = moment_to_val(cx->arena, m);
    return true;
}

static bool call_round(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    int64_t unit = val_int(args->args[0]);
    Moment m = *moment_of(self);

    m.monotonic = 0;
    if (unit > 0) {
        int64_t rest = rest_of(&m, unit);

        m = moment_add(m, rest < unit - rest ? -rest : unit - rest);
    }
    *out = moment_to_val(cx->arena, m);
    return true;
}

#define HIDDEN(name)                                                           \
    {                                                                          \
        name, name " is an unexported field of struct type time.Time", NULL    \
    }
#define TWO_RESULTS(name, type)                                                \
    {                                                                          \
        name,                                                                  \
            "invalid function signature for " name                             \
            ": second return value should be error; is " type,                 \
            NULL                                                               \
    }
#define THREE_RESULTS(name)                                                    \
    {                                                                          \
        name, "function " name " has 3 return values; should be 1 or 2", NULL  \
    }

static const HostMethod time_methods[] = {
    {"Add",         "d",   call_add      },
    {"AddDate",     "iii", call_add_date },
    {"After",       "T",   call_after    },
    {"Before",      "T",   call_before   },
    {"Compare",     "T",   call_compare  },
    {"Day",         "",    get_day       },
    {"Equal",       "T",   call_equal    },
    {"Format",      "s",   call_format   },
    {"Hour",        "",    get_hour      },
    {"IsDST",       "",    is_dst        },
    {"IsZero",      "",    is_zero       },
    {"Local",       "",    to_local      },
    {"Minute",      "",    get_minute    },
    {"Month",       "",    get_month     },
    {"Nanosecond",  "",    get_nanosecond},
    {"Second",      "",    get_second    },
    {"String",      "",    call_string   },
    {"Sub",         "T",   call_sub      },
    {"UTC",         "",    to_utc        },
    {"Unix",        "",    get_unix      },
    {"UnixMicro",   "",    get_unix_micro},
    {"UnixMilli",   "",    get_unix_milli},
    {"UnixNano",    "",    get_unix_nano },
    {"Weekday",     "",    get_weekday   },
    {"Year",        "",    get_year      },
    {"YearDay",     "",    get_year_day  },
    {"GoString",    "",    get_go_string },
    {"MarshalJSON", "",    marshal_json  },
    {"MarshalText", "",    marshal_text  },
    {"Round",       "d",   call_round    },
    {"Truncate",    "d",   call_truncate },
    {"In",          "L",   call_in       },
    {"Location",    "",    get_location  },
    HIDDEN("ext"),
    HIDDEN("loc"),
    HIDDEN("wall"),
    TWO_RESULTS("ISOWeek", "int"),
    TWO_RESULTS("Zone", "int"),
    TWO_RESULTS("ZoneBounds", "time.Time"),
    THREE_RESULTS("Clock"),
    THREE_RESULTS("Date"),
};

static const HostClass time_class = {
    .type_name = "time.Time",
    .kind_name = "struct",
    .methods = time_methods,
    .n_methods = ARRAY_LEN(time_methods),
    .print = print_time,
    .print_go = print_time_in_go,
    .timestamp = time_stamp,
    .to_val = time_to_val,
};
