/* SPDX-License-Identifier: MPL-2.0 */
#include "tmpl_eval.h"

static void and_or_stop_at_the_first_answer(void **state)
{
    (void)state;
    gives("{{ and 1 0 (refuse \"x\") }} {{ or 0 \"a\" (refuse \"x\") }}",
          "0 a");
    fails(
        "{{ and true (refuse \"x\") }}",
        "template: t:1:13: executing \"t\" at <refuse \"x\">: error calling refuse: x");
    gives("{{ 5 | or 0 }} {{ 5 | and 0 }}", "5 0");
    fails(
        "{{ and }}",
        "template: t:1:3: executing \"t\" at <and>: wrong number of args for and: want at least 1 got 0");
}

static void and_or_keep_the_static_type(void **state)
{
    (void)state;
    gives("{{ (or .Values.nothing .Values.map).a }}", "1");
    fails(
        "{{ upper (or .Values.nothing .Values.missing) }}",
        "template: t:1:36: executing \"t\" at <.Values.missing>: invalid value; expected string");
}

static void not_negates_truth(void **state)
{
    (void)state;
    gives("{{ not 0 }}{{ not \"a\" }}{{ not nil }}{{ not .Values.nothing }}",
          "truefalsetruetrue");
}

static void len_counts_elements_and_bytes(void **state)
{
    (void)state;
    gives("{{ len .Values.list }}{{ len .Values.map }}{{ len \"é\" }}", "322");
    fails(
        "{{ len nil }}",
        "template: t:1:3: executing \"t\" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value");
    fails(
        "{{ len .Values.nothing }}",
        "template: t:1:3: executing \"t\" at <len .Values.nothing>: error calling len: len of nil pointer");
    fails(
        "{{ len 3 }}",
        "template: t:1:3: executing \"t\" at <len 3>: error calling len: len of type int");
    fails(
        "{{ len .Error }}",
        "template: t:1:3: executing \"t\" at <len .Error>: error calling len: len of type errors.errorString");
}

static void index_goes_down_levels(void **state)
{
    (void)state;
    gives("{{ index .Values \"map\" \"b\" \"c\" }}", "deep");
    gives("{{ index .Values.list 1 }}", "2");
    gives("{{ index \"abc\" 1 }}", "98");
    gives("{{ index .Pairs \"two\" }}|", "|");
    gives("{{ index .Values \"zzz\" }}", "<no value>");
}

static void index_says_what_is_wrong(void **state)
{
    (void)state;
    fails(
        "{{ index .Values.list 3 }}",
        "template: t:1:3: executing \"t\" at <index .Values.list 3>: error calling index: reflect: slice index out of range");
    fails(
        "{{ index .Values.list 9 }}",
        "template: t:1:3: executing \"t\" at <index .Values.list 9>: error calling index: index out of range: 9");
    fails(
        "{{ index .Values.list -1 }}",
        "template: t:1:3: executing \"t\" at <index .Values.list -1>: error calling index: index out of range: -1");
    fails(
        "{{ index .Values.list \"a\" }}",
        "template: t:1:3: executing \"t\" at <index .Values.list \"a\">: error calling index: cannot index slice/array with type string");
    fails(
        "{{ index .Values.list nil }}",
        "template: t:1:3: executing \"t\" at <index .Values.list nil>: error calling index: cannot index slice/array with nil");
    fails(
        "{{ index .Values 1 }}",
        "template: t:1:3: executing \"t\" at <index .Values 1>: error calling index: value has type int; should be string");
    fails(
        "{{ index .Values nil }}",
        "template: t:1:3: executing \"t\" at <index .Values nil>: error calling index: value is nil; should be of type string");
    fails(
        "{{ index nil }}",
        "template: t:1:3: executing \"t\" at <index nil>: error calling index: index of untyped nil");
    fails(
        "{{ index .Values \"zzz\" \"y\" }}",
        "template: t:1:3: executing \"t\" at <index .Values \"zzz\" \"y\">: error calling index: index of nil pointer");
    fails(
        "{{ index 1 1 }}",
        "template: t:1:3: executing \"t\" at <index 1 1>: error calling index: can't index item of type int");
    fails(
        "{{ index \"abc\" 3 }}",
        "template: t:1:3: executing \"t\" at <index \"abc\" 3>: error calling index: reflect: string index out of range");
}

static void slice_cuts_texts_and_lists(void **state)
{
    (void)state;
    gives("{{ slice \"abcd\" 1 3 }}{{ slice \"abcd\" 2 }}", "bccd");
    gives("{{ slice .Values.list 1 }}", "[2 <nil>]");
    fails(
        "{{ slice \"abcd\" 3 2 }}",
        "template: t:1:3: executing \"t\" at <slice \"abcd\" 3 2>: error calling slice: invalid slice index: 3 > 2");
    fails(
        "{{ slice \"abcd\" 5 }}",
        "template: t:1:3: executing \"t\" at <slice \"abcd\" 5>: error calling slice: index out of range: 5");
    fails(
        "{{ slice \"abcd\" 1 2 3 }}",
        "template: t:1:3: executing \"t\" at <slice \"abcd\" 1 2 3>: error calling slice: cannot 3-index slice a string");
    fails(
        "{{ slice \"abcd\" .Values.i }}",
        "template: t:1:3: executing \"t\" at <slice \"abcd\" .Values.i>: error calling slice: cannot index slice/array with type interface {}");
    fails(
        "{{ slice nil }}",
        "template: t:1:3: executing \"t\" at <slice nil>: error calling slice: slice of untyped nil");
    fails(
        "{{ slice .Values.map }}",
        "template: t:1:3: executing \"t\" at <slice .Values.map>: error calling slice: can't slice item of type map[string]interface {}");
    fails(
        "{{ slice 1 2 3 4 5 }}",
        "template: t:1:3: executing \"t\" at <slice 1 2 3 4 5>: error calling slice: too many slice indexes: 4");
}

static void eq_compares_with_each_argument(void **state)
{
    (void)state;
    gives("{{ eq 1 2 1 }}{{ eq \"a\" \"b\" }}", "truefalse");
    fails(
        "{{ eq 1 1.0 }}",
        "template: t:1:3: executing \"t\" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64");
    fails(
        "{{ eq 1 }}",
        "template: t:1:3: executing \"t\" at <eq 1>: error calling eq: missing argument for comparison");
    gives("{{ eq .Values.nothing nil }}", "true");
    gives("{{ ne 1 2 }}", "true");
}

static void order_is_for_numbers_and_texts(void **state)
{
    (void)state;
    gives(
        "{{ lt 1 2 }}{{ le 2 2 }}{{ gt 1 2 }}{{ ge 2 2 }}{{ lt \"a\" \"b\" }}",
        "truetruefalsetruetrue");
    fails(
        "{{ lt 1 \"a\" }}",
        "template: t:1:3: executing \"t\" at <lt 1 \"a\">: error calling lt: incompatible types for comparison: int and string");
    fails(
        "{{ lt true false }}",
        "template: t:1:3: executing \"t\" at <lt true false>: error calling lt: invalid type for comparison");
    fails(
        "{{ gt .Values.map 1 }}",
        "template: t:1:3: executing \"t\" at <gt .Values.map 1>: error calling gt: invalid type for comparison");
}

static void print_puts_space_between_what_is_no_text(void **state)
{
    (void)state;
    gives("{{ print 1 2 \"a\" \"b\" nil 3 }}", "1 2ab<nil> 3");
    gives("{{ println 1 \"a\" }}", "1 a\n");
    gives("{{ printf \"%d-%s-%v\" 1 \"a\" nil }}", "1-a-<nil>");
    fails("{{ printf 1 }}",
          "template: t:1:10: executing \"t\" at <1>: expected string; found 1");
    fails(
        "{{ 1 | printf }}",
        "template: t:1:7: executing \"t\" at <printf>: wrong type for value; expected string; got int");
}

static void call_takes_no_plain_value(void **state)
{
    (void)state;
    fails(
        "{{ call 1 }}",
        "template: t:1:3: executing \"t\" at <call 1>: error calling call: non-function 1 of type int");
    fails(
        "{{ call nil }}",
        "template: t:1:3: executing \"t\" at <call nil>: error calling call: call of nil");
    fails(
        "{{ call .Values.s 1 }}",
        "template: t:1:3: executing \"t\" at <call .Values.s 1>: error calling call: non-function .Values.s of type string");
    fails(
        "{{ .Values.s | call }}",
        "template: t:1:15: executing \"t\" at <call>: error calling call: non-function str of type string");
    fails(
        "{{ 1 | call }}",
        "template: t:1:7: executing \"t\" at <call>: error calling call: non-function <int Value> of type int");
    fails(
        "{{ call }}",
        "template: t:1:3: executing \"t\" at <call>: wrong number of args for call: want at least 1 got 0");
}

static void html_escapes_five_characters(void **state)
{
    (void)state;
    gives("{{ html \"<a href='x'>&\\\"\" }}",
          "&lt;a href=&#39;x&#39;&gt;&amp;&#34;");
    gives("{{ html .Values.nothing 1 2 }}", "&lt;no value&gt;1 2");
    gives("{{ html }}|", "|");
}

static void js_escapes_what_ends_a_script(void **state)
{
    (void)state;
    gives("{{ js \"it's \\\\ <b>&= \\n é \\u200b\" }}",
          "it\\'s \\\\ \\u003Cb\\u003E\\u0026\\u003D \\u000A é \\u200B");
}

static void urlquery_escapes_all_but_unreserved(void **state)
{
    (void)state;
    gives("{{ urlquery \"a b&c=d/é~-_.\" }}", "a+b%26c%3Dd%2F%C3%A9~-_.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(and_or_stop_at_the_first_answer),
        cmocka_unit_test(and_or_keep_the_static_type),
        cmocka_unit_test(not_negates_truth),
        cmocka_unit_test(len_counts_elements_and_bytes),
        cmocka_unit_test(index_goes_down_levels),
        cmocka_unit_test(index_says_what_is_wrong),
        cmocka_unit_test(slice_cuts_texts_and_lists),
        cmocka_unit_test(eq_compares_with_each_argument),
        cmocka_unit_test(order_is_for_numbers_and_texts),
        cmocka_unit_test(print_puts_space_between_what_is_no_text),
        cmocka_unit_test(call_takes_no_plain_value),
        cmocka_unit_test(html_escapes_five_characters),
        cmocka_unit_test(js_escapes_what_ends_a_script),
        cmocka_unit_test(urlquery_escapes_all_but_unreserved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
