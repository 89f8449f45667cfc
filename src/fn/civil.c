/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The Gregorian calendar, extended to all years.  Days are counted in eras of
 * 400 years that begin on the first of March, so that the leap day comes last.
 * Sums wrap, as Go's do, instead of overflowing.
 */
#include "fn/civil.h"

#define DAYS_PER_ERA 146097
#define ERA_TO_EPOCH 719468 /* days from 0000-03-01 to 1970-01-01 */
/* Days from the first day that Go counts from, in the year -292277022400, to
 * 1970-01-01. */
#define GO_TO_EPOCH (UINT64_C(730692556) * DAYS_PER_ERA + ERA_TO_EPOCH)
#define MARCH       3
#define THURSDAY    4

const char *const civil_month_names[12] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

const char *const civil_day_names[7] = {
    "Sunday",   "Monday", "Tuesday",  "Wednesday",
    "Thursday", "Friday", "Saturday",
};

static const int days_before[13] = {0,   31,  59,  90,  120, 151, 181,
                                    212, 243, 273, 304, 334, 365};

bool civil_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_days_in(int month, int64_t year)
{
    if (month == 2 && civil_is_leap(year))
        return 29;
    return days_before[month] - days_before[month - 1];
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static void set_date(Civil *civil, int64_t days)
{
    int64_t shifted = days + ERA_TO_EPOCH;
    int64_t era = floor_div(shifted, DAYS_PER_ERA);
    int64_t day = shifted - era * DAYS_PER_ERA;
    int64_t year =
        (day - day / 1460 + day / 36524 - day / (DAYS_PER_ERA - 1)) / 365;
    int64_t year_day = day - (365 * year + year / 4 - year / 100);
    int64_t march_month = (5 * year_day + 2) / 153;

    civil->day = (int)(year_day - (153 * march_month + 2) / 5 + 1);
    civil->month =
        (int)(march_month < 10 ? march_month + MARCH : march_month - 9);
    civil->year = year + era * 400 + (civil->month < MARCH ? 1 : 0);
    civil->year_day = days_before[civil->month - 1] + civil->day;
    if (civil->month >= MARCH && civil_is_leap(civil->year))
        civil->year_day++;
}

Civil civil_from_seconds(int64_t seconds)
{
    uint64_t counted = (uint64_t)seconds + GO_TO_EPOCH * SECONDS_PER_DAY;
    int64_t days = (int64_t)(counted / SECONDS_PER_DAY - GO_TO_EPOCH);
    int rest = (int)(counted % SECONDS_PER_DAY);
    int64_t weekday = (days % 7 + THURSDAY + 7) % 7;
    Civil civil = {0};

    set_date(&civil, days);
    civil.weekday = (int)weekday;
    civil.hour = rest / 3600;
    civil.minute = rest / 60 % 60;
    civil.second = rest % 60;
    return civil;
}

/* Days from 1970-01-01 to the first of the month. */
static uint64_t days_to_month(int64_t year, int month)
{
    int64_t march_year = (int64_t)((uint64_t)year - (month < MARCH ? 1 : 0));
    int64_t era = floor_div(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t march_month = month < MARCH ? month + 9 : month - MARCH;
    int64_t day = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 +
                  (153 * march_month + 2) / 5;

    return (uint64_t)era * DAYS_PER_ERA + (uint64_t)day - ERA_TO_EPOCH;
}

int64_t civil_to_seconds(const Civil *civil)
{
    int64_t month = (int64_t)civil->month - 1;
    int64_t year =
        (int64_t)((uint64_t)civil->year + (uint64_t)floor_div(month, 12));
    int month_of_year = (int)(month - floor_div(month, 12) * 12) + 1;
    uint64_t days =
        days_to_month(year, month_of_year) + (uint64_t)civil->day - 1;

    return (int64_t)(days * SECONDS_PER_DAY + (uint64_t)civil->hour * 3600 +
                     (uint64_t)civil->minute * 60 + (uint64_t)civil->second);
}
