/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_OMNI_H
#define OMNI_OMNI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The public door of omni-render: a job goes in, manifests or an error come
 * out.  A job describes one `helm template` run.  Nothing below this header
 * prints, exits or keeps state between runs; a loaded chart is immutable and
 * may serve runs in several threads at once.
 *
 * Ownership: every pointer in OmniJob borrows from the caller and must stay
 * valid until omni_render() returns.  Everything an OmniResult hands out
 * belongs to the result and lives until omni_result_free().
 */

/* A named run of bytes: a chart's file, or a values document read already. */
typedef struct OmniFile {
    const char *path; /* relative to the chart's root, with '/' */
    const char *bytes;
    size_t len;
} OmniFile;

/* An immutable loaded chart. */
typedef struct OmniChart OmniChart;

/* What one run came to. */
typedef struct OmniResult OmniResult;

/* Where a piece of user-supplied values comes from.  Within a job the Helm
 * precedence holds whatever the order of the list: files in order, then
 * set-json, set, set-string, set-file, set-literal, each in order
 * (helm pkg/cli/values, MergeValues). */
typedef enum OmniValueKind {
    OMNI_VALUE_FILE,        /* text: a path, "-" is standard input */
    OMNI_VALUE_SET_JSON,    /* text: as after --set-json */
    OMNI_VALUE_SET,         /* text: as after --set */
    OMNI_VALUE_SET_STRING,  /* text: as after --set-string */
    OMNI_VALUE_SET_FILE,    /* text: as after --set-file */
    OMNI_VALUE_SET_LITERAL, /* text: as after --set-literal */
    OMNI_VALUE_BYTES        /* text: the label in messages; bytes: the YAML */
} OmniValueKind;

typedef struct OmniValue {
    OmniValueKind kind;
    const char *text;
    const char *bytes;
    size_t len;
} OmniValue;

typedef struct OmniJob {
    const char *release;      /* NULL: "omni" */
    const char *namespace_;   /* NULL: "default" */
    const char *kube_version; /* NULL: Helm's own default */
    const OmniValue *values;
    size_t n_values;
    const char *const *api_versions; /* added to Helm's default set */
    size_t n_api_versions;
    const char *const *show_only; /* globs of template paths; none: all */
    size_t n_show_only;
    const char *const *lookup_from; /* files, folders, "-"; what lookup sees */
    size_t n_lookup_from;
    const char *output_dir; /* NULL: the text is in omni_result_text() */
    bool is_upgrade;
    bool include_crds;
    bool no_hooks;
    bool skip_tests;
    bool skip_schema_validation;
    bool debug;
} OmniJob;

/* A line for a person that is not output. */
typedef struct OmniMessage {
    const char *text; /* no newline at its end */
} OmniMessage;

/* Loads a chart from a folder or a .tgz archive; `path` NULL gives the chart
 * that is built into the library.  NULL on failure, with *error set to a
 * message the caller frees with omni_text_free().  The caller owns the chart
 * and frees it after its last result. */
OmniChart *omni_chart_load(const char *path, char **error);

/* The same from files in memory, which are copied. */
OmniChart *omni_chart_from_files(const OmniFile *files, size_t n, char **error);

void omni_chart_free(OmniChart *chart);

/* One file of the chart by its path, NULL if there is none. */
const OmniFile *omni_chart_file(const OmniChart *chart, const char *path);

/* Runs `job` over `chart`.  Never NULL; ask omni_result_ok() for success. */
OmniResult *omni_render(const OmniChart *chart, const OmniJob *job);

void omni_result_free(OmniResult *result);

bool omni_result_ok(const OmniResult *result);

/* The manifests, exactly `helm template`'s standard output; with an
 * output_dir, the lines Helm prints about the files it wrote.  Empty after a
 * failure. */
const char *omni_result_text(const OmniResult *result, size_t *len);

/* The error in Helm's words, without "Error: " and without a newline at its
 * end; "" on success. */
const char *omni_result_error(const OmniResult *result);

/* Where in a file the failure is, for errors of YAML and values:
 * "FILE:LINE:COLUMN: the offending line"; "" when that is not known. */
const char *omni_result_where(const OmniResult *result);

/* Warnings for a person, such as values that cannot be merged. */
const OmniMessage *omni_result_messages(const OmniResult *result, size_t *n);

/* NOTES.txt of the top chart as rendered; NULL when it has none. */
const char *omni_result_notes(const OmniResult *result);

void omni_text_free(char *text);

/* "0.1.0" and the like. */
const char *omni_version(void);

/* The Helm release whose behaviour is matched. */
const char *omni_helm_version(void);

/* Called when memory runs out; must not return.  The library's own aborts; a
 * program that wants to say something first defines its own. */
_Noreturn void omni_on_oom(void);

#endif
