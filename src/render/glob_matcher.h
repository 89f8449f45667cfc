/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_GLOB_MATCHER_H
#define OMNI_RENDER_GLOB_MATCHER_H

#include "base/arena.h"
#include "base/str.h"

/*
 * What gobwas/glob makes of a pattern: matchers within matchers, each of which
 * can match a whole text, and most of which can say where in a text they match
 * first and how long that may be.  That they overlook some of it is what makes
 * .Files.Glob overlook names, so it is the same here.
 */
typedef enum GlobMatcherKind {
    GLOB_NOTHING,
    GLOB_TEXT,
    GLOB_ANY,    /* any run without '/' */
    GLOB_SUPER,  /* any run */
    GLOB_SINGLE, /* any code point but '/' */
    GLOB_LIST,   /* one of the code points of `text`, or none of them */
    GLOB_RANGE,  /* one from `low` to `high`, or none of them */
    GLOB_ANY_OF,
    GLOB_EVERY_OF,
    GLOB_ROW,  /* parts of known lengths behind one another */
    GLOB_TREE, /* a middle part, what is left and what is right of it */
    GLOB_MIN,  /* at least `limit` code points */
    GLOB_MAX,
    GLOB_CONTAINS, /* `text` somewhere, or nowhere */
    GLOB_PREFIX,
    GLOB_SUFFIX,
    GLOB_PREFIX_SUFFIX, /* `text` and `tail` */
    GLOB_PREFIX_ANY,    /* `text`, then a run without '/' */
    GLOB_SUFFIX_ANY     /* such a run, then `text` */
} GlobMatcherKind;

/* The length of what has no fixed one. */
#define GLOB_VARIES (-1)

typedef struct GlobMatcher GlobMatcher;
struct GlobMatcher {
    GlobMatcherKind kind;
    int64_t len; /* in code points, or GLOB_VARIES */
    Str text;
    Str tail;
    uint32_t low;
    uint32_t high;
    size_t limit;
    bool negated;
    const GlobMatcher *const *parts;
    size_t n_parts;
    /* Of a tree; NULL: nothing may be there. */
    const GlobMatcher *middle;
    const GlobMatcher *left;
    const GlobMatcher *right;
    int64_t left_len; /* as they were before they were simplified */
    int64_t right_len;
};

/* One match of a name. */
typedef struct GlobRun {
    Arena *arena;
    size_t steps;   /* that may be taken yet */
    bool is_broken; /* there were too few, or gobwas panics */
} GlobRun;

/* Means nothing when the run is broken afterwards. */
bool glob_matcher_matches(GlobRun *run, const GlobMatcher *m, Str s);

#endif
