/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Many renders in one process.  Workers, of which the main thread is one, take
 * the jobs in order and leave their results in a ring; whoever leaves the one
 * that is due prints it and those behind it.  A worker that would overtake the
 * printing by a whole ring waits, so memory does not grow with the number of
 * jobs.  A chart is loaded by the first job that wants it and shared by all.
 */
#include "cli/batch.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/interrupt.h"
#include "cli/output.h"

/* Results that may wait for each worker's turn to be printed. */
#define RING_PER_WORKER 4

typedef struct CachedChart CachedChart;
struct CachedChart {
    char *path; /* NULL: the built-in one */
    pthread_mutex_t lock;
    bool is_loaded;
    OmniChart *chart; /* NULL: `error` */
    char *error;
    CachedChart *next;
};

typedef struct ChartCache {
    pthread_mutex_t lock;
    CachedChart *first;
} ChartCache;

/* What became of a job. */
typedef struct Outcome {
    bool is_done;
    OmniResult *result; /* NULL: the chart could not be loaded */
    const char *error;  /* why, the cache's own */
} Outcome;

typedef struct Batch {
    const CliOptions *options;
    const OmniBatch *jobs;
    ChartCache *charts;
    pthread_mutex_t lock;
    pthread_cond_t has_room; /* in the ring, again */
    Outcome *ring;
    size_t ring_len;
    size_t n_taken;   /* jobs that a worker has begun */
    size_t n_printed; /* jobs whose outcome was printed */
    size_t n_waiting; /* workers that want room */
    bool is_printing; /* some worker is */
    bool ok;          /* so far, of what was printed */
} Batch;

static void *must_calloc(size_t n, size_t size)
{
    void *ptr = calloc(n, size);

    if (ptr == NULL)
        omni_on_oom();
    return ptr;
}

/* -- charts -- */

static bool is_path(const CachedChart *entry, const char *path)
{
    if (entry->path == NULL || path == NULL)
        return entry->path == path;
    return strcmp(entry->path, path) == 0;
}

static char *copy_text(const char *text)
{
    size_t size;

    if (text == NULL)
        return NULL;
    size = strlen(text) + 1;
    return memcpy(must_calloc(size, 1), text, size);
}

static CachedChart *find_chart(ChartCache *cache, const char *path)
{
    CachedChart *entry;

    pthread_mutex_lock(&cache->lock);
    for (entry = cache->first; entry != NULL; entry = entry->next) {
        if (is_path(entry, path))
            break;
    }
    if (entry == NULL) {
        entry = must_calloc(1, sizeof(CachedChart));
        entry->path = copy_text(path);
        pthread_mutex_init(&entry->lock, NULL);
        entry->next = cache->first;
        cache->first = entry;
    }
    pthread_mutex_unlock(&cache->lock);
    return entry;
}

/* The chart, NULL with its error's text where it cannot be loaded. */
static const OmniChart *chart_of(ChartCache *cache, const OmniBatchJob *job,
                                 const char **error)
{
    CachedChart *entry = find_chart(cache, job->chart);

    pthread_mutex_lock(&entry->lock);
    if (!entry->is_loaded)
        entry->chart = omni_chart_load(entry->path, &entry->error);
    entry->is_loaded = true;
    pthread_mutex_unlock(&entry->lock);
    *error = entry->error;
    return entry->chart;
}

static void free_charts(ChartCache *cache)
{
    while (cache->first != NULL) {
        CachedChart *entry = cache->first;

        cache->first = entry->next;
        omni_chart_free(entry->chart);
        omni_text_free(entry->error);
        pthread_mutex_destroy(&entry->lock);
        free(entry->path);
        free(entry);
    }
    pthread_mutex_destroy(&cache->lock);
}

/* -- one job -- */

static Outcome run_job(const CliOptions *options, ChartCache *charts,
                       const OmniBatchJob *job)
{
    Outcome outcome = {.is_done = true};
    const OmniChart *chart = chart_of(charts, job, &outcome.error);
    OmniJob own = job->job;

    if (chart == NULL)
        return outcome;
    own.limits = options->job.limits;
    own.fetch = options->job.fetch;
    own.report = cli_report_wanted(options);
    own.writing = &cli_interrupt_writing;
    own.kubeconfig = options->job.kubeconfig;
    own.n_kubeconfig = options->job.n_kubeconfig;
    if (own.namespace_ == NULL)
        own.namespace_ = options->job.namespace_;
    outcome.result = omni_render(chart, &own);
    return outcome;
}

/* Prints and frees an outcome: false when the job or the output failed. */
static bool print_outcome(const CliOptions *options, const OmniBatchJob *job,
                          Outcome *outcome)
{
    bool ok = false;

    if (outcome->result == NULL) {
        fprintf(stderr, "%s: Error: %s\n", job->name, outcome->error);
    } else {
        char head[256];
        size_t len;

        (void)omni_result_text(outcome->result, &len);
        snprintf(head, sizeof(head), "# job: %.200s\n", job->name);
        ok = (len == 0 || !omni_result_ok(outcome->result) ||
              cli_write_out(head, strlen(head))) &&
             cli_print_result(outcome->result, options, job->name);
    }
    omni_result_free(outcome->result);
    *outcome = (Outcome){.is_done = false};
    return ok;
}

/* -- workers -- */

/* The next job that may begin; false when there is none left. */
static bool take_job(Batch *batch, size_t *out)
{
    bool is_left;

    pthread_mutex_lock(&batch->lock);
    while (batch->n_taken < omni_batch_len(batch->jobs) &&
           batch->n_taken >= batch->n_printed + batch->ring_len) {
        batch->n_waiting++;
        pthread_cond_wait(&batch->has_room, &batch->lock);
        batch->n_waiting--;
    }
    is_left = batch->n_taken < omni_batch_len(batch->jobs);
    if (is_left)
        *out = batch->n_taken++;
    pthread_mutex_unlock(&batch->lock);
    return is_left;
}

/* Prints the outcomes that are due and there; the lock is held but for the
 * printing itself, which one worker does at a time. */
static void print_due(Batch *batch)
{
    Outcome *due = &batch->ring[batch->n_printed % batch->ring_len];

    batch->is_printing = true;
    while (due->is_done) {
        bool ok;

        pthread_mutex_unlock(&batch->lock);
        ok = print_outcome(batch->options,
                           omni_batch_at(batch->jobs, batch->n_printed), due);
        pthread_mutex_lock(&batch->lock);
        batch->ok = batch->ok && ok;
        batch->n_printed++;
        due = &batch->ring[batch->n_printed % batch->ring_len];
        if (batch->n_waiting > 0)
            pthread_cond_broadcast(&batch->has_room);
    }
    batch->is_printing = false;
}

static void *work(void *batch_ptr)
{
    Batch *batch = batch_ptr;
    size_t i;

    while (take_job(batch, &i)) {
        Outcome outcome = run_job(batch->options, batch->charts,
                                  omni_batch_at(batch->jobs, i));

        pthread_mutex_lock(&batch->lock);
        batch->ring[i % batch->ring_len] = outcome;
        if (!batch->is_printing)
            print_due(batch);
        pthread_mutex_unlock(&batch->lock);
    }
    return NULL;
}

/* With fewer threads than asked for when the system has no more of them. */
static void run_threads(Batch *batch, size_t n)
{
    pthread_t *threads = must_calloc(n, sizeof(pthread_t));
    size_t started = 0;

    while (started + 1 < n &&
           pthread_create(&threads[started], NULL, work, batch) == 0)
        started++;
    (void)work(batch);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
}

static bool run_jobs(const CliOptions *options, ChartCache *charts,
                     const OmniBatch *jobs)
{
    Batch batch = {
        .options = options,
        .jobs = jobs,
        .charts = charts,
        .ring_len = options->threads * RING_PER_WORKER,
        .ok = true,
    };

    batch.ring = must_calloc(batch.ring_len, sizeof(Outcome));
    pthread_mutex_init(&batch.lock, NULL);
    pthread_cond_init(&batch.has_room, NULL);
    run_threads(&batch, options->threads);
    pthread_cond_destroy(&batch.has_room);
    pthread_mutex_destroy(&batch.lock);
    free(batch.ring);
    return batch.ok;
}

/* -- input -- */

static bool is_by_line(const CliOptions *options)
{
    return strcmp(options->batch, "-") == 0;
}

static OmniBatch *read_jobs(const char *label, const char *text, size_t len)
{
    char *error = NULL;
    OmniBatch *jobs = omni_batch_read(label, text, len, &error);

    if (jobs == NULL)
        fprintf(stderr, "Error: %s\n", error);
    omni_text_free(error);
    return jobs;
}

/* Between the jobs and the charts, which others may have made. */
static bool enter_sandbox(const CliOptions *options, const OmniBatch *jobs)
{
    CliSandboxNeeds needs = {.is_own = true};

    for (size_t i = 0; i < omni_batch_len(jobs); i++) {
        const OmniBatchJob *one = omni_batch_at(jobs, i);
        const OmniJob *job = &one->job;

        needs.is_own = needs.is_own && cli_sandbox_is_own(one->chart);
        needs.files = needs.files || job->output_dir != NULL;
        needs.network = needs.network || job->enable_dns;
    }
    return cli_sandbox_enter(options->sandbox, needs);
}

static bool run_text(const CliOptions *options, ChartCache *charts,
                     const char *label, const char *text, size_t len)
{
    OmniBatch *jobs = read_jobs(label, text, len);
    bool ok = jobs != NULL &&
              (is_by_line(options) || enter_sandbox(options, jobs)) &&
              run_jobs(options, charts, jobs);

    omni_batch_free(jobs);
    return ok;
}

/* All of a file; false with a line about it when it cannot be read. */
static bool run_file(const CliOptions *options, ChartCache *charts)
{
    FILE *file = fopen(options->batch, "rb");
    char *text = NULL;
    size_t size = 0;
    ssize_t len = file == NULL ? -1 : getdelim(&text, &size, EOF, file);
    bool ok;

    if (len < 0 && (file == NULL || ferror(file) != 0)) {
        fprintf(stderr, "Error: cannot read %s: %s\n", options->batch,
                strerror(errno));
        ok = false;
    } else {
        ok = run_text(options, charts, options->batch, text,
                      len < 0 ? 0 : (size_t)len);
    }
    free(text);
    if (file != NULL)
        fclose(file);
    return ok;
}

/* What lines that are yet to come need is not known: only who asks for the
 * sandbox has it, and no line of theirs can ask for DNS. */
static bool enter_sandbox_by_line(const CliOptions *options)
{
    return options->sandbox != CLI_SANDBOX_ON ||
           cli_sandbox_enter(CLI_SANDBOX_ON, (CliSandboxNeeds){.files = true});
}

/* Each line is a job that is answered before the next one is read; a line
 * behind the answer says that it is whole. */
static bool run_lines(const CliOptions *options, ChartCache *charts)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    bool ok = true;

    if (!enter_sandbox_by_line(options))
        return false;
    while ((len = getline(&line, &size, stdin)) >= 0) {
        bool done;
        const char *end;

        if (line[strspn(line, " \t\r\n")] == '\0')
            continue;
        done = run_text(options, charts, "standard input", line, (size_t)len);
        end = done ? "# done\n" : "# failed\n";
        ok = cli_write_out(end, strlen(end)) && done && ok;
    }
    free(line);
    return ok;
}

bool cli_batch_run(const CliOptions *options)
{
    ChartCache charts = {.first = NULL};
    bool ok;

    pthread_mutex_init(&charts.lock, NULL);
    ok = is_by_line(options) ? run_lines(options, &charts)
                             : run_file(options, &charts);
    free_charts(&charts);
    return ok;
}
