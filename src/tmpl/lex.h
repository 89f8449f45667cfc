/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_LEX_H
#define OMNI_TMPL_LEX_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The scanner of template texts (text/template/parse/lex.go): text outside
 * actions, tokens inside, trim markers applied, comments dropped.
 */
typedef enum TokenType {
    TOKEN_ERROR, /* `text` is the message */
    TOKEN_BOOL,
    TOKEN_CHAR, /* a printable ASCII character of no other meaning: a comma */
    TOKEN_CHAR_CONSTANT,
    TOKEN_COMPLEX,
    TOKEN_ASSIGN,
    TOKEN_DECLARE,
    TOKEN_EOF,
    TOKEN_FIELD,
    TOKEN_IDENTIFIER,
    TOKEN_LEFT_DELIM,
    TOKEN_LEFT_PAREN,
    TOKEN_NUMBER,
    TOKEN_PIPE,
    TOKEN_RAW_STRING,
    TOKEN_RIGHT_DELIM,
    TOKEN_RIGHT_PAREN,
    TOKEN_STRING,
    TOKEN_TEXT,
    TOKEN_VARIABLE,
    TOKEN_KEYWORD, /* parts the keywords, which follow, from the others */
    TOKEN_BLOCK,
    TOKEN_BREAK,
    TOKEN_CONTINUE,
    TOKEN_DOT,
    TOKEN_DEFINE,
    TOKEN_ELSE,
    TOKEN_END,
    TOKEN_IF,
    TOKEN_NIL,
    TOKEN_RANGE,
    TOKEN_TEMPLATE,
    TOKEN_WITH,
} TokenType;

typedef struct Token {
    TokenType type;
    uint32_t pos;  /* byte offset of its start */
    Str text;      /* borrows from the input; an error's is in the arena */
    bool is_apart; /* behind space in an action, not only a trim marker's */
    bool is_plain; /* a quoted string of ASCII characters without escapes */
} Token;

typedef struct Lexer {
    Arena *arena; /* for messages */
    Str input;
    size_t pos;
    size_t start; /* of the token being read */
    uint32_t paren_depth;
    bool inside_action;
    bool break_is_name; /* a function of that name hides the keyword */
    bool continue_is_name;
} Lexer;

/* Borrows `input`, which is at most LEX_MAX_INPUT bytes. */
void lex_init(Lexer *lex, Arena *arena, Str input);

#define LEX_MAX_INPUT ((size_t)INT32_MAX)

/* The next token; nothing is read after TOKEN_EOF or TOKEN_ERROR.  Space inside
 * an action, a token of its own in Go, is a flag of the token behind it. */
void lex_next(Lexer *lex, Token *token);

/* The token as a message shows it: EOF, <keyword>, "text", the first ten
 * characters of a long text. */
Str lex_token_text(Arena *arena, const Token *token);

#endif
