/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The styles of a scalar: plain where nothing in the text forbids it, then
 * single quotes, then double quotes; a block where there is a newline.  One
 * pass over the text finds what it forbids, the rules are go-yaml's, which
 * inherited most of them from the C library it was ported from.
 */
#include "codec/yaml_emit.h"

#include "base/utf8.h"

#define SIMPLE_KEY_MAX 128

/* What go-yaml's indentation indicator says: the step it indents by. */
#define BLOCK_INDENT_HINT '2'

/* What stands in a text, and so what it forbids. */
typedef struct Traits {
    bool has_indicator; /* reads as YAML syntax */
    bool has_special;   /* needs an escape */
    bool has_tab;
    bool has_break;
    bool has_newline;
    bool has_space_break; /* a space before a line break */
    bool has_break_space; /* a space after a line break */
    bool has_edge_space;  /* a space or a break first or last */
    bool has_trailing_space;
} Traits;

/* -- characters -- */

/* Bytes of the line break at `pos`, 0 when there is none. */
static size_t break_at(Str s, size_t pos)
{
    unsigned char c = (unsigned char)s.ptr[pos];

    if (c == '\n' || c == '\r')
        return 1;
    if (c == 0xC2 && (unsigned char)s.ptr[pos + 1] == 0x85)
        return 2;
    if (c == 0xE2 && (unsigned char)s.ptr[pos + 1] == 0x80 &&
        ((unsigned char)s.ptr[pos + 2] | 1) == 0xA9)
        return 3;
    return 0;
}

static size_t width_at(Str s, size_t pos)
{
    unsigned char c = (unsigned char)s.ptr[pos];

    if (c < 0x80)
        return 1;
    if (c < 0xE0)
        return 2;
    return c < 0xF0 ? 3 : 4;
}

/* go-yaml escapes everything outside the first plane. */
static bool is_printable_at(Str s, size_t pos)
{
    size_t size;
    uint32_t rune;

    if ((unsigned char)s.ptr[pos] < 0x80)
        return s.ptr[pos] == '\n' || (s.ptr[pos] >= ' ' && s.ptr[pos] <= '~');
    rune = utf8_decode(s, pos, &size);
    return rune >= 0xA0 && rune <= 0xFFFD && rune != 0xFEFF;
}

static bool is_blank_at(Str s, size_t pos)
{
    return s.ptr[pos] == ' ' || s.ptr[pos] == '\t';
}

/* White space, a break or a NUL. */
static bool is_gap_at(Str s, size_t pos)
{
    return is_blank_at(s, pos) || s.ptr[pos] == '\0' || break_at(s, pos) != 0;
}

/* -- what a text forbids -- */

static bool is_first_indicator(Str s)
{
    switch (s.ptr[0]) {
    case '.': return str_has_prefix(s, STR("..."));
    case '-':
        if (str_has_prefix(s, STR("---")))
            return true;
        return s.len == 1 || is_blank_at(s, 1);
    case '?':
    case ':': return s.len == 1 || is_blank_at(s, 1);
    case '#':
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case '\'':
    case '"':
    case '%':
    case '@':
    case '`': return true;
    default: return false;
    }
}

/* `previous` is where the character before begins. */
static bool is_inner_indicator(Str s, size_t pos, size_t previous)
{
    if (s.ptr[pos] == ':')
        return pos + 1 == s.len || is_blank_at(s, pos + 1);
    return s.ptr[pos] == '#' && is_gap_at(s, previous);
}

static void add_traits_at(Traits *traits, Str s, size_t pos, size_t previous)
{
    bool is_edge = pos == 0 || pos + width_at(s, pos) == s.len;

    if (s.ptr[pos] == '\t')
        traits->has_tab = true;
    else if (!is_printable_at(s, pos))
        traits->has_special = true;
    if (s.ptr[pos] == ' ') {
        traits->has_edge_space |= is_edge;
        traits->has_trailing_space |= pos + 1 == s.len;
        traits->has_break_space |= pos > 0 && break_at(s, previous) != 0;
    } else if (break_at(s, pos) != 0) {
        traits->has_edge_space |= is_edge;
        traits->has_break = true;
        traits->has_newline |= s.ptr[pos] == '\n';
        traits->has_space_break |= pos > 0 && s.ptr[previous] == ' ';
    }
}

#define I true

/* Bytes with no say in the style, wherever they stand: letters, digits, "_",
 * "." and "/", and "-" past the first. */
static const bool is_inert[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* control characters */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* and more of them */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, I, I, I, /* - . / */
    I, I, I, I, I, I, I, I, I, I, 0, 0, 0, 0, 0, 0, /* digits */
    0, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, /* A to O */
    I, I, I, I, I, I, I, I, I, I, I, 0, 0, 0, 0, I, /* P to Z, _ */
    0, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, /* a to o */
    I, I, I, I, I, I, I, I, I, I, I, 0, 0, 0, 0, 0, /* p to z */
};

#undef I

/* Bytes of the run of such bytes at `pos`. */
static size_t inert_run(Str s, size_t pos)
{
    size_t end = pos;

    while (end < s.len && is_inert[(unsigned char)s.ptr[end]])
        end++;
    return end - pos;
}

/* Where the last character before `end` begins. */
static size_t char_before(Str s, size_t end)
{
    do
        end--;
    while (end > 0 && (s.ptr[end] & 0xC0) == 0x80);
    return end;
}

static Traits traits_of(Str s)
{
    Traits traits = {0};
    size_t pos = 0;

    traits.has_indicator = s.len > 0 && is_first_indicator(s);
    while (pos < s.len) {
        size_t previous;

        pos += inert_run(s, pos);
        if (pos == s.len)
            break;
        previous = pos > 0 ? char_before(s, pos) : 0;
        traits.has_indicator |= pos > 0 && is_inner_indicator(s, pos, previous);
        add_traits_at(&traits, s, pos, previous);
        pos += width_at(s, pos);
    }
    return traits;
}

bool codec_emit_is_simple_key(const YamlScalar *scalar)
{
    Str key = scalar->text;
    size_t pos = inert_run(key, 0);

    if (scalar->tag.len + key.len > SIMPLE_KEY_MAX)
        return false;
    for (; pos < key.len; pos += width_at(key, pos)) {
        if (!is_inert[(unsigned char)key.ptr[pos]] && break_at(key, pos) != 0)
            return false;
    }
    return true;
}

/* -- lines -- */

static void start_line(YamlEmitter *emitter)
{
    emitter->line_start = emitter->buf->len;
    emitter->counted = emitter->buf->len;
    emitter->column = 0;
}

void codec_emit_line(YamlEmitter *emitter, size_t indent)
{
    if (emitter->buf->len != emitter->line_start) {
        buf_add_byte(emitter->buf, '\n');
        start_line(emitter);
    }
    buf_add_repeat(emitter->buf, ' ', indent);
}

static bool is_past_width(YamlEmitter *emitter)
{
    const Buf *buf = emitter->buf;

    if (buf->len - emitter->line_start <= emitter->width)
        return false;
    for (; emitter->counted < buf->len; emitter->counted++)
        emitter->column += (buf->ptr[emitter->counted] & 0xC0) != 0x80;
    return emitter->column > emitter->width;
}

/* -- plain and single quotes -- */

/* True when the single space at `pos` becomes a line break. */
static bool breaks_at(YamlEmitter *emitter, const YamlScalar *scalar,
                      size_t pos)
{
    Str s = scalar->text;

    return !scalar->is_key && s.ptr[pos] == ' ' && pos > 0 && pos + 1 < s.len &&
           s.ptr[pos - 1] != ' ' && s.ptr[pos + 1] != ' ' &&
           is_past_width(emitter);
}

static void emit_plain(YamlEmitter *emitter, const YamlScalar *scalar)
{
    Str s = scalar->text;
    size_t done = 0;

    for (size_t pos = str_find_byte(s, ' ', 0); pos != SIZE_MAX;
         pos = str_find_byte(s, ' ', pos + 1)) {
        buf_add(emitter->buf, str_slice(s, done, pos));
        done = pos;
        if (breaks_at(emitter, scalar, pos)) {
            codec_emit_line(emitter, scalar->indent);
            done++;
        }
    }
    buf_add(emitter->buf, str_skip(s, done));
}

static void emit_single_quoted(YamlEmitter *emitter, const YamlScalar *scalar)
{
    Str s = scalar->text;
    bool is_after_break = false;

    buf_add_byte(emitter->buf, '\'');
    for (size_t pos = 0, size; pos < s.len; pos += size) {
        size_t run = inert_run(s, pos);

        size = run > 0 ? run : width_at(s, pos);
        if (breaks_at(emitter, scalar, pos)) {
            codec_emit_line(emitter, scalar->indent);
            continue;
        }
        if (is_after_break && break_at(s, pos) == 0)
            codec_emit_line(emitter, scalar->indent);
        if (s.ptr[pos] == '\'')
            buf_add_byte(emitter->buf, '\'');
        buf_add(emitter->buf, str_slice(s, pos, pos + size));
        is_after_break = break_at(s, pos) != 0;
        if (is_after_break)
            start_line(emitter);
    }
    buf_add_byte(emitter->buf, '\'');
}

/* -- double quotes -- */

static void emit_hex(Buf *buf, char letter, uint32_t rune, int digits)
{
    static const char hex[] = "0123456789ABCDEF";

    buf_add_byte(buf, letter);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        buf_add_byte(buf, hex[rune >> shift & 15]);
}

/* The letter that follows the backslash, 0 when there is none. */
static char escape_letter(uint32_t rune)
{
    static const struct {
        uint32_t rune;
        char letter;
    } escapes[] = {
        {0x00,   '0' },
        {0x07,   'a' },
        {0x08,   'b' },
        {0x09,   't' },
        {0x0A,   'n' },
        {0x0B,   'v' },
        {0x0C,   'f' },
        {0x0D,   'r' },
        {0x1B,   'e' },
        {'"',    '"' },
        {'\\',   '\\'},
        {0x85,   'N' },
        {0xA0,   '_' },
        {0x2028, 'L' },
        {0x2029, 'P' },
    };

    for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
        if (escapes[i].rune == rune)
            return escapes[i].letter;
    }
    return 0;
}

static void emit_escape(Buf *buf, uint32_t rune)
{
    char letter = escape_letter(rune);

    buf_add_byte(buf, '\\');
    if (letter != 0)
        buf_add_byte(buf, letter);
    else if (rune <= 0xFF)
        emit_hex(buf, 'x', rune, 2);
    else if (rune <= 0xFFFF)
        emit_hex(buf, 'u', rune, 4);
    else
        emit_hex(buf, 'U', rune, 8);
}

static bool wants_escape(Str s, size_t pos)
{
    return s.ptr[pos] == '"' || s.ptr[pos] == '\\' ||
           !is_printable_at(s, pos) || break_at(s, pos) != 0;
}

/* True when the space at `pos` becomes a line break; a space after it is then
 * kept by a backslash. */
static bool breaks_quoted_at(YamlEmitter *emitter, const YamlScalar *scalar,
                             size_t pos)
{
    Str s = scalar->text;

    return !scalar->is_key && pos > 0 && pos + 1 < s.len &&
           s.ptr[pos - 1] != ' ' && is_past_width(emitter);
}

static void emit_double_quoted(YamlEmitter *emitter, const YamlScalar *scalar)
{
    Str s = scalar->text;
    /* go-yaml looks for a byte order mark at the start of the text at every
     * character, and so escapes all of it. */
    bool escapes_all = str_has_prefix(s, STR("\xEF\xBB\xBF"));

    buf_add_byte(emitter->buf, '"');
    for (size_t pos = 0, size; pos < s.len; pos += size) {
        size_t run = escapes_all ? 0 : inert_run(s, pos);

        size = width_at(s, pos);
        if (run > 0) {
            size = run;
            buf_add(emitter->buf, str_slice(s, pos, pos + run));
        } else if (escapes_all || wants_escape(s, pos)) {
            size_t rune_size;
            emit_escape(emitter->buf, utf8_decode(s, pos, &rune_size));
        } else if (s.ptr[pos] == ' ' &&
                   breaks_quoted_at(emitter, scalar, pos)) {
            codec_emit_line(emitter, scalar->indent);
            if (s.ptr[pos + 1] == ' ')
                buf_add_byte(emitter->buf, '\\');
        } else {
            buf_add(emitter->buf, str_slice(s, pos, pos + size));
        }
    }
    buf_add_byte(emitter->buf, '"');
}

/* -- blocks -- */

/* "-": no break at the end; "+": more than one, or nothing else. */
static void emit_block_hints(Buf *buf, Str s)
{
    size_t last = char_before(s, s.len);

    if (s.ptr[0] == ' ' || break_at(s, 0) != 0)
        buf_add_byte(buf, BLOCK_INDENT_HINT);
    if (break_at(s, last) == 0)
        buf_add_byte(buf, '-');
    else if (last == 0 || break_at(s, char_before(s, last)) != 0)
        buf_add_byte(buf, '+');
}

static void emit_literal(YamlEmitter *emitter, const YamlScalar *scalar)
{
    Str s = scalar->text;

    buf_add_byte(emitter->buf, '|');
    emit_block_hints(emitter->buf, s);
    buf_add_byte(emitter->buf, '\n');
    start_line(emitter);
    for (size_t pos = 0; pos < s.len;) {
        size_t end = pos;
        while (end < s.len && break_at(s, end) == 0)
            end += width_at(s, end);
        if (end > pos) {
            codec_emit_line(emitter, scalar->indent);
            buf_add(emitter->buf, str_slice(s, pos, end));
        }
        if (end < s.len) {
            size_t size = break_at(s, end);
            buf_add(emitter->buf, str_slice(s, end, end + size));
            end += size;
            start_line(emitter);
        }
        pos = end;
    }
}

/* -- the choice -- */

static bool may_be_block(const YamlEmitter *emitter, const YamlScalar *scalar,
                         const Traits *traits)
{
    return !scalar->is_key && !traits->has_trailing_space &&
           !traits->has_space_break && !traits->has_special &&
           (!traits->has_tab || emitter->allows_tabs);
}

void codec_emit_scalar(YamlEmitter *emitter, const YamlScalar *scalar)
{
    Traits traits = traits_of(scalar->text);
    bool is_escaped = traits.has_special || traits.has_tab ||
                      traits.has_space_break || traits.has_break_space;

    buf_add(emitter->buf, scalar->tag);
    if (scalar->tag.len != 0)
        buf_add_byte(emitter->buf, ' ');
    if (traits.has_newline && may_be_block(emitter, scalar, &traits))
        emit_literal(emitter, scalar);
    else if (scalar->wants_quotes || traits.has_newline || is_escaped)
        emit_double_quoted(emitter, scalar);
    else if (traits.has_indicator || traits.has_edge_space || traits.has_break)
        emit_single_quoted(emitter, scalar);
    else
        emit_plain(emitter, scalar);
}
