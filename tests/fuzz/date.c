/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A layout and a text of a time in it, a duration, and the rule of a time
 * zone.  A time that is written with all its digits is read as itself.
 */
#include "fn/moment.h"
#include "support.h"

static Str format(Fuzz *fuzz, const Moment *moment, Str layout)
{
    Buf buf;

    buf_init(&buf, &fuzz->arena);
    moment_format(&buf, moment, layout);
    return buf_str(&buf);
}

static void check_moment(Fuzz *fuzz, const Moment *moment)
{
    Str layout = STR("2006-01-02T15:04:05.999999999Z07:00");
    Civil civil = moment_civil(moment);
    Moment again;
    Str text;

    if (civil.year < 0 || civil.year > 9999)
        return;
    text = format(fuzz, moment, layout);
    if (!moment_parse(&fuzz->cx, layout, text, &zone_utc, &again)) {
        fuzz_failed(fuzz);
        return;
    }
    fuzz_want_same("a time written and written again", text,
                   format(fuzz, &again, layout));
}

static void check_time(Fuzz *fuzz, Str layout, Str text, const Zone *zone)
{
    Moment moment;

    if (!moment_parse(&fuzz->cx, layout, text, zone, &moment)) {
        fuzz_failed(fuzz);
        return;
    }
    format(fuzz, &moment, layout);
    check_moment(fuzz, &moment);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ZoneType type = {
        {"LMT", 3},
        600, false
    };
    Zone zone = {.name = STR("Z"), .types = &type, .n_types = 1};
    int64_t duration;
    ZoneSpan span;
    Str layout;
    Fuzz fuzz;
    Str text;

    fuzz_open(&fuzz, data, size);
    layout = fuzz_take(&fuzz);
    text = fuzz_take(&fuzz);
    check_time(&fuzz, layout, text, &zone_utc);
    if (moment_parse_duration(&fuzz.cx, text, &duration))
        moment_round_duration(duration, INT64_C(7000000000));
    else
        fuzz_failed(&fuzz);
    zone.rule = fuzz_take_rest(&fuzz);
    if (zone_rule_at(zone.rule, 0, INT64_C(1700000000), &span))
        check_time(&fuzz, layout, text, &zone);
    fuzz_close(&fuzz);
    return 0;
}
