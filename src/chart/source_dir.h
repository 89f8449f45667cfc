/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_SOURCE_DIR_H
#define OMNI_CHART_SOURCE_DIR_H

#include "chart/chart.h"

/* Every file of the folder `top` (absolute) that .helmignore leaves, in Helm's
 * order: folders depth first, names by bytes.  Symbolic links are followed
 * and reported (helm pkg/chart/v2/loader LoadDir).  `chart_yaml` is what its
 * Chart.yaml holds. */
bool chart_source_dir(Ctx *cx, Str top, Str chart_yaml,
                      ChartFiles *out) OMNI_CHECKED;

#endif
