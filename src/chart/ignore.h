/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CHART_IGNORE_H
#define OMNI_CHART_IGNORE_H

#include "base/ctx.h"

/*
 * .helmignore: which files of a chart's folder are not loaded (helm
 * pkg/ignore).  Like .gitignore but for its own ideas: no `**`, a pattern with
 * a slash is matched against the whole path, and a negated pattern ignores
 * whatever it does not match.
 */
typedef struct IgnoreRules IgnoreRules;

/* The rules of `text`, then Helm's own (`templates/.?*`).  Fails on `**` and
 * on a pattern that filepath.Match refuses. */
bool chart_ignore_parse(Ctx *cx, Str text,
                        const IgnoreRules **out) OMNI_CHECKED;

/* Spends what chart_ignore_has may take for `path`. */
bool chart_ignore_spend(Ctx *cx, const IgnoreRules *rules,
                        Str path) OMNI_CHECKED;

/* Is the file or folder `path`, relative to the chart, to be left out? */
bool chart_ignore_has(const IgnoreRules *rules, Str path, bool is_dir);

/* filepath.Match on '/' paths: `*`, `?`, `[a-z]`, `[^x]`, `\c`.  False when
 * the pattern is malformed as far as Go looks at it; else `*matched` tells. */
bool chart_glob_match(Str pattern, Str name, bool *matched);

#endif
