/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_CASE_FILE_H
#define OMNI_TESTS_CASE_FILE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * The text form of conformance cases, read and written.  docs/testing.md is
 * its manual.
 */
typedef enum PartKind {
    PART_TEMPLATE,
    PART_VALUES,
    PART_FILE,
    PART_FLAGS,
    PART_OUTPUT,
    PART_ERROR,
} PartKind;

typedef struct CasePart {
    PartKind kind;
    Str name; /* PART_FILE: the path below the chart's root */
    Str head; /* the header line as written */
    Str raw;  /* the lines as written */
    Str text; /* what the lines stand for */
} CasePart;

typedef struct TestCase {
    Str claim;
    size_t line; /* of the claim, from 1 */
    const CasePart *parts;
    size_t n_parts;
} TestCase;

typedef struct CaseFile {
    const char *path;
    Str preamble; /* everything above the first case */
    TestCase *cases;
    size_t n_cases;
} CaseFile;

/* What a case came to: the decoded output, or the error's text. */
typedef struct CaseResult {
    bool ok;
    Str text;
} CaseResult;

/* Reads the file at `path`, which is borrowed; the rest is in the arena.
 * Prints what is wrong with it to standard error. */
bool case_file_read(Arena *arena, const char *path, CaseFile *out) OMNI_CHECKED;

/* Writes the file back to its path. */
bool case_file_write(Arena *arena, const CaseFile *file) OMNI_CHECKED;

/* NULL when the case has no such part. */
const CasePart *case_part(const TestCase *test, PartKind kind);

/* What the case expects; false when nothing is recorded. */
bool case_expected(const TestCase *test, CaseResult *out) OMNI_CHECKED;

/* Puts `result` in place of what the case expected. */
void case_set_expected(Arena *arena, TestCase *test, CaseResult result);

/* The whole of a file; prints why not to standard error. */
bool read_whole_file(Arena *arena, const char *path, Str *out) OMNI_CHECKED;
bool write_whole_file(const char *path, Str text) OMNI_CHECKED;

#endif
