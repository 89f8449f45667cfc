/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The table of functions: rows, and a hash index of them with open addressing,
 * at most half full.  It is made at every start, so it is kept small.
 */
#include "tmpl/fn.h"

#include <assert.h>

typedef struct FnRow {
    Str name;
    FnRef ref;
} FnRow;

struct FnTable {
    FnRow *rows;
    uint32_t len;
    uint16_t *slots; /* 1 and the number of a row; 0: free */
    size_t mask;
};

/* The slot of `name`, or the free one where it belongs. */
static uint16_t *find_slot(const FnTable *table, Str name)
{
    size_t i = (size_t)str_hash(name) & table->mask;

    while (table->slots[i] != 0 &&
           !str_eq(table->rows[table->slots[i] - 1].name, name))
        i = (i + 1) & table->mask;
    return &table->slots[i];
}

static void add_row(FnTable *table, FnRow row)
{
    uint16_t *slot = find_slot(table, row.name);

    if (*slot == 0)
        *slot = (uint16_t)++table->len;
    table->rows[*slot - 1] = row;
}

static void add_family(FnTable *table, const FnFamily *family)
{
    for (size_t i = 0; i < family->len; i++)
        add_row(table, (FnRow){
                           str_from_c(family->defs[i].name), {family, i}
        });
}

const FnTable *fn_table_new(Arena *arena, const FnFamily *const *families,
                            size_t n)
{
    FnTable *table = ARENA_NEW(arena, FnTable);
    size_t total = 0;
    size_t slots = 16;

    for (size_t i = 0; i < n; i++)
        total += families[i]->len;
    while (slots < 2 * total)
        slots *= 2;
    assert(total < UINT16_MAX);
    table->rows = arena_alloc(arena, total * sizeof(FnRow));
    table->slots = ARENA_ARRAY(arena, uint16_t, slots);
    table->mask = slots - 1;
    for (size_t i = 0; i < n; i++)
        add_family(table, families[i]);
    return table;
}

const FnRef *fn_table_find(const FnTable *table, Str name)
{
    const uint16_t *slot = find_slot(table, name);

    return *slot == 0 ? NULL : &table->rows[*slot - 1].ref;
}

void fn_table_each(const FnTable *table, void (*visit)(void *self, Str name),
                   void *self)
{
    for (uint32_t i = 0; i < table->len; i++)
        visit(self, table->rows[i].name);
}
