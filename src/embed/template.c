/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A parsed template as C: one definition a node, children first.
 */
#include <inttypes.h>

#include "embed/embed.h"
#include "tmpl/node.h"

static bool put(EmbedWriter *w, const TmplNode *node, size_t *out);

/* "static const TYPE nN = {{type, pos}" with the number N, left open. */
static size_t begin(EmbedWriter *w, const char *type, const TmplNode *node)
{
    buf_add_fmt(w->code, "static const %s n%zu = {{%d, %u}", type, w->names,
                (int)node->type, (unsigned)node->pos);
    return w->names++;
}

static void end(EmbedWriter *w)
{
    buf_add(w->code, STR("};\n"));
}

static void add_field_str(EmbedWriter *w, Str s)
{
    buf_add(w->code, STR(", "));
    embed_str(w, s);
}

/* An array of nodes; its number. */
static bool put_nodes(EmbedWriter *w, const TmplNode *const *nodes, size_t n,
                      size_t *out)
{
    size_t *names = ARENA_ARRAY(w->arena, size_t, n + 1);

    for (size_t i = 0; i < n; i++) {
        if (!put(w, nodes[i], &names[i]))
            return false;
    }
    *out = w->names++;
    buf_add_fmt(w->code, "static const TmplNode *const a%zu[] = {", *out);
    for (size_t i = 0; i < n; i++)
        buf_add_fmt(w->code, "(const TmplNode *)&n%zu, ", names[i]);
    buf_add(w->code, STR("NULL};\n"));
    return true;
}

/* A list or command: {len, items}. */
static bool put_row(EmbedWriter *w, const char *type, const TmplNode *node,
                    const TmplNode *const *items, size_t len, size_t *out)
{
    size_t array;

    if (!put_nodes(w, items, len, &array))
        return false;
    *out = begin(w, type, node);
    buf_add_fmt(w->code, ", %zu, a%zu", len, array);
    end(w);
    return true;
}

static size_t put_strs(EmbedWriter *w, const Str *items, size_t n)
{
    size_t name = w->names++;

    buf_add_fmt(w->code, "static const Str s%zu[] = {", name);
    for (size_t i = 0; i < n; i++) {
        embed_str(w, items[i]);
        buf_add(w->code, STR(", "));
    }
    buf_add(w->code, STR("{0}};\n"));
    return name;
}

static size_t put_variable(EmbedWriter *w, const NodeVariable *node)
{
    size_t idents = put_strs(w, node->idents, node->len);
    size_t name = begin(w, "NodeVariable", &node->base);

    buf_add_fmt(w->code, ", %uu, %u, s%zu", (unsigned)node->slot,
                (unsigned)node->len, idents);
    end(w);
    return name;
}

static size_t put_field(EmbedWriter *w, const NodeField *node)
{
    size_t idents = put_strs(w, node->idents, node->len);
    size_t name = begin(w, "NodeField", &node->base);

    buf_add_fmt(w->code, ", %u, s%zu", (unsigned)node->len, idents);
    end(w);
    return name;
}

static bool put_chain(EmbedWriter *w, const NodeChain *node, size_t *out)
{
    size_t fields = put_strs(w, node->fields, node->len);
    size_t inner;

    if (!put(w, node->node, &inner))
        return false;
    *out = begin(w, "NodeChain", &node->base);
    buf_add_fmt(w->code, ", %u, (const TmplNode *)&n%zu, s%zu",
                (unsigned)node->len, inner, fields);
    end(w);
    return true;
}

static bool put_pipe(EmbedWriter *w, const NodePipe *pipe, size_t *out)
{
    size_t decls[2] = {0, 0};
    size_t cmds;

    for (size_t i = 0; i < pipe->n_decls; i++)
        decls[i] = put_variable(w, pipe->decls[i]);
    if (!put_nodes(w, pipe->cmds, pipe->len, &cmds))
        return false;
    *out = begin(w, "NodePipe", &pipe->base);
    buf_add_fmt(w->code, ", %d, %u, {", pipe->is_assign ? 1 : 0,
                (unsigned)pipe->n_decls);
    for (size_t i = 0; i < pipe->n_decls; i++)
        buf_add_fmt(w->code, "&n%zu, ", decls[i]);
    buf_add_fmt(w->code, "%s}, %u, a%zu", pipe->n_decls == 0 ? "NULL" : "",
                (unsigned)pipe->len, cmds);
    end(w);
    return true;
}

/* ", &nN" for a pipeline that may be missing. */
static Str reference(EmbedWriter *w, bool is_there, size_t name)
{
    return is_there ? arena_fmt(w->arena, ", &n%zu", name) : STR(", NULL");
}

static bool put_action(EmbedWriter *w, const NodeAction *node, size_t *out)
{
    size_t pipe;

    if (!put_pipe(w, node->pipe, &pipe))
        return false;
    *out = begin(w, "NodeAction", &node->base);
    buf_add_fmt(w->code, ", &n%zu", pipe);
    end(w);
    return true;
}

static bool put_list(EmbedWriter *w, const NodeList *list, size_t *out)
{
    return put_row(w, "NodeList", &list->base, list->items, list->len, out);
}

static bool put_branch(EmbedWriter *w, const NodeBranch *node, size_t *out)
{
    bool has_else = node->else_list != NULL;
    size_t else_list = 0;
    size_t pipe;
    size_t list;

    if (!put_pipe(w, node->pipe, &pipe) || !put_list(w, node->list, &list) ||
        (has_else && !put_list(w, node->else_list, &else_list)))
        return false;
    *out = begin(w, "NodeBranch", &node->base);
    buf_add_fmt(w->code, ", &n%zu, &n%zu", pipe, list);
    buf_add(w->code, reference(w, has_else, else_list));
    end(w);
    return true;
}

static bool put_template(EmbedWriter *w, const NodeTemplate *node, size_t *out)
{
    bool has_pipe = node->pipe != NULL;
    size_t pipe = 0;

    if (has_pipe && !put_pipe(w, node->pipe, &pipe))
        return false;
    *out = begin(w, "NodeTemplate", &node->base);
    add_field_str(w, node->name);
    buf_add_fmt(w->code, ", UINT64_C(%" PRIu64 ")", node->hash);
    buf_add(w->code, reference(w, has_pipe, pipe));
    end(w);
    return true;
}

static bool put_number(EmbedWriter *w, const NodeNumber *node, size_t *out)
{
    Str ideal;

    if (!embed_val(w, node->ideal, &ideal))
        return false;
    *out = begin(w, "NodeNumber", &node->base);
    add_field_str(w, node->text);
    buf_add_fmt(w->code,
                ", %d, %d, %d, %d, %d, (int64_t)UINT64_C(%" PRIu64
                "), %a, %a, %.*s",
                node->is_int, node->is_uint, node->is_float, node->is_complex,
                node->overflows, (uint64_t)node->integer, node->number,
                node->imaginary, STR_ARG(ideal));
    end(w);
    return true;
}

/* What has no children. */
static size_t put_leaf(EmbedWriter *w, const TmplNode *node)
{
    size_t name;

    if (node->type == NODE_TEXT) {
        name = begin(w, "NodeText", node);
        add_field_str(w, NODE_AS(NodeText, node)->text);
    } else if (node->type == NODE_STRING) {
        name = begin(w, "NodeString", node);
        add_field_str(w, NODE_AS(NodeString, node)->quoted);
        add_field_str(w, NODE_AS(NodeString, node)->text);
    } else if (node->type == NODE_BOOL) {
        name = begin(w, "NodeBool", node);
        buf_add_fmt(w->code, ", %d", NODE_AS(NodeBool, node)->value);
    } else if (node->type == NODE_IDENTIFIER) {
        const NodeIdentifier *ident = NODE_AS(NodeIdentifier, node);

        name = begin(w, "NodeIdentifier", node);
        add_field_str(w, ident->name);
        buf_add_fmt(w->code, ", {&fn_%s, %zu}", ident->function.family->name,
                    ident->function.row);
    } else {
        buf_add_fmt(w->code, "static const TmplNode n%zu = {%d, %u", w->names,
                    (int)node->type, (unsigned)node->pos);
        name = w->names++;
    }
    end(w);
    return name;
}

static bool put(EmbedWriter *w, const TmplNode *node, size_t *out)
{
    const NodeCommand *cmd;

    switch (node->type) {
    case NODE_ACTION: return put_action(w, NODE_AS(NodeAction, node), out);
    case NODE_CHAIN: return put_chain(w, NODE_AS(NodeChain, node), out);
    case NODE_COMMAND:
        cmd = NODE_AS(NodeCommand, node);
        return put_row(w, "NodeCommand", node, cmd->args, cmd->len, out);
    case NODE_FIELD: *out = put_field(w, NODE_AS(NodeField, node)); break;
    case NODE_IF:
    case NODE_RANGE:
    case NODE_WITH: return put_branch(w, NODE_AS(NodeBranch, node), out);
    case NODE_LIST: return put_list(w, NODE_AS(NodeList, node), out);
    case NODE_NUMBER: return put_number(w, NODE_AS(NodeNumber, node), out);
    case NODE_PIPE: return put_pipe(w, NODE_AS(NodePipe, node), out);
    case NODE_TEMPLATE:
        return put_template(w, NODE_AS(NodeTemplate, node), out);
    case NODE_VARIABLE:
        *out = put_variable(w, NODE_AS(NodeVariable, node));
        break;
    case NODE_TEXT:
    case NODE_BOOL:
    case NODE_DOT:
    case NODE_ELSE:
    case NODE_END:
    case NODE_IDENTIFIER:
    case NODE_NIL:
    case NODE_STRING:
    case NODE_BREAK:
    case NODE_CONTINUE: *out = put_leaf(w, node); break;
    }
    return true;
}

static bool put_tree(EmbedWriter *w, const TmplTree *tree, size_t file,
                     size_t *out)
{
    size_t root;

    if (!put_list(w, tree->root, &root))
        return false;
    *out = w->names++;
    buf_add_fmt(w->code, "static const TmplTree t%zu = {", *out);
    embed_str(w, tree->name);
    buf_add_fmt(w->code, ", UINT64_C(%" PRIu64 "), &f%zu, &n%zu, %d, %d};\n",
                tree->hash, file, root, tree->is_empty, tree->has_inner_decl);
    return true;
}

bool embed_template(EmbedWriter *w, const TmplFile *file, size_t text_name,
                    size_t *out)
{
    size_t *trees = ARENA_ARRAY(w->arena, size_t, file->len + 1);
    size_t name = w->names++;

    w->text = file->source.text;
    w->text_name = text_name;
    buf_add_fmt(w->code, "static const TmplFile f%zu;\n", name);
    for (uint32_t i = 0; i < file->len; i++) {
        if (!put_tree(w, file->trees[i], name, &trees[i]))
            return false;
    }
    buf_add_fmt(w->code, "static const TmplTree *const a%zu[] = {", name);
    for (uint32_t i = 0; i < file->len; i++)
        buf_add_fmt(w->code, "&t%zu, ", trees[i]);
    buf_add_fmt(w->code, "NULL};\nstatic const TmplFile f%zu = {{", name);
    embed_str(w, file->source.name);
    add_field_str(w, file->source.text);
    buf_add_fmt(w->code, ", NULL, 0}, a%zu, %u, %d};\n", name,
                (unsigned)file->len, file->defines_itself);
    w->text = STR_NONE;
    *out = name;
    return true;
}
