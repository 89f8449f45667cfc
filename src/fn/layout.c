/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Finds the elements of a layout: a table of spellings, the longer before the
 * shorter, and fractions of a second, which have any number of digits.
 */
#include "fn/layout.h"

typedef struct Spelling {
    const char *text;
    LayoutKind kind;
    bool not_in_word; /* no lower-case letter may follow */
} Spelling;

static const Spelling spellings[] = {
    {"January",   LAYOUT_LONG_MONTH,     false},
    {"Jan",       LAYOUT_MONTH,          true },
    {"Monday",    LAYOUT_LONG_WEEKDAY,   false},
    {"Mon",       LAYOUT_WEEKDAY,        true },
    {"MST",       LAYOUT_ZONE_NAME,      false},
    {"01",        LAYOUT_ZERO_MONTH,     false},
    {"02",        LAYOUT_ZERO_DAY,       false},
    {"03",        LAYOUT_ZERO_HOUR12,    false},
    {"04",        LAYOUT_ZERO_MINUTE,    false},
    {"05",        LAYOUT_ZERO_SECOND,    false},
    {"06",        LAYOUT_YEAR,           false},
    {"002",       LAYOUT_ZERO_YEAR_DAY,  false},
    {"15",        LAYOUT_HOUR,           false},
    {"1",         LAYOUT_NUM_MONTH,      false},
    {"2006",      LAYOUT_LONG_YEAR,      false},
    {"2",         LAYOUT_DAY,            false},
    {"__2",       LAYOUT_UNDER_YEAR_DAY, false},
    {"_2",        LAYOUT_UNDER_DAY,      false},
    {"3",         LAYOUT_HOUR12,         false},
    {"4",         LAYOUT_MINUTE,         false},
    {"5",         LAYOUT_SECOND,         false},
    {"PM",        LAYOUT_PM,             false},
    {"pm",        LAYOUT_LOWER_PM,       false},
    {"-070000",   LAYOUT_OFFSET,         false},
    {"-07:00:00", LAYOUT_OFFSET,         false},
    {"-0700",     LAYOUT_OFFSET,         false},
    {"-07:00",    LAYOUT_OFFSET,         false},
    {"-07",       LAYOUT_OFFSET,         false},
    {"Z070000",   LAYOUT_OFFSET_Z,       false},
    {"Z07:00:00", LAYOUT_OFFSET_Z,       false},
    {"Z0700",     LAYOUT_OFFSET_Z,       false},
    {"Z07:00",    LAYOUT_OFFSET_Z,       false},
    {"Z07",       LAYOUT_OFFSET_Z,       false},
};

static bool starts_lower(Str s)
{
    return s.len > 0 && s.ptr[0] >= 'a' && s.ptr[0] <= 'z';
}

/* The element at the start of `s`; LAYOUT_END: none. */
static LayoutKind match_spelling(Str s, size_t *len)
{
    /* Not an underscore and a day, but a literal underscore and a year. */
    if (s.ptr == NULL || str_has_prefix(s, STR("_2006")))
        return LAYOUT_END;
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        Str text = str_from_c(spellings[i].text);

        if (!str_has_prefix(s, text))
            continue;
        if (spellings[i].not_in_word && starts_lower(str_skip(s, text.len)))
            continue;
        *len = text.len;
        return spellings[i].kind;
    }
    return LAYOUT_END;
}

/* ".000" or ",999", if no other digit follows. */
static LayoutKind match_fraction(Str s, size_t *len)
{
    size_t end = 1;

    if ((s.ptr[0] != '.' && s.ptr[0] != ',') || s.len < 2 ||
        (s.ptr[1] != '0' && s.ptr[1] != '9'))
        return LAYOUT_END;
    while (end < s.len && s.ptr[end] == s.ptr[1])
        end++;
    if (end < s.len && s.ptr[end] >= '0' && s.ptr[end] <= '9')
        return LAYOUT_END;
    *len = end;
    return s.ptr[1] == '0' ? LAYOUT_FRACTION_0 : LAYOUT_FRACTION_9;
}

LayoutChunk layout_next(Str layout)
{
    for (size_t i = 0; i < layout.len; i++) {
        Str here = str_skip(layout, i);
        size_t len = 0;
        LayoutKind kind = match_spelling(here, &len);

        if (kind == LAYOUT_END)
            kind = match_fraction(here, &len);
        if (kind != LAYOUT_END)
            return (LayoutChunk){str_slice(layout, 0, i), kind,
                                 str_slice(here, 0, len), str_skip(here, len)};
    }
    return (LayoutChunk){layout, LAYOUT_END, STR_NONE, STR_NONE};
}
