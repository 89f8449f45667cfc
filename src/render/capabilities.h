/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_CAPABILITIES_H
#define OMNI_RENDER_CAPABILITIES_H

#include "base/ctx.h"
#include "value/host.h"

/* .Capabilities and its parts (helm pkg/chart/common/capabilities.go). */
typedef struct KubeVersion {
    Str version;    /* as given, "v" in front: "v1.33.4-gke.1" */
    Str normalized; /* "v1.33.4": what constraints are checked against */
    Str major;
    Str minor;
} KubeVersion;

/* Reads a --kube-version text.  The error is "invalid kube version 'x': ..."
 * as Helm prints it. */
bool kube_version_parse(Ctx *cx, Str text, KubeVersion *out) OMNI_CHECKED;

/* `extra` are the --api-versions texts, added behind Helm's default set. */
const Host *capabilities_host_new(Ctx *cx, KubeVersion kube, const Str *extra,
                                  size_t n_extra);

#endif
