/* SPDX-License-Identifier: MPL-2.0 */
/*
 * From a pattern to matchers, in the steps of gobwas/glob: a syntax tree; what
 * all alternatives of a brace begin or end with is taken out of it; runs of
 * parts are glued to one; what is left becomes a tree around the longest part
 * of known length.
 */
#include "render/glob_plan.h"

#include "base/buf.h"
#include "base/utf8.h"

#define PARTS_MAX 256

/* -- the syntax tree -- */

/* Its kinds are those of matchers: a pattern is a row. */
typedef struct Node Node;
struct Node {
    GlobMatcherKind kind;
    Str text;
    uint32_t low;
    uint32_t high;
    bool negated;
    Node **children;
    size_t n;
};

typedef struct Planner {
    Arena *arena;
    Str pattern;
    size_t pos;
    size_t n_nodes;
} Planner;

static Node *node_new(Planner *p, GlobMatcherKind kind)
{
    Node *node = ARENA_NEW(p->arena, Node);

    p->n_nodes++;
    *node = (Node){.kind = kind};
    return node;
}

static void node_add(Planner *p, Node *parent, Node *child)
{
    Node **wider = ARENA_ARRAY(p->arena, Node *, parent->n + 1);

    for (size_t i = 0; i < parent->n; i++)
        wider[i] = parent->children[i];
    wider[parent->n++] = child;
    parent->children = wider;
}

static bool at_end(const Planner *p)
{
    return p->pos >= p->pattern.len;
}

static char peek(const Planner *p)
{
    return at_end(p) ? '\0' : p->pattern.ptr[p->pos];
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* Up to one of the breakers, without the quoting backslashes. */
static Str take_text(Planner *p, const char *breakers)
{
    Buf buf;

    buf_init(&buf, p->arena);
    while (!at_end(p) && !is_one_of(peek(p), breakers)) {
        if (peek(p) == '\\')
            p->pos++;
        if (!at_end(p))
            buf_add_byte(&buf, p->pattern.ptr[p->pos++]);
    }
    return buf_str(&buf);
}

static Node *take_star(Planner *p)
{
    p->pos++;
    if (peek(p) != '*')
        return node_new(p, GLOB_ANY);
    p->pos++;
    return node_new(p, GLOB_SUPER);
}

static uint32_t take_rune(Planner *p)
{
    size_t size;
    uint32_t rune = utf8_decode(p->pattern, p->pos, &size);

    p->pos += size;
    return rune;
}

static Node *take_class(Planner *p)
{
    Node *node = node_new(p, GLOB_LIST);
    size_t from;

    p->pos++;
    if (peek(p) == '!') {
        node->negated = true;
        p->pos++;
    }
    from = p->pos;
    node->low = take_rune(p);
    if (peek(p) == '-') {
        p->pos++;
        node->kind = GLOB_RANGE;
        node->high = take_rune(p);
    } else {
        p->pos = from;
        node->text = take_text(p, "]");
        node->low = 0;
    }
    p->pos++;
    return node;
}

static Node *take_pattern(Planner *p, bool in_braces);

static Node *take_braces(Planner *p)
{
    Node *node = node_new(p, GLOB_ANY_OF);

    do {
        p->pos++;
        node_add(p, node, take_pattern(p, true));
    } while (peek(p) == ',' && p->n_nodes <= PARTS_MAX);
    p->pos += !at_end(p);
    return node;
}

static Node *take_one(Planner *p, bool in_braces)
{
    Node *node;

    switch (peek(p)) {
    case '*': return take_star(p);
    case '?': p->pos++; return node_new(p, GLOB_SINGLE);
    case '[': return take_class(p);
    case '{': return take_braces(p);
    default: break;
    }
    node = node_new(p, GLOB_TEXT);
    node->text = take_text(p, in_braces ? "?*[{}," : "?*[{");
    return node;
}

static Node *take_pattern(Planner *p, bool in_braces)
{
    Node *node = node_new(p, GLOB_ROW);

    while (!at_end(p) && p->n_nodes <= PARTS_MAX &&
           !(in_braces && is_one_of(peek(p), ",}"))) {
        Node *child = take_one(p, in_braces);

        /* A backslash at the end. */
        if (child->kind != GLOB_TEXT || child->text.len != 0)
            node_add(p, node, child);
    }
    return node;
}

static bool node_eq(const Node *a, const Node *b)
{
    if (a->kind != b->kind || !str_eq(a->text, b->text) || a->low != b->low ||
        a->high != b->high || a->negated != b->negated || a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (!node_eq(a->children[i], b->children[i]))
            return false;
    }
    return true;
}

/* -- what alternatives have in common -- */

static size_t fewest_children(const Node *any_of)
{
    size_t found = 0;

    for (size_t i = 1; i < any_of->n; i++) {
        if (any_of->children[i]->n < any_of->children[found]->n)
            found = i;
    }
    return found;
}

/* Whether child `i` of `least`, counted from the end if need be, is the same
 * in all alternatives. */
static bool is_common(const Node *any_of, const Node *least, size_t i,
                      bool from_end)
{
    for (size_t k = 0; k < any_of->n; k++) {
        const Node *other = any_of->children[k];
        size_t at = from_end ? i + other->n - least->n : i;

        if (!node_eq(least->children[i], other->children[at]))
            return false;
    }
    return true;
}

/* The numbers of children that all alternatives begin and end with. */
static void count_common(const Node *any_of, size_t *left, size_t *right)
{
    const Node *least = any_of->children[fewest_children(any_of)];
    bool goes_left = any_of->n > 1;
    bool goes_right = any_of->n > 1;

    *left = 0;
    *right = 0;
    for (size_t i = 0;
         i < least->n && *left + *right < least->n && (goes_left || goes_right);
         i++) {
        size_t j = least->n - 1 - i;

        goes_left = goes_left && is_common(any_of, least, i, false);
        goes_right = goes_right && (!goes_left || j > i) &&
                     is_common(any_of, least, j, true);
        *left += goes_left;
        *right += goes_right;
    }
}

static Node *part_of(Planner *p, const Node *node, size_t from, size_t to)
{
    Node *part = node_new(p, from == to ? GLOB_NOTHING : GLOB_ROW);

    part->children = node->children + from;
    part->n = to - from;
    return part;
}

static void add_unique(Planner *p, Node *any_of, Node *node)
{
    for (size_t i = 0; i < any_of->n; i++) {
        if (node_eq(any_of->children[i], node))
            return;
    }
    node_add(p, any_of, node);
}

/* The alternatives between what they have in common; NULL: they have nothing
 * in common. */
static Node *without_common(Planner *p, const Node *any_of)
{
    const Node *least = any_of->children[fewest_children(any_of)];
    Node *rest = node_new(p, GLOB_ANY_OF);
    Node *out = node_new(p, GLOB_ROW);
    size_t left, right;

    count_common(any_of, &left, &right);
    if (left == 0 && right == 0)
        return NULL;
    if (left > 0)
        node_add(p, out, part_of(p, least, 0, left));
    for (size_t i = 0; i < any_of->n; i++) {
        const Node *child = any_of->children[i];

        add_unique(p, rest, part_of(p, child, left, child->n - right));
    }
    if (rest->n > 1)
        node_add(p, out, rest);
    else if (rest->children[0]->kind != GLOB_NOTHING)
        node_add(p, out, rest->children[0]);
    if (right > 0)
        node_add(p, out, part_of(p, least, least->n - right, least->n));
    return out;
}

/* -- matchers -- */

typedef struct Parts {
    const GlobMatcher **items;
    size_t n;
} Parts;

static GlobMatcher *matcher_new(Planner *p, GlobMatcherKind kind, int64_t len)
{
    GlobMatcher *m = ARENA_NEW(p->arena, GlobMatcher);

    *m = (GlobMatcher){.kind = kind, .len = len};
    return m;
}

static const GlobMatcher *text_matcher(Planner *p, GlobMatcherKind kind,
                                       Str text)
{
    GlobMatcher *m = matcher_new(p, kind, GLOB_VARIES);

    if (kind == GLOB_TEXT)
        m->len = (int64_t)utf8_count(text);
    m->text = text;
    return m;
}

static const GlobMatcher *counting(Planner *p, GlobMatcherKind kind, size_t n)
{
    GlobMatcher *m = matcher_new(p, kind, GLOB_VARIES);

    m->limit = n;
    return m;
}

static bool is_kind(const GlobMatcher *m, GlobMatcherKind kind)
{
    return m != NULL && m->kind == kind;
}

static const GlobMatcher *simplified(Planner *p, const GlobMatcher *m);

/* A tree around a text, as one matcher if there is one. */
static const GlobMatcher *simplified_tree(Planner *p, const GlobMatcher *m)
{
    GlobMatcher *tree = ARENA_NEW(p->arena, GlobMatcher);
    const GlobMatcher *left = m->left == NULL ? NULL : simplified(p, m->left);
    const GlobMatcher *right =
        m->right == NULL ? NULL : simplified(p, m->right);
    GlobMatcher *both;

    *tree = *m;
    tree->left = left;
    tree->right = right;
    if (!is_kind(m->middle, GLOB_TEXT))
        return tree;
    if (left == NULL && right == NULL)
        return m->middle;
    if (is_kind(left, GLOB_SUPER) && is_kind(right, GLOB_SUPER))
        return text_matcher(p, GLOB_CONTAINS, m->middle->text);
    if (left != NULL && right != NULL)
        return tree;
    if (is_kind(left, GLOB_SUPER))
        return text_matcher(p, GLOB_SUFFIX, m->middle->text);
    if (is_kind(right, GLOB_SUPER))
        return text_matcher(p, GLOB_PREFIX, m->middle->text);
    if (is_kind(left, GLOB_ANY))
        return text_matcher(p, GLOB_SUFFIX_ANY, m->middle->text);
    if (is_kind(right, GLOB_ANY))
        return text_matcher(p, GLOB_PREFIX_ANY, m->middle->text);
    if (!is_kind(right, GLOB_SUFFIX) && !is_kind(left, GLOB_PREFIX))
        return tree;
    both = matcher_new(p, GLOB_PREFIX_SUFFIX, GLOB_VARIES);
    both->text = left == NULL ? m->middle->text : left->text;
    both->tail = left == NULL ? right->text : m->middle->text;
    return both;
}

static const GlobMatcher *simplified(Planner *p, const GlobMatcher *m)
{
    if (m->kind == GLOB_ANY_OF && m->n_parts == 1)
        return m->parts[0];
    if (m->kind == GLOB_LIST && !m->negated && utf8_count(m->text) == 1)
        return text_matcher(p, GLOB_TEXT, m->text);
    return m->kind == GLOB_TREE ? simplified_tree(p, m) : m;
}

static const GlobMatcher *with_parts(Planner *p, GlobMatcherKind kind,
                                     int64_t len, Parts parts)
{
    GlobMatcher *m = matcher_new(p, kind, len);

    m->parts = parts.items;
    m->n_parts = parts.n;
    return m;
}

/* gobwas takes the last of the lengths if none before it is known. */
static int64_t any_of_len(Parts parts)
{
    int64_t len = GLOB_VARIES;

    for (size_t i = 0; i < parts.n; i++) {
        int64_t next = parts.items[i]->len;

        if (len == GLOB_VARIES)
            len = next;
        else if (next != len)
            return GLOB_VARIES;
    }
    return len;
}

static const GlobMatcher *tree_of(Planner *p, const GlobMatcher *middle,
                                  const GlobMatcher *left,
                                  const GlobMatcher *right)
{
    GlobMatcher *tree = matcher_new(p, GLOB_TREE, GLOB_VARIES);

    tree->middle = middle;
    tree->left = left;
    tree->right = right;
    tree->left_len = left == NULL ? 0 : left->len;
    tree->right_len = right == NULL ? 0 : right->len;
    if (middle->len >= 0 && tree->left_len >= 0 && tree->right_len >= 0)
        tree->len = middle->len + tree->left_len + tree->right_len;
    return tree;
}

/* -- gluing -- */

static const GlobMatcher *glued_row(Planner *p, Parts parts)
{
    int64_t len = 0;

    for (size_t i = 0; i < parts.n; i++) {
        if (parts.items[i]->len == GLOB_VARIES)
            return NULL;
        len += parts.items[i]->len;
    }
    return with_parts(p, GLOB_ROW, len, parts);
}

/* What parts that leave out the same code points come to. */
typedef struct Glue {
    Str left_out;
    bool has_any;
    bool has_super;
    size_t n_single;
} Glue;

/* False for a part that cannot be glued. */
static bool add_to_glue(Glue *glue, const GlobMatcher *m, bool is_first)
{
    Str left_out = STR("/");

    if (m->kind == GLOB_SUPER) {
        left_out = STR("");
        glue->has_super = true;
    } else if (m->kind == GLOB_ANY) {
        glue->has_any = true;
    } else if (m->kind == GLOB_SINGLE) {
        glue->n_single++;
    } else if (m->kind == GLOB_LIST && m->negated) {
        left_out = m->text;
        glue->n_single++;
    } else {
        return false;
    }
    if (is_first)
        glue->left_out = left_out;
    return str_eq(glue->left_out, left_out);
}

static const GlobMatcher *glued_every(Planner *p, Parts parts)
{
    Glue glue = {.n_single = 0};
    Parts every = {ARENA_ARRAY(p->arena, const GlobMatcher *, 3), 0};
    GlobMatcher *not_in;
    bool has_run;

    for (size_t i = 0; i < parts.n; i++) {
        if (!add_to_glue(&glue, parts.items[i], i == 0))
            return NULL;
    }
    has_run = glue.has_any || glue.has_super;
    if (glue.n_single == 0 && glue.has_super != glue.has_any)
        return matcher_new(p, glue.has_super ? GLOB_SUPER : GLOB_ANY,
                           GLOB_VARIES);
    if (has_run && glue.n_single > 0 && glue.left_out.len == 0)
        return counting(p, GLOB_MIN, glue.n_single);
    if (glue.n_single > 0)
        every.items[every.n++] = counting(p, GLOB_MIN, glue.n_single);
    if (glue.n_single > 0 && !has_run)
        every.items[every.n++] = counting(p, GLOB_MAX, glue.n_single);
    if (glue.left_out.len > 0) {
        not_in = matcher_new(p, GLOB_CONTAINS, GLOB_VARIES);
        not_in->text = glue.left_out;
        not_in->negated = true;
        every.items[every.n++] = not_in;
    }
    return with_parts(p, GLOB_EVERY_OF, GLOB_VARIES, every);
}

static const GlobMatcher *glued(Planner *p, Parts parts)
{
    const GlobMatcher *m;

    if (parts.n <= 1)
        return NULL;
    m = glued_every(p, parts);
    return m == NULL ? glued_row(p, parts) : m;
}

/* A run of parts as one. */
typedef struct Span {
    const GlobMatcher *m; /* NULL: none was found */
    size_t from;
    size_t n;
} Span;

static Span best_span(Planner *p, Parts parts)
{
    Span best = {NULL, 0, 0};

    for (size_t from = 0; from < parts.n; from++) {
        for (size_t n = parts.n - from; n > 1; n--) {
            const GlobMatcher *m = glued(p, (Parts){parts.items + from, n});

            if (m != NULL && (best.m == NULL || n > best.n ||
                              (best.m->len >= 0 && m->len > best.m->len)))
                best = (Span){m, from, n};
        }
    }
    return best;
}

static Parts glue_runs(Planner *p, Parts parts)
{
    for (;;) {
        Span span = best_span(p, parts);
        Parts fewer = {ARENA_ARRAY(p->arena, const GlobMatcher *, parts.n + 1),
                       0};

        if (span.m == NULL)
            return parts;
        for (size_t i = 0; i < parts.n; i++) {
            if (i < span.from || i >= span.from + span.n)
                fewer.items[fewer.n++] = parts.items[i];
            else if (i == span.from)
                fewer.items[fewer.n++] = span.m;
        }
        parts = fewer;
    }
}

/* The last of the longest parts of known length; parts.n: there is none. */
static size_t middle_of(Parts parts)
{
    size_t found = parts.n;

    for (size_t i = 0; i < parts.n; i++) {
        int64_t len = parts.items[i]->len;

        if (len >= 0 && (found == parts.n || len >= parts.items[found]->len))
            found = i;
    }
    return found;
}

static const GlobMatcher *arranged(Planner *p, Parts parts)
{
    const GlobMatcher *m = parts.n == 1 ? parts.items[0] : glued(p, parts);
    const GlobMatcher *left = NULL;
    const GlobMatcher *right = NULL;
    size_t middle = middle_of(parts);

    if (m != NULL)
        return m;
    if (middle == parts.n)
        middle = 0;
    if (middle > 0)
        left = arranged(p, (Parts){parts.items, middle});
    if (middle + 1 < parts.n)
        right = arranged(
            p, (Parts){parts.items + middle + 1, parts.n - middle - 1});
    return tree_of(p, parts.items[middle], left, right);
}

/* -- from nodes to matchers -- */

static const GlobMatcher *compile(Planner *p, const Node *node);

static Parts compile_children(Planner *p, const Node *node)
{
    Parts parts = {ARENA_ARRAY(p->arena, const GlobMatcher *, node->n + 1), 0};

    for (size_t i = 0; i < node->n; i++)
        parts.items[parts.n++] = simplified(p, compile(p, node->children[i]));
    return parts;
}

static const GlobMatcher *compile_any_of(Planner *p, const Node *node)
{
    const Node *rest = without_common(p, node);
    Parts parts;

    if (rest != NULL)
        return compile(p, rest);
    parts = compile_children(p, node);
    return with_parts(p, GLOB_ANY_OF, any_of_len(parts), parts);
}

static const GlobMatcher *compile_pattern(Planner *p, const Node *node)
{
    if (node->n == 0)
        return matcher_new(p, GLOB_NOTHING, 0);
    return simplified(p, arranged(p, glue_runs(p, compile_children(p, node))));
}

static const GlobMatcher *compile(Planner *p, const Node *node)
{
    GlobMatcher *m;

    if (node->kind == GLOB_ANY_OF)
        return compile_any_of(p, node);
    if (node->kind == GLOB_ROW)
        return compile_pattern(p, node);
    if (node->kind == GLOB_TEXT)
        return text_matcher(p, GLOB_TEXT, node->text);
    m = matcher_new(p, node->kind, 1);
    if (node->kind == GLOB_NOTHING)
        m->len = 0;
    else if (node->kind == GLOB_ANY || node->kind == GLOB_SUPER)
        m->len = GLOB_VARIES;
    m->text = node->text;
    m->low = node->low;
    m->high = node->high;
    m->negated = node->negated;
    return simplified(p, m);
}

const GlobMatcher *glob_plan(Arena *arena, Str pattern)
{
    Planner p = {arena, pattern, 0, 0};
    const Node *node = take_pattern(&p, false);

    return p.n_nodes > PARTS_MAX ? NULL : compile(&p, node);
}
