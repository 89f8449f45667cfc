/* SPDX-License-Identifier: MPL-2.0 */
/* From files, folders and archives to a chart. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chart/disk.h"
#include "chart_eval.h"

#define META "name: c\nversion: 1.0.0\n"

static const Chart *load(Bench *bench, const char *const *pairs)
{
    const Chart *chart = NULL;

    assert_true(bench_load(bench, pairs, &chart));
    return chart;
}

static void expect_error(const char *const *pairs, const char *error)
{
    Bench bench;
    const Chart *chart;

    bench_open(&bench);
    assert_false(bench_load(&bench, pairs, &chart));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

static void files_are_told_apart_by_name(void **state)
{
    static const char *const pairs[] = {
        "templates/a.yaml",  "x",    "README.md",   "r",   "Chart.yaml", META,
        "values.yaml",       "a: 1", "crds/x.yaml", "crd", "crds/x.md",  "no",
        "charts/s.tgz.prov", "p",    NULL};
    Bench bench;
    const Chart *chart;

    (void)state;
    bench_open(&bench);
    chart = load(&bench, pairs);
    assert_int_equal(chart->templates.len, 1);
    assert_int_equal(chart->crds.len, 1);
    assert_int_equal(chart->files.len, 4);
    bench_expect_text(chart->meta.name, "c");
    bench_expect_json(&bench, val_from_map(chart->values), "{\"a\":1}");
    bench_close(&bench);
}

static void subcharts_are_loaded_by_folder(void **state)
{
    static const char *const pairs[] = {"Chart.yaml",
                                        META,
                                        "charts/s/Chart.yaml",
                                        "name: s\nversion: 1.0.0",
                                        "charts/s/charts/t/Chart.yaml",
                                        "name: t\nversion: 1.0.0",
                                        "charts/_x/Chart.yaml",
                                        "not a chart",
                                        "charts/.y/z",
                                        "",
                                        NULL};
    Bench bench;
    const Chart *chart;

    (void)state;
    bench_open(&bench);
    chart = load(&bench, pairs);
    assert_int_equal(chart->n_subcharts, 1);
    bench_expect_text(chart->subcharts[0]->meta.name, "s");
    bench_expect_text(chart->subcharts[0]->subcharts[0]->meta.name, "t");
    bench_close(&bench);
}

static void bad_subcharts_are_named(void **state)
{
    static const char *const no_chart[] = {"Chart.yaml", META,
                                           "charts/README.md", "x", NULL};
    static const char *const no_gzip[] = {"Chart.yaml", META, "charts/q.tgz",
                                          "nope nope nope", NULL};
    static const char *const folder[] = {"Chart.yaml", META,
                                         "charts/q.tgz/Chart.yaml", "x", NULL};

    (void)state;
    expect_error(no_chart, "error unpacking subchart README.md in c: "
                           "Chart.yaml file is missing");
    expect_error(no_gzip, "error unpacking subchart q.tgz in c: gzip: invalid "
                          "header");
    expect_error(folder, "error unpacking subchart tar in c: expected q.tgz, "
                         "got q.tgz/Chart.yaml");
}

static void bad_values_are_told_with_their_line(void **state)
{
    static const char *const malformed[] = {"Chart.yaml", META, "values.yaml",
                                            "a: 1\n---\nb: 2\nc: d: e\n", NULL};
    static const char *const list[] = {"Chart.yaml", META, "values.yaml", "- a",
                                       NULL};

    (void)state;
    expect_error(malformed,
                 "cannot load values.yaml: cannot unmarshal yaml document: "
                 "error converting YAML to JSON: yaml: line 2: mapping values "
                 "are not allowed in this context");
    expect_error(list,
                 "cannot load values.yaml: cannot unmarshal yaml document: "
                 "error unmarshaling JSON: while decoding JSON: json: cannot "
                 "unmarshal array into Go value of type "
                 "map[string]interface {}");
}

static void position_of_bad_values_counts_from_the_top(void **state)
{
    Bench bench;
    const Err *err;
    Map *map;

    (void)state;
    bench_open(&bench);
    assert_false(chart_read_values(&bench.cx, STR("v.yaml"),
                                   STR("a: 1\n---\nb: 2\nc: d: e\n"), &map));
    err = bench.cx.err;
    while (err->cause != NULL)
        err = err->cause;
    assert_int_equal(err->pos.line, 4);
    bench_close(&bench);
}

static void documents_of_values_are_merged(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    bench_expect_json(&bench,
                      val_from_map(bench_yaml(
                          &bench, "a: {x: 1}\n---\nb: 2\n--- # c\na: {z: 3}")),
                      "{\"a\":{\"x\":1,\"z\":3},\"b\":2}");
    bench_close(&bench);
}

static void separator_allows_only_a_comment(void **state)
{
    Bench bench;
    Map *map;

    (void)state;
    bench_open(&bench);
    assert_false(chart_read_values(&bench.cx, STR("v.yaml"),
                                   STR("a: 1\n--- x\n"), &map));
    bench_expect_error(&bench, "error reading yaml document: invalid Yaml "
                               "document separator: x");
    bench_close(&bench);
}

static void last_line_of_values_gets_its_line_end(void **state)
{
    Bench bench;
    Val v;

    (void)state;
    bench_open(&bench);
    assert_true(
        map_get(bench_yaml(&bench, "x: |\r\n  a\r\n  b"), STR("x"), &v));
    bench_expect_text(val_str(v), "a\nb\n");
    bench_close(&bench);
}

static void write_file(Bench *bench, const char *folder, const char *name,
                       const char *text)
{
    Str path = arena_fmt(&bench->arena, "%s/%s", folder, name);
    FILE *file = fopen(arena_c_str(&bench->arena, path), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Removes the working folder, which holds these files at most. */
static void remove_folder(const char *folder)
{
    static const char *const names[] = {"Chart.yaml", ".helmignore", "a.md",
                                        "b.txt",      "link",        "loop"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        unlink(names[i]);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void folder_is_walked_with_its_links(void **state)
{
    char folder[] = "/tmp/chart_load_XXXXXX";
    Bench bench;
    const Chart *chart;

    (void)state;
    bench_open(&bench);
    assert_non_null(mkdtemp(folder));
    write_file(&bench, folder, "Chart.yaml", META);
    write_file(&bench, folder, ".helmignore", "*.md\n");
    write_file(&bench, folder, "a.md", "x");
    write_file(&bench, folder, "b.txt", "\xEF\xBB\xBFx");
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(symlink("b.txt", "link"), 0);
    assert_true(chart_load_path(&bench.cx, STR("."), &chart));
    assert_int_equal(chart->files.len, 3);
    bench_expect_text(chart->files.items[1].name, "b.txt");
    bench_expect_text(chart->files.items[1].bytes, "x");
    bench_expect_text(chart->files.items[2].name, "link");
    assert_non_null(bench.cx.messages);
    remove_folder(folder);
    bench_close(&bench);
}

static void link_back_to_its_own_folder_ends(void **state)
{
    char folder[] = "/tmp/chart_load_XXXXXX";
    Bench bench;
    const Chart *chart;

    (void)state;
    bench_open(&bench);
    assert_non_null(mkdtemp(folder));
    write_file(&bench, folder, "Chart.yaml", META);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(symlink(".", "loop"), 0);
    assert_false(chart_load_path(&bench.cx, STR("."), &chart));
    remove_folder(folder);
    bench_close(&bench);
}

static void missing_charts_are_told_as_helm_tells_them(void **state)
{
    Bench bench;
    const Chart *chart;

    (void)state;
    bench_open(&bench);
    assert_false(chart_load_path(&bench.cx, STR("./nope"), &chart));
    bench_expect_error(&bench, "path \"./nope\" not found");
    assert_false(chart_load_path(&bench.cx, STR("repo/chart"), &chart));
    bench_expect_error(&bench, "repo repo not found");
    assert_false(chart_load_path(&bench.cx, STR("nope"), &chart));
    bench_expect_error(&bench, "non-absolute URLs should be in form of "
                               "repo_name/path_to_chart, got: nope");
    assert_false(chart_load_path(&bench.cx, STR("/dev"), &chart));
    bench_expect_error(&bench,
                       "unable to detect chart at /dev/Chart.yaml: open "
                       "/dev/Chart.yaml: no such file or directory");
    bench_close(&bench);
}

static void paths_are_cleaned_as_go_cleans_them(void **state)
{
    static const char *const pairs[][2] = {
        {"",            "."      },
        {"a/b/../c",    "a/c"    },
        {"/../a//b/./", "/a/b"   },
        {"../../a",     "../../a"},
        {"a/..",        "."      },
        {"a/../../b",   "../b"   },
        {"/",           "/"      },
    };
    Bench bench;

    (void)state;
    bench_open(&bench);
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        bench_expect_text(
            chart_path_clean(&bench.arena, str_from_c(pairs[i][0])),
            pairs[i][1]);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_told_apart_by_name),
        cmocka_unit_test(subcharts_are_loaded_by_folder),
        cmocka_unit_test(bad_subcharts_are_named),
        cmocka_unit_test(bad_values_are_told_with_their_line),
        cmocka_unit_test(position_of_bad_values_counts_from_the_top),
        cmocka_unit_test(documents_of_values_are_merged),
        cmocka_unit_test(separator_allows_only_a_comment),
        cmocka_unit_test(last_line_of_values_gets_its_line_end),
        cmocka_unit_test(folder_is_walked_with_its_links),
        cmocka_unit_test(link_back_to_its_own_folder_ends),
        cmocka_unit_test(missing_charts_are_told_as_helm_tells_them),
        cmocka_unit_test(paths_are_cleaned_as_go_cleans_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
