/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The value that a template read last.  A map is known by its address: the
 * dots of the templates and the coalesced values hold the same maps, so a
 * search for it tells the way to it.
 */
#include "base/utf8.h"
#include "render/rich_item.h"
#include "render/rich_words.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

#define MAX_KEYS   32
#define MAX_VISITS 1000000 /* maps may hold themselves */
#define MAX_SHOWN  60      /* bytes of a value */

/* A search for a map, depth first. */
typedef struct Search {
    Arena *arena;
    const Map *wanted;
    size_t visits;
    Str keys[MAX_KEYS + 1];
    size_t n;
} Search;

static bool search_val(Search *search, Str key, Val v);

static bool search_map(Search *search, const Map *map)
{
    if (map == search->wanted)
        return true;
    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);

        if (search_val(search, entry->key, entry->value))
            return true;
    }
    return false;
}

static bool search_list(Search *search, const List *list)
{
    for (size_t i = 0; i < list->len; i++) {
        Str key = arena_fmt(search->arena, "%zu", i);

        if (search_val(search, key, list->items[i]))
            return true;
    }
    return false;
}

static bool search_val(Search *search, Str key, Val v)
{
    bool found;

    if ((val_kind(v) != VAL_MAP && val_kind(v) != VAL_LIST) ||
        search->n == MAX_KEYS || ++search->visits > MAX_VISITS)
        return false;
    search->keys[search->n++] = key;
    found = val_kind(v) == VAL_MAP ? search_map(search, val_map(v))
                                   : search_list(search, val_list(v));
    if (!found)
        search->n--;
    return found;
}

/* From dot, by way of .Values if that is one. */
static bool search_dot(Search *search, const Map *dot)
{
    Val values;

    if (dot == search->wanted)
        return true;
    if (map_get(dot, STR("Values"), &values) &&
        search_val(search, STR("Values"), values))
        return true;
    return search_map(search, dot);
}

/* The value as a person may read it. */
static Str shown(Rich *rich, const RichRead *read, bool is_secret)
{
    Str text;
    Buf buf;

    if (is_secret)
        return STR("***");
    if (val_kind(read->value) == VAL_MAP)
        return STR("a map");
    if (val_kind(read->value) == VAL_LIST)
        return STR("a list");
    if (val_is_nil(read->value))
        return STR("null");
    buf_init(&buf, rich->arena);
    if (val_kind(read->value) == VAL_STRING)
        val_add_quoted(&buf, val_str(read->value), false);
    else if (!val_print(rich->cx, &buf, read->value))
        rich->cx->err = NULL;
    text = rich_mask_text(&rich->mask, buf_str(&buf));
    if (text.len <= MAX_SHOWN)
        return text;
    text = utf8_to_valid(rich->arena, str_slice(text, 0, MAX_SHOWN), STR_NONE);
    return arena_fmt(rich->arena, "%.*s\xe2\x80\xa6", STR_ARG(text));
}

static bool is_below_secret(const Search *search, Str key)
{
    for (size_t i = 0; i < search->n; i++) {
        if (rich_is_secret(search->keys[i]))
            return true;
    }
    return rich_is_secret(key);
}

static Str path_text(Rich *rich, const Search *search)
{
    Buf buf;

    buf_init(&buf, rich->arena);
    rich_add_path(&buf, search->keys, search->n);
    return buf_str(&buf);
}

/* The key of the map that is spelled much like the one that was read. */
static Str nearest_path(Rich *rich, Search *search, const RichRead *read)
{
    RichNearest nearest = rich_nearest(read->key);

    for (size_t i = 0; i < map_len(read->map); i++) {
        const MapEntry *entry = map_at(read->map, i);

        if (!val_is_nil(entry->value))
            rich_nearest_offer(&nearest, entry->key);
    }
    if (nearest.best.len == 0)
        return STR_NONE;
    search->keys[search->n - 1] = nearest.best;
    return path_text(rich, search);
}

/* Where the value at the key was set, among the values of the top chart. */
static Str set_text(Rich *rich, const RichRead *read)
{
    Search search = {.arena = rich->arena, .wanted = read->map};
    Origin origin;

    if (rich->facts->values == NULL ||
        !search_map(&search, rich->facts->values))
        return STR_NONE;
    search.keys[search.n++] = read->key;
    origin = values_origin(rich->cx, &rich->sources, search.keys, search.n);
    return rich_origin_text(rich, &origin);
}

RichValue rich_value_of(Rich *rich, const RichFailure *failure)
{
    const RichRead *read = &failure->read;
    Search search = {.arena = rich->arena, .wanted = read->map};
    RichValue out = {.path = STR_NONE};

    if (read->map == NULL || failure->dot == NULL ||
        !search_dot(&search, failure->dot))
        return out;
    out.value = shown(rich, read, is_below_secret(&search, read->key));
    out.set = set_text(rich, read);
    search.keys[search.n++] = read->key;
    out.path = path_text(rich, &search);
    if (val_is_nil(read->value))
        out.near = nearest_path(rich, &search, read);
    return out;
}
