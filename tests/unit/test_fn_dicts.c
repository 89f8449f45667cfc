/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Dict functions, merges, and what takes and gives dicts: URLs, JSON, YAML.
 */
#include "fn_eval.h"

static void dict_takes_any_key_and_a_missing_value(void **state)
{
    (void)state;
    gives("dict 1 2 nil 3 | toJson", "{\"1\":2,\"\\u003cnil\\u003e\":3}");
    gives("dict \"a\" | toJson", "{\"a\":\"\"}");
}

static void dig_wants_very_maps_and_strings(void **state)
{
    (void)state;
    gives("dig \"m\" \"a\" \"d\" (dict \"m\" (dict \"a\" 1))", "1");
    gives("dig \"m\" \"a\" \"d\" (dict)", "d");
    fails(
        "dig \"m\" \"a\" \"d\" (dict \"m\" 3)",
        "error calling dig: interface conversion: interface {} is int, not map[string]interface {}");
    fails(
        "dig \"m\" \"a\" \"d\" (dict \"m\" nil)",
        "error calling dig: interface conversion: interface {} is nil, not map[string]interface {}");
    fails(
        "dig 1 \"d\" (dict)",
        "error calling dig: interface conversion: interface {} is int, not string");
    fails("dig \"m\" \"d\"",
          "error calling dig: dig needs at least three arguments");
}

static void pluck_keeps_nil(void **state)
{
    (void)state;
    gives("pluck \"a\" (dict \"a\" 1) (dict \"b\" 2) (dict \"a\" nil) | toJson",
          "[1,null]");
    gives("pluck \"a\" | toJson", "[]");
}

static void keys_may_come_twice(void **state)
{
    (void)state;
    gives("keys (dict \"b\" 1) (dict \"a\" 2 \"b\" 3)| sortAlpha", "[a b b]");
    gives("keys", "[]");
}

static void merge_fills_what_is_empty(void **state)
{
    (void)state;
    gives("merge (dict \"a\" \"\") (dict \"a\" \"x\" \"b\" nil) | toJson",
          "{\"a\":\"x\"}");
    gives("merge (dict \"a\" (dict)) (dict \"a\" (dict \"b\" 1)) | toJson",
          "{\"a\":{\"b\":1}}");
    gives("merge (dict \"a\" (list)) (dict \"a\" (list 1)) | toJson",
          "{\"a\":[1]}");
    gives("merge (dict \"a\" 3) (dict \"a\" (dict \"b\" 1)) | toJson",
          "{\"a\":3}");
}

static void merge_overwrite_takes_empty_values_over(void **state)
{
    (void)state;
    gives(
        "mergeOverwrite (dict \"a\" \"x\" \"b\" 1 \"c\" (list 1)) (dict \"a\" \"\" \"b\" nil \"c\" list) | toJson",
        "{\"a\":\"\",\"b\":null,\"c\":[]}");
    gives("mergeOverwrite (dict \"a\" 3) (dict \"a\" (dict \"b\" 1)) | toJson",
          "{\"a\":{\"b\":1}}");
    gives("mergeOverwrite (dict \"a\" (dict \"b\" 1)) (dict \"a\" 3) | toJson",
          "{\"a\":3}");
}

static void merge_overwrite_merges_an_empty_map_as_a_map(void **state)
{
    (void)state;
    gives(
        "mergeOverwrite (dict \"a\" (dict \"b\" 1)) (dict \"a\" (dict)) | toJson",
        "{\"a\":{\"b\":1}}");
}

static void merge_into_typed_maps_wants_that_type(void **state)
{
    (void)state;
    gives(
        "merge (dict \"a\" (dict \"b\" 1)) (dict \"a\" (split \",\" \"x\")) | toJson",
        "{\"a\":{\"_0\":\"x\",\"b\":1}}");
    fails(
        "merge (dict \"a\" (split \",\" \"x\")) (dict \"a\" (dict \"b\" 1)) | toJson",
        "error calling merge: reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string");
}

static void merge_swallows_the_error_that_must_merge_gives(void **state)
{
    (void)state;
    gives(
        "merge (dict \"v\" (semver \"1.2.3\")) (dict \"v\" (dict \"b\" 1)) | toJson",
        "\"\"");
    fails(
        "mustMerge (dict \"v\" (semver \"1.2.3\")) (dict \"v\" (dict \"b\" 1)) | toJson",
        "error calling mustMerge: src and dst must be of same type");
}

static void merge_starts_a_nil_map(void **state)
{
    (void)state;
    gives("merge (fromJson \"null\") (dict \"a\" 1)", "map[a:1]");
    fails("set (fromJson \"null\") \"a\" 1",
          "error calling set: assignment to entry in nil map");
    gives("unset (fromJson \"null\") \"a\"", "map[]");
}

static void deep_copy_of_nil_is_an_error(void **state)
{
    (void)state;
    fails(
        "deepCopy nil",
        "error calling deepCopy: reflect: call of reflect.Value.Type on zero Value");
    gives("deepCopy 3", "3");
    gives("deepCopy (until 2) | typeOf", "[]int");
}

static void from_json_answers_with_the_error(void **state)
{
    (void)state;
    gives(
        "fromJson \"[1]\" | toJson",
        "{\"Error\":\"json: cannot unmarshal array into Go value of type map[string]interface {}\"}");
    gives(
        "fromJson \"{\\\"a\\\":1,}\" | toJson",
        "{\"Error\":\"invalid character '}' looking for beginning of object key string\"}");
    gives(
        "fromJsonArray \"{\\\"a\\\":1}\" | toJson",
        "[\"json: cannot unmarshal object into Go value of type []interface {}\"]");
    gives("fromJsonArray \"[\" | toJson", "[\"unexpected end of JSON input\"]");
    fails("mustFromJson \"\"",
          "error calling mustFromJson: unexpected end of JSON input");
}

static void from_yaml_answers_with_the_error(void **state)
{
    (void)state;
    gives(
        "fromYaml \"a: [1\" | toJson",
        "{\"Error\":\"error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'\"}");
    gives(
        "fromYaml \"[1]\" | toJson",
        "{\"Error\":\"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}\"}");
    gives(
        "fromYamlArray \"a\" | toJson",
        "[\"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type []interface {}\"]");
    gives("fromYaml \"\" | toJson", "{}");
    gives("fromYamlArray \"null\" | toJson", "[]");
}

static void json_escapes_html_unless_raw(void **state)
{
    (void)state;
    gives("toJson (dict \"a\" \"<&>\")", "{\"a\":\"\\u003c\\u0026\\u003e\"}");
    gives("toRawJson (dict \"a\" \"<&>\")", "{\"a\":\"<&>\"}");
    gives(
        "toPrettyJson (dict \"a\" \"<&>\" \"b\" (list) \"c\" (dict))",
        "{\n  \"a\": \"\\u003c\\u0026\\u003e\",\n  \"b\": [],\n  \"c\": {}\n}");
}

static void a_cycle_is_no_json(void **state)
{
    (void)state;
    fails(
        "$d := dict }}{{ $_ := set $d \"a\" $d }}{{ mustToJson $d }}{{ \"x\"",
        "error calling mustToJson: json: unsupported value: encountered a cycle via map[string]interface {}");
    gives(
        "$d := dict }}{{ $_ := set $d \"a\" $d }}{{ toPrettyJson $d }}{{ \"x\"",
        "x");
}

static void url_parse_gives_the_parts(void **state)
{
    (void)state;
    gives(
        "urlParse \"http://user:pa%20ss@host.com:80/p/a%2Fth?q=1&r=2#frag%20x\" | toJson",
        "{\"fragment\":\"frag x\",\"host\":\"host.com:80\",\"hostname\":\"host.com\",\"opaque\":\"\",\"path\":\"/p/a/th\",\"query\":\"q=1\\u0026r=2\",\"scheme\":\"http\",\"userinfo\":\"user:pa%20ss\"}");
    gives(
        "urlParse \"mailto:a@b.c\" | toJson",
        "{\"fragment\":\"\",\"host\":\"\",\"hostname\":\"\",\"opaque\":\"a@b.c\",\"path\":\"\",\"query\":\"\",\"scheme\":\"mailto\",\"userinfo\":\"\"}");
    gives(
        "urlParse \"http://[fe80::1%25en0]/\" | toJson",
        "{\"fragment\":\"\",\"host\":\"[fe80::1%en0]\",\"hostname\":\"fe80::1%en0\",\"opaque\":\"\",\"path\":\"/\",\"query\":\"\",\"scheme\":\"http\",\"userinfo\":\"\"}");
}

static void url_parse_fails_in_the_words_of_go(void **state)
{
    (void)state;
    fails(
        "urlParse \":b\"",
        "error calling urlParse: unable to parse url: parse \":b\": missing protocol scheme");
    fails(
        "urlParse \"1a:b\"",
        "error calling urlParse: unable to parse url: parse \"1a:b\": first path segment in URL cannot contain colon");
    fails(
        "urlParse \"http://[::g]/\"",
        "error calling urlParse: unable to parse url: parse \"http://[::g]/\": invalid host: ParseAddr(\"::g\"): each colon-separated field must have at least one digit (at \"g\")");
    fails(
        "urlParse \"http://[1.2.3.4]/\"",
        "error calling urlParse: unable to parse url: parse \"http://[1.2.3.4]/\": invalid IP-literal");
    fails(
        "urlParse \"http://a:1x/\"",
        "error calling urlParse: unable to parse url: parse \"http://a:1x/\": invalid port \":1x\" after host");
    fails(
        "urlParse \"http://a b/\"",
        "error calling urlParse: unable to parse url: parse \"http://a b/\": invalid character \" \" in host name");
    fails(
        "urlParse \"http://h/%zz\"",
        "error calling urlParse: unable to parse url: parse \"http://h/%zz\": invalid URL escape \"%zz\"");
}

static void url_join_escapes_each_part_its_own_way(void **state)
{
    (void)state;
    gives(
        "urlJoin (dict \"scheme\" \"http\" \"host\" \"h:1\" \"path\" \"p q\" \"query\" \"a=b c\" \"fragment\" \"f g\" \"userinfo\" \"u:p\")",
        "http://u:p@h:1/p%20q?a=b c#f%20g");
    gives("urlJoin (dict \"path\" \"a:b/c\")", "./a:b/c");
    gives(
        "urlJoin (dict \"scheme\" \"http\" \"path\" \"/a?b#é%!*'();:@&=+$,[]\")",
        "http:///a%3Fb%23%C3%A9%25%21%2A%27%28%29;:@&=+$,%5B%5D");
    fails(
        "urlJoin (dict \"scheme\" 3)",
        "error calling urlJoin: unable to parse scheme key, must be of type string, but int found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dict_takes_any_key_and_a_missing_value),
        cmocka_unit_test(dig_wants_very_maps_and_strings),
        cmocka_unit_test(pluck_keeps_nil),
        cmocka_unit_test(keys_may_come_twice),
        cmocka_unit_test(merge_fills_what_is_empty),
        cmocka_unit_test(merge_overwrite_takes_empty_values_over),
        cmocka_unit_test(merge_overwrite_merges_an_empty_map_as_a_map),
        cmocka_unit_test(merge_into_typed_maps_wants_that_type),
        cmocka_unit_test(merge_swallows_the_error_that_must_merge_gives),
        cmocka_unit_test(merge_starts_a_nil_map),
        cmocka_unit_test(deep_copy_of_nil_is_an_error),
        cmocka_unit_test(from_json_answers_with_the_error),
        cmocka_unit_test(from_yaml_answers_with_the_error),
        cmocka_unit_test(json_escapes_html_unless_raw),
        cmocka_unit_test(a_cycle_is_no_json),
        cmocka_unit_test(url_parse_gives_the_parts),
        cmocka_unit_test(url_parse_fails_in_the_words_of_go),
        cmocka_unit_test(url_join_escapes_each_part_its_own_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
