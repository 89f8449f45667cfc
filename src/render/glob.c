/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A glob is compiled to a list of items; matching keeps the set of items that
 * can be next, so no pattern can make it backtrack.  Alternatives {a,b} are
 * expanded into the item list as jumps.
 *
 * .Files.Glob asks gobwas's matchers first, which overlook some names, and the
 * items only where those would take too long or panic.
 */
#include "render/glob.h"

#include <string.h>

#include "base/utf8.h"
#include "render/glob_plan.h"

/* What the matchers may take for one name. */
#define MATCH_STEPS 100000

typedef enum ItemKind {
    ITEM_RUNE,  /* exactly `rune` */
    ITEM_ONE,   /* any code point but '/' */
    ITEM_STAR,  /* any run without '/' */
    ITEM_SUPER, /* any run */
    ITEM_CLASS, /* one of the members in `text` */
    ITEM_RANGE, /* `rune` to `high` */
    ITEM_SPLIT, /* go on at `next` and at `other` */
    ITEM_JUMP,  /* go on at `next` */
    ITEM_END
} ItemKind;

typedef struct Item {
    ItemKind kind;
    uint32_t rune;
    uint32_t high;
    Str text;
    bool negated;
    size_t next;
    size_t other;
} Item;

struct Glob {
    Arena *arena;
    Str pattern;
    size_t pos;
    Item *items;
    size_t len;
    size_t cap;
    bool bad;
    bool go_path;            /* filepath.Match's dialect */
    const GlobMatcher *plan; /* NULL: there is none */
};

static size_t add_item(Glob *glob, Item item)
{
    if (glob->len == glob->cap) {
        size_t wider = glob->cap == 0 ? 16 : glob->cap * 2;

        glob->items =
            arena_grow(glob->arena, glob->items, glob->cap * sizeof(Item),
                       wider * sizeof(Item));
        glob->cap = wider;
    }
    glob->items[glob->len] = item;
    return glob->len++;
}

static bool at_end(const Glob *glob)
{
    return glob->pos >= glob->pattern.len;
}

static char peek(const Glob *glob)
{
    return at_end(glob) ? '\0' : glob->pattern.ptr[glob->pos];
}

static uint32_t take_rune(Glob *glob)
{
    size_t size;
    uint32_t rune = utf8_decode(glob->pattern, glob->pos, &size);

    /* gobwas refuses a U+FFFD that is written out as well. */
    if (rune == UTF8_BAD && (!glob->go_path || size == 1))
        glob->bad = true;
    glob->pos += size;
    return rune;
}

static void compile_star(Glob *glob)
{
    glob->pos++;
    if (!glob->go_path && peek(glob) == '*') {
        while (peek(glob) == '*')
            glob->pos++;
        add_item(glob, (Item){.kind = ITEM_SUPER});
        return;
    }
    add_item(glob, (Item){.kind = ITEM_STAR});
}

static uint32_t class_rune(Str text, size_t *pos)
{
    size_t size;
    uint32_t rune;

    if (text.ptr[*pos] == '\\' && *pos + 1 < text.len)
        (*pos)++;
    rune = utf8_decode(text, *pos, &size);
    *pos += size;
    return rune;
}

/* Members up to the bracket; `text` keeps them, `\` before a quoted one. */
static bool take_members(Glob *glob, Item *item)
{
    size_t from = glob->pos;

    while (!at_end(glob) && peek(glob) != ']') {
        if (peek(glob) == '\\')
            glob->pos++;
        if (!at_end(glob))
            take_rune(glob);
    }
    item->text = str_slice(glob->pattern, from, glob->pos);
    return item->text.len != 0;
}

/* gobwas knows one range, whose ends need no quoting, or members only. */
static bool take_range_or_members(Glob *glob, Item *item)
{
    size_t from = glob->pos;

    if (at_end(glob))
        return false;
    item->rune = take_rune(glob);
    if (peek(glob) != '-') {
        glob->pos = from;
        return take_members(glob, item);
    }
    glob->pos++;
    if (at_end(glob))
        return false;
    item->kind = ITEM_RANGE;
    item->high = take_rune(glob);
    return item->high >= item->rune;
}

/* filepath.Match wants a quoted `-` where a member begins. */
static bool take_go_members(Glob *glob, Item *item)
{
    size_t pos = 0;

    if (!take_members(glob, item))
        return false;
    while (pos < item->text.len) {
        if (item->text.ptr[pos] == '-')
            return false;
        class_rune(item->text, &pos);
        if (pos == item->text.len || item->text.ptr[pos] != '-')
            continue;
        if (++pos == item->text.len || item->text.ptr[pos] == '-')
            return false;
        class_rune(item->text, &pos);
    }
    return true;
}

/* [...] */
static void compile_class(Glob *glob)
{
    Item item = {.kind = ITEM_CLASS};
    bool ok;

    glob->pos++;
    if (peek(glob) == (glob->go_path ? '^' : '!')) {
        item.negated = true;
        glob->pos++;
    }
    ok = glob->go_path ? take_go_members(glob, &item)
                       : take_range_or_members(glob, &item);
    if (!ok || peek(glob) != ']') {
        glob->bad = true;
        return;
    }
    glob->pos++;
    add_item(glob, item);
}

static void compile_until(Glob *glob, size_t depth);

/* {a,b}: each alternative ends in a jump behind the brace, which may be
 * missing at the end of the pattern. */
static void compile_braces(Glob *glob, size_t depth)
{
    size_t first_jump = SIZE_MAX;
    size_t split = SIZE_MAX;

    do {
        size_t jump;

        glob->pos++;
        split = add_item(glob, (Item){.kind = ITEM_SPLIT});
        glob->items[split].next = glob->len;
        compile_until(glob, depth + 1);
        jump = add_item(glob, (Item){.kind = ITEM_JUMP, .next = first_jump});
        first_jump = jump;
        glob->items[split].other = glob->len;
    } while (peek(glob) == ',');
    glob->items[split].kind = ITEM_JUMP;
    if (!at_end(glob))
        glob->pos++;
    while (first_jump != SIZE_MAX) {
        size_t before = glob->items[first_jump].next;

        glob->items[first_jump].next = glob->len;
        first_jump = before;
    }
}

static void compile_rune(Glob *glob)
{
    if (peek(glob) == '\\') {
        glob->pos++;
        if (at_end(glob)) {
            /* gobwas drops it. */
            glob->bad = glob->go_path;
            return;
        }
    }
    add_item(glob, (Item){.kind = ITEM_RUNE, .rune = take_rune(glob)});
}

/* Up to the end of the pattern, or of the alternative when depth > 0. */
static void compile_until(Glob *glob, size_t depth)
{
    if (depth > 64)
        glob->bad = true;
    while (!at_end(glob) && !glob->bad) {
        char c = peek(glob);

        if (depth > 0 && (c == ',' || c == '}'))
            return;
        if (c == '*') {
            compile_star(glob);
        } else if (c == '?') {
            glob->pos++;
            add_item(glob, (Item){.kind = ITEM_ONE});
        } else if (c == '[') {
            compile_class(glob);
        } else if (c == '{' && !glob->go_path) {
            compile_braces(glob, depth);
        } else {
            compile_rune(glob);
        }
    }
}

static bool in_class(const Item *item, uint32_t rune, bool go_path)
{
    size_t pos = 0;
    bool found = false;

    while (pos < item->text.len) {
        uint32_t low = class_rune(item->text, &pos);
        uint32_t high = low;

        if (go_path && pos < item->text.len && item->text.ptr[pos] == '-') {
            pos++;
            high = class_rune(item->text, &pos);
        }
        found = found || (rune >= low && rune <= high);
    }
    return found != item->negated;
}

/* Marks item `at` and all that can be reached from it without a code point. */
static void mark(const Glob *glob, bool *set, size_t at)
{
    if (set[at])
        return;
    set[at] = true;
    switch (glob->items[at].kind) {
    case ITEM_STAR:
    case ITEM_SUPER: mark(glob, set, at + 1); break;
    case ITEM_JUMP: mark(glob, set, glob->items[at].next); break;
    case ITEM_SPLIT:
        mark(glob, set, glob->items[at].next);
        mark(glob, set, glob->items[at].other);
        break;
    case ITEM_RUNE:
    case ITEM_ONE:
    case ITEM_CLASS:
    case ITEM_RANGE:
    case ITEM_END: break;
    }
}

/* Marks in `after` what item `at` leads to when it meets `rune`. */
static void step(const Glob *glob, size_t at, uint32_t rune, bool *after)
{
    const Item *item = &glob->items[at];

    switch (item->kind) {
    case ITEM_RUNE:
        if (item->rune == rune)
            mark(glob, after, at + 1);
        break;
    case ITEM_ONE:
        if (rune != '/')
            mark(glob, after, at + 1);
        break;
    case ITEM_CLASS:
        if (in_class(item, rune, glob->go_path) &&
            (rune != '/' || !glob->go_path))
            mark(glob, after, at + 1);
        break;
    case ITEM_RANGE:
        if ((rune >= item->rune && rune <= item->high) != item->negated)
            mark(glob, after, at + 1);
        break;
    case ITEM_STAR:
        if (rune != '/')
            mark(glob, after, at);
        break;
    case ITEM_SUPER: mark(glob, after, at); break;
    case ITEM_SPLIT:
    case ITEM_JUMP:
    case ITEM_END: break;
    }
}

static bool run(const Glob *glob, Str name)
{
    bool *now = ARENA_ARRAY(glob->arena, bool, glob->len);
    bool *after = ARENA_ARRAY(glob->arena, bool, glob->len);
    size_t pos = 0;

    mark(glob, now, 0);
    while (pos < name.len) {
        size_t size;
        uint32_t rune = utf8_decode(name, pos, &size);
        bool *swap = now;

        memset(after, 0, glob->len * sizeof(bool));
        for (size_t i = 0; i < glob->len; i++) {
            if (now[i])
                step(glob, i, rune, after);
        }
        now = after;
        after = swap;
        pos += size;
    }
    return now[glob->len - 1];
}

static Glob *compile(Arena *arena, Str pattern, bool go_path)
{
    Glob *glob = ARENA_NEW(arena, Glob);

    *glob = (Glob){.arena = arena, .pattern = pattern, .go_path = go_path};
    compile_until(glob, 0);
    add_item(glob, (Item){.kind = ITEM_END});
    if (!glob->bad && !go_path)
        glob->plan = glob_plan(arena, pattern);
    return glob;
}

const Glob *glob_new_file(Arena *arena, Str pattern)
{
    return compile(arena, pattern, false);
}

const Glob *glob_new_path(Arena *arena, Str pattern)
{
    return compile(arena, pattern, true);
}

/* False: that cannot be said. */
static bool run_plan(const Glob *glob, Str name, bool *out)
{
    GlobRun plan_run = {.steps = MATCH_STEPS};
    Arena arena;

    if (glob->plan == NULL)
        return false;
    arena_init(&arena);
    plan_run.arena = &arena;
    *out = glob_matcher_matches(&plan_run, glob->plan, name);
    arena_release(&arena);
    return !plan_run.is_broken;
}

bool glob_matches(const Glob *glob, Str name)
{
    bool matches;

    if (glob->bad)
        return !glob->go_path;
    return run_plan(glob, name, &matches) ? matches : run(glob, name);
}
