/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_VALUES_SCHEMA_FORMAT_H
#define OMNI_VALUES_SCHEMA_FORMAT_H

#include "values/schema_check.h"

/* What the files of formats share. */
typedef struct FormatText {
    SchemaSet *set;
    Arena *arena;
    Str text;
} FormatText;

/* What is wrong with the text, in the validator's words, empty when nothing
 * is.  Constant or in the arena. */
typedef Str SchemaFormat(const FormatText *format);

#define FORMAT_OK STR("")

static inline FormatText schema_format_with_text(const FormatText *format,
                                                 Str text)
{
    return (FormatText){format->set, format->arena, text};
}

static inline bool schema_format_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool schema_format_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "PREFIX: PROBLEM", or nothing. */
Str schema_format_with_prefix(const FormatText *format, const char *prefix,
                              Str problem);

/* Cuts the text up to `byte` off the front of `*rest`; false at the end. */
bool schema_format_next_part(Str *rest, char byte, Str *part);

/* `s` with a pointer, so that schema_format_next_part finds one empty part in
 * it. */
Str schema_format_or_empty(Str s);

/* "BEFORE 'c'AFTER" for a rune, or the one at `at`. */
Str schema_format_bad_rune(const FormatText *format, const char *before,
                           uint32_t rune, const char *after);
Str schema_format_bad_character(const FormatText *format, const char *before,
                                Str s, size_t at);

/* Formats of the network (schema_format_net.c). */
SchemaFormat schema_check_ipv4;
SchemaFormat schema_check_ipv6;
SchemaFormat schema_check_hostname;
SchemaFormat schema_check_email;
SchemaFormat schema_check_uri;
SchemaFormat schema_check_uri_reference;
SchemaFormat schema_check_uri_template;

/* Formats of time (schema_format_time.c). */
SchemaFormat schema_check_date;
SchemaFormat schema_check_time;
SchemaFormat schema_check_date_time;
SchemaFormat schema_check_duration;
SchemaFormat schema_check_period;

#endif
