/* SPDX-License-Identifier: MPL-2.0 */
/*
 * fmt.Sprintf: reads directives and hands each argument to verb.c.  Mistakes
 * in a format are never failures; they leave Go's notes in the text.
 */
#include "base/utf8.h"
#include "value/host.h"
#include "value/print.h"
#include "value/verb.h"

/* Go takes no larger width, precision or argument number. */
#define NUMBER_MAX 1000000

typedef struct Directives {
    VerbPrinter printer;
    Str format;
    size_t pos;
    const Val *args;
    size_t n_args;
    size_t next;      /* the argument to print */
    bool reordered;   /* some directive had an index */
    bool good_index;  /* so far in this directive */
    bool after_index; /* an index was just read */
} Directives;

static bool has_byte(const Directives *d, char byte)
{
    return d->pos < d->format.len && d->format.ptr[d->pos] == byte;
}

/* The decimal number at `*pos`; false when there is none.  One that is too
 * large takes up all that is left. */
static bool read_number(Str s, size_t *pos, int *out)
{
    size_t start = *pos;
    int n = 0;

    for (; *pos < s.len && s.ptr[*pos] >= '0' && s.ptr[*pos] <= '9'; ++*pos) {
        if (n > NUMBER_MAX) {
            *pos = s.len;
            *out = 0;
            return false;
        }
        n = n * 10 + (s.ptr[*pos] - '0');
    }
    *out = n;
    return *pos > start;
}

/* The number in brackets at the start of `s`, from 0, and the bytes to pass
 * over, which without a closing bracket is the opening one alone. */
static bool read_index(Str s, size_t *skip, int *index)
{
    size_t close = s.len < 3 ? SIZE_MAX : str_find_byte(s, ']', 1);
    size_t pos = 1;

    *skip = 1;
    if (close == SIZE_MAX)
        return false;
    *skip = close + 1;
    bool is_number = read_number(str_slice(s, 0, close), &pos, index);
    --*index;
    return is_number && pos == close;
}

/* An index such as [2] in front of a width, a precision or a verb. */
static void take_index(Directives *d)
{
    size_t skip;
    int index;

    d->after_index = false;
    if (!has_byte(d, '['))
        return;
    d->reordered = true;
    bool ok = read_index(str_skip(d->format, d->pos), &skip, &index);
    d->pos += skip;
    d->after_index = ok;
    if (ok && index >= 0 && (size_t)index < d->n_args)
        d->next = (size_t)index;
    else
        d->good_index = false;
}

static bool take_flag(Directives *d)
{
    Format *f = &d->printer.format;

    if (d->pos >= d->format.len)
        return false;
    switch (d->format.ptr[d->pos]) {
    case '#': f->sharp = true; break;
    case '0': f->zero = true; break;
    case '+': f->plus = true; break;
    case '-': f->minus = true; break;
    case ' ': f->space = true; break;
    default: return false;
    }
    d->pos++;
    return true;
}

/* The number that a '*' takes from `v`; too large when it is none. */
static int64_t size_of(Val v)
{
    if (v.kind == VAL_HOST && v.as.host->class_->number != NULL)
        return v.as.host->class_->number(v.as.host);
    return v.kind == VAL_INT ? v.as.integer : INT64_MAX;
}

static bool is_sensible_size(Val v)
{
    int64_t n = size_of(v);

    return n <= NUMBER_MAX && n >= (val_is_unsigned(v) ? 0 : -NUMBER_MAX);
}

/* The value of a '*': an integer argument of a sensible size. */
static bool take_star(Directives *d, int *out)
{
    *out = 0;
    if (d->next >= d->n_args)
        return false;
    Val arg = d->args[d->next++];
    if (!is_sensible_size(arg))
        return false;
    *out = (int)size_of(arg);
    return true;
}

static void take_width(Directives *d)
{
    Format *f = &d->printer.format;

    if (!has_byte(d, '*')) {
        f->has_width = read_number(d->format, &d->pos, &f->width);
        if (d->after_index && f->has_width)
            d->good_index = false;
        return;
    }
    d->pos++;
    f->has_width = take_star(d, &f->width);
    if (!f->has_width)
        buf_add(d->printer.buf, STR("%!(BADWIDTH)"));
    if (f->width < 0) {
        f->width = -f->width;
        f->minus = true;
        f->zero = false;
    }
    d->after_index = false;
}

static void take_precision(Directives *d)
{
    Format *f = &d->printer.format;

    /* A point that ends the format is a verb to Go. */
    if (!has_byte(d, '.') || d->pos + 1 >= d->format.len)
        return;
    d->pos++;
    if (d->after_index)
        d->good_index = false;
    take_index(d);
    if (!has_byte(d, '*')) {
        read_number(d->format, &d->pos, &f->precision);
        f->has_precision = true;
        return;
    }
    d->pos++;
    f->has_precision = take_star(d, &f->precision) && f->precision >= 0;
    if (!f->has_precision) {
        f->precision = 0;
        buf_add(d->printer.buf, STR("%!(BADPREC)"));
    }
    d->after_index = false;
}

static bool note_verb(Directives *d, uint32_t verb, Str note)
{
    buf_add(d->printer.buf, STR("%!"));
    buf_add_rune(d->printer.buf, verb);
    buf_add(d->printer.buf, note);
    return true;
}

static bool take_verb(Directives *d)
{
    VerbPrinter *p = &d->printer;
    size_t size;

    if (d->pos >= d->format.len) {
        buf_add(p->buf, STR("%!(NOVERB)"));
        return true;
    }
    uint32_t verb = utf8_decode(d->format, d->pos, &size);
    d->pos += size;
    if (verb == '%') {
        buf_add_byte(p->buf, '%');
        return true;
    }
    if (!d->good_index)
        return note_verb(d, verb, STR("(BADINDEX)"));
    if (d->next >= d->n_args)
        return note_verb(d, verb, STR("(MISSING)"));
    if (verb == 'v' || verb == 'w') {
        p->format.sharp_v = p->format.sharp;
        p->format.plus_v = p->format.plus;
        p->format.sharp = p->format.plus = false;
    }
    return verb_print(p, d->args[d->next++], verb);
}

/* What follows a percent sign. */
static bool take_directive(Directives *d)
{
    d->printer.format = (Format){0};
    d->good_index = true;
    while (take_flag(d))
        continue;
    take_index(d);
    take_width(d);
    take_precision(d);
    if (!d->after_index)
        take_index(d);
    return take_verb(d);
}

/* Go does not look for unused arguments once an index was used. */
static bool note_extra(Directives *d)
{
    VerbPrinter *p = &d->printer;

    if (d->reordered || d->next >= d->n_args)
        return true;
    p->format = (Format){0};
    buf_add(p->buf, STR("%!(EXTRA "));
    for (size_t i = d->next; i < d->n_args; i++) {
        if (i > d->next)
            buf_add(p->buf, STR(", "));
        buf_add(p->buf, val_type_name(d->args[i]));
        if (val_is_nil(d->args[i]))
            continue;
        buf_add_byte(p->buf, '=');
        if (!verb_print(p, d->args[i], 'v'))
            return false;
    }
    buf_add_byte(p->buf, ')');
    return true;
}

bool val_sprintf(Ctx *cx, Buf *buf, Str format, const Val *args, size_t n)
{
    Directives d = {.printer = verb_printer(cx, buf),
                    .format = format,
                    .args = args,
                    .n_args = n};

    while (d.pos < format.len) {
        size_t percent = str_find_byte(format, '%', d.pos);
        size_t end = percent == SIZE_MAX ? format.len : percent;
        buf_add(buf, str_slice(format, d.pos, end));
        d.pos = end;
        if (percent == SIZE_MAX)
            break;
        d.pos++;
        if (!take_directive(&d))
            return false;
    }
    return note_extra(&d);
}
