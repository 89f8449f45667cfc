/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One run, one call a step: user values, coalesced values, schema, dot, parse,
 * execute, sort, output.  The steps themselves are in the files beside this
 * one and in the rooms below.
 */
#include "render/render.h"

#include "base/utf8.h"
#include "chart/disk.h"
#include "fn/index.h"
#include "render/capabilities.h"
#include "render/output.h"
#include "render/run.h"
#include "render/scope.h"
#include "tmpl/builtin.h"
#include "values/coalesce.h"
#include "values/merge.h"

#define RELEASE_NAME_MAX 53

typedef struct Render {
    Ctx *cx;
    const Chart *chart;
    Parsed *parsed;
    const FnTable *functions;
    const OmniJob *job;
    ScopeTemplates templates;
    RenderedFile *files; /* what was executed, NOTES.txt apart */
    size_t n_files;
    bool sorting; /* everything was executed */
    RenderOutput *out;
} Render;

const FnTable *render_functions(Arena *arena)
{
    const FnFamily **families =
        ARENA_ARRAY(arena, const FnFamily *, fn_families_len + 2);

    families[0] = &fn_builtins;
    families[1] = &fn_render;
    for (size_t i = 0; i < fn_families_len; i++)
        families[i + 2] = fn_families[i];
    return fn_table_new(arena, families, fn_families_len + 2);
}

static bool is_lower_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A DNS subdomain (helm pkg/chart/common/util, ValidateReleaseName): labels
 * of a-z, 0-9 and inner '-', joined by single dots. */
static bool is_release_name(Str name)
{
    bool label_ended = false; /* the last byte can end a label */

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool label_starts = i == 0 || name.ptr[i - 1] == '.';

        if (c != '-' && c != '.' && !is_lower_alnum(c))
            return false;
        if ((c == '-' && label_starts) || (c == '.' && !label_ended))
            return false;
        label_ended = is_lower_alnum(c);
    }
    return label_ended && name.len <= RELEASE_NAME_MAX;
}

static Str release_name(const OmniJob *job)
{
    return job->release == NULL ? STR("omni") : str_from_c(job->release);
}

static bool check_release_name(Render *render)
{
    Str name = release_name(render->job);

    if (name.len == 0)
        return fail_here(render->cx, ERR_VALUE,
                         "release name check failed: release name \"\": no "
                         "name provided");
    if (!is_release_name(name))
        return fail_here(
            render->cx, ERR_VALUE,
            "release name check failed: release name \"%.*s\": invalid release "
            "name, must match regex "
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ "
            "and the length must not be longer than %d",
            STR_ARG(name), RELEASE_NAME_MAX);
    return true;
}

static bool read_capabilities(Render *render, const Host **out)
{
    Ctx *cx = render->cx;
    const OmniJob *job = render->job;
    const char *text = job->kube_version == NULL || job->kube_version[0] == '\0'
                           ? cx->compat->kube_version
                           : job->kube_version;
    Str *extra = ARENA_ARRAY(cx->arena, Str, job->n_api_versions);
    KubeVersion kube;

    if (!kube_version_parse(cx, str_from_c(text), &kube))
        return false;
    for (size_t i = 0; i < job->n_api_versions; i++)
        extra[i] = str_from_c(job->api_versions[i]);
    *out = capabilities_host_new(cx, kube, extra, job->n_api_versions);
    return true;
}

static bool read_user_values(Render *render, Map **out)
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
    const OmniJob *job = render->job;
    ValuesInput *inputs =
        ARENA_ARRAY(render->cx->arena, ValuesInput, job->n_values);

    for (size_t i = 0; i < job->n_values; i++)
        inputs[i] = (ValuesInput){
            .kind = kinds[job->values[i].kind],
            .text = str_from_c(job->values[i].text),
            .bytes = str_from(job->values[i].bytes, job->values[i].len),
        };
    return values_merge(render->cx, inputs, job->n_values, out);
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

static bool coalesce(Render *render, const Map *user, Map **out)
{
    const ValuesChart *tree;

    return values_tree(render->cx, render->chart, &tree) &&
           values_coalesce(render->cx, tree, user, out);
}

static bool build_scope(Render *render, Map *values, const Host *capabilities)
{
    const OmniJob *job = render->job;
    ScopeRelease release = {
        .name = release_name(job),
        .namespace_ = job->namespace_ == NULL ? STR("default")
                                              : str_from_c(job->namespace_),
        .is_upgrade = job->is_upgrade,
    };

    return scope_build(render->cx, render->chart, values, &release,
                       capabilities, &render->templates);
}

static bool parse_templates(Render *render, TmplSet *set)
{
    for (size_t i = 0; i < render->templates.len; i++) {
        const ScopeTemplate *template = &render->templates.items[i];
        const TmplFile *file;

        if (!parsed_get(render->cx, render->parsed, template->path,
                        template->text, &file) ||
            !tmpl_set_add(render->cx, set, file))
            return false;
    }
    return true;
}

static void set_template(Ctx *cx, const ScopeTemplate *template)
{
    Map *map = map_new(cx->arena, 2);
    Val v = val_from_map(map);

    map_set(map, STR("BasePath"), val_from_str(template->base_path));
    map_set(map, STR("Name"), val_from_str(template->path));
    v.go_type = GO_VALUES;
    map_set(template->dot, STR("Template"), v);
}

static bool execute(Render *render, const TmplSet *set, Run *run,
                    const ScopeTemplate *template, Str *out)
{
    Ctx *cx = render->cx;
    Val dot = val_from_map(template->dot);
    Buf buf;

    buf_init(&buf, cx->arena);
    dot.go_type = GO_VALUES;
    set_template(cx, template);
    if (!tmpl_execute(cx,
                      &(TmplExec){
                          .set = set,
                          .sink = {.buf = &buf},
                          .dot = dot,
                          .run = run,
                      },
                      template->path))
        return false;
    *out = run_without_no_value(cx->arena, buf_str(&buf));
    return true;
}

/* Keeps what a template gave: NOTES.txt of the top chart is for people, that
 * of a subchart for nobody. */
static void keep(Render *render, Str path, Str text)
{
    Str own_notes = arena_fmt(render->cx->arena, "%.*s/templates/NOTES.txt",
                              STR_ARG(render->chart->meta.name));

    if (str_eq(path, own_notes)) {
        render->out->notes = text;
        render->out->has_notes = true;
    } else if (!str_has_suffix(path, STR("NOTES.txt"))) {
        render->files[render->n_files++] = (RenderedFile){path, text};
    }
}

static bool execute_templates(Render *render, const TmplSet *set, Run *run)
{
    render->files =
        ARENA_ARRAY(render->cx->arena, RenderedFile, render->templates.len);
    for (size_t i = 0; i < render->templates.len; i++) {
        const ScopeTemplate *template = &render->templates.items[i];
        Str text;

        if (str_has_prefix(chart_path_base(template->path), STR("_")))
            continue;
        if (!execute(render, set, run, template, &text))
            return false;
        keep(render, template->path, text);
    }
    return true;
}

static bool run_templates(Render *render)
{
    Ctx *cx = render->cx;
    const OmniJob *job = render->job;
    TmplSet *set = tmpl_set_new(cx->arena, NULL);
    const Lookup *lookup;

    return lookup_read(cx, job->lookup_from, job->n_lookup_from, &lookup) &&
           parse_templates(render, set) &&
           execute_templates(render, set,
                             run_new(cx, render->functions, lookup));
}

static size_t count_crds(const Chart *chart)
{
    size_t n = chart->crds.len;

    for (size_t i = 0; i < chart->n_subcharts; i++)
        n += count_crds(chart->subcharts[i]);
    return n;
}

/* The CRDs of `chart` and of all charts below it, parents first. */
static void list_crds(Arena *arena, const Chart *chart, Str full_path,
                      RenderedFile *out, size_t *n)
{
    for (size_t i = 0; i < chart->crds.len; i++)
        out[(*n)++] = (RenderedFile){
            arena_fmt(arena, "%.*s/%.*s", STR_ARG(full_path),
                      STR_ARG(chart->crds.items[i].name)),
            chart->crds.items[i].bytes,
        };
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        const Chart *below = chart->subcharts[i];

        list_crds(arena, below,
                  arena_fmt(arena, "%.*s/charts/%.*s", STR_ARG(full_path),
                            STR_ARG(below->meta.name)),
                  out, n);
    }
}

/* A failure once Helm has a release: it offers --debug, and with it prints
 * what there is. */
static bool render_failed(Render *render)
{
    if (render->job->debug) {
        Buf raw;

        buf_init(&raw, render->cx->arena);
        output_add_raw(&raw, render->files, render->sorting ? render->n_files : 0);
        render->out->text = buf_str(&raw);
    } else {
        render->out->advice = "\n\nUse --debug flag to render out invalid YAML";
    }
    return false;
}

static bool write_output(Render *render)
{
    const OmniJob *job = render->job;
    Arena *arena = render->cx->arena;
    Manifests manifests = {NULL, 0, NULL, 0};
    OutputJob output = {
        .manifests = &manifests,
        .show_only = job->show_only,
        .n_show_only = job->n_show_only,
        .output_dir = job->output_dir,
        .no_hooks = job->no_hooks,
        .skip_tests = job->skip_tests,
    };
    Buf text;

    render->sorting = true;
    if (!manifest_sort(render->cx, render->files, render->n_files, &manifests))
        return render_failed(render);
    if (job->include_crds) {
        RenderedFile *crds =
            ARENA_ARRAY(arena, RenderedFile, count_crds(render->chart));

        list_crds(arena, render->chart, render->chart->meta.name, crds,
                  &output.n_crds);
        output.crds = crds;
    }
    buf_init(&text, arena);
    if (!output_write(render->cx, &output, &text))
        return false;
    render->out->text = buf_str(&text);
    return true;
}

bool render_run(Ctx *cx, const Chart *chart, Parsed *parsed,
                const FnTable *functions, const OmniJob *job,
                RenderOutput *out)
{
    Render render = {
        .cx = cx,
        .chart = chart,
        .parsed = parsed,
        .functions = functions,
        .job = job,
        .out = out,
    };
    const Host *capabilities;
    Map *user;
    Map *values;

    *out = (RenderOutput){.advice = ""};
    return read_capabilities(&render, &capabilities) &&
           read_user_values(&render, &user) && check_release_name(&render) &&
           coalesce(&render, user, &values) &&
           build_scope(&render, values, capabilities) &&
           (run_templates(&render) || render_failed(&render)) &&
           write_output(&render);
}
