/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads case files line by line and writes them back.  A part that nobody
 * changed is written as it was read, so that recording touches expected text
 * only.
 */
#include "case_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

typedef struct PartName {
    const char *name;
    PartKind kind;
} PartName;

static const PartName part_names[] = {
    {"template", PART_TEMPLATE},
    {"values",   PART_VALUES  },
    {"flags",    PART_FLAGS   },
    {"output",   PART_OUTPUT  },
    {"error",    PART_ERROR   },
};

typedef struct Reader {
    Arena *arena;
    const char *path;
    Str text;
    size_t pos;
    size_t line;
    CasePart *parts; /* room for every part of the file */
    size_t n_parts;
} Reader;

bool read_whole_file(Arena *arena, const char *path, Str *out)
{
    FILE *file = fopen(path, "rb");
    Buf buf;
    size_t got;
    bool ok;

    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    buf_init(&buf, arena);
    do {
        got = fread(buf_reserve(&buf, 65536), 1, 65536, file);
        buf.len += got;
    } while (got > 0);
    ok = ferror(file) == 0;
    if (!ok)
        fprintf(stderr, "%s: cannot be read\n", path);
    fclose(file);
    *out = buf_str(&buf);
    return ok;
}

bool write_whole_file(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    size_t put;

    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    put = text.len == 0 ? 0 : fwrite(text.ptr, 1, text.len, file);
    if (fclose(file) == 0 && put == text.len)
        return true;
    fprintf(stderr, "%s: cannot be written\n", path);
    return false;
}

static bool complain(const Reader *reader, const char *what)
{
    fprintf(stderr, "%s:%zu: %s\n", reader->path, reader->line, what);
    return false;
}

/* The line at the reader's position without its line break. */
static Str peek_line(const Reader *reader)
{
    size_t end = str_find_byte(reader->text, '\n', reader->pos);

    if (end == SIZE_MAX)
        end = reader->text.len;
    return str_slice(reader->text, reader->pos, end);
}

static void skip_line(Reader *reader)
{
    reader->pos += peek_line(reader).len + 1;
    if (reader->pos > reader->text.len)
        reader->pos = reader->text.len;
    reader->line++;
}

static bool at_end(const Reader *reader)
{
    return reader->pos >= reader->text.len;
}

static bool is_claim(Str line)
{
    return str_has_prefix(line, STR("== "));
}

static bool is_part(Str line)
{
    return str_has_prefix(line, STR("-- "));
}

/* The lines up to the next header or the end. */
static Str take_lines(Reader *reader)
{
    size_t start = reader->pos;

    while (!at_end(reader)) {
        Str line = peek_line(reader);

        if (is_claim(line) || is_part(line))
            break;
        skip_line(reader);
    }
    return str_slice(reader->text, start, reader->pos);
}

static int hex_digit(char byte)
{
    const char *digits = "0123456789abcdef";
    const char *found = byte == '\0' ? NULL : strchr(digits, byte);

    return found == NULL ? -1 : (int)(found - digits);
}

/* A part marked "escaped": \xNN is a byte, \\ a backslash. */
static bool decode_escaped(Buf *out, Str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.ptr[i] != '\\') {
            buf_add_byte(out, raw.ptr[i]);
        } else if (i + 1 < raw.len && raw.ptr[i + 1] == '\\') {
            buf_add_byte(out, '\\');
            i++;
        } else if (i + 3 < raw.len && raw.ptr[i + 1] == 'x' &&
                   hex_digit(raw.ptr[i + 2]) >= 0 &&
                   hex_digit(raw.ptr[i + 3]) >= 0) {
            buf_add_byte(out, (char)(hex_digit(raw.ptr[i + 2]) * 16 +
                                     hex_digit(raw.ptr[i + 3])));
            i += 3;
        } else {
            return false;
        }
    }
    return true;
}

/* A plain part: a backslash that opens a line keeps the line from being taken
 * for a header, and is dropped. */
static void decode_plain(Buf *out, Str raw)
{
    bool line_start = true;

    for (size_t i = 0; i < raw.len; i++) {
        if (!line_start || raw.ptr[i] != '\\')
            buf_add_byte(out, raw.ptr[i]);
        line_start = raw.ptr[i] == '\n';
    }
}

static bool decode_part(Reader *reader, CasePart *part, bool escaped)
{
    Buf out;
    Str body = part->raw;
    bool is_lines = part->kind == PART_VALUES || part->kind == PART_FILE;

    if (body.len > 0 && body.ptr[body.len - 1] == '\n')
        body.len--;
    buf_init(&out, reader->arena);
    if (!escaped)
        decode_plain(&out, body);
    else if (!decode_escaped(&out, body))
        return complain(reader, "the escaped part above has a bad escape");
    if (is_lines && !escaped && part->raw.len > 0)
        buf_add_byte(&out, '\n');
    part->text = buf_str(&out);
    return true;
}

static bool name_part(Reader *reader, CasePart *part, Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(part_names); i++) {
        if (str_eq_c(name, part_names[i].name)) {
            part->kind = part_names[i].kind;
            return true;
        }
    }
    if (!str_has_prefix(name, STR("file ")))
        return complain(reader, "no such part");
    part->kind = PART_FILE;
    part->name = str_skip(name, strlen("file "));
    return true;
}

static bool read_part(Reader *reader, CasePart *part)
{
    Str marked = STR(", escaped");
    Str name = str_skip(peek_line(reader), strlen("-- "));
    bool escaped = str_has_suffix(name, marked);

    part->head = peek_line(reader);
    if (!name_part(reader, part, str_drop_suffix(name, marked)))
        return false;
    skip_line(reader);
    part->raw = take_lines(reader);
    if (!at_end(reader) && is_claim(peek_line(reader))) {
        if (!str_has_suffix(part->raw, STR("\n")) ||
            (part->raw.len > 1 && !str_has_suffix(part->raw, STR("\n\n"))))
            return complain(reader, "want an empty line above a claim");
        part->raw.len--;
    }
    return decode_part(reader, part, escaped);
}

static bool read_case(Reader *reader, TestCase *test)
{
    CasePart *parts = reader->parts + reader->n_parts;

    test->claim = str_skip(peek_line(reader), strlen("== "));
    test->line = reader->line;
    test->parts = parts;
    skip_line(reader);
    while (!at_end(reader) && is_part(peek_line(reader))) {
        if (!read_part(reader, &parts[test->n_parts]))
            return false;
        test->n_parts++;
    }
    reader->n_parts += test->n_parts;
    if (!at_end(reader) && !is_claim(peek_line(reader)))
        return complain(reader, "want a part or a claim");
    if (case_part(test, PART_TEMPLATE) == NULL)
        return complain(reader, "the case above has no template");
    return true;
}

bool case_file_read(Arena *arena, const char *path, CaseFile *out)
{
    Reader reader = {.arena = arena, .path = path, .line = 1};
    size_t most;

    if (!read_whole_file(arena, path, &reader.text))
        return false;
    most = str_count(reader.text, STR("== ")) + 1;
    *out = (CaseFile){.path = path};
    out->cases = ARENA_ARRAY(arena, TestCase, most);
    most = str_count(reader.text, STR("-- ")) + 1;
    reader.parts = ARENA_ARRAY(arena, CasePart, most);
    out->preamble = take_lines(&reader);
    while (!at_end(&reader)) {
        if (!is_claim(peek_line(&reader)))
            return complain(&reader, "want a claim");
        if (!read_case(&reader, &out->cases[out->n_cases]))
            return false;
        out->n_cases++;
    }
    return true;
}

const CasePart *case_part(const TestCase *test, PartKind kind)
{
    for (size_t i = 0; i < test->n_parts; i++) {
        if (test->parts[i].kind == kind)
            return &test->parts[i];
    }
    return NULL;
}

bool case_expected(const TestCase *test, CaseResult *out)
{
    const CasePart *output = case_part(test, PART_OUTPUT);
    const CasePart *error = case_part(test, PART_ERROR);

    if (output == NULL && error == NULL)
        return false;
    out->ok = output != NULL;
    out->text = output != NULL ? output->text : error->text;
    return true;
}

static bool is_line_end(Str text, size_t i)
{
    return i == text.len || text.ptr[i] == '\n';
}

/* Bytes that a text file cannot show: controls, broken UTF-8, white space at
 * the end of a line. */
static bool byte_is_odd(Str text, size_t i)
{
    unsigned char byte = (unsigned char)text.ptr[i];

    if (byte == ' ' || byte == '\t')
        return is_line_end(text, i + 1);
    return (byte < 0x20 && byte != '\n') || byte == 0x7f;
}

static bool text_is_odd(Str text)
{
    if (!utf8_is_valid(text))
        return true;
    for (size_t i = 0; i < text.len; i++) {
        if (byte_is_odd(text, i))
            return true;
    }
    return false;
}

static bool opens_header(Str text, size_t i)
{
    Str rest = str_skip(text, i);

    return (i == 0 || text.ptr[i - 1] == '\n') &&
           (is_claim(rest) || is_part(rest));
}

static void encode_escaped(Buf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];

        if (byte == '\\')
            buf_add_c(out, "\\\\");
        else if (byte_is_odd(text, i) || opens_header(text, i) ||
                 (byte >= 0x80 && !utf8_is_valid(text)))
            buf_add_fmt(out, "\\x%02x", byte);
        else
            buf_add_byte(out, (char)byte);
    }
}

static void encode_plain(Buf *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool line_start = i == 0 || text.ptr[i - 1] == '\n';

        if (opens_header(text, i) || (line_start && text.ptr[i] == '\\'))
            buf_add_byte(out, '\\');
        buf_add_byte(out, text.ptr[i]);
    }
}

void case_set_expected(Arena *arena, TestCase *test, CaseResult result)
{
    CasePart *parts = ARENA_ARRAY(arena, CasePart, test->n_parts + 1);
    bool odd = text_is_odd(result.text);
    size_t n = 0;
    CasePart *last;
    Buf raw;

    for (size_t i = 0; i < test->n_parts; i++) {
        PartKind kind = test->parts[i].kind;

        if (kind != PART_OUTPUT && kind != PART_ERROR)
            parts[n++] = test->parts[i];
    }
    buf_init(&raw, arena);
    if (odd)
        encode_escaped(&raw, result.text);
    else
        encode_plain(&raw, result.text);
    if (result.text.len > 0)
        buf_add_byte(&raw, '\n');
    last = &parts[n++];
    last->kind = result.ok ? PART_OUTPUT : PART_ERROR;
    last->head = arena_fmt(arena, "-- %s%s", result.ok ? "output" : "error",
                           odd ? ", escaped" : "");
    last->raw = buf_str(&raw);
    last->text = result.text;
    test->parts = parts;
    test->n_parts = n;
}

static void add_line(Buf *out, Str line)
{
    buf_add(out, line);
    buf_add_byte(out, '\n');
}

bool case_file_write(Arena *arena, const CaseFile *file)
{
    Buf out;

    buf_init(&out, arena);
    buf_add(&out, file->preamble);
    for (size_t i = 0; i < file->n_cases; i++) {
        const TestCase *test = &file->cases[i];

        buf_add_fmt(&out, "%s== ", i == 0 ? "" : "\n");
        add_line(&out, test->claim);
        for (size_t j = 0; j < test->n_parts; j++) {
            add_line(&out, test->parts[j].head);
            buf_add(&out, test->parts[j].raw);
        }
    }
    return write_whole_file(file->path, buf_str(&out));
}
