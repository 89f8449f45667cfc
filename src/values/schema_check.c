/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Frames: entering one, running the table over it, collecting what it found.
 *
 * A frame that looks at the value of an outer frame of the same schema would
 * go round for ever; the validator reports that as a finding, and so do we.
 */
#include "values/schema_check.h"

#include <stdarg.h>

#include "base/buf.h"
#include "values/schema_number.h"

bool schema_find_causes(SchemaFrame *frame, Str text,
                        const SchemaErrors *causes)
{
    schema_errors_add(&frame->errors,
                      schema_error_new(frame->checker->cx->arena, frame->place,
                                       text, causes));
    return true;
}

bool schema_find_str(SchemaFrame *frame, Str text)
{
    return schema_find_causes(frame, text, NULL);
}

bool schema_find(SchemaFrame *frame, const char *format, ...)
{
    va_list args;
    Str text;

    va_start(args, format);
    text = arena_vfmt(frame->checker->cx->arena, format, args);
    va_end(args);
    return schema_find_str(frame, text);
}

bool schema_get(const SchemaFrame *frame, const char *name, Val *out)
{
    return map_get(frame->keywords, str_from_c(name), out);
}

void schema_close(SchemaFrame *frame, size_t i)
{
    if (i < frame->open.len && frame->open.flags[i]) {
        frame->open.flags[i] = false;
        frame->open.n_open--;
    }
}

static bool has_keyword(const SchemaFrame *frame, const char *name)
{
    return map_find(frame->keywords, str_from_c(name)) != NULL;
}

/* How many leading items the keywords of this very schema look at; SIZE_MAX:
 * all. */
static size_t items_looked_at(const SchemaFrame *frame)
{
    Val items;
    Val prefix;

    if (frame->draft >= SCHEMA_DRAFT_2020) {
        if (has_keyword(frame, "items"))
            return SIZE_MAX;
        return schema_get(frame, "prefixItems", &prefix) &&
                       val_kind(prefix) == VAL_LIST
                   ? val_list(prefix)->len
                   : 0;
    }
    if (!schema_get(frame, "items", &items))
        return 0;
    if (val_kind(items) != VAL_LIST || has_keyword(frame, "additionalItems"))
        return SIZE_MAX;
    return val_list(items)->len;
}

/* What is open when the frame begins; `asked`: an outer schema wants to know.
 */
static void open_all(SchemaFrame *frame, bool asked)
{
    bool is_map = val_kind(frame->value) == VAL_MAP;
    bool is_list = val_kind(frame->value) == VAL_LIST;
    size_t len = 0;
    size_t from = 0;

    if (is_map) {
        asked = asked || has_keyword(frame, "unevaluatedProperties");
        len = map_len(val_map(frame->value));
        from = has_keyword(frame, "additionalProperties") ? len : 0;
    } else if (is_list) {
        asked = asked || has_keyword(frame, "unevaluatedItems");
        len = val_list(frame->value)->len;
        from = items_looked_at(frame);
    }
    if (!asked || from >= len)
        return;
    frame->open = (SchemaOpen){
        ARENA_ARRAY(frame->checker->cx->arena, bool, len), len, len - from};
    for (size_t i = from; i < len; i++)
        frame->open.flags[i] = true;
}

/* What an inner schema found valid and has looked at is looked at here too. */
static void close_all_but(SchemaFrame *frame, const SchemaOpen *inner)
{
    for (size_t i = 0; i < frame->open.len; i++) {
        if (i >= inner->len || !inner->flags[i])
            schema_close(frame, i);
    }
}

static const SchemaFrame *find_cycle(const SchemaFrame *frame)
{
    const SchemaFrame *outer = frame->parent;

    while (outer != NULL && outer->place == frame->place) {
        if (val_kind(outer->schema) == VAL_MAP &&
            outer->keywords == frame->keywords)
            return outer;
        outer = outer->parent;
    }
    return NULL;
}

/* The keywords on the way to a frame: "/$ref/allOf/0". */
static void add_way(Buf *buf, const SchemaFrame *frame)
{
    SchemaChecker *checker = frame->checker;
    Str here;
    Str above;

    if (frame->parent == NULL)
        return;
    add_way(buf, frame->parent);
    if (frame->reference != NULL) {
        buf_add_fmt(buf, "/%s", frame->reference);
        return;
    }
    here = schema_doc_location(checker->cx, checker->doc, frame->schema);
    above =
        schema_doc_location(checker->cx, checker->doc, frame->parent->schema);
    if (here.len > above.len)
        buf_add(buf, str_skip(here, above.len));
}

static bool find_reference_cycle(SchemaFrame *frame, const SchemaFrame *outer)
{
    Ctx *cx = frame->checker->cx;
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "both ");
    add_way(&buf, frame);
    buf_add_c(&buf, " and ");
    add_way(&buf, outer);
    buf_add_fmt(
        &buf, " resolve to \"%.*s\" causing reference cycle",
        STR_ARG(schema_doc_location(cx, frame->checker->doc, frame->schema)));
    return schema_find_str(frame, buf_str(&buf));
}

static bool applies(const SchemaFrame *frame, const SchemaKeyword *keyword)
{
    return frame->draft >= keyword->from && frame->draft <= keyword->until &&
           (keyword->kind == SCHEMA_ANY_VALUE ||
            keyword->kind == frame->value.kind ||
            (keyword->kind == VAL_FLOAT && frame->value.kind == VAL_INT));
}

/* Of the schemas with a $ref before 2019-09 only the reference counts, and
 * const, which the validator reads all the same. */
static bool counts_beside_reference(const SchemaKeyword *keyword)
{
    return keyword->stage == SCHEMA_REFER ||
           str_eq(keyword->name, STR("const"));
}

static bool run_keywords(SchemaFrame *frame)
{
    bool is_bare_reference =
        frame->draft < SCHEMA_DRAFT_2019 && has_keyword(frame, "$ref");

    for (size_t i = 0; i < schema_keywords_len; i++) {
        const SchemaKeyword *keyword = &schema_keywords[i];
        Val argument = VAL_NIL_VALUE;

        if (!applies(frame, keyword) ||
            (is_bare_reference && !counts_beside_reference(keyword)) ||
            (keyword->name.len != 0 &&
             !map_get(frame->keywords, keyword->name, &argument)))
            continue;
        if (!keyword->check(frame, argument))
            return false;
        if (frame->errors.len != 0 &&
            (frame->quiet || keyword->stage == SCHEMA_FIRST))
            break;
    }
    return true;
}

static bool run_frame(SchemaFrame *frame, bool asked)
{
    const SchemaFrame *outer;

    if (val_kind(frame->schema) == VAL_BOOL) {
        open_all(frame, asked);
        return val_bool(frame->schema) || schema_find(frame, "false schema");
    }
    if (val_kind(frame->schema) != VAL_MAP)
        return true;
    open_all(frame, asked);
    outer = find_cycle(frame);
    if (outer != NULL)
        return find_reference_cycle(frame, outer);
    return run_keywords(frame);
}

static bool count_frame(SchemaChecker *checker)
{
    if (checker->n_frames++ < checker->cx->limits->yaml_nodes)
        return true;
    return fail_here(checker->cx, ERR_LIMIT,
                     "the schema takes more than %zu steps",
                     checker->cx->limits->yaml_nodes);
}

/* Runs a frame of `schema`, the rest of it being set. */
static bool enter_frame(SchemaFrame *frame, Val schema, bool asked,
                        SchemaError **error)
{
    static const Map no_keywords;
    SchemaChecker *checker = frame->checker;
    bool ok;

    frame->schema = schema;
    frame->keywords =
        val_kind(schema) == VAL_MAP ? val_map(schema) : &no_keywords;
    frame->resource = schema_doc_resource(checker->doc, schema);
    frame->draft = frame->resource->draft;
    if (!count_frame(checker) || !ctx_enter(checker->cx))
        return false;
    ok = run_frame(frame, asked);
    ctx_leave(checker->cx);
    *error =
        schema_errors_group(checker->cx->arena, &frame->errors, frame->place);
    return ok;
}

static bool check_again(SchemaFrame *frame, const char *reference, Val schema,
                        bool quiet, SchemaError **error)
{
    SchemaFrame inner = {.checker = frame->checker,
                         .parent = frame,
                         .reference = reference,
                         .value = frame->value,
                         .place = frame->place,
                         .quiet = frame->quiet || quiet};

    if (!enter_frame(&inner, schema, frame->open.n_open != 0, error))
        return false;
    if (*error == NULL)
        close_all_but(frame, &inner.open);
    return true;
}

bool schema_check_self(SchemaFrame *frame, Val schema, bool quiet,
                       SchemaError **error)
{
    return check_again(frame, NULL, schema, quiet, error);
}

bool schema_check_inner(SchemaFrame *frame, Val schema, Val value, Str key,
                        SchemaError **error)
{
    SchemaPlace *place = ARENA_NEW(frame->checker->cx->arena, SchemaPlace);
    SchemaFrame inner = {.checker = frame->checker,
                         .parent = frame,
                         .value = value,
                         .place = place,
                         .quiet = frame->quiet};

    *place = (SchemaPlace){frame->place, key};
    return enter_frame(&inner, schema, false, error);
}

static void add_error(SchemaFrame *frame, SchemaError *error)
{
    if (error != NULL)
        schema_errors_add(&frame->errors, error);
}

bool schema_want_self(SchemaFrame *frame, Val schema)
{
    SchemaError *error;

    if (!schema_check_self(frame, schema, false, &error))
        return false;
    add_error(frame, error);
    return true;
}

bool schema_want_inner(SchemaFrame *frame, Val schema, Val value, Str key)
{
    SchemaError *error;

    if (!schema_check_inner(frame, schema, value, key, &error))
        return false;
    add_error(frame, error);
    return true;
}

bool schema_want_reference(SchemaFrame *frame, const char *name, Val target)
{
    SchemaErrors causes;
    SchemaError *error;

    if (!check_again(frame, name, target, false, &error))
        return false;
    if (error == NULL)
        return true;
    causes = schema_error_causes(error);
    error = schema_error_new(frame->checker->cx->arena, frame->place,
                             STR("validation failed"), &causes);
    error->kind = SCHEMA_ERROR_REFERENCE;
    add_error(frame, error);
    return true;
}

bool schema_check(SchemaChecker *checker, Val schema, Val value,
                  SchemaErrors *errors)
{
    SchemaFrame frame = {.checker = checker, .value = value};
    SchemaError *error;

    *errors = (SchemaErrors){0};
    if (!enter_frame(&frame, schema, false, &error))
        return false;
    if (error != NULL)
        *errors = schema_error_causes(error);
    return true;
}

static bool equal_lists(const List *a, const List *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!schema_equal(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

static bool equal_maps(const Map *a, const Map *b)
{
    if (map_len(a) != map_len(b))
        return false;
    for (size_t i = 0; i < map_len(a); i++) {
        if (!str_eq(map_at(a, i)->key, map_at(b, i)->key) ||
            !schema_equal(map_at(a, i)->value, map_at(b, i)->value))
            return false;
    }
    return true;
}

bool schema_equal(Val a, Val b)
{
    if (schema_is_number(a) && schema_is_number(b))
        return schema_number(a) == schema_number(b);
    if (a.kind != b.kind)
        return false;
    switch (val_kind(a)) {
    case VAL_BOOL: return val_bool(a) == val_bool(b);
    case VAL_STRING: return str_eq(val_str(a), val_str(b));
    case VAL_LIST: return equal_lists(val_list(a), val_list(b));
    case VAL_MAP: return equal_maps(val_map(a), val_map(b));
    case VAL_NIL:
    case VAL_INT:
    case VAL_FLOAT:
    case VAL_HOST: break;
    }
    return val_is_nil(a);
}
