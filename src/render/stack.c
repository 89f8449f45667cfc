/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A call on another stack of the same thread, which costs a mapping once: a
 * thread keeps its last stack for the next call.  A thread of its own is the
 * portable way to a stack of a chosen size; starting one and waiting for it
 * takes as long as a small chart, so it is left to systems without contexts
 * and to sanitizers, which must be told of every stack.
 */
#include "render/stack.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#if defined(__GLIBC__) && !defined(OMNI_INSTRUMENTED)
#    define STACK_IS_CONTEXT
#    include <sys/mman.h>
#    include <ucontext.h>
#endif

/* The part of a stack that is left to whoever uses it already. */
#define CALLERS_STACK ((size_t)256 << 10)

typedef struct StackJob {
    void (*body)(void *self, size_t size);
    void *self;
    size_t size;
} StackJob;

#ifdef STACK_IS_CONTEXT

/* What may stay in memory of a stack that is kept. */
#    define KEPT_MEMORY ((size_t)256 << 10)

/* It lies at the end of its own memory. */
typedef struct Stack {
    char *base; /* of the page below it, which nobody may touch */
    size_t page;
    size_t size; /* this record apart */
} Stack;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* of the stack that a thread keeps */
static bool has_key;

/* What makecontext(), which hands on ints only, starts. */
static _Thread_local const StackJob *starting;

static void free_stack(void *stack_ptr)
{
    const Stack *stack = stack_ptr;

    munmap(stack->base, stack->page + stack->size + sizeof(Stack));
}

static void make_key(void)
{
    has_key = pthread_key_create(&key, free_stack) == 0;
}

static Stack *new_stack(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t whole = (size + sizeof(Stack) + 2 * page - 1) / page * page;
    char *base =
        mmap(NULL, whole, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    Stack *stack;

    if (base == MAP_FAILED)
        return NULL;
    if (mprotect(base, page, PROT_NONE) != 0) {
        munmap(base, whole);
        return NULL;
    }
    stack = (Stack *)(void *)(base + whole - sizeof(Stack));
    *stack = (Stack){base, page, whole - page - sizeof(Stack)};
    return stack;
}

/* The thread's own while nobody runs on it, or a new one; NULL: there is no
 * room. */
static Stack *take_stack(size_t size)
{
    Stack *stack;

    pthread_once(&once, make_key);
    stack = has_key ? pthread_getspecific(key) : NULL;
    if (stack == NULL)
        return new_stack(size);
    pthread_setspecific(key, NULL);
    if (stack->size >= size)
        return stack;
    free_stack(stack);
    return new_stack(size);
}

static bool keep_stack(Stack *stack)
{
    size_t deep = stack->size / stack->page * stack->page;

    if (!has_key || pthread_getspecific(key) != NULL)
        return false;
    if (deep > KEPT_MEMORY && madvise(stack->base + stack->page,
                                      deep - KEPT_MEMORY, MADV_DONTNEED) != 0)
        return false;
    return pthread_setspecific(key, stack) == 0;
}

static void start(void)
{
    const StackJob *job = starting;

    job->body(job->self, job->size);
}

static bool switch_to(const Stack *stack, const StackJob *job)
{
    ucontext_t here;
    ucontext_t there;

    if (getcontext(&there) != 0)
        return false;
    there.uc_stack.ss_sp = stack->base + stack->page;
    there.uc_stack.ss_size = stack->size;
    there.uc_link = &here;
    makecontext(&there, start, 0);
    starting = job;
    return swapcontext(&here, &there) == 0;
}

static bool run_on(const StackJob *job)
{
    Stack *stack = take_stack(job->size);
    bool has_run;

    if (stack == NULL)
        return false;
    has_run = switch_to(stack, job);
    if (!keep_stack(stack))
        free_stack(stack);
    return has_run;
}

#else

static void *start(void *job_ptr)
{
    const StackJob *job = job_ptr;

    job->body(job->self, job->size);
    return NULL;
}

static bool run_on(StackJob *job)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    pthread_attr_t attributes;
    pthread_t thread;
    int failed;

    job->size = (job->size + page - 1) / page * page;
    pthread_attr_init(&attributes);
    failed = pthread_attr_setstacksize(&attributes, job->size);
    if (failed == 0)
        failed = pthread_create(&thread, &attributes, start, job);
    pthread_attr_destroy(&attributes);
    if (failed == 0)
        pthread_join(thread, NULL);
    return failed == 0;
}

#endif

void stack_run(void (*body)(void *self, size_t size), void *self, size_t size)
{
    StackJob job = {body, self, size};

    while (job.size > CALLERS_STACK) {
        if (run_on(&job))
            return;
        job.size /= 2;
    }
    body(self, CALLERS_STACK);
}
