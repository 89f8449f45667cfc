/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Records cases: each becomes a chart in a folder of its own, and two helm
 * processes work at a time, for one start of helm costs more than all the
 * rest.
 */
#include "case_helm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "case_chart.h"

#define JOBS 2

typedef struct HelmJob {
    pid_t pid; /* 0: the slot is free */
    TestCase *test;
    const char *folder; /* the chart; helm sees every file in it */
    FILE *out;
    FILE *err;
} HelmJob;

/* The child's half of a start. */
_Noreturn static void become_helm(char *const *argv, const HelmJob *job)
{
    if (chdir(job->folder) != 0 || dup2(fileno(job->out), STDOUT_FILENO) < 0 ||
        dup2(fileno(job->err), STDERR_FILENO) < 0)
        _exit(126);
    execvp(argv[0], argv);
    _exit(127);
}

static char *text_of(Arena *arena, const char *text)
{
    size_t len = strlen(text);
    char *out = arena_alloc_text(arena, len + 1);

    memcpy(out, text, len + 1);
    return out;
}

static char **helm_argv(Arena *arena, const TestCase *test)
{
    static const char *const start[] = {"helm", "template", CASE_RELEASE, "."};
    CaseFlags flags = case_flags(arena, test);
    size_t most = ARRAY_LEN(start) + 2 * flags.len + 1;
    char **argv = ARENA_ARRAY(arena, char *, most);
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(start); i++)
        argv[n++] = text_of(arena, start[i]);
    for (size_t i = 0; i < flags.len; i++) {
        argv[n++] = text_of(arena, flags.items[i].name);
        if (flags.items[i].argument != NULL)
            argv[n++] = text_of(arena, flags.items[i].argument);
    }
    return argv;
}

static bool start_helm(HelmJob *job, char *const *argv)
{
    job->out = tmpfile();
    job->err = tmpfile();
    if (job->out == NULL || job->err == NULL) {
        perror("tmpfile");
        return false;
    }
    job->pid = fork();
    if (job->pid == 0)
        become_helm(argv, job);
    if (job->pid < 0)
        perror("fork");
    return job->pid > 0;
}

/* What helm wrote behind "Error: ", which may follow warnings. */
static Str error_text(Str text)
{
    static const char mark[] = "Error: ";
    size_t pos = 0;

    while (pos < text.len &&
           !str_has_prefix(str_skip(text, pos), str_from_c(mark))) {
        size_t end = str_find_byte(text, '\n', pos);

        pos = end == SIZE_MAX ? text.len : end + 1;
    }
    text = str_skip(text, pos);
    return str_drop_suffix(str_drop_prefix(text, str_from_c(mark)), STR("\n"));
}

static Str read_answer(Arena *arena, FILE *file)
{
    Buf buf;
    size_t got;

    buf_init(&buf, arena);
    rewind(file);
    do {
        got = fread(buf_reserve(&buf, 4096), 1, 4096, file);
        buf.len += got;
    } while (got > 0);
    return buf_str(&buf);
}

/* Waits until one job is done and takes its answer. */
static bool finish_one(Arena *arena, HelmJob *jobs)
{
    int status = 0;
    pid_t pid = wait(&status);
    HelmJob *job = jobs;
    CaseResult result;
    Str text;

    while (job < jobs + JOBS && job->pid != pid)
        job++;
    if (pid < 0 || job == jobs + JOBS)
        return false;
    job->pid = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) >= 126) {
        fprintf(stderr, "helm cannot be run\n");
        return false;
    }
    result.ok = WEXITSTATUS(status) == 0;
    text = read_answer(arena, result.ok ? job->out : job->err);
    fclose(job->out);
    fclose(job->err);
    result.text = result.ok ? case_output(arena, text) : error_text(text);
    case_set_expected(arena, job->test, result);
    case_folder_remove(job->folder);
    return true;
}

static bool all_idle(const HelmJob *jobs)
{
    for (size_t i = 0; i < JOBS; i++) {
        if (jobs[i].pid != 0)
            return false;
    }
    return true;
}

/* A slot that is free, if need be once a job is done; NULL after a failure. */
static HelmJob *await_slot(Arena *arena, HelmJob *jobs)
{
    for (;;) {
        for (size_t i = 0; i < JOBS; i++) {
            if (jobs[i].pid == 0)
                return &jobs[i];
        }
        if (!finish_one(arena, jobs))
            return NULL;
    }
}

bool case_helm_record(Arena *arena, CaseFile *file, bool missing)
{
    HelmJob jobs[JOBS] = {{0}};

    for (size_t i = 0; i < file->n_cases; i++) {
        TestCase *test = &file->cases[i];
        CaseResult known;
        HelmJob *job;

        if (missing && case_expected(test, &known))
            continue;
        job = await_slot(arena, jobs);
        if (job == NULL)
            return false;
        job->test = test;
        job->folder = case_folder_new(arena, test);
        if (!start_helm(job, helm_argv(arena, test)))
            return false;
    }
    while (!all_idle(jobs)) {
        if (!finish_one(arena, jobs))
            return false;
    }
    return true;
}

Str case_helm_basis(Arena *arena)
{
    FILE *pipe = popen("helm version --template '{{.Version}}'", "r");
    char version[64] = "";
    size_t got;

    if (pipe == NULL)
        return STR_NONE;
    got = fread(version, 1, sizeof(version) - 1, pipe);
    if (pclose(pipe) != 0 || got == 0 || version[0] != 'v') {
        fprintf(stderr, "there is no helm on the PATH to ask\n");
        return STR_NONE;
    }
    return arena_fmt(arena, "# basis: recorded, helm %s", version + 1);
}
