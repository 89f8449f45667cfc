/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Truth, template comparison, deep equality.  Template comparison goes by
 * basic kind (a bool, an int of any size, ...), deep equality by type.
 */
#include "value/compare.h"

#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/verb.h"

typedef enum BasicKind {
    BASIC_NONE,
    BASIC_BOOL,
    BASIC_INT,
    BASIC_UINT,
    BASIC_FLOAT,
    BASIC_COMPLEX,
    BASIC_STRING,
} BasicKind;

static bool host_truth(const Host *host)
{
    return host->class_->truth == NULL || host->class_->truth(host);
}

bool val_truth(Val v)
{
    switch (val_kind(v)) {
    case VAL_NIL: return false;
    case VAL_BOOL: return val_bool(v);
    case VAL_INT: return val_int(v) != 0;
    case VAL_FLOAT: return val_float(v) != 0;
    case VAL_STRING: return v.go_type == GO_ERROR || v.len != 0;
    case VAL_LIST: return val_list(v)->len != 0;
    case VAL_MAP: return map_len(val_map(v)) != 0;
    case VAL_HOST: return host_truth(v.as.host);
    }
    return false;
}

bool val_is_empty(Val v)
{
    return !val_truth(v);
}

static BasicKind host_basic_kind(const Host *host)
{
    if (host->class_->number != NULL)
        return BASIC_INT;
    return host->class_->complex != NULL ? BASIC_COMPLEX : BASIC_NONE;
}

static BasicKind basic_kind(Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL: return BASIC_BOOL;
    case VAL_INT: return val_is_unsigned(v) ? BASIC_UINT : BASIC_INT;
    case VAL_FLOAT: return BASIC_FLOAT;
    case VAL_STRING:
        return v.go_type == GO_BYTES || v.go_type == GO_ERROR ? BASIC_NONE
                                                              : BASIC_STRING;
    case VAL_NIL:
    case VAL_LIST:
    case VAL_MAP: return BASIC_NONE;
    case VAL_HOST: return host_basic_kind(v.as.host);
    }
    return BASIC_NONE;
}

/* The integer of a value of BASIC_INT or BASIC_UINT. */
static int64_t integer_of(Val v)
{
    return v.kind == VAL_HOST ? v.as.host->class_->number(v.as.host)
                              : val_int(v);
}

static bool fail_incompatible(Ctx *cx, Val a, Val b)
{
    Str a_type = val_type_name(a);
    Str b_type = val_type_name(b);

    return fail_here(cx, ERR_CALL,
                     "incompatible types for comparison: %.*s and %.*s",
                     STR_ARG(a_type), STR_ARG(b_type));
}

static bool both_ints(BasicKind a, BasicKind b)
{
    return (a == BASIC_INT && b == BASIC_UINT) ||
           (a == BASIC_UINT && b == BASIC_INT);
}

static bool complex_eq(const Host *a, const Host *b)
{
    HostComplex x = a->class_->complex(a);
    HostComplex y = b->class_->complex(b);

    return x.real == y.real && x.imaginary == y.imaginary;
}

static bool basic_eq(BasicKind kind, Val a, Val b)
{
    switch (kind) {
    case BASIC_BOOL: return val_bool(a) == val_bool(b);
    case BASIC_INT:
    case BASIC_UINT: return integer_of(a) == integer_of(b);
    case BASIC_FLOAT: return val_float(a) == val_float(b);
    case BASIC_COMPLEX: return complex_eq(a.as.host, b.as.host);
    case BASIC_STRING: return str_eq(val_str(a), val_str(b));
    case BASIC_NONE: break;
    }
    assert(false);
    return false;
}

static bool is_pointer(Val v)
{
    return str_eq(val_kind_name(v), STR("ptr"));
}

static Str host_text(Ctx *cx, Val v)
{
    Str text = STR_NONE;

    (void)verb_method_text(cx, v, &text);
    return text;
}

/* Pointers are equal when they point to the same, structs when all that shows
 * of them is equal. */
static bool same_thing(Ctx *cx, Val a, Val b)
{
    if (a.go_type == GO_ERROR && b.go_type == GO_ERROR)
        return a.as.str == b.as.str && a.len == b.len;
    if (a.kind != VAL_HOST || b.kind != VAL_HOST ||
        a.as.host->class_ != b.as.host->class_)
        return false;
    if (a.as.host == b.as.host || a.as.host->self == b.as.host->self)
        return true;
    return !is_pointer(a) && str_eq(host_text(cx, a), host_text(cx, b));
}

static bool is_comparable(Val v)
{
    Str kind = val_kind_name(v);

    return !str_eq(kind, STR("map")) && !str_eq(kind, STR("slice"));
}

static bool fail_kinds(Ctx *cx, Val a, Val b)
{
    Str b_type = val_type_name(b);
    Str a_type = val_type_name(a);
    Buf msg;

    buf_init(&msg, cx->arena);
    VerbPrinter printer = verb_printer(cx, &msg);
    buf_add(&msg, STR("non-comparable types "));
    if (!verb_print(&printer, a, 's'))
        return false;
    buf_add(&msg, STR(": "));
    buf_add(&msg, a_type);
    buf_add(&msg, STR(", "));
    buf_add(&msg, b_type);
    buf_add(&msg, STR(": "));
    if (!verb_print(&printer, b, 'v'))
        return false;
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

static bool fail_not_comparable(Ctx *cx, Val v)
{
    Buf msg;

    buf_init(&msg, cx->arena);
    VerbPrinter printer = verb_printer(cx, &msg);
    buf_add(&msg, STR("non-comparable type "));
    if (!verb_print(&printer, v, 's'))
        return false;
    buf_add(&msg, STR(": "));
    buf_add(&msg, val_type_name(v));
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

/* reflect's IsNil, and true for an invalid Value. */
static bool is_go_nil(Val v)
{
    return val_is_nil(v) || v.typed_nil != 0;
}

/* Neither value is of a basic kind. */
static bool other_eq(Ctx *cx, Val a, Val b, bool *out)
{
    if (!val_is_nil(a) && !val_is_nil(b) &&
        !str_eq(val_kind_name(a), val_kind_name(b)))
        return fail_kinds(cx, a, b);
    if (is_go_nil(a) || is_go_nil(b)) {
        *out = is_go_nil(a) && is_go_nil(b);
        return true;
    }
    if (!is_comparable(b))
        return fail_not_comparable(cx, b);
    *out = same_thing(cx, a, b);
    return true;
}

bool val_eq(Ctx *cx, Val a, Val b, bool *out)
{
    BasicKind a_kind = basic_kind(a);
    BasicKind b_kind = basic_kind(b);

    if (both_ints(a_kind, b_kind)) {
        *out = integer_of(a) == integer_of(b) && integer_of(a) >= 0;
        return true;
    }
    if (a_kind != b_kind) {
        if (!val_is_nil(a) && !val_is_nil(b))
            return fail_incompatible(cx, a, b);
        *out = false;
        return true;
    }
    if (a_kind == BASIC_NONE)
        return other_eq(cx, a, b, out);
    *out = basic_eq(a_kind, a, b);
    return true;
}

/* An int and a uint, in this order or the other. */
static bool mixed_lt(Val a, Val b)
{
    int64_t x = integer_of(a);
    int64_t y = integer_of(b);

    if (val_is_unsigned(b))
        return x < 0 || (uint64_t)x < (uint64_t)y;
    return y >= 0 && (uint64_t)x < (uint64_t)y;
}

static bool fail_type(Ctx *cx)
{
    return fail_here(cx, ERR_CALL, "invalid type for comparison");
}

bool val_lt(Ctx *cx, Val a, Val b, bool *out)
{
    BasicKind a_kind = basic_kind(a);
    BasicKind b_kind = basic_kind(b);

    if (a_kind == BASIC_NONE || b_kind == BASIC_NONE)
        return fail_type(cx);
    if (both_ints(a_kind, b_kind)) {
        *out = mixed_lt(a, b);
        return true;
    }
    if (a_kind != b_kind)
        return fail_incompatible(cx, a, b);
    switch (a_kind) {
    case BASIC_INT: *out = integer_of(a) < integer_of(b); return true;
    case BASIC_UINT:
        *out = (uint64_t)val_int(a) < (uint64_t)val_int(b);
        return true;
    case BASIC_FLOAT: *out = val_float(a) < val_float(b); return true;
    case BASIC_STRING: *out = str_cmp(val_str(a), val_str(b)) < 0; return true;
    case BASIC_NONE:
    case BASIC_BOOL:
    case BASIC_COMPLEX: break;
    }
    return fail_type(cx);
}

/* The pairs of maps being compared.  As in Go a pair met within itself counts
 * as equal. */
typedef struct EqualPath EqualPath;
struct EqualPath {
    const Map *a;
    const Map *b;
    const EqualPath *outer;
    uint32_t depth;
};

static bool deep_equal(Ctx *cx, Val a, Val b, const EqualPath *outer);

static bool is_on_path(const EqualPath *path, const Map *a, const Map *b)
{
    for (; path != NULL; path = path->outer) {
        if (path->a == a && path->b == b)
            return true;
    }
    return false;
}

static bool maps_equal(Ctx *cx, const Map *a, const Map *b,
                       const EqualPath *outer)
{
    EqualPath path = {a, b, outer, outer->depth + 1};

    if (a == b || is_on_path(outer, a, b))
        return true;
    if (map_len(a) != map_len(b))
        return false;
    for (size_t i = 0; i < map_len(a); i++) {
        const MapEntry *a_entry = map_at(a, i);
        const MapEntry *b_entry = map_at(b, i);
        if (!str_eq(a_entry->key, b_entry->key) ||
            !deep_equal(cx, a_entry->value, b_entry->value, &path))
            return false;
    }
    return true;
}

static bool lists_equal(Ctx *cx, const List *a, const List *b,
                        const EqualPath *outer)
{
    EqualPath path = {NULL, NULL, outer, outer->depth + 1};

    if (a->len != b->len)
        return false;
    if (a->items == b->items)
        return true;
    for (size_t i = 0; i < a->len; i++) {
        if (!deep_equal(cx, a->items[i], b->items[i], &path))
            return false;
    }
    return true;
}

static bool hosts_equal(Ctx *cx, Val a, Val b)
{
    return a.as.host->class_ == b.as.host->class_ &&
           (a.as.host->self == b.as.host->self ||
            str_eq(host_text(cx, a), host_text(cx, b)));
}

static bool deep_equal(Ctx *cx, Val a, Val b, const EqualPath *outer)
{
    if (a.kind != b.kind || a.go_type != b.go_type ||
        a.typed_nil != b.typed_nil || outer->depth > cx->limits->depth ||
        ctx_is_spent(cx))
        return false;
    switch (val_kind(a)) {
    case VAL_NIL: return true;
    case VAL_BOOL: return val_bool(a) == val_bool(b);
    case VAL_INT: return val_int(a) == val_int(b);
    case VAL_FLOAT: return val_float(a) == val_float(b);
    case VAL_STRING: return str_eq(val_str(a), val_str(b));
    case VAL_LIST: return lists_equal(cx, val_list(a), val_list(b), outer);
    case VAL_MAP: return maps_equal(cx, val_map(a), val_map(b), outer);
    case VAL_HOST: return hosts_equal(cx, a, b);
    }
    return false;
}

bool val_deep_equal(Ctx *cx, Val a, Val b)
{
    const EqualPath root = {NULL, NULL, NULL, cx->depth};

    return deep_equal(cx, a, b, &root);
}
