/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's date page.  A date argument is a time or a number of seconds since
 * 1970; of anything else, a float64 too, sprig makes the present.
 */
#include "base/num.h"
#include "fn/time_host.h"
#include "tmpl/fn.h"
#include "value/print.h"

static Moment moment_from_unix(Arena *arena, int64_t seconds)
{
    return (Moment){seconds, 0, zone_local(arena), 0};
}

/* What sprig's type switch makes of a date. */
static Moment date_arg(Ctx *cx, Val v)
{
    Moment m;

    if (moment_is_val(v) && moment_from_val(cx, v, &m))
        return m;
    if (v.go_type == GO_INT || v.go_type == GO_INT64 || v.go_type == GO_INT32)
        return moment_from_unix(cx->arena, val_int(v));
    return moment_now(cx);
}

/* An unknown zone counts as UTC. */
static Val format_in_zone(Ctx *cx, Str layout, Val date, Str zone_name)
{
    const Zone *zone = zone_load(cx->arena, zone_name);
    Moment m = date_arg(cx, date);
    Buf text;

    m.zone = zone == NULL ? &zone_utc : zone;
    buf_init(&text, cx->arena);
    moment_format(&text, &m, layout);
    return val_from_str(buf_str(&text));
}

/* now */
static bool fn_now(const FnCall *call, Val *out)
{
    *out = moment_to_val(call->cx->arena, moment_now(call->cx));
    return true;
}

/* date LAYOUT DATE */
static bool fn_date_format(const FnCall *call, Val *out)
{
    Str layout = val_str(call->args[0]);

    if (!ctx_want_text(call->cx, layout.len * 4))
        return false;
    *out = format_in_zone(call->cx, layout, call->args[1], STR("Local"));
    return true;
}

/* dateInZone LAYOUT DATE ZONE */
static bool fn_date_in_zone(const FnCall *call, Val *out)
{
    Str layout = val_str(call->args[0]);

    if (!ctx_want_text(call->cx, layout.len * 4))
        return false;
    *out =
        format_in_zone(call->cx, layout, call->args[1], val_str(call->args[2]));
    return true;
}

/* htmlDate DATE */
static bool fn_html_date(const FnCall *call, Val *out)
{
    *out = format_in_zone(call->cx, STR("2006-01-02"), call->args[0],
                          STR("Local"));
    return true;
}

/* htmlDateInZone DATE ZONE */
static bool fn_html_date_in_zone(const FnCall *call, Val *out)
{
    *out = format_in_zone(call->cx, STR("2006-01-02"), call->args[0],
                          val_str(call->args[1]));
    return true;
}

/* dateModify DURATION DATE; a malformed duration changes nothing. */
static bool fn_date_modify(const FnCall *call, Val *out)
{
    int64_t step;
    Moment m;

    if (!moment_from_val(call->cx, call->args[1], &m))
        return false;
    if (moment_parse_duration(call->cx, val_str(call->args[0]), &step))
        m = moment_add(m, step);
    else
        (void)err_take(call->cx);
    *out = moment_to_val(call->cx->arena, m);
    return true;
}

/* mustDateModify DURATION DATE */
static bool fn_must_date_modify(const FnCall *call, Val *out)
{
    int64_t step;
    Moment m;

    if (!moment_from_val(call->cx, call->args[1], &m) ||
        !moment_parse_duration(call->cx, val_str(call->args[0]), &step))
        return false;
    *out = moment_to_val(call->cx->arena, moment_add(m, step));
    return true;
}

static bool set_duration_text(Ctx *cx, int64_t nanoseconds, Val *out)
{
    Buf text;

    buf_init(&text, cx->arena);
    val_add_duration(&text, nanoseconds);
    *out = val_from_str(buf_str(&text));
    return true;
}

/* ago DATE */
static bool fn_ago(const FnCall *call, Val *out)
{
    Val date = call->args[0];
    Moment now = moment_now(call->cx);
    Moment then = date.go_type == GO_INT32 ? now : date_arg(call->cx, date);
    int64_t since = moment_sub(&now, &then);

    return set_duration_text(
        call->cx, moment_round_duration(since, NANOSECONDS_PER_SECOND), out);
}

/* duration SECONDS: an int64 or a text; an int counts as 0. */
static bool fn_duration(const FnCall *call, Val *out)
{
    Val v = call->args[0];
    int64_t seconds = 0;

    if (v.go_type == GO_STRING &&
        num_parse_int(val_str(v), 10, &seconds) == NUM_SYNTAX)
        seconds = 0;
    if (v.go_type == GO_INT64)
        seconds = val_int(v);
    return set_duration_text(
        call->cx,
        (int64_t)((uint64_t)seconds * (uint64_t)NANOSECONDS_PER_SECOND), out);
}

/* What durationRound understands: a text, an int64 of nanoseconds, a time. */
static int64_t duration_arg(Ctx *cx, Val v)
{
    int64_t d = 0;
    Moment m;

    if (moment_is_val(v) && moment_from_val(cx, v, &m)) {
        Moment now = moment_now(cx);

        return moment_sub(&now, &m);
    }
    if (v.go_type == GO_INT64)
        return val_int(v);
    if (v.go_type == GO_STRING && !moment_parse_duration(cx, val_str(v), &d))
        (void)err_take(cx);
    return d;
}

/* durationRound DURATION: its largest unit alone, without a sign. */
static bool fn_duration_round(const FnCall *call, Val *out)
{
    static const struct {
        uint64_t seconds;
        const char *unit;
    } units[] = {
        {31536000, "y" },
        {2592000,  "mo"},
        {86400,    "d" },
        {3600,     "h" },
        {60,       "m" },
        {1,        "s" },
    };
    int64_t d = duration_arg(call->cx, call->args[0]);
    uint64_t left = d < 0 ? 0 - (uint64_t)d : (uint64_t)d;
    Buf text;

    buf_init(&text, call->cx->arena);
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        uint64_t unit = units[i].seconds * NANOSECONDS_PER_SECOND;

        if (left > unit) {
            num_add_uint(&text, left / unit);
            buf_add_c(&text, units[i].unit);
            *out = val_from_str(buf_str(&text));
            return true;
        }
    }
    *out = val_from_str(STR("0s"));
    return true;
}

/* toDate LAYOUT TEXT; a text that does not fit gives the zero time. */
static bool fn_to_date(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Moment m;

    if (!moment_parse(call->cx, val_str(call->args[0]), val_str(call->args[1]),
                      zone_local(arena), &m)) {
        (void)err_take(call->cx);
        m = (Moment){MOMENT_ZERO_SECONDS, 0, &zone_utc, 0};
    }
    *out = moment_to_val(arena, m);
    return true;
}

/* mustToDate LAYOUT TEXT */
static bool fn_must_to_date(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Moment m;

    if (!moment_parse(call->cx, val_str(call->args[0]), val_str(call->args[1]),
                      zone_local(arena), &m))
        return false;
    *out = moment_to_val(arena, m);
    return true;
}

/* unixEpoch DATE */
static bool fn_unix_epoch(const FnCall *call, Val *out)
{
    Moment m;
    Buf text;

    if (!moment_from_val(call->cx, call->args[0], &m))
        return false;
    buf_init(&text, call->cx->arena);
    num_add_int(&text, m.seconds);
    *out = val_from_str(buf_str(&text));
    return true;
}

static const FnDef defs[] = {
    {"ago",              "a",   fn_ago              },
    {"date",             "sa",  fn_date_format      },
    {"dateInZone",       "sas", fn_date_in_zone     },
    {"dateModify",       "sT",  fn_date_modify      },
    {"date_in_zone",     "sas", fn_date_in_zone     },
    {"date_modify",      "sT",  fn_date_modify      },
    {"duration",         "a",   fn_duration         },
    {"durationRound",    "a",   fn_duration_round   },
    {"htmlDate",         "a",   fn_html_date        },
    {"htmlDateInZone",   "as",  fn_html_date_in_zone},
    {"mustDateModify",   "sT",  fn_must_date_modify },
    {"mustToDate",       "ss",  fn_must_to_date     },
    {"must_date_modify", "sT",  fn_must_date_modify },
    {"now",              "",    fn_now              },
    {"toDate",           "ss",  fn_to_date          },
    {"unixEpoch",        "T",   fn_unix_epoch       },
};

const FnFamily fn_date = {"date", defs, ARRAY_LEN(defs)};
