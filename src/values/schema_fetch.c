/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Schemas over HTTP: what Go's client checks before it asks, how it follows
 * redirects, and how Helm words what went wrong.
 */
#include "values/schema_fetch.h"

#include "base/num.h"
#include "value/print.h"
#include "values/schema_load.h"

/* Helm's client gives up after this, redirects included. */
#define TIMEOUT_MS 15000

#define REQUESTS_MAX 10

typedef struct HttpStatus {
    int code;
    const char *text;
} HttpStatus;

/* http.StatusText, without 200. */
static const HttpStatus statuses[] = {
    {100, "Continue"                       },
    {101, "Switching Protocols"            },
    {102, "Processing"                     },
    {103, "Early Hints"                    },
    {201, "Created"                        },
    {202, "Accepted"                       },
    {203, "Non-Authoritative Information"  },
    {204, "No Content"                     },
    {205, "Reset Content"                  },
    {206, "Partial Content"                },
    {207, "Multi-Status"                   },
    {208, "Already Reported"               },
    {226, "IM Used"                        },
    {300, "Multiple Choices"               },
    {301, "Moved Permanently"              },
    {302, "Found"                          },
    {303, "See Other"                      },
    {304, "Not Modified"                   },
    {305, "Use Proxy"                      },
    {307, "Temporary Redirect"             },
    {308, "Permanent Redirect"             },
    {400, "Bad Request"                    },
    {401, "Unauthorized"                   },
    {402, "Payment Required"               },
    {403, "Forbidden"                      },
    {404, "Not Found"                      },
    {405, "Method Not Allowed"             },
    {406, "Not Acceptable"                 },
    {407, "Proxy Authentication Required"  },
    {408, "Request Timeout"                },
    {409, "Conflict"                       },
    {410, "Gone"                           },
    {411, "Length Required"                },
    {412, "Precondition Failed"            },
    {413, "Request Entity Too Large"       },
    {414, "Request URI Too Long"           },
    {415, "Unsupported Media Type"         },
    {416, "Requested Range Not Satisfiable"},
    {417, "Expectation Failed"             },
    {418, "I'm a teapot"                   },
    {421, "Misdirected Request"            },
    {422, "Unprocessable Entity"           },
    {423, "Locked"                         },
    {424, "Failed Dependency"              },
    {425, "Too Early"                      },
    {426, "Upgrade Required"               },
    {428, "Precondition Required"          },
    {429, "Too Many Requests"              },
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"  },
    {500, "Internal Server Error"          },
    {501, "Not Implemented"                },
    {502, "Bad Gateway"                    },
    {503, "Service Unavailable"            },
    {504, "Gateway Timeout"                },
    {505, "HTTP Version Not Supported"     },
    {506, "Variant Also Negotiates"        },
    {507, "Insufficient Storage"           },
    {508, "Loop Detected"                  },
    {510, "Not Extended"                   },
    {511, "Network Authentication Required"},
};

/* A request and the redirects behind it. */
typedef struct Fetch {
    SchemaSet *set;
    Str text; /* the first URL, as it was asked for */
    SchemaUrl url;
    int64_t started;
    int n_requests;
    CtxAnswer answer;
} Fetch;

static const char *status_text(int code)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        if (statuses[i].code == code)
            return statuses[i].text;
    }
    return "";
}

/* `Get "URL": PROBLEM` behind the URL that was wanted at first. */
static bool fail_get(const Fetch *fetch, Str shown, Str problem)
{
    Ctx *cx = fetch->set->cx;
    Buf buf;

    buf_init(&buf, cx->arena);
    buf_add_c(&buf, "HTTP request failed for ");
    buf_add(&buf, fetch->text);
    buf_add_c(&buf, ": Get ");
    val_add_quoted(&buf, shown, false);
    buf_add_c(&buf, ": ");
    buf_add(&buf, problem);
    return fail_str(cx, ERR_SCHEMA, buf_str(&buf));
}

/* The present URL as Go shows it: without the password. */
static Str shown_url(const Fetch *fetch)
{
    Arena *arena = fetch->set->cx->arena;
    SchemaUrl url = fetch->url;
    size_t colon = str_find_byte(url.user, ':', 0);

    if (colon != SIZE_MAX)
        url.user = arena_fmt(arena, "%.*s:***",
                             STR_ARG(str_slice(url.user, 0, colon)));
    return schema_url_resolve(arena, &url, &url);
}

static Str port_of(Str host)
{
    size_t colon = str_rfind(host, STR(":"));
    size_t bracket = str_rfind(host, STR("]"));

    if (colon == SIZE_MAX || (bracket != SIZE_MAX && bracket > colon))
        return STR("");
    return str_skip(host, colon + 1);
}

/* Labels of letters, digits, hyphens and underscores, not all of them
 * numbers; else Go does not even look the name up. */
static bool is_domain_name(Str name)
{
    bool has_letter = false;
    size_t label = 0;

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_digit = c >= '0' && c <= '9';

        if (c == '.') {
            if (label == 0 || name.ptr[i - 1] == '-')
                return false;
            label = 0;
            continue;
        }
        if (!is_digit && (c | 32) < 'a' && c != '-' && c != '_')
            return false;
        has_letter = has_letter || !is_digit;
        if ((c == '-' && label == 0) || ++label > 63)
            return false;
    }
    return has_letter && name.len < 255 && name.ptr[name.len - 1] != '-';
}

/* Why Go would not ask; empty: it would. */
static Str refusal(const Fetch *fetch)
{
    Ctx *cx = fetch->set->cx;
    const SchemaUrl *url = &fetch->url;
    Str name = schema_url_host_name(cx->arena, url);
    uint64_t port = 0;
    bool is_v4;

    if (!str_eq(url->scheme, STR("http")) && !str_eq(url->scheme, STR("https")))
        return arena_fmt(cx->arena, "unsupported protocol scheme \"%.*s\"",
                         STR_ARG(url->scheme));
    if (url->host.len == 0)
        return STR("http: no Host in request URL");
    if (port_of(url->host).len != 0 &&
        (num_parse_uint(port_of(url->host), 10, &port) != NUM_OK ||
         port > 65535))
        return arena_fmt(cx->arena, "dial tcp: address %.*s: invalid port",
                         STR_ARG(port_of(url->host)));
    if (fetch->set->options->check_address(cx, name, &is_v4))
        return STR_NONE;
    (void)err_take(cx);
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.ptr[i] >= 0x80)
            return STR_NONE;
    }
    return is_domain_name(name)
               ? STR_NONE
               : arena_fmt(cx->arena, "dial tcp: lookup %.*s: no such host",
                           STR_ARG(name));
}

/* Milliseconds that are left; 1 when none are, for 0 would be no bound. */
static unsigned time_left(const Fetch *fetch)
{
    const CtxWorld *world = fetch->set->cx->world;
    int64_t passed = (world->elapsed(world->self) - fetch->started) / 1000000;

    return passed >= TIMEOUT_MS ? 1 : (unsigned)(TIMEOUT_MS - passed);
}

static bool ask(Fetch *fetch)
{
    Ctx *cx = fetch->set->cx;
    Str problem = refusal(fetch);
    SchemaUrl url = fetch->url;

    if (problem.len != 0)
        return fail_get(fetch, shown_url(fetch), problem);
    cx->world->fetch(cx->world->self, cx->arena,
                     schema_url_resolve(cx->arena, &url, &url),
                     cx->limits->input, time_left(fetch), &fetch->answer);
    fetch->n_requests++;
    if (!ctx_spend(cx, CTX_SLOW))
        return false;
    return fetch->answer.status != 0 || fetch->answer.is_long ||
           fail_get(fetch, shown_url(fetch), fetch->answer.problem);
}

static bool is_redirect(const CtxAnswer *answer)
{
    return answer->location.len != 0 && !answer->is_long &&
           (answer->status == 301 || answer->status == 302 ||
            answer->status == 303 || answer->status == 307 ||
            answer->status == 308);
}

/* Goes to where the answer leads. */
static bool follow(Fetch *fetch)
{
    Ctx *cx = fetch->set->cx;
    SchemaCheckAddress *check_address = fetch->set->options->check_address;
    Str location = fetch->answer.location;
    SchemaUrl next;
    Buf buf;

    if (!schema_url_parse(cx, location, check_address, &next)) {
        Str problem = err_take(cx);

        buf_init(&buf, cx->arena);
        buf_add_c(&buf, "failed to parse Location header ");
        val_add_quoted(&buf, location, false);
        buf_add_c(&buf, ": ");
        buf_add(&buf, problem);
        return fail_get(fetch, shown_url(fetch), buf_str(&buf));
    }
    if (fetch->n_requests >= REQUESTS_MAX)
        return fail_get(fetch, location, STR("stopped after 10 redirects"));
    return schema_url_parse(cx,
                            schema_url_resolve(cx->arena, &fetch->url, &next),
                            check_address, &fetch->url);
}

/* A body that broke off is read as far as it goes. */
static bool read_body(const Fetch *fetch, Val *out)
{
    Ctx *cx = fetch->set->cx;
    Str problem = fetch->answer.problem;
    bool ok = schema_read_json(cx, fetch->answer.body, out);

    if (problem.len == 0)
        return ok;
    if (ok)
        return fail_here(cx, ERR_SCHEMA,
                         "invalid character after top-level value");
    if (!str_has_suffix(err_text(cx->arena, cx->err), STR("EOF")))
        return false;
    (void)err_take(cx);
    return fail_str(cx, ERR_SCHEMA, problem);
}

static bool read_answer(const Fetch *fetch, Val *out)
{
    Ctx *cx = fetch->set->cx;
    const CtxAnswer *answer = &fetch->answer;

    if (answer->is_long)
        return ctx_fail_limit(cx, LIMIT_INPUT);
    if (answer->status != 200)
        return fail_here(
            cx, ERR_SCHEMA, "HTTP request to %.*s returned status %d (%s)",
            STR_ARG(fetch->text), answer->status, status_text(answer->status));
    return read_body(fetch, out);
}

bool schema_fetch(SchemaSet *set, Str text, SchemaUrl url, Val *out)
{
    const CtxWorld *world = set->cx->world;
    Fetch fetch = {.set = set, .text = text, .url = url};

    if (world->fetch == NULL)
        return fail_here(set->cx, ERR_SCHEMA,
                         "schemas are fetched over the network only with "
                         "--allow-remote-schemas");
    if (str_has_suffix(fetch.url.host, STR(":")))
        fetch.url.host = str_drop_suffix(fetch.url.host, STR(":"));
    fetch.started = world->elapsed(world->self);
    if (!ask(&fetch))
        return false;
    while (is_redirect(&fetch.answer)) {
        if (!follow(&fetch) || !ask(&fetch))
            return false;
    }
    return read_answer(&fetch, out);
}
