/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_BASE64_H
#define OMNI_FN_BASE64_H

#include "base/arena.h"

/* Base64 and base32 of RFC 4648 with padding, as Go's StdEncoding. */
Str base64_encode(Arena *arena, Str s);
Str base32_encode(Arena *arena, Str s);

/* The bytes that `s` encodes, line breaks skipped.  False for a malformed
 * text: `*bad` is then the offset Go reports, which counts line breaks for
 * base64 and not for base32. */
bool base64_decode(Arena *arena, Str s, Str *out, size_t *bad) OMNI_CHECKED;
bool base32_decode(Arena *arena, Str s, Str *out, size_t *bad) OMNI_CHECKED;

#endif
