/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Documents that a schema names: its metaschema by $schema, others by
 * reference.  A urn is whatever one likes, as Helm has it.
 */
#include "values/schema_load.h"

#include "base/utf8.h"
#include "chart/disk.h"
#include "chart/log.h"
#include "codec/json.h"
#include "value/print.h"
#include "values/schema_fetch.h"
#include "values/schema_meta.h"
#include "values/schema_number.h"

typedef struct DraftUrl {
    const char *url; /* without its scheme */
    int draft;
} DraftUrl;

static const DraftUrl draft_urls[] = {
    {"json-schema.org/schema",               SCHEMA_DRAFT_2020},
    {"json-schema.org/draft/2020-12/schema", SCHEMA_DRAFT_2020},
    {"json-schema.org/draft/2019-09/schema", SCHEMA_DRAFT_2019},
    {"json-schema.org/draft-07/schema",      SCHEMA_DRAFT_7   },
    {"json-schema.org/draft-06/schema",      SCHEMA_DRAFT_6   },
    {"json-schema.org/draft-04/schema",      SCHEMA_DRAFT_4   },
};

Str schema_text_of(const Map *map, const char *key)
{
    Val v;

    if (!map_get(map, str_from_c(key), &v) || val_kind(v) != VAL_STRING)
        return STR_NONE;
    return v.len == 0 ? STR("") : val_str(v);
}

static Val read_number(Ctx *cx, Str text)
{
    return schema_number_read(cx->arena, text);
}

/* The decoder Helm uses here words the end of the text in its own way. */
bool schema_read_json(Ctx *cx, Str text, Val *out)
{
    bool is_cut;
    Str problem;

    if (codec_read_json_numbers(cx, text, read_number, out, &is_cut))
        return true;
    problem = err_take(cx);
    if (utf8_trim_space(text).len == 0)
        problem = STR("EOF");
    else if (is_cut)
        problem = STR("unexpected EOF");
    else if (str_has_suffix(problem, STR("after top-level value")))
        problem = STR("invalid character after top-level value");
    return fail_str(cx, ERR_SCHEMA, problem);
}

static bool load_file(SchemaSet *set, const SchemaUrl *url, Val *out)
{
    Ctx *cx = set->cx;
    Str text;

    return chart_disk_read(cx, schema_url_path(cx->arena, url), LIMIT_INPUT,
                           &text) &&
           schema_read_json(cx, text, out);
}

static bool load_anything(SchemaSet *set, Str url, Val *out)
{
    LogAttr attr = {"urn", url};

    chart_log(set->cx, "WARN",
              STR("unresolved URN reference ignored; using permissive schema"),
              &attr, 1);
    *out = val_from_bool(true);
    return true;
}

static bool fail_url(Ctx *cx, const char *before, Str url)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, before);
    val_add_quoted(&buf, url, false);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool load_by_scheme(SchemaSet *set, Str text, Val *out)
{
    SchemaUrl url;

    if (!schema_url_parse(set->cx, text, set->options->check_address, &url))
        return false;
    if (str_eq(url.scheme, STR("file")))
        return load_file(set, &url, out);
    if (str_eq(url.scheme, STR("urn")))
        return load_anything(set, text, out);
    if (str_eq(url.scheme, STR("http")) || str_eq(url.scheme, STR("https")))
        return schema_fetch(set, text, url, out);
    return fail_url(set->cx, "no URLLoader registered for ",
                    schema_url_text(set->cx->arena, &url));
}

/* The document at `url`, which was not loaded yet. */
static bool load_new(SchemaSet *set, Str url, Val *out)
{
    Ctx *cx = set->cx;
    bool is_found;
    Str problem;
    Buf buf;

    if (!schema_meta_get(cx, url, &is_found, out))
        return false;
    set->is_fleeting = set->is_fleeting || !is_found;
    if (!is_found && !load_by_scheme(set, url, out)) {
        if (cx->err->kind == ERR_LIMIT)
            return false;
        problem = err_take(cx);
        buf_init(&buf, cx->arena);
        buf_add_c(&buf, "failing loading ");
        val_add_quoted(&buf, url, false);
        buf_add_c(&buf, ": ");
        buf_add(&buf, problem);
        return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
    }
    map_set(set->loaded, url, *out);
    return true;
}

bool schema_load(SchemaSet *set, Str url, Val *out)
{
    Arena *arena;
    bool ok;

    if (map_get(set->loaded, url, out))
        return true;
    arena = ctx_go_kept(set->cx);
    ok = load_new(set, url, out);
    set->cx->arena = arena;
    return ok;
}

static bool is_draft_url(Str url, int *draft)
{
    Str bare = schema_url_without_fragment(url);

    if (bare.len + 1 < url.len)
        return false;
    bare = str_has_prefix(bare, STR("http://"))
               ? str_skip(bare, strlen("http://"))
               : str_drop_prefix(bare, STR("https://"));
    for (size_t i = 0; i < ARRAY_LEN(draft_urls); i++) {
        if (str_eq_c(bare, draft_urls[i].url)) {
            *draft = draft_urls[i].draft;
            return true;
        }
    }
    return false;
}

static bool check_meta_url(SchemaSet *set, Str url, Str place)
{
    Ctx *cx = set->cx;
    SchemaUrl unused;
    Str problem;
    Buf buf;

    if (schema_url_parse(cx, url, set->options->check_address, &unused))
        return true;
    problem = err_take(cx);
    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "invalid $schema in ");
    val_add_quoted(&buf, place, false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, problem);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

/* The draft of the document at `url`, the $schema of the one before. */
static bool follow_meta(SchemaSet *set, Str url, int fallback, int *out)
{
    Ctx *cx = set->cx;
    Map *seen = map_new(cx->arena, 2);

    for (;;) {
        Val doc;
        Str next = STR_NONE;

        map_set(seen, url, val_from_bool(true));
        if (!schema_load(set, url, &doc))
            return false;
        if (val_kind(doc) == VAL_MAP)
            next = schema_text_of(val_map(doc), "$schema");
        *out = fallback;
        if (next.ptr == NULL || is_draft_url(next, out))
            return true;
        next = schema_url_without_fragment(next);
        if (!check_meta_url(set, next, schema_doc_location(cx, url, STR(""))))
            return false;
        if (str_eq(next, url)) {
            (void)fail_url(cx, "draft ", url);
            return fail_str(cx, ERR_SCHEMA,
                            arena_fmt(cx->arena, "%.*s is not supported",
                                      STR_ARG(err_take(cx))));
        }
        if (map_find(seen, next) != NULL)
            return fail_url(cx, "cycle in resolving $schema in ", next);
        url = next;
    }
}

bool schema_load_draft(SchemaSet *set, const SchemaDoc *doc,
                       const SchemaPlace *at, const Map *map, int fallback,
                       int *out)
{
    Ctx *cx = set->cx;
    Str url = schema_text_of(map, "$schema");
    Str place;

    *out = fallback;
    if (url.ptr == NULL || is_draft_url(url, out))
        return true;
    url = schema_url_without_fragment(url);
    place = schema_doc_location(cx, doc->url, schema_place_text(cx->arena, at));
    if (!check_meta_url(set, url, place))
        return false;
    if (at != NULL || !str_eq(url, doc->url))
        return follow_meta(set, url, fallback, out);
    return fail_here(cx, ERR_SCHEMA, "draft \"%.*s\" is not supported",
                     STR_ARG(url));
}

static bool add_vocabulary(SchemaSet *set, Str meta, Str url, int draft,
                           unsigned *out)
{
    Str name = str_drop_prefix(
        url, draft == SCHEMA_DRAFT_2019
                 ? STR("https://json-schema.org/draft/2019-09/vocab/")
                 : STR("https://json-schema.org/draft/2020-12/vocab/"));
    Buf buf;

    for (size_t i = 0; i < schema_vocabularies_len; i++) {
        const SchemaVocabularyName *row = &schema_vocabularies[i];

        if (name.len != url.len && str_eq_c(name, row->name) &&
            draft >= row->from && draft <= row->until) {
            *out |= (unsigned)row->vocabulary;
            return true;
        }
    }
    buf_init(&buf, set->cx->arena);
    buf_add_c(&buf, "unsupported vocabulary ");
    val_add_quoted(&buf, url, false);
    buf_add_c(&buf, " in ");
    val_add_quoted(&buf, meta, false);
    return fail_str(set->cx, ERR_SCHEMA, buf_str(&buf));
}

bool schema_load_vocabularies(SchemaSet *set, const Map *map, int draft,
                              unsigned *out)
{
    Str url = schema_text_of(map, "$schema");
    int unused;
    Val v;

    *out = 0;
    if (url.ptr == NULL || draft < SCHEMA_DRAFT_2019 ||
        is_draft_url(url, &unused))
        return true;
    url = schema_url_without_fragment(url);
    if (!schema_load(set, url, &v))
        return false;
    if (val_kind(v) != VAL_MAP ||
        !map_get(val_map(v), STR("$vocabulary"), &v) || val_kind(v) != VAL_MAP)
        return true;
    *out = SCHEMA_CORE;
    for (size_t i = 0; i < map_len(val_map(v)); i++) {
        const MapEntry *entry = map_at(val_map(v), i);

        if (val_kind(entry->value) == VAL_BOOL && val_bool(entry->value) &&
            !add_vocabulary(set, url, entry->key, draft, out))
            return false;
    }
    return true;
}
