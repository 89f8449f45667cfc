/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Arguments by the parameter's type: which value may be passed, what nil
 * becomes, and which constant a type takes.  Nothing is converted that Go
 * would not assign: a float64 is no int, a []string no []interface {}.
 *
 * Hosts are told apart by the names of their types alone.
 */
#include "tmpl/exec.h"

#include "base/num.h"
#include "value/list.h"
#include "value/map.h"

/* The name of the parameter's type as Go prints it. */
static const char *letter_type(char letter)
{
    switch (letter) {
    case 's': return "string";
    case 'i': return "int";
    case 'I': return "int64";
    case 'f': return "float64";
    case 'b': return "bool";
    case 'm': return "map[string]interface {}";
    case 'l': return "[]interface {}";
    case 'S': return "[]string";
    case 't': return "map[string]string";
    case 'r': return "reflect.Value";
    case 'd': return "time.Duration";
    case 'u': return "uint32";
    case 'T': return "time.Time";
    case 'C': return "sprig.certificate";
    case 'V': return "*semver.Version";
    case 'L': return "*time.Location";
    case 'w': return "io.Writer";
    default: return "interface {}";
    }
}

/* A host of the type that the letter names. */
static bool is_such_host(char letter, Val v)
{
    return v.kind == VAL_HOST &&
           str_eq_c(val_type_name(v), letter_type(letter));
}

static bool is_assignable(char letter, Val v)
{
    switch (letter) {
    case 's': return v.go_type == GO_STRING;
    case 'i': return v.go_type == GO_INT;
    case 'I': return v.go_type == GO_INT64;
    case 'f': return v.go_type == GO_FLOAT64;
    case 'b': return v.go_type == GO_BOOL;
    case 'm': return v.go_type == GO_MAP || v.go_type == GO_VALUES;
    case 'l': return v.go_type == GO_LIST;
    case 'S': return v.go_type == GO_STRINGS || v.go_type == GO_VERSION_SET;
    case 't': return v.go_type == GO_STRING_MAP;
    case 'd': return v.go_type == GO_DURATION;
    case 'u': return v.go_type == GO_UINT32;
    case 'T':
    case 'C':
    case 'L':
    case 'V': return is_such_host(letter, v);
    case 'w': return false;
    default: return true;
    }
}

/* What nil becomes; false when the type has no nil. */
static bool nil_for(Exec *ex, char letter, Val *out)
{
    Arena *arena = ex->cx->arena;
    Val v;

    switch (letter) {
    case 'a':
    case 'r':
    case 'L':
    case 'V':
    case 'w': *out = VAL_NIL_VALUE; return true;
    case 'm': v = val_from_map(map_new(arena, 0)); break;
    case 't': v = val_from_string_map(map_new(arena, 0)); break;
    case 'l': v = val_from_list(list_new(arena, NULL, 0)); break;
    case 'S': v = val_from_strings(list_new(arena, NULL, 0)); break;
    default: return false;
    }
    *out = val_typed_nil(v);
    return true;
}

static bool fail_type(Exec *ex, char letter, Str got)
{
    return exec_fail(ex, "wrong type for value; expected %s; got %.*s",
                     letter_type(letter), STR_ARG(got));
}

static bool convert_nil(Exec *ex, char letter, Val v, Val *out)
{
    if (v.iface == 0) {
        if (nil_for(ex, letter, out))
            return true;
        return exec_fail(ex, "invalid value; expected %s", letter_type(letter));
    }
    *out = letter == 'r' ? v : val_unwrap(v);
    return letter == 'r' || letter == 'a' ||
           fail_type(ex, letter, STR("interface {}"));
}

bool arg_convert(Exec *ex, char letter, Val v, Val *out)
{
    if (val_is_nil(v))
        return convert_nil(ex, letter, v, out);
    *out = v;
    if (letter == 'r')
        return true;
    out->iface = 0;
    if (v.kind == VAL_HOST)
        out->len = 0;
    return letter == 'a' || is_assignable(letter, v) ||
           fail_type(ex, letter, val_type_name(v));
}

static bool fail_constant(Exec *ex, const char *what, const TmplNode *node)
{
    Str text = node_text(ex->cx->arena, node);

    return exec_fail(ex, "expected %s; found %.*s", what, STR_ARG(text));
}

static bool bool_constant(Exec *ex, const TmplNode *node, Val *out)
{
    if (node->type != NODE_BOOL)
        return fail_constant(ex, "bool", node);
    *out = val_from_bool(NODE_AS(NodeBool, node)->value);
    return true;
}

static bool string_constant(Exec *ex, const TmplNode *node, Val *out)
{
    if (node->type != NODE_STRING)
        return fail_constant(ex, "string", node);
    *out = val_from_str(NODE_AS(NodeString, node)->text);
    return true;
}

static bool int_constant(Exec *ex, GoType type, const TmplNode *node, Val *out)
{
    const NodeNumber *number = NODE_AS(NodeNumber, node);

    if (node->type != NODE_NUMBER || !number->is_int)
        return fail_constant(ex, "integer", node);
    *out = (Val){.kind = VAL_INT,
                 .go_type = (uint8_t)type,
                 .as.integer = number->integer};
    return true;
}

static bool uint32_constant(Exec *ex, const TmplNode *node, Val *out)
{
    const NodeNumber *number = NODE_AS(NodeNumber, node);

    uint64_t value = 0;

    if (node->type != NODE_NUMBER || !number->is_uint)
        return fail_constant(ex, "unsigned integer", node);
    if (number->is_int)
        value = (uint64_t)number->integer;
    else
        (void)num_parse_uint(number->text, 0, &value);
    *out = (Val){
        .kind = VAL_INT, .go_type = GO_UINT32, .as.integer = (uint32_t)value};
    return true;
}

static bool float_constant(Exec *ex, const TmplNode *node, Val *out)
{
    const NodeNumber *number = NODE_AS(NodeNumber, node);

    if (node->type != NODE_NUMBER || !number->is_float)
        return fail_constant(ex, "float", node);
    *out = val_from_float(number->number);
    return true;
}

/* A constant where any type will do. */
static bool any_constant(Exec *ex, const TmplNode *node, Val *out)
{
    if (node->type == NODE_BOOL)
        return bool_constant(ex, node, out);
    if (node->type == NODE_STRING)
        return string_constant(ex, node, out);
    return eval_ideal(ex, NODE_AS(NodeNumber, node), out);
}

static bool eval_constant(Exec *ex, char letter, const TmplNode *node, Val *out)
{
    Str text;

    switch (letter) {
    case 'a':
    case 'r': return any_constant(ex, node, out);
    case 's': return string_constant(ex, node, out);
    case 'i': return int_constant(ex, GO_INT, node, out);
    case 'I': return int_constant(ex, GO_INT64, node, out);
    case 'd': return int_constant(ex, GO_DURATION, node, out);
    case 'u': return uint32_constant(ex, node, out);
    case 'f': return float_constant(ex, node, out);
    case 'b': return bool_constant(ex, node, out);
    default: break;
    }
    text = node_text(ex->cx->arena, node);
    return exec_fail(ex, "can't handle %.*s for arg of type %s", STR_ARG(text),
                     letter_type(letter));
}

bool arg_eval(Exec *ex, Val dot, char letter, const TmplNode *node, Val *out)
{
    Val v;

    exec_at(ex, node);
    if (eval_is_operand(node))
        return eval_operand(ex, dot, node, &v) &&
               arg_convert(ex, letter, v, out);
    if (node->type != NODE_NIL)
        return eval_constant(ex, letter, node, out);
    if (nil_for(ex, letter, out))
        return true;
    return exec_fail(ex, "cannot assign nil to %s", letter_type(letter));
}
