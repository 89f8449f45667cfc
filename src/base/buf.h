/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_BUF_H
#define OMNI_BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

/*
 * A text being built in an arena.  Growing doubles; while the buffer is the
 * arena's last allocation it grows in place.  Initialise with buf_init; there
 * is nothing to release.
 */
typedef struct Buf {
    Arena *arena;
    char *ptr;
    size_t len;
    size_t cap;
} Buf;

static inline void buf_init(Buf *buf, Arena *arena)
{
    *buf = (Buf){arena, NULL, 0, 0};
}

/* Moves the text to where `more` bytes fit behind it. */
void buf_grow(Buf *buf, size_t more);

/* Makes room for `more` bytes behind the text and returns where they go; the
 * caller then adds what it wrote to buf->len. */
static inline char *buf_reserve(Buf *buf, size_t more)
{
    if (more > buf->cap - buf->len)
        buf_grow(buf, more);
    /* An empty buffer asked for nothing is at NULL, which has no offsets. */
    return buf->len == 0 ? buf->ptr : buf->ptr + buf->len;
}

static inline void buf_add(Buf *buf, Str s)
{
    if (s.len != 0) {
        memcpy(buf_reserve(buf, s.len), s.ptr, s.len);
        buf->len += s.len;
    }
}

static inline void buf_add_byte(Buf *buf, char byte)
{
    *buf_reserve(buf, 1) = byte;
    buf->len++;
}

static inline void buf_add_c(Buf *buf, const char *text)
{
    buf_add(buf, str_from_c(text));
}

void buf_add_repeat(Buf *buf, char byte, size_t count);

/* Appends a code point as UTF-8; an invalid one as U+FFFD. */
void buf_add_rune(Buf *buf, uint32_t rune);

void buf_add_fmt(Buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The text so far; borrows from the buffer until it grows. */
static inline Str buf_str(const Buf *buf)
{
    return str_from(buf->ptr, buf->len);
}

#endif
