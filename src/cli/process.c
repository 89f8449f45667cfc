/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Finds and runs other programs.
 */
#include "cli/process.h"

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

#include "omni/omni.h"

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

const char *cli_errno_text(int number)
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
                 cli_errno_text(number));
    else
        snprintf(error, error_size,
                 "unable to find binary at %s: exec: \"%s\": stat %s: %s", name,
                 name, name, cli_errno_text(number));
    return NULL;
}

static void make_room(CliBytes *bytes, size_t more)
{
    while (bytes->cap - bytes->len <= more) {
        size_t cap = bytes->cap == 0 ? 4096 : bytes->cap * 2;
        char *wider = realloc(bytes->bytes, cap);

        if (wider == NULL)
            omni_on_oom();
        bytes->bytes = wider;
        bytes->cap = cap;
    }
}

void cli_bytes_add(CliBytes *bytes, const void *more, size_t len)
{
    make_room(bytes, len);
    if (len > 0)
        memcpy(bytes->bytes + bytes->len, more, len);
    bytes->len += len;
    bytes->bytes[bytes->len] = '\0';
}

void cli_bytes_add_text(CliBytes *bytes, const char *text)
{
    cli_bytes_add(bytes, text, strlen(text));
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

static char **argument_list(const CliProcess *process)
{
    char **list = calloc(process->n_args + 2, sizeof(char *));

    if (list == NULL)
        omni_on_oom();
    /* posix_spawn takes what it does not change as if it could. */
    list[0] = (char *)(uintptr_t)process->path;
    for (size_t i = 0; i < process->n_args; i++)
        list[i + 1] = (char *)(uintptr_t)process->args[i];
    return list;
}

/* Spawns with the first ends of `pipes` as streams 0, 1 and 2.  An error
 * number, 0 for none. */
static int spawn(const CliProcess *process, const int ends[3], pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    char **args = argument_list(process);
    int number;

    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_adddup2(&actions, ends[i], i);
    number =
        posix_spawn(pid, process->path, &actions, &attributes, args, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(args);
    return number;
}

bool cli_pipe_open(int fds[2])
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

static int start(const CliProcess *process, Child *child)
{
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    int number = 0;

    if (!cli_pipe_open(in) || !cli_pipe_open(out) || !cli_pipe_open(err))
        number = errno;
    else
        number =
            spawn(process, (const int[]){in[0], out[1], err[1]}, &child->pid);
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

static void read_some(int *fd, CliBytes *bytes)
{
    ssize_t n;

    make_room(bytes, 4096);
    n = read(*fd, bytes->bytes + bytes->len, 4096);
    if (n > 0)
        bytes->len += (size_t)n;
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        close_end(fd);
    bytes->bytes[bytes->len] = '\0';
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

static void serve(Child *child, const CliProcess *process, CliEnd *end)
{
    const char *text = process->input;
    size_t len = process->len;

    if (len == 0)
        close_end(&child->in);
    while ((child->out >= 0 || child->err >= 0) && !end->is_long) {
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
            read_some(&child->out, &end->out);
        if (fds[2].revents != 0)
            read_some(&child->err, &end->err);
        end->is_long = end->out.len + end->err.len > process->max;
    }
    if (end->is_long)
        kill(child->pid, SIGKILL);
    close_end(&child->in);
    close_end(&child->out);
    close_end(&child->err);
}

void cli_process_run(const CliProcess *process, CliEnd *out)
{
    Child child = {-1, -1, -1, -1};

    *out = (CliEnd){.start_error = start(process, &child)};
    cli_bytes_add_text(&out->out, "");
    cli_bytes_add_text(&out->err, "");
    if (out->start_error != 0)
        return;
    serve(&child, process, out);
    while (waitpid(child.pid, &out->status, 0) < 0 && errno == EINTR)
        continue;
}
