/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Tables of texts.  In a pattern `%` stands for some words and `$` for a value
 * that may be secret; %1, %2, ... in our own words are what they stood for.
 */
#include "render/rich_words.h"

#define MAX_PARTS 4

typedef struct Wording {
    const char *pattern;
    const char *words;
} Wording;

typedef struct Wordings {
    const Wording *items;
    size_t len;
} Wordings;

static const Wording template_words[] = {
    {"incompatible types for comparison: % and %",
     "values of type %1 and %2 cannot be compared"                                                                   },
    {"can't handle % for arg of type %",
     "a value of type %2 is needed here, not %1"                                                                     },
    {"cannot assign nil to %",                                           "a value of type %1 is needed here, not nil"},
    {"% is not a method but has arguments",
     "`%1` is a key and takes no arguments"                                                                          },
    {"cannot index slice/array with type %",
     "a list is indexed with a whole number, not with a value of type %1"                                            },
    {"wrong type for value; expected %; got interface {}",
     "a value of type %1 is needed here, but there is none"                                                          },
    {"can't evaluate field % in type %",                                 "a value of type %2 has no `%1`"            },
    {"runtime error: integer divide by zero",                            "division by zero"                          },
    {"runtime error: invalid memory address or nil pointer dereference",
     "a value that it needs is not set"                                                                              },
    {"index of untyped nil",                                             "the value to look into is not set"         },
    {"index of nil pointer",                                             "the value to look into is not set"         },
    {"wrong type for value; expected %; got %",
     "a value of type %1 is needed here, but this is of type %2"                                                     },
    {"invalid value; expected %",
     "a value of type %1 is needed here, but there is none"                                                          },
    {"range can't iterate over %",
     "range needs a list, a map or a whole number, not %1"                                                           },
    {"wrong number of args for %: want at least % got %",
     "`%1` takes at least %2 arguments and is given %3"                                                              },
    {"wrong number of args for %: want % got %",
     "`%1` is given %3 arguments and takes %2"                                                                       },
    {"can't give argument to non-function %",
     "%1 is no function and takes no arguments"                                                                      },
    {"exceeded maximum template depth (%)",
     "templates call each other more than %1 levels deep"                                                            },
    {"rendering template has a nested reference name: %: %",
     "the template \"%1\" includes itself without end"                                                               },
    {"expected %; found %",                                              "a value of type %1 is needed here, not %2" },
    {"incompatible types for comparison",
     "the values that are compared are of different types"                                                           },
    {"nil is not a command",                                             "nil alone is no value to print"            },
};

static const Wording syntax_words[] = {
    {"non executable command in pipeline stage %",
     "what stands behind a | must be a function: stage %1 is none"                      },
    {"unexpected EOF",
     "the file ends inside an if, range, with, define or block: an {{ end }} "
     "is missing"                                                                       },
    {"unexpected {{end}}",                          "there is nothing here to end"      },
    {"unexpected {{else}}",                         "there is nothing here with an else"},
    {"unclosed action started at %",
     "an action is not closed with }}; it began at %1"                                  },
    {"unclosed action",                             "an action is not closed with }}"   },
    {"unclosed comment",                            "a comment is not closed with */"   },
    {"unterminated quoted string",                  "a string is not closed with \""    },
    {"unterminated raw quoted string",
     "a raw string is not closed with a backquote"                                      },
    {"unterminated character constant",
     "single quotes hold one character; strings take double quotes"                     },
    {"unclosed left paren",                         "a ( is not closed"                 },
    {"unexpected right paren",                      "there is a ) too many"             },
    {"undefined variable %",                        "the variable %1 is not declared"   },
    {"missing value for %",                         "%1 needs a value"                  },
    {"empty command",                               "a pipe has nothing on one side"    },
    {"unexpected % in %",                           "%1 is not expected here, in %2"    },
    {"template: multiple definition of template %",
     "the template %1 is defined twice in this file"                                    },
    {"% outside {{range}}",                         "%1 has no range around it"         },
};

static const Wording yaml_words[] = {
    {"mapping values are not allowed in this context",
     "there is a second `: ` on the line: text that contains one must be "
     "quoted"                                                                                                            },
    {"found character that cannot start any token",
     "a value cannot begin with this character: indent with spaces, and quote "
     "text that begins with %% @ or a backquote"                                                                         },
    {"found a tab character that violates indentation",
     "lines are indented with spaces, not with tabs"                                                                     },
    {"did not find expected key",
     "the line does not belong to the mapping around it: look at its "
     "indentation and at quotes before it"                                                                               },
    {"did not find expected '-' indicator",
     "the line does not belong to the list around it: look at its "
     "indentation"                                                                                                       },
    {"could not find expected ':'",                            "a key has no `:` behind it"                              },
    {"found unexpected end of stream",                         "a quoted text is not closed"                             },
    {"did not find expected ',' or ']'",
     "a list in brackets is not closed, or lacks a comma"                                                                },
    {"did not find expected ',' or '}'",
     "a mapping in braces is not closed, or lacks a comma"                                                               },
    {"did not find expected node content",
     "there is no value where one is expected"                                                                           },
    {"unknown anchor '%' referenced",                          "there is no anchor &%1"                                  },
    {"block sequence entries are not allowed in this context",
     "a list cannot begin here: put it on a line of its own"                                                             },
    {"invalid leading UTF-8 octet",                            "the file is not UTF-8"                                   },
    {"control characters are not allowed",                     "the file has a control character"                        },
    {"document contains excessive aliasing",
     "aliases make the document far larger than it is written"                                                           },
    {"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal % "
     "into Go value of type map[string]interface {}",     "a mapping of keys to values is needed at the top, not %1"},
};

static const Wording schema_words[] = {
    {"got null, want %",                     "must be of type %1, but is not set"         },
    {"got %, want %",                        "must be of type %2, but is of type %1"      },
    {"missing property %",                   "lacks the key %1"                           },
    {"missing properties %",                 "lacks the keys %1"                          },
    {"additional properties % not allowed",
     "has keys that are not known here: %1"                                               },
    {"value must be one of %",               "must be one of %1"                          },
    {"value must be %",                      "must be %1"                                 },
    {"minimum: got $, want %",               "must be at least %2, but is %1"             },
    {"maximum: got $, want %",               "must be at most %2, but is %1"              },
    {"exclusiveMinimum: got $, want %",      "must be more than %2, but is %1"            },
    {"exclusiveMaximum: got $, want %",      "must be less than %2, but is %1"            },
    {"multipleOf: got $, want %",            "must be a multiple of %2, but is %1"        },
    {"minLength: got %, want %",
     "must have at least %2 characters, but has %1"                                       },
    {"maxLength: got %, want %",             "must have at most %2 characters, but has %1"},
    {"minItems: got %, want %",              "must have at least %2 items, but has %1"    },
    {"maxItems: got %, want %",              "must have at most %2 items, but has %1"     },
    {"minProperties: got %, want %",         "must have at least %2 keys, but has %1"     },
    {"maxProperties: got %, want %",         "must have at most %2 keys, but has %1"      },
    {"$ does not match pattern %",           "must match the pattern %2, but is %1"       },
    {"$ is not valid %: %",                  "must be a valid %2, but is %1"              },
    {"items at % are equal",
     "must have no item twice, but those at %1 are equal"                                 },
    {"false schema",                         "must not be there"                          },
    {"'not' failed",                         "has a form that is excluded"                },
    {"'anyOf' failed",                       "has none of the forms that are allowed"     },
    {"'oneOf' failed, none matched",         "has none of the forms that are allowed"     },
    {"'oneOf' failed, subschemas % matched",
     "has more than one of the forms that exclude each other"                             },
    {"'allOf' failed",                       "does not meet all that is asked"            },
};

/* The parts of `text` that the wildcards of `pattern` stand for; false when it
 * does not fit.  A wildcard takes as little as it can, the last all. */
static bool match(Str pattern, Str text, Str *parts, bool *is_value, size_t *n)
{
    size_t pos = 0;

    *n = 0;
    while (pattern.len > 0) {
        char c = *pattern.ptr;
        size_t literal;
        size_t end;

        pattern = str_skip(pattern, 1);
        if (c != '%' && c != '$') {
            if (pos >= text.len || text.ptr[pos++] != c)
                return false;
            continue;
        }
        for (literal = 0; literal < pattern.len; literal++) {
            if (strchr("%$", pattern.ptr[literal]) != NULL)
                break;
        }
        end = literal == 0
                  ? text.len
                  : str_find(text, str_slice(pattern, 0, literal), pos);
        if (end == SIZE_MAX || *n == MAX_PARTS)
            return false;
        is_value[*n] = c == '$';
        parts[(*n)++] = str_slice(text, pos, end);
        pos = end;
    }
    return pos == text.len;
}

static Str fill(Arena *arena, const char *words, const Str *parts, size_t n)
{
    Buf buf;

    buf_init(&buf, arena);
    for (const char *at = words; *at != '\0'; at++) {
        size_t i = at[0] == '%' ? (size_t)(at[1] - '1') : n;

        if (i < n)
            buf_add(&buf, parts[i]);
        else
            buf_add_byte(&buf, *at);
        if (at[0] == '%' && at[1] != '\0')
            at++;
    }
    return buf_str(&buf);
}

static Str reword(Arena *arena, const Wordings *wordings, Str text,
                  bool is_secret)
{
    for (size_t i = 0; i < wordings->len; i++) {
        const Wording *wording = &wordings->items[i];
        bool is_value[MAX_PARTS];
        Str parts[MAX_PARTS];
        size_t n;

        if (!match(str_from_c(wording->pattern), text, parts, is_value, &n))
            continue;
        for (size_t k = 0; k < n; k++) {
            if (is_value[k] && is_secret)
                parts[k] = STR("***");
        }
        return fill(arena, wording->words, parts, n);
    }
    return text;
}

Str rich_words_template(Arena *arena, Str text)
{
    const Wordings wordings = {template_words, ARRAY_LEN(template_words)};

    return reword(arena, &wordings, text, false);
}

Str rich_words_syntax(Arena *arena, Str text)
{
    const Wordings wordings = {syntax_words, ARRAY_LEN(syntax_words)};

    return reword(arena, &wordings, text, false);
}

Str rich_words_yaml(Arena *arena, Str text)
{
    const Wordings wordings = {yaml_words, ARRAY_LEN(yaml_words)};

    return reword(arena, &wordings, text, false);
}

Str rich_words_schema(Arena *arena, Str text, bool is_secret)
{
    const Wordings wordings = {schema_words, ARRAY_LEN(schema_words)};

    return reword(arena, &wordings, text, is_secret);
}

/* -- names -- */

#define MAX_NAME 64

/* Edits that turn `a` into `b`; letters that differ in case count nothing. */
static size_t distance(Str a, Str b)
{
    size_t row[MAX_NAME + 1];

    if (b.len > MAX_NAME)
        return SIZE_MAX;
    for (size_t k = 0; k <= b.len; k++)
        row[k] = k;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t k = 0; k < b.len; k++) {
            bool same = str_eq_fold_ascii(str_slice(a, i, i + 1),
                                          str_slice(b, k, k + 1));
            size_t best = diagonal + !same;

            diagonal = row[k + 1];
            if (row[k + 1] + 1 < best)
                best = row[k + 1] + 1;
            if (row[k] + 1 < best)
                best = row[k] + 1;
            row[k + 1] = best;
        }
    }
    return row[b.len];
}

RichNearest rich_nearest(Str wanted)
{
    size_t allowed = wanted.len < 4 ? 1 : wanted.len < 8 ? 2 : 3;

    return (RichNearest){wanted, STR_NONE, allowed + 1};
}

void rich_nearest_offer(void *self, Str name)
{
    RichNearest *nearest = self;
    size_t d = distance(nearest->wanted, name);

    /* A name that shares no letter is no misspelling. */
    if (d >= name.len || d > nearest->distance ||
        (d == nearest->distance &&
         (nearest->best.len == 0 || str_cmp(name, nearest->best) > 0)))
        return;
    nearest->distance = d;
    nearest->best = name;
}

static bool is_plain_key(Str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '_' && c != '-')
            return false;
    }
    return key.len > 0;
}

static bool is_index(Str key)
{
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] < '0' || key.ptr[i] > '9')
            return false;
    }
    return key.len > 0;
}

void rich_add_path(Buf *buf, const Str *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_index(keys[i]))
            buf_add_fmt(buf, "[%.*s]", STR_ARG(keys[i]));
        else if (is_plain_key(keys[i]))
            buf_add_fmt(buf, ".%.*s", STR_ARG(keys[i]));
        else
            buf_add_fmt(buf, "[\"%.*s\"]", STR_ARG(keys[i]));
    }
    if (n == 0)
        buf_add_byte(buf, '.');
}
