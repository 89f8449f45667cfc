/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sprig's regex page: Go's matching, finding, replacing and splitting on top
 * of single RE2 matches.
 *
 * Go takes a byte that is no UTF-8 for U+FFFD and RE2 matches it with nothing,
 * so such a text is searched in a valid copy and the positions are mapped
 * back.  A pattern that Go refuses makes its plain functions panic, the must
 * functions return the reason, and regexMatch answer false.
 */
#include "fn/regex.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "fn/arg.h"
#include "fn/regex_cache.h"
#include "tmpl/fn.h"
#include "value/list_room.h"
#include "value/print.h"

#define TRIES_A_STEP 128

/* Longer texts are worth the opening of RE2. */
#define SIMPLE_TEXT_MAX 512

#define BYTES_A_STEP 256

/* A compiled pattern and the text it is run over. */
typedef struct Search {
    Ctx *cx;
    const RegexSimple *simple; /* does it alone; NULL: RE2 does */
    const RegexRe2 *re2;
    RegexSyntax syntax;
    size_t n_spans;   /* that are wanted: 1, or one a group */
    RegexSpan *spans; /* of the last match */
    Str text;
    Str valid;               /* `text`, or its copy for RE2 */
    const size_t *to_text;   /* offsets of `valid` in `text`; NULL: the same */
    const size_t *from_text; /* and the other way */
} Search;

/* Makes the valid copy and the two tables of offsets. */
static void map_text(Search *s, Str text)
{
    Arena *arena = s->cx->arena;
    size_t *from_text = ARENA_ARRAY(arena, size_t, text.len + 1);
    size_t *to_text = ARENA_ARRAY(arena, size_t, text.len * 3 + 1);
    Buf valid;

    buf_init(&valid, arena);
    for (size_t pos = 0, size = 0; pos < text.len; pos += size) {
        uint32_t rune = utf8_decode(text, pos, &size);

        from_text[pos] = valid.len;
        to_text[valid.len] = pos;
        buf_add_rune(&valid, rune);
        to_text[valid.len] = pos + size;
    }
    from_text[text.len] = valid.len;
    s->valid = buf_str(&valid);
    s->from_text = from_text;
    s->to_text = to_text;
}

/* At its worst RE2 tries every instruction at every byte. */
static bool spend_search(Ctx *cx, const RegexRe2 *re2, Str text)
{
    size_t steps;

    if (!num_mul(text.len, regex_re2_size(re2), &steps))
        steps = SIZE_MAX;
    return ctx_spend(cx, steps / TRIES_A_STEP);
}

static bool is_ascii(Str s)
{
    unsigned char bits = 0;

    for (size_t i = 0; i < s.len; i++)
        bits |= (unsigned char)s.ptr[i];
    return bits < 0x80;
}

static bool open_re2(Search *s, RegexPattern *compiled)
{
    if (!regex_cache_open(s->cx, compiled) ||
        !spend_search(s->cx, compiled->re2, s->text))
        return false;
    s->re2 = compiled->re2;
    if (!utf8_is_valid(s->text))
        map_text(s, s->text);
    return true;
}

static bool open_search(Ctx *cx, Str pattern, Str text, bool wants_groups,
                        Search *out)
{
    RegexPattern *compiled = regex_cache_get(cx, pattern);
    Search s = {.cx = cx, .text = text, .valid = text};

    if (compiled == NULL)
        return false;
    s.syntax = compiled->syntax;
    s.n_spans = wants_groups ? s.syntax.n_groups : 1;
    s.spans = ARENA_ARRAY(cx->arena, RegexSpan, s.n_spans);
    if (s.n_spans == 1 && text.len <= SIMPLE_TEXT_MAX && is_ascii(text) &&
        regex_cache_is_certain(compiled))
        s.simple = compiled->simple;
    else if (!open_re2(&s, compiled))
        return false;
    *out = s;
    return true;
}

static bool is_inside_rune(Str s, size_t pos)
{
    return pos < s.len && ((unsigned char)s.ptr[pos] & 0xc0) == 0x80;
}

/* RE2 also finds an empty match in the middle of a character, where Go never
 * looks. */
static bool find_valid(Search *s, size_t from)
{
    while (regex_re2_match(s->re2, s->valid.ptr, s->valid.len, from, s->spans,
                           s->n_spans)) {
        from = s->spans[0].from;
        if (!is_inside_rune(s->valid, from))
            return true;
        while (is_inside_rune(s->valid, from))
            from++;
    }
    return false;
}

/* The first match at or after `from`; fills s->spans. */
static bool find_match(Search *s, size_t from)
{
    if (s->simple != NULL)
        return regex_simple_find(s->simple, s->text, from, s->spans);
    if (s->from_text != NULL)
        from = s->from_text[from];
    if (!find_valid(s, from))
        return false;
    for (size_t i = 0; s->to_text != NULL && i < s->n_spans; i++) {
        if (s->spans[i].from == SIZE_MAX)
            continue;
        s->spans[i].from = s->to_text[s->spans[i].from];
        s->spans[i].to = s->to_text[s->spans[i].to];
    }
    return true;
}

/* What finding a match behind `pos` counts for: the rest of the text may have
 * been read. */
static bool spend_match(Search *s, size_t pos)
{
    size_t rest = pos < s->text.len ? s->text.len - pos : 0;

    return ctx_spend(s->cx, 1 + rest / BYTES_A_STEP);
}

static Str span_text(const Search *s, RegexSpan span)
{
    return str_slice(s->text, span.from, span.to);
}

static size_t rune_width(Str text, size_t pos)
{
    size_t size = 0;

    if (pos < text.len)
        (void)utf8_decode(text, pos, &size);
    return size;
}

/* Walks all matches as Go's allMatches: an empty match right behind another
 * match does not count. */
typedef struct Walk {
    size_t pos;
    size_t last_end; /* of the match before; SIZE_MAX: none */
} Walk;

static bool next_match(Search *s, Walk *walk, RegexSpan *out)
{
    while (walk->pos <= s->text.len && find_match(s, walk->pos)) {
        RegexSpan match = s->spans[0];
        bool accepted = true;

        if (match.to == walk->pos) {
            size_t width = rune_width(s->text, walk->pos);

            accepted = match.from != walk->last_end;
            walk->pos = width > 0 ? walk->pos + width : s->text.len + 1;
        } else {
            walk->pos = match.to;
        }
        walk->last_end = match.to;
        if (accepted) {
            *out = match;
            return true;
        }
    }
    return false;
}

static bool can_backquote(Str s)
{
    for (size_t pos = 0, size = 0; pos < s.len; pos += size) {
        uint32_t c = utf8_decode(s, pos, &size);

        if ((c == UTF8_BAD && size == 1) || c == 0xfeff ||
            (c < ' ' && c != '\t') || c == '`' || c == 0x7f)
            return false;
    }
    return true;
}

/* Turns the pending complaint into the panic of regexp.MustCompile. */
static bool fail_compile(Ctx *cx, Str pattern)
{
    Str why;
    Buf msg;

    if (cx->err->kind == ERR_LIMIT)
        return false;
    why = err_take(cx);
    buf_init(&msg, cx->arena);
    buf_add_c(&msg, "regexp: Compile(");
    if (can_backquote(pattern)) {
        buf_add_byte(&msg, '`');
        buf_add(&msg, pattern);
        buf_add_byte(&msg, '`');
    } else {
        val_add_quoted(&msg, pattern, false);
    }
    buf_add_c(&msg, "): ");
    buf_add(&msg, why);
    return fail_str(cx, ERR_CALL, buf_str(&msg));
}

bool regex_is_found(Ctx *cx, Str pattern, Str text, bool *out)
{
    const RegexPattern *compiled = regex_cache_get(cx, pattern);
    Search s;

    if (compiled == NULL)
        return false;
    if (compiled->simple != NULL && is_ascii(text)) {
        if (!ctx_spend(cx, text.len / TRIES_A_STEP))
            return false;
        *out = regex_simple_is_found(compiled->simple, text);
        return true;
    }
    if (!open_search(cx, pattern, text, false, &s))
        return false;
    *out = find_match(&s, 0);
    return true;
}

/* What a function does with its opened search; `call` brings the rest of the
 * arguments. */
typedef bool SearchBody(const FnCall *call, Search *s, Val *out);

static SearchBody body_replace;

/* Groups are what a replacement refers to. */
static bool wants_groups(const FnCall *call, SearchBody *body)
{
    return body == body_replace &&
           str_find_byte(val_str(call->args[2]), '$', 0) != SIZE_MAX;
}

static bool run(const FnCall *call, SearchBody *body, Val *out)
{
    Search s;

    return open_search(call->cx, val_str(call->args[0]), val_str(call->args[1]),
                       wants_groups(call, body), &s) &&
           body(call, &s, out);
}

static bool run_or_panic(const FnCall *call, SearchBody *body, Val *out)
{
    Search s;

    if (!open_search(call->cx, val_str(call->args[0]), val_str(call->args[1]),
                     wants_groups(call, body), &s))
        return fail_compile(call->cx, val_str(call->args[0]));
    return body(call, &s, out);
}

/* mustRegexMatch PATTERN TEXT */
static bool fn_must_regex_match(const FnCall *call, Val *out)
{
    bool found;

    if (!regex_is_found(call->cx, val_str(call->args[0]),
                        val_str(call->args[1]), &found))
        return false;
    *out = val_from_bool(found);
    return true;
}

/* regexMatch PATTERN TEXT */
static bool fn_regex_match(const FnCall *call, Val *out)
{
    if (!fn_must_regex_match(call, out)) {
        if (call->cx->err->kind == ERR_LIMIT)
            return false;
        (void)err_take(call->cx);
        *out = val_from_bool(false);
    }
    return true;
}

static bool body_find(const FnCall *call, Search *s, Val *out)
{
    (void)call;
    *out = val_from_str(STR(""));
    if (find_match(s, 0))
        *out = val_from_str(span_text(s, s->spans[0]));
    return true;
}

/* regexFind PATTERN TEXT */
static bool fn_regex_find(const FnCall *call, Val *out)
{
    return run_or_panic(call, body_find, out);
}

/* mustRegexFind PATTERN TEXT */
static bool fn_must_regex_find(const FnCall *call, Val *out)
{
    return run(call, body_find, out);
}

/* A nil []string. */
static Val no_strings(Arena *arena)
{
    Val v = arg_nil_list(arena);

    v.go_type = GO_STRINGS;
    return v;
}

static bool body_find_all(const FnCall *call, Search *s, Val *out)
{
    int64_t limit = val_int(call->args[2]);
    Walk walk = {0, SIZE_MAX};
    ListBuilder found;
    RegexSpan match;

    list_builder_init(&found, call->cx->arena, 0);
    while ((limit < 0 || found.len < (uint64_t)limit) &&
           next_match(s, &walk, &match)) {
        if (!ctx_want_list(call->cx, found.len + 1) ||
            !spend_match(s, match.to))
            return false;
        list_builder_add(&found, val_from_str(span_text(s, match)));
    }
    *out =
        found.len == 0
            ? no_strings(call->cx->arena)
            : list_grown_from(call->cx->arena,
                              val_from_strings(list_builder_done(&found)), 10);
    return true;
}

/* regexFindAll PATTERN TEXT COUNT */
static bool fn_regex_find_all(const FnCall *call, Val *out)
{
    return run_or_panic(call, body_find_all, out);
}

/* mustRegexFindAll PATTERN TEXT COUNT */
static bool fn_must_regex_find_all(const FnCall *call, Val *out)
{
    return run(call, body_find_all, out);
}

/* A "$name", "${name}" or "$1" behind its dollar sign. */
typedef struct Reference {
    Str name;
    size_t len; /* bytes behind the dollar sign */
} Reference;

static bool read_reference(Str s, Reference *out)
{
    bool braced = s.len > 0 && s.ptr[0] == '{';
    size_t start = braced ? 1 : 0;
    size_t end = start;

    for (size_t size = 0; end < s.len; end += size) {
        uint32_t c = utf8_decode(s, end, &size);

        if (!utf8_is_letter(c) && !utf8_is_digit(c) && c != '_')
            break;
    }
    if (end == start || (braced && (end == s.len || s.ptr[end] != '}')))
        return false;
    out->name = str_slice(s, start, end);
    out->len = braced ? end + 1 : end;
    return true;
}

/* The number that `name` is, without leading zeros; false: it is a name. */
static bool group_number(Str name, size_t *out)
{
    size_t number = 0;

    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] < '0' || name.ptr[i] > '9' || number >= 100000000)
            return false;
        number = number * 10 + (size_t)(name.ptr[i] - '0');
    }
    *out = number;
    return name.ptr[0] != '0' || name.len == 1;
}

static void add_group(const Search *s, Str name, Buf *buf)
{
    size_t number;

    if (group_number(name, &number)) {
        if (number < s->syntax.n_groups && s->spans[number].from != SIZE_MAX)
            buf_add(buf, span_text(s, s->spans[number]));
        return;
    }
    /* Of several groups of that name the first that took part. */
    for (size_t i = 1; i < s->syntax.n_groups; i++) {
        if (str_eq(s->syntax.names[i], name) && s->spans[i].from != SIZE_MAX) {
            buf_add(buf, span_text(s, s->spans[i]));
            return;
        }
    }
}

/* Writes a replacement with its references resolved. */
static void expand(const Search *s, Str text, Buf *buf)
{
    for (;;) {
        size_t dollar = str_find_byte(text, '$', 0);
        Reference reference;

        if (dollar == SIZE_MAX)
            break;
        buf_add(buf, str_slice(text, 0, dollar));
        text = str_skip(text, dollar + 1);
        if (text.len > 0 && text.ptr[0] == '$') {
            buf_add_byte(buf, '$');
            text = str_skip(text, 1);
        } else if (read_reference(text, &reference)) {
            add_group(s, reference.name, buf);
            text = str_skip(text, reference.len);
        } else {
            buf_add_byte(buf, '$');
        }
    }
    buf_add(buf, text);
}

/* Go's replaceAll: no replacement for an empty match right behind another. */
static bool replace_all(Search *s, Str with, bool literal, Val *out)
{
    size_t last_end = 0;
    size_t pos = 0;
    Buf buf;

    buf_init(&buf, s->cx->arena);
    while (pos <= s->text.len && find_match(s, pos)) {
        RegexSpan match = s->spans[0];
        size_t width = rune_width(s->text, pos);

        buf_add(&buf, str_slice(s->text, last_end, match.from));
        if (match.to > last_end || match.from == 0) {
            if (literal)
                buf_add(&buf, with);
            else
                expand(s, with, &buf);
        }
        if (!ctx_want_text(s->cx, buf.len) || !spend_match(s, match.to))
            return false;
        last_end = match.to;
        if (pos + width > match.to)
            pos += width;
        else
            pos = pos + 1 > match.to ? pos + 1 : match.to;
    }
    buf_add(&buf, str_skip(s->text, last_end));
    *out = val_from_str(buf_str(&buf));
    return true;
}

static bool body_replace(const FnCall *call, Search *s, Val *out)
{
    return replace_all(s, val_str(call->args[2]), false, out);
}

static bool body_replace_literal(const FnCall *call, Search *s, Val *out)
{
    return replace_all(s, val_str(call->args[2]), true, out);
}

/* regexReplaceAll PATTERN TEXT REPLACEMENT */
static bool fn_regex_replace(const FnCall *call, Val *out)
{
    return run_or_panic(call, body_replace, out);
}

/* mustRegexReplaceAll PATTERN TEXT REPLACEMENT */
static bool fn_must_regex_replace(const FnCall *call, Val *out)
{
    return run(call, body_replace, out);
}

/* regexReplaceAllLiteral PATTERN TEXT REPLACEMENT */
static bool fn_regex_replace_literal(const FnCall *call, Val *out)
{
    return run_or_panic(call, body_replace_literal, out);
}

/* mustRegexReplaceAllLiteral PATTERN TEXT REPLACEMENT */
static bool fn_must_regex_replace_literal(const FnCall *call, Val *out)
{
    return run(call, body_replace_literal, out);
}

/* Cuts the text at its matches into at most `limit` parts. */
static bool split_text(Search *s, int64_t limit, ListBuilder *parts,
                       size_t *n_matches)
{
    size_t begin = 0;
    size_t end = 0;
    Walk walk = {0, SIZE_MAX};
    RegexSpan match;

    while ((limit < 0 || *n_matches < (uint64_t)limit) &&
           next_match(s, &walk, &match)) {
        ++*n_matches;
        if (limit > 0 && parts->len >= (uint64_t)limit - 1)
            break;
        if (!ctx_want_list(s->cx, parts->len + 2) || !spend_match(s, match.to))
            return false;
        end = match.from;
        if (match.to != 0)
            list_builder_add(parts,
                             val_from_str(str_slice(s->text, begin, end)));
        begin = match.to;
    }
    if (end != s->text.len)
        list_builder_add(parts, val_from_str(str_skip(s->text, begin)));
    return true;
}

static bool body_split(const FnCall *call, Search *s, Val *out)
{
    int64_t limit = val_int(call->args[2]);
    Arena *arena = call->cx->arena;
    size_t n_matches = 0;
    ListBuilder parts;

    list_builder_init(&parts, arena, 0);
    if (limit == 0) {
        *out = no_strings(arena);
        return true;
    }
    if (call->args[0].len > 0 && s->text.len == 0)
        list_builder_add(&parts, val_from_str(STR("")));
    else if (!split_text(s, limit, &parts, &n_matches))
        return false;
    *out = val_from_strings(list_builder_done(&parts));
    /* Go makes room for a part of each match. */
    *out = n_matches > out->as.list->len
               ? list_with_room(arena, *out, n_matches - out->as.list->len)
               : list_appended(arena, *out, n_matches);
    return true;
}

/* regexSplit PATTERN TEXT COUNT */
static bool fn_regex_split(const FnCall *call, Val *out)
{
    return run_or_panic(call, body_split, out);
}

/* mustRegexSplit PATTERN TEXT COUNT */
static bool fn_must_regex_split(const FnCall *call, Val *out)
{
    return run(call, body_split, out);
}

/* regexQuoteMeta TEXT */
static bool fn_regex_quote_meta(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);
    Buf buf;

    if (!ctx_want_text(call->cx, text.len * 2))
        return false;
    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\0' && strchr("\\.+*?()|[]{}^$", text.ptr[i]))
            buf_add_byte(&buf, '\\');
        buf_add_byte(&buf, text.ptr[i]);
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

static const FnDef defs[] = {
    {"mustRegexFind",              "ss",  fn_must_regex_find           },
    {"mustRegexFindAll",           "ssi", fn_must_regex_find_all       },
    {"mustRegexMatch",             "ss",  fn_must_regex_match          },
    {"mustRegexReplaceAll",        "sss", fn_must_regex_replace        },
    {"mustRegexReplaceAllLiteral", "sss", fn_must_regex_replace_literal},
    {"mustRegexSplit",             "ssi", fn_must_regex_split          },
    {"regexFind",                  "ss",  fn_regex_find                },
    {"regexFindAll",               "ssi", fn_regex_find_all            },
    {"regexMatch",                 "ss",  fn_regex_match               },
    {"regexQuoteMeta",             "s",   fn_regex_quote_meta          },
    {"regexReplaceAll",            "sss", fn_regex_replace             },
    {"regexReplaceAllLiteral",     "sss", fn_regex_replace_literal     },
    {"regexSplit",                 "ssi", fn_regex_split               },
};

const FnFamily fn_regex = {"regex", defs, ARRAY_LEN(defs)};
