/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any text as a template.  What parses and is printed parses again, to the
 * same print.
 */
#include "functions.h"
#include "tmpl/node.h"
#include "tmpl/tmpl.h"

/* Text with a brace of its own may make a delimiter with what is printed
 * beside it. */
static bool has_lone_brace(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '{')
            continue;
        if (i + 1 == text.len || text.ptr[i + 1] != '{')
            return true;
        i++;
    }
    return false;
}

static const TmplTree *find_tree(const TmplFile *file, Str name)
{
    for (uint32_t i = 0; i < file->len; i++) {
        if (str_eq(file->trees[i]->name, name))
            return file->trees[i];
    }
    return NULL;
}

static void check_print(Fuzz *fuzz, const TmplTree *tree)
{
    Str print = node_text(&fuzz->arena, &tree->root->base);
    const TmplFile *again;
    const TmplTree *second;

    if (!fuzz_want_ok(
            fuzz,
            tmpl_parse(&fuzz->cx, fuzz_functions(), tree->name, print, &again),
            "a print parses"))
        return;
    second = find_tree(again, tree->name);
    fuzz_want(second != NULL, "a print has a template");
    fuzz_want_same("a print and the print of its parse", print,
                   node_text(&fuzz->arena, &second->root->base));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const TmplFile *file;
    Fuzz fuzz;
    Str text;

    fuzz_open(&fuzz, data, size);
    text = fuzz_take_rest(&fuzz);
    if (!tmpl_parse(&fuzz.cx, fuzz_functions(), STR("t"), text, &file))
        fuzz_failed(&fuzz);
    else if (!has_lone_brace(text)) {
        for (uint32_t i = 0; i < file->len; i++)
            check_print(&fuzz, file->trees[i]);
    }
    fuzz_close(&fuzz);
    return 0;
}
