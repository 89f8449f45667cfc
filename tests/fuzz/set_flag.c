/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any texts after --set, --set-string, --set-json and --set-literal, one over
 * the other.  A text begins with a byte that tells its flag; --set-file, which
 * opens files, has the grammar of --set.
 */
#include "support.h"
#include "value/map.h"
#include "values/merge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ValuesKind kinds[] = {VALUES_SET, VALUES_SET_STRING,
                                       VALUES_SET_JSON, VALUES_SET_LITERAL};
    Fuzz fuzz;
    Map *values;

    fuzz_open(&fuzz, data, size);
    values = map_new(&fuzz.arena, 0);
    while (fuzz.rest.len > 0) {
        ValuesKind kind = kinds[fuzz_take_byte(&fuzz) % ARRAY_LEN(kinds)];

        if (!values_set(&fuzz.cx, kind, fuzz_take(&fuzz), values))
            fuzz_failed(&fuzz);
    }
    fuzz_close(&fuzz);
    return 0;
}
