/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The text below the YAML scanner: bytes to characters, as go-yaml's reader
 * does it, and steps from character to character.
 */
#include "codec/yaml_scan_input.h"

#include "base/utf8.h"
#include "codec/yaml_node.h"

/* go-yaml's raw buffer. */
#define RAW_SIZE 512u

/* Behind the text: a byte order mark may have the first of them passed. */
#define N_SENTINELS 4u

#define X4(value)  value, value, value, value
#define X16(value) X4(value), X4(value), X4(value), X4(value)
#define X29(value) X16(value), X4(value), X4(value), X4(value), value

#define BL  YAML_BLANK
#define BR  YAML_BREAK
#define AH  (YAML_ALPHA | YAML_HEX)
#define AL  YAML_ALPHA
#define RU  (YAML_RESERVED | YAML_URI)
#define RUF (YAML_RESERVED | YAML_URI | YAML_FLOW)
#define RF  (YAML_RESERVED | YAML_FLOW)
#define UR  YAML_URI
#define RE  YAML_RESERVED
#define HI  YAML_HIGH

const uint16_t codec_yaml_classes[256] = {
    [0] = YAML_END,
    ['\t'] = BL,
    ['\n'] = BR,
    ['\r'] = BR,
    [' '] = BL,
    ['!'] = RU,
    ['"'] = RE | YAML_DQUOTE,
    ['#'] = RE,
    ['$'] = UR,
    ['%'] = RU,
    ['&'] = RU,
    ['\''] = RU | YAML_QUOTE,
    ['('] = UR,
    [')'] = UR,
    ['*'] = RU,
    ['+'] = UR,
    [','] = RUF,
    ['-'] = AL | YAML_RESERVED,
    ['.'] = UR,
    ['/'] = UR,
    ['0'] = X4(AH),
    X4(AH),
    AH,
    AH,
    [':'] = RU | YAML_COLON,
    [';'] = UR,
    ['='] = UR,
    ['>'] = RE,
    ['?'] = RUF,
    ['@'] = RU,
    ['A'] = X4(AH),
    AH,
    AH,
    ['G'] = X16(AL),
    X4(AL),
    ['['] = RUF,
    ['\\'] = YAML_DQUOTE,
    [']'] = RUF,
    ['_'] = AL,
    ['`'] = RE,
    ['a'] = X4(AH),
    AH,
    AH,
    ['g'] = X16(AL),
    X4(AL),
    ['{'] = RF,
    ['|'] = RE,
    ['}'] = RF,
    ['~'] = UR,
    [0x80] = X16(HI),
    X16(HI),
    X16(HI),
    X16(HI),
    [0xC0] = X16(HI),
    X16(HI),
    X16(HI),
    X16(HI),
};

/* -- failures -- */

static uint32_t to_number(size_t n)
{
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

bool codec_yaml_scan_fail(YamlScan *scan, const char *problem)
{
    SourcePos pos = {scan->name, scan->line + 1,
                     to_number(yaml_column(scan) + 1)};

    /* go-yaml takes line 0 for no line. */
    return codec_yaml_fail(scan->cx, ERR_YAML, pos,
                           scan->line == 0 ? 0 : (size_t)scan->line + 1,
                           str_from_c(problem));
}

static bool fail_bytes(YamlScan *scan, size_t pos, const char *problem)
{
    Source source = source_new(scan->cx->arena, scan->name,
                               str_from(scan->text, scan->len));

    return codec_yaml_fail(
        scan->cx, ERR_YAML,
        source_pos(&source, pos < scan->len ? pos : scan->len), 0,
        str_from_c(problem));
}

/* -- characters -- */

static bool is_allowed(uint32_t rune)
{
    if (rune < 0x20)
        return rune == '\t' || rune == '\n' || rune == '\r';
    return rune <= 0x7E || rune == 0x85 || (rune >= 0xA0 && rune <= 0xFFFD) ||
           rune >= 0x10000;
}

/* The well-formed character at `pos`, of at most `max` bytes; what is wrong
 * with it goes to `*problem`, at `*at` bytes into it. */
static uint32_t decode(const char *text, size_t width, const char **problem,
                       size_t *at)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    uint32_t rune = width == 1 ? lead : lead & (0x7Fu >> width);

    *at = 0;
    for (size_t i = 1; i < width; i++) {
        unsigned char octet = (unsigned char)text[i];
        *at = i;
        *problem = "invalid trailing UTF-8 octet";
        if ((octet & 0xC0) != 0x80)
            return 0;
        rune = rune << 6 | (octet & 0x3F);
    }
    *at = 0;
    *problem = NULL;
    if (rune < least[width])
        *problem = "invalid length of a UTF-8 sequence";
    else if ((rune >= 0xD800 && rune <= 0xDFFF) || rune > 0x10FFFF)
        *problem = "invalid Unicode character";
    else if (!is_allowed(rune))
        *problem = "control characters are not allowed";
    return rune;
}

/* Passes over printable ASCII, eight bytes at a time as long as there are. */
static size_t pass_printable(const char *text, size_t pos, size_t len)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t high = 0x8080808080808080u;
    uint64_t word;

    for (; len - pos >= sizeof word; pos += sizeof word) {
        memcpy(&word, text + pos, sizeof word);
        if (((word | (word - 0x20 * ones) | (word + ones)) & high) != 0)
            break;
    }
    return pos;
}

/* No byte fails and none looks like a byte order mark. */
static bool is_carefree(const char *text, size_t pos, size_t len)
{
    const char *problem;
    size_t at;

    while ((pos = pass_printable(text, pos, len)) < len) {
        unsigned char c = (unsigned char)text[pos];
        if (c < 0x80 && is_allowed(c)) {
            pos++;
            continue;
        }
        if (c < 0xC2 || c > 0xF4 || yaml_width(c) > len - pos)
            return false;
        if (decode(text + pos, yaml_width(c), &problem, &at) == 0xFEFF ||
            problem != NULL)
            return false;
        pos += yaml_width(c);
    }
    return true;
}

/* -- encodings -- */

static uint32_t unit_at(Str text, size_t pos, bool is_big)
{
    unsigned char first = (unsigned char)text.ptr[pos];
    unsigned char second = (unsigned char)text.ptr[pos + 1];

    return is_big ? (uint32_t)first << 8 | second
                  : (uint32_t)second << 8 | first;
}

static void stop_wide(YamlScan *scan, const char *problem, size_t size)
{
    scan->tail_problem = problem;
    scan->tail_size = size;
}

/* The character at `pos` of UTF-16 text and its size; false where the text
 * goes wrong. */
static bool decode_wide(YamlScan *scan, Str text, size_t pos, bool is_big,
                        uint32_t *rune)
{
    uint32_t low;

    if (text.len - pos < 2) {
        stop_wide(scan, "incomplete UTF-16 character", SIZE_MAX);
        return false;
    }
    *rune = unit_at(text, pos, is_big);
    if ((*rune & 0xFC00) == 0xDC00) {
        stop_wide(scan, "unexpected low surrogate area", 2);
        return false;
    }
    if ((*rune & 0xFC00) != 0xD800)
        return true;
    if (text.len - pos < 4) {
        stop_wide(scan, "incomplete UTF-16 surrogate pair", SIZE_MAX);
        return false;
    }
    low = unit_at(text, pos + 2, is_big);
    if ((low & 0xFC00) != 0xDC00) {
        stop_wide(scan, "expected low surrogate area", 4);
        return false;
    }
    *rune = 0x10000 + ((*rune & 0x3FF) << 10) + (low & 0x3FF);
    return true;
}

/* UTF-8 of UTF-16, up to where that goes wrong.  Two bytes become three at
 * most. */
static void open_wide(YamlScan *scan, Str text, bool is_big)
{
    char *out =
        arena_alloc_text(scan->cx->arena, text.len / 2 * 3 + N_SENTINELS);
    size_t len = 0;
    uint32_t rune;

    for (size_t pos = 2; pos < text.len; pos += rune < 0x10000 ? 2 : 4) {
        if (!decode_wide(scan, text, pos, is_big, &rune))
            break;
        len += utf8_encode(rune, out + len);
    }
    memset(out + len, 0, N_SENTINELS);
    scan->text = out;
    scan->len = len;
    scan->is_wide = true;
}

static void open_narrow(YamlScan *scan, Str text)
{
    char *copy = arena_alloc_text(scan->cx->arena, text.len + N_SENTINELS);

    if (text.len != 0)
        memcpy(copy, text.ptr, text.len);
    memset(copy + text.len, 0, N_SENTINELS);
    scan->text = copy;
    scan->len = text.len;
}

/* Fetches as much as the raw buffer holds; nothing to fetch is the end. */
static void fetch_raw(YamlScan *scan)
{
    size_t n = RAW_SIZE - scan->raw_ahead;

    if (scan->raw_left == 0)
        scan->is_decoded = true;
    if (n > scan->raw_left)
        n = scan->raw_left;
    scan->raw_ahead += n;
    scan->raw_left -= n;
}

void codec_yaml_input_open(YamlScan *scan, Str text)
{
    size_t mark_size = 2;

    if (str_has_prefix(text, STR("\xFF\xFE"))) {
        open_wide(scan, text, false);
    } else if (str_has_prefix(text, STR("\xFE\xFF"))) {
        open_wide(scan, text, true);
    } else {
        open_narrow(scan, text);
        mark_size = str_has_prefix(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
        scan->pos = mark_size;
    }
    scan->n_continued = scan->pos;
    scan->window = scan->pos;
    scan->decoded = scan->pos;
    scan->is_careful = scan->tail_problem != NULL ||
                       !is_carefree(scan->text, scan->pos, scan->len);
    scan->raw_left = text.len;
    while (!scan->is_decoded && scan->raw_ahead < 3)
        fetch_raw(scan);
    scan->raw_ahead -= mark_size;
}

/* -- decoding as go-yaml does -- */

static size_t count_decoded(const YamlScan *scan)
{
    size_t n = scan->n_nul;

    if (scan->pos > scan->len)
        return n - (scan->pos - scan->len);
    for (size_t i = scan->pos; i < scan->decoded; i++)
        n += ((unsigned char)scan->text[i] & 0xC0) != 0x80;
    return n;
}

/* Decodes the character behind the decoded ones; `*is_cut` when it is not
 * fetched whole. */
static bool decode_one(YamlScan *scan, bool *is_cut)
{
    unsigned char lead = (unsigned char)scan->text[scan->decoded];
    size_t width = yaml_width(lead);
    size_t raw_width = width;
    const char *problem;
    size_t at;

    if (!scan->is_wide && lead >= 0x80 && (lead < 0xC0 || lead >= 0xF8))
        return fail_bytes(scan, scan->decoded, "invalid leading UTF-8 octet");
    if (scan->is_wide)
        raw_width = width == 4 ? 4 : 2;
    *is_cut = raw_width > scan->raw_ahead;
    if (*is_cut)
        return !scan->is_decoded ||
               fail_bytes(scan, scan->decoded,
                          "incomplete UTF-8 octet sequence");
    decode(scan->text + scan->decoded, width, &problem, &at);
    if (problem != NULL)
        return fail_bytes(scan, scan->decoded + at, problem);
    scan->decoded += width;
    scan->raw_ahead -= raw_width;
    return true;
}

static bool decode_fetched(YamlScan *scan)
{
    bool is_cut = false;

    while (scan->raw_ahead > 0 && !is_cut) {
        if (scan->decoded < scan->len || scan->tail_problem == NULL) {
            if (!decode_one(scan, &is_cut))
                return false;
            continue;
        }
        if (scan->is_decoded || scan->raw_ahead >= scan->tail_size)
            return fail_bytes(scan, scan->len, scan->tail_problem);
        is_cut = true;
    }
    return true;
}

bool codec_yaml_input_need_slow(YamlScan *scan, size_t n)
{
    bool is_first = true;

    if (scan->decoded >= scan->pos + 4 * n || count_decoded(scan) >= n)
        return true;
    scan->window = scan->pos;
    while (count_decoded(scan) < n) {
        if (!is_first || scan->raw_ahead == 0)
            fetch_raw(scan);
        is_first = false;
        if (!decode_fetched(scan))
            return false;
        if (scan->is_decoded) {
            scan->n_nul++;
            break;
        }
    }
    return true;
}

/* -- steps -- */

Str codec_yaml_pass_break(YamlScan *scan)
{
    const char *at = scan->text + scan->pos;
    Str kept = STR("\n");

    if (at[0] == '\r' && at[1] == '\n') {
        scan->pos += 2;
    } else if (at[0] == '\r' || at[0] == '\n') {
        scan->pos++;
    } else if (yaml_is_wide_break(at)) {
        if (at[0] == '\xE2')
            kept = str_from(at, 3);
        yaml_pass(scan);
    } else {
        return STR_NONE;
    }
    scan->line_index = yaml_index(scan);
    scan->line++;
    return kept;
}

void codec_yaml_pass_run(YamlScan *scan, unsigned classes)
{
    const char *at;

    yaml_pass(scan);
    if (scan->is_careful)
        return;
    for (;;) {
        at = scan->text + scan->pos;
        while ((codec_yaml_classes[(unsigned char)*at] &
                (classes | YAML_HIGH)) == 0)
            at++;
        scan->pos = (size_t)(at - scan->text);
        if ((unsigned char)*at < 0x80 || yaml_is_wide_break(at))
            return;
        yaml_pass(scan);
    }
}

bool codec_yaml_pass_blanks(YamlScan *scan)
{
    while (yaml_is(scan, 0, YAML_BLANK)) {
        scan->pos++;
        if (!yaml_need(scan, 1))
            return false;
    }
    return true;
}

bool codec_yaml_pass_comment(YamlScan *scan)
{
    if (yaml_byte(scan, 0) != '#')
        return true;
    while (!yaml_is_break_or_end(scan)) {
        codec_yaml_pass_run(scan, YAML_BREAK | YAML_END);
        if (!yaml_need(scan, 1))
            return false;
    }
    return true;
}

bool codec_yaml_is_document_mark(const YamlScan *scan)
{
    const char *at = scan->text + scan->pos;

    if (yaml_column(scan) != 0 || (at[0] != '-' && at[0] != '.'))
        return false;
    return at[1] == at[0] && at[2] == at[0] && yaml_is_blank_or_end(scan, 3);
}
