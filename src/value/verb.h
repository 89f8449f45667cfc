/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_VERB_H
#define OMNI_VALUE_VERB_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/format.h"
#include "value/val.h"

/*
 * One value under one printf verb: the upper half of Go's fmt.  A printer
 * belongs to one call of Sprint or Sprintf.
 */
typedef struct VerbPrinter {
    Ctx *cx;
    Buf *buf;
    size_t start; /* length of `buf` before the call, for the text limit */
    Format format;
    uint32_t depth; /* of containers around the value */
    bool is_noting; /* within %!verb(type=value): methods are not called */
} VerbPrinter;

VerbPrinter verb_printer(Ctx *cx, Buf *buf);

/* Writes an argument; a verb that does not suit it gives Go's note.  Fails
 * only past the limits of depth and text. */
bool verb_print(VerbPrinter *p, Val v, uint32_t verb) OMNI_CHECKED;

/* The text of an error or a fmt.Stringer; false for other values. */
bool verb_method_text(Ctx *cx, Val v, Str *out);

#endif
