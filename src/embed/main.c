/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The build's own program: reads charts as a run would and writes them as C,
 * files, default values and parsed templates, so that a run of a built-in
 * chart reads and parses nothing.
 *
 *     omni-embed OUTPUT CHART...
 */
#include <stdio.h>
#include <stdlib.h>

#include "chart/source_embed.h"
#include "embed/embed.h"
#include "render/embedded.h"
#include "render/prepare.h"
#include "render/render.h"
#include "render/report.h"
#include "values/schema_load.h"

/* This program has no charts in it. */
const EmbeddedChart embedded_charts[1];
const size_t embedded_charts_len = 0;
const FnTable embedded_functions = {NULL, 0, NULL, 0};
const EmbeddedTemplate embedded_templates[1];
const size_t embedded_templates_len = 0;

typedef struct Embed {
    Ctx cx;
    const FnTable *functions;
    EmbedWriter writer;
    Buf charts;    /* rows of embedded_charts */
    Buf templates; /* rows of embedded_templates */
    size_t n_templates;
} Embed;

/* The table of the chart's files, whose bytes have the numbers in `names`. */
static size_t put_files(Embed *embed, const Chart *chart, const size_t *names)
{
    EmbedWriter *w = &embed->writer;
    size_t name = w->names++;

    buf_add_fmt(w->code, "static const ChartFile a%zu[] = {", name);
    for (size_t i = 0; i < chart->raw.len; i++) {
        buf_add_byte(w->code, '{');
        embed_str(w, chart->raw.items[i].name);
        buf_add_fmt(w->code, ", {(const char *)b%zu, %zu}},\n", names[i],
                    chart->raw.items[i].bytes.len);
    }
    buf_add(w->code, STR("};\n"));
    return name;
}

static bool put_template(Embed *embed, const Chart *chart,
                         const ChartFile *file, size_t bytes)
{
    Str path = arena_fmt(embed->cx.arena, "%.*s/%.*s",
                         STR_ARG(chart->meta.name), STR_ARG(file->name));
    const TmplFile *parsed;
    size_t name;

    if (!tmpl_parse(&embed->cx, embed->functions, path, file->bytes, &parsed))
        return false;
    if (!embed_template(&embed->writer, parsed, bytes, &name))
        return fail(&embed->cx, ERR_VALUE, source_pos_of_file(path),
                    "%.*s holds a constant that cannot be written as C",
                    STR_ARG(path));
    buf_add_fmt(&embed->templates, "    {(const char *)b%zu, &f%zu},\n", bytes,
                name);
    embed->n_templates++;
    return true;
}

/* A definition of `v`; its number. */
static bool put_val(Embed *embed, Val v, size_t *name)
{
    EmbedWriter *w = &embed->writer;
    Str initializer;

    if (!embed_val(w, v, &initializer))
        return fail_here(&embed->cx, ERR_VALUE,
                         "there is a value that cannot be written as C");
    *name = w->names++;
    buf_add_fmt(w->code, "static const Val v%zu = %.*s;\n", *name,
                STR_ARG(initializer));
    return true;
}

/* The last two fields of the chart's row. */
static bool put_values(Embed *embed, const Chart *chart)
{
    bool is_plain = false;
    size_t values;
    size_t name;
    Val schema;

    if (!put_val(embed, val_from_map(chart->values), &values))
        return false;
    buf_add_fmt(&embed->charts, "&v%zu, ", values);
    if (chart->schema.ptr == NULL) {
        buf_add(&embed->charts, STR("NULL},\n"));
        return true;
    }
    if (!schema_read_json(&embed->cx, chart->schema, &schema) ||
        !values_schema_is_plain(&embed->cx, schema, &prepare_schema_options,
                                &is_plain))
        return false;
    if (!is_plain)
        return fail_here(&embed->cx, ERR_SCHEMA,
                         "the schema of a built-in chart cannot have ids or "
                         "anchors");
    if (!put_val(embed, schema, &name))
        return false;
    buf_add_fmt(&embed->charts, "&v%zu},\n", name);
    return true;
}

static bool put_chart(Embed *embed, Str path)
{
    const Chart *chart;
    size_t *names;
    size_t files;

    if (!chart_load_path(&embed->cx, path, &chart))
        return false;
    names = ARENA_ARRAY(embed->cx.arena, size_t, chart->raw.len + 1);
    /* A template stands beside its text: a run touches both or neither. */
    for (size_t i = 0; i < chart->raw.len; i++) {
        const ChartFile *file = &chart->raw.items[i];

        names[i] = embed_bytes(&embed->writer, file->bytes);
        if (str_has_prefix(file->name, STR("templates/")) &&
            !put_template(embed, chart, file, names[i]))
            return false;
    }
    files = put_files(embed, chart, names);
    buf_add_fmt(&embed->charts, "    {{\"%.*s\", %zu}, a%zu, %zu, ",
                STR_ARG(chart->meta.name), chart->meta.name.len, files,
                chart->raw.len);
    return put_values(embed, chart);
}

/* The table of functions, and for the templates the families in it. */
static void put_functions(Buf *code, const FnTable *table)
{
    buf_add(code, STR("/* Made by omni-embed. */\n"
                      "#include \"chart/source_embed.h\"\n"
                      "#include \"render/embedded.h\"\n"
                      "#include \"tmpl/node.h\"\n"));
    for (size_t i = 0; i < table->n_families; i++)
        buf_add_fmt(code, "extern const FnFamily fn_%s;\n",
                    table->families[i]->name);
    buf_add(code, STR("static const FnFamily *const families[] = {"));
    for (size_t i = 0; i < table->n_families; i++)
        buf_add_fmt(code, "&fn_%s,", table->families[i]->name);
    buf_add(code, STR("};\nstatic const uint16_t slots[] = {"));
    for (size_t i = 0; i < table->n_slots; i++)
        buf_add_fmt(code, "%u,", (unsigned)table->slots[i]);
    buf_add_fmt(code,
                "};\nconst FnTable embedded_functions = {families, %zu, slots, "
                "%zu};\n",
                table->n_families, table->n_slots);
}

static void put_tables(Embed *embed, size_t n_charts)
{
    Buf *code = embed->writer.code;

    buf_add(code, STR("const EmbeddedChart embedded_charts[] = {\n"));
    buf_add(code, buf_str(&embed->charts));
    buf_add_fmt(code, "};\nconst size_t embedded_charts_len = %zu;\n",
                n_charts);
    buf_add(code, STR("const EmbeddedTemplate embedded_templates[] = {\n"));
    buf_add(code, buf_str(&embed->templates));
    buf_add_fmt(code, "};\nconst size_t embedded_templates_len = %zu;\n",
                embed->n_templates);
}

static bool write_file(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    bool ok;

    if (file == NULL)
        return false;
    ok = fwrite(text.ptr, 1, text.len, file) == text.len;
    return fclose(file) == 0 && ok;
}

static int embed_all(Arena *arena, const char *output, char **charts, size_t n)
{
    Buf code;
    Embed embed = {.functions = render_functions(arena)};

    ctx_init(&embed.cx, arena);
    buf_init(&code, arena);
    buf_init(&embed.charts, arena);
    buf_init(&embed.templates, arena);
    embed.writer = (EmbedWriter){.code = &code, .arena = arena};
    put_functions(&code, embed.functions);
    for (size_t i = 0; i < n; i++) {
        if (!put_chart(&embed, str_from_c(charts[i]))) {
            Str text = report_text(arena, embed.cx.err);

            fprintf(stderr, "omni-embed: %.*s\n", STR_ARG(text));
            return EXIT_FAILURE;
        }
    }
    put_tables(&embed, n);
    if (write_file(output, buf_str(&code)))
        return EXIT_SUCCESS;
    fprintf(stderr, "omni-embed: cannot write %s\n", output);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    Arena arena;
    int code;

    if (argc < 3) {
        fputs("usage: omni-embed OUTPUT CHART...\n", stderr);
        return EXIT_FAILURE;
    }
    arena_init(&arena);
    code = embed_all(&arena, argv[1], argv + 2, (size_t)argc - 2);
    arena_release(&arena);
    return code;
}
