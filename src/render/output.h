/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_OUTPUT_H
#define OMNI_RENDER_OUTPUT_H

#include "base/buf.h"
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
    bool no_hooks;
    bool skip_tests;
} OutputJob;

/* The text for standard output, in `out`.  With an output_dir the files are
 * written as well, each under a temporary name first and all of them renamed
 * at the end, so that a failure leaves no file half-written; `out` then holds
 * Helm's "wrote PATH" lines.  Fails with Helm's "could not find template X in
 * chart" for a glob of show_only that matches nothing. */
bool output_write(Ctx *cx, const OutputJob *job, Buf *out) OMNI_CHECKED;

/* What Helm shows when a manifest is no YAML and --debug asks for it: the
 * rendered files as they are. */
void output_add_raw(Buf *out, const RenderedFile *files, size_t n);

#endif
