# SPDX-License-Identifier: MPL-2.0
"""The areas, each a way to make a chart or a template from a seed."""

from dataclasses import dataclass, field

import chains
import datatext
import grammar
import language
import objects
import slices
import syntax
import wholechart
import yamltext
from chart import case_chart

BATCH_FILES = dict(grammar.FILES)


@dataclass
class Case:
    """A template of a batch, and the files it needs."""
    template: str
    files: dict = field(default_factory=dict)


@dataclass
class Area:
    name: str
    make: object  # rng -> Case, or Chart when not batched
    batched: bool = True
    every: int = 1  # takes part in every so many rounds
    values: str = grammar.VALUES


def _template(method):
    return lambda rng: Case(method(grammar.Grammar(rng)))


def _text(make):
    return lambda rng: Case(make(rng))


def _read_yaml(rng):
    """YAML as a function reads it, and as it is written again."""
    name = f"data/{rng.randrange(10**9)}.yaml"
    show = rng.choice(["toJson", "toYaml", "printf \"%v\"", "toYamlPretty", "toToml",
                       "toPrettyJson", "toString", "fromYamlArray | toJson"])
    read = "fromYaml | " if "Array" not in show else ""
    return Case(f'{{{{ .Files.Get "{name}" | {read}{show} }}}}', {name: yamltext.document(rng)})


def _write_data(rng):
    """Data that JSON can hold, in the form of one of the writers."""
    name = f"data/{rng.randrange(10**9)}.json"
    show = datatext.writer(rng)
    return Case(f'{{{{ .Files.Get "{name}" | fromJson | {show} }}}}',
                {name: datatext.document(rng)})


def _values(rng):
    """YAML as the chart's own values."""
    show = rng.choice(["toJson", "toYaml", "printf \"%v\"", "toToml"])
    return case_chart(f"{{{{ .Values | {show} }}}}", yamltext.document(rng))


AREAS = [
    Area("language", _text(language.language_template)),
    Area("parse", _text(language.broken_template), every=3),
    Area("syntax", _text(syntax.odd_template), every=2),
    Area("tokens", _text(syntax.token_template), every=4),
    Area("damage", _text(syntax.damaged_template), every=4),
    Area("constants", _text(syntax.constant_template), every=2),
    Area("pairs", _text(syntax.pair_template), every=2),
    Area("chains", chains.chain_chart, batched=False),
    Area("yaml", _read_yaml),
    Area("writers", _write_data),
    Area("values", _values, batched=False),
    Area("set", wholechart.set_flags, batched=False),
    Area("subcharts", wholechart.subcharts, batched=False),
    Area("schema", wholechart.schema, batched=False),
    Area("manifests", wholechart.manifests, batched=False),
    Area("files", wholechart.files_area, batched=False),
    Area("meta", wholechart.meta, batched=False),
    Area("functions", _template(grammar.Grammar.function_template)),
    Area("objects", lambda rng: Case(objects.Objects(rng).template()), every=2),
    Area("slices", _text(slices.slice_template), every=2),
    Area("printf", _template(grammar.Grammar.printf_template), every=2),
    Area("builtins", _template(grammar.Grammar.operator_template), every=2),
]
