/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Hosts: a class table and what it keeps.  Classes have a handful of methods,
 * so a lookup walks the table.
 */
#include "value/host.h"

const Host *host_new(Arena *arena, const HostClass *class_, const void *self)
{
    Host *host = ARENA_NEW(arena, Host);

    assert(class_ != NULL);
    *host = (Host){class_, self};
    return host;
}

bool host_has_part(Ctx *cx, const Host *host, Str name)
{
    HostParts parts = {NULL, 0};

    if (host->class_->parts != NULL)
        parts = host->class_->parts(cx, host);
    for (size_t i = 0; i < parts.n; i++) {
        if (str_eq_c(name, parts.items[i].name))
            return true;
    }
    return false;
}

const HostMethod *host_method(const Host *host, Str name)
{
    const HostClass *class_ = host->class_;

    for (size_t i = 0; i < class_->n_methods; i++) {
        if (str_eq_c(name, class_->methods[i].name))
            return &class_->methods[i];
    }
    return NULL;
}
