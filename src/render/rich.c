/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The log and the layout of the report.  What an item says is made in
 * rich_item.c and the files beside it.
 */
#include "render/rich.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "render/rich_item.h"
#include "value/map.h"

/* Places behind "also from" that are printed. */
#define ALSO_SHOWN 5

/* -- the log -- */

static void note_read(void *self, const void *map, Str key, const void *value)
{
    RichLog *log = self;

    log->read = (RichRead){map, key, VAL_NIL_VALUE};
    if (value != NULL)
        log->read.value = *(const Val *)value;
}

static void note_failure(void *self, const Err *err)
{
    rich_log_add(self, err);
}

void rich_log_open(RichLog *log, Ctx *cx, const RenderFacts *facts)
{
    *log = (RichLog){.arena = cx->arena, .cx = cx, .facts = facts};
    cx->on_read = note_read;
    cx->on_read_self = log;
    cx->on_fail = note_failure;
    cx->on_fail_self = log;
}

void rich_log_add(RichLog *log, const Err *err)
{
    if (log->len == log->cap) {
        size_t wider = log->cap == 0 ? 8 : log->cap * 2;

        log->items =
            arena_grow(log->arena, log->items, log->cap * sizeof(RichFailure),
                       wider * sizeof(RichFailure));
        log->cap = wider;
    }
    log->items[log->len++] = (RichFailure){err, log->read, log->facts->dot};
    log->read = (RichRead){.map = NULL};
}

/* -- the report -- */

static int compare_numbers(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* What has no name comes last. */
static int compare_names(Str a, Str b)
{
    if (a.len == 0 || b.len == 0)
        return (a.len == 0) - (b.len == 0);
    return str_cmp(a, b);
}

static Str file_of(const RichItem *item)
{
    return item->is_tpl ? item->outer.name : item->pos.name;
}

static int compare_items(const void *a, const void *b)
{
    const RichItem *left = a;
    const RichItem *right = b;
    const int orders[] = {
        compare_numbers(left->rank, right->rank),
        compare_names(file_of(left), file_of(right)),
        compare_numbers(left->pos.line, right->pos.line),
        compare_numbers(left->pos.column, right->pos.column),
        compare_names(left->outer.name, right->outer.name),
        compare_numbers(left->place, right->place),
    };

    for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
        if (orders[i] != 0)
            return orders[i];
    }
    return 0;
}

static bool is_same(const RichItem *a, const RichItem *b)
{
    return a->pos.line != 0 && a->pos.line == b->pos.line &&
           a->pos.column == b->pos.column && str_eq(a->pos.name, b->pos.name) &&
           str_eq(a->message, b->message) && a->kind == b->kind &&
           (!a->is_tpl || str_eq(a->frame.source->text, b->frame.source->text));
}

/* Items that say the same of the same place become one. */
static void join_items(Rich *rich)
{
    size_t kept = 0;

    for (size_t i = 1; i < rich->len; i++) {
        RichItem *last = &rich->items[kept];
        SourcePos *outer;

        if (!is_same(last, &rich->items[i])) {
            rich->items[++kept] = rich->items[i];
            continue;
        }
        if (rich->items[i].outer.name.len == 0)
            continue;
        outer = ARENA_NEW(rich->arena, SourcePos);
        *outer = rich->items[i].outer;
        last->also = arena_grow(rich->arena, last->also,
                                last->n_also * sizeof(SourcePos *),
                                (last->n_also + 1) * sizeof(SourcePos *));
        last->also[last->n_also++] = outer;
    }
    rich->len = rich->len == 0 ? 0 : kept + 1;
}

static void add_styled(Buf *out, const char *escape, const FrameStyle *style,
                       Str text)
{
    buf_add_c(out, escape);
    frame_add_printable(out, text);
    buf_add_c(out, style->end);
}

/* A chart's own words may have several lines. */
static void add_message(Buf *out, const FrameStyle *style, Str message)
{
    Str rest = utf8_trim_space(message);

    for (;;) {
        size_t end = str_find_byte(rest, '\n', 0);

        add_styled(out, style->strong, style,
                   str_slice(rest, 0, end == SIZE_MAX ? rest.len : end));
        buf_add_byte(out, '\n');
        if (end == SIZE_MAX)
            return;
        rest = str_skip(rest, end + 1);
        buf_add_c(out, "  ");
    }
}

static void add_place(Buf *out, const RichItem *item)
{
    if (item->flag.len > 0) {
        frame_add_printable(out, item->flag);
        return;
    }
    frame_add_printable(out, item->pos.name);
    if (item->pos.line != 0)
        buf_add_fmt(out, ":%u", item->pos.line);
    if (item->pos.column != 0)
        buf_add_fmt(out, ":%u", item->pos.column);
}

static void add_note(Buf *out, const FrameStyle *style, size_t gutter, Str note)
{
    buf_add_repeat(out, ' ', gutter + 1);
    add_styled(out, style->gutter, style, STR("="));
    buf_add_byte(out, ' ');
    frame_add_printable(out, note);
    buf_add_byte(out, '\n');
}

static void add_also(Buf *out, const FrameStyle *style, size_t gutter,
                     const RichItem *item)
{
    Buf note;

    if (item->n_also == 0)
        return;
    buf_init(&note, out->arena);
    buf_add_c(&note, "also from ");
    for (size_t i = 0; i < item->n_also && i < ALSO_SHOWN; i++)
        buf_add_fmt(&note, "%s%.*s:%u", i == 0 ? "" : ", ",
                    STR_ARG(item->also[i]->name), item->also[i]->line);
    if (item->n_also > ALSO_SHOWN)
        buf_add_fmt(&note, " and %zu more places", item->n_also - ALSO_SHOWN);
    add_note(out, style, gutter, buf_str(&note));
}

static void add_item(Buf *out, const FrameStyle *style, const RichMask *mask,
                     const RichItem *item)
{
    bool has_frame = item->frame.source != NULL;
    size_t gutter = has_frame ? frame_gutter(&item->frame) : 1;

    buf_add_c(out, style->error);
    buf_add_fmt(out, "error[%s]", item->kind);
    buf_add_c(out, style->end);
    buf_add_c(out, ": ");
    add_message(out, style, item->message);
    if (item->pos.name.len > 0 || item->flag.len > 0) {
        buf_add_repeat(out, ' ', gutter);
        add_styled(out, style->gutter, style, STR("-->"));
        buf_add_byte(out, ' ');
        add_place(out, item);
        buf_add_byte(out, '\n');
    }
    if (has_frame)
        frame_add(out, style, mask, &item->frame);
    for (size_t i = 0; i < item->n_notes; i++)
        add_note(out, style, gutter, item->notes[i]);
    add_also(out, style, gutter, item);
    buf_add_byte(out, '\n');
}

static void learn_secrets(Rich *rich)
{
    const RenderFacts *facts = rich->facts;

    rich_mask_init(&rich->mask, rich->arena);
    if (facts->values != NULL)
        rich_mask_learn(&rich->mask, val_from_map(facts->values));
}

Str rich_report(const RichLog *log, bool is_coloured)
{
    const FrameStyle *style = is_coloured ? &frame_coloured : &frame_plain;
    const RenderFacts *facts = log->facts;
    Ctx cx;
    Rich rich = {
        .arena = log->arena,
        .cx = &cx,
        .facts = facts,
        .sources = {facts->inputs, facts->n_inputs, facts->chart},
    };
    Buf out;

    ctx_init(&cx, log->arena);
    cx.world = log->cx->world;
    cx.limits = log->cx->limits;
    cx.compat = log->cx->compat;
    learn_secrets(&rich);
    for (size_t i = 0; i < log->len; i++)
        rich_add_failure(&rich, &log->items[i]);
    if (rich.len > 1)
        qsort(rich.items, rich.len, sizeof(RichItem), compare_items);
    join_items(&rich);
    buf_init(&out, log->arena);
    for (size_t i = 0; i < rich.len; i++)
        add_item(&out, style, &rich.mask, &rich.items[i]);
    buf_add_c(&out, style->error);
    buf_add_fmt(&out, "%zu error%s", rich.len, rich.len == 1 ? "" : "s");
    buf_add_c(&out, style->end);
    buf_add_byte(&out, '\n');
    return buf_str(&out);
}
