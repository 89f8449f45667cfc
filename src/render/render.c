/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One run, one call a step: user values, coalesced values, schema, dot, parse,
 * execute, sort, output.  The steps themselves are in the files beside this
 * one and in the rooms below.
 */
#include "render/render.h"

#include "chart/disk.h"
#include "fn/index.h"
#include "render/capabilities.h"
#include "render/embedded.h"
#include "render/output.h"
#include "render/prepare.h"
#include "render/run.h"
#include "render/scope.h"
#include "tmpl/builtin.h"

typedef struct Render {
    Ctx *cx;
    const Chart *chart;
    Parsed *parsed;
    const FnTable *functions;
    const OmniJob *job;
    ScopeTemplates templates;
    RenderedFile *files; /* what was executed, NOTES.txt apart */
    size_t n_files;
    size_t n_bytes; /* of all that was executed */
    Arena apart;    /* what a template makes on its way to its text */
    RenderOutput *out;
} Render;

const FnTable *render_functions(Arena *arena)
{
    const FnFamily **families;

    if (embedded_functions.n_families != 0)
        return &embedded_functions;
    families = ARENA_ARRAY(arena, const FnFamily *, fn_families_len + 2);
    families[0] = &fn_builtins;
    families[1] = &fn_render;
    for (size_t i = 0; i < fn_families_len; i++)
        families[i + 2] = fn_families[i];
    return fn_table_new(arena, families, fn_families_len + 2);
}

static bool build_scope(Render *render, const Prepared *prepared)
{
    ScopeRelease release = {
        .name = prepared->release,
        .namespace_ = prepared->namespace_,
        .is_upgrade = render->job->is_upgrade,
    };

    return scope_build(render->cx, prepared->chart, prepared->values, &release,
                       prepared->capabilities, &render->templates);
}

static bool parse_templates(Render *render, TmplSet *set)
{
    for (size_t i = 0; i < render->templates.len; i++) {
        const ScopeTemplate *template = &render->templates.items[i];
        const TmplFile *file;

        if ((!parsed_get(render->cx, render->parsed, template->path,
                         template->text, &file) ||
             !tmpl_set_add(render->cx, set, file)) &&
            !err_collect(render->cx))
            return false;
    }
    return err_settle(render->cx);
}

static bool execute(Render *render, const TmplSet *set, Run *run,
                    const ScopeTemplate *template, Str *out)
{
    Ctx *cx = render->cx;
    Val dot = val_from_map(template->dot);
    Buf buf;

    buf_init(&buf, cx->arena);
    dot.go_type = GO_VALUES;
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
    render->n_bytes += out->len;
    return render->n_bytes <= cx->limits->output ||
           (ctx_fail_limit(cx, LIMIT_OUTPUT) ||
            err_wrap(cx, source_pos_of_file(template->path), "%.*s",
                     STR_ARG(template->path)));
}

/* Its text is what stays of a template. */
static bool execute_apart(Render *render, const TmplSet *set, Run *run,
                          const ScopeTemplate *template, Str *out)
{
    Ctx *cx = render->cx;
    bool ok;

    render->out->facts.dot = template->dot;
    scope_set_template(cx, template);
    ctx_go_apart(cx, &render->apart);
    ok = execute(render, set, run, template, out);
    if (ok)
        *out = arena_str(cx->home, *out);
    ctx_end_apart(cx, ok);
    return ok;
}

static void keep_notes(Render *render, Str text)
{
    RenderOutput *out = render->out;

    out->notes = !out->has_notes || out->notes.len == 0
                     ? text
                     : arena_fmt(render->cx->arena, "%.*s\n%.*s",
                                 STR_ARG(out->notes), STR_ARG(text));
    out->has_notes = true;
}

/* Keeps what a template gave: NOTES.txt of the top chart is for people, that
 * of a subchart for nobody unless the job asks for it. */
static void keep(Render *render, Str path, Str text)
{
    Str name = render->chart->meta.name;

    if (!str_has_suffix(path, STR("NOTES.txt")))
        render->files[render->n_files++] = (RenderedFile){path, text};
    else if (render->job->subchart_notes ||
             (str_has_prefix(path, name) &&
              str_eq(str_skip(path, name.len), STR("/templates/NOTES.txt"))))
        keep_notes(render, text);
}

/* After failures that were collected: what is wrong with the other files. */
static bool settle_templates(Render *render)
{
    Manifests unused;

    return render->cx->collected == NULL ||
           manifest_sort(render->cx, render->files, render->n_files, &unused);
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
        if (execute_apart(render, set, run, template, &text))
            keep(render, template->path, text);
        else if (!err_collect(render->cx))
            return false;
    }
    return settle_templates(render);
}

static bool run_templates(Render *render, const Prepared *prepared)
{
    Ctx *cx = render->cx;
    TmplSet *set = tmpl_set_new(cx->arena, NULL);
    Run *run = run_new(cx, render->functions, prepared->lookup);
    RenderFacts *facts = &render->out->facts;
    bool ok;

    facts->set = set;
    facts->run = run;
    facts->templates = render->templates;
    if (!prepare_check_kube_version(cx, prepared) ||
        !parse_templates(render, set))
        return false;
    arena_init(&render->apart);
    ok = execute_templates(render, set, run);
    arena_release(&render->apart);
    return ok;
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
    for (size_t i = 0; i < chart->crds.len; i++) {
        const ChartFile *crd = &chart->crds.items[i];
        const Str path[] = {full_path, STR("/"), crd->name};

        out[(*n)++] = (RenderedFile){arena_join(arena, path, ARRAY_LEN(path)),
                                     crd->bytes};
    }
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        const Chart *below = chart->subcharts[i];
        const Str path[] = {full_path, STR("/charts/"), below->meta.name};

        list_crds(arena, below, arena_join(arena, path, ARRAY_LEN(path)), out,
                  n);
    }
}

/* A failure once Helm has a release: it offers --debug, and with it prints
 * the first `n` rendered files and the hooks of `output`.  Then it is a worse
 * failure that --show-only finds nothing. */
static bool render_failed(Render *render, const OutputJob *output, size_t n)
{
    Ctx *cx = render->cx;
    const Err *cause = cx->err;

    if (!render->job->debug) {
        render->out->advice = "\n\nUse --debug flag to render out invalid YAML";
        return false;
    }
    cx->err = NULL;
    if (output_debug(cx, output, render->files, n, &render->out->text))
        cx->err = cause;
    return false;
}

static OutputJob output_job(const Render *render, const Manifests *manifests,
                            Str release)
{
    const OmniJob *job = render->job;

    return (OutputJob){
        .manifests = manifests,
        .show_only = job->show_only,
        .n_show_only = job->n_show_only,
        .output_dir = job->output_dir,
        .release_dir = job->release_in_path ? release : STR_NONE,
        .writing = job->writing,
        .post_render = job->post_render,
        .no_hooks = job->no_hooks,
        .skip_tests = job->skip_tests,
    };
}

static bool write_output(Render *render, Str release)
{
    const OmniJob *job = render->job;
    Arena *arena = render->cx->arena;
    Manifests manifests = {NULL, 0, NULL, 0};
    OutputJob output = output_job(render, &manifests, release);
    Str whole;

    if (!manifest_sort(render->cx, render->files, render->n_files, &manifests))
        return render_failed(render, &output, render->n_files);
    if (job->include_crds) {
        RenderedFile *crds =
            ARENA_ARRAY(arena, RenderedFile, count_crds(render->chart));

        list_crds(arena, render->chart, render->chart->meta.name, crds,
                  &output.n_crds);
        output.crds = crds;
    }
    if (job->in_parts && output_is_plain(&output)) {
        output_pieces(&output, &render->out->pieces);
        return true;
    }
    if (!output_whole(render->cx, &output, &whole))
        return render_failed(render, &output, 0);
    if (output_write(render->cx, &output, whole, &render->out->text))
        return true;
    return render->cx->err->kind == ERR_IO && render_failed(render, &output, 0);
}

static bool run_or_fail(Render *render, const Prepared *prepared)
{
    const Manifests none = {NULL, 0, NULL, 0};
    const OutputJob output = output_job(render, &none, prepared->release);

    return run_templates(render, prepared) || render_failed(render, &output, 0);
}

static void keep_facts(RenderFacts *facts, const Prepared *prepared)
{
    if (prepared->chart != NULL)
        facts->chart = prepared->chart;
    facts->values = prepared->values;
    facts->inputs = prepared->inputs;
    facts->n_inputs = prepared->n_inputs;
}

bool render_run(Ctx *cx, const Chart *chart, Parsed *parsed,
                const FnTable *functions, const OmniJob *job, RenderOutput *out)
{
    Render render = {
        .cx = cx,
        .parsed = parsed,
        .functions = functions,
        .job = job,
        .out = out,
    };
    Prepared prepared = {.chart = NULL};
    bool is_prepared;

    *out = (RenderOutput){
        .advice = "",
        .facts = {.chart = chart, .functions = functions},
    };
    pieces_init(&out->pieces, cx->arena);
    is_prepared = prepare(cx, chart, job, &prepared);
    keep_facts(&out->facts, &prepared);
    if (!is_prepared)
        return false;
    render.chart = prepared.chart;
    return build_scope(&render, &prepared) && run_or_fail(&render, &prepared) &&
           write_output(&render, prepared.release);
}
