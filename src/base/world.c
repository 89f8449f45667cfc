/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The system's clock, random source and resolver, behind the one table that a
 * run reaches them through.
 */
#include <netdb.h>
#include <stddef.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

#include "base/ctx.h"

static int64_t system_now(void *self)
{
    struct timespec now = {0, 0};

    (void)self;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t system_elapsed(void *self)
{
    struct timespec now = {0, 0};

    (void)self;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool system_random(void *self, void *out, size_t len)
{
    char *bytes = out;

    (void)self;
    while (len > 0) {
        ssize_t got = getrandom(bytes, len, 0);

        if (got < 0)
            return false;
        bytes += got;
        len -= (size_t)got;
    }
    return true;
}

static Str system_resolve(void *self, Arena *arena, Str host)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char text[NI_MAXHOST] = "";
    Str out = STR_NONE;

    (void)self;
    if (getaddrinfo(arena_c_str(arena, host), NULL, &hints, &found) != 0)
        return STR_NONE;
    if (getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof(text), NULL,
                    0, NI_NUMERICHOST) == 0)
        out = arena_str(arena, str_from_c(text));
    freeaddrinfo(found);
    return out;
}

const CtxWorld ctx_system_world = {
    .now = system_now,
    .elapsed = system_elapsed,
    .random = system_random,
    .resolve = system_resolve,
    .fetch = NULL,
};
