/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The functions are those of Helm 4.1.4: tests/support/helm-functions.txt
 * holds their names, sorted, as listed by its own table and text/template's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "fn/index.h"
#include "render/run.h"
#include "tmpl/builtin.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

#define NAMES_FILE "tests/support/helm-functions.txt"

static Arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* The whole file, a line each. */
static Str read_names(void)
{
    FILE *file = fopen(NAMES_FILE, "rb");
    char chunk[512];
    size_t len;
    Buf buf;

    assert_non_null(file);
    buf_init(&buf, &arena);
    while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0)
        buf_add(&buf, str_from(chunk, len));
    fclose(file);
    return buf_str(&buf);
}

static size_t all_families(const FnFamily **families)
{
    size_t n = 0;

    families[n++] = &fn_builtins;
    families[n++] = &fn_render;
    for (size_t i = 0; i < fn_families_len; i++)
        families[n++] = fn_families[i];
    return n;
}

static const FnTable *new_table(void)
{
    const FnFamily **families =
        ARENA_ARRAY(&arena, const FnFamily *, fn_families_len + 2);
    size_t n = all_families(families);

    return fn_table_new(&arena, families, n);
}

/* The names in order, a line each. */
static Str table_names(const FnTable *table)
{
    const FnDef *def;
    Buf buf;

    buf_init(&buf, &arena);
    for (size_t i = 0; (def = fn_table_at(table, i)) != NULL; i++) {
        buf_add_c(&buf, def->name);
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}

static void functions_are_those_of_helm(void **state)
{
    (void)state;
    assert_string_equal(arena_c_str(&arena, table_names(new_table())),
                        arena_c_str(&arena, read_names()));
}

static size_t count_name(const char *name)
{
    const FnFamily **families =
        ARENA_ARRAY(&arena, const FnFamily *, fn_families_len + 2);
    size_t n = all_families(families);
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < families[i]->len; k++)
            count += strcmp(families[i]->defs[k].name, name) == 0;
    }
    return count;
}

/* Sprig's slice stands in front of the builtin one. */
static void names_are_unique_but_for_slice(void **state)
{
    const FnTable *table = new_table();
    const FnDef *def;

    (void)state;
    for (size_t i = 0; (def = fn_table_at(table, i)) != NULL; i++) {
        size_t wanted = strcmp(def->name, "slice") == 0 ? 2 : 1;
        if (count_name(def->name) != wanted)
            fail_msg("%s stands in several families", def->name);
    }
}

static void families_stand_in_name_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < fn_families_len; i++)
        assert_true(strcmp(fn_families[i - 1]->name, fn_families[i]->name) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(functions_are_those_of_helm, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_are_unique_but_for_slice, set_up,
                                        tear_down),
        cmocka_unit_test(families_stand_in_name_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
