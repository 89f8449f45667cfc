/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The functions that need the run: include and tpl execute templates, required
 * and fail speak for the chart, lookup asks the snapshot.
 *
 * tpl parses its text into a set of its own over the caller's, as Helm's clone
 * of the parent does, so what it defines is seen inside it and nowhere else.
 * Charts call tpl with the same small texts again and again; each text is
 * parsed once a run.
 */
#include "render/run.h"

#include "base/buf.h"
#include "value/print.h"

/* Name of the template every tpl text is parsed under (engine.go, render). */
#define TPL_NAME STR("gotpl")

/* engine.go, recursionMaxNums. */
#define INCLUDE_MAX_NESTED 1000

#define TPL_BUCKETS 1024

/* What the parsing of a text counts for. */
#define PARSE_STEPS  64
#define BYTES_A_STEP 8

/* An include under way. */
struct IncludeFrame {
    Str name;
    const IncludeFrame *outer;
    size_t count; /* of frames of this name, itself included */
};

typedef struct TplText TplText;
struct TplText {
    Str text;
    uint64_t hash;
    const TmplFile *file;
    TplText *next;
};

struct TplCache {
    TplText *buckets[TPL_BUCKETS];
};

Run *run_new(Ctx *cx, const FnTable *functions, const Lookup *lookup)
{
    Run *run = ARENA_NEW(cx->arena, Run);

    run->functions = functions;
    run->lookup = lookup;
    return run;
}

Str run_without_no_value(Arena *arena, Str text)
{
    Str marker = STR("<no value>");
    size_t at = str_find(text, marker, 0);
    size_t from = 0;
    Buf buf;

    if (at == SIZE_MAX)
        return text;
    buf_init(&buf, arena);
    for (; at != SIZE_MAX; at = str_find(text, marker, from)) {
        buf_add(&buf, str_slice(text, from, at));
        from = at + marker.len;
    }
    buf_add(&buf, str_skip(text, from));
    return buf_str(&buf);
}

static TmplExec inner_exec(const FnCall *call, const TmplSet *set, Buf *buf)
{
    buf_init(buf, call->cx->arena);
    return (TmplExec){
        .set = set,
        .sink = {.buf = buf,
                 .on_write = call->exec->sink.on_write,
                 .self = call->exec->sink.self},
        .dot = call->args[1],
        .run = call->exec->run,
        .caller = call->frame,
        .depth = call->exec->depth,
    };
}

/* Counts the executions of the frame's name that are under way; fails if those
 * around it are too many. */
static bool count_nesting(Ctx *cx, IncludeFrame *frame)
{
    Str name = frame->name;
    const IncludeFrame *same = frame->outer;

    while (same != NULL && !str_eq(same->name, name))
        same = same->outer;
    frame->count = same == NULL ? 1 : same->count + 1;
    if (frame->count <= INCLUDE_MAX_NESTED + 1)
        return true;
    return fail_here(cx, ERR_CALL,
                     "rendering template has a nested reference name: "
                     "%.*s: unable to execute template",
                     STR_ARG(name));
}

static bool fail_missing(Ctx *cx, Str name)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add(&buf, STR("template: no template "));
    val_add_quoted(&buf, name, false);
    buf_add(&buf, STR(" associated with template \"gotpl\""));
    return fail_str(cx, ERR_MISSING, buf_str(&buf)) ||
           err_lacks(cx, ERR_LACKS_TEMPLATE, name);
}

/* include NAME DOT */
static bool fn_include(const FnCall *call, Val *out)
{
    Run *run = call->exec->run;
    IncludeFrame frame = {val_str(call->args[0]), run->includes, 0};
    const TmplTree *tree;
    TmplExec exec;
    Buf buf;
    bool ok;

    if (!count_nesting(call->cx, &frame))
        return false;
    tree = tmpl_set_find(call->exec->set, frame.name);
    if (tree == NULL)
        return fail_missing(call->cx, frame.name);
    run->includes = &frame;
    exec = inner_exec(call, call->exec->set, &buf);
    ok = tmpl_execute_tree(call->cx, &exec, tree) &&
         ctx_want_text(call->cx, buf.len);
    run->includes = frame.outer;
    if (ok)
        *out = val_from_str(buf_str(&buf));
    return ok;
}

/* What is kept is made at home, for it outlives the template. */
static TplText *find_text(Run *run, Arena *home, Str text)
{
    uint64_t hash = str_hash(text);
    TplText **bucket;
    TplText *entry;

    if (run->texts == NULL)
        run->texts = ARENA_NEW(home, TplCache);
    bucket = &run->texts->buckets[hash % TPL_BUCKETS];
    for (entry = *bucket; entry != NULL; entry = entry->next) {
        if (entry->hash == hash && str_eq(entry->text, text))
            return entry;
    }
    entry = ARENA_NEW(home, TplText);
    *entry = (TplText){arena_str(home, text), hash, NULL, *bucket};
    *bucket = entry;
    return entry;
}

/* "CLAUSE "TEXT"" with the text quoted as Go's %q. */
static bool wrap_tpl(Ctx *cx, const char *clause, Str text)
{
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, clause);
    val_add_quoted(&buf, text, false);
    return err_push(cx, (Err){.kind = ERR_CALL, .msg = buf_str(&buf)});
}

static bool parse_text(const FnCall *call, Str text, const TmplFile **out)
{
    Run *run = call->exec->run;
    TplText *entry = find_text(run, call->cx->home, text);
    Arena *arena = ctx_go_home(call->cx);
    bool ok = entry->file != NULL ||
              (ctx_spend(call->cx, PARSE_STEPS + text.len / BYTES_A_STEP) &&
               tmpl_parse(call->cx, run->functions, TPL_NAME, entry->text,
                          &entry->file));

    call->cx->arena = arena;
    *out = entry->file;
    return ok;
}

/* Go executes the text's own tree, not what the set has under its name: in a
 * tpl inside a tpl an empty text stays empty. */
static bool execute_text(const FnCall *call, const TmplFile *file, Str *out)
{
    TmplSet *set = tmpl_set_new(call->cx->arena, call->exec->set);
    TmplExec exec;
    Buf buf;

    exec = inner_exec(call, set, &buf);
    if (!tmpl_set_add(call->cx, set, file) ||
        !tmpl_execute_file(call->cx, &exec, file))
        return false;
    *out = buf_str(&buf);
    return ctx_want_text(call->cx, buf.len);
}

/* tpl TEXT DOT */
static bool fn_tpl(const FnCall *call, Val *out)
{
    Str text = val_str(call->args[0]);
    const TmplFile *file;
    Str result = text;

    if (str_contains(text, STR("{{"))) {
        if (!parse_text(call, text, &file))
            return wrap_tpl(call->cx, "cannot parse template ", text);
        if (!execute_text(call, file, &result))
            return wrap_tpl(call->cx,
                            "error during tpl function execution for ", text);
    }
    *out = val_from_str(run_without_no_value(call->cx->arena, result));
    return true;
}

/* required MESSAGE VALUE */
static bool fn_required(const FnCall *call, Val *out)
{
    Val v = call->args[1];

    if (val_is_nil(v) || (val_kind(v) == VAL_STRING && v.go_type == GO_STRING &&
                          val_str(v).len == 0))
        return fail_str(call->cx, ERR_USER, val_str(call->args[0]));
    *out = v;
    return true;
}

/* fail MESSAGE */
static bool fn_fail(const FnCall *call, Val *out)
{
    (void)out;
    return fail_str(call->cx, ERR_USER, val_str(call->args[0]));
}

/* lookup APIVERSION KIND NAMESPACE NAME */
static bool fn_lookup(const FnCall *call, Val *out)
{
    const Run *run = call->exec->run;

    *out = val_from_map(lookup_find(
        call->cx, run->lookup, val_str(call->args[0]), val_str(call->args[1]),
        val_str(call->args[2]), val_str(call->args[3])));
    return true;
}

static const FnDef defs[] = {
    {"fail",     "s",    fn_fail    },
    {"include",  "sa",   fn_include },
    {"lookup",   "ssss", fn_lookup  },
    {"required", "sa",   fn_required},
    {"tpl",      "sa",   fn_tpl     },
};

const FnFamily fn_render = {"render", defs, ARRAY_LEN(defs)};
