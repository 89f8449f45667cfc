/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_READ_H
#define OMNI_CODEC_YAML_READ_H

#include "base/ctx.h"
#include "value/val.h"

/*
 * YAML as Helm reads it: sigs.k8s.io/yaml, that is go-yaml v2 to JSON to Go
 * values.  Every number becomes a float64, every key a string, a null stays a
 * nil.
 */
typedef struct YamlReadOptions {
    /* Whole numbers stay integers, for who turns scalars back into text. */
    bool keep_integers;
    /* Which entries of the outermost map (level 0) and of maps in it (level 1)
     * are of use: the others are read as any, but need not come.  NULL: all. */
    bool (*is_wanted)(Str key, uint32_t level);
    /* Called for each map entry with the position of its key, once its value
     * is read; NULL: nobody asks. */
    void (*on_pos)(void *self, const Map *map, Str key, SourcePos pos);
    void *self;
} YamlReadOptions;

/* Reads the first document of `text`; later documents are ignored as Helm
 * does.  Empty text and a document of only comments give nil.  The value is in
 * the arena; its strings may be borrowed from `text`.
 *
 * Error: ERR_YAML with position (name, line, column) and go-yaml's message
 * without its "yaml: " and "line N: " (e.g. "mapping values are not allowed in
 * this context") as its innermost link; err_text of the chain is exactly what
 * Helm prints after its own prefix ("error converting YAML to JSON: yaml: line
 * 3: ...").  ERR_LIMIT past ctx limits on nodes and depth. */
bool codec_read_yaml(Ctx *cx, Str name, Str text,
                     const YamlReadOptions *options, Val *out) OMNI_CHECKED;

/* The documents of a stream, each a Val: for kubectl's output. */
bool codec_read_yaml_stream(Ctx *cx, Str name, Str text,
                            const List **out) OMNI_CHECKED;

#endif
