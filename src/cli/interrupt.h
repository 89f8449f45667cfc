/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_INTERRUPT_H
#define OMNI_CLI_INTERRUPT_H

#include "omni/omni.h"

/*
 * How the program ends before its time, by SIGHUP, SIGINT, SIGTERM or for want
 * of memory: at once, unless files are being written.  Then these are given up
 * first, so that no temporary file stays behind.
 */

/* What a job that writes files tells.  The signals are caught from the first
 * such job on, save those that were ignored when the program was started. */
extern const OmniWriting cli_interrupt_writing;

/* Ends the program with `code` from a thread that is not writing files. */
_Noreturn void cli_interrupt_exit(int code);

#endif
