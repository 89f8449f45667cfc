/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_RENDER_PREPARE_H
#define OMNI_RENDER_PREPARE_H

#include "chart/chart.h"
#include "omni/omni.h"
#include "render/capabilities.h"
#include "render/lookup.h"
#include "values/merge.h"
#include "values/schema.h"

/*
 * Everything that is settled before the first template is parsed: the charts
 * that take part, their values, the cluster's capabilities and objects.
 */
typedef struct Prepared {
    Str release;               /* the release's name */
    Str namespace_;            /* of the release */
    const Chart *chart;        /* after dependency conditions and aliases */
    Map *values;               /* coalesced, checked against the schemas */
    const ValuesInput *inputs; /* what the user gave, with the files' bytes */
    size_t n_inputs;
    const Host *capabilities;
    KubeVersion kube;
    const Lookup *lookup;
} Prepared;

/* In the order in which Helm finds mistakes (helm pkg/cmd/install.go,
 * runInstall, and pkg/action/install.go, RunWithContext). */
bool prepare(Ctx *cx, const Chart *chart, const OmniJob *job,
             Prepared *out) OMNI_CHECKED;

/* What Helm looks at before it reads the chart: the job's version, name and,
 * if there is something to read at the chart's path, values. */
bool prepare_check_job(Ctx *cx, const OmniJob *job,
                       bool has_chart) OMNI_CHECKED;

/* How values are checked against schemas. */
extern const SchemaOptions prepare_schema_options;

/* Fails when Chart.yaml asks for another Kubernetes. */
bool prepare_check_kube_version(Ctx *cx, const Prepared *prepared) OMNI_CHECKED;

#endif
