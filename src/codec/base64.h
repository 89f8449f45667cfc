/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_BASE64_H
#define OMNI_CODEC_BASE64_H

#include "base/buf.h"

/* Appends `bytes` in the standard alphabet, padded. */
void codec_add_base64(Buf *buf, Str bytes);

/* Go's base64.StdEncoding: padding is wanted, line breaks are passed over.
 * `*out` is in the arena; false when `text` is no base64. */
bool codec_read_base64(Arena *arena, Str text, Str *out) OMNI_CHECKED;

#endif
