/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Tokens to trees of nodes, one function a production.  The failures are
 * go-yaml's, which counts lines from 0 here and takes line 0 for no line.
 */
#include "codec/yaml_parse.h"

#include "codec/yaml_scan.h"

#define FIRST_BUCKETS 16u /* a power of two */

typedef struct Anchor Anchor;
struct Anchor {
    Str name;
    YamlNode *node;
    Anchor *next;
};

typedef struct TagHandle TagHandle;
struct TagHandle {
    Str handle;
    Str prefix;
    const TagHandle *next;
};

static const TagHandle handle_one = {
    {"!", 1},
    {"!", 1},
    NULL
};
static const TagHandle default_handles = {
    {"!!",                 2 },
    {"tag:yaml.org,2002:", 18},
    &handle_one
};

struct YamlParse {
    Ctx *cx;
    Str name;
    YamlScan *scan;
    const YamlToken *token; /* the next */
    size_t n_nodes;
    bool is_started;  /* a document was read */
    Anchor **buckets; /* the anchors of this document */
    size_t n_buckets;
    size_t n_anchors;
    const TagHandle *handles; /* of this document, newest first */
};

/* What stands before the content of a node. */
typedef struct Properties {
    YamlMark start;
    Str anchor;
    const char *tag; /* NULL: none */
} Properties;

/* What may stand where a node is wanted. */
typedef enum YamlPlace {
    YAML_IN_FLOW,
    YAML_IN_BLOCK,
    YAML_IN_BLOCK_MAPPING, /* a sequence need not be indented */
} YamlPlace;

static bool parse_node(YamlParse *parse, YamlPlace place, YamlNode **out);

/* -- tokens -- */

static bool peek(YamlParse *parse)
{
    parse->token = codec_yaml_scan_peek(parse->scan);
    return parse->token != NULL;
}

/* Passes over the token and peeks at the one behind it. */
static bool next(YamlParse *parse)
{
    codec_yaml_scan_skip(parse->scan);
    return peek(parse);
}

static bool is_at(const YamlParse *parse, YamlTokenKind kind)
{
    return parse->token->kind == kind;
}

static YamlMark start_of(const YamlParse *parse)
{
    return parse->token->start;
}

/* -- failures -- */

static bool fail_node(YamlParse *parse, ErrKind kind, YamlMark mark,
                      size_t line, Str msg)
{
    SourcePos pos = {parse->name, mark.line + 1, mark.column + 1};

    return codec_yaml_fail(parse->cx, kind, pos, line, msg);
}

static bool fail_at(YamlParse *parse, YamlMark mark, const char *problem)
{
    return fail_node(parse, ERR_YAML, mark, mark.line, str_from_c(problem));
}

static bool fail_token(YamlParse *parse, const char *problem)
{
    return fail_at(parse, start_of(parse), problem);
}

/* -- nodes -- */

static bool new_node(YamlParse *parse, YamlNodeKind kind, YamlMark mark,
                     YamlNode **out)
{
    YamlNode *node;

    if (parse->n_nodes == parse->cx->limits->yaml_nodes)
        return fail_node(parse, ERR_LIMIT, mark, 0,
                         ctx_limit_text(parse->cx, LIMIT_YAML_NODES));
    parse->n_nodes++;
    node = ARENA_NEW(parse->cx->arena, YamlNode);
    node->kind = (uint8_t)kind;
    node->line = mark.line;
    node->column = mark.column;
    *out = node;
    return true;
}

static bool new_empty(YamlParse *parse, YamlMark mark, YamlNode **out)
{
    if (!new_node(parse, YAML_IS_SCALAR, mark, out))
        return false;
    (*out)->is_implicit = true;
    return true;
}

static Anchor **bucket_of(YamlParse *parse, Str name)
{
    return &parse->buckets[str_hash(name) & (parse->n_buckets - 1)];
}

static Anchor *find_anchor(YamlParse *parse, Str name)
{
    Anchor *at = parse->n_buckets == 0 ? NULL : *bucket_of(parse, name);

    while (at != NULL && !str_eq(at->name, name))
        at = at->next;
    return at;
}

static void put_anchor(YamlParse *parse, Anchor *anchor)
{
    Anchor **bucket = bucket_of(parse, anchor->name);

    anchor->next = *bucket;
    *bucket = anchor;
}

static void grow_buckets(YamlParse *parse)
{
    Anchor **old = parse->buckets;
    size_t n_old = parse->n_buckets;

    parse->n_buckets = n_old == 0 ? FIRST_BUCKETS : n_old * 2;
    parse->buckets = ARENA_ARRAY(parse->cx->arena, Anchor *, parse->n_buckets);
    for (size_t i = 0; i < n_old; i++) {
        for (Anchor *at = old[i], *behind; at != NULL; at = behind) {
            behind = at->next;
            put_anchor(parse, at);
        }
    }
}

/* A name may be given again: what follows means the newer node. */
static void add_anchor(YamlParse *parse, Str name, YamlNode *node)
{
    Anchor *anchor = name.len == 0 ? NULL : find_anchor(parse, name);

    if (anchor != NULL)
        anchor->node = node;
    if (name.len == 0 || anchor != NULL)
        return;
    if (parse->n_anchors == parse->n_buckets)
        grow_buckets(parse);
    parse->n_anchors++;
    anchor = ARENA_NEW(parse->cx->arena, Anchor);
    anchor->name = name;
    anchor->node = node;
    put_anchor(parse, anchor);
}

static bool parse_alias(YamlParse *parse, YamlNode **out)
{
    Str name = parse->token->value;
    YamlMark mark = start_of(parse);
    const Anchor *anchor = find_anchor(parse, name);

    if (anchor == NULL)
        return fail_node(parse, ERR_YAML, mark, 0,
                         arena_fmt(parse->cx->arena,
                                   "unknown anchor '%.*s' referenced",
                                   STR_ARG(name)));
    if (!new_node(parse, YAML_IS_ALIAS, mark, out))
        return false;
    (*out)->value = name;
    (*out)->child = anchor->node;
    codec_yaml_scan_skip(parse->scan);
    return true;
}

/* -- properties -- */

/* A tag as text that ends with NUL.  One with a NUL inside, from "%00", names
 * no type; a byte that no tag has keeps it so. */
static const char *tag_text(YamlParse *parse, Str prefix, Str suffix)
{
    size_t len = prefix.len + suffix.len;
    char *text = arena_alloc_text(parse->cx->arena, len + 1);

    if (prefix.len != 0)
        memcpy(text, prefix.ptr, prefix.len);
    if (suffix.len != 0)
        memcpy(text + prefix.len, suffix.ptr, suffix.len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\0')
            text[i] = '\xFF';
    }
    text[len] = '\0';
    return text;
}

static bool resolve_tag(YamlParse *parse, const YamlToken *token,
                        const char **out)
{
    if (token->value.len == 0) {
        *out = tag_text(parse, STR_NONE, token->suffix);
        return true;
    }
    for (const TagHandle *at = parse->handles; at != NULL; at = at->next) {
        if (!str_eq(at->handle, token->value))
            continue;
        *out = tag_text(parse, at->prefix, token->suffix);
        return true;
    }
    return fail_at(parse, token->start, "found undefined tag handle");
}

static bool is_property(const YamlParse *parse)
{
    return is_at(parse, YAML_AT_ANCHOR) || is_at(parse, YAML_AT_TAG);
}

/* An anchor, a tag or both in either order.  go-yaml looks a tag up once all
 * of them are read. */
static bool parse_properties(YamlParse *parse, Properties *out)
{
    YamlToken tag = {.kind = YAML_AT_SCALAR};

    *out = (Properties){.start = start_of(parse)};
    for (int i = 0; i < 2 && is_property(parse); i++) {
        if (is_at(parse, YAML_AT_ANCHOR) && out->anchor.len == 0)
            out->anchor = parse->token->value;
        else if (is_at(parse, YAML_AT_TAG) && tag.kind != YAML_AT_TAG)
            tag = *parse->token;
        else
            break;
        if (!next(parse))
            return false;
    }
    return tag.kind != YAML_AT_TAG || resolve_tag(parse, &tag, &out->tag);
}

/* -- scalars and collections -- */

static bool parse_scalar(YamlParse *parse, const Properties *properties,
                         YamlNode **out)
{
    const char *tag = properties->tag;
    bool is_content = is_at(parse, YAML_AT_SCALAR);

    if (!new_node(parse, YAML_IS_SCALAR, properties->start, out))
        return false;
    (*out)->tag = tag;
    (*out)->is_implicit = tag == NULL;
    if (is_content) {
        (*out)->value = parse->token->value;
        (*out)->is_implicit =
            tag == NULL ? parse->token->is_plain : strcmp(tag, "!") == 0;
        codec_yaml_scan_skip(parse->scan);
    }
    add_anchor(parse, properties->anchor, *out);
    return true;
}

/* Behind an indicator: nothing, if one of `kinds` (bits) follows. */
static bool is_one_of(const YamlParse *parse, uint32_t kinds)
{
    return (kinds >> parse->token->kind & 1) != 0;
}

#define KIND(kind) (1u << (kind))

/* Passes over an indicator and parses the node behind it, which is empty when
 * one of `kinds` follows. */
static bool parse_behind(YamlParse *parse, YamlPlace place, uint32_t kinds,
                         YamlNode **out)
{
    YamlMark mark = start_of(parse);

    mark.column += parse->token->n_wide;
    if (!next(parse))
        return false;
    return is_one_of(parse, kinds) ? new_empty(parse, mark, out)
                                   : parse_node(parse, place, out);
}

static bool parse_block_sequence(YamlParse *parse, YamlNode **at)
{
    uint32_t ends = KIND(YAML_AT_BLOCK_ENTRY) | KIND(YAML_AT_BLOCK_END);

    codec_yaml_scan_skip(parse->scan);
    for (; peek(parse); at = &(*at)->next) {
        if (is_at(parse, YAML_AT_BLOCK_END)) {
            codec_yaml_scan_skip(parse->scan);
            return true;
        }
        if (!is_at(parse, YAML_AT_BLOCK_ENTRY))
            return fail_token(parse, "did not find expected '-' indicator");
        if (!parse_behind(parse, YAML_IN_BLOCK, ends, at))
            return false;
    }
    return false;
}

static bool parse_indentless_sequence(YamlParse *parse, YamlNode **at)
{
    uint32_t ends = KIND(YAML_AT_BLOCK_ENTRY) | KIND(YAML_AT_KEY) |
                    KIND(YAML_AT_VALUE) | KIND(YAML_AT_BLOCK_END);

    for (; peek(parse); at = &(*at)->next) {
        if (!is_at(parse, YAML_AT_BLOCK_ENTRY))
            return true;
        if (!parse_behind(parse, YAML_IN_BLOCK, ends, at))
            return false;
    }
    return false;
}

static bool parse_block_value(YamlParse *parse, uint32_t ends, YamlNode **out)
{
    if (!peek(parse))
        return false;
    return is_at(parse, YAML_AT_VALUE)
               ? parse_behind(parse, YAML_IN_BLOCK_MAPPING, ends, out)
               : new_empty(parse, start_of(parse), out);
}

static bool parse_block_mapping(YamlParse *parse, YamlNode **at)
{
    uint32_t ends =
        KIND(YAML_AT_KEY) | KIND(YAML_AT_VALUE) | KIND(YAML_AT_BLOCK_END);

    codec_yaml_scan_skip(parse->scan);
    for (; peek(parse); at = &(*at)->next) {
        if (is_at(parse, YAML_AT_BLOCK_END)) {
            codec_yaml_scan_skip(parse->scan);
            return true;
        }
        if (!is_at(parse, YAML_AT_KEY))
            return fail_token(parse, "did not find expected key");
        if (!parse_behind(parse, YAML_IN_BLOCK_MAPPING, ends, at))
            return false;
        at = &(*at)->next;
        if (!parse_block_value(parse, ends, at))
            return false;
    }
    return false;
}

/* The value of a pair in a flow collection that `end` closes; nothing counts
 * as one where it would begin. */
static bool parse_flow_value(YamlParse *parse, YamlTokenKind end,
                             YamlNode **out)
{
    if (!peek(parse))
        return false;
    if (is_at(parse, YAML_AT_VALUE)) {
        if (!next(parse))
            return false;
        if (!is_at(parse, YAML_AT_FLOW_ENTRY) && !is_at(parse, end))
            return parse_node(parse, YAML_IN_FLOW, out);
    }
    return new_empty(parse, start_of(parse), out);
}

/* `key: value` in a flow sequence, a mapping of its own. */
static bool parse_flow_pair(YamlParse *parse, YamlNode **out)
{
    uint32_t ends = KIND(YAML_AT_VALUE) | KIND(YAML_AT_FLOW_ENTRY) |
                    KIND(YAML_AT_FLOW_SEQUENCE_END);
    YamlNode **key;
    YamlMark mark;

    if (!new_node(parse, YAML_IS_MAPPING, start_of(parse), out))
        return false;
    key = &(*out)->child;
    if (!next(parse))
        return false;
    if (!is_one_of(parse, ends)) {
        if (!parse_node(parse, YAML_IN_FLOW, key))
            return false;
    } else {
        /* go-yaml passes over whatever follows a "?" without a key. */
        mark = start_of(parse);
        mark.column += parse->token->n_wide;
        codec_yaml_scan_skip(parse->scan);
        if (!new_empty(parse, mark, key))
            return false;
    }
    return parse_flow_value(parse, YAML_AT_FLOW_SEQUENCE_END, &(*key)->next);
}

/* Stands in front of an entry or of `end`: the comma is passed over. */
static bool pass_flow_entry(YamlParse *parse, YamlTokenKind end, bool is_first,
                            const char *problem)
{
    if (is_first || is_at(parse, end))
        return true;
    if (!is_at(parse, YAML_AT_FLOW_ENTRY))
        return fail_token(parse, problem);
    return next(parse);
}

static bool parse_flow_sequence(YamlParse *parse, YamlNode **at)
{
    YamlNode **first = at;
    bool ok;

    codec_yaml_scan_skip(parse->scan);
    for (; peek(parse); at = &(*at)->next) {
        if (!pass_flow_entry(parse, YAML_AT_FLOW_SEQUENCE_END, at == first,
                             "did not find expected ',' or ']'"))
            return false;
        if (is_at(parse, YAML_AT_FLOW_SEQUENCE_END)) {
            codec_yaml_scan_skip(parse->scan);
            return true;
        }
        ok = is_at(parse, YAML_AT_KEY) ? parse_flow_pair(parse, at)
                                       : parse_node(parse, YAML_IN_FLOW, at);
        if (!ok)
            return false;
    }
    return false;
}

static bool parse_flow_entry(YamlParse *parse, YamlNode **key)
{
    uint32_t ends = KIND(YAML_AT_VALUE) | KIND(YAML_AT_FLOW_ENTRY) |
                    KIND(YAML_AT_FLOW_MAPPING_END);

    if (!is_at(parse, YAML_AT_KEY))
        return parse_node(parse, YAML_IN_FLOW, key) && peek(parse) &&
               new_empty(parse, start_of(parse), &(*key)->next);
    if (!next(parse))
        return false;
    if (is_one_of(parse, ends) ? !new_empty(parse, start_of(parse), key)
                               : !parse_node(parse, YAML_IN_FLOW, key))
        return false;
    return parse_flow_value(parse, YAML_AT_FLOW_MAPPING_END, &(*key)->next);
}

static bool parse_flow_mapping(YamlParse *parse, YamlNode **at)
{
    YamlNode **first = at;

    codec_yaml_scan_skip(parse->scan);
    for (; peek(parse); at = &(*at)->next->next) {
        if (!pass_flow_entry(parse, YAML_AT_FLOW_MAPPING_END, at == first,
                             "did not find expected ',' or '}'"))
            return false;
        if (is_at(parse, YAML_AT_FLOW_MAPPING_END)) {
            codec_yaml_scan_skip(parse->scan);
            return true;
        }
        if (!parse_flow_entry(parse, at))
            return false;
    }
    return false;
}

typedef bool (*ParseChildren)(YamlParse *parse, YamlNode **first);

static bool parse_collection(YamlParse *parse, const Properties *properties,
                             YamlNodeKind kind, ParseChildren parse_children,
                             YamlNode **out)
{
    bool ok;

    if (!new_node(parse, kind, properties->start, out) || !ctx_enter(parse->cx))
        return false;
    add_anchor(parse, properties->anchor, *out);
    ok = parse_children(parse, &(*out)->child);
    ctx_leave(parse->cx);
    return ok;
}

static bool parse_content(YamlParse *parse, const Properties *properties,
                          YamlPlace place, YamlNode **out)
{
    bool is_block = place != YAML_IN_FLOW;

    if (is_at(parse, YAML_AT_SCALAR))
        return parse_scalar(parse, properties, out);
    if (is_at(parse, YAML_AT_FLOW_SEQUENCE))
        return parse_collection(parse, properties, YAML_IS_SEQUENCE,
                                parse_flow_sequence, out);
    if (is_at(parse, YAML_AT_FLOW_MAPPING))
        return parse_collection(parse, properties, YAML_IS_MAPPING,
                                parse_flow_mapping, out);
    if (is_block && is_at(parse, YAML_AT_BLOCK_MAPPING))
        return parse_collection(parse, properties, YAML_IS_MAPPING,
                                parse_block_mapping, out);
    if (is_block && is_at(parse, YAML_AT_BLOCK_SEQUENCE))
        return parse_collection(parse, properties, YAML_IS_SEQUENCE,
                                parse_block_sequence, out);
    if (place == YAML_IN_BLOCK_MAPPING && is_at(parse, YAML_AT_BLOCK_ENTRY))
        return parse_collection(parse, properties, YAML_IS_SEQUENCE,
                                parse_indentless_sequence, out);
    if (properties->anchor.len != 0 || properties->tag != NULL)
        return parse_scalar(parse, properties, out);
    return fail_token(parse, "did not find expected node content");
}

/* Wants the next token peeked at. */
static bool parse_node(YamlParse *parse, YamlPlace place, YamlNode **out)
{
    Properties properties;

    if (is_at(parse, YAML_AT_ALIAS))
        return parse_alias(parse, out);
    return parse_properties(parse, &properties) &&
           parse_content(parse, &properties, place, out);
}

/* -- documents -- */

static bool add_handle(YamlParse *parse)
{
    TagHandle *handle = ARENA_NEW(parse->cx->arena, TagHandle);

    handle->handle = parse->token->value;
    handle->prefix = parse->token->suffix;
    handle->next = parse->handles;
    for (const TagHandle *at = handle->next; at != &default_handles;
         at = at->next) {
        if (str_eq(at->handle, handle->handle))
            return fail_token(parse, "found duplicate %TAG directive");
    }
    parse->handles = handle;
    return true;
}

static bool parse_directives(YamlParse *parse)
{
    bool has_version = false;

    for (;;) {
        if (is_at(parse, YAML_AT_TAG_DIRECTIVE)) {
            if (!add_handle(parse))
                return false;
        } else if (!is_at(parse, YAML_AT_VERSION)) {
            return true;
        } else if (has_version) {
            return fail_token(parse, "found duplicate %YAML directive");
        } else if (!parse->token->is_known) {
            return fail_token(parse, "found incompatible YAML document");
        } else {
            has_version = true;
        }
        if (!next(parse))
            return false;
    }
}

#define DOCUMENT_ENDS                                                          \
    (KIND(YAML_AT_VERSION) | KIND(YAML_AT_TAG_DIRECTIVE) |                     \
     KIND(YAML_AT_DOCUMENT_START) | KIND(YAML_AT_DOCUMENT_END) |               \
     KIND(YAML_AT_STREAM_END))

static bool parse_explicit_document(YamlParse *parse, YamlNode **root)
{
    if (!parse_directives(parse))
        return false;
    if (!is_at(parse, YAML_AT_DOCUMENT_START))
        return fail_token(parse, "did not find expected <document start>");
    if (!next(parse))
        return false;
    return is_one_of(parse, DOCUMENT_ENDS)
               ? new_empty(parse, start_of(parse), root)
               : parse_node(parse, YAML_IN_BLOCK, root);
}

bool codec_yaml_parse_document(YamlParse *parse, YamlNode **root)
{
    bool is_first = !parse->is_started;
    bool ok;

    *root = NULL;
    parse->is_started = true;
    parse->handles = &default_handles;
    parse->n_buckets = 0;
    parse->n_anchors = 0;
    if (!peek(parse))
        return false;
    while (!is_first && is_at(parse, YAML_AT_DOCUMENT_END)) {
        if (!next(parse))
            return false;
    }
    if (is_at(parse, YAML_AT_STREAM_END))
        return true;
    if (is_first && (!is_one_of(parse, DOCUMENT_ENDS) ||
                     is_at(parse, YAML_AT_DOCUMENT_END)))
        ok = parse_node(parse, YAML_IN_BLOCK, root);
    else
        ok = parse_explicit_document(parse, root);
    if (!ok || !peek(parse))
        return false;
    if (is_at(parse, YAML_AT_DOCUMENT_END))
        codec_yaml_scan_skip(parse->scan);
    return true;
}

YamlParse *codec_yaml_parse_new(Ctx *cx, Str name, Str text)
{
    YamlParse *parse = ARENA_NEW(cx->arena, YamlParse);

    parse->cx = cx;
    parse->name = name;
    parse->scan = codec_yaml_scan_new(cx, name, text);
    return parse;
}
