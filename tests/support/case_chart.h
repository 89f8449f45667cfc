/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TESTS_CASE_CHART_H
#define OMNI_TESTS_CASE_CHART_H

#include "case_file.h"
#include "omni/omni.h"

/*
 * A case as a chart: its files, its flags, and how the text that the template
 * made is found again in the manifest.
 */
typedef struct CaseFiles {
    OmniFile *items;
    size_t len;
} CaseFiles;

/* One line of the flags part: a flag and, behind the first space, its
 * argument; NULL when there is none. */
typedef struct CaseFlag {
    const char *name;
    const char *argument;
} CaseFlag;

typedef struct CaseFlags {
    CaseFlag *items;
    size_t len;
} CaseFlags;

/* The release that every case is rendered as. */
#define CASE_RELEASE "rel"

CaseFiles case_files(Arena *arena, const TestCase *test);
CaseFlags case_flags(Arena *arena, const TestCase *test);

/* The text that the template made, taken out of the manifest; the manifest
 * itself when it is not of the expected shape. */
Str case_output(Arena *arena, Str manifest);

/* A new folder that holds the chart of a case; its path is in the arena. */
const char *case_folder_new(Arena *arena, const TestCase *test);
void case_folder_remove(const char *path);

#endif
