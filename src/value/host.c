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

const HostMethod *host_method(const Host *host, Str name)
{
    const HostClass *class_ = host->class_;

    for (size_t i = 0; i < class_->n_methods; i++) {
        if (str_eq_c(name, class_->methods[i].name))
            return &class_->methods[i];
    }
    return NULL;
}
