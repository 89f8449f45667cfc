/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_JSON_H
#define OMNI_CODEC_JSON_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

/*
 * JSON as Go's encoding/json reads and writes it into interface {} values.
 */

/* Reads one JSON value and nothing after it but space.  Numbers become
 * float64.  Strings borrow from `text` where they stand there unchanged.
 * Error: ERR_JSON with encoding/json's message, e.g. "invalid
 * character 'a' looking for beginning of value". */
bool codec_read_json(Ctx *cx, Str name, Str text, Val *out) OMNI_CHECKED;

/* The same, but a number that no float64 holds is nil and no failure: the
 * error's text for the first is in `*misfit`, which is empty without one. */
bool codec_read_json_parts(Ctx *cx, Str name, Str text, Val *out,
                           Str *misfit) OMNI_CHECKED;

/* The value that a number's text stands for, in the place of a float64. */
typedef Val CodecNumber(Ctx *cx, Str text);

/* codec_read_json as a Decoder with UseNumber does it: numbers of any size are
 * what `number` makes of them.  On failure `*is_cut` tells whether the text
 * ended too early. */
bool codec_read_json_numbers(Ctx *cx, Str text, CodecNumber *number, Val *out,
                             bool *is_cut) OMNI_CHECKED;

typedef struct JsonStyle {
    bool escape_html;   /* < > & as \u003c \u003e \u0026 (Marshal) */
    const char *indent; /* NULL: compact; "  ": MarshalIndent */
} JsonStyle;

/* encoding/json's text, without a newline at the end; keys sorted by bytes.
 * Fails in its words on NaN and infinities ("json: unsupported value: NaN"). */
bool codec_write_json(Ctx *cx, Buf *buf, Val v, JsonStyle style) OMNI_CHECKED;

/* A container that is being written, and those around it. */
typedef struct CodecPath CodecPath;
struct CodecPath {
    const void *container;
    const CodecPath *outer;
    uint32_t level;
};

/* ctx_enter for writing the container `v` inside `outer` (NULL: the
 * outermost), which fills `out`.  A container inside itself fails in Go's
 * words, at the level where Go notices it. */
bool codec_path_enter(Ctx *cx, const CodecPath *outer, Val v,
                      CodecPath *out) OMNI_CHECKED;

/* encoding/json's float64 text: 'f', or 'e' below 1e-6 and from 1e21. */
void codec_add_json_float(Buf *buf, double value);

#endif
