/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RUN_H
#define OMNI_RENDER_RUN_H

#include "render/lookup.h"
#include "tmpl/tmpl.h"

/*
 * What the functions of render/include.c share during one run; it is the
 * TmplExec's `run`.
 */
typedef struct TplCache TplCache;
typedef struct IncludeFrame IncludeFrame;

typedef struct Run {
    const FnTable *functions;
    const Lookup *lookup;
    const IncludeFrame *includes; /* under way, the innermost first */
    TplCache *texts;              /* what tpl has parsed */
} Run;

/* `functions` and `lookup` are borrowed. */
Run *run_new(Ctx *cx, const FnTable *functions, const Lookup *lookup);

/* include, tpl, required, fail, lookup (helm pkg/engine/engine.go). */
extern const FnFamily fn_render;

/* `text` with every "<no value>" removed, as Helm treats what a template
 * printed; `text` itself when there is none. */
Str run_without_no_value(Arena *arena, Str text);

#endif
