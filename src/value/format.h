/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUE_FORMAT_H
#define OMNI_VALUE_FORMAT_H

#include "base/buf.h"

/*
 * The flags of one printf directive, and plain things written under them: the
 * lower half of Go's fmt, which knows no values.  A zeroed Format has no
 * flags.
 */
typedef struct Format {
    int width;
    int precision;
    bool has_width;
    bool has_precision;
    bool minus;
    bool plus;
    bool sharp;
    bool space;
    bool zero;
    bool plus_v;  /* %+v, which leaves plus unset */
    bool sharp_v; /* %#v, which leaves sharp unset */
} Format;

/* How an integer is written. */
typedef struct FormatInt {
    uint64_t value;
    bool is_signed; /* `value` holds an int64 */
    unsigned base;  /* 2, 8, 10 or 16 */
    bool upper;     /* hexadecimal digits */
    bool letter_o;  /* %O: a prefix 0o */
} FormatInt;

/* `s` padded to the width. */
void format_pad(const Format *f, Buf *buf, Str s);

void format_bool(const Format *f, Buf *buf, bool value);
void format_int(const Format *f, Buf *buf, FormatInt number);

/* %x with a prefix 0x when `prefix`, as for pointers and %#v of unsigned. */
void format_hex(const Format *f, Buf *buf, uint64_t value, bool prefix);

/* `verb` is one of b e E f g G x X; `precision` is what holds when the
 * directive has none. */
void format_float(const Format *f, Buf *buf, double value, char verb,
                  int precision);

/* %s, %q, %x of text or bytes. */
void format_text(const Format *f, Buf *buf, Str s);
void format_quoted(const Format *f, Buf *buf, Str s);
void format_hex_bytes(const Format *f, Buf *buf, Str s, bool upper);

/* %c, %q, %U of an integer. */
void format_rune(const Format *f, Buf *buf, uint64_t value);
void format_quoted_rune(const Format *f, Buf *buf, uint64_t value);
void format_unicode(const Format *f, Buf *buf, uint64_t value);

#endif
