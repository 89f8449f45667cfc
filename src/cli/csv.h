/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_CSV_H
#define OMNI_CLI_CSV_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first record of a CSV text, as Go's encoding/csv reads it: that is how
 * lists stand behind one flag.
 */
typedef struct CliCsv {
    char *at;     /* what is left; the text is cut in place */
    bool is_over; /* no field is left */
    size_t line;  /* the position in the text, both from 1 */
    size_t column;
    char error[128]; /* Go's text of a mistake; "" for none */
} CliCsv;

/* `text` belongs to the reader from here on.  An empty one has no fields. */
void cli_csv_open(CliCsv *csv, char *text);

/* The next field, a part of the text; NULL at the end and after a mistake. */
char *cli_csv_next(CliCsv *csv);

#endif
