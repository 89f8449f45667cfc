/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's encodings.  The decoders never fail: for a malformed text they
 * answer with Go's error text.
 */
#include "fn/base64.h"
#include "tmpl/fn.h"

/* b64enc TEXT */
static bool fn_b64enc(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);

    if (!ctx_want_text(call->cx, text.len / 3 * 4 + 4))
        return false;
    *out = val_from_str(base64_encode(call->cx->arena, text));
    return true;
}

/* b32enc TEXT */
static bool fn_b32enc(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);

    if (!ctx_want_text(call->cx, text.len / 5 * 8 + 8))
        return false;
    *out = val_from_str(base32_encode(call->cx->arena, text));
    return true;
}

/* b64dec TEXT */
static bool fn_b64dec(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Str bytes;
    size_t bad;

    if (!base64_decode(arena, val_str(call->args[0]), &bytes, &bad))
        bytes = arena_fmt(arena, "illegal base64 data at input byte %zu", bad);
    *out = val_from_str(bytes);
    return true;
}

/* b32dec TEXT */
static bool fn_b32dec(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Str bytes;
    size_t bad;

    if (!base32_decode(arena, val_str(call->args[0]), &bytes, &bad))
        bytes = arena_fmt(arena, "illegal base32 data at input byte %zu", bad);
    *out = val_from_str(bytes);
    return true;
}

static const FnDef defs[] = {
    {"b32dec", "s", fn_b32dec},
    {"b32enc", "s", fn_b32enc},
    {"b64dec", "s", fn_b64dec},
    {"b64enc", "s", fn_b64enc},
};

const FnFamily fn_encoding = {"encoding", defs, ARRAY_LEN(defs)};
