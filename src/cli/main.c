/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The program: reads the command line, runs one job through omni.h, prints
 * what came out.  Here and nowhere else are standard output and exit codes:
 * 0 done, 1 the chart, its input or the output failed, 2 wrong usage.
 */
#include <errno.h>
#include <limits.h>
#ifdef __GLIBC__
#    include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/batch.h"
#include "cli/fetch.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/post_render.h"

enum { EXIT_USAGE = 2 };

/* How much more than is needed malloc asks for, as addresses only. */
#define TOP_PAD ((int)1 << 20)

_Noreturn void omni_on_oom(void)
{
    static const char text[] =
        "Error: out of memory (--limit memory=N bounds a run)\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof(text) - 1);

    cli_interrupt_exit(written < 0 ? EXIT_FAILURE + 2 : EXIT_FAILURE);
}

static OmniChart *load(const CliOptions *options, const OmniJob *job)
{
    char *error = NULL;
    OmniChart *chart = omni_chart_load_for(options->chart, job, &error);

    if (chart == NULL && job->report != OMNI_REPORT_NONE)
        fputs(error, stderr);
    else if (chart == NULL)
        fprintf(stderr, "Error: %s\n", error);
    omni_text_free(error);
    return chart;
}

static int render(const CliOptions *options)
{
    CliPostRender program = {options->post_renderer,
                             options->post_renderer_args};
    const OmniPostRender post_render = {cli_post_render, &program};
    OmniJob job = options->job;
    OmniChart *chart;
    OmniResult *result;
    bool ok;

    job.report = cli_report_wanted(options);
    job.writing = &cli_interrupt_writing;
    job.in_parts = true;
    chart = load(options, &job);
    if (chart == NULL)
        return EXIT_FAILURE;
    if (options->post_renderer != NULL)
        job.post_render = &post_render;
    result = omni_render(chart, &job);
    ok = cli_print_result(result, options, NULL);
    omni_result_free(result);
    omni_chart_free(chart);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int show(const CliOptions *options)
{
    OmniChart *chart = load(options, &options->job);
    const OmniFile *file;
    bool ok;

    if (chart == NULL)
        return EXIT_FAILURE;
    file = omni_chart_file(chart, options->show);
    if (file == NULL)
        fprintf(stderr, "Error: the chart has no %s\n", options->show);
    ok = file != NULL && cli_write_out(file->bytes, file->len);
    omni_chart_free(chart);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What stdio was given is on its way, with nothing lost before either. */
static int flush_out(void)
{
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? EXIT_SUCCESS
                                                      : EXIT_FAILURE;
}

static int list_charts(void)
{
    for (size_t i = 0; omni_built_in_chart(i) != NULL; i++)
        printf("builtin:%s\n", omni_built_in_chart(i));
    return flush_out();
}

static int print_version(void)
{
    char text[128];
    int len = snprintf(text, sizeof(text), "omni-render %s (Helm %s)\n",
                       omni_version(), omni_helm_version());

    return cli_write_out(text, (size_t)len) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Before the chart is read: whoever made it may mean harm. */
static bool enter_sandbox(const CliOptions *options)
{
    CliSandboxNeeds needs = {
        .is_own = cli_sandbox_is_own(options->chart),
        .files = options->job.output_dir != NULL,
        .network = options->job.enable_dns,
        .programs = options->post_renderer != NULL,
    };

    return cli_sandbox_enter(options->sandbox, needs);
}

static int run(const CliOptions *options)
{
    switch (options->command) {
    case CLI_RENDER:
        return enter_sandbox(options) ? render(options) : EXIT_FAILURE;
    case CLI_SHOW: return enter_sandbox(options) ? show(options) : EXIT_FAILURE;
    case CLI_CHARTS: return list_charts();
    case CLI_BATCH: return cli_batch_run(options) ? EXIT_SUCCESS : EXIT_FAILURE;
    case CLI_VERSION: return print_version();
    case CLI_HELP: cli_options_help(stdout); break;
    }
    return flush_out();
}

static int run_with_fetch(CliOptions *options)
{
    CliFetch fetch;
    int code;

    if (!options->allow_remote_schemas)
        return run(options);
    if (!cli_fetch_open(&fetch))
        return EXIT_FAILURE;
    options->job.fetch = &fetch.door;
    code = run(options);
    cli_fetch_close(&fetch);
    return code;
}

/* What small blocks leave stays with the process, which ends soon or asks for
 * it again; large ones are mappings of their own. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TOP_PAD, TOP_PAD);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

int main(int argc, char **argv)
{
    CliOptions options;
    int code = EXIT_USAGE;

    keep_memory();
    /* A closed pipe is an error of write(2), not a silent death. */
    signal(SIGPIPE, SIG_IGN);
    if (cli_options_read(&options, argc, argv, stderr))
        code = run_with_fetch(&options);
    cli_options_release(&options);
    return code;
}
