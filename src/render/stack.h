/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_STACK_H
#define OMNI_RENDER_STACK_H

/* Calls `body(self)` on a stack of its own and waits for its end.  Go's
 * templates may nest 100,000 deep (text/template, maxExecDepth), which no
 * ordinary thread's stack holds; the pages are only taken when they are
 * touched.  Runs it on the caller's stack when the system has no room for
 * another. */
void stack_run(void (*body)(void *self), void *self);

#endif
