/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_GLOB_PLAN_H
#define OMNI_RENDER_GLOB_PLAN_H

#include "render/glob_matcher.h"

/* The matcher of a well-formed pattern, in the arena; NULL for one of many
 * parts, which would take long to arrange. */
const GlobMatcher *glob_plan(Arena *arena, Str pattern);

#endif
