/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_UNIT_RUN_STATE_H
#define OMNI_UNIT_RUN_STATE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

/* Behind base/ctx.h, for it defines a macro named fail. */
#include <cmocka.h>

/*
 * For tests of what wants a run: an arena, and as the test's state a context
 * over it.
 */
static Arena arena;

static int set_up(void **state)
{
    arena_init(&arena);
    *state = ARENA_NEW(&arena, Ctx);
    ctx_init(*state, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

#endif
