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
#include "value/print.h"
#include "values/schema_meta.h"
#include "values/schema_number.h"
#include "values/schema_rules.h"

bool schema_find_causes(SchemaFrame *frame, Str text,
                        const SchemaErrors *causes)
{
    schema_errors_add(&frame->errors,
                      schema_error_new(frame->checker->set->cx->arena,
                                       frame->place, text, causes));
    return true;
}

bool schema_find_str(SchemaFrame *frame, Str text)
{
    return schema_find_causes(frame, text, NULL);
}

bool schema_find(SchemaFrame *frame, const char *format, ...)
{
    Str text = STR("");
    va_list args;

    va_start(args, format);
    if (!frame->quiet)
        text = arena_vfmt(frame->checker->set->cx->arena, format, args);
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

/* What is open when the frame begins; `asked`: an outer schema wants to know.
 */
static void open_all(SchemaFrame *frame, bool asked)
{
    const SchemaNode *scope = frame->scope;
    size_t len = 0;
    size_t from = 0;

    if (val_kind(frame->value) == VAL_MAP) {
        asked = asked || (scope != NULL && scope->asks_properties);
        len = map_len(val_map(frame->value));
        from = scope != NULL && scope->sees_properties ? len : 0;
    } else if (val_kind(frame->value) == VAL_LIST) {
        asked = asked || (scope != NULL && scope->asks_items);
        len = val_list(frame->value)->len;
        from = scope == NULL ? 0 : scope->sees_items;
    }
    if (!asked || from >= len)
        return;
    frame->open =
        (SchemaOpen){ARENA_ARRAY(frame->checker->set->cx->arena, bool, len),
                     len, len - from};
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
        if (outer->scope == frame->scope)
            return outer;
        outer = outer->parent;
    }
    return NULL;
}

static Str location_of(const SchemaFrame *frame)
{
    Ctx *cx = frame->checker->set->cx;
    const SchemaNode *node = frame->scope;
    const SchemaDoc *doc = node->resource->doc;

    return schema_doc_location(cx, doc->url,
                               schema_doc_pointer(cx, doc, node->map));
}

/* The keywords on the way to a frame: "/$ref/allOf/0". */
static void add_way(Buf *buf, const SchemaFrame *frame)
{
    Str here;
    Str above;

    if (frame->parent == NULL)
        return;
    add_way(buf, frame->parent);
    if (frame->reference != NULL) {
        buf_add_fmt(buf, "/%s", frame->reference);
        return;
    }
    here = location_of(frame);
    above = location_of(frame->parent);
    if (here.len > above.len)
        buf_add(buf, str_skip(here, above.len));
}

static bool find_reference_cycle(SchemaFrame *frame, const SchemaFrame *outer)
{
    Buf buf;

    buf_init(&buf, frame->checker->set->cx->arena);
    buf_add_c(&buf, "both ");
    add_way(&buf, frame);
    buf_add_c(&buf, " and ");
    add_way(&buf, outer);
    buf_add_c(&buf, " resolve to ");
    val_add_quoted(&buf, location_of(frame), false);
    buf_add_c(&buf, " causing reference cycle");
    return schema_find_str(frame, buf_str(&buf));
}

static bool run_rules(SchemaFrame *frame)
{
    const SchemaNode *node = frame->node;

    for (size_t i = 0; i < node->n_rules; i++) {
        const SchemaRule *rule = &node->rules[i];
        const SchemaKeyword *keyword = rule->keyword;

        if (keyword->kind != SCHEMA_ANY_VALUE &&
            keyword->kind != frame->value.kind &&
            !(keyword->kind == VAL_FLOAT && schema_is_number(frame->value)))
            continue;
        if (keyword->kind == VAL_FLOAT &&
            !schema_number_is_usable(frame->value))
            return fail_here(frame->checker->set->cx, ERR_SCHEMA,
                             "unable to validate schema: runtime error: "
                             "invalid memory address or nil pointer "
                             "dereference");
        if (!keyword->check(frame, rule->argument))
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

    open_all(frame, asked);
    if (val_kind(frame->schema) == VAL_BOOL)
        return val_bool(frame->schema) || schema_find(frame, "false schema");
    if (frame->node == NULL || frame->node->n_rules == 0)
        return true;
    outer = find_cycle(frame);
    if (outer != NULL)
        return find_reference_cycle(frame, outer);
    return run_rules(frame);
}

static bool count_frame(SchemaChecker *checker)
{
    if (checker->n_frames++ < checker->set->cx->limits->schema_steps)
        return true;
    return ctx_fail_limit(checker->set->cx, LIMIT_SCHEMA_STEPS);
}

/* Where a resource begins in the document that is checked, the metaschema of
 * its own dialect takes over.  The validator looks for it by the place within
 * what is checked, be that the whole document or not. */
static bool change_metaschema(SchemaFrame *frame)
{
    const SchemaDoc *doc = frame->checker->meta_for;
    SchemaSet *set = frame->checker->set;
    SchemaDoc *meta;
    Str place;

    if (doc == NULL || doc->n_resources < 2 || frame->node != frame->meta)
        return true;
    place = schema_place_text(set->cx->arena, frame->place);
    for (const SchemaResource *r = doc->main; r != NULL; r = r->next) {
        if (!str_eq(r->pointer, place))
            continue;
        if (!schema_meta_doc(set, r->dialect, &meta))
            return false;
        frame->node = schema_set_node(set, meta->root);
        frame->meta = frame->node;
        break;
    }
    return true;
}

/* Runs a frame of `schema`, the rest of it being set. */
static bool enter_frame(SchemaFrame *frame, Val schema, bool asked,
                        SchemaError **error)
{
    SchemaChecker *checker = frame->checker;
    Ctx *cx = checker->set->cx;
    bool ok;

    frame->schema = schema;
    frame->node = schema_set_node(checker->set, schema);
    frame->scope = frame->node;
    if (frame->parent == NULL)
        frame->meta = frame->node;
    else if (frame->node != NULL && !change_metaschema(frame))
        return false;
    if (frame->node != NULL) {
        schema_rules_prepare(checker->set, frame->node);
        frame->keywords = frame->node->map;
        frame->draft = frame->node->resource->dialect.draft;
    }
    if (!count_frame(checker) || !ctx_enter(cx))
        return false;
    ok = run_frame(frame, asked);
    ctx_leave(cx);
    *error = schema_errors_group(cx->arena, &frame->errors, frame->place);
    return ok;
}

static bool check_again(SchemaFrame *frame, const char *reference, Val schema,
                        bool quiet, SchemaError **error)
{
    SchemaFrame inner = {.checker = frame->checker,
                         .parent = frame,
                         .meta = frame->meta,
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

static bool check_inner(SchemaFrame *frame, Val schema, Val value,
                        const SchemaPlace *place, SchemaError **error)
{
    SchemaFrame inner = {.checker = frame->checker,
                         .parent = frame,
                         .meta = frame->meta,
                         .value = value,
                         .place = place,
                         .quiet = frame->quiet};

    return enter_frame(&inner, schema, false, error);
}

bool schema_check_item(SchemaFrame *frame, Val schema, Val value, size_t index,
                       SchemaError **error)
{
    const SchemaPlace place = {frame->place, STR_NONE, index};

    return check_inner(frame, schema, value, &place, error);
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

bool schema_want_property(SchemaFrame *frame, Val schema, Val value, Str key)
{
    const SchemaPlace place = {frame->place, key.ptr == NULL ? STR("") : key,
                               0};
    SchemaError *error;

    if (!check_inner(frame, schema, value, &place, &error))
        return false;
    add_error(frame, error);
    return true;
}

bool schema_want_item(SchemaFrame *frame, Val schema, Val value, size_t index)
{
    SchemaError *error;

    if (!schema_check_item(frame, schema, value, index, &error))
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
    error = schema_error_new(frame->checker->set->cx->arena, frame->place,
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

static bool equal_lists(Arena *arena, const List *a, const List *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!schema_equal(arena, a->items[i], b->items[i]))
            return false;
    }
    return true;
}

static bool equal_maps(Arena *arena, const Map *a, const Map *b)
{
    if (map_len(a) != map_len(b))
        return false;
    for (size_t i = 0; i < map_len(a); i++) {
        if (!str_eq(map_at(a, i)->key, map_at(b, i)->key) ||
            !schema_equal(arena, map_at(a, i)->value, map_at(b, i)->value))
            return false;
    }
    return true;
}

/* The validator compares a number with the text of whatever is beside it, so
 * the number 5 equals the string "5", though not the other way round. */
static Val number_in_text(Arena *arena, Val v)
{
    if (val_kind(v) == VAL_STRING && schema_number_is_text(val_str(v)))
        return schema_number_read(arena, val_str(v));
    return v;
}

bool schema_equal(Arena *arena, Val a, Val b)
{
    if (schema_is_number(a))
        b = number_in_text(arena, b);
    if (schema_is_number(a) && schema_is_number(b))
        return schema_number_is_usable(a) && schema_number_is_usable(b) &&
               schema_compare(arena, a, b) == 0;
    if (a.kind != b.kind)
        return false;
    switch (val_kind(a)) {
    case VAL_BOOL: return val_bool(a) == val_bool(b);
    case VAL_STRING: return str_eq(val_str(a), val_str(b));
    case VAL_LIST: return equal_lists(arena, val_list(a), val_list(b));
    case VAL_MAP: return equal_maps(arena, val_map(a), val_map(b));
    case VAL_NIL:
    case VAL_INT:
    case VAL_FLOAT:
    case VAL_HOST: break;
    }
    return val_is_nil(a);
}
