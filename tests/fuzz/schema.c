/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A schema and values in JSON.  The same values meet the same schema twice.
 */
#include "values/schema.h"

#include "codec/yaml_read.h"
#include "fn/ip_address.h"
#include "fn/regex.h"
#include "support.h"

/* The answer, or what is wrong. */
static Str check(Fuzz *fuzz, const Chart *chart, const Map *values)
{
    static const SchemaOptions options = {
        .match = regex_is_found,
        .check_address = fn_check_ip_address,
    };

    if (values_check_schema(&fuzz->cx, chart, values, &options))
        return STR("");
    fuzz_want(fuzz->cx.err != NULL, "a failure has a reason");
    fuzz->cx.depth = 0;
    return fuzz_is_limit(fuzz) ? (err_take(&fuzz->cx), STR_NONE)
                               : err_take(&fuzz->cx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Chart chart = {.meta = {.name = STR("c")}};
    Fuzz fuzz;
    Val values;

    fuzz_open(&fuzz, data, size);
    chart.schema = fuzz_take(&fuzz);
    if (!codec_read_yaml(&fuzz.cx, STR("v"), fuzz_take_rest(&fuzz), NULL,
                         &values))
        fuzz_failed(&fuzz);
    else if (val_kind(values) == VAL_MAP) {
        Str first = check(&fuzz, &chart, val_map(values));
        Str second = check(&fuzz, &chart, val_map(values));

        if (first.ptr != NULL && second.ptr != NULL)
            fuzz_want_same("two checks", first, second);
    }
    fuzz_close(&fuzz);
    return 0;
}
