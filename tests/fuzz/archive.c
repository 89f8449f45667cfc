/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any bytes as a packed chart.  The first byte tells whether the rest is the
 * archive as it stands or a tar that is packed here, for a checksum keeps
 * most changes of an archive away from what reads it.
 */
#include <zlib.h>

#include "chart/source_tgz.h"
#include "support.h"

#define GZIP_WINDOW (15 + 16)

/* `tar` in gzip's form without compression. */
static Str pack(Fuzz *fuzz, Str tar)
{
    z_stream stream = {.zalloc = Z_NULL};
    size_t room = tar.len + tar.len / 1000 + 1000;
    char *packed = arena_alloc_text(&fuzz->arena, room);
    int status;

    status = deflateInit2(&stream, Z_NO_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                          Z_DEFAULT_STRATEGY);
    fuzz_want(status == Z_OK, "zlib starts");
    stream.next_in = (unsigned char *)arena_alloc_text(&fuzz->arena, tar.len);
    stream.avail_in = (unsigned)tar.len;
    if (tar.len != 0)
        memcpy(stream.next_in, tar.ptr, tar.len);
    stream.next_out = (unsigned char *)packed;
    stream.avail_out = (unsigned)room;
    status = deflate(&stream, Z_FINISH);
    fuzz_want(status == Z_STREAM_END, "zlib packs");
    deflateEnd(&stream);
    return str_from(packed, room - stream.avail_out);
}

static bool leads_out(Str name)
{
    return str_has_prefix(name, STR("/")) || str_has_prefix(name, STR("../")) ||
           str_eq(name, STR("..")) || str_contains(name, STR("/../")) ||
           str_has_suffix(name, STR("/.."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ChartFiles files;
    const Chart *chart;
    bool is_tar;
    Str archive;
    Fuzz fuzz;

    fuzz_open(&fuzz, data, size);
    is_tar = fuzz_take_byte(&fuzz) % 2 != 0;
    archive = fuzz_take_rest(&fuzz);
    if (is_tar)
        archive = pack(&fuzz, archive);
    if (chart_source_tgz(&fuzz.cx, archive, &files)) {
        for (size_t i = 0; i < files.len; i++)
            fuzz_want(!leads_out(files.items[i].name), "no name leads out");
        if (!chart_load_files(&fuzz.cx, files, &chart))
            fuzz_failed(&fuzz);
    } else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
