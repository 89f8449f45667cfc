/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_SCAN_INPUT_H
#define OMNI_CODEC_YAML_SCAN_INPUT_H

#include "base/buf.h"
#include "codec/yaml_scan.h"

/*
 * Where the scanner stands in its text, for the files of the scanner alone.
 *
 * go-yaml decodes its input 512 bytes at a time, when a scan wants more
 * characters than are decoded.  That shows in two ways: bytes that are no text
 * fail when they are decoded, perhaps before an earlier mistake is seen, and a
 * byte order mark is looked for where the decoded characters begin.  So a text
 * of valid characters without such a mark is scanned freely, any other
 * carefully: character by character, decoding where go-yaml does.
 */
enum {
    YAML_BLANK = 1 << 0, /* space, tab */
    YAML_BREAK = 1 << 1, /* \r, \n */
    YAML_END = 1 << 2,   /* the NUL behind the text */
    YAML_ALPHA = 1 << 3, /* letter, digit, _ or - */
    YAML_HEX = 1 << 4,
    YAML_URI = 1 << 5,  /* punctuation of a tag */
    YAML_FLOW = 1 << 6, /* ends a plain scalar in a flow collection */
    YAML_COLON = 1 << 7,
    YAML_RESERVED = 1 << 8, /* cannot start a plain scalar */
    YAML_QUOTE = 1 << 9,    /* ' */
    YAML_DQUOTE = 1 << 10,  /* " and \ */
    YAML_HIGH = 1 << 11,    /* not ASCII */
};

extern const uint16_t codec_yaml_classes[256];

/* A key without "?" that may have begun: its ":" decides. */
typedef struct YamlSimpleKey {
    bool is_possible;
    bool is_required;
    bool is_awaited; /* its token waits in the queue for the ":" */
    YamlMark mark;
    size_t index; /* characters before it */
    size_t token; /* number of its first token */
} YamlSimpleKey;

struct YamlScan {
    Ctx *cx;
    Str name;
    const char *text; /* NUL bytes stand behind it */
    size_t len;

    size_t pos;
    size_t n_continued; /* bytes before `pos` that start no character */
    size_t line_index;  /* characters before this line */
    uint32_t line;

    bool is_careful;
    bool is_wide;     /* was UTF-16 */
    bool is_decoded;  /* the end was met */
    size_t window;    /* where the decoded characters begin */
    size_t decoded;   /* and end */
    size_t n_nul;     /* how many NULs count as decoded behind the end */
    size_t raw_ahead; /* bytes that were fetched but not decoded */
    size_t raw_left;  /* bytes not even fetched */
    const char *tail_problem; /* why UTF-16 text stops where it does */
    size_t tail_size;

    YamlToken *tokens;
    size_t head;
    size_t tail;
    size_t token_cap;
    size_t n_passed;
    bool has_head; /* nothing can come before the head of the queue any more */

    int64_t indent; /* of the innermost block collection, -1: none */
    int64_t *indents;
    size_t n_indents;
    size_t indent_cap;

    YamlSimpleKey *keys; /* one a flow level */
    size_t n_keys;
    size_t key_cap;
    size_t flow_level;
    bool is_key_allowed;
};

/* Copies `text` into the arena as UTF-8 and stands in front of it. */
void codec_yaml_input_open(YamlScan *scan, Str text);

bool codec_yaml_input_need_slow(YamlScan *scan, size_t n) OMNI_CHECKED;

/* Fails with `problem` where the scanner stands: false, always. */
bool codec_yaml_scan_fail(YamlScan *scan, const char *problem);

/* Has `n` characters decoded. */
OMNI_CHECKED static inline bool yaml_need(YamlScan *scan, size_t n)
{
    return !scan->is_careful || codec_yaml_input_need_slow(scan, n);
}

static inline unsigned char yaml_byte(const YamlScan *scan, size_t ahead)
{
    return (unsigned char)scan->text[scan->pos + ahead];
}

static inline bool yaml_is(const YamlScan *scan, size_t ahead, unsigned classes)
{
    return (codec_yaml_classes[yaml_byte(scan, ahead)] & classes) != 0;
}

/* The value of a YAML_HEX digit. */
static inline uint32_t yaml_hex(const YamlScan *scan, size_t ahead)
{
    uint32_t c = yaml_byte(scan, ahead);

    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* A break outside ASCII: NEL, LS, PS. */
static inline bool yaml_is_wide_break(const char *at)
{
    return (at[0] == '\xC2' && at[1] == '\x85') ||
           (at[0] == '\xE2' && at[1] == '\x80' &&
            (at[2] == '\xA8' || at[2] == '\xA9'));
}

/* One of `classes` or a break outside ASCII. */
static inline bool yaml_is_or_break(const YamlScan *scan, size_t ahead,
                                    unsigned classes)
{
    unsigned class_ = codec_yaml_classes[yaml_byte(scan, ahead)];

    if ((class_ & YAML_HIGH) == 0)
        return (class_ & classes) != 0;
    return yaml_is_wide_break(scan->text + scan->pos + ahead);
}

static inline bool yaml_is_break(const YamlScan *scan)
{
    return yaml_is_or_break(scan, 0, YAML_BREAK);
}

static inline bool yaml_is_break_or_end(const YamlScan *scan)
{
    return yaml_is_or_break(scan, 0, YAML_BREAK | YAML_END);
}

static inline bool yaml_is_blank_or_end(const YamlScan *scan, size_t ahead)
{
    return yaml_is_or_break(scan, ahead, YAML_BLANK | YAML_BREAK | YAML_END);
}

static inline size_t yaml_index(const YamlScan *scan)
{
    return scan->pos - scan->n_continued;
}

static inline size_t yaml_column(const YamlScan *scan)
{
    return yaml_index(scan) - scan->line_index;
}

static inline YamlMark yaml_mark(const YamlScan *scan)
{
    return (YamlMark){scan->line, (uint32_t)yaml_column(scan)};
}

/* The bytes of the character that `lead` starts. */
static inline size_t yaml_width(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xE0)
        return 2;
    return lead < 0xF0 ? 3 : 4;
}

/* Passes over one character. */
static inline void yaml_pass(YamlScan *scan)
{
    size_t width = yaml_width(yaml_byte(scan, 0));

    scan->pos += width;
    scan->n_continued += width - 1;
}

/* Passes over the line break here, if one is here, and returns what of it is
 * part of a scalar: LF, LS or PS. */
Str codec_yaml_pass_break(YamlScan *scan);

/* Passes over one character and, unless careful, all that follow up to one of
 * `classes` or a break outside ASCII. */
void codec_yaml_pass_run(YamlScan *scan, unsigned classes);

/* Passes over spaces and tabs, then over a comment. */
bool codec_yaml_pass_blanks(YamlScan *scan) OMNI_CHECKED;
bool codec_yaml_pass_comment(YamlScan *scan) OMNI_CHECKED;

/* "---" or "..." alone at the start of a line. */
bool codec_yaml_is_document_mark(const YamlScan *scan);

/* The tokens that take more than an indicator, scanned from their first
 * character; `token` has its kind and start. */
bool codec_yaml_scan_plain(YamlScan *scan, YamlToken *token) OMNI_CHECKED;
bool codec_yaml_scan_quoted(YamlScan *scan, YamlToken *token) OMNI_CHECKED;
bool codec_yaml_scan_block(YamlScan *scan, YamlToken *token) OMNI_CHECKED;
bool codec_yaml_scan_directive(YamlScan *scan, YamlToken *token) OMNI_CHECKED;
bool codec_yaml_scan_anchor(YamlScan *scan, YamlToken *token) OMNI_CHECKED;
bool codec_yaml_scan_tag(YamlScan *scan, YamlToken *token) OMNI_CHECKED;

#endif
