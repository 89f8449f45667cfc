/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Version constraints: alternatives joined by "||", each a run of conditions
 * (an operator and a version that may end early or hold x, X or *) that must
 * all hold.  "1.2 - 1.5" is rewritten to ">= 1.2, <= 1.5 " before anything is
 * read, as the library does, and shows so in error texts.
 *
 * The library reads with regular expressions; their languages are simple
 * enough that one greedy scan decides what they match.
 */
#include "base/buf.h"
#include "fn/version.h"

#define BYTES_A_STEP 64

/* A version as a constraint writes it, in pieces of the text. */
typedef struct Pattern {
    Str whole;
    Str major;
    Str minor; /* with its dot */
    Str patch; /* with its dot */
    Str pre;   /* with its hyphen */
} Pattern;

typedef enum Op {
    OP_NONE,
    OP_NE,
    OP_GT,
    OP_LT,
    OP_GE,
    OP_LE,
    OP_TILDE,
    OP_CARET
} Op;

typedef struct Condition {
    Op op;
    Version version;  /* missing and x parts are 0 */
    bool dirty;       /* some part was missing or x */
    bool minor_dirty; /* the first such part was the minor */
    bool patch_dirty; /* the first such part was the patch */
} Condition;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static size_t skip_space(Str s, size_t pos)
{
    while (pos < s.len && is_space(s.ptr[pos]))
        pos++;
    return pos;
}

/* The library's character class holds a "|" by mistake; it is kept, for it
 * decides which error a text gets. */
static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == 'x' || c == 'X' || c == '*' ||
           c == '|';
}

static bool is_identifier_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '-';
}

static size_t scan_bytes(Str s, size_t pos, bool (*test)(char))
{
    while (pos < s.len && test(s.ptr[pos]))
        pos++;
    return pos;
}

/* `mark` and at least one byte that `test` likes; empty when absent. */
static Str scan_marked(Str s, size_t *pos, char mark, bool (*test)(char))
{
    size_t start = *pos;
    size_t end;

    if (start >= s.len || s.ptr[start] != mark)
        return STR_NONE;
    end = scan_bytes(s, start + 1, test);
    if (end == start + 1)
        return STR_NONE;
    *pos = end;
    return str_slice(s, start, end);
}

/* `mark` and identifiers joined by dots; empty when absent. */
static Str scan_tail(Str s, size_t *pos, char mark)
{
    size_t start = *pos;

    if (scan_marked(s, pos, mark, is_identifier_byte).len == 0)
        return STR_NONE;
    while (scan_marked(s, pos, '.', is_identifier_byte).len != 0)
        continue;
    return str_slice(s, start, *pos);
}

static bool scan_pattern(Str s, size_t *pos, Pattern *out)
{
    size_t start = *pos;
    size_t major = start < s.len && s.ptr[start] == 'v' ? start + 1 : start;
    size_t end = scan_bytes(s, major, is_number_byte);

    if (end == major)
        return false;
    *out = (Pattern){.major = str_slice(s, major, end)};
    out->minor = scan_marked(s, &end, '.', is_number_byte);
    if (out->minor.len != 0)
        out->patch = scan_marked(s, &end, '.', is_number_byte);
    out->pre = scan_tail(s, &end, '-');
    (void)scan_tail(s, &end, '+');
    out->whole = str_slice(s, start, end);
    *pos = end;
    return true;
}

/* One "A - B" with the space around it, from `pos` on; false: none there. */
static bool scan_range(Str s, size_t pos, Pattern *low, Pattern *high,
                       size_t *end)
{
    size_t at = skip_space(s, pos);
    size_t dash;

    if (!scan_pattern(s, &at, low))
        return false;
    dash = skip_space(s, at);
    if (dash == at || dash == s.len || s.ptr[dash] != '-')
        return false;
    at = skip_space(s, dash + 1);
    if (at == dash + 1 || !scan_pattern(s, &at, high))
        return false;
    *end = skip_space(s, at);
    return true;
}

/* Replaces the first occurrence, which need not be where `old` was found. */
static Str replaced_once(Arena *arena, Str s, Str old, Str new_text)
{
    size_t at = str_find(s, old, 0);
    Buf text;

    if (at == SIZE_MAX)
        return s;
    buf_init(&text, arena);
    buf_add(&text, str_slice(s, 0, at));
    buf_add(&text, new_text);
    buf_add(&text, str_skip(s, at + old.len));
    return buf_str(&text);
}

static Str without_ranges(Arena *arena, Str s)
{
    Str rewritten = s;
    size_t pos = 0;

    while (pos < s.len) {
        Pattern low;
        Pattern high;
        size_t end;
        Buf text;

        if (!scan_range(s, pos, &low, &high, &end)) {
            size_t word = skip_space(s, pos);

            pos = word > pos ? word : pos + 1;
            continue;
        }
        buf_init(&text, arena);
        buf_add_c(&text, ">= ");
        buf_add(&text, low.whole);
        buf_add_c(&text, ", <= ");
        buf_add(&text, high.whole);
        buf_add_byte(&text, ' ');
        rewritten = replaced_once(arena, rewritten, str_slice(s, pos, end),
                                  buf_str(&text));
        pos = end;
    }
    return rewritten;
}

static Op scan_op(Str s, size_t *pos)
{
    static const struct {
        const char *text;
        Op op;
    } ops[] = {
        {"!=", OP_NE   },
        {">=", OP_GE   },
        {"=>", OP_GE   },
        {"<=", OP_LE   },
        {"=<", OP_LE   },
        {"~>", OP_TILDE},
        {"=",  OP_NONE },
        {">",  OP_GT   },
        {"<",  OP_LT   },
        {"~",  OP_TILDE},
        {"^",  OP_CARET},
    };
    Str rest = str_skip(s, *pos);

    for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
        Str text = str_from_c(ops[i].text);

        if (str_has_prefix(rest, text)) {
            *pos += text.len;
            return ops[i].op;
        }
    }
    return OP_NONE;
}

static bool is_x(Str part)
{
    return part.len == 1 && part.ptr[0] != '|' &&
           (part.ptr[0] < '0' || part.ptr[0] > '9');
}

/* True for a missing part and for one that is x; `part` has its dot. */
static bool is_open(Str part)
{
    return part.len == 0 || is_x(str_skip(part, 1));
}

/* The version to compare with: the parts up to the first open one, zeros, and
 * the prerelease. */
static Str condition_text(Arena *arena, const Pattern *p, Condition *c)
{
    Buf text;

    c->dirty = true;
    buf_init(&text, arena);
    if (is_x(p->major)) {
        buf_add_c(&text, "0.0.0");
    } else if (is_open(p->minor)) {
        c->minor_dirty = true;
        buf_add(&text, p->major);
        buf_add_c(&text, ".0.0");
    } else if (is_open(p->patch)) {
        c->patch_dirty = true;
        buf_add(&text, p->major);
        buf_add(&text, p->minor);
        buf_add_c(&text, ".0");
    } else {
        c->dirty = false;
        return p->whole;
    }
    buf_add(&text, p->pre);
    return buf_str(&text);
}

static bool fail_improper(Ctx *cx, Str text)
{
    Buf msg;

    buf_init(&msg, cx->arena);
    buf_add_c(&msg, "improper constraint: ");
    buf_add(&msg, text);
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

/* Reads one condition and the space behind it; `whole` is what a complaint
 * quotes. */
static bool read_condition(Ctx *cx, Str whole, size_t *pos, Pattern *pattern,
                           Op *op)
{
    *pos = skip_space(whole, *pos);
    *op = scan_op(whole, pos);
    *pos = skip_space(whole, *pos);
    if (!scan_pattern(whole, pos, pattern))
        return fail_improper(cx, whole);
    return true;
}

/* Behind a condition: the end, or else space or a comma and `*more`. */
static bool read_separator(Ctx *cx, Str whole, size_t *pos, bool *more)
{
    size_t at = skip_space(whole, *pos);

    *more = at < whole.len;
    if (*more && whole.ptr[at] == ',')
        at++;
    else if (*more && at == *pos)
        return fail_improper(cx, whole);
    *pos = at;
    return true;
}

static bool build_condition(Ctx *cx, const Pattern *pattern, Op op,
                            Condition *out)
{
    Condition c = {.op = op};

    if (!version_parse(cx, condition_text(cx->arena, pattern, &c),
                       &c.version)) {
        (void)err_take(cx);
        return fail_here(cx, ERR_CALL, "constraint parser error");
    }
    *out = c;
    return true;
}

static bool meets_not_equal(const Version *v, const Condition *c)
{
    if (!c->dirty)
        return version_compare(v, &c->version) != 0;
    if (c->version.major != v->major)
        return true;
    if (c->minor_dirty)
        return false;
    if (c->version.minor != v->minor)
        return true;
    if (c->patch_dirty)
        return version_compare_pre(v->pre, c->version.pre) != 0;
    return version_compare(v, &c->version) != 0;
}

static bool meets_greater(const Version *v, const Condition *c)
{
    if (c->dirty) {
        if (v->major != c->version.major)
            return v->major > c->version.major;
        if (c->minor_dirty)
            return false;
        if (c->patch_dirty)
            return v->minor > c->version.minor;
    }
    return version_compare(v, &c->version) > 0;
}

static bool meets_less_equal(const Version *v, const Condition *c)
{
    if (!c->dirty)
        return version_compare(v, &c->version) <= 0;
    if (v->major != c->version.major)
        return v->major < c->version.major;
    return c->minor_dirty || v->minor <= c->version.minor;
}

static bool meets_tilde(const Version *v, const Condition *c)
{
    const Version *low = &c->version;

    if (version_compare(v, low) < 0)
        return false;
    if (low->major == 0 && low->minor == 0 && low->patch == 0 &&
        !c->minor_dirty && !c->patch_dirty)
        return true;
    return v->major == low->major && (v->minor == low->minor || c->minor_dirty);
}

/* Nothing left of the first number that is not zero may change. */
static bool meets_caret(const Version *v, const Condition *c)
{
    const Version *low = &c->version;

    if (version_compare(v, low) < 0)
        return false;
    if (low->major > 0 || c->minor_dirty)
        return v->major == low->major;
    if (v->major > 0)
        return false;
    if (low->minor > 0 || c->patch_dirty)
        return v->minor == low->minor;
    return v->minor == 0 && v->patch == low->patch;
}

static bool meets_condition(const Version *v, const Condition *c)
{
    switch (c->op) {
    case OP_NONE:
        return c->dirty ? meets_tilde(v, c)
                        : version_compare(v, &c->version) == 0;
    case OP_NE: return meets_not_equal(v, c);
    case OP_GT: return meets_greater(v, c);
    case OP_LT: return version_compare(v, &c->version) < 0;
    case OP_GE: return version_compare(v, &c->version) >= 0;
    case OP_LE: return meets_less_equal(v, c);
    case OP_TILDE: return meets_tilde(v, c);
    case OP_CARET: return meets_caret(v, c);
    }
    return false;
}

/* One alternative.  It is checked whole before any version in it is read, so
 * that the first complaint is about the grammar.  `v` may be NULL. */
static bool check_alternative(Ctx *cx, const Version *v, Str text, bool *out)
{
    bool has_pre = false;
    bool joy = true;
    Pattern pattern;
    Condition c;
    size_t pos = 0;
    bool more;
    Op op;

    do {
        if (!read_condition(cx, text, &pos, &pattern, &op) ||
            !read_separator(cx, text, &pos, &more))
            return false;
    } while (more);
    pos = 0;
    do {
        if (!read_condition(cx, text, &pos, &pattern, &op) ||
            !read_separator(cx, text, &pos, &more) ||
            !build_condition(cx, &pattern, op, &c))
            return false;
        has_pre = has_pre || c.version.pre.len > 0;
        joy = joy && v != NULL && meets_condition(v, &c);
    } while (more);
    *out = joy && (v->pre.len == 0 || has_pre);
    return true;
}

/* Reads the whole constraint, whatever its alternatives say. */
static bool check_constraint(Ctx *cx, const Version *v, Str constraint,
                             bool *out)
{
    bool any = false;
    size_t pos = 0;
    Str text;

    /* The search for ranges may read on to the end from any byte. */
    if (!ctx_spend(cx, constraint.len / BYTES_A_STEP * constraint.len))
        return false;
    text = without_ranges(cx->arena, constraint);
    for (;;) {
        size_t end = str_find(text, STR("||"), pos);
        Str part = str_slice(text, pos, end == SIZE_MAX ? text.len : end);
        bool met;

        if (!check_alternative(cx, v, part, &met))
            return false;
        any = any || met;
        if (end == SIZE_MAX)
            break;
        pos = end + 2;
    }
    *out = any;
    return true;
}

bool version_meets(Ctx *cx, const Version *version, Str constraint, bool *out)
{
    return check_constraint(cx, version, constraint, out);
}

bool version_text_meets(Ctx *cx, Str text, Str constraint, bool *out)
{
    Version version;
    bool ignored;

    if (!version_parse(cx, text, &version)) {
        Str why = err_take(cx);

        return check_constraint(cx, NULL, constraint, &ignored) &&
               fail_str(cx, ERR_CALL, why);
    }
    return check_constraint(cx, &version, constraint, out);
}
