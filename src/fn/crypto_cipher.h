/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_CRYPTO_CIPHER_H
#define OMNI_FN_CRYPTO_CIPHER_H

#include "base/ctx.h"

/* AES-256 in CBC mode over whole blocks, and the keyed functions behind
 * derivePassword. */
#define CRYPTO_KEY_SIZE   32
#define CRYPTO_BLOCK_SIZE 16

/* `in` has a length that is a multiple of the block size; the result, in the
 * arena, is as long. */
bool crypto_cipher_run(Ctx *cx, bool encrypting,
                       const unsigned char key[CRYPTO_KEY_SIZE],
                       const unsigned char iv[CRYPTO_BLOCK_SIZE], Str in,
                       Str *out) OMNI_CHECKED;

/* scrypt with N 32768, r 8, p 2 to 64 bytes. */
bool crypto_cipher_scrypt(Ctx *cx, Str password, Str salt,
                          unsigned char out[64]) OMNI_CHECKED;

bool crypto_cipher_hmac_sha256(Ctx *cx, Str key, Str text,
                               unsigned char out[32]) OMNI_CHECKED;

#endif
