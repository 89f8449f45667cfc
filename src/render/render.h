/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RENDER_H
#define OMNI_RENDER_RENDER_H

#include "chart/chart.h"
#include "omni/omni.h"
#include "render/parsed.h"

/*
 * One run, top to bottom: what `helm template` does offline (helm
 * pkg/action/install.go, RunWithContext, and pkg/cmd/template.go).
 */
typedef struct RenderOutput {
    Str text;  /* for standard output; after a failure empty, or the raw files
                * when the job is for debugging */
    Str notes; /* NOTES.txt of the top chart */
    bool has_notes;
    const char *advice; /* stands behind the error's text; "" for none */
} RenderOutput;

/* The functions templates can call; in `arena`. */
const FnTable *render_functions(Arena *arena);

/* Fails with a chain that report_text() puts into Helm's words. */
bool render_run(Ctx *cx, const Chart *chart, Parsed *parsed,
                const FnTable *functions, const OmniJob *job,
                RenderOutput *out) OMNI_CHECKED;

#endif
