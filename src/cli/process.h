/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_PROCESS_H
#define OMNI_CLI_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/texts.h"

/*
 * Other programs, run once and without a shell.
 */

/* Bytes that grow; behind them is always a NUL. */
typedef struct CliBytes {
    char *bytes; /* from malloc */
    size_t len;
    size_t cap;
} CliBytes;

void cli_bytes_add(CliBytes *bytes, const void *more, size_t len);

void cli_bytes_add_text(CliBytes *bytes, const char *text);

/* What to run. */
typedef struct CliProcess {
    const char *path;
    const char *const *args; /* behind the program's own name */
    size_t n_args;
    const char *input; /* of its standard input */
    size_t len;
    size_t max; /* what it may print, in bytes, before it is killed */
} CliProcess;

/* What came of it. */
typedef struct CliEnd {
    CliBytes out; /* both to be freed */
    CliBytes err;
    int start_error; /* an error number: it never ran */
    int status;      /* as of waitpid */
    bool is_long;    /* it printed too much */
} CliEnd;

/* The executable called `name`: a path as it is, anything else from $PATH.
 * Belongs to `owner`.  NULL, with Go's text of the reason in `error`, when
 * there is none. */
const char *cli_program_find(CliTexts *owner, const char *name, char *error,
                             size_t error_size);

/* An error number of a file or a program in Go's words. */
const char *cli_errno_text(int number);

/* A pipe above the standard streams, be they closed, whose ends no program
 * that is started inherits. */
bool cli_pipe_open(int fds[2]);

/* Serves all three streams of the program at once, so neither side waits for
 * the other whatever the program does first. */
void cli_process_run(const CliProcess *process, CliEnd *out);

#endif
