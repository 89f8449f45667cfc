/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Complex constants as host values: they print as Go prints them, are equal as
 * numbers, true unless zero, and known to no format.
 */
#include "tmpl/complex.h"

#include "value/host.h"

static HostComplex complex_parts(const Host *self)
{
    return *(const HostComplex *)self->self;
}

static bool complex_truth(const Host *self)
{
    HostComplex c = complex_parts(self);

    return c.real < 0 || c.real > 0 || c.imaginary < 0 || c.imaginary > 0;
}

static bool complex_to_val(Ctx *cx, const Host *self, Val *out)
{
    (void)self;
    (void)out;
    return fail_here(cx, ERR_JSON, "json: unsupported type: complex128");
}

static const HostClass complex_class = {
    .type_name = "complex128",
    .kind_name = "complex128",
    .complex = complex_parts,
    .to_val = complex_to_val,
    .truth = complex_truth,
};

Val complex_new(Arena *arena, double real, double imaginary)
{
    HostComplex *c = ARENA_NEW(arena, HostComplex);

    *c = (HostComplex){real, imaginary};
    return val_from_host(host_new(arena, &complex_class, c));
}
