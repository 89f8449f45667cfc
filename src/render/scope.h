/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_SCOPE_H
#define OMNI_RENDER_SCOPE_H

#include "chart/chart.h"
#include "value/host.h"

/*
 * What each template sees as dot, for the chart and all charts below it
 * (helm pkg/engine/engine.go, recAllTpls).
 */
typedef struct ScopeRelease {
    Str name;
    Str namespace_;
    bool is_upgrade;
} ScopeRelease;

/* A template that is to be parsed, and what it is executed with. */
typedef struct ScopeTemplate {
    Str path; /* "omni/charts/db/templates/x.yaml" */
    Str text;
    Str base_path; /* "omni/charts/db/templates" */
    Map *dot;      /* one a chart, shared by its templates */
    size_t depth;  /* slashes in its path */
    size_t place;  /* how many were found before it */
} ScopeTemplate;

typedef struct ScopeTemplates {
    ScopeTemplate *items; /* in the order Helm parses and executes them */
    size_t len;
} ScopeTemplates;

/* Puts the template's own name into its dot, before it is executed. */
void scope_set_template(Ctx *cx, const ScopeTemplate *template);

/* `values` are the coalesced values of the top chart; the scopes share it. */
bool scope_build(Ctx *cx, const Chart *chart, Map *values,
                 const ScopeRelease *release, const Host *capabilities,
                 ScopeTemplates *out) OMNI_CHECKED;

#endif
