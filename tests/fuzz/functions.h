/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_FUZZ_FUNCTIONS_H
#define OMNI_TESTS_FUZZ_FUNCTIONS_H

#include "fn/index.h"
#include "support.h"
#include "tmpl/builtin.h"

/* All functions but those that make keys, which cost a second each; they come
 * in the target `render`.  Made once. */
static inline const FnTable *fuzz_functions(void)
{
    static const FnTable *table;
    static Arena arena;
    const FnFamily **families;
    size_t n = 0;

    if (table != NULL)
        return table;
    arena_init(&arena);
    families = ARENA_ARRAY(&arena, const FnFamily *, fn_families_len + 1);
    families[n++] = &fn_builtins;
    for (size_t i = 0; i < fn_families_len; i++) {
        if (strcmp(fn_families[i]->name, "crypto") != 0)
            families[n++] = fn_families[i];
    }
    table = fn_table_new(&arena, families, n);
    return table;
}

#endif
