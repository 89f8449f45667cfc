/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_KUBECONFIG_H
#define OMNI_RENDER_KUBECONFIG_H

#include "base/ctx.h"
#include "omni/omni.h"

/* The namespace of the release: the job's own, that of the context its
 * kubeconfig files name, or "default".  A kubeconfig that cannot be used is
 * passed over in silence, as Helm does (helm pkg/cli/environment.go,
 * Namespace). */
Str kubeconfig_namespace(Ctx *cx, const OmniJob *job);

#endif
