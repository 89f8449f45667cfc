/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Scalars of the YAML scanner.  A scalar that stands in the text as it is
 * meant is borrowed from there; the first fold or escape has what went before
 * copied into a buffer.
 */
#include "codec/yaml_scan_input.h"

/* A scalar on its way: what is in `buf`, then the text from `start`. */
typedef struct Piece {
    YamlScan *scan;
    Buf buf;
    bool is_copied;
    size_t start;
} Piece;

static Piece piece_here(YamlScan *scan)
{
    Piece piece = {.scan = scan, .start = scan->pos};

    buf_init(&piece.buf, scan->cx->arena);
    return piece;
}

/* Copies the text up to `end`; the caller then sets where it goes on. */
static void piece_flush(Piece *piece, size_t end)
{
    buf_add(&piece->buf,
            str_from(piece->scan->text + piece->start, end - piece->start));
    piece->is_copied = true;
}

static Str piece_end(Piece *piece, size_t end)
{
    if (!piece->is_copied)
        return str_from(piece->scan->text + piece->start, end - piece->start);
    piece_flush(piece, end);
    return buf_str(&piece->buf);
}

/* What of the break at `*pos` is part of a scalar; `*pos` goes behind it. */
static Str kept_break(const char *text, size_t *pos)
{
    const char *at = text + *pos;

    if (at[0] == '\xE2') {
        *pos += 3;
        return str_from(at, 3);
    }
    *pos += at[0] == '\xC2' || (at[0] == '\r' && at[1] == '\n') ? 2 : 1;
    return STR("\n");
}

/* What blanks and breaks from `from` to here amount to: one LF is a space,
 * more lose their first.  `is_begun`: a break before them was escaped. */
static void add_fold(Piece *piece, size_t from, bool is_begun)
{
    const char *text = piece->scan->text;
    bool is_space = false;
    bool is_first = !is_begun;

    while (from < piece->scan->pos) {
        if (text[from] == ' ' || text[from] == '\t') {
            from++;
            continue;
        }
        Str kept = kept_break(text, &from);
        is_space = is_first && kept.len == 1;
        if (!is_space)
            buf_add(&piece->buf, kept);
        is_first = false;
    }
    if (is_space)
        buf_add_byte(&piece->buf, ' ');
}

/* -- plain -- */

static bool ends_plain(const YamlScan *scan)
{
    if (scan->flow_level > 0 && yaml_is(scan, 0, YAML_FLOW))
        return true;
    return yaml_byte(scan, 0) == ':' && yaml_is_blank_or_end(scan, 1);
}

/* The words of a line: `*end` goes behind the last character. */
static bool pass_plain_word(YamlScan *scan, size_t *end)
{
    unsigned stops = YAML_BLANK | YAML_BREAK | YAML_END | YAML_COLON |
                     (scan->flow_level > 0 ? YAML_FLOW : 0u);

    while (!yaml_is_blank_or_end(scan, 0) && !ends_plain(scan)) {
        codec_yaml_pass_run(scan, stops);
        *end = scan->pos;
        if (!yaml_need(scan, 2))
            return false;
    }
    return true;
}

/* Blanks and breaks behind a word; `*is_broken` when there is a break. */
static bool pass_plain_space(YamlScan *scan, bool *is_broken)
{
    int64_t indent = scan->indent + 1;

    while (yaml_is_or_break(scan, 0, YAML_BLANK | YAML_BREAK)) {
        if (!yaml_is(scan, 0, YAML_BLANK)) {
            if (!yaml_need(scan, 2))
                return false;
            codec_yaml_pass_break(scan);
            *is_broken = true;
        } else if (*is_broken && yaml_byte(scan, 0) == '\t' &&
                   (int64_t)yaml_column(scan) < indent) {
            return codec_yaml_scan_fail(
                scan, "found a tab character that violates indentation");
        } else {
            scan->pos++;
        }
        if (!yaml_need(scan, 1))
            return false;
    }
    return true;
}

/* Whether a plain scalar may have a word here. */
static bool is_plain_at(const YamlScan *scan)
{
    return !codec_yaml_is_document_mark(scan) && yaml_byte(scan, 0) != '#' &&
           !yaml_is_blank_or_end(scan, 0) && !ends_plain(scan);
}

bool codec_yaml_scan_plain(YamlScan *scan, YamlToken *token)
{
    Piece piece = piece_here(scan);
    size_t end = scan->pos;
    bool is_broken = false;

    for (;;) {
        if (!yaml_need(scan, 4))
            return false;
        if (!is_plain_at(scan))
            break;
        if (is_broken) {
            piece_flush(&piece, end);
            add_fold(&piece, end, false);
            piece.start = scan->pos;
            is_broken = false;
        }
        if (!pass_plain_word(scan, &end))
            return false;
        if (!yaml_is_or_break(scan, 0, YAML_BLANK | YAML_BREAK))
            break;
        if (!yaml_need(scan, 1) || !pass_plain_space(scan, &is_broken))
            return false;
        if (scan->flow_level == 0 && (int64_t)yaml_column(scan) <= scan->indent)
            break;
    }
    token->value = piece_end(&piece, end);
    token->is_plain = true;
    scan->is_key_allowed = scan->is_key_allowed || is_broken;
    return true;
}

/* -- quoted -- */

/* What `\c` stands for; an empty string: none, or a code follows. */
static Str escaped(char c)
{
    static const struct {
        char name;
        char len;
        const char *text;
    } escapes[] = {
        {'0',  1, "\0"          },
        {'a',  1, "\a"          },
        {'b',  1, "\b"          },
        {'t',  1, "\t"          },
        {'\t', 1, "\t"          },
        {'n',  1, "\n"          },
        {'v',  1, "\v"          },
        {'f',  1, "\f"          },
        {'r',  1, "\r"          },
        {'e',  1, "\x1B"        },
        {' ',  1, " "           },
        {'"',  1, "\""          },
        {'\'', 1, "'"           },
        {'\\', 1, "\\"          },
        {'N',  2, "\xC2\x85"    },
        {'_',  2, "\xC2\xA0"    },
        {'L',  3, "\xE2\x80\xA8"},
        {'P',  3, "\xE2\x80\xA9"},
    };

    for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
        if (escapes[i].name == c)
            return str_from(escapes[i].text, (size_t)escapes[i].len);
    }
    return STR_NONE;
}

static bool add_code(Piece *piece, size_t n_digits)
{
    YamlScan *scan = piece->scan;
    uint32_t rune = 0;

    if (!yaml_need(scan, n_digits))
        return false;
    for (size_t i = 0; i < n_digits; i++) {
        if (!yaml_is(scan, i, YAML_HEX))
            return codec_yaml_scan_fail(
                scan, "did not find expected hexdecimal number");
        rune = rune << 4 | yaml_hex(scan, i);
    }
    if ((rune >= 0xD800 && rune <= 0xDFFF) || rune > 0x10FFFF)
        return codec_yaml_scan_fail(
            scan, "found invalid Unicode character escape code");
    scan->pos += n_digits;
    buf_add_rune(&piece->buf, rune);
    return true;
}

/* A backslash and what it is about; `*is_break` when that is a line break. */
static bool add_escape(Piece *piece, bool *is_break)
{
    YamlScan *scan = piece->scan;
    char c = (char)yaml_byte(scan, 1);
    Str text = escaped(c);
    size_t n_digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;

    *is_break = yaml_is_or_break(scan, 1, YAML_BREAK);
    piece_flush(piece, scan->pos);
    if (*is_break) {
        if (!yaml_need(scan, 3))
            return false;
        scan->pos++;
        codec_yaml_pass_break(scan);
    } else if (text.len == 0 && n_digits == 0) {
        return codec_yaml_scan_fail(scan, "found unknown escape character");
    } else {
        scan->pos += 2;
        buf_add(&piece->buf, text);
        if (n_digits != 0 && !add_code(piece, n_digits))
            return false;
    }
    piece->start = scan->pos;
    return true;
}

/* Passes over one character that is no blank, or the run of text it starts. */
static bool pass_quoted_char(Piece *piece, bool is_single, bool *is_break)
{
    YamlScan *scan = piece->scan;
    char c = (char)yaml_byte(scan, 0);

    if (!is_single && c == '\\')
        return add_escape(piece, is_break);
    if (is_single && c == '\'') {
        piece_flush(piece, scan->pos + 1);
        scan->pos += 2;
        piece->start = scan->pos;
        return true;
    }
    codec_yaml_pass_run(scan, YAML_BLANK | YAML_BREAK | YAML_END |
                                  (is_single ? YAML_QUOTE : YAML_DQUOTE));
    return true;
}

static bool is_closing(const YamlScan *scan, bool is_single)
{
    if (!is_single)
        return yaml_byte(scan, 0) == '"';
    return yaml_byte(scan, 0) == '\'' && yaml_byte(scan, 1) != '\'';
}

/* Up to a blank, a break, the quote, or behind an escaped break. */
static bool pass_quoted_word(Piece *piece, bool is_single, bool *is_escaped)
{
    YamlScan *scan = piece->scan;

    *is_escaped = false;
    while (!yaml_is_blank_or_end(scan, 0) && !is_closing(scan, is_single)) {
        if (!pass_quoted_char(piece, is_single, is_escaped))
            return false;
        if (*is_escaped)
            break;
        if (!yaml_need(scan, 2))
            return false;
    }
    return yaml_need(scan, 1);
}

static bool pass_quoted_space(Piece *piece, bool is_escaped)
{
    YamlScan *scan = piece->scan;
    size_t start = scan->pos;
    bool is_broken = is_escaped;

    while (yaml_is_or_break(scan, 0, YAML_BLANK | YAML_BREAK)) {
        if (yaml_is(scan, 0, YAML_BLANK)) {
            scan->pos++;
        } else {
            if (!yaml_need(scan, 2))
                return false;
            codec_yaml_pass_break(scan);
            is_broken = true;
        }
        if (!yaml_need(scan, 1))
            return false;
    }
    if (is_broken) {
        piece_flush(piece, start);
        add_fold(piece, start, is_escaped);
        piece->start = scan->pos;
    }
    return true;
}

bool codec_yaml_scan_quoted(YamlScan *scan, YamlToken *token)
{
    char quote = (char)yaml_byte(scan, 0);
    bool is_escaped;

    scan->pos++;
    Piece piece = piece_here(scan);
    for (;;) {
        if (!yaml_need(scan, 4))
            return false;
        if (codec_yaml_is_document_mark(scan))
            return codec_yaml_scan_fail(scan,
                                        "found unexpected document indicator");
        if (yaml_byte(scan, 0) == '\0')
            return codec_yaml_scan_fail(scan, "found unexpected end of stream");
        if (!pass_quoted_word(&piece, quote == '\'', &is_escaped))
            return false;
        if ((char)yaml_byte(scan, 0) == quote)
            break;
        if (!pass_quoted_space(&piece, is_escaped))
            return false;
    }
    token->value = piece_end(&piece, scan->pos);
    scan->pos++;
    return true;
}

/* -- block -- */

typedef enum Chomping {
    CHOMP_STRIP,
    CHOMP_CLIP,
    CHOMP_KEEP,
} Chomping;

typedef struct BlockScalar {
    YamlScan *scan;
    bool is_literal;
    Chomping chomping;
    int64_t indent; /* 0: that of the first line */
    Buf buf;
    size_t break_at;  /* where the break of the last line stands in `buf` */
    size_t break_end; /* and ends; breaks of empty lines follow */
    bool is_break_lf;
} BlockScalar;

static void pass_chomping(BlockScalar *block)
{
    if (yaml_byte(block->scan, 0) == '+')
        block->chomping = CHOMP_KEEP;
    else if (yaml_byte(block->scan, 0) == '-')
        block->chomping = CHOMP_STRIP;
    else
        return;
    block->scan->pos++;
}

static bool pass_indicator(BlockScalar *block)
{
    YamlScan *scan = block->scan;
    unsigned char c = yaml_byte(scan, 0);

    if (c < '0' || c > '9')
        return true;
    if (c == '0')
        return codec_yaml_scan_fail(
            scan, "found an indentation indicator equal to 0");
    block->indent = (scan->indent >= 0 ? scan->indent : 0) + (c - '0');
    scan->pos++;
    return true;
}

/* The rest of the line that the scalar is announced on. */
static bool pass_header(BlockScalar *block)
{
    YamlScan *scan = block->scan;
    size_t start;

    scan->pos++;
    start = scan->pos;
    if (!yaml_need(scan, 1))
        return false;
    pass_chomping(block);
    if ((scan->pos != start && !yaml_need(scan, 1)) || !pass_indicator(block))
        return false;
    if (block->chomping == CHOMP_CLIP && scan->pos != start) {
        if (!yaml_need(scan, 1))
            return false;
        pass_chomping(block);
    }
    if (!yaml_need(scan, 1) || !codec_yaml_pass_blanks(scan) ||
        !codec_yaml_pass_comment(scan))
        return false;
    if (!yaml_is_break_or_end(scan))
        return codec_yaml_scan_fail(
            scan, "did not find expected comment or line break");
    if (yaml_is_break(scan) && !yaml_need(scan, 2))
        return false;
    codec_yaml_pass_break(scan);
    return true;
}

static bool is_indent_at(const BlockScalar *block, char c)
{
    return (char)yaml_byte(block->scan, 0) == c &&
           (block->indent == 0 ||
            (int64_t)yaml_column(block->scan) < block->indent);
}

static void settle_indent(BlockScalar *block, int64_t widest)
{
    if (block->indent != 0)
        return;
    block->indent = widest;
    if (block->indent <= block->scan->indent)
        block->indent = block->scan->indent + 1;
    if (block->indent < 1)
        block->indent = 1;
}

/* Empty lines and the indentation of the next that is not. */
static bool pass_empty_lines(BlockScalar *block)
{
    YamlScan *scan = block->scan;
    int64_t widest = 0;

    for (;;) {
        if (!yaml_need(scan, 1))
            return false;
        while (is_indent_at(block, ' ')) {
            scan->pos++;
            if (!yaml_need(scan, 1))
                return false;
        }
        if ((int64_t)yaml_column(scan) > widest)
            widest = (int64_t)yaml_column(scan);
        if (is_indent_at(block, '\t'))
            return codec_yaml_scan_fail(scan, "found a tab character where an "
                                              "indentation space is expected");
        if (!yaml_is_break(scan))
            break;
        if (!yaml_need(scan, 2))
            return false;
        buf_add(&block->buf, codec_yaml_pass_break(scan));
    }
    settle_indent(block, widest);
    return true;
}

/* Between two lines that are not indented further, one LF is a space and more
 * lose their first. */
static void fold_break(BlockScalar *block)
{
    Buf *buf = &block->buf;

    if (buf->len == block->break_end) {
        buf->ptr[block->break_at] = ' ';
        return;
    }
    memmove(buf->ptr + block->break_at, buf->ptr + block->break_end,
            buf->len - block->break_end);
    buf->len -= block->break_end - block->break_at;
}

static bool add_block_line(BlockScalar *block)
{
    YamlScan *scan = block->scan;
    size_t start = scan->pos;
    Str kept;

    while (!yaml_is_break_or_end(scan)) {
        codec_yaml_pass_run(scan, YAML_BREAK | YAML_END);
        if (!yaml_need(scan, 1))
            return false;
    }
    buf_add(&block->buf, str_from(scan->text + start, scan->pos - start));
    if (!yaml_need(scan, 2))
        return false;
    kept = codec_yaml_pass_break(scan);
    block->break_at = block->buf.len;
    buf_add(&block->buf, kept);
    block->break_end = block->buf.len;
    block->is_break_lf = kept.len == 1;
    return true;
}

static Str chomped(const BlockScalar *block)
{
    size_t len = block->buf.len;

    if (block->chomping == CHOMP_STRIP)
        len = block->break_at;
    else if (block->chomping == CHOMP_CLIP)
        len = block->break_end;
    return str_from(block->buf.ptr, len);
}

bool codec_yaml_scan_block(YamlScan *scan, YamlToken *token)
{
    BlockScalar block = {
        .scan = scan,
        .is_literal = yaml_byte(scan, 0) == '|',
        .chomping = CHOMP_CLIP,
    };
    bool was_blank = false;

    buf_init(&block.buf, scan->cx->arena);
    if (!pass_header(&block) || !pass_empty_lines(&block) ||
        !yaml_need(scan, 1))
        return false;
    while ((int64_t)yaml_column(scan) == block.indent &&
           yaml_byte(scan, 0) != '\0') {
        bool is_blank = yaml_is(scan, 0, YAML_BLANK);
        if (!block.is_literal && !was_blank && !is_blank && block.is_break_lf)
            fold_break(&block);
        was_blank = is_blank;
        if (!add_block_line(&block) || !pass_empty_lines(&block))
            return false;
    }
    token->value = chomped(&block);
    return true;
}
