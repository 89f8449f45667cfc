/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_OUTPUT_DIR_H
#define OMNI_RENDER_OUTPUT_DIR_H

#include "base/buf.h"
#include "base/ctx.h"

/* The files of one --output-dir, collected first and written together. */
typedef struct OutputDir OutputDir;

OutputDir *output_dir_new(Arena *arena);

/* Adds a document to the file `root`/`path`; all are borrowed. */
void output_dir_add(OutputDir *dir, Str root, Str path, Str text);

/* Writes every file beside its final name and then renames them all; a
 * failure removes what was written.  `out` gets a line "wrote PATH" for each
 * document, in the order of the adding. */
bool output_dir_write(Ctx *cx, OutputDir *dir, Buf *out) OMNI_CHECKED;

#endif
