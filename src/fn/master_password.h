/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_MASTER_PASSWORD_H
#define OMNI_FN_MASTER_PASSWORD_H

#include "base/ctx.h"

typedef struct MasterPassword {
    uint32_t counter;
    Str type; /* "long", "pin", ... */
    Str password;
    Str user;
    Str site;
} MasterPassword;

/* The site's password that the Master Password algorithm derives; for an
 * unknown type a text that says so. */
bool master_password_derive(Ctx *cx, const MasterPassword *request,
                            Str *out) OMNI_CHECKED;

#endif
