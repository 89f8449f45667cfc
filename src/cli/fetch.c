/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A question is an Ask and the URL's bytes, an answer a Reply and the bytes of
 * its three texts.  The process believes nothing it is asked: whoever asks may
 * have been taken over by a chart.
 */
#include "cli/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/curl.h"
#include "cli/process.h"

/* Bounds of a question. */
#define URL_MAX     ((size_t)8192)
#define TIMEOUT_MAX 60000U

typedef struct Ask {
    size_t len; /* of the URL */
    size_t max;
    unsigned timeout;
} Ask;

typedef struct Reply {
    int status;
    bool is_long;
    size_t location_len;
    size_t problem_len;
    size_t body_len;
} Reply;

static bool write_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t n = write(fd, at, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t len)
{
    char *at = bytes;

    while (len > 0) {
        ssize_t n = read(fd, at, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* -- the process -- */

static bool answer(int to, const CliAnswer *found)
{
    Reply reply;

    memset(&reply, 0, sizeof(reply));
    reply.status = found->status;
    reply.is_long = found->is_long;
    reply.location_len = found->location.len;
    reply.problem_len = found->problem.len;
    reply.body_len = found->is_long ? 0 : found->body.len;
    return write_all(to, &reply, sizeof(reply)) &&
           write_all(to, found->location.bytes, reply.location_len) &&
           write_all(to, found->problem.bytes, reply.problem_len) &&
           write_all(to, found->body.bytes, reply.body_len);
}

static bool serve_one(int from, int to)
{
    char url[URL_MAX + 1];
    CliAnswer found;
    Ask ask;
    bool ok;

    if (!read_all(from, &ask, sizeof(ask)) || ask.len > URL_MAX ||
        ask.timeout > TIMEOUT_MAX || !read_all(from, url, ask.len))
        return false;
    url[ask.len] = '\0';
    cli_curl_get(&(CliRequest){url, ask.max, ask.timeout}, &found);
    ok = answer(to, &found);
    free(found.location.bytes);
    free(found.problem.bytes);
    free(found.body.bytes);
    return ok;
}

/* The standard streams stay with the run: whoever reads them waits for it and
 * for nobody else. */
_Noreturn static void serve(int from, int to)
{
    int nowhere = open("/dev/null", O_RDWR);

    for (int fd = 0; nowhere >= 0 && fd < 3; fd++)
        dup2(nowhere, fd);
    cli_curl_init();
    while (serve_one(from, to))
        continue;
    _exit(EXIT_SUCCESS);
}

/* -- the run -- */

/* No answer came, for this reason. */
static void tell(OmniAnswer *out, const char *problem)
{
    free(out->block);
    *out = (OmniAnswer){.location = "", .problem = problem, .body = ""};
}

/* The three texts behind one another, each with a NUL behind it. */
static bool read_reply(int from, OmniAnswer *out)
{
    Reply reply;
    char *at;

    if (!read_all(from, &reply, sizeof(reply)))
        return false;
    at = calloc(1, reply.location_len + reply.problem_len + reply.body_len + 3);
    if (at == NULL)
        omni_on_oom();
    *out = (OmniAnswer){
        .block = at,
        .status = reply.status,
        .is_long = reply.is_long,
        .location = at,
        .problem = at + reply.location_len + 1,
        .body = at + reply.location_len + reply.problem_len + 2,
        .len = reply.body_len,
    };
    return read_all(from, at, reply.location_len) &&
           read_all(from, at + reply.location_len + 1, reply.problem_len) &&
           read_all(from, at + reply.location_len + reply.problem_len + 2,
                    reply.body_len);
}

static void get(void *self, const char *url, size_t max, unsigned timeout,
                OmniAnswer *out)
{
    CliFetch *fetch = self;
    Ask ask;

    memset(&ask, 0, sizeof(ask));
    ask.len = strlen(url);
    ask.max = max;
    ask.timeout = timeout;
    *out = (OmniAnswer){.block = NULL};
    if (ask.len > URL_MAX) {
        tell(out, "the URL is too long");
        return;
    }
    pthread_mutex_lock(&fetch->lock);
    if (!write_all(fetch->to, &ask, sizeof(ask)) ||
        !write_all(fetch->to, url, ask.len) || !read_reply(fetch->from, out))
        tell(out, "the process that fetches schemas has ended");
    pthread_mutex_unlock(&fetch->lock);
}

static bool fail(const char *what)
{
    fprintf(stderr, "Error: --allow-remote-schemas: %s: %s\n", what,
            strerror(errno));
    return false;
}

bool cli_fetch_open(CliFetch *fetch)
{
    int asks[2];
    int answers[2];
    pid_t pid;

    if (!cli_pipe_open(asks) || !cli_pipe_open(answers))
        return fail("no pipe can be made");
    pid = fork();
    if (pid < 0)
        return fail("no process can be started");
    if (pid == 0) {
        close(asks[1]);
        close(answers[0]);
        serve(asks[0], answers[1]);
    }
    close(asks[0]);
    close(answers[1]);
    fetch->door = (OmniFetch){get, fetch};
    fetch->to = asks[1];
    fetch->from = answers[0];
    pthread_mutex_init(&fetch->lock, NULL);
    return true;
}

void cli_fetch_close(CliFetch *fetch)
{
    close(fetch->to);
    close(fetch->from);
    pthread_mutex_destroy(&fetch->lock);
}
