/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_SNIFF_H
#define OMNI_CHART_SNIFF_H

#include "base/str.h"

/* The media type of a file by its first bytes, as Go's net/http sees the first
 * 512 of it; a shorter file counts as filled up with zeros. */
const char *chart_sniff_type(Str bytes);

#endif
