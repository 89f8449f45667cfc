/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Pipelines, commands, operands and terms.  A name that is called is bound to
 * its function and a variable to its slot here.
 */
#include "tmpl/parse.h"

/* Fields in a row that need no memory on the way. */
#define FEW_FIELDS 16

/* The last declaration of `name` that execution will have passed. */
static uint32_t find_slot(const ParseScope *scope, Str name)
{
    for (uint32_t i = scope->slots.len; i > 0; i--) {
        if (str_eq(scope->slots.items[i - 1], name))
            return i - 1;
    }
    return NODE_NO_SLOT;
}

/* `first` and the fields that come next. */
static Str *take_fields(Parser *p, Str first, uint32_t *len)
{
    Arena *arena = p->cx->arena;
    Str few[FEW_FIELDS];
    Str *names = few;
    uint32_t cap = FEW_FIELDS;
    uint32_t n = 1;

    names[0] = first;
    while (parse_at_field(p)) {
        if (n == cap) {
            names = memcpy(arena_alloc(arena, sizeof(Str) * cap * 2), names,
                           cap * sizeof(Str));
            cap *= 2;
        }
        names[n++] = str_skip(parse_peek(p)->text, 1);
        parse_drop(p);
    }
    *len = n;
    return memcpy(arena_alloc(arena, n * sizeof(Str)), names, n * sizeof(Str));
}

/* Go places a field or variable at the first of the fields behind it. */
static uint32_t pos_with_fields(Parser *p, const Token *token)
{
    return parse_at_field(p) ? parse_peek(p)->pos : token->pos;
}

static const TmplNode *variable_node(Parser *p, const Token *token)
{
    NodeVariable *node =
        PARSE_NODE(p, NodeVariable, NODE_VARIABLE, pos_with_fields(p, token));

    node->slot = find_slot(p->scope, token->text);
    node->idents = take_fields(p, token->text, &node->len);
    return &node->base;
}

static bool use_variable(Parser *p, const Token *token, const TmplNode **out)
{
    const NameStack *names = &p->scope->names;
    Str name;

    for (uint32_t i = 0; i < names->len; i++) {
        if (str_eq(names->items[i], token->text)) {
            *out = variable_node(p, token);
            return true;
        }
    }
    name = node_quote(p->cx->arena, token->text);
    return parse_fail(p, "undefined variable %.*s", STR_ARG(name));
}

static bool use_function(Parser *p, const Token *token, const TmplNode **out)
{
    NodeIdentifier *node;
    FnRef function;

    if (!fn_table_find(p->functions, token->text, &function)) {
        Str name = node_quote(p->cx->arena, token->text);

        return parse_fail(p, "function %.*s not defined", STR_ARG(name)) ||
               err_lacks(p->cx, ERR_LACKS_FUNCTION, token->text);
    }
    node = PARSE_NODE(p, NodeIdentifier, NODE_IDENTIFIER, token->pos);
    node->name = token->text;
    node->function = function;
    *out = &node->base;
    return true;
}

static bool use_string(Parser *p, const Token *token, const TmplNode **out)
{
    NodeString *node = PARSE_NODE(p, NodeString, NODE_STRING, token->pos);

    if (!parse_string(p, token, &node->text))
        return false;
    node->quoted = token->text;
    *out = &node->base;
    return true;
}

static const TmplNode *bool_node(Parser *p, const Token *token)
{
    NodeBool *node = PARSE_NODE(p, NodeBool, NODE_BOOL, token->pos);

    node->value = str_eq(token->text, STR("true"));
    return &node->base;
}

static const TmplNode *field_node(Parser *p, const Token *token)
{
    NodeField *node =
        PARSE_NODE(p, NodeField, NODE_FIELD, pos_with_fields(p, token));

    node->idents = take_fields(p, str_skip(token->text, 1), &node->len);
    return &node->base;
}

static bool parse_parens(Parser *p, const TmplNode **out)
{
    const NodePipe *pipe;

    if (!ctx_enter(p->cx))
        return false;
    p->scope->paren_depth++;
    if (!parse_pipeline(p, "parenthesized pipeline", TOKEN_RIGHT_PAREN, &pipe))
        return false;
    p->scope->paren_depth--;
    ctx_leave(p->cx);
    *out = &pipe->base;
    return true;
}

/* *out NULL: no term is there, and nothing was taken. */
static bool parse_term(Parser *p, const TmplNode **out)
{
    Token token = parse_next(p);

    switch ((int)token.type) {
    case TOKEN_IDENTIFIER: return use_function(p, &token, out);
    case TOKEN_VARIABLE: return use_variable(p, &token, out);
    case TOKEN_LEFT_PAREN: return parse_parens(p, out);
    case TOKEN_STRING:
    case TOKEN_RAW_STRING: return use_string(p, &token, out);
    case TOKEN_CHAR_CONSTANT:
    case TOKEN_COMPLEX:
    case TOKEN_NUMBER: return parse_number(p, &token, out);
    case TOKEN_DOT: *out = PARSE_NODE(p, TmplNode, NODE_DOT, token.pos); break;
    case TOKEN_NIL: *out = PARSE_NODE(p, TmplNode, NODE_NIL, token.pos); break;
    case TOKEN_FIELD: *out = field_node(p, &token); break;
    case TOKEN_BOOL: *out = bool_node(p, &token); break;
    default:
        parse_backup(p);
        *out = NULL;
        break;
    }
    return true;
}

/* The byte offset behind a text of the input. */
static uint32_t end_of(const Parser *p, Str text)
{
    return (uint32_t)(text.ptr + text.len - p->lex.input.ptr);
}

/* `node`, which is no field or variable, with the fields behind it. */
static bool parse_chain(Parser *p, const TmplNode *node, const TmplNode **out)
{
    Token token = parse_next(p);
    NodeChain *chain = PARSE_NODE(p, NodeChain, NODE_CHAIN, token.pos);
    Str text;

    chain->node = node;
    chain->fields = take_fields(p, str_skip(token.text, 1), &chain->len);
    *out = &chain->base;
    if (node->type == NODE_PIPE || node->type == NODE_IDENTIFIER)
        return true;
    /* Of what is apart Go has read only the space by now. */
    if (p->tokens[0].is_apart)
        p->tokens[0].pos = end_of(p, chain->fields[chain->len - 1]);
    text = node_quote(p->cx->arena, node_text(p->cx->arena, node));
    return parse_fail(p, "unexpected . after term %.*s", STR_ARG(text));
}

static bool parse_operand(Parser *p, const TmplNode **out)
{
    if (!parse_term(p, out))
        return false;
    if (*out == NULL || !parse_at_field(p))
        return true;
    return parse_chain(p, *out, out);
}

/* Operands parted by space, up to a "|", which is taken, or the end. */
static bool parse_command(Parser *p, const TmplNode **out)
{
    NodeCommand *cmd =
        PARSE_NODE(p, NodeCommand, NODE_COMMAND, parse_peek(p)->pos);
    size_t from = p->n_parts;
    const TmplNode *operand;
    const Token *end;

    do {
        if (!parse_operand(p, &operand))
            return false;
        if (operand != NULL)
            parse_push(p, operand);
    } while (operand != NULL && parse_peek(p)->is_apart);
    end = parse_peek(p);
    if (end->type == TOKEN_PIPE)
        parse_drop(p);
    else if (end->type != TOKEN_RIGHT_DELIM && end->type != TOKEN_RIGHT_PAREN)
        return parse_unexpected(p, end, "operand");
    cmd->args = parse_pop(p, from, &cmd->len);
    if (cmd->len == 0)
        return parse_fail(p, "empty command");
    *out = &cmd->base;
    return true;
}

static bool is_constant(NodeType type)
{
    return type == NODE_BOOL || type == NODE_DOT || type == NODE_NIL ||
           type == NODE_NUMBER || type == NODE_STRING;
}

/* A pipeline has a command, and only the first may be a constant. */
static bool check_pipeline(Parser *p, const NodePipe *pipe, const char *context)
{
    if (pipe->len == 0)
        return parse_fail(p, "missing value for %s", context);
    for (uint32_t i = 1; i < pipe->len; i++) {
        const NodeCommand *cmd = NODE_AS(NodeCommand, pipe->cmds[i]);

        if (is_constant(cmd->args[0]->type))
            return parse_fail(p, "non executable command in pipeline stage %u",
                              i + 1);
    }
    return true;
}

static bool begins_command(TokenType type)
{
    switch ((int)type) {
    case TOKEN_BOOL:
    case TOKEN_CHAR_CONSTANT:
    case TOKEN_COMPLEX:
    case TOKEN_DOT:
    case TOKEN_FIELD:
    case TOKEN_IDENTIFIER:
    case TOKEN_NUMBER:
    case TOKEN_NIL:
    case TOKEN_RAW_STRING:
    case TOKEN_STRING:
    case TOKEN_VARIABLE:
    case TOKEN_LEFT_PAREN: return true;
    default: return false;
    }
}

static void add_decl(Parser *p, NodePipe *pipe, const Token *token)
{
    NodeVariable *node = PARSE_NODE(p, NodeVariable, NODE_VARIABLE, token->pos);
    Str *name = ARENA_NEW(p->cx->arena, Str);

    *name = token->text;
    node->len = 1;
    node->idents = name;
    node->slot = find_slot(p->scope, token->text);
    pipe->decls[pipe->n_decls++] = node;
    parse_push_name(&p->scope->names, p->cx->arena, token->text);
}

/* After the "," behind a declared variable: in a range another variable may
 * follow, and *more says so. */
static bool parse_decl_comma(Parser *p, const NodePipe *pipe,
                             const char *context, bool *more)
{
    if (strcmp(context, "range") == 0 && pipe->n_decls < 2) {
        TokenType type = parse_peek(p)->type;

        if (type != TOKEN_VARIABLE && type != TOKEN_RIGHT_DELIM &&
            type != TOKEN_RIGHT_PAREN)
            return parse_fail(p, "range can only initialize variables");
        *more = true;
        return true;
    }
    return parse_fail(p, "too many declarations in %s", context);
}

/* A variable at the start of a pipeline: "$x :=", "$x =", "$x," or the first
 * argument, which is put back. */
static bool parse_decl(Parser *p, NodePipe *pipe, const char *context,
                       bool *more)
{
    Token variable = parse_next(p);
    const Token *token = parse_peek(p);

    *more = false;
    if (token->type == TOKEN_ASSIGN || token->type == TOKEN_DECLARE) {
        pipe->is_assign = token->type == TOKEN_ASSIGN;
        parse_drop(p);
        add_decl(p, pipe, &variable);
    } else if (token->type == TOKEN_CHAR && str_eq(token->text, STR(","))) {
        parse_drop(p);
        add_decl(p, pipe, &variable);
        return parse_decl_comma(p, pipe, context, more);
    } else {
        p->tokens[1] = variable;
        p->n_peeked = 2;
    }
    return true;
}

static bool parse_decls(Parser *p, NodePipe *pipe, const char *context)
{
    bool more = true;

    while (more && parse_peek(p)->type == TOKEN_VARIABLE) {
        if (!parse_decl(p, pipe, context, &more))
            return false;
    }
    return true;
}

/* Execution has the variables on its stack once the pipeline has a value. */
static void declare(Parser *p, const NodePipe *pipe)
{
    if (pipe->is_assign || pipe->n_decls == 0)
        return;
    for (uint32_t i = 0; i < pipe->n_decls; i++)
        parse_push_name(&p->scope->slots, p->cx->arena,
                        pipe->decls[i]->idents[0]);
    if (p->scope->paren_depth > 0)
        p->scope->tree->has_inner_decl = true;
}

bool parse_pipeline(Parser *p, const char *context, TokenType end,
                    const NodePipe **out)
{
    NodePipe *pipe = PARSE_NODE(p, NodePipe, NODE_PIPE, parse_peek(p)->pos);
    size_t from = p->n_parts;

    if (!parse_decls(p, pipe, context))
        return false;
    for (;;) {
        const Token *token = parse_peek(p);
        const TmplNode *cmd = NULL;

        if (token->type == end)
            break;
        if (!begins_command(token->type))
            return parse_unexpected(p, token, context);
        if (!parse_command(p, &cmd))
            return false;
        parse_push(p, cmd);
    }
    parse_drop(p);
    pipe->cmds = parse_pop(p, from, &pipe->len);
    if (!check_pipeline(p, pipe, context))
        return false;
    declare(p, pipe);
    *out = pipe;
    return true;
}
