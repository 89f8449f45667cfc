/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_TEXTS_H
#define OMNI_CLI_TEXTS_H

#include <stddef.h>

/* A growing list of borrowed texts. */
typedef struct CliTexts {
    const char **items;
    size_t len;
} CliTexts;

/* Ends the program through omni_on_oom() when memory runs out. */
void cli_texts_add(CliTexts *texts, const char *text);

/* `size` bytes that live as long as the list. */
char *cli_texts_room(CliTexts *owner, size_t size);

/* A copy of `len` bytes of `text` that lives as long as the list. */
char *cli_texts_copy(CliTexts *owner, const char *text, size_t len);

void cli_texts_release(CliTexts *texts);

/* The same for a list of copies. */
void cli_texts_release_copies(CliTexts *texts);

#endif
