/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_ARG_H
#define OMNI_FN_ARG_H

#include "base/ctx.h"
#include "value/list.h"
#include "value/val.h"

/*
 * What the families share: sprig's conversions of an argument of any type, and
 * the texts of the panics that Go's runtime raises in sprig's bodies.
 */

/* spf13/cast's ToInt64 and ToInt: 0 for what has no number in it.  A string is
 * read with base 0 after zero decimals are dropped ("0x10" 16, "4.00" 4,
 * "4.5" 0); a float is cut towards zero. */
int64_t arg_to_int64(Val v);

/* spf13/cast's ToFloat64. */
double arg_to_float64(Val v);

/* sprig's strval, as a text in the arena or borrowed from `v`. */
bool arg_strval(Ctx *cx, Val v, Str *out) OMNI_CHECKED;

/* sprig's strslice: the elements of a list as strings, without the nil ones; a
 * single value becomes a list of one and a nil an empty list. */
bool arg_strslice(Ctx *cx, Val v, const List **out) OMNI_CHECKED;

/* The []string that strslice makes of `v`, `list` being its elements: `v`
 * itself where that is one. */
Val arg_strings(Arena *arena, Val v, const List *list);

/* True for what reflect calls a slice. */
bool arg_is_list(Val v);

/* The elements of a slice, whatever its type.  Wants arg_is_list(v). */
const List *arg_elements(Arena *arena, Val v);

/* The elements of a slice.  Else fails as sprig's list functions do: with
 * `complaint`, a space and the kind of `v`; with a nil pointer dereference
 * when `v` is nil. */
bool arg_list(Ctx *cx, Val v, const char *complaint,
              const List **out) OMNI_CHECKED;

/* A nil []interface {}. */
Val arg_nil_list(Arena *arena);
bool arg_is_nil_map(Val v);

/* A map argument as map[string]interface {}, into which Go converts it on the
 * way to a function, a nil one staying nil. */
Val arg_plain_map(Val v);

/* Fails with the text of Go's nil pointer panic: false, always. */
bool arg_fail_nil(Ctx *cx);

#endif
