/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Private keys and PEM text, on OpenSSL.  Keys are drawn from OpenSSL's own
 * generator, which the world of the run does not reach.
 */
#include "fn/crypto_key.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/buf.h"

struct CryptoKeyKind {
    const char *name;
    int type;
    int bits; /* 0: the type has one size */
};

static const CryptoKeyKind kinds[] = {
    {"",        EVP_PKEY_RSA,     4096},
    {"rsa",     EVP_PKEY_RSA,     4096},
    {"dsa",     EVP_PKEY_DSA,     2048},
    {"ecdsa",   EVP_PKEY_EC,      0   },
    {"ed25519", EVP_PKEY_ED25519, 0   },
};

static const CryptoKeyKind certificate_kind = {"rsa", EVP_PKEY_RSA, 2048};

const CryptoKeyKind *crypto_key_kind(Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eq_c(name, kinds[i].name))
            return &kinds[i];
    }
    return NULL;
}

bool crypto_key_set_up(Ctx *cx)
{
    return OSSL_LIB_CTX_get0_global_default() != NULL ||
           fail_here(cx, ERR_CALL, "OpenSSL cannot be set up");
}

/* The parameters of DSA keys, L2048N256. */
static EVP_PKEY *new_dsa_parameters(int bits)
{
    EVP_PKEY_CTX *generator = EVP_PKEY_CTX_new_id(EVP_PKEY_DSA, NULL);
    EVP_PKEY *parameters = NULL;

    if (generator != NULL && EVP_PKEY_paramgen_init(generator) == 1 &&
        EVP_PKEY_CTX_set_dsa_paramgen_bits(generator, bits) == 1 &&
        EVP_PKEY_CTX_set_dsa_paramgen_q_bits(generator, 256) == 1)
        (void)EVP_PKEY_paramgen(generator, &parameters);
    EVP_PKEY_CTX_free(generator);
    return parameters;
}

static EVP_PKEY_CTX *new_generator(const CryptoKeyKind *kind)
{
    EVP_PKEY_CTX *generator;
    EVP_PKEY *parameters;

    if (kind->type != EVP_PKEY_DSA)
        return EVP_PKEY_CTX_new_id(kind->type, NULL);
    parameters = new_dsa_parameters(kind->bits);
    if (parameters == NULL)
        return NULL;
    generator = EVP_PKEY_CTX_new(parameters, NULL);
    EVP_PKEY_free(parameters);
    return generator;
}

static bool set_size(EVP_PKEY_CTX *generator, const CryptoKeyKind *kind)
{
    if (kind->type == EVP_PKEY_RSA)
        return EVP_PKEY_CTX_set_rsa_keygen_bits(generator, kind->bits) == 1;
    if (kind->type == EVP_PKEY_EC)
        return EVP_PKEY_CTX_set_ec_paramgen_curve_nid(
                   generator, NID_X9_62_prime256v1) == 1;
    return true;
}

bool crypto_key_new(Ctx *cx, const CryptoKeyKind *kind, EVP_PKEY **out)
{
    EVP_PKEY_CTX *generator;
    EVP_PKEY *key = NULL;

    if (!crypto_key_set_up(cx))
        return false;
    generator = new_generator(kind);
    if (generator != NULL && EVP_PKEY_keygen_init(generator) == 1 &&
        set_size(generator, kind))
        (void)EVP_PKEY_keygen(generator, &key);
    EVP_PKEY_CTX_free(generator);
    if (key == NULL)
        return fail_here(cx, ERR_CALL, "the key type is not available");
    *out = key;
    return true;
}

bool crypto_key_new_rsa(Ctx *cx, EVP_PKEY **out)
{
    return crypto_key_new(cx, &certificate_kind, out);
}

void crypto_key_close(EVP_PKEY *key)
{
    EVP_PKEY_free(key);
}

bool crypto_key_find_pem(Arena *arena, Str text, CryptoPem *out)
{
    BIO *bio =
        text.len > INT_MAX
            ? NULL
            : BIO_new_mem_buf(text.len == 0 ? "" : text.ptr, (int)text.len);
    unsigned char *bytes = NULL;
    char *header = NULL;
    char *name = NULL;
    long len = 0;
    bool found =
        bio != NULL && PEM_read_bio(bio, &name, &header, &bytes, &len) == 1;

    if (found) {
        out->type = arena_str(arena, str_from_c(name));
        out->bytes =
            arena_str(arena, str_from((const char *)bytes, (size_t)len));
    }
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(bytes);
    BIO_free(bio);
    return found;
}

bool crypto_key_write_pem(Ctx *cx, const CryptoPem *pem, Str *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const unsigned char *bytes = (const unsigned char *)pem->bytes.ptr;
    char *text = NULL;
    bool ok =
        bio != NULL && PEM_write_bio(bio, arena_c_str(cx->arena, pem->type), "",
                                     bytes, (long)pem->bytes.len) > 0;

    if (ok) {
        long len = BIO_get_mem_data(bio, &text);

        *out = arena_str(cx->arena, str_from(text, (size_t)len));
    }
    BIO_free(bio);
    return ok || fail_here(cx, ERR_CALL, "cannot write PEM");
}

static const char *pem_type(const EVP_PKEY *key)
{
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return "RSA PRIVATE KEY";
    case EVP_PKEY_DSA: return "DSA PRIVATE KEY";
    case EVP_PKEY_EC: return "EC PRIVATE KEY";
    default: return "PRIVATE KEY";
    }
}

/* For types without a form of their own i2d_PrivateKey writes PKCS #8. */
bool crypto_key_write(Ctx *cx, const EVP_PKEY *key, Str *out)
{
    unsigned char *bytes = NULL;
    int len = i2d_PrivateKey(key, &bytes);
    CryptoPem pem = {.type = str_from_c(pem_type(key))};

    if (len < 0)
        return fail_here(cx, ERR_CALL, "cannot write the private key");
    pem.bytes =
        arena_str(cx->arena, str_from((const char *)bytes, (size_t)len));
    OPENSSL_clear_free(bytes, (size_t)len);
    return crypto_key_write_pem(cx, &pem, out);
}

static EVP_PKEY *read_pkcs8(Str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    PKCS8_PRIV_KEY_INFO *info =
        d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, (long)bytes.len);
    EVP_PKEY *key = info == NULL ? NULL : EVP_PKCS82PKEY(info);

    PKCS8_PRIV_KEY_INFO_free(info);
    return key;
}

static EVP_PKEY *read_typed(int type, Str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;

    return d2i_PrivateKey(type, NULL, &at, (long)bytes.len);
}

/* The key in a block "... PRIVATE KEY". */
static bool read_kind(Ctx *cx, const CryptoPem *pem, EVP_PKEY **out)
{
    Str kind = str_drop_suffix(pem->type, STR(" PRIVATE KEY"));
    int type = str_eq_c(kind, "RSA")   ? EVP_PKEY_RSA
               : str_eq_c(kind, "EC")  ? EVP_PKEY_EC
               : str_eq_c(kind, "DSA") ? EVP_PKEY_DSA
                                       : EVP_PKEY_NONE;

    if (type == EVP_PKEY_NONE)
        return fail_here(cx, ERR_CALL, "invalid private key type %.*s",
                         STR_ARG(pem->type));
    *out = read_typed(type, pem->bytes);
    if (*out == NULL)
        return fail_here(cx, ERR_CALL,
                         "parsing %.*s private key from PEM: x509: failed to "
                         "parse private key",
                         STR_ARG(kind));
    return true;
}

bool crypto_key_read(Ctx *cx, Str pem_text, EVP_PKEY **out)
{
    CryptoPem pem;

    if (!crypto_key_set_up(cx))
        return false;
    if (!crypto_key_find_pem(cx->arena, pem_text, &pem))
        return fail_here(cx, ERR_CALL, "no PEM data in input");
    if (str_eq_c(pem.type, "PRIVATE KEY")) {
        *out = read_pkcs8(pem.bytes);
        if (*out == NULL)
            return fail_here(cx, ERR_CALL,
                             "decoding PEM as PKCS#8: x509: failed to parse "
                             "private key");
        return true;
    }
    if (!str_has_suffix(pem.type, STR(" PRIVATE KEY")))
        return fail_here(cx, ERR_CALL,
                         "no private key data in PEM block of type %.*s",
                         STR_ARG(pem.type));
    return read_kind(cx, &pem, out);
}
