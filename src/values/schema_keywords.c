/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The keywords, in the order in which the validator looks at them, which is
 * the order of what it says.  A keyword whose argument is of the wrong kind
 * does nothing: the metaschema has refused it before.
 */
#include <math.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "value/print.h"
#include "values/schema_check.h"
#include "values/schema_compile.h"
#include "values/schema_keyword.h"
#include "values/schema_load.h"
#include "values/schema_number.h"

/* -- what a value is -- */

static const char *type_name(Val v)
{
    switch (val_kind(v)) {
    case VAL_NIL: return "null";
    case VAL_BOOL: return "boolean";
    case VAL_INT:
    case VAL_FLOAT:
    case VAL_HOST: return "number";
    case VAL_STRING: return "string";
    case VAL_LIST: return "array";
    case VAL_MAP: break;
    }
    return "object";
}

static bool is_type(Val v, Str type)
{
    if (str_eq(type, STR("integer")))
        return schema_is_number(v) && schema_is_integer(v);
    return str_eq_c(type, type_name(v));
}

static bool has_type(Val v, Val types)
{
    const List *list;

    if (val_kind(types) == VAL_STRING)
        return is_type(v, val_str(types));
    list = val_list(types);
    for (size_t i = 0; i < list->len; i++) {
        if (val_kind(list->items[i]) == VAL_STRING &&
            is_type(v, val_str(list->items[i])))
            return true;
    }
    return false;
}

static bool holds_text(Val list_or_text, const char *text)
{
    const List *list;

    if (val_kind(list_or_text) == VAL_STRING)
        return str_eq_c(val_str(list_or_text), text);
    list = val_list(list_or_text);
    for (size_t i = 0; i < list->len; i++) {
        if (val_kind(list->items[i]) == VAL_STRING &&
            str_eq_c(val_str(list->items[i]), text))
            return true;
    }
    return false;
}

static bool check_type(SchemaFrame *frame, Val types)
{
    static const char *const names[] = {
        "null", "boolean", "number", "integer", "string", "array", "object"};
    Buf want;

    if (val_kind(types) != VAL_STRING && val_kind(types) != VAL_LIST)
        return true;
    if (has_type(frame->value, types))
        return true;
    buf_init(&want, schema_arena(frame));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!holds_text(types, names[i]))
            continue;
        buf_add_c(&want, want.len == 0 ? "" : " or ");
        buf_add_c(&want, names[i]);
    }
    if (want.len == 0)
        return true;
    return schema_find(frame, "got %s, want %.*s", type_name(frame->value),
                       STR_ARG(buf_str(&want)));
}

/* A scalar as messages show it. */
static void add_scalar(Buf *buf, Val v)
{
    switch (val_kind(v)) {
    case VAL_NIL: buf_add_c(buf, "<nil>"); break;
    case VAL_BOOL: buf_add_c(buf, val_bool(v) ? "true" : "false"); break;
    case VAL_INT:
    case VAL_FLOAT:
    case VAL_HOST: schema_add_number_text(buf, v); break;
    case VAL_STRING: schema_add_quoted(buf, val_str(v)); break;
    case VAL_LIST:
    case VAL_MAP: buf_add_c(buf, "value"); break;
    }
}

static bool is_scalar(Val v)
{
    return val_kind(v) != VAL_LIST && val_kind(v) != VAL_MAP;
}

static bool check_const(SchemaFrame *frame, Val want)
{
    Buf buf;

    if (schema_equal(schema_arena(frame), frame->value, want))
        return true;
    if (!is_scalar(want))
        return schema_find(frame, "'const' failed");
    buf_init(&buf, schema_arena(frame));
    buf_add_c(&buf, "value must be ");
    add_scalar(&buf, want);
    return schema_find_str(frame, buf_str(&buf));
}

static bool find_none_of(SchemaFrame *frame, const List *list)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_c(&buf,
              list->len == 1 ? "value must be " : "value must be one of ");
    for (size_t i = 0; i < list->len; i++) {
        if (!is_scalar(list->items[i]))
            return schema_find(frame, "'enum' failed");
        buf_add_c(&buf, i == 0 ? "" : ", ");
        add_scalar(&buf, list->items[i]);
    }
    return schema_find_str(frame, buf_str(&buf));
}

/* Whether one of the items is of the value's type. */
static bool has_kind(const List *list, Val v)
{
    for (size_t i = 0; i < list->len; i++) {
        if (strcmp(type_name(list->items[i]), type_name(v)) == 0)
            return true;
    }
    return false;
}

static bool check_enum(SchemaFrame *frame, Val want)
{
    const List *list;

    if (val_kind(want) != VAL_LIST)
        return true;
    list = val_list(want);
    if (!has_kind(list, frame->value))
        return find_none_of(frame, list);
    for (size_t i = 0; i < list->len; i++) {
        if (schema_equal(schema_arena(frame), frame->value, list->items[i]))
            return true;
    }
    return find_none_of(frame, list);
}

static bool asserts_formats(const SchemaFrame *frame)
{
    if (frame->draft < SCHEMA_DRAFT_2019 || frame->checker->meta_for != NULL)
        return true;
    return schema_dialect_has(frame->node->resource->dialect,
                              frame->draft == SCHEMA_DRAFT_2019
                                  ? SCHEMA_FORMAT
                                  : SCHEMA_FORMAT_ASSERTION);
}

static bool check_format(SchemaFrame *frame, Val format)
{
    Str problem;
    Buf buf;

    if (val_kind(format) != VAL_STRING || !asserts_formats(frame))
        return true;
    if (!schema_format_check(frame, val_str(format), val_str(frame->value),
                             &problem))
        return false;
    if (problem.len == 0)
        return true;
    buf_init(&buf, schema_arena(frame));
    schema_add_quoted(&buf, val_str(frame->value));
    buf_add_fmt(&buf, " is not valid %.*s: ", STR_ARG(val_str(format)));
    buf_add(&buf, problem);
    return schema_find_str(frame, buf_str(&buf));
}

/* -- references -- */

static bool resolve(SchemaFrame *frame, Val reference, Val *target)
{
    return schema_compile_link(frame->checker->set, frame->node->resource,
                               val_str(reference), target);
}

static bool check_ref(SchemaFrame *frame, Val reference)
{
    Val target;

    if (val_kind(reference) != VAL_STRING)
        return true;
    return resolve(frame, reference, &target) &&
           schema_want_reference(frame, "$ref", target);
}

static bool is_true(const Map *map, const char *key)
{
    Val v;

    return map_get(map, str_from_c(key), &v) && val_kind(v) == VAL_BOOL &&
           val_bool(v);
}

static bool is_recursive(const SchemaFrame *frame, Val schema)
{
    const SchemaNode *node = schema_set_node(frame->checker->set, schema);

    return node != NULL && node->resource->dialect.draft >= SCHEMA_DRAFT_2019 &&
           is_true(node->map, "$recursiveAnchor");
}

static bool check_recursive_ref(SchemaFrame *frame, Val reference)
{
    Val target;

    if (val_kind(reference) != VAL_STRING)
        return true;
    if (!resolve(frame, reference, &target))
        return false;
    if (is_recursive(frame, target)) {
        for (const SchemaFrame *outer = frame; outer != NULL;
             outer = outer->parent) {
            if (is_recursive(frame, outer->scope->resource->root))
                target = outer->schema;
        }
    }
    return schema_want_reference(frame, "$recursiveRef", target);
}

/* The outermost schema on the way here whose resource has that anchor. */
static Val resolve_dynamic(const SchemaFrame *frame, Str anchor, Val target)
{
    const SchemaNode *node = schema_set_node(frame->checker->set, target);

    if (node == NULL || node->resource->dialect.draft < SCHEMA_DRAFT_2020 ||
        !str_eq(schema_text_of(node->map, "$dynamicAnchor"), anchor))
        return target;
    for (; frame != NULL; frame = frame->parent) {
        const SchemaResource *resource = frame->scope->resource;

        if (val_kind(resource->root) == VAL_MAP)
            map_get(resource->dynamic, anchor, &target);
    }
    return target;
}

static bool check_dynamic_ref(SchemaFrame *frame, Val reference)
{
    Str anchor;
    Val target;

    if (val_kind(reference) != VAL_STRING)
        return true;
    if (!resolve(frame, reference, &target) ||
        !schema_url_fragment(frame->checker->set->cx, val_str(reference),
                             &anchor))
        return false;
    if (anchor.len != 0 && *anchor.ptr != '/')
        target = resolve_dynamic(frame, anchor, target);
    return schema_want_reference(frame, "$dynamicRef", target);
}

/* -- counts -- */

/* "NAME: got 1,000, want 3" */
static bool find_count(SchemaFrame *frame, const char *name, size_t got,
                       int64_t want)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_fmt(&buf, "%s: got ", name);
    schema_add_count(&buf, (int64_t)got);
    buf_add_c(&buf, ", want ");
    schema_add_count(&buf, want);
    return schema_find_str(frame, buf_str(&buf));
}

bool schema_read_count(Val v, int64_t *out)
{
    if (!schema_is_number(v) || !schema_is_integer(v))
        return false;
    *out = schema_number_bits(v);
    return true;
}

bool schema_want_at_least(SchemaFrame *frame, const char *name, size_t got,
                          Val argument)
{
    int64_t want;

    if (!schema_read_count(argument, &want) || (int64_t)got >= want)
        return true;
    return find_count(frame, name, got, want);
}

bool schema_want_at_most(SchemaFrame *frame, const char *name, size_t got,
                         Val argument)
{
    int64_t want;

    if (!schema_read_count(argument, &want) || (int64_t)got <= want)
        return true;
    return find_count(frame, name, got, want);
}

static bool check_min_length(SchemaFrame *frame, Val want)
{
    return schema_want_at_least(frame, "minLength",
                                utf8_count(val_str(frame->value)), want);
}

static bool check_max_length(SchemaFrame *frame, Val want)
{
    return schema_want_at_most(frame, "maxLength",
                               utf8_count(val_str(frame->value)), want);
}

/* -- texts and numbers -- */

static bool check_pattern(SchemaFrame *frame, Val pattern)
{
    bool matched;
    Buf buf;

    if (val_kind(pattern) != VAL_STRING)
        return true;
    if (!frame->checker->set->options->match(frame->checker->set->cx,
                                             val_str(pattern),
                                             val_str(frame->value), &matched))
        return false;
    if (matched)
        return true;
    buf_init(&buf, schema_arena(frame));
    schema_add_quoted(&buf, val_str(frame->value));
    buf_add_c(&buf, " does not match pattern ");
    schema_add_quoted(&buf, val_str(pattern));
    return schema_find_str(frame, buf_str(&buf));
}

static bool find_number(SchemaFrame *frame, const char *name, Val want)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_fmt(&buf, "%s: got ", name);
    schema_add_number(&buf, frame->value);
    buf_add_c(&buf, ", want ");
    schema_add_number(&buf, want);
    return schema_find_str(frame, buf_str(&buf));
}

/* Draft 4 says with a flag that the bound itself is out. */
static bool is_flag_set(const SchemaFrame *frame, const char *name)
{
    return is_true(frame->keywords, name);
}

/* The value in relation to `bound`, as the sign of `*order`; false when that
 * is no bound. */
static bool compare_to(const SchemaFrame *frame, Val bound, int *order)
{
    if (!schema_is_number(bound) || !schema_number_is_usable(bound))
        return false;
    *order = schema_compare(schema_arena(frame), frame->value, bound);
    return true;
}

static bool check_minimum(SchemaFrame *frame, Val bound)
{
    int order;

    if (is_flag_set(frame, "exclusiveMinimum") ||
        !compare_to(frame, bound, &order) || order >= 0)
        return true;
    return find_number(frame, "minimum", bound);
}

static bool check_maximum(SchemaFrame *frame, Val bound)
{
    int order;

    if (is_flag_set(frame, "exclusiveMaximum") ||
        !compare_to(frame, bound, &order) || order <= 0)
        return true;
    return find_number(frame, "maximum", bound);
}

static bool check_exclusive_minimum(SchemaFrame *frame, Val bound)
{
    int order;

    if (is_flag_set(frame, "exclusiveMinimum") &&
        !schema_get(frame, "minimum", &bound))
        return true;
    if (!compare_to(frame, bound, &order) || order > 0)
        return true;
    return find_number(frame, "exclusiveMinimum", bound);
}

static bool check_exclusive_maximum(SchemaFrame *frame, Val bound)
{
    int order;

    if (is_flag_set(frame, "exclusiveMaximum") &&
        !schema_get(frame, "maximum", &bound))
        return true;
    if (!compare_to(frame, bound, &order) || order < 0)
        return true;
    return find_number(frame, "exclusiveMaximum", bound);
}

static bool check_multiple_of(SchemaFrame *frame, Val of)
{
    if (!schema_is_number(of) || !schema_number_is_usable(of) ||
        schema_is_multiple(schema_arena(frame), frame->value, of))
        return true;
    return find_number(frame, "multipleOf", of);
}

/* -- schemas together -- */

static bool check_not(SchemaFrame *frame, Val schema)
{
    SchemaError *error;

    if (!schema_check_self(frame, schema, true, &error))
        return false;
    return error != NULL || schema_find(frame, "'not' failed");
}

static bool check_all_of(SchemaFrame *frame, Val schemas)
{
    SchemaErrors causes = {0};

    if (val_kind(schemas) != VAL_LIST)
        return true;
    for (size_t i = 0; i < val_list(schemas)->len; i++) {
        SchemaError *error;

        if (!schema_check_self(frame, val_list(schemas)->items[i], false,
                               &error))
            return false;
        if (error != NULL)
            schema_errors_add(&causes, error);
    }
    return causes.len == 0 ||
           schema_find_causes(frame, STR("'allOf' failed"), &causes);
}

static bool check_any_of(SchemaFrame *frame, Val schemas)
{
    SchemaErrors causes = {0};
    bool matched = false;

    if (val_kind(schemas) != VAL_LIST || val_list(schemas)->len == 0)
        return true;
    for (size_t i = 0; i < val_list(schemas)->len; i++) {
        SchemaError *error;

        if (!schema_check_self(frame, val_list(schemas)->items[i], false,
                               &error))
            return false;
        if (error != NULL) {
            schema_errors_add(&causes, error);
            continue;
        }
        matched = true;
        /* More of them may look at properties that are still open. */
        if (frame->open.n_open == 0)
            break;
    }
    return matched || schema_find_causes(frame, STR("'anyOf' failed"), &causes);
}

static bool find_both(SchemaFrame *frame, size_t i, size_t j)
{
    Buf buf;

    buf_init(&buf, schema_arena(frame));
    buf_add_c(&buf, "'oneOf' failed, subschemas ");
    schema_add_count(&buf, (int64_t)i);
    buf_add_c(&buf, ", ");
    schema_add_count(&buf, (int64_t)j);
    buf_add_c(&buf, " matched");
    return schema_find_str(frame, buf_str(&buf));
}

static bool check_one_of(SchemaFrame *frame, Val schemas)
{
    SchemaErrors causes = {0};
    size_t matched = SIZE_MAX;

    if (val_kind(schemas) != VAL_LIST || val_list(schemas)->len == 0)
        return true;
    for (size_t i = 0; i < val_list(schemas)->len; i++) {
        SchemaError *error;

        if (!schema_check_self(frame, val_list(schemas)->items[i],
                               matched != SIZE_MAX, &error))
            return false;
        if (error == NULL && matched != SIZE_MAX)
            return find_both(frame, matched, i);
        if (error == NULL)
            matched = i;
        else if (matched == SIZE_MAX)
            schema_errors_add(&causes, error);
    }
    return matched != SIZE_MAX ||
           schema_find_causes(frame, STR("'oneOf' failed, none matched"),
                              &causes);
}

static bool check_if(SchemaFrame *frame, Val condition)
{
    SchemaError *error;
    Val then;

    if (!schema_check_self(frame, condition, true, &error))
        return false;
    if (!schema_get(frame, error == NULL ? "then" : "else", &then))
        return true;
    return schema_want_self(frame, then);
}

#define ALL SCHEMA_DRAFT_ANY
#define ANY SCHEMA_ANY_VALUE

#define NAME(text)                                                             \
    {                                                                          \
        text, sizeof(text) - 1                                                 \
    }

#define CORE     SCHEMA_CORE
#define APPLY    SCHEMA_APPLICATOR
#define VALIDATE SCHEMA_VALIDATION
#define UNSEEN   SCHEMA_UNEVALUATED

const SchemaKeyword schema_keywords[] = {
    {NAME("type"),                  SCHEMA_FIRST, VALIDATE, 4,    ALL,  ANY,        check_type       },
    {NAME("const"),                 SCHEMA_FIRST, VALIDATE, 6,    ALL,  ANY,        check_const      },
    {NAME("enum"),                  SCHEMA_FIRST, VALIDATE, 4,    ALL,  ANY,        check_enum       },
    {NAME("format"),                SCHEMA_FIRST, CORE,     4,    ALL,  VAL_STRING, check_format     },
    {NAME("$ref"),                  SCHEMA_REFER, CORE,     4,    ALL,  ANY,        check_ref        },
    {NAME("minProperties"),         SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_MAP,
     schema_check_min_properties                                                                     },
    {NAME("maxProperties"),         SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_MAP,
     schema_check_max_properties                                                                     },
    {NAME("required"),              SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_MAP,
     schema_check_required                                                                           },
    {NAME("dependencies"),          SCHEMA_REST,  APPLY,    4,    ALL,  VAL_MAP,
     schema_check_dependencies                                                                       },
    {NAME("properties"),            SCHEMA_REST,  APPLY,    4,    ALL,  VAL_MAP,
     schema_check_properties                                                                         },
    {NAME("patternProperties"),     SCHEMA_REST,  APPLY,    4,    ALL,  VAL_MAP,
     schema_check_properties                                                                         },
    {NAME("additionalProperties"),  SCHEMA_REST,  APPLY,    4,    ALL,  VAL_MAP,
     schema_check_properties                                                                         },
    {NAME("propertyNames"),         SCHEMA_REST,  APPLY,    6,    ALL,  VAL_MAP,
     schema_check_property_names                                                                     },
    {NAME("dependentSchemas"),      SCHEMA_REST,  APPLY,    2019, ALL,  VAL_MAP,
     schema_check_dependent_schemas                                                                  },
    {NAME("dependentRequired"),     SCHEMA_REST,  VALIDATE, 2019, ALL,  VAL_MAP,
     schema_check_dependent_required                                                                 },
    {NAME("minItems"),              SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_LIST,
     schema_check_min_items                                                                          },
    {NAME("maxItems"),              SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_LIST,
     schema_check_max_items                                                                          },
    {NAME("uniqueItems"),           SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_LIST,
     schema_check_unique_items                                                                       },
    {NAME("items"),                 SCHEMA_REST,  APPLY,    4,    2019, VAL_LIST,
     schema_check_items_before_2020                                                                  },
    {NAME("prefixItems"),           SCHEMA_REST,  APPLY,    2020, ALL,  VAL_LIST,
     schema_check_items                                                                              },
    {NAME("items"),                 SCHEMA_REST,  APPLY,    2020, ALL,  VAL_LIST,
     schema_check_items                                                                              },
    {NAME("contains"),              SCHEMA_REST,  APPLY,    6,    ALL,  VAL_LIST,
     schema_check_contains                                                                           },
    {NAME("minLength"),             SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_STRING,
     check_min_length                                                                                },
    {NAME("maxLength"),             SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_STRING,
     check_max_length                                                                                },
    {NAME("pattern"),               SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_STRING, check_pattern    },
    {NAME("minimum"),               SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_FLOAT,  check_minimum    },
    {NAME("maximum"),               SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_FLOAT,  check_maximum    },
    {NAME("exclusiveMinimum"),      SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_FLOAT,
     check_exclusive_minimum                                                                         },
    {NAME("exclusiveMaximum"),      SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_FLOAT,
     check_exclusive_maximum                                                                         },
    {NAME("multipleOf"),            SCHEMA_REST,  VALIDATE, 4,    ALL,  VAL_FLOAT,
     check_multiple_of                                                                               },
    {NAME("$recursiveRef"),         SCHEMA_REST,  CORE,     2019, ALL,  ANY,
     check_recursive_ref                                                                             },
    {NAME("$dynamicRef"),           SCHEMA_REST,  CORE,     2020, ALL,  ANY,        check_dynamic_ref},
    {NAME("not"),                   SCHEMA_REST,  APPLY,    4,    ALL,  ANY,        check_not        },
    {NAME("allOf"),                 SCHEMA_REST,  APPLY,    4,    ALL,  ANY,        check_all_of     },
    {NAME("anyOf"),                 SCHEMA_REST,  APPLY,    4,    ALL,  ANY,        check_any_of     },
    {NAME("oneOf"),                 SCHEMA_REST,  APPLY,    4,    ALL,  ANY,        check_one_of     },
    {NAME("if"),                    SCHEMA_REST,  APPLY,    7,    ALL,  ANY,        check_if         },
    {NAME("unevaluatedProperties"), SCHEMA_REST,  APPLY,    2019, 2019, VAL_MAP,
     schema_check_unevaluated_properties                                                             },
    {NAME("unevaluatedProperties"), SCHEMA_REST,  UNSEEN,   2020, ALL,  VAL_MAP,
     schema_check_unevaluated_properties                                                             },
    {NAME("unevaluatedItems"),      SCHEMA_REST,  APPLY,    2019, 2019, VAL_LIST,
     schema_check_unevaluated_items                                                                  },
    {NAME("unevaluatedItems"),      SCHEMA_REST,  UNSEEN,   2020, ALL,  VAL_LIST,
     schema_check_unevaluated_items                                                                  },
};
const size_t schema_keywords_len = ARRAY_LEN(schema_keywords);
