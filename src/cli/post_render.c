/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Runs the post-renderer and words what goes wrong with it as Helm does.
 */
#include "cli/post_render.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/process.h"

/* What a program may print, in bytes, before it counts as run wild. */
#define PRINTED_MAX ((size_t)256 << 20)

/* What went wrong in Go's words, "" for nothing. */
static void end_text(const CliEnd *end, char *text, size_t size)
{
    text[0] = '\0';
    if (end->start_error != 0)
        snprintf(text, size, "%s", cli_errno_text(end->start_error));
    else if (end->is_long)
        snprintf(text, size, "printed more than %zu bytes", PRINTED_MAX);
    else if (WIFSIGNALED(end->status))
        snprintf(text, size, "signal: %s", strsignal(WTERMSIG(end->status)));
    else if (WEXITSTATUS(end->status) != 0)
        snprintf(text, size, "exit status %d", WEXITSTATUS(end->status));
}

static void tell_failure(CliEnd *end, const char *path, const char *why)
{
    char *full = realpath(path, NULL);

    end->out.len = 0;
    cli_bytes_add_text(&end->out, "error while running command ");
    cli_bytes_add_text(&end->out, full == NULL ? path : full);
    cli_bytes_add_text(&end->out, ". error output:\n");
    cli_bytes_add_text(&end->out, end->is_long ? "" : end->err.bytes);
    cli_bytes_add_text(&end->out, ": ");
    cli_bytes_add_text(&end->out, why);
    free(full);
}

bool cli_post_render(void *self, const char *text, size_t len, char **out,
                     size_t *out_len)
{
    const CliPostRender *post = self;
    const CliProcess process = {
        .path = post->path,
        .args = post->args.items,
        .n_args = post->args.len,
        .input = text,
        .len = len,
        .max = PRINTED_MAX,
    };
    char why[128];
    CliEnd end;

    assert(post->path != NULL);
    cli_process_run(&process, &end);
    end_text(&end, why, sizeof(why));
    if (why[0] != '\0')
        tell_failure(&end, post->path, why);
    free(end.err.bytes);
    *out = end.out.bytes;
    *out_len = end.out.len;
    return why[0] == '\0';
}
