/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The rule at the end of a zone file, "CET-1CEST,M3.5.0,M10.5.0/3": two names
 * with their offsets and the two days of the year on which they change.
 */
#include "fn/civil.h"
#include "fn/zone.h"

typedef enum RuleKind { RULE_JULIAN, RULE_DAY, RULE_WEEKDAY } RuleKind;

typedef struct Rule {
    RuleKind kind;
    int month;
    int week; /* 5: the last one */
    int day;
    int time; /* seconds behind midnight */
} Rule;

static bool skip_byte(Str *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_number(Str *s, int min, int max, int *out)
{
    int value = 0;

    if (s->len == 0 || !is_digit(s->ptr[0]))
        return false;
    while (s->len > 0 && is_digit(s->ptr[0])) {
        value = value * 10 + (s->ptr[0] - '0');
        if (value > max)
            return false;
        *s = str_skip(*s, 1);
    }
    *out = value;
    return value >= min;
}

/* "CET" or "<+03>". */
static bool read_name(Str *s, Str *out)
{
    size_t end = 0;

    if (skip_byte(s, '<')) {
        end = str_find_byte(*s, '>', 0);
        if (end == SIZE_MAX)
            return false;
        *out = str_slice(*s, 0, end);
        *s = str_skip(*s, end + 1);
        return true;
    }
    while (end < s->len && strchr("0123456789,-+", s->ptr[end]) == NULL)
        end++;
    *out = str_slice(*s, 0, end);
    *s = str_skip(*s, end);
    return end >= 3;
}

/* "[+-]hours[:minutes[:seconds]]" */
static bool read_offset(Str *s, int *out)
{
    bool negative = skip_byte(s, '-');
    int minutes = 0;
    int seconds = 0;
    int hours;

    if (!negative)
        (void)skip_byte(s, '+');
    if (!read_number(s, 0, 24 * 7, &hours))
        return false;
    if (skip_byte(s, ':') && !read_number(s, 0, 59, &minutes))
        return false;
    if (skip_byte(s, ':') && !read_number(s, 0, 59, &seconds))
        return false;
    *out = hours * 3600 + minutes * 60 + seconds;
    if (negative)
        *out = -*out;
    return true;
}

/* "J60", "59" or "M3.5.0", and perhaps "/time". */
static bool read_rule(Str *s, Rule *out)
{
    Rule rule = {.time = 2 * 3600};

    if (skip_byte(s, 'J')) {
        rule.kind = RULE_JULIAN;
        if (!read_number(s, 1, 365, &rule.day))
            return false;
    } else if (skip_byte(s, 'M')) {
        rule.kind = RULE_WEEKDAY;
        if (!read_number(s, 1, 12, &rule.month) || !skip_byte(s, '.') ||
            !read_number(s, 1, 5, &rule.week) || !skip_byte(s, '.') ||
            !read_number(s, 0, 6, &rule.day))
            return false;
    } else {
        rule.kind = RULE_DAY;
        if (!read_number(s, 0, 365, &rule.day))
            return false;
    }
    if (skip_byte(s, '/') && !read_offset(s, &rule.time))
        return false;
    *out = rule;
    return true;
}

/* Days from the first of January to the day of the rule. */
static int rule_day(const Rule *rule, int64_t year)
{
    Civil first = {.year = year, .month = rule->month, .day = 1};
    int day;

    if (rule->kind == RULE_DAY)
        return rule->day;
    if (rule->kind == RULE_JULIAN)
        return rule->day - 1 + (civil_is_leap(year) && rule->day >= 60 ? 1 : 0);
    first = civil_from_seconds(civil_to_seconds(&first));
    day = (rule->day - first.weekday + 7) % 7;
    for (int i = 1; i < rule->week; i++) {
        if (day + 7 < civil_days_in(rule->month, year))
            day += 7;
    }
    return first.year_day - 1 + day;
}

/* Both halves of a rule that has daylight saving. */
static bool read_changes(Str s, Rule *start, Rule *end)
{
    if (s.len == 0)
        s = STR(",M3.2.0,M11.1.0");
    if (!skip_byte(&s, ',') && !skip_byte(&s, ';'))
        return false;
    return read_rule(&s, start) && skip_byte(&s, ',') && read_rule(&s, end) &&
           s.len == 0;
}

static ZoneSpan span_in_year(int64_t seconds, ZoneType standard,
                             ZoneType summer, const Rule rules[2])
{
    Civil now = civil_from_seconds(seconds);
    Civil new_year = {.year = now.year, .month = 1, .day = 1};
    int64_t year_start = civil_to_seconds(&new_year);
    int64_t start = year_start + rules[0].time - standard.offset +
                    (int64_t)rule_day(&rules[0], now.year) * SECONDS_PER_DAY;
    int64_t end = year_start + rules[1].time - summer.offset +
                  (int64_t)rule_day(&rules[1], now.year) * SECONDS_PER_DAY;

    /* In the south summer is at both ends of the year. */
    if (end < start) {
        ZoneType outer = summer;
        int64_t later = start;

        summer = standard;
        standard = outer;
        start = end;
        end = later;
    }
    if (seconds < start)
        return (ZoneSpan){standard, year_start, start};
    if (seconds < end)
        return (ZoneSpan){summer, start, end};
    return (ZoneSpan){standard, end,
                      year_start + (int64_t)365 * SECONDS_PER_DAY};
}

/* Offsets in a rule are west of Greenwich. */
bool zone_rule_at(Str rule, int64_t last, int64_t seconds, ZoneSpan *out)
{
    ZoneType standard = {.is_dst = false};
    ZoneType summer = {.is_dst = true};
    Rule rules[2];
    int west;

    if (!read_name(&rule, &standard.name) || !read_offset(&rule, &west))
        return false;
    standard.offset = -west;
    if (rule.len == 0 || rule.ptr[0] == ',') {
        *out = (ZoneSpan){standard, last, INT64_MAX};
        return true;
    }
    if (!read_name(&rule, &summer.name))
        return false;
    summer.offset = standard.offset + 3600;
    if (rule.len > 0 && rule.ptr[0] != ',') {
        if (!read_offset(&rule, &west))
            return false;
        summer.offset = -west;
    }
    if (!read_changes(rule, &rules[0], &rules[1]))
        return false;
    *out = span_in_year(seconds, standard, summer, rules);
    return true;
}
