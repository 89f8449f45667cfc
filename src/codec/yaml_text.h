/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_TEXT_H
#define OMNI_CODEC_YAML_TEXT_H

#include "base/buf.h"
#include "codec/yaml_node.h"

/*
 * What decoded nodes are to Go, for go-yaml's messages.  All but the first
 * three want nodes that were decoded without a failure.
 */

/* What an alias stands for; any other node itself. */
const YamlNode *codec_yaml_target(const YamlNode *node);

/* "<<" that is not quoted. */
bool codec_yaml_is_merge_key(const YamlNode *node);

/* The `*n` elements of a sequence, the last first: the order in which a merge
 * key takes them, so that earlier ones win.  In `arena`. */
YamlNode **codec_yaml_reversed(Arena *arena, const YamlNode *sequence,
                               size_t *n);

/* %#v of what `node` decodes to, as an element of something. */
void codec_yaml_add_go(Buf *buf, Arena *arena, const YamlNode *node);

/* The same as an argument: a nil is "<nil>". */
void codec_yaml_add_go_arg(Buf *buf, Arena *arena, const YamlNode *node);

/* A key below `node` that JSON cannot have, null or above the largest int64,
 * and what sigs.k8s.io/yaml says about it; NULL: none.  Of several Go takes one
 * at random. */
const YamlNode *codec_yaml_find_bad_key(Arena *arena, const YamlNode *node,
                                        Str *problem);

/* strconv.FormatFloat(value, 'g', -1, 32) with YAML's names of what is not
 * finite: how sigs.k8s.io/yaml writes a float that is a key. */
void codec_yaml_add_float32(Buf *buf, double value);

#endif
