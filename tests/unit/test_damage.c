/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A byte that no text may hold fails a document wherever it stands, and so
 * does the end of a document in the midst of a character.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/json.h"
#include "codec/toml.h"
#include "codec/yaml_read.h"

/* Behind our headers: it defines a macro fail(). */
#include <cmocka.h>

typedef bool ReadText(Ctx *cx, Str text);

static bool read_yaml(Ctx *cx, Str text)
{
    Val v;

    return codec_read_yaml(cx, STR("t"), text, NULL, &v);
}

static bool read_toml(Ctx *cx, Str text)
{
    Val v;

    return codec_read_toml(cx, STR("t"), text, &v);
}

static bool read_json(Ctx *cx, Str text)
{
    Val v;

    return codec_read_json(cx, STR("t"), text, &v);
}

static void expect(ReadText *read, Str text, bool is_good, size_t at)
{
    Arena arena;
    Ctx cx;
    bool ok;

    arena_init(&arena);
    ctx_init(&cx, &arena);
    ok = read(&cx, arena_str(&arena, text));
    if (ok != is_good)
        fail_msg("byte %zu: %s", at, ok ? "taken" : err_take(&cx).ptr);
    assert_true(ok || cx.err != NULL);
    arena_release(&arena);
}

/* `text` is good, and bad with `byte` in the place of, or before, any of its
 * bytes. */
static void check(ReadText *read, const char *text, char byte)
{
    Str whole = str_from_c(text);
    Arena arena;

    arena_init(&arena);
    expect(read, whole, true, 0);
    for (size_t i = 0; i < whole.len; i++) {
        char *bad = arena_alloc_text(&arena, whole.len + 1);

        memcpy(bad, whole.ptr, whole.len);
        bad[i] = byte;
        expect(read, str_from(bad, whole.len), false, i);
        memcpy(bad + i + 1, whole.ptr + i, whole.len - i);
        expect(read, str_from(bad, whole.len + 1), false, i);
    }
    arena_release(&arena);
}

static const char yaml[] =
    "%YAML 1.1\n"
    "%TAG !e! tag:example.com,2000:\n"
    "# first\n"
    "---  # second\n"
    "plain: two words # and more\n"
    "over lines: a\n"
    "\n"
    "  b\n"
    "single: 'it''s\n"
    "\n"
    "  more'\n"
    "double: \"a\\tb\\x41\\u00e9\\U0001F600\\\n"
    "  c\n"
    "\n"
    "  d\"\n"
    "literal: |2- # third\n"
    "   x\n"
    "\n"
    "  y\n"
    "folded: >+\n"
    "  x\n"
    "  y\n"
    "\n"
    "   z\n"
    "anchor: &a !!str 12\n"
    "alias: *a\n"
    "tags: [!<tag:yaml.org,2002:str> a, !!int 7, &b c]\n"
    "flow: {a: 1, 'b': [2, 3], ? c : d, \"e\":f, g: , h}\n"
    "? complex\n"
    ": - a\n"
    "  - - b\n"
    "    - c: d\n"
    "      e: f\n"
    "  -\n"
    "empty:\n"
    "merge: {<<: {x: 1}}\n"
    "\xC3\xA9: \xE2\x82\xAC\xF0\x9F\x98\x80\n"
    "...\n";

static void yaml_wants_printable_text(void **state)
{
    (void)state;
    check(read_yaml, yaml, '\x01');
    check(read_yaml, yaml, '\xFF');
}

static void toml_wants_text(void **state)
{
    static const char text[] = "# first\n"
                               "a = 1 # second\n"
                               "'b c'.\"d\\u00e9\" . e = 0x1F\n"
                               "f = [ 1_0, 'x', # third\n"
                               "  2.5e+3, ]\n"
                               "[ t . u ]\n"
                               "g = { h = true, i = { j = \"k\" } }\n"
                               "l = \"\"\"\nm\\\n  n\"o\"\"p\"\"\"\n"
                               "q = '''\nr's''t'''\n"
                               "u = 1979-05-27T07:32:00.5-07:00\n"
                               "v = 07:32:00\n"
                               "[[w]]\n"
                               "x = inf\n"
                               "[[w]]\n"
                               "\ty = nan\r\n";

    (void)state;
    check(read_toml, text, '\x01');
    check(read_toml, text, '\xFF');
}

static void json_wants_text(void **state)
{
    static const char text[] =
        "{\"a\": [1, -2.5e+3, true, false, null], \"b\\u00e9\\n\": {} , "
        "\"c\" : \"\\ud83d\\ude00\", \"d\": [[], {\"e\": 0}]}\n";

    (void)state;
    check(read_json, text, '\x01');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_wants_printable_text),
        cmocka_unit_test(toml_wants_text),
        cmocka_unit_test(json_wants_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
