/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_CURL_H
#define OMNI_CLI_CURL_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/process.h"

/*
 * One HTTP request, made by the program curl.
 */
typedef struct CliRequest {
    const char *url;
    uint64_t max;     /* bytes of the answer */
    unsigned timeout; /* milliseconds */
} CliRequest;

typedef struct CliAnswer {
    CliBytes location; /* of a redirect, which is not followed */
    CliBytes problem;  /* what went wrong, in Go's words; empty: nothing */
    CliBytes body;
    int status; /* 0: none came */
    bool is_long;
} CliAnswer;

/* Has curl, from here on, choose proxies and certificates as Go would. */
void cli_curl_init(void);

/* Only asks for http:// and https://.  The caller frees the bytes. */
void cli_curl_get(const CliRequest *request, CliAnswer *out);

#endif
