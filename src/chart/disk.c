/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reading whole files, with the errors that Go's os package would give: the
 * operation, the path, the system's reason in lower case.  Path functions work
 * on text alone and never look at the disk, but for the working directory.
 */
#include "chart/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/num.h"

/* A size that nobody knows. */
#define UNKNOWN SIZE_MAX

/* What is read first of a file of unknown size. */
#define FIRST_READ ((size_t)4 << 10)

/* Bytes from which on a call for their pages pays. */
#define MANY_PAGES ((size_t)32 << 10)

typedef struct ErrnoText {
    int number;
    const char *text;
} ErrnoText;

static const ErrnoText errno_texts[] = {
    {EPERM,        "operation not permitted"          },
    {ENOENT,       "no such file or directory"        },
    {EINTR,        "interrupted system call"          },
    {EIO,          "input/output error"               },
    {ENXIO,        "no such device or address"        },
    {EACCES,       "permission denied"                },
    {EBUSY,        "device or resource busy"          },
    {ENODEV,       "no such device"                   },
    {ENOTDIR,      "not a directory"                  },
    {EISDIR,       "is a directory"                   },
    {EINVAL,       "invalid argument"                 },
    {ENFILE,       "too many open files in system"    },
    {EMFILE,       "too many open files"              },
    {EEXIST,       "file exists"                      },
    {EFBIG,        "file too large"                   },
    {ENOSPC,       "no space left on device"          },
    {EROFS,        "read-only file system"            },
    {EDQUOT,       "disk quota exceeded"              },
    {ENOMEM,       "cannot allocate memory"           },
    {ELOOP,        "too many levels of symbolic links"},
    {EPIPE,        "broken pipe"                      },
    {ENAMETOOLONG, "file name too long"               },
    {ESTALE,       "stale file handle"                },
};

const char *chart_errno_text(int number)
{
    for (size_t i = 0; i < ARRAY_LEN(errno_texts); i++) {
        if (errno_texts[i].number == number)
            return errno_texts[i].text;
    }
    return "unexpected system error";
}

static bool fail_io(Ctx *cx, const char *operation, Str path, int number)
{
    return fail(cx, ERR_IO, source_pos_of_file(path), "%s %.*s: %s", operation,
                STR_ARG(path), chart_errno_text(number));
}

/* Has the system find the pages of a long text at once, which costs a third of
 * finding each when it is first written to. */
static void want_pages(char *text, size_t len)
{
#ifdef MADV_POPULATE_WRITE
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)text + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)text + len) & ~(page - 1);

    if (len >= MANY_PAGES && end > start)
        (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
    (void)text;
    (void)len;
#endif
}

/* Up to the end, which is where `size` says unless the file grows. */
static bool read_all(Ctx *cx, int fd, Str path, size_t size, LimitId limit,
                     Str *out)
{
    size_t max = limit_get(cx->limits, limit);
    size_t want = size == UNKNOWN ? FIRST_READ : size;
    size_t room = want < max ? want + 1 : max;
    Buf buf;

    buf = (Buf){cx->arena, arena_alloc_text(cx->arena, room), 0, room};
    want_pages(buf.ptr, room);
    while (buf.len != size) {
        char *to = buf_reserve(&buf, room);
        ssize_t n = read(fd, to, room);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_io(cx, "read", path, errno);
        if (n == 0)
            break;
        buf.len += (size_t)n;
        if (buf.len > max)
            return fail(cx, ERR_LIMIT, source_pos_of_file(path),
                        "%.*s is larger than the maximum of %zu bytes "
                        "(--limit %s=N raises it)",
                        STR_ARG(path), max, limit_rows[limit].name);
        room = buf.cap > buf.len ? buf.cap - buf.len : 65536;
    }
    *out = buf_str(&buf);
    return true;
}

/* Of what the system knows a size of; other files, as those of /proc, say 0. */
static size_t file_size(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : UNKNOWN;
}

bool chart_disk_open(Ctx *cx, Str path, int *fd)
{
    *fd = -1;
    if (path.len != 0 && memchr(path.ptr, '\0', path.len) != NULL)
        return fail_io(cx, "open", path, EINVAL);
    *fd = open(arena_c_str(cx->arena, path), O_RDONLY | O_CLOEXEC);
    return *fd >= 0 || fail_io(cx, "open", path, errno);
}

bool chart_disk_read_open(Ctx *cx, int fd, Str path, size_t size, LimitId limit,
                          Str *out)
{
    bool ok =
        read_all(cx, fd, path, size == 0 ? file_size(fd) : size, limit, out);

    close(fd);
    return ok;
}

bool chart_disk_read_sized(Ctx *cx, Str path, size_t size, LimitId limit,
                           Str *out)
{
    int fd;

    return chart_disk_open(cx, path, &fd) &&
           chart_disk_read_open(cx, fd, path, size, limit, out);
}

bool chart_disk_read(Ctx *cx, Str path, LimitId limit, Str *out)
{
    return chart_disk_read_sized(cx, path, 0, limit, out);
}

bool chart_disk_read_stdin(Ctx *cx, LimitId limit, Str *out)
{
    return read_all(cx, STDIN_FILENO, STR("/dev/stdin"), UNKNOWN, limit, out);
}

/* Takes the last element off `buf`, but none of the leading "../"s that
 * cannot be resolved, which end at `floor`. */
static void drop_element(Buf *buf, size_t floor)
{
    while (buf->len > floor && buf->ptr[buf->len - 1] != '/')
        buf->len--;
    if (buf->len > floor)
        buf->len--;
}

static void add_element(Buf *buf, bool rooted, size_t *floor, Str element)
{
    bool is_up = str_eq(element, STR(".."));
    size_t start = rooted ? 1 : 0;

    if (is_up && buf->len > *floor) {
        drop_element(buf, *floor);
        return;
    }
    if (is_up && rooted)
        return;
    if (buf->len > start)
        buf_add_byte(buf, '/');
    buf_add(buf, element);
    if (is_up)
        *floor = buf->len;
}

Str chart_path_clean(Arena *arena, Str path)
{
    bool rooted = path.len != 0 && path.ptr[0] == '/';
    size_t floor = rooted ? 1 : 0;
    Buf buf;

    buf_init(&buf, arena);
    if (rooted)
        buf_add_byte(&buf, '/');
    for (size_t pos = 0; pos < path.len;) {
        size_t slash = str_find_byte(path, '/', pos);
        size_t end = slash == SIZE_MAX ? path.len : slash;
        Str element = str_slice(path, pos, end);

        if (element.len != 0 && !str_eq(element, STR(".")))
            add_element(&buf, rooted, &floor, element);
        pos = end + 1;
    }
    return buf.len == 0 ? STR(".") : buf_str(&buf);
}

bool chart_path_abs(Ctx *cx, Str path, Str *out)
{
    if (path.len != 0 && path.ptr[0] == '/') {
        *out = chart_path_clean(cx->arena, path);
        return true;
    }
    for (size_t size = 4096; size <= (size_t)1 << 20; size *= 2) {
        char *cwd = arena_alloc_text(cx->arena, size);

        if (getcwd(cwd, size) != NULL) {
            *out = chart_path_clean(
                cx->arena, chart_path_join(cx->arena, str_from_c(cwd), path));
            return true;
        }
        if (errno != ERANGE)
            break;
    }
    return fail_here(cx, ERR_IO, "getwd: %s", chart_errno_text(errno));
}

Str chart_path_join(Arena *arena, Str dir, Str name)
{
    bool has_slash = dir.len != 0 && dir.ptr[dir.len - 1] == '/';
    const Str parts[] = {dir, has_slash ? STR("") : STR("/"), name};

    return arena_join(arena, parts, ARRAY_LEN(parts));
}

Str chart_path_base(Str path)
{
    size_t start;

    if (path.len == 0)
        return STR(".");
    while (path.len != 0 && path.ptr[path.len - 1] == '/')
        path.len--;
    if (path.len == 0)
        return STR("/");
    start = str_rfind(path, STR("/"));
    return start == SIZE_MAX ? path : str_skip(path, start + 1);
}

Str chart_path_ext(Str path)
{
    for (size_t i = path.len; i > 0 && path.ptr[i - 1] != '/'; i--) {
        if (path.ptr[i - 1] == '.')
            return str_skip(path, i - 1);
    }
    return STR("");
}
