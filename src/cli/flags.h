/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_FLAGS_H
#define OMNI_CLI_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * The table of all flags: those of `helm template` and our own.
 */
typedef enum CliFlagKind {
    FLAG_BOOL,     /* bool; an argument only as --flag=true */
    FLAG_TEXT,     /* const char * */
    FLAG_TEXTS,    /* CliTexts; one argument is one text */
    FLAG_LIST,     /* CliTexts; an argument is a line of CSV */
    FLAG_VALUE,    /* appends to values; the target is an OmniValueKind */
    FLAG_FILES,    /* appends values files; an argument is a line of CSV */
    FLAG_LABELS,   /* CliTexts; the keys of key=value,... */
    FLAG_PROGRAM,  /* const char *; an executable's path, at most once */
    FLAG_DRY_RUN,  /* const char *; "unset" without an argument */
    FLAG_WAIT,     /* checked only; an argument only as --wait=watcher */
    FLAG_LIMIT,    /* OmniLimits *; NAME=NUMBER */
    FLAG_COLOR,    /* const char *; never, auto or always */
    FLAG_ERRORS,   /* bool; helm or rich */
    FLAG_SANDBOX,  /* CliSandboxMode; auto, on or off */
    FLAG_THREADS,  /* size_t; 1 to CLI_MAX_THREADS */
    FLAG_DURATION, /* checked only */
    FLAG_INT,      /* checked only */
    FLAG_FLOAT     /* checked only */
} CliFlagKind;

typedef enum CliFlagUse {
    FLAG_WORKS,
    FLAG_IDLE,   /* means nothing without a cluster or a repository */
    FLAG_REFUSED /* would promise what is not done; `help` says what to do */
} CliFlagUse;

typedef struct CliFlag {
    const char *name;
    char short_name; /* '\0': none */
    CliFlagKind kind;
    CliFlagUse use;
    size_t target; /* offset in CliOptions; see CliFlagKind */
    const char *argument;
    const char *help;
} CliFlag;

/* The number of rows, for arrays beside the table. */
#define CLI_FLAGS 82

/* More threads than this do not help anybody. */
#define CLI_MAX_THREADS 256

/* A row's number, below CLI_FLAGS. */
size_t cli_flag_index(const CliFlag *flag);

/* NULL when there is none.  Behind `template`, --version takes an argument, as
 * in Helm; elsewhere it prints ours. */
const CliFlag *cli_flag_find(const char *name, bool is_template);
const CliFlag *cli_flag_find_short(char name);

/* Whether the flag can stand without an argument; it then takes one only
 * behind '='. */
bool cli_flag_is_optional(const CliFlag *flag);

/* What to use instead of a deprecated flag, NULL for the others. */
const char *cli_flag_instead(const CliFlag *flag);

/* The flag of the most similar name, NULL when none is near. */
const char *cli_flag_nearest(const char *name);

void cli_flags_help(FILE *out);

#endif
