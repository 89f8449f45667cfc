/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_RESOLVE_H
#define OMNI_CODEC_YAML_RESOLVE_H

#include "base/arena.h"
#include "value/val.h"

/*
 * What a scalar means: go-yaml v2's reading of YAML 1.1.
 */
typedef enum YamlType {
    YAML_TYPE_NULL,
    YAML_TYPE_BOOL,
    YAML_TYPE_INT, /* GO_INT, or GO_UINT64 past the largest int64 */
    YAML_TYPE_FLOAT,
    YAML_TYPE_STR,
    YAML_TYPE_TIMESTAMP, /* its value is the text */
    YAML_TYPE_BINARY,    /* only by a tag; its value is the text */
} YamlType;

/* The longest plain scalar that is a word and no string; all others but strings
 * begin with a digit, a sign or a point. */
#define YAML_WORD_MAX 5u

/* Sets `*out` to what the plain scalar `text` stands for.  `arena` serves for
 * numbers with underscores. */
YamlType codec_yaml_resolve(Arena *arena, Str text, Val *out);

/* The same for any scalar with the tag `tag` ("tag:yaml.org,2002:int", "!x").
 * Binary gives the bytes.  False when the text is none of the tag; `*problem`
 * is then what go-yaml says. */
bool codec_yaml_resolve_tagged(Arena *arena, const char *tag, Str text,
                               Val *out, Str *problem) OMNI_CHECKED;

/* True for text that go-yaml's parseTimestamp accepts. */
bool codec_yaml_is_timestamp(Str text);

#endif
