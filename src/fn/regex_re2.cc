/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The only C++ file: hands patterns and texts to RE2.  Nothing here runs
 * before the first pattern is opened.  No exception is thrown: RE2 cannot take
 * down what it has half made, so memory that runs out in it ends as it does
 * everywhere else.
 */
#include "fn/regex_re2.h"

#include <cstdint>
#include <mutex>
#include <new>
#include <vector>

#include <re2/re2.h>

/* What Go allows a compiled pattern, about; RE2's own default is 8 MiB. */
static const int64_t max_memory = 256 << 20;

struct RegexRe2 {
    RE2 re2;

    RegexRe2(const re2::StringPiece &pattern, const RE2::Options &options)
        : re2(pattern, options)
    {
    }
};

/* base/arena.h, which is no C++. */
extern "C" [[noreturn]] void omni_on_oom(void);

static std::once_flag handler_set;
static std::new_handler other_handler;
static thread_local bool is_inside;

/* Called when `new` finds no memory; what is not RE2's is not ours. */
static void on_oom()
{
    if (is_inside)
        omni_on_oom();
    if (other_handler == nullptr)
        throw std::bad_alloc();
    other_handler();
}

/* While there is one, this thread works for RE2. */
struct Inside {
    Inside()
    {
        std::call_once(handler_set,
                       [] { other_handler = std::set_new_handler(on_oom); });
        is_inside = true;
    }
    ~Inside()
    {
        is_inside = false;
    }
    Inside(const Inside &) = delete;
    Inside &operator=(const Inside &) = delete;
};

RegexRe2 *regex_re2_open(const char *pattern, size_t len)
{
    const Inside inside;
    RE2::Options options;
    RegexRe2 *regex;

    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    regex = new RegexRe2(re2::StringPiece(pattern, len), options);
    if (!regex->re2.ok()) {
        delete regex;
        return nullptr;
    }
    return regex;
}

void regex_re2_close(RegexRe2 *regex)
{
    delete regex;
}

size_t regex_re2_size(const RegexRe2 *regex)
{
    return static_cast<size_t>(regex->re2.ProgramSize());
}

bool regex_re2_match(const RegexRe2 *regex, const char *text, size_t len,
                     size_t from, RegexSpan *spans, size_t n_spans)
{
    const Inside inside;
    const re2::StringPiece whole(text == nullptr ? "" : text, len);
    std::vector<re2::StringPiece> groups(n_spans);

    if (!regex->re2.Match(whole, from, len, RE2::UNANCHORED, groups.data(),
                          static_cast<int>(n_spans)))
        return false;
    for (size_t i = 0; i < n_spans; i++) {
        if (groups[i].data() == nullptr) {
            spans[i] = {SIZE_MAX, SIZE_MAX};
            continue;
        }
        spans[i].from = static_cast<size_t>(groups[i].data() - whole.data());
        spans[i].to = spans[i].from + groups[i].size();
    }
    return true;
}
