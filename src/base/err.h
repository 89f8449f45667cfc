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

typedef struct Err Err;
struct Err {
    ErrKind kind;
    SourcePos pos; /* pos.name empty: no position */
    Str line;      /* the offending line of the source; empty: unknown */
    Str msg;
    Str template_; /* ERR_EXEC: the template being executed */
    Str context;   /* ERR_EXEC: the node's text as Go prints it */
    const Err *cause;
};

#endif
