/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's semver page: the *semver.Version that `semver` gives to templates,
 * with the methods of Masterminds/semver, and `semverCompare`.
 *
 * A method that makes a new version gives the struct itself, not a pointer;
 * Go then offers only the methods with a value receiver, so there are two
 * classes.
 */
#include "fn/arg.h"
#include "fn/version.h"
#include "tmpl/fn.h"
#include "value/host.h"
#include "value/print.h"

static const Version *version_of(const Host *host)
{
    return host->self;
}

static Val val_from_uint64(uint64_t n)
{
    Val v = val_from_int64((int64_t)n);

    v.go_type = GO_UINT64;
    return v;
}

static bool get_major(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_uint64(version_of(self)->major);
    return true;
}

static bool get_minor(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_uint64(version_of(self)->minor);
    return true;
}

static bool get_patch(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_uint64(version_of(self)->patch);
    return true;
}

static bool get_prerelease(Ctx *cx, const Host *self, const HostArgs *args,
                           Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_str(version_of(self)->pre);
    return true;
}

static bool get_metadata(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_str(version_of(self)->metadata);
    return true;
}

static bool get_original(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)cx;
    (void)args;
    *out = val_from_str(version_of(self)->original);
    return true;
}

static bool get_string(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    (void)args;
    *out = val_from_str(version_text(cx->arena, version_of(self)));
    return true;
}

static const HostClass version_class;
static const HostClass version_ptr_class;

static Val val_from_version(Arena *arena, const HostClass *class_, Version v)
{
    Version *kept = ARENA_NEW(arena, Version);

    *kept = v;
    return val_from_host(host_new(arena, class_, kept));
}

/* A changed copy: its original is its text with the v, if there was one. */
static Val val_from_changed(Arena *arena, Version v)
{
    bool has_v = v.original.len > 0 && v.original.ptr[0] == 'v';
    Str text = version_text(arena, &v);

    v.original = has_v ? arena_fmt(arena, "v%.*s", STR_ARG(text)) : text;
    return val_from_version(arena, &version_class, v);
}

static bool inc_major(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Version v = *version_of(self);

    (void)args;
    v.pre = v.metadata = STR_NONE;
    v.major++;
    v.minor = v.patch = 0;
    *out = val_from_changed(cx->arena, v);
    return true;
}

static bool inc_minor(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Version v = *version_of(self);

    (void)args;
    v.pre = v.metadata = STR_NONE;
    v.minor++;
    v.patch = 0;
    *out = val_from_changed(cx->arena, v);
    return true;
}

/* The release that a prerelease leads to is its own next patch. */
static bool inc_patch(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    Version v = *version_of(self);

    (void)args;
    v.patch += v.pre.len == 0 ? 1 : 0;
    v.pre = v.metadata = STR_NONE;
    *out = val_from_changed(cx->arena, v);
    return true;
}

static bool set_prerelease(Ctx *cx, const Host *self, const HostArgs *args,
                           Val *out)
{
    Version v = *version_of(self);

    v.pre = val_str(args->args[0]);
    if (v.pre.len > 0 && !version_check_pre(cx, v.pre))
        return false;
    *out = val_from_changed(cx->arena, v);
    return true;
}

static bool set_metadata(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    Version v = *version_of(self);

    v.metadata = val_str(args->args[0]);
    if (v.metadata.len > 0 && !version_check_metadata(cx, v.metadata))
        return false;
    *out = val_from_changed(cx->arena, v);
    return true;
}

/* Compares with the argument, a *semver.Version. */
static bool compare_with(Ctx *cx, const Host *self, const HostArgs *args,
                         int *order)
{
    Val other = args->args[0];

    if (val_is_nil(other))
        return arg_fail_nil(cx);
    *order = version_compare(version_of(self), version_of(other.as.host));
    return true;
}

static bool call_compare(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_int(order < 0 ? -1 : order > 0);
    return true;
}

static bool call_equal(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order == 0);
    return true;
}

static bool call_less(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order < 0);
    return true;
}

static bool call_less_equal(Ctx *cx, const Host *self, const HostArgs *args,
                            Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order <= 0);
    return true;
}

static bool call_greater(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order > 0);
    return true;
}

static bool call_greater_equal(Ctx *cx, const Host *self, const HostArgs *args,
                               Val *out)
{
    int order = 0;

    if (!compare_with(cx, self, args, &order))
        return false;
    *out = val_from_bool(order >= 0);
    return true;
}

static void print_version(Ctx *cx, const Host *self, Buf *buf)
{
    buf_add(buf, version_text(cx->arena, version_of(self)));
}

static bool version_to_val(Ctx *cx, const Host *self, Val *out)
{
    *out = val_from_str(version_text(cx->arena, version_of(self)));
    return true;
}

static HostParts version_parts(Ctx *cx, const Host *self)
{
    const Version *v = version_of(self);
    HostPart *parts = ARENA_ARRAY(cx->arena, HostPart, 6);

    parts[0] = (HostPart){"major", val_from_uint64(v->major)};
    parts[1] = (HostPart){"minor", val_from_uint64(v->minor)};
    parts[2] = (HostPart){"patch", val_from_uint64(v->patch)};
    parts[3] = (HostPart){"pre", val_from_str(v->pre)};
    parts[4] = (HostPart){"metadata", val_from_str(v->metadata)};
    parts[5] = (HostPart){"original", val_from_str(v->original)};
    return (HostParts){parts, 6};
}

static bool marshal_text(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    (void)args;
    *out = val_from_str(version_text(cx->arena, version_of(self)));
    out->go_type = GO_BYTES;
    return true;
}

static bool marshal_json(Ctx *cx, const Host *self, const HostArgs *args,
                         Val *out)
{
    Buf buf;

    (void)args;
    buf_init(&buf, cx->arena);
    val_add_quoted(&buf, version_text(cx->arena, version_of(self)), false);
    *out = val_from_str(buf_str(&buf));
    out->go_type = GO_BYTES;
    return true;
}

/* No field is exported: what comes out is 0.0.0. */
static const Host *version_copy(Arena *arena, const Host *self)
{
    return host_new(arena, self->class_, ARENA_NEW(arena, Version));
}

/* Methods with a value receiver first: the struct class has only those. */
static const HostMethod methods[] = {
    {"IncMajor",         "",  inc_major         },
    {"IncMinor",         "",  inc_minor         },
    {"IncPatch",         "",  inc_patch         },
    {"MarshalJSON",      "",  marshal_json      },
    {"MarshalText",      "",  marshal_text      },
    {"Major",            "",  get_major         },
    {"Metadata",         "",  get_metadata      },
    {"Minor",            "",  get_minor         },
    {"Patch",            "",  get_patch         },
    {"Prerelease",       "",  get_prerelease    },
    {"SetMetadata",      "s", set_metadata      },
    {"SetPrerelease",    "s", set_prerelease    },
    {"String",           "",  get_string        },
    {"Value",            "",  get_string        },
    {"Compare",          "V", call_compare      },
    {"Equal",            "V", call_equal        },
    {"GreaterThan",      "V", call_greater      },
    {"GreaterThanEqual", "V", call_greater_equal},
    {"LessThan",         "V", call_less         },
    {"LessThanEqual",    "V", call_less_equal   },
    {"Original",         "",  get_original      },
};

#define N_VALUE_METHODS 14

static const HostClass version_class = {
    .type_name = "semver.Version",
    .kind_name = "struct",
    .methods = methods,
    .n_methods = N_VALUE_METHODS,
    .print = print_version,
    .parts = version_parts,
    .deep_copy = version_copy,
    .to_val = version_to_val,
};

static const HostClass version_ptr_class = {
    .type_name = "*semver.Version",
    .kind_name = "ptr",
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .print = print_version,
    .parts = version_parts,
    .deep_copy = version_copy,
    .to_val = version_to_val,
};

/* semver TEXT */
static bool fn_semver_new(const FnCall *call, Val *out)
{
    Version v;

    if (!version_parse(call->cx, val_str(call->args[0]), &v))
        return false;
    *out = val_from_version(call->cx->arena, &version_ptr_class, v);
    return true;
}

/* semverCompare CONSTRAINT VERSION */
static bool fn_semver_compare(const FnCall *call, Val *out)
{
    bool met;

    if (!version_text_meets(call->cx, val_str(call->args[1]),
                            val_str(call->args[0]), &met))
        return false;
    *out = val_from_bool(met);
    return true;
}

static const FnDef defs[] = {
    {"semver",        "s",  fn_semver_new    },
    {"semverCompare", "ss", fn_semver_compare},
};

const FnFamily fn_semver = {"semver", defs, ARRAY_LEN(defs)};
