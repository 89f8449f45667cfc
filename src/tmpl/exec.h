/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_EXEC_H
#define OMNI_TMPL_EXEC_H

#include "tmpl/node.h"
#include "value/host.h"

/*
 * The state of one execution, shared by exec.c (walks the tree and writes),
 * eval.c (pipelines, fields), call.c (function calls) and arg.c (argument
 * types).  Walk functions write, eval functions return values.
 *
 * A Val under evaluation stands for Go's reflect.Value: with iface 1 for one
 * of the static type interface {}, VAL_NIL with iface 0 for the invalid one.
 *
 * frame->node is the node that messages blame.  It moves exactly where
 * text/template's state.at is called, and is left behind at the node evaluated
 * last, which Go's messages show.
 */
typedef struct Variable {
    Val value;
    Str name;
} Variable;

typedef enum Jump { JUMP_NONE, JUMP_BREAK, JUMP_CONTINUE } Jump;

typedef struct Exec {
    Ctx *cx;
    TmplExec *job; /* a copy whose depth counts this execution */
    TmplFrame *frame;
    Variable *variables;
    uint32_t base; /* where the current template's variables begin */
    uint32_t top;
    uint32_t cap;
    Jump jump; /* a break or continue on its way to its range */
} Exec;

/* What stands behind a function's name or a method's field: the nodes, and
 * the value of the pipeline so far (NULL: this is its first command). */
typedef struct Operands {
    const TmplNode *const *args;
    uint32_t len;
    const Val *final;
} Operands;

#define OPERANDS_NONE (&(const Operands){NULL, 0, NULL})

static inline void exec_at(Exec *ex, const TmplNode *node)
{
    ex->frame->node = node;
}

/* Fails at frame->node; a failure that is pending becomes the cause. */
bool exec_fail(Exec *ex, const char *format, ...)
    __attribute__((cold, format(printf, 2, 3)));

void exec_push(Exec *ex, Str name, Val value);

/* The variable, NULL after failing: no declaration was executed. */
Variable *exec_find(Exec *ex, const NodeVariable *variable);

/* Sets the variable that an assignment names. */
bool exec_set(Exec *ex, const NodeVariable *variable, Val value) OMNI_CHECKED;

/* eval.c */

/* The value of the pipeline, its variables declared.  NULL is the invalid
 * value. */
bool eval_pipeline(Exec *ex, Val dot, const NodePipe *pipe,
                   Val *out) OMNI_CHECKED;

/* An operand that is no constant: dot, field, chain, variable, function or
 * pipeline. */
bool eval_operand(Exec *ex, Val dot, const TmplNode *node,
                  Val *out) OMNI_CHECKED;

/* True for what eval_operand takes. */
static inline bool eval_is_operand(const TmplNode *node)
{
    const uint32_t operands =
        UINT32_C(1) << NODE_DOT | UINT32_C(1) << NODE_FIELD |
        UINT32_C(1) << NODE_CHAIN | UINT32_C(1) << NODE_VARIABLE |
        UINT32_C(1) << NODE_IDENTIFIER | UINT32_C(1) << NODE_PIPE;

    return (operands >> node->type & 1) != 0;
}

/* The value of a number where no type is asked for. */
bool eval_ideal(Exec *ex, const NodeNumber *number, Val *out) OMNI_CHECKED;

/* The zero value of a container's elements: what a missing key gives. */
Val eval_zero_of(GoType type);

/* The same for a host that is a map: Helm's only one is a
 * map[string][]byte. */
Val eval_zero_of_host(void);

/* call.c */

/* A function, a method of a host, or a method of a named type. */
typedef struct Callee {
    Str name;
    const char *params; /* letters of tmpl/fn.h */
    FnBody *body;       /* NULL: `method` of `host` */
    const Host *host;
    bool (*method)(Ctx *cx, const Host *self, const HostArgs *args, Val *out);
    const Val *receiver; /* goes before the arguments; NULL: none */
} Callee;

/* `node` is blamed if the function fails. */
bool call_callee(Exec *ex, Val dot, const Callee *callee, const TmplNode *node,
                 const Operands *operands, Val *out) OMNI_CHECKED;

/* arg.c */

/* The value of `node` as an argument for the parameter `letter`. */
bool arg_eval(Exec *ex, Val dot, char letter, const TmplNode *node,
              Val *out) OMNI_CHECKED;

/* `v` as an argument for the parameter `letter` (Go's validateType). */
bool arg_convert(Exec *ex, char letter, Val v, Val *out) OMNI_CHECKED;

/* method.c */

/* The method `name` of a type that is no host, NULL when there is none.  Its
 * body finds the receiver in args[0]; `args` tells the others. */
const FnDef *method_of_type(GoType type, Str name);

/* `v` as it comes out of a container of that type. */
static inline Val val_element(GoType container, Val v)
{
    v.iface = go_type_elem(container) == GO_INTERFACE;
    return v;
}

/* `v` with its interface taken off (indirectInterface). */
static inline Val val_unwrap(Val v)
{
    v.iface = 0;
    return v;
}

/* The name of the static type. */
static inline Str val_static_type(Val v)
{
    return v.iface != 0 ? go_type_name(GO_INTERFACE) : val_type_name(v);
}

#endif
