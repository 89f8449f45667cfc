/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Templates that do not parse or fail.  The innermost link that knows its text
 * is the place; the calls around it and the value read last are notes.
 */
#include "base/utf8.h"
#include "render/report.h"
#include "render/rich_item.h"
#include "render/rich_words.h"
#include "value/map.h"

/* Calls that are shown before the others are counted. */
#define CALLS_SHOWN 8

#define TPL_PLACE "text given to tpl"

/* A failure's links, by what they are good for. */
typedef struct Links {
    const Err *place; /* the innermost with a text */
    const Err *calls; /* the one that knows the calls; NULL: none */
    const Err *lack;  /* the one that says what is missing; NULL: none */
    const Err *user;  /* the chart's own words; NULL: none */
} Links;

static Links links_of(const Err *err)
{
    Links links = {.place = NULL};

    for (; err != NULL; err = err->cause) {
        if (err->source != NULL)
            links.place = err;
        if (err->n_calls > 0)
            links.calls = err;
        if (err->lack != ERR_LACKS_NOTHING)
            links.lack = err;
        if (err->kind == ERR_USER)
            links.user = err;
    }
    return links;
}

/* What tpl executes has a name, which is no file's. */
static bool is_tpl(Str name)
{
    return str_eq(name, STR("gotpl"));
}

/* -- the marked place -- */

/* The node's text where it stands around `column` of the line. */
static bool find_context(Str line, Str context, size_t column, Frame *frame)
{
    size_t at = context.len == 0 ? SIZE_MAX : str_find(line, context, 0);

    while (at != SIZE_MAX && at + context.len <= column)
        at = str_find(line, context, at + 1);
    if (at == SIZE_MAX || at > column)
        return false;
    frame->from = at;
    frame->to = at + context.len;
    return true;
}

static size_t end_of_operand(Str line, size_t from)
{
    size_t end = from;

    while (end < line.len && strchr(" \t\r|)}", line.ptr[end]) == NULL)
        end++;
    return end;
}

/* The whole line without the space around it. */
static void mark_line(Str line, Frame *frame)
{
    Str inner = utf8_trim_space(line);

    if (inner.len == 0)
        return;
    frame->from = (size_t)(inner.ptr - line.ptr);
    frame->to = frame->from + inner.len;
}

/* A parser knows the line alone; a name that is missing can be found there. */
static void mark_syntax(const Err *err, Str line, Frame *frame)
{
    size_t at = err->name.len == 0 ? SIZE_MAX : str_find(line, err->name, 0);

    if (at == SIZE_MAX) {
        mark_line(line, frame);
        return;
    }
    frame->from = at;
    frame->to = at + err->name.len;
}

/* The template's text with a table of its lines. */
static const Source *template_source(Rich *rich, const Source *bare)
{
    Source *source;

    if (rich->template != NULL && rich->template->text.ptr == bare->text.ptr &&
        rich->template->text.len == bare->text.len &&
        str_eq(rich->template->name, bare->name))
        return rich->template;
    source = ARENA_NEW(rich->arena, Source);
    *source = source_new(rich->arena, bare->name, bare->text);
    rich->template = source;
    return source;
}

static void place_item(Rich *rich, RichItem *item, const Err *err)
{
    const Source *source = template_source(rich, err->source);
    Frame *frame = &item->frame;
    size_t column = err->pos.column;
    Str line = source_line(source, err->pos.line);

    *frame = (Frame){.source = source,
                     .line = err->pos.line,
                     .from = column,
                     .kind = RICH_TEXT_TEMPLATE};
    if (err->kind == ERR_PARSE)
        mark_syntax(err, line, frame);
    else if (!find_context(line, err->context, column, frame))
        frame->to = end_of_operand(line, column);
    item->pos = err->pos;
    item->pos.column = (uint32_t)frame->from + 1;
    item->is_tpl = is_tpl(err->pos.name);
    if (item->is_tpl)
        item->pos.name = STR(TPL_PLACE);
}

/* -- what went wrong -- */

static const char *thing_lacking(ErrLack lack)
{
    switch (lack) {
    case ERR_LACKS_FUNCTION: return "function";
    case ERR_LACKS_TEMPLATE: return "template";
    case ERR_LACKS_FIELD:
    case ERR_LACKS_NOTHING: break;
    }
    return "field";
}

static Str lack_message(Rich *rich, const RichFailure *failure, const Err *lack,
                        const RichValue *value)
{
    Arena *arena = rich->arena;
    bool is_nil = val_is_nil(failure->read.value);
    Str type = val_type_name(failure->read.value);

    if (lack->lack != ERR_LACKS_FIELD)
        return arena_fmt(arena, "there is no %s `%.*s`",
                         thing_lacking(lack->lack), STR_ARG(lack->name));
    if (value->path.len == 0 && str_has_prefix(lack->msg, STR("nil pointer")))
        return arena_fmt(arena, "`%.*s` is asked of a value that is not set",
                         STR_ARG(lack->name));
    if (value->path.len == 0)
        return rich_words_template(arena, lack->msg);
    if (is_nil)
        return arena_fmt(arena, "`%.*s` is not set, so it has no `%.*s`",
                         STR_ARG(value->path), STR_ARG(lack->name));
    return arena_fmt(arena, "`%.*s` is of type %.*s and has no `%.*s`",
                     STR_ARG(value->path), STR_ARG(type), STR_ARG(lack->name));
}

/* What an execution says, or the function that it called. */
static Str exec_message(Rich *rich, const Err *err)
{
    Str calling = STR("error calling ");
    Str words;

    if (err->cause != NULL && err->cause->kind == ERR_LIMIT &&
        !str_has_prefix(err->msg, calling))
        return err->cause->msg;
    if (err->cause == NULL || !str_has_prefix(err->msg, calling))
        return rich_words_template(rich->arena, err->msg);
    words = rich_words_template(rich->arena,
                                report_go_text(rich->arena, err->cause));
    return arena_fmt(rich->arena, "`%.*s` failed: %.*s",
                     STR_ARG(str_skip(err->msg, calling.len)), STR_ARG(words));
}

/* Only what the functions and the chart say can hold a value. */
static Str message_of(Rich *rich, const RichFailure *failure,
                      const Links *links, const RichValue *value)
{
    const Err *err = links->place;

    if (links->user != NULL)
        return rich_mask_text(&rich->mask, links->user->msg);
    if (links->lack != NULL)
        return lack_message(rich, failure, links->lack, value);
    if (err->kind == ERR_PARSE)
        return rich_words_syntax(rich->arena, err->msg);
    return rich_mask_text(&rich->mask, exec_message(rich, err));
}

/* -- notes -- */

/* The name that is spelled most like the one that is not there. */
static Str nearest_name(Rich *rich, const Err *lack, const RichValue *value)
{
    const RenderFacts *facts = rich->facts;
    RichNearest nearest;

    if (lack == NULL || lack->lack == ERR_LACKS_FIELD)
        return value->near;
    nearest = rich_nearest(lack->name);
    if (lack->lack == ERR_LACKS_FUNCTION)
        fn_table_each(facts->functions, rich_nearest_offer, &nearest);
    else if (facts->set != NULL)
        tmpl_set_each(facts->set, rich_nearest_offer, &nearest);
    return nearest.best;
}

static void note_nearest(Rich *rich, RichItem *item, const Err *lack,
                         const RichValue *value)
{
    Str name = nearest_name(rich, lack, value);

    if (name.len > 0)
        rich_item_note(item, arena_fmt(rich->arena, "did you mean `%.*s`?",
                                       STR_ARG(name)));
}

static void note_value(Rich *rich, RichItem *item, const char *how,
                       const RichFailure *failure, const RichValue *value)
{
    bool is_nil = val_is_nil(failure->read.value);
    Buf note;

    if (value->path.len == 0)
        return;
    buf_init(&note, rich->arena);
    buf_add_fmt(&note, "%s: `%.*s` ", how, STR_ARG(value->path));
    if (is_nil && value->set.len == 0)
        buf_add_c(&note, "is set nowhere");
    else
        buf_add_fmt(&note, "is %.*s", STR_ARG(value->value));
    if (value->set.len > 0)
        buf_add_fmt(&note, ", %.*s", STR_ARG(value->set));
    rich_item_note(item, buf_str(&note));
}

static void note_call(Rich *rich, RichItem *item, const ErrCall *call,
                      bool is_first)
{
    const char *how = is_first ? "in" : "called by";

    if (is_tpl(call->template_))
        rich_item_note(item,
                       arena_fmt(rich->arena, "%s line %u of a " TPL_PLACE, how,
                                 call->pos.line));
    else
        rich_item_note(item,
                       arena_fmt(rich->arena, "%s template \"%.*s\" at %.*s:%u",
                                 how, STR_ARG(call->template_),
                                 STR_ARG(call->pos.name), call->pos.line));
}

/* The calls, innermost first; a template that nobody called says nothing that
 * its place does not. */
static void note_calls(Rich *rich, RichItem *item, const Err *err)
{
    size_t n = err->n_calls;

    item->outer = err->calls[n - 1].pos;
    if (n == 1 && str_eq(err->calls[0].template_, err->calls[0].pos.name))
        return;
    for (size_t i = 0; i < n && i < CALLS_SHOWN; i++)
        note_call(rich, item, &err->calls[i], i == 0);
    if (n > CALLS_SHOWN + 1)
        rich_item_note(item, arena_fmt(rich->arena, "... %zu more calls",
                                       n - CALLS_SHOWN - 1));
    if (n > CALLS_SHOWN)
        note_call(rich, item, &err->calls[n - 1], false);
}

static void note_user(Rich *rich, RichItem *item, const Err *err)
{
    if (str_has_prefix(err->msg, STR("error calling ")))
        rich_item_note(item, arena_fmt(rich->arena,
                                       "the chart's own words, from %.*s",
                                       STR_ARG(str_skip(err->msg, 14))));
}

/* Whether the value read last is named where the failure is: what a variable
 * holds may have been read long before. */
static bool is_named_here(const Links *links, const RichFailure *failure)
{
    const Err *place = links->place;
    Str line = source_line(place->source, place->pos.line);
    bool is_field = links->lack != NULL && links->lack->lack == ERR_LACKS_FIELD;

    return failure->read.key.len > 0 &&
           str_contains(is_field ? place->context : line, failure->read.key);
}

/* The value that a field was asked of is nil, or of the type that Go names. */
static bool is_receiver(const Err *lack, const RichFailure *failure)
{
    Val v = failure->read.value;

    if (str_has_prefix(lack->msg, STR("nil pointer")))
        return val_is_nil(v);
    return !val_is_nil(v) && (str_has_suffix(lack->msg, val_type_name(v)) ||
                              str_has_suffix(lack->msg, STR("interface {}")));
}

/* How the value read last has to do with the failure; NULL: not at all. */
static const char *how_it_matters(const Links *links,
                                  const RichFailure *failure)
{
    Val v = failure->read.value;
    bool is_empty =
        val_is_nil(v) || (val_kind(v) == VAL_STRING && val_str(v).len == 0);

    if (links->place->kind == ERR_PARSE)
        return links->calls != NULL ? "read last" : NULL;
    if (!is_named_here(links, failure))
        return NULL;
    if (links->lack != NULL)
        return links->lack->lack == ERR_LACKS_FIELD &&
                       is_receiver(links->lack, failure)
                   ? "value"
                   : NULL;
    if (links->user != NULL)
        return is_empty ? "value" : NULL;
    return "read last";
}

void rich_add_template(Rich *rich, const RichFailure *failure)
{
    Links links = links_of(failure->err);
    RichItem *item = rich_item_add(rich, "template");
    RichValue value = {.path = STR_NONE};
    const char *how;

    if (links.place == NULL) {
        item->message = report_text(rich->arena, failure->err);
        item->pos = source_pos_of_file(failure->err->pos.name);
        return;
    }
    if (links.place->kind == ERR_PARSE)
        item->kind = "syntax";
    how = how_it_matters(&links, failure);
    if (how != NULL)
        value = rich_value_of(rich, failure);
    item->message = message_of(rich, failure, &links, &value);
    place_item(rich, item, links.place);
    if (links.user != NULL)
        note_user(rich, item, links.place);
    note_value(rich, item, how, failure, &value);
    note_nearest(rich, item, links.lack, &value);
    if (links.calls != NULL)
        note_calls(rich, item, links.calls);
}
