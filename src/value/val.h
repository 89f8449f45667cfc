/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_VAL_H
#define OMNI_VALUE_VAL_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A value a template can hold: 16 bytes, passed by value.  Strings, lists and
 * maps live in the run's arena (or in something that outlives the run) and are
 * shared, never counted.  Lists never change once built; maps do, and every
 * holder sees it, as with Go's maps.
 *
 * `go_type` is what typeOf, %T and error messages report.
 */
typedef enum ValKind {
    VAL_NIL, /* an untyped nil; see `iface` */
    VAL_BOOL,
    VAL_INT, /* every Go integer type; go_type tells which */
    VAL_FLOAT,
    VAL_STRING,
    VAL_LIST,
    VAL_MAP,
    VAL_HOST,
} ValKind;

typedef enum GoType {
    GO_INTERFACE, /* the nil interface; also the static type `interface {}` */
    GO_BOOL,
    GO_INT,
    GO_INT64,
    GO_INT32, /* rune */
    GO_UINT8, /* byte */
    GO_UINT64,
    GO_UINT32,
    GO_UINT,
    GO_FLOAT64,
    GO_STRING,
    GO_ERROR,       /* *errors.errorString: printed as its text */
    GO_LIST,        /* []interface {} */
    GO_STRINGS,     /* []string */
    GO_BYTES,       /* []uint8; the value is a VAL_STRING of those bytes */
    GO_INTS,        /* []int */
    GO_FLOATS,      /* []float64 */
    GO_MAPS,        /* []map[string]interface {} */
    GO_LISTS,       /* [][]interface {} */
    GO_MAP,         /* map[string]interface {} */
    GO_STRING_MAP,  /* map[string]string */
    GO_VALUES,      /* common.Values, .Values itself */
    GO_BOOL_MAP,    /* map[string]bool */
    GO_VERSION_SET, /* common.VersionSet: []string with a method Has */
    GO_DURATION,    /* time.Duration, an int64 */
    GO_HOST,        /* ask the Host */
    GO_TYPE_COUNT
} GoType;

typedef struct List List;
typedef struct Map Map;
typedef struct Host Host;

typedef struct Val {
    uint8_t kind;    /* ValKind */
    uint8_t go_type; /* GoType */
    /* 1: reached through an interface {} (map value, list element) and not
     * yet unwrapped, which Go's messages tell apart; only tmpl/exec sets and
     * reads it.  A VAL_NIL with iface 1 is a nil interface, with iface 0
     * reflect's invalid Value. */
    uint8_t iface;
    uint8_t typed_nil; /* 1: Go's nil slice or map; see val_typed_nil */
    /* Bytes of as.str.  Of a list, its ListRoom.  Of a host, 1 when Go could
     * take its address: a field of a struct behind a pointer, until it is
     * handed to a function.  0 for every other kind. */
    uint32_t len;
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *str;
        const List *list;
        Map *map;
        const Host *host;
    } as;
} Val;

static_assert(sizeof(Val) == 16, "Val is passed by value");

/* The longest text a Val can hold; ctx limits are far below it. */
#define VAL_MAX_TEXT ((size_t)UINT32_MAX)

#define VAL_NIL_VALUE ((Val){.kind = VAL_NIL, .go_type = GO_INTERFACE})

static inline ValKind val_kind(Val v)
{
    return (ValKind)v.kind;
}

static inline bool val_is_nil(Val v)
{
    return v.kind == VAL_NIL;
}

static inline Val val_from_bool(bool b)
{
    return (Val){.kind = VAL_BOOL, .go_type = GO_BOOL, .as.boolean = b};
}

/* A Go int. */
static inline Val val_from_int(int64_t n)
{
    return (Val){.kind = VAL_INT, .go_type = GO_INT, .as.integer = n};
}

static inline Val val_from_int64(int64_t n)
{
    return (Val){.kind = VAL_INT, .go_type = GO_INT64, .as.integer = n};
}

static inline Val val_from_float(double n)
{
    return (Val){.kind = VAL_FLOAT, .go_type = GO_FLOAT64, .as.number = n};
}

/* Borrows the bytes. */
static inline Val val_from_str(Str s)
{
    assert(s.len <= VAL_MAX_TEXT);
    return (Val){.kind = VAL_STRING,
                 .go_type = GO_STRING,
                 .len = (uint32_t)s.len,
                 .as.str = s.ptr};
}

static inline Val val_from_list(const List *list)
{
    return (Val){.kind = VAL_LIST, .go_type = GO_LIST, .as.list = list};
}

/* A []string; every element is a VAL_STRING. */
static inline Val val_from_strings(const List *list)
{
    return (Val){.kind = VAL_LIST, .go_type = GO_STRINGS, .as.list = list};
}

static inline Val val_from_map(Map *map)
{
    return (Val){.kind = VAL_MAP, .go_type = GO_MAP, .as.map = map};
}

/* A map[string]string; every value is a VAL_STRING. */
static inline Val val_from_string_map(Map *map)
{
    return (Val){.kind = VAL_MAP, .go_type = GO_STRING_MAP, .as.map = map};
}

static inline Val val_from_host(const Host *host)
{
    return (Val){.kind = VAL_HOST, .go_type = GO_HOST, .as.host = host};
}

/* The nil slice or map of `v`'s type: it prints as an empty one, but JSON and
 * YAML write null, eq finds it equal to nil, and no empty one is deeply equal
 * to it.  Wants an empty list or map. */
static inline Val val_typed_nil(Val v)
{
    v.typed_nil = 1;
    return v;
}

/* Accessors; each wants its own kind. */
static inline bool val_bool(Val v)
{
    assert(v.kind == VAL_BOOL);
    return v.as.boolean;
}

static inline int64_t val_int(Val v)
{
    assert(v.kind == VAL_INT);
    return v.as.integer;
}

static inline double val_float(Val v)
{
    assert(v.kind == VAL_FLOAT);
    return v.as.number;
}

static inline Str val_str(Val v)
{
    assert(v.kind == VAL_STRING);
    return str_from(v.as.str, v.len);
}

static inline const List *val_list(Val v)
{
    assert(v.kind == VAL_LIST);
    return v.as.list;
}

static inline Map *val_map(Val v)
{
    assert(v.kind == VAL_MAP);
    return v.as.map;
}

/* uint, uint8 and the like; as.integer then holds the bits of a uint64. */
static inline bool val_is_unsigned(Val v)
{
    return v.go_type == GO_UINT8 || v.go_type == GO_UINT32 ||
           v.go_type == GO_UINT64 || v.go_type == GO_UINT;
}

/* "string", "map[string]interface {}": reflect's Type.String, %T.  A nil
 * gives "<nil>". */
Str val_type_name(Val v);

/* The name of a type that is no value: "interface {}", "int". */
Str go_type_name(GoType type);

/* reflect's Kind as kindOf prints it: "invalid", "bool", "int", "float64",
 * "string", "slice", "map", "struct", "ptr", ... */
Str val_kind_name(Val v);

/* The type of a list's elements or a map's values: GO_INTERFACE, GO_STRING,
 * ... */
GoType go_type_elem(GoType container);

#endif
