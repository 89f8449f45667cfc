/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Regular expressions.
 */
#include "fn/regex_cache.h"

#include "fn_eval.h"

static void match_finds_anywhere_and_forgives(void **state)
{
    (void)state;
    gives("regexMatch \"b+\" \"abbc\"", "true");
    gives("regexMatch \"^b\" \"ab\"", "false");
    gives("regexMatch \"(\" \"a\"", "false");
    gives("regexMatch \"a.c\" \"a\\nc\"", "false");
    gives("mustRegexMatch \"(?s)a.c\" \"a\\nc\"", "true");
}

static void find_is_leftmost_first(void **state)
{
    (void)state;
    gives("regexFind \"a|ab\" \"ab\"", "a");
    gives("regexFind \"a+?\" \"aaa\"", "a");
    gives("regexFind \"x\" \"a\"", "");
    gives("regexFind \"[0-9]+\" \"v12.3\"", "12");
    gives("mustRegexFind \"\\\\bb\" \"a b\"", "b");
}

static void find_all_counts(void **state)
{
    (void)state;
    gives("regexFindAll \"[0-9]\" \"1a2b3\" -1", "[1 2 3]");
    gives("regexFindAll \"[0-9]\" \"1a2b3\" 2", "[1 2]");
    gives("regexFindAll \"a*\" \"baac\" -1", "[ aa ]");
    gives("regexFindAll \"x\" \"abc\" -1", "[]");
    gives("regexFindAll \"x\" \"abc\" -1 | toJson", "null");
    gives("regexFindAll \"a\" \"aa\" 0 | toJson", "null");
    gives("printf \"%T\" (regexFindAll \"a\" \"a\" 1)", "[]string");
}

static void replace_knows_groups_and_names(void **state)
{
    (void)state;
    gives("regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"${1}W\"", "-W-xxW-");
    gives("regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"$1W\"", "---");
    gives("regexReplaceAll \"(?P<n>a)\" \"aba\" \"<$n>\"", "<a>b<a>");
    gives("regexReplaceAll \"(?<n>a)\" \"aba\" \"<${n}>\"", "<a>b<a>");
    gives("regexReplaceAll \"a\" \"aba\" \"$$0 $0\"", "$0 ab$0 a");
    gives("regexReplaceAll \"a\" \"aba\" \"$\"", "$b$");
    gives("regexReplaceAll \"(a)|b\" \"ab\" \"[$1]\"", "[a][]");
    gives("regexReplaceAll \"[^a-z0-9]+\" \"A b_c\" \"-\"", "-b-c");
}

static void empty_matches_are_replaced_once(void **state)
{
    (void)state;
    gives("regexReplaceAll \"\" \"abc\" \"-\"", "-a-b-c-");
    gives("regexReplaceAll \"x*\" \"axb\" \"-\"", "-a-b-");
    gives("regexReplaceAll \"a*\" \"baac\" \"-\"", "-b-c-");
    gives("regexReplaceAll \"$\" \"ab\" \"!\"", "ab!");
    gives("regexReplaceAll \"\\\\B\" \"\\u00e9a\" \"-\"", "-\303\251a");
}

static void literal_replacement_has_no_groups(void **state)
{
    (void)state;
    gives("regexReplaceAllLiteral \"a(x*)b\" \"-ab-axxb-\" \"${1}\"",
          "-${1}-${1}-");
    gives("mustRegexReplaceAllLiteral \".\" \"ab\" \"$0\"", "$0$0");
    gives("mustRegexReplaceAll \".\" \"ab\" \"$0$0\"", "aabb");
}

static void split_cuts_at_matches(void **state)
{
    (void)state;
    gives("regexSplit \"z+\" \"pizza\" -1", "[pi a]");
    gives("regexSplit \"z+\" \"pizza\" 1", "[pizza]");
    gives("regexSplit \",\" \"a,b,,c\" 2", "[a b,,c]");
    gives("regexSplit \"\" \"abc\" -1 | toJson", "[\"a\",\"b\",\"c\"]");
    gives("regexSplit \"a\" \"\" -1 | toJson", "[\"\"]");
    gives("regexSplit \"\" \"\" -1 | toJson", "[]");
    gives("regexSplit \"a\" \"aba\" -1 | toJson", "[\"\",\"b\",\"\"]");
    gives("regexSplit \",\" \"a,b\" 0 | toJson", "null");
    gives("mustRegexSplit \",\" \"a,b\" -1", "[a b]");
}

static void quote_meta_escapes_operators(void **state)
{
    (void)state;
    gives("regexQuoteMeta \"1.2.3 [a]{b}^$|()*+?\\\\-_\"",
          "1\\.2\\.3 \\[a\\]\\{b\\}\\^\\$\\|\\(\\)\\*\\+\\?\\\\-_");
}

static void a_bad_pattern_is_a_panic_of_must_compile(void **state)
{
    (void)state;
    fails("regexFind \"(\" \"a\"",
          "regexp: Compile(`(`): error parsing regexp: missing closing ): `(`");
    fails("regexFindAll \"[\" \"a\" 1",
          "regexp: Compile(`[`): error parsing regexp: missing closing ]: `[`");
    fails(
        "regexSplit \"*\" \"a\" 1",
        "regexp: Compile(`*`): error parsing regexp: missing argument to repetition operator: `*`");
    fails(
        "regexReplaceAll \"a**\" \"a\" \"\"",
        "regexp: Compile(`a**`): error parsing regexp: invalid nested repetition operator: `**`");
    fails(
        "regexFind \"`(\" \"a\"",
        "regexp: Compile(\"`(\"): error parsing regexp: missing closing ): ``(`");
}

static void must_forms_return_the_reason(void **state)
{
    (void)state;
    fails("mustRegexFind \"a)\" \"a\"",
          "error parsing regexp: unexpected ): `a)`");
    fails("mustRegexMatch \"[z-a]\" \"a\"",
          "error parsing regexp: invalid character class range: `z-a`");
    fails("mustRegexMatch \"a{1001}\" \"a\"",
          "error parsing regexp: invalid repeat count: `{1001}`");
    fails("mustRegexMatch \"(a{100}){11}\" \"a\"",
          "error parsing regexp: invalid repeat count: `{11}`");
    fails("mustRegexMatch \"(?=a)\" \"a\"",
          "error parsing regexp: invalid or unsupported Perl syntax: `(?=`");
    fails("mustRegexMatch \"(?P<n\" \"a\"",
          "error parsing regexp: invalid named capture: `(?P<n`");
    fails("mustRegexMatch \"\\\\8\" \"a\"",
          "error parsing regexp: invalid escape sequence: `\\8`");
    fails("mustRegexMatch \"\\\\p{Foo}\" \"a\"",
          "error parsing regexp: invalid character class range: `\\p{Foo}`");
    fails("mustRegexMatch \"a\\\\\" \"a\"",
          "error parsing regexp: trailing backslash at end of expression: ``");
    fails("mustRegexMatch \"[[:foo:]]\" \"a\"",
          "error parsing regexp: invalid character class range: `[:foo:]`");
    fails("mustRegexMatch \"x{2}{3}\" \"a\"",
          "error parsing regexp: invalid nested repetition operator: `{2}{3}`");
    fails("mustRegexMatch \"(?i)(?s\" \"a\"",
          "error parsing regexp: invalid or unsupported Perl syntax: `(?s`");
}

static void an_invalid_byte_is_one_character(void **state)
{
    (void)state;
    gives("regexFindAll \".\" \"a\\xffb\" -1 | len", "3");
    gives("regexReplaceAll \"\\\\x{fffd}\" \"a\\xffb\" \"-\"", "a-b");
}

static void classes_and_flags(void **state)
{
    (void)state;
    gives("regexFindAll \"\\\\p{Greek}\" \"a\\u03b1b\" -1", "[\316\261]");
    gives("regexReplaceAll \"(?i)B\" \"abB\" \"x\"", "axx");
    gives("regexFindAll \"[[:upper:]]+\" \"abCDe\" -1", "[CD]");
    gives("regexReplaceAll \"(?m)^\" \"a\\nb\" \"> \"", "> a\n> b");
    gives("regexFind \"\\\\Qa.b\\\\E+\" \"xa.bbb\"", "a.bbb");
    gives("regexFind \"a{,2}\" \"a{,2}\"", "a{,2}");
}

static void a_few_patterns_are_compiled_once(void **state)
{
    enum { FEW = 20 };
    const RegexSimple *compiled[FEW];
    Arena arena;
    Ctx cx;

    (void)state;
    arena_init(&arena);
    ctx_init(&cx, &arena);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < FEW; i++) {
            Str pattern = arena_fmt(&arena, "^pattern-%d$", i);
            const RegexPattern *got = regex_cache_get(&cx, pattern);

            assert_non_null(got);
            if (round == 0)
                compiled[i] = got->simple;
            assert_ptr_equal(got->simple, compiled[i]);
        }
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_finds_anywhere_and_forgives),
        cmocka_unit_test(find_is_leftmost_first),
        cmocka_unit_test(find_all_counts),
        cmocka_unit_test(replace_knows_groups_and_names),
        cmocka_unit_test(empty_matches_are_replaced_once),
        cmocka_unit_test(literal_replacement_has_no_groups),
        cmocka_unit_test(split_cuts_at_matches),
        cmocka_unit_test(quote_meta_escapes_operators),
        cmocka_unit_test(a_bad_pattern_is_a_panic_of_must_compile),
        cmocka_unit_test(must_forms_return_the_reason),
        cmocka_unit_test(an_invalid_byte_is_one_character),
        cmocka_unit_test(classes_and_flags),
        cmocka_unit_test(a_few_patterns_are_compiled_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
