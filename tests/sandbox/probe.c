/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Enters the sandbox, once as for a run that writes no files and once as for
 * one that does, and then tries what a hostile chart would like to do.  Ends
 * with 77 where there is no sandbox.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/sandbox.h"

#define FILE_NAME "sandbox-probe.tmp"

static int try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static int try_local_socket(void)
{
    int ends[2];

    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static int try_program(void)
{
    char name[] = "/bin/true";
    char *const args[] = {name, NULL};

    return execv(name, args);
}

static int try_process(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return child < 0 ? -1 : 0;
}

static int try_kill(void)
{
    return kill(getppid(), 0);
}

static int try_trace(void)
{
    return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int try_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return page == MAP_FAILED ? -1 : 0;
}

static int try_code_later(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return page == MAP_FAILED ? 0 : mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static int try_link(void)
{
    return symlink("/etc/passwd", FILE_NAME);
}

static int try_owner(void)
{
    return chown("/dev/null", 0, 0);
}

static int try_write(void)
{
    return open(FILE_NAME, O_WRONLY | O_CREAT, 0600);
}

static int try_read_write(void)
{
    return open("/dev/null", O_RDWR);
}

static int try_rename(void)
{
    return rename(FILE_NAME, FILE_NAME);
}

static int try_folder(void)
{
    return mkdir(FILE_NAME "/folder", 0700) == 0 || errno != EPERM ? 0 : -1;
}

static int try_remove(void)
{
    return unlink(FILE_NAME);
}

static int try_read(void)
{
    return open("/dev/null", O_RDONLY);
}

static void *do_nothing(void *self)
{
    return self;
}

static int try_thread(void)
{
    pthread_t thread;

    return pthread_create(&thread, NULL, do_nothing, NULL) == 0 &&
                   pthread_join(thread, NULL) == 0
               ? 0
               : -1;
}

typedef enum Allowed { NEVER, WITH_FILES, ALWAYS } Allowed;

static const struct {
    const char *what;
    int (*call)(void);
    Allowed allowed;
} attempts[] = {
    {"a socket",                    try_socket,       NEVER     },
    {"a pair of sockets",           try_local_socket, NEVER     },
    {"a program",                   try_program,      NEVER     },
    {"a process",                   try_process,      NEVER     },
    {"a signal to another process", try_kill,         NEVER     },
    {"tracing",                     try_trace,        NEVER     },
    {"memory with code",            try_code,         NEVER     },
    {"memory that becomes code",    try_code_later,   NEVER     },
    {"a symbolic link",             try_link,         NEVER     },
    {"an owner",                    try_owner,        NEVER     },
    {"a file to write",             try_write,        WITH_FILES},
    {"a file to read and write",    try_read_write,   WITH_FILES},
    {"a new name",                  try_rename,       WITH_FILES},
    {"a folder",                    try_folder,       WITH_FILES},
    {"a file that goes",            try_remove,       WITH_FILES},
    {"a file to read",              try_read,         ALWAYS    },
    {"a thread",                    try_thread,       ALWAYS    },
};
enum { ATTEMPTS = sizeof(attempts) / sizeof(attempts[0]) };

/* How many attempts came out as they must, by what the process may do. */
static int count_right(bool files)
{
    int right = 0;

    for (size_t i = 0; i < ATTEMPTS; i++) {
        bool wanted = attempts[i].allowed == ALWAYS ||
                      (attempts[i].allowed == WITH_FILES && files);
        bool got = attempts[i].call() >= 0;

        if (got == wanted && (got || errno == EPERM))
            right++;
        else
            fprintf(stderr, "FAILED %s, %s\n", attempts[i].what,
                    files ? "writing files" : "writing none");
    }
    return right;
}

/* The same in a process of its own; -1 without a sandbox.  Where another
 * program could take its place the code is that program's. */
static int probe(bool files)
{
    pid_t child = fork();
    int status = 0;
    int right;

    if (child == 0) {
        CliSandboxNeeds needs = {.files = files};

        _exit(cli_sandbox_enter(CLI_SANDBOX_ON, needs) ? count_right(files)
                                                       : 255);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
        return 0;
    right = WEXITSTATUS(status);
    if (right == 255)
        return -1;
    return right <= ATTEMPTS ? right : 0;
}

int main(void)
{
    int without = probe(false);
    int with = probe(true);

    if (without < 0 || with < 0)
        return 77;
    printf("%d passed, %d failed\n", without + with,
           2 * ATTEMPTS - without - with);
    return without + with == 2 * ATTEMPTS ? EXIT_SUCCESS : EXIT_FAILURE;
}
