/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_CASE_RUN_H
#define OMNI_TESTS_CASE_RUN_H

#include "case_file.h"

/* Renders a case through the library.  False, with the reason on standard
 * error, when the case asks for a flag that the runner does not know. */
bool case_run(Arena *arena, const TestCase *test, CaseResult *out) OMNI_CHECKED;

#endif
