/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Symmetric cryptography from OpenSSL.
 */
#include "fn/crypto_cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "fn/crypto_key.h"

#define CIPHER_MAX_INPUT ((size_t)INT_MAX - CRYPTO_BLOCK_SIZE)

static const unsigned char *bytes_of(Str s)
{
    return (const unsigned char *)(s.len == 0 ? "" : s.ptr);
}

static bool run_blocks(EVP_CIPHER_CTX *cipher, bool encrypting,
                       const unsigned char *key, const unsigned char *iv,
                       Str in, unsigned char *out)
{
    int len = 0;
    int rest = 0;

    return EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, key, iv,
                             encrypting ? 1 : 0) == 1 &&
           EVP_CIPHER_CTX_set_padding(cipher, 0) == 1 &&
           EVP_CipherUpdate(cipher, out, &len, bytes_of(in), (int)in.len) ==
               1 &&
           EVP_CipherFinal_ex(cipher, out + len, &rest) == 1;
}

bool crypto_cipher_run(Ctx *cx, bool encrypting,
                       const unsigned char key[CRYPTO_KEY_SIZE],
                       const unsigned char iv[CRYPTO_BLOCK_SIZE], Str in,
                       Str *out)
{
    char *text = arena_alloc_text(cx->arena, in.len + CRYPTO_BLOCK_SIZE);
    EVP_CIPHER_CTX *cipher;
    bool ok;

    if (!crypto_key_set_up(cx))
        return false;
    cipher = EVP_CIPHER_CTX_new();
    ok = cipher != NULL && in.len <= CIPHER_MAX_INPUT &&
         run_blocks(cipher, encrypting, key, iv, in, (unsigned char *)text);

    EVP_CIPHER_CTX_free(cipher);
    if (!ok)
        return fail_here(cx, ERR_CALL, "the cipher is not available");
    *out = str_from(text, in.len);
    return true;
}

bool crypto_cipher_scrypt(Ctx *cx, Str password, Str salt,
                          unsigned char out[64])
{
    const uint64_t max_memory = (uint64_t)64 << 20;

    if (!crypto_key_set_up(cx))
        return false;
    if (EVP_PBE_scrypt(password.len == 0 ? "" : password.ptr, password.len,
                       bytes_of(salt), salt.len, 32768, 8, 2, max_memory, out,
                       64) != 1)
        return fail_here(cx, ERR_CALL, "scrypt is not available");
    return true;
}

bool crypto_cipher_hmac_sha256(Ctx *cx, Str key, Str text,
                               unsigned char out[32])
{
    unsigned len = 0;

    if (key.len > INT_MAX || HMAC(EVP_sha256(), bytes_of(key), (int)key.len,
                                  bytes_of(text), text.len, out, &len) == NULL)
        return fail_here(cx, ERR_CALL, "HMAC is not available");
    return true;
}
