/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_CRYPTO_KEY_H
#define OMNI_FN_CRYPTO_KEY_H

#include <openssl/types.h>

#include "base/ctx.h"

/*
 * Private keys.  A key that a function here gives out is released with
 * crypto_key_close.
 */

/* Sets OpenSSL up, once in a process; to be called before it looks any
 * algorithm up.  Fails when there is no memory for that, which OpenSSL itself
 * does not notice. */
bool crypto_key_set_up(Ctx *cx) OMNI_CHECKED;

/* One kind of sprig's genPrivateKey: "rsa" (4096 bits), "dsa", "ecdsa",
 * "ed25519"; NULL when there is none of that name. */
typedef struct CryptoKeyKind CryptoKeyKind;
const CryptoKeyKind *crypto_key_kind(Str name);

/* Fails when the library cannot make one. */
bool crypto_key_new(Ctx *cx, const CryptoKeyKind *kind,
                    EVP_PKEY **out) OMNI_CHECKED;

/* An RSA key of 2048 bits, as certificates get. */
bool crypto_key_new_rsa(Ctx *cx, EVP_PKEY **out) OMNI_CHECKED;

/* Reads PEM text; fails with sprig's complaints. */
bool crypto_key_read(Ctx *cx, Str pem, EVP_PKEY **out) OMNI_CHECKED;

/* PEM in the form that sprig chooses for the kind of key. */
bool crypto_key_write(Ctx *cx, const EVP_PKEY *key, Str *out) OMNI_CHECKED;

void crypto_key_close(EVP_PKEY *key);

/* The first PEM block of a text. */
typedef struct CryptoPem {
    Str type;
    Str bytes;
} CryptoPem;

/* In the arena; false when there is none. */
bool crypto_key_find_pem(Arena *arena, Str text, CryptoPem *out) OMNI_CHECKED;

bool crypto_key_write_pem(Ctx *cx, const CryptoPem *pem, Str *out) OMNI_CHECKED;

#endif
