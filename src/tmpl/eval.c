/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values: pipelines, commands, variables and chains of fields.  A field is
 * looked for in Go's order: a method of the value's type, then a field of a
 * struct or a key of a map.  Helm sets missingkey=zero, so a key that is not
 * there gives the zero value of the map's elements.
 */
#include "tmpl/exec.h"

#include "value/host.h"
#include "value/map.h"

/* Names to look up one after the other, and what calls the last one. */
typedef struct FieldChain {
    Val dot;
    const TmplNode *node;
    const Str *names;
    uint32_t len;
    const Operands *operands;
} FieldChain;

Val eval_zero_of(GoType type)
{
    switch ((int)type) {
    case GO_BOOL: return val_from_bool(false);
    case GO_STRING: return val_from_str(STR_NONE);
    case GO_FLOAT64: return val_from_float(0);
    case GO_INT: return val_from_int(0);
    default: break;
    }
    return (Val){.kind = VAL_NIL, .go_type = GO_INTERFACE, .iface = 1};
}

Val eval_zero_of_host(void)
{
    return val_typed_nil((Val){.kind = VAL_STRING, .go_type = GO_BYTES});
}

static bool has_operands(const Operands *operands)
{
    return operands->len > 0 || operands->final != NULL;
}

static bool fail_field(Exec *ex, Str name, Val receiver)
{
    Str type = val_static_type(receiver);

    return exec_fail(ex, "can't evaluate field %.*s in type %.*s",
                     STR_ARG(name), STR_ARG(type)) ||
           err_lacks(ex->cx, ERR_LACKS_FIELD, name);
}

static bool fail_no_method(Exec *ex, Str name)
{
    return exec_fail(ex, "%.*s is not a method but has arguments",
                     STR_ARG(name));
}

static bool eval_map_field(Exec *ex, Str name, const Operands *operands,
                           Val receiver, Val *out)
{
    GoType type = (GoType)receiver.go_type;
    Val v;

    if (has_operands(operands))
        return fail_no_method(ex, name);
    *out = map_read(ex->cx, val_map(receiver), name, &v)
               ? val_element(type, v)
               : eval_zero_of(go_type_elem(type));
    return true;
}

static bool call_method(Exec *ex, const FnDef *def, const FieldChain *chain,
                        Val receiver, Val *out)
{
    Callee callee = {.name = str_from_c(def->name),
                     .params = def->args,
                     .body = def->body,
                     .receiver = &receiver};

    return call_callee(ex, chain->dot, &callee, chain->node, chain->operands,
                       out);
}

static bool call_host_method(Exec *ex, const HostMethod *method,
                             const FieldChain *chain, const Host *host,
                             Val *out)
{
    Callee callee = {.name = str_from_c(method->name),
                     .params = method->args,
                     .host = host,
                     .method = method->call};

    return call_callee(ex, chain->dot, &callee, chain->node, chain->operands,
                       out);
}

/* A key of a host that is a map. */
static bool read_host_map(Exec *ex, Str name, const Operands *operands,
                          const Host *host, Val *out)
{
    Map *map;

    if (has_operands(operands))
        return fail_no_method(ex, name);
    if (!host->class_->as_map(ex->cx, host, &map))
        return exec_fail(ex, "can't evaluate field %.*s", STR_ARG(name));
    if (!map_read(ex->cx, map, name, out))
        *out = eval_zero_of_host();
    return true;
}

static bool eval_host_field(Exec *ex, const FieldChain *chain, Str name,
                            Val receiver, Val *out)
{
    const Host *host = receiver.as.host;
    const HostMethod *method = host_method(host, name);

    if (method != NULL && method->call == NULL)
        return exec_fail(ex, "%s", method->args);
    if (method != NULL)
        return call_host_method(ex, method, chain, host, out);
    if (host->class_->field != NULL &&
        host->class_->field(ex->cx, host, name, out)) {
        if (has_operands(chain->operands))
            return exec_fail(
                ex, "%.*s has arguments but cannot be invoked as function",
                STR_ARG(name));
        out->iface = val_is_nil(*out);
        return true;
    }
    if (host->class_->as_map != NULL)
        return read_host_map(ex, name, chain->operands, host, out);
    if (host_has_part(ex->cx, host, name))
        return exec_fail(ex, "%.*s is an unexported field of struct type %s",
                         STR_ARG(name), host->class_->type_name);
    return fail_field(ex, name, receiver);
}

/* One name of a chain.  The invalid value has every field and all of them are
 * invalid; the nil interface has none. */
static bool eval_field(Exec *ex, const FieldChain *chain, Str name,
                       Val receiver, Val *out)
{
    const FnDef *def;

    if (receiver.go_type == GO_MAP)
        return eval_map_field(ex, name, chain->operands, receiver, out);
    if (val_is_nil(receiver) && receiver.iface == 0) {
        *out = VAL_NIL_VALUE;
        return true;
    }
    if (val_is_nil(receiver))
        return exec_fail(ex, "nil pointer evaluating interface {}.%.*s",
                         STR_ARG(name)) ||
               err_lacks(ex->cx, ERR_LACKS_FIELD, name);
    if (receiver.kind == VAL_HOST)
        return eval_host_field(ex, chain, name, receiver, out);
    def = method_of_type((GoType)receiver.go_type, name);
    if (def != NULL)
        return call_method(ex, def, chain, receiver, out);
    if (receiver.kind == VAL_MAP)
        return eval_map_field(ex, name, chain->operands, receiver, out);
    return fail_field(ex, name, receiver);
}

/* The operands belong to the last name alone. */
static bool eval_chain(Exec *ex, Val receiver, FieldChain *chain, Val *out)
{
    const Operands *operands = chain->operands;
    const Str *last = chain->names + chain->len - 1;
    Val v = receiver;

    chain->operands = OPERANDS_NONE;
    for (const Str *name = chain->names; name != last; name++) {
        if (!eval_field(ex, chain, *name, v, &v))
            return false;
    }
    chain->operands = operands;
    return eval_field(ex, chain, *last, v, out);
}

static bool eval_field_node(Exec *ex, Val dot, const NodeField *field,
                            const Operands *operands, Val *out)
{
    FieldChain chain = {dot, &field->base, field->idents, field->len, operands};

    exec_at(ex, &field->base);
    return eval_chain(ex, dot, &chain, out);
}

static bool eval_chain_node(Exec *ex, Val dot, const NodeChain *node,
                            const Operands *operands, Val *out)
{
    FieldChain chain = {dot, &node->base, node->fields, node->len, operands};
    Val receiver;

    exec_at(ex, node->node);
    return eval_operand(ex, dot, node->node, &receiver) &&
           eval_chain(ex, receiver, &chain, out);
}

static bool check_no_operands(Exec *ex, const TmplNode *first,
                              const Operands *operands)
{
    Str text;

    if (!has_operands(operands))
        return true;
    text = node_text(ex->cx->arena, first);
    return exec_fail(ex, "can't give argument to non-function %.*s",
                     STR_ARG(text));
}

static bool eval_variable_chain(Exec *ex, Val dot, Val value,
                                const NodeVariable *node,
                                const Operands *operands, Val *out)
{
    FieldChain chain = {dot, &node->base, node->idents + 1, node->len - 1,
                        operands};

    return eval_chain(ex, value, &chain, out);
}

static bool eval_variable_node(Exec *ex, Val dot, const NodeVariable *node,
                               const Operands *operands, Val *out)
{
    const Variable *variable;

    exec_at(ex, &node->base);
    variable = exec_find(ex, node);
    if (variable == NULL)
        return false;
    if (node->len > 1)
        return eval_variable_chain(ex, dot, variable->value, node, operands,
                                   out);
    if (!check_no_operands(ex, &node->base, operands))
        return false;
    *out = variable->value;
    return true;
}

/* `blame` is the command, or the name itself where it is an argument. */
static bool eval_function(Exec *ex, Val dot, const NodeIdentifier *name,
                          const TmplNode *blame, const Operands *operands,
                          Val *out)
{
    const FnDef *def = fn_def(&name->function);
    Callee callee = {
        .name = name->name, .params = def->args, .body = def->body};

    exec_at(ex, &name->base);
    return call_callee(ex, dot, &callee, blame, operands, out);
}

bool eval_operand(Exec *ex, Val dot, const TmplNode *node, Val *out)
{
    const Operands *none = OPERANDS_NONE;

    assert(eval_is_operand(node));
    switch ((int)node->type) {
    case NODE_FIELD:
        return eval_field_node(ex, dot, NODE_AS(NodeField, node), none, out);
    case NODE_CHAIN:
        return eval_chain_node(ex, dot, NODE_AS(NodeChain, node), none, out);
    case NODE_VARIABLE:
        return eval_variable_node(ex, dot, NODE_AS(NodeVariable, node), none,
                                  out);
    case NODE_IDENTIFIER:
        return eval_function(ex, dot, NODE_AS(NodeIdentifier, node), node, none,
                             out);
    case NODE_PIPE: return eval_pipeline(ex, dot, NODE_AS(NodePipe, node), out);
    default: *out = dot; return true;
    }
}

bool eval_ideal(Exec *ex, const NodeNumber *number, Val *out)
{
    exec_at(ex, &number->base);
    if (number->overflows)
        return exec_fail(ex, "%.*s overflows int", STR_ARG(number->text));
    *out = number->ideal;
    return true;
}

/* A command that is a constant, dot or a pipeline in parentheses. */
static bool eval_word(Exec *ex, Val dot, const TmplNode *word,
                      const Operands *operands, Val *out)
{
    if (word->type != NODE_PIPE)
        exec_at(ex, word);
    if (!check_no_operands(ex, word, operands))
        return false;
    switch ((int)word->type) {
    case NODE_PIPE: return eval_pipeline(ex, dot, NODE_AS(NodePipe, word), out);
    case NODE_BOOL:
        *out = val_from_bool(NODE_AS(NodeBool, word)->value);
        return true;
    case NODE_NIL: return exec_fail(ex, "nil is not a command");
    case NODE_NUMBER: return eval_ideal(ex, NODE_AS(NodeNumber, word), out);
    case NODE_STRING:
        *out = val_from_str(NODE_AS(NodeString, word)->text);
        return true;
    default: *out = dot; return true;
    }
}

static bool eval_command(Exec *ex, Val dot, const NodeCommand *cmd,
                         const Val *final, Val *out)
{
    const TmplNode *first = cmd->args[0];
    Operands operands = {cmd->args + 1, cmd->len - 1, final};

    switch ((int)first->type) {
    case NODE_FIELD:
        return eval_field_node(ex, dot, NODE_AS(NodeField, first), &operands,
                               out);
    case NODE_CHAIN:
        return eval_chain_node(ex, dot, NODE_AS(NodeChain, first), &operands,
                               out);
    case NODE_IDENTIFIER:
        return eval_function(ex, dot, NODE_AS(NodeIdentifier, first),
                             &cmd->base, &operands, out);
    case NODE_VARIABLE:
        return eval_variable_node(ex, dot, NODE_AS(NodeVariable, first),
                                  &operands, out);
    default: return eval_word(ex, dot, first, &operands, out);
    }
}

static bool declare(Exec *ex, const NodePipe *pipe, Val value)
{
    for (uint32_t i = 0; i < pipe->n_decls; i++) {
        if (!pipe->is_assign)
            exec_push(ex, pipe->decls[i]->idents[0], value);
        else if (!exec_set(ex, pipe->decls[i], value))
            return false;
    }
    return true;
}

bool eval_pipeline(Exec *ex, Val dot, const NodePipe *pipe, Val *out)
{
    Val value = VAL_NIL_VALUE;

    if (pipe == NULL) {
        *out = value;
        return true;
    }
    exec_at(ex, &pipe->base);
    for (uint32_t i = 0; i < pipe->len; i++) {
        Val previous = value;

        if (!eval_command(ex, dot, NODE_AS(NodeCommand, pipe->cmds[i]),
                          i == 0 ? NULL : &previous, &value))
            return false;
        value = val_unwrap(value);
    }
    *out = value;
    return declare(ex, pipe, value);
}
