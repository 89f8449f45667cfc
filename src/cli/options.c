/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads the command line through the table of flags.  Wording of mistakes
 * follows spf13/pflag, with what to do added.
 */
#include "cli/options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/reader.h"

bool cli_fail(const CliReader *reader, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("Error: ", reader->err);
    vfprintf(reader->err, format, args);
    fputs("\n", reader->err);
    va_end(args);
    return false;
}

static bool fail_unknown(const CliReader *reader, const char *name)
{
    const char *nearest = cli_flag_nearest(name);

    if (nearest == NULL)
        return cli_fail(reader, "unknown flag: --%s", name);
    return cli_fail(reader, "unknown flag: --%s (did you mean --%s?)", name,
                    nearest);
}

/* The next word as a flag's argument, NULL when there is none. */
static char *next_word(CliReader *reader)
{
    return reader->pos < reader->len ? reader->words[reader->pos++] : NULL;
}

static bool read_long(CliReader *reader, char *word)
{
    char *name = word + 2;
    char *equals = strchr(name, '=');
    char *argument = equals == NULL ? NULL : equals + 1;
    const CliFlag *flag;

    if (name[0] == '-' || name[0] == '=')
        return cli_fail(reader, "bad flag syntax: %s", word);
    if (equals != NULL)
        *equals = '\0';
    flag = cli_flag_find(name, reader->is_template);
    if (flag == NULL)
        return fail_unknown(reader, name);
    if (argument == NULL && !cli_flag_is_optional(flag)) {
        argument = next_word(reader);
        if (argument == NULL)
            return cli_fail(reader, "flag needs an argument: --%s", name);
    }
    return cli_store(reader, flag, argument);
}

/* -h, -n name, -nname, -n=name; bools may stand together. */
static bool read_short(CliReader *reader, char *word)
{
    for (char *at = word + 1; *at != '\0'; at++) {
        const CliFlag *flag = cli_flag_find_short(*at);
        char *argument = at + 1;

        if (flag == NULL)
            return cli_fail(reader,
                            "unknown shorthand flag: '%c' in -%s (see "
                            "omni-render --help)",
                            *at, at);
        if (*argument == '=' && argument[1] != '\0')
            return cli_store(reader, flag, argument + 1);
        if (cli_flag_is_optional(flag)) {
            if (!cli_store(reader, flag, NULL))
                return false;
            continue;
        }
        if (*argument == '\0')
            argument = next_word(reader);
        if (argument == NULL)
            return cli_fail(reader, "flag needs an argument: '%c' in -%s", *at,
                            at);
        return cli_store(reader, flag, argument);
    }
    return true;
}

/* Whether the word is a flag, and not "-", which is an argument. */
static bool is_flag(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

static bool read_words(CliReader *reader)
{
    bool flags_ended = false;
    bool command_seen = !reader->is_template;

    while (reader->pos < reader->len) {
        char *word = reader->words[reader->pos++];

        if (flags_ended || !is_flag(word)) {
            if (command_seen)
                cli_texts_add(&reader->rest, word);
            command_seen = true;
        } else if (strcmp(word, "--") == 0) {
            flags_ended = true;
        } else if (word[1] == '-' ? !read_long(reader, word)
                                  : !read_short(reader, word)) {
            return false;
        }
    }
    return true;
}

/* Whether a flag, as it stands, takes the next word for its argument. */
static bool takes_next(const char *word)
{
    const CliFlag *flag;

    if (strchr(word, '=') != NULL)
        return false;
    if (word[1] == '-')
        flag = cli_flag_find(word + 2, false);
    else
        flag = word[2] == '\0' ? cli_flag_find_short(word[1]) : NULL;
    return flag != NULL && !cli_flag_is_optional(flag);
}

/* Whether the first word that is no flag is `template`.  That must be known
 * before the flags are read, for --version depends on it. */
static bool is_template(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (!is_flag(argv[i]))
            return strcmp(argv[i], "template") == 0;
        if (takes_next(argv[i]))
            i++;
    }
    return false;
}

/* Standard input can be read once. */
static bool check_stdin(const CliReader *reader)
{
    const CliOptions *out = reader->out;
    size_t uses = 0;

    for (size_t i = 0; i < out->n_values; i++)
        uses += out->values[i].kind == OMNI_VALUE_FILE &&
                strcmp(out->values[i].text, "-") == 0;
    for (size_t i = 0; i < out->lookup_from.len; i++)
        uses += strcmp(out->lookup_from.items[i], "-") == 0;
    if (uses > 1)
        return cli_fail(reader, "standard input (-) is asked for more than "
                                "once; put one of them into a file");
    return true;
}

/* Points the job at the lists. */
static void finish_job(CliOptions *out)
{
    OmniJob *job = &out->job;

    job->values = out->values;
    job->n_values = out->n_values;
    job->api_versions = out->api_versions.items;
    job->n_api_versions = out->api_versions.len;
    job->show_only = out->show_only.items;
    job->n_show_only = out->show_only.len;
    job->lookup_from = out->lookup_from.items;
    job->n_lookup_from = out->lookup_from.len;
    job->label_names = out->label_names.items;
    job->n_label_names = out->label_names.len;
    job->kubeconfig = out->kubeconfig.items;
    job->n_kubeconfig = out->kubeconfig.len;
    job->limits = out->limits;
    if (job->output_dir != NULL && job->output_dir[0] == '\0')
        job->output_dir = NULL;
}

bool cli_options_read(CliOptions *out, int argc, char **argv, FILE *err)
{
    CliReader reader = {
        .out = out,
        .err = err,
        .words = argv,
        .len = argc,
        .pos = 1,
        .is_template = is_template(argc, argv),
    };
    bool ok;

    *out = (CliOptions){.command = CLI_RENDER};
    ok =
        read_words(&reader) && cli_place_words(&reader) && check_stdin(&reader);
    cli_texts_release(&reader.rest);
    if (!ok)
        return false;
    out->is_template = reader.is_template;
    cli_read_environment(&reader);
    finish_job(out);
    return true;
}

void cli_options_release(CliOptions *options)
{
    cli_texts_release(&options->api_versions);
    cli_texts_release(&options->show_only);
    cli_texts_release(&options->lookup_from);
    cli_texts_release(&options->label_names);
    cli_texts_release(&options->kubeconfig);
    cli_texts_release(&options->post_renderer_args);
    cli_texts_release_copies(&options->owned);
    omni_limits_free(options->limits);
    free(options->values);
}

void cli_options_help(FILE *out)
{
    fputs(
        "Renders a Helm chart: the manifests `helm template` prints, byte for "
        "byte.\n\n"
        "Usage:\n"
        "  omni-render [flags] [RELEASE] [CHART]\n"
        "  omni-render template [NAME] CHART [flags]\n"
        "  omni-render show values|chart|readme [CHART]\n"
        "  omni-render show charts\n"
        "  omni-render batch JOBS.yaml [--jobs N]\n\n"
        "RELEASE is \"omni\" and CHART is the built-in chart for Sidero Omni "
        "unless given;\nbuiltin:NAME is one of those that show charts lists.\n"
        "Manifests go to standard output and nothing else does; nothing is "
        "written when\nthe render fails.\n\n"
        "  omni-render -f values.yaml | kubectl apply -f -\n\n",
        out);
    cli_flags_help(out);
    fputs("\nExit codes: 0 rendered, 1 the chart or its input failed, 2 wrong "
          "usage.\n",
          out);
}
