/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A library to be loaded before all others: it counts the calls of what can go
 * wrong and lets one of them go wrong.  OMNI_FAULT is KIND:N, the N-th call of
 * a kind, from 1; OMNI_FAULT_COUNT names a file that gets a line "CALL N" for
 * each call's count at the end.  A kind is a call and what becomes of it:
 * alloc-fail, read-EIO, read-short, write-ENOSPC, rename-kill, fsync-TERM.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

typedef enum Call {
    CALL_ALLOC,
    CALL_OPEN,
    CALL_READ,
    CALL_WRITE,
    CALL_CLOSE,
    CALL_FSYNC,
    CALL_RENAME,
    CALL_MKDIR,
    CALL_THREAD,
    CALLS
} Call;

typedef enum What { WHAT_ERRNO, WHAT_SHORT, WHAT_SHRINK, WHAT_SIGNAL } What;

static const char *const call_names[CALLS] = {
    "alloc", "open",   "read",  "write",  "close",
    "fsync", "rename", "mkdir", "thread",
};

static const struct {
    const char *name;
    What what;
    int number;
} outcomes[] = {
    {"fail",   WHAT_ERRNO,  ENOMEM },
    {"EINTR",  WHAT_ERRNO,  EINTR  },
    {"EIO",    WHAT_ERRNO,  EIO    },
    {"EACCES", WHAT_ERRNO,  EACCES },
    {"EMFILE", WHAT_ERRNO,  EMFILE },
    {"ENOSPC", WHAT_ERRNO,  ENOSPC },
    {"EPIPE",  WHAT_ERRNO,  EPIPE  },
    {"EAGAIN", WHAT_ERRNO,  EAGAIN },
    {"short",  WHAT_SHORT,  0      },
    {"shrink", WHAT_SHRINK, 0      },
    {"kill",   WHAT_SIGNAL, SIGKILL},
    {"TERM",   WHAT_SIGNAL, SIGTERM},
};

static atomic_ulong counts[CALLS];
static Call fault_call = CALLS;
static What fault_what;
static int fault_number;
static unsigned long fault_at;
static atomic_int shrunk_fd = -1;

static void set_fault(const char *kind)
{
    const char *dash = strchr(kind, '-');
    const char *colon = strchr(kind, ':');

    for (size_t i = 0; i < CALLS; i++) {
        if (strncmp(kind, call_names[i], (size_t)(dash - kind)) == 0)
            fault_call = (Call)i;
    }
    for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
        size_t len = strlen(outcomes[i].name);

        if (strncmp(dash + 1, outcomes[i].name, len) == 0 &&
            dash + 1 + len == colon) {
            fault_what = outcomes[i].what;
            fault_number = outcomes[i].number;
        }
    }
    fault_at = strtoul(colon + 1, NULL, 10);
}

__attribute__((constructor)) static void start(void)
{
    const char *kind = getenv("OMNI_FAULT");

    if (kind != NULL)
        set_fault(kind);
}

/* Whether this call is the one that goes wrong.  With a signal the call itself
 * does not. */
static bool is_hit(Call call)
{
    unsigned long n = atomic_fetch_add(&counts[call], 1) + 1;

    if (call != fault_call || n != fault_at)
        return false;
    if (fault_what == WHAT_SIGNAL)
        return raise(fault_number) != 0;
    errno = fault_number;
    return true;
}

/* Puts the next library's function into the pointer at `function`. */
static void find(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);

    memcpy(function, &found, sizeof(found));
}

/* -- memory: the C library's own names, for dlsym() allocates -- */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);

void *malloc(size_t size)
{
    return is_hit(CALL_ALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return is_hit(CALL_ALLOC) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *ptr, size_t size)
{
    return is_hit(CALL_ALLOC) ? NULL : __libc_realloc(ptr, size);
}

/* -- files -- */

int open(const char *path, int how, ...)
{
    int (*real)(const char *, int, ...);
    va_list args;
    mode_t mode = 0;

    if ((how & O_CREAT) != 0) {
        va_start(args, how);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    find("open", &real);
    return is_hit(CALL_OPEN) ? -1 : real(path, how, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*real)(const char *, const char *);

    find("fopen", &real);
    return is_hit(CALL_OPEN) ? NULL : real(path, mode);
}

ssize_t read(int fd, void *to, size_t len)
{
    ssize_t (*real)(int, void *, size_t);

    find("read", &real);
    if (fd == atomic_load(&shrunk_fd))
        return 0;
    if (!is_hit(CALL_READ))
        return real(fd, to, len);
    if (fault_what == WHAT_ERRNO)
        return -1;
    if (fault_what == WHAT_SHRINK)
        atomic_store(&shrunk_fd, fd);
    return real(fd, to, len > 7 ? 7 : len);
}

ssize_t write(int fd, const void *from, size_t len)
{
    ssize_t (*real)(int, const void *, size_t);

    find("write", &real);
    if (fd == STDERR_FILENO || !is_hit(CALL_WRITE))
        return real(fd, from, len);
    if (fault_what == WHAT_ERRNO)
        return -1;
    return real(fd, from, len > 7 ? 7 : len);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
    ssize_t (*real)(int, const struct iovec *, int);
    struct iovec first = parts[0];

    find("writev", &real);
    if (fd == STDERR_FILENO || !is_hit(CALL_WRITE))
        return real(fd, parts, n);
    if (fault_what == WHAT_ERRNO)
        return -1;
    if (first.iov_len > 7)
        first.iov_len = 7;
    return real(fd, &first, 1);
}

/* Fails behind its work, as the system's does. */
int close(int fd)
{
    int (*real)(int);
    int result;

    find("close", &real);
    if (fd == atomic_load(&shrunk_fd))
        atomic_store(&shrunk_fd, -1);
    result = real(fd);
    return is_hit(CALL_CLOSE) ? -1 : result;
}

int fsync(int fd)
{
    int (*real)(int);

    find("fsync", &real);
    return is_hit(CALL_FSYNC) ? -1 : real(fd);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);

    find("rename", &real);
    return is_hit(CALL_RENAME) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    int (*real)(const char *, mode_t);

    find("mkdir", &real);
    return is_hit(CALL_MKDIR) ? -1 : real(path, mode);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start_routine)(void *), void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

    find("pthread_create", &real);
    return is_hit(CALL_THREAD)
               ? fault_number
               : real(thread, attributes, start_routine, argument);
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("OMNI_FAULT_COUNT");
    FILE *file;

    fault_call = CALLS;
    file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL)
        return;
    for (size_t i = 0; i < CALLS; i++)
        fprintf(file, "%s %lu\n", call_names[i], atomic_load(&counts[i]));
    fclose(file);
}
