/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_TOML_TEXT_H
#define OMNI_CODEC_TOML_TEXT_H

#include "base/buf.h"
#include "value/val.h"

/* A key of several parts: ["a", "b c"] is a."b c". */
typedef struct TomlKey {
    const Str *parts;
    size_t len;
} TomlKey;

/* `key` with one part more; in the arena. */
TomlKey codec_toml_key_add(Arena *arena, TomlKey key, Str part);

/* `s` in double quotes. */
void codec_toml_add_quoted(Buf *buf, Str s);

/* One part, in quotes where it needs them; all of them with points between. */
void codec_toml_add_part(Buf *buf, Str part);
void codec_toml_add_key(Buf *buf, TomlKey key);

/* A time.Time from a date, a time or both as TOML writes them; false when
 * `text` is none of them. */
bool codec_toml_read_time(Arena *arena, Str text, Val *out) OMNI_CHECKED;

/* The text of such a value as TOML writes it; false for any other host. */
bool codec_toml_time_text(const Host *host, Str *out) OMNI_CHECKED;

#endif
