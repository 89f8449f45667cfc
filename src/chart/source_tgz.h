/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_SOURCE_TGZ_H
#define OMNI_CHART_SOURCE_TGZ_H

#include "chart/chart.h"

/* The files of a packed chart, without its top folder, in archive order.
 * Refused, in Helm's words where it has any: absolute names, names and links
 * that lead out of the archive, two entries of one name, files and archives
 * past the limits. */
bool chart_source_tgz(Ctx *cx, Str archive, ChartFiles *out) OMNI_CHECKED;

/* Whether `bytes` start as gzip data do; else, for a file named `path`, Helm's
 * error about what it seems to be. */
bool chart_want_gzip(Ctx *cx, Str path, Str bytes) OMNI_CHECKED;

#endif
