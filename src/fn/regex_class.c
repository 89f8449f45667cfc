/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Unicode classes in patterns.  Go takes their names in any case and without
 * the bytes "_- ", which leaves no script of two words, and knows the long
 * names of the categories.  What RE2 has not, or with other members, is
 * written as ranges; whether there is any other class RE2 says.
 */
#include "fn/regex_class.h"

#include <utf8proc.h>

#include "base/num.h"
#include "fn/regex_re2.h"

#define RUNE_MAX 0x10FFFF

typedef bool RunePredicate(utf8proc_int32_t rune);

typedef struct ClassAlias {
    const char *name;
    const char *category;
} ClassAlias;

static const ClassAlias aliases[] = {
    {"Casedletter",          "Lc"},
    {"Closepunctuation",     "Pe"},
    {"Cntrl",                "Cc"},
    {"Combiningmark",        "M" },
    {"Connectorpunctuation", "Pc"},
    {"Control",              "Cc"},
    {"Currencysymbol",       "Sc"},
    {"Dashpunctuation",      "Pd"},
    {"Decimalnumber",        "Nd"},
    {"Digit",                "Nd"},
    {"Enclosingmark",        "Me"},
    {"Finalpunctuation",     "Pf"},
    {"Format",               "Cf"},
    {"Initialpunctuation",   "Pi"},
    {"Letter",               "L" },
    {"Letternumber",         "Nl"},
    {"Lineseparator",        "Zl"},
    {"Lowercaseletter",      "Ll"},
    {"Mark",                 "M" },
    {"Mathsymbol",           "Sm"},
    {"Modifierletter",       "Lm"},
    {"Modifiersymbol",       "Sk"},
    {"Nonspacingmark",       "Mn"},
    {"Number",               "N" },
    {"Openpunctuation",      "Ps"},
    {"Other",                "C" },
    {"Otherletter",          "Lo"},
    {"Othernumber",          "No"},
    {"Otherpunctuation",     "Po"},
    {"Othersymbol",          "So"},
    {"Paragraphseparator",   "Zp"},
    {"Privateuse",           "Co"},
    {"Punct",                "P" },
    {"Punctuation",          "P" },
    {"Separator",            "Z" },
    {"Spaceseparator",       "Zs"},
    {"Spacingmark",          "Mc"},
    {"Surrogate",            "Cs"},
    {"Symbol",               "S" },
    {"Titlecaseletter",      "Lt"},
    {"Unassigned",           "Cn"},
    {"Uppercaseletter",      "Lu"},
};

static bool is_ascii(utf8proc_int32_t rune)
{
    return rune < 0x80;
}

static bool is_unassigned(utf8proc_int32_t rune)
{
    return utf8proc_category(rune) == UTF8PROC_CATEGORY_CN;
}

static bool is_assigned(utf8proc_int32_t rune)
{
    return !is_unassigned(rune);
}

static bool is_cased_letter(utf8proc_int32_t rune)
{
    utf8proc_category_t c = utf8proc_category(rune);

    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LL ||
           c == UTF8PROC_CATEGORY_LT;
}

static bool is_other(utf8proc_int32_t rune)
{
    utf8proc_category_t c = utf8proc_category(rune);

    return c == UTF8PROC_CATEGORY_CN || c == UTF8PROC_CATEGORY_CC ||
           c == UTF8PROC_CATEGORY_CF || c == UTF8PROC_CATEGORY_CO ||
           c == UTF8PROC_CATEGORY_CS;
}

/* The classes that are written as ranges. */
static const struct {
    const char *name;
    RunePredicate *has;
} ranged[] = {
    {"Ascii",    is_ascii       },
    {"Assigned", is_assigned    },
    {"C",        is_other       },
    {"Cn",       is_unassigned  },
    {"Lc",       is_cased_letter},
};

static Str canonical_name(Arena *arena, Str name)
{
    Buf text;

    buf_init(&text, arena);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (c == '_' || c == '-' || c == ' ')
            continue;
        if (text.len == 0 && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        else if (text.len > 0 && c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        buf_add_byte(&text, c);
    }
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++) {
        if (str_eq_c(buf_str(&text), aliases[i].name))
            return str_from_c(aliases[i].category);
    }
    return buf_str(&text);
}

void regex_class_write_rune(Buf *buf, uint32_t rune)
{
    buf_add(buf, STR("\\x{"));
    num_add_uint_base(buf, rune, 16);
    buf_add_byte(buf, '}');
}

static void write_ranges(Buf *buf, RunePredicate *has, bool is_negated)
{
    utf8proc_int32_t start = -1;

    for (utf8proc_int32_t rune = 0; rune <= RUNE_MAX + 1; rune++) {
        bool is_in = rune <= RUNE_MAX && has(rune) != is_negated;

        if (is_in && start < 0) {
            start = rune;
        } else if (!is_in && start >= 0) {
            regex_class_write_rune(buf, (uint32_t)start);
            buf_add_byte(buf, '-');
            regex_class_write_rune(buf, (uint32_t)rune - 1);
            start = -1;
        }
    }
}

static bool is_known_to_re2(Str class_)
{
    RegexRe2 *regex = regex_re2_open(class_.ptr, class_.len);

    regex_re2_close(regex);
    return regex != NULL;
}

bool regex_class_write(Buf *buf, Str class_, bool in_class)
{
    bool is_negated = class_.ptr[1] == 'P';
    Str name = str_skip(class_, 2);
    size_t start = buf->len;

    if (str_has_prefix(name, STR("{"))) {
        name = str_slice(name, 1, name.len - 1);
        if (str_has_prefix(name, STR("^"))) {
            is_negated = !is_negated;
            name = str_skip(name, 1);
        }
    }
    name = canonical_name(buf->arena, name);
    for (size_t i = 0; i < ARRAY_LEN(ranged); i++) {
        if (str_eq_c(name, ranged[i].name)) {
            buf_add(buf, in_class ? STR_NONE : STR("["));
            write_ranges(buf, ranged[i].has, is_negated);
            buf_add(buf, in_class ? STR_NONE : STR("]"));
            return true;
        }
    }
    buf_add_fmt(buf, "\\%c{%.*s}", is_negated ? 'P' : 'p', STR_ARG(name));
    return is_known_to_re2(str_skip(buf_str(buf), start));
}
