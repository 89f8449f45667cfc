/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_REGEX_CLASS_H
#define OMNI_FN_REGEX_CLASS_H

#include "base/buf.h"

/* Writes a code point so that RE2 reads it literally. */
void regex_class_write_rune(Buf *buf, uint32_t rune);

/* Writes "\pL", "\p{Greek}" or "\P{^Cn}" so that RE2 takes it for what Go
 * means by it; `in_class`: inside brackets.  False when Go knows no such class.
 */
bool regex_class_write(Buf *buf, Str class_, bool in_class);

#endif
