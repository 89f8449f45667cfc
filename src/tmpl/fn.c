/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The table of functions: a hash index of the rows where they are, with open
 * addressing, at most half full.  It is made at every start, so there is little
 * of it, and four bytes of a name are hash enough.
 */
#include "tmpl/fn.h"

#include <assert.h>

#define ROWS_MAX 256

struct FnTable {
    const FnFamily **families;
    uint16_t *slots; /* 1 + family * ROWS_MAX + row; 0: free */
    size_t mask;
};

static FnRef ref_of(const FnTable *table, uint16_t slot)
{
    return (FnRef){table->families[(slot - 1) / ROWS_MAX],
                   (size_t)(slot - 1) % ROWS_MAX};
}

static Str name_of(const FnTable *table, uint16_t slot)
{
    FnRef ref = ref_of(table, slot);

    return str_from_c(fn_def(&ref)->name);
}

static size_t hash_of(Str name)
{
    const unsigned char *at = (const unsigned char *)name.ptr;

    if (name.len == 0)
        return 0;
    return at[0] * 59u + at[name.len / 2] * 33u + at[name.len - 1] * 17u +
           name.len * 59;
}

/* The slot of `name`, or the free one where it belongs. */
static size_t find_slot(const FnTable *table, Str name)
{
    size_t i = hash_of(name) & table->mask;

    while (table->slots[i] != 0 &&
           !str_eq(name_of(table, table->slots[i]), name))
        i = (i + 1) & table->mask;
    return i;
}

const FnTable *fn_table_new(Arena *arena, const FnFamily *const *families,
                            size_t n)
{
    FnTable *table = ARENA_NEW(arena, FnTable);
    size_t total = 0;
    size_t slots = 16;

    assert(n * ROWS_MAX < UINT16_MAX);
    table->families = ARENA_ARRAY(arena, const FnFamily *, n);
    for (size_t i = 0; i < n; i++) {
        assert(families[i]->len <= ROWS_MAX);
        table->families[i] = families[i];
        total += families[i]->len;
    }
    while (slots < 2 * total)
        slots *= 2;
    table->slots = ARENA_ARRAY(arena, uint16_t, slots);
    table->mask = slots - 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t row = 0; row < families[i]->len; row++) {
            Str name = str_from_c(families[i]->defs[row].name);

            table->slots[find_slot(table, name)] =
                (uint16_t)(1 + i * ROWS_MAX + row);
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
    for (size_t i = 0; i <= table->mask; i++) {
        if (table->slots[i] != 0)
            visit(self, name_of(table, table->slots[i]));
    }
}
