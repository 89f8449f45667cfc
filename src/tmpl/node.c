/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The text of a node, as Go's String method gives it: templates are printed
 * from the tree, not from the source, so space and trim markers are gone.
 */
#include "tmpl/node.h"

#include "base/utf8.h"
#include "value/print.h"

static void add_dotted(Buf *buf, const Str *idents, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        buf_add_byte(buf, '.');
        buf_add(buf, idents[i]);
    }
}

/* An operand, in parentheses if it is a pipeline. */
static void add_operand(Buf *buf, const TmplNode *node)
{
    if (node->type != NODE_PIPE) {
        node_add_text(buf, node);
        return;
    }
    buf_add_byte(buf, '(');
    node_add_text(buf, node);
    buf_add_byte(buf, ')');
}

static void add_command(Buf *buf, const NodeCommand *cmd)
{
    for (uint32_t i = 0; i < cmd->len; i++) {
        if (i > 0)
            buf_add_byte(buf, ' ');
        add_operand(buf, cmd->args[i]);
    }
}

static void add_variable(Buf *buf, const NodeVariable *variable)
{
    buf_add(buf, variable->idents[0]);
    add_dotted(buf, variable->idents + 1, variable->len - 1);
}

static void add_pipe(Buf *buf, const NodePipe *pipe)
{
    for (uint32_t i = 0; i < pipe->n_decls; i++) {
        if (i > 0)
            buf_add(buf, STR(", "));
        add_variable(buf, pipe->decls[i]);
    }
    if (pipe->n_decls > 0)
        buf_add(buf, pipe->is_assign ? STR(" = ") : STR(" := "));
    for (uint32_t i = 0; i < pipe->len; i++) {
        if (i > 0)
            buf_add(buf, STR(" | "));
        node_add_text(buf, pipe->cmds[i]);
    }
}

static void add_list(Buf *buf, const NodeList *list)
{
    for (uint32_t i = 0; i < list->len; i++)
        node_add_text(buf, list->items[i]);
}

static void add_branch(Buf *buf, const NodeBranch *branch, Str opening)
{
    buf_add(buf, opening);
    add_pipe(buf, branch->pipe);
    buf_add(buf, STR("}}"));
    add_list(buf, branch->list);
    if (branch->else_list != NULL) {
        buf_add(buf, STR("{{else}}"));
        add_list(buf, branch->else_list);
    }
    buf_add(buf, STR("{{end}}"));
}

static void add_template(Buf *buf, const NodeTemplate *call)
{
    buf_add(buf, STR("{{template "));
    val_add_quoted(buf, call->name, false);
    if (call->pipe != NULL) {
        buf_add_byte(buf, ' ');
        add_pipe(buf, call->pipe);
    }
    buf_add(buf, STR("}}"));
}

static void add_action(Buf *buf, const NodeAction *action)
{
    buf_add(buf, STR("{{"));
    add_pipe(buf, action->pipe);
    buf_add(buf, STR("}}"));
}

static void add_chain(Buf *buf, const NodeChain *chain)
{
    add_operand(buf, chain->node);
    add_dotted(buf, chain->fields, chain->len);
}

static void add_field(Buf *buf, const NodeField *field)
{
    add_dotted(buf, field->idents, field->len);
}

static Str bool_text(const NodeBool *node)
{
    return node->value ? STR("true") : STR("false");
}

void node_add_text(Buf *buf, const TmplNode *node)
{
    switch (node->type) {
    case NODE_TEXT: buf_add(buf, NODE_AS(NodeText, node)->text); break;
    case NODE_ACTION: add_action(buf, NODE_AS(NodeAction, node)); break;
    case NODE_BOOL: buf_add(buf, bool_text(NODE_AS(NodeBool, node))); break;
    case NODE_CHAIN: add_chain(buf, NODE_AS(NodeChain, node)); break;
    case NODE_COMMAND: add_command(buf, NODE_AS(NodeCommand, node)); break;
    case NODE_DOT: buf_add_byte(buf, '.'); break;
    case NODE_ELSE: buf_add(buf, STR("{{else}}")); break;
    case NODE_END: buf_add(buf, STR("{{end}}")); break;
    case NODE_FIELD: add_field(buf, NODE_AS(NodeField, node)); break;
    case NODE_IDENTIFIER:
        buf_add(buf, NODE_AS(NodeIdentifier, node)->name);
        break;
    case NODE_IF:
        add_branch(buf, NODE_AS(NodeBranch, node), STR("{{if "));
        break;
    case NODE_LIST: add_list(buf, NODE_AS(NodeList, node)); break;
    case NODE_NIL: buf_add(buf, STR("nil")); break;
    case NODE_NUMBER: buf_add(buf, NODE_AS(NodeNumber, node)->text); break;
    case NODE_PIPE: add_pipe(buf, NODE_AS(NodePipe, node)); break;
    case NODE_RANGE:
        add_branch(buf, NODE_AS(NodeBranch, node), STR("{{range "));
        break;
    case NODE_STRING: buf_add(buf, NODE_AS(NodeString, node)->quoted); break;
    case NODE_TEMPLATE: add_template(buf, NODE_AS(NodeTemplate, node)); break;
    case NODE_VARIABLE: add_variable(buf, NODE_AS(NodeVariable, node)); break;
    case NODE_WITH:
        add_branch(buf, NODE_AS(NodeBranch, node), STR("{{with "));
        break;
    case NODE_BREAK: buf_add(buf, STR("{{break}}")); break;
    case NODE_CONTINUE: buf_add(buf, STR("{{continue}}")); break;
    }
}

Str node_text(Arena *arena, const TmplNode *node)
{
    Buf buf;

    buf_init(&buf, arena);
    node_add_text(&buf, node);
    return buf_str(&buf);
}

bool node_list_is_empty(const NodeList *list)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const TmplNode *node = list->items[i];

        if (node->type != NODE_TEXT)
            return false;
        if (utf8_trim_space(NODE_AS(NodeText, node)->text).len != 0)
            return false;
    }
    return true;
}

Str node_quote(Arena *arena, Str s)
{
    Buf buf;

    buf_init(&buf, arena);
    val_add_quoted(&buf, s, false);
    return buf_str(&buf);
}
