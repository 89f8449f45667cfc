/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_CASE_HELM_H
#define OMNI_TESTS_CASE_HELM_H

#include "case_file.h"

/* Asks the helm on the PATH what each case comes to and puts its answer into
 * the case: for every case of the file, or with `missing` only for those that
 * expect nothing yet.  False, with the reason on standard error, when helm
 * cannot be run. */
bool case_helm_record(Arena *arena, CaseFile *file, bool missing) OMNI_CHECKED;

/* The line that names the helm on the PATH, "# basis: recorded, helm 4.1.4";
 * empty, with the reason on standard error, when there is none. */
Str case_helm_basis(Arena *arena);

#endif
