/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_WORD_H
#define OMNI_BASE_WORD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Eight bytes of a text at once, for loops over long texts.  A mark is the
 * highest bit of a byte.
 */
#define WORD_SIZE  ((size_t)8)
#define WORD_ONES  UINT64_C(0x0101010101010101)
#define WORD_HIGHS UINT64_C(0x8080808080808080)

/* The eight bytes at `at`, the first in the lowest bits. */
static inline uint64_t word_load(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Marks the bytes that are zero.  The lowest mark is right; above it a byte of
 * one may be marked too. */
static inline uint64_t word_zeros(uint64_t word)
{
    return (word - WORD_ONES) & ~word & WORD_HIGHS;
}

/* The number of the byte with the lowest bit that is set; wants one. */
static inline size_t word_first(uint64_t marks)
{
    return (size_t)__builtin_ctzll(marks) / 8;
}

#endif
