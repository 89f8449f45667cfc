/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_BASE_COMPAT_H
#define OMNI_BASE_COMPAT_H

/*
 * What differs between Helm versions, as data.  A run points at one row; code
 * asks the row and never a version number.
 */
typedef struct Compat {
    const char *helm_version; /* "v4.1.4" */
    const char *helm_git_commit;
    const char *helm_go_version;
    const char *kube_client_version;
    const char *kube_version; /* default of .Capabilities.KubeVersion */
} Compat;

/* The newest version that is matched. */
extern const Compat compat_helm_4_1;

#endif
