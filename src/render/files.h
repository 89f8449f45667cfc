/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_FILES_H
#define OMNI_RENDER_FILES_H

#include "chart/chart.h"
#include "value/host.h"

/* .Files: the chart's files that are no templates, with the methods of
 * helm pkg/engine/files.go (Get, GetBytes, Glob, Lines, AsConfig, AsSecrets).
 * The bytes are borrowed. */
const Host *files_host_new(Arena *arena, ChartFiles files);

#endif
