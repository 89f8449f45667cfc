/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_PARSE_H
#define OMNI_TMPL_PARSE_H

#include "base/ctx.h"
#include "tmpl/lex.h"
#include "tmpl/node.h"

/*
 * What the files of the parser share: parse.c (control structures),
 * parse_expr.c (pipelines down to terms) and literal.c (constants).
 */

/* A stack of names. */
typedef struct NameStack {
    Str *items;
    uint32_t len;
    uint32_t cap;
} NameStack;

/* What is known about the template being parsed; define and block begin a new
 * one. */
typedef struct ParseScope {
    TmplTree *tree;
    bool in_action;
    uint32_t action_pos; /* where the current action began */
    uint32_t range_depth;
    uint32_t paren_depth;
    /* Names the parser accepts (Go's Tree.vars): declared or assigned, also
     * by the pipeline being parsed and by the other branch of an if. */
    NameStack names;
    /* The variable stack as execution will find it. */
    NameStack slots;
} ParseScope;

typedef struct Parser {
    Ctx *cx;
    const FnTable *functions;
    Lexer lex;
    Token tokens[2]; /* look-ahead; tokens[0] is the newest */
    uint32_t n_peeked;
    /* The nodes of lists, commands and pipelines that are not whole yet. */
    const TmplNode **parts;
    size_t n_parts;
    size_t parts_cap;
    TmplFile *file;
    const TmplTree **trees; /* those of the file */
    uint32_t trees_cap;
    ParseScope *scope;
} Parser;

/* The tokens.  A token that is peeked at stays where it is until the next one
 * is read. */
static inline const Token *parse_peek(Parser *p)
{
    if (p->n_peeked == 0) {
        lex_next(&p->lex, &p->tokens[0]);
        p->n_peeked = 1;
    }
    return &p->tokens[p->n_peeked - 1];
}

/* Takes what was peeked at. */
static inline void parse_drop(Parser *p)
{
    p->n_peeked--;
}

static inline Token parse_next(Parser *p)
{
    const Token *token = parse_peek(p);

    parse_drop(p);
    return *token;
}

static inline void parse_backup(Parser *p)
{
    assert(p->n_peeked < ARRAY_LEN(p->tokens));
    p->n_peeked++;
}

/* Whether a field stands right behind what was read last. */
static inline bool parse_at_field(Parser *p)
{
    const Token *token = parse_peek(p);

    return token->type == TOKEN_FIELD && !token->is_apart;
}

/* Fails at the line of the newest token. */
bool parse_fail(Parser *p, const char *format, ...)
    __attribute__((cold, format(printf, 2, 3)));

/* Fails for `token`, which `context` has no use for. */
bool parse_unexpected(Parser *p, const Token *token, const char *context);

/* A node of `size` bytes. */
static inline void *parse_node(Parser *p, NodeType type, uint32_t pos,
                               size_t size)
{
    TmplNode *node = arena_calloc(p->cx->arena, 1, size);

    node->type = type;
    node->pos = pos;
    return node;
}

#define PARSE_NODE(p, Type, type, pos)                                         \
    ((Type *)parse_node((p), (type), (pos), sizeof(Type)))

/* Makes room for more parts. */
void parse_grow_parts(Parser *p);

/* Adds a part of what is being read. */
static inline void parse_push(Parser *p, const TmplNode *part)
{
    if (p->n_parts == p->parts_cap)
        parse_grow_parts(p);
    p->parts[p->n_parts++] = part;
}

/* Takes the parts since there were `from` of them as an array of *len. */
const TmplNode **parse_pop(Parser *p, size_t from, uint32_t *len);

void parse_push_name(NameStack *stack, Arena *arena, Str name);

/* A pipeline up to `end`, which is taken.  `context` names it in messages. */
bool parse_pipeline(Parser *p, const char *context, TokenType end,
                    const NodePipe **out) OMNI_CHECKED;

/* The text of a string token; fails on a bad escape. */
bool parse_string(Parser *p, const Token *token, Str *out) OMNI_CHECKED;

/* A number, complex number or character constant. */
bool parse_number(Parser *p, const Token *token,
                  const TmplNode **out) OMNI_CHECKED;

#endif
