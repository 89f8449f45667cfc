/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Runs case files through the library and compares byte for byte, or records
 * what they expect from the helm on the PATH.
 *
 *   case_runner FILE...             run
 *   case_runner --record FILE...    record cases that expect nothing yet
 *   case_runner --rerecord FILE...  record every case again
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "case_file.h"
#include "case_helm.h"
#include "case_run.h"

typedef struct Tally {
    size_t passed;
    size_t failed;
} Tally;

static const char basis_mark[] = "# basis: ";
static const char recorded_mark[] = "# basis: recorded, helm";

static void print_text(const char *label, bool ok, Str text)
{
    printf("  %s %s:\n", label, ok ? "output" : "error");
    fwrite(text.ptr == NULL ? "" : text.ptr, 1, text.len, stdout);
    printf("\n");
}

static bool check_case(Arena *arena, const CaseFile *file, const TestCase *test)
{
    CaseResult expected;
    CaseResult got;

    if (!case_expected(test, &expected)) {
        printf("UNRECORDED %s:%zu: %.*s\n", file->path, test->line,
               STR_ARG(test->claim));
        return false;
    }
    if (!case_run(arena, test, &got))
        return false;
    if (got.ok == expected.ok && str_eq(got.text, expected.text))
        return true;
    printf("FAILED %s:%zu: %.*s\n", file->path, test->line,
           STR_ARG(test->claim));
    print_text("expected", expected.ok, expected.text);
    print_text("got", got.ok, got.text);
    return false;
}

static bool run_file(const char *path, Tally *tally)
{
    Arena arena;
    CaseFile file;
    bool ok;

    arena_init(&arena);
    ok = case_file_read(&arena, path, &file);
    for (size_t i = 0; ok && i < file.n_cases; i++) {
        if (check_case(&arena, &file, &file.cases[i]))
            tally->passed++;
        else
            tally->failed++;
        fflush(stdout);
    }
    arena_release(&arena);
    return ok;
}

static bool basis_is(Str preamble, const char *mark)
{
    return str_has_prefix(preamble, str_from_c(mark));
}

static bool record_cases(Arena *arena, CaseFile *file, bool missing)
{
    Str basis = case_helm_basis(arena);
    size_t end = str_find_byte(file->preamble, '\n', 0);

    if (basis.len == 0)
        return false;
    if (basis_is(file->preamble, recorded_mark) && end != SIZE_MAX) {
        Str rest = str_skip(file->preamble, end);

        file->preamble =
            arena_fmt(arena, "%.*s%.*s", STR_ARG(basis), STR_ARG(rest));
    }
    return case_helm_record(arena, file, missing) &&
           case_file_write(arena, file);
}

/* A file whose expected text was read from a source and not recorded is left
 * as it is. */
static bool record_file(const char *path, bool missing)
{
    Arena arena;
    CaseFile file;
    bool ok;

    arena_init(&arena);
    ok = case_file_read(&arena, path, &file);
    if (ok && !basis_is(file.preamble, basis_mark)) {
        fprintf(stderr, "%s: want a basis on the first line\n", path);
        ok = false;
    } else if (ok && basis_is(file.preamble, recorded_mark)) {
        ok = record_cases(&arena, &file, missing);
    }
    arena_release(&arena);
    return ok;
}

int main(int argc, char **argv)
{
    bool missing = argc > 1 && strcmp(argv[1], "--record") == 0;
    bool again = argc > 1 && strcmp(argv[1], "--rerecord") == 0;
    int first = missing || again ? 2 : 1;
    Tally tally = {0, 0};
    bool ok = true;

    if (first == argc) {
        fprintf(stderr, "usage: case_runner [--record|--rerecord] FILE...\n");
        return 2;
    }
    for (int i = first; i < argc; i++) {
        if (missing || again)
            ok = record_file(argv[i], missing) && ok;
        else
            ok = run_file(argv[i], &tally) && ok;
    }
    if (first == 1)
        printf("%zu passed, %zu failed\n", tally.passed, tally.failed);
    return ok && tally.failed == 0 ? 0 : 1;
}
