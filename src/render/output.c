/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Assembles the output text and applies --show-only to it.  --show-only works
 * on the text, as in Helm: each document is found again by its "# Source:"
 * line.
 */
#include "render/output.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "chart/disk.h"
#include "render/glob.h"
#include "render/output_dir.h"

static void add_document(Pieces *out, Str path, Str text)
{
    pieces_add(out, STR("---\n# Source: "));
    pieces_add(out, path);
    pieces_add(out, STR("\n"));
    pieces_add(out, text);
    pieces_add(out, STR("\n"));
}

/* Ends the documents so far as Helm ends a text: trimmed, and a newline.  No
 * document begins with white space. */
static void end_body(Pieces *out)
{
    pieces_trim_end(out);
    pieces_add(out, STR("\n"));
}

static void add_raw(Pieces *out, const RenderedFile *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (utf8_trim_space(files[i].text).len != 0)
            add_document(out, files[i].path, files[i].text);
    }
    end_body(out);
}

static bool wants_hook(const OutputJob *job, const Manifest *hook)
{
    return !job->no_hooks && !(job->skip_tests && hook->is_test);
}

static void add_hooks(const OutputJob *job, Pieces *out)
{
    const Manifests *manifests = job->manifests;

    for (size_t i = 0; i < manifests->n_hooks; i++) {
        if (wants_hook(job, &manifests->hooks[i]))
            add_document(out, manifests->hooks[i].path,
                         manifests->hooks[i].text);
    }
}

/* CRDs and manifests, trimmed as a whole, then the hooks. */
static void add_whole(const OutputJob *job, Pieces *out)
{
    const Manifests *manifests = job->manifests;

    for (size_t i = 0; i < job->n_crds; i++)
        add_document(out, job->crds[i].path, job->crds[i].text);
    for (size_t i = 0; i < manifests->len; i++)
        add_document(out, manifests->items[i].path, manifests->items[i].text);
    end_body(out);
    add_hooks(job, out);
}

/* The rest of the line behind "# Source: CHART/", empty when the document has
 * no such line. */
static Str source_path(Str document)
{
    Str marker = STR("# Source: ");
    size_t at = str_find(document, marker, 0);

    while (at != SIZE_MAX) {
        size_t from = at + marker.len;
        size_t line_end = str_find_byte(document, '\n', from);
        size_t slash = str_find_byte(document, '/', from);

        if (line_end == SIZE_MAX)
            line_end = document.len;
        if (slash < line_end && slash > from && slash + 1 < line_end)
            return str_slice(document, slash + 1, line_end);
        at = str_find(document, marker, from);
    }
    return STR_NONE;
}

static bool show_one(Ctx *cx, const char *pattern, const Str *documents,
                     size_t n, Buf *out)
{
    const Glob *glob = glob_new_path(cx->arena, str_from_c(pattern));
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        Str path = source_path(documents[i]);

        if (path.len == 0 || !glob_matches(glob, path))
            continue;
        found = true;
        buf_add(out, STR("---\n"));
        buf_add(out, documents[i]);
        buf_add_byte(out, '\n');
    }
    return found || fail_here(cx, ERR_VALUE,
                              "could not find template %s in chart", pattern);
}

static bool show_only(Ctx *cx, const OutputJob *job, Str text, Buf *out)
{
    size_t n;
    const Str *documents = manifest_split(cx->arena, text, &n);

    for (size_t i = 0; i < job->n_show_only; i++) {
        if (!show_one(cx, job->show_only[i], documents, n, out))
            return false;
    }
    return true;
}

bool output_debug(Ctx *cx, const OutputJob *job, const RenderedFile *files,
                  size_t n, Str *out)
{
    Pieces whole;
    Buf shown;
    Str text;

    pieces_init(&whole, cx->arena);
    buf_init(&shown, cx->arena);
    add_raw(&whole, files, n);
    if (job->output_dir == NULL)
        add_hooks(job, &whole);
    text = pieces_join(&whole);
    if (job->n_show_only > 0 && !show_only(cx, job, text, &shown))
        return false;
    *out = job->n_show_only > 0 ? buf_str(&shown) : text;
    return true;
}

static bool write_files(Ctx *cx, const OutputJob *job, Buf *out)
{
    const Manifests *manifests = job->manifests;
    OutputDir *dir = output_dir_new(cx->arena, str_from_c(job->output_dir));

    for (size_t i = 0; i < job->n_crds; i++)
        output_dir_add(dir, STR_NONE, job->crds[i].path, job->crds[i].text);
    for (size_t i = 0; i < manifests->len; i++)
        output_dir_add(dir, job->release_dir, manifests->items[i].path,
                       manifests->items[i].text);
    for (size_t i = 0; i < manifests->n_hooks; i++) {
        if (wants_hook(job, &manifests->hooks[i]))
            output_dir_add(dir, job->release_dir, manifests->hooks[i].path,
                           manifests->hooks[i].text);
    }
    return output_dir_write(cx, dir, job->writing, out);
}

/* `text` as the job's post-renderer rewrites it, ended as Helm ends it. */
static bool post_render(Ctx *cx, const OutputJob *job, Str text, Str *out)
{
    char *bytes = NULL;
    size_t len = 0;
    bool ok = job->post_render->run(job->post_render->self, text.ptr, text.len,
                                    &bytes, &len);
    Str got =
        bytes == NULL ? STR("") : arena_str(cx->arena, str_from(bytes, len));

    free(bytes);
    if (!ok)
        return fail_here(cx, ERR_IO,
                         "error while running post render on files: %.*s",
                         STR_ARG(got));
    *out = arena_fmt(cx->arena, "%.*s\n", STR_ARG(utf8_trim_space(got)));
    return true;
}

bool output_is_plain(const OutputJob *job)
{
    return job->output_dir == NULL && job->post_render == NULL &&
           job->n_show_only == 0;
}

void output_pieces(const OutputJob *job, Pieces *out)
{
    add_whole(job, out);
    pieces_end(out);
}

bool output_whole(Ctx *cx, const OutputJob *job, Str *out)
{
    Pieces text;

    if (job->output_dir != NULL && job->post_render != NULL)
        return fail_here(cx, ERR_VALUE,
                         "a post-renderer gives one stream, which cannot be "
                         "written as the files of an output folder");
    pieces_init(&text, cx->arena);
    if (job->output_dir == NULL)
        add_whole(job, &text);
    else
        pieces_add(&text, STR("\n"));
    *out = pieces_join(&text);
    return job->post_render == NULL || post_render(cx, job, *out, out);
}

bool output_write(Ctx *cx, const OutputJob *job, Str whole, Str *out)
{
    Buf text;

    buf_init(&text, cx->arena);
    if (job->n_show_only > 0 && !show_only(cx, job, whole, &text))
        return false;
    if (job->output_dir != NULL && !write_files(cx, job, &text))
        return false;
    if (job->n_show_only == 0 && text.len == 0) {
        *out = whole;
        return true;
    }
    if (job->n_show_only == 0)
        buf_add(&text, whole);
    *out = buf_str(&text);
    return true;
}
