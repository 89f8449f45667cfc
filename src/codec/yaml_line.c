/* SPDX-License-Identifier: MPL-2.0 */
#include "codec/yaml_line.h"

#include "base/buf.h"
#include "base/utf8.h"

/* -- lines -- */

/* The bytes of the character at `pos`; 0 when YAML does not print it or takes
 * it for a line break or a byte order mark. */
static size_t printable_size(Str text, size_t pos)
{
    size_t size;
    uint32_t rune = utf8_decode(text, pos, &size);

    if (size < 2 || rune < 0xa0 || rune == 0x2028 || rune == 0x2029 ||
        rune == 0xfeff || rune == 0xfffe || rune == 0xffff)
        return 0;
    return size;
}

bool codec_yaml_odd_line(Str text, size_t from, size_t end, bool with_tabs,
                         Str *line, size_t *next)
{
    while (end < text.len && text.ptr[end] != '\n') {
        size_t size =
            text.ptr[end] == '\t' ? with_tabs : printable_size(text, end);

        if (size == 0)
            return false;
        end = codec_yaml_unprintable(text, end + size);
    }
    *line = str_slice(text, from, end);
    *next = end + (end < text.len);
    return true;
}

/* -- plain scalars -- */

/* A line break is a space, `blanks` empty lines behind it that many breaks. */
static void add_breaks(Buf *buf, size_t blanks)
{
    if (blanks == 0)
        buf_add_byte(buf, ' ');
    for (size_t i = 0; i < blanks; i++)
        buf_add_byte(buf, '\n');
}

bool codec_yaml_fold(Arena *arena, Str text, size_t *next, size_t column,
                     Str first, Str *out)
{
    size_t blanks = 0;
    bool goes_on = true;
    Buf buf;

    buf_init(&buf, arena);
    buf_add(&buf, first);
    for (size_t pos = *next; goes_on && pos < text.len;) {
        size_t from = codec_yaml_no_space(text, pos);
        size_t indent = from - pos;
        size_t end;
        Str line;

        if (!codec_yaml_line(text, from, false, &line, &pos))
            return false;
        line = codec_yaml_trim_end(line);
        if (line.len == 0) {
            blanks++;
            continue;
        }
        end = codec_yaml_plain_end(line, 0, text.ptr + text.len);
        if (indent <= column || end == 0)
            break;
        if (end < line.len && line.ptr[end] == ':')
            return false;
        add_breaks(&buf, blanks);
        buf_add(&buf, codec_yaml_trim_end(str_slice(line, 0, end)));
        blanks = 0;
        goes_on = end == line.len;
        *next = pos;
    }
    *out = buf_str(&buf);
    return true;
}

/* -- literals -- */

/* Goes from *pos to the first line of a literal that is not empty and counts
 * the lines before it.  False when one of those is indented deeper, which sets
 * the indentation. */
static bool skip_blanks(Str text, size_t *pos, size_t *blanks, size_t *indent)
{
    size_t deepest = 0;

    *blanks = 0;
    for (;;) {
        size_t at = codec_yaml_no_space(text, *pos);

        *indent = at - *pos;
        if (at == text.len || text.ptr[at] != '\n')
            break;
        deepest = *indent > deepest ? *indent : deepest;
        ++*blanks;
        *pos = at + 1;
    }
    return deepest <= *indent;
}

/* Where the literal whose lines begin at *next ends: behind its last line that
 * is not empty, without the line break. */
static bool find_literal_end(Str text, size_t *next, size_t indent, size_t *out)
{
    while (*next < text.len) {
        size_t start = *next;
        size_t from = codec_yaml_no_space(text, start);
        Str line;

        if (!codec_yaml_line(text, from, true, &line, next))
            return false;
        if (from - start < indent && line.len != 0) {
            *next = start;
            return line.ptr[0] != '\t';
        }
        if (from - start + line.len > indent)
            *out = from + line.len;
    }
    return true;
}

/* `blanks` line breaks and the lines of `text` without the first `indent`
 * bytes of each. */
static Str drop_indent(Arena *arena, Str text, size_t blanks, size_t indent,
                       bool ends_line)
{
    char *copy = arena_alloc_text(arena, blanks + text.len + 1);
    size_t len = blanks;

    memset(copy, '\n', blanks);
    for (size_t pos = 0; pos < text.len;) {
        size_t newline = str_find_byte(text, '\n', pos);
        size_t end = newline == SIZE_MAX ? text.len : newline;

        if (end - pos > indent) {
            memcpy(copy + len, text.ptr + pos + indent, end - pos - indent);
            len += end - pos - indent;
        }
        if (newline != SIZE_MAX || ends_line)
            copy[len++] = '\n';
        pos = end + 1;
    }
    return str_from(copy, len);
}

bool codec_yaml_literal(Arena *arena, Str text, Str header, size_t *next,
                        size_t column, Str *out)
{
    bool strips = str_eq(header, STR("|-"));
    bool keeps = str_eq(header, STR("|+"));
    size_t start = *next;
    size_t blanks, indent, end;

    if ((!strips && !keeps && !str_eq(header, STR("|"))) ||
        !skip_blanks(text, &start, &blanks, &indent))
        return false;
    if (out != NULL)
        *out = STR_NONE;
    if (start + indent == text.len || indent <= column)
        return !keeps;
    end = start;
    *next = start;
    if (text.ptr[start + indent] == '\t' ||
        !find_literal_end(text, next, indent, &end))
        return false;
    if (keeps) {
        end = *next;
        if (text.ptr[end - 1] != '\n')
            return false;
    }
    if (out != NULL)
        *out = drop_indent(arena, str_slice(text, start, end), blanks, indent,
                           !strips && !keeps && end < text.len);
    return true;
}

/* -- quoted scalars -- */

/* What the escape with the letter `c` stands for; 0: not known. */
static char escaped(char c)
{
    switch (c) {
    case '"':
    case '\\': return c;
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

bool codec_yaml_unquote(Arena *arena, Str rest, Str *out, size_t *len)
{
    char quote = rest.ptr[0];
    Buf buf;

    buf_init(&buf, arena);
    for (size_t pos = 1; pos < rest.len; pos++) {
        char c = rest.ptr[pos];

        if (c == quote && (quote == '"' || pos + 1 == rest.len ||
                           rest.ptr[pos + 1] != quote)) {
            *out = buf_str(&buf);
            *len = pos + 1;
            return true;
        }
        if (c == quote || (c == '\\' && quote == '"')) {
            pos++;
            c = c == quote ? c : escaped(pos < rest.len ? rest.ptr[pos] : 'x');
            if (c == '\0')
                return false;
        }
        buf_add_byte(&buf, c);
    }
    return false;
}
