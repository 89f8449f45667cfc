/* SPDX-License-Identifier: MPL-2.0 */
#include "tmpl_eval.h"

static void a_missing_key_prints_no_value(void **state)
{
    (void)state;
    gives("{{ .Values.missing }}|{{ .missing }}", "<no value>|<no value>");
    gives("{{ .Pairs.two }}|", "|");
}

static void a_field_of_nil_is_an_error(void **state)
{
    (void)state;
    fails(
        "{{ .Values.missing.foo }}",
        "template: t:1:10: executing \"t\" at <.Values.missing.foo>: nil pointer evaluating interface {}.foo");
    fails(
        "a\n\n  {{ .Values.nothing.x }}",
        "template: t:3:12: executing \"t\" at <.Values.nothing.x>: nil pointer evaluating interface {}.x");
    fails(
        "{{ .missing.x }}",
        "template: t:1:11: executing \"t\" at <.missing.x>: nil pointer evaluating interface {}.x");
    fails(
        "{{ if .Values.missing.x }}{{ end }}",
        "template: t:1:13: executing \"t\" at <.Values.missing.x>: nil pointer evaluating interface {}.x");
}

static void a_field_of_nil_in_parentheses_is_nil(void **state)
{
    (void)state;
    gives("{{ (.Values.missing).foo }}", "<no value>");
    gives("{{ (.Values.nothing).x.y }}", "<no value>");
}

static void a_field_error_names_the_static_type(void **state)
{
    (void)state;
    fails(
        "{{ .Values.s.foo }}",
        "template: t:1:10: executing \"t\" at <.Values.s.foo>: can't evaluate field foo in type interface {}");
    fails(
        "{{ with .Values.s }}{{ .foo }}{{ end }}",
        "template: t:1:23: executing \"t\" at <.foo>: can't evaluate field foo in type string");
    fails(
        "{{ $x := .Values.i }}{{ $x.foo }}",
        "template: t:1:26: executing \"t\" at <$x.foo>: can't evaluate field foo in type int");
    fails(
        "{{ range .Values.list }}{{ .x }}{{ end }}",
        "template: t:1:27: executing \"t\" at <.x>: can't evaluate field x in type interface {}");
    fails(
        "{{ range .Strings }}{{ .x }}{{ end }}",
        "template: t:1:23: executing \"t\" at <.x>: can't evaluate field x in type string");
    fails(
        "{{ .Pairs.one.x }}",
        "template: t:1:9: executing \"t\" at <.Pairs.one.x>: can't evaluate field x in type string");
    fails(
        "{{ .Strings.x }}",
        "template: t:1:11: executing \"t\" at <.Strings.x>: can't evaluate field x in type interface {}");
}

static void a_context_has_the_position_of_the_last_field(void **state)
{
    (void)state;
    fails(
        "{{ upper .Values.map.b }}",
        "template: t:1:16: executing \"t\" at <.Values.map.b>: wrong type for value; expected string; got map[string]interface {}");
    fails(
        "{{ print\n 1 .Values.s.x }}",
        "template: t:2:10: executing \"t\" at <.Values.s.x>: can't evaluate field x in type interface {}");
    fails(
        "{{ $.Values.s.x.y }}",
        "template: t:1:4: executing \"t\" at <$.Values.s.x.y>: can't evaluate field x in type interface {}");
}

static void if_and_with_follow_truth(void **state)
{
    (void)state;
    gives(
        "{{ if .Values.nothing }}a{{ else if .Values.s }}b{{ else }}c{{ end }}",
        "b");
    gives(
        "{{ with .Values.nothing }}a{{ else with .Values.s }}{{ . }}{{ end }}",
        "str");
    gives("{{ with 0 }}a{{ end }}{{ with 1 }}{{ . }}{{ end }}", "1");
}

static void range_walks_lists_maps_and_ints(void **state)
{
    (void)state;
    gives("{{ range $i, $e := .Values.list }}{{ $i }}={{ $e }};{{ end }}",
          "0=x;1=2;2=<no value>;");
    gives("{{ range $k, $v := .Values.map }}{{ $k }}:{{ $v }};{{ end }}",
          "a:1;b:map[c:deep];");
    gives("{{ range $e := .Strings }}{{ $e }};{{ end }}", "v1;apps/v1;");
    gives("{{ range 3 }}{{ . }}{{ end }}", "012");
    gives("{{ range 0 }}{{ else }}none{{ end }}", "none");
    gives("{{ range .Values.nothing }}{{ else }}none{{ end }}", "none");
}

static void range_refuses_other_values(void **state)
{
    (void)state;
    fails(
        "{{ range .Values.s }}{{ end }}",
        "template: t:1:16: executing \"t\" at <.Values.s>: range can't iterate over str");
    fails(
        "{{ range 2.5 }}{{ end }}",
        "template: t:1:9: executing \"t\" at <2.5>: range can't iterate over 2.5");
    fails(
        "{{ range true }}{{ end }}",
        "template: t:1:9: executing \"t\" at <true>: range can't iterate over true");
    fails(
        "{{ range .Error }}{{ end }}",
        "template: t:1:9: executing \"t\" at <.Error>: range can't iterate over {boom}");
    fails(
        "{{ range $i, $j := 3 }}{{ end }}",
        "template: t:1:19: executing \"t\" at <3>: can't use 3 to iterate over more than one variable");
}

static void break_and_continue_leave_inner_structures(void **state)
{
    (void)state;
    gives(
        "{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}",
        "02");
    gives(
        "{{ range 2 }}{{ range 3 }}{{ if eq . 1 }}{{ break }}{{ end }}{{ . }}{{ end }};{{ end }}",
        "0;0;");
}

static void variables_are_scoped_by_structures(void **state)
{
    (void)state;
    gives("{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}",
          "21");
    gives("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "2");
    gives("{{ $x := 1 }}{{ $x := print $x \"b\" }}{{ $x }}", "1b");
    fails("{{ if false }}{{ $a := 1 }}{{ else }}{{ $a }}{{ end }}",
          "template: t:1:40: executing \"t\" at <$a>: undefined variable: $a");
}

static void range_assigns_to_outer_variables(void **state)
{
    (void)state;
    gives(
        "{{ $i := 0 }}{{ $e := 0 }}{{ range $i, $e = .Strings }}{{ end }}{{ $i }}{{ $e }}",
        "1apps/v1");
    gives("{{ range $i, $e := .Values.missing }}{{ else }}{{ $e }}{{ end }}",
          "<no value>");
}

static void a_skipped_declaration_declares_nothing(void **state)
{
    (void)state;
    gives("{{ $y := 3 }}{{ and false ($y := 1) }}{{ $y }}", "false3");
    gives("{{ $y := 3 }}{{ and true ($y := 1) }}{{ $y }}", "11");
    fails("{{ and false ($y := 1) }}{{ $y }}",
          "template: t:1:28: executing \"t\" at <$y>: undefined variable: $y");
}

static void templates_see_only_their_dot(void **state)
{
    (void)state;
    gives(
        "{{ define \"a\" }}[{{ . }}{{ $ }}]{{ end }}{{ template \"a\" .Values.s }}{{ template \"a\" }}",
        "[strstr][<no value><no value>]");
    gives("{{ block \"b\" .Values.s }}<{{ . }}>{{ end }}", "<str>");
}

static void an_error_names_the_template_it_is_in(void **state)
{
    (void)state;
    fails(
        "{{ define \"a\" }}{{ .s.y }}{{ end }}{{ template \"a\" .Values }}",
        "template: t:1:21: executing \"a\" at <.s.y>: can't evaluate field y in type interface {}");
    fails(
        "{{ template \"nope\" . }}",
        "template: t:1:12: executing \"t\" at <{{template \"nope\" .}}>: template \"nope\" not defined");
    fails(
        "{{ define \"100%d\" }}{{ refuse \"a%sb\" }}{{ end }}{{ template \"100%d\" }}",
        "template: t:1:23: executing \"100%d\" at <refuse \"a%sb\">: error calling refuse: a%sb");
}

/* Go stops at 100000; the bound is a parameter here. */
static void endless_templates_are_stopped(void **state)
{
    CtxLimits limits = ctx_default_limits;
    Eval eval;
    bool ok;

    (void)state;
    limits.tmpl_depth = 50;
    eval_init(&eval);
    eval.cx.limits = &limits;
    ok = eval_run(&eval, STR("{{ define \"a\" }}{{ template \"a\" }}{{ end }}"
                             "{{ template \"a\" }}"));
    assert_false(ok);
    assert_text(&eval, eval_error(&eval),
                "template: t:1:28: executing \"a\" at <{{template \"a\"}}>: "
                "exceeded maximum template depth (50)");
    arena_release(&eval.arena);
}

/* Counts what on_write is told. */
static void count_bytes(void *self, const TmplFrame *frame, Str bytes)
{
    size_t *count = self;

    assert_true(tmpl_frame_pos(frame).line > 0);
    *count += bytes.len;
}

static void every_byte_passes_the_sink(void **state)
{
    size_t count = 0;
    Eval eval;

    (void)state;
    eval_init(&eval);
    eval.on_write = count_bytes;
    eval.self = &count;
    assert_true(
        eval_run(&eval, STR("a{{ define \"x\" }}{{ . }}{{ end }}\n"
                            "{{ 1.5 }}{{ template \"x\" 10 }}{{ .x }}")));
    assert_text(&eval, buf_str(&eval.output), "a\n1.510<no value>");
    assert_int_equal(count, eval.output.len);
    arena_release(&eval.arena);
}

static void arguments_must_have_the_type(void **state)
{
    (void)state;
    fails("{{ upper 1 }}",
          "template: t:1:9: executing \"t\" at <1>: expected string; found 1");
    fails(
        "{{ upper .Values.i }}",
        "template: t:1:16: executing \"t\" at <.Values.i>: wrong type for value; expected string; got int");
    fails(
        "{{ inc 1.5 }}",
        "template: t:1:7: executing \"t\" at <1.5>: expected integer; found 1.5");
    gives("{{ inc 1.0 }}", "2");
    fails(
        "{{ inc .Values.f }}",
        "template: t:1:14: executing \"t\" at <.Values.f>: wrong type for value; expected int; got float64");
    gives("{{ double 1 }}", "2");
    fails(
        "{{ double .Values.i }}",
        "template: t:1:17: executing \"t\" at <.Values.i>: wrong type for value; expected float64; got int");
    fails(
        "{{ count .Strings }}",
        "template: t:1:9: executing \"t\" at <.Strings>: wrong type for value; expected []interface {}; got []string");
    fails(
        "{{ countKeys .Pairs }}",
        "template: t:1:13: executing \"t\" at <.Pairs>: wrong type for value; expected map[string]interface {}; got map[string]string");
    fails(
        "{{ countKeys \"a\" }}",
        "template: t:1:13: executing \"t\" at <\"a\">: can't handle \"a\" for arg of type map[string]interface {}");
    fails(
        "{{ upper .Error }}",
        "template: t:1:9: executing \"t\" at <.Error>: wrong type for value; expected string; got *errors.errorString");
}

static void values_pass_as_a_plain_map(void **state)
{
    (void)state;
    gives("{{ countKeys .Values }}", "6");
}

static void nil_becomes_what_the_type_allows(void **state)
{
    (void)state;
    gives("{{ countKeys nil }}{{ count nil }}", "00");
    fails(
        "{{ upper nil }}",
        "template: t:1:9: executing \"t\" at <nil>: cannot assign nil to string");
    fails(
        "{{ upper .Values.nothing }}",
        "template: t:1:16: executing \"t\" at <.Values.nothing>: wrong type for value; expected string; got interface {}");
    fails(
        "{{ upper (.Values.nothing) }}",
        "template: t:1:17: executing \"t\" at <.Values.nothing>: invalid value; expected string");
    fails(
        "{{ countKeys .Values.nothing }}",
        "template: t:1:20: executing \"t\" at <.Values.nothing>: wrong type for value; expected map[string]interface {}; got interface {}");
}

static void argument_counts_are_checked(void **state)
{
    (void)state;
    fails(
        "{{ upper }}",
        "template: t:1:3: executing \"t\" at <upper>: wrong number of args for upper: want 1 got 0");
    fails(
        "{{ \"a\" | upper \"b\" }}",
        "template: t:1:9: executing \"t\" at <upper>: wrong number of args for upper: want 1 got 2");
    fails(
        "{{ printf }}",
        "template: t:1:3: executing \"t\" at <printf>: wrong number of args for printf: want at least 1 got 0");
    fails(
        "{{ .Values.s \"a\" }}",
        "template: t:1:10: executing \"t\" at <.Values.s>: s is not a method but has arguments");
    fails(
        "{{ 1 | .Values.s }}",
        "template: t:1:14: executing \"t\" at <.Values.s>: s is not a method but has arguments");
    fails(
        "{{ $x := 1 }}{{ $x 2 }}",
        "template: t:1:16: executing \"t\" at <$x>: can't give argument to non-function $x");
}

static void a_function_error_follows_its_call(void **state)
{
    (void)state;
    fails(
        "{{ refuse \"no: way\" }}",
        "template: t:1:3: executing \"t\" at <refuse \"no: way\">: error calling refuse: no: way");
    fails(
        "{{ \"x\" | refuse | upper }}",
        "template: t:1:9: executing \"t\" at <refuse>: error calling refuse: x");
    fails(
        "{{ upper (refuse \"x\") }}",
        "template: t:1:10: executing \"t\" at <refuse \"x\">: error calling refuse: x");
    fails(
        "{{ range refuse \"x\" }}{{ end }}",
        "template: t:1:9: executing \"t\" at <refuse \"x\">: error calling refuse: x");
}

static void a_big_constant_overflows_int(void **state)
{
    (void)state;
    gives("{{ 9223372036854775807 }}", "9223372036854775807");
    fails(
        "{{ print 18446744073709551615 }}",
        "template: t:1:9: executing \"t\" at <18446744073709551615>: 18446744073709551615 overflows int");
}

static void named_types_have_methods(void **state)
{
    (void)state;
    gives("{{ .Apis.Has \"v1\" }}{{ \"v2\" | .Apis.Has }}", "truefalse");
    gives("{{ .Values.AsMap.s }}", "str");
    fails(
        "{{ .Values.Table }}",
        "template: t:1:10: executing \"t\" at <.Values.Table>: wrong number of args for Table: want 1 got 0");
    fails(
        "{{ .Values.Encode \"x\" }}",
        "template: t:1:18: executing \"t\" at <\"x\">: can't handle \"x\" for arg of type io.Writer");
    fails("{{ .Apis.Has 1 }}",
          "template: t:1:13: executing \"t\" at <1>: expected string; found 1");
    fails(
        "{{ .Apis.Nope }}",
        "template: t:1:8: executing \"t\" at <.Apis.Nope>: can't evaluate field Nope in type interface {}");
    gives(
        "{{ .Duration.Minutes }} {{ .Duration.Round 60000000000 }} {{ .Duration.String }}",
        "1.5 2m0s 1m30s");
    gives("{{ .Error.Error }}", "boom");
}

static void a_chain_reads_the_result_of_its_term(void **state)
{
    (void)state;
    gives("{{ (index .Values \"map\").b.c }}", "deep");
    fails(
        "{{ none.x }}",
        "template: t:1:3: executing \"t\" at <none>: nil pointer evaluating interface {}.x");
    gives("{{ (none).x }}", "<no value>");
    fails(
        "{{ (print \"a\").b }}",
        "template: t:1:10: executing \"t\" at <\"a\">: can't evaluate field b in type string");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_key_prints_no_value),
        cmocka_unit_test(a_field_of_nil_is_an_error),
        cmocka_unit_test(a_field_of_nil_in_parentheses_is_nil),
        cmocka_unit_test(a_field_error_names_the_static_type),
        cmocka_unit_test(a_context_has_the_position_of_the_last_field),
        cmocka_unit_test(if_and_with_follow_truth),
        cmocka_unit_test(range_walks_lists_maps_and_ints),
        cmocka_unit_test(range_refuses_other_values),
        cmocka_unit_test(break_and_continue_leave_inner_structures),
        cmocka_unit_test(variables_are_scoped_by_structures),
        cmocka_unit_test(range_assigns_to_outer_variables),
        cmocka_unit_test(a_skipped_declaration_declares_nothing),
        cmocka_unit_test(templates_see_only_their_dot),
        cmocka_unit_test(an_error_names_the_template_it_is_in),
        cmocka_unit_test(endless_templates_are_stopped),
        cmocka_unit_test(every_byte_passes_the_sink),
        cmocka_unit_test(arguments_must_have_the_type),
        cmocka_unit_test(values_pass_as_a_plain_map),
        cmocka_unit_test(nil_becomes_what_the_type_allows),
        cmocka_unit_test(argument_counts_are_checked),
        cmocka_unit_test(a_function_error_follows_its_call),
        cmocka_unit_test(a_big_constant_overflows_int),
        cmocka_unit_test(named_types_have_methods),
        cmocka_unit_test(a_chain_reads_the_result_of_its_term),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
