/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text to tokens: the queue, the indentation, the keys without "?".  Such a
 * key is known by the ":" behind it, so tokens wait in the queue while one of
 * them may turn out to start a key; KEY then goes in front of it.  The tokens
 * that are more than an indicator are cut in yaml_scan_scalar.c and
 * yaml_scan_property.c, the text is yaml_scan_input.c.
 */
#include "codec/yaml_scan_input.h"

/* go-yaml's bounds. */
#define FLOW_LEVEL_MAX  10000u
#define INDENTS_MAX     10000u
#define KEY_INDEX_MAX   1024u
#define DEPTH_EXCEEDED  "exceeded max depth of 10000"
#define FIRST_CAPACITY  16u
#define KEY_WITHOUT_END "could not find expected ':'"

YamlScan *codec_yaml_scan_new(Ctx *cx, Str name, Str text)
{
    YamlScan *scan = ARENA_NEW(cx->arena, YamlScan);

    scan->cx = cx;
    scan->name = name;
    scan->indent = -1;
    scan->is_key_allowed = true;
    scan->token_cap = FIRST_CAPACITY;
    scan->tokens = ARENA_ARRAY(cx->arena, YamlToken, FIRST_CAPACITY);
    scan->indent_cap = FIRST_CAPACITY;
    scan->indents = ARENA_ARRAY(cx->arena, int64_t, FIRST_CAPACITY);
    scan->key_cap = FIRST_CAPACITY;
    scan->keys = ARENA_ARRAY(cx->arena, YamlSimpleKey, FIRST_CAPACITY);
    scan->n_keys = 1;
    codec_yaml_input_open(scan, text);
    return scan;
}

static void *grow(YamlScan *scan, void *items, size_t *cap, size_t size)
{
    void *grown =
        arena_grow(scan->cx->arena, items, *cap * size, *cap * 2 * size);

    *cap *= 2;
    return grown;
}

/* -- the queue -- */

static YamlToken *new_token(YamlScan *scan)
{
    if (scan->head == scan->tail)
        scan->head = scan->tail = 0;
    if (scan->tail == scan->token_cap)
        scan->tokens =
            grow(scan, scan->tokens, &scan->token_cap, sizeof(YamlToken));
    return &scan->tokens[scan->tail++];
}

static YamlToken token_at(YamlTokenKind kind, YamlMark start, uint32_t n_wide)
{
    return (YamlToken){.kind = (uint8_t)kind, .n_wide = n_wide, .start = start};
}

static void add_token(YamlScan *scan, YamlToken token)
{
    *new_token(scan) = token;
}

/* Puts a token before the one with `number`; where that is gone from the
 * queue, go-yaml puts it last. */
static void insert_token(YamlScan *scan, size_t number, YamlToken token)
{
    YamlToken *at;

    add_token(scan, token);
    if (number < scan->n_passed)
        return;
    at = scan->tokens + scan->head + (number - scan->n_passed);
    memmove(at + 1, at,
            (size_t)(scan->tokens + scan->tail - 1 - at) * sizeof *at);
    *at = token;
}

static size_t next_number(const YamlScan *scan)
{
    return scan->n_passed + (scan->tail - scan->head);
}

/* Passes over `n` characters of ASCII, which are a token. */
static void add_indicator(YamlScan *scan, YamlTokenKind kind, uint32_t n)
{
    add_token(scan, token_at(kind, yaml_mark(scan), n));
    scan->pos += n;
}

/* -- keys without "?" -- */

static YamlSimpleKey *current_key(YamlScan *scan)
{
    return &scan->keys[scan->n_keys - 1];
}

/* A key is of one line and 1024 characters. */
static bool check_key(YamlScan *scan, YamlSimpleKey *key)
{
    if (!key->is_possible || (key->mark.line >= scan->line &&
                              key->index + KEY_INDEX_MAX >= yaml_index(scan)))
        return true;
    if (key->is_required)
        return codec_yaml_scan_fail(scan, KEY_WITHOUT_END);
    key->is_possible = false;
    return true;
}

static bool remove_key(YamlScan *scan)
{
    YamlSimpleKey *key = current_key(scan);

    if (key->is_possible && key->is_required)
        return codec_yaml_scan_fail(scan, KEY_WITHOUT_END);
    key->is_possible = false;
    return true;
}

static bool save_key(YamlScan *scan)
{
    if (!scan->is_key_allowed)
        return true;
    if (!remove_key(scan))
        return false;
    *current_key(scan) = (YamlSimpleKey){
        .is_possible = true,
        .is_required =
            scan->flow_level == 0 && scan->indent == (int64_t)yaml_column(scan),
        .is_awaited = true,
        .mark = yaml_mark(scan),
        .index = yaml_index(scan),
        .token = next_number(scan),
    };
    return true;
}

/* The key that may start with the head of the queue.  The numbers of outer
 * keys are never above those of inner ones. */
static YamlSimpleKey *key_of_head(YamlScan *scan)
{
    size_t low = 0;
    size_t high = scan->n_keys;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scan->keys[middle].token < scan->n_passed)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < scan->n_keys && scan->keys[low].token == scan->n_passed;
         low++) {
        if (scan->keys[low].is_possible && scan->keys[low].is_awaited)
            return &scan->keys[low];
    }
    return NULL;
}

/* -- levels -- */

static bool enter_flow(YamlScan *scan)
{
    if (scan->n_keys == scan->key_cap)
        scan->keys =
            grow(scan, scan->keys, &scan->key_cap, sizeof(YamlSimpleKey));
    scan->keys[scan->n_keys++] = (YamlSimpleKey){.token = next_number(scan)};
    scan->flow_level++;
    return scan->flow_level <= FLOW_LEVEL_MAX ||
           codec_yaml_scan_fail(scan, DEPTH_EXCEEDED);
}

/* A collection in which no key began makes go-yaml forget that the collection
 * itself may be a key. */
static void leave_flow(YamlScan *scan)
{
    size_t token = current_key(scan)->token;

    if (scan->flow_level == 0)
        return;
    scan->flow_level--;
    scan->n_keys--;
    if (current_key(scan)->token == token)
        current_key(scan)->is_awaited = false;
}

/* Opens a block collection where the column asks for one; its token goes
 * before the one with `number`. */
static bool roll_indent(YamlScan *scan, YamlTokenKind kind, YamlMark mark,
                        size_t number)
{
    if (scan->flow_level > 0 || scan->indent >= (int64_t)mark.column)
        return true;
    if (scan->n_indents == scan->indent_cap)
        scan->indents =
            grow(scan, scan->indents, &scan->indent_cap, sizeof(int64_t));
    scan->indents[scan->n_indents++] = scan->indent;
    scan->indent = mark.column;
    if (scan->n_indents > INDENTS_MAX)
        return codec_yaml_scan_fail(scan, DEPTH_EXCEEDED);
    insert_token(scan, number, token_at(kind, mark, 0));
    return true;
}

static bool roll_indent_here(YamlScan *scan, YamlTokenKind kind)
{
    return roll_indent(scan, kind, yaml_mark(scan), next_number(scan));
}

static void unroll_indent(YamlScan *scan, int64_t column)
{
    if (scan->flow_level > 0)
        return;
    while (scan->indent > column) {
        add_token(scan, token_at(YAML_AT_BLOCK_END, yaml_mark(scan), 0));
        scan->indent = scan->indents[--scan->n_indents];
    }
}

/* -- tokens -- */

/* What ends all blocks: a directive, a document mark, the end. */
static bool end_blocks(YamlScan *scan)
{
    unroll_indent(scan, -1);
    if (!remove_key(scan))
        return false;
    scan->is_key_allowed = false;
    return true;
}

static bool fetch_stream_end(YamlScan *scan)
{
    if (yaml_column(scan) != 0) {
        scan->line_index = yaml_index(scan);
        scan->line++;
    }
    if (!end_blocks(scan))
        return false;
    add_indicator(scan, YAML_AT_STREAM_END, 0);
    return true;
}

static bool fetch_document_mark(YamlScan *scan)
{
    YamlTokenKind kind = yaml_byte(scan, 0) == '-' ? YAML_AT_DOCUMENT_START
                                                   : YAML_AT_DOCUMENT_END;

    if (!end_blocks(scan))
        return false;
    add_indicator(scan, kind, 3);
    return true;
}

static bool fetch_flow_start(YamlScan *scan, YamlTokenKind kind)
{
    if (!save_key(scan) || !enter_flow(scan))
        return false;
    scan->is_key_allowed = true;
    add_indicator(scan, kind, 1);
    return true;
}

static bool fetch_flow_end(YamlScan *scan, YamlTokenKind kind)
{
    if (!remove_key(scan))
        return false;
    leave_flow(scan);
    scan->is_key_allowed = false;
    add_indicator(scan, kind, 1);
    return true;
}

static bool fetch_flow_entry(YamlScan *scan)
{
    if (!remove_key(scan))
        return false;
    scan->is_key_allowed = true;
    add_indicator(scan, YAML_AT_FLOW_ENTRY, 1);
    return true;
}

static bool fetch_block_entry(YamlScan *scan)
{
    if (scan->flow_level == 0 && !scan->is_key_allowed)
        return codec_yaml_scan_fail(
            scan, "block sequence entries are not allowed in this context");
    if (!roll_indent_here(scan, YAML_AT_BLOCK_SEQUENCE) || !remove_key(scan))
        return false;
    scan->is_key_allowed = true;
    add_indicator(scan, YAML_AT_BLOCK_ENTRY, 1);
    return true;
}

static bool fetch_key(YamlScan *scan)
{
    if (scan->flow_level == 0 && !scan->is_key_allowed)
        return codec_yaml_scan_fail(
            scan, "mapping keys are not allowed in this context");
    if (!roll_indent_here(scan, YAML_AT_BLOCK_MAPPING) || !remove_key(scan))
        return false;
    scan->is_key_allowed = scan->flow_level == 0;
    add_indicator(scan, YAML_AT_KEY, 1);
    return true;
}

static bool end_simple_key(YamlScan *scan, YamlSimpleKey *key)
{
    insert_token(scan, key->token, token_at(YAML_AT_KEY, key->mark, 0));
    if (!roll_indent(scan, YAML_AT_BLOCK_MAPPING, key->mark, key->token))
        return false;
    key->is_possible = false;
    scan->is_key_allowed = false;
    return true;
}

static bool fetch_value(YamlScan *scan)
{
    YamlSimpleKey *key = current_key(scan);

    if (!check_key(scan, key))
        return false;
    if (key->is_possible) {
        if (!end_simple_key(scan, key))
            return false;
    } else {
        if (scan->flow_level == 0 && !scan->is_key_allowed)
            return codec_yaml_scan_fail(
                scan, "mapping values are not allowed in this context");
        if (!roll_indent_here(scan, YAML_AT_BLOCK_MAPPING))
            return false;
        scan->is_key_allowed = scan->flow_level == 0;
    }
    add_indicator(scan, YAML_AT_VALUE, 1);
    return true;
}

/* A token that its own function scans. */
static bool fetch(YamlScan *scan, YamlTokenKind kind,
                  bool (*scan_token)(YamlScan *, YamlToken *))
{
    YamlToken token = token_at(kind, yaml_mark(scan), 0);

    if (!scan_token(scan, &token))
        return false;
    add_token(scan, token);
    return true;
}

/* Such a token that may start a key, behind which none can start. */
static bool fetch_content(YamlScan *scan, YamlTokenKind kind,
                          bool (*scan_token)(YamlScan *, YamlToken *))
{
    if (!save_key(scan))
        return false;
    scan->is_key_allowed = false;
    return fetch(scan, kind, scan_token);
}

static bool fetch_block_scalar(YamlScan *scan)
{
    if (!remove_key(scan))
        return false;
    scan->is_key_allowed = true;
    return fetch(scan, YAML_AT_SCALAR, codec_yaml_scan_block);
}

static bool fetch_plain(YamlScan *scan)
{
    return fetch_content(scan, YAML_AT_SCALAR, codec_yaml_scan_plain);
}

static bool fetch_by_indicator(YamlScan *scan)
{
    bool is_lone = scan->flow_level > 0 || yaml_is_blank_or_end(scan, 1);

    switch (yaml_byte(scan, 0)) {
    case '[': return fetch_flow_start(scan, YAML_AT_FLOW_SEQUENCE);
    case '{': return fetch_flow_start(scan, YAML_AT_FLOW_MAPPING);
    case ']': return fetch_flow_end(scan, YAML_AT_FLOW_SEQUENCE_END);
    case '}': return fetch_flow_end(scan, YAML_AT_FLOW_MAPPING_END);
    case ',': return fetch_flow_entry(scan);
    case '?': return is_lone ? fetch_key(scan) : fetch_plain(scan);
    case ':': return is_lone ? fetch_value(scan) : fetch_plain(scan);
    case '*': return fetch_content(scan, YAML_AT_ALIAS, codec_yaml_scan_anchor);
    case '&':
        return fetch_content(scan, YAML_AT_ANCHOR, codec_yaml_scan_anchor);
    case '!': return fetch_content(scan, YAML_AT_TAG, codec_yaml_scan_tag);
    case '"':
    case '\'':
        return fetch_content(scan, YAML_AT_SCALAR, codec_yaml_scan_quoted);
    case '-':
        return yaml_is_blank_or_end(scan, 1) ? fetch_block_entry(scan)
                                             : fetch_plain(scan);
    case '|':
    case '>':
        if (scan->flow_level == 0)
            return fetch_block_scalar(scan);
        break;
    }
    return codec_yaml_scan_fail(scan,
                                "found character that cannot start any token");
}

static bool pass_to_token(YamlScan *scan)
{
    for (;;) {
        if (!yaml_need(scan, 1))
            return false;
        /* go-yaml looks for the mark where its buffer begins and passes over
         * whatever stands here. */
        if (scan->is_careful && yaml_column(scan) == 0 &&
            memcmp(scan->text + scan->window, "\xEF\xBB\xBF", 3) == 0)
            yaml_pass(scan);
        if (!yaml_need(scan, 1))
            return false;
        while (yaml_byte(scan, 0) == ' ' ||
               (yaml_byte(scan, 0) == '\t' &&
                (scan->flow_level > 0 || !scan->is_key_allowed))) {
            scan->pos++;
            if (!yaml_need(scan, 1))
                return false;
        }
        if (!codec_yaml_pass_comment(scan))
            return false;
        if (!yaml_is_break(scan))
            return true;
        if (!yaml_need(scan, 2))
            return false;
        codec_yaml_pass_break(scan);
        scan->is_key_allowed = scan->is_key_allowed || scan->flow_level == 0;
    }
}

static bool fetch_next(YamlScan *scan)
{
    if (!yaml_need(scan, 1) || !pass_to_token(scan))
        return false;
    unroll_indent(scan, (int64_t)yaml_column(scan));
    if (!yaml_need(scan, 4))
        return false;
    if (!yaml_is_or_break(scan, 0, YAML_RESERVED | YAML_END | YAML_BLANK))
        return yaml_byte(scan, 0) == '.' && codec_yaml_is_document_mark(scan)
                   ? fetch_document_mark(scan)
                   : fetch_plain(scan);
    if (yaml_byte(scan, 0) == '\0')
        return fetch_stream_end(scan);
    if (yaml_byte(scan, 0) == '%' && yaml_column(scan) == 0)
        return end_blocks(scan) &&
               fetch(scan, YAML_AT_VERSION, codec_yaml_scan_directive);
    if (codec_yaml_is_document_mark(scan))
        return fetch_document_mark(scan);
    return fetch_by_indicator(scan);
}

/* -- the outside -- */

const YamlToken *codec_yaml_scan_peek(YamlScan *scan)
{
    while (!scan->has_head) {
        YamlSimpleKey *key =
            scan->head == scan->tail ? NULL : key_of_head(scan);
        if (key != NULL && !check_key(scan, key))
            return NULL;
        scan->has_head =
            scan->head != scan->tail && (key == NULL || !key->is_possible);
        if (!scan->has_head && !fetch_next(scan))
            return NULL;
    }
    return &scan->tokens[scan->head];
}

void codec_yaml_scan_skip(YamlScan *scan)
{
    scan->has_head = false;
    scan->n_passed++;
    scan->head++;
}
