/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Letter case: upper and lower, titles, and the names of programming
 * (camelcase, snakecase, kebabcase).  The latter follow xstrings 1.5.0, whose
 * ideas of a word are odd at places and are matched as they are.
 */
#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tmpl/fn.h"

static Str arg_text(const FnCall *call)
{
    return val_str(call->args[call->n - 1]);
}

static utf8proc_category_t category(uint32_t rune)
{
    return utf8proc_category((utf8proc_int32_t)rune);
}

/* unicode.IsTitle */
static bool is_title(uint32_t rune)
{
    return category(rune) == UTF8PROC_CATEGORY_LT;
}

/* unicode.IsNumber */
static bool is_number(uint32_t rune)
{
    utf8proc_category_t c = category(rune);

    return c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO;
}

/* unicode.IsPunct */
static bool is_punct(uint32_t rune)
{
    utf8proc_category_t c = category(rune);

    return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO;
}

/* What turns one code point into another and remembers the one before. */
typedef uint32_t RuneStep(uint32_t rune, uint32_t *state);

static Str map_runes(Arena *arena, Str s, RuneStep *step, uint32_t state)
{
    size_t size;
    Buf buf;

    buf_init(&buf, arena);
    buf_reserve(&buf, s.len);
    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        buf_add_rune(&buf, step(rune, &state));
    }
    return buf_str(&buf);
}

/* upper TEXT */
static bool fn_upper(const FnCall *call, Val *out)
{
    *out = val_from_str(utf8_upper(call->cx->arena, arg_text(call)));
    return true;
}

/* lower TEXT */
static bool fn_lower(const FnCall *call, Val *out)
{
    *out = val_from_str(utf8_lower(call->cx->arena, arg_text(call)));
    return true;
}

/* What separates words for strings.Title: a letter, digit or underscore never
 * does, of the rest every ASCII character and other white space. */
static bool is_separator(uint32_t rune)
{
    if (rune == '_' || utf8_is_letter(rune) || utf8_is_digit(rune))
        return false;
    return rune < 0x80 || utf8_is_space(rune);
}

/* `state`: the code point before. */
static uint32_t title_step(uint32_t rune, uint32_t *state)
{
    uint32_t before = *state;

    *state = rune;
    return is_separator(before) ? utf8_to_title(rune) : rune;
}

/* title TEXT */
static bool fn_title(const FnCall *call, Val *out)
{
    *out = val_from_str(
        map_runes(call->cx->arena, arg_text(call), title_step, ' '));
    return true;
}

/* `state`: 1 between words. */
static uint32_t untitle_step(uint32_t rune, uint32_t *state)
{
    if (utf8_is_space(rune)) {
        *state = 1;
        return rune;
    }
    uint32_t mapped = *state != 0 ? utf8_to_lower(rune) : rune;
    *state = 0;
    return mapped;
}

/* untitle TEXT */
static bool fn_untitle(const FnCall *call, Val *out)
{
    *out = val_from_str(
        map_runes(call->cx->arena, arg_text(call), untitle_step, 1));
    return true;
}

/* `state`: 1 behind white space, which nothing but letters and other
 * characters end. */
static uint32_t swapcase_step(uint32_t rune, uint32_t *state)
{
    bool after_space = *state != 0;

    *state = 0;
    if (utf8_is_upper(rune) || is_title(rune))
        return utf8_to_lower(rune);
    if (utf8_is_lower(rune))
        return after_space ? utf8_to_title(rune) : utf8_to_upper(rune);
    *state = utf8_is_space(rune);
    return rune;
}

/* swapcase TEXT */
static bool fn_swapcase(const FnCall *call, Val *out)
{
    *out = val_from_str(
        map_runes(call->cx->arena, arg_text(call), swapcase_step, 1));
    return true;
}

/* What joins the words of a name. */
static bool is_connector(uint32_t rune)
{
    return rune == '-' || rune == '_' || utf8_is_space(rune);
}

/* Copies the connectors in front and returns where they end. */
static size_t add_leading_connectors(Buf *buf, Str s)
{
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        if (!is_connector(rune))
            return pos;
        buf_add_rune(buf, rune);
    }
    return s.len;
}

/* Of connectors in a row all but the last stay; the last one goes and raises
 * what follows.  A run of capitals at a word's beginning is lowered behind its
 * first. */
static void add_camel_words(Buf *buf, Str s, size_t pos)
{
    size_t size;
    uint32_t before = utf8_decode(s, pos, &size);
    bool in_capitals = utf8_is_upper(before);

    before = utf8_to_upper(before);
    for (pos += size; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        if (is_connector(before) && !is_connector(rune)) {
            in_capitals = utf8_is_upper(rune);
            rune = utf8_to_upper(rune);
        } else {
            in_capitals =
                in_capitals && (is_connector(before) || utf8_is_upper(rune));
            if (in_capitals && !is_connector(before))
                rune = utf8_to_lower(rune);
            buf_add_rune(buf, before);
        }
        before = rune;
    }
    buf_add_rune(buf, before);
}

/* camelcase TEXT: a name of connectors alone gets its last one twice. */
static bool fn_camelcase(const FnCall *call, Val *out)
{
    Str s = arg_text(call);
    size_t pos;
    size_t size;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    pos = add_leading_connectors(&buf, s);
    if (pos < s.len)
        add_camel_words(&buf, s, pos);
    else if (s.len != 0)
        buf_add_rune(&buf, utf8_decode_last(s, s.len, &size));
    *out = val_from_str(buf_str(&buf));
    return true;
}

typedef enum WordKind {
    WORD_NONE, /* nothing is left, or nothing but invalid bytes */
    WORD_NUMBER,
    WORD_UPPER, /* HTTP, Http or H */
    WORD_LETTERS,
    WORD_CONNECTORS,
    WORD_PUNCT,
    WORD_OTHER,
} WordKind;

/* Writes a name in words with `connector` between them. */
typedef struct Namer {
    Buf buf;
    char connector;
    Str rest;      /* behind the word at hand */
    Str word;      /* the word at hand */
    WordKind kind; /* of it */
} Namer;

/* A letter, and not a Chinese character. */
static bool is_alphabet(uint32_t rune)
{
    bool is_cjk = (rune >= 0x4E00 && rune <= 0x9FCC) ||
                  (rune >= 0x3400 && rune <= 0x4D85) ||
                  (rune >= 0x20000 && rune <= 0x2B81D);

    return utf8_is_letter(rune) && !is_cjk;
}

static bool is_small(uint32_t rune)
{
    return is_alphabet(rune) && !utf8_is_upper(rune);
}

static bool is_other(uint32_t rune)
{
    return !is_connector(rune) && !is_alphabet(rune) && !is_number(rune) &&
           !is_punct(rune);
}

/* The code point at `pos`, or the next one behind invalid bytes, which count
 * into `*size`; `before` when there are only invalid bytes. */
static uint32_t decode_valid(Str s, size_t pos, uint32_t before, size_t *size)
{
    size_t start = pos;
    size_t n;

    while (pos < s.len) {
        uint32_t rune = utf8_decode(s, pos, &n);
        pos += n;
        if (rune != UTF8_BAD) {
            *size = pos - start;
            return rune;
        }
    }
    *size = pos - start;
    return before;
}

/* Where the code points end that are as `is_in` wants. */
static size_t skip_while(Str s, size_t pos, uint32_t before,
                         bool (*is_in)(uint32_t))
{
    size_t size;

    while (pos < s.len) {
        before = decode_valid(s, pos, before, &size);
        if (!is_in(before))
            break;
        pos += size;
    }
    return pos;
}

/* Bytes of the last code point before `end`, with invalid bytes before it. */
static size_t last_size(Str s, size_t pos, size_t end)
{
    size_t size = 0;

    for (; pos < end; pos += size)
        decode_valid(s, pos, UTF8_BAD, &size);
    return size;
}

/* A word that begins with a capital, of which `pos` is the end.  The last of
 * several capitals belongs to the next word if letters follow. */
static size_t upper_word_end(Str s, size_t pos, uint32_t first)
{
    size_t size;
    size_t end = skip_while(s, pos, first, utf8_is_upper);

    if (end == pos)
        return skip_while(s, pos, first, is_small);
    if (end < s.len && is_alphabet(decode_valid(s, end, first, &size)))
        return end - last_size(s, pos, end);
    return end;
}

static WordKind word_kind(uint32_t rune)
{
    if (rune == UTF8_BAD)
        return WORD_NONE;
    if (is_connector(rune))
        return WORD_CONNECTORS;
    if (is_punct(rune))
        return WORD_PUNCT;
    if (utf8_is_upper(rune))
        return WORD_UPPER;
    if (is_alphabet(rune))
        return WORD_LETTERS;
    return is_number(rune) ? WORD_NUMBER : WORD_OTHER;
}

static void namer_next(Namer *namer)
{
    Str s = namer->rest;
    size_t end;
    uint32_t first = decode_valid(s, 0, UTF8_BAD, &end);

    namer->kind = word_kind(first);
    switch (namer->kind) {
    case WORD_NONE: break;
    case WORD_NUMBER: end = skip_while(s, end, first, is_number); break;
    case WORD_UPPER: end = upper_word_end(s, end, first); break;
    case WORD_LETTERS: end = skip_while(s, end, first, is_small); break;
    case WORD_CONNECTORS: end = skip_while(s, end, first, is_connector); break;
    case WORD_PUNCT: end = skip_while(s, end, first, is_punct); break;
    case WORD_OTHER: end = skip_while(s, end, first, is_other); break;
    }
    namer->word = str_slice(s, 0, end);
    namer->rest = str_skip(s, end);
}

static void namer_add(Namer *namer, WordKind kind, Str word)
{
    size_t size;

    if (kind != WORD_UPPER && kind != WORD_CONNECTORS) {
        buf_add(&namer->buf, word);
        return;
    }
    for (size_t pos = 0; pos < word.len; pos += size) {
        uint32_t rune = utf8_decode(word, pos, &size);
        if (is_connector(rune))
            buf_add_byte(&namer->buf, namer->connector);
        else
            buf_add_rune(&namer->buf,
                         utf8_is_upper(rune) ? utf8_to_lower(rune) : rune);
    }
}

/* A connector before the word at hand, unless it brings its own. */
static void namer_connect(Namer *namer)
{
    if (namer->kind != WORD_CONNECTORS && namer->kind != WORD_PUNCT)
        buf_add_byte(&namer->buf, namer->connector);
}

/* A number takes the small letters and numbers behind it into its word. */
static void namer_add_number_tail(Namer *namer)
{
    while (namer->kind == WORD_LETTERS || namer->kind == WORD_NUMBER) {
        namer_add(namer, namer->kind, namer->word);
        namer_next(namer);
    }
    if (namer->kind != WORD_NONE)
        namer_connect(namer);
}

/* At a number behind a word: it ends that word, unless letters follow. */
static void namer_add_number_behind_word(Namer *namer)
{
    Str number = namer->word;

    if (namer->rest.len == 0)
        return;
    namer_next(namer);
    if (namer->kind != WORD_LETTERS) {
        namer_add(namer, WORD_NUMBER, number);
        namer_connect(namer);
        return;
    }
    buf_add_byte(&namer->buf, namer->connector);
    namer_add(namer, WORD_NUMBER, number);
    namer_add_number_tail(namer);
}

/* Writes the word at hand and what joins it to the next. */
static void namer_step(Namer *namer)
{
    WordKind kind = namer->kind;

    namer_add(namer, kind, namer->word);
    namer_next(namer);
    if (kind == WORD_NUMBER)
        namer_add_number_tail(namer);
    else if (kind == WORD_CONNECTORS || kind == WORD_PUNCT)
        return;
    else if (namer->kind == WORD_NUMBER)
        namer_add_number_behind_word(namer);
    else
        namer_connect(namer);
}

static bool name_words(const FnCall *call, char connector, Val *out)
{
    Namer namer = {.connector = connector, .rest = arg_text(call)};

    buf_init(&namer.buf, call->cx->arena);
    namer_next(&namer);
    while (namer.rest.len > 0)
        namer_step(&namer);
    namer_add(&namer, namer.kind, namer.word);
    *out = val_from_str(buf_str(&namer.buf));
    return true;
}

/* snakecase TEXT */
static bool fn_snakecase(const FnCall *call, Val *out)
{
    return name_words(call, '_', out);
}

/* kebabcase TEXT */
static bool fn_kebabcase(const FnCall *call, Val *out)
{
    return name_words(call, '-', out);
}

static const FnDef defs[] = {
    {"camelcase", "s", fn_camelcase},
    {"kebabcase", "s", fn_kebabcase},
    {"lower",     "s", fn_lower    },
    {"snakecase", "s", fn_snakecase},
    {"swapcase",  "s", fn_swapcase },
    {"title",     "s", fn_title    },
    {"untitle",   "s", fn_untitle  },
    {"upper",     "s", fn_upper    },
};
const FnFamily fn_casing = {"casing", defs, ARRAY_LEN(defs)};
