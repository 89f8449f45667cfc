/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RICH_ITEM_H
#define OMNI_RENDER_RICH_ITEM_H

#include "render/frame.h"
#include "render/rich.h"
#include "values/origin.h"

/*
 * One error of a report: what a failure says, taken apart.
 */
#define RICH_NOTES 24

typedef struct RichItem {
    const char *kind; /* "template", "schema", ... */
    Str message;
    Str flag;      /* a --set flag that is meant instead of a file */
    Frame frame;   /* source NULL: none */
    SourcePos pos; /* name empty: unknown */
    bool is_tpl;   /* `pos` is in a text that was given to tpl */
    Str notes[RICH_NOTES];
    size_t n_notes;
    SourcePos outer;        /* where the outermost call is */
    const SourcePos **also; /* where the same failure was reached as well */
    size_t n_also;
    size_t rank;  /* of values files and flags: their order */
    size_t place; /* among the failures */
} RichItem;

/* What the makers of items share. */
typedef struct Rich {
    Arena *arena;
    Ctx *cx; /* for reading sources again */
    const RenderFacts *facts;
    RichMask mask;
    OriginSources sources;
    const Source *template; /* the last that an item was found in; NULL: none */
    RichItem *items;
    size_t len;
    size_t cap;
} Rich;

/* Adds the items of a failure: one, or of a schema one for each finding. */
void rich_add_failure(Rich *rich, const RichFailure *failure);

/* What the files of the items share. */
RichItem *rich_item_add(Rich *rich, const char *kind);
void rich_item_note(RichItem *item, Str text);

/* "CLAUSE FILE:LINE" about where a value was set; empty for nowhere. */
Str rich_origin_text(Rich *rich, const Origin *origin);

/* rich_exec.c: a template that does not parse or fails. */
void rich_add_template(Rich *rich, const RichFailure *failure);

/* rich_value.c: what is known of the value read last. */
typedef struct RichValue {
    Str path;  /* ".Values.image.tag"; empty: unknown */
    Str value; /* "3", "nil"; masked, cut */
    Str set;   /* "set in FILE:LINE"; empty: unknown */
    Str near;  /* a key of the same map that is spelled much like it */
} RichValue;

RichValue rich_value_of(Rich *rich, const RichFailure *failure);

/* rich_writer.c: where in a template a place of its rendered text was written;
 * the name is empty when that is not known. */
SourcePos rich_writer_of(Rich *rich, const Source *rendered, SourcePos pos);

#endif
