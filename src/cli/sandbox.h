/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_SANDBOX_H
#define OMNI_CLI_SANDBOX_H

#include <stdbool.h>

/*
 * What the kernel still does for the program once its command line is read
 * (docs/decisions/0013-sandbox.md).
 */
typedef enum CliSandboxMode {
    CLI_SANDBOX_AUTO, /* for charts of others, where it can be */
    CLI_SANDBOX_ON,   /* or not at all */
    CLI_SANDBOX_OFF
} CliSandboxMode;

/* What a run needs besides memory, threads, files to read and the streams that
 * are open. */
typedef struct CliSandboxNeeds {
    bool is_own;   /* all charts are built in */
    bool files;    /* to be written */
    bool network;  /* no filter lets a resolver through */
    bool programs; /* to be started; a filter would hold for them too */
} CliSandboxNeeds;

/* Whether a chart, NULL or as the command line names it, is built in. */
bool cli_sandbox_is_own(const char *chart);

/* Leaves the process, and its threads from here on, what a run with these
 * needs is made of; everything else fails with EPERM.  False, with a line on
 * standard error, when the sandbox was asked for and cannot be. */
bool cli_sandbox_enter(CliSandboxMode mode, CliSandboxNeeds needs);

#endif
