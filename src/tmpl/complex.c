/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Complex constants as host values: they print as Go prints them and are true
 * unless zero.
 */
#include "tmpl/complex.h"

#include <math.h>

#include "base/num.h"
#include "value/host.h"

typedef struct Complex {
    double real;
    double imaginary;
} Complex;

static void complex_print(Ctx *cx, const Host *self, Buf *buf)
{
    const Complex *c = self->self;

    (void)cx;
    buf_add_byte(buf, '(');
    num_add_float_v(buf, c->real);
    if (!signbit(c->imaginary))
        buf_add_byte(buf, '+');
    num_add_float_v(buf, c->imaginary);
    buf_add(buf, STR("i)"));
}

static bool complex_truth(const Host *self)
{
    const Complex *c = self->self;

    return c->real < 0 || c->real > 0 || c->imaginary < 0 || c->imaginary > 0;
}

static const HostClass complex_class = {
    .type_name = "complex128",
    .kind_name = "complex128",
    .print = complex_print,
    .truth = complex_truth,
};

Val complex_new(Arena *arena, double real, double imaginary)
{
    Complex *c = ARENA_NEW(arena, Complex);

    *c = (Complex){real, imaginary};
    return val_from_host(host_new(arena, &complex_class, c));
}
