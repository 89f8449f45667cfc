/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Lines are looked at one after the other from the top, without a parser: the
 * text may be malformed, or a template.  When in doubt more is hidden.
 */
#include "render/rich_mask.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "value/list.h"
#include "value/map.h"

#define HIDDEN STR("***")

/* Secrets shorter than this count only where they stand alone. */
#define SHORT_SECRET 4

/* Levels of values that are looked at for secrets. */
#define MAX_LEVELS 100

#define NOWHERE SIZE_MAX

void rich_mask_init(RichMask *mask, Arena *arena)
{
    *mask = (RichMask){.arena = arena};
}

/* -- names -- */

static bool contains_fold(Str text, Str lower)
{
    for (size_t i = 0; i + lower.len <= text.len; i++) {
        if (str_eq_fold_ascii(str_slice(text, i, i + lower.len), lower))
            return true;
    }
    return false;
}

bool rich_is_secret(Str key)
{
    static const char *const words[] = {
        "password", "passwd",     "passphrase", "secret",
        "token",    "credential", "private",    "key",
    };

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (contains_fold(key, str_from_c(words[i])))
            return true;
    }
    return false;
}

/* -- values -- */

static void add_secret(RichMask *mask, Str text)
{
    size_t at = mask->len;

    if (text.len == 0)
        return;
    if (mask->len == mask->cap) {
        size_t wider = mask->cap == 0 ? 16 : mask->cap * 2;

        mask->secrets =
            arena_grow(mask->arena, mask->secrets, mask->cap * sizeof(Str),
                       wider * sizeof(Str));
        mask->cap = wider;
    }
    for (; at > 0 && mask->secrets[at - 1].len < text.len; at--)
        mask->secrets[at] = mask->secrets[at - 1];
    mask->secrets[at] = text;
    mask->len++;
}

static Str number_text(Arena *arena, double number)
{
    Buf buf;

    buf_init(&buf, arena);
    num_add_float(&buf, number, 'f', -1);
    return buf_str(&buf);
}

static void learn(RichMask *mask, Val v, bool is_secret, size_t level)
{
    if (level == MAX_LEVELS)
        return;
    switch (val_kind(v)) {
    case VAL_STRING:
        if (is_secret)
            add_secret(mask, val_str(v));
        break;
    case VAL_FLOAT:
        if (is_secret)
            add_secret(mask, number_text(mask->arena, val_float(v)));
        break;
    case VAL_INT:
        if (is_secret)
            add_secret(mask,
                       arena_fmt(mask->arena, "%lld", (long long)val_int(v)));
        break;
    case VAL_LIST:
        for (size_t i = 0; i < val_list(v)->len; i++)
            learn(mask, val_list(v)->items[i], is_secret, level + 1);
        break;
    case VAL_MAP:
        for (size_t i = 0; i < map_len(val_map(v)); i++) {
            const MapEntry *entry = map_at(val_map(v), i);

            learn(mask, entry->value, is_secret || rich_is_secret(entry->key),
                  level + 1);
        }
        break;
    case VAL_NIL:
    case VAL_BOOL:
    case VAL_HOST: break;
    }
}

void rich_mask_learn(RichMask *mask, Val v)
{
    learn(mask, v, false, 0);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

static bool stands_alone(Str text, size_t from, size_t to)
{
    return (from == 0 || !is_word(text.ptr[from - 1])) &&
           (to == text.len || !is_word(text.ptr[to]));
}

/* The length of the secret that begins at `pos`, 0 for none. */
static size_t secret_at(const RichMask *mask, Str text, size_t pos)
{
    for (size_t i = 0; i < mask->len; i++) {
        Str secret = mask->secrets[i];

        if (str_has_prefix(str_skip(text, pos), secret) &&
            (secret.len >= SHORT_SECRET ||
             stands_alone(text, pos, pos + secret.len)))
            return secret.len;
    }
    return 0;
}

Str rich_mask_text(const RichMask *mask, Str text)
{
    Buf buf;

    buf_init(&buf, mask->arena);
    for (size_t pos = 0; pos < text.len;) {
        size_t len = secret_at(mask, text, pos);

        if (len > 0)
            buf_add(&buf, HIDDEN);
        else
            buf_add_byte(&buf, text.ptr[pos]);
        pos += len > 0 ? len : 1;
    }
    return buf_str(&buf);
}

Str rich_mask_flag(const RichMask *mask, Str text)
{
    size_t from = 0;

    while (from < text.len) {
        size_t equals = str_find_byte(text, '=', from);

        if (equals == SIZE_MAX)
            break;
        if (rich_is_secret(str_slice(text, from, equals)))
            return arena_fmt(mask->arena, "%.*s***", (int)(equals + 1),
                             text.ptr);
        from = equals + 1;
    }
    if (!rich_is_secret(str_skip(text, from)))
        return text;
    from = str_find_byte(text, '=', 0);
    return from == SIZE_MAX
               ? HIDDEN
               : arena_fmt(mask->arena, "%.*s***", (int)(from + 1), text.ptr);
}

/* -- lines -- */

/* What the lines so far say about the next one. */
typedef struct Scan {
    const RichMask *mask;
    const Source *source;
    RichTextKind kind;
    bool is_secret_object; /* the document is a Secret */
    size_t below;     /* values below this column are hidden; NOWHERE: none */
    size_t all_below; /* all text below this column is */
    size_t named;     /* the column of a `name` that looks like a secret's */
} Scan;

static void add_span(Arena *arena, MaskSpans *spans, size_t from, size_t to)
{
    if (from >= to)
        return;
    if (spans->len == spans->cap) {
        size_t wider = spans->cap == 0 ? 4 : spans->cap * 2;

        spans->items =
            arena_grow(arena, spans->items, spans->cap * sizeof(MaskSpan),
                       wider * sizeof(MaskSpan));
        spans->cap = wider;
    }
    spans->items[spans->len++] = (MaskSpan){from, to};
}

static bool has_word(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_word(text.ptr[i]))
            return true;
    }
    return false;
}

/* Hides the bytes, or of a template what is outside {{ }}. */
static void hide(const Scan *scan, Str text, size_t from, size_t to,
                 MaskSpans *spans)
{
    while (from < to) {
        size_t open = scan->kind == RICH_TEXT_TEMPLATE
                          ? str_find(text, STR("{{"), from)
                          : SIZE_MAX;
        size_t end = open < to ? open : to;
        size_t close;

        if (has_word(str_slice(text, from, end)))
            add_span(scan->mask->arena, spans, from, end);
        if (end == to)
            return;
        close = str_find(text, STR("}}"), end);
        from = close == SIZE_MAX ? to : close + 2;
    }
}

static size_t skip_bytes(Str text, size_t pos, const char *bytes)
{
    while (pos < text.len && strchr(bytes, text.ptr[pos]) != NULL &&
           text.ptr[pos] != '\0')
        pos++;
    return pos;
}

static bool is_key_byte(char c)
{
    return is_word(c) || c == '.' || c == '-' || c == '/';
}

/* A key at `pos` and its colon; *value is what follows. */
static bool find_key(Str text, size_t pos, Str *key, size_t *value)
{
    size_t start = skip_bytes(text, pos, "\"'");
    size_t end = start;

    while (end < text.len && is_key_byte(text.ptr[end]))
        end++;
    *key = str_slice(text, start, end);
    end = skip_bytes(text, end, "\"' ");
    if (key->len == 0 || end >= text.len || text.ptr[end] != ':' ||
        (end + 1 < text.len && text.ptr[end + 1] != ' ' &&
         text.ptr[end + 1] != '\t' && end == start + key->len))
        return false;
    *value = skip_bytes(text, end + 1, " \t");
    return true;
}

/* The secrets of a mapping in braces, `{a: 1, password: x}`. */
static void hide_flow(const Scan *scan, Str text, size_t pos, MaskSpans *spans)
{
    for (; pos < text.len; pos++) {
        size_t value;
        size_t end;
        Str key;

        if (text.ptr[pos] != '{' && text.ptr[pos] != ',')
            continue;
        if (!find_key(text, skip_bytes(text, pos + 1, " \t"), &key, &value) ||
            !rich_is_secret(key))
            continue;
        end = value;
        while (end < text.len && text.ptr[end] != ',' && text.ptr[end] != '}')
            end++;
        hide(scan, text, value, end, spans);
    }
}

/* Whether the value is written on lines of its own, as a mapping or list. */
static bool is_block(Str value)
{
    return value.len == 0 || *value.ptr == '#' || *value.ptr == '&' ||
           *value.ptr == '!';
}

static void see_name(Scan *scan, Str key, Str value, size_t column)
{
    if (str_eq(key, STR("name")) || str_eq(key, STR("key")))
        scan->named = rich_is_secret(value) ? column : NOWHERE;
}

static bool is_hidden_key(const Scan *scan, Str key, size_t column)
{
    if (rich_is_secret(key))
        return true;
    if (scan->is_secret_object && column == 0)
        return str_eq(key, STR("data")) || str_eq(key, STR("stringData"));
    return scan->named == column && str_eq(key, STR("value"));
}

/* An entry that is hidden, and what belongs to it on the lines below. */
static void hide_entry(Scan *scan, Str text, size_t column, size_t value,
                       MaskSpans *spans)
{
    if (!is_block(str_skip(text, value)))
        scan->all_below = column;
    hide(scan, text, value, text.len, spans);
}

/* A line below a key whose value is hidden. */
static void scan_below(Scan *scan, Str text, size_t column, MaskSpans *spans)
{
    size_t value;
    Str key;

    if (find_key(text, column, &key, &value))
        hide_entry(scan, text, column, value, spans);
    else
        hide(scan, text, column, text.len, spans);
}

static void scan_entry(Scan *scan, Str text, size_t column, MaskSpans *spans)
{
    size_t value;
    Str key;

    if (!find_key(text, column, &key, &value)) {
        hide_flow(scan, text, column, spans);
        return;
    }
    if (is_hidden_key(scan, key, column)) {
        scan->below = column;
        hide_entry(scan, text, column, value, spans);
        return;
    }
    see_name(scan, key, str_skip(text, value), column);
    hide_flow(scan, text, value, spans);
}

/* Whether the document that begins at `line` is a Secret. */
static bool is_secret_object(const Source *source, uint32_t line)
{
    for (; line <= source->n_lines; line++) {
        Str text = source_line(source, line);

        if (str_has_prefix(text, STR("---")))
            return false;
        if (str_has_prefix(text, STR("kind:")) &&
            str_eq(str_trim_bytes(str_skip(text, 5), " \t\r\"'"),
                   STR("Secret")))
            return true;
    }
    return false;
}

static void begin_document(Scan *scan, uint32_t line)
{
    scan->below = NOWHERE;
    scan->all_below = NOWHERE;
    scan->named = NOWHERE;
    scan->is_secret_object = is_secret_object(scan->source, line);
}

static void scan_yaml(Scan *scan, uint32_t line, Str text, MaskSpans *spans)
{
    size_t indent = skip_bytes(text, 0, " \t");
    size_t column = indent;

    if (utf8_trim_space(text).len == 0)
        return;
    if (str_has_prefix(text, STR("---"))) {
        begin_document(scan, line + 1);
        return;
    }
    if (scan->all_below != NOWHERE && indent > scan->all_below) {
        hide(scan, text, indent, text.len, spans);
        return;
    }
    scan->all_below = NOWHERE;
    while (column + 1 < text.len && strchr("-#", text.ptr[column]) != NULL &&
           text.ptr[column + 1] == ' ')
        column = skip_bytes(text, column + 1, " ");
    if (scan->below != NOWHERE &&
        (indent > scan->below ||
         (indent == scan->below && text.ptr[indent] == '-'))) {
        scan_below(scan, text, column, spans);
        return;
    }
    scan->below = NOWHERE;
    scan_entry(scan, text, column, spans);
}

/* -- actions of templates -- */

/* Functions whose constants name something of the chart. */
static bool takes_name(Str before)
{
    static const char *const names[] = {"include", "template", "define",
                                        "block",   "required", "fail",
                                        "index",   "Get"};

    before = utf8_trim_space(before);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_has_suffix(before, str_from_c(names[i])))
            return true;
    }
    return false;
}

static size_t end_of_constant(Str text, size_t pos)
{
    char quote = text.ptr[pos];

    for (pos++; pos < text.len && text.ptr[pos] != quote; pos++)
        pos += text.ptr[pos] == '\\' && quote == '"';
    return pos < text.len ? pos : text.len;
}

/* The action's text without its constants. */
static Str without_constants(Arena *arena, Str action)
{
    Buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < action.len; i++) {
        if (action.ptr[i] == '"' || action.ptr[i] == '`')
            i = end_of_constant(action, i);
        else
            buf_add_byte(&buf, action.ptr[i]);
    }
    return buf_str(&buf);
}

static void scan_action(const Scan *scan, Str text, size_t from, size_t to,
                        MaskSpans *spans)
{
    Arena *arena = scan->mask->arena;
    Str whole = str_slice(text, 0, to);

    if (!rich_is_secret(without_constants(arena, str_slice(text, from, to))))
        return;
    for (size_t i = from; i < to; i++) {
        size_t end;

        if (text.ptr[i] != '"' && text.ptr[i] != '`')
            continue;
        end = end_of_constant(whole, i);
        if (!takes_name(str_slice(text, from, i)))
            add_span(arena, spans, i + 1, end);
        i = end;
    }
}

static void scan_actions(const Scan *scan, Str text, MaskSpans *spans)
{
    size_t open = str_find(text, STR("{{"), 0);

    while (open != SIZE_MAX) {
        size_t close = str_find(text, STR("}}"), open);
        size_t end = close == SIZE_MAX ? text.len : close;

        scan_action(scan, text, open + 2, end, spans);
        open = str_find(text, STR("{{"), end);
    }
}

static void scan_values(const Scan *scan, Str text, MaskSpans *spans)
{
    for (size_t pos = 0; pos < text.len;) {
        size_t len = secret_at(scan->mask, text, pos);

        add_span(scan->mask->arena, spans, pos, pos + len);
        pos += len > 0 ? len : 1;
    }
}

static int compare_spans(const void *a, const void *b)
{
    const MaskSpan *left = a;
    const MaskSpan *right = b;

    return left->from < right->from ? -1 : left->from > right->from;
}

/* Sorts the spans and joins those that touch. */
static void settle(MaskSpans *spans)
{
    size_t kept = 0;

    if (spans->len < 2)
        return;
    qsort(spans->items, spans->len, sizeof(MaskSpan), compare_spans);
    for (size_t i = 1; i < spans->len; i++) {
        MaskSpan *last = &spans->items[kept];

        if (spans->items[i].from > last->to)
            spans->items[++kept] = spans->items[i];
        else if (spans->items[i].to > last->to)
            last->to = spans->items[i].to;
    }
    spans->len = kept + 1;
}

const MaskSpans *rich_mask_lines(const RichMask *mask, const Source *source,
                                 RichTextKind kind, uint32_t first,
                                 uint32_t last)
{
    MaskSpans *lines =
        ARENA_ARRAY(mask->arena, MaskSpans, (size_t)(last - first) + 1);
    MaskSpans unused = {NULL, 0, 0};
    Scan scan = {.mask = mask, .source = source, .kind = kind};

    begin_document(&scan, 1);
    for (uint32_t line = 1; line <= last; line++) {
        Str text = str_drop_suffix(source_line(source, line), STR("\r"));
        MaskSpans *spans = line < first ? &unused : &lines[line - first];

        scan_yaml(&scan, line, text, spans);
        unused.len = 0;
        if (line < first)
            continue;
        if (kind == RICH_TEXT_TEMPLATE)
            scan_actions(&scan, text, spans);
        else
            scan_values(&scan, text, spans);
        settle(spans);
    }
    return lines;
}
