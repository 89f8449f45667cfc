/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Runs curl for one request and words what goes wrong as Go's net/http does.
 * Its exit code says what kind of trouble it was; where Go names an address,
 * that is looked up here.
 */
#include "cli/curl.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* curl's exit codes (its manual page), as far as they have words of their own
 * here. */
enum {
    CURL_PROTOCOL = 1,
    CURL_NO_HOST = 6,
    CURL_NO_CONNECTION = 7,
    CURL_CUT = 18,
    CURL_TIMEOUT = 28,
    CURL_TLS = 35,
    CURL_EMPTY = 52,
    CURL_CERTIFICATE = 60,
    CURL_ENCODING = 61,
    CURL_TOO_LONG = 63
};

/* Room for curl's own lines beside an answer. */
#define LINES_MAX ((size_t)1 << 20)

/* A host's name and its port, taken from a URL. */
typedef struct Peer {
    char host[256];
    char port[8];
} Peer;

static Peer peer_of(const char *url)
{
    Peer peer = {"", ""};
    const char *at = strstr(url, "://") + 3;
    size_t len = strcspn(at, "/?#");
    const char *user = memchr(at, '@', len);
    const char *end = at + len;
    const char *colon;

    if (user != NULL)
        at = user + 1;
    colon = memchr(at, ':', (size_t)(end - at));
    if (*at == '[') {
        const char *close = memchr(at, ']', (size_t)(end - at));

        colon = close != NULL && close[1] == ':' ? close + 1 : NULL;
        snprintf(peer.host, sizeof(peer.host), "%.*s",
                 close == NULL ? 0 : (int)(close - at - 1), at + 1);
    } else {
        snprintf(peer.host, sizeof(peer.host), "%.*s",
                 (int)((colon == NULL ? end : colon) - at), at);
    }
    if (colon != NULL && colon + 1 < end)
        snprintf(peer.port, sizeof(peer.port), "%.*s", (int)(end - colon - 1),
                 colon + 1);
    else
        snprintf(peer.port, sizeof(peer.port), "%s",
                 strncmp(url, "https:", 6) == 0 ? "443" : "80");
    return peer;
}

static void add(CliAnswer *answer, const char *text)
{
    cli_bytes_add_text(&answer->problem, text);
}

/* Go names the first server of resolv.conf. */
static void add_name_server(CliAnswer *answer)
{
    FILE *file = fopen("/etc/resolv.conf", "r");
    char line[256];
    char server[128];
    bool is_found = false;

    while (file != NULL && !is_found && fgets(line, sizeof(line), file) != NULL)
        is_found = sscanf(line, "nameserver %127s", server) == 1;
    if (file != NULL)
        fclose(file);
    add(answer, " on ");
    add(answer, is_found ? server : "127.0.0.1");
    add(answer, ":53");
}

static void tell_no_host(CliAnswer *answer, const Peer *peer)
{
    add(answer, "dial tcp: lookup ");
    add(answer, peer->host);
    add_name_server(answer);
    add(answer, ": no such host");
}

/* Why there is no connection, as an error number. */
static int connect_error(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, SOCK_STREAM, 0);
    int number = ECONNREFUSED;

    if (fd >= 0 && connect(fd, address->ai_addr, address->ai_addrlen) != 0)
        number = errno;
    if (fd >= 0)
        close(fd);
    return number;
}

static const char *connect_text(int number)
{
    switch (number) {
    case EHOSTUNREACH: return "no route to host";
    case ENETUNREACH: return "network is unreachable";
    case EADDRNOTAVAIL: return "cannot assign requested address";
    case ETIMEDOUT: return "connection timed out";
    default: return "connection refused";
    }
}

/* curl keeps the address and the reason to itself; it names the proxy if it
 * was that. */
static void tell_no_connection(CliAnswer *answer, Peer *peer, const char *said)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char host[NI_MAXHOST];
    const char *reason = "connection refused";
    Peer named;

    if (sscanf(said, "Failed to connect to %255s port %7s", named.host,
               named.port) == 2 &&
        strcmp(named.host, peer->host) != 0) {
        add(answer, "proxyconnect tcp: ");
        *peer = named;
    }
    snprintf(host, sizeof(host), "%s", peer->host);
    if (getaddrinfo(peer->host, peer->port, &hints, &found) == 0) {
        getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof(host), NULL,
                    0, NI_NUMERICHOST);
        reason = connect_text(connect_error(found));
        freeaddrinfo(found);
    }
    add(answer, "dial tcp ");
    add(answer, strchr(host, ':') == NULL ? "" : "[");
    add(answer, host);
    add(answer, strchr(host, ':') == NULL ? ":" : "]:");
    add(answer, peer->port);
    add(answer, ": connect: ");
    add(answer, reason);
}

static void tell_timeout(CliAnswer *answer)
{
    add(answer, answer->status == 0
                    ? "context deadline exceeded (Client.Timeout exceeded "
                      "while awaiting headers)"
                    : "context deadline exceeded (Client.Timeout or context "
                      "cancellation while reading body)");
}

static void tell_curl(CliAnswer *answer, const char *said)
{
    add(answer, "curl: ");
    add(answer, *said == '\0' ? "failed" : said);
}

static void tell_tls(CliAnswer *answer, const char *said)
{
    if (strstr(said, "wrong version number") != NULL)
        add(answer, "http: server gave HTTP response to HTTPS client");
    else if (strstr(said, "unexpected eof") != NULL ||
             strstr(said, "SSL_ERROR_SYSCALL") != NULL)
        add(answer, "EOF");
    else
        tell_curl(answer, said);
}

static void tell_certificate(CliAnswer *answer, const char *said)
{
    add(answer, "tls: failed to verify certificate: x509: ");
    if (strstr(said, "self-signed") != NULL || strstr(said, "issuer") != NULL)
        add(answer, "certificate signed by unknown authority");
    else
        add(answer, said);
}

/* The whole answer came without a status line: curl calls that HTTP/0.9. */
static void tell_protocol(CliAnswer *answer, const char *said)
{
    if (strstr(said, "HTTP/0.9") != NULL)
        add(answer, "net/http: HTTP/1.x transport connection broken: malformed "
                    "HTTP response");
    else
        tell_curl(answer, said);
}

static void tell(CliAnswer *answer, const char *url, int code, const char *said)
{
    Peer peer = peer_of(url);

    switch (code) {
    case 0: break;
    case CURL_PROTOCOL: tell_protocol(answer, said); break;
    case CURL_NO_HOST: tell_no_host(answer, &peer); break;
    case CURL_NO_CONNECTION: tell_no_connection(answer, &peer, said); break;
    case CURL_CUT: add(answer, "unexpected EOF"); break;
    case CURL_TIMEOUT: tell_timeout(answer); break;
    case CURL_TLS: tell_tls(answer, said); break;
    case CURL_EMPTY: add(answer, "EOF"); break;
    case CURL_CERTIFICATE: tell_certificate(answer, said); break;
    case CURL_ENCODING: add(answer, "gzip: invalid header"); break;
    case CURL_TOO_LONG: answer->is_long = true; break;
    default: tell_curl(answer, said);
    }
}

/* Reads what --write-out asks for: status, location, what curl says. */
static const char *read_lines(CliAnswer *answer, char *lines)
{
    char *location = strchr(lines, '\n');
    char *said = location == NULL ? NULL : strchr(location + 1, '\n');

    if (said == NULL)
        return lines;
    answer->status = (int)strtol(lines, NULL, 10);
    /* Of an empty header curl leaves the line's end. */
    cli_bytes_add(&answer->location, location + 1,
                  strcspn(location + 1, "\r\n"));
    return said + 1;
}

static void run_curl(const char *path, const CliRequest *request,
                     CliAnswer *answer)
{
    char time[32];
    char size[32];
    const char *const args[] = {
        "--disable",
        "--silent",
        "--http1.1",
        "--globoff",
        "--path-as-is",
        "--proto",
        "=http,https",
        "--compressed",
        "--header",
        "Accept-Encoding: gzip",
        "--user-agent",
        "omni-render",
        "--max-time",
        time,
        "--max-filesize",
        size,
        "--write-out",
        "%{stderr}%{http_code}\n%header{location}\n%{errormsg}",
        "--",
        request->url,
    };
    const CliProcess process = {
        .path = path,
        .args = args,
        .n_args = sizeof(args) / sizeof(args[0]),
        .max = request->max + LINES_MAX,
    };
    CliEnd end;

    snprintf(time, sizeof(time), "%u.%03u", request->timeout / 1000,
             request->timeout % 1000);
    snprintf(size, sizeof(size), "%llu", (unsigned long long)request->max);
    cli_process_run(&process, &end);
    answer->body = end.out;
    answer->is_long = end.is_long || end.out.len > request->max;
    if (end.start_error != 0) {
        tell_curl(answer, cli_errno_text(end.start_error));
    } else if (!answer->is_long) {
        const char *said = read_lines(answer, end.err.bytes);

        if (WIFEXITED(end.status))
            tell(answer, request->url, WEXITSTATUS(end.status), said);
        else
            tell_curl(answer, strsignal(WTERMSIG(end.status)));
    }
    free(end.err.bytes);
}

/* Whether curl can take the text for nothing but a URL. */
static bool is_plain(const char *url)
{
    bool ok =
        strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;

    for (; ok && *url != '\0'; url++)
        ok = *url > ' ' && *url < 0x7f && *url != '"' && *url != '\\';
    return ok;
}

void cli_curl_get(const CliRequest *request, CliAnswer *out)
{
    CliTexts owned = {NULL, 0};
    const char *path;
    char unused[256];

    *out = (CliAnswer){.status = 0};
    path = cli_program_find(&owned, "curl", unused, sizeof(unused));
    if (!is_plain(request->url))
        add(out, "the URL has bytes that no request may have");
    else if (path == NULL)
        add(out, "schemas are fetched by the program curl, which is not in "
                 "$PATH");
    else
        run_curl(path, request, out);
    cli_texts_release_copies(&owned);
}

/* Go never takes a proxy for the machine itself. */
static void set_proxies(void)
{
    const char *proxy = getenv("HTTP_PROXY");
    const char *except = getenv("NO_PROXY");
    char list[4096];

    if (except == NULL)
        except = getenv("no_proxy");
    if (except == NULL || strcmp(except, "*") != 0) {
        snprintf(list, sizeof(list), "localhost,127.0.0.0/8,::1,%s",
                 except == NULL ? "" : except);
        setenv("no_proxy", list, 1);
        unsetenv("NO_PROXY");
    }
    if (proxy != NULL && *proxy != '\0')
        setenv("http_proxy", proxy, 1);
    unsetenv("ALL_PROXY");
    unsetenv("all_proxy");
}

void cli_curl_init(void)
{
    const char *certificates = getenv("SSL_CERT_FILE");

    set_proxies();
    /* curl looks at this one first; Go does not know it. */
    if (certificates != NULL)
        setenv("CURL_CA_BUNDLE", certificates, 1);
}
