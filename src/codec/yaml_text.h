/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_TEXT_H
#define OMNI_CODEC_YAML_TEXT_H

#include "base/buf.h"
#include "codec/yaml_node.h"

/*
 * Decoded nodes as Go's fmt prints them, for go-yaml's messages.
 */

/* %#v of what `node` decodes to, as an element of something. */
void codec_yaml_add_go(Buf *buf, Arena *arena, const YamlNode *node);

/* The same as an argument: a nil is "<nil>". */
void codec_yaml_add_go_arg(Buf *buf, Arena *arena, const YamlNode *node);

/* strconv.FormatFloat(value, 'g', -1, 32) with YAML's names of what is not
 * finite: how sigs.k8s.io/yaml writes a float that is a key. */
void codec_yaml_add_float32(Buf *buf, double value);

#endif
