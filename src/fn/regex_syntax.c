/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Reads a pattern from left to right as Go's parser does, so that of several
 * mistakes the same one is reported with the same quotation, and writes RE2's
 * form of it on the way.
 *
 * What follows from the tree in Go is tracked by two numbers a group: the
 * number of items there are to repeat, and the product of nested repetition
 * counts, which must stay within 1000.
 */
#include "fn/regex_syntax.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "fn/regex_class.h"

#define MAX_REPEAT 1000
#define MAX_RUNE   0x10ffffu

/* An open group. */
typedef struct Level {
    bool has_item;  /* a repetition operator has something to repeat */
    int last_count; /* product of the repetitions in the last item */
    int max_count;  /* the largest such product in the group so far */
} Level;

typedef struct Reader {
    Ctx *cx;
    Str pattern;
    size_t pos;
    Buf out;
    Level *levels;
    size_t depth;
    size_t cap;
    Str *names;
    size_t n_groups;
    size_t names_cap;
    size_t last_repeat; /* where the operator just read began; SIZE_MAX */
} Reader;

bool regex_syntax_fail(Ctx *cx, const char *why, Str part)
{
    Buf msg;

    buf_init(&msg, cx->arena);
    buf_add_fmt(&msg, "error parsing regexp: %s: `", why);
    buf_add(&msg, part);
    buf_add_byte(&msg, '`');
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

/* Complains about the pattern from `from` to `to`. */
static bool refuse(Reader *r, const char *why, size_t from, size_t to)
{
    return regex_syntax_fail(r->cx, why, str_slice(r->pattern, from, to));
}

static bool at_end(const Reader *r)
{
    return r->pos >= r->pattern.len;
}

/* The byte `ahead` of the position, 0 past the end. */
static char peek(const Reader *r, size_t ahead)
{
    size_t at = r->pos + ahead;

    return at < r->pattern.len ? r->pattern.ptr[at] : '\0';
}

static bool check_utf8(Reader *r, size_t from, size_t to)
{
    while (from < to) {
        size_t size;

        if (utf8_decode(r->pattern, from, &size) == UTF8_BAD && size == 1)
            return regex_syntax_fail(r->cx, "invalid UTF-8",
                                     str_slice(r->pattern, from, to));
        from += size;
    }
    return true;
}

/* At the end of the pattern Go reads U+FFFD and stays there. */
static bool next_rune(Reader *r, uint32_t *rune)
{
    size_t size = 0;

    *rune = UTF8_BAD;
    if (!at_end(r))
        *rune = utf8_decode(r->pattern, r->pos, &size);
    if (*rune == UTF8_BAD && size == 1)
        return refuse(r, "invalid UTF-8", r->pos, r->pattern.len);
    r->pos += size;
    return true;
}

static bool is_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static void add_rune(Reader *r, uint32_t rune)
{
    if (is_alnum(rune))
        buf_add_byte(&r->out, (char)rune);
    else
        regex_class_write_rune(&r->out, rune);
}

/* A new item in the open group, with its repetition product. */
static void push_item(Reader *r, int count)
{
    Level *level = &r->levels[r->depth - 1];

    level->has_item = true;
    level->last_count = count;
    if (count > level->max_count)
        level->max_count = count;
}

static void open_level(Reader *r)
{
    if (r->depth == r->cap) {
        size_t cap = r->cap == 0 ? 8 : r->cap * 2;

        r->levels = arena_grow(r->cx->arena, r->levels, r->cap * sizeof(Level),
                               cap * sizeof(Level));
        r->cap = cap;
    }
    r->levels[r->depth++] = (Level){false, 1, 1};
}

static void add_group_name(Reader *r, Str name)
{
    if (r->n_groups == r->names_cap) {
        size_t cap = r->names_cap == 0 ? 8 : r->names_cap * 2;

        r->names = arena_grow(r->cx->arena, r->names,
                              r->names_cap * sizeof(Str), cap * sizeof(Str));
        r->names_cap = cap;
    }
    r->names[r->n_groups++] = name;
}

static void open_group(Reader *r, Str name)
{
    add_group_name(r, name);
    buf_add_byte(&r->out, '(');
    open_level(r);
}

static bool close_group(Reader *r)
{
    int count = r->levels[r->depth - 1].max_count;

    if (r->depth == 1)
        return refuse(r, "unexpected )", 0, r->pattern.len);
    r->depth--;
    push_item(r, count);
    buf_add_byte(&r->out, ')');
    r->pos++;
    return true;
}

/* "(?P<name>" or "(?<name>", of which `prefix` bytes come before the name. */
static bool read_named_group(Reader *r, size_t prefix)
{
    size_t start = r->pos;
    size_t end = str_find_byte(r->pattern, '>', start);
    Str name;

    if (end == SIZE_MAX)
        return check_utf8(r, start, r->pattern.len) &&
               refuse(r, "invalid named capture", start, r->pattern.len);
    name = str_slice(r->pattern, start + prefix, end);
    if (!check_utf8(r, start + prefix, end))
        return false;
    if (name.len == 0)
        return refuse(r, "invalid named capture", start, end + 1);
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] != '_' && !is_alnum((unsigned char)name.ptr[i]))
            return refuse(r, "invalid named capture", start, end + 1);
    }
    open_group(r, name);
    r->pos = end + 1;
    return true;
}

/* "(?flags)", "(?flags:" or a named group. */
static bool read_perl_group(Reader *r)
{
    size_t start = r->pos;
    size_t left = r->pattern.len - start;
    bool negated = false;
    bool saw_flag = false;
    uint32_t c;

    if (left > 4 && peek(r, 2) == 'P' && peek(r, 3) == '<')
        return read_named_group(r, 4);
    if (left > 3 && peek(r, 2) == '<')
        return read_named_group(r, 3);
    for (r->pos += 2; !at_end(r);) {
        if (!next_rune(r, &c))
            return false;
        if (c == ':' || c == ')') {
            if (negated && !saw_flag)
                break;
            buf_add(&r->out, str_slice(r->pattern, start, r->pos));
            if (c == ':')
                open_level(r);
            return true;
        }
        if (c == '-' && negated)
            break;
        if (c != '-' && c != 'i' && c != 'm' && c != 's' && c != 'U')
            break;
        negated = negated || c == '-';
        saw_flag = c != '-';
    }
    return refuse(r, "invalid or unsupported Perl syntax", start, r->pos);
}

/* An operator from `start` to the position, then perhaps a "?". */
static bool apply_repeat(Reader *r, size_t start, int count)
{
    Level *level = &r->levels[r->depth - 1];

    if (peek(r, 0) == '?')
        r->pos++;
    if (r->last_repeat != SIZE_MAX)
        return refuse(r, "invalid nested repetition operator", r->last_repeat,
                      r->pos);
    if (!level->has_item)
        return refuse(r, "missing argument to repetition operator", start,
                      r->pos);
    if (count >= 2 && count * level->last_count > MAX_REPEAT)
        return refuse(r, "invalid repeat count", start, r->pos);
    if (count > 0)
        push_item(r, count * level->last_count);
    buf_add(&r->out, str_slice(r->pattern, start, r->pos));
    r->last_repeat = start;
    return true;
}

/* Digits without a leading zero; too many of them give -1. */
static bool read_count(Reader *r, int *out)
{
    int value = 0;

    if (peek(r, 0) < '0' || peek(r, 0) > '9')
        return false;
    if (peek(r, 0) == '0' && peek(r, 1) >= '0' && peek(r, 1) <= '9')
        return false;
    for (; peek(r, 0) >= '0' && peek(r, 0) <= '9'; r->pos++) {
        if (value >= 0)
            value = value >= 100000000 ? -1 : value * 10 + peek(r, 0) - '0';
    }
    *out = value;
    return true;
}

/* "{2}", "{2,}", "{2,5}"; false, with the position where it was, when the
 * brace is a literal. */
static bool scan_counts(Reader *r, int *min, int *max)
{
    size_t start = r->pos++;
    bool ok = read_count(r, min);

    *max = *min;
    if (ok && peek(r, 0) == ',') {
        r->pos++;
        *max = -1;
        if (peek(r, 0) != '}') {
            ok = read_count(r, max);
            *min = *max < 0 ? -1 : *min;
        }
    }
    if (ok && peek(r, 0) == '}') {
        r->pos++;
        return true;
    }
    r->pos = start;
    return false;
}

static bool read_counted_repeat(Reader *r)
{
    size_t start = r->pos;
    int min = 0;
    int max = 0;

    if (!scan_counts(r, &min, &max)) {
        r->pos++;
        push_item(r, 1);
        add_rune(r, '{');
        return true;
    }
    if (min < 0 || min > MAX_REPEAT || max > MAX_REPEAT ||
        (max >= 0 && min > max))
        return refuse(r, "invalid repeat count", start, r->pos);
    return apply_repeat(r, start, max < 0 ? min : max);
}

static int hex_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (int)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (int)(c - 'A') + 10;
    return -1;
}

/* The digits of "\x{...}" behind the brace; `*ok` false: not well-formed. */
static bool read_braced_hex(Reader *r, uint32_t *rune, bool *ok)
{
    uint32_t value = 0;
    size_t n_digits = 0;
    uint32_t c;

    *ok = false;
    while (!at_end(r)) {
        int digit;

        if (!next_rune(r, &c))
            return false;
        if (c == '}') {
            *ok = n_digits > 0;
            *rune = value;
            return true;
        }
        digit = hex_value(c);
        if (digit < 0)
            return true;
        value = value * 16 + (uint32_t)digit;
        if (value > MAX_RUNE)
            return true;
        n_digits++;
    }
    return true;
}

/* What follows "\x". */
static bool read_hex(Reader *r, uint32_t *rune, bool *ok)
{
    uint32_t first;
    uint32_t second;

    *ok = false;
    if (at_end(r))
        return true;
    if (!next_rune(r, &first))
        return false;
    if (first == '{')
        return read_braced_hex(r, rune, ok);
    if (!next_rune(r, &second))
        return false;
    *ok = hex_value(first) >= 0 && hex_value(second) >= 0;
    if (*ok)
        *rune = (uint32_t)(hex_value(first) * 16 + hex_value(second));
    return true;
}

/* The octal digits behind the first, `first`, up to three in all. */
static uint32_t read_octal(Reader *r, uint32_t first)
{
    uint32_t value = first - '0';

    for (int i = 1; i < 3 && peek(r, 0) >= '0' && peek(r, 0) <= '7'; i++) {
        value = value * 8 + (uint32_t)(peek(r, 0) - '0');
        r->pos++;
    }
    return value;
}

/* An escape that stands for one character. */
static bool read_escape(Reader *r, uint32_t *rune)
{
    static const char letters[] = "afnrtv";
    static const char meanings[] = "\a\f\n\r\t\v";
    size_t start = r->pos++;
    bool ok = false;
    uint32_t c;

    if (at_end(r))
        return regex_syntax_fail(
            r->cx, "trailing backslash at end of expression", STR_NONE);
    if (!next_rune(r, &c))
        return false;
    *rune = c;
    if (c == 'x') {
        if (!read_hex(r, rune, &ok))
            return false;
    } else if (c == '0' || (c >= '1' && c <= '7' && peek(r, 0) >= '0' &&
                            peek(r, 0) <= '7')) {
        *rune = read_octal(r, c);
        ok = true;
    } else if (c < 0x80 && is_alnum(c)) {
        const char *letter = strchr(letters, (int)c);

        ok = letter != NULL;
        if (ok)
            *rune = (unsigned char)meanings[letter - letters];
    } else {
        ok = c < 0x80;
    }
    return ok || refuse(r, "invalid escape sequence", start, r->pos);
}

/* "\pL", "\p{Greek}" and "\P...". */
static bool read_unicode_class(Reader *r, bool in_class)
{
    size_t start = r->pos;
    uint32_t c;

    r->pos += 2;
    if (!next_rune(r, &c))
        return false;
    if (c == '{') {
        size_t end = str_find_byte(r->pattern, '}', start);

        if (end == SIZE_MAX)
            return check_utf8(r, start, r->pattern.len) &&
                   refuse(r, "invalid character class range", start,
                          r->pattern.len);
        if (!check_utf8(r, start + 3, end))
            return false;
        r->pos = end + 1;
    }
    return regex_class_write(&r->out, str_slice(r->pattern, start, r->pos),
                             in_class) ||
           refuse(r, "invalid character class range", start, r->pos);
}

static bool is_perl_class(char c)
{
    return c != '\0' && strchr("dDsSwW", c) != NULL;
}

/* "\Q...\E": letters as they are, to the end when there is no \E. */
static bool read_quoted(Reader *r)
{
    size_t end = str_find(r->pattern, STR("\\E"), r->pos + 2);
    size_t stop = end == SIZE_MAX ? r->pattern.len : end;
    uint32_t c;

    r->pos += 2;
    while (r->pos < stop) {
        if (!next_rune(r, &c))
            return false;
        push_item(r, 1);
        add_rune(r, c);
    }
    r->pos = end == SIZE_MAX ? stop : stop + 2;
    return true;
}

static bool read_backslash(Reader *r)
{
    char kind = peek(r, 1);
    uint32_t c;

    if (kind == 'C')
        return refuse(r, "invalid escape sequence", r->pos, r->pos + 2);
    if (kind == 'Q')
        return read_quoted(r);
    push_item(r, 1);
    if (kind == 'p' || kind == 'P')
        return read_unicode_class(r, false);
    if (is_perl_class(kind) || (kind != '\0' && strchr("AbBz", kind) != NULL)) {
        buf_add(&r->out, str_slice(r->pattern, r->pos, r->pos + 2));
        r->pos += 2;
        return true;
    }
    if (!read_escape(r, &c))
        return false;
    add_rune(r, c);
    return true;
}

/* "[:alpha:]" within brackets; `*found` false when it is none. */
static bool read_named_class(Reader *r, bool *found)
{
    static const char *const names[] = {
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
        "lower", "print", "punct", "space", "upper", "word",  "xdigit",
    };
    size_t start = r->pos;
    size_t end = str_find(r->pattern, STR(":]"), start + 2);
    Str name;

    *found = end != SIZE_MAX;
    if (!*found)
        return true;
    r->pos = end + 2;
    name = str_drop_prefix(str_slice(r->pattern, start + 2, end), STR("^"));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq_c(name, names[i])) {
            buf_add(&r->out, str_slice(r->pattern, start, r->pos));
            return true;
        }
    }
    return refuse(r, "invalid character class range", start, r->pos);
}

/* One end of a range; `class_start` is where the brackets began. */
static bool read_class_rune(Reader *r, size_t class_start, uint32_t *rune)
{
    if (at_end(r))
        return refuse(r, "missing closing ]", class_start, r->pattern.len);
    if (peek(r, 0) == '\\')
        return read_escape(r, rune);
    return next_rune(r, rune);
}

static bool read_class_range(Reader *r, size_t class_start)
{
    size_t start = r->pos;
    uint32_t low;
    uint32_t high;

    if (!read_class_rune(r, class_start, &low))
        return false;
    high = low;
    if (r->pattern.len - r->pos >= 2 && peek(r, 0) == '-' &&
        peek(r, 1) != ']') {
        r->pos++;
        if (!read_class_rune(r, class_start, &high))
            return false;
        if (high < low)
            return refuse(r, "invalid character class range", start, r->pos);
    }
    regex_class_write_rune(&r->out, low);
    buf_add_byte(&r->out, '-');
    regex_class_write_rune(&r->out, high);
    return true;
}

static bool read_class_item(Reader *r, size_t class_start)
{
    char next = peek(r, 1);
    bool found = false;

    if (r->pattern.len - r->pos > 2 && peek(r, 0) == '[' && next == ':' &&
        !read_named_class(r, &found))
        return false;
    if (found)
        return true;
    if (peek(r, 0) == '\\' && (next == 'p' || next == 'P'))
        return read_unicode_class(r, true);
    if (peek(r, 0) == '\\' && is_perl_class(next)) {
        buf_add(&r->out, str_slice(r->pattern, r->pos, r->pos + 2));
        r->pos += 2;
        return true;
    }
    return read_class_range(r, class_start);
}

static bool read_class(Reader *r)
{
    size_t start = r->pos++;
    bool first = true;

    buf_add_byte(&r->out, '[');
    if (peek(r, 0) == '^') {
        buf_add_byte(&r->out, '^');
        r->pos++;
    }
    /* A "]" that comes first is a character. */
    for (; first || at_end(r) || peek(r, 0) != ']'; first = false) {
        if (!read_class_item(r, start))
            return false;
    }
    r->pos++;
    buf_add_byte(&r->out, ']');
    push_item(r, 1);
    return true;
}

static bool read_operator(Reader *r)
{
    r->pos++;
    return apply_repeat(r, r->pos - 1, 1);
}

static bool read_bar(Reader *r)
{
    r->levels[r->depth - 1].has_item = false;
    buf_add_byte(&r->out, '|');
    r->pos++;
    return true;
}

/* A character that RE2 reads as Go does. */
static bool read_plain(Reader *r)
{
    buf_add_byte(&r->out, peek(r, 0));
    r->pos++;
    push_item(r, 1);
    return true;
}

static bool read_literal(Reader *r)
{
    uint32_t c;

    if (!next_rune(r, &c))
        return false;
    push_item(r, 1);
    add_rune(r, c);
    return true;
}

static bool read_paren(Reader *r)
{
    if (peek(r, 1) == '?')
        return read_perl_group(r);
    open_group(r, STR_NONE);
    r->pos++;
    return true;
}

static bool read_next(Reader *r)
{
    switch (peek(r, 0)) {
    case '(': return read_paren(r);
    case ')': return close_group(r);
    case '|': return read_bar(r);
    case '^':
    case '$':
    case '.': return read_plain(r);
    case '[': return read_class(r);
    case '*':
    case '+':
    case '?': return read_operator(r);
    case '{': return read_counted_repeat(r);
    case '\\': return read_backslash(r);
    default: return read_literal(r);
    }
}

bool regex_syntax_read(Ctx *cx, Str pattern, RegexSyntax *out)
{
    Reader r = {.cx = cx, .pattern = pattern, .last_repeat = SIZE_MAX};

    if (pattern.len > cx->limits->pattern)
        return ctx_fail_limit(cx, LIMIT_PATTERN);
    buf_init(&r.out, cx->arena);
    add_group_name(&r, STR_NONE);
    open_level(&r);
    while (!at_end(&r)) {
        size_t before = r.last_repeat;

        if (!read_next(&r))
            return false;
        if (r.last_repeat == before)
            r.last_repeat = SIZE_MAX;
    }
    if (r.depth != 1)
        return refuse(&r, "missing closing )", 0, pattern.len);
    *out = (RegexSyntax){buf_str(&r.out), r.names, r.n_groups};
    return true;
}
