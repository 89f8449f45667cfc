/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The table of functions: a hash index with open addressing, at most half
 * full.
 */
#include "tmpl/fn.h"

typedef struct FnSlot {
    Str name;
    FnRef ref; /* family NULL: free */
} FnSlot;

struct FnTable {
    FnSlot *slots;
    size_t mask;
};

/* The slot of `name`, or the free one where it belongs. */
static FnSlot *find_slot(const FnTable *table, Str name)
{
    size_t i = (size_t)str_hash(name) & table->mask;

    while (table->slots[i].ref.family != NULL &&
           !str_eq(table->slots[i].name, name))
        i = (i + 1) & table->mask;
    return &table->slots[i];
}

static void add_family(FnTable *table, const FnFamily *family)
{
    for (size_t i = 0; i < family->len; i++) {
        Str name = str_from_c(family->defs[i].name);

        *find_slot(table, name) = (FnSlot){
            name, {family, i}
        };
    }
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
    table->slots = ARENA_ARRAY(arena, FnSlot, slots);
    table->mask = slots - 1;
    for (size_t i = 0; i < n; i++)
        add_family(table, families[i]);
    return table;
}

const FnRef *fn_table_find(const FnTable *table, Str name)
{
    const FnSlot *slot = find_slot(table, name);

    return slot->ref.family == NULL ? NULL : &slot->ref;
}

void fn_table_each(const FnTable *table, void (*visit)(void *self, Str name),
                   void *self)
{
    for (size_t i = 0; i <= table->mask; i++) {
        if (table->slots[i].ref.family != NULL)
            visit(self, table->slots[i].name);
    }
}
