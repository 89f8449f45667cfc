/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_PASS_H
#define OMNI_CODEC_YAML_PASS_H

#include <stdbool.h>

#include "base/str.h"

/* True when `s` is still the same after sigs.k8s.io/yaml has written it as JSON
 * and go-yaml has read that. */
bool codec_yaml_passes_json(Str s, bool is_key);

#endif
