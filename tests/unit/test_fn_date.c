/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Dates and durations.
 */
#include <stdlib.h>

#include "fn/zone.h"
#include "fn_eval.h"

static void layouts_show_the_reference_time(void **state)
{
    (void)state;
    gives("dateInZone \"2006-01-02T15:04:05Z07:00\" 1700000000 \"UTC\"",
          "2023-11-14T22:13:20Z");
    gives("dateInZone \"Mon, 02 Jan 2006 15:04:05 -0700\" 0 \"UTC\"",
          "Thu, 01 Jan 1970 00:00:00 +0000");
    gives("dateInZone \"Monday January _2 3:04PM MST 06\" 1700000000 \"UTC\"",
          "Tuesday November 14 10:13PM UTC 23");
    gives(
        "dateInZone \"002 __2 1 2 3 4 5 pm .000 .999 2006\" 1700000000 \"UTC\"",
        "318 318 11 14 10 13 20 pm .000  2023");
    gives("dateInZone \"Month Janu 0 x _2006\" 0 \"UTC\"",
          "Month Janu 0 x _1970");
    gives("dateInZone \"-07 -0700 -07:00:00 Z0700\" 0 \"UTC\"",
          "+00 +0000 +00:00:00 Z");
}

static bool has_zone_files(void)
{
    Arena arena;
    bool found;

    arena_init(&arena);
    found = zone_load(&arena, STR("Europe/Berlin")) != NULL;
    arena_release(&arena);
    return found;
}

static void zones_have_their_summer_time(void **state)
{
    (void)state;
    if (!has_zone_files())
        skip();
    gives("dateInZone \"15:04 MST -0700\" 1700000000 \"Europe/Berlin\"",
          "23:13 CET +0100");
    gives("dateInZone \"15:04 MST -07:00\" 1690000000 \"Europe/Berlin\"",
          "06:26 CEST +02:00");
    gives("dateInZone \"15:04 MST\" 1690000000 \"America/New_York\"",
          "00:26 EDT");
    gives(
        "dateInZone \"2006-01-02 15:04 -0700\" 4102444800 \"Australia/Sydney\"",
        "2100-01-01 11:00 +1100");
    gives("dateInZone \"15:04 MST\" 1690000000 \"Asia/Kathmandu\"",
          "10:11 +0545");
    gives("dateInZone \"15:04 MST\" -5000000000 \"Europe/Berlin\"",
          "16:00 LMT");
}

static void an_unknown_zone_is_utc(void **state)
{
    (void)state;
    gives("dateInZone \"MST\" 0 \"Nope/Zone\"", "UTC");
    gives("dateInZone \"MST\" 0 \"../UTC\"", "UTC");
    gives("dateInZone \"MST\" 0 \"\"", "UTC");
    gives("dateInZone \"MST\" 0 \"/etc/localtime\"", "UTC");
}

static void dates_are_times_or_integers(void **state)
{
    (void)state;
    gives("date \"2006-01-02\" 86400", "1970-01-02");
    gives("htmlDate 86400", "1970-01-02");
    gives("date \"2006\" (toDate \"2006-01-02\" \"1999-05-05\")", "1999");
    gives("date \"2006-01-02\" (int64 -86400)", "1969-12-31");
}

static void to_date_gives_a_time(void **state)
{
    (void)state;
    gives("toDate \"2006-01-02\" \"2024-02-29\"",
          "2024-02-29 00:00:00 +0000 UTC");
    gives("toDate \"2006-01-02\" \"2023-02-29\"",
          "0001-01-01 00:00:00 +0000 UTC");
    gives(
        "toDate \"2006-01-02T15:04:05Z07:00\" \"2024-01-02T03:04:05.678+02:00\"",
        "2024-01-02 03:04:05.678 +0200 +0200");
    gives("toDate \"Jan _2 2006 3PM\" \"feb  3 2024 12AM\"",
          "2024-02-03 00:00:00 +0000 UTC");
    gives("toDate \"2006-01-02 MST\" \"2024-01-02 CET\"",
          "2024-01-02 00:00:00 +0000 CET");
    gives("toDate \"2006.002\" \"2024.366\"", "2024-12-31 00:00:00 +0000 UTC");
    gives("typeOf (toDate \"2006\" \"2024\")", "time.Time");
}

static void must_to_date_says_what_does_not_fit(void **state)
{
    (void)state;
    fails("mustToDate \"2006-01-02\" \"2024-13-01\"",
          "parsing time \"2024-13-01\": month out of range");
    fails("mustToDate \"2006-01-02\" \"2023-02-29\"",
          "parsing time \"2023-02-29\": day out of range");
    fails(
        "mustToDate \"2006-01-02\" \"x\"",
        "parsing time \"x\" as \"2006-01-02\": cannot parse \"x\" as \"2006\"");
    fails("mustToDate \"2006\" \"2024x\"",
          "parsing time \"2024x\": extra text: \"x\"");
    fails("mustToDate \"15:04\" \"25:00\"",
          "parsing time \"25:00\": hour out of range");
    fails("mustToDate \"Jan\" \"Foo\"",
          "parsing time \"Foo\" as \"Jan\": cannot parse \"Foo\" as \"Jan\"");
    fails("mustToDate \"2006 002\" \"2023 366\"",
          "parsing time \"2023 366\": day-of-year out of range");
    fails("mustToDate \"-0700\" \"+2500\"",
          "parsing time \"+2500\": time zone offset hour out of range");
    fails(
        "mustToDate \"2006\\\"\" \"\303\251\"",
        "parsing time \"\\xc3\\xa9\" as \"2006\\\"\": cannot parse \"\\xc3\\xa9\" as \"2006\"");
}

static void a_time_has_go_s_methods(void **state)
{
    (void)state;
    gives("(toDate \"2006-01-02\" \"2024-02-29\").Year", "2024");
    gives("(toDate \"2006-01-02\" \"2024-02-29\").Month", "February");
    gives("(toDate \"2006-01-02\" \"2024-02-29\").Weekday", "Thursday");
    gives("(toDate \"2006-01-02\" \"2024-02-29\").YearDay", "60");
    gives("(toDate \"2006-01-02\" \"2024-02-29\").Unix", "1709164800");
    gives("(toDate \"2006-01-02\" \"2024-02-29\").Format \"02.01.\"", "29.02.");
    gives("(toDate \"2006-01-02\" \"2024-01-31\").AddDate 0 1 0",
          "2024-03-02 00:00:00 +0000 UTC");
    gives("(toDate \"x\" \"y\").IsZero", "true");
    gives("(toDate \"2006\" \"2024\").Sub (toDate \"2006\" \"2023\")",
          "8760h0m0s");
    gives("(toDate \"2006\" \"2024\").After (toDate \"2006\" \"2023\")",
          "true");
    gives("toDate \"2006-01-02\" \"2024-02-29\" | toJson",
          "\"2024-02-29T00:00:00Z\"");
    gives("(toDate \"2006\" \"2024\").Month | printf \"%s\"", "January");
}

static void date_modify_adds_a_duration(void **state)
{
    (void)state;
    gives("dateModify \"-1.5h\" (toDate \"2006\" \"2024\")",
          "2023-12-31 22:30:00 +0000 UTC");
    gives("date_modify \"48h\" (toDate \"2006\" \"2024\") | date \"01-02\"",
          "01-03");
    gives("dateModify \"x\" (toDate \"2006\" \"2024\")",
          "2024-01-01 00:00:00 +0000 UTC");
    gives("mustDateModify \"1h30m10s500ms\" (toDate \"2006\" \"2024\")",
          "2024-01-01 01:30:10.5 +0000 UTC");
    fails("mustDateModify \"x\" (toDate \"2006\" \"2024\")",
          "time: invalid duration \"x\"");
    fails("must_date_modify \"1\" (toDate \"2006\" \"2024\")",
          "time: missing unit in duration \"1\"");
    fails("mustDateModify \"1y\" (toDate \"2006\" \"2024\")",
          "time: unknown unit \"y\" in duration \"1y\"");
    fails("mustDateModify \"\" (toDate \"2006\" \"2024\")",
          "time: invalid duration \"\"");
}

static void duration_takes_int64_and_text(void **state)
{
    (void)state;
    gives("duration \"95\"", "1m35s");
    gives("duration (int64 3661)", "1h1m1s");
    gives("duration 95", "0s");
    gives("duration \"x\"", "0s");
    gives("duration nil", "0s");
    gives("duration \"-1\"", "-1s");
}

static void duration_round_keeps_the_largest_unit(void **state)
{
    (void)state;
    gives("durationRound \"2h10m\"", "2h");
    gives("durationRound \"400h\"", "16d");
    gives("durationRound \"9000h\"", "1y");
    gives("durationRound \"1000h\"", "1mo");
    gives("durationRound \"1h\"", "60m");
    gives("durationRound \"-90s\"", "1m");
    gives("durationRound \"1ms\"", "0s");
    gives("durationRound (int64 120000000000)", "2m");
    gives("durationRound 5", "0s");
    gives("durationRound \"x\"", "0s");
}

static void local_time_is_go_s_own_even_where_it_is_utc(void **state)
{
    (void)state;
    gives("printf \"%#v\" (toDate \"2006\" \"2024\")",
          "time.Date(2024, time.January, 1, 0, 0, 0, 0, time.Local)");
    gives("printf \"%#v\" (toDate \"2006\" \"2024\").UTC",
          "time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)");
}

static void unix_epoch_is_text(void **state)
{
    (void)state;
    gives("unixEpoch (toDate \"2006-01-02\" \"1970-01-02\")", "86400");
    gives("typeOf (unixEpoch (toDate \"2006\" \"2000\"))", "string");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_show_the_reference_time),
        cmocka_unit_test(zones_have_their_summer_time),
        cmocka_unit_test(an_unknown_zone_is_utc),
        cmocka_unit_test(dates_are_times_or_integers),
        cmocka_unit_test(to_date_gives_a_time),
        cmocka_unit_test(must_to_date_says_what_does_not_fit),
        cmocka_unit_test(a_time_has_go_s_methods),
        cmocka_unit_test(date_modify_adds_a_duration),
        cmocka_unit_test(duration_takes_int64_and_text),
        cmocka_unit_test(duration_round_keeps_the_largest_unit),
        cmocka_unit_test(local_time_is_go_s_own_even_where_it_is_utc),
        cmocka_unit_test(unix_epoch_is_text),
    };

    if (setenv("TZ", "UTC", 1) != 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
