/* SPDX-License-Identifier: MPL-2.0 */
/*
 * YAML text to a tree of nodes.  libyaml scans and parses; what it finds
 * wrong is told in go-yaml's words, which counts lines in its own way.
 * Meaning is yaml_decode.c.
 */
#include "codec/yaml_read.h"

#include <yaml.h>

#include "base/utf8.h"
#include "codec/yaml_node.h"
#include "codec/yaml_simple.h"
#include "value/list.h"

#define ANCHOR_BUCKETS 64u

typedef struct Anchor Anchor;
struct Anchor {
    Str name;
    YamlNode *node;
    Anchor *next;
};

typedef struct YamlReader {
    Ctx *cx;
    Str name;
    Str text;
    bool has_slash_escape; /* `\/` stands somewhere in `text` */
    size_t seen_chars;     /* libyaml counts characters: so many ... */
    size_t seen_bytes;     /* ... are so many bytes */
    yaml_parser_t parser;
    yaml_event_t event; /* the one that is being looked at */
    size_t n_nodes;
    Anchor *anchors[ANCHOR_BUCKETS]; /* of this document, newest first */
} YamlReader;

/* What a node stands in. */
typedef enum YamlPlace {
    YAML_IN_BLOCK,
    YAML_IN_FLOW_SEQUENCE,
    YAML_IN_FLOW_MAPPING,
} YamlPlace;

static bool read_node(YamlReader *reader, YamlPlace place, YamlNode **out);

/* -- errors -- */

bool codec_yaml_fail(Ctx *cx, ErrKind kind, SourcePos pos, size_t line, Str msg)
{
    SourcePos nowhere = {STR_NONE, 0, 0};

    fail(cx, kind, pos, "%.*s", STR_ARG(msg));
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
    Source source;

    while (inner->cause != NULL)
        inner = inner->cause;
    if (name.len == 0 || inner->pos.line == 0)
        return false;
    source = source_new(cx->arena, name, text);
    outer.pos = inner->pos;
    outer.line = source_line(&source, inner->pos.line);
    cx->err = outer.cause;
    return err_push(cx, outer);
}

static SourcePos pos_of_mark(const YamlReader *reader, yaml_mark_t mark)
{
    return (SourcePos){reader->name, (uint32_t)mark.line + 1,
                       (uint32_t)mark.column + 1};
}

/* Where libyaml's reader stopped: it knows the offset of bad bytes alone. */
static SourcePos pos_of_offset(const YamlReader *reader)
{
    size_t offset = reader->parser.problem_offset;
    Source source = source_new(reader->cx->arena, reader->name, reader->text);

    return source_pos(&source,
                      offset < reader->text.len ? offset : reader->text.len);
}

/* The line go-yaml names: of the problem, else of what it was part of, counted
 * from 0 except by the scanner; line 0 is no line. */
static bool fail_parse(YamlReader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    yaml_mark_t mark = parser->problem_mark;
    size_t line = mark.line;
    Str problem = str_from_c(parser->problem);

    if (line != 0)
        line += parser->error == YAML_SCANNER_ERROR;
    else
        line = parser->context_mark.line;
    if (problem.len == 0)
        problem = STR("unknown problem parsing YAML content");
    return codec_yaml_fail(reader->cx, ERR_YAML,
                           parser->error == YAML_READER_ERROR
                               ? pos_of_offset(reader)
                               : pos_of_mark(reader, mark),
                           line, problem);
}

static bool fail_node(YamlReader *reader, ErrKind kind, Str msg)
{
    return codec_yaml_fail(reader->cx, kind,
                           pos_of_mark(reader, reader->event.start_mark), 0,
                           msg);
}

/* -- events -- */

static bool next_event(YamlReader *reader)
{
    yaml_event_delete(&reader->event);
    return yaml_parser_parse(&reader->parser, &reader->event) != 0 ||
           fail_parse(reader);
}

static Str text_of(const YamlReader *reader, const yaml_char_t *text,
                   size_t len)
{
    return arena_str(reader->cx->arena, str_from((const char *)text, len));
}

static Str name_of(const YamlReader *reader, const yaml_char_t *name)
{
    return arena_str(reader->cx->arena, str_from_c((const char *)name));
}

/* -- nodes -- */

static bool new_node(YamlReader *reader, YamlNodeKind kind, YamlNode **out)
{
    const yaml_event_t *event = &reader->event;
    YamlNode *node;

    if (reader->n_nodes == reader->cx->limits->yaml_nodes)
        return fail_node(reader, ERR_LIMIT, STR("document has too many nodes"));
    reader->n_nodes++;
    node = ARENA_NEW(reader->cx->arena, YamlNode);
    node->kind = (uint8_t)kind;
    node->line = (uint32_t)event->start_mark.line;
    node->column = (uint32_t)event->start_mark.column;
    *out = node;
    return true;
}

static Anchor **bucket_of(YamlReader *reader, Str name)
{
    return &reader->anchors[str_hash(name) % ANCHOR_BUCKETS];
}

static void add_anchor(YamlReader *reader, const yaml_char_t *name,
                       YamlNode *node)
{
    Anchor *anchor;

    if (name == NULL)
        return;
    anchor = ARENA_NEW(reader->cx->arena, Anchor);
    anchor->name = name_of(reader, name);
    anchor->node = node;
    anchor->next = *bucket_of(reader, anchor->name);
    *bucket_of(reader, anchor->name) = anchor;
}

static YamlNode *find_anchor(YamlReader *reader, Str name)
{
    for (Anchor *at = *bucket_of(reader, name); at != NULL; at = at->next) {
        if (str_eq(at->name, name))
            return at->node;
    }
    return NULL;
}

static bool read_alias(YamlReader *reader, YamlNode **out)
{
    if (!new_node(reader, YAML_IS_ALIAS, out))
        return false;
    YamlNode *node = *out;
    node->value = name_of(reader, reader->event.data.alias.anchor);
    node->child = find_anchor(reader, node->value);
    if (node->child == NULL)
        return fail_node(reader, ERR_YAML,
                         arena_fmt(reader->cx->arena,
                                   "unknown anchor '%.*s' referenced",
                                   STR_ARG(node->value)));
    return next_event(reader);
}

/* go-yaml still ends a plain scalar of a flow collection before "?". */
static bool check_flow_scalar(YamlReader *reader, bool in_sequence)
{
    Str text = str_from((const char *)reader->event.data.scalar.value,
                        reader->event.data.scalar.length);
    yaml_mark_t mark = reader->event.start_mark;

    if (reader->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        str_find_byte(text, '?', 0) == SIZE_MAX)
        return true;
    return codec_yaml_fail(
        reader->cx, ERR_YAML, pos_of_mark(reader, mark), mark.line,
        in_sequence ? STR("did not find expected ',' or ']'")
                    : STR("did not find expected ',' or '}'"));
}

/* The offset of character `index`; asked for in rising order. */
static size_t byte_offset(YamlReader *reader, size_t index)
{
    while (reader->seen_chars < index &&
           reader->seen_bytes < reader->text.len) {
        size_t size;

        utf8_decode(reader->text, reader->seen_bytes, &size);
        reader->seen_bytes += size;
        reader->seen_chars++;
    }
    return reader->seen_bytes;
}

/* libyaml reads the escape `\/`, go-yaml does not know it. */
static bool check_slash_escape(YamlReader *reader)
{
    size_t pos = byte_offset(reader, reader->event.start_mark.index);
    size_t end = byte_offset(reader, reader->event.end_mark.index);
    Source source;
    SourcePos at;

    while (pos + 1 < end &&
           !(reader->text.ptr[pos] == '\\' && reader->text.ptr[pos + 1] == '/'))
        pos += reader->text.ptr[pos] == '\\' ? 2 : 1;
    if (pos + 1 >= end)
        return true;
    source = source_new(reader->cx->arena, reader->name, reader->text);
    at = source_pos(&source, pos);
    return codec_yaml_fail(reader->cx, ERR_YAML, at, at.line == 1 ? 0 : at.line,
                           STR("found unknown escape character"));
}

static bool read_scalar(YamlReader *reader, YamlPlace place, YamlNode **out)
{
    if (reader->has_slash_escape &&
        reader->event.data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
        !check_slash_escape(reader))
        return false;
    if (place != YAML_IN_BLOCK &&
        !check_flow_scalar(reader, place == YAML_IN_FLOW_SEQUENCE))
        return false;
    if (!new_node(reader, YAML_IS_SCALAR, out))
        return false;
    YamlNode *node = *out;
    node->value = text_of(reader, reader->event.data.scalar.value,
                          reader->event.data.scalar.length);
    node->is_implicit = reader->event.data.scalar.plain_implicit != 0;
    if (reader->event.data.scalar.tag != NULL)
        node->tag = name_of(reader, reader->event.data.scalar.tag).ptr;
    add_anchor(reader, reader->event.data.scalar.anchor, node);
    return next_event(reader);
}

static bool read_children(YamlReader *reader, YamlNode *parent,
                          yaml_event_type_t end, YamlPlace place)
{
    YamlNode **at = &parent->child;

    if (!next_event(reader))
        return false;
    while (reader->event.type != end) {
        if (!read_node(reader, place, at))
            return false;
        at = &(*at)->next;
    }
    return next_event(reader);
}

static bool read_sequence(YamlReader *reader, YamlNode **out)
{
    if (!new_node(reader, YAML_IS_SEQUENCE, out))
        return false;
    YamlNode *node = *out;
    YamlPlace place =
        reader->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
            ? YAML_IN_FLOW_SEQUENCE
            : YAML_IN_BLOCK;
    add_anchor(reader, reader->event.data.sequence_start.anchor, node);
    return read_children(reader, node, YAML_SEQUENCE_END_EVENT, place);
}

static bool read_mapping(YamlReader *reader, YamlNode **out)
{
    if (!new_node(reader, YAML_IS_MAPPING, out))
        return false;
    YamlNode *node = *out;
    YamlPlace place =
        reader->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
            ? YAML_IN_FLOW_MAPPING
            : YAML_IN_BLOCK;
    add_anchor(reader, reader->event.data.mapping_start.anchor, node);
    return read_children(reader, node, YAML_MAPPING_END_EVENT, place);
}

static bool read_inside(YamlReader *reader, YamlPlace place, YamlNode **out)
{
    switch (reader->event.type) {
    case YAML_ALIAS_EVENT: return read_alias(reader, out);
    case YAML_SCALAR_EVENT: return read_scalar(reader, place, out);
    case YAML_SEQUENCE_START_EVENT: return read_sequence(reader, out);
    case YAML_MAPPING_START_EVENT: return read_mapping(reader, out);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: break;
    }
    assert(false && "an event that starts no node");
    return false;
}

static bool read_node(YamlReader *reader, YamlPlace place, YamlNode **out)
{
    bool ok;

    if (!ctx_enter(reader->cx))
        return false;
    ok = read_inside(reader, place, out);
    ctx_leave(reader->cx);
    return ok;
}

/* -- documents -- */

/* libyaml knows YAML 1.2, go-yaml does not. */
static bool check_version(YamlReader *reader)
{
    const yaml_version_directive_t *version =
        reader->event.data.document_start.version_directive;
    size_t line = reader->event.start_mark.line;

    if (version == NULL || (version->major == 1 && version->minor == 1))
        return true;
    return codec_yaml_fail(reader->cx, ERR_YAML,
                           pos_of_mark(reader, reader->event.start_mark), line,
                           STR("found incompatible YAML document"));
}

/* The next document of the stream; `*root` is NULL after the last. */
static bool read_document(YamlReader *reader, YamlNode **root)
{
    *root = NULL;
    memset(reader->anchors, 0, sizeof reader->anchors);
    if (!next_event(reader))
        return false;
    if (reader->event.type == YAML_STREAM_END_EVENT)
        return true;
    return check_version(reader) && next_event(reader) &&
           read_node(reader, YAML_IN_BLOCK, root);
}

static bool open_reader(YamlReader *reader, Ctx *cx, Str name, Str text)
{
    *reader = (YamlReader){
        .cx = cx,
        .name = name,
        .text = text,
        .has_slash_escape = str_contains(text, STR("\\/")),
        .seen_bytes = str_has_prefix(text, STR("\xEF\xBB\xBF")) ? 3 : 0,
    };
    if (yaml_parser_initialize(&reader->parser) == 0)
        return codec_yaml_fail(cx, ERR_LIMIT, source_pos_of_file(name), 0,
                               STR("out of memory"));
    /* libyaml asserts a pointer even for no bytes. */
    yaml_parser_set_input_string(
        &reader->parser,
        (const unsigned char *)(text.ptr == NULL ? "" : text.ptr), text.len);
    return true;
}

static void close_reader(YamlReader *reader)
{
    yaml_event_delete(&reader->event);
    yaml_parser_delete(&reader->parser);
}

static bool read_with_libyaml(Ctx *cx, Str name, Str text, YamlNode **root)
{
    YamlReader reader;
    bool ok;

    if (!open_reader(&reader, cx, name, text))
        return false;
    /* The first event is the start of the stream. */
    ok = next_event(&reader) && read_document(&reader, root);
    close_reader(&reader);
    return ok;
}

bool codec_read_yaml(Ctx *cx, Str name, Str text,
                     const YamlReadOptions *options, Val *out)
{
    YamlNode *root = codec_yaml_simple(cx, text);
    bool ok = root != NULL || read_with_libyaml(cx, name, text, &root);

    return (ok && codec_yaml_decode(cx, name, root, options, out)) ||
           fail_with_line(cx, name, text);
}

static bool read_documents(YamlReader *reader, ListBuilder *documents)
{
    YamlNode *root;
    Val v;

    if (!next_event(reader) || !read_document(reader, &root))
        return false;
    while (root != NULL) {
        if (!codec_yaml_decode(reader->cx, reader->name, root, NULL, &v))
            return false;
        list_builder_add(documents, v);
        if (!read_document(reader, &root))
            return false;
    }
    return true;
}

bool codec_read_yaml_stream(Ctx *cx, Str name, Str text, const List **out)
{
    YamlReader reader;
    ListBuilder documents;
    bool ok;

    if (!open_reader(&reader, cx, name, text))
        return false;
    list_builder_init(&documents, cx->arena, 0);
    ok = read_documents(&reader, &documents);
    close_reader(&reader);
    if (!ok)
        return fail_with_line(cx, name, text);
    *out = list_builder_done(&documents);
    return true;
}
