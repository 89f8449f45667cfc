/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's checksums: SHA from OpenSSL, Adler-32 by hand.
 *
 * The SHA functions are those of OpenSSL 1.1: what came after them looks every
 * digest up by name in a library that has to be set up first, which takes
 * longer than most charts do.
 */
#define OPENSSL_API_COMPAT 0x10100000L

#include <openssl/sha.h>

#include "base/buf.h"
#include "base/num.h"
#include "tmpl/fn.h"

static void set_hex(const FnCall *call, const unsigned char *sum, size_t len,
                    Val *out)
{
    static const char hex[] = "0123456789abcdef";
    char *text = arena_alloc_text(call->cx->arena, len * 2);

    for (size_t i = 0; i < len; i++) {
        text[i * 2] = hex[sum[i] >> 4];
        text[i * 2 + 1] = hex[sum[i] & 15];
    }
    *out = val_from_str(str_from(text, len * 2));
}

/* sha1sum TEXT */
static bool fn_sha1sum(const FnCall *call, Val *out)
{
    Str input = val_str(call->args[0]);
    unsigned char sum[SHA_DIGEST_LENGTH];
    SHA_CTX state;

    SHA1_Init(&state);
    SHA1_Update(&state, input.ptr, input.len);
    SHA1_Final(sum, &state);
    set_hex(call, sum, sizeof(sum), out);
    return true;
}

/* sha256sum TEXT */
static bool fn_sha256sum(const FnCall *call, Val *out)
{
    Str input = val_str(call->args[0]);
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_CTX state;

    SHA256_Init(&state);
    SHA256_Update(&state, input.ptr, input.len);
    SHA256_Final(sum, &state);
    set_hex(call, sum, sizeof(sum), out);
    return true;
}

/* sha512sum TEXT */
static bool fn_sha512sum(const FnCall *call, Val *out)
{
    Str input = val_str(call->args[0]);
    unsigned char sum[SHA512_DIGEST_LENGTH];
    SHA512_CTX state;

    SHA512_Init(&state);
    SHA512_Update(&state, input.ptr, input.len);
    SHA512_Final(sum, &state);
    set_hex(call, sum, sizeof(sum), out);
    return true;
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
