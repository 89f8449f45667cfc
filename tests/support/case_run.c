/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One case through include/omni/omni.h: the chart is handed over in memory.
 * Only a case whose flags name files gets a folder of its own to run in.
 */
#include "case_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case_chart.h"
#include "omni/omni.h"

typedef struct JobBuilder {
    OmniJob job;
    OmniValue *values;
    const char **api_versions;
    const char **show_only;
} JobBuilder;

typedef struct ValueFlag {
    const char *name;
    OmniValueKind kind;
} ValueFlag;

static const ValueFlag value_flags[] = {
    {"-f",            OMNI_VALUE_FILE       },
    {"--values",      OMNI_VALUE_FILE       },
    {"--set",         OMNI_VALUE_SET        },
    {"--set-json",    OMNI_VALUE_SET_JSON   },
    {"--set-string",  OMNI_VALUE_SET_STRING },
    {"--set-file",    OMNI_VALUE_SET_FILE   },
    {"--set-literal", OMNI_VALUE_SET_LITERAL},
};

static bool flag_is(const CaseFlag *flag, const char *long_name,
                    const char *short_name)
{
    return strcmp(flag->name, long_name) == 0 ||
           strcmp(flag->name, short_name) == 0;
}

static bool take_value_flag(JobBuilder *builder, const CaseFlag *flag)
{
    for (size_t i = 0; i < ARRAY_LEN(value_flags); i++) {
        if (strcmp(flag->name, value_flags[i].name) == 0) {
            builder->values[builder->job.n_values++] = (OmniValue){
                .kind = value_flags[i].kind, .text = flag->argument};
            return true;
        }
    }
    return false;
}

static bool take_flag(JobBuilder *builder, const CaseFlag *flag)
{
    OmniJob *job = &builder->job;

    if (flag->argument == NULL) {
        if (strcmp(flag->name, "--is-upgrade") == 0)
            job->is_upgrade = true;
        else if (strcmp(flag->name, "--skip-schema-validation") == 0)
            job->skip_schema_validation = true;
        else if (strcmp(flag->name, "--debug") == 0)
            job->debug = true;
        else
            return false;
        return true;
    }
    if (flag_is(flag, "--namespace", "-n"))
        job->namespace_ = flag->argument;
    else if (strcmp(flag->name, "--kube-version") == 0)
        job->kube_version = flag->argument;
    else if (flag_is(flag, "--api-versions", "-a"))
        builder->api_versions[job->n_api_versions++] = flag->argument;
    else if (flag_is(flag, "--show-only", "-s"))
        builder->show_only[job->n_show_only++] = flag->argument;
    else
        return take_value_flag(builder, flag);
    return true;
}

static bool build_job(Arena *arena, const CaseFlags *flags, OmniJob *out)
{
    JobBuilder builder = {
        .values = ARENA_ARRAY(arena, OmniValue, flags->len),
        .api_versions = ARENA_ARRAY(arena, const char *, flags->len),
        .show_only = ARENA_ARRAY(arena, const char *, flags->len),
    };

    for (size_t i = 0; i < flags->len; i++) {
        if (!take_flag(&builder, &flags->items[i])) {
            fprintf(stderr, "no such flag: %s\n", flags->items[i].name);
            return false;
        }
    }
    *out = builder.job;
    out->release = CASE_RELEASE;
    out->values = builder.values;
    out->api_versions = builder.api_versions;
    out->show_only = builder.show_only;
    return true;
}

static bool wants_folder(const CaseFlags *flags)
{
    for (size_t i = 0; i < flags->len; i++) {
        if (flag_is(&flags->items[i], "--values", "-f") ||
            strcmp(flags->items[i].name, "--set-file") == 0)
            return true;
    }
    return false;
}

static CaseResult run_job(Arena *arena, const OmniChart *chart,
                          const OmniJob *job)
{
    OmniResult *result = omni_render(chart, job);
    CaseResult out = {.ok = omni_result_ok(result)};
    size_t len = 0;

    if (out.ok) {
        const char *text = omni_result_text(result, &len);

        out.text = case_output(arena, arena_str(arena, str_from(text, len)));
    } else {
        out.text = arena_str(arena, str_from_c(omni_result_error(result)));
    }
    omni_result_free(result);
    return out;
}

static CaseResult run_chart(Arena *arena, const TestCase *test,
                            const OmniJob *job)
{
    CaseFiles files = case_files(arena, test);
    char *error = NULL;
    OmniChart *chart = omni_chart_from_files(files.items, files.len, &error);
    CaseResult out = {.ok = false};

    if (chart == NULL) {
        out.text = arena_str(arena, str_from_c(error));
        omni_text_free(error);
        return out;
    }
    out = run_job(arena, chart, job);
    omni_chart_free(chart);
    return out;
}

/* The same from inside a folder that holds the case's files. */
static CaseResult run_in_folder(Arena *arena, const TestCase *test,
                                const OmniJob *job)
{
    const char *folder = case_folder_new(arena, test);
    char *home = getcwd(NULL, 0);
    CaseResult out;

    if (home == NULL || chdir(folder) != 0) {
        perror(folder);
        exit(2);
    }
    out = run_chart(arena, test, job);
    if (chdir(home) != 0) {
        perror(home);
        exit(2);
    }
    free(home);
    case_folder_remove(folder);
    return out;
}

bool case_run(Arena *arena, const TestCase *test, CaseResult *out)
{
    CaseFlags flags = case_flags(arena, test);
    OmniJob job;

    if (!build_job(arena, &flags, &job))
        return false;
    *out = wants_folder(&flags) ? run_in_folder(arena, test, &job)
                                : run_chart(arena, test, &job);
    return true;
}
