/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Writes rendered documents as files below a folder, in the layout of
 * `helm template --output-dir`.  Unlike Helm, which opens each file as it goes,
 * nothing has its final name before everything is on disk.
 */
#include "render/output_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chart/disk.h"

typedef struct OutputFile OutputFile;
struct OutputFile {
    Str path;         /* ROOT/path, NUL-terminated */
    const char *temp; /* NULL: not written */
    Buf text;
    OutputFile *next;
};

typedef struct Line Line;
struct Line {
    const OutputFile *file;
    Line *next;
};

struct OutputDir {
    Arena *arena;
    OutputFile *files;
    OutputFile **files_end;
    Line *lines;
    Line **lines_end;
};

OutputDir *output_dir_new(Arena *arena)
{
    OutputDir *dir = ARENA_NEW(arena, OutputDir);

    dir->arena = arena;
    dir->files_end = &dir->files;
    dir->lines_end = &dir->lines;
    return dir;
}

static OutputFile *find_file(OutputDir *dir, Str path)
{
    OutputFile *file;

    for (file = dir->files; file != NULL; file = file->next) {
        if (str_eq(file->path, path))
            return file;
    }
    file = ARENA_NEW(dir->arena, OutputFile);
    file->path = path;
    buf_init(&file->text, dir->arena);
    *dir->files_end = file;
    dir->files_end = &file->next;
    return file;
}

void output_dir_add(OutputDir *dir, Str root, Str path, Str text)
{
    OutputFile *file = find_file(
        dir, arena_fmt(dir->arena, "%.*s/%.*s", STR_ARG(root), STR_ARG(path)));
    Line *line = ARENA_NEW(dir->arena, Line);

    line->file = file;
    *dir->lines_end = line;
    dir->lines_end = &line->next;
    buf_add_fmt(&file->text, "---\n# Source: %.*s\n", STR_ARG(path));
    buf_add(&file->text, text);
    buf_add_byte(&file->text, '\n');
}

static bool fail_errno(Ctx *cx, const char *action, const char *path)
{
    return fail_here(cx, ERR_IO, "%s %s: %s", action, path,
                     chart_errno_text(errno));
}

/* Makes the folders above `path`. */
static bool make_parents(Ctx *cx, Str path)
{
    char *folder = arena_alloc_text(cx->arena, path.len + 1);

    memcpy(folder, path.ptr, path.len + 1);
    for (size_t i = 1; i < path.len; i++) {
        if (folder[i] != '/')
            continue;
        folder[i] = '\0';
        if (mkdir(folder, 0755) != 0 && errno != EEXIST)
            return fail_errno(cx, "mkdir", folder);
        folder[i] = '/';
    }
    return true;
}

static bool write_all(int fd, Str text)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.ptr, text.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text = str_skip(text, (size_t)n);
    }
    return true;
}

static bool write_temp(Ctx *cx, OutputFile *file)
{
    const char *temp =
        arena_fmt(cx->arena, "%.*s.tmp%ld", STR_ARG(file->path), (long)getpid())
            .ptr;
    struct stat info;
    int fd;
    bool ok;

    if (!make_parents(cx, file->path))
        return false;
    if (stat(file->path.ptr, &info) == 0 && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return fail_errno(cx, "open", file->path.ptr);
    }
    fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail_errno(cx, "open", file->path.ptr);
    file->temp = temp;
    ok = write_all(fd, buf_str(&file->text)) ||
         fail_errno(cx, "write", file->path.ptr);
    if (close(fd) != 0 && ok)
        ok = fail_errno(cx, "close", file->path.ptr);
    return ok;
}

static bool write_temps(Ctx *cx, const OutputDir *dir)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (!write_temp(cx, file))
            return false;
    }
    return true;
}

static bool rename_temps(Ctx *cx, const OutputDir *dir)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (rename(file->temp, file->path.ptr) != 0)
            return fail_errno(cx, "rename", file->path.ptr);
        file->temp = NULL;
    }
    return true;
}

static void remove_temps(const OutputDir *dir)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (file->temp != NULL)
            unlink(file->temp);
    }
}

bool output_dir_write(Ctx *cx, OutputDir *dir, Buf *out)
{
    if (!write_temps(cx, dir) || !rename_temps(cx, dir)) {
        remove_temps(dir);
        return false;
    }
    for (const Line *line = dir->lines; line != NULL; line = line->next)
        buf_add_fmt(out, "wrote %s\n", line->file->path.ptr);
    return true;
}
