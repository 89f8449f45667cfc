/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A whole chart by the public door: a byte of switches, values as after -f,
 * and then names and contents of files.  A chart renders the same with and
 * without a report of its errors, and no report shows a password.
 */
#include "omni/omni.h"
#include "support.h"

#define MAX_FILES 40

/* The password that is among the values. */
#define PASSWORD "q7Zk2vXw9"

static const char *const bounds[] = {
    "steps=20000",        "time=5",
    "memory=64Mi",        "output=1Mi",
    "text=256Ki",         "list=5000",
    "depth=150",          "template-depth=30",
    "pattern=500",        "yaml-nodes=20000",
    "schema-steps=20000",
};

static OmniLimits *make_limits(void)
{
    OmniLimits *limits = omni_limits_new();

    for (size_t i = 0; i < ARRAY_LEN(bounds); i++)
        fuzz_want(omni_limits_set(limits, bounds[i]) == NULL, bounds[i]);
    return limits;
}

static size_t take_files(Fuzz *fuzz, OmniFile *files)
{
    static const char meta[] = "{apiVersion: v2, name: c, version: 1.2.3}";
    bool has_meta = false;
    size_t n = 0;

    while (fuzz->rest.len > 0 && n < MAX_FILES - 1) {
        const char *name = arena_c_str(&fuzz->arena, fuzz_take(fuzz));
        Str bytes = fuzz_take(fuzz);

        has_meta = has_meta || strcmp(name, "Chart.yaml") == 0;
        files[n++] = (OmniFile){name, bytes.ptr, bytes.len};
    }
    if (!has_meta)
        files[n++] = (OmniFile){"Chart.yaml", meta, sizeof meta - 1};
    return n;
}

/* Whether the input names a function that answers differently each time. */
static bool is_impure(Str input)
{
    static const char *const parts[] = {"rand",  "uuid",   "now", "ago",
                                        "date",  "Date",   "gen", "shuffle",
                                        "crypt", "passwd", "AES"};

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (str_contains(input, str_from_c(parts[i])))
            return true;
    }
    return false;
}

static Str text_of(const OmniResult *result)
{
    Str text;

    text.ptr = omni_result_text(result, &text.len);
    return text;
}

/* A report takes more memory and time. */
static bool meets_limit(const OmniResult *result)
{
    return strstr(omni_result_error(result), "over the limit") != NULL;
}

/* What is said of an input.  `is_pure`: it renders the same each time;
 * `is_discreet`: it does not name the password itself. */
typedef struct Traits {
    bool is_pure;
    bool is_discreet;
} Traits;

static void check_report(const OmniResult *plain, const OmniChart *chart,
                         OmniJob job, Traits traits)
{
    OmniResult *rich;

    job.report = OMNI_REPORT_PLAIN;
    rich = omni_render(chart, &job);
    fuzz_want(omni_result_ok(plain) == omni_result_ok(rich) ||
                  meets_limit(plain) || meets_limit(rich),
              "a report changes no success");
    fuzz_want(omni_result_ok(rich) || omni_result_report(rich)[0] != '\0',
              "a failure has a report");
    fuzz_want(!traits.is_discreet ||
                  strstr(omni_result_report(rich), PASSWORD) == NULL,
              "a report shows no password");
    if (traits.is_pure && omni_result_ok(plain) && omni_result_ok(rich))
        fuzz_want_same("a text with and without a report", text_of(plain),
                       text_of(rich));
    omni_result_free(rich);
}

static void check_chart(const OmniChart *chart, const OmniJob *job,
                        bool with_report, Traits traits)
{
    OmniResult *result = omni_render(chart, job);

    if (omni_result_ok(result))
        fuzz_want(omni_result_error(result)[0] == '\0',
                  "a success has no error");
    else
        fuzz_want(omni_result_error(result)[0] != '\0' &&
                      (text_of(result).len == 0 || job->debug),
                  "a failure has an error and no text");
    if (with_report)
        check_report(result, chart, *job, traits);
    omni_result_free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char password[] = "adminPassword: " PASSWORD;
    static OmniLimits *limits;
    OmniFile files[MAX_FILES];
    OmniValue values[] = {
        {OMNI_VALUE_BYTES,     "p.yaml", password, sizeof password - 1},
        {.kind = OMNI_VALUE_BYTES, .text = "v.yaml"        },
    };
    OmniJob job = {.release = "r", .namespace_ = "n", .values = values};
    unsigned char switches;
    OmniChart *chart;
    Traits traits;
    char *error;
    Fuzz fuzz;
    Str text;

    if (limits == NULL)
        limits = make_limits();
    job.limits = limits;
    fuzz_open(&fuzz, data, size);
    traits = (Traits){!is_impure(fuzz.rest),
                      !str_contains(fuzz.rest, STR(PASSWORD))};
    switches = fuzz_take_byte(&fuzz);
    text = fuzz_take(&fuzz);
    values[1].bytes = text.ptr;
    values[1].len = text.len;
    job.n_values = text.len > 0 ? 2 : 1;
    job.include_crds = (switches & 1) != 0;
    job.no_hooks = (switches & 2) != 0;
    job.skip_tests = (switches & 4) != 0;
    job.skip_schema_validation = (switches & 8) != 0;
    job.debug = (switches & 16) != 0;
    job.subchart_notes = (switches & 32) != 0;
    chart = omni_chart_from_files(files, take_files(&fuzz, files), &error);
    if (chart != NULL)
        check_chart(chart, &job, (switches & 64) != 0, traits);
    omni_text_free(error);
    omni_chart_free(chart);
    fuzz_close(&fuzz);
    return 0;
}
