/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_REPORT_H
#define OMNI_RENDER_REPORT_H

#include "base/err.h"

/*
 * Text from error chains: the only place that knows Helm's wording of
 * template errors (helm pkg/engine/engine.go, reformatExecErrorMsg).
 */

/* An error of a run as Helm prints it behind "Error: ". */
Str report_text(Arena *arena, const Err *err);

/* The same chain in Go's own words: the links joined by ": ", "template: " and
 * the position in front of those that have one. */
Str report_go_text(Arena *arena, const Err *err);

#endif
