/* SPDX-License-Identifier: MPL-2.0 */
/*
 * List functions.  Go's lists have an element type: slice keeps it, whatever
 * builds a list anew gives []interface {}.  Elements are shared, storage too
 * where the result is a part of the argument.
 *
 * Each must form is a row of its own with the same body: sprig's plain forms
 * panic with the very error that the must forms return.
 */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "fn/arg.h"
#include "tmpl/fn.h"
#include "value/compare.h"
#include "value/list_room.h"
#include "value/print.h"

#define BYTES_A_STEP 64

/* list VALUE... */
static bool fn_list(const FnCall *call, Val *out)
{
    ListBuilder builder;

    list_builder_init(&builder, call->cx->arena, call->n);
    for (size_t i = 0; i < call->n; i++)
        list_builder_add(&builder, call->args[i]);
    *out = val_from_list(list_builder_done(&builder));
    return true;
}

/* first LIST: nil of an empty one. */
static bool fn_first(const FnCall *call, Val *out)
{
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find first on type", &list))
        return false;
    *out = list->len == 0 ? VAL_NIL_VALUE : list->items[0];
    return true;
}

/* last LIST: nil of an empty one. */
static bool fn_last(const FnCall *call, Val *out)
{
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find last on type", &list))
        return false;
    *out = list->len == 0 ? VAL_NIL_VALUE : list->items[list->len - 1];
    return true;
}

/* Elements of a slice as a []interface {} of their own: those of a []string may
 * be sorted in place. */
static Val part_of(Arena *arena, Val v, size_t from, size_t to)
{
    const List *part = list_slice(arena, arg_elements(arena, v), from, to);
    ListBuilder builder;

    if (v.go_type != GO_STRINGS)
        return val_from_list(part);
    list_builder_init(&builder, arena, part->len);
    list_builder_add_list(&builder, part);
    return val_from_list(list_builder_done(&builder));
}

/* rest LIST: a nil slice of an empty one. */
static bool fn_rest(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find rest on type", &list))
        return false;
    *out = list->len == 0 ? arg_nil_list(arena)
                          : part_of(arena, call->args[0], 1, list->len);
    return true;
}

/* initial LIST: a nil slice of an empty one. */
static bool fn_initial(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find initial on type",
                  &list))
        return false;
    *out = list->len == 0 ? arg_nil_list(arena)
                          : part_of(arena, call->args[0], 0, list->len - 1);
    return true;
}

/* append LIST VALUE */
static bool fn_append(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot push on type", &list) ||
        !ctx_want_list(call->cx, list->len + 1))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len + 1);
    list_builder_add_list(&builder, list);
    list_builder_add(&builder, call->args[1]);
    *out = list_appended(call->cx->arena,
                         val_from_list(list_builder_done(&builder)), list->len);
    return true;
}

/* prepend LIST VALUE */
static bool fn_prepend(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot prepend on type", &list) ||
        !ctx_want_list(call->cx, list->len + 1))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len + 1);
    list_builder_add(&builder, call->args[1]);
    list_builder_add_list(&builder, list);
    *out = list_appended(call->cx->arena,
                         val_from_list(list_builder_done(&builder)), 1);
    return true;
}

static bool add_list_arg(Ctx *cx, ListBuilder *builder, Val v)
{
    const List *list;

    if (val_is_nil(v))
        return arg_fail_nil(cx);
    if (!arg_is_list(v))
        return fail_here(cx, ERR_CALL, "Cannot concat type %.*s as list",
                         STR_ARG(val_kind_name(v)));
    list = arg_elements(cx->arena, v);
    if (!ctx_want_list(cx, builder->len + list->len))
        return false;
    list_builder_add_list(builder, list);
    return true;
}

/* concat LIST...: a nil slice when there is no element at all. */
static bool fn_concat(const FnCall *call, Val *out)
{
    ListBuilder builder;

    list_builder_init(&builder, call->cx->arena, 0);
    for (size_t i = 0; i < call->n; i++) {
        if (!add_list_arg(call->cx, &builder, call->args[i]))
            return false;
    }
    *out = builder.len == 0 ? arg_nil_list(call->cx->arena)
                            : val_from_grown_list(list_builder_done(&builder));
    return true;
}

/* reverse LIST */
static bool fn_reverse(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find reverse on type",
                  &list))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len);
    for (size_t i = list->len; i > 0; i--)
        list_builder_add(&builder, list->items[i - 1]);
    *out = val_from_list(list_builder_done(&builder));
    return true;
}

/* compact LIST: without what is empty. */
static bool fn_compact(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot compact on type", &list))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len);
    for (size_t i = 0; i < list->len; i++) {
        if (!val_is_empty(list->items[i]))
            list_builder_add(&builder, list->items[i]);
    }
    *out = val_from_grown_list(list_builder_done(&builder));
    return true;
}

static bool is_in(Ctx *cx, const Val *items, size_t len, Val v)
{
    for (size_t i = 0; i < len; i++) {
        if (val_deep_equal(cx, v, items[i]))
            return true;
    }
    return false;
}

/* uniq LIST: the first of each kind of equal ones. */
static bool fn_uniq(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find uniq on type", &list))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len);
    for (size_t i = 0; i < list->len; i++) {
        if (!ctx_spend(call->cx, builder.len + 1))
            return false;
        if (!is_in(call->cx, builder.items, builder.len, list->items[i]))
            list_builder_add(&builder, list->items[i]);
    }
    *out = val_from_grown_list(list_builder_done(&builder));
    return true;
}

/* without LIST VALUE... */
static bool fn_without(const FnCall *call, Val *out)
{
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[0], "Cannot find without on type",
                  &list))
        return false;
    list_builder_init(&builder, call->cx->arena, list->len);
    for (size_t i = 0; i < list->len; i++) {
        if (!ctx_spend(call->cx, call->n))
            return false;
        if (!is_in(call->cx, call->args + 1, call->n - 1, list->items[i]))
            list_builder_add(&builder, list->items[i]);
    }
    *out = val_from_grown_list(list_builder_done(&builder));
    return true;
}

/* has VALUE LIST: false when the list is nil. */
static bool fn_has(const FnCall *call, Val *out)
{
    const List *list;

    *out = val_from_bool(false);
    if (val_is_nil(call->args[1]))
        return true;
    if (!arg_list(call->cx, call->args[1], "Cannot find has on type", &list) ||
        !ctx_spend(call->cx, list->len))
        return false;
    *out =
        val_from_bool(is_in(call->cx, list->items, list->len, call->args[0]));
    return true;
}

/* slice LIST [FROM [TO]]: nil of an empty list.  TO may lie behind the last
 * element, as far as Go's slice has room. */
static bool fn_slice(const FnCall *call, Val *out)
{
    Arena *arena = call->cx->arena;
    Val v = call->args[0];
    const List *list;
    int64_t from, to;

    if (!arg_list(call->cx, v, "list should be type of slice or array but",
                  &list))
        return false;
    *out = VAL_NIL_VALUE;
    if (list->len == 0)
        return true;
    from = call->n > 1 ? arg_to_int64(call->args[1]) : 0;
    to = call->n > 2 ? arg_to_int64(call->args[2]) : (int64_t)list->len;
    if (from >= 0 && to >= from) {
        if (v.kind == VAL_LIST &&
            list_reach(arena, v, (size_t)from, (size_t)to, out))
            return true;
        if (v.kind == VAL_STRING && (size_t)to <= v.len) {
            *out = v;
            out->as.str += from;
            out->len = (uint32_t)(to - from);
            return true;
        }
    }
    return fail_here(call->cx, ERR_CALL,
                     "reflect.Value.Slice: slice index out of bounds");
}

static bool fail_makeslice(Ctx *cx)
{
    return fail_here(cx, ERR_CALL,
                     "runtime error: makeslice: len out of range");
}

/* chunk SIZE LIST.  Sprig counts the chunks in floating point; a negative SIZE
 * is wrong only if that comes to a negative count or length. */
static bool fn_chunk(const FnCall *call, Val *out)
{
    int64_t size = val_int(call->args[0]);
    ListBuilder builder;
    const List *list;

    if (!arg_list(call->cx, call->args[1], "Cannot chunk type", &list))
        return false;
    double last = (double)list->len - 1;
    int64_t n_chunks = num_float_to_int(floor(last / (double)size) + 1);
    if (n_chunks < 0 || (n_chunks > 0 && size < 0 && list->len != 1) ||
        (size == -1 && n_chunks > 0))
        return fail_makeslice(call->cx);
    list_builder_init(&builder, call->cx->arena, (size_t)n_chunks);
    for (int64_t i = 0; i < n_chunks; i++) {
        size_t from = (size_t)(i * size);
        size_t to = i == n_chunks - 1 ? list->len : from + (size_t)size;
        list_builder_add(&builder, part_of(call->cx->arena, call->args[1],
                                           i == 0 ? 0 : from, to));
    }
    *out = val_from_list(list_builder_done(&builder));
    out->go_type = GO_LISTS;
    return true;
}

static int compare_texts(const void *a, const void *b)
{
    return str_cmp(val_str(*(const Val *)a), val_str(*(const Val *)b));
}

/* Long texts that are alike are slow to compare. */
static bool spend_texts(Ctx *cx, const Val *items, size_t len)
{
    size_t bytes = 0;

    for (size_t i = 0; i < len; i++)
        bytes += items[i].len;
    return ctx_spend(cx, len + bytes / BYTES_A_STEP);
}

/* sortAlpha LIST: as strings; a single value becomes a list.  A []string is
 * sorted where it stands. */
static bool fn_sort_alpha(const FnCall *call, Val *out)
{
    const List *list;
    Str text;

    if (!arg_is_list(call->args[0])) {
        ListBuilder builder;

        if (!arg_strval(call->cx, call->args[0], &text))
            return false;
        list_builder_init(&builder, call->cx->arena, 1);
        list_builder_add(&builder, val_from_str(text));
        *out = val_from_strings(list_builder_done(&builder));
        return true;
    }
    if (!arg_strslice(call->cx, call->args[0], &list) ||
        !spend_texts(call->cx, list->items, list->len))
        return false;
    list_sort(list, compare_texts);
    *out = arg_strings(call->cx->arena, call->args[0], list);
    return true;
}

/* The numbers from `start` by steps up to, not including, `stop`. */
typedef struct Steps {
    int64_t start;
    int64_t stop;
    int64_t step;
} Steps;

/* How many numbers there are; none when the step leads away from the stop. */
static size_t steps_count(const Steps *steps)
{
    uint64_t distance, step;

    if (steps->stop < steps->start) {
        if (steps->step >= 0)
            return 0;
        distance = (uint64_t)steps->start - (uint64_t)steps->stop;
        step = 0 - (uint64_t)steps->step;
    } else {
        if (steps->step <= 0)
            return 0;
        distance = (uint64_t)steps->stop - (uint64_t)steps->start;
        step = (uint64_t)steps->step;
    }
    return distance / step + (distance % step != 0);
}

static int64_t steps_at(const Steps *steps, size_t i)
{
    return (int64_t)((uint64_t)steps->start + (uint64_t)steps->step * i);
}

static bool int_list(const FnCall *call, const Steps *steps, Val *out)
{
    size_t n = steps_count(steps);
    ListBuilder builder;

    if (!ctx_want_list(call->cx, n))
        return false;
    list_builder_init(&builder, call->cx->arena, n);
    for (size_t i = 0; i < n; i++)
        list_builder_add(&builder, val_from_int(steps_at(steps, i)));
    *out = val_from_grown_list(list_builder_done(&builder));
    out->go_type = GO_INTS;
    return true;
}

/* until COUNT */
static bool fn_until(const FnCall *call, Val *out)
{
    int64_t count = val_int(call->args[0]);
    Steps steps = {0, count, count < 0 ? -1 : 1};

    return int_list(call, &steps, out);
}

/* untilStep START STOP STEP */
static bool fn_until_step(const FnCall *call, Val *out)
{
    Steps steps = {val_int(call->args[0]), val_int(call->args[1]),
                   val_int(call->args[2])};

    return int_list(call, &steps, out);
}

/* seq [START [STEP]] END: END belongs to the sequence.  False when the
 * arguments give none. */
static bool seq_steps(const FnCall *call, Steps *steps)
{
    int64_t end;

    if (call->n == 0 || call->n > 3)
        return false;
    steps->start = call->n == 1 ? 1 : val_int(call->args[0]);
    end = val_int(call->args[call->n - 1]);
    int64_t unit = end < steps->start ? -1 : 1;
    steps->step = call->n == 3 ? val_int(call->args[1]) : unit;
    steps->stop = (int64_t)((uint64_t)end + (uint64_t)unit);
    return unit > 0 || steps->step <= 0;
}

/* seq [START [STEP]] END: the numbers as one text. */
static bool fn_seq(const FnCall *call, Val *out)
{
    Steps steps;
    size_t n;
    Buf buf;

    buf_init(&buf, call->cx->arena);
    n = seq_steps(call, &steps) ? steps_count(&steps) : 0;
    if (!ctx_want_list(call->cx, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            buf_add_byte(&buf, ' ');
        num_add_int(&buf, steps_at(&steps, i));
    }
    *out = val_from_str(buf_str(&buf));
    return true;
}

static const FnDef defs[] = {
    {"append",      "aa",  fn_append    },
    {"chunk",       "ia",  fn_chunk     },
    {"compact",     "a",   fn_compact   },
    {"concat",      "a*",  fn_concat    },
    {"first",       "a",   fn_first     },
    {"has",         "aa",  fn_has       },
    {"initial",     "a",   fn_initial   },
    {"last",        "a",   fn_last      },
    {"list",        "a*",  fn_list      },
    {"mustAppend",  "aa",  fn_append    },
    {"mustChunk",   "ia",  fn_chunk     },
    {"mustCompact", "a",   fn_compact   },
    {"mustFirst",   "a",   fn_first     },
    {"mustHas",     "aa",  fn_has       },
    {"mustInitial", "a",   fn_initial   },
    {"mustLast",    "a",   fn_last      },
    {"mustPrepend", "aa",  fn_prepend   },
    {"mustPush",    "aa",  fn_append    },
    {"mustRest",    "a",   fn_rest      },
    {"mustReverse", "a",   fn_reverse   },
    {"mustSlice",   "aa*", fn_slice     },
    {"mustUniq",    "a",   fn_uniq      },
    {"mustWithout", "aa*", fn_without   },
    {"prepend",     "aa",  fn_prepend   },
    {"push",        "aa",  fn_append    },
    {"rest",        "a",   fn_rest      },
    {"reverse",     "a",   fn_reverse   },
    {"seq",         "i*",  fn_seq       },
    {"slice",       "aa*", fn_slice     },
    {"sortAlpha",   "a",   fn_sort_alpha},
    {"tuple",       "a*",  fn_list      },
    {"uniq",        "a",   fn_uniq      },
    {"until",       "i",   fn_until     },
    {"untilStep",   "iii", fn_until_step},
    {"without",     "aa*", fn_without   },
};
const FnFamily fn_lists = {"lists", defs, ARRAY_LEN(defs)};
