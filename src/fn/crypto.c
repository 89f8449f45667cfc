/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's crypto page: password hashes, AES, private keys and certificates.
 */
#include "base/buf.h"
#include "fn/base64.h"
#include "fn/bcrypt.h"
#include "fn/crypto_cert.h"
#include "fn/crypto_cipher.h"
#include "fn/crypto_key.h"
#include "fn/master_password.h"
#include "fn/random.h"
#include "tmpl/fn.h"
#include "value/host.h"
#include "value/map.h"

#define BCRYPT_COST 10

/* An answer in place of a failure, as sprig likes it: `what` and the text. */
static Str answer(Arena *arena, const char *what, Str text)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add_c(&buf, what);
    buf_add(&buf, text);
    return buf_str(&buf);
}

static bool hash_password(Ctx *cx, Str password, Str *out)
{
    unsigned char salt[BCRYPT_SALT_SIZE];

    if (password.len > BCRYPT_MAX_PASSWORD) {
        *out = STR("failed to encrypt string with bcrypt: bcrypt: password "
                   "length exceeds 72 bytes");
        return true;
    }
    if (!ctx_spend(cx, CTX_SLOW) || !random_bytes(cx, salt, sizeof(salt)))
        return false;
    *out = bcrypt_hash(cx->arena, password, salt, BCRYPT_COST);
    return true;
}

/* bcrypt PASSWORD */
static bool fn_bcrypt(const FnCall *call, Val *out)
{
    Str hash;

    if (!hash_password(call->cx, val_str(call->args[0]), &hash))
        return false;
    *out = val_from_str(hash);
    return true;
}

/* htpasswd USER PASSWORD */
static bool fn_htpasswd(const FnCall *call, Val *out)
{
    Str user = val_str(call->args[0]);
    Str hash;
    Buf line;

    if (str_find_byte(user, ':', 0) != SIZE_MAX) {
        *out =
            val_from_str(answer(call->cx->arena, "invalid username: ", user));
        return true;
    }
    if (!hash_password(call->cx, val_str(call->args[1]), &hash))
        return false;
    buf_init(&line, call->cx->arena);
    buf_add(&line, user);
    buf_add_byte(&line, ':');
    buf_add(&line, hash);
    *out = val_from_str(buf_str(&line));
    return true;
}

/* derivePassword COUNTER TYPE PASSWORD USER SITE */
static bool fn_derive_password(const FnCall *call, Val *out)
{
    MasterPassword request = {
        .counter = (uint32_t)val_int(call->args[0]),
        .type = val_str(call->args[1]),
        .password = val_str(call->args[2]),
        .user = val_str(call->args[3]),
        .site = val_str(call->args[4]),
    };
    Str password;

    if (!ctx_spend(call->cx, CTX_SLOW) ||
        !master_password_derive(call->cx, &request, &password))
        return false;
    *out = val_from_str(password);
    return true;
}

/* The password's first bytes, with zeros behind them. */
static void fill_key(unsigned char key[CRYPTO_KEY_SIZE], Str password)
{
    size_t len =
        password.len < CRYPTO_KEY_SIZE ? password.len : CRYPTO_KEY_SIZE;

    memset(key, 0, CRYPTO_KEY_SIZE);
    if (len > 0)
        memcpy(key, password.ptr, len);
}

/* encryptAES PASSWORD TEXT: the vector and the blocks, in base64. */
static bool fn_encrypt_aes(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;
    Str text = val_str(call->args[1]);
    size_t padding = CRYPTO_BLOCK_SIZE - text.len % CRYPTO_BLOCK_SIZE;
    unsigned char key[CRYPTO_KEY_SIZE];
    unsigned char iv[CRYPTO_BLOCK_SIZE];
    Buf plain;
    Buf sealed;
    Str blocks;

    *out = val_from_str(STR(""));
    if (text.len == 0)
        return true;
    if (!ctx_want_text(cx, text.len * 2) || !random_bytes(cx, iv, sizeof(iv)))
        return false;
    fill_key(key, val_str(call->args[0]));
    buf_init(&plain, cx->arena);
    buf_init(&sealed, cx->arena);
    buf_add(&plain, text);
    buf_add_repeat(&plain, (char)padding, padding);
    if (!crypto_cipher_run(cx, true, key, iv, buf_str(&plain), &blocks))
        return false;
    buf_add(&sealed, str_from((const char *)iv, sizeof(iv)));
    buf_add(&sealed, blocks);
    *out = val_from_str(base64_encode(cx->arena, buf_str(&sealed)));
    return true;
}

/* The panics of Go's slices and cipher for a text that is too short or no
 * whole number of blocks; `room` is what Go's decoder set aside. */
static bool check_sealed(Ctx *cx, Str sealed, size_t room)
{
    if (room < CRYPTO_BLOCK_SIZE)
        return fail_here(cx, ERR_CALL,
                         "runtime error: slice bounds out of range [:%d] with "
                         "capacity %zu",
                         CRYPTO_BLOCK_SIZE, room);
    if (sealed.len < CRYPTO_BLOCK_SIZE)
        return fail_here(cx, ERR_CALL,
                         "runtime error: slice bounds out of range [%d:%zu]",
                         CRYPTO_BLOCK_SIZE, sealed.len);
    if (sealed.len % CRYPTO_BLOCK_SIZE != 0)
        return fail_here(cx, ERR_CALL, "crypto/cipher: input not full blocks");
    if (sealed.len == CRYPTO_BLOCK_SIZE)
        return fail_here(cx, ERR_CALL,
                         "runtime error: index out of range [-1]");
    return true;
}

/* decryptAES PASSWORD SEALED */
static bool fn_decrypt_aes(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;
    Str text = val_str(call->args[1]);
    unsigned char key[CRYPTO_KEY_SIZE];
    unsigned char iv[CRYPTO_BLOCK_SIZE];
    size_t padding;
    size_t bad;
    Str sealed;
    Str plain;

    *out = val_from_str(STR(""));
    if (text.len == 0)
        return true;
    if (!base64_decode(cx->arena, text, &sealed, &bad))
        return fail_here(cx, ERR_CALL, "illegal base64 data at input byte %zu",
                         bad);
    if (!check_sealed(cx, sealed, text.len / 4 * 3))
        return false;
    fill_key(key, val_str(call->args[0]));
    memcpy(iv, sealed.ptr, sizeof(iv));
    if (!crypto_cipher_run(cx, false, key, iv, str_skip(sealed, sizeof(iv)),
                           &plain))
        return false;
    padding = (unsigned char)plain.ptr[plain.len - 1];
    if (padding > plain.len)
        return fail_here(cx, ERR_CALL,
                         "runtime error: slice bounds out of range [:-%zu]",
                         padding - plain.len);
    *out = val_from_str(str_slice(plain, 0, plain.len - padding));
    return true;
}

/* genPrivateKey TYPE */
static bool fn_gen_private_key(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;
    Str name = val_str(call->args[0]);
    const CryptoKeyKind *kind = crypto_key_kind(name);
    EVP_PKEY *key;
    Str pem;
    bool ok;

    if (kind == NULL) {
        *out = val_from_str(answer(cx->arena, "Unknown type ", name));
        return true;
    }
    if (!ctx_spend(cx, CTX_SLOW))
        return false;
    /* sprig would print why not; a text like that is no key for anybody. */
    if (!crypto_key_new(cx, kind, &key))
        return false;
    ok = crypto_key_write(cx, key, &pem);
    crypto_key_close(key);
    if (ok)
        *out = val_from_str(pem);
    return ok;
}

/* sprig's struct of a certificate and its key. */
static bool cert_field(Ctx *cx, const Host *self, Str name, Val *out)
{
    const CryptoCert *cert = self->self;

    (void)cx;
    if (!str_eq_c(name, "Cert") && !str_eq_c(name, "Key"))
        return false;
    *out = val_from_str(str_eq_c(name, "Cert") ? cert->cert : cert->key);
    return true;
}

static HostParts cert_parts(Ctx *cx, const Host *self)
{
    const CryptoCert *cert = self->self;
    HostPart *parts = ARENA_ARRAY(cx->arena, HostPart, 2);

    parts[0] = (HostPart){"Cert", val_from_str(cert->cert)};
    parts[1] = (HostPart){"Key", val_from_str(cert->key)};
    return (HostParts){parts, 2};
}

static bool cert_to_val(Ctx *cx, const Host *self, Val *out)
{
    const CryptoCert *cert = self->self;
    Map *map = map_new(cx->arena, 2);

    map_set(map, STR("Cert"), val_from_str(cert->cert));
    map_set(map, STR("Key"), val_from_str(cert->key));
    *out = val_from_map(map);
    return true;
}

static const HostClass cert_class = {
    .type_name = "sprig.certificate",
    .kind_name = "struct",
    .field = cert_field,
    .parts = cert_parts,
    .to_val = cert_to_val,
};

static Val val_from_cert(Arena *arena, CryptoCert cert)
{
    CryptoCert *kept = ARENA_NEW(arena, CryptoCert);

    *kept = cert;
    return val_from_host(host_new(arena, &cert_class, kept));
}

/* buildCustomCert CERT KEY: both in base64. */
static bool fn_build_custom_cert(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;
    CryptoCert cert;
    CryptoPem pem;
    EVP_PKEY *key;
    size_t bad;

    if (!base64_decode(cx->arena, val_str(call->args[0]), &cert.cert, &bad))
        return fail_here(cx, ERR_CALL, "unable to decode base64 certificate");
    if (!base64_decode(cx->arena, val_str(call->args[1]), &cert.key, &bad))
        return fail_here(cx, ERR_CALL, "unable to decode base64 private key");
    if (!crypto_key_find_pem(cx->arena, cert.cert, &pem))
        return fail_here(cx, ERR_CALL, "unable to decode certificate");
    if (!crypto_cert_check(cx, pem.bytes, "decodedCert.Bytes"))
        return false;
    if (!crypto_key_read(cx, cert.key, &key))
        return err_wrap(cx, (SourcePos){STR_NONE, 0, 0},
                        "error parsing private key");
    crypto_key_close(key);
    *out = val_from_cert(cx->arena, cert);
    return true;
}

/* Makes the certificate.  `key_pem` NULL: with a new key. */
static bool make_cert(Ctx *cx, const CryptoCertRequest *request,
                      const CryptoCert *signer, const Val *key_pem, Val *out)
{
    CryptoCert cert;
    EVP_PKEY *key;
    bool ok;

    if (!ctx_spend(cx, CTX_SLOW))
        return false;
    if (key_pem == NULL && !crypto_key_new_rsa(cx, &key))
        return err_wrap(cx, (SourcePos){STR_NONE, 0, 0},
                        "error generating rsa key");
    if (key_pem != NULL && !crypto_key_read(cx, val_str(*key_pem), &key))
        return err_wrap(cx, (SourcePos){STR_NONE, 0, 0}, "parsing private key");
    ok = crypto_cert_new(cx, request, key, signer, &cert);
    crypto_key_close(key);
    if (ok)
        *out = val_from_cert(cx->arena, cert);
    return ok;
}

/* genCA NAME DAYS, genCAWithKey NAME DAYS KEY */
static bool fn_gen_ca(const FnCall *call, Val *out)
{
    CryptoCertRequest request = {
        .common_name = val_str(call->args[0]),
        .days = val_int(call->args[1]),
        .is_authority = true,
    };

    return make_cert(call->cx, &request, NULL,
                     call->n > 2 ? &call->args[2] : NULL, out);
}

static CryptoCertRequest request_of(const FnCall *call)
{
    return (CryptoCertRequest){
        .common_name = val_str(call->args[0]),
        .ips = val_list(call->args[1]),
        .names = val_list(call->args[2]),
        .days = val_int(call->args[3]),
    };
}

/* genSelfSignedCert NAME IPS DNS_NAMES DAYS, ...WithKey ... KEY */
static bool fn_gen_self_signed_cert(const FnCall *call, Val *out)
{
    CryptoCertRequest request = request_of(call);

    return make_cert(call->cx, &request, NULL,
                     call->n > 4 ? &call->args[4] : NULL, out);
}

/* genSignedCert NAME IPS DNS_NAMES DAYS CA, ...WithKey ... KEY */
static bool fn_gen_signed_cert(const FnCall *call, Val *out)
{
    CryptoCertRequest request = request_of(call);
    const CryptoCert *signer = call->args[4].as.host->self;

    return make_cert(call->cx, &request, signer,
                     call->n > 5 ? &call->args[5] : NULL, out);
}

static const FnDef defs[] = {
    {"bcrypt",                   "s",      fn_bcrypt              },
    {"buildCustomCert",          "ss",     fn_build_custom_cert   },
    {"decryptAES",               "ss",     fn_decrypt_aes         },
    {"derivePassword",           "ussss",  fn_derive_password     },
    {"encryptAES",               "ss",     fn_encrypt_aes         },
    {"genCA",                    "si",     fn_gen_ca              },
    {"genCAWithKey",             "sis",    fn_gen_ca              },
    {"genPrivateKey",            "s",      fn_gen_private_key     },
    {"genSelfSignedCert",        "slli",   fn_gen_self_signed_cert},
    {"genSelfSignedCertWithKey", "sllis",  fn_gen_self_signed_cert},
    {"genSignedCert",            "slliC",  fn_gen_signed_cert     },
    {"genSignedCertWithKey",     "slliCs", fn_gen_signed_cert     },
    {"htpasswd",                 "ss",     fn_htpasswd            },
};

const FnFamily fn_crypto = {"crypto", defs, ARRAY_LEN(defs)};
