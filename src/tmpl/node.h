/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_NODE_H
#define OMNI_TMPL_NODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"
#include "tmpl/fn.h"
#include "tmpl/tmpl.h"
#include "value/val.h"

/*
 * The parse tree, with the words of text/template/parse.  Every node struct
 * begins with a TmplNode; node_is and the NODE_AS macro go down to it.  Nodes
 * are immutable once the file is parsed.
 */
typedef enum NodeType {
    NODE_TEXT,
    NODE_ACTION,
    NODE_BOOL,
    NODE_CHAIN,
    NODE_COMMAND,
    NODE_DOT,
    NODE_ELSE, /* only while parsing */
    NODE_END,  /* only while parsing */
    NODE_FIELD,
    NODE_IDENTIFIER,
    NODE_IF,
    NODE_LIST,
    NODE_NIL,
    NODE_NUMBER,
    NODE_PIPE,
    NODE_RANGE,
    NODE_STRING,
    NODE_TEMPLATE,
    NODE_VARIABLE,
    NODE_WITH,
    NODE_BREAK,
    NODE_CONTINUE,
} NodeType;

struct TmplNode {
    NodeType type;
    uint32_t pos; /* byte offset in the file's text */
};

/* A node as the struct of its type; the caller has looked at `type`. */
#define NODE_AS(Type, node) ((const Type *)(const void *)(node))

typedef struct NodeList {
    TmplNode base;
    uint32_t len;
    const TmplNode *const *items;
} NodeList;

typedef struct NodeText {
    TmplNode base;
    Str text;
} NodeText;

/* `slot` of a variable that no declaration reaches; executing it fails. */
#define NODE_NO_SLOT UINT32_MAX

/* idents[0] is the name with its dollar sign, the others are fields. */
typedef struct NodeVariable {
    TmplNode base;
    uint32_t slot; /* place on the variable stack of its template */
    uint32_t len;
    const Str *idents;
} NodeVariable;

typedef struct NodeField {
    TmplNode base;
    uint32_t len;
    const Str *idents;
} NodeField;

/* A term followed by fields: (pipeline).A.B */
typedef struct NodeChain {
    TmplNode base;
    uint32_t len;
    const TmplNode *node;
    const Str *fields;
} NodeChain;

typedef struct NodeCommand {
    TmplNode base;
    uint32_t len;
    const TmplNode *const *args;
} NodeCommand;

typedef struct NodePipe {
    TmplNode base;
    bool is_assign;
    uint32_t n_decls;
    const NodeVariable *decls[2];
    uint32_t len;
    const TmplNode *const *cmds; /* each a NodeCommand */
} NodePipe;

typedef struct NodeAction {
    TmplNode base;
    const NodePipe *pipe;
} NodeAction;

/* The name of a function, bound to its row. */
typedef struct NodeIdentifier {
    TmplNode base;
    Str name;
    FnRef function;
} NodeIdentifier;

typedef struct NodeBool {
    TmplNode base;
    bool value;
} NodeBool;

/* A number as every Go type that can hold it, which stands in for Go's ideal
 * constants. */
typedef struct NodeNumber {
    TmplNode base;
    Str text;
    bool is_int;
    bool is_uint;
    bool is_float;
    bool is_complex;
    bool overflows; /* fits no int: an error where the type is not known */
    int64_t integer;
    double number;
    double imaginary;
    Val ideal; /* the value where the type is not known */
} NodeNumber;

typedef struct NodeString {
    TmplNode base;
    Str quoted; /* as written, with quotes */
    Str text;
} NodeString;

/* if, range and with. */
typedef struct NodeBranch {
    TmplNode base;
    const NodePipe *pipe;
    const NodeList *list;
    const NodeList *else_list; /* NULL: none */
} NodeBranch;

typedef struct NodeTemplate {
    TmplNode base;
    Str name;
    uint64_t hash;
    const NodePipe *pipe; /* NULL: none */
} NodeTemplate;

struct TmplTree {
    Str name;
    uint64_t hash; /* of the name */
    const TmplFile *file;
    const NodeList *root;
    bool is_empty;
    /* A parenthesised pipeline declares a variable.  and, or and a field of
     * nil may skip it, so slots do not hold in this tree and variables are
     * looked up by name. */
    bool has_inner_decl;
};

struct TmplFile {
    Source source;
    const TmplTree *const *trees; /* the last: the text itself, or
                                   * defines_itself */
    uint32_t len;
    bool defines_itself; /* a template in it has the file's name */
};

/* Appends the node's text as Go's String gives it, for error contexts. */
void node_add_text(Buf *buf, const TmplNode *node);

/* The same in the arena. */
Str node_text(Arena *arena, const TmplNode *node);

/* True when the list holds nothing but space (parse.IsEmptyTree). */
bool node_list_is_empty(const NodeList *list);

/* strconv.Quote in the arena. */
Str node_quote(Arena *arena, Str s);

#endif
