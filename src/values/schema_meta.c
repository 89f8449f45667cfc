/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The metaschemas, made from one table: which keyword takes what, from which
 * draft to which, and in which vocabulary.  From 2019-09 on a metaschema is the
 * conjunction of its vocabularies, which its messages show.
 */
#include "values/schema_meta.h"

#include "codec/json.h"
#include "value/list.h"
#include "value/map.h"
#include "values/schema_doc.h"

typedef enum Vocabulary {
    CORE,
    APPLICATOR,
    UNEVALUATED,
    VALIDATION,
    META_DATA,
    FORMAT,
    CONTENT,
    WHOLE, /* beside the vocabularies */
} Vocabulary;

typedef struct MetaKeyword {
    const char *name;
    const char *shape; /* the schema of its argument */
    int from;
    int until;
    Vocabulary vocabulary;
} MetaKeyword;

#define TEXT       "{\"type\":\"string\"}"
#define FLAG       "{\"type\":\"boolean\"}"
#define NUMBER     "{\"type\":\"number\"}"
#define LIST       "{\"type\":\"array\"}"
#define REGEX      "{\"type\":\"string\",\"format\":\"regex\"}"
#define COUNT      "{\"type\":\"integer\",\"minimum\":0}"
#define COUNT_OR_0 "{\"allOf\":[" COUNT ",{\"default\":0}]}"
#define SCHEMA     "{\"$ref\":\"#\"}"
#define SCHEMAS    "{\"type\":\"array\",\"minItems\":1,\"items\":" SCHEMA "}"
#define MAP        "{\"type\":\"object\",\"additionalProperties\":" SCHEMA "}"
#define TEXTS      "{\"type\":\"array\",\"items\":" TEXT ",\"uniqueItems\":true}"
#define SOME_TEXTS                                                             \
    "{\"type\":\"array\",\"minItems\":1,\"items\":" TEXT                       \
    ",\"uniqueItems\":true}"
#define PATTERN_MAP                                                            \
    "{\"type\":\"object\",\"additionalProperties\":" SCHEMA                    \
    ",\"propertyNames\":{\"format\":\"regex\"}}"
#define TEXTS_MAP "{\"type\":\"object\",\"additionalProperties\":" TEXTS "}"
#define DEPENDENCIES(texts)                                                    \
    "{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[" SCHEMA        \
    "," texts "]}}"
#define SCHEMA_OR_FLAG "{\"anyOf\":[" FLAG "," SCHEMA "]}"
#define SCHEMA_OR_LIST "{\"anyOf\":[" SCHEMA "," SCHEMAS "]}"
#define POSITIVE_4                                                             \
    "{\"type\":\"number\",\"minimum\":0,\"exclusiveMinimum\":true}"
#define POSITIVE "{\"type\":\"number\",\"exclusiveMinimum\":0}"
#define ENUM     "{\"type\":\"array\",\"minItems\":1,\"uniqueItems\":true}"
#define TYPE_NAME                                                              \
    "{\"enum\":[\"array\",\"boolean\",\"integer\",\"null\",\"number\","        \
    "\"object\",\"string\"]}"
#define TYPES                                                                  \
    "{\"anyOf\":[" TYPE_NAME ",{\"type\":\"array\",\"items\":" TYPE_NAME       \
    ",\"minItems\":1,\"uniqueItems\":true}]}"
#define ANCHOR_2019                                                            \
    "{\"type\":\"string\",\"pattern\":\"^[A-Za-z][-A-Za-z0-9.:_]*$\"}"
#define ANCHOR                                                                 \
    "{\"type\":\"string\",\"pattern\":\"^[A-Za-z_][-A-Za-z0-9._]*$\"}"
#define ID "{\"type\":\"string\",\"pattern\":\"^[^#]*#?$\"}"
#define VOCABULARY                                                             \
    "{\"type\":\"object\",\"propertyNames\":" TEXT                             \
    ",\"additionalProperties\":" FLAG "}"

#define LAST SCHEMA_DRAFT_ANY

static const MetaKeyword keywords[] = {
    {"id",                    TEXT,                     4,    4,    CORE       },
    {"$id",                   TEXT,                     6,    7,    CORE       },
    {"$id",                   ID,                       2019, LAST, CORE       },
    {"$schema",               TEXT,                     4,    LAST, CORE       },
    {"$ref",                  TEXT,                     4,    LAST, CORE       },
    {"$anchor",               ANCHOR_2019,              2019, 2019, CORE       },
    {"$anchor",               ANCHOR,                   2020, LAST, CORE       },
    {"$dynamicRef",           TEXT,                     2020, LAST, CORE       },
    {"$dynamicAnchor",        ANCHOR,                   2020, LAST, CORE       },
    {"$recursiveRef",         TEXT,                     2019, 2019, CORE       },
    {"$recursiveAnchor",      FLAG,                     2019, 2019, CORE       },
    {"$recursiveRef",         TEXT,                     2020, LAST, WHOLE      },
    {"$recursiveAnchor",      ANCHOR,                   2020, LAST, WHOLE      },
    {"$vocabulary",           VOCABULARY,               2019, LAST, CORE       },
    {"$comment",              TEXT,                     7,    LAST, CORE       },
    {"$defs",                 MAP,                      2019, LAST, CORE       },
    {"definitions",           MAP,                      4,    LAST, WHOLE      },
    {"dependencies",          DEPENDENCIES(SOME_TEXTS), 4,    4,    WHOLE      },
    {"dependencies",          DEPENDENCIES(TEXTS),      6,    LAST, WHOLE      },
    {"prefixItems",           SCHEMAS,                  2020, LAST, APPLICATOR },
    {"items",                 SCHEMA_OR_LIST,           4,    2019, APPLICATOR },
    {"items",                 SCHEMA,                   2020, LAST, APPLICATOR },
    {"additionalItems",       SCHEMA_OR_FLAG,           4,    4,    APPLICATOR },
    {"additionalItems",       SCHEMA,                   6,    2019, APPLICATOR },
    {"contains",              SCHEMA,                   6,    LAST, APPLICATOR },
    {"additionalProperties",  SCHEMA_OR_FLAG,           4,    4,    APPLICATOR },
    {"additionalProperties",  SCHEMA,                   6,    LAST, APPLICATOR },
    {"properties",            MAP,                      4,    LAST, APPLICATOR },
    {"patternProperties",     MAP,                      4,    6,    APPLICATOR },
    {"patternProperties",     PATTERN_MAP,              7,    LAST, APPLICATOR },
    {"dependentSchemas",      MAP,                      2019, LAST, APPLICATOR },
    {"propertyNames",         SCHEMA,                   6,    LAST, APPLICATOR },
    {"if",                    SCHEMA,                   7,    LAST, APPLICATOR },
    {"then",                  SCHEMA,                   7,    LAST, APPLICATOR },
    {"else",                  SCHEMA,                   7,    LAST, APPLICATOR },
    {"allOf",                 SCHEMAS,                  4,    LAST, APPLICATOR },
    {"anyOf",                 SCHEMAS,                  4,    LAST, APPLICATOR },
    {"oneOf",                 SCHEMAS,                  4,    LAST, APPLICATOR },
    {"not",                   SCHEMA,                   4,    LAST, APPLICATOR },
    {"unevaluatedItems",      SCHEMA,                   2019, 2019, APPLICATOR },
    {"unevaluatedItems",      SCHEMA,                   2020, LAST, UNEVALUATED},
    {"unevaluatedProperties", SCHEMA,                   2019, 2019, APPLICATOR },
    {"unevaluatedProperties", SCHEMA,                   2020, LAST, UNEVALUATED},
    {"type",                  TYPES,                    4,    LAST, VALIDATION },
    {"enum",                  ENUM,                     4,    7,    VALIDATION },
    {"enum",                  LIST,                     2019, LAST, VALIDATION },
    {"multipleOf",            POSITIVE_4,               4,    4,    VALIDATION },
    {"multipleOf",            POSITIVE,                 6,    LAST, VALIDATION },
    {"maximum",               NUMBER,                   4,    LAST, VALIDATION },
    {"exclusiveMaximum",      FLAG,                     4,    4,    VALIDATION },
    {"exclusiveMaximum",      NUMBER,                   6,    LAST, VALIDATION },
    {"minimum",               NUMBER,                   4,    LAST, VALIDATION },
    {"exclusiveMinimum",      FLAG,                     4,    4,    VALIDATION },
    {"exclusiveMinimum",      NUMBER,                   6,    LAST, VALIDATION },
    {"maxLength",             COUNT,                    4,    LAST, VALIDATION },
    {"minLength",             COUNT_OR_0,               4,    7,    VALIDATION },
    {"minLength",             COUNT,                    2019, LAST, VALIDATION },
    {"pattern",               REGEX,                    4,    LAST, VALIDATION },
    {"maxItems",              COUNT,                    4,    LAST, VALIDATION },
    {"minItems",              COUNT_OR_0,               4,    7,    VALIDATION },
    {"minItems",              COUNT,                    2019, LAST, VALIDATION },
    {"uniqueItems",           FLAG,                     4,    LAST, VALIDATION },
    {"maxContains",           COUNT,                    2019, LAST, VALIDATION },
    {"minContains",           COUNT,                    2019, LAST, VALIDATION },
    {"maxProperties",         COUNT,                    4,    LAST, VALIDATION },
    {"minProperties",         COUNT_OR_0,               4,    7,    VALIDATION },
    {"minProperties",         COUNT,                    2019, LAST, VALIDATION },
    {"required",              SOME_TEXTS,               4,    4,    VALIDATION },
    {"required",              TEXTS,                    6,    LAST, VALIDATION },
    {"dependentRequired",     TEXTS_MAP,                2019, LAST, VALIDATION },
    {"title",                 TEXT,                     4,    LAST, META_DATA  },
    {"description",           TEXT,                     4,    LAST, META_DATA  },
    {"deprecated",            FLAG,                     2019, LAST, META_DATA  },
    {"readOnly",              FLAG,                     7,    LAST, META_DATA  },
    {"writeOnly",             FLAG,                     7,    LAST, META_DATA  },
    {"examples",              LIST,                     7,    LAST, META_DATA  },
    {"format",                TEXT,                     4,    LAST, FORMAT     },
    {"contentEncoding",       TEXT,                     7,    LAST, CONTENT    },
    {"contentMediaType",      TEXT,                     7,    LAST, CONTENT    },
    {"contentSchema",         SCHEMA,                   2019, LAST, CONTENT    },
};

typedef struct MetaDraft {
    int draft;
    const char *url;
    const char *base; /* the metaschema without its keywords */
} MetaDraft;

#define ANY_TYPE "\"type\":[\"object\",\"boolean\"]}"

static const MetaDraft drafts[] = {
    {SCHEMA_DRAFT_4,    "http://json-schema.org/draft-04/schema",
     "{\"$schema\":\"http://json-schema.org/draft-04/schema#\","
     "\"type\":\"object\",\"dependencies\":{"
     "\"exclusiveMaximum\":[\"maximum\"],"
     "\"exclusiveMinimum\":[\"minimum\"]}}"                                   },
    {SCHEMA_DRAFT_6,    "http://json-schema.org/draft-06/schema",
     "{\"$schema\":\"http://json-schema.org/draft-06/schema#\"," ANY_TYPE     },
    {SCHEMA_DRAFT_7,    "http://json-schema.org/draft-07/schema",
     "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"," ANY_TYPE     },
    {SCHEMA_DRAFT_2019, "https://json-schema.org/draft/2019-09/schema",
     "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\"," ANY_TYPE},
    {SCHEMA_DRAFT_2020, "https://json-schema.org/draft/2020-12/schema",
     "{" ANY_TYPE                                                             },
};

/* The keywords of the draft, all of them or those of one vocabulary. */
static bool build_properties(Ctx *cx, int draft, bool all,
                             Vocabulary vocabulary, Map *schema)
{
    Map *properties = map_new(cx->arena, 16);

    for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
        const MetaKeyword *keyword = &keywords[i];
        Val shape;

        if (draft < keyword->from || draft > keyword->until ||
            (!all && keyword->vocabulary != vocabulary))
            continue;
        if (!codec_read_json(cx, STR("metaschema"), str_from_c(keyword->shape),
                             &shape))
            return false;
        map_set(properties, str_from_c(keyword->name), shape);
    }
    map_set(schema, STR("properties"), val_from_map(properties));
    return true;
}

static bool build_vocabularies(Ctx *cx, int draft, Map *schema)
{
    ListBuilder list;

    list_builder_init(&list, cx->arena, WHOLE);
    for (Vocabulary i = CORE; i < WHOLE; i++) {
        Map *part = map_new(cx->arena, 1);

        if (i == UNEVALUATED && draft < SCHEMA_DRAFT_2020)
            continue;
        if (!build_properties(cx, draft, false, i, part))
            return false;
        list_builder_add(&list, val_from_map(part));
    }
    map_set(schema, STR("allOf"), val_from_list(list_builder_done(&list)));
    return true;
}

bool schema_meta_new(Ctx *cx, int draft, Str *url, Val *out)
{
    const MetaDraft *meta = drafts;
    bool by_vocabulary = draft >= SCHEMA_DRAFT_2019;

    while (meta->draft != draft)
        meta++;
    *url = str_from_c(meta->url);
    return codec_read_json(cx, STR("metaschema"), str_from_c(meta->base),
                           out) &&
           build_properties(cx, draft, !by_vocabulary, WHOLE, val_map(*out)) &&
           (!by_vocabulary || build_vocabularies(cx, draft, val_map(*out)));
}
