/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The search goes backwards through Helm's precedence: flags, files, then the
 * defaults of the top chart and of the charts below it.
 */
#include "values/origin.h"

#include "base/utf8.h"
#include "chart/values_yaml.h"
#include "codec/json.h"
#include "codec/yaml_read.h"
#include "value/list.h"

/* A key of a file as it was read. */
typedef struct KeyPlace {
    const Map *map;
    Str key;
    SourcePos pos;
} KeyPlace;

typedef struct Search {
    Ctx *cx;
    Str name;
    const Str *path;
    size_t n;
    KeyPlace *places;
    size_t len;
    size_t cap;
    bool found;
    bool is_item;
    SourcePos pos;
} Search;

static void note_key(void *self, const Map *map, Str key, SourcePos pos)
{
    Search *search = self;

    if (search->len == search->cap) {
        size_t wider = search->cap == 0 ? 64 : search->cap * 2;

        search->places = arena_grow(search->cx->arena, search->places,
                                    search->cap * sizeof(KeyPlace),
                                    wider * sizeof(KeyPlace));
        search->cap = wider;
    }
    search->places[search->len++] = (KeyPlace){map, key, pos};
}

static SourcePos place_of(const Search *search, const Map *map, Str key)
{
    for (size_t i = search->len; i > 0; i--) {
        const KeyPlace *place = &search->places[i - 1];

        if (place->map == map && str_eq(place->key, key))
            return place->pos;
    }
    return source_pos_of_file(search->name);
}

/* The first key of a map; `pos` when it has none. */
static SourcePos place_of_first(const Search *search, Val v, SourcePos pos)
{
    for (size_t i = 0; val_kind(v) == VAL_MAP && i < search->len; i++) {
        if (search->places[i].map == val_map(v))
            return search->places[i].pos;
    }
    return pos;
}

static bool item_of(Val v, Str index, Val *out)
{
    size_t i = 0;

    for (size_t k = 0; k < index.len; k++) {
        if (index.ptr[k] < '0' || index.ptr[k] > '9' || index.len > 9)
            return false;
        i = i * 10 + (size_t)(index.ptr[k] - '0');
    }
    if (index.len == 0 || i >= val_list(v)->len)
        return false;
    *out = val_list(v)->items[i];
    return true;
}

/* One step of a path down from `v`. */
static bool step(Val v, Str key, Val *out)
{
    if (val_kind(v) == VAL_LIST)
        return item_of(v, key, out);
    return val_kind(v) == VAL_MAP && map_get(val_map(v), key, out);
}

static bool has_path(Val v, const Str *path, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!step(v, path[i], &v))
            return false;
    }
    return true;
}

static bool search_document(void *self, Str document, uint32_t lines)
{
    Search *search = self;
    const YamlReadOptions options = {.on_pos = note_key, .self = search};
    SourcePos pos = {search->name, 1, 1};
    Val v;

    search->len = 0;
    if (!codec_read_yaml(search->cx, search->name, document, &options, &v)) {
        search->cx->err = NULL;
        return true;
    }
    if (!has_path(v, search->path, search->n))
        return true;
    for (size_t i = 0; i < search->n; i++) {
        search->is_item = val_kind(v) == VAL_LIST;
        if (val_kind(v) == VAL_MAP)
            pos = place_of(search, val_map(v), search->path[i]);
        if (!step(v, search->path[i], &v))
            break;
        if (search->is_item)
            pos = place_of_first(search, v, pos);
    }
    pos.line += lines;
    search->pos = pos;
    search->found = true;
    return true;
}

static bool find_in_text(Ctx *cx, Str name, Str text, const Str *path, size_t n,
                         Origin *out)
{
    Search search = {.cx = cx, .name = name, .path = path, .n = n};

    if (!chart_each_document(cx, name, text, search_document, &search))
        cx->err = NULL;
    if (search.found)
        *out = (Origin){
            .pos = search.pos, .text = text, .is_item = search.is_item};
    return search.found;
}

static bool is_json_object(const ValuesInput *flag)
{
    return flag->kind == VALUES_SET_JSON &&
           str_has_prefix(utf8_trim_space(flag->text), STR("{"));
}

static bool flag_sets(Ctx *cx, const ValuesInput *flag, const Str *path,
                      size_t n)
{
    Val v = val_from_map(map_new(cx->arena, 1));
    bool ok = is_json_object(flag)
                  ? codec_read_json(cx, STR("--set-json"), flag->text, &v)
                  : values_set(cx, flag->kind, flag->text, val_map(v));

    cx->err = NULL;
    return ok && has_path(v, path, n);
}

static bool find_flag(Ctx *cx, const OriginSources *sources, ValuesKind kind,
                      const Str *path, size_t n, Origin *out)
{
    for (size_t i = sources->n_inputs; i > 0; i--) {
        const ValuesInput *input = &sources->inputs[i - 1];

        if (input->kind != kind || !flag_sets(cx, input, path, n))
            continue;
        *out = (Origin){.kind = ORIGIN_FLAG, .flag = input};
        return true;
    }
    return false;
}

static bool find_flags(Ctx *cx, const OriginSources *sources, const Str *path,
                       size_t n, Origin *out)
{
    static const ValuesKind kinds[] = {VALUES_SET_LITERAL, VALUES_SET_FILE,
                                       VALUES_SET_STRING, VALUES_SET,
                                       VALUES_SET_JSON};

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (find_flag(cx, sources, kinds[i], path, n, out))
            return true;
    }
    return false;
}

static bool find_file(Ctx *cx, const OriginSources *sources, const Str *path,
                      size_t n, Origin *out)
{
    for (size_t i = sources->n_inputs; i > 0; i--) {
        const ValuesInput *input = &sources->inputs[i - 1];

        if (input->kind != VALUES_FILE && input->kind != VALUES_BYTES)
            continue;
        if (!find_in_text(cx, input->text, input->bytes, path, n, out))
            continue;
        out->kind = ORIGIN_FILE;
        return true;
    }
    return false;
}

static const ChartFile *values_file(const Chart *chart)
{
    for (size_t i = 0; i < chart->raw.len; i++) {
        if (str_eq(chart->raw.items[i].name, STR("values.yaml")))
            return &chart->raw.items[i];
    }
    return NULL;
}

static const Chart *subchart_of(const Chart *chart, Str name)
{
    for (size_t i = 0; i < chart->n_subcharts; i++) {
        if (str_eq(chart->subcharts[i]->meta.name, name))
            return chart->subcharts[i];
    }
    return NULL;
}

/* Down the chart tree, parents first: theirs win. */
static bool find_default(Ctx *cx, const Chart *chart, const Str *path, size_t n,
                         Origin *out)
{
    Str folder = STR("");

    while (chart != NULL) {
        const ChartFile *file = values_file(chart);
        Str name;

        folder = arena_fmt(cx->arena, "%.*s%s%.*s", STR_ARG(folder),
                           folder.len == 0 ? "" : "/charts/",
                           STR_ARG(chart->meta.name));
        name = arena_fmt(cx->arena, "%.*s/values.yaml", STR_ARG(folder));
        if (file != NULL && find_in_text(cx, name, file->bytes, path, n, out)) {
            out->kind = ORIGIN_DEFAULT;
            return true;
        }
        if (n < 2)
            return false;
        chart = subchart_of(chart, path[0]);
        path++;
        n--;
    }
    return false;
}

static bool find(Ctx *cx, const OriginSources *sources, const Str *path,
                 size_t n, Origin *out)
{
    return find_flags(cx, sources, path, n, out) ||
           find_file(cx, sources, path, n, out) ||
           find_default(cx, sources->chart, path, n, out);
}

Origin values_origin(Ctx *cx, const OriginSources *sources, const Str *path,
                     size_t n)
{
    Origin out = {.kind = ORIGIN_NONE};

    if (n == 0 || find(cx, sources, path, n, &out))
        return out;
    /* Globals of a chart below come from the top as well. */
    for (size_t i = 1; i < n; i++) {
        if (str_eq(path[i], STR("global"))) {
            (void)find(cx, sources, path + i, n - i, &out);
            break;
        }
    }
    return out;
}
