/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Splitting and ordering of manifests.  Expected results were read off Helm's
 * separator expression, (?:^|\s*\n)---\s*, and its install order.
 */

#include "render/manifest.h"

/* Behind the others, for its names are short. */
#include "run_state.h"

static void check_split(Str text, const char *const *want, size_t n_want)
{
    size_t n;
    const Str *docs = manifest_split(&arena, text, &n);

    assert_int_equal(n, n_want);
    for (size_t i = 0; i < n; i++)
        assert_true(str_eq_c(docs[i], want[i]));
}

static void manifest_split_drops_empty_documents(void **state)
{
    const char *const want[] = {"a: 1", "b: 2"};

    (void)state;
    check_split(STR("\n---\na: 1\n\n---\nb: 2\n---\n"), want, 2);
}

static void manifest_split_needs_no_line_end_behind_the_dashes(void **state)
{
    const char *const want[] = {"a: 1", "b: 2"};

    (void)state;
    check_split(STR("a: 1\n---b: 2"), want, 2);
}

static void manifest_split_takes_adjacent_separators_as_helm_does(void **state)
{
    /* The first match eats the newline that the second would need. */
    const char *const want[] = {"a", "---\nb"};

    (void)state;
    check_split(STR("a\n---\n---\nb"), want, 2);
}

static void manifest_split_leaves_dashes_inside_a_line(void **state)
{
    const char *const want[] = {"a: x---y\nb: ---"};

    (void)state;
    check_split(STR("a: x---y\nb: ---"), want, 1);
}

static Manifests sorted(RenderedFile *files, size_t n)
{
    Ctx cx;
    Manifests out;

    ctx_init(&cx, &arena);
    assert_true(manifest_sort(&cx, files, n, &out));
    return out;
}

static void manifest_sort_orders_by_kind_and_keeps_the_path_order(void **state)
{
    RenderedFile files[] = {
        {STR("c/templates/z.yaml"), STR("kind: Service\n---\nkind: Zeta")    },
        {STR("c/templates/a.yaml"), STR("kind: Alpha\n---\nkind: Deployment")},
        {STR("c/templates/m.yaml"), STR("kind: Service\nm: 1")               },
    };
    const char *const want[] = {"Service", "Service", "Deployment", "Alpha",
                                "Zeta"};
    Manifests out;

    (void)state;
    out = sorted(files, ARRAY_LEN(files));
    assert_int_equal(out.len, 5);
    for (size_t i = 0; i < out.len; i++)
        assert_true(str_eq_c(out.items[i].kind, want[i]));
    assert_true(str_eq_c(out.items[0].path, "c/templates/m.yaml"));
}

static void manifest_sort_takes_hooks_apart_and_drops_unknown_ones(void **state)
{
    RenderedFile files[] = {
        {STR("c/templates/a.yaml"),
         STR("kind: Job\nmetadata: {annotations: {helm.sh/hook: \"Test, "
             "pre-install\"}}")                                         },
        {STR("c/templates/b.yaml"),
         STR("kind: Job\nmetadata: {annotations: {helm.sh/hook: nope}}")},
        {STR("c/templates/_c.yaml"), STR("kind: Partial")               },
    };
    Manifests out;

    (void)state;
    out = sorted(files, ARRAY_LEN(files));
    assert_int_equal(out.len, 0);
    assert_int_equal(out.n_hooks, 1);
    assert_true(out.hooks[0].is_test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manifest_split_drops_empty_documents),
        cmocka_unit_test(manifest_split_needs_no_line_end_behind_the_dashes),
        cmocka_unit_test(manifest_split_takes_adjacent_separators_as_helm_does),
        cmocka_unit_test(manifest_split_leaves_dashes_inside_a_line),
        cmocka_unit_test(manifest_sort_orders_by_kind_and_keeps_the_path_order),
        cmocka_unit_test(
            manifest_sort_takes_hooks_apart_and_drops_unknown_ones),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
