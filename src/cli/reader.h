/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_READER_H
#define OMNI_CLI_READER_H

#include "cli/flags.h"
#include "cli/options.h"

/*
 * What the reading of one command line knows, for the files that share it.
 */
typedef struct CliReader {
    CliOptions *out;
    FILE *err;
    char **words;
    int len;
    int pos;
    bool is_template; /* `template` comes first: Helm's own rules */
    CliTexts rest;    /* words that are no flags, the command left out */
    bool seen[CLI_FLAGS];
    const CliFlag *refused; /* the last flag that asks for what is not done */
} CliReader;

/* Prints "Error: " and the text as a line; false, always. */
bool cli_fail(const CliReader *reader, const char *format, ...)
    __attribute__((cold, format(printf, 2, 3)));

/* Stores one occurrence of `flag`; `text` is NULL when it stands without an
 * argument. */
bool cli_store(CliReader *reader, const CliFlag *flag, char *text);

/* Holds the flags against each other, in Helm's order and words. */
bool cli_check_flags(const CliReader *reader);

/* Turns the words that are no flags into command, release and chart. */
bool cli_place_words(CliReader *reader);

/* Fills in what the environment says and no flag does. */
void cli_read_environment(CliReader *reader);

#endif
