/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RICH_MASK_H
#define OMNI_RENDER_RICH_MASK_H

#include "base/source.h"
#include "value/val.h"

/*
 * Keeps secrets out of error reports: the values of keys that look like
 * secrets, and what stands below the data of a Secret.  They are hidden where
 * they are written, and the values known to a run wherever they turn up.
 */
typedef struct RichMask {
    Arena *arena;
    Str *secrets; /* values, the longest first */
    size_t len;
    size_t cap;
} RichMask;

typedef enum RichTextKind {
    RICH_TEXT_YAML,     /* values and manifests */
    RICH_TEXT_TEMPLATE, /* templates: what is in {{ }} is no secret, but for
                         * string constants beside a name that looks like one */
} RichTextKind;

/* Bytes of a line that must not be shown. */
typedef struct MaskSpan {
    size_t from;
    size_t to;
} MaskSpan;

typedef struct MaskSpans {
    MaskSpan *items; /* sorted, apart */
    size_t len;
    size_t cap;
} MaskSpans;

void rich_mask_init(RichMask *mask, Arena *arena);

/* Whether a key of that name holds what nobody else should read. */
bool rich_is_secret(Str key);

/* Takes note of the secrets below `v`. */
void rich_mask_learn(RichMask *mask, Val v);

/* `text` with "***" in place of the secrets that are known. */
Str rich_mask_text(const RichMask *mask, Str text);

/* The text of a --set flag; all behind the first `=` that a secret may follow
 * is hidden.  `text` itself when nothing is. */
Str rich_mask_flag(const RichMask *mask, Str text);

/* What to hide of the lines `first` to `last`, one element a line. */
const MaskSpans *rich_mask_lines(const RichMask *mask, const Source *source,
                                 RichTextKind kind, uint32_t first,
                                 uint32_t last);

#endif
