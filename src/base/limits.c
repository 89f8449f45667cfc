/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The rows of limits.h as data, and the text form NAME=NUMBER of a bound.
 */
#include "base/limits.h"

#include "base/num.h"

const Limit limit_rows[LIMITS_LEN] = {
#define LIMIT_ROW(id, field, name, unit, value, what)                          \
    [LIMIT_##id] = {name, unit, what, offsetof(CtxLimits, field)},
    LIMIT_ROWS(LIMIT_ROW)
#undef LIMIT_ROW
};

const CtxLimits ctx_default_limits = {
#define LIMIT_VALUE(id, field, name, unit, value, what) .field = (value),
    LIMIT_ROWS(LIMIT_VALUE)
#undef LIMIT_VALUE
};

size_t limit_get(const CtxLimits *limits, LimitId id)
{
    return *(const size_t *)((const char *)limits + limit_rows[id].offset);
}

typedef struct Suffix {
    const char *unit;
    const char *text;
    size_t factor;
} Suffix;

static const Suffix suffixes[] = {
    {"bytes",   "Ki", (size_t)1 << 10},
    {"bytes",   "Mi", (size_t)1 << 20},
    {"bytes",   "Gi", (size_t)1 << 30},
    {"seconds", "s",  1              },
};

/* The factor behind the number, taken off it. */
static size_t take_suffix(const Limit *limit, Str *number)
{
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        const Suffix *suffix = &suffixes[i];
        Str text = str_from_c(suffix->text);

        if (strcmp(suffix->unit, limit->unit) == 0 &&
            str_has_suffix(*number, text)) {
            *number = str_drop_suffix(*number, text);
            return suffix->factor;
        }
    }
    return 1;
}

static const Limit *find_limit(Str name)
{
    for (size_t i = 0; i < LIMITS_LEN; i++) {
        if (str_eq_c(name, limit_rows[i].name))
            return &limit_rows[i];
    }
    return NULL;
}

bool limit_set(CtxLimits *limits, Str text, const char **reason)
{
    size_t equals = str_find_byte(text, '=', 0);
    Str name = str_slice(text, 0, equals == SIZE_MAX ? text.len : equals);
    const Limit *limit = find_limit(name);
    uint64_t value;
    Str number;
    size_t factor;

    *reason = "there is no such limit";
    if (limit == NULL)
        return false;
    *reason = "want NAME=NUMBER";
    if (equals == SIZE_MAX)
        return false;
    number = str_skip(text, equals + 1);
    factor = take_suffix(limit, &number);
    if (num_parse_uint(number, 10, &value) != NUM_OK || value == 0)
        return false;
    *reason = "the number is too large";
    return num_mul((size_t)value, factor,
                   (size_t *)((char *)limits + limit->offset));
}
