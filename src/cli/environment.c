/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The variables that change what Helm renders (helm pkg/cli/environment.go).
 */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/reader.h"

static bool is_given(const CliReader *reader, const char *name)
{
    return reader->seen[cli_flag_index(cli_flag_find(name, false))];
}

/* The value of a variable, NULL when it is unset or empty. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* Each part of a list like $PATH. */
static void add_paths(CliOptions *out, const char *list)
{
    while (*list != '\0') {
        size_t len = strcspn(list, ":");

        if (len > 0)
            cli_texts_add(&out->kubeconfig,
                          cli_texts_copy(&out->owned, list, len));
        list += len + (list[len] == ':');
    }
}

/* ~/.kube/config */
static void add_home(CliOptions *out, const char *home)
{
    static const char below[] = "/.kube/config";
    size_t len = strlen(home);
    char *path = cli_texts_room(&out->owned, len + sizeof(below));

    memcpy(path, home, len);
    memcpy(path + len, below, sizeof(below));
    cli_texts_add(&out->kubeconfig, path);
}

static void list_kubeconfigs(CliOptions *out)
{
    const char *list = variable("KUBECONFIG");
    const char *home = variable("HOME");

    if (out->kubeconfig_path != NULL && out->kubeconfig_path[0] != '\0')
        cli_texts_add(&out->kubeconfig, out->kubeconfig_path);
    else if (list != NULL)
        add_paths(out, list);
    else if (home != NULL)
        add_home(out, home);
}

void cli_read_environment(CliReader *reader)
{
    CliOptions *out = reader->out;
    const char *debug = variable("HELM_DEBUG");
    CliMistake unused;

    if (!is_given(reader, "namespace"))
        out->job.namespace_ = variable("HELM_NAMESPACE");
    if (!is_given(reader, "kube-context"))
        out->job.kube_context = variable("HELM_KUBECONTEXT");
    if (!is_given(reader, "debug") && debug != NULL)
        (void)cli_check_bool(debug, &out->job.debug, &unused);
    list_kubeconfigs(out);
}
