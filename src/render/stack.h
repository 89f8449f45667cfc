/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_STACK_H
#define OMNI_RENDER_STACK_H

#include <stddef.h>

/* Calls `body` on a stack of its own, of at least `size` bytes, in the caller's
 * thread, which keeps one such stack for the next time.
 * Go's templates may nest 100,000 deep (text/template, maxExecDepth), which no
 * ordinary thread's stack holds; the pages are only taken when they are
 * touched.  Where the system has no room for so large a stack it is a smaller
 * one, in the end the caller's; `body` is told how much it may use. */
void stack_run(void (*body)(void *self, size_t size), void *self, size_t size);

#endif
