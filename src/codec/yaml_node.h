/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_NODE_H
#define OMNI_CODEC_YAML_NODE_H

#include "base/ctx.h"
#include "codec/yaml_read.h"

/*
 * A YAML document as written: go-yaml parses a whole document before it gives
 * anything a meaning, so an error of syntax anywhere comes before any other.
 */
typedef enum YamlNodeKind {
    YAML_IS_SCALAR,
    YAML_IS_ALIAS,
    YAML_IS_SEQUENCE,
    YAML_IS_MAPPING,
} YamlNodeKind;

typedef struct YamlNode YamlNode;
struct YamlNode {
    uint8_t kind;      /* YamlNodeKind */
    bool is_implicit;  /* a scalar whose text tells its type */
    bool is_expanding; /* an alias that is being decoded */
    uint32_t line;     /* from 0 */
    uint32_t column;   /* from 0 */
    const char *tag;   /* resolved, NULL: none */
    Str value;         /* a scalar's text, an alias's name */
    YamlNode *child; /* of a mapping key, value, key, ...; an alias's target */
    YamlNode *next;  /* in the parent */
};

#define YAML_MERGE_TAG_TEXT "tag:yaml.org,2002:merge"

/* Puts "error converting YAML to JSON: yaml" and the like in front of the
 * message of a failure: false, always.  `line` is what go-yaml prints, 0 for
 * no line. */
bool codec_yaml_fail(Ctx *cx, ErrKind kind, SourcePos pos, size_t line,
                     Str msg);

/* Turns a number into the float64 that JSON makes of it; false when it has
 * none.  Other values stay as they are. */
bool codec_yaml_to_json(const YamlReadOptions *options, Val *v) OMNI_CHECKED;

/* The key as sigs.k8s.io/yaml writes it; false when it has no text. */
bool codec_yaml_key_text(Arena *arena, Val key, Str *out) OMNI_CHECKED;

/* The value of a document, by go-yaml's rules and then JSON's.  `name` is for
 * positions. */
bool codec_yaml_decode(Ctx *cx, Str name, YamlNode *root,
                       const YamlReadOptions *options, Val *out) OMNI_CHECKED;

#endif
