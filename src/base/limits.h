/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_LIMITS_H
#define OMNI_BASE_LIMITS_H

#include <stddef.h>

#include "base/str.h"

/*
 * The bounds of a run, one row each: the field and its identifier, the name
 * that --limit takes, the unit, the default, what is bounded.  The fields, the
 * defaults, the flag, the messages and docs/limits.md are all made from these
 * rows.
 *
 * No real chart comes near a default.  Where Helm has a bound of its own, the
 * default is that bound.
 */
/* clang-format off */
#define LIMIT_ROWS(ROW)                                                        \
    ROW(STEPS, steps, "steps", "steps", 20000000,                              \
        "work: rounds of range, calls, values and files visited")               \
    ROW(TIME, time, "time", "seconds", 120,                                    \
        "wall time of loading the chart, and of a run")                        \
    ROW(MEMORY, memory, "memory", "bytes", (size_t)1 << 30,                    \
        "memory of a run")                                                     \
    ROW(OUTPUT, output, "output", "bytes", (size_t)256 << 20,                  \
        "what all templates together give")                                    \
    ROW(TEXT, text, "text", "bytes", (size_t)256 << 20,                        \
        "one text that a function gives")                                      \
    ROW(LIST, list, "list", "elements", 1000000,                               \
        "one list that a function gives")                                      \
    ROW(DEPTH, depth, "depth", "levels", 10000,                                \
        "nesting of values, expressions, folders and charts")                   \
    ROW(TMPL_DEPTH, tmpl_depth, "template-depth", "calls", 100000,             \
        "calls of template, include and tpl within one another")               \
    ROW(PATTERN, pattern, "pattern", "bytes", 100000,                          \
        "one regular expression or glob")                                      \
    ROW(INPUT, input, "input", "bytes", (size_t)64 << 20,                      \
        "one file of values, and of objects for lookup")                       \
    ROW(YAML_NODES, yaml_nodes, "yaml-nodes", "nodes", 10000000,               \
        "one YAML document, its aliases followed")                             \
    ROW(CHART_FILE, chart_file, "chart-file", "bytes", (size_t)5 << 20,        \
        "one file of a chart")                                                 \
    ROW(CHART_FILES, chart_files, "chart-files", "files", 100000,              \
        "files of a chart or an archive, those of its subcharts included")     \
    ROW(CHART, chart, "chart", "bytes", (size_t)512 << 20,                     \
        "all files of a chart folder")                                         \
    ROW(ARCHIVE, archive, "archive", "bytes", (size_t)100 << 20,               \
        "a chart archive, packed and unpacked")                                \
    ROW(SCHEMA_STEPS, schema_steps, "schema-steps", "steps", 5000000,          \
        "schemas that values are held against")
/* clang-format on */

typedef struct CtxLimits {
#define LIMIT_FIELD(id, field, name, unit, value, what) size_t field;
    LIMIT_ROWS(LIMIT_FIELD)
#undef LIMIT_FIELD
} CtxLimits;

typedef enum LimitId {
#define LIMIT_ID(id, field, name, unit, value, what) LIMIT_##id,
    LIMIT_ROWS(LIMIT_ID)
#undef LIMIT_ID
        LIMITS_LEN
} LimitId;

/* A row as text. */
typedef struct Limit {
    const char *name;
    const char *unit;
    const char *what; /* is bounded */
    size_t offset;    /* of the field */
} Limit;

extern const Limit limit_rows[LIMITS_LEN];

extern const CtxLimits ctx_default_limits;

size_t limit_get(const CtxLimits *limits, LimitId id);

/* Sets the limit that `text`, NAME=NUMBER, names; bytes may end in Ki, Mi or
 * Gi, seconds in s.  False, with what is wrong in `*reason`, for a text of
 * another form. */
bool limit_set(CtxLimits *limits, Str text, const char **reason) OMNI_CHECKED;

#endif
