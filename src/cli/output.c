/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a run came to, on the two streams.
 */
#include "cli/output.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Below what the system takes in one call. */
#define PARTS_AT_ONCE 512

static bool fail_to_write(void)
{
    fprintf(stderr, "Error: cannot write to standard output: %s\n",
            strerror(errno));
    return false;
}

/* Writes all of `bytes` to standard output, past any buffer. */
bool cli_write_out(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_to_write();
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* Writes all of `parts`, which it changes, to standard output. */
static bool write_parts(struct iovec *parts, size_t n)
{
    while (n > 0) {
        ssize_t written = writev(STDOUT_FILENO, parts, (int)n);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail_to_write();
        for (; n > 0 && (size_t)written >= parts->iov_len; parts++, n--)
            written -= (ssize_t)parts->iov_len;
        if (n > 0) {
            parts->iov_base = (char *)parts->iov_base + written;
            parts->iov_len -= (size_t)written;
        }
    }
    return true;
}

/* Writes the text of a run, some parts at a time. */
static bool write_result(const OmniResult *result)
{
    struct iovec parts[PARTS_AT_ONCE];
    const char *bytes;
    size_t i = 0;
    size_t n = 0;
    size_t len;

    while (omni_result_part(result, i++, &bytes, &len)) {
        if (len > 0)
            parts[n++] = (struct iovec){(void *)(uintptr_t)bytes, len};
        if (n == PARTS_AT_ONCE && !write_parts(parts, n))
            return false;
        n %= PARTS_AT_ONCE;
    }
    return write_parts(parts, n);
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

    for (size_t i = 0; i < n; i++) {
        print_job(job, " ");
        fprintf(stderr, "%s\n", messages[i].text);
    }
    if (!omni_result_ok(result))
        print_error(result, options, job);
    else if (!options->hide_notes)
        print_note_warnings(omni_result_notes(result), job);
    return write_result(result) && omni_result_ok(result);
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
