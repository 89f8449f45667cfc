/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One row a flag: name, letter, kind, use, target, argument, help.
 */
#include "cli/flags.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "cli/options.h"

#define JOB(field)  offsetof(CliOptions, job.field)
#define HERE(field) offsetof(CliOptions, field)

#define WORKS(name, letter, kind, target, argument, help)                      \
    {                                                                          \
        name, letter, kind, FLAG_WORKS, target, argument, help                 \
    }
#define IDLE(name, kind)                                                       \
    {                                                                          \
        name, '\0', kind, FLAG_IDLE, HERE(idle), NULL, NULL                    \
    }
#define REFUSED(name, kind, argument, help)                                    \
    {                                                                          \
        name, '\0', kind, FLAG_REFUSED, HERE(idle), argument, help             \
    }

/* By name; of the two rows called "version" the second is template's. */
static const CliFlag flags[] = {
    WORKS("allow-remote-schemas", '\0', FLAG_BOOL, HERE(allow_remote_schemas),
          NULL, "fetch schemas that $ref or $schema name by http(s) URLs"),
    WORKS("api-versions", 'a', FLAG_LIST, HERE(api_versions), "LIST",
          "Kubernetes API versions added to .Capabilities.APIVersions"),
    IDLE("atomic", FLAG_BOOL),
    IDLE("burst-limit", FLAG_INT),
    IDLE("ca-file", FLAG_TEXT),
    IDLE("cert-file", FLAG_TEXT),
    WORKS("color", '\0', FLAG_COLOR, HERE(color), "WHEN",
          "colours of --errors=rich: never, auto or always"),
    WORKS("colour", '\0', FLAG_COLOR, HERE(color), "WHEN",
          "the same as --color"),
    IDLE("content-cache", FLAG_TEXT),
    IDLE("create-namespace", FLAG_BOOL),
    WORKS("debug", '\0', FLAG_BOOL, JOB(debug), NULL,
          "print manifests even when they are no YAML"),
    IDLE("dependency-update", FLAG_BOOL),
    IDLE("description", FLAG_TEXT),
    IDLE("devel", FLAG_BOOL),
    IDLE("disable-openapi-validation", FLAG_BOOL),
    WORKS("dry-run", '\0', FLAG_DRY_RUN, HERE(dry_run), "client",
          "a run is always client-side; any other kind is refused"),
    WORKS("enable-dns", '\0', FLAG_BOOL, JOB(enable_dns), NULL,
          "let getHostByName ask the resolver"),
    WORKS(
        "errors", '\0', FLAG_ERRORS, HERE(is_rich), "FORM",
        "helm: the first error in Helm's words; rich: all of them, explained"),
    IDLE("force", FLAG_BOOL),
    IDLE("force-conflicts", FLAG_BOOL),
    IDLE("force-replace", FLAG_BOOL),
    WORKS("generate-name", 'g', FLAG_BOOL, HERE(generate_name), NULL,
          "call the release after the chart and the time"),
    WORKS("help", 'h', FLAG_BOOL, HERE(help), NULL, "print this help"),
    WORKS("hide-notes", '\0', FLAG_BOOL, HERE(hide_notes), NULL,
          "do not print the warnings of NOTES.txt"),
    WORKS("include-crds", '\0', FLAG_BOOL, JOB(include_crds), NULL,
          "print the chart's CRDs as well"),
    IDLE("insecure-skip-tls-verify", FLAG_BOOL),
    WORKS("is-upgrade", '\0', FLAG_BOOL, JOB(is_upgrade), NULL,
          "set .Release.IsUpgrade instead of .Release.IsInstall"),
    WORKS("jobs", '\0', FLAG_THREADS, HERE(threads), "N",
          "threads of a batch (default 1)"),
    IDLE("key-file", FLAG_TEXT),
    IDLE("keyring", FLAG_TEXT),
    IDLE("kube-apiserver", FLAG_TEXT),
    IDLE("kube-as-group", FLAG_TEXT),
    IDLE("kube-as-user", FLAG_TEXT),
    IDLE("kube-ca-file", FLAG_TEXT),
    WORKS("kube-context", '\0', FLAG_TEXT, JOB(kube_context), "NAME",
          "context whose namespace is the default"),
    IDLE("kube-insecure-skip-tls-verify", FLAG_BOOL),
    IDLE("kube-tls-server-name", FLAG_TEXT),
    IDLE("kube-token", FLAG_TEXT),
    WORKS("kube-version", '\0', FLAG_TEXT, JOB(kube_version), "VERSION",
          "Kubernetes version of .Capabilities.KubeVersion"),
    WORKS("kubeconfig", '\0', FLAG_TEXT, HERE(kubeconfig_path), "PATH",
          "kubeconfig whose namespace is the default"),
    WORKS("labels", 'l', FLAG_LABELS, HERE(label_names), "LIST",
          "labels of the release: checked, printed nowhere"),
    WORKS("limit", '\0', FLAG_LIMIT, HERE(limits), "NAME=NUMBER",
          "set a bound on what input may take (repeatable, list below)"),
    WORKS(
        "lookup-from", '\0', FLAG_TEXTS, HERE(lookup_from), "PATH",
        "objects that lookup sees: a file or folder of `kubectl get -o yaml` output, - is standard input"),
    WORKS("name-template", '\0', FLAG_TEXT, JOB(name_template), "TEXT",
          "template of the release's name"),
    WORKS(
        "namespace", 'n', FLAG_TEXT, JOB(namespace_), "NAME",
        "namespace of the release (default: $HELM_NAMESPACE, then that of the kubeconfig, then \"default\")"),
    WORKS("no-hooks", '\0', FLAG_BOOL, JOB(no_hooks), NULL, "leave hooks out"),
    WORKS("output-dir", '\0', FLAG_TEXT, JOB(output_dir), "DIR",
          "write a file for each template instead of standard output"),
    IDLE("pass-credentials", FLAG_BOOL),
    IDLE("password", FLAG_TEXT),
    IDLE("plain-http", FLAG_BOOL),
    WORKS(
        "post-renderer", '\0', FLAG_PROGRAM, HERE(post_renderer), "PATH",
        "program that gets all manifests on its standard input and prints what takes their place"),
    WORKS("post-renderer-args", '\0', FLAG_TEXTS, HERE(post_renderer_args),
          "TEXT", "one argument for the post-renderer (repeatable)"),
    IDLE("qps", FLAG_FLOAT),
    IDLE("registry-config", FLAG_TEXT),
    WORKS("release-name", '\0', FLAG_BOOL, JOB(release_in_path), NULL,
          "put the release's name behind --output-dir"),
    WORKS("render-subchart-notes", '\0', FLAG_BOOL, JOB(subchart_notes), NULL,
          "heed the warnings of subcharts' NOTES.txt too"),
    IDLE("replace", FLAG_BOOL),
    REFUSED(
        "repo", FLAG_TEXT, "URL",
        "charts are not fetched; run `helm pull --repo URL CHART` and give the archive it leaves"),
    IDLE("repository-cache", FLAG_TEXT),
    IDLE("repository-config", FLAG_TEXT),
    IDLE("rollback-on-failure", FLAG_BOOL),
    WORKS("sandbox", '\0', FLAG_SANDBOX, HERE(sandbox), "WHEN",
          "let the kernel refuse what a run does not need: auto, on or off"),
    IDLE("server-side", FLAG_BOOL),
    WORKS("set", '\0', FLAG_VALUE, OMNI_VALUE_SET, "KEY=VALUE",
          "set values: key1=val1,key2=val2"),
    WORKS("set-file", '\0', FLAG_VALUE, OMNI_VALUE_SET_FILE, "KEY=PATH",
          "set values from files"),
    WORKS("set-json", '\0', FLAG_VALUE, OMNI_VALUE_SET_JSON, "KEY=JSON",
          "set JSON values, or one JSON object"),
    WORKS("set-literal", '\0', FLAG_VALUE, OMNI_VALUE_SET_LITERAL, "KEY=TEXT",
          "set one value, the text taken as it is"),
    WORKS("set-string", '\0', FLAG_VALUE, OMNI_VALUE_SET_STRING, "KEY=TEXT",
          "set values that are always strings"),
    WORKS("show-only", 's', FLAG_TEXTS, HERE(show_only), "GLOB",
          "print only what these templates give, e.g. templates/service.yaml"),
    IDLE("skip-crds", FLAG_BOOL),
    WORKS("skip-schema-validation", '\0', FLAG_BOOL,
          JOB(skip_schema_validation), NULL,
          "do not check values against values.schema.json"),
    WORKS("skip-tests", '\0', FLAG_BOOL, JOB(skip_tests), NULL,
          "leave test hooks out"),
    IDLE("take-ownership", FLAG_BOOL),
    IDLE("timeout", FLAG_DURATION),
    IDLE("username", FLAG_TEXT),
    REFUSED(
        "validate", FLAG_BOOL, NULL,
        "no cluster is asked, so nothing would be validated; pipe the manifests to `kubectl apply --dry-run=server -f -`"),
    WORKS("values", 'f', FLAG_FILES, 0, "FILE",
          "values file, - is standard input (repeatable, the last one wins)"),
    REFUSED("verify", FLAG_BOOL, NULL,
            "signatures are not checked; run `helm verify CHART.tgz` first"),
    WORKS("version", '\0', FLAG_BOOL, HERE(version), NULL, "print the version"),
    IDLE("version", FLAG_TEXT),
    IDLE("wait", FLAG_WAIT),
    IDLE("wait-for-jobs", FLAG_BOOL),
};

static_assert(sizeof(flags) / sizeof(flags[0]) == CLI_FLAGS,
              "CLI_FLAGS counts the rows");

/* Helm's old names and what it says to use instead of them. */
static const char *const deprecated[][2] = {
    {"atomic", "--rollback-on-failure"},
    {"force",  "--force-replace"      },
};

size_t cli_flag_index(const CliFlag *flag)
{
    return (size_t)(flag - flags);
}

const CliFlag *cli_flag_find(const char *name, bool is_template)
{
    const CliFlag *found = NULL;

    for (size_t i = 0; i < CLI_FLAGS; i++) {
        if (*flags[i].name == *name && strcmp(flags[i].name, name) == 0 &&
            (found == NULL || is_template))
            found = &flags[i];
    }
    return found;
}

const CliFlag *cli_flag_find_short(char name)
{
    for (size_t i = 0; i < CLI_FLAGS; i++) {
        if (name != '\0' && flags[i].short_name == name)
            return &flags[i];
    }
    return NULL;
}

bool cli_flag_is_optional(const CliFlag *flag)
{
    return flag->kind == FLAG_BOOL || flag->kind == FLAG_DRY_RUN ||
           flag->kind == FLAG_WAIT;
}

const char *cli_flag_instead(const CliFlag *flag)
{
    for (size_t i = 0; i < sizeof(deprecated) / sizeof(deprecated[0]); i++) {
        if (strcmp(deprecated[i][0], flag->name) == 0)
            return deprecated[i][1];
    }
    return NULL;
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

const char *cli_flag_nearest(const char *name)
{
    const char *nearest = NULL;
    size_t least = 3;

    for (size_t i = 0; i < CLI_FLAGS; i++) {
        size_t d = distance(name, flags[i].name);

        if (d < least) {
            least = d;
            nearest = flags[i].name;
        }
    }
    return nearest;
}

static void print_flag(FILE *out, const CliFlag *flag)
{
    char left[64];

    snprintf(left, sizeof(left), "--%s%s%s", flag->name,
             flag->argument == NULL       ? ""
             : cli_flag_is_optional(flag) ? "="
                                          : " ",
             flag->argument == NULL ? "" : flag->argument);
    if (flag->short_name != '\0')
        fprintf(out, "  -%c, %-26s %s\n", flag->short_name, left, flag->help);
    else
        fprintf(out, "      %-26s %s\n", left, flag->help);
}

/* The names of the idle flags, in lines of less than 80 bytes. */
static void print_idle(FILE *out)
{
    size_t column = 80;

    for (size_t i = 0; i < CLI_FLAGS; i++) {
        size_t len = strlen(flags[i].name) + 4;

        if (flags[i].use != FLAG_IDLE)
            continue;
        if (column + len >= 80) {
            fputs(column == 80 ? "" : "\n", out);
            column = 0;
        }
        fprintf(out, "  --%s", flags[i].name);
        column += len;
    }
    fputs("\n", out);
}

static void print_limits(FILE *out)
{
    OmniLimit limit;

    for (size_t i = 0; omni_limit_at(i, &limit); i++)
        fprintf(out, "  %-15s %11zu %-9s %s\n", limit.name, limit.value,
                limit.unit, limit.what);
}

void cli_flags_help(FILE *out)
{
    fputs("Flags:\n", out);
    for (size_t i = 0; i < CLI_FLAGS; i++) {
        if (flags[i].use == FLAG_WORKS)
            print_flag(out, &flags[i]);
    }
    fputs("\nTaken for the sake of `helm template` lines, without effect here "
          "(--version\nonly behind `template`):\n",
          out);
    print_idle(out);
    fputs("\nLimits, with their defaults:\n", out);
    print_limits(out);
    fputs("\nRefused:\n", out);
    for (size_t i = 0; i < CLI_FLAGS; i++) {
        if (flags[i].use == FLAG_REFUSED)
            print_flag(out, &flags[i]);
    }
}
