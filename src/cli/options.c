/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads the command line through one table of flags.  Wording of mistakes
 * follows spf13/pflag and Helm's argument checks, with what to do added.
 */
#include "cli/options.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef enum FlagKind {
    FLAG_BOOL,  /* bool; an argument only as --flag=true */
    FLAG_TEXT,  /* const char * */
    FLAG_TEXTS, /* CliTexts; one argument is one text */
    FLAG_LIST,  /* CliTexts; an argument is split at commas */
    FLAG_VALUE  /* appends to values with the row's OmniValueKind */
} FlagKind;

typedef struct Flag {
    const char *name;
    char short_name; /* '\0': none */
    FlagKind kind;
    size_t target; /* offset in CliOptions */
    OmniValueKind value_kind;
    const char *argument;
    const char *help;
} Flag;

#define JOB(field)   offsetof(CliOptions, job.field)
#define HERE(field)  offsetof(CliOptions, field)
#define NOT_A_VALUE  OMNI_VALUE_FILE

static const Flag flags[] = {
    {"api-versions", 'a', FLAG_LIST, HERE(api_versions), NOT_A_VALUE, "LIST",
     "Kubernetes API versions added to .Capabilities.APIVersions"},
    {"debug", '\0', FLAG_BOOL, JOB(debug), NOT_A_VALUE, NULL,
     "print manifests even when they are no YAML"},
    {"help", 'h', FLAG_BOOL, HERE(help), NOT_A_VALUE, NULL, "print this help"},
    {"include-crds", '\0', FLAG_BOOL, JOB(include_crds), NOT_A_VALUE, NULL,
     "print the chart's CRDs as well"},
    {"is-upgrade", '\0', FLAG_BOOL, JOB(is_upgrade), NOT_A_VALUE, NULL,
     "set .Release.IsUpgrade instead of .Release.IsInstall"},
    {"kube-version", '\0', FLAG_TEXT, JOB(kube_version), NOT_A_VALUE,
     "VERSION", "Kubernetes version of .Capabilities.KubeVersion"},
    {"lookup-from", '\0', FLAG_TEXTS, HERE(lookup_from), NOT_A_VALUE, "PATH",
     "objects that lookup sees: a file or folder of `kubectl get -o yaml` "
     "output, - is standard input"},
    {"namespace", 'n', FLAG_TEXT, JOB(namespace_), NOT_A_VALUE, "NAME",
     "namespace of the release (default \"default\")"},
    {"no-hooks", '\0', FLAG_BOOL, JOB(no_hooks), NOT_A_VALUE, NULL,
     "leave hooks out"},
    {"output-dir", '\0', FLAG_TEXT, JOB(output_dir), NOT_A_VALUE, "DIR",
     "write a file for each template instead of standard output"},
    {"set", '\0', FLAG_VALUE, 0, OMNI_VALUE_SET, "KEY=VALUE",
     "set values: key1=val1,key2=val2"},
    {"set-file", '\0', FLAG_VALUE, 0, OMNI_VALUE_SET_FILE, "KEY=PATH",
     "set values from files"},
    {"set-json", '\0', FLAG_VALUE, 0, OMNI_VALUE_SET_JSON, "KEY=JSON",
     "set JSON values, or one JSON object"},
    {"set-literal", '\0', FLAG_VALUE, 0, OMNI_VALUE_SET_LITERAL, "KEY=TEXT",
     "set one value, the text taken as it is"},
    {"set-string", '\0', FLAG_VALUE, 0, OMNI_VALUE_SET_STRING, "KEY=TEXT",
     "set values that are always strings"},
    {"show-only", 's', FLAG_TEXTS, HERE(show_only), NOT_A_VALUE, "GLOB",
     "print only what these templates give, e.g. templates/service.yaml"},
    {"skip-schema-validation", '\0', FLAG_BOOL, JOB(skip_schema_validation),
     NOT_A_VALUE, NULL, "do not check values against values.schema.json"},
    {"skip-tests", '\0', FLAG_BOOL, JOB(skip_tests), NOT_A_VALUE, NULL,
     "leave test hooks out"},
    {"values", 'f', FLAG_VALUE, 0, OMNI_VALUE_FILE, "FILE",
     "values file, - is standard input (repeatable, the last one wins)"},
    {"version", '\0', FLAG_BOOL, HERE(version), NOT_A_VALUE, NULL,
     "print the version"},
};

#define N_FLAGS (sizeof(flags) / sizeof(flags[0]))

/* What the reader is in the middle of. */
typedef struct Reader {
    CliOptions *out;
    FILE *err;
    char **words;
    int len;
    int pos;
    const char *rest[3]; /* words that are no flags */
    int n_rest;
} Reader;

static bool out_of_memory(FILE *err)
{
    fputs("Error: out of memory\n", err);
    return false;
}

/* `array` with room for one more element, NULL when memory has run out. */
static void *widen(void *array, size_t len, size_t size)
{
    return realloc(array, (len + 1) * size);
}

static bool add_text(Reader *reader, CliTexts *texts, const char *text)
{
    const char **wider =
        widen((void *)texts->items, texts->len, sizeof(char *));

    if (wider == NULL)
        return out_of_memory(reader->err);
    texts->items = wider;
    texts->items[texts->len++] = text;
    return true;
}

static bool add_value(Reader *reader, OmniValueKind kind, const char *text)
{
    CliOptions *out = reader->out;
    OmniValue *wider = widen(out->values, out->n_values, sizeof(OmniValue));

    if (wider == NULL)
        return out_of_memory(reader->err);
    out->values = wider;
    out->values[out->n_values++] = (OmniValue){kind, text, NULL, 0};
    return true;
}

/* Calls `add` for each part of `text`, which is cut at its commas in place:
 * argv's words are the program's own to change. */
static bool add_split(Reader *reader, const Flag *flag, char *text)
{
    CliTexts *texts = (CliTexts *)(void *)((char *)reader->out + flag->target);

    for (;;) {
        char *comma = strchr(text, ',');

        if (comma != NULL)
            *comma = '\0';
        if (flag->kind == FLAG_VALUE
                ? !add_value(reader, flag->value_kind, text)
                : !add_text(reader, texts, text))
            return false;
        if (comma == NULL)
            return true;
        text = comma + 1;
    }
}

static bool read_bool(Reader *reader, const Flag *flag, const char *text,
                      bool *out)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
    static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *out = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    fprintf(reader->err,
            "Error: invalid argument \"%s\" for \"--%s\" flag: "
            "strconv.ParseBool: parsing \"%s\": invalid syntax\n",
            text, flag->name, text);
    return false;
}

/* Stores one occurrence of `flag`; `text` is NULL for a bare bool. */
static bool store(Reader *reader, const Flag *flag, char *text)
{
    void *target = (char *)reader->out + flag->target;

    switch (flag->kind) {
    case FLAG_BOOL:
        if (text == NULL) {
            *(bool *)target = true;
            return true;
        }
        return read_bool(reader, flag, text, target);
    case FLAG_TEXT: *(const char **)target = text; return true;
    case FLAG_TEXTS: return add_text(reader, target, text);
    case FLAG_LIST: return add_split(reader, flag, text);
    case FLAG_VALUE:
        if (flag->value_kind == OMNI_VALUE_FILE)
            return add_split(reader, flag, text);
        return add_value(reader, flag->value_kind, text);
    }
    return false;
}

/* Edits that turn `a` into `b`; words over 31 bytes count as far apart. */
static size_t distance(const char *a, const char *b)
{
    size_t row[32];
    size_t len = strlen(b);

    if (len >= 32)
        return SIZE_MAX;
    for (size_t k = 0; k <= len; k++)
        row[k] = k;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t k = 0; k < len; k++) {
            size_t best = diagonal + (a[i] != b[k]);

            diagonal = row[k + 1];
            if (row[k + 1] + 1 < best)
                best = row[k + 1] + 1;
            if (row[k] + 1 < best)
                best = row[k] + 1;
            row[k + 1] = best;
        }
    }
    return row[len];
}

static const char *nearest_flag(const char *name)
{
    const char *nearest = NULL;
    size_t least = 3;

    for (size_t i = 0; i < N_FLAGS; i++) {
        size_t d = distance(name, flags[i].name);

        if (d < least) {
            least = d;
            nearest = flags[i].name;
        }
    }
    return nearest;
}

static bool fail_unknown(Reader *reader, const char *name)
{
    const char *nearest = nearest_flag(name);

    fprintf(reader->err, "Error: unknown flag: --%s", name);
    if (nearest != NULL)
        fprintf(reader->err, " (did you mean --%s?)", nearest);
    fputs("\n", reader->err);
    return false;
}

static const Flag *find_flag(const char *name)
{
    for (size_t i = 0; i < N_FLAGS; i++) {
        if (strcmp(flags[i].name, name) == 0)
            return &flags[i];
    }
    return NULL;
}

static const Flag *find_short(char name)
{
    for (size_t i = 0; i < N_FLAGS; i++) {
        if (flags[i].short_name == name)
            return &flags[i];
    }
    return NULL;
}

/* The next word as a flag's argument, NULL when there is none. */
static char *next_word(Reader *reader)
{
    return reader->pos < reader->len ? reader->words[reader->pos++] : NULL;
}

static bool read_long(Reader *reader, char *word)
{
    char *name = word + 2;
    char *equals = strchr(name, '=');
    char *argument = equals == NULL ? NULL : equals + 1;
    const Flag *flag;

    if (equals != NULL)
        *equals = '\0';
    flag = find_flag(name);
    if (flag == NULL)
        return fail_unknown(reader, name);
    if (argument == NULL && flag->kind != FLAG_BOOL) {
        argument = next_word(reader);
        if (argument == NULL) {
            fprintf(reader->err, "Error: flag needs an argument: --%s %s\n",
                    flag->name, flag->argument);
            return false;
        }
    }
    return store(reader, flag, argument);
}

/* -h, -n name, -nname, -n=name; bools may stand together. */
static bool read_short(Reader *reader, char *word)
{
    for (char *at = word + 1; *at != '\0'; at++) {
        const Flag *flag = find_short(*at);
        char *argument = at + 1;

        if (flag == NULL) {
            fprintf(reader->err,
                    "Error: unknown shorthand flag: '%c' in %s (see "
                    "omni-render --help)\n",
                    *at, word);
            return false;
        }
        if (*argument == '=')
            return store(reader, flag, argument + 1);
        if (flag->kind == FLAG_BOOL) {
            if (!store(reader, flag, NULL))
                return false;
            continue;
        }
        if (*argument == '\0')
            argument = next_word(reader);
        if (argument == NULL) {
            fprintf(reader->err, "Error: flag needs an argument: '%c' in %s\n",
                    *at, word);
            return false;
        }
        return store(reader, flag, argument);
    }
    return true;
}

static bool read_word(Reader *reader, char *word, bool flags_ended)
{
    if (!flags_ended && word[0] == '-' && word[1] == '-')
        return read_long(reader, word);
    if (!flags_ended && word[0] == '-' && word[1] != '\0')
        return read_short(reader, word);
    if (reader->n_rest < 3) {
        reader->rest[reader->n_rest++] = word;
        return true;
    }
    fprintf(reader->err, "Error: unexpected argument: %s\n", word);
    return false;
}

static bool read_words(Reader *reader)
{
    bool flags_ended = false;

    while (reader->pos < reader->len) {
        char *word = reader->words[reader->pos++];

        if (!flags_ended && strcmp(word, "--") == 0)
            flags_ended = true;
        else if (!read_word(reader, word, flags_ended))
            return false;
    }
    return true;
}

static bool fail_usage(Reader *reader, const char *what)
{
    fprintf(reader->err, "Error: %s\n", what);
    return false;
}

/* A chart is named by a path; no release name has a slash. */
static bool is_chart_path(const char *word)
{
    size_t len = strlen(word);

    return strchr(word, '/') != NULL || strcmp(word, ".") == 0 ||
           (len > 4 && strcmp(word + len - 4, ".tgz") == 0);
}

/* template [NAME] CHART, with Helm's order and default. */
static bool place_template(Reader *reader)
{
    CliOptions *out = reader->out;

    if (reader->n_rest < 2)
        return fail_usage(reader, "\"omni-render template\" requires at least "
                                  "1 argument: template [NAME] CHART");
    out->job.release = reader->n_rest == 3 ? reader->rest[1] : "release-name";
    out->chart = reader->rest[reader->n_rest - 1];
    return true;
}

static bool place_show(Reader *reader)
{
    static const char *const topics[][2] = {
        {"values", "values.yaml"},
        {"chart",  "Chart.yaml" },
        {"readme", "README.md"  },
    };
    CliOptions *out = reader->out;

    out->command = CLI_SHOW;
    for (size_t i = 0; reader->n_rest > 1 && i < 3; i++) {
        if (strcmp(reader->rest[1], topics[i][0]) == 0)
            out->show = topics[i][1];
    }
    if (out->show == NULL)
        return fail_usage(reader, "show what? omni-render show "
                                  "values|chart|readme [CHART]");
    if (reader->n_rest == 3)
        out->chart = reader->rest[2];
    return true;
}

/* [RELEASE] [CHART] */
static bool place_plain(Reader *reader)
{
    CliOptions *out = reader->out;

    if (reader->n_rest > 2)
        return fail_usage(reader,
                          "expected at most two arguments: [RELEASE] [CHART]");
    if (reader->n_rest == 1 && is_chart_path(reader->rest[0]))
        out->chart = reader->rest[0];
    else if (reader->n_rest > 0)
        out->job.release = reader->rest[0];
    if (reader->n_rest == 2)
        out->chart = reader->rest[1];
    return true;
}

static bool place_words(Reader *reader)
{
    if (reader->out->help)
        reader->out->command = CLI_HELP;
    else if (reader->out->version)
        reader->out->command = CLI_VERSION;
    if (reader->out->command != CLI_RENDER)
        return true;
    if (reader->n_rest > 0 && strcmp(reader->rest[0], "template") == 0)
        return place_template(reader);
    if (reader->n_rest > 0 && strcmp(reader->rest[0], "show") == 0)
        return place_show(reader);
    return place_plain(reader);
}

/* Standard input can be read once. */
static bool check_stdin(Reader *reader)
{
    const CliOptions *out = reader->out;
    size_t uses = 0;

    for (size_t i = 0; i < out->n_values; i++)
        uses += out->values[i].kind == OMNI_VALUE_FILE &&
                strcmp(out->values[i].text, "-") == 0;
    for (size_t i = 0; i < out->lookup_from.len; i++)
        uses += strcmp(out->lookup_from.items[i], "-") == 0;
    if (uses > 1)
        return fail_usage(reader, "standard input (-) is asked for more than "
                                  "once; put one of them into a file");
    return true;
}

bool cli_options_read(CliOptions *out, int argc, char **argv, FILE *err)
{
    Reader reader = {.out = out, .err = err, .words = argv, .len = argc,
                     .pos = 1};

    *out = (CliOptions){.command = CLI_RENDER};
    if (!read_words(&reader) || !place_words(&reader) || !check_stdin(&reader))
        return false;
    out->job.values = out->values;
    out->job.n_values = out->n_values;
    out->job.api_versions = out->api_versions.items;
    out->job.n_api_versions = out->api_versions.len;
    out->job.show_only = out->show_only.items;
    out->job.n_show_only = out->show_only.len;
    out->job.lookup_from = out->lookup_from.items;
    out->job.n_lookup_from = out->lookup_from.len;
    return true;
}

void cli_options_release(CliOptions *options)
{
    free((void *)options->api_versions.items);
    free((void *)options->show_only.items);
    free((void *)options->lookup_from.items);
    free(options->values);
}

static void print_flag(FILE *out, const Flag *flag)
{
    char left[64];

    snprintf(left, sizeof(left), "--%s%s%s", flag->name,
             flag->argument == NULL ? "" : " ",
             flag->argument == NULL ? "" : flag->argument);
    if (flag->short_name != '\0')
        fprintf(out, "  -%c, %-24s %s\n", flag->short_name, left, flag->help);
    else
        fprintf(out, "      %-24s %s\n", left, flag->help);
}

void cli_options_help(FILE *out)
{
    fputs("Renders a Helm chart: the manifests `helm template` prints, byte for "
          "byte.\n\n"
          "Usage:\n"
          "  omni-render [flags] [RELEASE] [CHART]\n"
          "  omni-render template [NAME] CHART [flags]\n"
          "  omni-render show values|chart|readme [CHART]\n\n"
          "RELEASE is \"omni\" and CHART is the built-in chart for Sidero Omni "
          "unless given.\n"
          "Manifests go to standard output and nothing else does; nothing is "
          "written when\nthe render fails.\n\n"
          "  omni-render -f values.yaml | kubectl apply -f -\n\n"
          "Flags:\n",
          out);
    for (size_t i = 0; i < N_FLAGS; i++)
        print_flag(out, &flags[i]);
    fputs("\nExit codes: 0 rendered, 1 the chart or its input failed, 2 wrong "
          "usage.\n",
          out);
}
