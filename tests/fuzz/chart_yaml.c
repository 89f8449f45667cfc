/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as Chart.yaml, and what may stand behind it as requirements.yaml
 * and as a lock file.
 */
#include "chart/meta.h"
#include "support.h"

static void check_lock(Fuzz *fuzz, Str text)
{
    if (!chart_meta_check_lock(&fuzz->cx, STR("Chart.lock"), text))
        fuzz_failed(fuzz);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ChartFile files[2];
    const Chart *chart;
    Fuzz fuzz;

    fuzz_open(&fuzz, data, size);
    files[0] = (ChartFile){STR("Chart.yaml"), fuzz_take(&fuzz)};
    files[1] = (ChartFile){STR("requirements.yaml"), fuzz_take(&fuzz)};
    if (chart_load_files(&fuzz.cx, (ChartFiles){files, 2}, &chart)) {
        ChartMeta meta;

        fuzz_want(chart_meta_finish(&fuzz.cx, chart->meta.fields, &meta),
                  "what was checked passes again");
        fuzz_want_same("a chart's name", chart->meta.name, meta.name);
    } else
        fuzz_failed(&fuzz);
    check_lock(&fuzz, fuzz_take_rest(&fuzz));
    fuzz_close(&fuzz);
    return 0;
}
