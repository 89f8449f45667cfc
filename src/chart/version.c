/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The check of a chart's version.  Comparing versions and constraints is the
 * semver functions' business; here only the question whether Helm would take
 * the text at all: up to three numbers that fit 64 bits, a pre-release whose
 * numbers have no leading zero, build metadata.
 */
#include "base/num.h"
#include "chart/meta.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '-';
}

/* Takes one number off the front. */
static bool take_number(Str *s)
{
    size_t len = 0;
    uint64_t ignored;
    Str digits;

    while (len < s->len && is_digit(s->ptr[len]))
        len++;
    digits = str_slice(*s, 0, len);
    *s = str_skip(*s, len);
    return len != 0 && num_parse_uint(digits, 10, &ignored) == NUM_OK;
}

/* Takes `a.b.c` off the front: words of letters, digits and dashes. */
static bool take_words(Str *s, bool refuse_zero)
{
    for (;;) {
        size_t len = 0;
        bool numeric = true;

        while (len < s->len && is_word(s->ptr[len])) {
            numeric = numeric && is_digit(s->ptr[len]);
            len++;
        }
        if (len == 0 || (refuse_zero && numeric && len > 1 && *s->ptr == '0'))
            return false;
        *s = str_skip(*s, len);
        if (s->len == 0 || *s->ptr != '.')
            return true;
        *s = str_skip(*s, 1);
    }
}

static bool take_byte(Str *s, char byte)
{
    if (s->len == 0 || *s->ptr != byte)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

bool chart_is_version(Str s)
{
    take_byte(&s, 'v');
    if (!take_number(&s))
        return false;
    for (int i = 0; i < 2 && take_byte(&s, '.'); i++) {
        if (!take_number(&s))
            return false;
    }
    if (take_byte(&s, '-') && !take_words(&s, true))
        return false;
    if (take_byte(&s, '+') && !take_words(&s, false))
        return false;
    return s.len == 0;
}
