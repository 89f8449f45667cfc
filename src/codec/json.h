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

typedef struct JsonStyle {
    bool escape_html;   /* < > & as \u003c \u003e \u0026 (Marshal) */
    const char *indent; /* NULL: compact; "  ": MarshalIndent */
} JsonStyle;

/* encoding/json's text, without a newline at the end; keys sorted by bytes.
 * Fails in its words on NaN and infinities ("json: unsupported value: NaN"). */
bool codec_write_json(Ctx *cx, Buf *buf, Val v, JsonStyle style) OMNI_CHECKED;

/* Go notices a container inside itself; here the bound on depth does.  Says so
 * in Go's words in place of the bound's: false, always. */
bool codec_fail_cycle(Ctx *cx, Val v);

/* encoding/json's float64 text: 'f', or 'e' below 1e-6 and from 1e21. */
void codec_add_json_float(Buf *buf, double value);

#endif
