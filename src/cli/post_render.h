/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_POST_RENDER_H
#define OMNI_CLI_POST_RENDER_H

#include "cli/texts.h"
#include "omni/omni.h"

/*
 * A program between the manifests and whoever reads them: it gets all of them
 * on its standard input, and what it prints takes their place (helm3
 * pkg/postrender/exec.go).
 */
typedef struct CliPostRender {
    const char *path;
    CliTexts args;
} CliPostRender;

/* OmniPostRender's run over a CliPostRender. */
bool cli_post_render(void *self, const char *text, size_t len, char **out,
                     size_t *out_len);

#endif
