/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What Go's reflection says about a value: its type's name, its kind, and the
 * type of what it holds.  One table row a Go type.
 */
#include "value/val.h"

#include "value/host.h"

typedef struct TypeRow {
    const char *name;
    const char *kind;
    GoType elem;
} TypeRow;

static const TypeRow types[GO_TYPE_COUNT] = {
    [GO_INTERFACE] = {"interface {}",              "interface", GO_INTERFACE},
    [GO_BOOL] = {"bool",                      "bool",      GO_INTERFACE},
    [GO_INT] = {"int",                       "int",       GO_INTERFACE},
    [GO_INT64] = {"int64",                     "int64",     GO_INTERFACE},
    [GO_INT32] = {"int32",                     "int32",     GO_INTERFACE},
    [GO_UINT8] = {"uint8",                     "uint8",     GO_INTERFACE},
    [GO_UINT64] = {"uint64",                    "uint64",    GO_INTERFACE},
    [GO_UINT32] = {"uint32",                    "uint32",    GO_INTERFACE},
    [GO_UINT] = {"uint",                      "uint",      GO_INTERFACE},
    [GO_FLOAT64] = {"float64",                   "float64",   GO_INTERFACE},
    [GO_STRING] = {"string",                    "string",    GO_INTERFACE},
    [GO_ERROR] = {"*errors.errorString",       "ptr",       GO_INTERFACE},
    [GO_LIST] = {"[]interface {}",            "slice",     GO_INTERFACE},
    [GO_STRINGS] = {"[]string",                  "slice",     GO_STRING   },
    [GO_BYTES] = {"[]uint8",                   "slice",     GO_UINT8    },
    [GO_INTS] = {"[]int",                     "slice",     GO_INT      },
    [GO_FLOATS] = {"[]float64",                 "slice",     GO_FLOAT64  },
    [GO_MAPS] = {"[]map[string]interface {}", "slice",     GO_MAP      },
    [GO_LISTS] = {"[][]interface {}",          "slice",     GO_LIST     },
    [GO_MAP] = {"map[string]interface {}",   "map",       GO_INTERFACE},
    [GO_STRING_MAP] = {"map[string]string",         "map",       GO_STRING   },
    [GO_VALUES] = {"common.Values",             "map",       GO_INTERFACE},
    [GO_BOOL_MAP] = {"map[string]bool",           "map",       GO_BOOL     },
    [GO_VERSION_SET] = {"common.VersionSet",         "slice",     GO_STRING   },
    [GO_DURATION] = {"time.Duration",             "int64",     GO_INTERFACE},
    [GO_HOST] = {"struct {}",                 "struct",    GO_INTERFACE},
};

static const TypeRow *type_row(GoType type)
{
    assert(type < GO_TYPE_COUNT);
    return &types[type];
}

Str val_type_name(Val v)
{
    if (v.kind == VAL_NIL)
        return STR("<nil>");
    if (v.kind == VAL_HOST)
        return str_from_c(v.as.host->class_->type_name);
    return go_type_name((GoType)v.go_type);
}

Str go_type_name(GoType type)
{
    return str_from_c(type_row(type)->name);
}

Str val_kind_name(Val v)
{
    if (v.kind == VAL_NIL)
        return STR("invalid");
    if (v.kind == VAL_HOST)
        return str_from_c(v.as.host->class_->kind_name);
    return str_from_c(type_row((GoType)v.go_type)->kind);
}

GoType go_type_elem(GoType container)
{
    return type_row(container)->elem;
}
