/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Slash-separated paths as Go's path package takes them apart.  The os forms
 * are those of a Unix system and so the same.
 */
#include "base/buf.h"
#include "tmpl/fn.h"

/* Index behind the last slash, 0 when there is none. */
static size_t after_last_slash(Str path)
{
    size_t at = path.len;

    while (at > 0 && path.ptr[at - 1] != '/')
        at--;
    return at;
}

/* A path that is being cleaned. */
typedef struct Cleaner {
    Buf buf;
    size_t floor; /* what ".." cannot take away again */
} Cleaner;

static void add_element(Cleaner *cleaner, bool is_rooted, Str element)
{
    if (cleaner->buf.len != (is_rooted ? 1u : 0u))
        buf_add_byte(&cleaner->buf, '/');
    buf_add(&cleaner->buf, element);
}

static void drop_element(Cleaner *cleaner)
{
    size_t at = after_last_slash(buf_str(&cleaner->buf));

    if (at > cleaner->floor)
        at--;
    cleaner->buf.len = at < cleaner->floor ? cleaner->floor : at;
}

static void clean_element(Cleaner *cleaner, bool is_rooted, Str element)
{
    if (element.len == 0 || str_eq_c(element, "."))
        return;
    if (!str_eq_c(element, "..")) {
        add_element(cleaner, is_rooted, element);
    } else if (cleaner->buf.len > cleaner->floor) {
        drop_element(cleaner);
    } else if (!is_rooted) {
        add_element(cleaner, is_rooted, element);
        cleaner->floor = cleaner->buf.len;
    }
}

/* path.Clean: the shortest path of the same meaning by its text alone. */
static Str clean_path(Arena *arena, Str path)
{
    bool is_rooted = path.len > 0 && path.ptr[0] == '/';
    Cleaner cleaner = {.floor = is_rooted ? 1 : 0};
    size_t from = 0;

    buf_init(&cleaner.buf, arena);
    if (is_rooted)
        buf_add_byte(&cleaner.buf, '/');
    while (from <= path.len) {
        size_t end = str_find_byte(path, '/', from);
        if (end == SIZE_MAX)
            end = path.len;
        clean_element(&cleaner, is_rooted, str_slice(path, from, end));
        from = end + 1;
    }
    return cleaner.buf.len == 0 ? STR(".") : buf_str(&cleaner.buf);
}

/* clean PATH */
static bool fn_clean(const FnCall *call, Val *out)
{
    *out = val_from_str(clean_path(call->cx->arena, val_str(call->args[0])));
    return true;
}

/* dir PATH */
static bool fn_dir(const FnCall *call, Val *out)
{
    Str path = val_str(call->args[0]);
    Str folder = str_slice(path, 0, after_last_slash(path));

    *out = val_from_str(clean_path(call->cx->arena, folder));
    return true;
}

/* base PATH */
static bool fn_base(const FnCall *call, Val *out)
{
    Str path = val_str(call->args[0]);
    bool is_empty = path.len == 0;

    while (path.len > 0 && path.ptr[path.len - 1] == '/')
        path.len--;
    path = str_skip(path, after_last_slash(path));
    if (path.len == 0)
        path = is_empty ? STR(".") : STR("/");
    *out = val_from_str(path);
    return true;
}

/* ext PATH: from the last dot of the last element. */
static bool fn_ext(const FnCall *call, Val *out)
{
    Str path = val_str(call->args[0]);
    Str name = str_skip(path, after_last_slash(path));
    size_t dot = str_rfind(name, STR("."));

    *out = val_from_str(dot == SIZE_MAX ? STR_NONE : str_skip(name, dot));
    return true;
}

/* isAbs PATH */
static bool fn_is_abs(const FnCall *call, Val *out)
{
    *out = val_from_bool(str_has_prefix(val_str(call->args[0]), STR("/")));
    return true;
}

static const FnDef defs[] = {
    {"base",    "s", fn_base  },
    {"clean",   "s", fn_clean },
    {"dir",     "s", fn_dir   },
    {"ext",     "s", fn_ext   },
    {"isAbs",   "s", fn_is_abs},
    {"osBase",  "s", fn_base  },
    {"osClean", "s", fn_clean },
    {"osDir",   "s", fn_dir   },
    {"osExt",   "s", fn_ext   },
    {"osIsAbs", "s", fn_is_abs},
};
const FnFamily fn_paths = {"paths", defs, ARRAY_LEN(defs)};
