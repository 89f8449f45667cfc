/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CLI_CHECK_H
#define OMNI_CLI_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Arguments whose value means nothing here but that Helm would refuse when
 * malformed.  Each check is false with Go's text of the mistake in `error`.
 */
typedef struct CliMistake {
    char text[768];
} CliMistake;

/* `text` as Go's %q writes it, cut where `out` is full. */
void cli_quote(const char *text, char *out, size_t size);

/* strconv.ParseBool. */
bool cli_check_bool(const char *text, bool *out, CliMistake *error);

/* strconv.ParseInt of base 0 and 64 bits. */
bool cli_check_int(const char *text, CliMistake *error);

/* strconv.ParseFloat; decimal texts only, and no range. */
bool cli_check_float(const char *text, CliMistake *error);

/* time.ParseDuration. */
bool cli_check_duration(const char *text, CliMistake *error);

#endif
