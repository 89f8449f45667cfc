/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_OUTPUT_H
#define OMNI_RENDER_OUTPUT_H

#include "base/pieces.h"
#include "omni/omni.h"
#include "render/manifest.h"

/*
 * What `helm template` prints, from ordered manifests (helm
 * pkg/cmd/template.go and pkg/action/action.go, renderResources).
 */
typedef struct OutputJob {
    const Manifests *manifests;
    const RenderedFile *crds; /* printed first; path "omni/crds/x.yaml" */
    size_t n_crds;
    const char *const *show_only;
    size_t n_show_only;
    const char *output_dir; /* NULL: everything goes to `out` */
    Str release_dir; /* a folder of output_dir for all but CRDs; empty: none */
    const OmniWriting *writing;        /* NULL: nobody asks */
    const OmniPostRender *post_render; /* NULL: none */
    bool no_hooks;
    bool skip_tests;
} OutputJob;

/* Whether the job's output is what output_pieces gives. */
bool output_is_plain(const OutputJob *job);

/* CRDs, manifests and hooks, borrowed, for a plain job. */
void output_pieces(const OutputJob *job, Pieces *out);

/* CRDs, manifests and hooks as one text, past the job's post_render; with an
 * output_dir nothing but the line Helm ends with.  Fails as the post-renderer
 * does, and for a post-renderer with an output_dir. */
bool output_whole(Ctx *cx, const OutputJob *job, Str *out) OMNI_CHECKED;

/* The text for standard output, in `out`: what show_only leaves of `whole`.
 * With an output_dir the files are
 * written as well, each under a temporary name first and all of them renamed
 * at the end, so that a failure leaves no file half-written; `out` then holds
 * Helm's "wrote PATH" lines.  Fails with Helm's "could not find template X in
 * chart" for a glob of show_only that matches nothing. */
bool output_write(Ctx *cx, const OutputJob *job, Str whole,
                  Str *out) OMNI_CHECKED;

/* What Helm shows of a failed run when --debug asks for it: the rendered files
 * as they are and the hooks that were found.  Fails as output_write does. */
bool output_debug(Ctx *cx, const OutputJob *job, const RenderedFile *files,
                  size_t n, Str *out) OMNI_CHECKED;

#endif
