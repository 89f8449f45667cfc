/* SPDX-License-Identifier: MPL-2.0 */
/*
 * TOML documents to values.  Which keys may be defined twice is decided as
 * BurntSushi does: by the set of tables that exist only because something in
 * them does, and by the keys whose last value was an array.
 *
 * While the document is read, an array of tables is a map with the type
 * GO_MAPS whose entries are the tables; list_tables makes lists of them.
 */
#include "codec/toml.h"

#include "base/utf8.h"
#include "codec/toml_lex.h"
#include "codec/toml_scalar.h"
#include "value/list_room.h"
#include "value/map.h"
#include "value/print.h"

/* Where a NUL is looked for, as a sign of UTF-16. */
#define NUL_PROBE 6

typedef struct TomlReader {
    TomlLexer lexer;
    Map *root;
    Map *implicits;    /* by key text */
    Map *arrays;       /* by key text */
    uint32_t key_line; /* of the key that was read last */
} TomlReader;

static bool read_value(TomlReader *reader, bool in_array, Val *out);

static Arena *arena_of(const TomlReader *reader)
{
    return reader->lexer.cx->arena;
}

/* -- sets of keys -- */

static Str key_text(const TomlReader *reader, TomlKey key)
{
    Buf buf;

    buf_init(&buf, arena_of(reader));
    codec_toml_add_key(&buf, key);
    return buf_str(&buf);
}

static void add_implicit(TomlReader *reader, TomlKey key)
{
    map_set(reader->implicits, key_text(reader, key), VAL_NIL_VALUE);
}

/* Remembers whether the value of `key`, in the context, is an array. */
static void set_is_array(TomlReader *reader, Str key, bool is_array)
{
    TomlKey full = reader->lexer.context;

    if (key.len != 0 || full.len == 0)
        full = codec_toml_key_add(arena_of(reader), full, key);
    if (is_array)
        map_set(reader->arrays, key_text(reader, full), VAL_NIL_VALUE);
    else
        map_remove(reader->arrays, key_text(reader, full));
}

static bool fail_key(TomlReader *reader, TomlKey key, const char *what)
{
    Str text = key_text(reader, key);

    return codec_toml_fail(&reader->lexer, reader->key_line, "Key '%.*s' %s",
                           STR_ARG(text), what);
}

static TomlKey parent_of(TomlKey key)
{
    return (TomlKey){key.parts, key.len - 1};
}

static Str last_of(TomlKey key)
{
    return key.parts[key.len - 1];
}

/* -- tables -- */

static Val new_table(const TomlReader *reader)
{
    return val_from_map(map_new(arena_of(reader), 0));
}

static Val new_tables(const TomlReader *reader)
{
    Val v = new_table(reader);

    v.go_type = GO_MAPS;
    return v;
}

static void add_table(const TomlReader *reader, Val tables)
{
    map_append(val_map(tables), STR_NONE, new_table(reader));
}

/* The table that `v` is, or the last one of an array of them; NULL for any
 * other value. */
static Map *table_of(Val v)
{
    if (val_kind(v) != VAL_MAP)
        return NULL;
    if (v.go_type != GO_MAPS)
        return val_map(v);
    return val_map(map_at(val_map(v), map_len(val_map(v)) - 1)->value);
}

/* Sets `key` in the table of the context; a table that was only implied may
 * be defined once more. */
static bool set_value(TomlReader *reader, Str key, Val value)
{
    TomlKey context = reader->lexer.context;
    TomlKey full = codec_toml_key_add(arena_of(reader), context, key);
    Map *table = reader->root;

    for (size_t i = 0; i < context.len; i++) {
        const MapEntry *entry = map_find(table, context.parts[i]);
        assert(entry != NULL);
        table = table_of(entry->value);
        if (table == NULL)
            return fail_key(reader, (TomlKey){context.parts, i + 1},
                            "has already been defined.");
    }
    if (!map_spend(reader->lexer.cx, table) ||
        !map_spend(reader->lexer.cx, reader->implicits))
        return false;
    Str text = key_text(reader, full);
    bool is_new = map_find(table, key) == NULL;
    bool is_array = map_find(reader->arrays, text) != NULL;
    if (!is_new && !map_remove(reader->implicits, text))
        return fail_key(reader, full, "has already been defined.");
    if (is_new || is_array)
        map_set(table, key, value);
    return true;
}

/* The table that holds the last part of `key`; tables on the way that are not
 * there are implied. */
static bool find_parent(TomlReader *reader, TomlKey key, Map **out)
{
    Map *table = reader->root;

    for (size_t i = 0; i + 1 < key.len; i++) {
        TomlKey prefix = {key.parts, i + 1};
        if (map_find(table, key.parts[i]) == NULL) {
            add_implicit(reader, prefix);
            map_set(table, key.parts[i], new_table(reader));
        }
        table = table_of(map_find(table, key.parts[i])->value);
        if (table == NULL)
            return fail_key(reader, prefix, "was already created as a hash.");
    }
    *out = table;
    return true;
}

static bool add_to_tables(TomlReader *reader, Map *parent, TomlKey key)
{
    Val tables;

    if (!map_get(parent, last_of(key), &tables)) {
        tables = new_tables(reader);
        map_set(parent, last_of(key), tables);
    }
    if (val_kind(tables) != VAL_MAP || tables.go_type != GO_MAPS)
        return fail_key(reader, key,
                        "was already created and cannot be used as an array.");
    add_table(reader, tables);
    return true;
}

/* Makes `key` the table, or a new one of the array of tables, that is filled
 * from now on. */
static bool add_context(TomlReader *reader, TomlKey key, bool in_array)
{
    Map *parent = NULL;

    if (!find_parent(reader, key, &parent))
        return false;
    reader->lexer.context = parent_of(key);
    if (in_array ? !add_to_tables(reader, parent, key)
                 : !set_value(reader, last_of(key), new_table(reader)))
        return false;
    reader->lexer.context = key;
    return true;
}

/* The tables that a dotted key passes through. */
static bool add_implied_contexts(TomlReader *reader, TomlKey key)
{
    for (size_t i = 0; i + 1 < key.len; i++) {
        TomlKey context = codec_toml_key_add(
            arena_of(reader), reader->lexer.context, key.parts[i]);
        add_implicit(reader, context);
        if (!add_context(reader, context, false))
            return false;
    }
    return true;
}

/* -- keys -- */

static bool read_part(TomlReader *reader, TomlKey *key)
{
    TomlItem item;
    Str part;

    if (!codec_toml_lex_part(&reader->lexer, &item))
        return false;
    if (key->len == 0)
        reader->key_line = item.line;
    /* Each key is a copy of the one it adds a part to. */
    if (!ctx_spend(reader->lexer.cx, 1 + key->len / 4))
        return false;
    if (!codec_toml_unescape(&reader->lexer, item, &part))
        return false;
    *key = codec_toml_key_add(arena_of(reader), *key, part);
    return true;
}

/* Between the parts of a key: true in `*more` after a point, false after the
 * equals sign. */
static bool read_key_separator(TomlReader *reader, bool *more)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer))
        return false;
    lexer->start = lexer->pos;
    if (!codec_toml_next(lexer, &rune))
        return false;
    *more = rune == '.';
    if (rune == '.' || rune == '=')
        return true;
    if (rune == 0)
        return codec_toml_fail(lexer, lexer->line,
                               "unexpected EOF; expected key separator '='");
    if (rune == '\n')
        return codec_toml_fail(lexer, lexer->line - 1,
                               "expected '.' or '=', but got '\\n' instead");
    return codec_toml_fail_rune(lexer, "expected '.' or '=', but got ", rune,
                                " instead");
}

static bool check_key_start(TomlReader *reader, bool is_first)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer) || !codec_toml_peek(lexer, &rune))
        return false;
    if (rune == '=' || rune == 0)
        return codec_toml_fail(lexer, lexer->line, "unexpected '='%s",
                               is_first ? ": key name appears blank" : "");
    if (rune == '.')
        return codec_toml_fail(lexer, lexer->line, "unexpected '.'%s",
                               is_first ? ": keys cannot start with a '.'"
                                        : "");
    return true;
}

static bool read_key(TomlReader *reader, TomlKey *key)
{
    bool more = true;

    *key = (TomlKey){NULL, 0};
    while (more) {
        if (!check_key_start(reader, key->len == 0) ||
            !read_part(reader, key) || !read_key_separator(reader, &more))
            return false;
    }
    return true;
}

/* -- arrays and inline tables -- */

/* After an element: past the comma (true in `*more`) or the closing bracket. */
static bool read_separator(TomlReader *reader, char close, const char *what,
                           const char *after, bool *more)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;
    char text[4];

    if (!codec_toml_skip_space(lexer))
        return false;
    lexer->start = lexer->pos;
    if (!codec_toml_next(lexer, &rune))
        return false;
    *more = rune == ',';
    if (rune == ',' || rune == (uint32_t)close)
        return true;
    if (rune == 0) {
        bool is_after_break = str_has_suffix(lexer->text, STR("\n"));
        return codec_toml_fail(lexer, lexer->line - is_after_break,
                               "%send of file%s", what, after);
    }
    return codec_toml_fail(lexer, lexer->line, "%s'%.*s'%s", what,
                           (int)utf8_encode(rune, text), text, after);
}

/* Before an element: false in `*more` when the collection ends there. */
static bool read_element_start(TomlReader *reader, char close, bool *more)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_space(lexer) || !codec_toml_peek(lexer, &rune))
        return false;
    if (rune == ',')
        return codec_toml_fail(lexer, lexer->line, "unexpected comma");
    *more = rune != (uint32_t)close;
    if (!*more)
        lexer->pos++;
    return true;
}

static bool read_array(TomlReader *reader, Val *out)
{
    ListBuilder items;
    bool more = true;

    set_is_array(reader, reader->lexer.key, true);
    list_builder_init(&items, arena_of(reader), 0);
    while (more) {
        Val v;
        if (!read_element_start(reader, ']', &more))
            return false;
        if (!more)
            break;
        if (!read_value(reader, true, &v) ||
            !read_separator(reader, ']',
                            "expected a comma (',') or array terminator "
                            "(']'), but got ",
                            "", &more))
            return false;
        list_builder_add(&items, v);
    }
    *out = list_grown_from(arena_of(reader),
                           val_from_list(list_builder_done(&items)), 2);
    return true;
}

/* Reads "key = value" and sets it in the context. */
static bool read_pair(TomlReader *reader, TomlKey *key, Val *out)
{
    bool is_array;

    if (!read_key(reader, key))
        return false;
    reader->lexer.key = last_of(*key);
    if (!add_implied_contexts(reader, *key) || !read_value(reader, false, out))
        return false;
    is_array = val_kind(*out) == VAL_LIST;
    if (!set_value(reader, reader->lexer.key, *out))
        return false;
    set_is_array(reader, reader->lexer.key, is_array);
    return true;
}

/* Sets a dotted key in the inline table itself, which arrays hold; the
 * document's tree has it by then. */
static bool set_in_table(TomlReader *reader, Map *table, TomlKey key, Val v)
{
    for (size_t i = 0; i + 1 < key.len; i++) {
        if (map_find(table, key.parts[i]) == NULL)
            map_set(table, key.parts[i], new_table(reader));
        table = table_of(map_find(table, key.parts[i])->value);
        if (table == NULL) {
            Buf buf;
            buf_init(&buf, arena_of(reader));
            val_add_quoted(&buf, key_text(reader, reader->lexer.context),
                           false);
            return codec_toml_fail(&reader->lexer, reader->key_line,
                                   "%.*s is not a table",
                                   STR_ARG(buf_str(&buf)));
        }
    }
    map_set(table, last_of(key), v);
    return true;
}

static bool read_inline_pairs(TomlReader *reader, Map *table)
{
    TomlKey context = reader->lexer.context;
    bool more = true;

    while (more) {
        TomlKey key;
        Val v;
        if (!read_element_start(reader, '}', &more))
            return false;
        if (!more)
            break;
        if (!read_pair(reader, &key, &v) ||
            !set_in_table(reader, table, key, v))
            return false;
        reader->lexer.context = context;
        if (!read_separator(reader, '}',
                            "expected a comma or an inline table terminator "
                            "'}', but got ",
                            " instead", &more))
            return false;
    }
    return true;
}

static bool read_inline_table(TomlReader *reader, bool in_array, Val *out)
{
    TomlKey outer = reader->lexer.context;
    Str key = reader->lexer.key;

    reader->lexer.context = codec_toml_key_add(arena_of(reader), outer, key);
    reader->lexer.key = STR_NONE;
    add_implicit(reader, reader->lexer.context);
    *out = new_table(reader);
    if (!add_context(reader, reader->lexer.context, in_array) ||
        !read_inline_pairs(reader, val_map(*out)))
        return false;
    reader->lexer.context = outer;
    reader->lexer.key = key;
    return true;
}

static bool read_nested(TomlReader *reader, TomlToken token, bool in_array,
                        Val *out)
{
    bool ok;

    if (!ctx_enter(reader->lexer.cx))
        return false;
    ok = token == TOML_ARRAY ? read_array(reader, out)
                             : read_inline_table(reader, in_array, out);
    ctx_leave(reader->lexer.cx);
    return ok;
}

static bool read_string(TomlReader *reader, TomlItem item, Val *out)
{
    Str s;

    if (!codec_toml_unescape(&reader->lexer, item, &s))
        return false;
    *out = val_from_str(s);
    return true;
}

static bool read_value(TomlReader *reader, bool in_array, Val *out)
{
    TomlItem item;

    if (!codec_toml_lex_value(&reader->lexer, &item))
        return false;
    switch (item.token) {
    case TOML_STRING:
    case TOML_STRING_ESC:
    case TOML_STRING_MULTI:
    case TOML_RAW_MULTI: return read_string(reader, item, out);
    case TOML_INTEGER:
        return codec_toml_read_integer(&reader->lexer, &item, out);
    case TOML_FLOAT: return codec_toml_read_float(&reader->lexer, &item, out);
    case TOML_BOOL:
        *out = val_from_bool(str_eq_c(item.text, "true"));
        return true;
    case TOML_DATETIME:
        return codec_toml_read_datetime(&reader->lexer, &item, out);
    case TOML_ARRAY:
    case TOML_INLINE: return read_nested(reader, item.token, in_array, out);
    }
    assert(false && "a token of no kind");
    return false;
}

/* -- the document -- */

static bool read_name_separator(TomlReader *reader, bool *more)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer) || !codec_toml_next(lexer, &rune))
        return false;
    *more = rune == '.';
    if (rune == '.' || rune == ']')
        return true;
    return codec_toml_fail_rune(lexer,
                                "expected '.' or ']' to end table name, but "
                                "got ",
                                rune, " instead");
}

static bool check_name_start(TomlReader *reader)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer) || !codec_toml_peek(lexer, &rune))
        return false;
    if (rune == ']' || rune == 0)
        return codec_toml_fail(lexer, lexer->line,
                               "unexpected end of table name (table names "
                               "cannot be empty)");
    if (rune == '.')
        return codec_toml_fail(lexer, lexer->line,
                               "unexpected table separator (table names "
                               "cannot be empty)");
    return true;
}

static bool read_name(TomlReader *reader, TomlKey *key)
{
    bool more = true;

    *key = (TomlKey){NULL, 0};
    while (more) {
        if (!check_name_start(reader) || !read_part(reader, key) ||
            !read_name_separator(reader, &more))
            return false;
    }
    return true;
}

/* After the first "[". */
static bool read_header(TomlReader *reader)
{
    TomlLexer *lexer = &reader->lexer;
    TomlKey key;
    uint32_t rune;
    bool is_array;

    if (!codec_toml_peek(lexer, &rune))
        return false;
    is_array = rune == '[';
    if (is_array)
        lexer->pos++;
    if (!read_name(reader, &key))
        return false;
    if (is_array) {
        if (!codec_toml_next(lexer, &rune))
            return false;
        if (rune != ']')
            return codec_toml_fail_rune(lexer,
                                        "expected end of table array name "
                                        "delimiter ']', but got ",
                                        rune, " instead");
    }
    if (!add_context(reader, key, is_array))
        return false;
    set_is_array(reader, STR_NONE, false);
    return true;
}

static bool read_top_pair(TomlReader *reader)
{
    TomlKey outer = reader->lexer.context;
    TomlKey key;
    Val v;

    if (!read_pair(reader, &key, &v))
        return false;
    reader->lexer.context = outer;
    reader->lexer.key = STR_NONE;
    return true;
}

/* Nothing but a comment may follow on the line. */
static bool read_line_end(TomlReader *reader)
{
    TomlLexer *lexer = &reader->lexer;
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer) || !codec_toml_next(lexer, &rune))
        return false;
    if (rune == '#')
        return codec_toml_skip_comment(lexer);
    if (rune == '\n' || rune == '\r' || rune == 0)
        return true;
    return codec_toml_fail_rune(lexer,
                                "expected a top-level item to end with a "
                                "newline, comment, or EOF, but got ",
                                rune, " instead");
}

static bool read_document(TomlReader *reader)
{
    TomlLexer *lexer = &reader->lexer;

    for (;;) {
        uint32_t rune;
        if (!codec_toml_skip_space(lexer) || !codec_toml_peek(lexer, &rune))
            return false;
        if (rune == 0)
            return true;
        if (rune == '[') {
            lexer->pos++;
            if (!read_header(reader))
                return false;
        } else if (!read_top_pair(reader)) {
            return false;
        }
        if (!read_line_end(reader))
            return false;
    }
}

static bool list_tables(Ctx *cx, Val *v);

static bool list_entries(Ctx *cx, Map *map)
{
    for (size_t i = 0; i < map_len(map); i++) {
        if (!list_tables(cx, &map->entries[i].value))
            return false;
    }
    return true;
}

/* Makes lists of the arrays of tables in `v` and below. */
static bool list_tables(Ctx *cx, Val *v)
{
    ListBuilder tables;
    Map *map;
    bool ok;

    if (val_kind(*v) != VAL_MAP)
        return true;
    if (!ctx_enter(cx))
        return false;
    map = val_map(*v);
    ok = list_entries(cx, map);
    ctx_leave(cx);
    if (!ok || v->go_type != GO_MAPS)
        return ok;
    list_builder_init(&tables, cx->arena, map_len(map));
    for (size_t i = 0; i < map_len(map); i++)
        list_builder_add(&tables, map_at(map, i)->value);
    *v = val_from_list(list_builder_done(&tables));
    v->go_type = GO_MAPS;
    *v = list_grown_from(cx->arena, *v, 4);
    return true;
}

static Str drop_byte_order_mark(Str text)
{
    if (str_has_prefix(text, STR("\xFF\xFE")) ||
        str_has_prefix(text, STR("\xFE\xFF")))
        return str_skip(text, 2);
    return str_drop_prefix(text, STR("\xEF\xBB\xBF"));
}

bool codec_read_toml(Ctx *cx, Str name, Str text, Val *out)
{
    Val v;
    TomlReader reader = {
        .lexer = {.cx = cx, .name = name, .line = 1},
        .root = map_new(cx->arena, 0),
        .implicits = map_new(cx->arena, 0),
        .arrays = map_new(cx->arena, 0),
    };

    reader.lexer.text = drop_byte_order_mark(text);
    if (str_find_byte(reader.lexer.text, '\0', 0) < NUL_PROBE)
        return codec_toml_fail(&reader.lexer, 1,
                               "files cannot contain NULL bytes; probably "
                               "using UTF-16; TOML files must be UTF-8");
    if (!read_document(&reader))
        return false;
    v = val_from_map(reader.root);
    if (!list_tables(cx, &v))
        return false;
    *out = v;
    return true;
}
