/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_SCAN_H
#define OMNI_CODEC_YAML_SCAN_H

#include "base/ctx.h"

/*
 * The tokens of a YAML stream, as go-yaml v2 cuts them: the same tokens in the
 * same order and the same failure at the same place, since what is read ahead
 * decides which of two mistakes is told.
 */
typedef enum YamlTokenKind {
    YAML_AT_STREAM_END,
    YAML_AT_VERSION, /* %YAML */
    YAML_AT_TAG_DIRECTIVE,
    YAML_AT_DOCUMENT_START,
    YAML_AT_DOCUMENT_END,
    YAML_AT_BLOCK_SEQUENCE,
    YAML_AT_BLOCK_MAPPING,
    YAML_AT_BLOCK_END,
    YAML_AT_FLOW_SEQUENCE,
    YAML_AT_FLOW_SEQUENCE_END,
    YAML_AT_FLOW_MAPPING,
    YAML_AT_FLOW_MAPPING_END,
    YAML_AT_BLOCK_ENTRY,
    YAML_AT_FLOW_ENTRY,
    YAML_AT_KEY,
    YAML_AT_VALUE,
    YAML_AT_ALIAS,
    YAML_AT_ANCHOR,
    YAML_AT_TAG,
    YAML_AT_SCALAR,
} YamlTokenKind;

typedef struct YamlMark {
    uint32_t line;   /* from 0 */
    uint32_t column; /* from 0, in characters */
} YamlMark;

typedef struct YamlToken {
    uint8_t kind;    /* YamlTokenKind */
    bool is_plain;   /* a scalar without quotes and not of a block */
    bool is_known;   /* a version: 1.1 */
    uint32_t n_wide; /* an indicator's characters, 0 where it is implied */
    YamlMark start;
    Str value;  /* a scalar, the name of an anchor, the handle of a tag */
    Str suffix; /* of a tag; the prefix of a tag directive */
} YamlToken;

typedef struct YamlScan YamlScan;

/* A scanner of `text` in the arena.  Values of tokens borrow nothing from
 * `text`; `name` is for positions. */
YamlScan *codec_yaml_scan_new(Ctx *cx, Str name, Str text);

/* The next token, which stays next; it is valid until the next call.  NULL:
 * failed. */
const YamlToken *codec_yaml_scan_peek(YamlScan *scan) OMNI_CHECKED;

/* Passes over the token that was peeked at last. */
void codec_yaml_scan_skip(YamlScan *scan);

#endif
