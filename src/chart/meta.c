/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Chart.yaml by tables.  Helm decodes it in two steps that both know the Go
 * struct it ends in: YAML to JSON, where a scalar that is wanted as a string
 * becomes its text (`version: 1` is "1"), then JSON into the struct, field
 * names in any case, the first value of a wrong type being the error.  A table
 * a struct lists the fields with their types and one walk does both steps; why
 * no schema library does it is told in docs/decisions/0006-chart-yaml.md.
 *
 * Helm cleans texts after reading them, here they are cleaned as they are
 * read: control characters go, any white space becomes a space.
 */
#include "chart/meta.h"

#include <math.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "chart/disk.h"
#include "codec/yaml_read.h"
#include "codec/yaml_text.h"
#include "value/print.h"

typedef enum MetaType {
    META_STRING,
    META_BOOL,
    META_STRINGS,
    META_STRING_MAP,
    META_STRUCTS,
    META_ANYS,
} MetaType;

typedef struct MetaStruct MetaStruct;

typedef struct MetaField {
    const char *name;
    MetaType type;
    const char *go_type;
    bool clean;                /* its texts are cleaned */
    const MetaStruct *struct_; /* META_STRUCTS: of each element */
} MetaField;

struct MetaStruct {
    const char *name;    /* in messages, before the field's path */
    const char *go_type; /* as a Go value of its own */
    const MetaField *fields;
    size_t len;
};

#define TEXT(name, clean)                                                      \
    {                                                                          \
        name, META_STRING, "string", clean, NULL                               \
    }
#define TEXTS(name)                                                            \
    {                                                                          \
        name, META_STRINGS, "[]string", true, NULL                             \
    }
#define FLAG(name)                                                             \
    {                                                                          \
        name, META_BOOL, "bool", false, NULL                                   \
    }
#define STRUCTS(name, type)                                                    \
    {                                                                          \
        name, META_STRUCTS, "[]*v2." #type, false, &struct_##type              \
    }

static const MetaField fields_Maintainer[] = {
    TEXT("name", true),
    TEXT("email", true),
    TEXT("url", true),
};

static const MetaStruct struct_Maintainer = {"Maintainer", "v2.Maintainer",
                                             fields_Maintainer,
                                             ARRAY_LEN(fields_Maintainer)};

static const MetaField fields_Dependency[] = {
    TEXT("name", true),
    TEXT("version", true),
    TEXT("repository", true),
    TEXT("condition", true),
    TEXTS("tags"),
    FLAG("enabled"),
    {"import-values", META_ANYS, "[]interface {}", false, NULL},
    TEXT("alias", false),
};

static const MetaStruct struct_Dependency = {"Dependency", "v2.Dependency",
                                             fields_Dependency,
                                             ARRAY_LEN(fields_Dependency)};

static const MetaField fields_Metadata[] = {
    TEXT("name", true),
    TEXT("home", true),
    TEXTS("sources"),
    TEXT("version", false),
    TEXT("description", true),
    TEXTS("keywords"),
    STRUCTS("maintainers", Maintainer),
    TEXT("icon", true),
    TEXT("apiVersion", false),
    TEXT("condition", true),
    TEXT("tags", true),
    TEXT("appVersion", true),
    FLAG("deprecated"),
    {"annotations", META_STRING_MAP, "map[string]string", false, NULL},
    TEXT("kubeVersion", true),
    STRUCTS("dependencies", Dependency),
    TEXT("type", false),
};

static const MetaStruct struct_Metadata = {
    "Metadata", "v2.Metadata", fields_Metadata, ARRAY_LEN(fields_Metadata)};

/* Helm's first look at Chart.yaml. */
static const MetaField fields_base[] = {TEXT("apiVersion", false)};

static const MetaStruct struct_base = {"chartBase", "loader.chartBase",
                                       fields_base, ARRAY_LEN(fields_base)};

static const MetaField fields_Lock[] = {
    TEXT("digest", false),
    STRUCTS("dependencies", Dependency),
};

static const MetaStruct struct_Lock = {"Lock", "v2.Lock", fields_Lock,
                                       ARRAY_LEN(fields_Lock)};

/* Where the walk is: for messages. */
typedef struct MetaPlace {
    Ctx *cx;
    Str file;
    const MetaStruct *struct_;
    Str path;   /* of the field, "maintainers.name"; empty at the top */
    bool is_v3; /* apiVersion v3, whose Go types are those of another package */
} MetaPlace;

static bool read_struct(const MetaPlace *place, const Map *in, Map *into);

const char *chart_json_kind(Val v)
{
    switch (val_kind(v)) {
    case VAL_BOOL: return "bool";
    case VAL_INT:
    case VAL_FLOAT: return "number";
    case VAL_STRING: return "string";
    case VAL_LIST: return "array";
    case VAL_NIL:
    case VAL_MAP:
    case VAL_HOST: break;
    }
    return "object";
}

static bool fail_type(const MetaPlace *place, Val v, const char *go_type)
{
    Str type = str_from_c(go_type);
    size_t version = str_find(type, STR("v2."), 0);
    Buf field;

    if (place->is_v3 && version != SIZE_MAX)
        type = arena_fmt(place->cx->arena, "%.*sv3%.*s", (int)version, type.ptr,
                         STR_ARG(str_skip(type, version + 2)));
    buf_init(&field, place->cx->arena);
    if (place->path.len == 0)
        buf_add_c(&field, "Go value");
    else
        buf_add_fmt(&field, "Go struct field %s.%.*s", place->struct_->name,
                    STR_ARG(place->path));
    return fail(place->cx, ERR_TYPE, source_pos_of_file(place->file),
                "error unmarshaling JSON: while decoding JSON: json: cannot "
                "unmarshal %s into %.*s of type %.*s",
                chart_json_kind(v), STR_ARG(buf_str(&field)), STR_ARG(type));
}

static Str clean_text(Arena *arena, Str s)
{
    Buf buf;
    size_t size;

    buf_init(&buf, arena);
    for (size_t pos = 0; pos < s.len; pos += size) {
        uint32_t rune = utf8_decode(s, pos, &size);

        if (utf8_is_space(rune))
            buf_add_byte(&buf, ' ');
        else if (utf8_is_print(rune))
            buf_add_rune(&buf, rune);
    }
    return buf_str(&buf);
}

/* The text of a number wanted as a string: floats as if they had 32 bits. */
static Str number_text(Arena *arena, Val v)
{
    Buf buf;

    buf_init(&buf, arena);
    if (val_is_unsigned(v))
        num_add_uint(&buf, (uint64_t)val_int(v));
    else if (val_kind(v) == VAL_INT)
        num_add_int(&buf, val_int(v));
    else if (isfinite((float)val_float(v)))
        codec_yaml_add_float32(&buf, val_float(v));
    else
        num_add_float(&buf, val_float(v) < 0 ? -HUGE_VAL : HUGE_VAL, 'g', -1);
    return buf_str(&buf);
}

bool chart_scalar_text(Arena *arena, Val v, Str *out)
{
    switch (val_kind(v)) {
    case VAL_NIL: *out = STR(""); return true;
    case VAL_STRING: *out = val_str(v); return true;
    case VAL_BOOL: *out = val_bool(v) ? STR("true") : STR("false"); return true;
    case VAL_INT:
    case VAL_FLOAT: *out = number_text(arena, v); return true;
    case VAL_LIST:
    case VAL_MAP:
    case VAL_HOST: break;
    }
    return false;
}

/* `v` with the numbers that JSON knows. */
static Val json_value(Arena *arena, Val v)
{
    if (val_kind(v) == VAL_INT)
        return val_from_float(val_is_unsigned(v) ? (double)(uint64_t)val_int(v)
                                                 : (double)val_int(v));
    if (val_kind(v) == VAL_LIST) {
        const List *in = val_list(v);
        ListBuilder list;

        list_builder_init(&list, arena, in->len);
        for (size_t i = 0; i < in->len; i++)
            list_builder_add(&list, json_value(arena, in->items[i]));
        return val_from_grown_list(list_builder_done(&list));
    }
    if (val_kind(v) == VAL_MAP) {
        const Map *in = val_map(v);
        Map *map = map_new(arena, map_len(in));

        for (size_t i = 0; i < map_len(in); i++)
            map_append(map, map_at(in, i)->key,
                       json_value(arena, map_at(in, i)->value));
        map_sort(map);
        return val_from_map(map);
    }
    return v;
}

/* A string from any scalar, "" from a null; wrong types fail. */
static bool read_text(const MetaPlace *place, Val v, bool clean, Val *out)
{
    Arena *arena = place->cx->arena;
    Str text;

    if (!chart_scalar_text(arena, v, &text))
        return fail_type(place, v, "string");
    *out = val_from_str(clean ? clean_text(arena, text) : text);
    return true;
}

static bool read_texts(const MetaPlace *place, Val v, bool clean, Val *out)
{
    const List *in = val_list(v);
    ListBuilder list;

    list_builder_init(&list, place->cx->arena, in->len);
    for (size_t i = 0; i < in->len; i++) {
        Val text;

        if (!read_text(place, in->items[i], clean, &text))
            return false;
        list_builder_add(&list, text);
    }
    *out = val_from_grown_list(list_builder_done(&list));
    return true;
}

static bool read_text_map(const MetaPlace *place, Val v, Val *out)
{
    const Map *in = val_map(v);
    Map *map = map_new(place->cx->arena, map_len(in));

    for (size_t i = 0; i < map_len(in); i++) {
        Val text;

        if (!read_text(place, map_at(in, i)->value, false, &text))
            return false;
        map_append(map, map_at(in, i)->key, text);
    }
    map_sort(map);
    *out = val_from_string_map(map);
    return true;
}

/* A list of structs; a null stays a nil, which validation refuses. */
static bool read_structs(const MetaPlace *place, const MetaStruct *struct_,
                         Val v, Val *out)
{
    const List *in = val_list(v);
    MetaPlace inner = *place;
    ListBuilder list;

    inner.struct_ = struct_;
    list_builder_init(&list, place->cx->arena, in->len);
    for (size_t i = 0; i < in->len; i++) {
        Val element = in->items[i];

        if (val_kind(element) == VAL_MAP) {
            Map *map = map_new(place->cx->arena, struct_->len);

            if (!read_struct(&inner, val_map(element), map))
                return false;
            element = val_from_map(map);
        } else if (!val_is_nil(element)) {
            return fail_type(place, element, struct_->go_type);
        }
        list_builder_add(&list, element);
    }
    *out = val_from_list(list_builder_done(&list));
    return true;
}

static bool has_type(const MetaField *field, Val v)
{
    switch (field->type) {
    case META_STRING: return true;
    case META_BOOL: return val_kind(v) == VAL_BOOL;
    case META_STRING_MAP: return val_kind(v) == VAL_MAP;
    case META_STRINGS:
    case META_STRUCTS:
    case META_ANYS: break;
    }
    return val_kind(v) == VAL_LIST;
}

static bool read_field(const MetaPlace *place, const MetaField *field, Val v,
                       Val *out)
{
    if (!has_type(field, v))
        return fail_type(place, v, field->go_type);
    switch (field->type) {
    case META_STRING: return read_text(place, v, field->clean, out);
    case META_STRINGS: return read_texts(place, v, field->clean, out);
    case META_STRING_MAP: return read_text_map(place, v, out);
    case META_STRUCTS: return read_structs(place, field->struct_, v, out);
    case META_ANYS: *out = json_value(place->cx->arena, v); return true;
    case META_BOOL: break;
    }
    *out = v;
    return true;
}

/* encoding/json does not look at case, and Unicode has a third s and k. */
static bool is_same_key(Str key, Str name)
{
    static const Str long_s = {"\xc5\xbf", 2};
    static const Str kelvin = {"\xe2\x84\xaa", 3};
    size_t pos = 0;

    if (key.len == name.len)
        return str_eq_fold_ascii(key, name);
    for (size_t i = 0; i < name.len; i++) {
        Str rest = str_skip(key, pos);
        Str wanted = str_slice(name, i, i + 1);

        if (str_eq_fold_ascii(wanted, STR("s")) && str_has_prefix(rest, long_s))
            pos += long_s.len;
        else if (str_eq_fold_ascii(wanted, STR("k")) &&
                 str_has_prefix(rest, kelvin))
            pos += kelvin.len;
        else if (rest.len != 0 &&
                 str_eq_fold_ascii(str_slice(rest, 0, 1), wanted))
            pos++;
        else
            return false;
    }
    return pos == key.len;
}

/* The field a key means. */
static const MetaField *find_field(const MetaStruct *struct_, Str key)
{
    for (size_t i = 0; i < struct_->len; i++) {
        if (is_same_key(key, str_from_c(struct_->fields[i].name)))
            return &struct_->fields[i];
    }
    return NULL;
}

static bool read_struct(const MetaPlace *place, const Map *in, Map *into)
{
    for (size_t i = 0; i < map_len(in); i++) {
        const MapEntry *entry = map_at(in, i);
        const MetaField *field = find_field(place->struct_, entry->key);
        MetaPlace inner = *place;
        Val v;

        if (field == NULL || val_is_nil(entry->value))
            continue;
        inner.path = place->path.len == 0
                         ? str_from_c(field->name)
                         : arena_fmt(place->cx->arena, "%.*s.%s",
                                     STR_ARG(place->path), field->name);
        if (!read_field(&inner, field, entry->value, &v))
            return false;
        map_set(into, str_from_c(field->name), v);
    }
    return true;
}

static bool read_file(Ctx *cx, Str name, Str text, const MetaStruct *struct_,
                      Map *into)
{
    const YamlReadOptions options = {.keep_integers = true};
    MetaPlace place = {cx, name, struct_, STR_NONE, false};
    Val root;
    Val version;

    if (!codec_read_yaml(cx, name, text, &options, &root))
        return false;
    if (val_is_nil(root))
        return true;
    if (val_kind(root) != VAL_MAP)
        return fail_type(&place, root, struct_->go_type);
    place.is_v3 = map_get(val_map(root), STR("apiVersion"), &version) &&
                  val_kind(version) == VAL_STRING &&
                  str_eq(val_str(version), STR("v3"));
    return read_struct(&place, val_map(root), into);
}

bool chart_meta_read(Ctx *cx, Str name, Str text, Map *fields)
{
    return read_file(cx, name, text, &struct_Metadata, fields) ||
           err_wrap(cx, source_pos_of_file(name), "cannot load %.*s",
                    STR_ARG(name));
}

bool chart_meta_check_lock(Ctx *cx, Str name, Str text)
{
    Map *ignored = map_new(cx->arena, 2);

    return read_file(cx, name, text, &struct_Lock, ignored) ||
           err_wrap(cx, source_pos_of_file(name), "cannot load %.*s",
                    STR_ARG(name));
}

static Str text_of(const Map *fields, const char *name)
{
    Val v;

    if (!map_get(fields, str_from_c(name), &v) || val_kind(v) != VAL_STRING)
        return STR_NONE;
    return val_str(v);
}

static const List *list_of(Arena *arena, const Map *fields, const char *name)
{
    Val v;

    if (!map_get(fields, str_from_c(name), &v) || val_kind(v) != VAL_LIST)
        return list_new(arena, NULL, 0);
    return val_list(v);
}

bool chart_meta_read_api_version(Ctx *cx, Str text, Str *out)
{
    Map *fields = map_new(cx->arena, 1);

    if (!read_file(cx, STR("Chart.yaml"), text, &struct_base, fields))
        return err_wrap(cx, source_pos_of_file(STR("Chart.yaml")),
                        "cannot load Chart.yaml");
    *out = text_of(fields, "apiVersion");
    return true;
}

static bool fail_validation(Ctx *cx, const char *text)
{
    return fail(cx, ERR_CHART, source_pos_of_file(STR("Chart.yaml")),
                "validation: %s", text);
}

/* `before` "quoted name" `after`. */
static bool fail_named(Ctx *cx, const char *before, Str name, const char *after)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_fmt(&buf, "%s ", before);
    val_add_quoted(&buf, name, false);
    buf_add_c(&buf, after);
    return fail_validation(cx, arena_c_str(cx->arena, buf_str(&buf)));
}

static bool check_name(Ctx *cx, Str name)
{
    if (name.len == 0)
        return fail_validation(cx, "chart.metadata.name is required");
    if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
        return fail_named(cx, "chart.metadata.name", name, " is not allowed");
    if (!str_eq(chart_path_base(name), name))
        return fail_named(cx, "chart.metadata.name", name, " is invalid");
    return true;
}

static bool check_version(Ctx *cx, Str version)
{
    if (version.len == 0)
        return fail_validation(cx, "chart.metadata.version is required");
    if (!chart_is_version(version))
        return fail_named(cx, "chart.metadata.version", version, " is invalid");
    return true;
}

static bool check_type(Ctx *cx, Str type)
{
    if (type.len == 0 || str_eq(type, STR("application")) ||
        str_eq(type, STR("library")))
        return true;
    return fail_validation(
        cx, "chart.metadata.type must be application or library");
}

static bool has_null(const List *list)
{
    for (size_t i = 0; i < list->len; i++) {
        if (val_is_nil(list->items[i]))
            return true;
    }
    return false;
}

static bool is_alias(Str alias)
{
    for (size_t i = 0; i < alias.len; i++) {
        char c = alias.ptr[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '_' && c != '-')
            return false;
    }
    return true;
}

static bool check_dependencies(Ctx *cx, const List *list)
{
    Map *seen = map_new(cx->arena, list->len);

    for (size_t i = 0; i < list->len; i++) {
        Str name;
        Str alias;
        Str key;

        if (val_is_nil(list->items[i]))
            return fail_validation(
                cx, "dependencies must not contain empty or null nodes");
        name = text_of(val_map(list->items[i]), "name");
        alias = text_of(val_map(list->items[i]), "alias");
        key = alias.len != 0 ? alias : name;
        if (!is_alias(alias))
            return fail_named(cx, "dependency", name,
                              " has disallowed characters in the alias");
        if (map_find(seen, key) != NULL)
            return fail_named(cx, "more than one dependency with name or alias",
                              key, "");
        map_set(seen, key, val_from_bool(true));
    }
    return true;
}

static bool check(Ctx *cx, const Map *fields)
{
    if (text_of(fields, "apiVersion").len == 0)
        return fail_validation(cx, "chart.metadata.apiVersion is required");
    if (!check_name(cx, text_of(fields, "name")) ||
        !check_version(cx, text_of(fields, "version")) ||
        !check_type(cx, text_of(fields, "type")))
        return false;
    if (has_null(list_of(cx->arena, fields, "maintainers")))
        return fail_validation(
            cx, "maintainers must not contain empty or null nodes");
    return check_dependencies(cx, list_of(cx->arena, fields, "dependencies"));
}

void chart_meta_read_dependencies(Arena *arena, const Map *fields,
                                  ChartMeta *out)
{
    const List *list = list_of(arena, fields, "dependencies");
    ChartDependency *items = ARENA_ARRAY(arena, ChartDependency, list->len);

    for (size_t i = 0; i < list->len; i++) {
        const Map *map = val_map(list->items[i]);

        items[i] = (ChartDependency){
            .name = text_of(map, "name"),
            .version = text_of(map, "version"),
            .repository = text_of(map, "repository"),
            .condition = text_of(map, "condition"),
            .alias = text_of(map, "alias"),
            .tags = list_of(arena, map, "tags"),
            .import_values = list_of(arena, map, "import-values"),
        };
    }
    out->dependencies = items;
    out->n_dependencies = list->len;
}

bool chart_meta_finish(Ctx *cx, Map *fields, ChartMeta *out)
{
    Val deprecated;

    if (!check(cx, fields))
        return false;
    *out = (ChartMeta){
        .name = text_of(fields, "name"),
        .version = text_of(fields, "version"),
        .api_version = text_of(fields, "apiVersion"),
        .app_version = text_of(fields, "appVersion"),
        .kube_version = text_of(fields, "kubeVersion"),
        .type = text_of(fields, "type"),
        .deprecated = map_get(fields, STR("deprecated"), &deprecated) &&
                      val_bool(deprecated),
        .fields = fields,
    };
    chart_meta_read_dependencies(cx->arena, fields, out);
    return true;
}
