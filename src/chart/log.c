/* SPDX-License-Identifier: MPL-2.0 */
/*
 * slog's text form.  A value goes bare unless it is empty or holds a space, a
 * quote, '=' or something that does not print; a backslash alone is no reason
 * to quote (log/slog needsQuoting).
 */
#include "chart/log.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

static bool needs_quotes(Str s)
{
    size_t size;

    if (s.len == 0)
        return true;
    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);

        if (rune == ' ' || rune == '=' || rune == '"' || rune == UTF8_BAD ||
            !utf8_is_print(rune))
            return true;
    }
    return false;
}

static void add_value(Buf *buf, Str value)
{
    if (needs_quotes(value))
        val_add_quoted(buf, value, false);
    else
        buf_add(buf, value);
}

void chart_log(Ctx *cx, const char *level, Str msg, const LogAttr *attrs,
               size_t n)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_fmt(&buf, "level=%s msg=", level);
    add_value(&buf, msg);
    for (size_t i = 0; i < n; i++) {
        buf_add_fmt(&buf, " %s=", attrs[i].key);
        add_value(&buf, attrs[i].value);
    }
    ctx_warn(cx, buf_str(&buf));
}
