/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_JSON_SPAN_H
#define OMNI_VALUES_JSON_SPAN_H

#include "base/str.h"

/* How many bytes of `text` the JSON value at its start takes, when there is
 * one, as encoding/json's Decoder would read it from a stream; the whole text
 * otherwise. */
size_t json_span(Str text);

#endif
