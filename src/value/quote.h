/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_QUOTE_H
#define OMNI_VALUE_QUOTE_H

#include "base/buf.h"

/* strconv.QuoteRune, and QuoteRuneToASCII when `ascii`: 'x', '\n'. */
void quote_add_rune(Buf *buf, uint32_t rune, bool ascii);

/* strconv.Quote, and QuoteToASCII when `ascii`. */
void quote_add(Buf *buf, Str s, bool ascii);

/* strconv.CanBackquote: one line, no backquote, no control but tab. */
bool quote_can_be_raw(Str s);

#endif
