/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Directives, anchors, aliases and tags of the YAML scanner.
 */
#include "codec/yaml_scan_input.h"

#define VERSION_DIGITS_MAX 2

/* Text from `start` to here; the copy that scan->text is outlives us. */
static Str text_since(const YamlScan *scan, size_t start)
{
    return str_from(scan->text + start, scan->pos - start);
}

static bool pass_word(YamlScan *scan, Str *out)
{
    size_t start = scan->pos;

    if (!yaml_need(scan, 1))
        return false;
    while (yaml_is(scan, 0, YAML_ALPHA)) {
        scan->pos++;
        if (!yaml_need(scan, 1))
            return false;
    }
    *out = text_since(scan, start);
    return true;
}

/* -- anchors -- */

bool codec_yaml_scan_anchor(YamlScan *scan, YamlToken *token)
{
    scan->pos++;
    if (!pass_word(scan, &token->value))
        return false;
    if (token->value.len != 0 &&
        (yaml_is_blank_or_end(scan, 0) ||
         (yaml_byte(scan, 0) != '\0' &&
          strchr("?:,]}%@`", yaml_byte(scan, 0)) != NULL)))
        return true;
    return codec_yaml_scan_fail(
        scan, "did not find expected alphabetic or numeric character");
}

/* -- tags -- */

/* The character that "%41" and the like stand for. */
static bool add_escape(YamlScan *scan, Buf *out)
{
    size_t n = 1;

    for (size_t i = 0; i < n; i++) {
        if (!yaml_need(scan, 3))
            return false;
        if (yaml_byte(scan, 0) != '%' || !yaml_is(scan, 1, YAML_HEX) ||
            !yaml_is(scan, 2, YAML_HEX))
            return codec_yaml_scan_fail(scan, "did not find URI escaped octet");
        unsigned char octet =
            (unsigned char)(yaml_hex(scan, 1) << 4 | yaml_hex(scan, 2));
        if (i == 0 && ((octet >= 0x80 && octet < 0xC0) || octet >= 0xF8))
            return codec_yaml_scan_fail(scan,
                                        "found an incorrect leading UTF-8 "
                                        "octet");
        if (i == 0)
            n = yaml_width(octet);
        else if ((octet & 0xC0) != 0x80)
            return codec_yaml_scan_fail(scan,
                                        "found an incorrect trailing UTF-8 "
                                        "octet");
        buf_add_byte(out, (char)octet);
        scan->pos += 3;
    }
    return true;
}

/* What may stand in a tag, behind `head`. */
static bool pass_uri(YamlScan *scan, Str head, Str *out)
{
    Buf text;
    bool is_found = head.len != 0;

    buf_init(&text, scan->cx->arena);
    if (head.len > 1)
        buf_add(&text, str_skip(head, 1));
    if (!yaml_need(scan, 1))
        return false;
    for (; yaml_is(scan, 0, YAML_ALPHA | YAML_URI); is_found = true) {
        if (yaml_byte(scan, 0) != '%')
            buf_add_byte(&text, scan->text[scan->pos++]);
        else if (!add_escape(scan, &text))
            return false;
        if (!yaml_need(scan, 1))
            return false;
    }
    *out = buf_str(&text);
    return is_found ||
           codec_yaml_scan_fail(scan, "did not find expected tag URI");
}

/* "!", "!word" or "!word!". */
static bool pass_handle(YamlScan *scan, bool is_directive, Str *out)
{
    size_t start = scan->pos;
    Str word;

    if (!yaml_need(scan, 1))
        return false;
    if (yaml_byte(scan, 0) != '!')
        return codec_yaml_scan_fail(scan, "did not find expected '!'");
    scan->pos++;
    if (!pass_word(scan, &word))
        return false;
    if (yaml_byte(scan, 0) == '!')
        scan->pos++;
    else if (is_directive && word.len != 0)
        return codec_yaml_scan_fail(scan, "did not find expected '!'");
    *out = text_since(scan, start);
    return true;
}

static bool scan_verbatim_tag(YamlScan *scan, YamlToken *token)
{
    scan->pos += 2;
    if (!pass_uri(scan, STR_NONE, &token->suffix))
        return false;
    if (yaml_byte(scan, 0) != '>')
        return codec_yaml_scan_fail(scan, "did not find the expected '>'");
    scan->pos++;
    return true;
}

static bool scan_short_tag(YamlScan *scan, YamlToken *token)
{
    Str handle;

    if (!pass_handle(scan, false, &handle))
        return false;
    if (handle.len > 1 && handle.ptr[handle.len - 1] == '!') {
        token->value = handle;
        return pass_uri(scan, STR_NONE, &token->suffix);
    }
    if (!pass_uri(scan, handle, &token->suffix))
        return false;
    if (token->suffix.len != 0)
        token->value = STR("!");
    else
        token->suffix = STR("!");
    return true;
}

bool codec_yaml_scan_tag(YamlScan *scan, YamlToken *token)
{
    bool is_verbatim;

    if (!yaml_need(scan, 2))
        return false;
    is_verbatim = yaml_byte(scan, 1) == '<';
    if (!(is_verbatim ? scan_verbatim_tag(scan, token)
                      : scan_short_tag(scan, token)) ||
        !yaml_need(scan, 1))
        return false;
    return yaml_is_blank_or_end(scan, 0) ||
           codec_yaml_scan_fail(scan,
                                "did not find expected whitespace or line "
                                "break");
}

/* -- directives -- */

static bool pass_number(YamlScan *scan, int *out)
{
    int n_digits = 0;

    *out = 0;
    if (!yaml_need(scan, 1))
        return false;
    while (yaml_byte(scan, 0) >= '0' && yaml_byte(scan, 0) <= '9') {
        if (++n_digits > VERSION_DIGITS_MAX)
            return codec_yaml_scan_fail(scan,
                                        "found extremely long version number");
        *out = *out * 10 + (yaml_byte(scan, 0) - '0');
        scan->pos++;
        if (!yaml_need(scan, 1))
            return false;
    }
    return n_digits != 0 ||
           codec_yaml_scan_fail(scan, "did not find expected version number");
}

static bool scan_version(YamlScan *scan, YamlToken *token)
{
    int major;
    int minor;

    if (!yaml_need(scan, 1) || !codec_yaml_pass_blanks(scan) ||
        !pass_number(scan, &major))
        return false;
    if (yaml_byte(scan, 0) != '.')
        return codec_yaml_scan_fail(
            scan, "did not find expected digit or '.' character");
    scan->pos++;
    if (!pass_number(scan, &minor))
        return false;
    token->is_known = major == 1 && minor == 1;
    return true;
}

static bool scan_tag_directive(YamlScan *scan, YamlToken *token)
{
    token->kind = YAML_AT_TAG_DIRECTIVE;
    if (!yaml_need(scan, 1) || !codec_yaml_pass_blanks(scan) ||
        !pass_handle(scan, true, &token->value) || !yaml_need(scan, 1))
        return false;
    if (!yaml_is(scan, 0, YAML_BLANK))
        return codec_yaml_scan_fail(scan, "did not find expected whitespace");
    if (!codec_yaml_pass_blanks(scan) ||
        !pass_uri(scan, STR_NONE, &token->suffix) || !yaml_need(scan, 1))
        return false;
    return yaml_is_blank_or_end(scan, 0) ||
           codec_yaml_scan_fail(scan,
                                "did not find expected whitespace or line "
                                "break");
}

static bool scan_directive_value(YamlScan *scan, YamlToken *token)
{
    Str name;

    if (!pass_word(scan, &name))
        return false;
    if (name.len == 0)
        return codec_yaml_scan_fail(scan,
                                    "could not find expected directive name");
    if (!yaml_is_blank_or_end(scan, 0))
        return codec_yaml_scan_fail(
            scan, "found unexpected non-alphabetical character");
    if (str_eq_c(name, "YAML"))
        return scan_version(scan, token);
    if (str_eq_c(name, "TAG"))
        return scan_tag_directive(scan, token);
    return codec_yaml_scan_fail(scan, "found unknown directive name");
}

bool codec_yaml_scan_directive(YamlScan *scan, YamlToken *token)
{
    scan->pos++;
    if (!scan_directive_value(scan, token) || !yaml_need(scan, 1) ||
        !codec_yaml_pass_blanks(scan) || !codec_yaml_pass_comment(scan))
        return false;
    if (!yaml_is_break_or_end(scan))
        return codec_yaml_scan_fail(
            scan, "did not find expected comment or line break");
    if (yaml_is_break(scan) && !yaml_need(scan, 2))
        return false;
    codec_yaml_pass_break(scan);
    return true;
}
