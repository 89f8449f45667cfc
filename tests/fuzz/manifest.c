/* SPDX-License-Identifier: MPL-2.0 */
/*
 * From rendered files to what is printed: a byte of switches, a glob of
 * --show-only, what a post-renderer answers, and names and texts of files.
 * A text is cut where Helm's pattern cuts it, no document is lost, and a
 * post-renderer that answers what it got changes nothing.
 */
#include "render/manifest.h"

#include "base/utf8.h"
#include "fn/regex_re2.h"
#include "render/output.h"
#include "support.h"

#define MAX_FILES 8

typedef struct Answer {
    Str text;
    bool is_echo;
} Answer;

/* OmniPostRender's run: the answer, or what it got. */
static bool answer(void *self, const char *text, size_t len, char **out,
                   size_t *out_len)
{
    const Answer *given = self;
    Str say = given->is_echo ? str_from(text, len) : given->text;

    *out = malloc(say.len + 1);
    fuzz_want(*out != NULL, "there is memory");
    if (say.len > 0)
        memcpy(*out, say.ptr, say.len);
    *out_len = say.len;
    return true;
}

/* manifest_split by the pattern of Helm's SplitManifests. */
static void check_split(Fuzz *fuzz, Str text)
{
    static const char pattern[] = "(?:^|\\s*\\n)---\\s*";
    static RegexRe2 *re2;
    Str whole = utf8_trim_space(text);
    size_t n;
    size_t found = 0;
    size_t from = 0;
    const Str *documents = manifest_split(&fuzz->arena, text, &n);
    RegexSpan span;

    if (re2 == NULL)
        re2 = regex_re2_open(pattern, sizeof pattern - 1);
    while (from < whole.len) {
        size_t end = whole.len;
        size_t next = whole.len;

        if (regex_re2_match(re2, whole.ptr, whole.len, from, &span, 1)) {
            end = span.from;
            next = span.to;
        }
        if (end > from) {
            fuzz_want(found < n, "no document is lost");
            fuzz_want_same("a document",
                           utf8_trim_space(str_slice(whole, from, end)),
                           documents[found++]);
        }
        from = next;
    }
    fuzz_want(found == n, "no document is made up");
}

static void check_output(Fuzz *fuzz, const Manifests *manifests,
                         const char *show_only, Answer *given, bool no_hooks)
{
    const OmniPostRender renderer = {answer, given};
    OutputJob job = {.manifests = manifests,
                     .show_only = &show_only,
                     .n_show_only = show_only[0] != '\0',
                     .no_hooks = no_hooks};
    Str plain;
    Str whole;
    Str shown;

    if (!output_whole(&fuzz->cx, &job, &plain)) {
        fuzz_failed(fuzz);
        return;
    }
    for (size_t i = 0; i < manifests->len; i++)
        fuzz_want(str_contains(plain, manifests->items[i].text),
                  "all manifests are printed");
    job.post_render = &renderer;
    if (!output_whole(&fuzz->cx, &job, &whole)) {
        fuzz_failed(fuzz);
        return;
    }
    if (given->is_echo)
        fuzz_want_same("what went through", utf8_trim_space(plain),
                       utf8_trim_space(whole));
    if (!output_write(&fuzz->cx, &job, whole, &shown))
        fuzz_failed(fuzz);
    else if (job.n_show_only == 0)
        fuzz_want_same("all of it", whole, shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    RenderedFile files[MAX_FILES];
    Manifests manifests;
    const char *show_only;
    unsigned char switches;
    Answer given;
    Fuzz fuzz;
    size_t n;

    fuzz_open(&fuzz, data, size);
    switches = fuzz_take_byte(&fuzz);
    show_only = arena_c_str(&fuzz.arena, fuzz_take(&fuzz));
    given = (Answer){fuzz_take(&fuzz), (switches & 1) != 0};
    for (n = 0; n < MAX_FILES && fuzz.rest.len > 0; n++) {
        files[n].path = fuzz_take(&fuzz);
        files[n].text = fuzz_take(&fuzz);
        check_split(&fuzz, files[n].text);
    }
    if (manifest_sort(&fuzz.cx, files, n, &manifests))
        check_output(&fuzz, &manifests, show_only, &given, (switches & 2) != 0);
    else
        fuzz_failed(&fuzz);
    fuzz_close(&fuzz);
    return 0;
}
