/* SPDX-License-Identifier: MPL-2.0 */
/*
 * values.schema.json of a chart and of the charts below it: read, check the
 * schema itself, check that its references lead somewhere, check the values.
 * What is wrong with a schema is told in the same list as what is wrong with
 * the values.
 */
#include "values/schema.h"

#include "base/buf.h"
#include "values/schema_check.h"
#include "values/schema_compile.h"
#include "values/schema_load.h"

#define SCHEMA_URL "file:///values.schema.json"

/* A schema that was found in order, for the next run with the chart. */
typedef struct KeptSchema KeptSchema;
struct KeptSchema {
    const char *text; /* its bytes, the chart's own */
    SchemaSet set;
    Val root;
    KeptSchema *next;
};

/* The parts of a failure in order. */
typedef struct Parts {
    const Err *first;
    Err *last;
} Parts;

/* What was found in the charts so far: Helm's text and its parts. */
typedef struct SchemaReport {
    Buf text;
    Parts parts;
    Str chart; /* "top/charts/below", the one being checked */
    Str place; /* of its values in those of the top chart */
} SchemaReport;

/* -- findings as parts of the failure -- */

static void add_part(Arena *arena, Parts *parts, Err part)
{
    Err *copy = ARENA_NEW(arena, Err);

    *copy = part;
    copy->kind = ERR_SCHEMA;
    if (parts->last == NULL)
        parts->first = copy;
    else
        parts->last->next = copy;
    parts->last = copy;
}

/* The findings one by one; what only groups others is left out. */
static void add_findings(const SchemaReport *report, const SchemaError *first,
                         Parts *parts)
{
    Arena *arena = report->text.arena;

    for (const SchemaError *e = first; e != NULL; e = e->next) {
        Parts causes = {NULL, NULL};

        if (e->kind != SCHEMA_ERROR_PLAIN) {
            add_findings(report, e->causes, parts);
            continue;
        }
        add_findings(report, e->causes, &causes);
        add_part(arena, parts,
                 (Err){.pos = source_pos_of_file(report->chart),
                       .msg = e->text,
                       .place = arena_fmt(
                           arena, "%.*s%.*s", STR_ARG(report->place),
                           STR_ARG(schema_place_text(arena, e->place))),
                       .parts = causes.first});
    }
}

static bool check_values(SchemaSet *set, Val schema, const Map *values,
                         SchemaReport *report)
{
    Ctx *cx = set->cx;
    SchemaChecker checker = {.set = set};
    SchemaErrors errors;
    Buf buf;

    if (!schema_check(&checker, schema,
                      val_from_map(map_copy(values, cx->arena)), &errors))
        return false;
    if (errors.len == 0)
        return true;
    add_findings(report, errors.first, &report->parts);
    buf_init(&buf, cx->arena);
    schema_errors_print(&buf, &errors, 0);
    buf_add_byte(&buf, '\n');
    return fail_str(cx, ERR_SCHEMA, str_skip(buf_str(&buf), 1));
}

static KeptSchema *find_kept(Ctx *cx, const Chart *chart)
{
    KeptSchema *kept = cx->schemas;

    while (kept != NULL && kept->text != chart->schema.ptr)
        kept = kept->next;
    if (kept != NULL)
        kept->set.cx = cx;
    return kept;
}

static bool read_schema(Ctx *cx, const Chart *chart, Val *out)
{
    Arena *arena;
    bool ok;

    if (chart->schema_root != NULL) {
        *out = *chart->schema_root;
        return true;
    }
    arena = ctx_go_kept(cx);
    ok = schema_read_json(cx, chart->schema, out);
    cx->arena = arena;
    return ok;
}

static bool compile_root(SchemaSet *set, Val root, SchemaDoc **doc)
{
    return schema_set_add(set, STR(SCHEMA_URL), root, doc) &&
           schema_compile(set, *doc);
}

static bool open_schema(Ctx *cx, const Chart *chart,
                        const SchemaOptions *options, KeptSchema **out)
{
    KeptSchema *kept = ARENA_NEW(cx->kept, KeptSchema);
    SchemaDoc *unused;
    bool ok;

    schema_set_init(&kept->set, cx, options);
    if (!read_schema(cx, chart, &kept->root))
        return false;
    map_set(kept->set.loaded, STR(SCHEMA_URL), kept->root);
    ok = chart->schema_root != NULL
             ? schema_set_add_known(&kept->set, STR(SCHEMA_URL), kept->root)
             : compile_root(&kept->set, kept->root, &unused);
    if (!ok)
        return false;
    kept->text = chart->schema.ptr;
    *out = kept;
    if (kept->set.is_fleeting)
        return true;
    kept->next = cx->schemas;
    cx->schemas = kept;
    return true;
}

bool values_schema_is_plain(Ctx *cx, Val root, const SchemaOptions *options,
                            bool *out)
{
    SchemaDoc *doc;
    SchemaSet set;

    schema_set_init(&set, cx, options);
    map_set(set.loaded, STR(SCHEMA_URL), root);
    if (!compile_root(&set, root, &doc))
        return false;
    *out = schema_doc_is_plain(doc) && !set.is_fleeting;
    return true;
}

static bool check_chart(Ctx *cx, const Chart *chart, const Map *values,
                        const SchemaOptions *options, SchemaReport *report)
{
    KeptSchema *schema = find_kept(cx, chart);

    if (schema == NULL && !open_schema(cx, chart, options, &schema))
        return false;
    return check_values(&schema->set, schema->root, values, report);
}

static bool check_charts(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options, SchemaReport *report);

static bool check_subchart(Ctx *cx, const Chart *chart, Val values,
                           const SchemaOptions *options, SchemaReport *report)
{
    Str type = val_type_name(values);

    if (val_is_nil(values))
        return true;
    if (val_kind(values) == VAL_MAP)
        return check_charts(cx, chart, val_map(values), options, report);
    add_part(cx->arena, &report->parts,
             (Err){.pos = source_pos_of_file(report->chart),
                   .msg = arena_fmt(cx->arena, "got %.*s, want object",
                                    STR_ARG(type)),
                   .place = report->place});
    buf_add_fmt(&report->text,
                "%.*s:\ninvalid type for values: expected object (map), got "
                "%.*s\n",
                STR_ARG(chart->meta.name), STR_ARG(type));
    return true;
}

/* check_subchart with the report gone down to `chart`. */
static bool check_below(Ctx *cx, const Chart *chart, Val values,
                        const SchemaOptions *options, SchemaReport *report)
{
    Str outer_chart = report->chart;
    Str outer_place = report->place;
    Buf place;
    bool ok;

    buf_init(&place, cx->arena);
    buf_add(&place, outer_place);
    schema_place_add(&place, &(SchemaPlace){NULL, chart->meta.name, 0});
    report->place = buf_str(&place);
    report->chart = arena_fmt(cx->arena, "%.*s/charts/%.*s",
                              STR_ARG(outer_chart), STR_ARG(chart->meta.name));
    ok = check_subchart(cx, chart, values, options, report);
    report->chart = outer_chart;
    report->place = outer_place;
    return ok;
}

/* What is wrong with the schema itself has no place among the values. */
static void add_failure(Ctx *cx, const Chart *chart, bool has_parts,
                        SchemaReport *report)
{
    Str text = err_take(cx);

    if (!has_parts)
        add_part(cx->arena, &report->parts,
                 (Err){.pos = source_pos_of_file(report->chart), .msg = text});
    buf_add_fmt(&report->text, "%.*s:\n", STR_ARG(chart->meta.name));
    buf_add(&report->text, text);
}

static bool check_charts(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options, SchemaReport *report)
{
    const Err *last = report->parts.last;

    if (chart->schema.ptr != NULL &&
        !check_chart(cx, chart, values, options, report)) {
        if (cx->err->kind == ERR_LIMIT)
            return false;
        add_failure(cx, chart, report->parts.last != last, report);
    }
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        const Chart *below = chart->subcharts[i];
        Val v;

        if (map_get(values, below->meta.name, &v) &&
            !check_below(cx, below, v, options, report))
            return false;
    }
    return true;
}

static bool fail_report(Ctx *cx, const SchemaReport *report)
{
    Str text = arena_fmt(cx->arena,
                         "values don't meet the specifications of the "
                         "schema(s) in the following chart(s):\n%.*s",
                         STR_ARG(buf_str(&report->text)));

    return err_push(
        cx,
        (Err){.kind = ERR_SCHEMA, .msg = text, .parts = report->parts.first});
}

bool values_check_schema(Ctx *cx, const Chart *chart, const Map *values,
                         const SchemaOptions *options)
{
    SchemaReport report = {
        .chart = chart->meta.name,
        .place = STR(""),
    };

    buf_init(&report.text, cx->arena);
    if (!check_charts(cx, chart, values, options, &report))
        return false;
    return report.text.len == 0 || fail_report(cx, &report);
}
