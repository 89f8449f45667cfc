/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_PASS_H
#define OMNI_CODEC_YAML_PASS_H

#include "base/ctx.h"

/* What arrives of a string that sigs.k8s.io/yaml writes as JSON and has
 * go-yaml read again: `s` itself, nearly always.  Fails where that reader
 * does. */
bool codec_yaml_pass_json(Ctx *cx, Str s, bool is_key, Str *out) OMNI_CHECKED;

#endif
