/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_CIVIL_H
#define OMNI_FN_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

/* The calendar: a count of seconds since 1970 taken apart, without any zone,
 * and put together. */
typedef struct Civil {
    int64_t year;
    int month;    /* 1 to 12 */
    int day;      /* 1 to 31 */
    int year_day; /* 1 to 366 */
    int weekday;  /* 0: Sunday */
    int hour;
    int minute;
    int second;
} Civil;

#define SECONDS_PER_DAY 86400

Civil civil_from_seconds(int64_t seconds);

/* `year_day` and `weekday` are not read; the other fields may be out of their
 * ranges and are carried over, as time.Date does. */
int64_t civil_to_seconds(const Civil *civil);

bool civil_is_leap(int64_t year);

/* Wants a month from 1 to 12. */
int civil_days_in(int month, int64_t year);

extern const char *const civil_month_names[12];
extern const char *const civil_day_names[7];

#endif
