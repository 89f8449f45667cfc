/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_OUTPUT_DIR_H
#define OMNI_RENDER_OUTPUT_DIR_H

#include "base/buf.h"
#include "base/ctx.h"
#include "omni/omni.h"

/* The files of one --output-dir, collected first and written together. */
typedef struct OutputDir OutputDir;

/* `top` is borrowed. */
OutputDir *output_dir_new(Arena *arena, Str top);

/* Adds a document to the file `path` below the top, or, unless `folder` is
 * empty, below that folder of it; all are borrowed. */
void output_dir_add(OutputDir *dir, Str folder, Str path, Str text);

/* Writes every file beside its final name and then renames them all; a
 * failure removes what was written.  `writing`, unless it is NULL, knows of the
 * time in between and may end it.  `out` gets a line "wrote PATH" for each
 * document, in the order of the adding. */
bool output_dir_write(Ctx *cx, OutputDir *dir, const OmniWriting *writing,
                      Buf *out) OMNI_CHECKED;

#endif
