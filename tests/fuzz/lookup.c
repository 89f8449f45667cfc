/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Four arguments of `lookup` and the text of a snapshot, which is read from a
 * file in memory.
 */
#include "render/lookup.h"

#include <sys/mman.h>
#include <unistd.h>

#include "support.h"

/* A path that leads to `text`. */
static Str file_of(Fuzz *fuzz, Str text)
{
    static int file = -1;
    ssize_t written;

    if (file < 0)
        file = memfd_create("snapshot", 0);
    fuzz_want(file >= 0 && ftruncate(file, 0) == 0, "there is a file");
    written = pwrite(file, text.ptr, text.len, 0);
    fuzz_want(written == (ssize_t)text.len, "the file is written");
    return arena_fmt(&fuzz->arena, "/proc/self/fd/%d", file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Lookup *lookup;
    const char *path;
    Str api_version;
    Str kind;
    Str namespace_;
    Str name;
    Fuzz fuzz;

    fuzz_open(&fuzz, data, size);
    api_version = fuzz_take(&fuzz);
    kind = fuzz_take(&fuzz);
    namespace_ = fuzz_take(&fuzz);
    name = fuzz_take(&fuzz);
    path = file_of(&fuzz, fuzz_take_rest(&fuzz)).ptr;
    if (lookup_read(&fuzz.cx, &path, 1, &lookup))
        fuzz_want(lookup_find(&fuzz.cx, lookup, api_version, kind, namespace_,
                              name) != NULL,
                  "lookup always answers");
    else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
