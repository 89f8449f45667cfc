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

/* Keywords of a draft that are in none of its vocabularies. */
#define WHOLE 0

typedef struct MetaKeyword {
    const char *name;
    const char *shape; /* the schema of its argument */
    int from;
    int until;
    unsigned vocabulary;
} MetaKeyword;

#define TEXT       "{\"type\":\"string\"}"
#define URI        "{\"type\":\"string\",\"format\":\"uri\"}"
#define URI_REF    "{\"type\":\"string\",\"format\":\"uri-reference\"}"
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
#define TEXTS_MAP "{\"type\":\"object\",\"additionalProperties\":" TEXTS_REF "}"
#define DEPENDENCIES                                                           \
    "{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[" SCHEMA        \
    "," TEXTS_REF "]}}"
#define SCHEMAS_REF    "{\"$ref\":\"#/definitions/schemaArray\"}"
#define TEXTS_REF      "{\"$ref\":\"#/definitions/stringArray\"}"
#define SCHEMA_OR_FLAG "{\"anyOf\":[" FLAG "," SCHEMA "]}"
#define SCHEMA_OR_LIST "{\"anyOf\":[" SCHEMA "," SCHEMAS_REF "]}"
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
#define ID_2019                                                                \
    "{\"type\":\"string\",\"format\":\"uri-reference\","                       \
    "\"pattern\":\"^[^#]*#?$\"}"
#define ID "{\"$ref\":\"#/$defs/uriReferenceString\",\"pattern\":\"^[^#]*#?$\"}"
#define VOCABULARY                                                             \
    "{\"type\":\"object\",\"propertyNames\":" URI                              \
    ",\"additionalProperties\":" FLAG "}"

#define LAST SCHEMA_DRAFT_ANY

static const MetaKeyword keywords[] = {
    {"id",                    TEXT,           4,    4,    SCHEMA_CORE       },
    {"$id",                   URI_REF,        6,    7,    SCHEMA_CORE       },
    {"$id",                   ID_2019,        2019, 2019, SCHEMA_CORE       },
    {"$id",                   ID,             2020, LAST, SCHEMA_CORE       },
    {"$schema",               URI,            4,    LAST, SCHEMA_CORE       },
    {"$ref",                  TEXT,           4,    4,    SCHEMA_CORE       },
    {"$ref",                  URI_REF,        6,    LAST, SCHEMA_CORE       },
    {"$anchor",               ANCHOR_2019,    2019, 2019, SCHEMA_CORE       },
    {"$anchor",               ANCHOR,         2020, LAST, SCHEMA_CORE       },
    {"$dynamicRef",           URI_REF,        2020, LAST, SCHEMA_CORE       },
    {"$dynamicAnchor",        ANCHOR,         2020, LAST, SCHEMA_CORE       },
    {"$recursiveRef",         URI_REF,        2019, 2019, SCHEMA_CORE       },
    {"$recursiveAnchor",      FLAG,           2019, 2019, SCHEMA_CORE       },
    {"$recursiveRef",         URI_REF,        2020, LAST, WHOLE             },
    {"$recursiveAnchor",      ANCHOR,         2020, LAST, WHOLE             },
    {"$vocabulary",           VOCABULARY,     2019, LAST, SCHEMA_CORE       },
    {"$comment",              TEXT,           7,    LAST, SCHEMA_CORE       },
    {"$defs",                 MAP,            2019, LAST, SCHEMA_CORE       },
    {"definitions",           MAP,            4,    LAST, WHOLE             },
    {"dependencies",          DEPENDENCIES,   4,    LAST, WHOLE             },
    {"prefixItems",           SCHEMAS_REF,    2020, LAST, SCHEMA_APPLICATOR },
    {"items",                 SCHEMA_OR_LIST, 4,    2019, SCHEMA_APPLICATOR },
    {"items",                 SCHEMA,         2020, LAST, SCHEMA_APPLICATOR },
    {"additionalItems",       SCHEMA_OR_FLAG, 4,    4,    SCHEMA_APPLICATOR },
    {"additionalItems",       SCHEMA,         6,    2019, SCHEMA_APPLICATOR },
    {"contains",              SCHEMA,         6,    LAST, SCHEMA_APPLICATOR },
    {"additionalProperties",  SCHEMA_OR_FLAG, 4,    4,    SCHEMA_APPLICATOR },
    {"additionalProperties",  SCHEMA,         6,    LAST, SCHEMA_APPLICATOR },
    {"properties",            MAP,            4,    LAST, SCHEMA_APPLICATOR },
    {"patternProperties",     MAP,            4,    6,    SCHEMA_APPLICATOR },
    {"patternProperties",     PATTERN_MAP,    7,    LAST, SCHEMA_APPLICATOR },
    {"dependentSchemas",      MAP,            2019, LAST, SCHEMA_APPLICATOR },
    {"propertyNames",         SCHEMA,         6,    LAST, SCHEMA_APPLICATOR },
    {"if",                    SCHEMA,         7,    LAST, SCHEMA_APPLICATOR },
    {"then",                  SCHEMA,         7,    LAST, SCHEMA_APPLICATOR },
    {"else",                  SCHEMA,         7,    LAST, SCHEMA_APPLICATOR },
    {"allOf",                 SCHEMAS_REF,    4,    LAST, SCHEMA_APPLICATOR },
    {"anyOf",                 SCHEMAS_REF,    4,    LAST, SCHEMA_APPLICATOR },
    {"oneOf",                 SCHEMAS_REF,    4,    LAST, SCHEMA_APPLICATOR },
    {"not",                   SCHEMA,         4,    LAST, SCHEMA_APPLICATOR },
    {"unevaluatedItems",      SCHEMA,         2019, 2019, SCHEMA_APPLICATOR },
    {"unevaluatedItems",      SCHEMA,         2020, LAST, SCHEMA_UNEVALUATED},
    {"unevaluatedProperties", SCHEMA,         2019, 2019, SCHEMA_APPLICATOR },
    {"unevaluatedProperties", SCHEMA,         2020, LAST, SCHEMA_UNEVALUATED},
    {"type",                  TYPES,          4,    LAST, SCHEMA_VALIDATION },
    {"enum",                  ENUM,           4,    7,    SCHEMA_VALIDATION },
    {"enum",                  LIST,           2019, LAST, SCHEMA_VALIDATION },
    {"multipleOf",            POSITIVE_4,     4,    4,    SCHEMA_VALIDATION },
    {"multipleOf",            POSITIVE,       6,    LAST, SCHEMA_VALIDATION },
    {"maximum",               NUMBER,         4,    LAST, SCHEMA_VALIDATION },
    {"exclusiveMaximum",      FLAG,           4,    4,    SCHEMA_VALIDATION },
    {"exclusiveMaximum",      NUMBER,         6,    LAST, SCHEMA_VALIDATION },
    {"minimum",               NUMBER,         4,    LAST, SCHEMA_VALIDATION },
    {"exclusiveMinimum",      FLAG,           4,    4,    SCHEMA_VALIDATION },
    {"exclusiveMinimum",      NUMBER,         6,    LAST, SCHEMA_VALIDATION },
    {"maxLength",             COUNT,          4,    LAST, SCHEMA_VALIDATION },
    {"minLength",             COUNT_OR_0,     4,    7,    SCHEMA_VALIDATION },
    {"minLength",             COUNT,          2019, LAST, SCHEMA_VALIDATION },
    {"pattern",               REGEX,          4,    LAST, SCHEMA_VALIDATION },
    {"maxItems",              COUNT,          4,    LAST, SCHEMA_VALIDATION },
    {"minItems",              COUNT_OR_0,     4,    7,    SCHEMA_VALIDATION },
    {"minItems",              COUNT,          2019, LAST, SCHEMA_VALIDATION },
    {"uniqueItems",           FLAG,           4,    LAST, SCHEMA_VALIDATION },
    {"maxContains",           COUNT,          2019, LAST, SCHEMA_VALIDATION },
    {"minContains",           COUNT,          2019, LAST, SCHEMA_VALIDATION },
    {"maxProperties",         COUNT,          4,    LAST, SCHEMA_VALIDATION },
    {"minProperties",         COUNT_OR_0,     4,    7,    SCHEMA_VALIDATION },
    {"minProperties",         COUNT,          2019, LAST, SCHEMA_VALIDATION },
    {"required",              TEXTS_REF,      4,    LAST, SCHEMA_VALIDATION },
    {"dependentRequired",     TEXTS_MAP,      2019, LAST, SCHEMA_VALIDATION },
    {"title",                 TEXT,           4,    LAST, SCHEMA_META_DATA  },
    {"description",           TEXT,           4,    LAST, SCHEMA_META_DATA  },
    {"deprecated",            FLAG,           2019, LAST, SCHEMA_META_DATA  },
    {"readOnly",              FLAG,           7,    LAST, SCHEMA_META_DATA  },
    {"writeOnly",             FLAG,           7,    LAST, SCHEMA_META_DATA  },
    {"examples",              LIST,           7,    LAST, SCHEMA_META_DATA  },
    {"format",                TEXT,           4,    LAST, SCHEMA_FORMAT     },
    {"contentEncoding",       TEXT,           7,    LAST, SCHEMA_CONTENT    },
    {"contentMediaType",      TEXT,           7,    LAST, SCHEMA_CONTENT    },
    {"contentSchema",         SCHEMA,         2019, LAST, SCHEMA_CONTENT    },
};

#define DEFINITION(name, shape) "\"" name "\":" shape
#define DEFINITIONS_4                                                                             \
    "\"definitions\":{" DEFINITION("schemaArray", SCHEMAS) "," DEFINITION(                        \
        "positiveInteger",                                                                        \
        COUNT) "," DEFINITION("positiveIntegerDefault0",                                          \
                              COUNT_OR_0) "," DEFINITION("simpleTypes",                           \
                                                         TYPE_NAME) "," DEFINITION("stringArray", \
                                                                                   SOME_TEXTS) "}"
#define DEFINITIONS(keyword)                                                                                                                        \
    "\"" keyword                                                                                                                                    \
    "\":{" DEFINITION("schemaArray", SCHEMAS) "," DEFINITION("nonNegativeInteger", COUNT) "," DEFINITION(                                           \
        "nonNegativeIntegerDefault0",                                                                                                               \
        COUNT_OR_0) "," DEFINITION("simpleTypes",                                                                                                   \
                                   TYPE_NAME) "," DEFINITION("stringArray",                                                                         \
                                                             TEXTS) "," DEFINITION("anchorString",                                                  \
                                                                                   ANCHOR) "," DEFINITION("uriString",                              \
                                                                                                          URI) "," DEFINITION("uriReferenceString", \
                                                                                                                              URI_REF) "}"

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
     "\"exclusiveMinimum\":[\"minimum\"]}," DEFINITIONS_4 "}"},
    {SCHEMA_DRAFT_6,    "http://json-schema.org/draft-06/schema",
     "{\"$schema\":\"http://json-schema.org/draft-06/schema#\"," DEFINITIONS(
         "definitions") "," ANY_TYPE                         },
    {SCHEMA_DRAFT_7,    "http://json-schema.org/draft-07/schema",
     "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"," DEFINITIONS(
         "definitions") "," ANY_TYPE                         },
    {SCHEMA_DRAFT_2019, "https://json-schema.org/draft/2019-09/schema",
     "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\"," DEFINITIONS(
         "$defs") "," DEFINITIONS("definitions") "," ANY_TYPE},
    {SCHEMA_DRAFT_2020, "https://json-schema.org/draft/2020-12/schema",
     "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"," DEFINITIONS(
         "$defs") "," DEFINITIONS("definitions") "," ANY_TYPE},
};

const SchemaVocabularyName schema_vocabularies[] = {
    {"core",              SCHEMA_CORE,             2019, 2020},
    {"applicator",        SCHEMA_APPLICATOR,       2019, 2020},
    {"unevaluated",       SCHEMA_UNEVALUATED,      2020, 2020},
    {"validation",        SCHEMA_VALIDATION,       2019, 2020},
    {"meta-data",         SCHEMA_META_DATA,        2019, 2020},
    {"format",            SCHEMA_FORMAT,           2019, 2019},
    {"format-annotation", SCHEMA_FORMAT,           2020, 2020},
    {"format-assertion",  SCHEMA_FORMAT_ASSERTION, 2020, 2020},
    {"content",           SCHEMA_CONTENT,          2019, 2020},
};
const size_t schema_vocabularies_len = ARRAY_LEN(schema_vocabularies);

/* The keywords of the draft, all of them or those of one vocabulary. */
static bool add_properties(Ctx *cx, int draft, bool all, unsigned vocabulary,
                           Map *schema)
{
    Map *properties = map_new(cx->arena, 16);

    if (vocabulary == SCHEMA_FORMAT_ASSERTION)
        vocabulary = SCHEMA_FORMAT;
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

static const MetaDraft *find_draft(int draft)
{
    const MetaDraft *meta = drafts;

    while (meta->draft != draft)
        meta++;
    return meta;
}

/* The part of a metaschema for one vocabulary, added to `base`. */
static bool new_part(Ctx *cx, const char *base,
                     const SchemaVocabularyName *part, int draft, Val *out)
{
    return codec_read_json(cx, STR("metaschema"), str_from_c(base), out) &&
           add_properties(cx, draft, false, part->vocabulary, val_map(*out));
}

static void make_recursive(Val v)
{
    Val reference;
    size_t len = val_kind(v) == VAL_LIST  ? val_list(v)->len
                 : val_kind(v) == VAL_MAP ? map_len(val_map(v))
                                          : 0;

    for (size_t i = 0; i < len; i++)
        make_recursive(val_kind(v) == VAL_LIST ? val_list(v)->items[i]
                                               : map_at(val_map(v), i)->value);
    if (val_kind(v) == VAL_MAP &&
        map_get(val_map(v), STR("$ref"), &reference) &&
        val_kind(reference) == VAL_STRING &&
        str_eq(val_str(reference), STR("#"))) {
        map_remove(val_map(v), STR("$ref"));
        map_set(val_map(v), STR("$recursiveRef"), reference);
    }
}

/* The metaschema of 2019-09 refers to itself by $recursiveRef, which shows
 * where a schema of that draft is inside one of another. */
static void finish(int draft, Map *schema)
{
    if (draft != SCHEMA_DRAFT_2019)
        return;
    make_recursive(val_from_map(schema));
    map_set(schema, STR("$recursiveAnchor"), val_from_bool(true));
}

static bool is_part_of(const SchemaVocabularyName *part, SchemaDialect dialect)
{
    return dialect.draft >= part->from && dialect.draft <= part->until &&
           (dialect.vocabularies & part->vocabulary) != 0;
}

/* A part within the metaschema of a dialect.  That of 2019-09 refers to itself
 * alone, which takes a resource of its own. */
static bool new_inner_part(Ctx *cx, const SchemaVocabularyName *part, int draft,
                           Val *out)
{
    bool is_2019 = draft == SCHEMA_DRAFT_2019;

    if (!new_part(cx, is_2019 ? find_draft(draft)->base : "{" ANY_TYPE, part,
                  draft, out))
        return false;
    finish(draft, val_map(*out));
    if (is_2019)
        map_set(val_map(*out), STR("$id"),
                val_from_str(arena_fmt(
                    cx->arena, "https://json-schema.org/draft/2019-09/meta/%s",
                    part->name)));
    return true;
}

/* All parts of the dialect together. */
static bool add_parts(Ctx *cx, SchemaDialect dialect, Map *schema)
{
    ListBuilder list;
    Val part;

    list_builder_init(&list, cx->arena, schema_vocabularies_len);
    for (size_t i = 0; i < schema_vocabularies_len; i++) {
        if (!is_part_of(&schema_vocabularies[i], dialect))
            continue;
        if (!new_inner_part(cx, &schema_vocabularies[i], dialect.draft, &part))
            return false;
        list_builder_add(&list, part);
    }
    map_set(schema, STR("allOf"), val_from_list(list_builder_done(&list)));
    return true;
}

/* The same by reference: the parts of a published metaschema are documents of
 * their own, and messages show where one begins. */
static bool add_part_references(Ctx *cx, SchemaDialect dialect, Map *schema)
{
    ListBuilder list;
    Val definitions;
    Val part;

    list_builder_init(&list, cx->arena, schema_vocabularies_len);
    map_get(schema, STR("definitions"), &definitions);
    for (size_t i = 0; i < schema_vocabularies_len; i++) {
        Map *reference = map_new(cx->arena, 1);

        if (!is_part_of(&schema_vocabularies[i], dialect))
            continue;
        if (!new_part(cx, "{" ANY_TYPE, &schema_vocabularies[i], dialect.draft,
                      &part))
            return false;
        map_set(val_map(definitions), str_from_c(schema_vocabularies[i].name),
                part);
        map_set(reference, STR("$ref"),
                val_from_str(arena_fmt(cx->arena, "#/definitions/%s",
                                       schema_vocabularies[i].name)));
        list_builder_add(&list, val_from_map(reference));
    }
    map_set(schema, STR("allOf"), val_from_list(list_builder_done(&list)));
    return true;
}

static bool new_meta(Ctx *cx, const MetaDraft *meta, Val *out)
{
    bool by_vocabulary = meta->draft >= SCHEMA_DRAFT_2019;
    const SchemaDialect all = {
        meta->draft,
        ~(unsigned)SCHEMA_FORMAT_ASSERTION,
    };

    if (!codec_read_json(cx, STR("metaschema"), str_from_c(meta->base), out) ||
        !add_properties(cx, meta->draft, !by_vocabulary, WHOLE,
                        val_map(*out)) ||
        (by_vocabulary && !add_part_references(cx, all, val_map(*out))))
        return false;
    finish(meta->draft, val_map(*out));
    return true;
}

/* `url` without "http://" or "https://". */
static Str without_scheme(Str url)
{
    if (str_has_prefix(url, STR("http://")))
        return str_skip(url, strlen("http://"));
    return str_drop_prefix(url, STR("https://"));
}

static void set_vocabulary(Ctx *cx, Str name, int draft, Map *schema)
{
    Map *vocabulary = map_new(cx->arena, 1);

    map_set(vocabulary,
            arena_fmt(cx->arena, "https://json-schema.org/draft/%s/vocab/%.*s",
                      draft == SCHEMA_DRAFT_2019 ? "2019-09" : "2020-12",
                      STR_ARG(name)),
            val_from_bool(true));
    map_set(schema, STR("$vocabulary"), val_from_map(vocabulary));
}

static bool get_part(Ctx *cx, Str path, bool *is_found, Val *out)
{
    bool is_2019 = str_has_prefix(path, STR("draft/2019-09/meta/"));
    int draft = is_2019 ? SCHEMA_DRAFT_2019 : SCHEMA_DRAFT_2020;
    Str name = str_drop_prefix(path, is_2019 ? STR("draft/2019-09/meta/")
                                             : STR("draft/2020-12/meta/"));

    for (size_t i = 0; i < schema_vocabularies_len && name.len != path.len;
         i++) {
        if (!str_eq_c(name, schema_vocabularies[i].name) ||
            draft < schema_vocabularies[i].from ||
            draft > schema_vocabularies[i].until)
            continue;
        *is_found = true;
        if (!new_part(cx, find_draft(draft)->base, &schema_vocabularies[i],
                      draft, out))
            return false;
        set_vocabulary(cx, name, draft, val_map(*out));
        finish(draft, val_map(*out));
        return true;
    }
    return true;
}

bool schema_meta_get(Ctx *cx, Str url, bool *is_found, Val *out)
{
    Str bare = without_scheme(url);
    Str path = str_drop_prefix(bare, STR("json-schema.org/"));

    *is_found = false;
    if (bare.len == url.len || path.len == bare.len)
        return true;
    if (str_eq(path, STR("schema")))
        path = STR("draft/2020-12/schema");
    for (size_t i = 0; i < ARRAY_LEN(drafts); i++) {
        Str known = without_scheme(str_from_c(drafts[i].url));

        if (str_eq(str_skip(known, strlen("json-schema.org/")), path)) {
            *is_found = true;
            return new_meta(cx, &drafts[i], out);
        }
    }
    return get_part(cx, path, is_found, out);
}

/* For vocabularies of its own choice a dialect has a metaschema made of
 * these. */
static bool make_doc(SchemaSet *set, SchemaDialect dialect, SchemaDoc **out)
{
    Ctx *cx = set->cx;
    Val schema;

    if (!codec_read_json(cx, STR("metaschema"),
                         str_from_c(find_draft(dialect.draft)->base), &schema))
        return false;
    map_remove(val_map(schema), STR("type"));
    if (!add_parts(cx, dialect, val_map(schema)) ||
        !schema_set_add(set, STR("urn:mem:metaschema"), schema, out))
        return false;
    (*out)->vocabularies = dialect.vocabularies;
    return true;
}

bool schema_meta_doc(SchemaSet *set, SchemaDialect dialect, SchemaDoc **out)
{
    Arena *arena;
    bool unused;
    bool ok;

    if (dialect.vocabularies == 0)
        return schema_set_get(set, str_from_c(find_draft(dialect.draft)->url),
                              out, &unused);
    for (*out = set->docs; *out != NULL; *out = (*out)->next) {
        if ((*out)->vocabularies == dialect.vocabularies &&
            (*out)->main->dialect.draft == dialect.draft)
            return true;
    }
    arena = ctx_go_kept(set->cx);
    ok = make_doc(set, dialect, out);
    set->cx->arena = arena;
    return ok;
}
