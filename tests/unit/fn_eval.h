/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_FN_EVAL_H
#define OMNI_TESTS_FN_EVAL_H

/*
 * For the tests of functions: runs one action with all the functions and holds
 * its output, or the end of its error, against what Helm gives.  Every
 * expected text of those tests was printed by helm 4.1.4.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "fn/index.h"
#include "tmpl/builtin.h"
#include "tmpl/tmpl.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

typedef struct Eval {
    Arena arena;
    Ctx cx;
    Buf output;
} Eval;

static inline bool eval_run(Eval *eval, const char *action)
{
    const FnFamily **families;
    const TmplFile *file;
    TmplExec exec = {0};
    TmplSet *set;
    Str text;

    arena_init(&eval->arena);
    ctx_init(&eval->cx, &eval->arena);
    buf_init(&eval->output, &eval->arena);
    families = ARENA_ARRAY(&eval->arena, const FnFamily *, fn_families_len + 1);
    families[0] = &fn_builtins;
    for (size_t i = 0; i < fn_families_len; i++)
        families[i + 1] = fn_families[i];
    text = arena_fmt(&eval->arena, "{{ %s }}", action);
    set = tmpl_set_new(&eval->arena, NULL);
    exec.set = set;
    exec.sink.buf = &eval->output;
    return tmpl_parse(&eval->cx,
                      fn_table_new(&eval->arena, families, fn_families_len + 1),
                      STR("t"), text, &file) &&
           tmpl_set_add(&eval->cx, set, file) &&
           tmpl_execute(&eval->cx, &exec, STR("t"));
}

static inline void assert_text(Eval *eval, Str got, const char *wanted)
{
    assert_string_equal(arena_c_str(&eval->arena, got), wanted);
}

/* `action` prints `wanted`. */
static inline void gives(const char *action, const char *wanted)
{
    Eval eval;

    if (eval_run(&eval, action))
        assert_text(&eval, buf_str(&eval.output), wanted);
    else
        assert_text(&eval, err_text(&eval.arena, eval.cx.err), wanted);
    arena_release(&eval.arena);
}

/* `action` fails, and `wanted` is the last of what it says. */
static inline void fails(const char *action, const char *wanted)
{
    Eval eval;
    Str text;

    if (eval_run(&eval, action))
        fail_msg("%s does not fail", action);
    text = err_text(&eval.arena, eval.cx.err);
    if (!str_has_suffix(text, str_from_c(wanted)))
        assert_text(&eval, text, wanted);
    arena_release(&eval.arena);
}

#endif
