/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_VERSION_H
#define OMNI_FN_VERSION_H

#include "base/ctx.h"

/*
 * Semantic versions and constraints as Masterminds/semver v3 reads them: "1"
 * and "v1.2" are versions, "^1.2 || ~2.x, != 2.1" is a constraint.
 */
typedef struct Version {
    uint64_t major, minor, patch;
    Str pre;      /* without the hyphen */
    Str metadata; /* without the plus */
    Str original; /* the text as it was given */
} Version;

/* Borrows from `text`.  Fails with the library's text: "invalid semantic
 * version" and the like. */
bool version_parse(Ctx *cx, Str text, Version *out) OMNI_CHECKED;

/* Negative, 0 or positive; metadata does not count. */
int version_compare(const Version *a, const Version *b);

/* Compares prerelease texts alone, part by part. */
int version_compare_pre(Str a, Str b);

/* Fails as version_parse does for a malformed prerelease (metadata). */
bool version_check_pre(Ctx *cx, Str pre) OMNI_CHECKED;
bool version_check_metadata(Ctx *cx, Str metadata) OMNI_CHECKED;

/* MAJOR.MINOR.PATCH[-PRE][+METADATA], without a leading v. */
Str version_text(Arena *arena, const Version *version);

/* True in `*out` when `version` meets `constraint`.  Fails for a malformed
 * constraint: "improper constraint: ..." or "constraint parser error". */
bool version_meets(Ctx *cx, const Version *version, Str constraint,
                   bool *out) OMNI_CHECKED;

/* The same for a version that is still a text; the constraint is read first,
 * as sprig's semverCompare does. */
bool version_text_meets(Ctx *cx, Str text, Str constraint,
                        bool *out) OMNI_CHECKED;

#endif
