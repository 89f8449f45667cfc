/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tmpl/lex.h"

/* Behind base headers, for base/ctx.h defines a macro named fail. */
#include <cmocka.h>

static int set_up(void **state)
{
    static Arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* The tokens of `input`, each as messages show it, parted by a space. */
static const char *tokens_of(Arena *arena, const char *input)
{
    Lexer lex;
    Token token;
    Buf buf;

    buf_init(&buf, arena);
    lex_init(&lex, arena, str_from_c(input));
    do {
        lex_next(&lex, &token);
        if (buf.len > 0)
            buf_add_byte(&buf, ' ');
        buf_add(&buf, lex_token_text(arena, &token));
    } while (token.type != TOKEN_EOF && token.type != TOKEN_ERROR);
    return arena_c_str(arena, buf_str(&buf));
}

/* The last token of `input`. */
static Token last_of(Arena *arena, const char *input)
{
    Lexer lex;
    Token token;

    lex_init(&lex, arena, str_from_c(input));
    do {
        lex_next(&lex, &token);
    } while (token.type != TOKEN_EOF && token.type != TOKEN_ERROR);
    return token;
}

/* The first token inside the action that `input` begins with. */
static Token first_inside(Arena *arena, const char *input)
{
    Lexer lex;
    Token token;

    lex_init(&lex, arena, str_from_c(input));
    lex_next(&lex, &token);
    lex_next(&lex, &token);
    return token;
}

static void text_and_actions_alternate(void **state)
{
    assert_string_equal(tokens_of(*state, "a{{.x}}b"),
                        "\"a\" \"{{\" \".x\" \"}}\" \"b\" EOF");
}

static void trim_markers_eat_the_space_around(void **state)
{
    assert_string_equal(tokens_of(*state, "a \n{{- 1 -}}\t b"),
                        "\"a\" \"{{\" \"1\" \"}}\" \"b\" EOF");
}

static void minus_without_space_is_a_sign(void **state)
{
    assert_string_equal(tokens_of(*state, "a {{-3}}"),
                        "\"a \" \"{{\" \"-3\" \"}}\" EOF");
}

static void comments_give_no_token(void **state)
{
    assert_string_equal(tokens_of(*state, "a {{- /* x */ -}} b"),
                        "\"a\" \"b\" EOF");
    assert_string_equal(tokens_of(*state, "{{/* x */ }}"),
                        "comment ends before closing delimiter");
    assert_string_equal(tokens_of(*state, "{{/* x }}"), "unclosed comment");
}

static void long_tokens_are_cut_at_ten_characters(void **state)
{
    assert_string_equal(tokens_of(*state, "{{abcdefghijklm}}"),
                        "\"{{\" \"abcdefghij\"... \"}}\" EOF");
}

static void keywords_show_in_angle_brackets(void **state)
{
    assert_string_equal(tokens_of(*state, "{{if}}"), "\"{{\" <if> \"}}\" EOF");
    assert_int_equal(first_inside(*state, "{{else}}").type, TOKEN_ELSE);
    assert_int_equal(first_inside(*state, "{{elsewhere}}").type,
                     TOKEN_IDENTIFIER);
}

static void numbers_of_every_base_are_one_token(void **state)
{
    assert_int_equal(first_inside(*state, "{{0x1Fp-2}}").type, TOKEN_NUMBER);
    assert_int_equal(first_inside(*state, "{{1_000.5e+3}}").type, TOKEN_NUMBER);
    assert_int_equal(first_inside(*state, "{{1+2i}}").type, TOKEN_COMPLEX);
    assert_string_equal(tokens_of(*state, "{{1a}}"),
                        "\"{{\" bad number syntax: \"1a\"");
}

static void dot_before_a_digit_is_a_number(void **state)
{
    assert_int_equal(first_inside(*state, "{{.5}}").type, TOKEN_NUMBER);
    assert_int_equal(first_inside(*state, "{{.x5}}").type, TOKEN_FIELD);
    assert_int_equal(first_inside(*state, "{{.}}").type, TOKEN_DOT);
}

static void a_closing_delimiter_in_a_string_is_text(void **state)
{
    assert_int_equal(first_inside(*state, "{{\"}}\"}}").type, TOKEN_STRING);
    assert_int_equal(first_inside(*state, "{{`}}`}}").type, TOKEN_RAW_STRING);
}

static void bad_characters_are_named_by_code_point(void **state)
{
    assert_string_equal(tokens_of(*state, "{{\\}}"),
                        "\"{{\" \"\\\\\" \"}}\" EOF");
    assert_string_equal(tokens_of(*state, "{{\x01}}"),
                        "\"{{\" unrecognized character in action: U+0001");
    assert_string_equal(tokens_of(*state, "{{.a+1}}"),
                        "\"{{\" bad character U+002B '+'");
}

static void unclosed_things_are_errors(void **state)
{
    assert_string_equal(tokens_of(*state, "{{ \"a"),
                        "\"{{\" unterminated quoted string");
    assert_string_equal(tokens_of(*state, "{{`a"),
                        "\"{{\" unterminated raw quoted string");
    assert_string_equal(tokens_of(*state, "{{'a"),
                        "\"{{\" unterminated character constant");
    assert_string_equal(tokens_of(*state, "{{(}}"),
                        "\"{{\" \"(\" unclosed left paren");
    assert_string_equal(tokens_of(*state, "{{)}}"),
                        "\"{{\" unexpected right paren");
    assert_string_equal(tokens_of(*state, "{{x"),
                        "\"{{\" \"x\" unclosed action");
}

static void space_inside_actions_sets_tokens_apart(void **state)
{
    assert_true(first_inside(*state, "{{ .a}}").is_apart);
    assert_false(first_inside(*state, "{{.a}}").is_apart);
    /* It belongs to the trim marker. */
    assert_false(first_inside(*state, "{{- .a}}").is_apart);
    assert_true(first_inside(*state, "{{-  .a}}").is_apart);
}

static void strings_without_escapes_are_plain(void **state)
{
    assert_true(first_inside(*state, "{{\"a }}'`\tb~\"}}").is_plain);
    assert_false(first_inside(*state, "{{\"a\\tb\"}}").is_plain);
    assert_false(first_inside(*state, "{{\"\u00e9\"}}").is_plain);
    assert_false(first_inside(*state, "{{`a`}}").is_plain);
}

static void tokens_know_where_they_begin(void **state)
{
    assert_int_equal(last_of(*state, "").pos, 0);
    assert_int_equal(last_of(*state, "a\nb\n{{/*\n*/}}\n").pos, 14);
    assert_int_equal(last_of(*state, "a\n\n{{ `\n` \n \"").pos, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_actions_alternate),
        cmocka_unit_test(trim_markers_eat_the_space_around),
        cmocka_unit_test(minus_without_space_is_a_sign),
        cmocka_unit_test(comments_give_no_token),
        cmocka_unit_test(long_tokens_are_cut_at_ten_characters),
        cmocka_unit_test(keywords_show_in_angle_brackets),
        cmocka_unit_test(numbers_of_every_base_are_one_token),
        cmocka_unit_test(dot_before_a_digit_is_a_number),
        cmocka_unit_test(a_closing_delimiter_in_a_string_is_text),
        cmocka_unit_test(bad_characters_are_named_by_code_point),
        cmocka_unit_test(unclosed_things_are_errors),
        cmocka_unit_test(space_inside_actions_sets_tokens_apart),
        cmocka_unit_test(strings_without_escapes_are_plain),
        cmocka_unit_test(tokens_know_where_they_begin),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
