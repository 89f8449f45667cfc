/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_BUILTIN_H
#define OMNI_TMPL_BUILTIN_H

#include "tmpl/fn.h"

/*
 * The functions of text/template itself.  In a table they come first, so that
 * other families may replace one (sprig's slice does).
 */
extern const FnFamily fn_builtins;

/* The three that calls treat apart: and and or are evaluated only as far as
 * needed and call is given the name of its function before its arguments. */
FnBody builtin_and;
FnBody builtin_or;
FnBody builtin_call;

/* The name `call` reports for a function that came through the pipeline. */
Str builtin_callee_name(Arena *arena, Val v);

#endif
