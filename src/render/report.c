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

#include <assert.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

static const Err *find_link(const Err *err, ErrKind kind)
{
    while (err != NULL && err->kind != kind)
        err = err->cause;
    return err;
}

static Str up_to(Str text, Str mark)
{
    size_t at = str_find(text, mark, 0);

    return at == SIZE_MAX ? text : str_slice(text, 0, at);
}

static void add_location(Buf *buf, const Err *link)
{
    buf_add(buf, link->pos.name);
    if (link->pos.line != 0)
        buf_add_fmt(buf, ":%u", link->pos.line);
    if (link->pos.column != 0 || link->kind == ERR_EXEC)
        buf_add_fmt(buf, ":%u", link->pos.column);
}

/* What engine.go takes for the location: Go's text up to the next ": ". */
static void add_found_location(Buf *buf, const Err *link)
{
    Buf text;

    buf_init(&text, buf->arena);
    add_location(&text, link);
    buf_add(buf, up_to(buf_str(&text), STR(": ")));
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

/* engine.go reads Go's text back, and what it finds there depends on the text
 * alone: a name with a quote or with ": " in it is read as far as it goes. */
typedef struct Traced {
    Str location;
    Str executing; /* behind the word, without ">:" */
    Str message;
} Traced;

/* Go's text of the link behind "template: ".  Of a cause that is an execution
 * itself only the start counts, unless `whole`. */
static Str link_text(Arena *arena, const Err *link, bool whole)
{
    Buf buf;

    buf_init(&buf, arena);
    add_location(&buf, link);
    buf_add(&buf, STR(": "));
    if (link->context.len != 0) {
        add_executing(&buf, link);
        buf_add_byte(&buf, ' ');
    }
    buf_add(&buf, link->msg);
    if (link->cause != NULL && link->cause->kind == ERR_EXEC && !whole) {
        buf_add(&buf, STR(": template:"));
    } else if (link->cause != NULL) {
        buf_add(&buf, STR(": "));
        add_go_text(&buf, link->cause);
    }
    return buf_str(&buf);
}

/* engine.go, parseTemplateExecutingAtErrorType. */
static bool read_executing(Str text, Traced *out)
{
    Str keyword = STR(": executing ");
    size_t at = str_find(text, keyword, 0);
    size_t quote;
    size_t end;
    Str rest;

    if (at == SIZE_MAX)
        return false;
    rest = str_skip(text, at + keyword.len);
    quote = str_has_prefix(rest, STR("\"")) ? str_find_byte(rest, '"', 1)
                                            : SIZE_MAX;
    if (quote == SIZE_MAX ||
        !str_has_prefix(str_skip(rest, quote + 1), STR(" at <")))
        return false;
    end = str_find(rest, STR(">: "), quote + 1 + STR(" at <").len);
    if (end == SIZE_MAX)
        return false;
    out->location = str_slice(text, 0, at);
    out->executing = str_slice(rest, 0, end);
    out->message = up_to(str_skip(rest, end + 3), STR(" template:"));
    return true;
}

/* engine.go, parseTemplateSimpleErrorString. */
static Traced read_simple(Str text)
{
    size_t colon = str_rfind(text, STR(": "));

    return (Traced){.location = str_slice(text, 0, colon),
                    .message =
                        up_to(str_skip(text, colon + 2), STR(" template:"))};
}

static void add_traced(Buf *buf, const Err *link)
{
    Traced traced = {.executing = STR_NONE};

    if (link->kind == ERR_MISSING) {
        buf_add(buf, link->msg);
        buf_add_byte(buf, '\n');
        return;
    }
    if (!read_executing(link_text(buf->arena, link, false), &traced))
        traced = read_simple(link_text(buf->arena, link, true));
    buf_add(buf, traced.location);
    buf_add(buf, STR("\n  "));
    if (traced.executing.len != 0) {
        buf_add(buf, STR("executing "));
        buf_add(buf, traced.executing);
        buf_add(buf, STR(">:\n    "));
    }
    buf_add(buf, traced.message);
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
        add_found_location(&buf, err);
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
    add_found_location(&buf, err);
    buf_add(&buf, STR("): "));
    buf_add(&buf, message);
    return buf_str(&buf);
}

/* Links shown of a longer chain, at either end of it. */
#define LINKS_SHOWN ((size_t)8)

/* Whether the chain ends in a bound of ours, which is none of Helm's; `*n` is
 * its length. */
static bool is_bounded(const Err *err, size_t *n)
{
    bool bounded = false;

    for (*n = 0; err != NULL; err = err->cause, (*n)++)
        bounded = err->kind == ERR_LIMIT;
    return bounded;
}

/* Recursion that a bound ends makes a chain as deep as it was. */
static const Err *without_middle(Arena *arena, const Err *err)
{
    Err *shown = ARENA_ARRAY(arena, Err, LINKS_SHOWN + 1);
    const Err *rest = err;
    size_t n;

    if (!is_bounded(err, &n) || n <= 2 * LINKS_SHOWN)
        return err;
    for (size_t i = 0; rest != NULL && i < n - LINKS_SHOWN; i++) {
        if (i < LINKS_SHOWN) {
            shown[i] = *rest;
            shown[i].cause = &shown[i + 1];
        }
        rest = rest->cause;
    }
    shown[LINKS_SHOWN] = (Err){
        .kind = ERR_LIMIT,
        .msg = arena_fmt(arena, "... (%zu more) ...", n - 2 * LINKS_SHOWN),
        .cause = rest,
    };
    return shown;
}

Str report_text(Arena *arena, const Err *err)
{
    assert(err != NULL);
    err = without_middle(arena, err);
    if (err->kind == ERR_EXEC)
        return exec_text(arena, err);
    if (err->kind == ERR_PARSE)
        return parse_text(arena, err);
    return report_go_text(arena, err);
}
