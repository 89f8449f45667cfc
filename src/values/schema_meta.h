/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_META_H
#define OMNI_VALUES_SCHEMA_META_H

#include "base/ctx.h"
#include "value/val.h"

/* The schema of schemas of a draft, and the URL it is known by. */
bool schema_meta_new(Ctx *cx, int draft, Str *url, Val *out) OMNI_CHECKED;

#endif
