/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Rows are made cell by cell, the text and the carets below it side by side,
 * so that tabs, wide characters and hidden parts keep them aligned.
 */
#include "render/frame.h"

#include "base/utf8.h"

#define FRAME_AROUND 2   /* lines before and after */
#define FRAME_WIDTH  100 /* columns of a line before it is cut */
#define FRAME_LEAD   30  /* columns kept before the place in a cut line */
#define TAB_WIDTH    8

#define ELLIPSIS "\xe2\x80\xa6"

const FrameStyle frame_plain = {"", "", "", ""};
const FrameStyle frame_coloured = {"\x1b[1;31m", "\x1b[1m", "\x1b[34m",
                                   "\x1b[0m"};

typedef struct Row {
    Buf text;
    Buf marks;
    size_t width;
} Row;

/* What of a line is marked, and what hidden. */
typedef struct RowPlan {
    Str line;
    const MaskSpans *hidden;
    size_t from;
    size_t to;
    bool is_marked;
} RowPlan;

void frame_add_printable(Buf *out, Str text)
{
    for (size_t pos = 0, size = 0; pos < text.len; pos += size) {
        uint32_t rune = utf8_decode(text, pos, &size);

        buf_add_rune(out,
                     rune == '\t' || utf8_is_print(rune) ? rune : UTF8_BAD);
    }
}

static void add_cell(Row *row, Str text, size_t width, bool marked)
{
    bool is_tab = str_eq(text, STR("\t"));

    frame_add_printable(&row->text, text);
    if (is_tab)
        buf_add_byte(&row->marks, marked ? '^' : '\t');
    else
        buf_add_repeat(&row->marks, marked ? '^' : ' ', width);
    row->width += width;
}

/* The hidden span that holds `pos`, NULL when there is none. */
static const MaskSpan *span_at(const MaskSpans *hidden, size_t pos)
{
    for (size_t i = 0; i < hidden->len; i++) {
        if (hidden->items[i].from <= pos && pos < hidden->items[i].to)
            return &hidden->items[i];
    }
    return NULL;
}

static bool overlaps(const RowPlan *plan, size_t from, size_t to)
{
    return plan->is_marked && from < plan->to && plan->from < to;
}

static size_t width_at(Str line, size_t pos, size_t *size)
{
    uint32_t rune = utf8_decode(line, pos, size);

    if (rune == '\t')
        return TAB_WIDTH;
    return utf8_is_print(rune) ? utf8_width(rune) : 1;
}

/* Adds what stands at `pos`; returns where the next cell begins. */
static size_t add_next(Row *row, const RowPlan *plan, size_t pos)
{
    const MaskSpan *span = span_at(plan->hidden, pos);
    size_t size;
    size_t width;

    if (span != NULL) {
        add_cell(row, STR("***"), 3, overlaps(plan, span->from, span->to));
        return span->to;
    }
    width = width_at(plan->line, pos, &size);
    add_cell(row, str_slice(plan->line, pos, pos + size), width,
             overlaps(plan, pos, pos + size));
    return pos + size;
}

static size_t width_before(Str line, size_t end)
{
    size_t width = 0;
    size_t size = 0;

    for (size_t pos = 0; pos < end; pos += size)
        width += width_at(line, pos, &size);
    return width;
}

/* Where a long line is cut so that the marked place can be seen. */
static size_t first_byte(const RowPlan *plan)
{
    size_t before = plan->is_marked ? width_before(plan->line, plan->from) : 0;
    size_t skipped = 0;
    size_t pos = 0;
    size_t size = 0;

    if (before < FRAME_WIDTH - FRAME_LEAD)
        return 0;
    while (skipped + FRAME_LEAD < before) {
        skipped += width_at(plan->line, pos, &size);
        pos += size;
    }
    return pos;
}

static Row make_row(Arena *arena, const RowPlan *plan)
{
    size_t pos = first_byte(plan);
    Row row = {.width = 0};

    buf_init(&row.text, arena);
    buf_init(&row.marks, arena);
    if (pos > 0)
        add_cell(&row, STR(ELLIPSIS), 1, false);
    while (pos < plan->line.len && row.width < FRAME_WIDTH)
        pos = add_next(&row, plan, pos);
    if (pos < plan->line.len)
        add_cell(&row, STR(ELLIPSIS), 1, false);
    else if (plan->is_marked && plan->from >= plan->line.len)
        buf_add_byte(&row.marks, '^');
    return row;
}

static uint32_t last_line(const Source *source)
{
    uint32_t n = source->n_lines;

    return n > 1 && source_line(source, n).len == 0 ? n - 1 : n;
}

/* The lines of a frame. */
typedef struct Extent {
    uint32_t first;
    uint32_t last;
} Extent;

static Extent extent_of(const Frame *frame)
{
    uint32_t last = last_line(frame->source);
    Extent extent = {1, frame->line + FRAME_AROUND};

    if (frame->line > FRAME_AROUND)
        extent.first = frame->line - FRAME_AROUND;
    if (extent.last > last)
        extent.last = last < frame->line ? frame->line : last;
    return extent;
}

size_t frame_gutter(const Frame *frame)
{
    size_t width = 1;

    for (uint32_t n = extent_of(frame).last; n >= 10; n /= 10)
        width++;
    return width;
}

static void add_gutter(Buf *out, const FrameStyle *style, size_t width,
                       uint32_t line)
{
    buf_add_c(out, style->gutter);
    if (line == 0)
        buf_add_repeat(out, ' ', width);
    else
        buf_add_fmt(out, "%*u", (int)width, line);
    buf_add_c(out, " |");
    buf_add_c(out, style->end);
}

static void add_row(Buf *out, const FrameStyle *style, size_t width,
                    uint32_t line, const RowPlan *plan)
{
    Row row = make_row(out->arena, plan);

    add_gutter(out, style, width, line);
    if (row.text.len > 0)
        buf_add_byte(out, ' ');
    buf_add(out, buf_str(&row.text));
    buf_add_byte(out, '\n');
    if (!plan->is_marked)
        return;
    add_gutter(out, style, width, 0);
    buf_add_byte(out, ' ');
    buf_add_c(out, style->error);
    buf_add(out, str_slice(buf_str(&row.marks), 0,
                           str_rfind(buf_str(&row.marks), STR("^")) + 1));
    buf_add_c(out, style->end);
    buf_add_byte(out, '\n');
}

void frame_add(Buf *out, const FrameStyle *style, const RichMask *mask,
               const Frame *frame)
{
    Extent extent = extent_of(frame);
    size_t width = frame_gutter(frame);
    const MaskSpans *hidden = rich_mask_lines(mask, frame->source, frame->kind,
                                              extent.first, extent.last);

    add_gutter(out, style, width, 0);
    buf_add_byte(out, '\n');
    for (uint32_t line = extent.first; line <= extent.last; line++) {
        RowPlan plan = {
            .line =
                str_drop_suffix(source_line(frame->source, line), STR("\r")),
            .hidden = &hidden[line - extent.first],
            .from = frame->from,
            .to = frame->to > frame->from ? frame->to : frame->from + 1,
            .is_marked = line == frame->line,
        };

        if (plan.is_marked && plan.from > plan.line.len)
            plan.from = plan.line.len;
        add_row(out, style, width, line, &plan);
    }
}
