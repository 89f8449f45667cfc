/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Lists of texts.  They are short, so each addition is one realloc().
 */
#include "cli/texts.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "omni/omni.h"

void cli_texts_add(CliTexts *texts, const char *text)
{
    const char **wider =
        realloc((void *)texts->items, (texts->len + 1) * sizeof(char *));

    if (wider == NULL)
        omni_on_oom();
    texts->items = wider;
    texts->items[texts->len++] = text;
}

char *cli_texts_room(CliTexts *owner, size_t size)
{
    char *room = calloc(1, size);

    if (room == NULL)
        omni_on_oom();
    cli_texts_add(owner, room);
    return room;
}

char *cli_texts_copy(CliTexts *owner, const char *text, size_t len)
{
    char *copy = cli_texts_room(owner, len + 1);

    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void cli_texts_release(CliTexts *texts)
{
    free((void *)texts->items);
    *texts = (CliTexts){NULL, 0};
}

void cli_texts_release_copies(CliTexts *texts)
{
    for (size_t i = 0; i < texts->len; i++)
        free((void *)(uintptr_t)texts->items[i]);
    cli_texts_release(texts);
}
