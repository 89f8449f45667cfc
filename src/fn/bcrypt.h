/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_BCRYPT_H
#define OMNI_FN_BCRYPT_H

#include "base/arena.h"

#define BCRYPT_SALT_SIZE    16
#define BCRYPT_MAX_PASSWORD 72

/* The first bytes of pi behind its point, as Blowfish starts: its 18 round
 * keys, then its four boxes of 256 words. */
#define BCRYPT_N_WORDS 1042
extern const uint32_t bcrypt_pi[BCRYPT_N_WORDS];

/* "$2a$COST$...": the hash of a password of at most BCRYPT_MAX_PASSWORD
 * bytes.  Wants a cost from 4 to 31. */
Str bcrypt_hash(Arena *arena, Str password,
                const unsigned char salt[BCRYPT_SALT_SIZE], unsigned cost);

#endif
