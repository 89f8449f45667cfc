/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_FN_H
#define OMNI_TMPL_FN_H

#include "base/ctx.h"
#include "value/val.h"

/*
 * How a function that templates can call is declared and called.  A family is
 * a table at the end of its file; render collects the families into one
 * FnTable.
 *
 * `args` has one letter a parameter, its Go type; a `*` at the end makes the
 * last one variadic:
 *
 *     s string            m map[string]interface {}
 *     i int               l []interface {}
 *     I int64             S []string
 *     f float64           a interface {}
 *     b bool              t map[string]string
 *     u uint32            d time.Duration
 *     T time.Time         L *time.Location
 *     V *semver.Version
 *     C sprig.certificate w io.Writer, which only a nil can be passed for
 *     r reflect.Value: as `a`, but iface still shows whether the value is an
 *       interface, and nil comes as the nil interface or the invalid value
 *
 * tmpl/exec checks the number and the types and converts as Go's evalArg and
 * validateType do, in Go's own words, so a body starts with good arguments:
 * for `a` any Val with iface 0 (nil is VAL_NIL), for the others the kind that
 * the letter names.  A nil for `m`, `t`, `l` or `S` comes as an empty map or
 * list, one for `L`, `V` or `w` as VAL_NIL.  A body that answers VAL_NIL has
 * returned a nil interface {}.
 *
 * Methods of hosts (value/host.h) are declared with the same letters.
 */
struct TmplExec;
struct TmplFrame;

typedef struct FnCall {
    Ctx *cx;
    const Val *args; /* borrowed for the call */
    size_t n;
    const struct TmplExec *exec;   /* the execution that calls; exec->run is
                                    * the renderer's own */
    const struct TmplFrame *frame; /* the node that calls */
} FnCall;

/* False with cx->err set: exec puts "error calling NAME" in front of it. */
typedef bool FnBody(const FnCall *call, Val *out);

typedef struct FnDef {
    const char *name;
    const char *args;
    FnBody *body;
} FnDef;

typedef struct FnFamily {
    const char *name;
    const FnDef *defs;
    size_t len;
} FnFamily;

/* One row of a family.  Where the rows are is known when the program is
 * linked, which templates that are part of it rely on. */
typedef struct FnRef {
    const FnFamily *family;
    size_t row;
} FnRef;

static inline const FnDef *fn_def(const FnRef *ref)
{
    return &ref->family->defs[ref->row];
}

/* How many rows a family has at most. */
#define FN_ROWS_MAX 256

/* An index by name over families, immutable: made by fn_table_new, and for the
 * program itself by the build.  Of two rows with one name that of the later
 * family counts, as with Go's Funcs. */
typedef struct FnTable {
    const FnFamily *const *families;
    size_t n_families;
    const uint16_t *slots; /* 1 + family * FN_ROWS_MAX + row; 0: free */
    size_t n_slots;        /* a power of two */
} FnTable;

const FnTable *fn_table_new(Arena *arena, const FnFamily *const *families,
                            size_t n);

/* False when there is no such function. */
bool fn_table_find(const FnTable *table, Str name, FnRef *out);

/* Calls `visit` with each name, in no order. */
void fn_table_each(const FnTable *table, void (*visit)(void *self, Str name),
                   void *self);

#endif
