/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Two states: outside actions everything up to the next "{{" is one text
 * token; inside, lex_action reads one token a call and the space before it.  A
 * token begins at lex->start and ends at lex->pos.  Bytes are looked at through
 * a table of classes; only what is not ASCII is decoded.
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
#define CLASS_END    4u  /* may follow a name */
#define CLASS_NUMBER 8u  /* begins a number */
#define CLASS_PLAIN  16u /* stands for itself in a quoted string */

#define L (CLASS_SPACE | CLASS_END)
#define P CLASS_PLAIN
#define S (CLASS_SPACE | CLASS_END | CLASS_PLAIN)
#define W (CLASS_WORD | CLASS_PLAIN)
#define D (CLASS_WORD | CLASS_NUMBER | CLASS_PLAIN)
#define N (CLASS_NUMBER | CLASS_PLAIN)
#define E (CLASS_END | CLASS_PLAIN)

static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, L, 0, 0, S, 0, 0, /* tab, line breaks */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* control characters */
    S, P, 0, P, P, P, P, P, E, E, P, N, E, N, E, P, /* space ( ) + , - . */
    D, D, D, D, D, D, D, D, D, D, E, P, P, P, P, P, /* digits : */
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* A to O */
    W, W, W, W, W, W, W, W, W, W, W, P, 0, P, P, W, /* P to Z, _ */
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* a to o */
    W, W, W, W, W, W, W, W, W, W, W, P, E, P, P, 0, /* p to z, | */
};

#undef L
#undef P
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

static void take(Lexer *lex, Token *token, TokenType type)
{
    *token = (Token){.type = type,
                     .pos = (uint32_t)lex->start,
                     .text = str_slice(lex->input, lex->start, lex->pos)};
    lex->start = lex->pos;
}

static void take_error(const Lexer *lex, Token *token, Str message)
{
    *token = (Token){
        .type = TOKEN_ERROR, .pos = (uint32_t)lex->start, .text = message};
}

/* `what` and the code point as %#U shows it. */
static void take_bad_rune(Lexer *lex, Token *token, const char *what,
                          uint32_t rune)
{
    Buf buf;

    buf_init(&buf, lex->arena);
    buf_add_fmt(&buf, "%s U+%04X", what, (unsigned)rune);
    if (utf8_is_print(rune)) {
        buf_add(&buf, STR(" '"));
        buf_add_rune(&buf, rune);
        buf_add_byte(&buf, '\'');
    }
    take_error(lex, token, buf_str(&buf));
}

/* "- " stands at `pos`, behind "{{". */
static bool trims_before(Str input, size_t pos)
{
    return pos + 1 < input.len && input.ptr[pos] == '-' &&
           is_space(input.ptr[pos + 1]);
}

/* "}}" stands at `pos`. */
static bool closes(Str input, size_t pos)
{
    return pos + 1 < input.len && input.ptr[pos] == '}' &&
           input.ptr[pos + 1] == '}';
}

/* " -}}" stands at `pos`. */
static bool trims_behind(Str input, size_t pos)
{
    return pos + TRIM_MARKER_LEN < input.len && input.ptr[pos + 1] == '-' &&
           closes(input, pos + TRIM_MARKER_LEN) && is_space(input.ptr[pos]);
}

static void skip_space(Lexer *lex)
{
    while (lex->pos < lex->input.len && is_space(lex->input.ptr[lex->pos]))
        lex->pos++;
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
        take_error(lex, error, STR("unclosed comment"));
        return false;
    }
    lex->pos = close + 2;
    trims = trims_behind(lex->input, lex->pos);
    if (!trims && !closes(lex->input, lex->pos)) {
        take_error(lex, error, STR("comment ends before closing delimiter"));
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
    take(lex, token, TOKEN_LEFT_DELIM);
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
        take(lex, token, TOKEN_TEXT);
        lex->pos = end;
        lex->start = end;
        return true;
    }
    lex->pos = end;
    lex->start = end;
    if (delim != SIZE_MAX)
        return lex_left_delim(lex, token);
    take(lex, token, TOKEN_EOF);
    token->text = STR("EOF");
    return true;
}

/* At "}}" or, if it `trims`, at " -}}". */
static void lex_right_delim(Lexer *lex, Token *token, bool trims)
{
    if (lex->paren_depth > 0) {
        take_error(lex, token, STR("unclosed left paren"));
        return;
    }
    lex->start += trims ? TRIM_MARKER_LEN : 0;
    lex->pos = lex->start + 2;
    take(lex, token, TOKEN_RIGHT_DELIM);
    if (trims)
        skip_space(lex);
    lex->inside_action = false;
}

/* At a character that may follow a name. */
static bool at_terminator(const Lexer *lex)
{
    if (lex->pos >= lex->input.len)
        return true;
    if ((classes[(unsigned char)lex->input.ptr[lex->pos]] & CLASS_END) != 0)
        return true;
    return closes(lex->input, lex->pos);
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

static void skip_ascii(Lexer *lex)
{
    const char *at = lex->input.ptr + lex->pos;
    const char *end = lex->input.ptr + lex->input.len;

    while (at < end && (classes[(unsigned char)*at] & CLASS_WORD) != 0)
        at++;
    lex->pos = (size_t)(at - lex->input.ptr);
}

static void skip_word(Lexer *lex)
{
    size_t size;

    skip_ascii(lex);
    while (lex->pos < lex->input.len &&
           (unsigned char)lex->input.ptr[lex->pos] >= 0x80 &&
           is_alphanumeric(peek_rune(lex, &size))) {
        lex->pos += size;
        skip_ascii(lex);
    }
}

static void lex_identifier(Lexer *lex, Token *token)
{
    skip_word(lex);
    if (!at_terminator(lex))
        take_bad_rune(lex, token, "bad character", peek(lex));
    else
        take(lex, token,
             word_type(lex, str_slice(lex->input, lex->start, lex->pos)));
}

/* After the "." of a field or the "$" of a variable, which alone are of type
 * `alone`. */
static void lex_name(Lexer *lex, Token *token, TokenType type, TokenType alone)
{
    size_t from = lex->pos;

    skip_word(lex);
    if (!at_terminator(lex))
        take_bad_rune(lex, token, "bad character", peek(lex));
    else
        take(lex, token, lex->pos == from ? alone : type);
}

/* From lex->pos in a quoted text to its closing quote, past escapes. */
static void lex_quoted(Lexer *lex, Token *token, char quote, TokenType type,
                       Str message)
{
    const char *at = lex->input.ptr + lex->pos;
    const char *end = lex->input.ptr + lex->input.len;

    for (; at < end && *at != quote && *at != '\n'; at++) {
        if (*at != '\\')
            continue;
        at++;
        if (at == end || *at == '\n')
            break;
    }
    if (at == end || *at == '\n') {
        take_error(lex, token, message);
        return;
    }
    lex->pos = (size_t)(at - lex->input.ptr) + 1;
    take(lex, token, type);
}

/* After the opening quote. */
static void lex_string(Lexer *lex, Token *token)
{
    Str input = lex->input;
    size_t pos = lex->pos;

    while (pos < input.len &&
           (classes[(unsigned char)input.ptr[pos]] & CLASS_PLAIN) != 0)
        pos++;
    lex->pos = pos;
    if (pos == input.len || input.ptr[pos] != '"') {
        lex_quoted(lex, token, '"', TOKEN_STRING,
                   STR("unterminated quoted string"));
        return;
    }
    lex->pos++;
    take(lex, token, TOKEN_STRING);
    token->is_plain = true;
}

static void lex_raw_string(Lexer *lex, Token *token)
{
    size_t close = str_find_byte(lex->input, '`', lex->pos);

    if (close == SIZE_MAX) {
        take_error(lex, token, STR("unterminated raw quoted string"));
        return;
    }
    lex->pos = close + 1;
    take(lex, token, TOKEN_RAW_STRING);
}

/* Takes the decimal digits that stand here if they are all of the number, as
 * most often. */
static bool scan_digits(Lexer *lex)
{
    const char *end = lex->input.ptr + lex->input.len;
    const char *at = lex->input.ptr + lex->pos;

    while (at < end && *at >= '0' && *at <= '9')
        at++;
    if (at == end || *at == '.' || (unsigned char)*at >= 0x80 ||
        is_alphanumeric((unsigned char)*at))
        return false;
    lex->pos = (size_t)(at - lex->input.ptr);
    return true;
}

/* Takes what looks like a number; strconv has the last word in the parser. */
static bool scan_number(Lexer *lex)
{
    const char *digits = "0123456789_";
    char base = 'd';
    size_t size;

    accept(lex, "+-");
    if (scan_digits(lex))
        return true;
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

static void take_bad_number(Lexer *lex, Token *token)
{
    Buf buf;

    buf_init(&buf, lex->arena);
    buf_add(&buf, STR("bad number syntax: "));
    val_add_quoted(&buf, str_slice(lex->input, lex->start, lex->pos), false);
    take_error(lex, token, buf_str(&buf));
}

static void lex_number(Lexer *lex, Token *token)
{
    TokenType type = TOKEN_NUMBER;
    bool ok = scan_number(lex);

    if (ok && (peek(lex) == '+' || peek(lex) == '-')) {
        type = TOKEN_COMPLEX;
        ok = scan_number(lex) && lex->input.ptr[lex->pos - 1] == 'i';
    }
    if (ok)
        take(lex, token, type);
    else
        take_bad_number(lex, token);
}

static void lex_paren(Lexer *lex, Token *token, uint32_t rune)
{
    if (rune == '(') {
        lex->paren_depth++;
        take(lex, token, TOKEN_LEFT_PAREN);
    } else if (lex->paren_depth == 0) {
        take_error(lex, token, STR("unexpected right paren"));
    } else {
        lex->paren_depth--;
        take(lex, token, TOKEN_RIGHT_PAREN);
    }
}

/* After a ":". */
static void lex_declare(Lexer *lex, Token *token)
{
    if (next(lex) == '=')
        take(lex, token, TOKEN_DECLARE);
    else
        take_error(lex, token, STR("expected :="));
}

/* After a "." it begins a field, stands for the cursor or begins a number. */
static void lex_dot(Lexer *lex, Token *token)
{
    uint32_t rune = peek(lex);

    if (rune != LEX_EOF && (rune < '0' || rune > '9')) {
        lex_name(lex, token, TOKEN_FIELD, TOKEN_DOT);
    } else {
        lex->pos--;
        lex_number(lex, token);
    }
}

static void lex_other(Lexer *lex, Token *token, uint32_t rune)
{
    if (rune >= ' ' && rune < 0x7f)
        take(lex, token, TOKEN_CHAR);
    else
        take_bad_rune(lex, token, "unrecognized character in action:", rune);
}

static void lex_punctuation(Lexer *lex, Token *token)
{
    uint32_t rune = next(lex);

    switch (rune) {
    case '.': lex_dot(lex, token); break;
    case '$': lex_name(lex, token, TOKEN_VARIABLE, TOKEN_VARIABLE); break;
    case '=': take(lex, token, TOKEN_ASSIGN); break;
    case ':': lex_declare(lex, token); break;
    case '|': take(lex, token, TOKEN_PIPE); break;
    case '"': lex_string(lex, token); break;
    case '`': lex_raw_string(lex, token); break;
    case '\'':
        lex_quoted(lex, token, '\'', TOKEN_CHAR_CONSTANT,
                   STR("unterminated character constant"));
        break;
    case '(':
    case ')': lex_paren(lex, token, rune); break;
    default: lex_other(lex, token, rune); break;
    }
}

/* What begins with neither an ASCII letter nor a digit. */
static void lex_sign(Lexer *lex, Token *token)
{
    uint32_t rune = peek(lex);

    if (rune >= 0x80 && is_alphanumeric(rune))
        lex_identifier(lex, token);
    else if (closes(lex->input, lex->pos))
        lex_right_delim(lex, token, false);
    else
        lex_punctuation(lex, token);
}

/* At the first character of a token inside an action. */
static void lex_token(Lexer *lex, Token *token)
{
    unsigned class_ = classes[(unsigned char)lex->input.ptr[lex->pos]];

    if ((class_ & CLASS_NUMBER) != 0)
        lex_number(lex, token);
    else if ((class_ & CLASS_WORD) != 0)
        lex_identifier(lex, token);
    else
        lex_sign(lex, token);
}

static void lex_action(Lexer *lex, Token *token)
{
    size_t from = lex->pos;
    size_t end;

    skip_space(lex);
    end = lex->pos;
    if (end >= lex->input.len) {
        take_error(lex, token, STR("unclosed action"));
    } else if (end > from && trims_behind(lex->input, end - 1)) {
        end--;
        lex->start = end;
        lex_right_delim(lex, token, true);
    } else {
        lex_token(lex, token);
    }
    token->is_apart = end > from;
}

void lex_next(Lexer *lex, Token *token)
{
    if (lex->inside_action) {
        lex_action(lex, token);
        return;
    }
    while (!lex_text(lex, token))
        continue;
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
