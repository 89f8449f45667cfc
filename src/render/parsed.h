/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_PARSED_H
#define OMNI_RENDER_PARSED_H

#include "tmpl/tmpl.h"

/*
 * The parsed templates of one loaded chart, kept with it: each is parsed when
 * a run first asks for it and then serves every run, in every thread.
 */
typedef struct Parsed Parsed;

/* `functions` is borrowed.  NULL when memory has run out. */
Parsed *parsed_open(const FnTable *functions);
void parsed_close(Parsed *parsed);

/* The template file `path`.  `text` belongs to the chart and lives as long as
 * `parsed`; `path` is copied.  Errors are
 * tmpl_parse's. */
bool parsed_get(Ctx *cx, Parsed *parsed, Str path, Str text,
                const TmplFile **out) OMNI_CHECKED;

#endif
