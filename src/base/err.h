/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_ERR_H
#define OMNI_BASE_ERR_H

#include "base/source.h"
#include "base/str.h"

/*
 * Why a call failed: a chain of links in the run's arena, outermost first.
 * `msg` is one clause: no "error:", no position, no newline at its end.  Text
 * is made from the chain only when it is printed (render/report.c), so Helm's
 * wording and our own richer one come from the same links.
 */
typedef enum ErrKind {
    ERR_IO,      /* a file or stream */
    ERR_YAML,    /* malformed YAML */
    ERR_JSON,    /* malformed JSON */
    ERR_TYPE,    /* a value of the wrong shape */
    ERR_FLAG,    /* --set grammar and other flag texts */
    ERR_CHART,   /* Chart.yaml, dependencies, archive */
    ERR_SCHEMA,  /* values.schema.json */
    ERR_PARSE,   /* template syntax */
    ERR_EXEC,    /* template execution; `context` is the node's text */
    ERR_CALL,    /* a function said no */
    ERR_USER,    /* the chart's own words: required, fail */
    ERR_MISSING, /* a template that include was asked for is not there; msg is
                  * Go's whole text, "template: no template ..." */
    ERR_LIMIT,   /* a bound of CtxLimits */
    ERR_VALUE,   /* anything else about user data */
} ErrKind;

/* What a failure found missing. */
typedef enum ErrLack {
    ERR_LACKS_NOTHING,
    ERR_LACKS_FIELD, /* a field, wanted of nil or of what has none */
    ERR_LACKS_FUNCTION,
    ERR_LACKS_TEMPLATE,
} ErrLack;

/* A template call around a failure. */
typedef struct ErrCall {
    Str template_;
    SourcePos pos; /* of what is executed in it; the column is Go's */
} ErrCall;

typedef struct Err Err;
struct Err {
    ErrKind kind;
    SourcePos pos; /* pos.name empty: no position */
    Str line;      /* the offending line of the source; empty: unknown */
    Str msg;
    Str template_; /* ERR_EXEC: the template being executed */
    Str context;   /* ERR_EXEC: the node's text as Go prints it */
    const Err *cause;

    /* What render/rich.c shows and Helm's text does not. */
    const Source *source; /* the text `pos` is in; NULL: unknown */
    ErrLack lack;
    Str name;             /* of what is lacking */
    const ErrCall *calls; /* ERR_EXEC: this template and those around it,
                           * innermost first; when failures are collected,
                           * and then those of the innermost link */
    size_t n_calls;
    Str place; /* ERR_SCHEMA: a JSON pointer into the values; "" is the top */
    const Err *parts; /* what a failure consists of, linked by `next` */
    const Err *next;
};

#endif
