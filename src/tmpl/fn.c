/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The table of functions: a hash index of the rows where they are, with open
 * addressing, at most half full.
 */
#include "tmpl/fn.h"

#include <assert.h>

static FnRef ref_of(const FnTable *table, uint16_t slot)
{
    return (FnRef){table->families[(slot - 1) / FN_ROWS_MAX],
                   (size_t)(slot - 1) % FN_ROWS_MAX};
}

static Str name_of(const FnTable *table, uint16_t slot)
{
    FnRef ref = ref_of(table, slot);

    return str_from_c(fn_def(&ref)->name);
}

/* The slot of `name`, or the free one where it belongs. */
static size_t find_slot(const FnTable *table, Str name)
{
    size_t mask = table->n_slots - 1;
    size_t i = (size_t)str_hash(name) & mask;

    while (table->slots[i] != 0 &&
           !str_eq(name_of(table, table->slots[i]), name))
        i = (i + 1) & mask;
    return i;
}

const FnTable *fn_table_new(Arena *arena, const FnFamily *const *families,
                            size_t n)
{
    const FnFamily **copy = ARENA_ARRAY(arena, const FnFamily *, n);
    FnTable *table = ARENA_NEW(arena, FnTable);
    uint16_t *slots;
    size_t total = 0;

    assert(n * FN_ROWS_MAX < UINT16_MAX);
    for (size_t i = 0; i < n; i++) {
        assert(families[i]->len <= FN_ROWS_MAX);
        copy[i] = families[i];
        total += families[i]->len;
    }
    *table = (FnTable){copy, n, NULL, 16};
    while (table->n_slots < 2 * total)
        table->n_slots *= 2;
    slots = ARENA_ARRAY(arena, uint16_t, table->n_slots);
    table->slots = slots;
    for (size_t i = 0; i < n; i++) {
        for (size_t row = 0; row < families[i]->len; row++) {
            Str name = str_from_c(families[i]->defs[row].name);

            slots[find_slot(table, name)] =
                (uint16_t)(1 + i * FN_ROWS_MAX + row);
        }
    }
    return table;
}

bool fn_table_find(const FnTable *table, Str name, FnRef *out)
{
    uint16_t slot = table->slots[find_slot(table, name)];

    if (slot == 0)
        return false;
    *out = ref_of(table, slot);
    return true;
}

void fn_table_each(const FnTable *table, void (*visit)(void *self, Str name),
                   void *self)
{
    for (size_t i = 0; i < table->n_slots; i++) {
        if (table->slots[i] != 0)
            visit(self, name_of(table, table->slots[i]));
    }
}
