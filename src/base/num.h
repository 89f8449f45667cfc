/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_NUM_H
#define OMNI_BASE_NUM_H

#include "base/buf.h"
#include "base/str.h"

/*
 * Go's number text, whatever the locale: strconv.FormatFloat, ParseFloat,
 * ParseInt and ParseUint.  Checked arithmetic for sizes that input decides.
 */

/* strconv.FormatFloat(value, format, precision, 64).  `format` is one of
 * b e E f F g G x X; precision -1 is the shortest text that reads back the
 * same. */
void num_add_float(Buf *buf, double value, char format, int precision);

/* %v of a float64: the shortest %g, so a million is 1e+06. */
void num_add_float_v(Buf *buf, double value);

void num_add_int(Buf *buf, int64_t value);
void num_add_uint(Buf *buf, uint64_t value);

/* Base 2 to 36, lower case. */
void num_add_uint_base(Buf *buf, uint64_t value, unsigned base);

typedef enum NumResult { NUM_OK, NUM_SYNTAX, NUM_RANGE } NumResult;

/* strconv.ParseInt / ParseUint with bit size 64: base 0 reads 0x, 0o, 0b, 0
 * prefixes and underscores.  On NUM_RANGE `*out` is the nearest bound. */
NumResult num_parse_int(Str s, int base, int64_t *out);
NumResult num_parse_uint(Str s, int base, uint64_t *out);

/* strconv.ParseFloat(s, 64): decimal, hexadecimal, inf, infinity, nan,
 * underscores only where base-prefixed input allows them.  On NUM_RANGE `*out`
 * is an infinity of the right sign. */
NumResult num_parse_float(Str s, double *out);

/* Go's conversion float64 -> int64 on amd64: out of range and NaN give the
 * smallest int64. */
int64_t num_float_to_int(double value);

/* false on overflow; then `*out` is unchanged. */
bool num_add(size_t a, size_t b, size_t *out) OMNI_CHECKED;
bool num_mul(size_t a, size_t b, size_t *out) OMNI_CHECKED;

#endif
