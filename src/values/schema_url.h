/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_URL_H
#define OMNI_VALUES_SCHEMA_URL_H

#include "base/ctx.h"

/* As much of URLs as schema ids and references need. */

/* Up to the first '#'. */
Str schema_url_without_fragment(Str url);

/* What is behind the first '#', %XX decoded; empty when there is none. */
Str schema_url_fragment(Arena *arena, Str url);

/* `reference`, which has no fragment, taken from `base` (RFC 3986, 5.2). */
Str schema_url_join(Arena *arena, Str base, Str reference);

/* A fragment with what a URL's path cannot hold as %XX; '/' stays. */
Str schema_url_escape(Arena *arena, Str fragment);

/* Fails: nothing is loaded for a reference. */
bool schema_url_refuse(Ctx *cx, Str url);

#endif
