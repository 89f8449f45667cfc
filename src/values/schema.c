/* SPDX-License-Identifier: MPL-2.0 */
/*
 * values.schema.json of a chart and of the charts below it: read, check the
 * schema itself, check that its references lead somewhere, check the values.
 * What is wrong with a schema is told in the same list as what is wrong with
 * the values.
 */
#include "values/schema.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "codec/json.h"
#include "value/list.h"
#include "values/schema_check.h"
#include "values/schema_doc.h"
#include "values/schema_meta.h"

#define SCHEMA_URL "file:///values.schema.json"

/* The schemas that a check can come to, references followed. */
typedef struct Reach {
    Ctx *cx;
    const SchemaDoc *doc;
    const Map **items;
    size_t len;
    size_t cap;
    Map *seen; /* by address */
} Reach;

static bool reach(void *self, Val schema, Str pointer)
{
    Reach *r = self;
    const Map *map;
    Str key;

    (void)pointer;
    if (val_kind(schema) != VAL_MAP)
        return true;
    map = val_map(schema);
    key = str_from((const char *)&map, sizeof map);
    if (map_find(r->seen, key) != NULL)
        return true;
    map_set(r->seen, arena_str(r->cx->arena, key), val_from_bool(true));
    if (r->len == r->cap) {
        size_t cap = r->cap == 0 ? 32 : r->cap * 2;

        r->items =
            arena_grow(r->cx->arena, r->items, r->cap * sizeof(const Map *),
                       cap * sizeof(const Map *));
        r->cap = cap;
    }
    r->items[r->len++] = map;
    return true;
}

static bool reach_reference(Reach *r, const Map *map, const char *keyword,
                            const SchemaResource *resource)
{
    Val reference;
    Val target;

    if (!map_get(map, str_from_c(keyword), &reference) ||
        val_kind(reference) != VAL_STRING)
        return true;
    return schema_doc_resolve(r->cx, r->doc, resource, val_str(reference),
                              &target) &&
           reach(r, target, STR(""));
}

static bool reach_from(Reach *r, const Map *map)
{
    static const char *const references[] = {"$ref", "$recursiveRef",
                                             "$dynamicRef"};
    static const int first_drafts[] = {SCHEMA_DRAFT_4, SCHEMA_DRAFT_2019,
                                       SCHEMA_DRAFT_2020};
    const SchemaResource *resource = schema_doc_resource_of(r->doc, map);
    Val held;

    for (size_t i = 0; i < ARRAY_LEN(references); i++) {
        if (resource->draft >= first_drafts[i] &&
            !reach_reference(r, map, references[i], resource))
            return false;
    }
    for (size_t i = 0; i < schema_holders_len; i++) {
        const SchemaHolder *holder = &schema_holders[i];

        if (holder->is_used && holder->from <= resource->draft &&
            map_get(map, str_from_c(holder->keyword), &held) &&
            !schema_holder_each(r->cx->arena, holder, held, STR(""), reach, r))
            return false;
    }
    return true;
}

static bool check_references(Ctx *cx, const SchemaDoc *doc)
{
    Reach r = {.cx = cx, .doc = doc, .seen = map_new(cx->arena, 32)};

    if (!reach(&r, doc->root, STR("")))
        return false;
    for (size_t i = 0; i < r.len; i++) {
        if (!reach_from(&r, r.items[i]))
            return false;
    }
    return true;
}

/* The schema as a value of its metaschema. */
static bool check_schema(Ctx *cx, const SchemaDoc *doc,
                         const SchemaOptions *options)
{
    SchemaDoc meta_doc;
    SchemaChecker checker = {cx, &meta_doc, options, true, 0};
    SchemaErrors errors;
    Val meta;
    Str url;
    Buf buf;

    if (!schema_meta_new(cx, doc->main->draft, &url, &meta) ||
        !schema_doc_init(cx, &meta_doc, url, meta) ||
        !schema_check(&checker, meta, doc->root, &errors))
        return false;
    if (errors.len == 0)
        return true;
    buf_init(&buf, cx->arena);
    buf_add_fmt(&buf,
                "\"" SCHEMA_URL "#\" is not valid against metaschema: "
                "jsonschema validation failed with '%.*s#'",
                STR_ARG(url));
    schema_errors_print(&buf, &errors, 0);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

static bool check_values(Ctx *cx, const SchemaDoc *doc,
                         const SchemaOptions *options, const Map *values)
{
    SchemaChecker checker = {cx, doc, options, false, 0};
    SchemaErrors errors;
    Buf buf;

    if (!schema_check(&checker, doc->root,
                      val_from_map(map_copy(values, cx->arena)), &errors))
        return false;
    if (errors.len == 0)
        return true;
    buf_init(&buf, cx->arena);
    schema_errors_print(&buf, &errors, 0);
    buf_add_byte(&buf, '\n');
    return fail_str(cx, ERR_SCHEMA, str_skip(buf_str(&buf), 1));
}

/* The decoder Helm uses here words the end of the text in its own way. */
static bool read_schema(Ctx *cx, Str text, Val *out)
{
    Str problem;

    if (codec_read_json(cx, STR("values.schema.json"), text, out))
        return true;
    problem = err_take(cx);
    if (utf8_trim_space(text).len == 0)
        problem = STR("EOF");
    else if (str_eq(problem, STR("unexpected end of JSON input")))
        problem = STR("unexpected EOF");
    else if (str_has_suffix(problem, STR("after top-level value")))
        problem = STR("invalid character after top-level value");
    return fail(cx, ERR_SCHEMA, source_pos_of_file(STR("values.schema.json")),
                "%.*s", STR_ARG(problem));
}

static bool check_chart(Ctx *cx, const Chart *chart, const Map *values,
                        const SchemaOptions *options)
{
    SchemaDoc doc;
    Val schema;

    if (!read_schema(cx, chart->schema, &schema) ||
        !schema_doc_init(cx, &doc, STR(SCHEMA_URL), schema))
        return false;
    if (!chart->is_built_in &&
        (!check_schema(cx, &doc, options) || !check_references(cx, &doc)))
        return false;
    return check_values(cx, &doc, options, values);
}

static bool check_charts(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options, Buf *report);

static bool check_subchart(Ctx *cx, const Chart *chart, Val values,
                           const SchemaOptions *options, Buf *report)
{
    if (val_is_nil(values))
        return true;
    if (val_kind(values) == VAL_MAP)
        return check_charts(cx, chart, val_map(values), options, report);
    buf_add_fmt(report,
                "%.*s:\ninvalid type for values: expected object (map), got "
                "%.*s\n",
                STR_ARG(chart->meta.name), STR_ARG(val_type_name(values)));
    return true;
}

static bool check_charts(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options, Buf *report)
{
    if (chart->schema.ptr != NULL && !check_chart(cx, chart, values, options)) {
        if (cx->err->kind == ERR_LIMIT)
            return false;
        buf_add_fmt(report, "%.*s:\n", STR_ARG(chart->meta.name));
        buf_add(report, err_take(cx));
    }
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        const Chart *below = chart->subcharts[i];
        Val v;

        if (map_get(values, below->meta.name, &v) &&
            !check_subchart(cx, below, v, options, report))
            return false;
    }
    return true;
}

bool values_check_schema(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options)
{
    Buf report;

    buf_init(&report, cx->arena);
    if (!check_charts(cx, chart, values, options, &report))
        return false;
    return report.len == 0 ||
           fail_here(cx, ERR_SCHEMA,
                     "values don't meet the specifications of the schema(s) "
                     "in the following chart(s):\n%.*s",
                     STR_ARG(buf_str(&report)));
}
