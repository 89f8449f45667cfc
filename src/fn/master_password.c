/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The Master Password algorithm: scrypt makes a key of the password and the
 * user's name, an HMAC of the site's name picks a template and one character
 * for each of its letters.
 */
#include "fn/master_password.h"

#include "base/buf.h"
#include "fn/crypto_cipher.h"

typedef struct Type {
    const char *name;
    const char *const *templates;
    size_t n_templates;
} Type;

static const char *const maximum[] = {
    "anoxxxxxxxxxxxxxxxxx",
    "axxxxxxxxxxxxxxxxxno",
};
static const char *const longer[] = {
    "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv",
    "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv",
    "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno",
    "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno", "CvcvnoCvccCvcc",
    "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc",
    "CvccCvcvCvccno",
};
static const char *const medium[] = {"CvcnoCvc", "CvcCvcno"};
static const char *const shorter[] = {"Cvcn"};
static const char *const basic[] = {"aaanaaan", "aannaaan", "aaannaaa"};
static const char *const pin[] = {"nnnn"};

static const Type types[] = {
    {"maximum", maximum, ARRAY_LEN(maximum)},
    {"long",    longer,  ARRAY_LEN(longer) },
    {"medium",  medium,  ARRAY_LEN(medium) },
    {"short",   shorter, ARRAY_LEN(shorter)},
    {"basic",   basic,   ARRAY_LEN(basic)  },
    {"pin",     pin,     ARRAY_LEN(pin)    },
};

static const struct {
    char letter;
    const char *characters;
} classes[] = {
    {'V', "AEIOU"                                               },
    {'C', "BCDFGHJKLMNPQRSTVWXYZ"                               },
    {'v', "aeiou"                                               },
    {'c', "bcdfghjklmnpqrstvwxyz"                               },
    {'a', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"},
    {'n', "0123456789"                                          },
    {'o', "@&%?,=[]_:-+*$#!'^~;()/."                            },
    {'x', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@"
          "#$%^&*()"                                   },
};

static const Type *find_type(Str name)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_eq_c(name, types[i].name))
            return &types[i];
    }
    return NULL;
}

static void add_u32(Buf *buf, uint32_t n)
{
    for (unsigned shift = 32; shift > 0; shift -= 8)
        buf_add_byte(buf, (char)(n >> (shift - 8) & 0xff));
}

/* The algorithm's own name, the length of `name`, `name`. */
static void add_scope(Buf *buf, Str name)
{
    buf_add_c(buf, "com.lyndir.masterpassword");
    add_u32(buf, (uint32_t)name.len);
    buf_add(buf, name);
}

static char pick(char letter, unsigned char seed)
{
    for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
        Str characters = str_from_c(classes[i].characters);

        if (classes[i].letter == letter)
            return characters.ptr[seed % characters.len];
    }
    return letter;
}

bool master_password_derive(Ctx *cx, const MasterPassword *request, Str *out)
{
    const Type *type = find_type(request->type);
    unsigned char key[64];
    unsigned char seed[32];
    const char *letters;
    Buf user;
    Buf site;
    Buf result;

    buf_init(&user, cx->arena);
    buf_init(&site, cx->arena);
    buf_init(&result, cx->arena);
    if (type == NULL) {
        buf_add_c(&result, "cannot find password template ");
        buf_add(&result, request->type);
        *out = buf_str(&result);
        return true;
    }
    add_scope(&user, request->user);
    add_scope(&site, request->site);
    add_u32(&site, request->counter);
    if (!crypto_cipher_scrypt(cx, request->password, buf_str(&user), key) ||
        !crypto_cipher_hmac_sha256(cx, str_from((const char *)key, sizeof(key)),
                                   buf_str(&site), seed))
        return false;
    letters = type->templates[seed[0] % type->n_templates];
    for (size_t i = 0; letters[i] != '\0'; i++)
        buf_add_byte(&result, pick(letters[i], seed[i + 1]));
    *out = buf_str(&result);
    return true;
}
