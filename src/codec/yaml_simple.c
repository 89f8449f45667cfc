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

#include "base/word.h"
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
    bool is_unwanted; /* what is read is only checked */
    size_t n_nodes;
    Val *stack; /* items, and keys each with its value behind it */
    size_t top;
    size_t cap;
} Simple;

static bool read_block(Simple *s, Val *out);

/* -- bytes, all of them printable ASCII once a line is taken -- */

enum {
    IN_WORD = 1,
    IN_KEY = 2,
    IN_FLOW = 4, /* inside of a plain scalar of a flow collection */
    FIRST_PLAIN = 8,
    FIRST_TYPED = 16, /* of a plain scalar that may be no string */
};

#define AN (IN_WORD | IN_KEY | IN_FLOW | FIRST_PLAIN)
#define TY (AN | FIRST_TYPED)

#define X4(value) value, value, value, value

static const uint8_t byte_kinds[128] = {
    ['$'] = IN_FLOW | FIRST_PLAIN,
    ['+'] = IN_FLOW | FIRST_PLAIN | FIRST_TYPED,
    ['-'] = IN_KEY | IN_FLOW | FIRST_TYPED,
    ['.'] = IN_KEY | IN_FLOW | FIRST_PLAIN | FIRST_TYPED,
    ['/'] = IN_KEY | IN_FLOW | FIRST_PLAIN,
    ['0'] = X4(TY),
    X4(TY),
    TY,
    TY,
    ['='] = IN_FLOW,
    ['@'] = IN_FLOW,
    ['A'] = X4(AN),
    AN,
    ['F'] = TY,
    X4(AN),
    AN,
    AN,
    AN,
    ['N'] = TY,
    TY,
    X4(AN),
    ['T'] = TY,
    X4(AN),
    ['Y'] = TY,
    AN,
    ['_'] = AN,
    ['a'] = X4(AN),
    AN,
    ['f'] = TY,
    X4(AN),
    AN,
    AN,
    AN,
    ['n'] = TY,
    TY,
    X4(AN),
    ['t'] = TY,
    X4(AN),
    ['y'] = TY,
    AN,
    ['~'] = FIRST_PLAIN | FIRST_TYPED,
};

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Wants a byte of a line. */
static bool is_in(int kind, char c)
{
    return (byte_kinds[(unsigned char)c] & kind) != 0;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The first byte at or behind `from` that is no printable ASCII. */
static size_t find_unprintable(Str text, size_t from)
{
    size_t at = from;

    for (; text.len - at >= WORD_SIZE; at += WORD_SIZE) {
        uint64_t word = word_load(text.ptr + at);
        uint64_t marks =
            (word | (word - 0x20 * WORD_ONES) | (word + WORD_ONES)) &
            WORD_HIGHS;

        /* Below the first mark no byte carries into the next. */
        if (marks != 0)
            return at + word_first(marks);
    }
    while (at < text.len && text.ptr[at] >= 0x20 && text.ptr[at] < 0x7f)
        at++;
    return at;
}

/* The first byte at or behind `from` that is no space. */
static size_t find_no_space(Str text, size_t from)
{
    size_t at = from;

    for (; text.len - at >= WORD_SIZE; at += WORD_SIZE) {
        uint64_t marks = word_load(text.ptr + at) ^ ' ' * WORD_ONES;

        if (marks != 0)
            return at + word_first(marks);
    }
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    return at;
}

/* The first ':' or '#' of a line at or behind `from`, or the line's end.  The
 * text goes on until `text_end`. */
static size_t find_mark(Str line, size_t from, const char *text_end)
{
    size_t at = from;

    for (; at < line.len && text_end - (line.ptr + at) >= 8; at += WORD_SIZE) {
        uint64_t word = word_load(line.ptr + at);
        uint64_t marks = word_zeros(word ^ ':' * WORD_ONES) |
                         word_zeros(word ^ '#' * WORD_ONES);

        if (marks != 0)
            return smaller(at + word_first(marks), line.len);
    }
    while (at < line.len && line.ptr[at] != ':' && line.ptr[at] != '#')
        at++;
    return smaller(at, line.len);
}

/* -- lines -- */

static Str trim_end(Str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == ' ')
        line.len--;
    return line;
}

/* Takes the next line from `from` on, up to which it is blank. */
static bool take_line(Simple *s, size_t from, Str *out)
{
    size_t end = find_unprintable(s->text, from);

    if (end < s->text.len && s->text.ptr[end] != '\n')
        return false;
    *out = str_slice(s->text, from, end);
    s->next = end + (end < s->text.len);
    return true;
}

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
        size_t from = find_no_space(s->text, start);

        if (!take_line(s, from, &s->rest) ||
            (from == start && is_marker(s->rest)))
            return false;
        s->column = (uint32_t)(from - start);
        s->rest = trim_end(s->rest);
        if (s->rest.len != 0 && s->rest.ptr[0] != '#')
            return true;
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

/* The length of the key that stands here, 0 when none does. */
static size_t key_len(const Simple *s)
{
    Str rest = s->rest;
    size_t len = 0;

    if (rest.len == 0 || !is_in(IN_WORD, rest.ptr[0]))
        return 0;
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
    Str inner;

    if (close == SIZE_MAX)
        return false;
    inner = str_slice(s->rest, 1, close);
    *out = quoted(s, inner);
    skip(s, close + 1);
    return !at_byte(s, quote) &&
           (quote == '\'' || str_find_byte(inner, '\\', 0) == SIZE_MAX);
}

static bool begins_plain(Str text)
{
    if (text.ptr[0] == '-')
        return text.len > 1 && text.ptr[1] != ' ';
    return is_in(FIRST_PLAIN, text.ptr[0]);
}

/* True when the mark at `pos` is only a byte of its scalar. */
static bool is_text(Str line, size_t pos)
{
    if (line.ptr[pos] == '#')
        return line.ptr[pos - 1] != ' ';
    return pos + 1 < line.len && line.ptr[pos + 1] != ' ';
}

static bool read_plain(Simple *s, Val *out)
{
    Str text = s->rest;
    size_t end;

    if (!begins_plain(text))
        return false;
    end = find_mark(text, 1, s->text.ptr + s->text.len);
    while (end < text.len && is_text(text, end))
        end = find_mark(text, end + 1, s->text.ptr + s->text.len);
    if (end < text.len && text.ptr[end] == ':')
        return false;
    return make_plain(s, trim_end(str_slice(text, 0, end)), out);
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
    if (at_byte(s, '"') || at_byte(s, '\''))
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
    size_t len = key_len(s);
    bool was_unwanted = s->is_unwanted;
    Str text = str_slice(s->rest, 0, len);
    Str key;
    Val v;

    if (len == 0 || !take_key(s, len, &key))
        return false;
    look_at(s, text);
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

/* -- literals -- */

/* Where the literal that begins with the next line ends: behind its last line
 * that is not empty, without the line break. */
static bool find_literal_end(Simple *s, size_t indent, size_t *out)
{
    while (s->next < s->text.len) {
        size_t start = s->next;
        size_t from = find_no_space(s->text, start);
        Str line;

        if (!take_line(s, from, &line))
            return false;
        if (from - start < indent && line.len != 0) {
            s->next = start;
            break;
        }
        if (from - start + line.len > indent)
            *out = from + line.len;
    }
    return true;
}

/* The lines of `text` without the first `indent` bytes of each. */
static Str drop_indent(Arena *arena, Str text, size_t indent, bool ends_line)
{
    char *copy = arena_alloc_text(arena, text.len + 1);
    size_t len = 0;

    for (size_t pos = 0; pos < text.len;) {
        size_t newline = str_find_byte(text, '\n', pos);
        size_t end = newline == SIZE_MAX ? text.len : newline;

        if (end - pos > indent) {
            memcpy(copy + len, text.ptr + pos + indent, end - pos - indent);
            len += end - pos - indent;
        }
        if (newline != SIZE_MAX || ends_line)
            copy[len++] = '\n';
        pos = end + 1;
    }
    return str_from(copy, len);
}

/* A literal whose first line says how far it is indented; `column` is that of
 * what it stands in. */
static bool read_literal(Simple *s, uint32_t column, Val *out)
{
    bool strips = str_eq(s->rest, STR("|-"));
    size_t start = s->next;
    size_t first = find_no_space(s->text, start);
    size_t end = start;
    Str text;

    if ((!strips && !str_eq(s->rest, STR("|"))) || first - start <= column ||
        first == s->text.len || s->text.ptr[first] == '\n' ||
        !find_literal_end(s, first - start, &end))
        return false;
    text = str_slice(s->text, start, end);
    *out = quoted(s, STR_NONE);
    if (!s->is_unwanted)
        *out = val_from_str(drop_indent(s->cx->arena, text, first - start,
                                        !strips && end < s->text.len));
    return true;
}

/* -- blocks -- */

/* A value on the line of its key or dash, whose block stands at `column`. */
static bool read_inline(Simple *s, uint32_t column, Val *out)
{
    bool ok;

    switch (s->rest.ptr[0]) {
    case '"':
    case '\'': ok = read_quoted(s, out) && ends_at(s->rest, 0); break;
    case '[':
    case '{': ok = read_flow(s, out) && ends_at(s->rest, 0); break;
    case '|': ok = read_literal(s, column, out); break;
    default: ok = read_plain(s, out); break;
    }
    return ok && end_value(s, column);
}

/* What a key or a dash of the block at `column` leads to.  Below a key, but
 * not below a dash, a sequence may stand at that column too. */
static bool read_value(Simple *s, uint32_t column, bool is_key, Val *out)
{
    skip_spaces(s);
    if (s->rest.len != 0 && s->rest.ptr[0] != '#')
        return !is_key && (at_dash(s) || key_len(s) != 0)
                   ? read_block(s, out)
                   : read_inline(s, column, out);
    if (!next_line(s))
        return false;
    if (!s->at_end &&
        (s->column > column || (is_key && s->column == column && at_dash(s))))
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
    size_t len = key_len(s);
    uint32_t column = s->column;
    bool was_unwanted = s->is_unwanted;
    Str text = str_slice(s->rest, 0, len);
    Str key;
    Val v;

    if (len == 0 || !take_key(s, len, &key))
        return false;
    look_at(s, text);
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

bool codec_yaml_simple(Ctx *cx, Str text, const YamlReadOptions *options,
                       Val *out)
{
    static const YamlReadOptions none = {.keep_integers = false};
    Val stack[FIRST_STACK];
    Simple s = {
        .cx = cx,
        .options = options == NULL ? &none : options,
        .text = text,
        .stack = stack,
        .cap = FIRST_STACK,
    };
    uint32_t depth = cx->depth;
    size_t steps = cx->steps;
    Val v;

    if (s.options->on_pos == NULL && next_line(&s) && !s.at_end &&
        read_block(&s, &v) && s.at_end && s.n_nodes <= cx->limits->yaml_nodes) {
        *out = v;
        return true;
    }
    cx->depth = depth;
    cx->steps = steps;
    cx->err = NULL;
    return false;
}
