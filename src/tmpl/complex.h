/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_TMPL_COMPLEX_H
#define OMNI_TMPL_COMPLEX_H

#include "value/val.h"

#include "base/arena.h"

/* A Go complex128, which a template can write (2i) and print but do little
 * else with. */
Val complex_new(Arena *arena, double real, double imaginary);

#endif
