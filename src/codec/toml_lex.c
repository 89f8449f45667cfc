/* SPDX-License-Identifier: MPL-2.0 */
/*
 * TOML's tokens.  The lexer is as lenient as BurntSushi's where that leaves
 * checks to the reader (numbers, dates), so that the same one complains first.
 */
#include "codec/toml_lex.h"

#include "base/utf8.h"
#include "value/print.h"

/* -- errors -- */

static Str prefix_of(TomlLexer *lexer, uint32_t line)
{
    Buf key;
    Buf prefix;

    buf_init(&key, lexer->cx->arena);
    codec_toml_add_key(&key, lexer->context);
    if (lexer->context.len != 0 && lexer->key.len != 0)
        buf_add_byte(&key, '.');
    buf_add(&key, lexer->key);
    buf_init(&prefix, lexer->cx->arena);
    buf_add_fmt(&prefix, "toml: line %u", line);
    if (key.len != 0) {
        buf_add(&prefix, STR(" (last key "));
        val_add_quoted(&prefix, buf_str(&key), false);
        buf_add_byte(&prefix, ')');
    }
    return buf_str(&prefix);
}

bool codec_toml_fail(TomlLexer *lexer, uint32_t line, const char *format, ...)
{
    Str prefix = prefix_of(lexer, line);
    SourcePos pos = {lexer->name, line, 0};
    va_list args;
    Str msg;

    va_start(args, format);
    msg = arena_vfmt(lexer->cx->arena, format, args);
    va_end(args);
    return fail(lexer->cx, ERR_VALUE, pos, "%.*s: %.*s", STR_ARG(prefix),
                STR_ARG(msg));
}

/* The line an error at the last character names: behind a final line break it
 * is still the line before. */
static uint32_t error_line(const TomlLexer *lexer)
{
    bool is_after_break = lexer->is_past_end && lexer->pos >= 1 &&
                          lexer->text.ptr[lexer->pos - 1] == '\n';

    return lexer->line - is_after_break;
}

/* The rune as %q writes it. */
static Str quote_rune(Arena *arena, uint32_t rune)
{
    char text[4];
    size_t size = utf8_encode(rune, text);
    Buf buf;

    if (rune == '\'')
        return STR("'\\''");
    if (rune == '"')
        return STR("'\"'");
    buf_init(&buf, arena);
    val_add_quoted(&buf, str_from(text, size), false);
    buf.ptr[0] = '\'';
    buf.ptr[buf.len - 1] = '\'';
    return buf_str(&buf);
}

bool codec_toml_fail_rune(TomlLexer *lexer, const char *what, uint32_t rune,
                          const char *after)
{
    Str quoted = quote_rune(lexer->cx->arena, rune);

    return codec_toml_fail(lexer, error_line(lexer), "%s%.*s%s", what,
                           STR_ARG(quoted), after);
}

static bool fail_text(TomlLexer *lexer, const char *msg)
{
    return codec_toml_fail(lexer, error_line(lexer), "%s", msg);
}

static Str current(const TomlLexer *lexer)
{
    return str_slice(lexer->text, lexer->start, lexer->pos);
}

/* -- characters -- */

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

static bool is_hex(uint32_t rune)
{
    return is_digit(rune) || ((rune | 32) >= 'a' && (rune | 32) <= 'f');
}

static bool is_blank(uint32_t rune)
{
    return rune == ' ' || rune == '\t';
}

static bool is_break(uint32_t rune)
{
    return rune == '\n' || rune == '\r';
}

static bool is_any_of(uint32_t rune, const char *set)
{
    return rune != 0 && rune < 0x80 && strchr(set, (int)rune) != NULL;
}

static bool check_rune(TomlLexer *lexer, uint32_t rune, size_t size)
{
    Str rest = str_skip(lexer->text, lexer->pos + size);
    bool is_lone_return = rune == '\r' && !str_has_prefix(rest, STR("\n"));

    if (rune == UTF8_BAD && size == 1)
        return codec_toml_fail(
            lexer, lexer->line, "invalid UTF-8 byte: 0x%02x",
            (unsigned)(unsigned char)lexer->text.ptr[lexer->pos]);
    if ((rune < ' ' && !is_blank(rune) && !is_break(rune)) || rune == 0x7F ||
        is_lone_return)
        return codec_toml_fail(
            lexer, lexer->line,
            "TOML files cannot contain control characters: '0x%02x'", rune);
    return true;
}

bool codec_toml_peek(TomlLexer *lexer, uint32_t *rune)
{
    size_t size;

    *rune = 0;
    if (lexer->pos == lexer->text.len)
        return true;
    *rune = utf8_decode(lexer->text, lexer->pos, &size);
    return check_rune(lexer, *rune, size);
}

bool codec_toml_next(TomlLexer *lexer, uint32_t *rune)
{
    size_t size;

    *rune = 0;
    lexer->is_past_end = lexer->pos == lexer->text.len;
    if (lexer->is_past_end)
        return true;
    *rune = utf8_decode(lexer->text, lexer->pos, &size);
    lexer->line += *rune == '\n';
    if (!check_rune(lexer, *rune, size))
        return false;
    lexer->pos += size;
    return true;
}

/* Steps over a character that was peeked at. */
static void step(TomlLexer *lexer)
{
    size_t size;

    if (lexer->pos == lexer->text.len)
        return;
    lexer->line += lexer->text.ptr[lexer->pos] == '\n';
    utf8_decode(lexer->text, lexer->pos, &size);
    lexer->pos += size;
}

/* Steps over `rune` if it is next; tells so in `*found`. */
static bool accept(TomlLexer *lexer, char rune, bool *found)
{
    uint32_t next;

    if (!codec_toml_peek(lexer, &next))
        return false;
    *found = next == (uint32_t)rune;
    if (*found)
        step(lexer);
    return true;
}

bool codec_toml_skip_blank(TomlLexer *lexer)
{
    uint32_t rune;

    while (codec_toml_peek(lexer, &rune)) {
        if (!is_blank(rune))
            return true;
        step(lexer);
    }
    return false;
}

bool codec_toml_skip_comment(TomlLexer *lexer)
{
    uint32_t rune;

    while (codec_toml_peek(lexer, &rune)) {
        if (is_break(rune) || rune == 0)
            return true;
        step(lexer);
    }
    return false;
}

bool codec_toml_skip_space(TomlLexer *lexer)
{
    uint32_t rune;

    while (codec_toml_peek(lexer, &rune)) {
        if (rune == '#') {
            if (!codec_toml_skip_comment(lexer))
                return false;
        } else if (is_blank(rune) || is_break(rune)) {
            step(lexer);
        } else {
            return true;
        }
    }
    return false;
}

/* -- tokens -- */

static bool emit(TomlLexer *lexer, TomlToken token, TomlItem *out)
{
    *out = (TomlItem){token, current(lexer), lexer->line};
    return true;
}

/* Steps over digits and `also`. */
static bool skip_digits(TomlLexer *lexer, const char *also, uint32_t *rune)
{
    while (codec_toml_peek(lexer, rune)) {
        if (!is_digit(*rune) && !is_any_of(*rune, also))
            return true;
        step(lexer);
    }
    return false;
}

static bool lex_float(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    return skip_digits(lexer, "_.-+eE", &rune) && emit(lexer, TOML_FLOAT, out);
}

static bool lex_datetime(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!skip_digits(lexer, "-:Tt .Zz+", &rune))
        return false;
    emit(lexer, TOML_DATETIME, out);
    out->text = utf8_trim_space(out->text);
    return true;
}

/* After a sign or an underscore: no date any more. */
static bool lex_decimal(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!skip_digits(lexer, "_", &rune))
        return false;
    if (!is_any_of(rune, ".eE"))
        return emit(lexer, TOML_INTEGER, out);
    step(lexer);
    return lex_float(lexer, out);
}

static bool lex_number_or_date(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!skip_digits(lexer, "", &rune))
        return false;
    if (!is_any_of(rune, "-:_.eE"))
        return emit(lexer, TOML_INTEGER, out);
    step(lexer);
    if (rune == '_')
        return lex_decimal(lexer, out);
    return is_any_of(rune, "-:") ? lex_datetime(lexer, out)
                                 : lex_float(lexer, out);
}

/* After "0b", "0o" or "0x". */
static bool lex_based(TomlLexer *lexer, const char *digits, const char *what,
                      TomlItem *out)
{
    uint32_t rune;

    if (!codec_toml_peek(lexer, &rune))
        return false;
    if (!is_any_of(rune, digits)) {
        char text[4];
        size_t size = utf8_encode(rune, text);
        Str so_far = current(lexer);
        return codec_toml_fail(lexer, error_line(lexer),
                               "not %s number: '%.*s%.*s'", what,
                               STR_ARG(so_far), (int)size, text);
    }
    while (codec_toml_peek(lexer, &rune)) {
        if (!is_any_of(rune, digits) && rune != '_')
            return emit(lexer, TOML_INTEGER, out);
        step(lexer);
    }
    return false;
}

/* After a zero. */
static bool lex_zero(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!codec_toml_peek(lexer, &rune))
        return false;
    if (!is_digit(rune) && !is_any_of(rune, "_.eEbox"))
        return emit(lexer, TOML_INTEGER, out);
    step(lexer);
    switch (rune) {
    case '_': return lex_decimal(lexer, out);
    case '.':
    case 'e':
    case 'E': return lex_float(lexer, out);
    case 'b': return lex_based(lexer, "01", "a binary", out);
    case 'o': return lex_based(lexer, "01234567", "an octal", out);
    case 'x':
        return lex_based(lexer, "0123456789abcdefABCDEF", "a hexadecimal", out);
    default: return lex_number_or_date(lexer, out);
    }
}

static bool lex_signed_word(TomlLexer *lexer, char second, char third,
                            TomlItem *out)
{
    bool found;

    if (!accept(lexer, second, &found) ||
        (found && !accept(lexer, third, &found)))
        return false;
    if (found)
        return emit(lexer, TOML_FLOAT, out);
    Str so_far = current(lexer);
    return codec_toml_fail(lexer, error_line(lexer), "invalid float: '%.*s'",
                           STR_ARG(so_far));
}

static bool lex_signed(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;
    uint32_t second;

    if (!codec_toml_next(lexer, &rune))
        return false;
    if (rune == 'i')
        return lex_signed_word(lexer, 'n', 'f', out);
    if (rune == 'n')
        return lex_signed_word(lexer, 'a', 'n', out);
    if (rune == '.')
        return fail_text(lexer, "floats must start with a digit, not '.'");
    if (!is_digit(rune))
        return codec_toml_fail_rune(lexer, "expected a digit but got ", rune,
                                    "");
    if (!codec_toml_peek(lexer, &second))
        return false;
    if (rune == '0' && is_any_of(second, "box")) {
        Str so_far = current(lexer);
        return codec_toml_fail(
            lexer, error_line(lexer),
            "cannot use sign with non-decimal numbers: '%.*s%c'",
            STR_ARG(so_far), (int)second);
    }
    return lex_decimal(lexer, out);
}

/* -- strings -- */

static bool lex_hex_escape(TomlLexer *lexer, int digits, const char *what)
{
    uint32_t rune;

    for (int i = 0; i < digits; i++) {
        if (!codec_toml_next(lexer, &rune))
            return false;
        if (is_hex(rune))
            continue;
        Buf buf;
        buf_init(&buf, lexer->cx->arena);
        val_add_quoted(&buf, current(lexer), false);
        return codec_toml_fail(lexer, error_line(lexer),
                               "expected %s, but got %.*s instead", what,
                               STR_ARG(buf_str(&buf)));
    }
    return true;
}

static bool lex_escape(TomlLexer *lexer)
{
    uint32_t rune;
    char text[4];

    if (!codec_toml_next(lexer, &rune))
        return false;
    if (is_any_of(rune, "ebtnfr\" \t\\"))
        return true;
    if (rune == 'x')
        return lex_hex_escape(lexer, 2, "two hexadecimal digits after '\\x'");
    if (rune == 'u')
        return lex_hex_escape(lexer, 4, "four hexadecimal digits after '\\u'");
    if (rune == 'U')
        return lex_hex_escape(lexer, 8, "eight hexadecimal digits after '\\U'");
    Str c = str_from(text, utf8_encode(rune, text));
    Str msg = arena_fmt(lexer->cx->arena, "invalid escape in string '\\");
    Buf buf;
    buf_init(&buf, lexer->cx->arena);
    buf_add(&buf, msg);
    buf_add(&buf, c);
    buf_add_byte(&buf, '\'');
    return codec_toml_fail(lexer, lexer->line - lexer->is_past_end, "%.*s",
                           STR_ARG(buf_str(&buf)));
}

/* After the opening quote, to past the closing one. */
static bool lex_string(TomlLexer *lexer, char quote, TomlItem *out)
{
    TomlToken token = TOML_STRING;
    uint32_t rune;

    lexer->start = lexer->pos;
    while (codec_toml_next(lexer, &rune)) {
        if (rune == 0)
            return fail_text(lexer, quote == '"'
                                        ? "unexpected EOF; expected '\"'"
                                        : "unexpected EOF; expected \"'\"");
        if (is_break(rune))
            return codec_toml_fail(lexer, lexer->line - 1,
                                   "strings cannot contain newlines");
        if (rune == (uint32_t)quote) {
            *out = (TomlItem){
                token, str_slice(lexer->text, lexer->start, lexer->pos - 1),
                lexer->line};
            return true;
        }
        if (rune != '\\' || quote != '"')
            continue;
        token = TOML_STRING_ESC;
        if (!lex_escape(lexer))
            return false;
    }
    return false;
}

static bool lex_multi_escape(TomlLexer *lexer)
{
    uint32_t rune;

    if (!codec_toml_peek(lexer, &rune))
        return false;
    if (!is_break(rune))
        return lex_escape(lexer);
    step(lexer);
    return true;
}

/* How many of `quote` follow, up to three. */
static size_t quotes_at(const TomlLexer *lexer, char quote)
{
    size_t n = 0;

    while (n < 3 && lexer->pos + n < lexer->text.len &&
           lexer->text.ptr[lexer->pos + n] == quote)
        n++;
    return n;
}

/* Five quotes at the end are two in the text and three that close; six are
 * too many. */
static bool has_five_quotes(const TomlLexer *lexer, char quote)
{
    Str so_far = str_slice(lexer->text, lexer->start, lexer->pos + 2);

    if (quote == '\'')
        return str_has_suffix(so_far, STR("'''''"));
    return str_has_suffix(so_far, STR("\"\"\"\"\"")) &&
           !str_has_suffix(so_far, STR("\\\"\"\"\"\""));
}

static bool lex_multi(TomlLexer *lexer, char quote, TomlItem *out)
{
    uint32_t rune;

    lexer->start = lexer->pos;
    while (codec_toml_next(lexer, &rune)) {
        if (rune == 0)
            return fail_text(lexer, quote == '"'
                                        ? "unexpected EOF; expected '\"\"\"'"
                                        : "unexpected EOF; expected \"'''\"");
        if (rune == '\\' && quote == '"' && !lex_multi_escape(lexer))
            return false;
        if (rune != (uint32_t)quote || quotes_at(lexer, quote) < 2)
            continue;
        if (quotes_at(lexer, quote) == 2) {
            *out =
                (TomlItem){quote == '"' ? TOML_STRING_MULTI : TOML_RAW_MULTI,
                           str_slice(lexer->text, lexer->start, lexer->pos - 1),
                           lexer->line};
            lexer->pos += 2;
            return codec_toml_peek(lexer, &rune);
        }
        if (has_five_quotes(lexer, quote))
            return fail_text(lexer, quote == '"' ? "unexpected '\"\"\"\"\"\"'"
                                                 : "unexpected \"''''''\"");
    }
    return false;
}

/* After one quote.  The character behind two is looked at before the string
 * between them counts, as it is behind three that close. */
static bool lex_quoted(TomlLexer *lexer, char quote, TomlItem *out)
{
    uint32_t ignored;

    if (quotes_at(lexer, quote) < 2) {
        if (!lex_string(lexer, quote, out))
            return false;
        return out->text.len != 0 || codec_toml_peek(lexer, &ignored);
    }
    lexer->pos += 2;
    return lex_multi(lexer, quote, out);
}

/* -- values -- */

static bool lex_word(TomlLexer *lexer, TomlItem *out)
{
    size_t start = lexer->pos;
    uint32_t rune;

    while (codec_toml_peek(lexer, &rune) && utf8_is_letter(rune))
        step(lexer);
    if (lexer->cx->err != NULL)
        return false;
    Str word = str_slice(lexer->text, start, lexer->pos);
    if (str_eq_c(word, "true") || str_eq_c(word, "false"))
        return emit(lexer, TOML_BOOL, out);
    Buf buf;
    buf_init(&buf, lexer->cx->arena);
    val_add_quoted(&buf, word, false);
    return codec_toml_fail(lexer, error_line(lexer),
                           "expected value but found %.*s instead",
                           STR_ARG(buf_str(&buf)));
}

/* After an "i" or "n": "nf" or "an".  A word that only begins like it is read
 * from its last letter so far, as the original does. */
static bool lex_infinity_or_nan(TomlLexer *lexer, TomlItem *out)
{
    bool found;

    if (!accept(lexer, 'n', &found) || (found && !accept(lexer, 'f', &found)))
        return false;
    if (!found &&
        (!accept(lexer, 'a', &found) || (found && !accept(lexer, 'n', &found))))
        return false;
    if (found)
        return emit(lexer, TOML_FLOAT, out);
    lexer->pos--;
    return lex_word(lexer, out);
}

static bool lex_other(TomlLexer *lexer, uint32_t rune, TomlItem *out)
{
    if (utf8_is_letter(rune)) {
        lexer->pos = lexer->start;
        return lex_word(lexer, out);
    }
    if (rune == 0)
        return fail_text(lexer, "unexpected EOF; expected value");
    if (rune == '\n')
        return codec_toml_fail(lexer, lexer->line - 1,
                               "expected value but found '\\n' instead");
    return codec_toml_fail_rune(lexer, "expected value but found ", rune,
                                " instead");
}

bool codec_toml_lex_value(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!codec_toml_skip_blank(lexer))
        return false;
    lexer->start = lexer->pos;
    if (!codec_toml_next(lexer, &rune))
        return false;
    switch (rune) {
    case '[': return emit(lexer, TOML_ARRAY, out);
    case '{': return emit(lexer, TOML_INLINE, out);
    case '"':
    case '\'': return lex_quoted(lexer, (char)rune, out);
    case '.':
        return fail_text(lexer, "floats must start with a digit, not '.'");
    case 'i':
    case 'n': return lex_infinity_or_nan(lexer, out);
    case '-':
    case '+': return lex_signed(lexer, out);
    case '0': return lex_zero(lexer, out);
    default: break;
    }
    return is_digit(rune) ? lex_number_or_date(lexer, out)
                          : lex_other(lexer, rune, out);
}

bool codec_toml_lex_part(TomlLexer *lexer, TomlItem *out)
{
    uint32_t rune;

    if (!codec_toml_peek(lexer, &rune))
        return false;
    if (rune == '"' || rune == '\'') {
        step(lexer);
        return lex_string(lexer, (char)rune, out);
    }
    lexer->start = lexer->pos;
    while (is_digit(rune) || ((rune | 32) >= 'a' && (rune | 32) <= 'z') ||
           rune == '_' || rune == '-') {
        step(lexer);
        if (!codec_toml_peek(lexer, &rune))
            return false;
    }
    return emit(lexer, TOML_STRING, out);
}
