/* SPDX-License-Identifier: MPL-2.0 */
/*
 * X.509 certificates with the fields that sprig sets, in the order in which
 * Go's crypto/x509 writes them.
 *
 * All that OpenSSL holds for one certificate stands in a Maker, so that there
 * is one place that releases it.
 */
#include "fn/crypto_cert.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "fn/crypto_key.h"
#include "fn/moment.h"
#include "fn/random.h"
#include "value/print.h"

#define SERIAL_SIZE 16
#define KEY_ID_SIZE 20

typedef struct Maker {
    Ctx *cx;
    const CryptoCertRequest *request;
    EVP_PKEY *key;
    X509 *cert;
    X509 *issuer;         /* NULL: the certificate itself */
    EVP_PKEY *issuer_key; /* NULL: `key` */
    GENERAL_NAMES *names;
} Maker;

static bool fail_creating(Maker *m, const char *why)
{
    return fail_here(m->cx, ERR_CALL, "error creating certificate: x509: %s",
                     why);
}

static X509 *read_cert(Str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;

    return d2i_X509(NULL, &at, (long)bytes.len);
}

bool crypto_cert_check(Ctx *cx, Str bytes, const char *name)
{
    X509 *cert;

    if (!crypto_key_set_up(cx))
        return false;
    cert = read_cert(bytes);
    X509_free(cert);
    if (cert == NULL)
        return fail_here(
            cx, ERR_CALL,
            "error parsing certificate: %s: x509: malformed certificate", name);
    return true;
}

static bool add_name(Maker *m, int type, ASN1_STRING *value)
{
    GENERAL_NAME *name = GENERAL_NAME_new();

    if (value == NULL || name == NULL) {
        ASN1_STRING_free(value);
        GENERAL_NAME_free(name);
        return fail_creating(m, "out of memory");
    }
    GENERAL_NAME_set0_value(name, type, value);
    if (sk_GENERAL_NAME_push(m->names, name) == 0) {
        GENERAL_NAME_free(name);
        return fail_creating(m, "out of memory");
    }
    return true;
}

static ASN1_STRING *new_string(int type, const void *bytes, size_t len)
{
    ASN1_STRING *string = ASN1_STRING_type_new(type);

    if (string != NULL && ASN1_STRING_set(string, bytes, (int)len) != 1) {
        ASN1_STRING_free(string);
        return NULL;
    }
    return string;
}

/* net.ParseIP: 4 bytes, also for an IPv4 address in IPv6 clothes, or 16. */
static size_t parse_ip(Arena *arena, Str text, unsigned char out[16])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0,    0,
                                             0, 0, 0, 0, 0xff, 0xff};
    const char *c_text = arena_c_str(arena, text);

    if (str_find_byte(text, '\0', 0) != SIZE_MAX)
        return 0;
    if (inet_pton(AF_INET, c_text, out) == 1)
        return 4;
    if (inet_pton(AF_INET6, c_text, out) != 1)
        return 0;
    if (memcmp(out, mapped, sizeof(mapped)) != 0)
        return 16;
    memmove(out, out + sizeof(mapped), 4);
    return 4;
}

static bool fail_element(Ctx *cx, const char *what, Val v, const char *why)
{
    Buf msg;

    buf_init(&msg, cx->arena);
    buf_add_c(&msg, what);
    if (!val_sprint(cx, &msg, &v, 1))
        return false;
    buf_add_c(&msg, why);
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

static bool check_ips(Maker *m)
{
    const List *ips = m->request->ips;
    unsigned char bytes[16];

    for (size_t i = 0; ips != NULL && i < ips->len; i++) {
        Val v = ips->items[i];

        if (v.go_type != GO_STRING)
            return fail_element(m->cx, "error parsing ip: ", v,
                                " is not a string");
        if (parse_ip(m->cx->arena, val_str(v), bytes) == 0)
            return fail_element(m->cx, "error parsing ip: ", v, "");
    }
    return true;
}

static bool add_ips(Maker *m)
{
    const List *ips = m->request->ips;
    unsigned char bytes[16];

    for (size_t i = 0; ips != NULL && i < ips->len; i++) {
        size_t len = parse_ip(m->cx->arena, val_str(ips->items[i]), bytes);

        if (!add_name(m, GEN_IPADD,
                      new_string(V_ASN1_OCTET_STRING, bytes, len)))
            return false;
    }
    return true;
}

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

static bool add_dns_name(Maker *m, Str name)
{
    Buf why;

    if (is_ascii(name))
        return add_name(m, GEN_DNS,
                        new_string(V_ASN1_IA5STRING,
                                   name.len == 0 ? "" : name.ptr, name.len));
    buf_init(&why, m->cx->arena);
    buf_add_c(&why, "error creating certificate: x509: ");
    val_add_quoted(&why, name, false);
    buf_add_c(&why, " cannot be encoded as an IA5String");
    return fail_str(m->cx, ERR_CALL, buf_str(&why));
}

static bool check_names(Maker *m)
{
    const List *names = m->request->names;

    for (size_t i = 0; names != NULL && i < names->len; i++) {
        if (names->items[i].go_type != GO_STRING)
            return fail_element(m->cx, "error processing alternate dns name: ",
                                names->items[i], " is not a string");
    }
    return true;
}

static bool add_dns_names(Maker *m)
{
    const List *names = m->request->names;

    for (size_t i = 0; names != NULL && i < names->len; i++) {
        if (!add_dns_name(m, val_str(names->items[i])))
            return false;
    }
    return true;
}

static bool set_serial(Maker *m)
{
    unsigned char bytes[SERIAL_SIZE];
    BIGNUM *number;
    bool ok;

    if (!random_bytes(m->cx, bytes, sizeof(bytes)))
        return false;
    number = BN_bin2bn(bytes, sizeof(bytes), NULL);
    ok = number != NULL &&
         BN_to_ASN1_INTEGER(number, X509_get_serialNumber(m->cert)) != NULL;
    BN_free(number);
    return ok || fail_creating(m, "cannot set the serial number");
}

/* Nanoseconds wrap, as Go's time.Duration does. */
static bool set_validity(Maker *m)
{
    uint64_t length = (uint64_t)m->request->days * SECONDS_PER_DAY *
                      (uint64_t)NANOSECONDS_PER_SECOND;
    Moment now = moment_from_nanoseconds(m->cx->world->now(m->cx->world->self));
    Moment end = moment_add(now, (int64_t)length);

    if (ASN1_TIME_set(X509_getm_notBefore(m->cert), now.seconds) == NULL ||
        ASN1_TIME_set(X509_getm_notAfter(m->cert), end.seconds) == NULL)
        return fail_creating(m, "cannot represent time as GeneralizedTime");
    return true;
}

static bool is_printable(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9');

        if (!alnum && (c == '\0' || strchr(" '()+,-./:=?", c) == NULL))
            return false;
    }
    return true;
}

/* An empty common name gives an empty subject. */
static bool set_names(Maker *m)
{
    Str name = m->request->common_name;
    X509_NAME *subject = X509_get_subject_name(m->cert);
    int type = is_printable(name) ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING;
    const X509_NAME *issuer;

    if (!utf8_is_valid(name))
        return fail_here(m->cx, ERR_CALL,
                         "error creating certificate: asn1: string not valid "
                         "UTF-8");
    if (name.len > INT_MAX ||
        (name.len > 0 &&
         X509_NAME_add_entry_by_NID(subject, NID_commonName, type,
                                    (const unsigned char *)name.ptr,
                                    (int)name.len, -1, 0) != 1))
        return fail_creating(m, "cannot set the common name");
    issuer = m->issuer == NULL ? subject : X509_get_subject_name(m->issuer);
    if (X509_set_issuer_name(m->cert, issuer) != 1)
        return fail_creating(m, "cannot set the issuer");
    return true;
}

static bool add_extension(Maker *m, int nid, const char *text)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, text);
    bool ok = extension != NULL && X509_add_ext(m->cert, extension, -1) == 1;

    X509_EXTENSION_free(extension);
    return ok || fail_creating(m, "cannot add an extension");
}

/* RFC 7093: the first 160 bits of the SHA-256 of the public key. */
static bool add_key_id(Maker *m)
{
    const ASN1_BIT_STRING *key = X509_get0_pubkey_bitstr(m->cert);
    unsigned char sum[EVP_MAX_MD_SIZE];
    ASN1_STRING *id;
    bool ok;

    if (EVP_Digest(ASN1_STRING_get0_data(key), (size_t)ASN1_STRING_length(key),
                   sum, NULL, EVP_sha256(), NULL) != 1)
        return fail_creating(m, "SHA-256 is not available");
    id = new_string(V_ASN1_OCTET_STRING, sum, KEY_ID_SIZE);
    ok = id != NULL && X509_add1_ext_i2d(m->cert, NID_subject_key_identifier,
                                         id, 0, X509V3_ADD_APPEND) == 1;
    ASN1_STRING_free(id);
    return ok || fail_creating(m, "cannot add the key identifier");
}

/* Names the issuer's key if the issuer is another one and has such a name. */
static bool add_authority_id(Maker *m)
{
    const ASN1_OCTET_STRING *id =
        m->issuer == NULL ? NULL : X509_get0_subject_key_id(m->issuer);
    AUTHORITY_KEYID *authority;
    bool ok;

    if (id == NULL || X509_NAME_cmp(X509_get_subject_name(m->cert),
                                    X509_get_subject_name(m->issuer)) == 0)
        return true;
    authority = AUTHORITY_KEYID_new();
    if (authority == NULL)
        return fail_creating(m, "out of memory");
    authority->keyid = ASN1_OCTET_STRING_dup(id);
    ok = authority->keyid != NULL &&
         X509_add1_ext_i2d(m->cert, NID_authority_key_identifier, authority, 0,
                           X509V3_ADD_APPEND) == 1;
    AUTHORITY_KEYID_free(authority);
    return ok || fail_creating(m, "cannot add the authority's key");
}

static bool add_alternative_names(Maker *m)
{
    int critical = m->request->common_name.len == 0 ? 1 : 0;

    if (sk_GENERAL_NAME_num(m->names) == 0)
        return true;
    return X509_add1_ext_i2d(m->cert, NID_subject_alt_name, m->names, critical,
                             X509V3_ADD_APPEND) == 1 ||
           fail_creating(m, "cannot add the alternative names");
}

static bool add_extensions(Maker *m)
{
    bool authority = m->request->is_authority;

    return add_extension(m, NID_key_usage,
                         authority ? "critical,digitalSignature,"
                                     "keyEncipherment,keyCertSign"
                                   : "critical,digitalSignature,"
                                     "keyEncipherment") &&
           add_extension(m, NID_ext_key_usage, "serverAuth,clientAuth") &&
           add_extension(m, NID_basic_constraints,
                         authority ? "critical,CA:TRUE"
                                   : "critical,CA:FALSE") &&
           (!authority || add_key_id(m)) && add_authority_id(m) &&
           add_alternative_names(m);
}

static const EVP_MD *digest_for(const EVP_PKEY *key)
{
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519)
        return NULL;
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC ||
        EVP_PKEY_get_bits(key) <= 256)
        return EVP_sha256();
    return EVP_PKEY_get_bits(key) <= 384 ? EVP_sha384() : EVP_sha512();
}

static bool sign(Maker *m)
{
    EVP_PKEY *key = m->issuer_key == NULL ? m->key : m->issuer_key;

    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_DSA)
        return fail_creating(
            m, "certificate private key does not implement crypto.Signer");
    if (m->issuer != NULL && X509_check_private_key(m->issuer, key) != 1)
        return fail_creating(
            m, "provided PrivateKey doesn't match parent's PublicKey");
    return X509_sign(m->cert, key, digest_for(key)) > 0 ||
           fail_creating(m, "cannot sign");
}

static bool open_issuer(Maker *m, const CryptoCert *signer)
{
    CryptoPem pem;

    if (!crypto_key_find_pem(m->cx->arena, signer->cert, &pem))
        return fail_here(m->cx, ERR_CALL, "unable to decode certificate");
    if (!crypto_cert_check(m->cx, pem.bytes, "decodedSignerCert.Bytes"))
        return false;
    m->issuer = read_cert(pem.bytes);
    if (!crypto_key_read(m->cx, signer->key, &m->issuer_key))
        return err_wrap(m->cx, (SourcePos){STR_NONE, 0, 0},
                        "error parsing private key");
    return true;
}

static bool write_cert(Maker *m, CryptoCert *out)
{
    unsigned char *bytes = NULL;
    int len = i2d_X509(m->cert, &bytes);
    CryptoPem pem = {.type = STR("CERTIFICATE")};

    if (len < 0)
        return fail_creating(m, "cannot write the certificate");
    pem.bytes =
        arena_str(m->cx->arena, str_from((const char *)bytes, (size_t)len));
    OPENSSL_free(bytes);
    return crypto_key_write_pem(m->cx, &pem, &out->cert) &&
           crypto_key_write(m->cx, m->key, &out->key);
}

static bool make(Maker *m, const CryptoCert *signer, CryptoCert *out)
{
    if (signer != NULL && !open_issuer(m, signer))
        return false;
    m->names = GENERAL_NAMES_new();
    m->cert = X509_new();
    if (m->names == NULL || m->cert == NULL ||
        X509_set_version(m->cert, X509_VERSION_3) != 1 ||
        X509_set_pubkey(m->cert, m->key) != 1)
        return fail_creating(m, "cannot start the certificate");
    /* Go minds the addresses first and writes the DNS names first. */
    return check_ips(m) && check_names(m) && set_serial(m) && set_validity(m) &&
           set_names(m) && add_dns_names(m) && add_ips(m) &&
           add_extensions(m) && sign(m) && write_cert(m, out);
}

bool crypto_cert_new(Ctx *cx, const CryptoCertRequest *request, EVP_PKEY *key,
                     const CryptoCert *signer, CryptoCert *out)
{
    Maker m = {.cx = cx, .request = request, .key = key};
    bool ok = make(&m, signer, out);

    GENERAL_NAMES_free(m.names);
    crypto_key_close(m.issuer_key);
    X509_free(m.issuer);
    X509_free(m.cert);
    return ok;
}
