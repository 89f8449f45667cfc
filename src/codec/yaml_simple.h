/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_SIMPLE_H
#define OMNI_CODEC_YAML_SIMPLE_H

#include "codec/yaml_node.h"

/* The only document of `text` as yaml_parse.c would read it, when it is written
 * in the plain way of manifests and values files: ASCII, block mappings and
 * sequences, flow collections and scalars on one line, literals.  NULL when
 * anything else is there, mistakes included; then yaml_parse.c has to read it.
 * Nothing is borrowed. */
YamlNode *codec_yaml_simple(Ctx *cx, Str text);

#endif
