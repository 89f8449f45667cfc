/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_UTF8_H
#define OMNI_BASE_UTF8_H

#include "base/arena.h"
#include "base/str.h"

/*
 * UTF-8 and Unicode as Go's unicode/utf8, unicode and strings packages see
 * them, whatever the locale.
 */
#define UTF8_BAD 0xFFFDu

/* Decodes the code point at `pos` (< len) and sets `*size` to its bytes; an
 * invalid byte gives UTF8_BAD with size 1, as utf8.DecodeRuneInString. */
uint32_t utf8_decode(Str s, size_t pos, size_t *size);

/* The code point that ends at `pos` (> 0), as utf8.DecodeLastRuneInString. */
uint32_t utf8_decode_last(Str s, size_t pos, size_t *size);

/* Writes 1-4 bytes to `out` and returns how many; surrogates and out-of-range
 * values are written as U+FFFD. */
size_t utf8_encode(uint32_t rune, char out[4]);

bool utf8_is_valid(Str s);

/* Code points, an invalid byte counting as one. */
size_t utf8_count(Str s);

/* unicode.IsSpace, IsLetter, IsDigit, IsUpper, IsLower, IsPunct, IsPrint
 * (strconv.IsPrint). */
bool utf8_is_space(uint32_t rune);
bool utf8_is_letter(uint32_t rune);
bool utf8_is_digit(uint32_t rune);
bool utf8_is_upper(uint32_t rune);
bool utf8_is_lower(uint32_t rune);
bool utf8_is_print(uint32_t rune);

/* Columns on a terminal: 0, 1 or 2. */
size_t utf8_width(uint32_t rune);

uint32_t utf8_to_upper(uint32_t rune);
uint32_t utf8_to_lower(uint32_t rune);
uint32_t utf8_to_title(uint32_t rune);

/* strings.ToUpper, ToLower; the result is in the arena or is `s` itself. */
Str utf8_upper(Arena *arena, Str s);
Str utf8_lower(Arena *arena, Str s);

/* `s` without Unicode white space at either end, as strings.TrimSpace.
 * Borrows from `s`. */
Str utf8_trim_space(Str s);

/* `s` with each run of invalid bytes replaced by `with`, as
 * strings.ToValidUTF8; `s` itself when it is valid. */
Str utf8_to_valid(Arena *arena, Str s, Str with);

#endif
