"""States of the inputs as the rules read them: files and choices, and the study under each."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from importlib import import_module
from math import inf
from typing import Any, Final, NamedTuple, TypeAlias

import pandas as pd

from upgrading.cases.profiles import PROFILE_REGISTER_COLUMNS
from upgrading.changes import differences
from upgrading.changes.differences import WORDS, Cause, Edition, Outcomes, Place
from upgrading.changes.evaluation import (
    Evaluation,
    Given,
    Memory,
    Reach,
    Rules,
    given,
    reach,
    step_of,
)
from upgrading.changes.inputs import Inputs, InputTable, choice, entries, flows_of, to_text
from upgrading.exhibits import second_sources
from upgrading.exhibits.build import numbers_shown
from upgrading.exhibits.own import names as own_tables
from upgrading.exhibits.study_in_numbers import OVERVIEW, PARTS, overview
from upgrading.exhibits.survives import SURVIVES, row_name
from upgrading.exhibits.tabulation import Tabulation, exhibits_of
from upgrading.faults import DataFaults
from upgrading.files.codec import RawFile
from upgrading.files.digests import digest
from upgrading.files.frames import from_csv, to_csv
from upgrading.multiverse.relations import Relation, relations
from upgrading.steps import hypotheses, inference_exhibits, models, summary
from upgrading.trade.product_entries import Product
from upgrading.trade.second_entries import SECOND

# Where an outcome comes from: the rule whose step gives it, and the table in which it stands ------


BY_CURVE: Final = ("specifications", "specifications_that_agree", "joint_p")
"""Columns of what survives that come from the specification curves."""

HEADINGS: Final[Mapping[str, str]] = {
    row: heading for heading, part in PARTS.items() for row in part.rows
}
"""Parts of the study in numbers, by row."""


_COUNTED: Final = {HEADINGS[row]: "hypotheses" for row in ("printed_all", "hypotheses")}
"""Parts that are counted from less than the files of the audit: verdicts on what is printed rest on
that alone."""

OF_TRADE: Final = "trade_"
"""How the names of all tables of trade begin."""

SERIES: Final = "data/processed/second_sources.csv"
"""What printed figures and trade are held against: of every state the present one."""

JUDGED: Final = ("sets", "relations")
"""Outputs of the rule `edition_relations` that say words."""


class Source(NamedTuple):
    """A rule, and the table of several that its step gives, for one relation or for all.

    `edition`: the wildcard of a rule that has one.
    """

    rule: str
    table: str = ""
    relation: str = ""
    edition: Edition | None = None

    @property
    def wildcards(self) -> dict[str, str]:
        """Those of the rule."""
        return {"edition": self.edition} if self.edition else {}

    @property
    def function(self) -> Callable[..., Any] | None:
        """What is called with the rule's inputs and params, where the step has several tables."""
        match self.rule:
            case "inference_exhibits" if self.relation:
                return inference_exhibits.survives_one
            case "inference_exhibits" if self.table == SURVIVES:
                return inference_exhibits.survives_tests
            case "inference_exhibits":
                return inference_exhibits.APART[self.table]
            case "summary":
                return summary.APART[self.table]
            case "hypotheses":
                return hypotheses.printed
        return None

    def key(self, under: Evaluation) -> Hashable:
        """All that the source rests on: the same key, the same outcomes."""
        return (self, *self._rests_on(under))

    def _rests_on(self, under: Evaluation) -> tuple[Hashable, ...]:
        if self.rule == "models":
            return under.key_of_piece(self.rule, self.table)
        if not (function := self.function):
            return under.key_of_outputs(self.rule, **self.wildcards)
        key = under.key(self.rule, function)
        if not self.relation:
            return key
        relation = _relations(under).get(self.relation)
        of_curve = under.key_of_piece("multiverse", self.relation) if relation else ()
        return (*key, digest(relation), of_curve)

    def said(self, under: Evaluation) -> Outcomes:
        """The outcomes."""
        match self.rule:
            case "indices":
                return differences.degrees(under.output("indices"))
            case "hypotheses" if not self.table:
                found = under.of_rule("hypotheses", hypotheses.printed)
                return differences.verdicts(found["cells"])
            case "claims" if not self.table:
                return differences.claims(under.output("claims", "claims"))
            case "edition_relations" if self.edition:
                return self._judged(under, self.edition)
        if self.relation and self.relation not in _relations(under):
            return {}
        numbers = differences.numbers(numbers_shown(self._cells(under)))
        if self.table != SURVIVES:
            return numbers
        return {
            place: shown
            for place, shown in numbers.items()
            if (place.column in BY_CURVE) == bool(self.relation)
        }

    def _judged(self, under: Evaluation, edition: Edition) -> Outcomes:
        column = WORDS[edition]
        frames = (under.output(self.rule, name, **self.wildcards) for name in JUDGED)
        sets, relations = (frame.rename(columns={"word": column}) for frame in frames)
        return {**differences.sets(sets, [column]), **differences.relations(relations, [column])}

    def _cells(self, under: Evaluation) -> pd.DataFrame:
        table = self._table(under)
        cells: pd.DataFrame = exhibits_of([table]) if table else under.output(self.rule, "exhibits")
        return cells

    def _table(self, under: Evaluation) -> Tabulation[Any] | None:
        """The table, where it is made apart from others."""
        table: Tabulation[Any]
        if self.rule == "models":
            lay_out = under.of_rule(self.rule, models.laid_out)
            table = lay_out(self.table, under.piece(self.rule, self.table))
        elif not (function := self.function):
            return None
        elif self.table in PARTS:
            found = under.of_rule(self.rule, function)
            facts = found if self.rule == "summary" else PARTS[self.table].facts(found)
            table = overview({self.table: facts})
        elif self.relation:
            curve = under.piece("multiverse", self.relation)
            row = under.of_rule(self.rule, function)
            table = row(self.relation, _relations(under)[self.relation], curve)
        else:
            table = under.of_rule(self.rule, function)
        return table


def _relations(under: Evaluation) -> Mapping[str, Relation]:
    found: Mapping[str, Relation] = under.file(inference_exhibits.RELATIONS).value
    return found


def source_of(place: Place, layouts: Collection[str], relations: Collection[str]) -> Source | None:
    """The source of an outcome; `None` of a table or number that no step is known to give.

    `layouts`: the report's tables; `relations`: the names of relations, in whatever state.
    """
    of_kind = {"degree": "indices", "verdict": "hypotheses", "claim": "claims"}
    if place.kind in of_kind:
        return Source(of_kind[place.kind])
    if place.kind in {"set", "relation"}:
        return Source("edition_relations", edition=place.edition)
    if place.exhibit == OVERVIEW:
        heading = HEADINGS.get(place.row)
        return Source(_COUNTED.get(heading, "summary"), heading) if heading else None
    if place.exhibit in inference_exhibits.APART:
        by_curve = place.exhibit == SURVIVES and place.column in BY_CURVE
        named = (name for name in relations if by_curve and row_name(name) == place.row)
        return Source("inference_exhibits", place.exhibit, next(named, ""))
    if place.exhibit in models.APART:
        return Source("models", place.exhibit)
    if place.exhibit in layouts or place.exhibit in own_tables():
        return Source("exhibits")
    if place.exhibit in second_sources.TABLES:
        return Source("second_sources")
    return Source("trade_exhibits") if place.exhibit.startswith(OF_TRADE) else None


RELATIONS: Final = "config/relations.yaml"
PROFILE_REGISTER: Final = "data/raw/profiles.csv"
FLOWS: Final = "data/processed/trade/flows.csv"
ALL_GOODS: Final = "data/processed/trade/all_goods.csv"
CLUSTERS: Final = "data/processed/clusters.csv"

PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "clusters_printed": ("data/processed/printed/clusters.csv", CLUSTERS),
    "clusters_corrected": ("data/processed/corrected/clusters.csv", CLUSTERS),
    "profiles": ("data/processed/profiles.csv", PROFILE_REGISTER),
    "salmon_stages": ("data/processed/salmon_stages.csv",),
    "printed_cells": ("data/processed/printed_cells.csv",),
    "trade_totals": (FLOWS,),
    "products": ("config/trade_products.yaml",),
    "relations": (RELATIONS,),
}
"""The files that each table of inputs stands for. Its totals stand for flows that add up to them,
and the profiles for the register as far as the study reads it."""


GIVEN: Final = frozenset(
    {ALL_GOODS, SERIES, SECOND, *(path for paths in PATHS.values() for path in paths)}
)
"""Files that a state of the inputs gives, and no rule makes in memory."""


Drawn: TypeAlias = tuple[str, Callable[..., Any]]
"""The rule that draws a figure, and the function that gives what it rests on."""


class States:
    """The study under states of its inputs, none of its files made twice of the same contents."""

    def __init__(self, rules: Rules, fixed: Mapping[str, Any], config: Mapping[str, Any]) -> None:
        """`fixed`: files that are no input to be compared, by path; `config`: the present one."""
        self._rules, self._config = rules, config
        self._fixed = {path: Given(value, b"") for path, value in fixed.items()}
        self._memory = Memory()
        self._files: dict[InputTable, dict[str, Given]] = {}
        self._evaluations: dict[tuple[InputTable, ...], Evaluation] = {}
        self._reach: dict[Source, Reach] = {}

    def under(self, inputs: Inputs, known: Mapping[str, bytes] | None = None) -> Evaluation:
        """The study under these inputs; `known`: contents of files made under them already."""
        key = tuple(inputs.values())
        if key not in self._evaluations:
            found = dict(self._fixed)
            for name in PATHS:
                found |= self._given(name, inputs[name])
            edition = choice(inputs["choices"], "edition")
            found[CLUSTERS] = found[f"data/processed/{edition}/clusters.csv"]
            config = config_of(inputs["choices"], self._config)
            evaluation = Evaluation(self._rules, found, config, self._memory, known)
            self._evaluations[key] = evaluation
            for path in known or {}:
                evaluation.file(path)
        return self._evaluations[key]

    def key(self, source: Source, inputs: Inputs) -> Hashable:
        """All that a source rests on under these inputs."""
        return source.key(self.under(inputs))

    def said(
        self, source: Source, inputs: Inputs, known: Mapping[Hashable, Outcomes] | None = None
    ) -> Outcomes:
        """What a source says under these inputs; nothing where the study refuses them.

        `known`: outcomes by all that their source rests on (`key`).
        """
        try:
            found = known.get(self.key(source, inputs)) if known else None
            return source.said(self.under(inputs)) if found is None else found
        except DataFaults:
            return {}

    def reach(self, source: Source) -> Reach:
        """Whence a source follows."""
        if source not in self._reach:
            functions = filter(None, [source.function])
            found = self.whence(source.rule, *functions, **source.wildcards)
            if source.relation:
                found = found.with_(self.whence("multiverse"))
            self._reach[source] = found
        return self._reach[source]

    def whence(self, rule: str, *functions: Callable[..., Any], **wildcards: str) -> Reach:
        """Whence something follows; the edition says which clusters are analysed."""
        found = reach(self._rules, GIVEN, rule, *functions, **wildcards)
        edition = frozenset({("edition",)} if CLUSTERS in found.files else ())
        return found.with_(Reach(choices=edition))

    def key_of(self, drawn: Drawn, inputs: Inputs) -> Hashable:
        """All that a figure rests on under these inputs."""
        return self.under(inputs).key(*drawn)

    def shown(self, drawn: Drawn, inputs: Inputs) -> bytes:
        """What tells two pictures of a figure apart; nothing where the study refuses the inputs."""
        try:
            return digest(self.under(inputs).of_rule(*drawn))
        except DataFaults:
            return b""

    def _given(self, name: str, table: InputTable) -> dict[str, Given]:
        if table not in self._files:
            text = to_text(table)
            values = _values(name, table, text)
            if name == "profiles":
                values[PROFILE_REGISTER] = self._register(values[PROFILE_REGISTER])
            self._files[table] = {path: given(value, text) for path, value in values.items()}
        return self._files[table]

    def _register(self, own: RawFile) -> RawFile:
        """The register of a state with the present rows that it lacks: the claims name them."""
        frames = [from_csv(own.content.decode())]
        if present := self._fixed.get(PROFILE_REGISTER):
            frames.append(from_csv(present.value.content.decode())[list(PROFILE_REGISTER_COLUMNS)])
        rows = pd.concat(frames, ignore_index=True).drop_duplicates("profile_id")
        return RawFile(own.name, to_csv(rows).encode())

    def drawn(self, figure: str) -> Drawn | None:
        """The rule that draws a figure, and what it shows; `None` of one that no rule draws."""
        path = f"results/figures/{figure}.svg"
        for name, rule in self._rules.items():
            if any(
                path in files for files in rule["outputs"].values() if not isinstance(files, str)
            ):
                folder = import_module(f"upgrading.steps.{name}").FOLDER
                module = import_module(f"upgrading.figures.{folder}.{figure}")
                return name, getattr(module, "rests_on", module.shows)
        return None


def _values(name: str, table: InputTable, text: str) -> dict[str, Any]:
    """What the files of a table of inputs hold, by path."""
    path = PATHS[name][0]
    match name:
        case "trade_totals":
            flows = flows_of(table)
            return {path: flows.assign(code=""), ALL_GOODS: flows[:0].assign(code="")}
        case "products":
            listed = entries(table).items()
            return {path: {name: Product.model_validate(entry) for name, entry in listed}}
        case "relations":
            return {path: relations(entries(table), path)}
    frame = from_csv(text)
    if name != "profiles":
        return {path: frame}
    register = to_csv(frame[list(PROFILE_REGISTER_COLUMNS)])
    return {path: frame, PROFILE_REGISTER: RawFile(PROFILE_REGISTER, register.encode())}


def config_of(choices: InputTable, present: Mapping[str, Any]) -> dict[str, Any]:
    """The config with these choices; what is no choice as it is at present."""
    config: dict[str, Any] = json.loads(json.dumps(present))
    for (key,), row in choices.rows.items():
        *path, last = key.split(".")
        place = config
        for part in path:
            place = place.setdefault(part, {})
        place[last] = json.loads(row["value"])
    return config


def reading(reach: Reach, causes: Sequence[Cause]) -> tuple[int, ...]:
    """Which of the causes touch a file or a choice from which something follows."""
    return tuple(number for number, cause in enumerate(causes) if _touches(cause, reach))


def told_apart(reach: Reach) -> float:
    """For up to how many inputs what follows from costly steps is made again for each of them."""
    return min((getattr(step_of(rule), "TOLD_APART", inf) for rule in reach.rules), default=inf)


def _touches(cause: Cause, reach: Reach) -> bool:
    for edit in cause.edits:
        if edit.table != "choices":
            if not reach.files.isdisjoint(PATHS[edit.table]):
                return True
            continue
        key = tuple(edit.key[0].split("."))
        if any(key[: len(place)] == place[: len(key)] for place in reach.choices):
            return True
    return False
