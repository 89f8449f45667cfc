/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_WRITE_H
#define OMNI_CODEC_YAML_WRITE_H

#include "base/buf.h"
#include "base/ctx.h"
#include "value/val.h"

/* `v` as sigs.k8s.io/yaml's Marshal writes it (go-yaml v2 over JSON values):
 * keys in go-yaml's number-aware order, lists not indented under their key,
 * a newline at the end.  Fails on what JSON cannot hold (NaN, a cycle), in
 * encoding/json's words. */
bool codec_write_yaml(Ctx *cx, Buf *buf, Val v) OMNI_CHECKED;

/* Helm's toYamlPretty: go-yaml v3 with indent 2. */
bool codec_write_yaml_pretty(Ctx *cx, Buf *buf, Val v) OMNI_CHECKED;

#endif
