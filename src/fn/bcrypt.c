/* SPDX-License-Identifier: MPL-2.0 */
/*
 * bcrypt: Blowfish with a key schedule that is run over and over, by turns
 * with the password and with the salt.
 */
#include "fn/bcrypt.h"

#include "base/buf.h"

#define N_KEYS 18

typedef struct Blowfish {
    uint32_t keys[N_KEYS];
    uint32_t boxes[4][256];
} Blowfish;

/* A text that is read word by word, again from the start at its end. */
typedef struct Cycle {
    const unsigned char *ptr;
    size_t len;
    size_t pos;
} Cycle;

static uint32_t next_word(Cycle *cycle)
{
    uint32_t word = 0;

    for (int i = 0; i < 4; i++) {
        word = word << 8 | cycle->ptr[cycle->pos];
        cycle->pos = (cycle->pos + 1) % cycle->len;
    }
    return word;
}

static uint32_t mix(const Blowfish *b, uint32_t x)
{
    uint32_t sum = b->boxes[0][x >> 24] + b->boxes[1][x >> 16 & 0xff];

    return (sum ^ b->boxes[2][x >> 8 & 0xff]) + b->boxes[3][x & 0xff];
}

static void encrypt(const Blowfish *b, uint32_t halves[2])
{
    uint32_t left = halves[0];
    uint32_t right = halves[1];

    for (int i = 0; i < 16; i += 2) {
        left ^= b->keys[i];
        right ^= mix(b, left);
        right ^= b->keys[i + 1];
        left ^= mix(b, right);
    }
    halves[0] = right ^ b->keys[17];
    halves[1] = left ^ b->keys[16];
}

/* One run of the key schedule.  `salt` NULL: none. */
static void expand(Blowfish *b, Cycle key, Cycle *salt)
{
    uint32_t halves[2] = {0, 0};
    uint32_t *words = b->keys;
    size_t n = N_KEYS;

    for (size_t i = 0; i < N_KEYS; i++)
        b->keys[i] ^= next_word(&key);
    for (int part = 0; part < 5; part++) {
        for (size_t i = 0; i < n; i += 2) {
            halves[0] ^= salt == NULL ? 0 : next_word(salt);
            halves[1] ^= salt == NULL ? 0 : next_word(salt);
            encrypt(b, halves);
            words[i] = halves[0];
            words[i + 1] = halves[1];
        }
        words = part < 4 ? b->boxes[part] : NULL;
        n = 256;
    }
}

static void start(Blowfish *b, Cycle key, Cycle salt)
{
    memcpy(b->keys, bcrypt_pi, sizeof(b->keys));
    memcpy(b->boxes, bcrypt_pi + N_KEYS, sizeof(b->boxes));
    expand(b, key, &salt);
}

/* bcrypt's own base64, without padding. */
static void add_base64(Buf *buf, const unsigned char *bytes, size_t len)
{
    static const char digits[] =
        "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    uint32_t held = 0;
    unsigned n_held = 0;

    for (size_t i = 0; i < len; i++) {
        held = (held << 8 | bytes[i]) & 0xffff;
        for (n_held += 8; n_held >= 6; n_held -= 6)
            buf_add_byte(buf, digits[held >> (n_held - 6) & 63]);
    }
    if (n_held > 0)
        buf_add_byte(buf, digits[held << (6 - n_held) & 63]);
}

static void put_word(unsigned char *out, uint32_t word)
{
    out[0] = (unsigned char)(word >> 24);
    out[1] = (unsigned char)(word >> 16 & 0xff);
    out[2] = (unsigned char)(word >> 8 & 0xff);
    out[3] = (unsigned char)(word & 0xff);
}

/* Of the 24 bytes the last one is left out, as all implementations do. */
Str bcrypt_hash(Arena *arena, Str password,
                const unsigned char salt[BCRYPT_SALT_SIZE], unsigned cost)
{
    static const unsigned char text[] = "OrpheanBeholderScryDoubt";
    unsigned char key[BCRYPT_MAX_PASSWORD + 1] = {0};
    Cycle key_cycle = {key, password.len + 1, 0};
    Cycle salt_cycle = {salt, BCRYPT_SALT_SIZE, 0};
    Cycle text_cycle = {text, sizeof(text) - 1, 0};
    unsigned char hash[24];
    Blowfish b;
    Buf buf;

    if (password.len > 0)
        memcpy(key, password.ptr, password.len);
    start(&b, key_cycle, salt_cycle);
    for (uint64_t i = 0; i < (uint64_t)1 << cost; i++) {
        expand(&b, key_cycle, NULL);
        expand(&b, salt_cycle, NULL);
    }
    for (size_t i = 0; i < sizeof(hash); i += 8) {
        uint32_t halves[2] = {next_word(&text_cycle), 0};

        halves[1] = next_word(&text_cycle);
        for (int j = 0; j < 64; j++)
            encrypt(&b, halves);
        put_word(hash + i, halves[0]);
        put_word(hash + i + 4, halves[1]);
    }
    buf_init(&buf, arena);
    buf_add_fmt(&buf, "$2a$%02u$", cost);
    add_base64(&buf, salt, BCRYPT_SALT_SIZE);
    add_base64(&buf, hash, sizeof(hash) - 1);
    return buf_str(&buf);
}
