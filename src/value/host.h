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
 * tmpl/fn.h.  Without a `call` the name is one that no template can use, and
 * `args` is what Go says then. */
typedef struct HostMethod {
    const char *name;
    const char *args;
    bool (*call)(Ctx *cx, const Host *self, const HostArgs *args, Val *out);
} HostMethod;

/* A field of a Go struct, as fmt prints it. */
typedef struct HostPart {
    const char *name;
    Val value;
} HostPart;

typedef struct HostComplex {
    double real;
    double imaginary;
} HostComplex;

typedef struct HostParts {
    const HostPart *items;
    size_t n;
} HostParts;

struct HostClass {
    const char *type_name; /* "*chart.Metadata", "engine.files" */
    const char *kind_name; /* "ptr", "struct", "map", "slice" */
    const HostMethod *methods;
    size_t n_methods;
    /* A field by name; false when the type has none of that name.  NULL: no
     * fields. */
    bool (*field)(Ctx *cx, const Host *self, Str name, Val *out);
    /* What the String method gives; `buf` receives the text.  NULL: the type
     * has none, but `parts` or `as_map`. */
    void (*print)(Ctx *cx, const Host *self, Buf *buf);
    /* String belongs to the pointer: an action, which can take the address,
     * calls it, and fmt, which is handed a copy, does not. */
    bool is_copied_to_fmt;
    /* The fields in Go's order, exported or not: what the verbs print that are
     * not for texts.  NULL: those print what `print` gives. */
    HostParts (*parts)(Ctx *cx, const Host *self);
    /* The number behind a named integer type; NULL: it is none. */
    int64_t (*number)(const Host *self);
    /* A complex number; NULL: it is none. */
    HostComplex (*complex)(const Host *self);
    /* %#v; NULL: what Go's syntax makes of the parts. */
    void (*print_go)(Ctx *cx, const Host *self, Buf *buf);
    /* A copy as deepCopy makes it, which leaves out what is not exported;
     * NULL: nothing is lost by sharing. */
    const Host *(*deep_copy)(Arena *arena, const Host *self);
    /* A time's RFC 3339 text, which TOML and YAML take unquoted; NULL: it is
     * no time. */
    Str (*timestamp)(Ctx *cx, const Host *self);
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

/* True when the struct has a field of that name, exported or not. */
bool host_has_part(Ctx *cx, const Host *host, Str name);

#endif
