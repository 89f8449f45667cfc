/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Go string and character literals, as strconv quotes them.
 */
#include "value/quote.h"

#include "base/utf8.h"

#define RUNE_MAX        0x10FFFFu
#define BYTE_ORDER_MARK 0xFEFFu
#define DELETE          0x7Fu

static bool is_valid_rune(uint32_t rune)
{
    return rune < 0xD800 || (rune > 0xDFFF && rune <= RUNE_MAX);
}

/* The letter of a short escape such as \n, 0 when there is none. */
static char short_escape(uint32_t rune)
{
    switch (rune) {
    case '\a': return 'a';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    default: return 0;
    }
}

static void add_escaped(Buf *buf, uint32_t rune, char quote, bool ascii)
{
    char letter = short_escape(rune);

    if (rune == (uint32_t)quote || rune == '\\') {
        buf_add_byte(buf, '\\');
        buf_add_byte(buf, (char)rune);
    } else if (utf8_is_print(rune) && (rune < 0x80 || !ascii)) {
        buf_add_rune(buf, rune);
    } else if (letter != 0) {
        buf_add_byte(buf, '\\');
        buf_add_byte(buf, letter);
    } else if (rune < ' ' || rune == DELETE) {
        buf_add_fmt(buf, "\\x%02x", rune);
    } else if (rune < 0x10000) {
        buf_add_fmt(buf, "\\u%04x", rune);
    } else {
        buf_add_fmt(buf, "\\U%08x", rune);
    }
}

void quote_add_rune(Buf *buf, uint32_t rune, bool ascii)
{
    buf_add_byte(buf, '\'');
    add_escaped(buf, is_valid_rune(rune) ? rune : UTF8_BAD, '\'', ascii);
    buf_add_byte(buf, '\'');
}

/* How many bytes from `pos` on stand for themselves between double quotes. */
static size_t plain_len(Str s, size_t pos)
{
    size_t end = pos;

    while (end < s.len && s.ptr[end] >= ' ' && s.ptr[end] < (char)DELETE &&
           s.ptr[end] != '"' && s.ptr[end] != '\\')
        end++;
    return end - pos;
}

void quote_add(Buf *buf, Str s, bool ascii)
{
    size_t pos = 0;

    buf_reserve(buf, s.len + 2);
    buf_add_byte(buf, '"');
    while (pos < s.len) {
        size_t size = plain_len(s, pos);
        uint32_t rune;

        buf_add(buf, str_slice(s, pos, pos + size));
        pos += size;
        if (pos == s.len)
            break;
        rune = utf8_decode(s, pos, &size);
        if (rune == UTF8_BAD && size == 1)
            buf_add_fmt(buf, "\\x%02x", (unsigned)(uint8_t)s.ptr[pos]);
        else
            add_escaped(buf, rune, '"', ascii);
        pos += size;
    }
    buf_add_byte(buf, '"');
}

bool quote_can_be_raw(Str s)
{
    size_t size;

    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);
        bool is_control = (rune < ' ' && rune != '\t') || rune == DELETE;
        if (is_control || rune == '`' || rune == BYTE_ORDER_MARK ||
            (rune == UTF8_BAD && size == 1))
            return false;
    }
    return true;
}
