/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Glushkov's automaton with a bit a position: a position is a character or
 * class of the pattern, `follow` says which positions may come after it, and a
 * set of positions is one word.  What is repeated by a count is read as many
 * times.  Bits start at 1; bit 0 stands for the start of the pattern, so that
 * follow[0] holds the positions it may begin with.
 */
#include "fn/regex_simple.h"

#include <string.h>

#define MAX_POSITIONS 64
#define N_ASCII       128

struct RegexSimple {
    uint64_t by_byte[N_ASCII]; /* the positions that take the byte */
    uint64_t follow[MAX_POSITIONS];
    uint64_t last; /* where it may end */
    uint32_t n_positions;
    bool from_start;
    bool to_end;
    bool prefers_less; /* somewhere: a lazy repeat, an empty branch in front */
};

/* What a part of the pattern comes to. */
typedef struct Fragment {
    uint64_t first;
    uint64_t last;
    bool is_nullable;
} Fragment;

/* A set of ASCII characters. */
typedef struct CharSet {
    uint64_t bits[2];
} CharSet;

typedef struct Reader {
    RegexSimple *regex;
    Str pattern;
    size_t pos;
    uint32_t n_positions; /* with the start */
    uint32_t depth;
    CharSet set; /* of the atom read last, which was no group */
    bool is_simple;
} Reader;

#define MAX_DEPTH 16

static void give_up(Reader *r)
{
    r->is_simple = false;
}

static bool is_at(const Reader *r, char c)
{
    return r->pos < r->pattern.len && r->pattern.ptr[r->pos] == c;
}

static bool take(Reader *r, char c)
{
    if (!is_at(r, c))
        return false;
    r->pos++;
    return true;
}

static void set_add(CharSet *set, unsigned char c)
{
    set->bits[c / 64] |= UINT64_C(1) << (c % 64);
}

static void set_add_range(CharSet *set, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to; c++)
        set_add(set, (unsigned char)c);
}

static void set_invert(CharSet *set)
{
    set->bits[0] = ~set->bits[0];
    set->bits[1] = ~set->bits[1];
}

/* The class that the letter behind a backslash names; false for other
 * letters. */
static bool add_named(CharSet *set, char letter)
{
    CharSet named = {
        {0, 0}
    };

    switch (letter | 0x20) {
    case 'd': set_add_range(&named, '0', '9'); break;
    case 'w':
        set_add_range(&named, '0', '9');
        set_add_range(&named, 'A', 'Z');
        set_add_range(&named, 'a', 'z');
        set_add(&named, '_');
        break;
    case 's':
        set_add_range(&named, '\t', '\n');
        set_add_range(&named, '\f', '\r');
        set_add(&named, ' ');
        break;
    default: return false;
    }
    if (letter < 'a')
        set_invert(&named);
    set->bits[0] |= named.bits[0];
    set->bits[1] |= named.bits[1];
    return true;
}

static bool is_letter_or_digit(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The character behind a backslash that stands for itself or for a line break
 * or tab. */
static unsigned char read_escaped(Reader *r)
{
    unsigned char c = (unsigned char)r->pattern.ptr[r->pos++];

    if (c == 'n')
        return '\n';
    if (c == 't')
        return '\t';
    if (c == 'r')
        return '\r';
    if (is_letter_or_digit(c) || c >= N_ASCII)
        give_up(r);
    return c & (N_ASCII - 1);
}

/* One end of a range in a class, or a class within it (*is_set). */
static unsigned char read_class_char(Reader *r, CharSet *set, bool *is_set)
{
    unsigned char c;

    *is_set = false;
    if (r->pos >= r->pattern.len) {
        give_up(r);
        return 0;
    }
    c = (unsigned char)r->pattern.ptr[r->pos++];
    if (c >= N_ASCII || (c == '[' && is_at(r, ':')))
        give_up(r);
    if (c != '\\' || !r->is_simple)
        return c & (N_ASCII - 1);
    if (add_named(set, r->pattern.ptr[r->pos])) {
        r->pos++;
        *is_set = true;
        return 0;
    }
    return read_escaped(r);
}

/* Behind the "[". */
static CharSet read_class(Reader *r)
{
    CharSet set = {
        {0, 0}
    };
    bool inverts = take(r, '^');
    bool is_first = true;

    while (r->is_simple && (is_first || !is_at(r, ']'))) {
        bool is_set;
        unsigned char from = read_class_char(r, &set, &is_set);
        unsigned char to = from;

        is_first = false;
        if (is_set)
            continue;
        if (is_at(r, '-') && r->pos + 1 < r->pattern.len &&
            r->pattern.ptr[r->pos + 1] != ']') {
            r->pos++;
            to = read_class_char(r, &set, &is_set);
            if (is_set)
                give_up(r);
        }
        set_add_range(&set, from, to);
    }
    r->pos++;
    if (inverts)
        set_invert(&set);
    return set;
}

static Fragment add_position(Reader *r, const CharSet *set)
{
    uint64_t bit;

    if (r->n_positions == MAX_POSITIONS) {
        give_up(r);
        return (Fragment){0, 0, false};
    }
    bit = UINT64_C(1) << r->n_positions++;
    for (unsigned half = 0; half < 2; half++) {
        for (uint64_t left = set->bits[half]; left != 0; left &= left - 1)
            r->regex->by_byte[half * 64 + (unsigned)__builtin_ctzll(left)] |=
                bit;
    }
    return (Fragment){bit, bit, false};
}

/* Lets the positions `next` come after each of `before`. */
static void link_positions(Reader *r, uint64_t before, uint64_t next)
{
    for (; before != 0; before &= before - 1)
        r->regex->follow[__builtin_ctzll(before)] |= next;
}

static Fragment join(Reader *r, Fragment a, Fragment b)
{
    link_positions(r, a.last, b.first);
    return (Fragment){
        .first = a.first | (a.is_nullable ? b.first : 0),
        .last = b.last | (b.is_nullable ? a.last : 0),
        .is_nullable = a.is_nullable && b.is_nullable,
    };
}

static Fragment read_choice(Reader *r);

/* Behind the "(". */
static Fragment read_group(Reader *r)
{
    Fragment inner = {0, 0, true};

    if (take(r, '?') && !take(r, ':'))
        give_up(r);
    if (++r->depth > MAX_DEPTH)
        give_up(r);
    if (r->is_simple)
        inner = read_choice(r);
    r->depth--;
    if (!take(r, ')'))
        give_up(r);
    return inner;
}

/* An atom at `start` again. */
static Fragment copy_atom(Reader *r, size_t start)
{
    if (r->pattern.ptr[start] != '(')
        return add_position(r, &r->set);
    r->pos = start + 1;
    return read_group(r);
}

/* Behind a "{" that repeats the start of the text: "^{2}". */
static bool counts_start(const Reader *r)
{
    return r->pattern.ptr[r->pos - 1] == '{' && r->pos < r->pattern.len &&
           r->pattern.ptr[r->pos] >= '0' && r->pattern.ptr[r->pos] <= '9';
}

static Fragment read_atom(Reader *r)
{
    unsigned char c = (unsigned char)r->pattern.ptr[r->pos++];
    CharSet set = {
        {0, 0}
    };

    if (c == '(')
        return read_group(r);
    if (c == '[') {
        set = read_class(r);
    } else if (c == '.') {
        set_add(&set, '\n');
        set_invert(&set);
    } else if (c == '\\') {
        if (add_named(&set, r->pattern.ptr[r->pos]))
            r->pos++;
        else
            set_add(&set, read_escaped(r));
    } else if (c >= N_ASCII || strchr("^$*+?", c) != NULL || counts_start(r)) {
        give_up(r);
    } else {
        set_add(&set, c);
    }
    r->set = set;
    return add_position(r, &set);
}

static unsigned read_count(Reader *r)
{
    unsigned n = 0;

    /* With a zero in front of it a number makes no count: "{01}" is text. */
    if (is_at(r, '0') && r->pos + 1 < r->pattern.len &&
        r->pattern.ptr[r->pos + 1] >= '0' && r->pattern.ptr[r->pos + 1] <= '9')
        give_up(r);
    while (r->pos < r->pattern.len && r->pattern.ptr[r->pos] >= '0' &&
           r->pattern.ptr[r->pos] <= '9' && n <= MAX_POSITIONS)
        n = n * 10 + (unsigned)(r->pattern.ptr[r->pos++] - '0');
    return n;
}

/* How often an atom may come: at the end of "{n}", "{n,}" or "{n,m}", or of
 * one of "*+?".  A max of 0 stands for no end. */
typedef struct Repeat {
    unsigned min;
    unsigned max;
    bool is_there;
} Repeat;

static Repeat read_braces(Reader *r)
{
    size_t start = r->pos;
    Repeat repeat = {.is_there = true};

    r->pos++;
    repeat.min = read_count(r);
    repeat.max = repeat.min;
    if (r->pos == start + 1)
        give_up(r);
    if (take(r, ','))
        repeat.max = is_at(r, '}') ? 0 : read_count(r);
    else if (repeat.min == 0)
        give_up(r);
    if (!take(r, '}') || repeat.max > MAX_POSITIONS ||
        repeat.min > MAX_POSITIONS || (repeat.max == 0 && repeat.min == 0))
        give_up(r);
    return repeat;
}

static Repeat read_repeat(Reader *r)
{
    Repeat repeat = {1, 1, false};

    if (is_at(r, '{'))
        repeat = read_braces(r);
    else if (take(r, '*'))
        repeat = (Repeat){0, 0, true};
    else if (take(r, '+'))
        repeat = (Repeat){1, 0, true};
    else if (take(r, '?'))
        repeat = (Repeat){0, 1, true};
    if (repeat.is_there && take(r, '?'))
        r->regex->prefers_less = true;
    return repeat;
}

/* An atom and what repeats it; its first copy has been read. */
static Fragment repeat_atom(Reader *r, Fragment atom, size_t start,
                            Repeat repeat)
{
    size_t end = r->pos;
    unsigned copies = repeat.max == 0 ? repeat.min : repeat.max;
    Fragment all = atom;

    all.is_nullable = atom.is_nullable || repeat.min == 0;
    for (unsigned i = 1; i < copies && r->is_simple; i++) {
        Fragment next = copy_atom(r, start);

        atom = next;
        next.is_nullable = next.is_nullable || i >= repeat.min;
        all = join(r, all, next);
    }
    if (repeat.max == 0)
        link_positions(r, atom.last, atom.first);
    r->pos = end;
    return all;
}

static Fragment read_sequence(Reader *r)
{
    Fragment all = {0, 0, true};

    while (r->is_simple && r->pos < r->pattern.len && !is_at(r, '|') &&
           !is_at(r, ')')) {
        size_t start = r->pos;
        Fragment atom = read_atom(r);

        all = join(r, all, repeat_atom(r, atom, start, read_repeat(r)));
    }
    return all;
}

static Fragment read_choice(Reader *r)
{
    Fragment all = read_sequence(r);

    while (r->is_simple && take(r, '|')) {
        Fragment other = read_sequence(r);

        if (all.is_nullable)
            r->regex->prefers_less = true;
        all.first |= other.first;
        all.last |= other.last;
        all.is_nullable = all.is_nullable || other.is_nullable;
    }
    return all;
}

/* A "$" at the very end that no backslash takes. */
static bool ends_with_dollar(Str pattern)
{
    size_t slashes = 0;

    if (pattern.len == 0 || pattern.ptr[pattern.len - 1] != '$')
        return false;
    while (slashes + 1 < pattern.len &&
           pattern.ptr[pattern.len - 2 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 0;
}

/* "^" and "$" belong to the first and last branch alone when the pattern is a
 * choice at its top. */
static bool is_choice_at_top(const Reader *r)
{
    return r->is_simple && r->pos < r->pattern.len;
}

const RegexSimple *regex_simple_new(Arena *arena, Str pattern)
{
    RegexSimple *regex = ARENA_NEW(arena, RegexSimple);
    Reader r = {.regex = regex, .n_positions = 1, .is_simple = true};
    Fragment all;

    regex->from_start = pattern.len > 0 && pattern.ptr[0] == '^';
    regex->to_end = ends_with_dollar(pattern);
    r.pattern = str_slice(pattern, regex->from_start ? 1 : 0,
                          pattern.len - (regex->to_end ? 1 : 0));
    if (regex->from_start || regex->to_end)
        all = read_sequence(&r);
    else
        all = read_choice(&r);
    if (!r.is_simple || is_choice_at_top(&r))
        return NULL;
    regex->n_positions = r.n_positions;
    regex->follow[0] = all.first;
    regex->last = all.last | (all.is_nullable ? 1 : 0);
    return regex;
}

static uint64_t step(const RegexSimple *regex, uint64_t states, unsigned char c)
{
    uint64_t reached = 0;

    for (; states != 0; states &= states - 1)
        reached |= regex->follow[__builtin_ctzll(states)];
    return reached & regex->by_byte[c];
}

bool regex_simple_is_found(const RegexSimple *regex, Str text)
{
    uint64_t states = 1;

    for (size_t i = 0; i < text.len; i++) {
        if ((states & regex->last) != 0 && !regex->to_end)
            return true;
        states = step(regex, states, (unsigned char)text.ptr[i]);
        if (!regex->from_start)
            states |= 1;
        if (states == 0)
            return false;
    }
    return (states & regex->last) != 0;
}

bool regex_simple_is_certain(const RegexSimple *regex)
{
    uint64_t before = 0;

    if (regex->prefers_less)
        return false;
    for (size_t c = 0; c < N_ASCII; c++) {
        uint64_t takers = regex->by_byte[c];

        for (uint32_t p = 0; takers != before && p < regex->n_positions; p++) {
            uint64_t next = regex->follow[p] & takers;

            if ((next & (next - 1)) != 0)
                return false;
        }
        before = takers;
    }
    return true;
}

/* The longest match at `from`. */
static bool match_at(const RegexSimple *regex, Str text, size_t from,
                     size_t *end)
{
    uint64_t state = 1;
    bool is_found = false;

    for (size_t i = from; state != 0; i++) {
        if ((state & regex->last) != 0 && (i == text.len || !regex->to_end)) {
            is_found = true;
            *end = i;
        }
        if (i == text.len)
            break;
        state = regex->follow[__builtin_ctzll(state)] &
                regex->by_byte[(unsigned char)text.ptr[i]];
    }
    return is_found;
}

bool regex_simple_find(const RegexSimple *regex, Str text, size_t from,
                       RegexSpan *out)
{
    size_t last = regex->from_start ? 0 : text.len;

    for (size_t at = from; at <= last; at++) {
        if (match_at(regex, text, at, &out->to)) {
            out->from = at;
            return true;
        }
    }
    return false;
}
