/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One lock around one table.  An entry never changes after it is made, so what
 * parsed_get hands out needs no lock.
 */
#include "render/parsed.h"

#include <pthread.h>
#include <stdlib.h>

#include "render/embedded.h"

typedef struct ParsedFile ParsedFile;
struct ParsedFile {
    Str path;
    Str text;             /* the chart's own */
    const TmplFile *file; /* NULL: `err` */
    const Err *err;
    ParsedFile *next;
    ParsedFile *next_alike; /* whose text is as long */
};

#define PARSED_BUCKETS 256

struct Parsed {
    pthread_mutex_t lock;
    Arena arena;
    const FnTable *functions;
    ParsedFile *buckets[PARSED_BUCKETS];
    ParsedFile *by_len[PARSED_BUCKETS];
};

Parsed *parsed_open(const FnTable *functions)
{
    Parsed *parsed = calloc(1, sizeof(Parsed));

    if (parsed == NULL)
        return NULL;
    pthread_mutex_init(&parsed->lock, NULL);
    arena_init(&parsed->arena);
    parsed->functions = functions;
    return parsed;
}

void parsed_close(Parsed *parsed)
{
    if (parsed == NULL)
        return;
    arena_release(&parsed->arena);
    pthread_mutex_destroy(&parsed->lock);
    free(parsed);
}

/* What the build has parsed already; NULL for a text that is not part of the
 * program. */
static const TmplFile *find_embedded(Str text)
{
    for (size_t i = 0; i < embedded_templates_len; i++) {
        if (embedded_templates[i].text == text.ptr)
            return embedded_templates[i].file;
    }
    return NULL;
}

/* The same text under another name, as subcharts bring the same library. */
static const TmplFile *find_alike(Parsed *parsed, Str path, Str text)
{
    const ParsedFile *entry = parsed->by_len[text.len % PARSED_BUCKETS];

    for (; entry != NULL; entry = entry->next_alike) {
        if (entry->file != NULL && str_eq(entry->text, text))
            return tmpl_rename(&parsed->arena, entry->file, path, text);
    }
    return NULL;
}

static ParsedFile *parse(Parsed *parsed, const CtxLimits *limits, Str path,
                         Str text)
{
    ParsedFile *entry = ARENA_NEW(&parsed->arena, ParsedFile);
    Ctx cx;

    ctx_init(&cx, &parsed->arena);
    cx.limits = limits;
    entry->path = arena_str(&parsed->arena, path);
    entry->text = text;
    entry->file = find_alike(parsed, entry->path, text);
    if (entry->file == NULL &&
        !tmpl_parse(&cx, parsed->functions, entry->path, text, &entry->file))
        entry->err = cx.err;
    return entry;
}

static const ParsedFile *find(Parsed *parsed, const CtxLimits *limits, Str path,
                              Str text)
{
    ParsedFile **bucket = &parsed->buckets[str_hash(path) % PARSED_BUCKETS];
    ParsedFile *entry;

    for (entry = *bucket; entry != NULL; entry = entry->next) {
        if (entry->text.ptr == text.ptr && str_eq(entry->path, path))
            return entry;
    }
    entry = parse(parsed, limits, path, text);
    entry->next = *bucket;
    *bucket = entry;
    bucket = &parsed->by_len[text.len % PARSED_BUCKETS];
    entry->next_alike = *bucket;
    *bucket = entry;
    return entry;
}

bool parsed_get(Ctx *cx, Parsed *parsed, Str path, Str text,
                const TmplFile **out)
{
    const ParsedFile *entry;

    *out = find_embedded(text);
    if (*out != NULL)
        return true;
    pthread_mutex_lock(&parsed->lock);
    entry = find(parsed, cx->limits, path, text);
    pthread_mutex_unlock(&parsed->lock);
    if (entry->file == NULL) {
        cx->err = entry->err;
        return false;
    }
    *out = entry->file;
    return true;
}
