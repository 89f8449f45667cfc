/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_FETCH_H
#define OMNI_CLI_FETCH_H

#include <pthread.h>

#include "omni/omni.h"

/*
 * A process of its own that asks for documents over HTTP.  It is started
 * before the sandbox closes, so that the run itself needs no socket and no
 * program: it has two pipes, and an address is all that goes through them.
 */
typedef struct CliFetch {
    OmniFetch door; /* for the jobs */
    pthread_mutex_t lock;
    int to;   /* the process */
    int from; /* it */
} CliFetch;

/* False, with a line on standard error, when no process can be started. */
bool cli_fetch_open(CliFetch *fetch);

/* Ends the process once it has nothing to do. */
void cli_fetch_close(CliFetch *fetch);

#endif
