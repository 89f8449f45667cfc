/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_CRYPTO_CERT_H
#define OMNI_FN_CRYPTO_CERT_H

#include "fn/crypto_key.h"
#include "value/list.h"

/* A certificate and its private key, in PEM. */
typedef struct CryptoCert {
    Str cert;
    Str key;
} CryptoCert;

typedef struct CryptoCertRequest {
    Str common_name;
    const List *ips;   /* NULL: none */
    const List *names; /* DNS names; NULL: none */
    int64_t days;
    bool is_authority;
} CryptoCertRequest;

/* A certificate for `key`, signed by `signer`; NULL: by the key itself.  Fails
 * with sprig's complaints. */
bool crypto_cert_new(Ctx *cx, const CryptoCertRequest *request, EVP_PKEY *key,
                     const CryptoCert *signer, CryptoCert *out) OMNI_CHECKED;

/* Fails when `bytes` are no DER certificate; `name` is what the complaint
 * calls them. */
bool crypto_cert_check(Ctx *cx, Str bytes, const char *name) OMNI_CHECKED;

#endif
