/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Turns a job and a loaded chart into what templates are run with.  Each step
 * is one call into chart or values; the order is Helm's, because it decides
 * which of several mistakes is reported.
 */
#include "render/prepare.h"

#include "chart/log.h"
#include "fn/ip_address.h"
#include "fn/regex.h"
#include "fn/version.h"
#include "render/kubeconfig.h"
#include "render/release_name.h"
#include "values/coalesce.h"
#include "values/deps.h"
#include "values/merge.h"
#include "values/schema.h"

static bool read_capabilities(Ctx *cx, const OmniJob *job, Prepared *out)
{
    const char *text = job->kube_version == NULL || job->kube_version[0] == '\0'
                           ? cx->compat->kube_version
                           : job->kube_version;
    Str *extra = ARENA_ARRAY(cx->arena, Str, job->n_api_versions);

    if (!kube_version_parse(cx, str_from_c(text), &out->kube))
        return false;
    for (size_t i = 0; i < job->n_api_versions; i++)
        extra[i] = str_from_c(job->api_versions[i]);
    out->capabilities =
        capabilities_host_new(cx, out->kube, extra, job->n_api_versions);
    return true;
}

static bool read_user_values(Ctx *cx, const OmniJob *job, Prepared *prepared,
                             Map **out)
{
    static const ValuesKind kinds[] = {
        [OMNI_VALUE_FILE] = VALUES_FILE,
        [OMNI_VALUE_SET_JSON] = VALUES_SET_JSON,
        [OMNI_VALUE_SET] = VALUES_SET,
        [OMNI_VALUE_SET_STRING] = VALUES_SET_STRING,
        [OMNI_VALUE_SET_FILE] = VALUES_SET_FILE,
        [OMNI_VALUE_SET_LITERAL] = VALUES_SET_LITERAL,
        [OMNI_VALUE_BYTES] = VALUES_BYTES,
    };
    ValuesInput *inputs = ARENA_ARRAY(cx->arena, ValuesInput, job->n_values);

    for (size_t i = 0; i < job->n_values; i++)
        inputs[i] = (ValuesInput){
            .kind = kinds[job->values[i].kind],
            .text = str_from_c(job->values[i].text),
            .bytes = str_from(job->values[i].bytes, job->values[i].len),
        };
    prepared->inputs = inputs;
    prepared->n_inputs = job->n_values;
    return values_merge(cx, inputs, job->n_values, out);
}

/* The tree that coalescing walks, from the tree of charts. */
static bool values_tree(Ctx *cx, const Chart *chart, const ValuesChart **out)
{
    ValuesChart *tree = ARENA_NEW(cx->arena, ValuesChart);
    const ValuesChart **below =
        ARENA_ARRAY(cx->arena, const ValuesChart *, chart->n_subcharts);

    if (!ctx_enter(cx))
        return false;
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        if (!values_tree(cx, chart->subcharts[i], &below[i]))
            return false;
    }
    ctx_leave(cx);
    *tree = (ValuesChart){
        .name = chart->meta.name,
        .defaults = chart->values,
        .subcharts = below,
        .n_subcharts = chart->n_subcharts,
    };
    *out = tree;
    return true;
}

static bool coalesce(Ctx *cx, const Chart *chart, Map *user, Map **out)
{
    const ValuesChart *tree;

    if (!values_tree(cx, chart, &tree) || !values_coalesce_into(cx, tree, user))
        return false;
    *out = user;
    return true;
}

/* Library charts hold definitions for others and nothing of their own. */
static bool check_installable(Ctx *cx, const Chart *chart)
{
    Str type = chart->meta.type;

    if (type.len != 0 && !str_eq(type, STR("application")))
        return fail_here(cx, ERR_CHART, "%.*s charts are not installable",
                         STR_ARG(type));
    if (chart->meta.deprecated)
        chart_log(cx, "WARN", STR("this chart is deprecated"), NULL, 0);
    return true;
}

/* chartutil.IsCompatibleRange: no when either text is malformed. */
static bool is_compatible(Ctx *cx, Str constraint, Str version)
{
    Version parsed;
    bool meets = false;

    if (!version_parse(cx, version, &parsed) ||
        !version_meets(cx, &parsed, constraint, &meets)) {
        (void)err_take(cx);
        return false;
    }
    return meets;
}

static bool settle_charts(Ctx *cx, const Chart *chart, const Map *user,
                          const Chart **out)
{
    static const DepsOptions options = {.match = is_compatible};

    return values_process_dependencies(cx, chart, user, &options, out);
}

const SchemaOptions prepare_schema_options = {
    .match = regex_is_found,
    .check_address = fn_check_ip_address,
};

static bool check_schema(Ctx *cx, const OmniJob *job, const Prepared *prepared)
{
    return job->skip_schema_validation ||
           values_check_schema(cx, prepared->chart, prepared->values,
                               &prepare_schema_options);
}

bool prepare_check_kube_version(Ctx *cx, const Prepared *prepared)
{
    Str wanted = prepared->chart->meta.kube_version;

    if (wanted.len == 0 || is_compatible(cx, wanted, prepared->kube.normalized))
        return true;
    return fail_here(cx, ERR_CHART,
                     "chart requires kubeVersion: %.*s which is incompatible "
                     "with Kubernetes %.*s",
                     STR_ARG(wanted), STR_ARG(prepared->kube.version));
}

/* The names that Helm's own storage puts on a release. */
static const char *const system_labels[] = {
    "name", "owner", "status", "version", "createdAt", "modifiedAt",
};

static bool check_labels(Ctx *cx, const OmniJob *job)
{
    for (size_t i = 0; i < job->n_label_names; i++) {
        Str name = str_from_c(job->label_names[i]);

        for (size_t k = 0; k < ARRAY_LEN(system_labels); k++) {
            if (str_eq(name, str_from_c(system_labels[k])))
                return fail_here(
                    cx, ERR_VALUE,
                    "user supplied labels contains system reserved label name. "
                    "System labels: [name owner status version createdAt "
                    "modifiedAt]");
        }
    }
    return true;
}

bool prepare_check_job(Ctx *cx, const OmniJob *job, bool has_chart)
{
    Prepared ignored;
    Map *user;

    return read_capabilities(cx, job, &ignored) &&
           release_name_settle(cx, job, &ignored.release) &&
           (!has_chart || read_user_values(cx, job, &ignored, &user));
}

/* Helm can load charts of the next API, and no more than that. */
static bool check_api_version(Ctx *cx, const Chart *chart)
{
    return !str_eq(chart->meta.api_version, STR("v3")) ||
           fail_here(cx, ERR_CHART, "invalid chart apiVersion");
}

bool prepare(Ctx *cx, const Chart *chart, const OmniJob *job, Prepared *out)
{
    Map *user;

    out->namespace_ = kubeconfig_namespace(cx, job);
    return read_capabilities(cx, job, out) &&
           release_name_settle(cx, job, &out->release) &&
           read_user_values(cx, job, out, &user) &&
           lookup_read(cx, job->lookup_from, job->n_lookup_from,
                       &out->lookup) &&
           check_installable(cx, chart) &&
           values_check_dependencies(cx, chart) &&
           check_api_version(cx, chart) &&
           release_name_check(cx, out->release) &&
           settle_charts(cx, chart, user, &out->chart) &&
           coalesce(cx, out->chart, user, &out->values) &&
           check_schema(cx, job, out) && check_labels(cx, job);
}
