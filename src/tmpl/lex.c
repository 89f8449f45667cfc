/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Two states: outside actions everything up to the next "{{" is one text
 * token; inside, lex_action reads one token a call.  A token begins at
 * lex->start and ends at lex->pos.  Bytes are looked at through a table of
 * classes; only what is not ASCII is decoded.
 */
#include "tmpl/lex.h"

#include <assert.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

/* No code point: the end of the input. */
#define LEX_EOF UINT32_MAX

/* "- " after "{{", or " -" before "}}". */
#define TRIM_MARKER_LEN 2

/* What an ASCII character may be part of. */
#define CLASS_SPACE  1u
#define CLASS_WORD   2u
#define CLASS_END    4u /* may follow a name */
#define CLASS_NUMBER 8u /* begins a number */

#define S (CLASS_SPACE | CLASS_END)
#define W CLASS_WORD
#define D (CLASS_WORD | CLASS_NUMBER)
#define N CLASS_NUMBER
#define E CLASS_END

static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, 0, 0, S, 0, 0, /* tab, line breaks */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* control characters */
    S, 0, 0, 0, 0, 0, 0, 0, E, E, 0, N, E, N, E, 0, /* space ( ) + , - . */
    D, D, D, D, D, D, D, D, D, D, E, 0, 0, 0, 0, 0, /* digits : */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* A to O */
    W, W, W, W, W, W, W, W, W, W, W, 0, 0, 0, 0, W, /* P to Z, _ */
    0, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* a to o */
    W, W, W, W, W, W, W, W, W, W, W, 0, E, 0, 0, 0, /* p to z, | */
};

#undef S
#undef W
#undef D
#undef N
#undef E

typedef struct Keyword {
    const char *word;
    TokenType type;
} Keyword;

/* By length, up to the longest; no length has more than four. */
#define MAX_KEYWORD 8
static const Keyword keywords[MAX_KEYWORD + 1][4] = {
    [2] = {{"if", TOKEN_IF}      },
    [3] = {                     {"end", TOKEN_END},    {"nil", TOKEN_NIL}},
    [4] = {                     {"else", TOKEN_ELSE},  {"with", TOKEN_WITH}, {"true", TOKEN_BOOL}},
    [5] = { {"block", TOKEN_BLOCK},
           {"break", TOKEN_BREAK},
           {"range", TOKEN_RANGE},
           {"false", TOKEN_BOOL}},
    [6] = {                       {"define", TOKEN_DEFINE} },
    [8] = {                      {"continue", TOKEN_CONTINUE},                     {"template", TOKEN_TEMPLATE}},
};

void lex_init(Lexer *lex, Arena *arena, Str input)
{
    assert(input.len <= LEX_MAX_INPUT);
    *lex = (Lexer){.arena = arena, .input = input};
}

static bool is_space(char c)
{
    return (classes[(unsigned char)c] & CLASS_SPACE) != 0;
}

static bool is_alphanumeric(uint32_t rune)
{
    if (rune < 0x80)
        return (classes[rune] & CLASS_WORD) != 0;
    return rune != LEX_EOF && (utf8_is_letter(rune) || utf8_is_digit(rune));
}

static uint32_t peek_rune(const Lexer *lex, size_t *size)
{
    *size = 0;
    if (lex->pos >= lex->input.len)
        return LEX_EOF;
    *size = 1;
    if ((unsigned char)lex->input.ptr[lex->pos] < 0x80)
        return (unsigned char)lex->input.ptr[lex->pos];
    return utf8_decode(lex->input, lex->pos, size);
}

static uint32_t peek(const Lexer *lex)
{
    size_t size;

    return peek_rune(lex, &size);
}

static uint32_t next(Lexer *lex)
{
    size_t size;
    uint32_t rune = peek_rune(lex, &size);

    lex->pos += size;
    return rune;
}

/* Takes the next character if it is one of `valid`. */
static bool accept(Lexer *lex, const char *valid)
{
    uint32_t rune = peek(lex);

    if (rune == 0 || rune >= 0x80 || strchr(valid, (int)rune) == NULL)
        return false;
    lex->pos++;
    return true;
}

static void accept_run(Lexer *lex, const char *valid)
{
    while (accept(lex, valid))
        continue;
}

static Token take(Lexer *lex, TokenType type)
{
    Token token = {.type = type,
                   .pos = (uint32_t)lex->start,
                   .text = str_slice(lex->input, lex->start, lex->pos)};

    lex->start = lex->pos;
    return token;
}

static Token error_token(Lexer *lex, Str message)
{
    return (Token){
        .type = TOKEN_ERROR, .pos = (uint32_t)lex->start, .text = message};
}

/* `what` and the code point as %#U shows it. */
static Token bad_rune(Lexer *lex, const char *what, uint32_t rune)
{
    Buf buf;

    buf_init(&buf, lex->arena);
    buf_add_fmt(&buf, "%s U+%04X", what, (unsigned)rune);
    if (utf8_is_print(rune)) {
        buf_add(&buf, STR(" '"));
        buf_add_rune(&buf, rune);
        buf_add_byte(&buf, '\'');
    }
    return error_token(lex, buf_str(&buf));
}

/* "- " stands at `pos`, behind "{{". */
static bool trims_before(Str input, size_t pos)
{
    return pos + 1 < input.len && input.ptr[pos] == '-' &&
           is_space(input.ptr[pos + 1]);
}

/* At " -}}". */
static bool at_trimming_delim(const Lexer *lex)
{
    const char *at = lex->input.ptr + lex->pos;

    return lex->input.len - lex->pos >= TRIM_MARKER_LEN + 2 && at[1] == '-' &&
           at[2] == '}' && at[3] == '}' && is_space(at[0]);
}

/* At "}}". */
static bool at_plain_delim(const Lexer *lex)
{
    const char *at = lex->input.ptr + lex->pos;

    return lex->input.len - lex->pos >= 2 && at[0] == '}' && at[1] == '}';
}

/* At "}}" or " -}}". */
static bool at_right_delim(const Lexer *lex, bool *trims)
{
    *trims = at_trimming_delim(lex);
    return *trims || at_plain_delim(lex);
}

static void take_space(Lexer *lex)
{
    while (lex->pos < lex->input.len && is_space(lex->input.ptr[lex->pos]))
        lex->pos++;
}

static void skip_space(Lexer *lex)
{
    take_space(lex);
    lex->start = lex->pos;
}

/* A comment, up to its "}}"; false with *error set when it has no good end.
 * At its slash and star. */
static bool skip_comment(Lexer *lex, Token *error)
{
    size_t close;
    bool trims;

    close = str_find(lex->input, STR("*/"), lex->pos + 2);
    if (close == SIZE_MAX) {
        *error = error_token(lex, STR("unclosed comment"));
        return false;
    }
    lex->pos = close + 2;
    if (!at_right_delim(lex, &trims)) {
        *error = error_token(lex, STR("comment ends before closing delimiter"));
        return false;
    }
    lex->pos += trims ? TRIM_MARKER_LEN + 2 : 2;
    lex->start = lex->pos;
    if (trims)
        skip_space(lex);
    return true;
}

/* At "{{".  False after a comment, which is no token. */
static bool lex_left_delim(Lexer *lex, Token *token)
{
    bool trims = trims_before(lex->input, lex->pos + 2);
    size_t after = lex->pos + 2 + (trims ? TRIM_MARKER_LEN : 0);

    if (str_has_prefix(str_skip(lex->input, after), STR("/*"))) {
        lex->pos = after;
        lex->start = after;
        return !skip_comment(lex, token);
    }
    lex->pos += 2;
    *token = take(lex, TOKEN_LEFT_DELIM);
    lex->inside_action = true;
    lex->paren_depth = 0;
    lex->pos = after;
    lex->start = after;
    return true;
}

/* The next "{{", SIZE_MAX when there is none. */
static size_t find_delim(const Lexer *lex)
{
    Str input = lex->input;
    size_t at = str_find_byte(input, '{', lex->pos);

    while (at != SIZE_MAX && (at + 1 == input.len || input.ptr[at + 1] != '{'))
        at = str_find_byte(input, '{', at + 1);
    return at;
}

/* Outside actions.  False when only a comment was there. */
static bool lex_text(Lexer *lex, Token *token)
{
    size_t delim = find_delim(lex);
    size_t end = delim == SIZE_MAX ? lex->input.len : delim;

    lex->pos = end;
    if (delim != SIZE_MAX && trims_before(lex->input, lex->pos + 2)) {
        while (lex->pos > lex->start && is_space(lex->input.ptr[lex->pos - 1]))
            lex->pos--;
    }
    if (lex->pos > lex->start) {
        *token = take(lex, TOKEN_TEXT);
        lex->pos = end;
        lex->start = end;
        return true;
    }
    lex->pos = end;
    lex->start = end;
    if (delim != SIZE_MAX)
        return lex_left_delim(lex, token);
    *token = take(lex, TOKEN_EOF);
    token->text = STR("EOF");
    return true;
}

static Token lex_right_delim(Lexer *lex)
{
    bool trims = at_trimming_delim(lex);
    Token token;

    if (trims) {
        lex->pos += TRIM_MARKER_LEN;
        lex->start = lex->pos;
    }
    lex->pos += 2;
    token = take(lex, TOKEN_RIGHT_DELIM);
    if (trims)
        skip_space(lex);
    lex->inside_action = false;
    return token;
}

static Token lex_closing(Lexer *lex)
{
    if (lex->paren_depth == 0)
        return lex_right_delim(lex);
    return error_token(lex, STR("unclosed left paren"));
}

/* A run of space; its last character may belong to " -}}". */
static Token lex_space(Lexer *lex)
{
    if (at_trimming_delim(lex))
        return lex_closing(lex);
    lex->pos++;
    if (lex->pos < lex->input.len && is_space(lex->input.ptr[lex->pos])) {
        take_space(lex);
        lex->pos--;
        if (!at_trimming_delim(lex))
            lex->pos++;
    }
    return take(lex, TOKEN_SPACE);
}

/* At a character that may follow a name. */
static bool at_terminator(const Lexer *lex)
{
    if (lex->pos >= lex->input.len)
        return true;
    if ((classes[(unsigned char)lex->input.ptr[lex->pos]] & CLASS_END) != 0)
        return true;
    return at_plain_delim(lex);
}

static TokenType word_type(const Lexer *lex, Str word)
{
    const Keyword *row;

    if (word.len > MAX_KEYWORD)
        return TOKEN_IDENTIFIER;
    row = keywords[word.len];
    for (size_t i = 0; i < ARRAY_LEN(keywords[0]) && row[i].word != NULL; i++) {
        TokenType type = row[i].type;

        if (*row[i].word != *word.ptr ||
            memcmp(row[i].word, word.ptr, word.len) != 0)
            continue;
        if ((type == TOKEN_BREAK && lex->break_is_name) ||
            (type == TOKEN_CONTINUE && lex->continue_is_name))
            return TOKEN_IDENTIFIER;
        return type;
    }
    return TOKEN_IDENTIFIER;
}

static void skip_word(Lexer *lex)
{
    const char *input = lex->input.ptr;
    size_t end = lex->input.len;
    size_t pos = lex->pos;

    for (;;) {
        size_t size;

        while (pos < end &&
               (classes[(unsigned char)input[pos]] & CLASS_WORD) != 0)
            pos++;
        lex->pos = pos;
        if (pos == end || (unsigned char)input[pos] < 0x80 ||
            !is_alphanumeric(peek_rune(lex, &size)))
            return;
        pos += size;
    }
}

static Token lex_identifier(Lexer *lex)
{
    skip_word(lex);
    if (!at_terminator(lex))
        return bad_rune(lex, "bad character", peek(lex));
    return take(lex,
                word_type(lex, str_slice(lex->input, lex->start, lex->pos)));
}

/* After the "." of a field or the "$" of a variable. */
static Token lex_field_or_variable(Lexer *lex, TokenType type)
{
    if (at_terminator(lex))
        return take(lex, type == TOKEN_VARIABLE ? type : TOKEN_DOT);
    skip_word(lex);
    if (!at_terminator(lex))
        return bad_rune(lex, "bad character", peek(lex));
    return take(lex, type);
}

/* After an opening quote: to the closing one, past escapes. */
static Token lex_quoted(Lexer *lex, char quote, TokenType type, Str message)
{
    const char *at = lex->input.ptr + lex->pos;
    const char *end = lex->input.ptr + lex->input.len;

    for (; at < end && *at != quote && *at != '\n'; at++) {
        if (*at != '\\')
            continue;
        at++;
        if (at == end || *at == '\n')
            return error_token(lex, message);
    }
    if (at == end || *at == '\n')
        return error_token(lex, message);
    lex->pos = (size_t)(at - lex->input.ptr) + 1;
    return take(lex, type);
}

static Token lex_raw_string(Lexer *lex)
{
    size_t close = str_find_byte(lex->input, '`', lex->pos);

    if (close == SIZE_MAX)
        return error_token(lex, STR("unterminated raw quoted string"));
    lex->pos = close + 1;
    return take(lex, TOKEN_RAW_STRING);
}

/* Takes what looks like a number; strconv has the last word in the parser. */
static bool scan_number(Lexer *lex)
{
    const char *digits = "0123456789_";
    char base = 'd';
    size_t size;

    accept(lex, "+-");
    if (accept(lex, "0")) {
        if (accept(lex, "xX")) {
            digits = "0123456789abcdefABCDEF_";
            base = 'x';
        } else if (accept(lex, "oO")) {
            digits = "01234567_";
            base = 'o';
        } else if (accept(lex, "bB")) {
            digits = "01_";
            base = 'b';
        }
    }
    accept_run(lex, digits);
    if (accept(lex, "."))
        accept_run(lex, digits);
    if ((base == 'd' && accept(lex, "eE")) ||
        (base == 'x' && accept(lex, "pP"))) {
        accept(lex, "+-");
        accept_run(lex, "0123456789_");
    }
    accept(lex, "i");
    if (!is_alphanumeric(peek_rune(lex, &size)))
        return true;
    lex->pos += size;
    return false;
}

static Token bad_number(Lexer *lex)
{
    Buf buf;

    buf_init(&buf, lex->arena);
    buf_add(&buf, STR("bad number syntax: "));
    val_add_quoted(&buf, str_slice(lex->input, lex->start, lex->pos), false);
    return error_token(lex, buf_str(&buf));
}

static Token lex_number(Lexer *lex)
{
    uint32_t sign;

    if (!scan_number(lex))
        return bad_number(lex);
    sign = peek(lex);
    if (sign != '+' && sign != '-')
        return take(lex, TOKEN_NUMBER);
    if (!scan_number(lex) || lex->input.ptr[lex->pos - 1] != 'i')
        return bad_number(lex);
    return take(lex, TOKEN_COMPLEX);
}

static Token lex_paren(Lexer *lex, uint32_t rune)
{
    if (rune == '(') {
        lex->paren_depth++;
        return take(lex, TOKEN_LEFT_PAREN);
    }
    if (lex->paren_depth == 0)
        return error_token(lex, STR("unexpected right paren"));
    lex->paren_depth--;
    return take(lex, TOKEN_RIGHT_PAREN);
}

/* "." begins a field, stands for the cursor or begins a number. */
static bool dot_is_field(const Lexer *lex)
{
    uint32_t rune = peek(lex);

    return rune != LEX_EOF && (rune < '0' || rune > '9');
}

static Token lex_punctuation(Lexer *lex, uint32_t rune)
{
    switch (rune) {
    case '=': return take(lex, TOKEN_ASSIGN);
    case ':':
        if (next(lex) != '=')
            return error_token(lex, STR("expected :="));
        return take(lex, TOKEN_DECLARE);
    case '|': return take(lex, TOKEN_PIPE);
    case '"':
        return lex_quoted(lex, '"', TOKEN_STRING,
                          STR("unterminated quoted string"));
    case '`': return lex_raw_string(lex);
    case '$': return lex_field_or_variable(lex, TOKEN_VARIABLE);
    case '\'':
        return lex_quoted(lex, '\'', TOKEN_CHAR_CONSTANT,
                          STR("unterminated character constant"));
    case '(':
    case ')': return lex_paren(lex, rune);
    default: break;
    }
    if (rune >= ' ' && rune < 0x7f)
        return take(lex, TOKEN_CHAR);
    return bad_rune(lex, "unrecognized character in action:", rune);
}

/* What begins with neither a space nor an ASCII letter or digit. */
static Token lex_sign(Lexer *lex)
{
    uint32_t rune = peek(lex);

    if (rune >= 0x80 && is_alphanumeric(rune))
        return lex_identifier(lex);
    if (rune == '}' && at_plain_delim(lex))
        return lex_closing(lex);
    next(lex);
    if (rune != '.')
        return lex_punctuation(lex, rune);
    if (dot_is_field(lex))
        return lex_field_or_variable(lex, TOKEN_FIELD);
    lex->pos--;
    return lex_number(lex);
}

static Token lex_action(Lexer *lex)
{
    unsigned class_;

    if (lex->pos >= lex->input.len)
        return error_token(lex, STR("unclosed action"));
    class_ = classes[(unsigned char)lex->input.ptr[lex->pos]];
    if ((class_ & CLASS_SPACE) != 0)
        return lex_space(lex);
    if ((class_ & CLASS_NUMBER) != 0)
        return lex_number(lex);
    if ((class_ & CLASS_WORD) != 0)
        return lex_identifier(lex);
    return lex_sign(lex);
}

Token lex_next(Lexer *lex)
{
    Token token;

    if (lex->inside_action)
        return lex_action(lex);
    while (!lex_text(lex, &token))
        continue;
    return token;
}

/* The first ten code points. */
static Str first_ten(Str s)
{
    size_t end = 0;

    for (int i = 0; i < 10 && end < s.len; i++) {
        size_t size;

        (void)utf8_decode(s, end, &size);
        end += size;
    }
    return str_slice(s, 0, end);
}

Str lex_token_text(Arena *arena, const Token *token)
{
    Buf buf;

    if (token->type == TOKEN_EOF || token->type == TOKEN_ERROR)
        return token->text;
    buf_init(&buf, arena);
    if (token->type > TOKEN_KEYWORD) {
        buf_add_byte(&buf, '<');
        buf_add(&buf, token->text);
        buf_add_byte(&buf, '>');
    } else if (token->text.len > 10) {
        val_add_quoted(&buf, first_ten(token->text), false);
        buf_add(&buf, STR("..."));
    } else {
        val_add_quoted(&buf, token->text, false);
    }
    return buf_str(&buf);
}
