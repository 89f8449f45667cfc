/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_TOML_LEX_H
#define OMNI_CODEC_TOML_LEX_H

#include "base/ctx.h"
#include "codec/toml_text.h"

/*
 * The characters and tokens of a TOML document, with BurntSushi's messages.
 * They name a line and the last key, so the lexer carries both.
 */
typedef struct TomlLexer {
    Ctx *cx;
    Str name;
    Str text;
    size_t start; /* of the token */
    size_t pos;
    uint32_t line;    /* of pos, from 1 */
    bool is_past_end; /* the end has been consumed as if a character */
    TomlKey context;  /* the table that is being filled */
    Str key;          /* in it, the key that is being set; may be empty */
} TomlLexer;

typedef enum TomlToken {
    TOML_STRING,       /* nothing to unescape */
    TOML_STRING_ESC,   /* "..." with escapes */
    TOML_STRING_MULTI, /* """...""" */
    TOML_RAW_MULTI,    /* three single quotes */
    TOML_INTEGER,
    TOML_FLOAT,
    TOML_BOOL,
    TOML_DATETIME,
    TOML_ARRAY,  /* past its "[" */
    TOML_INLINE, /* past its "{" */
} TomlToken;

typedef struct TomlItem {
    TomlToken token;
    Str text;
    uint32_t line; /* of its end */
} TomlItem;

/* Fails at `line`: "toml: line 2 (last key \"a\"): ..."; false, always. */
bool codec_toml_fail(TomlLexer *lexer, uint32_t line, const char *format, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* The next character, consumed or not; 0 at the end of the text. */
bool codec_toml_next(TomlLexer *lexer, uint32_t *rune) OMNI_CHECKED;
bool codec_toml_peek(TomlLexer *lexer, uint32_t *rune) OMNI_CHECKED;

/* Fails because of `rune`, just consumed: "WHAT'x'AFTER". */
bool codec_toml_fail_rune(TomlLexer *lexer, const char *what, uint32_t rune,
                          const char *after);

/* Past spaces and tabs. */
bool codec_toml_skip_blank(TomlLexer *lexer) OMNI_CHECKED;

/* Past blanks, line breaks and comments. */
bool codec_toml_skip_space(TomlLexer *lexer) OMNI_CHECKED;

/* Past the rest of a comment. */
bool codec_toml_skip_comment(TomlLexer *lexer) OMNI_CHECKED;

/* A value, or the start of an array or inline table. */
bool codec_toml_lex_value(TomlLexer *lexer, TomlItem *out) OMNI_CHECKED;

/* One part of a key: bare (perhaps empty) or quoted. */
bool codec_toml_lex_part(TomlLexer *lexer, TomlItem *out) OMNI_CHECKED;

#endif
