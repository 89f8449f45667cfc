/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_TMPL_H
#define OMNI_TMPL_TMPL_H

#include "base/buf.h"
#include "base/ctx.h"
#include "tmpl/fn.h"
#include "value/val.h"

/*
 * Go's text/template: parse a file, put its templates into a set, execute one
 * of them.  Knows no sprig name and no chart.
 *
 * A TmplFile is immutable and may serve many sets in several threads; its
 * arena must outlive them.  A TmplSet belongs to one run.
 */
typedef struct TmplFile TmplFile; /* one parsed text: its trees by name */
typedef struct TmplTree TmplTree; /* one template's body */
typedef struct TmplSet TmplSet;
typedef struct TmplNode TmplNode;

/* Parses `text` under `name`; both are borrowed, the result is in the arena of
 * `cx`.  Error: ERR_PARSE whose position is (name, line, 0) and whose msg is
 * Go's, e.g. `function "x" not defined` (text/template/parse); Go prints it as
 *
 *     template: NAME:LINE: MSG
 *
 * ERR_LIMIT for a text that is too long or nested too deeply. */
bool tmpl_parse(Ctx *cx, const FnTable *functions, Str name, Str text,
                const TmplFile **out) OMNI_CHECKED;

/* What tmpl_parse would make of `text` under `name`, given the file that it
 * made of the same bytes: all but the names is shared, so `file` has to outlive
 * it.  NULL when that depends on the name, as a template in it is called so. */
const TmplFile *tmpl_rename(Arena *arena, const TmplFile *file, Str name,
                            Str text);

/* An empty set over `arena`; `parent` (may be NULL) is consulted for names the
 * set does not have itself, as after Template.Clone. */
TmplSet *tmpl_set_new(Arena *arena, const TmplSet *parent);

/* Adds every template of `file`.  A later definition replaces an earlier one
 * of that name, unless the later is empty (parse.Tree.add). */
bool tmpl_set_add(Ctx *cx, TmplSet *set, const TmplFile *file) OMNI_CHECKED;

/* NULL when no template has that name. */
const TmplTree *tmpl_set_find(const TmplSet *set, Str name);

/* Calls `visit` with the name of each template of the set itself, in no
 * order. */
void tmpl_set_each(const TmplSet *set, void (*visit)(void *self, Str name),
                   void *self);

/* Where a piece of output comes from: the node that wrote it and the calls
 * around it. */
typedef struct TmplFrame TmplFrame;
struct TmplFrame {
    const TmplTree *tree;
    const TmplNode *node;
    const TmplFrame *caller; /* NULL: the outermost */
};

/* The one place output passes.  Every byte goes to the buffer; on_write (may be
 * NULL) is told of each run of bytes right after. */
typedef struct TmplSink {
    Buf *buf;
    void (*on_write)(void *self, const TmplFrame *frame, Str bytes);
    void *self;
} TmplSink;

typedef struct TmplExec {
    const TmplSet *set;
    TmplSink sink;
    Val dot;
    void *run;               /* the renderer's own, for include and tpl */
    const TmplFrame *caller; /* the frame that called include or tpl */
    uint32_t depth;          /* of executions and template calls around it */
} TmplExec;

/* Executes template `name` of the set, with Go's option missingkey=zero.  What
 * was written before a failure stays in the sink's buffer.
 *
 * Error: an ERR_EXEC link that maps to Go's text
 *
 *     template: FILE:LINE:COLUMN: executing "TEMPLATE" at <CONTEXT>: MSG
 *
 * with pos (FILE, LINE, COLUMN), template_ the template being executed and
 * context the node's text.  COLUMN is Go's: a byte offset from 0, unlike other
 * positions.  Without a cause MSG is the whole reason.  With one, a function
 * or method said no: MSG is "error calling NAME", the cause is the function's
 * own chain, and ": " joins the two.  A function that executes a template
 * (include, tpl) has in its chain the ERR_EXEC link of that execution, which
 * is written out with its own "template: ..." in front, and so on down.
 *
 * ERR_MISSING when the set has no template of that name, ERR_LIMIT past
 * ctx limits' tmpl_depth executions within one another. */
bool tmpl_execute(Ctx *cx, const TmplExec *exec, Str name) OMNI_CHECKED;

/* The same for a tree of the set. */
bool tmpl_execute_tree(Ctx *cx, const TmplExec *exec,
                       const TmplTree *tree) OMNI_CHECKED;

/* The same for the text of `file` itself, which the set may know under its
 * name in another form: an empty text does not replace an earlier one. */
bool tmpl_execute_file(Ctx *cx, const TmplExec *exec,
                       const TmplFile *file) OMNI_CHECKED;

/* Where the frame's node stands in its file. */
SourcePos tmpl_frame_pos(const TmplFrame *frame);

/* Where byte `offset` of what the frame's node has written comes from: its
 * place in a text, else the node. */
SourcePos tmpl_frame_pos_of(const TmplFrame *frame, size_t offset);

#endif
