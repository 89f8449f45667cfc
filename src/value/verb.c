/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Verbs applied to values.  A verb that a value does not know gives
 * %!verb(type=value), inside containers too.  Where Go tells an argument from
 * an element of a container (nil, []byte) there are two entries: verb_print
 * and print_element.
 */
#include "value/verb.h"

#include <string.h>

#include "base/num.h"
#include "value/host.h"
#include "value/list.h"
#include "value/map.h"
#include "value/print.h"

static bool print_value(VerbPrinter *p, Val v, uint32_t verb);

VerbPrinter verb_printer(Ctx *cx, Buf *buf)
{
    return (VerbPrinter){.cx = cx, .buf = buf, .start = buf->len};
}

static bool within_text_limit(const VerbPrinter *p)
{
    return ctx_want_text(p->cx, p->buf->len - p->start);
}

static Str host_text(Ctx *cx, const Host *host)
{
    Buf text;

    buf_init(&text, cx->arena);
    host->class_->print(cx, host, &text);
    return buf_str(&text);
}

/* As fmt sees it, which is handed a copy. */
static bool has_string_method(const Host *host)
{
    return host->class_->print != NULL && !host->class_->is_copied_to_fmt;
}

bool verb_method_text(Ctx *cx, Val v, Str *out)
{
    if (v.kind == VAL_HOST && has_string_method(v.as.host)) {
        *out = host_text(cx, v.as.host);
        return true;
    }
    if (v.go_type == GO_ERROR) {
        *out = val_str(v);
        return true;
    }
    if (v.go_type != GO_DURATION)
        return false;
    Buf text;
    buf_init(&text, cx->arena);
    val_add_duration(&text, val_int(v));
    *out = buf_str(&text);
    return true;
}

/* %!verb(type=value) */
static bool note_bad_verb(VerbPrinter *p, Val v, uint32_t verb)
{
    uint32_t depth = p->depth;
    bool ok = true;

    p->depth = 0;
    p->is_noting = true;
    buf_add(p->buf, STR("%!"));
    buf_add_rune(p->buf, verb);
    buf_add_byte(p->buf, '(');
    buf_add(p->buf, val_type_name(v));
    if (!val_is_nil(v)) {
        buf_add_byte(p->buf, '=');
        ok = print_value(p, v, 'v');
    }
    buf_add_byte(p->buf, ')');
    p->is_noting = false;
    p->depth = depth;
    return ok;
}

static bool print_bool(VerbPrinter *p, Val v, uint32_t verb)
{
    if (verb != 't' && verb != 'v')
        return note_bad_verb(p, v, verb);
    format_bool(&p->format, p->buf, val_bool(v));
    return true;
}

static bool print_int(VerbPrinter *p, Val v, uint32_t verb)
{
    const Format *f = &p->format;
    uint64_t value = (uint64_t)val_int(v);
    FormatInt number = {.value = value, .is_signed = !val_is_unsigned(v)};

    switch (verb) {
    case 'v':
        if (f->sharp_v && !number.is_signed) {
            format_hex(f, p->buf, value, true);
            return true;
        }
        number.base = 10;
        break;
    case 'd': number.base = 10; break;
    case 'b': number.base = 2; break;
    case 'o':
    case 'O': number.base = 8; break;
    case 'x':
    case 'X': number.base = 16; break;
    case 'c': format_rune(f, p->buf, value); return true;
    case 'q': format_quoted_rune(f, p->buf, value); return true;
    case 'U': format_unicode(f, p->buf, value); return true;
    default: return note_bad_verb(p, v, verb);
    }
    number.upper = verb == 'X';
    number.letter_o = verb == 'O';
    format_int(f, p->buf, number);
    return true;
}

static bool print_float(VerbPrinter *p, Val v, uint32_t verb)
{
    double value = val_float(v);

    switch (verb) {
    case 'v': format_float(&p->format, p->buf, value, 'g', -1); break;
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X': format_float(&p->format, p->buf, value, (char)verb, -1); break;
    case 'e':
    case 'E':
    case 'f': format_float(&p->format, p->buf, value, (char)verb, 6); break;
    case 'F': format_float(&p->format, p->buf, value, 'f', 6); break;
    default: return note_bad_verb(p, v, verb);
    }
    return true;
}

/* Text under a verb that texts know; false for other verbs. */
static bool print_text(VerbPrinter *p, Str s, uint32_t verb)
{
    switch (verb) {
    case 'v':
        if (p->format.sharp_v)
            format_quoted(&p->format, p->buf, s);
        else
            format_text(&p->format, p->buf, s);
        return true;
    case 's': format_text(&p->format, p->buf, s); return true;
    case 'q': format_quoted(&p->format, p->buf, s); return true;
    case 'x':
    case 'X': format_hex_bytes(&p->format, p->buf, s, verb == 'X'); return true;
    default: return false;
    }
}

/* Go prints an error's struct where its method does not count. */
static bool print_error(VerbPrinter *p, Val v, uint32_t verb)
{
    Val text = val_from_str(val_str(v));
    bool sharp_v = p->format.sharp_v;

    if (!sharp_v && !p->is_noting && print_text(p, val_str(v), verb))
        return true;
    buf_add(p->buf, sharp_v ? STR("&errors.errorString{") : STR("&{"));
    if (sharp_v || p->format.plus_v)
        buf_add(p->buf, STR("s:"));
    if (!print_value(p, text, verb))
        return false;
    buf_add_byte(p->buf, '}');
    return true;
}

static bool print_duration(VerbPrinter *p, Val v, uint32_t verb)
{
    Str text;

    if (p->is_noting || p->format.sharp_v ||
        !verb_method_text(p->cx, v, &text) || !print_text(p, text, verb))
        return print_int(p, v, verb);
    return true;
}

/* What fmt calls on a host before it looks inside; false when it calls
 * nothing. */
static bool print_by_method(VerbPrinter *p, const Host *host, uint32_t verb)
{
    const HostClass *class_ = host->class_;
    Buf source;
    Str text;

    if (p->is_noting)
        return false;
    if (p->format.sharp_v) {
        if (class_->print_go == NULL)
            return false;
        buf_init(&source, p->cx->arena);
        class_->print_go(p->cx, host, &source);
        format_text(&p->format, p->buf, buf_str(&source));
        return true;
    }
    if (!has_string_method(host))
        return false;
    text = host_text(p->cx, host);
    return print_text(p, text, verb);
}

/* Opens a container under %v or %#v and says how its elements are set apart.
 */
static Str open_container(VerbPrinter *p, Str type_name, Str plain)
{
    if (!p->format.sharp_v) {
        buf_add(p->buf, plain);
        return STR(" ");
    }
    buf_add(p->buf, type_name);
    buf_add_byte(p->buf, '{');
    return STR(", ");
}

static void close_container(VerbPrinter *p)
{
    buf_add_byte(p->buf, p->format.sharp_v ? '}' : ']');
}

/* An argument's type is []byte to %#v, an element's []uint8. */
static bool print_bytes(VerbPrinter *p, Str bytes, uint32_t verb, Str type_name)
{
    if (verb != 'v' && print_text(p, bytes, verb))
        return true;
    Str separator = open_container(p, type_name, STR("["));
    for (size_t i = 0; i < bytes.len; i++) {
        Val byte = {.kind = VAL_INT,
                    .go_type = GO_UINT8,
                    .as.integer = (uint8_t)bytes.ptr[i]};
        if (i > 0)
            buf_add(p->buf, separator);
        if (!print_int(p, byte, verb) || !within_text_limit(p))
            return false;
    }
    close_container(p);
    return true;
}

static bool print_element(VerbPrinter *p, Val v, uint32_t verb)
{
    bool ok;

    if (val_is_nil(v)) {
        buf_add(p->buf,
                p->format.sharp_v ? STR("interface {}(nil)") : STR("<nil>"));
        return true;
    }
    p->depth++;
    ok = print_value(p, v, verb);
    p->depth--;
    return ok;
}

static bool print_items(VerbPrinter *p, Val v, uint32_t verb)
{
    const List *list = val_list(v);
    Str separator = open_container(p, val_type_name(v), STR("["));

    for (size_t i = 0; i < list->len; i++) {
        if (i > 0)
            buf_add(p->buf, separator);
        if (!print_element(p, list->items[i], verb) || !within_text_limit(p))
            return false;
    }
    close_container(p);
    return true;
}

static bool print_entries(VerbPrinter *p, const Map *map, Str type_name,
                          uint32_t verb)
{
    Str separator = open_container(p, type_name, STR("map["));

    for (size_t i = 0; i < map_len(map); i++) {
        const MapEntry *entry = map_at(map, i);
        if (i > 0)
            buf_add(p->buf, separator);
        if (!print_value(p, val_from_str(entry->key), verb))
            return false;
        buf_add_byte(p->buf, ':');
        if (!print_element(p, entry->value, verb) || !within_text_limit(p))
            return false;
    }
    close_container(p);
    return true;
}

static bool print_container(VerbPrinter *p, Val v, uint32_t verb)
{
    if (p->format.sharp_v && v.typed_nil != 0) {
        buf_add(p->buf, val_type_name(v));
        buf_add(p->buf, STR("(nil)"));
        return true;
    }
    if (!ctx_enter(p->cx))
        return false;
    bool ok = v.kind == VAL_LIST
                  ? print_items(p, v, verb)
                  : print_entries(p, val_map(v), val_type_name(v), verb);
    ctx_leave(p->cx);
    return ok;
}

/* A struct, or a pointer to one, which fmt follows when it is an argument. */
static bool print_parts(VerbPrinter *p, const Host *host, uint32_t verb)
{
    Str type_name = str_from_c(host->class_->type_name);
    Str plain = str_drop_prefix(type_name, STR("*"));
    HostParts parts = host->class_->parts(p->cx, host);
    bool sharp_v = p->format.sharp_v;

    if (plain.len != type_name.len)
        buf_add_byte(p->buf, '&');
    if (sharp_v)
        buf_add(p->buf, plain);
    buf_add_byte(p->buf, '{');
    for (size_t i = 0; i < parts.n; i++) {
        if (i > 0)
            buf_add(p->buf, sharp_v ? STR(", ") : STR(" "));
        if (sharp_v || p->format.plus_v) {
            buf_add_c(p->buf, parts.items[i].name);
            buf_add_byte(p->buf, ':');
        }
        if (!print_element(p, parts.items[i].value, verb))
            return false;
    }
    buf_add_byte(p->buf, '}');
    return true;
}

/* Within a container fmt takes a pointer for what it is. */
static bool is_address(const VerbPrinter *p, const Host *host)
{
    return p->depth > 0 && host->class_->type_name[0] == '*';
}

static bool is_address_verb(uint32_t verb)
{
    return verb < 0x80 && verb != 0 && strchr("vpbodxX", (int)verb) != NULL;
}

static bool is_number_verb(uint32_t verb)
{
    return verb < 0x80 && verb != 0 && strchr("vdboOxXcqU", (int)verb) != NULL;
}

static bool print_named_number(VerbPrinter *p, Val v, uint32_t verb)
{
    Val number = val_from_int(v.as.host->class_->number(v.as.host));

    return is_number_verb(verb) ? print_int(p, number, verb)
                                : note_bad_verb(p, v, verb);
}

static bool print_complex(VerbPrinter *p, Val v, uint32_t verb)
{
    HostComplex c = v.as.host->class_->complex(v.as.host);
    bool plus = p->format.plus;
    bool ok;

    if (verb >= 0x80 || verb == 0 || strchr("vbgGxXfFeE", (int)verb) == NULL)
        return note_bad_verb(p, v, verb);
    buf_add_byte(p->buf, '(');
    ok = print_float(p, val_from_float(c.real), verb);
    p->format.plus = true;
    ok = ok && print_float(p, val_from_float(c.imaginary), verb);
    p->format.plus = plus;
    buf_add(p->buf, STR("i)"));
    return ok;
}

static bool print_host(VerbPrinter *p, Val v, uint32_t verb)
{
    const Host *host = v.as.host;
    const HostClass *class_ = host->class_;
    Map *map;
    Str text;

    if (print_by_method(p, host, verb))
        return true;
    if (class_->number != NULL)
        return print_named_number(p, v, verb);
    if (class_->complex != NULL)
        return print_complex(p, v, verb);
    if (class_->parts != NULL && is_address(p, host) && !is_address_verb(verb))
        return note_bad_verb(p, v, verb);
    if (class_->parts != NULL)
        return print_parts(p, host, verb);
    if (class_->as_map != NULL)
        return class_->as_map(p->cx, host, &map) &&
               print_entries(p, map, val_type_name(v), verb);
    text = host_text(p->cx, host);
    if (!p->is_noting && !p->format.sharp_v)
        return note_bad_verb(p, v, verb);
    buf_add(p->buf, text);
    return true;
}

static bool print_string(VerbPrinter *p, Val v, uint32_t verb)
{
    if (v.go_type == GO_BYTES)
        return print_bytes(p, val_str(v), verb, val_type_name(v));
    if (v.go_type == GO_ERROR)
        return print_error(p, v, verb);
    return print_text(p, val_str(v), verb) || note_bad_verb(p, v, verb);
}

static bool print_value(VerbPrinter *p, Val v, uint32_t verb)
{
    switch (val_kind(v)) {
    case VAL_NIL: buf_add(p->buf, STR("<nil>")); return true;
    case VAL_BOOL: return print_bool(p, v, verb);
    case VAL_INT:
        return v.go_type == GO_DURATION ? print_duration(p, v, verb)
                                        : print_int(p, v, verb);
    case VAL_FLOAT: return print_float(p, v, verb);
    case VAL_STRING: return print_string(p, v, verb);
    case VAL_LIST:
    case VAL_MAP: return print_container(p, v, verb);
    case VAL_HOST: return print_host(p, v, verb);
    }
    return true;
}

static bool print_nil(VerbPrinter *p, uint32_t verb)
{
    if (verb != 'v' && verb != 'T')
        return note_bad_verb(p, VAL_NIL_VALUE, verb);
    format_pad(&p->format, p->buf, STR("<nil>"));
    return true;
}

/* The address behind a map, a slice or a pointer; false for other values. */
static bool address_of(Val v, uintptr_t *out)
{
    Str kind = val_kind_name(v);

    if (!str_eq(kind, STR("map")) && !str_eq(kind, STR("slice")) &&
        !str_eq(kind, STR("ptr")))
        return false;
    *out = v.kind == VAL_MAP    ? (uintptr_t)v.as.map
           : v.kind == VAL_LIST ? (uintptr_t)v.as.list
           : v.kind == VAL_HOST ? (uintptr_t)v.as.host
                                : (uintptr_t)v.as.str;
    return true;
}

static bool print_pointer(VerbPrinter *p, Val v)
{
    uintptr_t address;

    if (!address_of(v, &address))
        return note_bad_verb(p, v, 'p');
    format_hex(&p->format, p->buf, address, !p->format.sharp);
    return true;
}

/* %w is an error's, and only where errors are made.  Go looks at values of the
 * simple types before it looks at the verb. */
static bool is_unwrappable(Val v)
{
    return v.kind == VAL_LIST || v.kind == VAL_MAP || v.kind == VAL_HOST ||
           v.go_type == GO_ERROR || v.go_type == GO_DURATION;
}

bool verb_print(VerbPrinter *p, Val v, uint32_t verb)
{
    bool ok;

    if (val_is_nil(v)) {
        ok = print_nil(p, verb);
    } else if (verb == 'T') {
        format_text(&p->format, p->buf, val_type_name(v));
        ok = true;
    } else if (verb == 'p') {
        ok = print_pointer(p, v);
    } else if (verb == 'w' && is_unwrappable(v)) {
        ok = note_bad_verb(p, v, verb);
    } else if (verb == 'v' && v.go_type == GO_BYTES) {
        ok = print_bytes(p, val_str(v), verb, STR("[]byte"));
    } else {
        ok = print_value(p, v, verb);
    }
    return ok && within_text_limit(p);
}
