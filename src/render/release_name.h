/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_RELEASE_NAME_H
#define OMNI_RENDER_RELEASE_NAME_H

#include "base/ctx.h"
#include "omni/omni.h"

/*
 * What the release is called (helm pkg/action/install.go, NameAndChart and
 * TemplateName).
 */

/* The name that `job` asks for: made from its template, generated, given, or
 * "omni".  In the arena or borrowed from the job.  Fails as a template with
 * sprig's functions fails. */
bool release_name_settle(Ctx *cx, const OmniJob *job, Str *out) OMNI_CHECKED;

/* Fails for a name that Kubernetes refuses. */
bool release_name_check(Ctx *cx, Str name) OMNI_CHECKED;

#endif
