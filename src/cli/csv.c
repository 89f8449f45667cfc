/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A field never grows when its quotes go, so it is written over itself.
 */
#include "cli/csv.h"

#include <stdio.h>
#include <string.h>

static char *fail_at(CliCsv *csv, size_t column, const char *what)
{
    char start[40] = "";

    if (csv->line != 1)
        snprintf(start, sizeof(start), "record on line 1; ");
    snprintf(csv->error, sizeof(csv->error),
             "%sparse error on line %zu, column %zu: %s", start, csv->line,
             column, what);
    csv->is_over = true;
    return NULL;
}

/* A line may end in \r\n, and the last in \r. */
static void drop_returns(char *text)
{
    char *to = text;

    for (char *from = text; *from != '\0'; from++) {
        if (*from != '\r' || (from[1] != '\n' && from[1] != '\0'))
            *to++ = *from;
    }
    *to = '\0';
}

void cli_csv_open(CliCsv *csv, char *text)
{
    *csv = (CliCsv){.at = text, .line = 1, .column = 1};
    csv->is_over = text[0] == '\0';
    drop_returns(text);
    csv->at += strspn(csv->at, "\n");
    if (!csv->is_over && csv->at[0] == '\0') {
        snprintf(csv->error, sizeof(csv->error), "EOF");
        csv->is_over = true;
    }
}

/* Ends `field` at `end`, where a comma, a line break or the text's end is. */
static char *end_field(CliCsv *csv, char *field, char *end, char *text_end)
{
    csv->is_over = *end != ',';
    csv->column += (size_t)(end + 1 - csv->at);
    csv->at = csv->is_over ? end : end + 1;
    *text_end = '\0';
    return field;
}

static char *next_bare(CliCsv *csv)
{
    char *field = csv->at;
    char *end = field + strcspn(field, ",\n");
    char *quote = memchr(field, '"', (size_t)(end - field));

    if (quote != NULL)
        return fail_at(csv, csv->column + (size_t)(quote - field),
                       "bare \" in non-quoted-field");
    return end_field(csv, field, end, end);
}

static char *next_quoted(CliCsv *csv)
{
    static const char mistake[] = "extraneous or missing \" in quoted-field";
    char *field = csv->at + 1;
    char *to = field;

    for (char *from = field; *from != '\0'; from++) {
        if (*from == '"' && from[1] == '"') {
            from++;
        } else if (*from == '"') {
            if (strchr(",\n", from[1]) == NULL)
                return fail_at(csv, csv->column + (size_t)(from - csv->at),
                               mistake);
            return end_field(csv, field, from + 1, to);
        } else if (*from == '\n' && from[1] != '\0') {
            csv->line++;
            csv->column = 1;
            csv->at = from + 1;
        }
        *to++ = *from;
    }
    return fail_at(csv, csv->column + strlen(csv->at), mistake);
}

char *cli_csv_next(CliCsv *csv)
{
    if (csv->is_over)
        return NULL;
    return csv->at[0] == '"' ? next_quoted(csv) : next_bare(csv);
}
