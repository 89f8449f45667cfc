/* SPDX-License-Identifier: MPL-2.0 */
/*
 * YAML text to values: the documents of a text one by one, and how a failure
 * is told.  Syntax is yaml_simple.c and yaml_parse.c, meaning yaml_decode.c.
 */
#include "codec/yaml_read.h"

#include "codec/yaml_parse.h"
#include "codec/yaml_simple.h"
#include "value/list.h"

bool codec_yaml_fail(Ctx *cx, ErrKind kind, SourcePos pos, size_t line, Str msg)
{
    SourcePos nowhere = {STR_NONE, 0, 0};

    err_push(cx, (Err){.kind = kind, .pos = pos, .msg = msg});
    if (line != 0)
        err_wrap(cx, nowhere, "yaml: line %zu", line);
    else
        err_wrap(cx, nowhere, "yaml");
    return err_wrap(cx, nowhere, "error converting YAML to JSON");
}

/* Gives the outermost link of the failure the true place and its line, when
 * the text is a file that a person can open: false, always. */
static bool fail_with_line(Ctx *cx, Str name, Str text)
{
    Err outer = *cx->err;
    const Err *inner = cx->err;
    Source *source;

    while (inner->cause != NULL)
        inner = inner->cause;
    if (name.len == 0 || inner->pos.line == 0)
        return false;
    source = ARENA_NEW(cx->arena, Source);
    *source = source_new(cx->arena, name, text);
    outer.pos = inner->pos;
    outer.line = source_line(source, inner->pos.line);
    outer.source = source;
    cx->err = outer.cause;
    return err_push(cx, outer);
}

bool codec_read_yaml(Ctx *cx, Str name, Str text,
                     const YamlReadOptions *options, Val *out)
{
    YamlNode *root;

    if (codec_yaml_simple(cx, text, options, out))
        return true;
    return (codec_yaml_parse_document(codec_yaml_parse_new(cx, name, text),
                                      &root) &&
            codec_yaml_decode(cx, name, root, options, out)) ||
           fail_with_line(cx, name, text);
}

static bool read_documents(Ctx *cx, Str name, YamlParse *parse,
                           ListBuilder *documents)
{
    YamlNode *root;
    Val v;

    if (!codec_yaml_parse_document(parse, &root))
        return false;
    while (root != NULL) {
        if (!codec_yaml_decode(cx, name, root, NULL, &v))
            return false;
        list_builder_add(documents, v);
        if (!codec_yaml_parse_document(parse, &root))
            return false;
    }
    return true;
}

bool codec_read_yaml_stream(Ctx *cx, Str name, Str text, const List **out)
{
    YamlParse *parse = codec_yaml_parse_new(cx, name, text);
    ListBuilder documents;

    list_builder_init(&documents, cx->arena, 0);
    if (!read_documents(cx, name, parse, &documents))
        return fail_with_line(cx, name, text);
    *out = list_builder_done(&documents);
    return true;
}
