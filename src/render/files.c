/* SPDX-License-Identifier: MPL-2.0 */
/*
 * .Files behaves as Go's map[string][]byte with methods: range, index and len
 * see the map, everything else goes through the methods.
 */
#include "render/files.h"

#include "chart/disk.h"
#include "codec/yaml_write.h"
#include "render/glob.h"
#include "value/list.h"
#include "value/map.h"

/* A glob tries, at its worst, each of its items on each byte of a name. */
#define TRIES_A_STEP 64

static Val bytes_value(Str bytes)
{
    Val v = val_from_str(bytes);

    v.go_type = GO_BYTES;
    return v;
}

static const Map *files_map(const Host *self)
{
    return self->self;
}

static Str find_bytes(const Host *self, Val name)
{
    Val v;

    if (!map_get(files_map(self), val_str(name), &v))
        return STR_NONE;
    return val_str(v);
}

static bool files_get(Ctx *cx, const Host *self, const HostArgs *args, Val *out)
{
    (void)cx;
    *out = val_from_str(find_bytes(self, args->args[0]));
    return true;
}

static bool files_get_bytes(Ctx *cx, const Host *self, const HostArgs *args,
                            Val *out)
{
    (void)cx;
    *out = bytes_value(find_bytes(self, args->args[0]));
    return true;
}

static bool files_lines(Ctx *cx, const Host *self, const HostArgs *args,
                        Val *out)
{
    Str text = find_bytes(self, args->args[0]);
    ListBuilder lines;
    size_t from = 0;
    Val v;

    list_builder_init(&lines, cx->arena, 8);
    if (map_get(files_map(self), val_str(args->args[0]), &v) && text.len == 0)
        return fail_here(cx, ERR_CALL,
                         "runtime error: index out of range [-1]");
    text = str_drop_suffix(text, STR("\n"));
    while (text.ptr != NULL && from <= text.len) {
        size_t newline = str_find_byte(text, '\n', from);
        size_t to = newline == SIZE_MAX ? text.len : newline;

        list_builder_add(&lines, val_from_str(str_slice(text, from, to)));
        from = to + 1;
    }
    *out = val_from_strings(list_builder_done(&lines));
    return true;
}

/* The files as a YAML map from base name to `value`, without the newline at
 * the end; of equal names the last by path stays. */
static bool as_yaml(Ctx *cx, const Host *self, bool encoded, Val *out)
{
    const Map *files = files_map(self);
    Map *flat = map_new(cx->arena, map_len(files));
    Buf buf;

    for (size_t i = 0; i < map_len(files); i++) {
        const MapEntry *file = map_at(files, i);
        Val value = file->value;

        if (!encoded)
            value.go_type = GO_STRING;
        map_set(flat, chart_path_base(file->key), value);
    }
    buf_init(&buf, cx->arena);
    if (!codec_write_yaml(cx, &buf, val_from_map(flat)))
        return false;
    *out = val_from_str(str_drop_suffix(buf_str(&buf), STR("\n")));
    return true;
}

static bool files_as_config(Ctx *cx, const Host *self, const HostArgs *args,
                            Val *out)
{
    (void)args;
    return as_yaml(cx, self, false, out);
}

/* JSON's encoding of []byte is the base64 that a Secret wants. */
static bool files_as_secrets(Ctx *cx, const Host *self, const HostArgs *args,
                             Val *out)
{
    (void)args;
    return as_yaml(cx, self, true, out);
}

static const Host *files_of(Arena *arena, const Map *files);

static bool files_glob(Ctx *cx, const Host *self, const HostArgs *args,
                       Val *out)
{
    const Map *files = files_map(self);
    Map *matched = map_new(cx->arena, 4);
    Str pattern = val_str(args->args[0]);
    const Glob *glob;

    if (pattern.len > cx->limits->pattern)
        return ctx_fail_limit(cx, LIMIT_PATTERN);
    glob = glob_new_file(cx->arena, pattern);
    for (size_t i = 0; i < map_len(files); i++) {
        const MapEntry *file = map_at(files, i);

        if (!ctx_spend(cx, pattern.len * file->key.len / TRIES_A_STEP))
            return false;
        if (glob_matches(glob, file->key))
            map_append(matched, file->key, file->value);
    }
    *out = val_from_host(files_of(cx->arena, matched));
    return true;
}

static const HostMethod methods[] = {
    {"AsConfig",  "",  files_as_config },
    {"AsSecrets", "",  files_as_secrets},
    {"Get",       "s", files_get       },
    {"GetBytes",  "s", files_get_bytes },
    {"Glob",      "s", files_glob      },
    {"Lines",     "s", files_lines     },
};

static bool files_as_map(Ctx *cx, const Host *self, Map **out)
{
    *out = map_copy(files_map(self), cx->arena);
    return true;
}

static bool files_to_val(Ctx *cx, const Host *self, Val *out)
{
    *out = val_from_map(map_copy(files_map(self), cx->arena));
    return true;
}

static bool files_truth(const Host *self)
{
    return map_len(files_map(self)) != 0;
}

static const HostClass files_class = {
    .type_name = "engine.files",
    .kind_name = "map",
    .methods = methods,
    .n_methods = ARRAY_LEN(methods),
    .to_val = files_to_val,
    .truth = files_truth,
    .as_map = files_as_map,
};

static const Host *files_of(Arena *arena, const Map *files)
{
    return host_new(arena, &files_class, files);
}

const Host *files_host_new(Arena *arena, ChartFiles files)
{
    Map *map = map_new(arena, files.len);

    for (size_t i = 0; i < files.len; i++)
        map_append(map, files.items[i].name, bytes_value(files.items[i].bytes));
    map_sort(map);
    return files_of(arena, map);
}
