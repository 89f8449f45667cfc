/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_HOST_H
#define OMNI_VALUE_HOST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

/*
 * A Go struct or named type that templates see: .Files, .Chart, .Capabilities,
 * a time, a semver version.  A host is a class (one const table a type) and
 * whatever the class keeps behind `self`.
 */
typedef struct HostClass HostClass;

typedef struct HostArgs {
    const Val *args;
    size_t n;
} HostArgs;

/* A method: its Go name and what a call gives.  `args` letters as in
 * tmpl/fn.h. */
typedef struct HostMethod {
    const char *name;
    const char *args;
    bool (*call)(Ctx *cx, const Host *self, const HostArgs *args, Val *out);
} HostMethod;

struct HostClass {
    const char *type_name; /* "*chart.Metadata", "engine.files" */
    const char *kind_name; /* "ptr", "struct", "map", "slice" */
    const HostMethod *methods;
    size_t n_methods;
    /* A field by name; false when the type has none of that name.  NULL: no
     * fields. */
    bool (*field)(Ctx *cx, const Host *self, Str name, Val *out);
    /* %v; `buf` receives the text. */
    void (*print)(Ctx *cx, const Host *self, Buf *buf);
    /* What JSON and YAML encoders see; NULL: an empty map. */
    bool (*to_val)(Ctx *cx, const Host *self, Val *out);
    /* The keys of that map in the order of the struct's fields, as
     * encoding/json writes it; NULL: it is no struct. */
    const char *const *json_order;
    size_t n_json_order;
    /* Go's truth; NULL: true (a struct is always true). */
    bool (*truth)(const Host *self);
    /* A map-like host (engine.files): what range and len see; NULL: neither.
     */
    bool (*as_map)(Ctx *cx, const Host *self, Map **out);
};

struct Host {
    const HostClass *class_;
    const void *self;
};

const Host *host_new(Arena *arena, const HostClass *class_, const void *self);

/* The method of that name, NULL when the type has none. */
const HostMethod *host_method(const Host *host, Str name);

#endif
