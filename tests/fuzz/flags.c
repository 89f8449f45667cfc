/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What stands on the command line and in files that it names.  The first byte
 * chooses between the texts of --set and its kin, a name template,
 * kubeconfigs, the jobs of a batch, and a snapshot for `lookup`.  Files are in
 * memory.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "omni/omni.h"
#include "render/kubeconfig.h"
#include "render/lookup.h"
#include "render/release_name.h"
#include "support.h"
#include "value/map.h"
#include "values/merge.h"

#define MAX_FILES 4

/* A path that leads to `text`, as file `i`. */
static const char *file_of(Fuzz *fuzz, size_t i, Str text)
{
    static int files[MAX_FILES];
    ssize_t written;

    if (files[i] == 0)
        files[i] = memfd_create("input", 0);
    fuzz_want(files[i] > 0 && ftruncate(files[i], 0) == 0, "there is a file");
    written = pwrite(files[i], text.ptr, text.len, 0);
    fuzz_want(written == (ssize_t)text.len, "the file is written");
    return arena_fmt(&fuzz->arena, "/proc/self/fd/%d", files[i]).ptr;
}

/* The text after --set-file: `@` stands for a file, and none but that can be
 * meant. */
static Str set_file_text(Fuzz *fuzz, Str text)
{
    const char *path = file_of(fuzz, 0, STR("a: [1]\n"));
    Buf buf;

    buf_init(&buf, &fuzz->arena);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '@')
            buf_add_c(&buf, path);
        else if (text.ptr[i] != '/' && text.ptr[i] != '-')
            buf_add_byte(&buf, text.ptr[i]);
    }
    return buf_str(&buf);
}

/* Texts, each behind a byte that tells its flag, one over the other. */
static void set(Fuzz *fuzz)
{
    static const ValuesKind kinds[] = {VALUES_SET, VALUES_SET_STRING,
                                       VALUES_SET_JSON, VALUES_SET_LITERAL,
                                       VALUES_SET_FILE};
    Map *values = map_new(&fuzz->arena, 0);

    while (fuzz->rest.len > 0) {
        ValuesKind kind = kinds[fuzz_take_byte(fuzz) % ARRAY_LEN(kinds)];
        Str text = fuzz_take(fuzz);

        if (kind == VALUES_SET_FILE)
            text = set_file_text(fuzz, text);
        if (!values_set(&fuzz->cx, kind, text, values))
            fuzz_failed(fuzz);
    }
}

static void name_template(Fuzz *fuzz)
{
    OmniJob job = {.name_template =
                       arena_c_str(&fuzz->arena, fuzz_take_rest(fuzz))};
    Str name;

    if (!release_name_settle(&fuzz->cx, &job, &name) ||
        !release_name_check(&fuzz->cx, name)) {
        fuzz_failed(fuzz);
        return;
    }
    fuzz_want(name.len > 0 && fuzz_is_ascii(name), "a name is ASCII");
}

/* A context's name, and kubeconfigs. */
static void kubeconfig(Fuzz *fuzz)
{
    const char *files[MAX_FILES];
    OmniJob job = {.kube_context = arena_c_str(&fuzz->arena, fuzz_take(fuzz)),
                   .kubeconfig = files};
    Str namespace_;

    while (fuzz->rest.len > 0 && job.n_kubeconfig < MAX_FILES) {
        files[job.n_kubeconfig] =
            file_of(fuzz, job.n_kubeconfig, fuzz_take(fuzz));
        job.n_kubeconfig++;
    }
    namespace_ = kubeconfig_namespace(&fuzz->cx, &job);
    fuzz_want(namespace_.len > 0, "there is always a namespace");
    fuzz_want(fuzz->cx.err == NULL, "a bad kubeconfig is no error");
}

/* Jobs as YAML or JSON, the whole of them and each line alone. */
static void batch_of(Str text)
{
    char *error;
    OmniBatch *batch = omni_batch_read("jobs", text.ptr, text.len, &error);

    fuzz_want((batch == NULL) == (error != NULL), "there are jobs or an error");
    for (size_t i = 0; batch != NULL && i < omni_batch_len(batch); i++) {
        const OmniBatchJob *job = omni_batch_at(batch, i);

        fuzz_want(job->name != NULL, "each job has a name");
        for (size_t j = 0; j < job->job.n_values; j++)
            fuzz_want(job->job.values[j].text != NULL, "values have a label");
    }
    omni_batch_free(batch);
    omni_text_free(error);
}

static void batch(Fuzz *fuzz)
{
    Str text = fuzz_take_rest(fuzz);
    size_t end;

    batch_of(text);
    for (size_t i = 0; i < 4 && text.len > 0; i++) {
        end = str_find_byte(text, '\n', 0);
        if (end == SIZE_MAX)
            end = text.len - 1;
        batch_of(fuzz_copy(fuzz, str_slice(text, 0, end)));
        text = str_skip(text, end + 1);
    }
}

/* Four arguments of `lookup`, and what it looks into. */
static void lookup(Fuzz *fuzz)
{
    Str api_version = fuzz_take(fuzz);
    Str kind = fuzz_take(fuzz);
    Str namespace_ = fuzz_take(fuzz);
    Str name = fuzz_take(fuzz);
    const char *path = file_of(fuzz, 0, fuzz_take_rest(fuzz));
    const Lookup *found;

    if (lookup_read(&fuzz->cx, &path, 1, &found))
        fuzz_want(lookup_find(&fuzz->cx, found, api_version, kind, namespace_,
                              name) != NULL,
                  "lookup always answers");
    else
        fuzz_failed(fuzz);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(Fuzz *) = {set, name_template, kubeconfig,
                                              batch, lookup};
    Fuzz fuzz;

    fuzz_open(&fuzz, data, size);
    readers[fuzz_take_byte(&fuzz) % ARRAY_LEN(readers)](&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
