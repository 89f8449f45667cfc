/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which line of a template wrote a byte of a rendered file.  Runs keep no
 * record of it; the template is executed once more and watched.
 */
#include "render/rich_item.h"

typedef struct Watch {
    const Buf *buf; /* what the template writes, includes apart */
    size_t offset;
    SourcePos pos; /* name empty: not found yet */
} Watch;

static void watch_write(void *self, const TmplFrame *frame, Str bytes)
{
    Watch *watch = self;
    size_t from = watch->buf->len - bytes.len;

    /* An include writes to a text of its own. */
    if (bytes.len == 0 || watch->buf->len < bytes.len ||
        bytes.ptr != watch->buf->ptr + from)
        return;
    if (watch->pos.name.len == 0 && watch->offset >= from &&
        watch->offset < watch->buf->len)
        watch->pos = tmpl_frame_pos_of(frame, watch->offset - from);
}

static const ScopeTemplate *find_template(const RenderFacts *facts, Str path)
{
    for (size_t i = 0; i < facts->templates.len; i++) {
        if (str_eq(facts->templates.items[i].path, path))
            return &facts->templates.items[i];
    }
    return NULL;
}

/* What came out the second time must be what came out the first time: chance,
 * the clock and `set` may change it. */
static bool watch_template(Rich *rich, const ScopeTemplate *template, Str text,
                           Watch *watch)
{
    Val dot = val_from_map(template->dot);
    Buf buf;
    bool ok;

    buf_init(&buf, rich->arena);
    watch->buf = &buf;
    dot.go_type = GO_VALUES;
    scope_set_template(rich->cx, template);
    ok = tmpl_execute(rich->cx,
                      &(TmplExec){
                          .set = rich->facts->set,
                          .sink = {&buf, watch_write, watch},
                          .dot = dot,
                          .run = rich->facts->run,
    },
                      template->path);
    rich->cx->err = NULL;
    return ok && str_eq(buf_str(&buf), text);
}

SourcePos rich_writer_of(Rich *rich, const Source *rendered, SourcePos pos)
{
    const ScopeTemplate *template = find_template(rich->facts, pos.name);
    Watch watch = {.buf = NULL};

    if (template == NULL || pos.line == 0 || pos.line > rendered->n_lines)
        return watch.pos;
    watch.offset = rendered->line_starts[pos.line - 1] +
                   (pos.column == 0 ? 0 : pos.column - 1);
    if (!watch_template(rich, template, rendered->text, &watch))
        watch.pos = source_pos_of_file(STR_NONE);
    return watch.pos;
}
