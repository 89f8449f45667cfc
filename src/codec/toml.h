/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_TOML_H
#define OMNI_CODEC_TOML_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

/*
 * TOML as Helm's toToml and fromToml see it: BurntSushi/toml 1.6.0.
 */

/* `v` as its Encoder writes it.  Fails in its words, e.g. "toml: cannot encode
 * array with nil element"; ERR_CALL where Go panics, so that the call itself
 * fails and not only its result. */
bool codec_write_toml(Ctx *cx, Buf *buf, Val v) OMNI_CHECKED;

/* Reads a document into a map: integers are int64, arrays of tables
 * []map[string]interface {}, dates a time.Time that can be printed.  Strings
 * borrow from `text` where they stand there unchanged.  Error: ERR_VALUE with
 * the decoder's message, e.g. "toml: line 2 (last key \"a\"): unexpected EOF;
 * expected value". */
bool codec_read_toml(Ctx *cx, Str name, Str text, Val *out) OMNI_CHECKED;

#endif
