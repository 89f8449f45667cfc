/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a run came to, on the two streams.
 */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes all of `bytes` to standard output, past any buffer. */
bool cli_write_out(const char *bytes, size_t len)
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

/* The lines of several jobs are told apart by the job's name before them. */
static void print_job(const char *job, const char *end)
{
    if (job != NULL)
        fprintf(stderr, "%s:%s", job, end);
}

/* The warnings of NOTES.txt: everything from the first line on that starts
 * with "WARNING". */
static void print_note_warnings(const char *notes, const char *job)
{
    while (notes != NULL && strncmp(notes, "WARNING", 7) != 0) {
        const char *end = strchr(notes, '\n');

        notes = end == NULL ? NULL : end + 1;
    }
    if (notes == NULL)
        return;
    print_job(job, "\n");
    fputs(notes, stderr);
    if (notes[strlen(notes) - 1] != '\n')
        fputs("\n", stderr);
}

/* Behind `template` the errors are Helm's bytes and nothing else. */
static void print_error(const OmniResult *result, const CliOptions *options,
                        const char *job)
{
    const char *where = omni_result_where(result);

    if (options->is_rich) {
        print_job(job, "\n");
        fputs(omni_result_report(result), stderr);
        return;
    }
    print_job(job, " ");
    fprintf(stderr, "Error: %s\n", omni_result_error(result));
    if (!options->is_template && where[0] != '\0')
        fprintf(stderr, "%s\n", where);
}

bool cli_print_result(const OmniResult *result, const CliOptions *options,
                      const char *job)
{
    size_t n;
    const OmniMessage *messages = omni_result_messages(result, &n);
    const char *text;
    size_t len;

    for (size_t i = 0; i < n; i++) {
        print_job(job, " ");
        fprintf(stderr, "%s\n", messages[i].text);
    }
    if (!omni_result_ok(result))
        print_error(result, options, job);
    else if (!options->hide_notes)
        print_note_warnings(omni_result_notes(result), job);
    text = omni_result_text(result, &len);
    return cli_write_out(text, len) && omni_result_ok(result);
}

static bool wants_colour(const CliOptions *options)
{
    const char *no_color = getenv("NO_COLOR");

    if (options->color == NULL || strcmp(options->color, "auto") == 0)
        return (no_color == NULL || no_color[0] == '\0') &&
               isatty(STDERR_FILENO) == 1;
    return strcmp(options->color, "always") == 0;
}

OmniReport cli_report_wanted(const CliOptions *options)
{
    if (!options->is_rich)
        return OMNI_REPORT_NONE;
    return wants_colour(options) ? OMNI_REPORT_COLOURED : OMNI_REPORT_PLAIN;
}
