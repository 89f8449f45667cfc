/* SPDX-License-Identifier: MPL-2.0 */
/*
 * .Capabilities: what the cluster is taken to be.  Offline that is Helm's
 * built-in idea of a cluster: the Kubernetes version of the client library it
 * was built with and every API version that library knows.
 */
#include "render/capabilities.h"

#include "base/num.h"
#include "value/list.h"
#include "value/map.h"

/* client-go's scheme in its own order, with apiextensions behind it. */
static const char *const default_api_versions[] = {
    "v1",
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1alpha1",
    "admissionregistration.k8s.io/v1beta1",
    "internal.apiserver.k8s.io/v1alpha1",
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "authentication.k8s.io/v1",
    "authentication.k8s.io/v1alpha1",
    "authentication.k8s.io/v1beta1",
    "authorization.k8s.io/v1",
    "authorization.k8s.io/v1beta1",
    "autoscaling/v1",
    "autoscaling/v2",
    "autoscaling/v2beta1",
    "autoscaling/v2beta2",
    "batch/v1",
    "batch/v1beta1",
    "certificates.k8s.io/v1",
    "certificates.k8s.io/v1beta1",
    "certificates.k8s.io/v1alpha1",
    "coordination.k8s.io/v1alpha2",
    "coordination.k8s.io/v1beta1",
    "coordination.k8s.io/v1",
    "discovery.k8s.io/v1",
    "discovery.k8s.io/v1beta1",
    "events.k8s.io/v1",
    "events.k8s.io/v1beta1",
    "extensions/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1beta1",
    "node.k8s.io/v1",
    "node.k8s.io/v1alpha1",
    "node.k8s.io/v1beta1",
    "policy/v1",
    "policy/v1beta1",
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1alpha1",
    "resource.k8s.io/v1",
    "resource.k8s.io/v1beta2",
    "resource.k8s.io/v1beta1",
    "resource.k8s.io/v1alpha3",
    "scheduling.k8s.io/v1alpha1",
    "scheduling.k8s.io/v1beta1",
    "scheduling.k8s.io/v1",
    "storage.k8s.io/v1beta1",
    "storage.k8s.io/v1",
    "storage.k8s.io/v1alpha1",
    "storagemigration.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1",
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Go's apimachinery version.ParseGeneric: digits and dots at the front, then
 * anything. */
static Str leading_components(Str text)
{
    size_t from = 0;
    size_t to;

    while (from < text.len && (text.ptr[from] == ' ' || text.ptr[from] == '\t'))
        from++;
    if (from < text.len && text.ptr[from] == 'v')
        from++;
    for (to = from; to < text.len; to++) {
        bool dot = text.ptr[to] == '.' && to > from && to + 1 < text.len &&
                   is_digit(text.ptr[to + 1]);

        if (!is_digit(text.ptr[to]) && !dot)
            break;
    }
    return str_slice(text, from, to);
}

/* One component without leading zeros; false when it is no 64-bit number. */
static bool take_component(Arena *arena, Str *rest, Str *out)
{
    size_t dot = str_find_byte(*rest, '.', 0);
    Str text = dot == SIZE_MAX ? *rest : str_slice(*rest, 0, dot);
    uint64_t n;
    Buf buf;

    *rest = dot == SIZE_MAX ? STR_NONE : str_skip(*rest, dot + 1);
    if (num_parse_uint(text, 10, &n) != NUM_OK)
        return false;
    buf_init(&buf, arena);
    num_add_uint(&buf, n);
    *out = buf_str(&buf);
    return true;
}

static bool fail_version(Ctx *cx, Str text, const char *what)
{
    return fail_here(cx, ERR_FLAG, "invalid kube version '%.*s': %s",
                     STR_ARG(text), what);
}

bool kube_version_parse(Ctx *cx, Str text, KubeVersion *out)
{
    Str rest = leading_components(text);
    Str parts[2] = {STR_NONE, STR_NONE};
    size_t n = 0;
    Buf normalized;

    if (rest.len == 0)
        return fail_version(cx, text,
                            arena_fmt(cx->arena,
                                      "could not parse \"%.*s\" as version",
                                      STR_ARG(text))
                                .ptr);
    buf_init(&normalized, cx->arena);
    buf_add_byte(&normalized, 'v');
    for (; rest.len > 0; n++) {
        Str part;

        if (!take_component(cx->arena, &rest, &part))
            return fail_version(cx, text, "version component out of range");
        if (n > 0)
            buf_add_byte(&normalized, '.');
        buf_add(&normalized, part);
        if (n < 2)
            parts[n] = part;
    }
    if (n < 2)
        return fail_version(cx, text,
                            arena_fmt(cx->arena,
                                      "illegal version string \"%.*s\"",
                                      STR_ARG(text))
                                .ptr);
    out->version = str_has_prefix(text, STR("v"))
                       ? text
                       : arena_fmt(cx->arena, "v%.*s", STR_ARG(text));
    out->normalized = buf_str(&normalized);
    out->major = parts[0];
    out->minor = parts[1];
    return true;
}

/* A struct whose fields are all there is to it: name, value. */
typedef struct Field {
    const char *name;
    const char *json_name;
    Val value;
} Field;

typedef struct Struct {
    const Field *fields;
    size_t n;
    Str text; /* what String() gives; empty: Go's %v of the fields */
} Struct;

static bool struct_field(Ctx *cx, const Host *self, Str name, Val *out)
{
    const Struct *s = self->self;

    (void)cx;
    for (size_t i = 0; i < s->n; i++) {
        if (str_eq_c(name, s->fields[i].name)) {
            *out = s->fields[i].value;
            return true;
        }
    }
    return false;
}

static bool struct_to_val(Ctx *cx, const Host *self, Val *out)
{
    const Struct *s = self->self;
    Map *map = map_new(cx->arena, s->n);

    for (size_t i = 0; i < s->n; i++)
        map_set(map, str_from_c(s->fields[i].json_name), s->fields[i].value);
    *out = val_from_map(map);
    return true;
}

static void struct_print(Ctx *cx, const Host *self, Buf *buf)
{
    const Struct *s = self->self;

    (void)cx;
    if (s->text.len != 0) {
        buf_add(buf, s->text);
        return;
    }
    buf_add_byte(buf, '{');
    for (size_t i = 0; i < s->n; i++) {
        if (i > 0)
            buf_add_byte(buf, ' ');
        buf_add(buf, val_str(s->fields[i].value));
    }
    buf_add_byte(buf, '}');
}

static const char *const build_info_order[] = {
    "version",    "git_commit",          "git_tree_state",
    "go_version", "kube_client_version",
};

static const HostClass build_info_class = {
    .type_name = "version.BuildInfo",
    .kind_name = "struct",
    .field = struct_field,
    .print = struct_print,
    .to_val = struct_to_val,
    .json_order = build_info_order,
    .n_json_order = ARRAY_LEN(build_info_order),
};

static bool kube_string(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    const Struct *s = self->self;

    (void)cx;
    (void)args;
    *out = val_from_str(s->text);
    return true;
}

static bool kube_git_version(Ctx *cx, const Host *self, const HostArgs *args,
                             Val *out)
{
    (void)args;
    return struct_field(cx, self, STR("Version"), out);
}

static const HostMethod kube_methods[] = {
    {"GitVersion", "", kube_git_version},
    {"String",     "", kube_string     },
};

static const char *const kube_order[] = {"Version", "Major", "Minor"};

static const HostClass kube_version_class = {
    .type_name = "common.KubeVersion",
    .kind_name = "struct",
    .methods = kube_methods,
    .n_methods = ARRAY_LEN(kube_methods),
    .field = struct_field,
    .print = struct_print,
    .to_val = struct_to_val,
    .json_order = kube_order,
    .n_json_order = ARRAY_LEN(kube_order),
};

/* *Capabilities prints as &{...}: its parts as %v prints them inside. */
static void capabilities_print(Ctx *cx, const Host *self, Buf *buf)
{
    const Struct *s = self->self;
    const Struct *kube = s->fields[0].value.as.host->self;
    const List *versions = val_list(s->fields[1].value);

    buf_add_fmt(buf, "&{{%.*s %.*s %.*s %.*s} [",
                STR_ARG(val_str(kube->fields[0].value)), STR_ARG(kube->text),
                STR_ARG(val_str(kube->fields[1].value)),
                STR_ARG(val_str(kube->fields[2].value)));
    for (size_t i = 0; i < versions->len; i++) {
        if (i > 0)
            buf_add_byte(buf, ' ');
        buf_add(buf, val_str(versions->items[i]));
    }
    buf_add(buf, STR("] "));
    struct_print(cx, s->fields[2].value.as.host, buf);
    buf_add_byte(buf, '}');
}

static const char *const capabilities_order[] = {
    "KubeVersion",
    "APIVersions",
    "HelmVersion",
};

static const HostClass capabilities_class = {
    .type_name = "*common.Capabilities",
    .kind_name = "ptr",
    .field = struct_field,
    .print = capabilities_print,
    .to_val = struct_to_val,
    .json_order = capabilities_order,
    .n_json_order = ARRAY_LEN(capabilities_order),
};

static Val struct_new(Arena *arena, const HostClass *class_,
                      const Field *fields, size_t n, Str text)
{
    Struct *s = ARENA_NEW(arena, Struct);
    Field *copy = ARENA_ARRAY(arena, Field, n);

    memcpy(copy, fields, n * sizeof(Field));
    *s = (Struct){copy, n, text};
    return val_from_host(host_new(arena, class_, s));
}

static Val kube_version_val(Arena *arena, KubeVersion kube)
{
    const Field fields[] = {
        {"Version", "Version", val_from_str(kube.version)},
        {"Major",   "Major",   val_from_str(kube.major)  },
        {"Minor",   "Minor",   val_from_str(kube.minor)  },
    };

    return struct_new(arena, &kube_version_class, fields, ARRAY_LEN(fields),
                      kube.normalized);
}

static Val text_val(const char *text)
{
    return val_from_str(str_from_c(text));
}

static Val build_info_val(Arena *arena, const Compat *compat)
{
    const Field fields[] = {
        {"Version",           "version",             text_val(compat->helm_version)   },
        {"GitCommit",         "git_commit",          text_val(compat->helm_git_commit)},
        {"GitTreeState",      "git_tree_state",      text_val("clean")                },
        {"GoVersion",         "go_version",          text_val(compat->helm_go_version)},
        {"KubeClientVersion", "kube_client_version",
         text_val(compat->kube_client_version)                                        },
    };

    return struct_new(arena, &build_info_class, fields, ARRAY_LEN(fields),
                      STR_NONE);
}

static Val api_versions_val(Arena *arena, const Str *extra, size_t n_extra)
{
    ListBuilder list;
    Val v;

    list_builder_init(&list, arena, ARRAY_LEN(default_api_versions) + n_extra);
    for (size_t i = 0; i < ARRAY_LEN(default_api_versions); i++)
        list_builder_add(&list, text_val(default_api_versions[i]));
    for (size_t i = 0; i < n_extra; i++)
        list_builder_add(&list, val_from_str(extra[i]));
    v = val_from_strings(list_builder_done(&list));
    v.go_type = GO_VERSION_SET;
    return v;
}

const Host *capabilities_host_new(Ctx *cx, KubeVersion kube, const Str *extra,
                                  size_t n_extra)
{
    Arena *arena = cx->arena;
    const Field fields[] = {
        {"KubeVersion", "KubeVersion", kube_version_val(arena, kube)                  },
        {"APIVersions", "APIVersions", api_versions_val(arena, extra,                   n_extra)},
        {"HelmVersion",             "HelmVersion",              build_info_val(arena,           cx->compat)},
    };

    return struct_new(arena, &capabilities_class, fields, ARRAY_LEN(fields),
                      STR_NONE)
        .as.host;
}
