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
 */
#include "codec/yaml_simple.h"

#include "base/buf.h"

#define MAX_DEPTH   64u
#define MAX_KEY_LEN 128u /* of all that YAML allows, 1024 */

typedef struct Simple {
    Ctx *cx;
    Str text;
    size_t next;   /* where the next line begins */
    uint32_t line; /* of `rest`, from 0 */
    uint32_t n_lines;
    uint32_t column; /* of `rest` */
    Str rest;        /* of the line, without spaces at its end */
    bool at_end;
    uint32_t depth;
    size_t n_nodes;
} Simple;

static bool read_block(Simple *s, YamlNode **out);

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

/* Printable ASCII only, eight bytes at a time as long as there are any. */
static bool is_plain_line(Str line)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t high = 0x8080808080808080u;
    size_t i = 0;
    uint64_t word;

    for (; line.len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, line.ptr + i, sizeof word);
        if (((word | (word - 0x20 * ones) | (word + ones)) & high) != 0)
            return false;
    }
    for (; i < line.len; i++) {
        if (line.ptr[i] < 0x20 || line.ptr[i] >= 0x7f)
            return false;
    }
    return true;
}

static uint32_t count_spaces(Str line)
{
    uint32_t n = 0;

    while (n < line.len && line.ptr[n] == ' ')
        n++;
    return n;
}

static Str trim_end(Str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == ' ')
        line.len--;
    return line;
}

/* The next line of the text, of which there is more. */
static bool take_line(Simple *s, Str *out)
{
    size_t newline = str_find_byte(s->text, '\n', s->next);
    size_t end = newline == SIZE_MAX ? s->text.len : newline;

    *out = str_slice(s->text, s->next, end);
    s->next = newline == SIZE_MAX ? end : end + 1;
    s->n_lines++;
    return is_plain_line(*out);
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
        Str line;

        if (!take_line(s, &line) || is_marker(line))
            return false;
        s->line = s->n_lines - 1;
        s->column = count_spaces(line);
        s->rest = trim_end(str_skip(line, s->column));
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

static YamlNode *new_node(Simple *s, YamlNodeKind kind)
{
    YamlNode *node = ARENA_NEW(s->cx->arena, YamlNode);

    node->kind = (uint8_t)kind;
    node->line = s->line;
    node->column = s->column;
    s->n_nodes++;
    return node;
}

static YamlNode *new_scalar(Simple *s, Str value, bool is_implicit)
{
    YamlNode *node = new_node(s, YAML_IS_SCALAR);

    node->value = value;
    node->is_implicit = is_implicit;
    return node;
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

static bool read_quoted(Simple *s, YamlNode **out)
{
    char quote = s->rest.ptr[0];
    size_t close = str_find_byte(s->rest, quote, 1);
    Str inner;

    if (close == SIZE_MAX || !ends_at(s->rest, close + 1))
        return false;
    inner = str_slice(s->rest, 1, close);
    if (str_find_byte(inner, '\\', 0) != SIZE_MAX && quote == '"')
        return false;
    *out = new_scalar(s, inner, false);
    return true;
}

static bool begins_plain(Str text)
{
    char c = text.ptr[0];

    if (c == '-')
        return text.len > 1 && text.ptr[1] != ' ';
    return is_word_byte(c) || c == '/' || c == '.' || c == '~' || c == '$' ||
           c == '+';
}

static bool read_plain(Simple *s, YamlNode **out)
{
    Str text = s->rest;
    size_t end;

    if (!begins_plain(text))
        return false;
    for (end = 0; end < text.len; end++) {
        char c = text.ptr[end];

        if (c == ':' && (end + 1 == text.len || text.ptr[end + 1] == ' '))
            return false;
        if (c == '#' && text.ptr[end - 1] == ' ')
            break;
    }
    *out = new_scalar(s, trim_end(str_slice(text, 0, end)), true);
    return true;
}

/* The length of the key that stands here, 0 when none does. */
static size_t key_len(const Simple *s)
{
    Str rest = s->rest;
    size_t len = 0;

    if (rest.len == 0 || !is_word_byte(rest.ptr[0]))
        return 0;
    while (len < rest.len &&
           (is_word_byte(rest.ptr[len]) || rest.ptr[len] == '.' ||
            rest.ptr[len] == '/' || rest.ptr[len] == '-'))
        len++;
    if (len == rest.len || rest.ptr[len] != ':' || len > MAX_KEY_LEN)
        return 0;
    return len + 1 == rest.len || rest.ptr[len + 1] == ' ' ? len : 0;
}

/* -- flow collections on one line -- */

static void skip_spaces(Simple *s)
{
    skip(s, count_spaces(s->rest));
}

static bool at_byte(const Simple *s, char c)
{
    return s->rest.len != 0 && s->rest.ptr[0] == c;
}

static bool is_flow_byte(char c)
{
    return is_word_byte(c) || c == '.' || c == '/' || c == '-' || c == '+' ||
           c == '$' || c == '@' || c == '=';
}

/* A word begins behind the byte at `pos`. */
static bool has_word_behind(Str text, size_t pos)
{
    return pos + 1 < text.len && is_word_byte(text.ptr[pos + 1]);
}

static bool read_flow_plain(Simple *s, YamlNode **out)
{
    Str text = s->rest;
    size_t end = 0;

    if (text.len == 0 || (!is_word_byte(text.ptr[0]) && text.ptr[0] != '/' &&
                          !(text.ptr[0] == '-' && has_word_behind(text, 0))))
        return false;
    while (end < text.len && (is_flow_byte(text.ptr[end]) ||
                              ((text.ptr[end] == ' ' || text.ptr[end] == ':') &&
                               has_word_behind(text, end))))
        end++;
    *out = new_scalar(s, str_slice(text, 0, end), true);
    skip(s, end);
    return true;
}

static bool read_flow_quoted(Simple *s, YamlNode **out)
{
    char quote = s->rest.ptr[0];
    size_t close = str_find_byte(s->rest, quote, 1);
    Str inner;

    if (close == SIZE_MAX)
        return false;
    inner = str_slice(s->rest, 1, close);
    *out = new_scalar(s, inner, false);
    skip(s, close + 1);
    return !at_byte(s, quote) &&
           (quote == '\'' || str_find_byte(inner, '\\', 0) == SIZE_MAX);
}

static bool read_flow(Simple *s, YamlNode **out);

static bool read_flow_value(Simple *s, YamlNode **out)
{
    if (at_byte(s, '[') || at_byte(s, '{'))
        return read_flow(s, out);
    if (at_byte(s, '"') || at_byte(s, '\''))
        return read_flow_quoted(s, out);
    return read_flow_plain(s, out);
}

/* An element, or a key and its value, at *at, which moves on. */
static bool read_flow_entry(Simple *s, bool is_key, YamlNode ***at)
{
    size_t len = key_len(s);

    if (is_key) {
        if (len == 0)
            return false;
        **at = new_scalar(s, str_slice(s->rest, 0, len), true);
        *at = &(**at)->next;
        skip(s, len + 1);
        skip_spaces(s);
    }
    if (!read_flow_value(s, *at))
        return false;
    *at = &(**at)->next;
    skip_spaces(s);
    return true;
}

static bool read_flow_entries(Simple *s, YamlNode *parent, char close)
{
    YamlNode **at = &parent->child;

    skip(s, 1);
    skip_spaces(s);
    while (!at_byte(s, close)) {
        if (!read_flow_entry(s, close == '}', &at))
            return false;
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

static bool read_flow(Simple *s, YamlNode **out)
{
    bool is_list = at_byte(s, '[');
    bool ok;

    if (s->depth == MAX_DEPTH || s->n_nodes >= s->cx->limits->yaml_nodes)
        return false;
    s->depth++;
    *out = new_node(s, is_list ? YAML_IS_SEQUENCE : YAML_IS_MAPPING);
    ok = read_flow_entries(s, *out, is_list ? ']' : '}');
    s->depth--;
    return ok;
}

/* -- literals -- */

/* The lines of a literal up to the last that is not empty, without its line
 * break; *is_broken tells whether it has one. */
static bool read_literal_lines(Simple *s, uint32_t indent, Str *out,
                               bool *is_broken)
{
    size_t len = 0;
    Buf buf;

    buf_init(&buf, s->cx->arena);
    while (s->next < s->text.len) {
        size_t start = s->next;
        Str line;
        uint32_t spaces;

        if (!take_line(s, &line))
            return false;
        spaces = count_spaces(line);
        if (spaces < indent && spaces < line.len) {
            s->next = start;
            s->n_lines--;
            break;
        }
        if (line.len > indent) {
            buf_add(&buf, str_skip(line, indent));
            len = buf.len;
            *is_broken = start + line.len < s->text.len;
        }
        buf_add_byte(&buf, '\n');
    }
    *out = str_slice(buf_str(&buf), 0, *is_broken ? len + 1 : len);
    return true;
}

/* A literal whose first line says how far it is indented; `column` is that of
 * what it stands in. */
static bool read_literal(Simple *s, uint32_t column, YamlNode **out)
{
    bool strips = str_eq(s->rest, STR("|-"));
    bool is_broken = false;
    size_t newline = str_find_byte(s->text, '\n', s->next);
    uint32_t indent;
    Str first;

    if ((!strips && !str_eq(s->rest, STR("|"))) || s->next == s->text.len)
        return false;
    first = str_slice(s->text, s->next,
                      newline == SIZE_MAX ? s->text.len : newline);
    indent = count_spaces(first);
    if (indent <= column || indent == first.len)
        return false;
    *out = new_scalar(s, STR_NONE, false);
    if (!read_literal_lines(s, indent, &(*out)->value, &is_broken))
        return false;
    if (strips && is_broken)
        (*out)->value.len--;
    return true;
}

/* A value on the line of its key or dash, whose block stands at `column`. */
static bool read_inline(Simple *s, uint32_t column, YamlNode **out)
{
    bool ok;

    switch (s->rest.ptr[0]) {
    case '"':
    case '\'': ok = read_quoted(s, out); break;
    case '[':
    case '{': ok = read_flow(s, out) && ends_at(s->rest, 0); break;
    case '|': ok = read_literal(s, column, out); break;
    default: ok = read_plain(s, out); break;
    }
    return ok && end_value(s, column);
}

static bool at_dash(const Simple *s)
{
    return s->rest.len != 0 && s->rest.ptr[0] == '-' &&
           (s->rest.len == 1 || s->rest.ptr[1] == ' ');
}

static YamlNode *new_empty(Simple *s, uint32_t line, uint32_t column)
{
    YamlNode *node = new_scalar(s, STR_NONE, true);

    node->line = line;
    node->column = column;
    return node;
}

/* What a key or a dash of the block at `column` leads to.  Below a key, but
 * not below a dash, a sequence may stand at that column too. */
static bool read_value(Simple *s, uint32_t column, bool is_key, YamlNode **out)
{
    uint32_t line = s->line;
    uint32_t behind = s->column;

    skip(s, count_spaces(s->rest));
    if (s->rest.len != 0 && s->rest.ptr[0] != '#')
        return !is_key && (at_dash(s) || key_len(s) != 0)
                   ? read_block(s, out)
                   : read_inline(s, column, out);
    if (!next_line(s))
        return false;
    if (!s->at_end &&
        (s->column > column || (is_key && s->column == column && at_dash(s))))
        return read_block(s, out);
    *out = new_empty(s, line, behind);
    return true;
}

static bool read_sequence(Simple *s, YamlNode *parent)
{
    uint32_t column = s->column;
    YamlNode **at = &parent->child;

    while (!s->at_end && s->column == column && at_dash(s)) {
        skip(s, 1);
        if (!read_value(s, column, false, at))
            return false;
        at = &(*at)->next;
    }
    return true;
}

static bool read_mapping(Simple *s, YamlNode *parent)
{
    uint32_t column = s->column;
    YamlNode **at = &parent->child;

    while (!s->at_end && s->column == column) {
        size_t len = key_len(s);

        if (len == 0)
            return false;
        *at = new_scalar(s, str_slice(s->rest, 0, len), true);
        skip(s, len + 1);
        at = &(*at)->next;
        if (!read_value(s, column, true, at))
            return false;
        at = &(*at)->next;
    }
    return true;
}

/* The mapping or sequence that begins here.  A line that its end leaves at a
 * column of nobody ends every block and so the reading. */
static bool read_block(Simple *s, YamlNode **out)
{
    bool ok;

    if (s->depth == MAX_DEPTH || s->n_nodes >= s->cx->limits->yaml_nodes)
        return false;
    s->depth++;
    *out = new_node(s, at_dash(s) ? YAML_IS_SEQUENCE : YAML_IS_MAPPING);
    ok = at_dash(s) ? read_sequence(s, *out) : read_mapping(s, *out);
    s->depth--;
    return ok;
}

YamlNode *codec_yaml_simple(Ctx *cx, Str text)
{
    Simple s = {.cx = cx, .text = arena_str(cx->arena, text)};
    YamlNode *root;

    if (!next_line(&s) || s.at_end || !read_block(&s, &root) || !s.at_end ||
        s.n_nodes > cx->limits->yaml_nodes)
        return NULL;
    root->is_simple = true;
    return root;
}

/* Of the keys that are read here. */
static bool is_harmless_key(Str key)
{
    bool may_be_null = (key.ptr[0] | 0x20) == 'n' && key.len == 4;
    bool may_be_large = key.ptr[0] <= '9' && key.len > 18;

    return !may_be_null && !may_be_large;
}

static bool is_harmless_value(const YamlNode *node)
{
    if (node->kind == YAML_IS_SCALAR)
        return !node->is_implicit || node->value.len == 0 ||
               (node->value.ptr[0] != '.' && node->value.ptr[0] != '+' &&
                node->value.ptr[0] != '-');
    for (const YamlNode *at = node->child; at != NULL; at = at->next) {
        if (node->kind == YAML_IS_MAPPING) {
            if (!is_harmless_key(at->value))
                return false;
            at = at->next;
        }
        if (!is_harmless_value(at))
            return false;
    }
    return true;
}

bool codec_yaml_is_harmless(const YamlNode *key)
{
    return is_harmless_key(key->value) && is_harmless_value(key->next);
}
