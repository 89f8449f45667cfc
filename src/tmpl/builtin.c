/* SPDX-License-Identifier: MPL-2.0 */
/*
 * text/template's own functions but the escapers (escape.c).  Their arguments
 * are reflect.Values: whether one is an interface still shows, and nil comes
 * as the nil interface or as the invalid value, which messages tell apart.
 */
#include "tmpl/builtin.h"

#include "tmpl/escape.h"
#include "tmpl/exec.h"
#include "value/compare.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

static bool fail_type(const FnCall *call, const char *clause, Val v)
{
    Str type = val_static_type(v);

    return fail_here(call->cx, ERR_CALL, "%s %.*s", clause, STR_ARG(type));
}

/* The same for the thing behind a pointer. */
static bool fail_indirect_type(const FnCall *call, const char *clause, Val v)
{
    Str type = str_drop_prefix(val_type_name(v), STR("*"));

    return fail_here(call->cx, ERR_CALL, "%s %.*s", clause, STR_ARG(type));
}

static bool is_invalid(Val v)
{
    return val_is_nil(v) && v.iface == 0;
}

/* The map behind a map or a host that is one; NULL: `v` is no map.  False
 * when the host fails. */
static bool as_map(const FnCall *call, Val v, Map **out)
{
    *out = NULL;
    if (v.kind == VAL_MAP)
        *out = val_map(v);
    else if (v.kind == VAL_HOST && v.as.host->class_->as_map != NULL)
        return v.as.host->class_->as_map(call->cx, v.as.host, out);
    return true;
}

/* and, or, not */

static bool pick(const FnCall *call, bool stop_at, Val *out)
{
    size_t i = 0;

    while (i + 1 < call->n && val_truth(val_unwrap(call->args[i])) != stop_at)
        i++;
    *out = call->args[i];
    return true;
}

bool builtin_and(const FnCall *call, Val *out)
{
    return pick(call, false, out);
}

bool builtin_or(const FnCall *call, Val *out)
{
    return pick(call, true, out);
}

static bool builtin_not(const FnCall *call, Val *out)
{
    *out = val_from_bool(!val_truth(val_unwrap(call->args[0])));
    return true;
}

/* len, index, slice */

static bool builtin_len(const FnCall *call, Val *out)
{
    Val v = call->args[0];
    Map *map;

    if (is_invalid(v))
        return fail_here(call->cx, ERR_CALL,
                         "reflect: call of reflect.Value.Type on zero Value");
    if (val_is_nil(v))
        return fail_here(call->cx, ERR_CALL, "len of nil pointer");
    if (!as_map(call, v, &map))
        return false;
    if (map != NULL)
        *out = val_from_int((int64_t)map_len(map));
    else if (v.kind == VAL_LIST)
        *out = val_from_int((int64_t)val_list(v)->len);
    else if (v.kind == VAL_STRING && v.go_type != GO_ERROR)
        *out = val_from_int(v.len);
    else
        return fail_indirect_type(call, "len of type", v);
    return true;
}

static bool read_integer(Val v, int64_t *out)
{
    if (v.kind == VAL_INT) {
        *out = val_int(v);
        return true;
    }
    if (v.kind != VAL_HOST || v.as.host->class_->number == NULL)
        return false;
    *out = v.as.host->class_->number(v.as.host);
    return true;
}

/* An index of a text or list: 0 to `cap`. */
static bool index_arg(const FnCall *call, Val v, size_t cap, size_t *out)
{
    int64_t i;

    if (is_invalid(v))
        return fail_here(call->cx, ERR_CALL,
                         "cannot index slice/array with nil");
    if (v.iface != 0 || !read_integer(v, &i))
        return fail_type(call, "cannot index slice/array with type", v);
    if (i < 0 || (uint64_t)i > cap)
        return fail_here(call->cx, ERR_CALL, "index out of range: %lld",
                         (long long)i);
    *out = (size_t)i;
    return true;
}

static bool index_text(const FnCall *call, Val item, Val index, Val *out)
{
    Str text = val_str(item);
    size_t i;

    if (!index_arg(call, index, text.len, &i))
        return false;
    if (i == text.len)
        return fail_here(call->cx, ERR_CALL, "reflect: %s index out of range",
                         item.go_type == GO_BYTES ? "slice" : "string");
    *out = (Val){.kind = VAL_INT,
                 .go_type = GO_UINT8,
                 .as.integer = (unsigned char)text.ptr[i]};
    return true;
}

static bool index_list(const FnCall *call, Val item, Val index, Val *out)
{
    const List *list = val_list(item);
    size_t i;

    if (!index_arg(call, index, list->len, &i))
        return false;
    if (i == list->len)
        return fail_here(call->cx, ERR_CALL,
                         "reflect: slice index out of range");
    *out = val_element((GoType)item.go_type, list->items[i]);
    return true;
}

static bool index_map(const FnCall *call, const Map *map, GoType type,
                      Val index, Val *out)
{
    Val v;

    if (is_invalid(index))
        return fail_here(call->cx, ERR_CALL,
                         "value is nil; should be of type string");
    if (index.go_type != GO_STRING) {
        Str got = val_type_name(index);

        return fail_here(call->cx, ERR_CALL,
                         "value has type %.*s; should be string", STR_ARG(got));
    }
    if (map_read(call->cx, map, val_str(index), &v))
        *out = val_element(type, v);
    else
        *out = type == GO_HOST ? eval_zero_of_host()
                               : eval_zero_of(go_type_elem(type));
    return true;
}

static bool index_once(const FnCall *call, Val item, Val index, Val *out)
{
    Map *map;

    if (val_is_nil(item))
        return fail_here(call->cx, ERR_CALL, "index of nil pointer");
    item = val_unwrap(item);
    index = val_unwrap(index);
    if (!as_map(call, item, &map))
        return false;
    if (map != NULL)
        return index_map(call, map, (GoType)item.go_type, index, out);
    if (item.kind == VAL_LIST)
        return index_list(call, item, index, out);
    if (item.kind == VAL_STRING && item.go_type != GO_ERROR)
        return index_text(call, item, index, out);
    return fail_indirect_type(call, "can't index item of type", item);
}

static bool builtin_index(const FnCall *call, Val *out)
{
    Val item = val_unwrap(call->args[0]);

    if (is_invalid(item))
        return fail_here(call->cx, ERR_CALL, "index of untyped nil");
    for (size_t i = 1; i < call->n; i++) {
        if (!index_once(call, item, call->args[i], &item))
            return false;
    }
    *out = item;
    return true;
}

static bool fail_order(const FnCall *call, size_t low, size_t high)
{
    return fail_here(call->cx, ERR_CALL, "invalid slice index: %zu > %zu", low,
                     high);
}

/* The bounds that args[1] and on give in a thing of `len`; its capacity is
 * taken to be its length. */
static bool slice_bounds(const FnCall *call, size_t len, size_t bounds[3])
{
    bounds[0] = 0;
    bounds[1] = len;
    bounds[2] = len;
    for (size_t i = 1; i < call->n; i++) {
        if (!index_arg(call, call->args[i], len, &bounds[i - 1]))
            return false;
    }
    if (bounds[0] > bounds[1])
        return fail_order(call, bounds[0], bounds[1]);
    if (bounds[1] > bounds[2])
        return fail_order(call, bounds[1], bounds[2]);
    return true;
}

static bool slice_list(const FnCall *call, Val item, Val *out)
{
    const List *list = val_list(item);
    size_t bounds[3];

    if (!slice_bounds(call, list->len, bounds))
        return false;
    *out = item;
    out->as.list = list_slice(call->cx->arena, list, bounds[0], bounds[1]);
    out->len = LIST_FULL;
    return true;
}

static bool slice_text(const FnCall *call, Val item, Val *out)
{
    Str text = val_str(item);
    size_t bounds[3];

    if (call->n == 4 && item.go_type != GO_BYTES)
        return fail_here(call->cx, ERR_CALL, "cannot 3-index slice a string");
    if (!slice_bounds(call, text.len, bounds))
        return false;
    *out = val_from_str(str_slice(text, bounds[0], bounds[1]));
    out->go_type = item.go_type;
    return true;
}

static bool builtin_slice(const FnCall *call, Val *out)
{
    Val item = val_unwrap(call->args[0]);

    if (is_invalid(item))
        return fail_here(call->cx, ERR_CALL, "slice of untyped nil");
    if (call->n > 4)
        return fail_here(call->cx, ERR_CALL, "too many slice indexes: %zu",
                         call->n - 1);
    if (item.kind == VAL_LIST)
        return slice_list(call, item, out);
    if (item.kind == VAL_STRING && item.go_type != GO_ERROR)
        return slice_text(call, item, out);
    return fail_type(call, "can't slice item of type", item);
}

/* call */

Str builtin_callee_name(Arena *arena, Val v)
{
    Str type = val_type_name(v);

    if (v.kind == VAL_STRING && v.go_type == GO_STRING)
        return val_str(v);
    if (is_invalid(v))
        return STR("<invalid Value>");
    return arena_fmt(arena, "<%.*s Value>", STR_ARG(type));
}

/* No value of a template is a function, so this says so. */
bool builtin_call(const FnCall *call, Val *out)
{
    Str name = val_str(call->args[0]);
    Val v = val_unwrap(call->args[1]);
    Str type = val_type_name(v);

    (void)out;
    if (is_invalid(v))
        return fail_here(call->cx, ERR_CALL, "call of nil");
    return fail_here(call->cx, ERR_CALL, "non-function %.*s of type %.*s",
                     STR_ARG(name), STR_ARG(type));
}

/* eq, ne, lt, le, gt, ge */

static bool equal(const FnCall *call, size_t i, bool *out)
{
    return val_eq(call->cx, val_unwrap(call->args[0]),
                  val_unwrap(call->args[i]), out);
}

static bool less(const FnCall *call, bool *out)
{
    return val_lt(call->cx, val_unwrap(call->args[0]),
                  val_unwrap(call->args[1]), out);
}

static bool less_or_equal(const FnCall *call, bool *out)
{
    return less(call, out) && (*out || equal(call, 1, out));
}

static bool builtin_eq(const FnCall *call, Val *out)
{
    bool is_equal = false;

    if (call->n < 2)
        return fail_here(call->cx, ERR_CALL, "missing argument for comparison");
    for (size_t i = 1; i < call->n && !is_equal; i++) {
        if (!equal(call, i, &is_equal))
            return false;
    }
    *out = val_from_bool(is_equal);
    return true;
}

static bool builtin_ne(const FnCall *call, Val *out)
{
    bool is_equal;

    if (!equal(call, 1, &is_equal))
        return false;
    *out = val_from_bool(!is_equal);
    return true;
}

static bool builtin_lt(const FnCall *call, Val *out)
{
    bool is_less;

    if (!less(call, &is_less))
        return false;
    *out = val_from_bool(is_less);
    return true;
}

static bool builtin_le(const FnCall *call, Val *out)
{
    bool is_less;

    if (!less_or_equal(call, &is_less))
        return false;
    *out = val_from_bool(is_less);
    return true;
}

static bool builtin_gt(const FnCall *call, Val *out)
{
    bool is_less;

    if (!less_or_equal(call, &is_less))
        return false;
    *out = val_from_bool(!is_less);
    return true;
}

static bool builtin_ge(const FnCall *call, Val *out)
{
    bool is_less;

    if (!less(call, &is_less))
        return false;
    *out = val_from_bool(!is_less);
    return true;
}

/* print, printf, println */

static bool builtin_print(const FnCall *call, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!val_sprint(call->cx, &buf, call->args, call->n))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

static bool builtin_println(const FnCall *call, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!val_sprintln(call->cx, &buf, call->args, call->n))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

static bool builtin_printf(const FnCall *call, Val *out)
{
    Buf buf;

    buf_init(&buf, call->cx->arena);
    if (!val_sprintf(call->cx, &buf, val_str(call->args[0]), call->args + 1,
                     call->n - 1))
        return false;
    *out = val_from_str(buf_str(&buf));
    return true;
}

static const FnDef defs[] = {
    {"and",      "rr*", builtin_and    },
    {"call",     "rr*", builtin_call   },
    {"eq",       "rr*", builtin_eq     },
    {"ge",       "rr",  builtin_ge     },
    {"gt",       "rr",  builtin_gt     },
    {"html",     "a*",  escape_html    },
    {"index",    "rr*", builtin_index  },
    {"js",       "a*",  escape_js      },
    {"le",       "rr",  builtin_le     },
    {"len",      "r",   builtin_len    },
    {"lt",       "rr",  builtin_lt     },
    {"ne",       "rr",  builtin_ne     },
    {"not",      "r",   builtin_not    },
    {"or",       "rr*", builtin_or     },
    {"print",    "a*",  builtin_print  },
    {"printf",   "sa*", builtin_printf },
    {"println",  "a*",  builtin_println},
    {"slice",    "rr*", builtin_slice  },
    {"urlquery", "a*",  escape_urlquery},
};

const FnFamily fn_builtins = {"builtins", defs, ARRAY_LEN(defs)};
