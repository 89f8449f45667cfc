/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_DISK_H
#define OMNI_CHART_DISK_H

#include "base/ctx.h"

/*
 * Whole files from disk and paths as Go's os, path and path/filepath see
 * them.
 */

/* An error number in Go's words: "no such file or directory". */
const char *chart_errno_text(int number);

/* All bytes of the file at `path`, in the arena; past the limit on bytes the
 * read fails (ERR_LIMIT).  Errors as os.ReadFile words them: "open PATH: no
 * such file or directory", "read PATH: is a directory". */
bool chart_disk_read(Ctx *cx, Str path, LimitId limit, Str *out) OMNI_CHECKED;

/* The same of a file whose size was asked for; 0: it was not. */
bool chart_disk_read_sized(Ctx *cx, Str path, size_t size, LimitId limit,
                           Str *out) OMNI_CHECKED;

/* The two halves of it.  The first gives a file that reading closes. */
bool chart_disk_open(Ctx *cx, Str path, int *fd) OMNI_CHECKED;
bool chart_disk_read_open(Ctx *cx, int fd, Str path, size_t size, LimitId limit,
                          Str *out) OMNI_CHECKED;

/* The same from standard input, up to its end. */
bool chart_disk_read_stdin(Ctx *cx, LimitId limit, Str *out) OMNI_CHECKED;

/* path.Clean: shortest equal path, by text alone.  In the arena. */
Str chart_path_clean(Arena *arena, Str path);

/* filepath.Abs: `path` from the working directory, cleaned. */
bool chart_path_abs(Ctx *cx, Str path, Str *out) OMNI_CHECKED;

/* `dir` and `name` joined by one '/'; nothing is cleaned. */
Str chart_path_join(Arena *arena, Str dir, Str name);

/* The last element of a path (path.Base). */
Str chart_path_base(Str path);

/* The last element's suffix from its last dot, dot included (path.Ext). */
Str chart_path_ext(Str path);

#endif
