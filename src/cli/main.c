/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The program: reads the command line, runs one job through omni.h, prints
 * what came out.  Here and nowhere else are standard output and exit codes:
 * 0 done, 1 the chart, its input or the output failed, 2 wrong usage.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/options.h"
#include "cli/post_render.h"

enum { EXIT_USAGE = 2 };

_Noreturn void omni_on_oom(void)
{
    static const char text[] = "Error: out of memory\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof(text) - 1);

    _exit(written < 0 ? EXIT_FAILURE + 2 : EXIT_FAILURE);
}

/* Writes all of `bytes` to standard output, past any buffer. */
static bool write_out(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            fprintf(stderr, "Error: cannot write to standard output: %s\n",
                    strerror(errno));
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static OmniChart *load(const CliOptions *options)
{
    char *error = NULL;
    OmniChart *chart = omni_chart_load(options->chart, &error);

    if (chart == NULL)
        fprintf(stderr, "Error: %s\n", error);
    omni_text_free(error);
    return chart;
}

/* The warnings of NOTES.txt: everything from the first line on that starts
 * with "WARNING". */
static void print_note_warnings(const char *notes)
{
    while (notes != NULL && strncmp(notes, "WARNING", 7) != 0) {
        const char *end = strchr(notes, '\n');

        notes = end == NULL ? NULL : end + 1;
    }
    if (notes == NULL)
        return;
    fputs(notes, stderr);
    if (notes[strlen(notes) - 1] != '\n')
        fputs("\n", stderr);
}

static bool print_result(const OmniResult *result, bool hide_notes)
{
    size_t n;
    const OmniMessage *messages = omni_result_messages(result, &n);
    const char *text;
    size_t len;

    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "%s\n", messages[i].text);
    if (!omni_result_ok(result)) {
        fprintf(stderr, "Error: %s\n", omni_result_error(result));
        if (omni_result_where(result)[0] != '\0')
            fprintf(stderr, "%s\n", omni_result_where(result));
    } else if (!hide_notes) {
        print_note_warnings(omni_result_notes(result));
    }
    text = omni_result_text(result, &len);
    return write_out(text, len) && omni_result_ok(result);
}

static int render(const CliOptions *options)
{
    CliPostRender program = {options->post_renderer,
                             options->post_renderer_args};
    const OmniPostRender post_render = {cli_post_render, &program};
    OmniChart *chart = load(options);
    OmniJob job = options->job;
    OmniResult *result;
    bool ok;

    if (chart == NULL)
        return EXIT_FAILURE;
    if (options->post_renderer != NULL)
        job.post_render = &post_render;
    result = omni_render(chart, &job);
    ok = print_result(result, options->hide_notes);
    omni_result_free(result);
    omni_chart_free(chart);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int show(const CliOptions *options)
{
    OmniChart *chart = load(options);
    const OmniFile *file;
    bool ok;

    if (chart == NULL)
        return EXIT_FAILURE;
    file = omni_chart_file(chart, options->show);
    if (file == NULL)
        fprintf(stderr, "Error: the chart has no %s\n", options->show);
    ok = file != NULL && write_out(file->bytes, file->len);
    omni_chart_free(chart);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int print_version(void)
{
    char text[128];
    int len = snprintf(text, sizeof(text), "omni-render %s (Helm %s)\n",
                       omni_version(), omni_helm_version());

    return write_out(text, (size_t)len) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run(const CliOptions *options)
{
    switch (options->command) {
    case CLI_RENDER: return render(options);
    case CLI_SHOW: return show(options);
    case CLI_VERSION: return print_version();
    case CLI_HELP: cli_options_help(stdout); break;
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    CliOptions options;
    int code = EXIT_USAGE;

    /* A closed pipe is an error of write(2), not a silent death. */
    signal(SIGPIPE, SIG_IGN);
    if (cli_options_read(&options, argc, argv, stderr))
        code = run(&options);
    cli_options_release(&options);
    return code;
}
