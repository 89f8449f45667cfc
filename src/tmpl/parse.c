/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Files, templates and control structures, by recursive descent with two
 * tokens of look-ahead.  The order in which tokens are read and put back
 * follows text/template/parse, for the line of a message is that of the token
 * read last.
 *
 * Variables become slots here.  A slot is the place a variable will have on
 * the stack of its template, so both stacks grow and shrink at the same
 * points: an if, with or range drops what its pipeline and body declared.
 */
#include "tmpl/parse.h"

static bool parse_action(Parser *p, const TmplNode **out) OMNI_CHECKED;
static bool parse_item_list(Parser *p, const NodeList **list,
                            const TmplNode **end) OMNI_CHECKED;

static uint32_t line_of(const Parser *p, uint32_t pos)
{
    return source_pos(&p->file->source, pos).line;
}

bool parse_fail(Parser *p, const char *format, ...)
{
    SourcePos pos = {p->file->source.name, line_of(p, p->tokens[0].pos), 0};
    va_list args;
    Str msg;

    va_start(args, format);
    msg = arena_vfmt(p->cx->arena, format, args);
    va_end(args);
    return err_push(p->cx, (Err){.kind = ERR_PARSE,
                                 .pos = pos,
                                 .msg = msg,
                                 .source = &p->file->source});
}

bool parse_unexpected(Parser *p, const Token *token, const char *context)
{
    Str text = lex_token_text(p->cx->arena, token);
    uint32_t line = line_of(p, p->scope->action_pos);
    const char *in_action = " in action";

    if (token->type != TOKEN_ERROR)
        return parse_fail(p, "unexpected %.*s in %s", STR_ARG(text), context);
    if (!p->scope->in_action || line == line_of(p, token->pos))
        return parse_fail(p, "%.*s", STR_ARG(text));
    if (str_has_suffix(text, STR(" action")))
        in_action = "";
    return parse_fail(p, "%.*s%s started at %.*s:%u", STR_ARG(text), in_action,
                      STR_ARG(p->file->source.name), line);
}

void parse_grow_parts(Parser *p)
{
    size_t more = p->parts_cap == 0 ? 64 : p->parts_cap * 2;

    p->parts =
        arena_grow(p->cx->arena, p->parts, p->parts_cap * sizeof(*p->parts),
                   more * sizeof(*p->parts));
    p->parts_cap = more;
}

const TmplNode **parse_pop(Parser *p, size_t from, uint32_t *len)
{
    size_t n = p->n_parts - from;
    size_t size = n * sizeof(*p->parts);

    *len = (uint32_t)n;
    p->n_parts = from;
    if (n == 0)
        return NULL;
    return memcpy(arena_alloc(p->cx->arena, size), p->parts + from, size);
}

void parse_push_name(NameStack *stack, Arena *arena, Str name)
{
    if (stack->len == stack->cap) {
        uint32_t more = stack->cap == 0 ? 8 : stack->cap * 2;

        stack->items = arena_grow(arena, stack->items, stack->cap * sizeof(Str),
                                  more * sizeof(Str));
        stack->cap = more;
    }
    stack->items[stack->len++] = name;
}

static bool expect_right_delim(Parser *p, const char *context, Token *out)
{
    *out = parse_next(p);
    return out->type == TOKEN_RIGHT_DELIM || parse_unexpected(p, out, context);
}

static bool is_end_or_else(const TmplNode *node)
{
    return node->type == NODE_END || node->type == NODE_ELSE;
}

static bool fail_at_node(Parser *p, const char *before, const TmplNode *node,
                         const char *after)
{
    Str text = node_text(p->cx->arena, node);

    return parse_fail(p, "%s%.*s%s", before, STR_ARG(text), after);
}

/* Templates. */

static void scope_begin(Parser *p, ParseScope *scope)
{
    *scope = (ParseScope){.tree = ARENA_NEW(p->cx->arena, TmplTree)};
    scope->tree->file = p->file;
    parse_push_name(&scope->names, p->cx->arena, STR("$"));
    parse_push_name(&scope->slots, p->cx->arena, STR("$"));
    p->scope = scope;
}

static void append_tree(Parser *p, TmplTree *tree)
{
    TmplFile *file = p->file;

    if (file->len == p->trees_cap) {
        uint32_t more = p->trees_cap == 0 ? 4 : p->trees_cap * 2;

        p->trees = arena_grow(p->cx->arena, p->trees,
                              p->trees_cap * sizeof(TmplTree *),
                              more * sizeof(TmplTree *));
        p->trees_cap = more;
        file->trees = p->trees;
    }
    p->trees[file->len++] = tree;
}

/* One text may define a name twice only if one of the two is empty; the other
 * stays. */
static bool add_tree(Parser *p, Str name, const NodeList *root)
{
    TmplTree *tree = p->scope->tree;

    tree->name = name;
    tree->hash = str_hash(name);
    tree->root = root;
    tree->is_empty = node_list_is_empty(root);
    for (uint32_t i = 0; i < p->file->len; i++) {
        if (!str_eq(p->trees[i]->name, name))
            continue;
        if (p->trees[i]->is_empty) {
            p->trees[i] = tree;
            return true;
        }
        if (tree->is_empty)
            return true;
        name = node_quote(p->cx->arena, name);
        return parse_fail(p, "template: multiple definition of template %.*s",
                          STR_ARG(name));
    }
    append_tree(p, tree);
    return true;
}

/* Behind the keyword "define". */
static bool parse_definition(Parser *p)
{
    Token token = parse_next(p);
    const NodeList *root;
    const TmplNode *end;
    Str name;

    if (token.type != TOKEN_STRING && token.type != TOKEN_RAW_STRING)
        return parse_unexpected(p, &token, "define clause");
    if (!parse_string(p, &token, &name) ||
        !expect_right_delim(p, "define clause", &token) ||
        !parse_item_list(p, &root, &end))
        return false;
    if (end->type != NODE_END)
        return fail_at_node(p, "unexpected ", end, " in define clause");
    return add_tree(p, name, root);
}

static bool parse_define(Parser *p)
{
    ParseScope *outer = p->scope;
    ParseScope scope;
    bool ok;

    scope_begin(p, &scope);
    ok = parse_definition(p);
    p->scope = outer;
    return ok;
}

static bool parse_template_name(Parser *p, const Token *token,
                                const char *context, Str *out)
{
    if (token->type != TOKEN_STRING && token->type != TOKEN_RAW_STRING)
        return parse_unexpected(p, token, context);
    return parse_string(p, token, out);
}

static const TmplNode *template_node(Parser *p, uint32_t pos, Str name,
                                     const NodePipe *pipe)
{
    NodeTemplate *node = PARSE_NODE(p, NodeTemplate, NODE_TEMPLATE, pos);

    node->name = name;
    node->hash = str_hash(name);
    node->pipe = pipe;
    return &node->base;
}

static bool parse_block_list(Parser *p, Str name)
{
    uint32_t pos = p->tokens[0].pos;
    const NodeList *root;
    const TmplNode *end;

    if (!parse_item_list(p, &root, &end))
        return false;
    if (end->type != NODE_END) {
        /* Go reports this from the outer tree, whose newest token is the end
         * of the block's clause. */
        p->tokens[0].pos = pos;
        return fail_at_node(p, "unexpected ", end, " in block clause");
    }
    return add_tree(p, name, root);
}

/* The body of a block, which is a template of its own. */
static bool parse_block_body(Parser *p, Str name)
{
    ParseScope *outer = p->scope;
    ParseScope scope;
    bool ok;

    scope_begin(p, &scope);
    ok = parse_block_list(p, name);
    p->scope = outer;
    return ok;
}

static bool parse_block(Parser *p, const TmplNode **out)
{
    Token token = parse_next(p);
    const NodePipe *pipe;
    Str name;

    if (!parse_template_name(p, &token, "block clause", &name) ||
        !parse_pipeline(p, "block clause", TOKEN_RIGHT_DELIM, &pipe) ||
        !parse_block_body(p, name))
        return false;
    *out = template_node(p, token.pos, name, pipe);
    return true;
}

static bool parse_template(Parser *p, const TmplNode **out)
{
    Token token = parse_next(p);
    const NodePipe *pipe = NULL;
    Str name;

    if (!parse_template_name(p, &token, "template clause", &name))
        return false;
    if (parse_next(p).type != TOKEN_RIGHT_DELIM) {
        parse_backup(p);
        if (!parse_pipeline(p, "template clause", TOKEN_RIGHT_DELIM, &pipe))
            return false;
    }
    *out = template_node(p, token.pos, name, pipe);
    return true;
}

/* if, with, range. */

typedef struct BranchKind {
    NodeType type;
    const char *name;
    TokenType else_keyword; /* what may follow "else"; EOF: nothing */
} BranchKind;

static const BranchKind branch_if = {NODE_IF, "if", TOKEN_IF};
static const BranchKind branch_with = {NODE_WITH, "with", TOKEN_WITH};
static const BranchKind branch_range = {NODE_RANGE, "range", TOKEN_EOF};

static bool parse_branch(Parser *p, const BranchKind *kind,
                         const TmplNode **out) OMNI_CHECKED;

/* {{else if}} is {{else}}{{if}} whose {{end}} serves both; the same for
 * with. */
static bool parse_else_branch(Parser *p, const BranchKind *kind, uint32_t pos,
                              const NodeList **out)
{
    NodeList *list = PARSE_NODE(p, NodeList, NODE_LIST, pos);
    const TmplNode *branch;

    (void)parse_next(p);
    if (!ctx_enter(p->cx))
        return false;
    if (!parse_branch(p, kind, &branch))
        return false;
    ctx_leave(p->cx);
    parse_push(p, branch);
    list->items = parse_pop(p, p->n_parts - 1, &list->len);
    *out = list;
    return true;
}

static bool parse_else(Parser *p, const BranchKind *kind, uint32_t pos,
                       const NodeList **out)
{
    const TmplNode *end;

    if (kind->else_keyword != TOKEN_EOF &&
        parse_peek(p)->type == kind->else_keyword)
        return parse_else_branch(p, kind, pos, out);
    if (!parse_item_list(p, out, &end))
        return false;
    if (end->type != NODE_END)
        return fail_at_node(p, "expected end; found ", end, "");
    return true;
}

static bool parse_branch(Parser *p, const BranchKind *kind,
                         const TmplNode **out)
{
    ParseScope *scope = p->scope;
    uint32_t n_names = scope->names.len;
    uint32_t n_slots = scope->slots.len;
    uint32_t n_pipe_slots;
    NodeBranch *node = PARSE_NODE(p, NodeBranch, kind->type, 0);
    uint32_t in_range = kind->type == NODE_RANGE ? 1 : 0;
    const TmplNode *end;

    if (!parse_pipeline(p, kind->name, TOKEN_RIGHT_DELIM, &node->pipe))
        return false;
    n_pipe_slots = scope->slots.len;
    scope->range_depth += in_range;
    if (!parse_item_list(p, &node->list, &end))
        return false;
    scope->range_depth -= in_range;
    /* What the first list declared is never on the stack in the second. */
    scope->slots.len = n_pipe_slots;
    if (end->type == NODE_ELSE &&
        !parse_else(p, kind, end->pos, &node->else_list))
        return false;
    scope->names.len = n_names;
    scope->slots.len = n_slots;
    node->base.pos = node->pipe->base.pos;
    *out = &node->base;
    return true;
}

/* Actions. */

static bool parse_jump(Parser *p, uint32_t pos, NodeType type, const char *name,
                       const TmplNode **out)
{
    Token token = parse_next(p);

    if (token.type != TOKEN_RIGHT_DELIM)
        return parse_unexpected(p, &token, name);
    if (p->scope->range_depth == 0)
        return parse_fail(p, "%s outside {{range}}", name);
    *out = PARSE_NODE(p, TmplNode, type, pos);
    return true;
}

static bool parse_end(Parser *p, const TmplNode **out)
{
    Token token;

    if (!expect_right_delim(p, "end", &token))
        return false;
    *out = PARSE_NODE(p, TmplNode, NODE_END, token.pos);
    return true;
}

/* Leaves the keyword of an "else if" or "else with" to the branch. */
static bool parse_else_clause(Parser *p, const TmplNode **out)
{
    Token token = *parse_peek(p);

    if (token.type != TOKEN_IF && token.type != TOKEN_WITH &&
        !expect_right_delim(p, "else", &token))
        return false;
    *out = PARSE_NODE(p, TmplNode, NODE_ELSE, token.pos);
    return true;
}

static bool parse_plain_action(Parser *p, const TmplNode **out)
{
    NodeAction *node;

    parse_backup(p);
    node = PARSE_NODE(p, NodeAction, NODE_ACTION, parse_peek(p)->pos);
    *out = &node->base;
    return parse_pipeline(p, "command", TOKEN_RIGHT_DELIM, &node->pipe);
}

static bool parse_keyword(Parser *p, const Token *token, const TmplNode **out)
{
    uint32_t pos = token->pos;

    switch ((int)token->type) {
    case TOKEN_BLOCK: return parse_block(p, out);
    case TOKEN_BREAK: return parse_jump(p, pos, NODE_BREAK, "{{break}}", out);
    case TOKEN_CONTINUE:
        return parse_jump(p, pos, NODE_CONTINUE, "{{continue}}", out);
    case TOKEN_ELSE: return parse_else_clause(p, out);
    case TOKEN_END: return parse_end(p, out);
    case TOKEN_IF: return parse_branch(p, &branch_if, out);
    case TOKEN_RANGE: return parse_branch(p, &branch_range, out);
    case TOKEN_TEMPLATE: return parse_template(p, out);
    case TOKEN_WITH: return parse_branch(p, &branch_with, out);
    default: return parse_plain_action(p, out);
    }
}

static bool parse_action(Parser *p, const TmplNode **out)
{
    Token token = parse_next(p);

    if (!ctx_enter(p->cx))
        return false;
    if (!parse_keyword(p, &token, out))
        return false;
    ctx_leave(p->cx);
    return true;
}

static bool parse_text_or_action(Parser *p, const TmplNode **out)
{
    Token token = parse_next(p);
    NodeText *node;
    bool ok;

    if (token.type == TOKEN_LEFT_DELIM) {
        p->scope->in_action = true;
        p->scope->action_pos = token.pos;
        ok = parse_action(p, out);
        p->scope->in_action = false;
        return ok;
    }
    if (token.type != TOKEN_TEXT)
        return parse_unexpected(p, &token, "input");
    node = PARSE_NODE(p, NodeText, NODE_TEXT, token.pos);
    node->text = token.text;
    *out = &node->base;
    return true;
}

/* Text and actions up to {{end}} or {{else}}, which is *end. */
static bool parse_item_list(Parser *p, const NodeList **list,
                            const TmplNode **end)
{
    NodeList *items = PARSE_NODE(p, NodeList, NODE_LIST, parse_peek(p)->pos);
    size_t from = p->n_parts;

    while (parse_peek(p)->type != TOKEN_EOF) {
        const TmplNode *node;

        if (!parse_text_or_action(p, &node))
            return false;
        if (is_end_or_else(node)) {
            items->items = parse_pop(p, from, &items->len);
            *list = items;
            *end = node;
            return true;
        }
        parse_push(p, node);
    }
    return parse_fail(p, "unexpected EOF");
}

/* One piece at the top of a file: a definition adds nothing to its list. */
static bool parse_top_item(Parser *p)
{
    const TmplNode *node;

    if (parse_peek(p)->type == TOKEN_LEFT_DELIM) {
        Token delim = parse_next(p);

        if (parse_next(p).type == TOKEN_DEFINE)
            return parse_define(p);
        p->tokens[1] = delim;
        p->n_peeked = 2;
    }
    if (!parse_text_or_action(p, &node))
        return false;
    if (is_end_or_else(node))
        return fail_at_node(p, "unexpected ", node, "");
    parse_push(p, node);
    return true;
}

static bool parse_file(Parser *p, Str name)
{
    ParseScope scope;
    NodeList *root;
    uint32_t n_defined;

    scope_begin(p, &scope);
    root = PARSE_NODE(p, NodeList, NODE_LIST, parse_peek(p)->pos);
    while (parse_peek(p)->type != TOKEN_EOF) {
        if (!parse_top_item(p))
            return false;
    }
    root->items = parse_pop(p, 0, &root->len);
    n_defined = p->file->len;
    if (!add_tree(p, name, root))
        return false;
    p->file->defines_itself = p->file->len == n_defined;
    return true;
}

bool tmpl_parse(Ctx *cx, const FnTable *functions, Str name, Str text,
                const TmplFile **out)
{
    uint32_t depth = cx->depth;
    Parser p = {.cx = cx, .functions = functions};
    FnRef unused;
    bool ok;

    if (text.len > LEX_MAX_INPUT)
        return fail(cx, ERR_LIMIT, source_pos_of_file(name),
                    "a template of %zu bytes is too long", text.len);
    p.file = ARENA_NEW(cx->arena, TmplFile);
    p.file->source = source_bare(name, text);
    lex_init(&p.lex, cx->arena, text);
    p.lex.break_is_name = fn_table_find(functions, STR("break"), &unused);
    p.lex.continue_is_name = fn_table_find(functions, STR("continue"), &unused);
    ok = parse_file(&p, name);
    cx->depth = depth;
    if (ok)
        *out = p.file;
    return ok;
}

const TmplFile *tmpl_rename(Arena *arena, const TmplFile *file, Str name,
                            Str text)
{
    uint32_t last = file->len - 1;
    TmplFile *copy = ARENA_NEW(arena, TmplFile);
    const TmplTree **trees;

    if (file->defines_itself)
        return NULL;
    trees = ARENA_ARRAY(arena, const TmplTree *, file->len);
    *copy = *file;
    copy->source.name = name;
    copy->source.text = text;
    copy->trees = trees;
    for (uint32_t i = 0; i < file->len; i++) {
        TmplTree *tree = ARENA_NEW(arena, TmplTree);

        *tree = *file->trees[i];
        tree->file = copy;
        if (i == last) {
            tree->name = name;
            tree->hash = str_hash(name);
        } else if (str_eq(tree->name, name)) {
            return NULL;
        }
        trees[i] = tree;
    }
    return copy;
}
