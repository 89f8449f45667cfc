/* SPDX-License-Identifier: MPL-2.0 */
#include "tmpl_eval.h"

static void text_is_copied_as_it_is(void **state)
{
    (void)state;
    gives("a }} b { { c", "a }} b { { c");
    gives("", "");
}

static void strings_take_go_escapes(void **state)
{
    (void)state;
    gives("{{ \"a\\tb\\x41\\u00e9\\101\" }}", "a\tbAéA");
    gives("{{ `raw\\n` }}", "raw\\n");
    fails("{{ \"a\\qb\" }}", "template: t:1: invalid syntax");
    fails("{{ \"\\ud800\" }}", "template: t:1: invalid syntax");
}

static void character_constants_are_ints(void **state)
{
    (void)state;
    gives("{{ 'a' }}", "97");
    gives("{{ '\\n' }}", "10");
    fails("{{ 'ab' }}", "template: t:1: malformed character constant: 'ab'");
    fails("{{ '' }}", "template: t:1: invalid syntax");
}

static void a_number_is_typed_by_its_spelling(void **state)
{
    (void)state;
    gives("{{ 1e3 }} {{ 1000000.0 }} {{ 1.5 }}", "1000 1e+06 1.5");
    gives("{{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }}",
          "31 5 15 15 1000");
    gives("{{ 0x1p4 }}", "16");
    gives("{{ 1+2i }} {{ 3i }}", "(1+2i) (0+3i)");
    gives("{{ -0 }} {{ +1 }} {{ .5 }}", "0 1 0.5");
}

static void bad_numbers_are_refused(void **state)
{
    (void)state;
    fails("{{ 08 }}", "template: t:1: integer overflow: \"08\"");
    fails("{{ 1__0 }}", "template: t:1: illegal number syntax: \"1__0\"");
    fails("{{ 18446744073709551616 }}",
          "template: t:1: integer overflow: \"18446744073709551616\"");
    gives("{{ 1_0+2i }}", "(10+2i)");
    fails("{{ 1+2 }}", "template: t:1: bad number syntax: \"1+2\"");
}

static void names_must_be_known(void **state)
{
    (void)state;
    fails("{{ nofunc }}", "template: t:1: function \"nofunc\" not defined");
    fails("a\n{{ 1 |\n nofunc }}",
          "template: t:3: function \"nofunc\" not defined");
    fails("{{ $x }}", "template: t:1: undefined variable \"$x\"");
    fails("{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}",
          "template: t:1: undefined variable \"$x\"");
    fails("{{ define \"a\" }}{{ $x }}{{ end }}",
          "template: t:1: undefined variable \"$x\"");
}

static void a_variable_is_known_in_its_own_pipeline(void **state)
{
    (void)state;
    fails("{{ $x := $x }}",
          "template: t:1:9: executing \"t\" at <$x>: undefined variable: $x");
    fails("{{ $x = 1 }}",
          "template: t:1:8: executing \"t\" at <1>: undefined variable: $x");
}

static void control_structures_must_be_closed(void **state)
{
    (void)state;
    fails("{{ if true }}x", "template: t:1: unexpected EOF");
    fails("{{ end }}", "template: t:1: unexpected {{end}}");
    fails("{{ else }}", "template: t:1: unexpected {{else}}");
    fails("a\n{{ range 3 }}\n{{ else if true }}{{ end }}",
          "template: t:3: unexpected <if> in input");
    fails("{{ if true }}{{ else }}{{ else }}{{ end }}",
          "template: t:1: expected end; found {{else}}");
    fails("{{ if true }}x{{ end 1 }}",
          "template: t:1: unexpected \"1\" in end");
}

static void pipelines_must_have_commands(void **state)
{
    (void)state;
    fails("{{ }}", "template: t:1: missing value for command");
    fails("{{ if }}{{ end }}", "template: t:1: missing value for if");
    fails("{{ () }}",
          "template: t:1: missing value for parenthesized pipeline");
    gives("{{ print | }}", "");
    fails("{{ | print }}", "template: t:1: unexpected \"|\" in command");
    fails("{{ 1 | 2 }}",
          "template: t:1: non executable command in pipeline stage 2");
    fails("{{ print | nil }}",
          "template: t:1: non executable command in pipeline stage 2");
}

static void operands_are_parted_by_space(void **state)
{
    (void)state;
    fails("{{ print \"a\"b }}", "template: t:1: unexpected \"b\" in operand");
    fails("{{ print(1) }}", "template: t:1: unexpected \"(\" in operand");
    fails(
        "{{ (print 1) 2 }}",
        "template: t:1:3: executing \"t\" at <(print 1) 2>: can't give argument to non-function print 1");
    fails("{{ \"a\".x }}",
          "template: t:1: unexpected . after term \"\\\"a\\\"\"");
    fails("{{ nil.x }}", "template: t:1: unexpected . after term \"nil\"");
    fails("{{ $x+2 }}", "template: t:1: bad character U+002B '+'");
}

static void declarations_have_their_place(void **state)
{
    (void)state;
    fails("{{ $a, $b := 1 }}",
          "template: t:1: too many declarations in command");
    fails("{{ range $a, $b, $c := 1 }}{{ end }}",
          "template: t:1: too many declarations in range");
    fails("{{ range $a, 1 := 2 }}{{ end }}",
          "template: t:1: range can only initialize variables");
    fails("{{ 1 := 2 }}", "template: t:1: unexpected \":=\" in operand");
    fails("{{ $x := 1 := 2 }}", "template: t:1: unexpected \":=\" in operand");
}

static void break_belongs_in_a_range(void **state)
{
    (void)state;
    fails("{{ break }}", "template: t:1: {{break}} outside {{range}}");
    fails("{{ continue }}", "template: t:1: {{continue}} outside {{range}}");
    fails("{{ range 2 }}{{ block \"b\" . }}{{ break }}{{ end }}{{ end }}",
          "template: t:1: {{break}} outside {{range}}");
    fails("{{ range 1 }}{{ else }}{{ break }}{{ end }}",
          "template: t:1: {{break}} outside {{range}}");
}

static void definitions_stand_at_the_top(void **state)
{
    (void)state;
    fails("{{ if true }}{{ define \"a\" }}{{ end }}{{ end }}",
          "template: t:1: unexpected <define> in command");
    fails("{{ define a }}{{ end }}",
          "template: t:1: unexpected \"a\" in define clause");
    fails("{{ define \"a\" . }}{{ end }}",
          "template: t:1: unexpected <.> in define clause");
    fails("{{ define \"a\" }}x{{ else }}{{ end }}",
          "template: t:1: unexpected {{else}} in define clause");
}

static void of_two_definitions_one_must_be_empty(void **state)
{
    (void)state;
    fails("{{ define \"a\" }}A{{ end }}{{ define \"a\" }}\n\nB{{ end }}",
          "template: t:3: template: multiple definition of template \"a\"");
    gives(
        "{{ define \"a\" }} {{/* c */}} {{ end }}{{ define \"a\" }}B{{ end }}{{ template \"a\" }}",
        "B");
    gives(
        "{{ define \"a\" }}B{{ end }}{{ define \"a\" }}{{ end }}{{ template \"a\" }}",
        "B");
}

static void a_message_tells_where_its_action_began(void **state)
{
    (void)state;
    fails("x\n{{ print\n \"abc\n }}",
          "template: t:3: unterminated quoted string in action started at t:2");
    fails("x\n{{ print\n (1\n }}",
          "template: t:4: unclosed left paren in action started at t:2");
    fails("x\n{{ print\n 1\n", "template: t:4: unclosed action started at t:2");
    fails("x\n{{/* a\nb */}}\n{{ nofunc }}",
          "template: t:4: function \"nofunc\" not defined");
}

static void a_block_error_has_the_line_of_its_clause(void **state)
{
    (void)state;
    fails("x\n{{ block \"a\" .\n}}\n\n{{ else }}\n{{ end }}\n",
          "template: t:3: unexpected {{else}} in block clause");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_copied_as_it_is),
        cmocka_unit_test(strings_take_go_escapes),
        cmocka_unit_test(character_constants_are_ints),
        cmocka_unit_test(a_number_is_typed_by_its_spelling),
        cmocka_unit_test(bad_numbers_are_refused),
        cmocka_unit_test(names_must_be_known),
        cmocka_unit_test(a_variable_is_known_in_its_own_pipeline),
        cmocka_unit_test(control_structures_must_be_closed),
        cmocka_unit_test(pipelines_must_have_commands),
        cmocka_unit_test(operands_are_parted_by_space),
        cmocka_unit_test(declarations_have_their_place),
        cmocka_unit_test(break_belongs_in_a_range),
        cmocka_unit_test(definitions_stand_at_the_top),
        cmocka_unit_test(of_two_definitions_one_must_be_empty),
        cmocka_unit_test(a_message_tells_where_its_action_began),
        cmocka_unit_test(a_block_error_has_the_line_of_its_clause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
