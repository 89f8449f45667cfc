/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_PRINT_H
#define OMNI_VALUE_PRINT_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

/* fmt's %v.  A nil inside a container is "<nil>"; at
 * the top the executor prints "<no value>" itself.  Cycles are bounded by the
 * ctx depth: false past it. */
bool val_print(Ctx *cx, Buf *buf, Val v) OMNI_CHECKED;

/* What an action prints: as val_print, but that of a pointer without a String
 * method the struct is printed, and that a pointer's String method counts for a
 * value whose address can be taken. */
bool val_print_action(Ctx *cx, Buf *buf, Val v) OMNI_CHECKED;

/* fmt.Sprint, Sprintln, Sprintf with `args`, whole: flags, width, precision,
 * *, argument indexes, every verb, %!verb(type=value) notes. */
bool val_sprint(Ctx *cx, Buf *buf, const Val *args, size_t n) OMNI_CHECKED;

/* The same of arguments as an action prints them (text/template evalArgs). */
bool val_sprint_action(Ctx *cx, Buf *buf, const Val *args,
                       size_t n) OMNI_CHECKED;
bool val_sprintln(Ctx *cx, Buf *buf, const Val *args, size_t n) OMNI_CHECKED;
bool val_sprintf(Ctx *cx, Buf *buf, Str format, const Val *args,
                 size_t n) OMNI_CHECKED;

/* sprig's strval: string as it is, []byte as text, error and Stringer by
 * their text, anything else by %v.  In the arena, or borrowed from `v`. */
bool val_to_text(Ctx *cx, Val v, Str *out) OMNI_CHECKED;

/* time.Duration's String: 1h0m0s, 1.5s, 250ms, 0s. */
void val_add_duration(Buf *buf, int64_t nanoseconds);

/* strconv.Quote, and %+q when `ascii`. */
void val_add_quoted(Buf *buf, Str s, bool ascii);

/* Fails with `before`, the text as Go's %q writes it, and `after`: false,
 * always. */
bool val_fail_quoted(Ctx *cx, ErrKind kind, const char *before, Str s,
                     const char *after);

#endif
