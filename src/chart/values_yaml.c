/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A values file is cut into documents before any of it is read as YAML, by
 * apimachinery's YAMLReader: a line that begins with `---` ends a document,
 * even inside a block scalar, and may hold nothing else but a comment.  Line
 * ends become "\n" and the last line gets one, which a block scalar at the end
 * of the file can tell.
 */
#include "chart/values_yaml.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/word.h"
#include "chart/meta.h"
#include "codec/yaml_read.h"

typedef struct Documents {
    Str text;
    size_t pos;
    uint32_t line; /* lines before `pos` */
} Documents;

static Str drop_carriage_returns(Arena *arena, Str text)
{
    Buf buf;
    size_t from = 0;

    buf_init(&buf, arena);
    for (;;) {
        size_t at = str_find(text, STR("\r\n"), from);

        if (at == SIZE_MAX)
            break;
        buf_add(&buf, str_slice(text, from, at));
        from = at + 1;
    }
    buf_add(&buf, str_skip(text, from));
    return buf_str(&buf);
}

/* `text` with "\n" at the end of every line. */
static Str normal_lines(Arena *arena, Str text)
{
    Buf buf;

    if (str_contains(text, STR("\r\n")))
        text = drop_carriage_returns(arena, text);
    if (text.len == 0 || text.ptr[text.len - 1] == '\n')
        return text;
    buf_init(&buf, arena);
    buf_add(&buf, text);
    buf_add_byte(&buf, '\n');
    return buf_str(&buf);
}

static bool check_separator(Ctx *cx, Str name, Str line, uint32_t number)
{
    Str rest = utf8_trim_space(str_skip(line, 3));

    if (rest.len == 0 || rest.ptr[0] == '#')
        return true;
    return fail(cx, ERR_YAML, (SourcePos){name, number, 4},
                "error reading yaml document: invalid Yaml document "
                "separator: %.*s",
                STR_ARG(rest));
}

/* The next line behind `from` that begins with a dash, or the end. */
static size_t find_dash(Str text, size_t from)
{
    size_t at = from;

    for (; text.len - at > WORD_SIZE; at += WORD_SIZE) {
        uint64_t marks =
            word_zeros((word_load(text.ptr + at) ^ '\n' * WORD_ONES) |
                       (word_load(text.ptr + at + 1) ^ '-' * WORD_ONES));

        if (marks != 0)
            return at + word_first(marks) + 1;
    }
    for (; at + 1 < text.len; at++) {
        if (text.ptr[at] == '\n' && text.ptr[at + 1] == '-')
            return at + 1;
    }
    return text.len;
}

/* Where the next separator stands, at or behind the line that begins at
 * `from`; the end of the text when there is none. */
static size_t find_separator(Str text, size_t from)
{
    while (from < text.len && !str_has_prefix(str_skip(text, from), STR("---")))
        from = find_dash(text, from);
    return from;
}

/* Goes behind the line at `at`. */
static void skip_to_line_end(Documents *documents, size_t at)
{
    while (documents->pos <= at) {
        documents->pos = str_find_byte(documents->text, '\n', documents->pos);
        documents->pos++;
        documents->line++;
    }
}

/* The next document; `*found` false after the last one.  A separator with
 * nothing before it stays in its document. */
static bool next_document(Ctx *cx, Str name, Documents *documents, Str *out,
                          bool *found)
{
    Str text = documents->text;
    size_t start = documents->pos;
    size_t at = find_separator(text, start);

    while (at < text.len) {
        skip_to_line_end(documents, at);
        if (!check_separator(cx, name, str_slice(text, at, documents->pos - 1),
                             documents->line))
            return false;
        if (at > start)
            break;
        at = find_separator(text, documents->pos);
    }
    if (at == text.len)
        documents->pos = at;
    *out = str_slice(text, start, at);
    *found = at > start;
    return true;
}

/* A copy of the chain with its positions `lines` further down the file. */
static const Err *move_down(Arena *arena, const Err *err, uint32_t lines)
{
    Err *copy;

    if (err == NULL)
        return NULL;
    copy = ARENA_NEW(arena, Err);
    *copy = *err;
    if (copy->pos.line != 0)
        copy->pos.line += lines;
    if (lines != 0)
        copy->source = NULL;
    copy->cause = move_down(arena, err->cause, lines);
    return copy;
}

static bool read_document(Ctx *cx, Str name, Str text, Map **out)
{
    const YamlReadOptions options = {0};
    Val root;

    if (!codec_read_yaml(cx, name, text, &options, &root))
        return false;
    if (val_is_nil(root)) {
        *out = map_new(cx->arena, 0);
        return true;
    }
    if (val_kind(root) != VAL_MAP)
        return fail(cx, ERR_TYPE, (SourcePos){name, 1, 1},
                    "error unmarshaling JSON: while decoding JSON: json: "
                    "cannot unmarshal %s into Go value of type "
                    "map[string]interface {}",
                    chart_json_kind(root));
    *out = val_map(root);
    return true;
}

bool chart_each_document(Ctx *cx, Str name, Str text,
                         bool (*each)(void *self, Str document, uint32_t lines),
                         void *self)
{
    Documents documents = {.text = normal_lines(cx->arena, text)};
    Str document;
    bool found;

    for (;;) {
        uint32_t before = documents.line;

        if (!next_document(cx, name, &documents, &document, &found))
            return false;
        if (!found || !each(self, document, before))
            return true;
    }
}

bool chart_read_values(Ctx *cx, Str name, Str text, Map **out)
{
    Documents documents = {.text = normal_lines(cx->arena, text)};
    Map *values = NULL;

    for (;;) {
        uint32_t before = documents.line;
        Map *map = NULL;
        Str document;
        bool found;

        if (!next_document(cx, name, &documents, &document, &found))
            return false;
        if (!found)
            break;
        if (!read_document(cx, name, document, &map)) {
            cx->err = move_down(cx->arena, cx->err, before);
            return err_wrap(cx, source_pos_of_file(name),
                            "cannot unmarshal yaml document");
        }
        values =
            values == NULL ? map : chart_merge_maps(cx->arena, values, map);
    }
    *out = values == NULL ? map_new(cx->arena, 0) : values;
    return true;
}

static Val merge_values(Arena *arena, Val old, Val v)
{
    if (val_kind(v) != VAL_MAP || val_kind(old) != VAL_MAP)
        return v;
    return val_from_map(chart_merge_maps(arena, val_map(old), val_map(v)));
}

/* Both maps are in the order of their keys, and so is what comes out. */
Map *chart_merge_maps(Arena *arena, const Map *base, const Map *over)
{
    Map *out = map_new(arena, map_len(base) + map_len(over));
    size_t i = 0;

    out->origin = base->origin;
    for (size_t k = 0; k < map_len(over); k++) {
        const MapEntry *entry = map_at(over, k);
        int order = 1;

        while (i < map_len(base) && order > 0) {
            order = str_cmp(entry->key, map_at(base, i)->key);
            if (order > 0)
                map_append(out, map_at(base, i)->key, map_at(base, i)->value);
            i += order >= 0;
        }
        map_append(out, entry->key,
                   order == 0 ? merge_values(arena, map_at(base, i - 1)->value,
                                             entry->value)
                              : entry->value);
    }
    for (; i < map_len(base); i++)
        map_append(out, map_at(base, i)->key, map_at(base, i)->value);
    return out;
}
