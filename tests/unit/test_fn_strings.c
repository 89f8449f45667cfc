/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text functions and letter case.
 */
#include "fn_eval.h"

static void trim_all_takes_a_set_of_runes(void **state)
{
    (void)state;
    gives("trimAll \"$\" \"$a$\"", "a");
    gives("trimall \"ab\" \"abcba\"", "c");
    gives("trimAll \"é\" \"éxé\"", "x");
    gives("trimAll \"\" \" x \"", " x ");
}

static void trim_prefix_and_suffix_take_one_off(void **state)
{
    (void)state;
    gives("trimSuffix \"-\" \"a--\"", "a-");
    gives("trimPrefix \"-\" \"--a\"", "-a");
}

static void trunc_counts_bytes_from_either_end(void **state)
{
    (void)state;
    gives("trunc -3 \"hello\"", "llo");
    gives("trunc -10 \"hello\"", "hello");
    gives("trunc 2 \"éa\"", "é");
}

static void substr_takes_a_negative_start_for_the_beginning(void **state)
{
    (void)state;
    gives("substr -1 3 \"hello\"", "hel");
    gives("substr 2 -1 \"hello\"", "llo");
    gives("substr 2 10 \"hello\"", "llo");
}

static void substr_out_of_range_is_a_runtime_error(void **state)
{
    (void)state;
    fails(
        "substr 3 2 \"hello\"",
        "error calling substr: runtime error: slice bounds out of range [3:2]");
    fails(
        "substr -1 10 \"hello\"",
        "error calling substr: runtime error: slice bounds out of range [:10] with length 5");
    fails(
        "substr 7 -1 \"hello\"",
        "error calling substr: runtime error: slice bounds out of range [7:5]");
    fails(
        "substr -1 -2 \"hello\"",
        "error calling substr: runtime error: slice bounds out of range [:-2]");
}

static void repeat_wants_a_count_that_can_be(void **state)
{
    (void)state;
    gives("repeat 3 \"ab\"", "ababab");
    fails("repeat -1 \"x\"",
          "error calling repeat: strings: negative Repeat count");
    fails("repeat 9223372036854775807 \"ab\"",
          "error calling repeat: strings: Repeat output length overflow");
}

static void indent_pads_empty_last_lines_too(void **state)
{
    (void)state;
    gives("indent 2 \"a\\nb\\n\"", "  a\n  b\n  ");
    gives("nindent 2 \"a\"", "\n  a");
    fails("indent -1 \"x\"",
          "error calling indent: strings: negative Repeat count");
}

static void abbrev_leaves_what_is_too_narrow_for_dots(void **state)
{
    (void)state;
    gives("abbrev 5 \"hello world\"", "he...");
    gives("abbrev 3 \"hello\"", "hello");
}

static void abbrevboth_puts_dots_where_text_is_missing(void **state)
{
    (void)state;
    gives("abbrevboth 5 10 \"1234 5678 9123\"", "...5678...");
    gives("abbrevboth 2 10 \"1234 5678 9123\"", "1234 56...");
    gives("abbrevboth 20 10 \"1234 5678 9123\"", "...78 9123");
    gives("abbrevboth 5 6 \"1234 5678 9123\"", "1234 5678 9123");
    gives("abbrevboth -5 6 \"1234 5678 9123\"", "123...");
}

static void wrap_keeps_long_words_and_wrap_with_cuts_them(void **state)
{
    (void)state;
    gives("wrap 5 \"hello world foo verylongword bar\"",
          "hello\nworld\nfoo\nverylongword\nbar");
    gives("wrapWith 5 \"\\t\" \"hello world foo verylongword bar\"",
          "hello\tworld\tfoo\tveryl\tongwo\trd\tbar");
    gives("wrap 4 \"ab   \"", "ab  \n");
    gives("wrap 0 \"ab cd\"", "ab\ncd");
}

static void nospace_and_initials_read_bytes_for_runes(void **state)
{
    (void)state;
    gives("nospace \"ab\"", "ab");
    gives("nospace \"é x\"", "Ã©x");
    gives("nospace \"é\"", "é");
    gives("initials \"John doe-foo äb  c\"", "JdÃc");
}

static void quote_leaves_out_nil(void **state)
{
    (void)state;
    gives("quote \"a\\\"b\" nil 1 1.5 (list 1 \"x\") (dict \"a\" 1) true",
          "\"a\\\"b\" \"1\" \"1.5\" \"[1 x]\" \"map[a:1]\" \"true\"");
    gives("squote \"a'b\" nil 1 1.5 (list 1 \"x\")", "'a'b' '1' '1.5' '[1 x]'");
    gives("quote", "");
}

static void cat_joins_with_spaces(void **state)
{
    (void)state;
    gives("cat \"a\" nil 1 \"  b  \" ", "a 1   b  ");
    gives("cat \"%d\" \"x\"", "%d x");
    gives("cat \"\" \"x\"", " x");
    gives("cat", "");
}

static void split_by_nothing_gives_runes(void **state)
{
    (void)state;
    gives("split \"\" \"aé\"", "map[_0:a _1:é]");
    gives("splitList \"\" \"\"", "[]");
    gives("splitList \",\" \"\" | toJson", "[\"\"]");
}

static void splitn_takes_at_most_so_many_parts(void **state)
{
    (void)state;
    gives("splitn \",\" 2 \"a,b,c\"", "map[_0:a _1:b,c]");
    gives("splitn \",\" 0 \"a,b,c\"", "map[]");
    gives("splitn \",\" -1 \"a,b,c\"", "map[_0:a _1:b _2:c]");
    gives("splitn \"\" 2 \"abc\"", "map[_0:a _1:bc]");
}

static void join_takes_anything_and_leaves_out_nil(void **state)
{
    (void)state;
    gives("join \",\" (list 1 nil \"a\" 2.5 (list 1))", "1,a,2.5,[1]");
    gives("join \",\" nil", "");
    gives("join \",\" \"abc\"", "abc");
    gives("join \",\" (dict \"a\" 1)", "map[a:1]");
}

static void to_string_of_nil_is_a_text(void **state)
{
    (void)state;
    gives("toString nil", "<nil>");
    gives("toString (list nil 1)", "[<nil> 1]");
    gives("toStrings nil | toJson", "[]");
    gives("toStrings (list 1 nil 2) | toJson", "[\"1\",\"2\"]");
}

static void replace_of_nothing_goes_between_runes(void **state)
{
    (void)state;
    gives("replace \"\" \"-\" \"abé\"", "-a-b-é-");
    gives("replace \"\" \"-\" \"\"", "-");
    gives("replace \"a\" \"\" \"banana\"", "bnn");
}

static void plural_asks_for_one(void **state)
{
    (void)state;
    gives("plural \"one\" \"many\" 1", "one");
    gives("plural \"one\" \"many\" -1", "many");
}

static void title_raises_letters_behind_separators(void **state)
{
    (void)state;
    gives("title \"hello wORLD foo_bar x-y ünder 1a\"",
          "Hello WORLD Foo_bar X-Y Ünder 1a");
    gives("title \"ǆx o'neil\"", "ǅx O'Neil");
    gives("untitle \"Hello World\\tÀb\"", "hello world\tàb");
}

static void swapcase_makes_titles_of_words(void **state)
{
    (void)state;
    gives("swapcase \"Hello wORLD ünder ǅ 1a\"", "hELLO World ÜNDER ǆ 1A");
}

static void camelcase_keeps_all_but_the_last_connector(void **state)
{
    (void)state;
    gives("camelcase \"_complex__case_ foo-bar HTTP_server\"",
          "_Complex_Case_FooBarHttpServer");
    gives("camelcase \"__\"", "___");
    gives("camelcase \"FOO BAR\"", "FooBar");
}

static void snakecase_finds_words(void **state)
{
    (void)state;
    gives("snakecase \"HTTP20xOK Bld4Floor3rd NoHTTPS http2xx GO-PATH\"",
          "http_20x_ok_bld4_floor_3rd_no_https_http_2xx_go_path");
    gives("snakecase \"日本Foo語\"", "日本_foo_語");
    gives("snakecase \"foo__Bar--baz  x\"", "foo__bar__baz__x");
    gives("kebabcase \"Duration2m3s FirstName foo.Bar ÄÖ ½x\"",
          "duration-2m3s-first-name-foo.bar-äö-½x");
}

static void clean_resolves_dots(void **state)
{
    (void)state;
    gives("clean \"a/../../b//c/./d/..\"", "../b/c");
    gives("clean \"/../a/..\"", "/");
    gives("clean \"../../a\"", "../../a");
    gives("clean \"\"", ".");
    gives("clean \"//a//\"", "/a");
}

static void base_and_dir_know_the_root(void **state)
{
    (void)state;
    gives("base \"/\"", "/");
    gives("base \"\"", ".");
    gives("base \"a/b//\"", "b");
    gives("dir \"/a/b/\"", "/a/b");
    gives("dir \"a\"", ".");
    gives("osDir \"//a\"", "/");
}

static void ext_is_of_the_last_element(void **state)
{
    (void)state;
    gives("ext \"a.b/c\"", "");
    gives("ext \"a.tar.gz\"", ".gz");
    gives("ext \"x.\"", ".");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trim_all_takes_a_set_of_runes),
        cmocka_unit_test(trim_prefix_and_suffix_take_one_off),
        cmocka_unit_test(trunc_counts_bytes_from_either_end),
        cmocka_unit_test(substr_takes_a_negative_start_for_the_beginning),
        cmocka_unit_test(substr_out_of_range_is_a_runtime_error),
        cmocka_unit_test(repeat_wants_a_count_that_can_be),
        cmocka_unit_test(indent_pads_empty_last_lines_too),
        cmocka_unit_test(abbrev_leaves_what_is_too_narrow_for_dots),
        cmocka_unit_test(abbrevboth_puts_dots_where_text_is_missing),
        cmocka_unit_test(wrap_keeps_long_words_and_wrap_with_cuts_them),
        cmocka_unit_test(nospace_and_initials_read_bytes_for_runes),
        cmocka_unit_test(quote_leaves_out_nil),
        cmocka_unit_test(cat_joins_with_spaces),
        cmocka_unit_test(split_by_nothing_gives_runes),
        cmocka_unit_test(splitn_takes_at_most_so_many_parts),
        cmocka_unit_test(join_takes_anything_and_leaves_out_nil),
        cmocka_unit_test(to_string_of_nil_is_a_text),
        cmocka_unit_test(replace_of_nothing_goes_between_runes),
        cmocka_unit_test(plural_asks_for_one),
        cmocka_unit_test(title_raises_letters_behind_separators),
        cmocka_unit_test(swapcase_makes_titles_of_words),
        cmocka_unit_test(camelcase_keeps_all_but_the_last_connector),
        cmocka_unit_test(snakecase_finds_words),
        cmocka_unit_test(clean_resolves_dots),
        cmocka_unit_test(base_and_dir_know_the_root),
        cmocka_unit_test(ext_is_of_the_last_element),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
