/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RICH_H
#define OMNI_RENDER_RICH_H

#include "render/render.h"

/*
 * --errors=rich: all independent failures of a run, each with its place, a
 * code frame, the calls around it and the value behind it.  A log collects
 * them as structs while the run goes on; text is made from them afterwards.
 */

/* A value that a template read. */
typedef struct RichRead {
    const Map *map; /* NULL: none was read */
    Str key;
    Val value; /* nil when the key was not there */
} RichRead;

typedef struct RichFailure {
    const Err *err;
    RichRead read;  /* the last before the failure */
    const Map *dot; /* of the template that was executed; NULL: none was */
} RichFailure;

typedef struct RichLog {
    Arena *arena;
    const Ctx *cx; /* of the run */
    const RenderFacts *facts;
    RichRead read;
    RichFailure *items;
    size_t len;
    size_t cap;
} RichLog;

/* Has `cx` collect its failures in `log`, which must outlive the run. */
void rich_log_open(RichLog *log, Ctx *cx, const RenderFacts *facts);

/* Takes `err` as well, that of a failure nothing could go on after. */
void rich_log_add(RichLog *log, const Err *err);

/* The report, each line with its line break; in the log's arena. */
Str rich_report(const RichLog *log, bool is_coloured);

#endif
