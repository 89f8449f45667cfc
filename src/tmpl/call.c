/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Calls of functions and methods: counts the arguments, evaluates them into an
 * array on the C stack, calls, and says who failed.  and, or and call are
 * special as they are in Go: the first two evaluate no more arguments than
 * they need, the last is told the text of its first argument.
 */
#include "tmpl/exec.h"

#include "tmpl/builtin.h"
#include "value/compare.h"
#include "value/host.h"

/* Arguments of a call that needs no memory for them. */
#define FEW_ARGS 8

/* From how many bytes on a text counts as more than one step. */
#define LONG_TEXT    ((uint32_t)64 << 10)
#define BYTES_A_STEP 64

typedef struct Params {
    const char *letters;
    uint32_t
        len; /* the last is variadic: it may be there any number of times */
    bool is_variadic;
} Params;

/* There are so few that to count them here beats strlen. */
static Params params_of(const char *letters)
{
    uint32_t len = 0;

    while (letters[len] != '\0' && letters[len] != '*')
        len++;
    return (Params){letters, len, letters[len] == '*'};
}

static char letter_at(const Params *params, uint32_t i)
{
    return params->letters[i < params->len ? i : params->len - 1];
}

static uint32_t count_args(const Operands *operands)
{
    return operands->len + (operands->final != NULL ? 1 : 0);
}

static bool check_count(Exec *ex, Str name, const Params *params,
                        const Operands *operands)
{
    uint32_t got = count_args(operands);
    uint32_t fixed = params->len - 1;

    if (params->is_variadic && got < fixed)
        return exec_fail(
            ex, "wrong number of args for %.*s: want at least %u got %u",
            STR_ARG(name), fixed, operands->len);
    if (!params->is_variadic && got != params->len)
        return exec_fail(ex, "wrong number of args for %.*s: want %u got %u",
                         STR_ARG(name), params->len, got);
    return true;
}

static bool eval_args(Exec *ex, Val dot, const Params *params,
                      const Operands *operands, Val *args)
{
    uint32_t n = operands->len;

    for (uint32_t i = 0; i < n; i++) {
        if (!arg_eval(ex, dot, letter_at(params, i), operands->args[i],
                      &args[i]))
            return false;
    }
    return operands->final == NULL ||
           arg_convert(ex, letter_at(params, n), *operands->final, &args[n]);
}

/* The first argument that settles it, or the last one. */
static bool short_circuit(Exec *ex, Val dot, bool stop_at,
                          const Operands *operands, Val *out)
{
    for (uint32_t i = 0; i < operands->len; i++) {
        if (!arg_eval(ex, dot, 'r', operands->args[i], out))
            return false;
        if (val_truth(val_unwrap(*out)) == stop_at)
            return true;
    }
    return operands->final == NULL ||
           arg_convert(ex, 'r', *operands->final, out);
}

static bool fail_call(Exec *ex, const Callee *callee, const TmplNode *node)
{
    assert(ex->cx->err != NULL);
    exec_at(ex, node);
    return exec_fail(ex, "error calling %.*s", STR_ARG(callee->name));
}

/* Takes a step for the call, and more of them for arguments that are long:
 * no function is done with those at once. */
static bool take_steps(Ctx *cx, const Val *args, uint32_t n)
{
    uint32_t bytes = 0;

    for (uint32_t i = 0; i < n; i++)
        bytes |= args[i].len;
    return bytes < LONG_TEXT ? ctx_step(cx)
                             : ctx_spend(cx, bytes / BYTES_A_STEP);
}

static bool call_body(Exec *ex, const Callee *callee, const Val *args,
                      uint32_t n, Val *out)
{
    FnCall call = {ex->cx, args, n, ex->job, ex->frame};
    HostArgs host_args = {args, n};

    return callee->body != NULL
               ? callee->body(&call, out)
               : callee->method(ex->cx, callee->host, &host_args, out);
}

/* The call itself.  Its frame shows `node`; afterwards the node evaluated last
 * is back in its place. */
static bool invoke(Exec *ex, const Callee *callee, const TmplNode *node,
                   const Val *args, uint32_t n, Val *out)
{
    const TmplNode *last = ex->frame->node;

    exec_at(ex, node);
    if (!take_steps(ex->cx, args, n) || !call_body(ex, callee, args, n, out))
        return fail_call(ex, callee, node);
    exec_at(ex, last);
    if (val_is_nil(*out))
        out->iface = 1;
    return true;
}

/* What goes before the evaluated arguments; false: nothing. */
static bool leading_arg(Exec *ex, const Callee *callee,
                        const Operands *operands, Val *out)
{
    if (callee->receiver != NULL) {
        *out = val_unwrap(*callee->receiver);
        return true;
    }
    if (callee->body != builtin_call)
        return false;
    *out = val_from_str(
        operands->len > 0
            ? node_text(ex->cx->arena, operands->args[0])
            : builtin_callee_name(ex->cx->arena, *operands->final));
    return true;
}

bool call_callee(Exec *ex, Val dot, const Callee *callee, const TmplNode *node,
                 const Operands *operands, Val *out)
{
    Params params = params_of(callee->params);
    uint32_t n = count_args(operands);
    Val few[FEW_ARGS + 1];
    Val *args = few + 1;

    if (!check_count(ex, callee->name, &params, operands))
        return false;
    if (callee->body == builtin_and || callee->body == builtin_or)
        return short_circuit(ex, dot, callee->body == builtin_or, operands,
                             out);
    if (n > FEW_ARGS)
        args = ARENA_ARRAY(ex->cx->arena, Val, (size_t)n + 1) + 1;
    if (!eval_args(ex, dot, &params, operands, args))
        return false;
    if (leading_arg(ex, callee, operands, &args[-1])) {
        args--;
        n++;
    }
    return invoke(ex, callee, node, args, n, out);
}
