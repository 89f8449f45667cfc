/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's checksums: SHA from OpenSSL, Adler-32 by hand.
 */
#include <openssl/evp.h>

#include "base/buf.h"
#include "base/num.h"
#include "tmpl/fn.h"

static bool hash_with(const FnCall *call, const EVP_MD *digest, Val *out)
{
    static const char hex[] = "0123456789abcdef";
    Str input = val_str(call->args[0]);
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    Buf text;

    if (EVP_Digest(input.ptr, input.len, sum, &len, digest, NULL) != 1)
        return fail_here(call->cx, ERR_CALL, "the digest is not available");
    buf_init(&text, call->cx->arena);
    for (unsigned i = 0; i < len; i++) {
        buf_add_byte(&text, hex[sum[i] >> 4]);
        buf_add_byte(&text, hex[sum[i] & 15]);
    }
    *out = val_from_str(buf_str(&text));
    return true;
}

/* sha1sum TEXT */
static bool fn_sha1sum(const FnCall *call, Val *out)
{
    return hash_with(call, EVP_sha1(), out);
}

/* sha256sum TEXT */
static bool fn_sha256sum(const FnCall *call, Val *out)
{
    return hash_with(call, EVP_sha256(), out);
}

/* sha512sum TEXT */
static bool fn_sha512sum(const FnCall *call, Val *out)
{
    return hash_with(call, EVP_sha512(), out);
}

/* adler32sum TEXT: in decimal. */
static bool fn_adler32sum(const FnCall *call, Val *out)
{
    const uint32_t modulus = 65521;
    Str input = val_str(call->args[0]);
    uint32_t low = 1;
    uint32_t high = 0;
    Buf text;

    for (size_t i = 0; i < input.len; i++) {
        low = (low + (unsigned char)input.ptr[i]) % modulus;
        high = (high + low) % modulus;
    }
    buf_init(&text, call->cx->arena);
    num_add_uint(&text, high << 16 | low);
    *out = val_from_str(buf_str(&text));
    return true;
}

static const FnDef defs[] = {
    {"adler32sum", "s", fn_adler32sum},
    {"sha1sum",    "s", fn_sha1sum   },
    {"sha256sum",  "s", fn_sha256sum },
    {"sha512sum",  "s", fn_sha512sum },
};

const FnFamily fn_hash = {"hash", defs, ARRAY_LEN(defs)};
