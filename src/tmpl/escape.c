/* SPDX-License-Identifier: MPL-2.0 */
/*
 * text/template's three escapers.  An argument that is nil is printed as an
 * action would print it.
 */
#include "tmpl/escape.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

static const char hex_digits[] = "0123456789ABCDEF";

/* The arguments as one text (text/template evalArgs). */
static bool join_args(const FnCall *call, Str *out)
{
    Val *args;
    Buf buf;

    if (call->n == 1 && call->args[0].go_type == GO_STRING) {
        *out = val_str(call->args[0]);
        return true;
    }
    args = ARENA_ARRAY(call->cx->arena, Val, call->n + 1);
    for (size_t i = 0; i < call->n; i++)
        args[i] = val_is_nil(call->args[i]) ? val_from_str(STR("<no value>"))
                                            : call->args[i];
    buf_init(&buf, call->cx->arena);
    if (!val_sprint_action(call->cx, &buf, args, call->n))
        return false;
    *out = buf_str(&buf);
    return true;
}

/* Appends `text`, each byte in an escape's hands. */
typedef void EscapeByte(Buf *buf, char c);

static bool escape_bytes(const FnCall *call, EscapeByte *escape, Val *out)
{
    Buf buf;
    Str text;

    if (!join_args(call, &text))
        return false;
    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < text.len; i++)
        escape(&buf, text.ptr[i]);
    *out = val_from_str(buf_str(&buf));
    return true;
}

static void add_html(Buf *buf, char c)
{
    switch (c) {
    case '\0': buf_add_rune(buf, UTF8_BAD); break;
    case '"': buf_add(buf, STR("&#34;")); break;
    case '\'': buf_add(buf, STR("&#39;")); break;
    case '&': buf_add(buf, STR("&amp;")); break;
    case '<': buf_add(buf, STR("&lt;")); break;
    case '>': buf_add(buf, STR("&gt;")); break;
    default: buf_add_byte(buf, c); break;
    }
}

bool escape_html(const FnCall *call, Val *out)
{
    return escape_bytes(call, add_html, out);
}

static void add_urlquery(Buf *buf, char c)
{
    unsigned char byte = (unsigned char)c;

    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
        c == '~') {
        buf_add_byte(buf, c);
    } else if (c == ' ') {
        buf_add_byte(buf, '+');
    } else {
        buf_add_byte(buf, '%');
        buf_add_byte(buf, hex_digits[byte >> 4]);
        buf_add_byte(buf, hex_digits[byte & 15]);
    }
}

bool escape_urlquery(const FnCall *call, Val *out)
{
    return escape_bytes(call, add_urlquery, out);
}

static void add_js_ascii(Buf *buf, char c)
{
    if (c == '\\' || c == '\'' || c == '"') {
        buf_add_byte(buf, '\\');
        buf_add_byte(buf, c);
    } else if (c == '<' || c == '>' || c == '&' || c == '=' ||
               (unsigned char)c < ' ') {
        buf_add_fmt(buf, "\\u%04X", (unsigned)(unsigned char)c);
    } else {
        buf_add_byte(buf, c);
    }
}

static void add_js(Buf *buf, Str text)
{
    size_t size;

    for (size_t i = 0; i < text.len; i += size) {
        uint32_t rune = utf8_decode(text, i, &size);

        if (rune < 0x80)
            add_js_ascii(buf, (char)rune);
        else if (utf8_is_print(rune))
            buf_add(buf, str_slice(text, i, i + size));
        else
            buf_add_fmt(buf, "\\u%04X", (unsigned)rune);
    }
}

bool escape_js(const FnCall *call, Val *out)
{
    Buf buf;
    Str text;

    if (!join_args(call, &text))
        return false;
    buf_init(&buf, call->cx->arena);
    add_js(&buf, text);
    *out = val_from_str(buf_str(&buf));
    return true;
}
