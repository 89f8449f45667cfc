/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The rows of the compatibility table.  A fact goes here when two Helm
 * versions answer differently.
 */
#include "base/compat.h"

const Compat compat_helm_4_1 = {
    .helm_version = "v4.1.4",
    .helm_git_commit = "05fa37973dc9e42b76e1d2883494c87174b6074f",
    .helm_go_version = "go1.25.9",
    .kube_client_version = "v1.35",
    .kube_version = "v1.35.0",
};
