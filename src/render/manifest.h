/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_MANIFEST_H
#define OMNI_RENDER_MANIFEST_H

#include "base/ctx.h"

/*
 * From rendered files to manifests: splitting, hooks and order, as helm
 * pkg/release/v1/util SortManifests with InstallOrder.
 */
typedef struct RenderedFile {
    Str path; /* "omni/templates/service.yaml" */
    Str text;
} RenderedFile;

typedef struct Manifest {
    Str path;
    Str text; /* one document, trimmed */
    Str kind;
    bool is_hook;
    bool is_test; /* a hook of the event test */
} Manifest;

typedef struct Manifests {
    const Manifest *items; /* in Helm's order, hooks and others apart */
    size_t len;
    const Manifest *hooks;
    size_t n_hooks;
} Manifests;

/* The documents of a text, each trimmed, empty ones dropped (SplitManifests).
 * They borrow from `text`; the array is in the arena. */
const Str *manifest_split(Arena *arena, Str text, size_t *n);

/* Sorts `files` by path, splits each and orders what came out.  Fails with
 * Helm's "YAML parse error on PATH: ..."; then `out` has the hooks found so
 * far, as they came. */
bool manifest_sort(Ctx *cx, RenderedFile *files, size_t n,
                   Manifests *out) OMNI_CHECKED;

#endif
