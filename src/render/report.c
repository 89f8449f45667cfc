/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A failed execution is a chain: one ERR_EXEC link for each execution under
 * way, outermost first, with what the functions in between said.  Helm prints
 * it in one of three forms:
 *
 *   - the chart's own words (required, fail): "execution error at (WHERE): MSG"
 *   - all the way down nothing but template errors: several lines an execution
 *   - anything else: Go's text, the links joined by ": "
 */
#include "render/report.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

static const Err *find_link(const Err *err, ErrKind kind)
{
    while (err != NULL && err->kind != kind)
        err = err->cause;
    return err;
}

static void add_location(Buf *buf, const Err *link)
{
    buf_add(buf, link->pos.name);
    if (link->pos.line != 0)
        buf_add_fmt(buf, ":%u", link->pos.line);
    if (link->pos.column != 0 || link->kind == ERR_EXEC)
        buf_add_fmt(buf, ":%u", link->pos.column);
}

static void add_executing(Buf *buf, const Err *link)
{
    buf_add(buf, STR("executing "));
    val_add_quoted(buf, link->template_, false);
    buf_add(buf, STR(" at <"));
    buf_add(buf, link->context);
    buf_add(buf, STR(">:"));
}

/* Go's text of the chain from `err` on. */
static void add_go_text(Buf *buf, const Err *err)
{
    for (const Err *link = err; link != NULL; link = link->cause) {
        if (link->kind == ERR_EXEC || link->kind == ERR_PARSE) {
            buf_add(buf, STR("template: "));
            add_location(buf, link);
            buf_add(buf, STR(": "));
        }
        if (link->kind == ERR_EXEC && link->context.len != 0) {
            add_executing(buf, link);
            buf_add_byte(buf, ' ');
        }
        buf_add(buf, link->msg);
        if (link->cause != NULL)
            buf_add(buf, STR(": "));
    }
}

Str report_go_text(Arena *arena, const Err *err)
{
    Buf buf;

    buf_init(&buf, arena);
    add_go_text(&buf, err);
    return buf_str(&buf);
}

/* What stands behind the location and up to the next " template:". */
static Str link_message(Arena *arena, const Err *link)
{
    Buf buf;
    Str text;

    buf_init(&buf, arena);
    buf_add(&buf, link->msg);
    if (link->cause != NULL) {
        buf_add(&buf, STR(": "));
        add_go_text(&buf, link->cause);
    }
    text = buf_str(&buf);
    return str_slice(text, 0,
                     str_contains(text, STR(" template:"))
                         ? str_find(text, STR(" template:"), 0)
                         : text.len);
}

static void add_traced(Buf *buf, const Err *link)
{
    if (link->kind == ERR_MISSING) {
        buf_add(buf, link->msg);
        buf_add_byte(buf, '\n');
        return;
    }
    add_location(buf, link);
    buf_add(buf, STR("\n  "));
    if (link->context.len != 0) {
        add_executing(buf, link);
        buf_add(buf, STR("\n    "));
    }
    buf_add(buf, link_message(buf->arena, link));
    buf_add_byte(buf, '\n');
}

/* Whether Go's text of every error in the chain starts with "template: ". */
static bool is_all_templates(const Err *err)
{
    for (const Err *link = err; link != NULL; link = link->cause) {
        if (link->kind != ERR_EXEC && link->kind != ERR_MISSING)
            return false;
    }
    return true;
}

static Str exec_text(Arena *arena, const Err *err)
{
    const Err *user = find_link(err, ERR_USER);
    Str last = STR_NONE;
    Buf buf;

    buf_init(&buf, arena);
    if (user != NULL) {
        buf_add(&buf, STR("execution error at ("));
        add_location(&buf, err);
        buf_add(&buf, STR("): "));
        buf_add(&buf, user->msg);
        return buf_str(&buf);
    }
    if (!is_all_templates(err))
        return report_go_text(arena, err);
    for (const Err *link = err; link != NULL; link = link->cause) {
        Buf one;

        buf_init(&one, arena);
        add_traced(&one, link);
        if (!str_eq(buf_str(&one), last))
            buf_add(&buf, buf_str(&one));
        last = buf_str(&one);
    }
    return utf8_trim_space(buf_str(&buf));
}

/* engine.go, cleanupParseError: the last ": " separated piece of the text. */
static Str parse_text(Arena *arena, const Err *err)
{
    Str message = err->msg;
    size_t colon = str_rfind(message, STR(": "));
    Buf buf;

    if (colon != SIZE_MAX)
        message = str_skip(message, colon + 2);
    buf_init(&buf, arena);
    buf_add(&buf, STR("parse error at ("));
    add_location(&buf, err);
    buf_add(&buf, STR("): "));
    buf_add(&buf, message);
    return buf_str(&buf);
}

Str report_text(Arena *arena, const Err *err)
{
    if (err->kind == ERR_EXEC)
        return exec_text(arena, err);
    if (err->kind == ERR_PARSE)
        return parse_text(arena, err);
    return report_go_text(arena, err);
}
