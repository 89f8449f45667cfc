/* SPDX-License-Identifier: MPL-2.0 */
/* What error reports do not show (render/rich_mask.h). */
#include "base/buf.h"
#include "render/rich_mask.h"
#include "value/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
    static Arena arena;

    arena_init(&arena);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

/* A mask that knows the secret `text`. */
static RichMask mask_of(Arena *arena, const char *text)
{
    Map *map = map_new(arena, 1);
    RichMask mask;

    map_set(map, STR("password"), val_from_str(str_from_c(text)));
    map_set(map, STR("user"), val_from_str(STR("someone")));
    rich_mask_init(&mask, arena);
    rich_mask_learn(&mask, val_from_map(map));
    return mask;
}

/* `text` with all that is hidden as "***". */
static const char *shown(Arena *arena, const char *text, RichTextKind kind)
{
    RichMask mask = mask_of(arena, "correct-horse");
    Source source = source_new(arena, STR("x"), str_from_c(text));
    const MaskSpans *lines =
        rich_mask_lines(&mask, &source, kind, 1, source.n_lines);
    Buf out;

    buf_init(&out, arena);
    for (uint32_t line = 1; line <= source.n_lines; line++) {
        Str rest = source_line(&source, line);
        const MaskSpans *spans = &lines[line - 1];
        size_t pos = 0;

        for (size_t i = 0; i < spans->len; i++) {
            buf_add(&out, str_slice(rest, pos, spans->items[i].from));
            buf_add(&out, STR("***"));
            pos = spans->items[i].to;
        }
        buf_add(&out, str_skip(rest, pos));
        buf_add_byte(&out, line < source.n_lines ? '\n' : '\0');
    }
    return buf_str(&out).ptr;
}

static const char *yaml(void **state, const char *text)
{
    return shown(*state, text, RICH_TEXT_YAML);
}

static const char *template_(void **state, const char *text)
{
    return shown(*state, text, RICH_TEXT_TEMPLATE);
}

static void names_are_known_in_any_case(void **state)
{
    (void)state;
    assert_true(rich_is_secret(STR("adminPassword")));
    assert_true(rich_is_secret(STR("API_TOKEN")));
    assert_true(rich_is_secret(STR("tls.key")));
    assert_true(rich_is_secret(STR("privateData")));
    assert_false(rich_is_secret(STR("user")));
    assert_false(rich_is_secret(STR("")));
}

static void a_secret_on_its_line_is_hidden(void **state)
{
    assert_string_equal(yaml(state, "a: 1\npassword: x # y\nb: 2"),
                        "a: 1\npassword: ***\nb: 2");
    assert_string_equal(yaml(state, "- \"token\": x"), "- \"token\": ***");
    assert_string_equal(yaml(state, "# password: x"), "# password: ***");
}

static void all_below_a_secret_is_hidden(void **state)
{
    assert_string_equal(yaml(state, "secrets:\n  a: x\n  b:\n  - y\nc: z"),
                        "secrets:\n  a: ***\n  b:\n  - ***\nc: z");
    assert_string_equal(yaml(state, "secrets:\n- x\nc: z"),
                        "secrets:\n- ***\nc: z");
    assert_string_equal(yaml(state, "key: |\n  a: b\n\n  c\nd: e"),
                        "key: |\n  ***\n\n  ***\nd: e");
}

static void secrets_in_braces_are_hidden(void **state)
{
    assert_string_equal(yaml(state, "db: {user: me, password: x, port: 1}"),
                        "db: {user: me, password: ***, port: 1}");
}

static void the_value_beside_a_secret_name_is_hidden(void **state)
{
    assert_string_equal(
        yaml(state, "- name: DB_PASSWORD\n  value: x\n- name: A\n  value: y"),
        "- name: DB_PASSWORD\n  value: ***\n- name: A\n  value: y");
}

static void the_data_of_a_secret_is_hidden(void **state)
{
    assert_string_equal(yaml(state, "data:\n  a: b\nkind: Secret\n---\ndata:\n"
                                    "  c: d\nkind: ConfigMap"),
                        "data:\n  a: ***\nkind: Secret\n---\ndata:\n"
                        "  c: d\nkind: ConfigMap");
}

static void a_known_secret_is_hidden_wherever_it_is(void **state)
{
    assert_string_equal(yaml(state, "url: http://correct-horse@host"),
                        "url: http://***@host");
}

static void actions_are_no_secrets_but_their_constants_may_be(void **state)
{
    assert_string_equal(template_(state, "password: {{ .Values.password.x }}"),
                        "password: {{ .Values.password.x }}");
    assert_string_equal(template_(state, "password: a{{ .x }}b"),
                        "password: ***{{ .x }}***");
    assert_string_equal(template_(state, "{{ .Values.token | default \"x\" }}"),
                        "{{ .Values.token | default \"***\" }}");
    assert_string_equal(template_(state, "{{ include \"my.token\" .token }}"),
                        "{{ include \"my.token\" .token }}");
    assert_string_equal(template_(state, "{{ .a | default \"x\" }}"),
                        "{{ .a | default \"x\" }}");
}

static void messages_lose_known_secrets(void **state)
{
    RichMask mask = mask_of(*state, "abcd");
    RichMask brief = mask_of(*state, "ab");

    assert_true(str_eq(rich_mask_text(&mask, STR("xabcdx someone")),
                       STR("x***x someone")));
    assert_true(
        str_eq(rich_mask_text(&brief, STR("abc \"ab\"")), STR("abc \"***\"")));
}

static void flags_lose_all_behind_a_secret_key(void **state)
{
    RichMask mask;

    rich_mask_init(&mask, *state);
    assert_true(str_eq(rich_mask_flag(&mask, STR("a=1,b=2")), STR("a=1,b=2")));
    assert_true(str_eq(rich_mask_flag(&mask, STR("a=1,db.password=x,c=y")),
                       STR("a=1,db.password=***")));
    assert_true(str_eq(rich_mask_flag(&mask, STR("db={\"password\": \"x\"}")),
                       STR("db=***")));
    assert_true(
        str_eq(rich_mask_flag(&mask, STR("{\"password\": 1}")), STR("***")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_known_in_any_case),
        cmocka_unit_test(a_secret_on_its_line_is_hidden),
        cmocka_unit_test(all_below_a_secret_is_hidden),
        cmocka_unit_test(secrets_in_braces_are_hidden),
        cmocka_unit_test(the_value_beside_a_secret_name_is_hidden),
        cmocka_unit_test(the_data_of_a_secret_is_hidden),
        cmocka_unit_test(a_known_secret_is_hidden_wherever_it_is),
        cmocka_unit_test(actions_are_no_secrets_but_their_constants_may_be),
        cmocka_unit_test(messages_lose_known_secrets),
        cmocka_unit_test(flags_lose_all_behind_a_secret_key),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
