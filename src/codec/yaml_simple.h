/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_SIMPLE_H
#define OMNI_CODEC_YAML_SIMPLE_H

#include "codec/yaml_read.h"

/* The only document of `text` as yaml_parse.c and yaml_decode.c would read it,
 * when it is written in the plain way of manifests and values files: block
 * mappings and sequences, flow collections and quoted scalars on one line,
 * plain scalars and literals.  False when anything else is there, mistakes
 * included; then those have to read it.  Entries that options->is_wanted
 * refuses are left out; with options->on_pos nothing is read.  Strings are
 * borrowed from `text`. */
bool codec_yaml_simple(Ctx *cx, Str text, const YamlReadOptions *options,
                       Val *out) OMNI_CHECKED;

#endif
