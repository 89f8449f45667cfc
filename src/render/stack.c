/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A thread is the portable way to a stack of a chosen size.
 */
#include "render/stack.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

/* The part of a stack that is left to whoever uses it already. */
#define CALLERS_STACK ((size_t)256 << 10)

typedef struct StackJob {
    void (*body)(void *self, size_t size);
    void *self;
    size_t size;
} StackJob;

static void *start(void *job_ptr)
{
    const StackJob *job = job_ptr;

    job->body(job->self, job->size);
    return NULL;
}

static bool run_on(StackJob *job)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int failed;

    pthread_attr_init(&attributes);
    failed = pthread_attr_setstacksize(&attributes, job->size);
    if (failed == 0)
        failed = pthread_create(&thread, &attributes, start, job);
    pthread_attr_destroy(&attributes);
    if (failed == 0)
        pthread_join(thread, NULL);
    return failed == 0;
}

void stack_run(void (*body)(void *self, size_t size), void *self, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    StackJob job = {body, self, (size + page - 1) / page * page};

    while (job.size > CALLERS_STACK) {
        if (run_on(&job))
            return;
        job.size = job.size / 2 / page * page;
    }
    body(self, CALLERS_STACK);
}
