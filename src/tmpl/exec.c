/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The walk over a template's tree.  Everything it writes goes through
 * exec_write, and a template call is the only place where a frame begins.
 */
#include "tmpl/exec.h"

#include "tmpl/set.h"
#include "value/compare.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

/* Variables of an execution that needs no memory for them. */
#define FEW_VARIABLES 8

static bool walk(Exec *ex, Val dot, const TmplNode *node) OMNI_CHECKED;
static bool walk_list(Exec *ex, Val dot, const NodeList *list) OMNI_CHECKED;

SourcePos tmpl_frame_pos(const TmplFrame *frame)
{
    return source_pos(&frame->tree->file->source, frame->node->pos);
}

SourcePos tmpl_frame_pos_of(const TmplFrame *frame, size_t offset)
{
    bool is_text = frame->node->type == NODE_TEXT;

    return source_pos(&frame->tree->file->source,
                      frame->node->pos + (is_text ? offset : 0));
}

/* The calls under way, for a failure that nobody has told them yet. */
static void add_calls(Exec *ex, Err *link)
{
    const TmplFrame *frame;
    ErrCall *calls;

    if (ex->cx->err != NULL && ex->cx->err->n_calls > 0)
        return;
    for (frame = ex->frame; frame != NULL; frame = frame->caller)
        link->n_calls++;
    calls = ARENA_ARRAY(ex->cx->arena, ErrCall, link->n_calls);
    link->calls = calls;
    for (frame = ex->frame; frame != NULL; frame = frame->caller)
        *calls++ = (ErrCall){frame->tree->name, tmpl_frame_pos(frame)};
}

bool exec_fail(Exec *ex, const char *format, ...)
{
    Arena *arena = ex->cx->arena;
    const TmplFrame *frame = ex->frame;
    Err link = {.kind = ERR_EXEC, .pos = tmpl_frame_pos(frame)};
    va_list args;

    link.pos.column--;
    link.template_ = frame->tree->name;
    link.context = node_text(arena, frame->node);
    va_start(args, format);
    link.msg = arena_vfmt(arena, format, args);
    va_end(args);
    link.source = &frame->tree->file->source;
    if (ex->cx->on_fail != NULL)
        add_calls(ex, &link);
    return err_push(ex->cx, link);
}

/* A step that ends the execution once a bound of the run is met. */
static bool take_step(Exec *ex)
{
    return ctx_step(ex->cx) || exec_fail(ex, "stopped");
}

/* Variables. */

void exec_push(Exec *ex, Str name, Val value)
{
    if (ex->top == ex->cap) {
        Variable *more =
            ARENA_ARRAY(ex->cx->arena, Variable, (size_t)ex->cap * 2);

        memcpy(more, ex->variables, ex->cap * sizeof(Variable));
        ex->variables = more;
        ex->cap *= 2;
    }
    ex->variables[ex->top++] = (Variable){value, name};
}

bool exec_set(Exec *ex, const NodeVariable *variable, Val value)
{
    Variable *found = exec_find(ex, variable);

    if (found == NULL)
        return false;
    found->value = value;
    return true;
}

Variable *exec_find(Exec *ex, const NodeVariable *variable)
{
    Str name = variable->idents[0];

    if (!ex->frame->tree->has_inner_decl && variable->slot != NODE_NO_SLOT)
        return &ex->variables[ex->base + variable->slot];
    for (uint32_t i = ex->top; i > ex->base; i--) {
        if (str_eq(ex->variables[i - 1].name, name))
            return &ex->variables[i - 1];
    }
    exec_fail(ex, "undefined variable: %.*s", STR_ARG(name));
    return NULL;
}

/* Output. */

/* Every byte of output passes here: what the buffer holds from `from` on was
 * written by the frame's node. */
static void exec_wrote(const Exec *ex, size_t from)
{
    const TmplSink *sink = &ex->job->sink;

    if (sink->on_write != NULL)
        sink->on_write(sink->self, ex->frame,
                       str_skip(buf_str(sink->buf), from));
}

static void exec_write(const Exec *ex, Str bytes)
{
    size_t from = ex->job->sink.buf->len;

    buf_add(ex->job->sink.buf, bytes);
    exec_wrote(ex, from);
}

static bool write_value(Exec *ex, Val v)
{
    size_t from = ex->job->sink.buf->len;

    if (v.kind == VAL_STRING && v.go_type == GO_STRING) {
        exec_write(ex, val_str(v));
        return true;
    }
    if (val_is_nil(v)) {
        exec_write(ex, STR("<no value>"));
        return true;
    }
    if (!val_print_action(ex->cx, ex->job->sink.buf, v))
        return exec_fail(ex, "can't print the value");
    exec_wrote(ex, from);
    return true;
}

static bool walk_action(Exec *ex, Val dot, const NodeAction *action)
{
    Val v;

    if (!eval_pipeline(ex, dot, action->pipe, &v))
        return false;
    if (action->pipe->n_decls > 0)
        return true;
    exec_at(ex, &action->base);
    return write_value(ex, v);
}

/* if and with, which differ in the dot of their list. */
static bool walk_branch(Exec *ex, Val dot, const NodeBranch *branch)
{
    uint32_t mark = ex->top;
    bool ok = true;
    Val v;

    if (!eval_pipeline(ex, dot, branch->pipe, &v))
        return false;
    if (val_truth(v))
        ok = walk_list(ex, branch->base.type == NODE_WITH ? v : dot,
                       branch->list);
    else if (branch->else_list != NULL)
        ok = walk_list(ex, dot, branch->else_list);
    ex->top = mark;
    return ok;
}

/* range. */

/* The variables of the range, set for one round. */
static bool set_range_variables(Exec *ex, const NodePipe *pipe, Val index,
                                Val element)
{
    uint32_t n = pipe->n_decls;

    if (n == 0)
        return true;
    if (pipe->is_assign)
        return exec_set(ex, pipe->decls[0], n > 1 ? index : element) &&
               (n == 1 || exec_set(ex, pipe->decls[1], element));
    ex->variables[ex->top - 1].value = element;
    if (n > 1)
        ex->variables[ex->top - 2].value = index;
    return true;
}

/* *more is false after a break. */
static bool walk_round(Exec *ex, const NodeBranch *range, Val index,
                       Val element, bool *more)
{
    uint32_t mark = ex->top;

    if (!take_step(ex) ||
        !set_range_variables(ex, range->pipe, index, element) ||
        !walk_list(ex, element, range->list))
        return false;
    ex->top = mark;
    *more = ex->jump != JUMP_BREAK;
    ex->jump = JUMP_NONE;
    return true;
}

static bool range_list(Exec *ex, const NodeBranch *range, Val v)
{
    const List *list = val_list(v);
    bool more = true;

    for (size_t i = 0; i < list->len && more; i++) {
        Val element = val_element((GoType)v.go_type, list->items[i]);

        if (!walk_round(ex, range, val_from_int((int64_t)i), element, &more))
            return false;
    }
    return true;
}

static bool range_bytes(Exec *ex, const NodeBranch *range, Val v)
{
    Str bytes = val_str(v);
    bool more = true;

    for (size_t i = 0; i < bytes.len && more; i++) {
        Val element = {.kind = VAL_INT,
                       .go_type = GO_UINT8,
                       .as.integer = (unsigned char)bytes.ptr[i]};

        if (!walk_round(ex, range, val_from_int((int64_t)i), element, &more))
            return false;
    }
    return true;
}

/* The body may change the map, so the walk is over a copy of the entries. */
static bool range_map(Exec *ex, const NodeBranch *range, const Map *map,
                      GoType type)
{
    size_t len;
    const MapEntry *entries = map_snapshot(map, ex->cx->arena, &len);
    bool more = true;

    for (size_t i = 0; i < len && more; i++) {
        Val element = val_element(type, entries[i].value);

        if (!walk_round(ex, range, val_from_str(entries[i].key), element,
                        &more))
            return false;
    }
    return true;
}

static bool is_unsigned(GoType type)
{
    return type == GO_UINT || type == GO_UINT8 || type == GO_UINT32 ||
           type == GO_UINT64;
}

/* 0, 1, ... below `v`, each of the type of `v`; no index goes with them. */
static bool range_int(Exec *ex, const NodeBranch *range, Val v)
{
    uint64_t end = (uint64_t)val_int(v);
    bool more = true;
    Val element = v;

    if (!is_unsigned((GoType)v.go_type) && val_int(v) < 0)
        end = 0;
    for (uint64_t i = 0; i < end && more; i++) {
        element.as.integer = (int64_t)i;
        if (!walk_round(ex, range, VAL_NIL_VALUE, element, &more))
            return false;
    }
    return true;
}

/* `v` as Go's %v shows it behind its pointer: an error is a struct. */
static bool show(Exec *ex, Val v, Str *out)
{
    Buf buf;

    buf_init(&buf, ex->cx->arena);
    if (v.go_type == GO_ERROR)
        buf_add_byte(&buf, '{');
    if (!val_print(ex->cx, &buf, v))
        return exec_fail(ex, "can't print the value");
    if (v.go_type == GO_ERROR)
        buf_add_byte(&buf, '}');
    *out = buf_str(&buf);
    return true;
}

static bool fail_range(Exec *ex, Val v)
{
    Str text = STR_NONE;

    if (!show(ex, v, &text))
        return false;
    if (v.kind == VAL_HOST) /* Go shows what a pointer points to. */
        text = str_drop_prefix(text, STR("&"));
    if (v.kind == VAL_INT)
        return exec_fail(
            ex, "can't use %.*s to iterate over more than one variable",
            STR_ARG(text));
    return exec_fail(ex, "range can't iterate over %.*s", STR_ARG(text));
}

static bool range_host(Exec *ex, const NodeBranch *range, Val v, bool *ran)
{
    const HostClass *class_ = v.as.host->class_;
    Map *map;

    if (class_->as_map == NULL)
        return fail_range(ex, v);
    if (!class_->as_map(ex->cx, v.as.host, &map))
        return exec_fail(ex, "range can't iterate over the value");
    *ran = map_len(map) > 0;
    return range_map(ex, range, map, GO_HOST);
}

/* *ran is whether there was an element. */
static bool range_value(Exec *ex, const NodeBranch *range, Val v, bool *ran)
{
    *ran = val_kind(v) != VAL_NIL && val_truth(v);
    switch (val_kind(v)) {
    case VAL_NIL: return true;
    case VAL_LIST: return range_list(ex, range, v);
    case VAL_MAP: return range_map(ex, range, val_map(v), (GoType)v.go_type);
    case VAL_HOST: return range_host(ex, range, v, ran);
    case VAL_INT:
        if (range->pipe->n_decls > 1)
            return fail_range(ex, v);
        *ran = is_unsigned((GoType)v.go_type) ? *ran : val_int(v) > 0;
        return range_int(ex, range, v);
    case VAL_STRING:
        if (v.go_type == GO_BYTES)
            return range_bytes(ex, range, v);
        return fail_range(ex, v);
    case VAL_BOOL:
    case VAL_FLOAT: return fail_range(ex, v);
    }
    return true;
}

static bool walk_range(Exec *ex, Val dot, const NodeBranch *range)
{
    uint32_t mark = ex->top;
    bool ran;
    Val v;

    if (!eval_pipeline(ex, dot, range->pipe, &v) ||
        !range_value(ex, range, v, &ran))
        return false;
    if (!ran && range->else_list != NULL) {
        if (!walk_list(ex, dot, range->else_list))
            return false;
        /* A break in the else is this range's own, a continue is not. */
        if (ex->jump == JUMP_BREAK)
            ex->jump = JUMP_NONE;
    }
    ex->top = mark;
    return true;
}

/* template. */

/* The tree with `dot`, in a frame and with variables of its own. */
static bool walk_tree(Exec *ex, Val dot, const TmplTree *tree)
{
    TmplFrame *caller = ex->frame;
    TmplFrame frame = {tree, &tree->root->base, caller};
    uint32_t base = ex->base;
    uint32_t top = ex->top;
    bool ok;

    ex->frame = &frame;
    ex->base = top;
    ex->job->depth++;
    exec_push(ex, STR("$"), dot);
    ok = walk_list(ex, dot, tree->root) && take_step(ex);
    ex->job->depth--;
    ex->top = top;
    ex->base = base;
    ex->frame = caller;
    return ok;
}

static bool walk_template(Exec *ex, Val dot, const NodeTemplate *call)
{
    const TmplTree *tree = set_find(ex->job->set, call->name, call->hash);
    size_t limit = ex->cx->limits->tmpl_depth;
    Val v;

    if (tree == NULL) {
        Str name = node_quote(ex->cx->arena, call->name);

        return exec_fail(ex, "template %.*s not defined", STR_ARG(name)) ||
               err_lacks(ex->cx, ERR_LACKS_TEMPLATE, call->name);
    }
    if (ex->job->depth >= limit)
        return exec_fail(ex, "exceeded maximum template depth (%zu)", limit);
    return eval_pipeline(ex, dot, call->pipe, &v) && walk_tree(ex, v, tree);
}

static bool walk_list(Exec *ex, Val dot, const NodeList *list)
{
    for (uint32_t i = 0; i < list->len && ex->jump == JUMP_NONE; i++) {
        if (!walk(ex, dot, list->items[i]))
            return false;
    }
    return true;
}

static bool walk(Exec *ex, Val dot, const TmplNode *node)
{
    exec_at(ex, node);
    switch ((int)node->type) {
    case NODE_TEXT: exec_write(ex, NODE_AS(NodeText, node)->text); return true;
    case NODE_ACTION: return walk_action(ex, dot, NODE_AS(NodeAction, node));
    case NODE_IF:
    case NODE_WITH: return walk_branch(ex, dot, NODE_AS(NodeBranch, node));
    case NODE_RANGE: return walk_range(ex, dot, NODE_AS(NodeBranch, node));
    case NODE_TEMPLATE:
        return walk_template(ex, dot, NODE_AS(NodeTemplate, node));
    case NODE_BREAK: ex->jump = JUMP_BREAK; return true;
    default: break;
    }
    assert(node->type == NODE_CONTINUE);
    ex->jump = JUMP_CONTINUE;
    return true;
}

static bool execute_tree(Ctx *cx, TmplExec *job, const TmplTree *tree)
{
    Variable few[FEW_VARIABLES];
    TmplFrame frame = {tree, &tree->root->base, job->caller};
    Exec ex = {.cx = cx,
               .job = job,
               .frame = &frame,
               .variables = few,
               .cap = FEW_VARIABLES};

    exec_push(&ex, STR("$"), val_unwrap(job->dot));
    return walk_list(&ex, val_unwrap(job->dot), tree->root) && take_step(&ex);
}

static bool fail_missing(Ctx *cx, Str name)
{
    name = node_quote(cx->arena, name);
    return fail_here(cx, ERR_MISSING, "template: no template %.*s",
                     STR_ARG(name));
}

bool tmpl_execute_tree(Ctx *cx, const TmplExec *exec, const TmplTree *tree)
{
    size_t limit = cx->limits->tmpl_depth;
    TmplExec job = *exec;

    if (job.depth >= limit)
        return fail_here(cx, ERR_LIMIT, "exceeded maximum template depth (%zu)",
                         limit);
    job.depth++;
    return execute_tree(cx, &job, tree);
}

bool tmpl_execute(Ctx *cx, const TmplExec *exec, Str name)
{
    const TmplTree *tree = tmpl_set_find(exec->set, name);

    return tree == NULL ? fail_missing(cx, name)
                        : tmpl_execute_tree(cx, exec, tree);
}

bool tmpl_execute_file(Ctx *cx, const TmplExec *exec, const TmplFile *file)
{
    for (uint32_t i = 0; i < file->len; i++) {
        if (str_eq(file->trees[i]->name, file->source.name))
            return tmpl_execute_tree(cx, exec, file->trees[i]);
    }
    return fail_missing(cx, file->source.name);
}
