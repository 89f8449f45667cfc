/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Growing texts.  The capacity doubles; a size that overflows ends in the
 * arena's out-of-memory.
 */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define BUF_FIRST 64

void buf_grow(Buf *buf, size_t more)
{
    size_t cap = buf->cap < BUF_FIRST ? BUF_FIRST : buf->cap;

    if (more > ARENA_MAX_ALLOC - buf->len)
        omni_on_oom();
    while (cap - buf->len < more)
        cap *= 2;
    buf->ptr = arena_grow(buf->arena, buf->ptr, buf->cap, cap);
    buf->cap = cap;
}

void buf_add_repeat(Buf *buf, char byte, size_t count)
{
    if (count != 0) {
        memset(buf_reserve(buf, count), byte, count);
        buf->len += count;
    }
}

void buf_add_rune(Buf *buf, uint32_t rune)
{
    char bytes[4];

    buf_add(buf, str_from(bytes, utf8_encode(rune, bytes)));
}

void buf_add_fmt(Buf *buf, const char *format, ...)
{
    char small[256];
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    if (len <= 0)
        return;
    if ((size_t)len < sizeof(small)) {
        buf_add(buf, str_from(small, (size_t)len));
        return;
    }
    va_start(args, format);
    vsnprintf(buf_reserve(buf, (size_t)len + 1), (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}
