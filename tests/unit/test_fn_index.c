/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The functions are those of Helm 4.1.4: tests/support/helm-functions.txt
 * holds their names, sorted, as listed by its own table and text/template's.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "fn/index.h"
#include "render/run.h"
#include "tmpl/builtin.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

#define NAMES_FILE "tests/support/helm-functions.txt"

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

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every name of every family in order, a line each; `slice`, which sprig has
 * in front of the builtin one, once. */
static Str all_names(void)
{
    const char *names[1024];
    size_t n = 0;
    const FnFamily **families =
        ARENA_ARRAY(&arena, const FnFamily *, fn_families_len + 2);
    size_t n_families = all_families(families);
    Buf buf;

    for (size_t i = 0; i < n_families; i++) {
        for (size_t k = 0; k < families[i]->len; k++)
            names[n++] = families[i]->defs[k].name;
    }
    assert_in_range(n, 1, ARRAY_LEN(names));
    qsort(names, n, sizeof(names[0]), compare_names);
    buf_init(&buf, &arena);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && strcmp(names[i], names[i - 1]) == 0 &&
            strcmp(names[i], "slice") == 0)
            continue;
        buf_add_c(&buf, names[i]);
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}

static void functions_are_those_of_helm_each_once(void **state)
{
    (void)state;
    assert_string_equal(arena_c_str(&arena, all_names()),
                        arena_c_str(&arena, read_names()));
}

static void the_later_family_wins(void **state)
{
    const FnFamily **families =
        ARENA_ARRAY(&arena, const FnFamily *, fn_families_len + 2);
    size_t n = all_families(families);
    const FnTable *table = fn_table_new(&arena, families, n);
    FnRef found;

    (void)state;
    assert_true(fn_table_find(table, STR("slice"), &found));
    assert_string_equal(fn_def(&found)->args, "aa*");
    assert_false(fn_table_find(table, STR("env"), &found));
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
        cmocka_unit_test_setup_teardown(functions_are_those_of_helm_each_once,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_later_family_wins, set_up,
                                        tear_down),
        cmocka_unit_test(families_stand_in_name_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
