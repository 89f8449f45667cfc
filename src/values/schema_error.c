/* SPDX-License-Identifier: MPL-2.0 */
/* Findings as text: a dash list, two spaces a level.  A reference that has one
 * cause only is left out in favour of the cause. */
#include "values/schema_error.h"

#include "value/print.h"

void schema_errors_add(SchemaErrors *errors, SchemaError *error)
{
    error->next = NULL;
    if (errors->first == NULL)
        errors->first = error;
    else
        errors->last->next = error;
    errors->last = error;
    errors->len++;
}

SchemaError *schema_error_new(Arena *arena, const SchemaPlace *place, Str text,
                              const SchemaErrors *causes)
{
    SchemaError *error = ARENA_NEW(arena, SchemaError);

    error->place = schema_place_copy(arena, place);
    error->text = text;
    if (causes != NULL) {
        error->causes = causes->first;
        error->n_causes = causes->len;
    }
    return error;
}

SchemaError *schema_errors_group(Arena *arena, const SchemaErrors *errors,
                                 const SchemaPlace *place)
{
    SchemaError *group;

    if (errors->len < 2)
        return errors->first;
    group = schema_error_new(arena, place, STR("validation failed"), errors);
    group->kind = SCHEMA_ERROR_GROUP;
    return group;
}

SchemaErrors schema_error_causes(SchemaError *error)
{
    SchemaErrors causes = {0};

    if (error->kind != SCHEMA_ERROR_GROUP) {
        schema_errors_add(&causes, error);
        return causes;
    }
    causes.first = error->causes;
    causes.len = error->n_causes;
    return causes;
}

static void print_error(Buf *buf, const SchemaError *error, size_t indent)
{
    const SchemaErrors causes = {.first = error->causes};
    bool is_hidden =
        error->kind == SCHEMA_ERROR_REFERENCE && error->n_causes == 1;

    if (!is_hidden) {
        buf_add_byte(buf, '\n');
        buf_add_repeat(buf, ' ', 2 * indent);
        buf_add_c(buf, "- at ");
        schema_add_quoted(buf, schema_place_text(buf->arena, error->place));
        buf_add_c(buf, ": ");
        buf_add(buf, error->text);
        indent++;
    }
    schema_errors_print(buf, &causes, indent);
}

void schema_errors_print(Buf *buf, const SchemaErrors *errors, size_t indent)
{
    for (const SchemaError *error = errors->first; error != NULL;
         error = error->next)
        print_error(buf, error, indent);
}

/* Go's quoted form with the two kinds of quotes swapped.  The validator takes a
 * backslash off every quote, the last one among them. */
void schema_add_quoted(Buf *buf, Str s)
{
    Buf quoted;

    buf_init(&quoted, buf->arena);
    val_add_quoted(&quoted, s, false);
    buf_add_byte(buf, '\'');
    for (size_t i = 1; i + 1 < quoted.len; i++) {
        char c = quoted.ptr[i];

        if (c == '\'')
            buf_add_byte(buf, '\\');
        if (c != '\\' || quoted.ptr[i + 1] != '"')
            buf_add_byte(buf, c);
    }
    buf_add_byte(buf, '\'');
}
