/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Most YAML that a render reads is its own chart's and its own output, and
 * uses little of the language.  That little is read here line by line, many
 * times faster than by a scanner of all of YAML.  Whatever is not certainly
 * understood makes a function return false, and the whole text is given up:
 * this file knows no errors.
 *
 * A line is a column and what stands there; taking a dash or a key moves both,
 * so that "- name: x" is a mapping at the column of "name".
 *
 * Values are made at once, as yaml_decode.c would make them.  What belongs to
 * collections that have not ended waits on one stack, from where a collection
 * is copied when its size is known.
 */
#include "codec/yaml_simple.h"

#include "codec/yaml_line.h"
#include "codec/yaml_node.h"
#include "codec/yaml_resolve.h"
#include "value/list.h"
#include "value/map.h"

#define MAX_DEPTH   64u
#define MAX_KEY_LEN 128u /* of all that YAML allows, 1024 */
#define FIRST_STACK 64u

typedef struct Simple {
    Ctx *cx;
    const YamlReadOptions *options;
    Str text;
    size_t next;     /* where the next line begins */
    Str rest;        /* of the line, without spaces at its end */
    uint32_t column; /* of `rest` */
    uint32_t depth;
    bool at_end;
    bool may_start;   /* nothing was said yet, so "---" may come */
    bool is_unwanted; /* what is read is only checked */
    size_t n_nodes;
    Val *stack; /* items, and keys each with its value behind it */
    size_t top;
    size_t cap;
} Simple;

static bool read_block(Simple *s, Val *out);

/* -- bytes -- */

enum {
    IN_WORD = 1,
    IN_KEY = 2,
    IN_FLOW = 4, /* inside of a plain scalar of a flow collection */
    FIRST_PLAIN = 8,
    FIRST_TYPED = 16, /* of a plain scalar that may be no string */
};

#define F FIRST_PLAIN
#define G (IN_FLOW | FIRST_PLAIN)
#define M (IN_KEY | IN_FLOW | FIRST_TYPED)
#define K (IN_KEY | IN_FLOW | FIRST_PLAIN)
#define W (IN_WORD | IN_KEY | IN_FLOW | FIRST_PLAIN)
#define T (W | FIRST_TYPED)
#define P (IN_KEY | IN_FLOW | FIRST_PLAIN | FIRST_TYPED)
#define S (IN_FLOW | FIRST_PLAIN | FIRST_TYPED)
#define N (FIRST_PLAIN | FIRST_TYPED)

static const uint8_t byte_kinds[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* control characters */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* the same */
    0, 0, 0, 0, G, 0, 0, 0, F, F, 0, S, 0, M, P, K, /* $ ( ) + - . / */
    T, T, T, T, T, T, T, T, T, T, 0, F, 0, G, 0, 0, /* digits ; = */
    0, W, W, W, W, W, T, W, W, W, W, W, W, W, T, T, /* A to O: F, N, O */
    W, W, W, W, T, W, W, W, W, T, W, 0, F, 0, F, W, /* P to Z: T, Y; \ ^ _ */
    0, W, W, W, W, W, T, W, W, W, W, W, W, W, T, T, /* a to o: f, n, o */
    W, W, W, W, T, W, W, W, W, T, W, 0, 0, 0, N, 0, /* p to z: t, y; ~ */
};

#undef F
#undef G
#undef M
#undef K
#undef W
#undef T
#undef P
#undef S
#undef N

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_in(int kind, char c)
{
    return (byte_kinds[(unsigned char)c] & kind) != 0;
}

/* -- lines -- */

static bool is_marker(Str line)
{
    return str_has_prefix(line, STR("---")) ||
           str_has_prefix(line, STR("...")) || str_has_prefix(line, STR("%"));
}

/* Goes to the next line that says something. */
static bool next_line(Simple *s)
{
    while (s->next < s->text.len) {
        size_t start = s->next;
        size_t from = codec_yaml_no_space(s->text, start);

        if (!codec_yaml_line(s->text, from, false, &s->rest, &s->next))
            return false;
        s->column = (uint32_t)(from - start);
        s->rest = codec_yaml_trim_end(s->rest);
        if (s->rest.len == 0 || s->rest.ptr[0] == '#')
            continue;
        if (from > start || !is_marker(s->rest)) {
            s->may_start = false;
            return true;
        }
        if (!s->may_start || !str_eq(s->rest, STR("---")))
            return false;
        s->may_start = false;
    }
    s->at_end = true;
    s->rest = STR_NONE;
    return true;
}

static void skip(Simple *s, size_t n)
{
    s->rest = str_skip(s->rest, n);
    s->column += (uint32_t)n;
}

static void skip_spaces(Simple *s)
{
    size_t n = 0;

    while (n < s->rest.len && s->rest.ptr[n] == ' ')
        n++;
    skip(s, n);
}

static bool at_byte(const Simple *s, char c)
{
    return s->rest.len != 0 && s->rest.ptr[0] == c;
}

static bool at_dash(const Simple *s)
{
    return at_byte(s, '-') && (s->rest.len == 1 || s->rest.ptr[1] == ' ');
}

/* From `pos` on the line says nothing but a comment. */
static bool ends_at(Str line, size_t pos)
{
    size_t at = pos;

    while (at < line.len && line.ptr[at] == ' ')
        at++;
    return at == line.len || (at > pos && line.ptr[at] == '#');
}

/* A value has ended on its line: what comes next is not part of it. */
static bool end_value(Simple *s, uint32_t column)
{
    return next_line(s) && (s->at_end || s->column <= column);
}

/* -- collections -- */

static bool enter(Simple *s)
{
    s->n_nodes++;
    if (s->depth == MAX_DEPTH || s->n_nodes > s->cx->limits->yaml_nodes ||
        (!s->is_unwanted && !ctx_enter(s->cx)))
        return false;
    s->depth++;
    return true;
}

static void leave(Simple *s)
{
    s->depth--;
    if (!s->is_unwanted)
        ctx_leave(s->cx);
}

static void grow_stack(Simple *s)
{
    Val *larger = arena_alloc(s->cx->arena, s->cap * 2 * sizeof(Val));

    memcpy(larger, s->stack, s->top * sizeof(Val));
    s->stack = larger;
    s->cap *= 2;
}

static void push(Simple *s, Val v)
{
    if (s->is_unwanted)
        return;
    if (s->top == s->cap)
        grow_stack(s);
    s->stack[s->top++] = v;
}

static void push_pair(Simple *s, Str key, Val v)
{
    if (s->is_unwanted)
        return;
    if (s->cap - s->top < 2)
        grow_stack(s);
    s->stack[s->top] = val_from_str(key);
    s->stack[s->top + 1] = v;
    s->top += 2;
}

/* Takes what was pushed since the stack was `from` high. */
static Val pop_list(Simple *s, size_t from)
{
    size_t len = s->top - from;
    Val *items = NULL;

    if (len != 0) {
        items = arena_alloc(s->cx->arena, len * sizeof(Val));
        memcpy(items, s->stack + from, len * sizeof(Val));
    }
    s->top = from;
    return val_from_grown_list(list_new(s->cx->arena, items, len));
}

static Val pop_map(Simple *s, size_t from)
{
    Map *map =
        map_from_pairs(s->cx->arena, s->stack + from, (s->top - from) / 2);

    s->top = from;
    return val_from_map(map);
}

static Val pop(Simple *s, bool is_list, size_t from)
{
    if (s->is_unwanted)
        return VAL_NIL_VALUE;
    return is_list ? pop_list(s, from) : pop_map(s, from);
}

/* -- scalars -- */

static Val quoted(Simple *s, Str text)
{
    s->n_nodes++;
    return val_from_str(text);
}

/* False when a plain scalar is a string for certain. */
static bool may_be_typed(Str text)
{
    return is_in(FIRST_TYPED, text.ptr[0]) &&
           (text.len <= YAML_WORD_MAX || !is_letter(text.ptr[0]));
}

/* A value of `text`, which is not empty.  JSON has no infinity, which needs a
 * point or a sign. */
static bool make_plain(Simple *s, Str text, Val *out)
{
    s->n_nodes++;
    *out = val_from_str(text);
    if (!may_be_typed(text) || (s->is_unwanted && is_in(IN_WORD, text.ptr[0])))
        return true;
    codec_yaml_resolve(s->cx->arena, text, out);
    return codec_yaml_to_json(s->options, out);
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* The length of the quoted key that stands here, with its quotes, 0 when none
 * does that means no more than it says.  In a flow collection its colon needs
 * no space behind it. */
static size_t quoted_key_len(Str rest, bool in_flow)
{
    size_t close = str_find_byte(rest, rest.ptr[0], 1);
    Str inner;

    if (close == SIZE_MAX || close > MAX_KEY_LEN || close + 1 == rest.len ||
        rest.ptr[close + 1] != ':')
        return 0;
    if (!in_flow && close + 2 < rest.len && rest.ptr[close + 2] != ' ')
        return 0;
    inner = str_slice(rest, 1, close);
    if (inner.len == 0 || !is_in(FIRST_PLAIN, inner.ptr[0]) ||
        may_be_typed(inner) || str_find_byte(inner, '\\', 0) != SIZE_MAX)
        return 0;
    return close + 1;
}

/* The length of the key that stands here, 0 when none does. */
static size_t key_len(const Simple *s, bool in_flow)
{
    Str rest = s->rest;
    size_t len = 0;

    if (rest.len == 0)
        return 0;
    if (!is_in(IN_WORD, rest.ptr[0]))
        return is_quote(rest.ptr[0]) ? quoted_key_len(rest, in_flow) : 0;
    while (len < rest.len && is_in(IN_KEY, rest.ptr[len]))
        len++;
    if (len == rest.len || rest.ptr[len] != ':' || len > MAX_KEY_LEN)
        return 0;
    return len + 1 == rest.len || rest.ptr[len + 1] == ' ' ? len : 0;
}

/* Takes the key of `len` bytes that stands here, and its colon.  JSON has no
 * keys that are null or too large. */
static bool take_key(Simple *s, size_t len, Str *out)
{
    Val key;

    *out = str_slice(s->rest, 0, len);
    s->n_nodes++;
    skip(s, len + 1);
    if (is_quote(out->ptr[0])) {
        *out = str_slice(*out, 1, len - 1);
        return true;
    }
    if (!may_be_typed(*out))
        return true;
    codec_yaml_resolve(s->cx->arena, *out, &key);
    return codec_yaml_key_text(s->cx->arena, key, out);
}

/* Has what a mapping holds under `key` only checked, if nobody wants it. */
static void look_at(Simple *s, Str key)
{
    if (s->options->is_wanted != NULL && s->depth <= 2)
        s->is_unwanted =
            s->is_unwanted || !s->options->is_wanted(key, s->depth - 1);
}

/* -- values on one line -- */

static bool read_quoted(Simple *s, Val *out)
{
    char quote = s->rest.ptr[0];
    size_t close = str_find_byte(s->rest, quote, 1);
    size_t len = close + 1;
    Str inner;

    if (close == SIZE_MAX)
        return false;
    inner = str_slice(s->rest, 1, close);
    if ((len < s->rest.len && s->rest.ptr[len] == quote) ||
        (quote == '"' && str_find_byte(inner, '\\', 0) != SIZE_MAX)) {
        if (!codec_yaml_unquote(s->cx->arena, s->rest, &inner, &len))
            return false;
    }
    *out = quoted(s, inner);
    skip(s, len);
    return true;
}

static bool begins_plain(Str text)
{
    if (text.ptr[0] == '-' || text.ptr[0] == ':')
        return text.len > 1 && text.ptr[1] != ' ';
    return is_in(FIRST_PLAIN, text.ptr[0]);
}

/* A word begins behind the byte at `pos`. */
static bool has_word_behind(Str text, size_t pos)
{
    return pos + 1 < text.len && is_in(IN_WORD, text.ptr[pos + 1]);
}

static bool read_flow_plain(Simple *s, Val *out)
{
    Str text = s->rest;
    size_t end = 0;

    if (text.len == 0 || (!is_in(IN_WORD, text.ptr[0]) && text.ptr[0] != '/' &&
                          !(text.ptr[0] == '-' && has_word_behind(text, 0))))
        return false;
    while (end < text.len && (is_in(IN_FLOW, text.ptr[end]) ||
                              ((text.ptr[end] == ' ' || text.ptr[end] == ':') &&
                               has_word_behind(text, end))))
        end++;
    skip(s, end);
    return make_plain(s, str_slice(text, 0, end), out);
}

static bool read_flow(Simple *s, Val *out);

static bool read_flow_value(Simple *s, Val *out)
{
    if (at_byte(s, '[') || at_byte(s, '{'))
        return read_flow(s, out);
    if (s->rest.len != 0 && is_quote(s->rest.ptr[0]))
        return read_quoted(s, out);
    return read_flow_plain(s, out);
}

static bool read_flow_item(Simple *s)
{
    Val v;

    if (!read_flow_value(s, &v))
        return false;
    push(s, v);
    return true;
}

static bool read_flow_pair(Simple *s)
{
    size_t len = key_len(s, true);
    bool was_unwanted = s->is_unwanted;
    Str key;
    Val v;

    if (len == 0 || !take_key(s, len, &key))
        return false;
    look_at(s, key);
    skip_spaces(s);
    if (!read_flow_value(s, &v))
        return false;
    push_pair(s, key, v);
    s->is_unwanted = was_unwanted;
    return true;
}

static bool read_flow_entries(Simple *s, char close)
{
    skip(s, 1);
    skip_spaces(s);
    while (!at_byte(s, close)) {
        if (close == '}' ? !read_flow_pair(s) : !read_flow_item(s))
            return false;
        skip_spaces(s);
        if (at_byte(s, close))
            break;
        if (!at_byte(s, ','))
            return false;
        skip(s, 1);
        skip_spaces(s);
        if (at_byte(s, close))
            return false;
    }
    skip(s, 1);
    return true;
}

static bool read_flow(Simple *s, Val *out)
{
    bool is_list = at_byte(s, '[');
    size_t from = s->top;

    if (!enter(s) || !read_flow_entries(s, is_list ? ']' : '}'))
        return false;
    *out = pop(s, is_list, from);
    leave(s);
    return true;
}

/* -- blocks -- */

/* A plain scalar, which may go on in the lines below, and the next line behind
 * it. */
static bool read_plain(Simple *s, uint32_t column, Val *out)
{
    Str line = s->rest;
    size_t next = s->next;
    size_t end;
    Str text;

    if (!begins_plain(line))
        return false;
    end = codec_yaml_plain_end(line, 1, s->text.ptr + s->text.len);
    if ((end < line.len && line.ptr[end] == ':') || !next_line(s))
        return false;
    text = codec_yaml_trim_end(str_slice(line, 0, end));
    if (!s->at_end && s->column > column) {
        s->next = next;
        if (end < line.len ||
            !codec_yaml_fold(s->cx->arena, s->text, &s->next, column, text,
                             &text) ||
            !end_value(s, column))
            return false;
    }
    return make_plain(s, text, out);
}

static bool read_literal(Simple *s, uint32_t column, Val *out)
{
    Str text = STR_NONE;

    if (!codec_yaml_literal(s->cx->arena, s->text, s->rest, &s->next, column,
                            s->is_unwanted ? NULL : &text))
        return false;
    *out = quoted(s, text);
    return true;
}

/* A value that is no block, and the next line behind it; the block it is part
 * of stands at `column`. */
static bool read_inline(Simple *s, uint32_t column, Val *out)
{
    bool ok;

    switch (s->rest.ptr[0]) {
    case '"':
    case '\'': ok = read_quoted(s, out) && ends_at(s->rest, 0); break;
    case '[':
    case '{': ok = read_flow(s, out) && ends_at(s->rest, 0); break;
    case '|': ok = read_literal(s, column, out); break;
    default: return read_plain(s, column, out);
    }
    return ok && end_value(s, column);
}

/* What stands here: a block, or a value that is none in the block at
 * `column`. */
static bool read_here(Simple *s, uint32_t column, Val *out)
{
    return at_dash(s) || key_len(s, false) != 0 ? read_block(s, out)
                                                : read_inline(s, column, out);
}

/* What a key or a dash of the block at `column` leads to.  Below a key, but
 * not below a dash, a sequence may stand at that column too. */
static bool read_value(Simple *s, uint32_t column, bool is_key, Val *out)
{
    skip_spaces(s);
    if (s->rest.len != 0 && s->rest.ptr[0] != '#')
        return is_key ? read_inline(s, column, out) : read_here(s, column, out);
    if (!next_line(s))
        return false;
    if (!s->at_end && s->column > column)
        return read_here(s, column, out);
    if (!s->at_end && is_key && s->column == column && at_dash(s))
        return read_block(s, out);
    s->n_nodes++;
    *out = VAL_NIL_VALUE;
    return true;
}

static bool read_sequence(Simple *s)
{
    uint32_t column = s->column;
    Val v;

    while (!s->at_end && s->column == column && at_dash(s)) {
        skip(s, 1);
        if (!read_value(s, column, false, &v))
            return false;
        push(s, v);
    }
    return true;
}

static bool read_pair(Simple *s)
{
    size_t len = key_len(s, false);
    uint32_t column = s->column;
    bool was_unwanted = s->is_unwanted;
    Str key;
    Val v;

    if (len == 0 || !take_key(s, len, &key))
        return false;
    look_at(s, key);
    if (!read_value(s, column, true, &v))
        return false;
    push_pair(s, key, v);
    s->is_unwanted = was_unwanted;
    return true;
}

static bool read_mapping(Simple *s)
{
    uint32_t column = s->column;

    while (!s->at_end && s->column == column) {
        if (!read_pair(s))
            return false;
    }
    return true;
}

/* The mapping or sequence that begins here.  A line that its end leaves at a
 * column of nobody ends every block and so the reading. */
static bool read_block(Simple *s, Val *out)
{
    bool is_list = at_dash(s);
    size_t from = s->top;

    if (!enter(s) || !(is_list ? read_sequence(s) : read_mapping(s)))
        return false;
    *out = pop(s, is_list, from);
    leave(s);
    return true;
}

/* A block or a flow collection, and nothing behind it. */
static bool read_document(Simple *s, Val *out)
{
    if (!next_line(s) || s->at_end)
        return false;
    if (at_byte(s, '{') || at_byte(s, '['))
        return read_flow(s, out) && ends_at(s->rest, 0) && next_line(s) &&
               s->at_end;
    return read_block(s, out) && s->at_end;
}

bool codec_yaml_simple(Ctx *cx, Str text, const YamlReadOptions *options,
                       Val *out)
{
    static const YamlReadOptions none = {.keep_integers = false};
    Val stack[FIRST_STACK];
    Simple s = {
        .cx = cx,
        .options = options == NULL ? &none : options,
        .text = text,
        .may_start = true,
        .stack = stack,
        .cap = FIRST_STACK,
    };
    uint32_t depth = cx->depth;
    size_t steps = cx->steps;
    Val v;

    if (s.options->on_pos == NULL && read_document(&s, &v) &&
        s.n_nodes <= cx->limits->yaml_nodes) {
        *out = v;
        return true;
    }
    cx->depth = depth;
    cx->steps = steps;
    cx->err = NULL;
    return false;
}
