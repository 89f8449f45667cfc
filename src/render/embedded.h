/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_EMBEDDED_H
#define OMNI_RENDER_EMBEDDED_H

#include "tmpl/tmpl.h"

/* A template of a built-in chart as the build has parsed it (src/embed);
 * `text` is where the bytes of its file are. */
typedef struct EmbeddedTemplate {
    const char *text;
    const TmplFile *file;
} EmbeddedTemplate;

/* What render_functions answers; without families in the program that the
 * build is done with. */
extern const FnTable embedded_functions;

extern const EmbeddedTemplate embedded_templates[];
extern const size_t embedded_templates_len;

#endif
