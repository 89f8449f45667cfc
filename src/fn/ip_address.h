/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_FN_IP_ADDRESS_H
#define OMNI_FN_IP_ADDRESS_H

#include "base/ctx.h"

/* Whether `text` is an IP address as Go's netip.ParseAddr reads it; `*is_v4`
 * tells the two kinds apart.  Fails with that function's error. */
bool fn_check_ip_address(Ctx *cx, Str text, bool *is_v4) OMNI_CHECKED;

#endif
