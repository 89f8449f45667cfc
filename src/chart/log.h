/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_LOG_H
#define OMNI_CHART_LOG_H

#include "base/ctx.h"

/*
 * What Helm says on standard error beside its result: lines of Go's
 * slog.TextHandler without a time.
 */
typedef struct LogAttr {
    const char *key;
    Str value;
} LogAttr;

/* Adds `level=LEVEL msg=MSG key=value...` to the run's messages, each value
 * quoted where slog quotes it. */
void chart_log(Ctx *cx, const char *level, Str msg, const LogAttr *attrs,
               size_t n);

#endif
