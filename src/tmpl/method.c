/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Methods of the named types that are plain values: .Values itself, the API
 * version set, durations and errors.  A template that uses a key of such a
 * name calls the method, as in Go.  Hosts bring their own.
 */
#include "tmpl/exec.h"

#include "codec/yaml_write.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

#define SECOND INT64_C(1000000000)

typedef struct TypeMethods {
    const FnDef *defs;
    uint32_t len;
    uint32_t initials; /* a bit for each letter that a name begins with */
} TypeMethods;

#define INITIAL(letter) (UINT32_C(1) << ((letter) - 'A'))

/* Fails with the text a panic of Go's runtime has. */
static bool fail_nil_pointer(const FnCall *call)
{
    return fail_here(call->cx, ERR_CALL,
                     "runtime error: invalid memory address or nil pointer "
                     "dereference");
}

/* common.Values */

static bool values_as_map(const FnCall *call, Val *out)
{
    *out = val_from_map(val_map(call->args[0]));
    return true;
}

static bool values_yaml(const FnCall *call, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!codec_write_yaml(call->cx, &buf, call->args[0]))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* No value that a template has is an io.Writer but nil. */
static bool values_encode(const FnCall *call, Val *out)
{
    (void)out;
    return fail_nil_pointer(call);
}

/* Walks the keys of `path`, parted by dots; false unless all lead to maps. */
static bool find_table(Ctx *cx, Val from, Str path, Val *out, Str *missing)
{
    Val table = from;

    for (size_t start = 0; start <= path.len;) {
        size_t dot = str_find_byte(path, '.', start);
        size_t end = dot == SIZE_MAX ? path.len : dot;

        *missing = str_slice(path, start, end);
        if (!map_read(cx, val_map(table), *missing, &table) ||
            (table.go_type != GO_MAP && table.go_type != GO_VALUES))
            return false;
        start = end + 1;
    }
    *out = table;
    return true;
}

/* Values.Table PATH: the map at a path of keys parted by dots. */
static bool values_table(const FnCall *call, Val *out)
{
    Val table;
    Str missing;

    if (!find_table(call->cx, call->args[0], val_str(call->args[1]), &table,
                    &missing)) {
        missing = node_quote(call->cx->arena, missing);
        return fail_here(call->cx, ERR_CALL, "%.*s is not a table",
                         STR_ARG(missing));
    }
    table.go_type = GO_VALUES;
    *out = table;
    return true;
}

/* Values.PathValue PATH: what is at the end of a path, if it is no plain map
 * (for Go common.Values is none). */
static bool values_path_value(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;
    Val table = call->args[0];
    Str path = val_str(call->args[1]);
    size_t cut = path.len;
    Str key;

    if (path.len == 0)
        return fail_here(cx, ERR_CALL, "YAML path cannot be empty");
    while (cut > 0 && path.ptr[cut - 1] != '.')
        cut--;
    key = str_skip(path, cut);
    if ((cut == 0 || find_table(cx, table, str_slice(path, 0, cut - 1), &table,
                                &(Str){0})) &&
        map_read(cx, val_map(table), key, out) && out->go_type != GO_MAP)
        return true;
    key = node_quote(cx->arena, key);
    return fail_here(cx, ERR_CALL, "%.*s is not a value", STR_ARG(key));
}

static const FnDef values_methods[] = {
    {"AsMap",     "",  values_as_map    },
    {"Encode",    "w", values_encode    },
    {"PathValue", "s", values_path_value},
    {"Table",     "s", values_table     },
    {"YAML",      "",  values_yaml      },
};

/* common.VersionSet */

static bool versions_has(const FnCall *call, Val *out)
{
    const List *versions = val_list(call->args[0]);
    Str wanted = val_str(call->args[1]);
    bool found = false;

    for (size_t i = 0; i < versions->len && !found; i++)
        found = str_eq(val_str(versions->items[i]), wanted);
    *out = val_from_bool(found);
    return true;
}

static const FnDef version_set_methods[] = {
    {"Has", "s", versions_has},
};

/* error */

static bool error_text(const FnCall *call, Val *out)
{
    *out = val_from_str(val_str(call->args[0]));
    return true;
}

static const FnDef error_methods[] = {
    {"Error", "", error_text},
};

/* time.Duration */

static Val duration(int64_t n)
{
    return (Val){.kind = VAL_INT, .go_type = GO_DURATION, .as.integer = n};
}

static bool duration_string(const FnCall *call, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!val_print(call->cx, &buf, call->args[0]))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* Whole units and the rest are divided apart, as Go does, so that the result
 * rounds once. */
static Val in_units(Val v, int64_t unit)
{
    int64_t n = val_int(v);

    return val_from_float((double)(n / unit) +
                          (double)(n % unit) / (double)unit);
}

static bool duration_hours(const FnCall *call, Val *out)
{
    *out = in_units(call->args[0], 3600 * SECOND);
    return true;
}

static bool duration_minutes(const FnCall *call, Val *out)
{
    *out = in_units(call->args[0], 60 * SECOND);
    return true;
}

static bool duration_seconds(const FnCall *call, Val *out)
{
    *out = in_units(call->args[0], SECOND);
    return true;
}

static bool duration_milliseconds(const FnCall *call, Val *out)
{
    *out = val_from_int64(val_int(call->args[0]) / 1000000);
    return true;
}

static bool duration_microseconds(const FnCall *call, Val *out)
{
    *out = val_from_int64(val_int(call->args[0]) / 1000);
    return true;
}

static bool duration_nanoseconds(const FnCall *call, Val *out)
{
    *out = val_from_int64(val_int(call->args[0]));
    return true;
}

static bool duration_abs(const FnCall *call, Val *out)
{
    int64_t n = val_int(call->args[0]);

    if (n < 0)
        n = n == INT64_MIN ? INT64_MAX : -n;
    *out = duration(n);
    return true;
}

static bool duration_truncate(const FnCall *call, Val *out)
{
    int64_t n = val_int(call->args[0]);
    int64_t unit = val_int(call->args[1]);

    *out = duration(unit <= 0 ? n : n - n % unit);
    return true;
}

/* To the nearest multiple, halves away from zero; past the largest duration
 * the largest. */
static bool duration_round(const FnCall *call, Val *out)
{
    int64_t n = val_int(call->args[0]);
    int64_t unit = val_int(call->args[1]);
    int64_t rest;
    int64_t low;

    *out = duration(n);
    if (unit <= 0)
        return true;
    rest = n % unit;
    low = n - rest;
    rest = rest < 0 ? -rest : rest;
    if (rest < unit - rest)
        *out = duration(low);
    else if (n < 0)
        *out = duration(low < INT64_MIN + unit ? INT64_MIN : low - unit);
    else
        *out = duration(low > INT64_MAX - unit ? INT64_MAX : low + unit);
    return true;
}

static const FnDef duration_methods[] = {
    {"Abs",          "",  duration_abs         },
    {"Hours",        "",  duration_hours       },
    {"Microseconds", "",  duration_microseconds},
    {"Milliseconds", "",  duration_milliseconds},
    {"Minutes",      "",  duration_minutes     },
    {"Nanoseconds",  "",  duration_nanoseconds },
    {"Round",        "d", duration_round       },
    {"Seconds",      "",  duration_seconds     },
    {"String",       "",  duration_string      },
    {"Truncate",     "d", duration_truncate    },
};

#define VALUES_INITIALS                                                        \
    (INITIAL('A') | INITIAL('E') | INITIAL('P') | INITIAL('T') | INITIAL('Y'))
#define DURATION_INITIALS                                                      \
    (INITIAL('A') | INITIAL('H') | INITIAL('M') | INITIAL('N') |               \
     INITIAL('R') | INITIAL('S') | INITIAL('T'))
#define METHODS(defs, initials)                                                \
    {                                                                          \
        defs, ARRAY_LEN(defs), initials                                        \
    }

static const TypeMethods methods[GO_TYPE_COUNT] = {
    [GO_VALUES] = METHODS(values_methods, VALUES_INITIALS),
    [GO_VERSION_SET] = METHODS(version_set_methods, INITIAL('H')),
    [GO_ERROR] = METHODS(error_methods, INITIAL('E')),
    [GO_DURATION] = METHODS(duration_methods, DURATION_INITIALS),
};

/* Methods that templates see are exported, keys of values seldom look so. */
static bool is_initial(const TypeMethods *of, char c)
{
    return c >= 'A' && c <= 'Z' && (of->initials & INITIAL(c)) != 0;
}

const FnDef *method_of_type(GoType type, Str name)
{
    const TypeMethods *of = &methods[type];

    if (name.len == 0 || !is_initial(of, *name.ptr))
        return NULL;
    for (size_t i = 0; i < of->len; i++) {
        if (str_eq_c(name, of->defs[i].name))
            return &of->defs[i];
    }
    return NULL;
}
