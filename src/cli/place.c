/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the words of the command line ask for once the flags are out: which
 * command, which release, which chart; and whether its flags go together.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/reader.h"

static bool is_seen(const CliReader *reader, const char *name)
{
    const CliFlag *flag = cli_flag_find(name, true);

    return reader->seen[cli_flag_index(flag)];
}

/* cobra's groups of flags that exclude each other, by their names. */
static bool check_groups(const CliReader *reader)
{
    static const char *const groups[][2] = {
        {"force",         "force-conflicts"},
        {"force-replace", "force-conflicts"},
        {"validate",      "dry-run"        },
    };

    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        const char *one = groups[i][0];
        const char *other = groups[i][1];
        bool sorted = strcmp(one, other) < 0;

        if (is_seen(reader, one) && is_seen(reader, other))
            return cli_fail(reader,
                            "if any flags in the group [%s %s] are set none of "
                            "the others can be; [%s %s] were all set",
                            one, other, sorted ? one : other,
                            sorted ? other : one);
    }
    return true;
}

static bool fail_dry_run(const CliReader *reader, const char *wanted)
{
    char quoted[256];

    cli_quote(reader->out->dry_run, quoted, sizeof(quoted));
    return cli_fail(reader, "invalid dry-run value (%s). Must be %s", quoted,
                    wanted);
}

static bool check_dry_run(const CliReader *reader)
{
    const char *value = reader->out->dry_run;
    CliMistake error;
    bool yes;

    if (value == NULL || strcmp(value, "client") == 0)
        return true;
    if (strcmp(value, "unset") == 0) {
        fputs("level=WARN msg=\"--dry-run is deprecated and should be replaced "
              "with '--dry-run=client'\"\n",
              reader->err);
        return true;
    }
    if (strcmp(value, "server") == 0)
        return cli_fail(reader, "--dry-run=server is refused: no cluster is "
                                "asked; give the objects that lookup wants "
                                "with --lookup-from");
    if (strcmp(value, "none") != 0 && !cli_check_bool(value, &yes, &error))
        return fail_dry_run(reader, "\"none\", \"server\", or \"client\"");
    if (strcmp(value, "none") == 0 || !yes)
        return fail_dry_run(reader, "\"server\" or \"client\"");
    fprintf(reader->err,
            "level=WARN msg=\"boolean '--dry-run=%s' flag is deprecated and "
            "must be replaced with '--dry-run=client'\"\n",
            value);
    return true;
}

bool cli_check_flags(const CliReader *reader)
{
    if (!check_groups(reader) || !check_dry_run(reader))
        return false;
    if (reader->refused != NULL)
        return cli_fail(reader, "--%s is refused: %s", reader->refused->name,
                        reader->refused->help);
    if (reader->out->post_renderer != NULL &&
        reader->out->job.output_dir != NULL &&
        reader->out->job.output_dir[0] != '\0')
        return cli_fail(reader, "--post-renderer gives one stream, which "
                                "--output-dir cannot write as files");
    return true;
}

/* What a chart begins with that is not a path. */
static const char built_in[] = "builtin:";

/* A chart is named by a path; no release name has a slash or a colon. */
static bool is_chart_path(const char *word)
{
    size_t len = strlen(word);

    return strchr(word, '/') != NULL || strcmp(word, ".") == 0 ||
           strncmp(word, built_in, sizeof(built_in) - 1) == 0 ||
           (len > 4 && strcmp(word + len - 4, ".tgz") == 0);
}

static bool check_name_is_free(const CliReader *reader)
{
    const CliOptions *out = reader->out;

    if (out->generate_name)
        return cli_fail(reader,
                        "cannot set --generate-name and also specify a name");
    if (out->job.name_template != NULL && out->job.name_template[0] != '\0')
        return cli_fail(reader,
                        "cannot set --name-template and also specify a name");
    return true;
}

static bool fail_surplus(CliReader *reader, size_t allowed)
{
    fputs("Error: expected at most two arguments, unexpected arguments: ",
          reader->err);
    for (size_t i = allowed; i < reader->rest.len; i++)
        fprintf(reader->err, "%s%s", i == allowed ? "" : ", ",
                reader->rest.items[i]);
    fputs("\n", reader->err);
    return false;
}

/* template [NAME] CHART, with Helm's order and default.  Helm's default keeps
 * --generate-name from having an effect. */
static bool place_template(CliReader *reader)
{
    CliOptions *out = reader->out;
    const CliTexts *rest = &reader->rest;

    if (rest->len == 0)
        return cli_fail(reader, "\"omni-render template\" requires at least 1 "
                                "argument: template [NAME] CHART");
    if (!cli_check_flags(reader))
        return false;
    if (rest->len > 2)
        return fail_surplus(reader, 2);
    out->job.release = rest->len == 2 ? rest->items[0] : "release-name";
    out->chart = rest->items[rest->len - 1];
    return rest->len == 1 || check_name_is_free(reader);
}

static bool place_show(CliReader *reader)
{
    static const char *const topics[][2] = {
        {"values", "values.yaml"},
        {"chart",  "Chart.yaml" },
        {"readme", "README.md"  },
    };
    CliOptions *out = reader->out;
    const CliTexts *rest = &reader->rest;

    if (rest->len == 2 && strcmp(rest->items[1], "charts") == 0) {
        out->command = CLI_CHARTS;
        return true;
    }
    out->command = CLI_SHOW;
    for (size_t i = 0; rest->len > 1 && i < 3; i++) {
        if (strcmp(rest->items[1], topics[i][0]) == 0)
            out->show = topics[i][1];
    }
    if (out->show == NULL)
        return cli_fail(reader, "show what? omni-render show "
                                "values|chart|readme [CHART], or charts");
    if (rest->len > 3)
        return cli_fail(reader, "unexpected argument: %s", rest->items[3]);
    if (rest->len == 3)
        out->chart = rest->items[2];
    return true;
}

static bool place_batch(CliReader *reader)
{
    CliOptions *out = reader->out;

    out->command = CLI_BATCH;
    if (reader->rest.len != 2)
        return cli_fail(reader, "which jobs? omni-render batch JOBS.yaml, or - "
                                "for one job in JSON a line of standard input");
    out->batch = reader->rest.items[1];
    if (out->threads == 0)
        out->threads = 1;
    return cli_check_flags(reader);
}

/* The name --generate-name starts from: the chart path's last element up to
 * its first dot. */
static const char *generated_base(CliOptions *out)
{
    const char *path = out->chart == NULL ? "omni" : out->chart;
    size_t end;
    size_t start;

    if (strncmp(path, built_in, sizeof(built_in) - 1) == 0)
        path += sizeof(built_in) - 1;
    end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    if (end - start == 1 && path[start] == '.')
        return "chart";
    return cli_texts_copy(&out->owned, path + start,
                          strcspn(path + start, "./"));
}

/* [RELEASE] [CHART] */
static bool place_plain(CliReader *reader)
{
    CliOptions *out = reader->out;
    const CliTexts *rest = &reader->rest;

    if (!cli_check_flags(reader))
        return false;
    if (rest->len > 2)
        return fail_surplus(reader, 2);
    if (rest->len == 1 && is_chart_path(rest->items[0]))
        out->chart = rest->items[0];
    else if (rest->len > 0)
        out->job.release = rest->items[0];
    if (rest->len == 2)
        out->chart = rest->items[1];
    if (out->job.release != NULL)
        return check_name_is_free(reader);
    if (out->generate_name)
        out->job.generate_name = generated_base(out);
    return true;
}

bool cli_place_words(CliReader *reader)
{
    if (reader->out->help)
        reader->out->command = CLI_HELP;
    else if (reader->out->version)
        reader->out->command = CLI_VERSION;
    if (reader->out->command != CLI_RENDER)
        return true;
    if (reader->is_template)
        return place_template(reader);
    if (reader->rest.len > 0 && strcmp(reader->rest.items[0], "show") == 0)
        return place_show(reader);
    if (reader->rest.len > 0 && strcmp(reader->rest.items[0], "batch") == 0)
        return place_batch(reader);
    return place_plain(reader);
}
