/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Values down a tree of charts: the dependencies of Chart.yaml, the defaults of
 * a chart, of two below it and of one below these, and values of the user.
 * What is given stays as it is, two runs give the same, and a scalar of the
 * user's wins.
 */
#include "values/coalesce.h"

#include "chart/values_yaml.h"
#include "codec/json.h"
#include "support.h"
#include "values/deps.h"

static bool match(Ctx *cx, Str constraint, Str version)
{
    (void)cx;
    return str_has_prefix(version, constraint);
}

static const DepsOptions options = {match};

/* A text of `map`, which holds what JSON can. */
static Str text_of(Fuzz *fuzz, const Map *map)
{
    Map *copy = map_copy(map, &fuzz->arena);
    Buf buf;

    buf_init(&buf, &fuzz->arena);
    if (fuzz_want_ok(fuzz,
                     codec_write_json(&fuzz->cx, &buf, val_from_map(copy),
                                      (JsonStyle){0}),
                     "values can be written"))
        return buf_str(&buf);
    return STR_NONE;
}

static bool load(Fuzz *fuzz, const Chart **out)
{
    static const char head[] = "apiVersion: v2\nname: e\nversion: 1.0.0\n";
    Str meta = fuzz_take(fuzz);
    const ChartFile files[] = {
        {STR("Chart.yaml"),
         arena_fmt(&fuzz->arena,                                            "%s%.*s", head, STR_ARG(meta))},
        {STR("values.yaml"),                               fuzz_take(fuzz)                                            },
        {STR("charts/a/Chart.yaml"),
         STR("apiVersion: v2\nname: a\nversion: 1.2.3\n")},
        {STR("charts/a/values.yaml"),          fuzz_take(fuzz)                 },
        {STR("charts/b/Chart.yaml"),
         STR("apiVersion: v2\nname: b\nversion: 2.0.0\ndependencies:\n"
             "- {name: o, version: '0', condition: o.up, tags: [t],\n"
             "   import-values: [x, {child: c, parent: p}]}\n")            },
        {STR("charts/b/values.yaml"),          fuzz_take(fuzz)           },
        {STR("charts/b/charts/o/Chart.yaml"),
         STR("apiVersion: v2\nname: o\nversion: 0.1.0\n")            },
        {STR("charts/b/charts/o/values.yaml"), fuzz_take(fuzz)                 },
    };

    return chart_load_files(&fuzz->cx, (ChartFiles){files, ARRAY_LEN(files)},
                            out);
}

static const ValuesChart *tree_of(Fuzz *fuzz, const Chart *chart)
{
    ValuesChart *tree = ARENA_NEW(&fuzz->arena, ValuesChart);
    const ValuesChart **below =
        ARENA_ARRAY(&fuzz->arena, const ValuesChart *, chart->n_subcharts);

    for (size_t i = 0; i < chart->n_subcharts; i++)
        below[i] = tree_of(fuzz, chart->subcharts[i]);
    *tree = (ValuesChart){chart->meta.name, chart->values, below,
                          chart->n_subcharts};
    return tree;
}

/* What templates would see; NULL: that failed. */
static Map *run(Fuzz *fuzz, const Chart *chart, const Map *user)
{
    const Chart *taken;
    Map *kept;
    Map *out;

    if (values_process_dependencies(&fuzz->cx, chart, user, &options, &taken) &&
        values_coalesce(&fuzz->cx, tree_of(fuzz, taken), user, &out) &&
        values_coalesce_keeping_nulls(&fuzz->cx, tree_of(fuzz, taken), user,
                                      &kept))
        return out;
    fuzz_failed(fuzz);
    return NULL;
}

static void check_scalars(const Map *user, const Map *out)
{
    for (size_t i = 0; i < map_len(user); i++) {
        const MapEntry *entry = map_at(user, i);
        Val have = VAL_NIL_VALUE;

        if (val_kind(entry->value) != VAL_STRING)
            continue;
        fuzz_want(map_get(out, entry->key, &have) ||
                      str_eq_c(entry->key, "a") || str_eq_c(entry->key, "b"),
                  "what the user gives is there");
        if (val_kind(have) == VAL_STRING)
            fuzz_want_same("what the user gives", val_str(entry->value),
                           val_str(have));
    }
}

static void check(Fuzz *fuzz, const Chart *chart, const Map *user)
{
    Str user_before = text_of(fuzz, user);
    Str chart_before = text_of(fuzz, chart->values);
    const Map *first = run(fuzz, chart, user);
    const Map *second;
    Str text;

    fuzz_want_same("the user's values", user_before, text_of(fuzz, user));
    fuzz_want_same("the defaults", chart_before, text_of(fuzz, chart->values));
    if (first == NULL)
        return;
    check_scalars(user, first);
    text = text_of(fuzz, first);
    second = run(fuzz, chart, user);
    if (second != NULL)
        fuzz_want_same("two runs", text, text_of(fuzz, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Chart *chart;
    Map *user;
    Fuzz fuzz;
    bool ok;

    fuzz_open(&fuzz, data, size);
    ok = load(&fuzz, &chart) && chart_read_values(&fuzz.cx, STR("v.yaml"),
                                                  fuzz_take_rest(&fuzz), &user);
    if (ok)
        check(&fuzz, chart, user);
    else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
