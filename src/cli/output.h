/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_OUTPUT_H
#define OMNI_CLI_OUTPUT_H

#include "cli/options.h"

/* Writes all of `bytes` to standard output, past any buffer. */
bool cli_write_out(const char *bytes, size_t len);

/* How the errors of a run are wanted. */
OmniReport cli_report_wanted(const CliOptions *options);

/* Prints manifests, and what is said about them on standard error, there
 * behind the name of `job` unless it is NULL.  False when the run or the
 * output failed. */
bool cli_print_result(const OmniResult *result, const CliOptions *options,
                      const char *job);

#endif
