/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Names for releases.  A name template sees sprig's functions, the environment
 * among them, and none of Helm's own; its errors are Go's as they are.
 */
#include "render/release_name.h"

#include <assert.h>
#include <stdlib.h>

#include "fn/index.h"
#include "render/report.h"
#include "render/run.h"
#include "tmpl/builtin.h"
#include "tmpl/tmpl.h"

#define RELEASE_NAME_MAX 53

static bool is_lower_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A DNS subdomain (helm pkg/chart/common/util, ValidateReleaseName): labels
 * of a-z, 0-9 and inner '-', joined by single dots. */
static bool is_release_name(Str name)
{
    bool label_ended = false; /* the last byte can end a label */

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool label_starts = i == 0 || name.ptr[i - 1] == '.';

        if (c != '-' && c != '.' && !is_lower_alnum(c))
            return false;
        if ((c == '-' && label_starts) || (c == '.' && !label_ended))
            return false;
        label_ended = is_lower_alnum(c);
    }
    return label_ended && name.len <= RELEASE_NAME_MAX;
}

/* The functions Helm adds to sprig's. */
static bool is_helm_function(const char *name)
{
    static const char *const names[] = {
        "fromJsonArray", "fromToml", "fromYaml", "fromYamlArray",
        "mustToYaml",    "toToml",   "toYaml",   "toYamlPretty",
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq(str_from_c(name), str_from_c(names[i])))
            return true;
    }
    return false;
}

static const FnFamily *without_helm(Arena *arena, const FnFamily *family)
{
    FnFamily *out = ARENA_NEW(arena, FnFamily);
    FnDef *defs = ARENA_ARRAY(arena, FnDef, family->len);

    *out = (FnFamily){family->name, defs, 0};
    for (size_t i = 0; i < family->len; i++) {
        if (!is_helm_function(family->defs[i].name))
            defs[out->len++] = family->defs[i];
    }
    return out;
}

static Val environment(Arena *arena, Str name)
{
    const char *value = getenv(arena_c_str(arena, name));

    return val_from_str(value == NULL ? STR("") : str_from_c(value));
}

/* env NAME */
static bool fn_env(const FnCall *call, Val *out)
{
    *out = environment(call->cx->arena, val_str(call->args[0]));
    return true;
}

static bool is_name_byte(char c)
{
    return is_lower_alnum(c) || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_special_name(char c)
{
    return (c >= '0' && c <= '9') ||
           str_find_byte(STR("*#$@!?-"), c, 0) != SIZE_MAX;
}

/* The variable that `text`, which stands behind a "$", begins with, and in
 * *width how much of `text` that takes (os.Expand).  Empty with a width is a
 * mistake that is dropped, empty without one no variable at all. */
static Str variable_name(Str text, size_t *width)
{
    size_t end = 0;

    assert(text.ptr != NULL && text.len > 0);
    if (text.ptr[0] == '{') {
        size_t close = str_find_byte(text, '}', 0);

        *width = close == SIZE_MAX ? 1 : close + 1;
        return close == SIZE_MAX ? STR_NONE : str_slice(text, 1, close);
    }
    if (is_special_name(text.ptr[0]))
        end = 1;
    while (end < text.len && is_name_byte(text.ptr[end]) &&
           !is_special_name(text.ptr[0]))
        end++;
    *width = end;
    return str_slice(text, 0, end);
}

/* expandenv TEXT */
static bool fn_expand_env(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);
    Buf buf;

    buf_init(&buf, call->cx->arena);
    for (size_t at = 0; at < text.len; at++) {
        size_t width = 0;
        Str name;

        if (text.ptr[at] != '$' || at + 1 == text.len) {
            buf_add_byte(&buf, text.ptr[at]);
            continue;
        }
        name = variable_name(str_skip(text, at + 1), &width);
        if (name.len > 0)
            buf_add(&buf, val_str(environment(call->cx->arena, name)));
        else if (width == 0)
            buf_add_byte(&buf, '$');
        at += width;
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

static const FnDef environment_defs[] = {
    {"env",       "s", fn_env       },
    {"expandenv", "s", fn_expand_env},
};

static const FnFamily environment_family = {"environment", environment_defs,
                                            ARRAY_LEN(environment_defs)};

/* sprig's own of the functions that render has. */
static const FnFamily *fail_family(Arena *arena)
{
    FnFamily *out = ARENA_NEW(arena, FnFamily);

    for (size_t i = 0; i < fn_render.len; i++) {
        if (str_eq(str_from_c(fn_render.defs[i].name), STR("fail")))
            *out = (FnFamily){"fail", &fn_render.defs[i], 1};
    }
    return out;
}

static const FnTable *sprig_functions(Arena *arena)
{
    const FnFamily **families =
        ARENA_ARRAY(arena, const FnFamily *, fn_families_len + 3);

    families[0] = &fn_builtins;
    families[1] = &environment_family;
    families[2] = fail_family(arena);
    for (size_t i = 0; i < fn_families_len; i++)
        families[i + 3] = without_helm(arena, fn_families[i]);
    return fn_table_new(arena, families, fn_families_len + 3);
}

static bool run_template(Ctx *cx, Str text, Str *out)
{
    Str name = STR("name-template");
    TmplSet *set = tmpl_set_new(cx->arena, NULL);
    const TmplFile *file;
    Buf buf;

    buf_init(&buf, cx->arena);
    if (!tmpl_parse(cx, sprig_functions(cx->arena), name, text, &file) ||
        !tmpl_set_add(cx, set, file) ||
        !tmpl_execute(cx, &(TmplExec){.set = set, .sink = {.buf = &buf}}, name))
        return false;
    *out = buf_str(&buf);
    return true;
}

/* A failure keeps Go's text: Helm's wording is for templates of charts. */
static bool name_from_template(Ctx *cx, Str text, Str *out)
{
    Str message;

    if (run_template(cx, text, out))
        return true;
    message = report_go_text(cx->arena, cx->err);
    (void)err_take(cx);
    return fail_str(cx, ERR_VALUE, message);
}

bool release_name_settle(Ctx *cx, const OmniJob *job, Str *out)
{
    int64_t now = cx->world->now(cx->world->self);

    if (job->name_template != NULL && job->name_template[0] != '\0')
        return name_from_template(cx, str_from_c(job->name_template), out);
    if (job->generate_name != NULL)
        *out = arena_fmt(cx->arena, "%s-%lld", job->generate_name,
                         (long long)(now / 1000000000));
    else
        *out = job->release == NULL ? STR("omni") : str_from_c(job->release);
    return true;
}

bool release_name_check(Ctx *cx, Str name)
{
    if (name.len == 0)
        return fail_here(cx, ERR_VALUE,
                         "release name check failed: release name \"\": no "
                         "name provided");
    if (!is_release_name(name))
        return fail_here(
            cx, ERR_VALUE,
            "release name check failed: release name \"%.*s\": invalid release "
            "name, must match regex "
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ "
            "and the length must not be longer than %d",
            STR_ARG(name), RELEASE_NAME_MAX);
    return true;
}
