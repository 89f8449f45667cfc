/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_URL_H
#define OMNI_VALUES_SCHEMA_URL_H

#include "base/buf.h"
#include "base/ctx.h"

/*
 * As much of Go's net/url as ids, references and the formats of a schema need.
 */
typedef struct SchemaUrl {
    Str scheme; /* lower case; empty: relative */
    Str opaque;
    Str user;
    Str host; /* with brackets and port */
    Str path; /* as written */
    Str query;
    bool has_user;
    bool has_authority; /* "//", be it empty */
    bool has_query;
} SchemaUrl;

/* Checks the text of an IP address as Go's netip.ParseAddr does; fails in its
 * words. */
typedef bool SchemaCheckAddress(Ctx *cx, Str text, bool *is_v4);

/* url.Parse; a fragment is checked and left out.  Fails with "parse TEXT:
 * REASON". */
bool schema_url_parse(Ctx *cx, Str text, SchemaCheckAddress *check_address,
                      SchemaUrl *out) OMNI_CHECKED;

/* The path, percent signs decoded. */
Str schema_url_path(Arena *arena, const SchemaUrl *url);

/* The path as written if that is not the usual spelling; else empty. */
Str schema_url_raw_path(Arena *arena, const SchemaUrl *url);

/* The host without brackets and port, percent signs decoded. */
Str schema_url_host_name(Arena *arena, const SchemaUrl *url);

/* `s` with %XX decoded. */
Str schema_url_unescape(Arena *arena, Str s);

/* As Go writes it (String): %XX where a path needs them, no fragment. */
Str schema_url_text(Arena *arena, const SchemaUrl *url);

/* `reference` taken from `base`, as text (ResolveReference, String). */
Str schema_url_resolve(Arena *arena, const SchemaUrl *base,
                       const SchemaUrl *reference);

/* Up to the first '#'. */
Str schema_url_without_fragment(Str url);

/* What is behind the first '#', %XX decoded; empty when there is none.  Fails
 * with "invalid URL escape ...". */
bool schema_url_fragment(Ctx *cx, Str url, Str *out) OMNI_CHECKED;

/* A fragment with what a URL's path cannot hold as %XX; '/' stays. */
void schema_url_add_escaped(Buf *buf, Str fragment);

#endif
