/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Plain scalars to values.  The first byte decides what a text can be at all,
 * so that most strings cost one look; short decimal integers never reach the
 * general number readers.
 */
#include "codec/yaml_resolve.h"

#include <math.h>

#include "base/buf.h"
#include "base/num.h"
#include "codec/base64.h"

/* Integers of so many digits are exact in an int64_t. */
#define INT_DIGITS_MAX 18

typedef struct Word {
    const char *text;
    YamlType type;
    int value; /* bool: 0, 1; float: 0 NaN, -1 and 1 infinities */
} Word;

/* By length; each spelling is lower case, Capitalised or UPPER CASE. */
static const Word words[] = {
    {"y",     YAML_TYPE_BOOL,  1 },
    {"n",     YAML_TYPE_BOOL,  0 },
    {"~",     YAML_TYPE_NULL,  0 },
    {"no",    YAML_TYPE_BOOL,  0 },
    {"on",    YAML_TYPE_BOOL,  1 },
    {"yes",   YAML_TYPE_BOOL,  1 },
    {"off",   YAML_TYPE_BOOL,  0 },
    {"true",  YAML_TYPE_BOOL,  1 },
    {"null",  YAML_TYPE_NULL,  0 },
    {".inf",  YAML_TYPE_FLOAT, 1 },
    {"false", YAML_TYPE_BOOL,  0 },
    {"+.inf", YAML_TYPE_FLOAT, 1 },
    {"-.inf", YAML_TYPE_FLOAT, -1},
};

/* Where the words of so many bytes begin, and where those of the longest
 * end. */
static const uint8_t word_starts[YAML_WORD_MAX + 2] = {0, 0, 3, 5, 7, 10, 13};

#define LONG_TAG_PREFIX "tag:yaml.org,2002:"

static const char *const type_tags[] = {
    [YAML_TYPE_NULL] = "!!null",
    [YAML_TYPE_BOOL] = "!!bool",
    [YAML_TYPE_INT] = "!!int",
    [YAML_TYPE_FLOAT] = "!!float",
    [YAML_TYPE_STR] = "!!str",
    [YAML_TYPE_BINARY] = "!!binary",
    [YAML_TYPE_TIMESTAMP] = "!!timestamp",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_any_of(char c, const char *set)
{
    return memchr(set, c, strlen(set)) != NULL;
}

static size_t digits_at(Str s, size_t pos)
{
    size_t end = pos;

    while (end < s.len && is_digit(s.ptr[end]))
        end++;
    return end - pos;
}

/* -- words -- */

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* "yes", "Yes" and "YES", but not "yEs".  Wants a word as long. */
static bool is_spelling_of(Str s, const char *word)
{
    size_t first = 0; /* its first letter; all before are signs and points */
    bool is_lower = true;
    bool is_upper = true;

    if (s.len > 1 && to_lower(s.ptr[1]) != word[1])
        return false;
    if (memcmp(s.ptr, word, s.len) == 0)
        return true;
    while (word[first] == '+' || word[first] == '-' || word[first] == '.')
        first++;
    for (size_t i = 0; i < s.len; i++) {
        if (to_lower(s.ptr[i]) != word[i])
            return false;
        if (i > first && s.ptr[i] == word[i])
            is_upper = false;
        else if (i > first)
            is_lower = false;
    }
    return is_lower || (is_upper && s.ptr[first] != word[first]);
}

static YamlType word_value(const Word *word, Val *out)
{
    if (word->type == YAML_TYPE_BOOL)
        *out = val_from_bool(word->value != 0);
    else if (word->type == YAML_TYPE_FLOAT)
        *out = val_from_float(word->value > 0 ? HUGE_VAL : -HUGE_VAL);
    else
        *out = VAL_NIL_VALUE;
    return word->type;
}

static YamlType resolve_word(Str s, Val *out)
{
    *out = val_from_str(s);
    if (s.len > YAML_WORD_MAX)
        return YAML_TYPE_STR;
    for (size_t i = word_starts[s.len]; i < word_starts[s.len + 1]; i++) {
        if (to_lower(s.ptr[0]) == words[i].text[0] &&
            is_spelling_of(s, words[i].text))
            return word_value(&words[i], out);
    }
    if (s.ptr[0] == '.' && (str_eq(s, STR(".nan")) || str_eq(s, STR(".NaN")) ||
                            str_eq(s, STR(".NAN")))) {
        *out = val_from_float((double)NAN);
        return YAML_TYPE_FLOAT;
    }
    return YAML_TYPE_STR;
}

/* -- timestamps -- */

typedef struct DateReader {
    Str s;
    size_t pos;
    bool ok;
} DateReader;

/* One or two digits with a value of at most `max`. */
static int date_number(DateReader *date, int max)
{
    size_t n = digits_at(date->s, date->pos);
    int value = 0;

    n = n > 2 ? 2 : n;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (date->s.ptr[date->pos + i] - '0');
    date->pos += n;
    date->ok = date->ok && n > 0 && value <= max;
    return value;
}

static void date_byte(DateReader *date, const char *any_of)
{
    date->ok = date->ok && date->pos < date->s.len &&
               is_any_of(date->s.ptr[date->pos], any_of);
    date->pos++;
}

static bool date_is_at(const DateReader *date, const char *any_of)
{
    return date->ok && date->pos < date->s.len &&
           is_any_of(date->s.ptr[date->pos], any_of);
}

static int days_in(int month, int year)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && is_leap ? 29 : days[month - 1];
}

static void date_clock(DateReader *date)
{
    date_number(date, 23);
    date_byte(date, ":");
    date_number(date, 59);
    date_byte(date, ":");
    date_number(date, 59);
    /* Go drops a point without digits here and then trips over it. */
    if (date_is_at(date, ".,") && digits_at(date->s, date->pos + 1) > 0)
        date->pos += 1 + digits_at(date->s, date->pos + 1);
}

/* Z or +hh:mm; Go lets 24 hours and 60 minutes pass. */
static void date_zone(DateReader *date)
{
    if (date_is_at(date, "Z")) {
        date->pos++;
        return;
    }
    date_byte(date, "+-");
    date->ok = date->ok && digits_at(date->s, date->pos) == 2;
    date_number(date, 24);
    date_byte(date, ":");
    date->ok = date->ok && digits_at(date->s, date->pos) == 2;
    date_number(date, 60);
}

bool codec_yaml_is_timestamp(Str text)
{
    DateReader date = {text, 4, digits_at(text, 0) == 4};
    int month;
    int day;

    if (!date_is_at(&date, "-"))
        return false;
    int year = (text.ptr[0] - '0') * 1000 + (text.ptr[1] - '0') * 100 +
               (text.ptr[2] - '0') * 10 + (text.ptr[3] - '0');
    date.pos++;
    month = date_number(&date, 12);
    date_byte(&date, "-");
    day = date_number(&date, 31);
    if (!date.ok || month < 1 || day < 1 || day > days_in(month, year))
        return false;
    if (date_is_at(&date, "Tt")) {
        date.pos++;
        date_clock(&date);
        date_zone(&date);
    } else if (date_is_at(&date, " ")) {
        date.pos++;
        date_clock(&date);
    }
    return date.ok && date.pos == text.len;
}

/* -- numbers -- */

static Str drop_underscores(Arena *arena, Str s)
{
    size_t len = 0;
    char *text;

    if (str_find_byte(s, '_', 0) == SIZE_MAX)
        return s;
    text = arena_alloc_text(arena, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '_')
            text[len++] = s.ptr[i];
    }
    return str_from(text, len);
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? and nothing else */
static bool looks_like_float(Str s)
{
    size_t pos = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
    size_t whole = digits_at(s, pos);
    size_t fraction = 0;

    pos += whole;
    if (pos < s.len && s.ptr[pos] == '.') {
        fraction = digits_at(s, pos + 1);
        pos += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (pos < s.len && (s.ptr[pos] | 32) == 'e') {
        pos++;
        pos += pos < s.len && (s.ptr[pos] == '-' || s.ptr[pos] == '+');
        if (digits_at(s, pos) == 0)
            return false;
        pos += digits_at(s, pos);
    }
    return pos == s.len;
}

static bool parse_integer(Str s, int base, Val *out)
{
    int64_t n;
    uint64_t u;
    NumResult status = num_parse_int(s, base, &n);

    if (status == NUM_OK) {
        *out = val_from_int(n);
        return true;
    }
    if (status == NUM_SYNTAX || num_parse_uint(s, base, &u) != NUM_OK)
        return false;
    *out = val_from_int((int64_t)u);
    out->go_type = GO_UINT64;
    return true;
}

/* go-yaml's own reading of 0b, which lets a second sign pass: 0b+1. */
static bool parse_binary(Arena *arena, Str s, Val *out)
{
    if (str_has_prefix(s, STR("0b")))
        return parse_integer(str_skip(s, 2), 2, out);
    if (!str_has_prefix(s, STR("-0b")))
        return false;
    Str digits = str_skip(s, 3);
    int64_t n;
    digits = arena_fmt(arena, "-%.*s", STR_ARG(digits));
    if (num_parse_int(digits, 2, &n) != NUM_OK)
        return false;
    *out = val_from_int(n);
    return true;
}

static bool parse_float(Str s, Val *out)
{
    double value;

    if (num_parse_float(s, &value) != NUM_OK)
        return false;
    *out = val_from_float(value);
    return true;
}

static bool read_short_decimal(Str s, Val *out)
{
    int64_t n = 0;

    if (s.len > INT_DIGITS_MAX || s.ptr[0] == '0')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
        n = n * 10 + (s.ptr[i] - '0');
    }
    *out = val_from_int(n);
    return true;
}

static YamlType resolve_number(Arena *arena, Str s, Val *out)
{
    if (read_short_decimal(s, out))
        return YAML_TYPE_INT;
    *out = val_from_str(s);
    if (codec_yaml_is_timestamp(s))
        return YAML_TYPE_TIMESTAMP;
    Str digits = drop_underscores(arena, s);
    if (parse_integer(digits, 0, out))
        return YAML_TYPE_INT;
    if (looks_like_float(digits) && parse_float(digits, out))
        return YAML_TYPE_FLOAT;
    return parse_binary(arena, digits, out) ? YAML_TYPE_INT : YAML_TYPE_STR;
}

static YamlType resolve_point(Str s, Val *out)
{
    YamlType type = resolve_word(s, out);

    if (type == YAML_TYPE_STR && parse_float(s, out))
        return YAML_TYPE_FLOAT;
    return type;
}

static YamlType resolve_sign(Arena *arena, Str s, Val *out)
{
    YamlType type = resolve_word(s, out);

    return type == YAML_TYPE_STR ? resolve_number(arena, s, out) : type;
}

YamlType codec_yaml_resolve(Arena *arena, Str text, Val *out)
{
    if (text.len == 0) {
        *out = VAL_NIL_VALUE;
        return YAML_TYPE_NULL;
    }
    switch (text.ptr[0]) {
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return resolve_number(arena, text, out);
    case '+':
    case '-': return resolve_sign(arena, text, out);
    case '.': return resolve_point(text, out);
    case 'y':
    case 'Y':
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O':
    case '~': return resolve_word(text, out);
    default: *out = val_from_str(text); return YAML_TYPE_STR;
    }
}

/* -- tags -- */

/* False for a tag go-yaml has no type for. */
static bool type_of_tag(Str tag, YamlType *out)
{
    if (!str_has_prefix(tag, STR(LONG_TAG_PREFIX)))
        return false;
    Str word = str_drop_prefix(tag, STR(LONG_TAG_PREFIX));
    for (size_t i = 0; i < ARRAY_LEN(type_tags); i++) {
        if (!str_eq_c(word, type_tags[i] + 2))
            continue;
        *out = (YamlType)i;
        return true;
    }
    return false;
}

/* "cannot decode !!str `x` as a !!int"; the text may hold NULs. */
static Str misfit(Arena *arena, YamlType type, Str text, YamlType wanted)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add_fmt(&buf, "cannot decode %s `", type_tags[type]);
    buf_add(&buf, text);
    buf_add_fmt(&buf, "` as a %s", type_tags[wanted]);
    return buf_str(&buf);
}

bool codec_yaml_resolve_tagged(Arena *arena, const char *tag, Str text,
                               Val *out, Str *problem)
{
    Str bytes = text;
    YamlType wanted;
    YamlType type;

    *out = val_from_str(text);
    if (!type_of_tag(str_from_c(tag), &wanted) || wanted == YAML_TYPE_STR)
        return true;
    if (wanted == YAML_TYPE_BINARY) {
        *problem = STR("!!binary value contains invalid base64 data");
        if (!codec_read_base64(arena, text, &bytes))
            return false;
        *out = val_from_str(bytes);
        return true;
    }
    type = codec_yaml_resolve(arena, text, out);
    if (type == YAML_TYPE_TIMESTAMP && wanted != YAML_TYPE_TIMESTAMP)
        type = YAML_TYPE_STR;
    if (type == YAML_TYPE_INT && wanted == YAML_TYPE_FLOAT &&
        out->go_type == GO_INT) {
        *out = val_from_float((double)val_int(*out));
        return true;
    }
    if (type == wanted)
        return true;
    *problem = misfit(arena, type, text, wanted);
    return false;
}
