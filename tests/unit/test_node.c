/* SPDX-License-Identifier: MPL-2.0 */
/* What a parsed template prints as, with the answers of Go's String. */
#include "tmpl/node.h"

#include "tmpl_eval.h"

static void expect(const char *text, const char *want)
{
    const TmplFile *file;
    Eval eval;
    Str have;

    arena_init(&eval.arena);
    ctx_init(&eval.cx, &eval.arena);
    assert_true(tmpl_parse(&eval.cx, eval_functions(&eval.arena), STR("t"),
                           str_from_c(text), &file));
    for (uint32_t i = 0; i < file->len; i++) {
        if (!str_eq_c(file->trees[i]->name, "t"))
            continue;
        have = node_text(&eval.arena, &file->trees[i]->root->base);
        assert_string_equal(arena_c_str(&eval.arena, have), want);
    }
    arena_release(&eval.arena);
}

static void conditions_print_their_branches(void **state)
{
    (void)state;
    expect("a{{if .X}}b{{else}}c{{end}}", "a{{if .X}}b{{else}}c{{end}}");
    expect("{{if .X}}b{{else if eq .Y 1}}c{{end}}",
           "{{if .X}}b{{else}}{{if eq .Y 1}}c{{end}}{{end}}");
    expect("{{with $x := .Y}}{{$x}}{{else with .Z}}{{.}}{{end}}",
           "{{with $x := .Y}}{{$x}}{{else}}{{with .Z}}{{.}}{{end}}{{end}}");
}

static void ranges_print_their_variables(void **state)
{
    (void)state;
    expect("{{range $i, $e := .L}}{{$i}}{{break}}{{else}}{{end}}",
           "{{range $i, $e := .L}}{{$i}}{{break}}{{else}}{{end}}");
    expect("{{range .L -}} x {{- continue}}{{end}}",
           "{{range .L}}x{{continue}}{{end}}");
}

static void pipelines_print_with_one_space(void **state)
{
    (void)state;
    expect("{{$x := 1}}{{$x = len .A | printf \"%d\" }}{{$x.y.z}}",
           "{{$x := 1}}{{$x = len .A | printf \"%d\"}}{{$x.y.z}}");
    expect("{{(index .A 0).B.C | print nil true 1.5 'a' . $ (len .)}}",
           "{{(index .A 0).B.C | print nil true 1.5 'a' . $ (len .)}}");
    expect("{{/* c */}}{{- .X -}} y", "{{.X}}y");
}

static void calls_of_templates_print_quoted_names(void **state)
{
    (void)state;
    expect("{{template \"t\"}}{{template `u` .X.Y | len}}",
           "{{template \"t\"}}{{template \"u\" .X.Y | len}}");
    expect("{{block \"b\" .}}{{.}}{{end}}", "{{template \"b\" .}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_print_their_branches),
        cmocka_unit_test(ranges_print_their_variables),
        cmocka_unit_test(pipelines_print_with_one_space),
        cmocka_unit_test(calls_of_templates_print_quoted_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
