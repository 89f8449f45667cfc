/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_TOML_SCALAR_H
#define OMNI_CODEC_TOML_SCALAR_H

#include "codec/toml_lex.h"

/* The text of a string token, or of a part of a key; borrows from the document
 * where there is nothing to unescape. */
bool codec_toml_unescape(TomlLexer *lexer, TomlItem item,
                         Str *out) OMNI_CHECKED;

/* An int64. */
bool codec_toml_read_integer(TomlLexer *lexer, const TomlItem *item,
                             Val *out) OMNI_CHECKED;

bool codec_toml_read_float(TomlLexer *lexer, const TomlItem *item,
                           Val *out) OMNI_CHECKED;

bool codec_toml_read_datetime(TomlLexer *lexer, const TomlItem *item,
                              Val *out) OMNI_CHECKED;

#endif
