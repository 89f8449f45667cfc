/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Packed charts, unpacked in memory by libarchive.  Nothing is ever written
 * to disk; the checks of names keep what is in the archive below one folder all
 * the same, and the sizes bound what a small archive can grow to.  A link that
 * stays inside is an empty file, as it is for Helm.
 */
#include "chart/source_tgz.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "chart/disk.h"
#include "chart/files.h"
#include "chart/sniff.h"
#include "value/print.h"

typedef struct Unpack {
    Ctx *cx;
    struct archive *archive;
    struct archive_entry *entry; /* being read */
    size_t remaining;            /* bytes that may still come out */
    Map *names;                  /* seen */
    FilesBuilder files;
} Unpack;

static bool fail_archive(Ctx *cx, const char *text)
{
    return fail_here(cx, ERR_CHART, "%s", text);
}

static bool fail_total(Ctx *cx)
{
    return fail_here(cx, ERR_CHART,
                     "decompressed chart is larger than the maximum size %zu",
                     cx->limits->archive);
}

static Str quoted(Arena *arena, Str s)
{
    Buf buf;

    buf_init(&buf, arena);
    val_add_quoted(&buf, s, false);
    return buf_str(&buf);
}

static bool is_drive_path(Str name)
{
    return name.len > 2 && name.ptr[1] == ':' && name.ptr[2] == '/' &&
           ((name.ptr[0] >= 'a' && name.ptr[0] <= 'z') ||
            (name.ptr[0] >= 'A' && name.ptr[0] <= 'Z'));
}

/* `s` with each backslash a slash. */
static Str with_slashes(Arena *arena, Str s)
{
    Buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < s.len; i++)
        buf_add_byte(&buf, s.ptr[i] == '\\' ? '/' : s.ptr[i]);
    return buf_str(&buf);
}

/* The name inside the chart: without the top folder, cleaned and checked.
 * With a backslash anywhere, backslashes are what separates. */
static bool inner_name(Ctx *cx, Str full, Str *out)
{
    bool windows = str_contains(full, STR("\\"));
    size_t slash = str_find_byte(full, windows ? '\\' : '/', 0);
    Str top = slash == SIZE_MAX ? full : str_slice(full, 0, slash);
    Str name = slash == SIZE_MAX ? STR("") : str_skip(full, slash + 1);

    if (windows)
        name = with_slashes(cx->arena, name);
    if (name.len != 0 && *name.ptr == '/')
        return fail_archive(cx, "chart illegally contains absolute paths");
    name = chart_path_clean(cx->arena, name);
    if (str_eq(name, STR(".")))
        return fail_here(cx, ERR_CHART,
                         "chart illegally contains content outside the base "
                         "directory: %.*s",
                         STR_ARG(quoted(cx->arena, full)));
    if (str_has_prefix(name, STR("..")))
        return fail_archive(cx, "chart illegally references parent directory");
    if (is_drive_path(name))
        return fail_archive(cx, "chart contains illegally named files");
    if (str_eq(top, STR("Chart.yaml")))
        return fail_archive(cx, "chart yaml not in base directory");
    *out = name;
    return true;
}

/* What Helm would take: of a kind of its own, for it is told. */
static bool fail_refused(Ctx *cx, const char *what, Str full)
{
    return fail_here(cx, ERR_VALUE, "chart archive refused: %s %.*s", what,
                     STR_ARG(quoted(cx->arena, full)));
}

/* A link may lead to anything inside the archive. */
static bool check_link(Ctx *cx, Str full, struct archive_entry *entry)
{
    Str hard = str_from_c(archive_entry_hardlink(entry));
    Str soft = str_from_c(archive_entry_symlink(entry));
    Str target = hard.len != 0 ? hard : soft;
    size_t base = full.len - chart_path_base(full).len;

    if (target.len == 0)
        return true;
    if (hard.len == 0 && *target.ptr != '/')
        target = chart_path_join(cx->arena, str_slice(full, 0, base), target);
    if (*target.ptr == '/' ||
        str_has_prefix(chart_path_clean(cx->arena, target), STR("..")))
        return fail_refused(cx, "it has a link that leads outside,", full);
    return true;
}

static bool read_bytes(Unpack *unpack, size_t size, Str *out)
{
    char *bytes = arena_alloc_text(unpack->cx->arena, size + 1);
    size_t len = 0;

    while (len < size) {
        la_ssize_t n =
            archive_read_data(unpack->archive, bytes + len, size - len);

        if (n <= 0)
            return fail_archive(unpack->cx, "unexpected EOF");
        len += (size_t)n;
    }
    *out = str_from(bytes, len);
    return true;
}

static bool take_entry(Unpack *unpack, Str full, struct archive_entry *entry)
{
    Ctx *cx = unpack->cx;
    int64_t size = archive_entry_size(entry);
    Str name;
    Str bytes;

    if (!inner_name(cx, full, &name) || !check_link(cx, full, entry))
        return false;
    if (map_find(unpack->names, name) != NULL)
        return fail_refused(cx, "it has two entries for", full);
    map_set(unpack->names, name, val_from_bool(true));
    if (unpack->files.len == cx->limits->chart_files)
        return ctx_fail_limit(cx, LIMIT_CHART_FILES);
    if (!ctx_step(cx))
        return false;
    if (size < 0 || (uint64_t)size > unpack->remaining)
        return fail_total(cx);
    if ((uint64_t)size > cx->limits->chart_file)
        return fail_here(cx, ERR_CHART,
                         "decompressed chart file %.*s is larger than the "
                         "maximum file size %zu",
                         STR_ARG(quoted(cx->arena, full)),
                         cx->limits->chart_file);
    if (!read_bytes(unpack, (size_t)size, &bytes))
        return false;
    unpack->remaining -= (size_t)size;
    if (unpack->remaining == 0)
        return fail_total(cx);
    files_builder_add(&unpack->files, name,
                      str_drop_prefix(bytes, STR("\xEF\xBB\xBF")));
    return true;
}

/* The entry's name; names are UTF-8 whatever the locale. */
static Str entry_name(Arena *arena, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);

    if (name == NULL)
        name = archive_entry_pathname_utf8(entry);
    return arena_str(arena, str_from_c(name));
}

/* What Go would say of an archive that libarchive cannot read on. */
static bool fail_broken(Unpack *unpack)
{
    Str problem = str_from_c(archive_error_string(unpack->archive));
    bool is_short = str_contains(problem, STR("truncated")) ||
                    str_contains(problem, STR("Truncated"));

    return fail_archive(unpack->cx, is_short
                                        ? "unexpected EOF"
                                        : "archive/tar: invalid tar header");
}

static bool take_entries(Unpack *unpack)
{
    struct archive_entry *entry = unpack->entry;
    int status;

    for (;;) {
        status = archive_read_next_header2(unpack->archive, entry);
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            break;
        /* Headers count as well: entries without bytes are no free lunch. */
        if ((uint64_t)archive_filter_bytes(unpack->archive, 0) / 2 >
            unpack->cx->limits->archive)
            return fail_total(unpack->cx);
        if (archive_entry_filetype(entry) != AE_IFDIR &&
            !take_entry(unpack, entry_name(unpack->cx->arena, entry), entry))
            return false;
    }
    return status == ARCHIVE_EOF || fail_broken(unpack);
}

static bool is_gzip(Str bytes)
{
    return str_has_prefix(bytes, STR("\x1f\x8b\x08"));
}

/* libarchive's reader of memory: all there is, then nothing. */
static la_ssize_t give_bytes(struct archive *archive, void *self,
                             const void **out)
{
    Str *rest = self;
    la_ssize_t n = (la_ssize_t)rest->len;

    (void)archive;
    *out = rest->ptr;
    *rest = STR_NONE;
    return n;
}

/* What libarchive has for opening memory crashes when there is none left. */
static bool unpack_all(Unpack *unpack, Str bytes)
{
    if (archive_read_support_filter_gzip(unpack->archive) != ARCHIVE_OK ||
        archive_read_support_format_tar(unpack->archive) != ARCHIVE_OK ||
        archive_read_support_format_empty(unpack->archive) != ARCHIVE_OK ||
        archive_read_set_read_callback(unpack->archive, give_bytes) !=
            ARCHIVE_OK ||
        archive_read_set_callback_data(unpack->archive, &bytes) != ARCHIVE_OK ||
        archive_read_open1(unpack->archive) != ARCHIVE_OK)
        return fail_broken(unpack);
    return take_entries(unpack);
}

/* The entry is ours: libarchive does not notice when there is no memory for
 * one of its own. */
static bool open_and_unpack(Unpack *unpack, Str bytes)
{
    bool ok;

    unpack->archive = archive_read_new();
    unpack->entry = archive_entry_new();
    ok = unpack->archive != NULL && unpack->entry != NULL
             ? unpack_all(unpack, bytes)
             : fail_archive(unpack->cx, "cannot allocate memory");
    archive_entry_free(unpack->entry);
    archive_read_free(unpack->archive);
    return ok;
}

bool chart_source_tgz(Ctx *cx, Str archive, ChartFiles *out)
{
    Unpack unpack = {.cx = cx, .remaining = cx->limits->archive};

    if (archive.len == 0)
        return fail_archive(cx, "EOF");
    if (archive.len >= 10 && !is_gzip(archive))
        return fail_archive(cx, "gzip: invalid header");
    if (archive.len < 10)
        return fail_archive(cx, "unexpected EOF");
    unpack.names = map_new(cx->arena, 32);
    files_builder_init(&unpack.files, cx->arena);
    if (!open_and_unpack(&unpack, archive))
        return false;
    if (unpack.files.len == 0)
        return fail_archive(cx, "no files in chart archive");
    *out = files_builder_done(&unpack.files);
    return true;
}

bool chart_want_gzip(Ctx *cx, Str path, Str bytes)
{
    if (is_gzip(bytes))
        return true;
    if (str_has_suffix(path, STR(".yml")) || str_has_suffix(path, STR(".yaml")))
        return fail(cx, ERR_CHART, source_pos_of_file(path),
                    "file '%.*s' seems to be a YAML file, but expected a "
                    "gzipped archive",
                    STR_ARG(path));
    return fail(cx, ERR_CHART, source_pos_of_file(path),
                "file '%.*s' does not appear to be a gzipped archive; got "
                "'%s'",
                STR_ARG(path), chart_sniff_type(bytes));
}
