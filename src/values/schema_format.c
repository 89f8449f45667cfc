/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The formats, which drafts before 2019-09 assert.  Each check says in the
 * validator's words what is wrong, or nothing.
 */
#include "values/schema_format.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "value/print.h"

Str schema_format_with_prefix(const FormatText *format, const char *prefix,
                              Str problem)
{
    if (problem.len == 0)
        return problem;
    return arena_fmt(format->arena, "%s: %.*s", prefix, STR_ARG(problem));
}

bool schema_format_next_part(Str *rest, char byte, Str *part)
{
    size_t at;

    if (rest->ptr == NULL)
        return false;
    at = str_find_byte(*rest, byte, 0);
    *part = at == SIZE_MAX ? *rest : str_slice(*rest, 0, at);
    *rest = at == SIZE_MAX ? STR_NONE : str_skip(*rest, at + 1);
    return true;
}

Str schema_format_or_empty(Str s)
{
    return s.ptr == NULL ? STR("") : s;
}

Str schema_format_bad_rune(const FormatText *format, const char *before,
                           uint32_t rune, const char *after)
{
    char text[4];
    size_t size = utf8_encode(rune, text);
    Buf buf;

    buf_init(&buf, format->arena);
    buf_add_fmt(&buf, "%s ", before);
    if (rune == '\'' || rune == '"') {
        buf_add_c(&buf, rune == '"' ? "'\"'" : "'\\''");
    } else {
        size_t start = buf.len;

        val_add_quoted(&buf, str_from(text, size), false);
        buf.ptr[start] = '\'';
        buf.ptr[buf.len - 1] = '\'';
    }
    buf_add_c(&buf, after);
    return buf_str(&buf);
}

Str schema_format_bad_character(const FormatText *format, const char *before,
                                Str s, size_t at)
{
    size_t size;

    return schema_format_bad_rune(format, before, utf8_decode(s, at, &size),
                                  "");
}

static bool is_hex(char c)
{
    return schema_format_is_digit(c) || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

static Str check_regex(const FormatText *format)
{
    Ctx *cx = format->set->cx;
    bool matched;

    if (format->set->options->match(cx, format->text, STR(""), &matched))
        return FORMAT_OK;
    return err_take(cx);
}

static Str check_uuid(const FormatText *format)
{
    static const size_t lengths[] = {8, 4, 4, 4, 12};
    Str rest = schema_format_or_empty(format->text);
    Str part;
    size_t n = 0;

    if (str_count(rest, STR("-")) + 1 != ARRAY_LEN(lengths))
        return STR("must have 5 elements");
    while (schema_format_next_part(&rest, '-', &part)) {
        if (part.len != lengths[n])
            return arena_fmt(format->arena,
                             "element %zu must be %zu characters long", n + 1,
                             lengths[n]);
        for (size_t i = 0; i < part.len; i++) {
            if (!is_hex(part.ptr[i]))
                return schema_format_bad_character(format, "non-hex character",
                                                   part, i);
        }
        n++;
    }
    return FORMAT_OK;
}

static Str check_json_pointer(const FormatText *format)
{
    Str s = format->text;

    if (s.len != 0 && *s.ptr != '/')
        return STR("not starting with /");
    for (size_t at = str_find_byte(s, '~', 0); at != SIZE_MAX;
         at = str_find_byte(s, '~', at + 1)) {
        if (at + 1 == s.len || (s.ptr[at + 1] != '0' && s.ptr[at + 1] != '1'))
            return STR("~ must be followed by 0 or 1");
    }
    return FORMAT_OK;
}

static Str check_relative_json_pointer(const FormatText *format)
{
    FormatText pointer = *format;
    size_t n = 0;

    while (n < format->text.len && schema_format_is_digit(format->text.ptr[n]))
        n++;
    if (n == 0)
        return STR("must start with non-negative integer");
    if (n > 1 && *format->text.ptr == '0')
        return STR("starts with zero");
    pointer.text = str_skip(format->text, n);
    if (str_eq(pointer.text, STR("#")))
        return FORMAT_OK;
    return check_json_pointer(&pointer);
}

/* One identifier of a build or a pre-release; its bytes. */
static Str check_identifier(const FormatText *format, const char *kind, Str s)
{
    char after[32];

    if (s.len == 0)
        return arena_fmt(format->arena, "%s identifier is empty", kind);
    for (size_t i = 0; i < s.len; i++) {
        size_t size;

        if (schema_format_is_digit(s.ptr[i]) ||
            schema_format_is_letter(s.ptr[i]) || s.ptr[i] == '-')
            continue;
        (void)snprintf(after, sizeof after, " in %s identifier", kind);
        return schema_format_bad_rune(format, "invalid character",
                                      utf8_decode(s, i, &size), after);
    }
    return FORMAT_OK;
}

static bool is_number(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!schema_format_is_digit(s.ptr[i]))
            return false;
    }
    return true;
}

static Str check_build(const FormatText *format, Str build)
{
    Str problem = FORMAT_OK;
    Str part;

    if (build.len == 0)
        return STR("build is empty");
    while (problem.len == 0 && schema_format_next_part(&build, '.', &part))
        problem = check_identifier(format, "build", part);
    return problem;
}

static Str check_pre_release(const FormatText *format, Str pre_release)
{
    Str rest = schema_format_or_empty(pre_release);
    Str part;

    while (schema_format_next_part(&rest, '.', &part)) {
        Str problem = check_identifier(format, "pre-release", part);

        if (problem.len != 0)
            return problem;
        if (part.len > 1 && *part.ptr == '0' && is_number(part))
            return STR("pre-release numeric identifier starts with zero");
    }
    return FORMAT_OK;
}

static Str check_version_core(const FormatText *format, Str core)
{
    static const char *const names[] = {"major", "minor", "patch"};
    Str rest = schema_format_or_empty(core);
    Str part;

    if (str_count(rest, STR(".")) + 1 != ARRAY_LEN(names))
        return STR("versionCore must have 3 numbers separated by dot");
    for (size_t i = 0; schema_format_next_part(&rest, '.', &part); i++) {
        if (part.len == 0)
            return arena_fmt(format->arena, "%s is empty", names[i]);
        if (part.len > 1 && *part.ptr == '0')
            return arena_fmt(format->arena, "%s starts with zero", names[i]);
        if (!is_number(part))
            return arena_fmt(format->arena, "%s contains non-digit", names[i]);
    }
    return FORMAT_OK;
}

static Str check_semver(const FormatText *format)
{
    Str s = format->text;
    size_t plus = str_find_byte(s, '+', 0);
    size_t dash;
    Str problem = FORMAT_OK;

    if (plus != SIZE_MAX) {
        problem = check_build(format, str_skip(s, plus + 1));
        s = str_slice(s, 0, plus);
    }
    dash = str_find_byte(s, '-', 0);
    if (problem.len == 0 && dash != SIZE_MAX) {
        problem = check_pre_release(format, str_skip(s, dash + 1));
        s = str_slice(s, 0, dash);
    }
    return problem.len != 0 ? problem : check_version_core(format, s);
}

typedef struct FormatRow {
    const char *name;
    SchemaFormat *check;
} FormatRow;

static const FormatRow formats[] = {
    {"regex",                 check_regex                },
    {"json-pointer",          check_json_pointer         },
    {"relative-json-pointer", check_relative_json_pointer},
    {"uuid",                  check_uuid                 },
    {"duration",              schema_check_duration      },
    {"period",                schema_check_period        },
    {"ipv4",                  schema_check_ipv4          },
    {"ipv6",                  schema_check_ipv6          },
    {"hostname",              schema_check_hostname      },
    {"email",                 schema_check_email         },
    {"date",                  schema_check_date          },
    {"time",                  schema_check_time          },
    {"date-time",             schema_check_date_time     },
    {"uri",                   schema_check_uri           },
    {"iri",                   schema_check_uri           },
    {"uri-reference",         schema_check_uri_reference },
    {"iri-reference",         schema_check_uri_reference },
    {"uri-template",          schema_check_uri_template  },
    {"semver",                check_semver               },
};

bool schema_format_check(SchemaFrame *frame, Str name, Str text, Str *problem)
{
    SchemaSet *set = frame->checker->set;
    const FormatText format = {set, set->cx->arena, text};

    *problem = FORMAT_OK;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (str_eq_c(name, formats[i].name))
            *problem = formats[i].check(&format);
    }
    return set->cx->err == NULL;
}
