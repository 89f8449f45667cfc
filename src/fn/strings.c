/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text functions: trimming, cutting, padding, quoting, splitting, wrapping.
 * Sprig cuts by bytes, so a cut may fall within a code point; what works by
 * words and letter case is in casing.c.
 */
#include <stdint.h>

#include "base/num.h"
#include "base/utf8.h"
#include "fn/arg.h"
#include "tmpl/fn.h"
#include "value/map.h"
#include "value/print.h"

static Str arg_str(const FnCall *call, size_t i)
{
    return val_str(call->args[i]);
}

static int64_t arg_int(const FnCall *call, size_t i)
{
    return val_int(call->args[i]);
}

/* hello */
static bool fn_hello(const FnCall *call, Val *out)
{
    (void)call;
    *out = val_from_str(STR("Hello!"));
    return true;
}

/* trim TEXT */
static bool fn_trim(const FnCall *call, Val *out)
{
    *out = val_from_str(utf8_trim_space(arg_str(call, 0)));
    return true;
}

static bool has_rune(Str set, uint32_t rune)
{
    size_t size;

    for (size_t pos = 0; pos < set.len; pos += size) {
        if (utf8_decode(set, pos, &size) == rune)
            return true;
    }
    return false;
}

static Str trim_runes(Str s, Str set)
{
    size_t from = 0;
    size_t to = s.len;
    size_t size;

    while (from < to && has_rune(set, utf8_decode(s, from, &size)))
        from += size;
    s = str_slice(s, from, to);
    while (s.len > 0 && has_rune(set, utf8_decode_last(s, s.len, &size)))
        s.len -= size;
    return s;
}

/* trimAll SET TEXT */
static bool fn_trim_all(const FnCall *call, Val *out)
{
    *out = val_from_str(trim_runes(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* trimPrefix PREFIX TEXT */
static bool fn_trim_prefix(const FnCall *call, Val *out)
{
    *out = val_from_str(str_drop_prefix(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* trimSuffix SUFFIX TEXT */
static bool fn_trim_suffix(const FnCall *call, Val *out)
{
    *out = val_from_str(str_drop_suffix(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* contains PART TEXT */
static bool fn_contains(const FnCall *call, Val *out)
{
    *out = val_from_bool(str_contains(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* hasPrefix PREFIX TEXT */
static bool fn_has_prefix(const FnCall *call, Val *out)
{
    *out = val_from_bool(str_has_prefix(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* hasSuffix SUFFIX TEXT */
static bool fn_has_suffix(const FnCall *call, Val *out)
{
    *out = val_from_bool(str_has_suffix(arg_str(call, 1), arg_str(call, 0)));
    return true;
}

/* A byte as the rune of that number, for what sprig reads byte by byte. */
static uint32_t rune_of_byte(char byte)
{
    return (unsigned char)byte;
}

/* nospace TEXT: bytes are taken for runes, so that other than ASCII text is
 * garbled as soon as anything is removed. */
static bool fn_nospace(const FnCall *call, Val *out)
{
    Str s = arg_str(call, 0);
    size_t n_kept = 0;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < s.len; i++) {
        uint32_t rune = rune_of_byte(s.ptr[i]);
        if (utf8_is_space(rune))
            continue;
        buf_add_rune(&buf, rune);
        n_kept++;
    }
    *out = val_from_str(n_kept == s.len ? s : buf_str(&buf));
    return true;
}

/* initials TEXT: by bytes, as nospace. */
static bool fn_initials(const FnCall *call, Val *out)
{
    Str s = arg_str(call, 0);
    bool in_word = false;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < s.len; i++) {
        uint32_t rune = rune_of_byte(s.ptr[i]);
        bool is_space = utf8_is_space(rune);
        if (!is_space && !in_word)
            buf_add_rune(&buf, rune);
        in_word = !is_space;
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* trunc COUNT TEXT: the first COUNT bytes, the last ones when negative. */
static bool fn_trunc(const FnCall *call, Val *out)
{
    int64_t count = arg_int(call, 0);
    Str s = arg_str(call, 1);
    int64_t len = (int64_t)s.len;

    if (count < 0 && count > -len)
        s = str_skip(s, (size_t)(len + count));
    else if (count >= 0 && count < len)
        s = str_slice(s, 0, (size_t)count);
    *out = val_from_str(s);
    return true;
}

static bool fail_past_end(Ctx *cx, int64_t end, int64_t len)
{
    if (end < 0)
        return fail_here(cx, ERR_CALL,
                         "runtime error: slice bounds out of range [:%lld]",
                         (long long)end);
    return fail_here(cx, ERR_CALL,
                     "runtime error: slice bounds out of range [:%lld] with "
                     "length %lld",
                     (long long)end, (long long)len);
}

/* substr START END TEXT: a negative START is the beginning, an END out of
 * range is the end, but not both at once. */
static bool fn_substr(const FnCall *call, Val *out)
{
    int64_t start = arg_int(call, 0);
    int64_t end = arg_int(call, 1);
    Str s = arg_str(call, 2);
    int64_t len = (int64_t)s.len;

    if (start < 0) {
        if (end < 0 || end > len)
            return fail_past_end(call->cx, end, len);
        start = 0;
    } else if (end < 0 || end > len) {
        end = len;
    }
    if (start > end)
        return fail_here(call->cx, ERR_CALL,
                         "runtime error: slice bounds out of range "
                         "[%lld:%lld]",
                         (long long)start, (long long)end);
    *out = val_from_str(str_slice(s, (size_t)start, (size_t)end));
    return true;
}

/* repeat COUNT TEXT */
static bool fn_repeat(const FnCall *call, Val *out)
{
    int64_t count = arg_int(call, 0);
    Str s = arg_str(call, 1);
    size_t len;
    Buf buf;

    if (count < 0)
        return fail_here(call->cx, ERR_CALL, "strings: negative Repeat count");
    if (!num_mul(s.len, (size_t)count, &len) || len > INT64_MAX)
        return fail_here(call->cx, ERR_CALL,
                         "strings: Repeat output length overflow");
    if (!ctx_want_text(call->cx, len))
        return false;
    buf_init(&buf, call->cx->arena);
    buf_reserve(&buf, len);
    for (size_t i = 0; len != 0 && i < (size_t)count; i++)
        buf_add(&buf, s);
    *out = val_from_str(buf_str(&buf));
    return true;
}

static size_t count_lines(Str s)
{
    return s.len == 0 ? 1 : str_count_byte(s, '\n') + 1;
}

/* `lead`, then each line of `s` behind `width` spaces. */
static bool indent(Ctx *cx, Str lead, int64_t width, Str s, Val *out)
{
    size_t padding, total;
    size_t from = 0;
    Buf buf;

    if (width < 0)
        return fail_here(cx, ERR_CALL, "strings: negative Repeat count");
    if (!num_mul((size_t)width, count_lines(s), &padding) ||
        !num_add(padding, s.len + lead.len, &total))
        total = SIZE_MAX;
    if (!ctx_want_text(cx, total))
        return false;
    buf_init(&buf, cx->arena);
    buf_reserve(&buf, total);
    buf_add(&buf, lead);
    for (;;) {
        size_t end = str_find_byte(s, '\n', from);
        buf_add_repeat(&buf, ' ', (size_t)width);
        if (end == SIZE_MAX)
            break;
        buf_add(&buf, str_slice(s, from, end + 1));
        from = end + 1;
    }
    buf_add(&buf, str_skip(s, from));
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* indent WIDTH TEXT */
static bool fn_indent(const FnCall *call, Val *out)
{
    return indent(call->cx, STR_NONE, arg_int(call, 0), arg_str(call, 1), out);
}

/* nindent WIDTH TEXT */
static bool fn_nindent(const FnCall *call, Val *out)
{
    return indent(call->cx, STR("\n"), arg_int(call, 0), arg_str(call, 1), out);
}

static Str add_dots(Arena *arena, const char *before, Str s, const char *after)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add_c(&buf, before);
    buf_add(&buf, s);
    buf_add_c(&buf, after);
    return buf_str(&buf);
}

/* `s` in at most `width` bytes, its end replaced by dots; empty when there is
 * no room for a byte and the dots. */
static Str abbreviate(Arena *arena, Str s, size_t width)
{
    if (s.len == 0 || width < 4)
        return STR_NONE;
    if (s.len <= width)
        return s;
    return add_dots(arena, "", str_slice(s, 0, width - 3), "...");
}

/* The same with dots at the beginning too when `offset` is far enough in. */
static Str abbreviate_both(Arena *arena, Str s, int64_t offset, size_t width)
{
    size_t from;

    if (s.len <= width || offset <= 4)
        return abbreviate(arena, s, width);
    from = (uint64_t)offset > s.len ? s.len : (size_t)offset;
    if (s.len - from < width - 3)
        from = s.len - (width - 3);
    if (from <= 4)
        return abbreviate(arena, s, width);
    if (from + width - 3 >= s.len)
        return add_dots(arena, "...", str_skip(s, s.len - (width - 3)), "");
    return add_dots(arena, "...",
                    abbreviate(arena, str_skip(s, from), width - 3), "");
}

/* abbrev WIDTH TEXT */
static bool fn_abbrev(const FnCall *call, Val *out)
{
    int64_t width = arg_int(call, 0);
    Str s = arg_str(call, 1);

    if (width >= 4)
        s = abbreviate(call->cx->arena, s, (size_t)width);
    *out = val_from_str(s);
    return true;
}

/* abbrevboth OFFSET WIDTH TEXT */
static bool fn_abbrevboth(const FnCall *call, Val *out)
{
    int64_t offset = arg_int(call, 0);
    int64_t width = arg_int(call, 1);
    Str s = arg_str(call, 2);
    int64_t least = offset > 0 ? 7 : 4;

    if (width >= least)
        s = abbreviate_both(call->cx->arena, s, offset, (size_t)width);
    *out = val_from_str(s);
    return true;
}

/* How wrap breaks lines. */
typedef struct Wrap {
    size_t width;
    Str line_break;
    bool cut_words; /* words longer than a line are cut, not left whole */
} Wrap;

/* Where the line that starts at `from` ends and, in `next`, where the one
 * behind it starts.  Wants more text than a line holds. */
static size_t wrap_line(const Wrap *wrap, Str s, size_t from, size_t *next)
{
    size_t limit = from + wrap->width;
    size_t space = str_rfind(str_slice(s, from, limit + 1), STR(" "));
    size_t end;

    if (space != SIZE_MAX) {
        end = from + space;
    } else if (wrap->cut_words) {
        *next = limit;
        return limit;
    } else {
        end = str_find_byte(s, ' ', limit);
    }
    *next = end == SIZE_MAX ? SIZE_MAX : end + 1;
    return end == SIZE_MAX ? s.len : end;
}

static Str wrap_text(Arena *arena, const Wrap *wrap, Str s)
{
    size_t pos = 0;
    size_t next;
    Buf buf;

    buf_init(&buf, arena);
    while (s.len - pos > wrap->width) {
        if (s.ptr[pos] == ' ') {
            pos++;
            continue;
        }
        size_t end = wrap_line(wrap, s, pos, &next);
        buf_add(&buf, str_slice(s, pos, end));
        if (next == SIZE_MAX)
            return buf_str(&buf);
        buf_add(&buf, wrap->line_break);
        pos = next;
    }
    buf_add(&buf, str_skip(s, pos));
    return buf_str(&buf);
}

static size_t wrap_width(int64_t width)
{
    return width < 1 ? 1 : (size_t)width;
}

/* wrap WIDTH TEXT */
static bool fn_wrap(const FnCall *call, Val *out)
{
    Wrap wrap = {wrap_width(arg_int(call, 0)), STR("\n"), false};

    *out = val_from_str(wrap_text(call->cx->arena, &wrap, arg_str(call, 1)));
    return true;
}

/* wrapWith WIDTH BREAK TEXT */
static bool fn_wrap_with(const FnCall *call, Val *out)
{
    Str line_break = arg_str(call, 1);
    Str s = arg_str(call, 2);
    Wrap wrap = {wrap_width(arg_int(call, 0)),
                 line_break.len == 0 ? STR("\n") : line_break, true};
    size_t n_lines = s.len / wrap.width + 1;
    size_t len;

    if (!num_mul(n_lines, wrap.line_break.len, &len) ||
        !num_add(len, s.len, &len))
        len = SIZE_MAX;
    if (!ctx_want_text(call->cx, len))
        return false;
    *out = val_from_str(wrap_text(call->cx->arena, &wrap, s));
    return true;
}

static bool add_strval_quoted(Ctx *cx, Buf *buf, Val v)
{
    Str text;

    if (!arg_strval(cx, v, &text))
        return false;
    val_add_quoted(buf, text, false);
    return true;
}

static bool add_single_quoted(Ctx *cx, Buf *buf, Val v)
{
    buf_add_byte(buf, '\'');
    if (!val_print(cx, buf, v))
        return false;
    buf_add_byte(buf, '\'');
    return true;
}

/* The arguments that are not nil, each through `add`, with spaces between. */
static bool join_args(const FnCall *call, bool (*add)(Ctx *, Buf *, Val),
                      Val *out)
{
    bool is_first = true;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < call->n; i++) {
        if (val_is_nil(call->args[i]))
            continue;
        if (!is_first)
            buf_add_byte(&buf, ' ');
        is_first = false;
        if (!add(call->cx, &buf, call->args[i]))
            return false;
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* quote VALUE... */
static bool fn_quote(const FnCall *call, Val *out)
{
    return join_args(call, add_strval_quoted, out);
}

/* squote VALUE... */
static bool fn_squote(const FnCall *call, Val *out)
{
    return join_args(call, add_single_quoted, out);
}

/* cat VALUE... */
static bool fn_cat(const FnCall *call, Val *out)
{
    return join_args(call, val_print, out);
}

/* Bytes of `s` with its `n` hits of a text of `old` bytes replaced by one of
 * `new_` bytes; SIZE_MAX when that is too much to count. */
static size_t replaced_len(size_t s, size_t n, size_t old, size_t new_)
{
    size_t added;

    if (!num_mul(n, new_, &added) || !num_add(s - n * old, added, &added))
        return SIZE_MAX;
    return added;
}

/* `with` before each code point and at the end. */
static void add_between_runes(Buf *buf, Str s, Str with)
{
    size_t size;

    buf_add(buf, with);
    for (size_t pos = 0; pos < s.len; pos += size) {
        utf8_decode(s, pos, &size);
        buf_add(buf, str_slice(s, pos, pos + size));
        buf_add(buf, with);
    }
}

static void add_replaced(Buf *buf, Str s, Str old, Str with)
{
    size_t from = 0;
    size_t at;

    while ((at = str_find(s, old, from)) != SIZE_MAX) {
        buf_add(buf, str_slice(s, from, at));
        buf_add(buf, with);
        from = at + old.len;
    }
    buf_add(buf, str_skip(s, from));
}

/* replace OLD NEW TEXT */
static bool fn_replace(const FnCall *call, Val *out)
{
    Str old = arg_str(call, 0);
    Str with = arg_str(call, 1);
    Str s = arg_str(call, 2);
    size_t n = old.len == 0 ? utf8_count(s) + 1 : str_count(s, old);
    Buf buf;

    *out = val_from_str(s);
    if (n == 0)
        return true;
    if (!ctx_want_text(call->cx, replaced_len(s.len, n, old.len, with.len)))
        return false;
    buf_init(&buf, call->cx->arena);
    if (old.len == 0)
        add_between_runes(&buf, s, with);
    else
        add_replaced(&buf, s, old, with);
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* plural ONE MANY COUNT */
static bool fn_plural(const FnCall *call, Val *out)
{
    *out = call->args[arg_int(call, 2) == 1 ? 0 : 1];
    return true;
}

/* toString VALUE */
static bool fn_to_string(const FnCall *call, Val *out)
{
    Str text;

    if (!arg_strval(call->cx, call->args[0], &text))
        return false;
    *out = val_from_str(text);
    return true;
}

/* toStrings LIST */
static bool fn_to_strings(const FnCall *call, Val *out)
{
    const List *list;

    if (!arg_strslice(call->cx, call->args[0], &list))
        return false;
    *out = arg_strings(call->cx->arena, call->args[0], list);
    return true;
}

/* join SEPARATOR LIST */
static bool fn_join(const FnCall *call, Val *out)
{
    Str separator = arg_str(call, 0);
    const List *list;
    size_t len;
    Buf buf;

    if (!arg_strslice(call->cx, call->args[1], &list))
        return false;
    if (!num_mul(separator.len, list->len, &len))
        len = SIZE_MAX;
    for (size_t i = 0; i < list->len; i++) {
        if (!num_add(len, list->items[i].len, &len))
            len = SIZE_MAX;
    }
    if (!ctx_want_text(call->cx, len))
        return false;
    buf_init(&buf, call->cx->arena);
    for (size_t i = 0; i < list->len; i++) {
        if (i != 0)
            buf_add(&buf, separator);
        buf_add(&buf, val_str(list->items[i]));
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

/* The end of the part that starts at `from`, SIZE_MAX when it is the last. */
static size_t part_end(Str s, Str separator, size_t from)
{
    size_t size;

    if (separator.len != 0)
        return str_find(s, separator, from);
    utf8_decode(s, from, &size);
    return from + size < s.len ? from + size : SIZE_MAX;
}

/* strings.SplitN: at most `max` parts, all of them when that is negative.  An
 * empty separator splits behind each code point. */
static bool split(Ctx *cx, Str s, Str separator, int64_t max, const List **out)
{
    size_t from = 0;
    ListBuilder builder;

    list_builder_init(&builder, cx->arena, 0);
    if (max != 0 && (separator.len != 0 || s.len != 0)) {
        while (max < 0 || builder.len + 1 < (uint64_t)max) {
            size_t end = part_end(s, separator, from);

            if (end == SIZE_MAX)
                break;
            if (!ctx_want_list(cx, builder.len + 2))
                return false;
            list_builder_add(&builder, val_from_str(str_slice(s, from, end)));
            from = end + separator.len;
        }
        list_builder_add(&builder, val_from_str(str_skip(s, from)));
    }
    *out = list_builder_done(&builder);
    return true;
}

/* The parts under the keys _0, _1, ... */
static Val map_of_parts(Arena *arena, const List *parts)
{
    Map *map = map_new(arena, parts->len);

    for (size_t i = 0; i < parts->len; i++)
        map_append(map, arena_fmt(arena, "_%zu", i), parts->items[i]);
    map_sort(map);
    return val_from_string_map(map);
}

/* split SEPARATOR TEXT */
static bool fn_split(const FnCall *call, Val *out)
{
    const List *parts;

    if (!split(call->cx, arg_str(call, 1), arg_str(call, 0), -1, &parts))
        return false;
    *out = map_of_parts(call->cx->arena, parts);
    return true;
}

/* splitn SEPARATOR COUNT TEXT */
static bool fn_splitn(const FnCall *call, Val *out)
{
    const List *parts;

    if (!split(call->cx, arg_str(call, 2), arg_str(call, 0), arg_int(call, 1),
               &parts))
        return false;
    *out = map_of_parts(call->cx->arena, parts);
    return true;
}

/* splitList SEPARATOR TEXT */
static bool fn_split_list(const FnCall *call, Val *out)
{
    const List *parts;

    if (!split(call->cx, arg_str(call, 1), arg_str(call, 0), -1, &parts))
        return false;
    *out = val_from_strings(parts);
    return true;
}

static const FnDef defs[] = {
    {"abbrev",     "is",  fn_abbrev     },
    {"abbrevboth", "iis", fn_abbrevboth },
    {"cat",        "a*",  fn_cat        },
    {"contains",   "ss",  fn_contains   },
    {"hasPrefix",  "ss",  fn_has_prefix },
    {"hasSuffix",  "ss",  fn_has_suffix },
    {"hello",      "",    fn_hello      },
    {"indent",     "is",  fn_indent     },
    {"initials",   "s",   fn_initials   },
    {"join",       "sa",  fn_join       },
    {"nindent",    "is",  fn_nindent    },
    {"nospace",    "s",   fn_nospace    },
    {"plural",     "ssi", fn_plural     },
    {"quote",      "a*",  fn_quote      },
    {"repeat",     "is",  fn_repeat     },
    {"replace",    "sss", fn_replace    },
    {"split",      "ss",  fn_split      },
    {"splitList",  "ss",  fn_split_list },
    {"splitn",     "sis", fn_splitn     },
    {"squote",     "a*",  fn_squote     },
    {"substr",     "iis", fn_substr     },
    {"toString",   "a",   fn_to_string  },
    {"toStrings",  "a",   fn_to_strings },
    {"trim",       "s",   fn_trim       },
    {"trimAll",    "ss",  fn_trim_all   },
    {"trimPrefix", "ss",  fn_trim_prefix},
    {"trimSuffix", "ss",  fn_trim_suffix},
    {"trimall",    "ss",  fn_trim_all   },
    {"trunc",      "is",  fn_trunc      },
    {"wrap",       "is",  fn_wrap       },
    {"wrapWith",   "iss", fn_wrap_with  },
};
const FnFamily fn_strings = {"strings", defs, ARRAY_LEN(defs)};
