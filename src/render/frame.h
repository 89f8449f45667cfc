/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_FRAME_H
#define OMNI_RENDER_FRAME_H

#include "base/buf.h"
#include "base/source.h"
#include "render/rich_mask.h"

/*
 * A code frame: the lines around a place in a text, with line numbers in a
 * gutter and carets under what is meant.
 */
typedef struct FrameStyle {
    const char *error;  /* escape sequences; "" without colour */
    const char *strong; /* the message */
    const char *gutter; /* numbers, bars, arrows */
    const char *end;    /* back to the terminal's own */
} FrameStyle;

extern const FrameStyle frame_plain;
extern const FrameStyle frame_coloured;

typedef struct Frame {
    const Source *source;
    uint32_t line; /* from 1 */
    size_t from;   /* bytes of that line; from == to: one caret */
    size_t to;
    RichTextKind kind; /* decides what is hidden */
} Frame;

/* The columns of the frame's gutter. */
size_t frame_gutter(const Frame *frame);

/* Adds the frame, each line with its line break. */
void frame_add(Buf *out, const FrameStyle *style, const RichMask *mask,
               const Frame *frame);

/* `text` as it may be shown on a terminal: without control characters. */
void frame_add_printable(Buf *out, Str text);

#endif
