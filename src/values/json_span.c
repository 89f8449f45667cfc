/* SPDX-License-Identifier: MPL-2.0 */
/*
 * --set-json takes JSON values one after another without a length, so where
 * one ends has to be known before it is read.  Only the outline matters here:
 * brackets are counted, strings are skipped, numbers and words are taken
 * greedily.  Whether it is JSON is for the reader to say.
 */
#include "values/json_span.h"

static size_t string_span(Str text, size_t pos)
{
    for (pos++; pos < text.len; pos++) {
        if (text.ptr[pos] == '\\')
            pos++;
        else if (text.ptr[pos] == '"')
            return pos + 1;
    }
    return text.len;
}

static size_t bracket_span(Str text)
{
    size_t depth = 0;
    size_t pos = 0;

    while (pos < text.len) {
        char c = text.ptr[pos];

        if (c == '"') {
            pos = string_span(text, pos);
            continue;
        }
        pos++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return pos;
    }
    return text.len;
}

static size_t digits_end(Str text, size_t pos)
{
    while (pos < text.len && text.ptr[pos] >= '0' && text.ptr[pos] <= '9')
        pos++;
    return pos;
}

static size_t number_span(Str text)
{
    size_t pos = *text.ptr == '-' ? 1 : 0;

    /* A number that begins with 0 has no more digits. */
    if (pos < text.len && text.ptr[pos] == '0')
        pos++;
    else
        pos = digits_end(text, pos);
    if (pos < text.len && text.ptr[pos] == '.')
        pos = digits_end(text, pos + 1);
    if (pos < text.len && (text.ptr[pos] == 'e' || text.ptr[pos] == 'E')) {
        pos++;
        if (pos < text.len && (text.ptr[pos] == '+' || text.ptr[pos] == '-'))
            pos++;
        pos = digits_end(text, pos);
    }
    return pos;
}

size_t json_span(Str text)
{
    static const char *const words[] = {"true", "false", "null"};

    if (text.len == 0)
        return 0;
    if (*text.ptr == '{' || *text.ptr == '[')
        return bracket_span(text);
    if (*text.ptr == '"')
        return string_span(text, 0);
    if (*text.ptr == '-' || (*text.ptr >= '0' && *text.ptr <= '9'))
        return number_span(text);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_has_prefix(text, str_from_c(words[i])))
            return strlen(words[i]);
    }
    return text.len;
}
