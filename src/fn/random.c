/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's functions that answer differently each time.  All of them draw from
 * the world of the run, so a test that fixes the world fixes them.
 */
#include "fn/random.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "fn/base64.h"
#include "tmpl/fn.h"

bool random_bytes(Ctx *cx, void *out, size_t len)
{
    if (cx->world->random(cx->world->self, out, len))
        return true;
    return fail_here(cx, ERR_IO, "cannot read random bytes");
}

/* Draws that fall into the uneven rest of the range are thrown away. */
bool random_below(Ctx *cx, uint64_t n, uint64_t *out)
{
    uint64_t rest = (UINT64_MAX % n + 1) % n;
    uint64_t draw;

    do {
        if (!random_bytes(cx, &draw, sizeof(draw)))
            return false;
    } while (draw > UINT64_MAX - rest);
    *out = draw % n;
    return true;
}

/* COUNT bytes of the alphabet; a negative count gives none. */
static bool random_text(const FnCall *call, Str alphabet, Val *out)
{
    int64_t count = val_int(call->args[0]);
    size_t limit = 256 - 256 % alphabet.len;
    size_t len = count < 0 ? 0 : (size_t)count;
    char *text;

    if (!ctx_want_text(call->cx, len))
        return false;
    text = arena_alloc_text(call->cx->arena, len);
    for (size_t i = 0; i < len;) {
        unsigned char draws[256];

        if (!random_bytes(call->cx, draws, sizeof(draws)))
            return false;
        for (size_t j = 0; j < sizeof(draws) && i < len; j++) {
            if (draws[j] < limit)
                text[i++] = alphabet.ptr[draws[j] % alphabet.len];
        }
    }
    *out = val_from_str(str_from(text, len));
    return true;
}

#define DIGITS  "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* randAlphaNum COUNT */
static bool fn_rand_alpha_num(const FnCall *call, Val *out)
{
    return random_text(call, STR(DIGITS LETTERS), out);
}

/* randAlpha COUNT */
static bool fn_rand_alpha(const FnCall *call, Val *out)
{
    return random_text(call, STR(LETTERS), out);
}

/* randNumeric COUNT */
static bool fn_rand_numeric(const FnCall *call, Val *out)
{
    return random_text(call, STR(DIGITS), out);
}

/* randAscii COUNT */
static bool fn_rand_ascii(const FnCall *call, Val *out)
{
    return random_text(
        call, STR(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" DIGITS LETTERS), out);
}

/* randInt MIN MAX */
static bool fn_rand_int(const FnCall *call, Val *out)
{
    uint64_t min = (uint64_t)val_int(call->args[0]);
    uint64_t width = (uint64_t)val_int(call->args[1]) - min;
    uint64_t draw;

    if (width == 0 || width > INT64_MAX)
        return fail_here(call->cx, ERR_CALL, "invalid argument to Intn");
    if (!random_below(call->cx, width, &draw))
        return false;
    *out = val_from_int((int64_t)(min + draw));
    return true;
}

/* randBytes COUNT: in base64. */
static bool fn_rand_bytes(const FnCall *call, Val *out)
{
    int64_t count = val_int(call->args[0]);
    char *bytes;

    if (count < 0)
        return fail_here(call->cx, ERR_CALL,
                         "runtime error: makeslice: len out of range");
    if (!ctx_want_text(call->cx, (size_t)count) ||
        !ctx_want_text(call->cx, (size_t)count / 3 * 4 + 4))
        return false;
    bytes = arena_alloc_text(call->cx->arena, (size_t)count);
    if (!random_bytes(call->cx, bytes, (size_t)count))
        return false;
    *out = val_from_str(
        base64_encode(call->cx->arena, str_from(bytes, (size_t)count)));
    return true;
}

/* uuidv4 */
static bool fn_uuidv4(const FnCall *call, Val *out)
{
    unsigned char bytes[16];
    Buf text;

    if (!random_bytes(call->cx, bytes, sizeof(bytes)))
        return false;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    buf_init(&text, call->cx->arena);
    for (size_t i = 0; i < sizeof(bytes); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            buf_add_byte(&text, '-');
        buf_add_fmt(&text, "%02x", bytes[i]);
    }
    *out = val_from_str(buf_str(&text));
    return true;
}

/* shuffle TEXT: its code points in another order. */
static bool fn_shuffle(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Str text = val_str(call->args[0]);
    uint32_t *runes = ARENA_ARRAY(arena, uint32_t, text.len);
    size_t n = 0;
    Buf buf;

    if (!ctx_want_text(call->cx, text.len * 3))
        return false;
    for (size_t pos = 0, size = 0; pos < text.len; pos += size)
        runes[n++] = utf8_decode(text, pos, &size);
    for (size_t i = n; i > 1; i--) {
        uint64_t other;
        uint32_t held = runes[i - 1];

        if (!random_below(call->cx, i, &other))
            return false;
        runes[i - 1] = runes[other];
        runes[other] = held;
    }
    buf_init(&buf, arena);
    for (size_t i = 0; i < n; i++)
        buf_add_rune(&buf, runes[i]);
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* getHostByName HOST: one of its addresses.  Without the permission to ask, or
 * without an answer, an empty text, as with Helm's DNS lookups off. */
static bool fn_get_host_by_name(const FnCall *call, Val *out)
{
    Ctx *cx = call->cx;

    *out = val_from_str(
        cx->world->resolve(cx->world->self, cx->arena, val_str(call->args[0])));
    return true;
}

static const FnDef defs[] = {
    {"getHostByName", "s",  fn_get_host_by_name},
    {"randAlpha",     "i",  fn_rand_alpha      },
    {"randAlphaNum",  "i",  fn_rand_alpha_num  },
    {"randAscii",     "i",  fn_rand_ascii      },
    {"randBytes",     "i",  fn_rand_bytes      },
    {"randInt",       "ii", fn_rand_int        },
    {"randNumeric",   "i",  fn_rand_numeric    },
    {"shuffle",       "s",  fn_shuffle         },
    {"uuidv4",        "",   fn_uuidv4          },
};

const FnFamily fn_random = {"random", defs, ARRAY_LEN(defs)};
