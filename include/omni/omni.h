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

/* Bounds on the time and memory that input may take; docs/limits.md has them
 * all.  Shared by any number of jobs. */
typedef struct OmniLimits OmniLimits;

typedef struct OmniLimit {
    const char *name;
    const char *unit;
    const char *what; /* is bounded */
    size_t value;     /* unless a job says otherwise */
} OmniLimit;

/* A program of the caller's that rewrites the manifests. */
typedef struct OmniPostRender {
    /* Gets the whole stream, CRDs and hooks included, and gives in *out what
     * takes its place; or false, with the error's text in *out.  *out is from
     * malloc() and is freed by the library. */
    bool (*run)(void *self, const char *text, size_t len, char **out,
                size_t *out_len);
    void *self;
} OmniPostRender;

/* What the caller does around the time in which a run's files have temporary
 * names, so that a program which is to end can wait for it.  Called by the
 * thread that renders, which takes no memory in between. */
typedef struct OmniWriting {
    /* False: no file is written, and the run fails. */
    bool (*begin)(void *self);
    /* Whether to give up; asked before each file until the first has its final
     * name. */
    bool (*is_stopped)(void *self);
    /* Behind each begin() that gave true, when no temporary file is left. */
    void (*end)(void *self);
    void *self;
} OmniWriting;

/* What came of asking for a document. */
typedef struct OmniAnswer {
    int status;           /* of HTTP; 0: no answer came */
    bool is_long;         /* it has more bytes than were asked for */
    const char *location; /* where a redirect leads, else "" */
    const char *problem;  /* why there is no answer, or not all of it; else "",
                           * in the words of Go's net/http */
    const char *body;
    size_t len;
    char *block; /* from malloc(), freed by the library; NULL: nothing is */
} OmniAnswer;

/* The caller's way to documents that are named by http(s) URLs. */
typedef struct OmniFetch {
    /* One GET of at most `max` bytes and `timeout` milliseconds; does not
     * follow redirects.  Called by several threads at once when jobs run in
     * several. */
    void (*get)(void *self, const char *url, size_t max, unsigned timeout,
                OmniAnswer *out);
    void *self;
} OmniFetch;

/* How omni_result_report() is wanted. */
typedef enum OmniReport {
    OMNI_REPORT_NONE,    /* not at all: the first failure ends the run */
    OMNI_REPORT_PLAIN,   /* text */
    OMNI_REPORT_COLOURED /* text with a terminal's colours */
} OmniReport;

typedef struct OmniJob {
    const char *release;       /* NULL: "omni" */
    const char *name_template; /* NULL: none; makes the release's name with
                                * sprig's functions */
    const char *generate_name; /* NULL: no; "x": the release is called x-N, N
                                * the seconds since 1970 */
    const char *namespace_;    /* NULL or "": that of the kubeconfig's context,
                                * without one "default" */
    const char *const *kubeconfig; /* read for their namespace only; the first
                                    * to name a thing wins; absent ones and
                                    * malformed ones are no error */
    size_t n_kubeconfig;
    const char *kube_context; /* NULL or "": the kubeconfig's current one */
    const char *kube_version; /* NULL: Helm's own default */
    const OmniValue *values;
    size_t n_values;
    const char *const *api_versions; /* added to Helm's default set */
    size_t n_api_versions;
    const char *const *show_only; /* globs of template paths; none: all */
    size_t n_show_only;
    const char *const *lookup_from; /* files, folders, "-"; what lookup sees */
    size_t n_lookup_from;
    const char *const *label_names; /* labels of the release: checked only */
    size_t n_label_names;
    const char *output_dir;     /* NULL: the text is in omni_result_text() */
    const OmniWriting *writing; /* of output_dir; NULL: nobody asks */
    const OmniPostRender *post_render; /* NULL: none; not with output_dir */
    const OmniFetch *fetch;   /* NULL: a schema may name no remote ones */
    const OmniLimits *limits; /* NULL: the defaults */
    OmniReport report;        /* of all that is wrong */
    bool in_parts; /* only omni_result_part() has the text, if it is long */
    bool release_in_path; /* files go to OUTPUT_DIR/RELEASE */
    bool subchart_notes;  /* omni_result_notes() has those of subcharts too */
    bool enable_dns;      /* getHostByName asks the system's resolver */
    bool is_upgrade;
    bool include_crds;
    bool no_hooks;
    bool skip_tests;
    bool skip_schema_validation;
    bool debug;
} OmniJob;

/* One of many jobs. */
typedef struct OmniBatchJob {
    const char *name;  /* what messages call it; the release unless given */
    const char *chart; /* a path or builtin:NAME; NULL: the built-in one */
    OmniJob job;
} OmniBatchJob;

/* Jobs that were read together. */
typedef struct OmniBatch OmniBatch;

/* A line for a person that is not output. */
typedef struct OmniMessage {
    const char *text; /* no newline at its end */
} OmniMessage;

/* The default bounds, to be changed and freed by the caller. */
OmniLimits *omni_limits_new(void);

void omni_limits_free(OmniLimits *limits);

/* Sets the bound that `text`, NAME=NUMBER, names; bytes may end in Ki, Mi or
 * Gi, seconds in s.  NULL, or what is wrong with `text`. */
const char *omni_limits_set(OmniLimits *limits, const char *text);

/* Row `i` of the table of bounds; false behind the last. */
bool omni_limit_at(size_t i, OmniLimit *out);

/* The name of a chart that is built into the library; NULL behind the last.
 * The first is the default. */
const char *omni_built_in_chart(size_t i);

/* Loads a chart from a folder or a .tgz archive, or the built-in one that
 * `path` names as builtin:NAME; NULL gives the default.  NULL on failure, with
 * *error set to a message the caller frees with omni_text_free().  The caller
 * owns the chart and frees it after its last result. */
OmniChart *omni_chart_load(const char *path, char **error);

/* As omni_chart_load(), for a run of `job` and within its limits: when the
 * chart cannot be loaded, a mistake in the job that Helm would have met before
 * (a version, the release's name, values) is the error instead.  A job that
 * wants a report gets one for *error. */
OmniChart *omni_chart_load_for(const char *path, const OmniJob *job,
                               char **error);

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

/* Part `i` of the same text; false behind the last.  Without in_parts there is
 * one.  Parts may belong to the chart. */
bool omni_result_part(const OmniResult *result, size_t i, const char **bytes,
                      size_t *len);

/* The error in Helm's words, without "Error: " and without a newline at its
 * end; "" on success. */
const char *omni_result_error(const OmniResult *result);

/* Where in a file the failure is, for errors of YAML and values:
 * "FILE:LINE:COLUMN: the offending line"; "" when that is not known. */
const char *omni_result_where(const OmniResult *result);

/* After a failure of a job that wants one: all independent errors of the run,
 * each with its place, the lines around it, the calls that led there and the
 * value behind it, and their number at the end; docs/errors.md.  Values that
 * look like secrets are not in it.  "" otherwise. */
const char *omni_result_report(const OmniResult *result);

/* Warnings for a person, such as values that cannot be merged. */
const OmniMessage *omni_result_messages(const OmniResult *result, size_t *n);

/* NOTES.txt of the top chart as rendered, with the job's subchart_notes those
 * of all charts; NULL when there is none. */
const char *omni_result_notes(const OmniResult *result);

/* The jobs of `text`, in YAML or JSON: a list of maps, or one map.  A job's
 * keys are name, chart, release and the names of the flags that say what is
 * rendered, --values to --skip-tests; docs/batch.md has them all.  What a flag
 * may be given several times is a list or one element; an element of `values`
 * may be a map of values itself.  `label` is what errors call the text.  NULL
 * on failure, with *error set to a message the caller frees with
 * omni_text_free(). */
OmniBatch *omni_batch_read(const char *label, const char *text, size_t len,
                           char **error);

void omni_batch_free(OmniBatch *batch);

size_t omni_batch_len(const OmniBatch *batch);

/* Job `i`, which lives as long as the batch. */
const OmniBatchJob *omni_batch_at(const OmniBatch *batch, size_t i);

void omni_text_free(char *text);

/* "0.1.0" and the like. */
const char *omni_version(void);

/* The Helm release whose behaviour is matched. */
const char *omni_helm_version(void);

/* Called when memory runs out; must not return.  The library's own aborts; a
 * program that wants to say something first defines its own. */
_Noreturn void omni_on_oom(void);

#endif
