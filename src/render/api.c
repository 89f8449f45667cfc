/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The public door (omni/omni.h) over chart, values and render.  A loaded chart
 * owns an arena that runs only read; a result owns the arena of its run.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "chart/source_embed.h"
#include "omni/omni.h"
#include "render/kept.h"
#include "render/limits.h"
#include "render/prepare.h"
#include "render/render.h"
#include "render/report.h"
#include "render/rich.h"
#include "render/stack.h"

struct OmniChart {
    Arena arena;
    const Chart *chart;
    const FnTable *functions;
    Parsed *parsed;
    KeptPool *kept;
    OmniFile *files;            /* chart->raw, for omni_chart_file */
    const CtxMessage *messages; /* of loading it; each run has them too */
};

struct OmniResult {
    Arena arena;
    Kept *kept; /* of a failed run, whose texts it may hold; else NULL */
    bool ok;
    Str text;
    const Str *parts; /* of the text, where it is not in `text` */
    size_t n_parts;
    const char *error;
    const char *where;
    const char *report;
    const char *notes; /* NULL: none */
    OmniMessage *messages;
    size_t n_messages;
};

/* Allocations of the door itself; like the arena they never fail. */
static void *must_calloc(size_t size)
{
    void *ptr = calloc(1, size);

    if (ptr == NULL)
        omni_on_oom();
    return ptr;
}

static void list_files(OmniChart *chart)
{
    ChartFiles raw = chart->chart->raw;

    chart->files = ARENA_ARRAY(&chart->arena, OmniFile, raw.len);
    for (size_t i = 0; i < raw.len; i++)
        chart->files[i] = (OmniFile){
            arena_c_str(&chart->arena, raw.items[i].name),
            raw.items[i].bytes.ptr,
            raw.items[i].bytes.len,
        };
}

/* Why the chart cannot be loaded. */
static Str load_error(Ctx *cx, OmniReport report)
{
    const RenderFacts nothing = {.chart = NULL};
    RichLog log;

    if (report == OMNI_REPORT_NONE)
        return report_text(cx->arena, cx->err);
    rich_log_open(&log, cx, &nothing);
    rich_log_add(&log, cx->err);
    return rich_report(&log, report == OMNI_REPORT_COLOURED);
}

/* What was loaded, or NULL with its error's text. */
static OmniChart *finish_load(OmniChart *chart, Ctx *cx, bool ok,
                              OmniReport report, char **error)
{
    if (!ok) {
        Str text = load_error(cx, report);

        *error = must_calloc(text.len + 1);
        memcpy(*error, text.ptr, text.len);
        omni_chart_free(chart);
        return NULL;
    }
    chart->functions = render_functions(&chart->arena);
    chart->parsed = parsed_open(chart->functions);
    chart->kept = kept_open();
    if (chart->parsed == NULL || chart->kept == NULL)
        omni_on_oom();
    list_files(chart);
    chart->messages = cx->messages;
    return chart;
}

/* Puts what is wrong with `job` in the place of the chart's error. */
static void put_job_first(Ctx *cx, const char *path, const OmniJob *job)
{
    bool has_chart = path == NULL || chart_is_there(cx, str_from_c(path));
    const Err *of_chart = cx->err;

    cx->err = NULL;
    if (prepare_check_job(cx, job, has_chart))
        cx->err = of_chart;
}

typedef struct LoadJob {
    const char *path;
    const OmniJob *job;
    OmniChart *chart; /* NULL afterwards: that failed */
    char **error;
} LoadJob;

static void load_chart(void *self, size_t stack_size)
{
    LoadJob *load = self;
    OmniChart *chart = load->chart;
    const OmniLimits *limits = load->job == NULL ? NULL : load->job->limits;
    Ctx cx;
    bool ok;

    ctx_init(&cx, &chart->arena);
    limits_apply(&cx, limits, stack_size);
    ok = load->path == NULL
             ? chart_load_embedded(&cx, STR(""), &chart->chart)
             : chart_load_path(&cx, str_from_c(load->path), &chart->chart);
    if (!ok && load->job != NULL)
        put_job_first(&cx, load->path, load->job);
    load->chart = finish_load(
        chart, &cx, ok,
        load->job == NULL ? OMNI_REPORT_NONE : load->job->report, load->error);
}

OmniChart *omni_chart_load_for(const char *path, const OmniJob *job,
                               char **error)
{
    LoadJob load = {path, job, must_calloc(sizeof(OmniChart)), error};
    size_t stack_size = limits_stack_size(job == NULL ? NULL : job->limits);

    *error = NULL;
    arena_init(&load.chart->arena);
    /* What is built in nests as it was built. */
    if (path == NULL)
        load_chart(&load, stack_size);
    else
        stack_run(load_chart, &load, stack_size);
    return load.chart;
}

OmniChart *omni_chart_load(const char *path, char **error)
{
    return omni_chart_load_for(path, NULL, error);
}

typedef struct FilesJob {
    const OmniFile *files;
    size_t n;
    OmniChart *chart; /* NULL afterwards: that failed */
    char **error;
} FilesJob;

static void load_files(void *self, size_t stack_size)
{
    FilesJob *load = self;
    Arena *arena = &load->chart->arena;
    ChartFile *copies = ARENA_ARRAY(arena, ChartFile, load->n);
    Ctx cx;
    bool ok;

    ctx_init(&cx, arena);
    limits_apply(&cx, NULL, stack_size);
    for (size_t i = 0; i < load->n; i++) {
        const OmniFile *file = &load->files[i];

        copies[i] =
            (ChartFile){arena_str(arena, str_from_c(file->path)),
                        arena_str(arena, str_from(file->bytes, file->len))};
    }
    ok = chart_load_files(&cx, (ChartFiles){copies, load->n},
                          &load->chart->chart);
    load->chart =
        finish_load(load->chart, &cx, ok, OMNI_REPORT_NONE, load->error);
}

OmniChart *omni_chart_from_files(const OmniFile *files, size_t n, char **error)
{
    FilesJob load = {files, n, must_calloc(sizeof(OmniChart)), error};

    *error = NULL;
    arena_init(&load.chart->arena);
    stack_run(load_files, &load, limits_stack_size(NULL));
    return load.chart;
}

void omni_chart_free(OmniChart *chart)
{
    if (chart == NULL)
        return;
    parsed_close(chart->parsed);
    kept_close(chart->kept);
    arena_release(&chart->arena);
    free(chart);
}

const OmniFile *omni_chart_file(const OmniChart *chart, const char *path)
{
    for (size_t i = 0; i < chart->chart->raw.len; i++) {
        if (strcmp(chart->files[i].path, path) == 0)
            return &chart->files[i];
    }
    return NULL;
}

static size_t count_messages(const CtxMessage *messages)
{
    size_t n = 0;

    for (const CtxMessage *m = messages; m != NULL; m = m->next)
        n++;
    return n;
}

static void add_messages(OmniResult *result, const CtxMessage *messages)
{
    for (const CtxMessage *m = messages; m != NULL; m = m->next)
        result->messages[result->n_messages++].text =
            arena_c_str(&result->arena, m->text);
}

/* What was said while the chart was loaded comes first. */
static void keep_messages(OmniResult *result, const OmniChart *chart,
                          const Ctx *cx)
{
    result->messages = ARENA_ARRAY(&result->arena, OmniMessage,
                                   count_messages(chart->messages) +
                                       count_messages(cx->messages));
    add_messages(result, chart->messages);
    add_messages(result, cx->messages);
}

/* How much is shown of a line, on either side of its column. */
#define LINE_SHOWN ((size_t)200)

/* The nearest beginning of a character at or before `pos`. */
static size_t rune_start(Str s, size_t pos)
{
    while (pos > 0 && pos < s.len && ((unsigned char)s.ptr[pos] & 0xc0) == 0x80)
        pos--;
    return pos;
}

/* `line` around `column` as it may be shown on a terminal: without control
 * characters. */
static Str printable(Arena *arena, Str line, size_t column)
{
    size_t middle = column < line.len ? column : line.len;
    size_t from =
        middle > LINE_SHOWN ? rune_start(line, middle - LINE_SHOWN) : 0;
    size_t to = line.len - middle > LINE_SHOWN
                    ? rune_start(line, middle + LINE_SHOWN)
                    : line.len;
    Buf buf;

    buf_init(&buf, arena);
    line = str_slice(line, from, to);
    for (size_t pos = 0, size = 0; pos < line.len; pos += size) {
        uint32_t rune = utf8_decode(line, pos, &size);

        buf_add_rune(&buf,
                     rune == '\t' || utf8_is_print(rune) ? rune : UTF8_BAD);
    }
    return buf_str(&buf);
}

/* "FILE:LINE:COLUMN: the line" of the innermost link that knows its line. */
static const char *where_text(Arena *arena, const Err *err)
{
    const Err *found = NULL;

    for (const Err *link = err; link != NULL; link = link->cause) {
        if (link->line.len != 0)
            found = link;
    }
    if (found == NULL)
        return "";
    return arena_fmt(arena, "%.*s:%u:%u: %.*s", STR_ARG(found->pos.name),
                     found->pos.line, found->pos.column,
                     STR_ARG(printable(arena, found->line, found->pos.column)))
        .ptr;
}

typedef struct RunJob {
    const OmniChart *chart;
    const OmniJob *job;
    OmniResult *result;
} RunJob;

/* Helm's getHostByName finds nothing unless DNS is enabled. */
static Str resolve_nothing(void *self, Arena *arena, Str host)
{
    (void)self;
    (void)arena;
    (void)host;
    return STR_NONE;
}

/* The world's fetch over the job's. */
static void fetch_for_job(void *self, Arena *arena, Str url, size_t max,
                          unsigned timeout, CtxAnswer *out)
{
    const OmniFetch *fetch = self;
    OmniAnswer answer;

    fetch->get(fetch->self, arena_c_str(arena, url), max, timeout, &answer);
    *out = (CtxAnswer){
        .status = answer.status,
        .is_long = answer.is_long,
        .location = arena_str(arena, str_from_c(answer.location)),
        .problem = arena_str(arena, str_from_c(answer.problem)),
        .body = arena_str(arena, str_from(answer.body, answer.len)),
    };
    free(answer.block);
}

/* Reports what was collected, and what the run ended with; Helm's text is then
 * about the first of these. */
static void make_report(OmniResult *result, const OmniJob *job, Ctx *cx,
                        RichLog *log)
{
    if (cx->err != cx->collected)
        rich_log_add(log, cx->err);
    if (cx->collected != NULL)
        cx->err = cx->collected;
    result->report = arena_c_str(
        &result->arena, rich_report(log, job->report == OMNI_REPORT_COLOURED));
}

static void run_job(void *self, size_t stack_size)
{
    const RunJob *run = self;
    const OmniChart *chart = run->chart;
    OmniResult *result = run->result;
    CtxWorld world = ctx_system_world;
    RenderOutput out;
    RichLog log;
    Ctx cx;

    ctx_init(&cx, &result->arena);
    limits_apply(&cx, run->job->limits, stack_size);
    result->kept = kept_take(chart->kept, &cx);
    if (!run->job->enable_dns)
        world.resolve = resolve_nothing;
    if (run->job->fetch != NULL) {
        /* No other function of the system's world looks at it. */
        world.self = (void *)(uintptr_t)run->job->fetch;
        world.fetch = fetch_for_job;
    }
    cx.world = &world;
    if (run->job->report != OMNI_REPORT_NONE)
        rich_log_open(&log, &cx, &out.facts);
    result->ok = render_run(&cx, chart->chart, chart->parsed, chart->functions,
                            run->job, &out);
    if (!result->ok && run->job->report != OMNI_REPORT_NONE)
        make_report(result, run->job, &cx, &log);
    if (!result->ok) {
        result->error =
            arena_fmt(&result->arena, "%.*s%s",
                      STR_ARG(report_text(&result->arena, cx.err)), out.advice)
                .ptr;
        result->where = where_text(&result->arena, cx.err);
    }
    result->text = out.text;
    result->parts = out.pieces.len == 0 ? &result->text : out.pieces.items;
    result->n_parts = out.pieces.len == 0 ? 1 : out.pieces.len;
    if (out.has_notes)
        result->notes = arena_c_str(&result->arena, out.notes);
    keep_messages(result, chart, &cx);
    if (result->ok) {
        kept_give(chart->kept, result->kept, &cx);
        result->kept = NULL;
    }
}

OmniResult *omni_render(const OmniChart *chart, const OmniJob *job)
{
    OmniResult *result = must_calloc(sizeof(OmniResult));
    RunJob run = {chart, job, result};

    arena_init(&result->arena);
    result->error = "";
    result->where = "";
    result->report = "";
    stack_run(run_job, &run, limits_stack_size(job->limits));
    return result;
}

void omni_result_free(OmniResult *result)
{
    if (result == NULL)
        return;
    arena_release(&result->arena);
    kept_drop(result->kept);
    free(result);
}

bool omni_result_ok(const OmniResult *result)
{
    return result->ok;
}

const char *omni_result_text(const OmniResult *result, size_t *len)
{
    *len = result->text.len;
    return result->text.ptr == NULL ? "" : result->text.ptr;
}

bool omni_result_part(const OmniResult *result, size_t i, const char **bytes,
                      size_t *len)
{
    if (i >= result->n_parts)
        return false;
    *bytes = result->parts[i].ptr;
    *len = result->parts[i].len;
    return true;
}

const char *omni_result_error(const OmniResult *result)
{
    return result->error;
}

const char *omni_result_where(const OmniResult *result)
{
    return result->where;
}

const char *omni_result_report(const OmniResult *result)
{
    return result->report;
}

const OmniMessage *omni_result_messages(const OmniResult *result, size_t *n)
{
    *n = result->n_messages;
    return result->messages;
}

const char *omni_result_notes(const OmniResult *result)
{
    return result->notes;
}

void omni_text_free(char *text)
{
    free(text);
}

const char *omni_built_in_chart(size_t i)
{
    /* The names are literals. */
    return i < embedded_charts_len ? embedded_charts[i].name.ptr : NULL;
}

const char *omni_version(void)
{
    return OMNI_VERSION;
}

const char *omni_helm_version(void)
{
    return compat_helm_4_1.helm_version;
}
