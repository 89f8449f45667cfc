/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_TMPL_EVAL_H
#define OMNI_TESTS_TMPL_EVAL_H

/*
 * For the tests of the template language: runs a text named "t" over a small
 * dot and holds its output, or the whole text of its error, against what Go
 * 1.25's text/template gives with the option missingkey=zero.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "tmpl/builtin.h"
#include "tmpl/tmpl.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

typedef struct Eval {
    Arena arena;
    Ctx cx;
    Buf output;
    void (*on_write)(void *self, const TmplFrame *frame, Str bytes);
    void *self;
} Eval;

/* upper TEXT, as far as the tests need it. */
static bool eval_upper(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);
    char *copy = arena_alloc_text(call->cx->arena, text.len + 1);

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        copy[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    *out = val_from_str(str_from(copy, text.len));
    return true;
}

static bool eval_inc(const FnCall *call, Val *out)
{
    *out = val_from_int(val_int(call->args[0]) + 1);
    return true;
}

static bool eval_double(const FnCall *call, Val *out)
{
    *out = val_from_float(2 * val_float(call->args[0]));
    return true;
}

static bool eval_count_keys(const FnCall *call, Val *out)
{
    *out = val_from_int((int64_t)map_len(val_map(call->args[0])));
    return true;
}

static bool eval_count(const FnCall *call, Val *out)
{
    *out = val_from_int((int64_t)val_list(call->args[0])->len);
    return true;
}

static bool eval_none(const FnCall *call, Val *out)
{
    (void)call;
    *out = VAL_NIL_VALUE;
    return true;
}

static bool eval_refuse(const FnCall *call, Val *out)
{
    (void)out;
    return fail_str(call->cx, ERR_CALL, val_str(call->args[0]));
}

static const FnDef eval_defs[] = {
    {"count",     "l", eval_count     },
    {"countKeys", "m", eval_count_keys},
    {"double",    "f", eval_double    },
    {"inc",       "i", eval_inc       },
    {"none",      "",  eval_none      },
    {"refuse",    "s", eval_refuse    },
    {"upper",     "s", eval_upper     },
};

static const FnFamily eval_family = {"tests", eval_defs, ARRAY_LEN(eval_defs)};

static inline const FnTable *eval_functions(Arena *arena)
{
    const FnFamily *families[] = {&fn_builtins, &eval_family};

    return fn_table_new(arena, families, ARRAY_LEN(families));
}

static inline Val eval_typed(Val v, GoType type)
{
    v.go_type = (uint8_t)type;
    return v;
}

/* s: "str", i: 5, f: 2.5, nothing: nil, map: {a: 1, b: {c: "deep"}},
 * list: ["x", 2, nil] */
static inline Map *eval_values(Arena *arena)
{
    Map *values = map_new(arena, 8);
    Map *map = map_new(arena, 2);
    Map *inner = map_new(arena, 1);
    Val *items = ARENA_ARRAY(arena, Val, 3);

    items[0] = val_from_str(STR("x"));
    items[1] = val_from_int(2);
    items[2] = VAL_NIL_VALUE;
    map_set(inner, STR("c"), val_from_str(STR("deep")));
    map_set(map, STR("a"), val_from_int(1));
    map_set(map, STR("b"), val_from_map(inner));
    map_set(values, STR("s"), val_from_str(STR("str")));
    map_set(values, STR("i"), val_from_int(5));
    map_set(values, STR("f"), val_from_float(2.5));
    map_set(values, STR("nothing"), VAL_NIL_VALUE);
    map_set(values, STR("map"), val_from_map(map));
    map_set(values, STR("list"), val_from_list(list_new(arena, items, 3)));
    return values;
}

/* A map[string]interface {} of Values (common.Values), Strings ([]string),
 * Pairs (map[string]string), Apis (common.VersionSet), Error and Duration. */
static inline Val eval_dot(Arena *arena)
{
    Map *dot = map_new(arena, 8);
    Map *pairs = map_new(arena, 1);
    Val *items = ARENA_ARRAY(arena, Val, 2);
    Val strings;

    items[0] = val_from_str(STR("v1"));
    items[1] = val_from_str(STR("apps/v1"));
    strings = val_from_strings(list_new(arena, items, 2));
    map_set(pairs, STR("one"), val_from_str(STR("1")));
    map_set(dot, STR("Values"),
            eval_typed(val_from_map(eval_values(arena)), GO_VALUES));
    map_set(dot, STR("Strings"), strings);
    map_set(dot, STR("Pairs"), val_from_string_map(pairs));
    map_set(dot, STR("Apis"), eval_typed(strings, GO_VERSION_SET));
    map_set(dot, STR("Error"), eval_typed(val_from_str(STR("boom")), GO_ERROR));
    map_set(dot, STR("Duration"),
            eval_typed(val_from_int64(INT64_C(90000000000)), GO_DURATION));
    return val_from_map(dot);
}

static inline void eval_init(Eval *eval)
{
    *eval = (Eval){0};
    arena_init(&eval->arena);
    ctx_init(&eval->cx, &eval->arena);
    buf_init(&eval->output, &eval->arena);
}

static inline bool eval_run(Eval *eval, Str text)
{
    TmplExec exec = {0};
    const TmplFile *file;
    TmplSet *set;

    set = tmpl_set_new(&eval->arena, NULL);
    exec.set = set;
    exec.sink = (TmplSink){&eval->output, eval->on_write, eval->self};
    exec.dot = eval_dot(&eval->arena);
    return tmpl_parse(&eval->cx, eval_functions(&eval->arena), STR("t"), text,
                      &file) &&
           tmpl_set_add(&eval->cx, set, file) &&
           tmpl_execute(&eval->cx, &exec, STR("t"));
}

/* The chain as Go prints it, by the mapping in tmpl/tmpl.h. */
static inline Str eval_error(Eval *eval)
{
    Buf buf;

    buf_init(&buf, &eval->arena);
    for (const Err *err = eval->cx.err; err != NULL; err = err->cause) {
        if (err->kind == ERR_PARSE || err->kind == ERR_EXEC)
            buf_add_fmt(&buf, "template: %.*s:%u: ", STR_ARG(err->pos.name),
                        err->pos.line);
        if (err->kind == ERR_EXEC) {
            buf.len -= 2;
            buf_add_fmt(&buf, ":%u: executing ", err->pos.column);
            val_add_quoted(&buf, err->template_, false);
            buf_add_fmt(&buf, " at <%.*s>: ", STR_ARG(err->context));
        }
        buf_add(&buf, err->msg);
        buf_add_c(&buf, err->cause == NULL ? "" : ": ");
    }
    return buf_str(&buf);
}

static inline void assert_text(Eval *eval, Str got, const char *wanted)
{
    assert_string_equal(arena_c_str(&eval->arena, got), wanted);
}

/* The template `text` prints `wanted`. */
static inline void gives(const char *text, const char *wanted)
{
    Eval eval;

    eval_init(&eval);
    if (eval_run(&eval, str_from_c(text)))
        assert_text(&eval, buf_str(&eval.output), wanted);
    else
        assert_text(&eval, eval_error(&eval), wanted);
    arena_release(&eval.arena);
}

/* The template `text` fails, and `wanted` is all that Go says. */
static inline void fails(const char *text, const char *wanted)
{
    Eval eval;

    eval_init(&eval);
    if (eval_run(&eval, str_from_c(text)))
        fail_msg("%s does not fail", text);
    assert_text(&eval, eval_error(&eval), wanted);
    arena_release(&eval.arena);
}

#endif
