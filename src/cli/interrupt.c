/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One atomic word has the number of threads that write files and, above it, why
 * the program is to end.  Whoever sees a reason and no writer ends it: the
 * handler itself, or the last writer.  A second signal ends it at once.  A
 * handler can be told nothing, so this is the one place with state that all
 * runs share.
 */
#include "cli/interrupt.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#define WRITERS     0xffffU
#define REASON_BITS 16

/* The reasons are numbers of signals, and this, which is none. */
#define REASON_EXIT 0xffU

static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
static atomic_uint state;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The first reason counts.  Gives the number of writers. */
static unsigned set_reason(unsigned reason)
{
    unsigned seen = atomic_load(&state);

    while (seen >> REASON_BITS == 0 &&
           !atomic_compare_exchange_weak(&state, &seen,
                                         seen | reason << REASON_BITS))
        continue;
    return seen & WRITERS;
}

/* Within a handler the signal comes when the handler returns. */
static void die(int number)
{
    signal(number, SIG_DFL);
    raise(number);
}

static void on_signal(int number)
{
    if (set_reason((unsigned)number) == 0)
        die(number);
}

static void catch_signals(void)
{
    const unsigned how = SA_RESTART | SA_RESETHAND;
    struct sigaction action = {.sa_flags = (int)how};
    struct sigaction before;

    action.sa_handler = on_signal;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        if (sigaction(signals[i], NULL, &before) == 0 &&
            before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

static bool begin(void *self)
{
    unsigned seen;

    (void)self;
    pthread_once(&once, catch_signals);
    seen = atomic_load(&state);
    while (seen >> REASON_BITS == 0) {
        if (atomic_compare_exchange_weak(&state, &seen, seen + 1))
            return true;
    }
    return false;
}

static bool is_stopped(void *self)
{
    (void)self;
    return atomic_load(&state) >> REASON_BITS != 0;
}

static void end(void *self)
{
    unsigned before = atomic_fetch_sub(&state, 1);
    unsigned reason = before >> REASON_BITS;

    (void)self;
    if (reason != 0 && reason != REASON_EXIT && (before & WRITERS) == 1)
        die((int)reason);
}

const OmniWriting cli_interrupt_writing = {begin, is_stopped, end, NULL};

_Noreturn void cli_interrupt_exit(int code)
{
    (void)set_reason(REASON_EXIT);
    while ((atomic_load(&state) & WRITERS) != 0)
        sched_yield();
    _exit(code);
}
