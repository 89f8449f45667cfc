/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Puts the arguments of flags where the table says, in the words of
 * spf13/pflag when one is malformed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/csv.h"
#include "cli/process.h"
#include "cli/reader.h"

static bool fail_argument(const CliReader *reader, const CliFlag *flag,
                          const char *quoted, const char *why)
{
    char letter[8] = "";

    if (flag->short_name != '\0')
        snprintf(letter, sizeof(letter), "-%c, ", flag->short_name);
    return cli_fail(reader, "invalid argument %s for \"%s--%s\" flag: %s",
                    quoted, letter, flag->name, why);
}

static void add_value(CliOptions *out, OmniValueKind kind, const char *text)
{
    OmniValue *wider =
        realloc(out->values, (out->n_values + 1) * sizeof(OmniValue));

    if (wider == NULL)
        omni_on_oom();
    out->values = wider;
    out->values[out->n_values++] = (OmniValue){kind, text, NULL, 0};
}

/* One part of a list; false, with the reason, for one that is malformed. */
static bool store_part(CliReader *reader, const CliFlag *flag, char *part,
                       CliMistake *error)
{
    CliTexts *texts = (CliTexts *)(void *)((char *)reader->out + flag->target);

    if (flag->kind == FLAG_FILES) {
        add_value(reader->out, OMNI_VALUE_FILE, part);
        return true;
    }
    if (flag->kind == FLAG_LABELS) {
        char *equals = strchr(part, '=');

        if (equals == NULL) {
            snprintf(error->text, sizeof(error->text),
                     "%s must be formatted as key=value", part);
            return false;
        }
        *equals = '\0';
    }
    cli_texts_add(texts, part);
    return true;
}

/* argv's words are the program's own to cut. */
static bool store_list(CliReader *reader, const CliFlag *flag, char *text)
{
    char quoted[512];
    CliMistake error;
    CliCsv csv;
    char *part;

    cli_quote(text, quoted, sizeof(quoted));
    /* One label, or none, is taken as it is, quotes and all. */
    if (flag->kind == FLAG_LABELS && strchr(text, '=') == strrchr(text, '='))
        return store_part(reader, flag, text, &error) ||
               fail_argument(reader, flag, quoted, error.text);
    cli_csv_open(&csv, text);
    while ((part = cli_csv_next(&csv)) != NULL) {
        if (!store_part(reader, flag, part, &error))
            return fail_argument(reader, flag, quoted, error.text);
    }
    return csv.error[0] == '\0' ||
           fail_argument(reader, flag, quoted, csv.error);
}

static bool check_wait(const CliReader *reader, const char *text,
                       CliMistake *error)
{
    static const char *const known[] = {"watcher", "hookOnly", "legacy"};
    bool yes = strcmp(text, "true") == 0;
    char quoted[256];

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(text, known[i]) == 0)
            return true;
    }
    if (yes || strcmp(text, "false") == 0) {
        fprintf(reader->err,
                "level=WARN msg=\"--wait=%s is deprecated (boolean value) and "
                "can be replaced with --wait=%s\"\n",
                text, yes ? "watcher" : "hookOnly");
        return true;
    }
    cli_quote(text, quoted, sizeof(quoted));
    snprintf(error->text, sizeof(error->text),
             "invalid wait input %s. Valid inputs are watcher, hookOnly, and "
             "legacy",
             quoted);
    return false;
}

/* Helm looks at it after all flags, and so does not say which it was. */
static bool store_color(const CliReader *reader, const char *text)
{
    char quoted[256];

    reader->out->color = text;
    if (strcmp(text, "never") == 0 || strcmp(text, "auto") == 0 ||
        strcmp(text, "always") == 0)
        return true;
    cli_quote(text, quoted, sizeof(quoted));
    return cli_fail(reader,
                    "invalid color mode %s: must be one of: never, auto, "
                    "always",
                    quoted);
}

static bool store_errors(bool *is_rich, const char *text, CliMistake *error)
{
    *is_rich = strcmp(text, "rich") == 0;
    if (*is_rich || strcmp(text, "helm") == 0)
        return true;
    snprintf(error->text, sizeof(error->text), "must be helm or rich");
    return false;
}

static bool store_program(CliOptions *out, const char *text, CliMistake *error)
{
    if (text[0] == '\0')
        return true;
    if (out->post_renderer != NULL) {
        snprintf(error->text, sizeof(error->text),
                 "cannot specify --post-renderer flag more than once");
        return false;
    }
    out->post_renderer =
        cli_program_find(&out->owned, text, error->text, sizeof(error->text));
    return out->post_renderer != NULL;
}

static bool store_limit(OmniLimits **limits, const char *text,
                        CliMistake *error)
{
    const char *wrong;

    if (*limits == NULL)
        *limits = omni_limits_new();
    wrong = omni_limits_set(*limits, text);
    if (wrong != NULL)
        snprintf(error->text, sizeof(error->text), "%s", wrong);
    return wrong == NULL;
}

static bool store_sandbox(CliSandboxMode *mode, const char *text,
                          CliMistake *error)
{
    static const char *const names[] = {"auto", "on", "off"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(text, names[i]) == 0) {
            *mode = (CliSandboxMode)i;
            return true;
        }
    }
    snprintf(error->text, sizeof(error->text), "must be auto, on or off");
    return false;
}

static bool store_threads(size_t *threads, const char *text, CliMistake *error)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    if (text[0] >= '1' && text[0] <= '9' && *end == '\0' &&
        n <= CLI_MAX_THREADS) {
        *threads = n;
        return true;
    }
    snprintf(error->text, sizeof(error->text), "must be a number from 1 to %d",
             CLI_MAX_THREADS);
    return false;
}

/* One argument that is no list. */
static bool store_one(CliReader *reader, const CliFlag *flag, char *text,
                      CliMistake *error)
{
    void *target = (char *)reader->out + flag->target;

    switch (flag->kind) {
    case FLAG_BOOL: return cli_check_bool(text, target, error);
    case FLAG_TEXT:
    case FLAG_DRY_RUN: *(const char **)target = text; return true;
    case FLAG_TEXTS: cli_texts_add(target, text); return true;
    case FLAG_VALUE:
        add_value(reader->out, (OmniValueKind)flag->target, text);
        return true;
    case FLAG_PROGRAM: return store_program(reader->out, text, error);
    case FLAG_LIMIT: return store_limit(target, text, error);
    case FLAG_ERRORS: return store_errors(target, text, error);
    case FLAG_SANDBOX: return store_sandbox(target, text, error);
    case FLAG_THREADS: return store_threads(target, text, error);
    case FLAG_WAIT: return check_wait(reader, text, error);
    case FLAG_DURATION: return cli_check_duration(text, error);
    case FLAG_INT: return cli_check_int(text, error);
    case FLAG_FLOAT: return cli_check_float(text, error);
    case FLAG_LIST:
    case FLAG_FILES:
    case FLAG_LABELS:
    case FLAG_COLOR: break;
    }
    return false;
}

/* What an argument is when there is none. */
static char *bare_argument(CliFlagKind kind)
{
    static char yes[] = "true";
    static char unset[] = "unset";
    static char watcher[] = "watcher";

    if (kind == FLAG_BOOL)
        return yes;
    return kind == FLAG_WAIT ? watcher : unset;
}

static bool is_list(CliFlagKind kind)
{
    return kind == FLAG_LIST || kind == FLAG_FILES || kind == FLAG_LABELS;
}

bool cli_store(CliReader *reader, const CliFlag *flag, char *text)
{
    const char *instead = cli_flag_instead(flag);
    char *argument = text == NULL ? bare_argument(flag->kind) : text;
    CliMistake error;

    reader->seen[cli_flag_index(flag)] = true;
    if (is_list(flag->kind))
        return store_list(reader, flag, argument);
    if (flag->kind == FLAG_COLOR)
        return store_color(reader, argument);
    if (!store_one(reader, flag, argument, &error)) {
        char quoted[512];

        cli_quote(argument, quoted, sizeof(quoted));
        return fail_argument(reader, flag, quoted, error.text);
    }
    if (instead != NULL)
        fprintf(reader->err, "Flag --%s has been deprecated, use %s instead\n",
                flag->name, instead);
    if (flag->use == FLAG_REFUSED &&
        (flag->kind == FLAG_BOOL ? reader->out->idle.yes : argument[0] != '\0'))
        reader->refused = flag;
    return true;
}
