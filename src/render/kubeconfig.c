/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads the one thing of a kubeconfig that matters without a cluster: the
 * namespace of a context.  Several files count as one, and of two that name
 * the same thing the earlier wins (client-go tools/clientcmd).
 */
#include "render/kubeconfig.h"

#include <unistd.h>

#include "chart/disk.h"
#include "codec/yaml_read.h"
#include "value/list.h"
#include "value/map.h"

/* What the files read so far say. */
typedef struct Kubeconfig {
    Str context;   /* the wanted one; empty: not known yet */
    Map *contexts; /* the body of each, by name */
} Kubeconfig;

/* A text field of `map`, empty when absent; false for any other value. */
static bool text_field(const Map *map, Str key, Str *out)
{
    Val v = VAL_NIL_VALUE;

    *out = STR_NONE;
    if (!map_get(map, key, &v) || val_is_nil(v))
        return true;
    if (val_kind(v) != VAL_STRING)
        return false;
    *out = val_str(v);
    return true;
}

static bool is_config(const Map *root)
{
    Str kind;
    Str version;

    return text_field(root, STR("kind"), &kind) &&
           text_field(root, STR("apiVersion"), &version) &&
           (kind.len == 0 || str_eq(kind, STR("Config"))) &&
           (version.len == 0 || str_eq(version, STR("v1")));
}

/* The bodies, by name, of a list such as "contexts": each entry has its body
 * under `body_key`.  False for another shape and for a name given twice. */
static bool read_named(const Map *root, Str key, Str body_key, Map *out)
{
    Val entries = VAL_NIL_VALUE;

    if (!map_get(root, key, &entries) || val_is_nil(entries))
        return true;
    if (val_kind(entries) != VAL_LIST)
        return false;
    for (size_t i = 0; i < val_list(entries)->len; i++) {
        Val entry = val_list(entries)->items[i];
        Val body = VAL_NIL_VALUE;
        Val known;
        Str name;

        if (val_kind(entry) != VAL_MAP ||
            !text_field(val_map(entry), STR("name"), &name) ||
            map_get(out, name, &known))
            return false;
        (void)map_get(val_map(entry), body_key, &body);
        if (val_kind(body) != VAL_MAP && !val_is_nil(body))
            return false;
        map_set(out, name, body);
    }
    return true;
}

static bool add_config(Ctx *cx, Kubeconfig *config, const Map *root)
{
    Map *contexts = map_new(cx->arena, 4);
    Str current;

    if (!is_config(root) || !text_field(root, STR("current-context"), &current))
        return false;
    if (!read_named(root, STR("contexts"), STR("context"), contexts) ||
        !read_named(root, STR("clusters"), STR("cluster"),
                    map_new(cx->arena, 4)) ||
        !read_named(root, STR("users"), STR("user"), map_new(cx->arena, 4)))
        return false;
    if (config->context.len == 0)
        config->context = current;
    for (size_t i = 0; i < map_len(contexts); i++) {
        const MapEntry *entry = map_at(contexts, i);
        Val known;

        if (!map_get(config->contexts, entry->key, &known))
            map_set(config->contexts, entry->key, entry->value);
    }
    return true;
}

/* False for a file that makes the whole kubeconfig unusable. */
static bool add_file(Ctx *cx, Kubeconfig *config, const char *path)
{
    Str name = str_from_c(path);
    Val root = VAL_NIL_VALUE;
    Str text;

    if (access(path, F_OK) != 0)
        return true;
    if (!chart_disk_read(cx, name, LIMIT_INPUT, &text) ||
        !codec_read_yaml(cx, name, text, NULL, &root)) {
        (void)err_take(cx);
        return false;
    }
    if (val_is_nil(root))
        return true;
    return val_kind(root) == VAL_MAP && add_config(cx, config, val_map(root));
}

Str kubeconfig_namespace(Ctx *cx, const OmniJob *job)
{
    Kubeconfig config = {.contexts = map_new(cx->arena, 4)};
    Val body = VAL_NIL_VALUE;
    Str out = STR_NONE;

    if (job->namespace_ != NULL && job->namespace_[0] != '\0')
        return str_from_c(job->namespace_);
    if (job->kube_context != NULL)
        config.context = str_from_c(job->kube_context);
    for (size_t i = 0; i < job->n_kubeconfig; i++) {
        if (!add_file(cx, &config, job->kubeconfig[i]))
            return STR("default");
    }
    if (config.context.len > 0 &&
        map_get(config.contexts, config.context, &body) &&
        val_kind(body) == VAL_MAP &&
        !text_field(val_map(body), STR("namespace"), &out))
        return STR("default");
    return out.len == 0 ? STR("default") : out;
}
