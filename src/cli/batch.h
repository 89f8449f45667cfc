/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_BATCH_H
#define OMNI_CLI_BATCH_H

#include "cli/options.h"

/* Renders the jobs of the file that `options` names, on as many threads as
 * they ask for, and prints in the order of the jobs: manifests on standard
 * output behind a line "# job: NAME", what went wrong on standard error.  "-"
 * reads one job a line and answers each at once.  True when every job went
 * well. */
bool cli_batch_run(const CliOptions *options);

#endif
