/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The jobs of a batch, read from YAML or JSON.  The names are those of the
 * flags; a table says which field of a job each of them fills.
 */
#include <stdlib.h>

#include "codec/yaml_read.h"
#include "codec/yaml_write.h"
#include "omni/omni.h"
#include "render/limits.h"
#include "render/report.h"
#include "render/stack.h"
#include "value/list.h"
#include "value/map.h"

struct OmniBatch {
    Arena arena;
    OmniBatchJob *jobs;
    size_t len;
};

typedef struct Reader {
    Ctx *cx;
    Arena *arena; /* of the jobs; what is read goes when all are there */
    OmniBatchJob *job;
    OmniValue *values;
    size_t n_values;
    Str key; /* being read */
} Reader;

typedef bool TakeField(Reader *r, Val v, size_t field);

typedef struct Field {
    const char *name;
    TakeField *take;
    size_t field; /* where in a job it goes, or which kind of value it is */
} Field;

static bool fail_key(Reader *r, const char *what)
{
    return fail_here(r->cx, ERR_VALUE, "%.*s: want %s", STR_ARG(r->key), what);
}

/* The text of a scalar, as a command line would have it. */
static bool text_of(Reader *r, Val v, const char **out)
{
    Buf buf;

    if (val_kind(v) == VAL_STRING) {
        *out = arena_c_str(r->arena, val_str(v));
        return true;
    }
    if (val_kind(v) == VAL_BOOL)
        return fail_key(r, "a text; put it in quotes");
    if (val_kind(v) != VAL_INT && val_kind(v) != VAL_FLOAT)
        return fail_key(r, "a text");
    buf_init(&buf, r->cx->arena);
    if (!codec_write_yaml(r->cx, &buf, v))
        return false;
    *out = arena_c_str(r->arena, str_drop_suffix(buf_str(&buf), STR("\n")));
    return true;
}

static void *field_at(const Reader *r, size_t offset)
{
    return (char *)&r->job->job + offset;
}

static bool take_text(Reader *r, Val v, size_t field)
{
    return text_of(r, v, (const char **)field_at(r, field));
}

static bool take_name(Reader *r, Val v, size_t field)
{
    (void)field;
    return text_of(r, v, &r->job->name);
}

static bool take_chart(Reader *r, Val v, size_t field)
{
    (void)field;
    return text_of(r, v, &r->job->chart);
}

static bool take_bool(Reader *r, Val v, size_t field)
{
    if (val_kind(v) != VAL_BOOL)
        return fail_key(r, "true or false");
    *(bool *)field_at(r, field) = val_bool(v);
    return true;
}

/* A list, or one element that stands for a list of one. */
static const List *elements(Reader *r, Val v)
{
    Val *one;

    if (val_kind(v) == VAL_LIST)
        return val_list(v);
    one = ARENA_NEW(r->cx->arena, Val);
    *one = v;
    return list_new(r->cx->arena, one, 1);
}

/* The texts and their number, which stands behind them in a job. */
static bool take_texts(Reader *r, Val v, size_t field)
{
    const List *list = elements(r, v);
    const char **texts = ARENA_ARRAY(r->arena, const char *, list->len + 1);

    for (size_t i = 0; i < list->len; i++) {
        if (!text_of(r, list->items[i], &texts[i]))
            return false;
    }
    *(const char *const **)field_at(r, field) = texts;
    *(size_t *)field_at(r, field + sizeof(texts)) = list->len;
    return true;
}

/* Values that stand in the job itself count as a file. */
static bool inline_values(Reader *r, Val v, OmniValue *out)
{
    Str text;
    Buf buf;

    buf_init(&buf, r->cx->arena);
    if (!codec_write_yaml(r->cx, &buf, v))
        return false;
    text = arena_str(r->arena, buf_str(&buf));
    *out = (OmniValue){.kind = OMNI_VALUE_BYTES,
                       .text = "values of the job",
                       .bytes = text.ptr,
                       .len = text.len};
    return true;
}

static bool take_values(Reader *r, Val v, size_t kind)
{
    const List *list = elements(r, v);

    r->values = arena_grow(r->arena, r->values, r->n_values * sizeof(OmniValue),
                           (r->n_values + list->len) * sizeof(OmniValue));
    for (size_t i = 0; i < list->len; i++) {
        OmniValue *value = &r->values[r->n_values];
        Val item = list->items[i];

        *value = (OmniValue){.kind = (OmniValueKind)kind};
        if (kind == OMNI_VALUE_FILE && val_kind(item) == VAL_MAP) {
            if (!inline_values(r, item, value))
                return false;
        } else if (!text_of(r, item, &value->text)) {
            return false;
        }
        r->n_values++;
    }
    return true;
}

#define TEXT(name, member)                                                     \
    {                                                                          \
        name, take_text, offsetof(OmniJob, member)                             \
    }
#define TEXTS(name, member)                                                    \
    {                                                                          \
        name, take_texts, offsetof(OmniJob, member)                            \
    }
#define YES(name, member)                                                      \
    {                                                                          \
        name, take_bool, offsetof(OmniJob, member)                             \
    }

static const Field fields[] = {
    {"name",        take_name,   0                     },
    {"chart",       take_chart,  0                     },
    TEXT("release", release),
    TEXT("namespace", namespace_),
    TEXT("name-template", name_template),
    TEXT("kube-version", kube_version),
    TEXT("output-dir", output_dir),
    TEXTS("api-versions", api_versions),
    TEXTS("show-only", show_only),
    TEXTS("lookup-from", lookup_from),
    YES("release-name", release_in_path),
    YES("enable-dns", enable_dns),
    YES("is-upgrade", is_upgrade),
    YES("include-crds", include_crds),
    YES("no-hooks", no_hooks),
    YES("skip-tests", skip_tests),
    YES("skip-schema-validation", skip_schema_validation),
    {"values",      take_values, OMNI_VALUE_FILE       },
    {"set",         take_values, OMNI_VALUE_SET        },
    {"set-json",    take_values, OMNI_VALUE_SET_JSON   },
    {"set-string",  take_values, OMNI_VALUE_SET_STRING },
    {"set-file",    take_values, OMNI_VALUE_SET_FILE   },
    {"set-literal", take_values, OMNI_VALUE_SET_LITERAL},
};

static bool take_field(Reader *r, Val v)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (str_eq_c(r->key, fields[i].name))
            return val_is_nil(v) || fields[i].take(r, v, fields[i].field);
    }
    return fail_here(r->cx, ERR_VALUE,
                     "%.*s: no such key; those of a job are name, chart, "
                     "release and the flags' names",
                     STR_ARG(r->key));
}

static bool read_job(Reader *r, Val v)
{
    if (val_kind(v) != VAL_MAP)
        return fail_here(r->cx, ERR_VALUE, "want a map");
    for (size_t i = 0; i < map_len(val_map(v)); i++) {
        const MapEntry *entry = map_at(val_map(v), i);

        r->key = entry->key;
        if (!take_field(r, entry->value))
            return false;
    }
    r->job->job.values = r->values;
    r->job->job.n_values = r->n_values;
    if (r->job->name == NULL)
        r->job->name =
            r->job->job.release == NULL ? "omni" : r->job->job.release;
    return true;
}

static bool read_jobs(Ctx *cx, OmniBatch *batch, Str name, Str text)
{
    const YamlReadOptions options = {.keep_integers = true};
    const List *list;
    Val v;

    if (!codec_read_yaml(cx, name, text, &options, &v))
        return err_wrap(cx, source_pos_of_file(name),
                        "cannot read the jobs of "
                        "%.*s",
                        STR_ARG(name));
    if (val_kind(v) != VAL_LIST && val_kind(v) != VAL_MAP)
        return fail_here(cx, ERR_VALUE, "%.*s: want a list of jobs",
                         STR_ARG(name));
    list = elements(&(Reader){.cx = cx}, v);
    batch->jobs = ARENA_ARRAY(&batch->arena, OmniBatchJob, list->len + 1);
    for (size_t i = 0; i < list->len; i++) {
        Reader reader = {
            .cx = cx, .arena = &batch->arena, .job = &batch->jobs[i]};

        if (!read_job(&reader, list->items[i]))
            return err_wrap(cx, source_pos_of_file(name), "%.*s: job %zu",
                            STR_ARG(name), i + 1);
    }
    batch->len = list->len;
    return true;
}

static char *copy_text(Str text)
{
    char *copy = malloc(text.len + 1);

    if (copy == NULL)
        omni_on_oom();
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

typedef struct BatchRead {
    Str name;
    Str text;
    OmniBatch *batch; /* NULL afterwards: that failed */
    char **error;
} BatchRead;

static void read_batch(void *self, size_t stack_size)
{
    BatchRead *read = self;
    Arena arena;
    Ctx cx;

    arena_init(&arena);
    ctx_init(&cx, &arena);
    limits_apply(&cx, NULL, stack_size);
    if (!read_jobs(&cx, read->batch, read->name, read->text)) {
        *read->error = copy_text(report_text(&arena, cx.err));
        omni_batch_free(read->batch);
        read->batch = NULL;
    }
    arena_release(&arena);
}

OmniBatch *omni_batch_read(const char *name, const char *text, size_t len,
                           char **error)
{
    BatchRead read = {str_from_c(name), str_from(text, len),
                      calloc(1, sizeof(OmniBatch)), error};

    *error = NULL;
    if (read.batch == NULL)
        omni_on_oom();
    arena_init(&read.batch->arena);
    stack_run(read_batch, &read, limits_stack_size(NULL));
    return read.batch;
}

size_t omni_batch_len(const OmniBatch *batch)
{
    return batch->len;
}

const OmniBatchJob *omni_batch_at(const OmniBatch *batch, size_t i)
{
    return &batch->jobs[i];
}

void omni_batch_free(OmniBatch *batch)
{
    if (batch == NULL)
        return;
    arena_release(&batch->arena);
    free(batch);
}
