/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which kind of failure it is, and items for what is not a template's: values
 * files, flags, schemas, manifests, charts.
 */
#include "render/rich_item.h"

#include "base/utf8.h"
#include "render/report.h"
#include "render/rich_words.h"

/* Keys from the top to a value that a schema speaks of. */
#define MAX_KEYS 64

RichItem *rich_item_add(Rich *rich, const char *kind)
{
    RichItem *item;

    if (rich->len == rich->cap) {
        size_t wider = rich->cap == 0 ? 8 : rich->cap * 2;

        rich->items =
            arena_grow(rich->arena, rich->items, rich->cap * sizeof(RichItem),
                       wider * sizeof(RichItem));
        rich->cap = wider;
    }
    item = &rich->items[rich->len];
    *item = (RichItem){.kind = kind, .place = rich->len};
    rich->len++;
    return item;
}

void rich_item_note(RichItem *item, Str text)
{
    if (item->n_notes < RICH_NOTES)
        item->notes[item->n_notes++] = text;
}

Str rich_origin_text(Rich *rich, const Origin *origin)
{
    Arena *arena = rich->arena;
    Str flag;

    switch (origin->kind) {
    case ORIGIN_NONE: return STR_NONE;
    case ORIGIN_FLAG:
        flag = rich_mask_flag(&rich->mask, origin->flag->text);
        return arena_fmt(arena, "set by %s %.*s",
                         values_flag_name(origin->flag->kind), STR_ARG(flag));
    case ORIGIN_FILE:
    case ORIGIN_DEFAULT: break;
    }
    return arena_fmt(arena, "%s %.*s:%u",
                     origin->kind == ORIGIN_FILE ? "set in" : "default in",
                     STR_ARG(origin->pos.name), origin->pos.line);
}

/* A frame around `from` to `to` of the line. */
static void set_frame(Rich *rich, RichItem *item, Str text, SourcePos pos,
                      size_t from, size_t to)
{
    Source *source = ARENA_NEW(rich->arena, Source);

    *source = source_new(rich->arena, pos.name, text);
    item->pos = pos;
    item->frame = (Frame){.source = source,
                          .line = pos.line,
                          .from = from,
                          .to = to,
                          .kind = RICH_TEXT_YAML};
}

/* The word at `from`. */
static size_t end_of_word(Str line, size_t from)
{
    size_t end = from;

    while (end < line.len && strchr(" \t\r", line.ptr[end]) == NULL)
        end++;
    return end;
}

/* Where a YAML reader meets a tab, the tab is what it minds. */
static Str token_words(Str line, size_t from, Str words)
{
    if (from < line.len && line.ptr[from] == '\t')
        return STR("a line is indented with a tab: YAML takes spaces only");
    return words;
}

/* A frame with the word at `pos` marked. */
static void set_word_frame(Rich *rich, RichItem *item, Str text, SourcePos pos)
{
    size_t from = pos.column == 0 ? 0 : pos.column - 1;
    Str line;

    set_frame(rich, item, text, pos, from, from);
    line = source_line(item->frame.source, pos.line);
    item->frame.to = end_of_word(line, from);
    item->message = token_words(line, from, item->message);
}

/* -- values files and flags -- */

static const Err *innermost(const Err *err)
{
    while (err->cause != NULL)
        err = err->cause;
    return err;
}

/* The innermost link that knows its line, NULL when none does. */
static const Err *placed(const Err *err)
{
    const Err *found = NULL;

    for (; err != NULL; err = err->cause) {
        if (err->pos.line != 0)
            found = err;
    }
    return found;
}

static const ValuesInput *input_named(const Rich *rich, Str name, size_t *rank)
{
    for (size_t i = 0; i < rich->facts->n_inputs; i++) {
        const ValuesInput *input = &rich->facts->inputs[i];

        *rank = i;
        if (input->kind == VALUES_FILE || input->kind == VALUES_BYTES) {
            if (str_eq(input->text, name))
                return input;
        }
    }
    return NULL;
}

static Str yaml_message(Rich *rich, const Err *err)
{
    return rich_mask_text(&rich->mask,
                          rich_words_yaml(rich->arena, innermost(err)->msg));
}

static void add_values_file(Rich *rich, const Err *err,
                            const ValuesInput *input, size_t rank)
{
    const Err *place = placed(err);
    RichItem *item = rich_item_add(rich, "values");

    item->rank = rank;
    item->message = yaml_message(rich, err);
    item->pos = source_pos_of_file(input->text);
    if (place != NULL)
        set_word_frame(
            rich, item, input->bytes,
            (SourcePos){input->text, place->pos.line, place->pos.column});
}

/* The quoted parts of a message about a flag whose text is hidden. */
static Str without_quoted(Arena *arena, Str text)
{
    bool inside = false;
    Buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < text.len; i++) {
        bool is_quote = text.ptr[i] == '"';

        if (!inside || is_quote)
            buf_add_byte(&buf, text.ptr[i]);
        if (is_quote && !inside)
            buf_add_c(&buf, "***");
        inside = inside != is_quote;
    }
    return buf_str(&buf);
}

static void add_flag(Rich *rich, const Err *err)
{
    RichItem *item = rich_item_add(rich, "flag");
    Str flag = rich_mask_flag(&rich->mask, err->pos.name);
    Str message = err->cause == NULL
                      ? STR("the text is neither JSON nor KEY=JSON")
                      : err_text(rich->arena, err->cause);

    if (!str_eq(flag, err->pos.name))
        message = without_quoted(rich->arena, message);
    item->rank = rich->facts->n_inputs;
    item->message = message;
    item->flag = flag;
}

/* -- schemas -- */

/* The keys of a JSON pointer. */
static size_t pointer_keys(Arena *arena, Str pointer, Str *keys)
{
    size_t n = 0;

    while (pointer.len > 0 && n < MAX_KEYS) {
        size_t end = str_find_byte(pointer, '/', 1);
        Buf key;

        end = end == SIZE_MAX ? pointer.len : end;
        buf_init(&key, arena);
        for (size_t i = 1; i < end; i++) {
            if (pointer.ptr[i] != '~' || i + 1 == end)
                buf_add_byte(&key, pointer.ptr[i]);
            else
                buf_add_byte(&key, pointer.ptr[++i] == '1' ? '/' : '~');
        }
        keys[n++] = buf_str(&key);
        pointer = str_skip(pointer, end);
    }
    return n;
}

static bool has_secret_key(const Str *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rich_is_secret(keys[i]))
            return true;
    }
    return false;
}

/* "`.Values.a.b` must be ..." */
static Str finding_text(Rich *rich, const Err *part)
{
    Str keys[MAX_KEYS + 1] = {STR("Values")};
    size_t n = 1 + pointer_keys(rich->arena, part->place, keys + 1);
    Str words =
        rich_words_schema(rich->arena, part->msg, has_secret_key(keys, n));
    Buf buf;

    buf_init(&buf, rich->arena);
    buf_add_byte(&buf, '`');
    rich_add_path(&buf, keys, n);
    buf_add_c(&buf, words.ptr == part->msg.ptr ? "`: " : "` ");
    buf_add(&buf, words);
    return rich_mask_text(&rich->mask, buf_str(&buf));
}

/* Where the value begins behind its key on the line; the key itself if that is
 * meant, or the value has lines of its own. */
static void mark_value(RichItem *item, bool is_key)
{
    Frame *frame = &item->frame;
    Str line = source_line(frame->source, frame->line);
    size_t colon = str_find_byte(line, ':', frame->from);
    size_t at = colon == SIZE_MAX ? line.len : colon + 1;

    frame->to = end_of_word(line, frame->from);
    if (is_key && frame->from < colon && colon < frame->to)
        frame->to = colon;
    while (at < line.len && line.ptr[at] == ' ')
        at++;
    if (is_key || at >= line.len || line.ptr[at] == '#' || line.ptr[at] == '\r')
        return;
    frame->from = at;
    frame->to = end_of_word(line, at);
    item->pos.column = (uint32_t)at + 1;
}

/* The key that a finding is about besides its place: the first that is not
 * allowed.  Adds it to the keys. */
static bool add_unknown_key(const Err *part, Str *keys, size_t *n)
{
    Str before = STR("additional properties '");
    size_t end;

    if (*n == MAX_KEYS || !str_has_prefix(part->msg, before))
        return false;
    end = str_find_byte(part->msg, '\'', before.len);
    if (end == SIZE_MAX)
        return false;
    keys[(*n)++] = str_slice(part->msg, before.len, end);
    return true;
}

static void place_finding(Rich *rich, RichItem *item, const Err *part)
{
    Str keys[MAX_KEYS];
    size_t n = pointer_keys(rich->arena, part->place, keys);
    bool is_key = add_unknown_key(part, keys, &n);
    Origin origin = values_origin(rich->cx, &rich->sources, keys, n);
    Str text;

    switch (origin.kind) {
    case ORIGIN_NONE: return;
    case ORIGIN_FLAG:
        text = rich_mask_flag(&rich->mask, origin.flag->text);
        item->flag =
            arena_fmt(rich->arena, "%s %.*s",
                      values_flag_name(origin.flag->kind), STR_ARG(text));
        return;
    case ORIGIN_FILE:
    case ORIGIN_DEFAULT: break;
    }
    set_frame(rich, item, origin.text, origin.pos,
              origin.pos.column == 0 ? 0 : origin.pos.column - 1, 0);
    mark_value(item, is_key || origin.is_item);
}

static void add_finding(Rich *rich, const Err *part)
{
    RichItem *item = rich_item_add(rich, "schema");

    if (part->place.ptr == NULL) {
        item->message = part->msg;
        item->pos = source_pos_of_file(arena_fmt(
            rich->arena, "%.*s/values.schema.json", STR_ARG(part->pos.name)));
        return;
    }
    item->message = finding_text(rich, part);
    place_finding(rich, item, part);
    for (const Err *cause = part->parts; cause != NULL; cause = cause->next)
        rich_item_note(item, finding_text(rich, cause));
    rich_item_note(item, arena_fmt(rich->arena,
                                   "asked for by %.*s/values.schema.json",
                                   STR_ARG(part->pos.name)));
}

/* -- manifests -- */

static void add_manifest(Rich *rich, const Err *err)
{
    RichItem *item = rich_item_add(rich, "manifest");
    const Err *place = placed(err->cause);
    SourcePos pos = err->pos;
    SourcePos writer;

    if (place != NULL) {
        pos.line += place->pos.line - 1;
        pos.column = place->pos.column;
    }
    item->message = yaml_message(rich, err);
    set_word_frame(rich, item, err->source->text, pos);
    rich_item_note(item, STR("the lines are those of the rendered text"));
    writer = rich_writer_of(rich, item->frame.source, pos);
    if (writer.name.len > 0)
        rich_item_note(item, arena_fmt(rich->arena, "written by %.*s:%u",
                                       STR_ARG(writer.name), writer.line));
}

/* -- everything else -- */

static const char *kind_name(ErrKind kind)
{
    switch (kind) {
    case ERR_IO: return "file";
    case ERR_YAML:
    case ERR_JSON:
    case ERR_TYPE:
    case ERR_VALUE: return "values";
    case ERR_FLAG: return "flag";
    case ERR_CHART: return "chart";
    case ERR_SCHEMA: return "schema";
    case ERR_LIMIT: return "limit";
    case ERR_PARSE:
    case ERR_EXEC:
    case ERR_CALL:
    case ERR_USER:
    case ERR_MISSING: break;
    }
    return "template";
}

/* Malformed YAML in a file that is none of the values files. */
static bool add_other_file(Rich *rich, const Err *err)
{
    const Err *found = NULL;
    RichItem *item;

    for (const Err *link = err; link != NULL; link = link->cause) {
        if (link->source != NULL)
            found = link;
    }
    if (found == NULL)
        return false;
    item = rich_item_add(rich, "file");
    item->message = yaml_message(rich, err);
    set_word_frame(rich, item, found->source->text, found->pos);
    if (found != err)
        rich_item_note(item, rich_mask_text(&rich->mask, err->msg));
    return true;
}

/* Helm's text: the first line is the message, the others are notes. */
static void add_plain(Rich *rich, const Err *err)
{
    RichItem *item = rich_item_add(rich, kind_name(err->kind));
    Str text = rich_mask_text(&rich->mask, report_text(rich->arena, err));
    size_t end = str_find_byte(text, '\n', 0);

    item->rank = rich->facts->n_inputs;
    item->message = end == SIZE_MAX ? text : str_slice(text, 0, end);
    while (end != SIZE_MAX && end + 1 < text.len) {
        size_t next = str_find_byte(text, '\n', end + 1);
        Str line = str_slice(text, end + 1, next == SIZE_MAX ? text.len : next);

        if (utf8_trim_space(line).len > 0)
            rich_item_note(item, utf8_trim_space(line));
        end = next;
    }
}

void rich_add_failure(Rich *rich, const RichFailure *failure)
{
    const Err *err = failure->err;
    const ValuesInput *input;
    size_t rank;

    if (err->kind == ERR_EXEC || err->kind == ERR_PARSE) {
        rich_add_template(rich, failure);
        return;
    }
    if (err->parts != NULL) {
        for (const Err *part = err->parts; part != NULL; part = part->next)
            add_finding(rich, part);
        return;
    }
    input =
        err->pos.name.len > 0 ? input_named(rich, err->pos.name, &rank) : NULL;
    if (str_has_prefix(err->pos.name, STR("--set")))
        add_flag(rich, err);
    else if (err->source != NULL)
        add_manifest(rich, err);
    else if (input != NULL)
        add_values_file(rich, err, input, rank);
    else if (!add_other_file(rich, err))
        add_plain(rich, err);
}
