/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Runs the post-renderer.  All three of its streams are served at once, so
 * neither side waits for the other whatever the program does first.
 */
#include "cli/post_render.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a program may print, in bytes, before it counts as run wild. */
#define PRINTED_MAX ((size_t)256 << 20)

/* 0 for a file that can be run, otherwise the reason as an error number. */
static int program_error(const char *path)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return errno;
    if (S_ISDIR(info.st_mode))
        return EISDIR;
    return (info.st_mode & 0111) == 0 || access(path, X_OK) != 0 ? EACCES : 0;
}

static const char *find_in_path(CliTexts *owner, const char *name)
{
    const char *list = getenv("PATH");

    while (list != NULL && *list != '\0') {
        size_t len = strcspn(list, ":");
        size_t size = len + strlen(name) + 2;
        char *path = cli_texts_room(owner, size);

        snprintf(path, size, "%.*s/%s", (int)len, list, name);
        if (len > 0 && program_error(path) == 0)
            return path;
        list += len + (list[len] == ':');
    }
    return NULL;
}

static const char *errno_text(int number)
{
    switch (number) {
    case ENOENT: return "no such file or directory";
    case EACCES: return "permission denied";
    case EISDIR: return "is a directory";
    case ENOTDIR: return "not a directory";
    default: return strerror(number);
    }
}

const char *cli_program_find(CliTexts *owner, const char *name, char *error,
                             size_t error_size)
{
    int number;
    const char *found;

    if (strchr(name, '/') == NULL) {
        found = find_in_path(owner, name);
        if (found == NULL)
            snprintf(error, error_size,
                     "unable to find binary at %s: exec: \"%s\": executable "
                     "file not found in $PATH",
                     name, name);
        return found;
    }
    number = program_error(name);
    if (number == 0)
        return name;
    if (number == EACCES || number == EISDIR)
        snprintf(error, error_size,
                 "unable to find binary at %s: exec: \"%s\": %s", name, name,
                 errno_text(number));
    else
        snprintf(error, error_size,
                 "unable to find binary at %s: exec: \"%s\": stat %s: %s", name,
                 name, name, errno_text(number));
    return NULL;
}

/* Bytes that grow by the reading of a pipe. */
typedef struct Gathered {
    char *bytes;
    size_t len;
    size_t cap;
} Gathered;

static void make_room(Gathered *gathered, size_t more)
{
    while (gathered->cap - gathered->len < more) {
        size_t cap = gathered->cap == 0 ? 4096 : gathered->cap * 2;
        char *wider = realloc(gathered->bytes, cap);

        if (wider == NULL)
            omni_on_oom();
        gathered->bytes = wider;
        gathered->cap = cap;
    }
}

static void gather_text(Gathered *gathered, const char *text)
{
    size_t len = strlen(text);

    make_room(gathered, len + 1);
    memcpy(gathered->bytes + gathered->len, text, len + 1);
    gathered->len += len;
}

/* The running program and our ends of its streams; -1 for a closed one. */
typedef struct Child {
    pid_t pid;
    int in;
    int out;
    int err;
} Child;

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static char **argument_list(const CliPostRender *post)
{
    char **list = calloc(post->args.len + 2, sizeof(char *));

    if (list == NULL)
        omni_on_oom();
    /* posix_spawn takes what it does not change as if it could. */
    list[0] = (char *)(uintptr_t)post->path;
    for (size_t i = 0; i < post->args.len; i++)
        list[i + 1] = (char *)(uintptr_t)post->args.items[i];
    return list;
}

/* Spawns with the first ends of `pipes` as streams 0, 1 and 2.  An error
 * number, 0 for none. */
static int spawn(const CliPostRender *post, const int ends[3], pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    char **args = argument_list(post);
    int number;

    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_adddup2(&actions, ends[i], i);
    number = posix_spawn(pid, post->path, &actions, &attributes, args, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(args);
    return number;
}

/* A pipe above the standard streams whose ends no other program inherits. */
static bool open_pipe(int fds[2])
{
    int low[2];

    if (pipe(low) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fds[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
        close(low[i]);
    }
    return fds[0] >= 0 && fds[1] >= 0;
}

static int start(const CliPostRender *post, Child *child)
{
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    int number = 0;

    if (!open_pipe(in) || !open_pipe(out) || !open_pipe(err))
        number = errno;
    else
        number = spawn(post, (const int[]){in[0], out[1], err[1]}, &child->pid);
    close_end(&in[0]);
    close_end(&out[1]);
    close_end(&err[1]);
    *child = (Child){child->pid, in[1], out[0], err[0]};
    if (number != 0) {
        close_end(&child->in);
        close_end(&child->out);
        close_end(&child->err);
    } else {
        fcntl(child->in, F_SETFL, O_NONBLOCK);
    }
    return number;
}

static void read_some(int *fd, Gathered *gathered)
{
    ssize_t n;

    make_room(gathered, 4096);
    n = read(*fd, gathered->bytes + gathered->len, 4095);
    if (n > 0)
        gathered->len += (size_t)n;
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        close_end(fd);
    gathered->bytes[gathered->len] = '\0';
}

/* A program may stop reading before the end; that is no mistake. */
static void write_some(int *fd, const char **text, size_t *len)
{
    ssize_t n = write(*fd, *text, *len);

    if (n > 0) {
        *text += n;
        *len -= (size_t)n;
    }
    if (*len == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        close_end(fd);
}

static void serve(Child *child, const char *text, size_t len, Gathered *out,
                  Gathered *err)
{
    if (len == 0)
        close_end(&child->in);
    while ((child->out >= 0 || child->err >= 0) &&
           out->len + err->len <= PRINTED_MAX) {
        struct pollfd fds[3] = {
            {child->in,  POLLOUT, 0},
            {child->out, POLLIN,  0},
            {child->err, POLLIN,  0},
        };

        if (poll(fds, 3, -1) < 0)
            continue;
        if (fds[0].revents != 0)
            write_some(&child->in, &text, &len);
        if (fds[1].revents != 0)
            read_some(&child->out, out);
        if (fds[2].revents != 0)
            read_some(&child->err, err);
    }
    if (out->len + err->len > PRINTED_MAX)
        kill(child->pid, SIGKILL);
    close_end(&child->in);
    close_end(&child->out);
    close_end(&child->err);
}

/* The exit status in Go's words, "" for success. */
static void wait_text(pid_t pid, char *text, size_t size)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    text[0] = '\0';
    if (WIFSIGNALED(status))
        snprintf(text, size, "signal: %s", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) != 0)
        snprintf(text, size, "exit status %d", WEXITSTATUS(status));
}

static void gather_failure(Gathered *out, const char *path, const char *said,
                           const char *status)
{
    char *full = realpath(path, NULL);

    out->len = 0;
    gather_text(out, "error while running command ");
    gather_text(out, full == NULL ? path : full);
    gather_text(out, ". error output:\n");
    gather_text(out, said);
    gather_text(out, ": ");
    gather_text(out, status);
    free(full);
}

bool cli_post_render(void *self, const char *text, size_t len, char **out,
                     size_t *out_len)
{
    const CliPostRender *post = self;
    Gathered printed = {NULL, 0, 0};
    Gathered said = {NULL, 0, 0};
    Child child = {-1, -1, -1, -1};
    char status[128];
    int number = start(post, &child);

    assert(post->path != NULL);
    gather_text(&said, "");
    if (number != 0) {
        snprintf(status, sizeof(status), "%s", errno_text(number));
    } else {
        serve(&child, text, len, &printed, &said);
        wait_text(child.pid, status, sizeof(status));
        if (printed.len + said.len > PRINTED_MAX) {
            snprintf(status, sizeof(status), "printed more than %zu bytes",
                     PRINTED_MAX);
            said.len = 0;
            gather_text(&said, "");
        }
    }
    if (status[0] != '\0')
        gather_failure(&printed, post->path, said.bytes, status);
    free(said.bytes);
    *out = printed.bytes;
    *out_len = printed.len;
    return status[0] == '\0';
}
