/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Makes a chart of a case.  The template's text goes through toJson on its
 * way into the manifest, so every byte of it arrives on one line that any
 * YAML reader takes, and is decoded here.
 */
#include "case_chart.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/num.h"

static const char chart_yaml[] = "apiVersion: v2\n"
                                 "name: case\n"
                                 "version: 0.1.0\n";
static const char out_yaml[] =
    "out: {{ include \"case/templates/_case.tpl\" . | toJson }}\n";
static const char out_head[] = "# Source: case/templates/out.yaml\nout: ";

static void add_file(CaseFiles *files, const char *path, Str text)
{
    const char *bytes = text.len == 0 ? "" : text.ptr;

    for (size_t i = 0; i < files->len; i++) {
        if (strcmp(files->items[i].path, path) == 0) {
            files->items[i] = (OmniFile){path, bytes, text.len};
            return;
        }
    }
    files->items[files->len++] = (OmniFile){path, bytes, text.len};
}

CaseFiles case_files(Arena *arena, const TestCase *test)
{
    CaseFiles files = {ARENA_ARRAY(arena, OmniFile, test->n_parts + 4), 0};
    const CasePart *values = case_part(test, PART_VALUES);

    add_file(&files, "Chart.yaml", str_from_c(chart_yaml));
    add_file(&files, "templates/_case.tpl",
             case_part(test, PART_TEMPLATE)->text);
    add_file(&files, "templates/out.yaml", str_from_c(out_yaml));
    if (values != NULL)
        add_file(&files, "values.yaml", values->text);
    for (size_t i = 0; i < test->n_parts; i++) {
        const CasePart *part = &test->parts[i];

        if (part->kind == PART_FILE)
            add_file(&files, arena_c_str(arena, part->name), part->text);
    }
    return files;
}

CaseFlags case_flags(Arena *arena, const TestCase *test)
{
    const CasePart *part = case_part(test, PART_FLAGS);
    CaseFlags flags = {NULL, 0};
    size_t pos = 0;

    if (part == NULL)
        return flags;
    flags.items =
        ARENA_ARRAY(arena, CaseFlag, str_count(part->text, STR("\n")) + 1);
    while (pos < part->text.len) {
        size_t end = str_find_byte(part->text, '\n', pos);
        Str line =
            str_slice(part->text, pos, end == SIZE_MAX ? part->text.len : end);
        size_t space = str_find_byte(line, ' ', 0);
        CaseFlag *item = &flags.items[flags.len++];

        item->name = arena_c_str(
            arena, str_slice(line, 0, space == SIZE_MAX ? line.len : space));
        if (space != SIZE_MAX)
            item->argument = arena_c_str(arena, str_skip(line, space + 1));
        pos += line.len + 1;
    }
    return flags;
}

/* The four digits of a \u escape at `pos`; false when they are not there. */
static bool read_hex4(Str text, size_t pos, uint32_t *out)
{
    uint64_t value;
    char digits[] = "0x0000";

    if (pos + 4 > text.len)
        return false;
    memcpy(digits + 2, text.ptr + pos, 4);
    if (num_parse_uint(str_from_c(digits), 0, &value) != NUM_OK)
        return false;
    *out = (uint32_t)value;
    return true;
}

/* A \u escape whose digits start at `pos`, with its low surrogate if it has
 * one; returns where it ends, 0 when it is malformed. */
static size_t decode_unicode(Buf *out, Str text, size_t pos)
{
    uint32_t rune;
    uint32_t low;

    if (!read_hex4(text, pos, &rune))
        return 0;
    pos += 4;
    if (rune >= 0xd800 && rune < 0xdc00 && pos + 6 <= text.len &&
        read_hex4(text, pos + 2, &low)) {
        rune = 0x10000 + ((rune - 0xd800) << 10) + (low - 0xdc00);
        pos += 6;
    }
    buf_add_rune(out, rune);
    return pos;
}

/* Decodes the JSON string that starts behind the quote at `pos`; false when
 * the text ends first. */
static bool decode_json(Buf *out, Str text, size_t pos)
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";

    while (pos < text.len && text.ptr[pos] != '"') {
        const char *found;

        if (text.ptr[pos] != '\\' || pos + 1 == text.len) {
            buf_add_byte(out, text.ptr[pos++]);
            continue;
        }
        found = strchr(escapes, text.ptr[pos + 1]);
        pos += 2;
        if (found != NULL)
            buf_add_byte(out, meanings[found - escapes]);
        else if ((pos = decode_unicode(out, text, pos)) == 0)
            return false;
    }
    return pos < text.len;
}

Str case_output(Arena *arena, Str manifest)
{
    size_t head = str_find(manifest, str_from_c(out_head), 0);
    size_t quote;
    Buf out;

    if (head == SIZE_MAX)
        return manifest;
    quote = head + strlen(out_head);
    buf_init(&out, arena);
    if (quote >= manifest.len || manifest.ptr[quote] != '"' ||
        !decode_json(&out, manifest, quote + 1))
        return manifest;
    return buf_str(&out);
}

/* Makes the folders above `path`, which is changed and put back. */
static void make_folders(char *path, size_t from)
{
    for (size_t i = from; path[i] != '\0'; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            perror(path);
        path[i] = '/';
    }
}

const char *case_folder_new(Arena *arena, const TestCase *test)
{
    const char *base = getenv("TMPDIR");
    Str pattern = arena_fmt(arena, "%s/omni-case-XXXXXX",
                            base == NULL || *base == '\0' ? "/tmp" : base);
    char *folder = arena_alloc_text(arena, pattern.len + 1);
    CaseFiles files = case_files(arena, test);

    memcpy(folder, arena_c_str(arena, pattern), pattern.len + 1);
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        exit(2);
    }
    for (size_t i = 0; i < files.len; i++) {
        const OmniFile *file = &files.items[i];
        size_t len = pattern.len + 1 + strlen(file->path);
        char *path = arena_alloc_text(arena, len + 1);

        snprintf(path, len + 1, "%s/%s", folder, file->path);
        make_folders(path, pattern.len + 1);
        if (!write_whole_file(path, str_from(file->bytes, file->len)))
            exit(2);
    }
    return folder;
}

static int remove_entry(const char *path, const struct stat *info, int type,
                        struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

void case_folder_remove(const char *path)
{
    if (nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0)
        perror(path);
}
