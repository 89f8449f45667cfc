/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_GLOB_H
#define OMNI_RENDER_GLOB_H

#include "base/ctx.h"

/*
 * Two glob dialects: .Files.Glob's (gobwas/glob with the separator '/') and
 * --show-only's (Go's filepath.Match).  Both run in time bounded by the
 * pattern's length times the name's, and a constant.
 */

/* A compiled pattern, in the arena. */
typedef struct Glob Glob;

/* `*` any run without '/', `**` any run, `?` one code point but '/', [abc],
 * [!abc], [a-z], {one,other}, `\` quotes.  A pattern gobwas cannot compile
 * matches every name, as in Helm's files.Glob, and what gobwas overlooks is
 * overlooked. */
const Glob *glob_new_file(Arena *arena, Str pattern);

/* `*`, `?`, [abc], [^a-z], `\`; a malformed pattern matches nothing. */
const Glob *glob_new_path(Arena *arena, Str pattern);

bool glob_matches(const Glob *glob, Str name);

#endif
