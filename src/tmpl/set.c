/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Templates by name: a hash table with open addressing that grows when half
 * full.  A set without a table of its own has taken nothing yet, which keeps
 * the many small sets of tpl cheap.
 */
#include "tmpl/set.h"

struct TmplSet {
    Arena *arena;
    const TmplSet *parent;
    const TmplTree **slots;
    size_t n_slots; /* 0 or a power of two */
    size_t len;
};

TmplSet *tmpl_set_new(Arena *arena, const TmplSet *parent)
{
    TmplSet *set = ARENA_NEW(arena, TmplSet);

    set->arena = arena;
    set->parent = parent;
    return set;
}

/* The slot of `name`, whose hash that is, or the empty one where it belongs. */
static const TmplTree **find_slot(const TmplSet *set, Str name, uint64_t hash)
{
    size_t mask = set->n_slots - 1;
    size_t i = (size_t)hash & mask;

    while (set->slots[i] != NULL &&
           (set->slots[i]->hash != hash || !str_eq(set->slots[i]->name, name)))
        i = (i + 1) & mask;
    return &set->slots[i];
}

static void grow(TmplSet *set)
{
    TmplSet old = *set;

    set->n_slots = old.n_slots == 0 ? 8 : old.n_slots * 2;
    set->slots = ARENA_ARRAY(set->arena, const TmplTree *, set->n_slots);
    for (size_t i = 0; i < old.n_slots; i++) {
        const TmplTree *tree = old.slots[i];

        if (tree != NULL)
            *find_slot(set, tree->name, tree->hash) = tree;
    }
}

static void add_tree(TmplSet *set, const TmplTree *tree)
{
    const TmplTree **slot;

    if (tree->is_empty && set_find(set, tree->name, tree->hash) != NULL)
        return;
    if (2 * (set->len + 1) > set->n_slots)
        grow(set);
    slot = find_slot(set, tree->name, tree->hash);
    if (*slot == NULL)
        set->len++;
    *slot = tree;
}

bool tmpl_set_add(Ctx *cx, TmplSet *set, const TmplFile *file)
{
    (void)cx;
    for (uint32_t i = 0; i < file->len; i++)
        add_tree(set, file->trees[i]);
    return true;
}

const TmplTree *set_find(const TmplSet *set, Str name, uint64_t hash)
{
    for (; set != NULL; set = set->parent) {
        const TmplTree *tree;

        if (set->n_slots == 0)
            continue;
        tree = *find_slot(set, name, hash);
        if (tree != NULL)
            return tree;
    }
    return NULL;
}

const TmplTree *tmpl_set_find(const TmplSet *set, Str name)
{
    return set_find(set, name, str_hash(name));
}

void tmpl_set_each(const TmplSet *set, void (*visit)(void *self, Str name),
                   void *self)
{
    for (size_t i = 0; i < set->n_slots; i++) {
        if (set->slots[i] != NULL)
            visit(self, set->slots[i]->name);
    }
}
