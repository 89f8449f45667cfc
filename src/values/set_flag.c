/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The grammar of --set and its kin (helm pkg/strvals): a list of NAME=VALUE,
 * names being paths of keys and indexes.  A recursive descent that writes into
 * the values as it goes.
 *
 * Helm ends quietly wherever the text ends in the middle of a name, as long as
 * nothing was read of the next key: `a[0` and `a.` do nothing, `a[0]` makes an
 * empty list.  So a step has three outcomes: done, the end of the text, an
 * error.
 *
 * Lists being filled belong to the parser until it is done, so that
 * a[0]=...,a[1]=... does not copy the list for every element.
 */
#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "codec/json.h"
#include "value/list.h"
#include "value/print.h"
#include "values/input.h"
#include "values/json_span.h"
#include "values/merge.h"

#define MAX_INDEX      65536
#define MAX_NAME_LEVEL 30
#define N_OWNED        16
#define LIST_TYPE      "[]interface {}"
#define MAP_TYPE       "map[string]interface {}"

typedef enum Step { STEP_DONE, STEP_END, STEP_FAILED } Step;

/* A list that only this parser holds in this form and may still change. */
typedef struct OwnedList {
    List list;
    Val *items;
    size_t cap;
    uint32_t room; /* a ListRoom; Go changes a list where it stands */
} OwnedList;

typedef struct SetParser {
    Ctx *cx;
    ValuesKind kind;
    Str text;
    size_t pos;
    OwnedList *owned[N_OWNED]; /* the latest ones */
    size_t n_owned;
} SetParser;

static Step parse_key(SetParser *p, Map *map, int level);
static Step parse_item(SetParser *p, OwnedList *list, int64_t index, int level);

/* The next code point; false at the end. */
static bool next_rune(SetParser *p, uint32_t *rune)
{
    size_t size;

    if (p->pos >= p->text.len)
        return false;
    *rune = utf8_decode(p->text, p->pos, &size);
    p->pos += size;
    return true;
}

static bool is_stop(uint32_t rune, const char *stops)
{
    return rune != 0 && rune < 0x80 && strchr(stops, (int)rune) != NULL;
}

/* Reads up to one of `stops`, which is taken as well, into `out` and `*last`;
 * false when the text ends first.  A backslash quotes what follows, but not in
 * --set-literal. */
static bool read_until(SetParser *p, const char *stops, Str *out,
                       uint32_t *last)
{
    Buf buf;
    uint32_t rune;
    bool found = false;

    buf_init(&buf, p->cx->arena);
    while (!found && next_rune(p, &rune)) {
        found = is_stop(rune, stops);
        if (found)
            *last = rune;
        else if (rune != '\\' || p->kind == VALUES_SET_LITERAL ||
                 next_rune(p, &rune))
            buf_add_rune(&buf, rune);
    }
    *out = buf_str(&buf);
    return found;
}

/* `before` "key" `after`. */
static Step fail_key(SetParser *p, const char *before, Str key,
                     const char *after)
{
    Buf buf;

    buf_init(&buf, p->cx->arena);
    buf_add_fmt(&buf, "%s ", before);
    val_add_quoted(&buf, key, false);
    buf_add_c(&buf, after);
    fail_str(p->cx, ERR_FLAG, buf_str(&buf));
    return STEP_FAILED;
}

/* Go's words for a value that is not of the type a name wants. */
static Step fail_conversion(SetParser *p, Val v, const char *want)
{
    Str have = val_is_nil(v) ? STR("nil") : val_type_name(v);

    fail_here(p->cx, ERR_FLAG,
              "unable to parse key: interface conversion: interface {} is "
              "%.*s, not %s",
              STR_ARG(have), want);
    return STEP_FAILED;
}

/* An element of Go's %q for runes: 'x'. */
static void add_quoted_rune(Buf *buf, Str rune)
{
    Buf inner;
    Str text;

    buf_init(&inner, buf->arena);
    val_add_quoted(&inner, rune, false);
    text = str_slice(buf_str(&inner), 1, inner.len - 1);
    if (str_eq(rune, STR("'")))
        text = STR("\\'");
    else if (str_eq(rune, STR("\"")))
        text = rune;
    buf_add_byte(buf, '\'');
    buf_add(buf, text);
    buf_add_byte(buf, '\'');
}

static Step fail_after_index(SetParser *p, Str rest)
{
    Buf buf;
    size_t size;

    buf_init(&buf, p->cx->arena);
    buf_add_c(&buf, "unexpected data at end of array index: [");
    for (size_t pos = 0; pos < rest.len; pos += size) {
        if (pos != 0)
            buf_add_byte(&buf, ' ');
        utf8_decode(rest, pos, &size);
        add_quoted_rune(&buf, str_slice(rest, pos, pos + size));
    }
    buf_add_byte(&buf, ']');
    fail_str(p->cx, ERR_FLAG, buf_str(&buf));
    return STEP_FAILED;
}

/* An empty key sets nothing. */
static void set_key(Map *map, Str key, Val v)
{
    if (key.len != 0)
        map_set(map, key, v);
}

/* The parser's own form of `list`, made now if it has none. */
static OwnedList *own_list(SetParser *p, Val v)
{
    const List *list = val_list(v);
    OwnedList *owned;
    size_t cap = list->len < 4 ? 4 : list->len;

    for (size_t i = 0; i < N_OWNED; i++) {
        if (p->owned[i] != NULL && &p->owned[i]->list == list)
            return p->owned[i];
    }
    owned = ARENA_NEW(p->cx->arena, OwnedList);
    owned->items = ARENA_ARRAY(p->cx->arena, Val, cap);
    owned->cap = cap;
    if (list->len != 0)
        memcpy(owned->items, list->items, list->len * sizeof(Val));
    owned->list = (List){owned->items, list->len};
    owned->room = v.len;
    p->owned[p->n_owned++ % N_OWNED] = owned;
    return owned;
}

static OwnedList *own_new_list(SetParser *p)
{
    return own_list(p, val_from_list(list_new(p->cx->arena, NULL, 0)));
}

static Val owned_val(const OwnedList *owned)
{
    Val v = val_from_list(&owned->list);

    v.len = owned->room;
    return v;
}

static void grow_list(SetParser *p, OwnedList *list, size_t len)
{
    if (len > list->cap) {
        size_t cap = len > list->cap * 2 ? len : list->cap * 2;

        list->items = arena_grow(p->cx->arena, list->items,
                                 list->cap * sizeof(Val), cap * sizeof(Val));
        list->cap = cap;
    }
    for (size_t i = list->list.len; i < len; i++)
        list->items[i] = VAL_NIL_VALUE;
    list->list = (List){list->items, len};
    list->room = LIST_FULL;
}

static Step set_item(SetParser *p, OwnedList *list, int64_t index, Val v)
{
    if (index > MAX_INDEX) {
        fail_here(p->cx, ERR_FLAG,
                  "index of %lld is greater than maximum supported index of "
                  "%d",
                  (long long)index, MAX_INDEX);
        return STEP_FAILED;
    }
    if ((size_t)index >= list->list.len)
        grow_list(p, list, (size_t)index + 1);
    list->items[index] = v;
    return STEP_DONE;
}

/* [N], the bracket being open; strconv.Atoi's errors. */
static Step read_index(SetParser *p, int64_t *out)
{
    Str digits;
    uint32_t last;
    NumResult result;

    if (!read_until(p, "]", &digits, &last))
        return STEP_END;
    result = num_parse_int(digits, 10, out);
    if (result == NUM_OK)
        return STEP_DONE;
    return fail_key(p, "error parsing index: strconv.Atoi: parsing", digits,
                    result == NUM_RANGE ? ": value out of range"
                                        : ": invalid syntax");
}

static bool is_word(Ctx *cx, Str s, const char *word)
{
    return s.len <= 8 &&
           str_eq_c(utf8_lower(cx->arena, utf8_upper(cx->arena, s)), word);
}

/* What --set makes of a text: a bool, a null, an integer without leading
 * zeros, else the text. */
static Val typed_value(Ctx *cx, Str s)
{
    int64_t number;

    if (is_word(cx, s, "true"))
        return val_from_bool(true);
    if (is_word(cx, s, "false"))
        return val_from_bool(false);
    if (is_word(cx, s, "null"))
        return VAL_NIL_VALUE;
    if (str_eq(s, STR("0")))
        return val_from_int64(0);
    if (s.len != 0 && *s.ptr != '0' && num_parse_int(s, 10, &number) == NUM_OK)
        return val_from_int64(number);
    return val_from_str(s);
}

static Step convert(SetParser *p, Str text, Val *out)
{
    if (p->kind == VALUES_SET) {
        *out = typed_value(p->cx, text);
        return STEP_DONE;
    }
    if (p->kind == VALUES_SET_FILE && !values_read_input(p->cx, text, &text))
        return STEP_FAILED;
    *out = val_from_str(text);
    return STEP_DONE;
}

/* {a,b}, the brace being open.  A comma behind it is taken as well. */
static Step read_braces(SetParser *p, Val *out)
{
    ListBuilder list;
    uint32_t last = ',';

    list_builder_init(&list, p->cx->arena, 4);
    while (last == ',') {
        Str text;
        Val v;

        if (!read_until(p, ",}", &text, &last)) {
            fail_here(p->cx, ERR_FLAG, "list must terminate with '}'");
            return STEP_FAILED;
        }
        if (convert(p, text, &v) == STEP_FAILED)
            return STEP_FAILED;
        list_builder_add(&list, v);
    }
    if (p->pos < p->text.len && p->text.ptr[p->pos] == ',')
        p->pos++;
    *out = val_from_grown_list(list_builder_done(&list));
    return STEP_DONE;
}

/* Takes white space and one comma.  True when there was nothing else up to the
 * comma or the end. */
static bool skip_empty(SetParser *p)
{
    size_t size;

    while (p->pos < p->text.len) {
        uint32_t rune = utf8_decode(p->text, p->pos, &size);

        if (rune != ',' && !utf8_is_space(rune))
            return false;
        p->pos += size;
        if (rune == ',')
            return true;
    }
    return true;
}

/* One JSON value and the comma behind it; nothing at all is a null. */
static Step read_json(SetParser *p, Val *out)
{
    Str rest;
    size_t len;

    if (skip_empty(p)) {
        *out = VAL_NIL_VALUE;
        return STEP_DONE;
    }
    rest = str_skip(p->text, p->pos);
    len = json_span(rest);
    if (!codec_read_json(p->cx, STR("--set-json"), str_slice(rest, 0, len),
                         out))
        return STEP_FAILED;
    p->pos += len;
    skip_empty(p);
    return STEP_DONE;
}

/* The value behind '='.  STEP_END: there is none, which counts as "". */
static Step read_value(SetParser *p, Val *out)
{
    Str text;
    uint32_t last;

    if (p->kind == VALUES_SET_JSON)
        return read_json(p, out);
    if (p->kind == VALUES_SET_LITERAL) {
        read_until(p, "", &text, &last);
        *out = val_from_str(text);
        return STEP_DONE;
    }
    *out = val_from_str(STR(""));
    if (p->pos >= p->text.len)
        return STEP_END;
    if (p->text.ptr[p->pos] == '{') {
        p->pos++;
        return read_braces(p, out);
    }
    read_until(p, ",", &text, &last);
    return convert(p, text, out);
}

static Step parse_key_value(SetParser *p, Map *map, Str key)
{
    Val v;
    Step step = read_value(p, &v);

    if (step != STEP_FAILED)
        set_key(map, key, v);
    return step;
}

static Step parse_key_index(SetParser *p, Map *map, Str key, int level)
{
    const MapEntry *old;
    OwnedList *list;
    int64_t index;
    Step step = read_index(p, &index);

    if (step != STEP_DONE)
        return step;
    old = map_find(map, key);
    if (old != NULL && val_kind(old->value) != VAL_LIST)
        return fail_conversion(p, old->value, LIST_TYPE);
    list = old == NULL ? own_new_list(p) : own_list(p, old->value);
    step = parse_item(p, list, index, level);
    set_key(map, key, owned_val(list));
    return step;
}

static Step parse_key_map(SetParser *p, Map *map, Str key, int level)
{
    const MapEntry *old = map_find(map, key);
    Map *inner;
    Step step;

    if (level + 1 > MAX_NAME_LEVEL) {
        fail_here(p->cx, ERR_FLAG,
                  "value name nested level is greater than maximum supported "
                  "nested level of %d",
                  MAX_NAME_LEVEL);
        return STEP_FAILED;
    }
    if (old != NULL && val_kind(old->value) != VAL_MAP)
        return fail_conversion(p, old->value, MAP_TYPE);
    inner = old == NULL ? map_new(p->cx->arena, 2) : val_map(old->value);
    step = parse_key(p, inner, level + 1);
    if (step == STEP_DONE && map_len(inner) == 0)
        return fail_key(p, "key map", key, " has no value");
    if (map_len(inner) != 0)
        set_key(map, key, val_from_map(inner));
    return step;
}

static Step parse_key(SetParser *p, Map *map, int level)
{
    bool literal = p->kind == VALUES_SET_LITERAL;
    uint32_t last = 0;
    Str key;

    if (!read_until(p, literal ? "=[." : "=[,.", &key, &last)) {
        if (key.len == 0)
            return STEP_END;
        return fail_key(p, "key", key, " has no value");
    }
    switch (last) {
    case '=': return parse_key_value(p, map, key);
    case '[': return parse_key_index(p, map, key, level);
    case '.': return parse_key_map(p, map, key, level);
    default: break;
    }
    return fail_key(p, "key", key, " has no value (cannot end with ,)");
}

static Step parse_item_value(SetParser *p, OwnedList *list, int64_t index)
{
    Val v;

    if (read_value(p, &v) == STEP_FAILED)
        return STEP_FAILED;
    return set_item(p, list, index, v);
}

static Step parse_item_list(SetParser *p, OwnedList *list, int64_t index,
                            int level)
{
    OwnedList *inner;
    int64_t inner_index;
    Step step = read_index(p, &inner_index);
    Val old = VAL_NIL_VALUE;

    if (step != STEP_DONE)
        return step;
    if ((size_t)index < list->list.len)
        old = list->items[index];
    if (!val_is_nil(old) && val_kind(old) != VAL_LIST)
        return fail_conversion(p, old, LIST_TYPE);
    inner = val_is_nil(old) ? own_new_list(p) : own_list(p, old);
    step = parse_item(p, inner, inner_index, level);
    if (step != STEP_DONE)
        return step;
    return set_item(p, list, index, owned_val(inner));
}

static Step parse_item_map(SetParser *p, OwnedList *list, int64_t index,
                           int level)
{
    Map *inner;
    Step step;

    if ((size_t)index < list->list.len &&
        val_kind(list->items[index]) == VAL_MAP) {
        inner = val_map(list->items[index]);
    } else {
        inner = map_new(p->cx->arena, 2);
        if ((size_t)index < list->list.len)
            list->items[index] = val_from_map(inner);
    }
    step = parse_key(p, inner, level);
    if (step != STEP_DONE)
        return step;
    return set_item(p, list, index, val_from_map(inner));
}

static Step parse_item_rest(SetParser *p, OwnedList *list, int64_t index,
                            int level)
{
    uint32_t last = 0;
    Str rest;
    bool found = read_until(p, "[.=", &rest, &last);

    if (rest.len != 0)
        return fail_after_index(p, rest);
    if (!found)
        return STEP_END;
    switch (last) {
    case '=': return parse_item_value(p, list, index);
    case '[': return parse_item_list(p, list, index, level);
    default: break;
    }
    return parse_item_map(p, list, index, level);
}

/* What follows a closing bracket. */
static Step parse_item(SetParser *p, OwnedList *list, int64_t index, int level)
{
    Step step;

    if (index < 0) {
        fail_here(p->cx, ERR_FLAG, "negative %lld index not allowed",
                  (long long)index);
        return STEP_FAILED;
    }
    if (!ctx_enter(p->cx))
        return STEP_FAILED;
    step = parse_item_rest(p, list, index, level);
    ctx_leave(p->cx);
    return step;
}

bool values_set(Ctx *cx, ValuesKind kind, Str text, Map *into)
{
    SetParser parser = {.cx = cx, .kind = kind, .text = text};
    Step step;

    do
        step = parse_key(&parser, into, 0);
    while (step == STEP_DONE);
    return step == STEP_END;
}
