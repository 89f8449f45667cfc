/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_EMIT_H
#define OMNI_CODEC_YAML_EMIT_H

#include "base/buf.h"

/*
 * Scalars as go-yaml's emitter lays them out, and the state of the line it
 * needs for that.
 */
typedef struct YamlEmitter {
    Buf *buf;
    size_t width;      /* lines longer than this break at a space */
    bool allows_tabs;  /* v3 keeps tabs in block scalars, v2 quotes them */
    size_t line_start; /* offset in buf */
    size_t counted;    /* offset up to which `column` counts */
    size_t column;     /* characters since line_start */
} YamlEmitter;

typedef struct YamlScalar {
    Str text;
    Str tag;           /* written before it, empty: none */
    size_t indent;     /* of its second and later lines */
    bool is_key;       /* on one line, before a colon */
    bool wants_quotes; /* plain it would be read as something else */
} YamlScalar;

/* A new line, unless one has just begun, and spaces up to `indent`. */
void codec_emit_line(YamlEmitter *emitter, size_t indent);

/* A string in the style go-yaml would choose. */
void codec_emit_scalar(YamlEmitter *emitter, const YamlScalar *scalar);

/* True when `scalar` fits in front of a colon: on one line, 128 bytes at most
 * with its tag. */
bool codec_emit_is_simple_key(const YamlScalar *scalar);

#endif
