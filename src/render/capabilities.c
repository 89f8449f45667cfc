/* SPDX-License-Identifier: MPL-2.0 */
/*
 * .Capabilities: what the cluster is taken to be.  Offline that is Helm's
 * built-in idea of a cluster: the Kubernetes version of the client library it
 * was built with and every API version that library knows.
 */
#include "render/capabilities.h"

#include "base/num.h"
#include "value/list_room.h"
#include "value/map.h"
#include "value/print.h"

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

static bool fail_version(Ctx *cx, Str text, Str what)
{
    return fail_here(cx, ERR_FLAG, "invalid kube version '%.*s': %.*s",
                     STR_ARG(text), STR_ARG(what));
}

/* The same about a whole text: `before` "text" `after`. */
static bool fail_quoted(Ctx *cx, Str text, const char *before,
                        const char *after)
{
    Buf what;

    buf_init(&what, cx->arena);
    buf_add_c(&what, before);
    val_add_quoted(&what, text, false);
    buf_add_c(&what, after);
    return fail_version(cx, text, buf_str(&what));
}

/* And about one component of it. */
static bool fail_component(Ctx *cx, Str text, const char *problem,
                           Str component, const char *detail)
{
    Buf what;

    buf_init(&what, cx->arena);
    buf_add_fmt(&what, "illegal %s version component \"%.*s\" in ", problem,
                STR_ARG(component));
    val_add_quoted(&what, text, false);
    buf_add_c(&what, detail);
    return fail_version(cx, text, buf_str(&what));
}

/* Takes component `n` off `rest`, without leading zeros. */
static bool take_component(Ctx *cx, Str text, size_t n, Str *rest, Str *out)
{
    size_t dot = str_find_byte(*rest, '.', 0);
    Str component = dot == SIZE_MAX ? *rest : str_slice(*rest, 0, dot);
    uint64_t number;
    Buf buf;

    *rest = dot == SIZE_MAX ? STR_NONE : str_skip(*rest, dot + 1);
    if (n == 0 && component.len > 1 && *component.ptr == '0')
        return fail_component(cx, text, "zero-prefixed", component, "");
    if (num_parse_uint(component, 10, &number) != NUM_OK)
        return fail_component(
            cx, text, "non-numeric", component,
            arena_fmt(cx->arena,
                      ": strconv.ParseUint: parsing \"%.*s\": value out of "
                      "range",
                      STR_ARG(component))
                .ptr);
    buf_init(&buf, cx->arena);
    num_add_uint(&buf, number);
    *out = buf_str(&buf);
    return true;
}

bool kube_version_parse(Ctx *cx, Str text, KubeVersion *out)
{
    Str rest = leading_components(text);
    Str parts[2] = {STR_NONE, STR_NONE};
    Buf normalized;

    if (rest.len == 0 || str_find_byte(text, '\n', 0) != SIZE_MAX)
        return fail_quoted(cx, text, "could not parse ", " as version");
    if (str_find_byte(rest, '.', 0) == SIZE_MAX)
        return fail_quoted(cx, text, "illegal version string ", "");
    buf_init(&normalized, cx->arena);
    for (size_t n = 0; rest.len > 0; n++) {
        Str part;

        if (!take_component(cx, text, n, &rest, &part))
            return false;
        buf_add_byte(&normalized, n == 0 ? 'v' : '.');
        buf_add(&normalized, part);
        if (n < 2)
            parts[n] = part;
    }
    out->version = str_has_prefix(text, STR("v"))
                       ? text
                       : arena_fmt(cx->arena, "v%.*s", STR_ARG(text));
    out->normalized = buf_str(&normalized);
    out->major = parts[0];
    out->minor = parts[1];
    return true;
}

/* A struct whose fields are all there is to it; a field that is not exported
 * has no name in JSON. */
typedef struct Field {
    const char *name;
    const char *json_name;
    Val value;
} Field;

typedef struct Struct {
    const Field *fields;
    size_t n;
} Struct;

static bool struct_field(Ctx *cx, const Host *self, Str name, Val *out)
{
    const Struct *s = self->self;

    (void)cx;
    for (size_t i = 0; i < s->n; i++) {
        if (s->fields[i].json_name != NULL &&
            str_eq_c(name, s->fields[i].name)) {
            *out = s->fields[i].value;
            if (val_kind(*out) == VAL_HOST)
                out->len = 1;
            return true;
        }
    }
    return false;
}

static bool struct_to_val(Ctx *cx, const Host *self, Val *out)
{
    const Struct *s = self->self;
    Map *map = map_new(cx->arena, s->n);

    for (size_t i = 0; i < s->n; i++) {
        if (s->fields[i].json_name != NULL)
            map_set(map, str_from_c(s->fields[i].json_name),
                    s->fields[i].value);
    }
    *out = val_from_map(map);
    return true;
}

static HostParts struct_parts(Ctx *cx, const Host *self)
{
    const Struct *s = self->self;
    HostPart *parts = ARENA_ARRAY(cx->arena, HostPart, s->n);

    for (size_t i = 0; i < s->n; i++)
        parts[i] = (HostPart){s->fields[i].name, s->fields[i].value};
    return (HostParts){parts, s->n};
}

static const Host *struct_copy(Arena *arena, const Host *self)
{
    const Struct *s = self->self;
    Field *fields = ARENA_ARRAY(arena, Field, s->n);
    Struct *copy = ARENA_NEW(arena, Struct);

    for (size_t i = 0; i < s->n; i++) {
        fields[i] = s->fields[i];
        fields[i].value = fields[i].json_name == NULL
                              ? val_from_str(STR_NONE)
                              : val_deep_copy(arena, fields[i].value);
    }
    *copy = (Struct){fields, s->n};
    return host_new(arena, self->class_, copy);
}

static const char *const build_info_order[] = {
    "version",    "git_commit",          "git_tree_state",
    "go_version", "kube_client_version",
};

static const HostClass build_info_class = {
    .type_name = "version.BuildInfo",
    .kind_name = "struct",
    .field = struct_field,
    .parts = struct_parts,
    .deep_copy = struct_copy,
    .to_val = struct_to_val,
    .json_order = build_info_order,
    .n_json_order = ARRAY_LEN(build_info_order),
};

static Val kube_normalized(const Host *self)
{
    const Struct *s = self->self;

    return s->fields[1].value;
}

static void kube_print(Ctx *cx, const Host *self, Buf *buf)
{
    (void)cx;
    buf_add(buf, val_str(kube_normalized(self)));
}

static bool kube_string(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    (void)cx;
    (void)args;
    *out = kube_normalized(self);
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
    .print = kube_print,
    .is_copied_to_fmt = true,
    .parts = struct_parts,
    .deep_copy = struct_copy,
    .to_val = struct_to_val,
    .json_order = kube_order,
    .n_json_order = ARRAY_LEN(kube_order),
};

static bool capabilities_copy(Ctx *cx, const Host *self, const HostArgs *args,
                              Val *out)
{
    Struct *copy = ARENA_NEW(cx->arena, Struct);

    (void)args;
    *copy = *(const Struct *)self->self;
    *out = val_from_host(host_new(cx->arena, self->class_, copy));
    return true;
}

static const HostMethod capabilities_methods[] = {
    {"Copy", "", capabilities_copy},
};

static const char *const capabilities_order[] = {
    "KubeVersion",
    "APIVersions",
    "HelmVersion",
};

static const HostClass capabilities_class = {
    .type_name = "*common.Capabilities",
    .kind_name = "ptr",
    .methods = capabilities_methods,
    .n_methods = ARRAY_LEN(capabilities_methods),
    .field = struct_field,
    .parts = struct_parts,
    .deep_copy = struct_copy,
    .to_val = struct_to_val,
    .json_order = capabilities_order,
    .n_json_order = ARRAY_LEN(capabilities_order),
};

static Val struct_new(Arena *arena, const HostClass *class_,
                      const Field *fields, size_t n)
{
    Struct *s = ARENA_NEW(arena, Struct);
    Field *copy = ARENA_ARRAY(arena, Field, n);

    memcpy(copy, fields, n * sizeof(Field));
    *s = (Struct){copy, n};
    return val_from_host(host_new(arena, class_, s));
}

static Val kube_version_val(Arena *arena, KubeVersion kube)
{
    const Field fields[] = {
        {"Version",           "Version", val_from_str(kube.version)   },
        {"normalizedVersion", NULL,      val_from_str(kube.normalized)},
        {"Major",             "Major",   val_from_str(kube.major)     },
        {"Minor",             "Minor",   val_from_str(kube.minor)     },
    };

    return struct_new(arena, &kube_version_class, fields, ARRAY_LEN(fields));
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

    return struct_new(arena, &build_info_class, fields, ARRAY_LEN(fields));
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
    return list_appended(arena, v, ARRAY_LEN(default_api_versions));
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

    return struct_new(arena, &capabilities_class, fields, ARRAY_LEN(fields))
        .as.host;
}
