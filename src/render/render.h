/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RENDER_H
#define OMNI_RENDER_RENDER_H

#include "base/pieces.h"
#include "chart/chart.h"
#include "omni/omni.h"
#include "render/parsed.h"
#include "render/run.h"
#include "render/scope.h"
#include "values/merge.h"

/*
 * One run, top to bottom: what `helm template` does offline (helm
 * pkg/action/install.go, RunWithContext, and pkg/cmd/template.go).
 */

/* What a run has come to know, for render/rich.h. */
typedef struct RenderFacts {
    const Chart *chart; /* once they are settled, with its dependencies */
    Map *values;        /* coalesced; NULL: not got so far */
    const ValuesInput *inputs;
    size_t n_inputs;
    const FnTable *functions;
    const TmplSet *set; /* NULL: not got so far, nor `run` and `templates` */
    Run *run;
    ScopeTemplates templates;
    const Map *dot; /* of the template being executed */
} RenderFacts;

typedef struct RenderOutput {
    Str text; /* for standard output; after a failure empty, or the raw files
               * when the job is for debugging */
    Pieces pieces; /* the text of a job that wants parts; else none */
    Str notes;     /* NOTES.txt of the top chart */
    bool has_notes;
    const char *advice; /* stands behind the error's text; "" for none */
    RenderFacts facts;  /* kept up to date during the run */
} RenderOutput;

/* The functions templates can call; in `arena`. */
const FnTable *render_functions(Arena *arena);

/* Fails with a chain that report_text() puts into Helm's words.  Templates that
 * do not parse, templates that fail and manifests that are no YAML are
 * independent failures to err_collect. */
bool render_run(Ctx *cx, const Chart *chart, Parsed *parsed,
                const FnTable *functions, const OmniJob *job,
                RenderOutput *out) OMNI_CHECKED;

#endif
