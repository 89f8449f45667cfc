/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values as plain text: what an action prints, Sprint and Sprintln, and
 * sprig's strval.  Strings, booleans, numbers need no printer; everything else
 * goes to verb.c.
 */
#include "value/print.h"

#include "base/num.h"
#include "value/host.h"
#include "value/quote.h"
#include "value/verb.h"

#define SECOND INT64_C(1000000000)

bool val_print(Ctx *cx, Buf *buf, Val v)
{
    if (v.go_type == GO_STRING && v.kind == VAL_STRING) {
        buf_add(buf, val_str(v));
        return true;
    }
    if (v.go_type == GO_INT || v.go_type == GO_INT64) {
        num_add_int(buf, val_int(v));
        return true;
    }
    if (v.kind == VAL_FLOAT) {
        num_add_float_v(buf, val_float(v));
        return true;
    }
    VerbPrinter printer = verb_printer(cx, buf);
    return verb_print(&printer, v, 'v');
}

static bool is_plain_pointer(Val v)
{
    return v.kind == VAL_HOST && v.as.host->class_->print == NULL &&
           v.as.host->class_->type_name[0] == '*';
}

/* What a pointer points to, without the "&" of fmt. */
static bool print_pointee(Ctx *cx, Buf *buf, Val v)
{
    Buf text;

    buf_init(&text, cx->arena);
    if (!val_print(cx, &text, v))
        return false;
    buf_add(buf, str_drop_prefix(buf_str(&text), STR("&")));
    return true;
}

bool val_print_action(Ctx *cx, Buf *buf, Val v)
{
    if (is_plain_pointer(v))
        return print_pointee(cx, buf, v);
    if (v.kind == VAL_HOST && v.as.host->class_->is_copied_to_fmt &&
        v.len == 1) {
        v.as.host->class_->print(cx, v.as.host, buf);
        return true;
    }
    return val_print(cx, buf, v);
}

static bool is_go_string(Val v)
{
    return str_eq(val_kind_name(v), STR("string"));
}

typedef bool PrintOne(Ctx *cx, Buf *buf, Val v);

static bool sprint(Ctx *cx, Buf *buf, const Val *args, size_t n,
                   PrintOne *print)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !is_go_string(args[i - 1]) && !is_go_string(args[i]))
            buf_add_byte(buf, ' ');
        if (!print(cx, buf, args[i]))
            return false;
    }
    return true;
}

bool val_sprint(Ctx *cx, Buf *buf, const Val *args, size_t n)
{
    return sprint(cx, buf, args, n, val_print);
}

bool val_sprint_action(Ctx *cx, Buf *buf, const Val *args, size_t n)
{
    return sprint(cx, buf, args, n, val_print_action);
}

bool val_sprintln(Ctx *cx, Buf *buf, const Val *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add_byte(buf, ' ');
        if (!val_print(cx, buf, args[i]))
            return false;
    }
    buf_add_byte(buf, '\n');
    return true;
}

bool val_to_text(Ctx *cx, Val v, Str *out)
{
    Buf text;

    if (v.kind == VAL_STRING) {
        *out = val_str(v);
        return true;
    }
    if (verb_method_text(cx, v, out))
        return true;
    buf_init(&text, cx->arena);
    if (!val_print(cx, &text, v))
        return false;
    *out = buf_str(&text);
    return true;
}

void val_add_quoted(Buf *buf, Str s, bool ascii)
{
    quote_add(buf, s, ascii);
}

/* `value` in units of `unit` with the decimals it needs. */
static void add_decimal(Buf *buf, uint64_t value, uint64_t unit)
{
    uint64_t rest = value % unit;

    num_add_uint(buf, value / unit);
    if (rest != 0)
        buf_add_byte(buf, '.');
    while (rest != 0) {
        rest *= 10;
        buf_add_byte(buf, (char)('0' + rest / unit));
        rest %= unit;
    }
}

static void add_below_second(Buf *buf, uint64_t n)
{
    if (n < 1000) {
        num_add_uint(buf, n);
        buf_add(buf, n == 0 ? STR("s") : STR("ns"));
    } else if (n < 1000000) {
        add_decimal(buf, n, 1000);
        buf_add(buf, STR("\xC2\xB5s"));
    } else {
        add_decimal(buf, n, 1000000);
        buf_add(buf, STR("ms"));
    }
}

void val_add_duration(Buf *buf, int64_t nanoseconds)
{
    const uint64_t second = (uint64_t)SECOND;
    uint64_t n = (uint64_t)nanoseconds;

    if (nanoseconds < 0) {
        buf_add_byte(buf, '-');
        n = 0 - n;
    }
    if (n < second) {
        add_below_second(buf, n);
        return;
    }
    if (n >= 3600 * second) {
        num_add_uint(buf, n / (3600 * second));
        buf_add_byte(buf, 'h');
    }
    if (n >= 60 * second) {
        num_add_uint(buf, n / (60 * second) % 60);
        buf_add_byte(buf, 'm');
    }
    add_decimal(buf, n % (60 * second), second);
    buf_add_byte(buf, 's');
}

bool val_fail_quoted(Ctx *cx, ErrKind kind, const char *before, Str s,
                     const char *after)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, before);
    val_add_quoted(&buf, s, false);
    buf_add_c(&buf, after);
    return fail_str(cx, kind, buf_str(&buf));
}
