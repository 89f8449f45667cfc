/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Writes rendered documents as files below a folder, in the layout of
 * `helm template --output-dir`.  Unlike Helm, which opens each file as it goes,
 * nothing has its final name before everything is on disk, and a name is only
 * ever given to a whole file: whoever looks, and whenever the program is
 * killed, finds the old file or the new one.  Nothing is written through a
 * symbolic link that leads out of the folder.
 */
#include "render/output_dir.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chart/disk.h"

typedef struct OutputFile OutputFile;
struct OutputFile {
    Str path;         /* NUL-terminated */
    size_t top_len;   /* of it, what is not below the top */
    const char *temp; /* beside it */
    mode_t mode;      /* of the file it replaces; 0: there is none */
    bool has_temp;    /* it is on disk */
    Buf text;
    OutputFile *next;
};

typedef struct Line Line;
struct Line {
    const OutputFile *file;
    Line *next;
};

/* What could not be done with files that have temporary names.  It becomes an
 * error when they are gone: errors take memory, and running out of it ends the
 * program at once. */
typedef struct Failure {
    const char *action; /* NULL: nothing failed */
    const char *path;
    int reason;
} Failure;

struct OutputDir {
    Arena *arena;
    Str top; /* NUL-terminated */
    Failure failure;
    OutputFile *files;
    OutputFile **files_end;
    Line *lines;
    Line **lines_end;
};

OutputDir *output_dir_new(Arena *arena, Str top)
{
    OutputDir *dir = ARENA_NEW(arena, OutputDir);

    dir->arena = arena;
    dir->top = arena_str(arena, top);
    dir->files_end = &dir->files;
    dir->lines_end = &dir->lines;
    return dir;
}

static OutputFile *find_file(OutputDir *dir, Str path, size_t top_len)
{
    OutputFile *file;

    for (file = dir->files; file != NULL; file = file->next) {
        if (str_eq(file->path, path))
            return file;
    }
    file = ARENA_NEW(dir->arena, OutputFile);
    file->path = path;
    file->top_len = top_len;
    buf_init(&file->text, dir->arena);
    *dir->files_end = file;
    dir->files_end = &file->next;
    return file;
}

/* The folder of the top, as Go's filepath.Join has it; the top as it is. */
static Str folder_path(const OutputDir *dir, Str folder)
{
    if (folder.len == 0)
        return dir->top;
    return chart_path_clean(dir->arena,
                            chart_path_join(dir->arena, dir->top, folder));
}

void output_dir_add(OutputDir *dir, Str folder, Str path, Str text)
{
    Str root = folder_path(dir, folder);
    Str whole =
        arena_fmt(dir->arena, "%.*s/%.*s", STR_ARG(root), STR_ARG(path));
    Line *line = ARENA_NEW(dir->arena, Line);
    OutputFile *file;

    assert(root.len >= folder.len);
    file = find_file(dir, whole, root.len - folder.len);
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

static bool note_failure(OutputDir *dir, const char *action,
                         const OutputFile *file)
{
    dir->failure = (Failure){action, file->path.ptr, errno};
    return false;
}

/* -- folders -- */

/* Whether what `link` leads to is `top` or below it. */
static bool leads_inside(const char *top, const char *link)
{
    char *base = realpath(top, NULL);
    char *target = realpath(link, NULL);
    size_t len = base == NULL ? 0 : strlen(base);
    bool is_inside =
        base != NULL && target != NULL && strncmp(target, base, len) == 0 &&
        (target[len] == '/' || target[len] == '\0' || base[len - 1] == '/');

    free(base);
    free(target);
    return is_inside;
}

/* Refuses a path with a folder that is a link out of the top. */
static bool check_links(Ctx *cx, const char *top, const OutputFile *file)
{
    char *folder = arena_alloc_text(cx->arena, file->path.len + 1);
    struct stat info;

    memcpy(folder, file->path.ptr, file->path.len + 1);
    for (size_t i = file->top_len + 1; i < file->path.len; i++) {
        if (folder[i] != '/')
            continue;
        folder[i] = '\0';
        if (lstat(folder, &info) != 0)
            return true;
        if (S_ISLNK(info.st_mode) && !leads_inside(top, folder))
            return fail_here(cx, ERR_IO,
                             "open %s: %s is a link that leads out of %s",
                             file->path.ptr, folder, top);
        folder[i] = '/';
    }
    return true;
}

/* Makes the folders above `path`. */
static bool make_parents(Ctx *cx, Str path)
{
    char *folder = arena_alloc_text(cx->arena, path.len + 1);
    Str parent = chart_path_clean(
        cx->arena, str_slice(path, 0, path.len - chart_path_base(path).len));
    struct stat info;

    if (stat(arena_c_str(cx->arena, parent), &info) == 0)
        return true;
    if (errno != ENOENT)
        return fail_errno(cx, "stat", arena_c_str(cx->arena, parent));
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

/* -- files -- */

/* A name beside `path` that no manifest has and that kubectl does not read,
 * for it has none of the endings that it looks for. */
static bool name_temp(Ctx *cx, OutputFile *file)
{
    size_t parent_len = file->path.len - chart_path_base(file->path).len;
    uint64_t number;

    if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
        return fail_errno(cx, "open", file->path.ptr);
    file->temp = arena_fmt(cx->arena, "%.*s.omni-%016" PRIx64 ".tmp",
                           (int)parent_len, file->path.ptr, number)
                     .ptr;
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

static int open_temp(const OutputFile *file)
{
    int fd;

    do
        fd = open(file->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Looks at what has the file's name now, as opening it would. */
static bool check_old(Ctx *cx, OutputFile *file)
{
    struct stat info;

    if (stat(file->path.ptr, &info) != 0)
        return true;
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return fail_errno(cx, "open", file->path.ptr);
    }
    if (access(file->path.ptr, W_OK) != 0)
        return fail_errno(cx, "open", file->path.ptr);
    file->mode = info.st_mode & 0777;
    return true;
}

/* Closes `fd` once the text is on disk under the temporary name. */
static bool fill_temp(OutputDir *dir, int fd, const OutputFile *file)
{
    const char *failed = NULL;
    int reason = 0;

    if (file->mode != 0 && fchmod(fd, file->mode) != 0)
        failed = "chmod";
    else if (!write_all(fd, buf_str(&file->text)))
        failed = "write";
    else if (fsync(fd) != 0 && errno != EINVAL && errno != ENOSYS)
        failed = "sync";
    reason = errno;
    /* Linux closes what an interrupted close() was for. */
    if (close(fd) != 0 && errno != EINTR && failed == NULL) {
        failed = "close";
        reason = errno;
    }
    errno = reason;
    return failed == NULL || note_failure(dir, failed, file);
}

static bool write_temp(OutputDir *dir, OutputFile *file)
{
    int fd = open_temp(file);

    if (fd < 0)
        return note_failure(dir, "open", file);
    file->has_temp = true;
    return fill_temp(dir, fd, file);
}

/* All that needs memory comes before the first file is there. */
static bool prepare_files(Ctx *cx, const OutputDir *dir)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (!check_links(cx, dir->top.ptr, file) ||
            !make_parents(cx, file->path) || !check_old(cx, file) ||
            !name_temp(cx, file))
            return false;
    }
    return true;
}

static bool is_stopped(OutputDir *dir, const OmniWriting *writing,
                       const OutputFile *file)
{
    if (writing == NULL || !writing->is_stopped(writing->self))
        return false;
    errno = EINTR;
    (void)note_failure(dir, "write", file);
    return true;
}

static bool write_temps(OutputDir *dir, const OmniWriting *writing)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (is_stopped(dir, writing, file) || !write_temp(dir, file))
            return false;
    }
    return dir->files == NULL || !is_stopped(dir, writing, dir->files);
}

/* Nobody is asked here any more: who stops gets all files or none. */
static bool rename_temps(OutputDir *dir)
{
    for (OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (rename(file->temp, file->path.ptr) != 0)
            return note_failure(dir, "rename", file);
        file->has_temp = false;
    }
    return true;
}

static void remove_temps(const OutputDir *dir)
{
    for (const OutputFile *file = dir->files; file != NULL; file = file->next) {
        if (file->has_temp)
            unlink(file->temp);
    }
}

static bool write_files(OutputDir *dir, const OmniWriting *writing)
{
    bool ok;

    if (writing != NULL && !writing->begin(writing->self)) {
        errno = EINTR;
        return dir->files == NULL || note_failure(dir, "write", dir->files);
    }
    ok = write_temps(dir, writing) && rename_temps(dir);
    if (!ok)
        remove_temps(dir);
    if (writing != NULL)
        writing->end(writing->self);
    return ok;
}

bool output_dir_write(Ctx *cx, OutputDir *dir, const OmniWriting *writing,
                      Buf *out)
{
    size_t before = out->len;

    for (const Line *line = dir->lines; line != NULL; line = line->next)
        buf_add_fmt(out, "wrote %s\n", line->file->path.ptr);
    if (!prepare_files(cx, dir)) {
        out->len = before;
        return false;
    }
    if (write_files(dir, writing))
        return true;
    out->len = before;
    errno = dir->failure.reason;
    return fail_errno(cx, dir->failure.action, dir->failure.path);
}
