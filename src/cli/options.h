/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_OPTIONS_H
#define OMNI_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "omni/omni.h"

/*
 * The command line as one table: name, argument, target, help line.  Words
 * are read as Helm's flag library reads them: --flag value, --flag=value,
 * -f value, -fvalue, flags anywhere, `--` ends them.
 */
typedef enum CliCommand {
    CLI_RENDER, /* [RELEASE] [CHART] */
    CLI_SHOW,   /* show values|chart|readme [CHART] */
    CLI_HELP,
    CLI_VERSION
} CliCommand;

typedef struct CliTexts {
    const char **items;
    size_t len;
} CliTexts;

typedef struct CliOptions {
    CliCommand command;
    const char *show;  /* "values.yaml": the file that show prints */
    const char *chart; /* NULL: the built-in one */
    OmniJob job;       /* points into the lists below */
    CliTexts api_versions;
    CliTexts show_only;
    CliTexts lookup_from;
    OmniValue *values;
    size_t n_values;
    bool help;
    bool version;
} CliOptions;

/* Reads the words behind the program's name.  False after a mistake, with a
 * line about it on `err`.  `out` borrows from `argv`; cli_options_release
 * frees what it holds. */
bool cli_options_read(CliOptions *out, int argc, char **argv, FILE *err);

void cli_options_release(CliOptions *options);

void cli_options_help(FILE *out);

#endif
