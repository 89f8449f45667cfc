/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Walks a chart's folder as helm's sympath.Walk does.  A link is replaced by
 * what it leads to, wherever that is, and Helm logs it.  A link back to a
 * folder that is being walked would never end; Helm runs into the limit of
 * links in a path, here it is found at once and told in the same words.
 */
#include "chart/source_dir.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chart/disk.h"
#include "chart/files.h"
#include "chart/ignore.h"
#include "chart/log.h"

/* A folder that is being walked, and the one around it. */
typedef struct OpenDir OpenDir;
struct OpenDir {
    const OpenDir *parent;
    Str path;
};

/* What a folder holds. */
typedef struct DirName {
    Str name;
    unsigned char type; /* DT_REG and the like */
} DirName;

typedef struct Walk {
    Ctx *cx;
    ChartFile known[2]; /* files at the top that were read already */
    const IgnoreRules *rules;
    Str top; /* with a '/' at its end */
    FilesBuilder files;
    size_t total; /* their bytes */
} Walk;

static bool walk_dir(Walk *walk, const OpenDir *around, Str path);

static int compare_names(const void *a, const void *b)
{
    return str_cmp(((const DirName *)a)->name, ((const DirName *)b)->name);
}

/* Every name in the folder but "." and "..", sorted by bytes. */
static bool read_names(Ctx *cx, Str path, DirName **names, size_t *len)
{
    size_t cap = 0;
    const struct dirent *entry;
    DIR *dir = opendir(arena_c_str(cx->arena, path));

    *names = NULL;
    *len = 0;
    if (dir == NULL)
        return fail(cx, ERR_IO, source_pos_of_file(path), "open %.*s: %s",
                    STR_ARG(path), chart_errno_text(errno));
    while ((entry = readdir(dir)) != NULL) {
        Str name = str_from_c(entry->d_name);

        if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
            continue;
        if (*len == cap) {
            size_t more = cap == 0 ? 32 : cap * 2;

            *names = arena_grow(cx->arena, *names, cap * sizeof(DirName),
                                more * sizeof(DirName));
            cap = more;
        }
        (*names)[(*len)++] =
            (DirName){arena_str(cx->arena, name), entry->d_type};
    }
    closedir(dir);
    if (*len > 1)
        qsort(*names, *len, sizeof(DirName), compare_names);
    return true;
}

static bool check_file(Ctx *cx, Str path, Str real_path, const struct stat *st)
{
    if (!S_ISREG(st->st_mode))
        return fail(cx, ERR_CHART, source_pos_of_file(path),
                    "cannot load irregular file %.*s as it has file mode type "
                    "bits set",
                    STR_ARG(path));
    if (st->st_size > (off_t)cx->limits->chart_file)
        return fail(cx, ERR_LIMIT, source_pos_of_file(path),
                    "chart file \"%.*s\" is larger than the maximum file size "
                    "%zu",
                    STR_ARG(chart_path_base(real_path)),
                    cx->limits->chart_file);
    return true;
}

static bool fail_reading(Ctx *cx, Str path, Str name)
{
    return err_wrap(cx, source_pos_of_file(path), "error reading %.*s",
                    STR_ARG(name));
}

/* `st` NULL: the folder calls it a regular file, and it is asked once it is
 * open. */
static bool read_file(Ctx *cx, Str path, Str name, Str real_path,
                      const struct stat *st, Str *out)
{
    struct stat opened = {.st_mode = S_IFREG};
    int fd;

    if (st != NULL && !check_file(cx, path, real_path, st))
        return false;
    if (!chart_disk_open(cx, path, &fd))
        return fail_reading(cx, path, name);
    if (st == NULL) {
        (void)fstat(fd, &opened);
        st = &opened;
        if (!check_file(cx, path, real_path, st)) {
            close(fd);
            return false;
        }
    }
    return chart_disk_read_open(cx, fd, path, (size_t)st->st_size,
                                LIMIT_CHART_FILE, out) ||
           fail_reading(cx, path, name);
}

static const ChartFile *find_known(const Walk *walk, Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(walk->known); i++) {
        if (walk->known[i].bytes.len != 0 && str_eq(name, walk->known[i].name))
            return &walk->known[i];
    }
    return NULL;
}

static bool add_file(Walk *walk, Str path, Str name, Str real_path,
                     const struct stat *st)
{
    const ChartFile *known = find_known(walk, name);
    Ctx *cx = walk->cx;
    Str bytes;

    if (known != NULL)
        bytes = known->bytes;
    else if (!read_file(cx, path, name, real_path, st, &bytes))
        return false;
    walk->total += bytes.len;
    if (walk->total > cx->limits->chart)
        return ctx_fail_limit(cx, LIMIT_CHART);
    if (walk->files.len == cx->limits->chart_files)
        return ctx_fail_limit(cx, LIMIT_CHART_FILES);
    files_builder_add(&walk->files, name,
                      str_drop_prefix(bytes, STR("\xEF\xBB\xBF")));
    return true;
}

/* A file or folder that is no link any more; `real_path` is where it is, `st`
 * may be NULL. */
static bool walk_entry(Walk *walk, const OpenDir *around, Str path,
                       Str real_path, bool is_dir, const struct stat *st)
{
    Str name = str_drop_prefix(path, walk->top);

    if (!chart_ignore_spend(walk->cx, walk->rules, name))
        return false;
    if (chart_ignore_has(walk->rules, name, is_dir))
        return true;
    if (!is_dir)
        return add_file(walk, path, name, real_path, st);
    return walk_dir(walk, around, path);
}

static bool fail_link(Ctx *cx, Str link, Str reason)
{
    return fail(cx, ERR_CHART, source_pos_of_file(link),
                "error evaluating symlink %.*s: %.*s", STR_ARG(link),
                STR_ARG(reason));
}

/* Where a link leads: the path so far, free of links, and the rest. */
typedef struct Resolve {
    Str done;
    Str rest;
    size_t n_links;
} Resolve;

#define MAX_LINKS 255

/* Puts what the link at `path` holds in front of the rest. */
static bool follow(Ctx *cx, Resolve *resolve, Str link, Str path)
{
    char target[4096];
    ssize_t len = readlink(path.ptr, target, sizeof target);

    if (len < 0)
        return fail_link(cx, link,
                         arena_fmt(cx->arena, "readlink %.*s: %s",
                                   STR_ARG(path), chart_errno_text(errno)));
    if (++resolve->n_links > MAX_LINKS)
        return fail_link(cx, link, STR("EvalSymlinks: too many links"));
    if (len != 0 && target[0] == '/')
        resolve->done = STR("");
    resolve->rest = arena_fmt(cx->arena, "%.*s/%.*s", (int)len, target,
                              STR_ARG(resolve->rest));
    return true;
}

/* Takes one element off the rest. */
static bool resolve_step(Ctx *cx, Resolve *resolve, Str link)
{
    size_t slash = str_find_byte(resolve->rest, '/', 0);
    size_t end = slash == SIZE_MAX ? resolve->rest.len : slash;
    Str element = str_slice(resolve->rest, 0, end);
    size_t last = str_rfind(resolve->done, STR("/"));
    struct stat st;
    Str path;

    resolve->rest = str_skip(resolve->rest, end + (slash != SIZE_MAX));
    if (element.len == 0 || str_eq(element, STR(".")))
        return true;
    if (str_eq(element, STR(".."))) {
        resolve->done =
            str_slice(resolve->done, 0, last == SIZE_MAX ? 0 : last);
        return true;
    }
    path = arena_str(cx->arena,
                     arena_fmt(cx->arena, "%.*s/%.*s", STR_ARG(resolve->done),
                               STR_ARG(element)));
    if (lstat(path.ptr, &st) != 0)
        return fail_link(cx, link,
                         arena_fmt(cx->arena, "lstat %.*s: %s", STR_ARG(path),
                                   chart_errno_text(errno)));
    if (S_ISLNK(st.st_mode))
        return follow(cx, resolve, link, path);
    resolve->done = path;
    return true;
}

/* The absolute path without links that `link` leads to. */
static bool resolve_link(Ctx *cx, Str link, Str *out)
{
    Resolve resolve = {STR(""), link, 0};

    while (resolve.rest.len != 0) {
        if (!resolve_step(cx, &resolve, link))
            return false;
    }
    *out = resolve.done.len == 0 ? STR("/") : resolve.done;
    return true;
}

static bool is_open(const Walk *walk, const OpenDir *dir, const struct stat *st)
{
    struct stat open;

    for (; dir != NULL; dir = dir->parent) {
        if (stat(arena_c_str(walk->cx->arena, dir->path), &open) == 0 &&
            open.st_dev == st->st_dev && open.st_ino == st->st_ino)
            return true;
    }
    return false;
}

/* Goes where the link at `path` leads, under the link's own name. */
static bool walk_link(Walk *walk, const OpenDir *around, Str path)
{
    Ctx *cx = walk->cx;
    struct stat st;
    Str real_path;

    if (!resolve_link(cx, path, &real_path))
        return false;
    chart_log(cx, "INFO",
              STR("found symbolic link in path. Contents of linked file "
                  "included and used"),
              (const LogAttr[]){
                  {"path",     path     },
                  {"resolved", real_path}
    },
              2);
    if (lstat(arena_c_str(cx->arena, real_path), &st) != 0)
        return fail_link(cx, path, str_from_c(chart_errno_text(errno)));
    if (is_open(walk, around, &st))
        return fail_link(cx, path, STR("EvalSymlinks: too many links"));
    return walk_entry(walk, around, path, real_path, S_ISDIR(st.st_mode), &st);
}

/* What the folder says of a name's type saves asking for it. */
static bool walk_path(Walk *walk, const OpenDir *around, Str path,
                      unsigned char type)
{
    struct stat st;

    if (type == DT_REG || type == DT_DIR)
        return walk_entry(walk, around, path, path, type == DT_DIR, NULL);
    if (lstat(arena_c_str(walk->cx->arena, path), &st) != 0)
        return fail(walk->cx, ERR_IO, source_pos_of_file(path),
                    "lstat %.*s: %s", STR_ARG(path), chart_errno_text(errno));
    if (S_ISLNK(st.st_mode))
        return walk_link(walk, around, path);
    return walk_entry(walk, around, path, path, S_ISDIR(st.st_mode), &st);
}

static bool walk_dir(Walk *walk, const OpenDir *around, Str path)
{
    OpenDir here = {around, path};
    DirName *names;
    size_t len;
    bool ok;

    if (!ctx_enter(walk->cx))
        return false;
    ok = read_names(walk->cx, path, &names, &len);
    for (size_t i = 0; ok && i < len; i++)
        ok = walk_path(walk, &here,
                       chart_path_join(walk->cx->arena, path, names[i].name),
                       names[i].type);
    ctx_leave(walk->cx);
    return ok;
}

/* The folder's .helmignore; empty when there is none. */
static bool read_ignore(Ctx *cx, Str top, Str *out)
{
    Str path = chart_path_join(cx->arena, top, STR(".helmignore"));
    struct stat st;

    *out = STR("");
    return stat(arena_c_str(cx->arena, path), &st) != 0 ||
           chart_disk_read_sized(cx, path, (size_t)st.st_size, LIMIT_CHART_FILE,
                                 out);
}

bool chart_source_dir(Ctx *cx, Str top, Str chart_yaml, ChartFiles *out)
{
    Walk walk = {.cx = cx, .top = chart_path_join(cx->arena, top, STR(""))};
    Str ignore;

    files_builder_init(&walk.files, cx->arena);
    if (!read_ignore(cx, top, &ignore) ||
        !chart_ignore_parse(cx, ignore, &walk.rules))
        return false;
    walk.known[0] = (ChartFile){STR("Chart.yaml"), chart_yaml};
    walk.known[1] = (ChartFile){STR(".helmignore"), ignore};
    if (!walk_dir(&walk, NULL, top))
        return false;
    *out = files_builder_done(&walk.files);
    return true;
}
