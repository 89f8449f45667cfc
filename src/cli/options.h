/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_OPTIONS_H
#define OMNI_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/sandbox.h"
#include "cli/texts.h"
#include "omni/omni.h"

/*
 * The command line.  Words are read as Helm's flag library reads them: --flag
 * value, --flag=value, -f value, -fvalue, flags anywhere, `--` ends them.
 */
typedef enum CliCommand {
    CLI_RENDER, /* [RELEASE] [CHART], template [NAME] CHART */
    CLI_SHOW,   /* show values|chart|readme [CHART] */
    CLI_CHARTS, /* show charts */
    CLI_BATCH,  /* batch JOBS */
    CLI_HELP,
    CLI_VERSION
} CliCommand;

typedef struct CliOptions {
    CliCommand command;
    const char *show;  /* "values.yaml": the file that show prints */
    const char *chart; /* NULL: the built-in one */
    const char *batch; /* the file of jobs, "-" for standard input */
    size_t threads;    /* of a batch; 0: not said */
    OmniJob job;       /* points into the lists below */
    CliTexts api_versions;
    CliTexts show_only;
    CliTexts lookup_from;
    CliTexts label_names;
    CliTexts kubeconfig;
    CliTexts post_renderer_args;
    CliTexts owned; /* texts that were made here, to be freed */
    OmniValue *values;
    size_t n_values;
    OmniLimits *limits; /* NULL: the defaults */
    const char *kubeconfig_path;
    const char *post_renderer; /* NULL: none; the executable's path */
    const char *dry_run;       /* NULL: not given */
    union {
        bool yes;
        const char *text;
    } idle;            /* the argument of a flag that has no effect */
    const char *color; /* never, auto or always; NULL: auto */
    CliSandboxMode sandbox;
    bool is_rich;     /* errors are reported in our own form */
    bool is_template; /* the words are those of `helm template` */
    bool allow_remote_schemas;
    bool generate_name;
    bool hide_notes;
    bool help;
    bool version;
} CliOptions;

/* Reads the words behind the program's name, and the environment as far as
 * Helm does.  False after a mistake, with a line about it on `err`.  `out`
 * borrows from `argv` and the environment; cli_options_release frees what it
 * holds. */
bool cli_options_read(CliOptions *out, int argc, char **argv, FILE *err);

void cli_options_release(CliOptions *options);

void cli_options_help(FILE *out);

#endif
