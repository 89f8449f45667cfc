/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_PARSE_H
#define OMNI_CODEC_YAML_PARSE_H

#include "codec/yaml_node.h"

typedef struct YamlParse YamlParse;

/* A parser of the documents in `text`, in the arena; nothing it gives borrows
 * from `text`.  `name` is for positions. */
YamlParse *codec_yaml_parse_new(Ctx *cx, Str name, Str text);

/* The tree of the next document; `*root` is NULL after the last. */
bool codec_yaml_parse_document(YamlParse *parse, YamlNode **root) OMNI_CHECKED;

#endif
