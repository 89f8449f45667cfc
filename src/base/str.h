/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_STR_H
#define OMNI_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A string is a pointer and a length; it may hold NUL bytes and need not be
 * valid UTF-8.  It owns nothing: it borrows from an arena, a source or a
 * literal.  The pointer of an empty string may be NULL.
 */
typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
#define STR_NONE     ((Str){NULL, 0})

/* For printf("%.*s"): str_fmt never exceeds INT_MAX. */
#define STR_ARG(s) (int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len), (s).ptr

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#define OMNI_CHECKED __attribute__((warn_unused_result))

static inline Str str_from(const char *ptr, size_t len)
{
    return (Str){ptr, len};
}

/* Borrows a NUL-terminated string; NULL gives the empty string. */
static inline Str str_from_c(const char *text)
{
    return (Str){text, text == NULL ? 0 : strlen(text)};
}

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_eq_c(Str a, const char *b)
{
    return str_eq(a, str_from_c(b));
}

/* The bytes from `from` up to, not including, `to`.  Wants from <= to <= len.
 */
static inline Str str_slice(Str s, size_t from, size_t to)
{
    return (Str){from == 0 ? s.ptr : s.ptr + from, to - from};
}

/* Without its first `n` bytes.  Wants n <= len. */
static inline Str str_skip(Str s, size_t n)
{
    return str_slice(s, n, s.len);
}

/* Byte order, as Go's < on strings: negative, 0 or positive. */
int str_cmp(Str a, Str b);

static inline bool str_has_prefix(Str s, Str prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_has_suffix(Str s, Str suffix);

/* First index of `needle` at or after `from`, SIZE_MAX when absent.  An empty
 * needle is found at `from`. */
size_t str_find(Str s, Str needle, size_t from);
size_t str_find_byte(Str s, char byte, size_t from);

/* Last index of `needle`, SIZE_MAX when absent. */
size_t str_rfind(Str s, Str needle);

static inline bool str_contains(Str s, Str needle)
{
    return str_find(s, needle, 0) != SIZE_MAX;
}

/* Number of non-overlapping `needle`s; wants a needle that is not empty. */
size_t str_count(Str s, Str needle);

/* Number of bytes `byte`. */
size_t str_count_byte(Str s, char byte);

/* Without `prefix` (`suffix`) if it is there; borrows from `s`. */
Str str_drop_prefix(Str s, Str prefix);
Str str_drop_suffix(Str s, Str suffix);

/* Without bytes of the ASCII set `cutset` at either end. */
Str str_trim_bytes(Str s, const char *cutset);

/* Case-insensitive for ASCII letters alone. */
bool str_eq_fold_ascii(Str a, Str b);

/* 64-bit hash of the bytes; the same in every run on machines of one byte
 * order. */
uint64_t str_hash(Str s);

#endif
