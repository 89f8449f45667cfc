/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Packed charts: what is in them and what is refused.  The archives are made
 * here, as tar in stored gzip blocks, because no tool would make most of them.
 */
#include "chart/source_tgz.h"

#include "chart/files.h"
#include "chart_eval.h"

#define TAR_BLOCK 512

/* Adds a number as octal digits up to the end of a field of `size` bytes. */
static void put_octal(char *field, size_t size, size_t number)
{
    for (size_t i = size - 1; i-- > 0; number /= 8)
        field[i] = (char)('0' + number % 8);
}

static void add_entry(Buf *tar, const char *name, char type, const char *link,
                      Str bytes)
{
    char header[TAR_BLOCK] = {0};
    size_t sum = 0;

    memcpy(header, name, strlen(name));
    put_octal(header + 100, 8, 0644);
    put_octal(header + 124, 12, bytes.len);
    memset(header + 148, ' ', 8);
    header[156] = type;
    memcpy(header + 157, link, strlen(link));
    memcpy(header + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof header; i++)
        sum += (unsigned char)header[i];
    put_octal(header + 148, 7, sum);
    buf_add(tar, str_from(header, sizeof header));
    buf_add(tar, bytes);
    buf_add_repeat(tar, '\0', (TAR_BLOCK - bytes.len % TAR_BLOCK) % TAR_BLOCK);
}

static void add_file(Buf *tar, const char *name, const char *text)
{
    add_entry(tar, name, '0', "", str_from_c(text));
}

static uint32_t crc_of(Str bytes)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

static void add_little_endian(Buf *buf, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_add_byte(buf, (char)(number >> (8 * i)));
}

static Str gzip(Arena *arena, Str bytes)
{
    Buf buf;

    buf_init(&buf, arena);
    buf_add(&buf, STR("\x1f\x8b\x08\0\0\0\0\0\0\3"));
    for (size_t pos = 0; pos < bytes.len;) {
        size_t len = bytes.len - pos < 65535 ? bytes.len - pos : 65535;

        buf_add_byte(&buf, pos + len == bytes.len);
        add_little_endian(&buf, (uint32_t)len, 2);
        add_little_endian(&buf, ~(uint32_t)len, 2);
        buf_add(&buf, str_slice(bytes, pos, pos + len));
        pos += len;
    }
    add_little_endian(&buf, crc_of(bytes), 4);
    add_little_endian(&buf, (uint32_t)bytes.len, 4);
    return buf_str(&buf);
}

static bool unpack(Bench *bench, Buf *tar, ChartFiles *files)
{
    buf_add_repeat(tar, '\0', (size_t)2 * TAR_BLOCK);
    return chart_source_tgz(&bench->cx, gzip(&bench->arena, buf_str(tar)),
                            files);
}

/* What an archive of this one entry is refused for. */
static void expect_refused(const char *name, char type, const char *link,
                           const char *error)
{
    Bench bench;
    ChartFiles files;
    Buf tar;

    bench_open(&bench);
    buf_init(&tar, &bench.arena);
    add_entry(&tar, name, type, link, STR(""));
    assert_false(unpack(&bench, &tar, &files));
    bench_expect_error(&bench, error);
    bench_close(&bench);
}

static void top_folder_and_byte_order_mark_are_dropped(void **state)
{
    Bench bench;
    ChartFiles files;
    Buf tar;

    (void)state;
    bench_open(&bench);
    buf_init(&tar, &bench.arena);
    add_entry(&tar, "p/", '5', "", STR(""));
    add_file(&tar, "p/Chart.yaml", "name: p");
    add_file(&tar, "p/./a/../b.txt", "\xEF\xBB\xBFx");
    add_file(&tar, "p\\sub\\n\xC3\xA9.txt", "1");
    assert_true(unpack(&bench, &tar, &files));
    assert_int_equal(files.len, 3);
    bench_expect_text(files.items[0].name, "Chart.yaml");
    bench_expect_text(files.items[1].name, "b.txt");
    bench_expect_text(files.items[1].bytes, "x");
    bench_expect_text(files.items[2].name, "sub/n\xC3\xA9.txt");
    bench_close(&bench);
}

static void names_that_lead_out_are_refused(void **state)
{
    (void)state;
    expect_refused("p/../../etc/x", '0', "",
                   "chart illegally references parent directory");
    expect_refused("p//etc/x", '0', "",
                   "chart illegally contains absolute paths");
    expect_refused("x", '0', "",
                   "chart illegally contains content outside the base "
                   "directory: \"x\"");
    expect_refused("p/c:/x", '0', "", "chart contains illegally named files");
    expect_refused("Chart.yaml/x", '0', "", "chart yaml not in base directory");
}

static void links_that_lead_out_are_refused(void **state)
{
    static const char refusal[] = "chart archive refused: it has a link that "
                                  "leads outside, \"p/l\"";

    (void)state;
    expect_refused("p/l", '2', "../../etc/passwd", refusal);
    expect_refused("p/l", '2', "/etc/passwd", refusal);
    expect_refused("p/l", '1', "../x", refusal);
}

static void link_inside_is_an_empty_file(void **state)
{
    Bench bench;
    ChartFiles files;
    Buf tar;

    (void)state;
    bench_open(&bench);
    buf_init(&tar, &bench.arena);
    add_file(&tar, "p/values.yaml", "a: 1");
    add_entry(&tar, "p/l", '2', "values.yaml", STR(""));
    assert_true(unpack(&bench, &tar, &files));
    assert_int_equal(files.len, 2);
    assert_int_equal(files.items[1].bytes.len, 0);
    bench_close(&bench);
}

static void name_that_is_there_twice_is_refused(void **state)
{
    Bench bench;
    ChartFiles files;
    Buf tar;

    (void)state;
    bench_open(&bench);
    buf_init(&tar, &bench.arena);
    add_file(&tar, "p/values.yaml", "a: 1");
    add_file(&tar, "p/x/../values.yaml", "a: 2");
    assert_false(unpack(&bench, &tar, &files));
    bench_expect_error(&bench, "chart archive refused: it has two entries for "
                               "\"p/x/../values.yaml\"");
    bench_close(&bench);
}

static void large_files_are_refused(void **state)
{
    const size_t size = ctx_default_limits.chart_file + 1;
    Bench bench;
    ChartFiles files;
    Buf tar;

    (void)state;
    bench_open(&bench);
    buf_init(&tar, &bench.arena);
    add_entry(&tar, "p/big", '0', "",
              str_from(arena_calloc(&bench.arena, 1, size), size));
    assert_false(unpack(&bench, &tar, &files));
    bench_expect_error(&bench, "decompressed chart file \"p/big\" is larger "
                               "than the maximum file size 5242880");
    bench_close(&bench);
}

static void what_is_no_archive_is_told_as_go_tells_it(void **state)
{
    Bench bench;
    ChartFiles files;

    (void)state;
    bench_open(&bench);
    assert_false(chart_source_tgz(&bench.cx, STR(""), &files));
    bench_expect_error(&bench, "EOF");
    assert_false(chart_source_tgz(&bench.cx, STR("nope nope nope"), &files));
    bench_expect_error(&bench, "gzip: invalid header");
    assert_false(chart_source_tgz(&bench.cx, STR("\x1f\x8b\x08"), &files));
    bench_expect_error(&bench, "unexpected EOF");
    assert_false(chart_source_tgz(
        &bench.cx, gzip(&bench.arena, STR("hello world, no tar")), &files));
    assert_non_null(bench.cx.err);
    bench_close(&bench);
}

static void file_that_is_no_archive_is_named(void **state)
{
    Bench bench;

    (void)state;
    bench_open(&bench);
    assert_false(
        chart_want_gzip(&bench.cx, STR("/c/values.yaml"), STR("a: 1")));
    bench_expect_error(&bench, "file '/c/values.yaml' seems to be a YAML "
                               "file, but expected a gzipped archive");
    assert_false(chart_want_gzip(&bench.cx, STR("/c/x"), STR("hello")));
    bench_expect_error(&bench,
                       "file '/c/x' does not appear to be a gzipped archive; "
                       "got 'application/octet-stream'");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_folder_and_byte_order_mark_are_dropped),
        cmocka_unit_test(names_that_lead_out_are_refused),
        cmocka_unit_test(links_that_lead_out_are_refused),
        cmocka_unit_test(link_inside_is_an_empty_file),
        cmocka_unit_test(name_that_is_there_twice_is_refused),
        cmocka_unit_test(large_files_are_refused),
        cmocka_unit_test(what_is_no_archive_is_told_as_go_tells_it),
        cmocka_unit_test(file_that_is_no_archive_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
