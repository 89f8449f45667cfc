/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A thread is the portable way to a stack of a chosen size.
 */
#include "render/stack.h"

#include <pthread.h>
#include <stddef.h>

/* 5 KiB for each of 100,000 nested templates. */
#define STACK_SIZE ((size_t)512 << 20)

typedef struct StackJob {
    void (*body)(void *self);
    void *self;
} StackJob;

static void *start(void *job_ptr)
{
    const StackJob *job = job_ptr;

    job->body(job->self);
    return NULL;
}

void stack_run(void (*body)(void *self), void *self)
{
    StackJob job = {body, self};
    pthread_attr_t attributes;
    pthread_t thread;
    int failed;

    pthread_attr_init(&attributes);
    failed = pthread_attr_setstacksize(&attributes, STACK_SIZE);
    if (failed == 0)
        failed = pthread_create(&thread, &attributes, start, &job);
    pthread_attr_destroy(&attributes);
    if (failed == 0)
        pthread_join(thread, NULL);
    else
        body(self);
}
