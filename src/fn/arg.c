/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Conversions of arguments as sprig makes them: numbers by spf13/cast, texts
 * and lists of texts by its own strval and strslice, lists by reflection.
 */
#include "fn/arg.h"

#include "base/num.h"
#include "value/host.h"
#include "value/list_room.h"
#include "value/print.h"

/* Without a '.' and the zeros behind it, if nothing else is behind it. */
static Str drop_zero_decimals(Str s)
{
    size_t end = s.len;

    while (end > 0 && s.ptr[end - 1] == '0')
        end--;
    if (end == s.len || end == 0 || s.ptr[end - 1] != '.')
        return s;
    return str_slice(s, 0, end - 1);
}

static int64_t int64_of_text(Str s)
{
    int64_t n;

    if (num_parse_int(drop_zero_decimals(s), 0, &n) != NUM_OK)
        return 0;
    return n;
}

/* time.Month and time.Weekday; 0 for the others. */
static int64_t number_of_host(const Host *host)
{
    return host->class_->number == NULL ? 0 : host->class_->number(host);
}

int64_t arg_to_int64(Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL: return v.as.boolean;
    case VAL_INT: return v.go_type == GO_DURATION ? 0 : v.as.integer;
    case VAL_FLOAT: return num_float_to_int(v.as.number);
    case VAL_STRING:
        return v.go_type == GO_STRING ? int64_of_text(val_str(v)) : 0;
    case VAL_NIL:
    case VAL_LIST:
    case VAL_MAP: break;
    case VAL_HOST: return number_of_host(v.as.host);
    }
    return 0;
}

static bool is_unsigned(Val v)
{
    return v.go_type == GO_UINT || v.go_type == GO_UINT8 ||
           v.go_type == GO_UINT32 || v.go_type == GO_UINT64;
}

static double float_of_int(Val v)
{
    if (v.go_type == GO_DURATION)
        return 0;
    if (is_unsigned(v))
        return (double)(uint64_t)v.as.integer;
    return (double)v.as.integer;
}

static double float_of_text(Str s)
{
    double n;

    if (num_parse_float(s, &n) != NUM_OK)
        return 0;
    return n;
}

double arg_to_float64(Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL: return v.as.boolean ? 1 : 0;
    case VAL_INT: return float_of_int(v);
    case VAL_FLOAT: return v.as.number;
    case VAL_STRING:
        return v.go_type == GO_STRING ? float_of_text(val_str(v)) : 0;
    case VAL_NIL:
    case VAL_LIST:
    case VAL_MAP: break;
    case VAL_HOST: return (double)number_of_host(v.as.host);
    }
    return 0;
}

bool arg_strval(Ctx *cx, Val v, Str *out)
{
    return val_to_text(cx, v, out);
}

static bool texts_of(Ctx *cx, const List *elements, const List **out)
{
    ListBuilder builder;
    Str text;

    list_builder_init(&builder, cx->arena, elements->len);
    for (size_t i = 0; i < elements->len; i++) {
        if (val_is_nil(elements->items[i]))
            continue;
        if (!arg_strval(cx, elements->items[i], &text))
            return false;
        list_builder_add(&builder, val_from_str(text));
    }
    *out = list_builder_done(&builder);
    return true;
}

bool arg_strslice(Ctx *cx, Val v, const List **out)
{
    if (v.kind == VAL_LIST && v.go_type == GO_STRINGS) {
        *out = val_list(v);
        return true;
    }
    if (arg_is_list(v))
        return texts_of(cx, arg_elements(cx->arena, v), out);
    return texts_of(cx, list_new(cx->arena, &v, 1), out);
}

Val arg_strings(Arena *arena, Val v, const List *list)
{
    Val out = val_from_strings(list);

    if (v.kind != VAL_LIST)
        return out;
    if (v.go_type != GO_STRINGS)
        return list_with_room(arena, out, val_list(v)->len - list->len);
    out.len = v.len;
    return out;
}

bool arg_is_list(Val v)
{
    return v.kind == VAL_LIST ||
           (v.kind == VAL_STRING && v.go_type == GO_BYTES);
}

const List *arg_elements(Arena *arena, Val v)
{
    ListBuilder builder;

    assert(arg_is_list(v));
    if (v.kind == VAL_LIST)
        return val_list(v);
    list_builder_init(&builder, arena, v.len);
    for (size_t i = 0; i < v.len; i++)
        list_builder_add(&builder,
                         (Val){.kind = VAL_INT,
                               .go_type = GO_UINT8,
                               .as.integer = (unsigned char)v.as.str[i]});
    return list_builder_done(&builder);
}

bool arg_list(Ctx *cx, Val v, const char *complaint, const List **out)
{
    if (arg_is_list(v)) {
        *out = arg_elements(cx->arena, v);
        return true;
    }
    if (val_is_nil(v))
        return arg_fail_nil(cx);
    return fail_here(cx, ERR_CALL, "%s %.*s", complaint,
                     STR_ARG(val_kind_name(v)));
}

Val arg_nil_list(Arena *arena)
{
    return val_typed_nil(val_from_list(list_new(arena, NULL, 0)));
}

bool arg_is_nil_map(Val v)
{
    return v.kind == VAL_MAP && v.typed_nil != 0;
}

Val arg_plain_map(Val v)
{
    Val plain = val_from_map(val_map(v));

    plain.typed_nil = v.typed_nil;
    return plain;
}

bool arg_fail_nil(Ctx *cx)
{
    return fail_here(cx, ERR_CALL,
                     "runtime error: invalid memory address or nil pointer "
                     "dereference");
}
