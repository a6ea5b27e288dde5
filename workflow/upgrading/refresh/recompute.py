"""The study recomputed in memory from given inputs, stage by stage, none twice on the same inputs.

Not recomputed: whatever tables other parts of the project add.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from upgrading.audit.claims_table import claims_frame
from upgrading.audit.consequences import Consequences, evidence_of
from upgrading.audit.run import investigate
from upgrading.audit.trade_exhibits import FIELD_STUDY, PRINTED_EXPORTS, SUMMARY, exhibit_of
from upgrading.audit.verdicts import cells_frame, errata_frame, number_errata
from upgrading.catalogue import Table as Layout
from upgrading.claims.readings import Claim
from upgrading.correlations import governance_counts, group_averages, upgrading_by_degree
from upgrading.exhibits.build import build, numbers_shown
from upgrading.exhibits.own import names as own_names
from upgrading.exhibits.own import own_tables
from upgrading.exhibits.values import Study
from upgrading.frames import from_csv
from upgrading.indices import IndexRule, collective_efficiency
from upgrading.inference.association import Known
from upgrading.multiverse.editions import editions
from upgrading.multiverse.grid import Grid
from upgrading.multiverse.relations import relations
from upgrading.parts import NOTHING
from upgrading.present.study_facts import PARTS
from upgrading.present.study_in_numbers import OVERVIEW, as_cells
from upgrading.present.survives_table import SURVIVES, row_name
from upgrading.refresh import outcomes, trade_study
from upgrading.refresh.curve_study import (
    BY_CURVE,
    FILE,
    Curves,
    CurveTold,
    curve_outcomes,
    curves_said,
    what_survives,
)
from upgrading.refresh.inference_study import (
    UNITS,
    Data,
    association_known,
    association_of,
    unit_of,
)
from upgrading.refresh.inputs import Inputs, Table, choice, entries, flows_of, section, to_text
from upgrading.refresh.outcomes import Outcomes, Place
from upgrading.refresh.stages import CURVE, Stage, heading_of, part_stage
from upgrading.refresh.trade_study import Measured
from upgrading.trade.evidence import TradeEvidence

Result = TypeVar("Result")


@dataclass(frozen=True)
class CaseStudy:
    """The case data of one state of the inputs, and the tables made of them."""

    study: Study
    exhibits: pd.DataFrame
    rule: IndexRule


@dataclass(frozen=True)
class KnownTrade:
    """What the trade rules have computed from the present inputs, as in `results/trade/`."""

    measured: Measured
    verdicts: pd.DataFrame
    exports: pd.DataFrame


class Recomputation:
    """Recomputes outcomes; remembers every stage by the inputs that it reads."""

    def __init__(self, layouts: Mapping[str, Layout], claims: Sequence[Claim]) -> None:
        """`layouts`: the catalogue of printed tables; `claims`: what the report says."""
        self._layouts, self._claims_read = layouts, claims
        self._results: dict[Hashable, Any] = {}
        self._association: Known = {}

    def _once(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        if key not in self._results:
            self._results[key] = compute()
        result: Result = self._results[key]
        return result

    def _frame(self, table: Table) -> pd.DataFrame:
        return self._once(("frame", table), lambda: from_csv(to_text(table)))

    # Which stage an outcome comes from ---------------------------------------------------------

    def stage(self, place: Place, listed: Collection[str]) -> Stage | None:
        """The stage that gives an outcome; `None` if it is not recomputed.

        `listed`: names of the products, in whatever state of the inputs.
        """
        match place.kind:
            case "claim":
                return "claims"
            case "degree":
                return "cases"
            case "verdict":
                return "verdicts"
        if place.exhibit in {*self._layouts, *own_names()}:
            return "cases"
        trade = {SUMMARY, PRINTED_EXPORTS, FIELD_STUDY, *map(exhibit_of, listed)}
        if place.exhibit in trade:
            return "trade"
        if place.exhibit == OVERVIEW:
            return part_stage(place.row)
        if place.exhibit == SURVIVES and place.column in BY_CURVE:
            return CURVE + place.row
        return unit_of(place.exhibit)

    def outcomes(self, inputs: Inputs, stages: Collection[Stage]) -> dict[Place, outcomes.Shown]:
        """What the given stages say under the inputs."""
        given: Mapping[Stage, Callable[[Inputs], Outcomes]] = {
            "cases": self._case_outcomes,
            "trade": self._trade_outcomes,
            "claims": self._claims,
            "verdicts": self._verdicts_of_the_audit,
        }
        found: dict[Place, outcomes.Shown] = {}
        for stage in sorted(stages):
            if stage in given:
                found |= given[stage](inputs)
            elif stage.startswith(CURVE):
                found |= self._curve_of_row(stage.removeprefix(CURVE), inputs)
            elif heading := heading_of(stage):
                found |= self._part(heading, inputs)
            else:
                found |= self._unit(stage, inputs)
        return found

    def know_outcomes(self, inputs: Inputs, found: Outcomes) -> None:
        """Take over what costly stages have said of these inputs."""
        verdicts = {place: one for place, one in found.items() if place.kind == "verdict"}
        self._results[self._audit_key(inputs)] = verdicts
        by_unit: dict[str, dict[Place, outcomes.Shown]] = {name: {} for name in UNITS}
        for place, one in found.items():
            stage = self.stage(place, ()) if place.kind == "number" else None
            if stage in by_unit:
                by_unit[stage][place] = one
        data = self._data(inputs)
        for name, own in by_unit.items():
            self._results[UNITS[name].key(data)] = own
        curves = self.curves(inputs)
        for relation, told in curves_said(found, curves.relations).items():
            self._results[curves.key(relation)] = told

    # Cases -------------------------------------------------------------------------------------

    @staticmethod
    def _edition(inputs: Inputs) -> Table:
        return inputs[f"clusters_{choice(inputs['choices'], 'edition')}"]

    def case_study(self, inputs: Inputs) -> CaseStudy:
        """The case data and the tables of the report and of the project's own."""
        choices = inputs["choices"]
        rule = IndexRule.from_config(section(choices, "indices"))
        mean_rule = choice(choices, "averages.not_available")
        clusters = self._edition(inputs)
        others = (inputs["profiles"], inputs["salmon_stages"], inputs["printed_cells"])

        def compute() -> CaseStudy:
            frame = self._frame(clusters)
            indices = collective_efficiency(frame, rule)
            study = Study(
                clusters=frame,
                indices=indices,
                by_degree=upgrading_by_degree(frame, indices, mean_rule),
                averages=group_averages(frame, indices, mean_rule),
                profiles=self._frame(others[0]),
                stages=self._frame(others[1]),
                mean_rule=mean_rule,
            )
            printed = build(self._frame(others[2]), self._layouts, study)
            own = own_tables(study, governance_counts(frame))
            return CaseStudy(study, pd.concat([printed, own], ignore_index=True), rule)

        return self._once(("cases", clusters, *others, rule, mean_rule), compute)

    def _case_outcomes(self, inputs: Inputs) -> Outcomes:
        found = self.case_study(inputs)
        return outcomes.numbers(numbers_shown(found.exhibits)) | outcomes.degrees(
            found.study.indices
        )

    # Audit -------------------------------------------------------------------------------------

    @staticmethod
    def _audit_key(inputs: Inputs) -> Hashable:
        rule = IndexRule.from_config(section(inputs["choices"], "indices"))
        return ("audit", inputs["printed_cells"], inputs["clusters_printed"], rule)

    def _audited(self, inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The audit's cells and errata, without what trade says and what follows from errata."""

        def compute() -> tuple[pd.DataFrame, pd.DataFrame]:
            cells = self._frame(inputs["printed_cells"])
            rule = IndexRule.from_config(section(inputs["choices"], "indices"))
            clusters = self._frame(inputs["clusters_printed"])
            findings, explanations = investigate(cells, clusters, self._layouts, rule)
            errata = number_errata(findings, explanations)
            return (
                cells_frame(cells, findings, explanations, errata),
                errata_frame(errata, findings, lambda _: Consequences(NOTHING)),
            )

        return self._once(("audited", self._audit_key(inputs)), compute)

    def _verdicts_of_the_audit(self, inputs: Inputs) -> Outcomes:
        return self._once(
            self._audit_key(inputs), lambda: outcomes.verdicts(self._audited(inputs)[0])
        )

    # Tests and models --------------------------------------------------------------------------

    def _data(self, inputs: Inputs) -> Data:
        choices = inputs["choices"]
        clusters = self._frame(self._edition(inputs))
        rule = IndexRule.from_config(section(choices, "indices"))
        return Data(
            clusters=clusters,
            indices=collective_efficiency(clusters, rule),
            printed_clusters=self._frame(inputs["clusters_printed"]),
            cells=self._frame(inputs["printed_cells"]),
            layouts=self._layouts,
            choices=section(choices, "inference"),
            relations=relations(entries(inputs["relations"]), FILE),
            edition=choice(choices, "edition"),
        )

    def unit_key(self, name: str, inputs: Inputs) -> Hashable:
        """All that the tables of a unit rest on."""
        return UNITS[name].key(self._data(inputs))

    def know_association(self, inputs: Inputs, found: pd.DataFrame) -> None:
        """Take over `results/inference/association.csv`, as computed from these inputs."""
        self._association.update(association_known(found, self._data(inputs)))

    def _tested(self, inputs: Inputs) -> pd.DataFrame:
        """The table of association."""
        data = self._data(inputs)
        return self._once(
            ("association", UNITS["association"].key(data)),
            lambda: association_of(data, self._association),
        )

    def _unit(self, name: str, inputs: Inputs) -> Outcomes:
        data = self._data(inputs)

        def compute() -> Outcomes:
            found = UNITS[name].tables(data, lambda: self._tested(inputs))
            return outcomes.numbers(numbers_shown(pd.concat(found, ignore_index=True)))

        return self._once(self.unit_key(name, inputs), compute)

    # Curves ------------------------------------------------------------------------------------

    def curves(self, inputs: Inputs) -> Curves:
        """What the specification curves are made of."""
        choices = inputs["choices"]

        def compute() -> Curves:
            own = section(choices, "multiverse")
            known = editions(
                self._frame(inputs["clusters_printed"]),
                self._frame(inputs["clusters_corrected"]),
                self._frame(inputs["printed_cells"]),
                self._audited(inputs)[1],
                self._layouts,
            )
            grid = Grid.from_config(
                own,
                IndexRule.from_config(section(choices, "indices")),
                choice(choices, "edition"),
                choice(choices, "averages.not_available"),
            )
            return Curves.from_config(
                relations(entries(inputs["relations"]), FILE), known, grid, own
            )

        tables = (inputs["clusters_corrected"], inputs["relations"], choices)
        return self._once(("curves", *tables, self._audit_key(inputs)), compute)

    def _curve(self, relation: str, inputs: Inputs) -> CurveTold:
        curves = self.curves(inputs)
        return self._once(curves.key(relation), lambda: curves.told(relation))

    def _surviving(self, wanted: Collection[str], inputs: Inputs) -> pd.DataFrame:
        """What survives of the wanted relations, their curves computed."""
        curves = self.curves(inputs)
        return what_survives(
            {name: curves.relations[name] for name in wanted},
            self._tested(inputs),
            {name: self._curve(name, inputs) for name in wanted},
            curves.test.negligible,
        )

    def _curve_of_row(self, row: str, inputs: Inputs) -> Outcomes:
        wanted = [name for name in self.curves(inputs).relations if row_name(name) == row]
        if not wanted:
            return {}
        data = self._data(inputs)
        return curve_outcomes(self._surviving(wanted, inputs), data.confidence, data.edition)

    # The study in numbers ----------------------------------------------------------------------

    def _part(self, heading: str, inputs: Inputs) -> Outcomes:
        frames: Mapping[str, Callable[[], pd.DataFrame]] = {
            "cells": lambda: self._audited(inputs)[0],
            "errata": lambda: self._audited(inputs)[1],
            "claims": lambda: self._judged(inputs),
            "by_degree": lambda: self.case_study(inputs).study.by_degree,
            "association": lambda: self._tested(inputs),
            "survives": lambda: self._surviving(self.curves(inputs).relations, inputs),
            "field_study": lambda: self._beside_scores(inputs),
            "exports": lambda: self._exports(inputs),
        }
        part = PARTS[heading]
        facts = part.facts({name: frames[name]() for name in part.needs})
        return outcomes.numbers(numbers_shown(as_cells({heading: facts})))

    # Trade -------------------------------------------------------------------------------------

    def _measure_key(self, inputs: Inputs) -> Hashable:
        choices = inputs["choices"]
        sections = [_fixed(choices, f"trade.{name}") for name in ("measures", "window", "classes")]
        return ("measured", inputs["trade_totals"], inputs["products"], *sections)

    def _exports_key(self, inputs: Inputs) -> Hashable:
        cells = inputs["printed_cells"].rows.values()
        table_2 = tuple(tuple(cell.values()) for cell in cells if cell["exhibit"] == "table_02")
        return ("exports", table_2, self._profile_clusters(inputs), self._measure_key(inputs))

    @staticmethod
    def _profile_clusters(inputs: Inputs) -> tuple[tuple[str, str], ...]:
        rows = inputs["profiles"].rows.values()
        return tuple((row["profile_id"], row["cluster_id"]) for row in rows)

    def _flows(self, totals: Table) -> pd.DataFrame:
        return self._once(("flows", totals), lambda: flows_of(totals))

    def know(self, inputs: Inputs, known: KnownTrade) -> None:
        """Take over what has been computed from these inputs instead of computing it again."""
        self._results[self._measure_key(inputs)] = known.measured
        self._results[self._exports_key(inputs)] = known.exports
        for product, key in self._verdict_keys(inputs).items():
            verdicts = known.verdicts[known.verdicts["product"] == product]
            self._results[key] = verdicts

    def measured(self, inputs: Inputs) -> Measured:
        """Unit values and classes."""
        return self._once(
            self._measure_key(inputs),
            lambda: trade_study.measure(
                self._flows(inputs["trade_totals"]),
                trade_study.products_of(inputs["products"]),
                inputs["choices"],
            ),
        )

    def _verdict_keys(self, inputs: Inputs) -> dict[str, Hashable]:
        """Of each product, what its verdict hangs on."""
        totals, choices = inputs["trade_totals"], inputs["choices"]
        rows = self._once(("rows by product", totals), lambda: _by(totals, "product"))
        entries = self._once(
            ("entries by product", inputs["products"]), lambda: _by(inputs["products"], "product")
        )
        sections = [
            _fixed(choices, f"trade.{name}") for name in ("measures", "robustness", "classes")
        ]
        return {
            product: ("verdicts", rows.get(product), entry, *sections)
            for product, entry in entries.items()
        }

    def _verdicts(self, inputs: Inputs) -> pd.DataFrame:
        keys = self._verdict_keys(inputs)
        unknown = [product for product, key in keys.items() if key not in self._results]
        if unknown:
            found = trade_study.robust_verdicts(
                self._flows(inputs["trade_totals"]),
                unknown,
                trade_study.products_of(inputs["products"]),
                inputs["choices"],
            )
            for product in unknown:
                self._results[keys[product]] = found[found["product"] == product]
        return pd.concat([self._results[key] for key in keys.values()], ignore_index=True)

    def _exports(self, inputs: Inputs) -> pd.DataFrame:
        return self._once(
            self._exports_key(inputs),
            lambda: trade_study.exports_of_table_2(
                self._frame(inputs["printed_cells"]),
                self.measured(inputs),
                trade_study.products_of(inputs["products"]),
                dict(self._profile_clusters(inputs)),
            ),
        )

    def _trade_outcomes(self, inputs: Inputs) -> Outcomes:
        exhibits = trade_study.trade_exhibits(
            self.measured(inputs),
            self._verdicts(inputs),
            self._exports(inputs),
            self._beside_scores(inputs),
            trade_study.products_of(inputs["products"]),
            inputs["choices"],
        )
        return outcomes.numbers(numbers_shown(exhibits))

    def _beside_scores(self, inputs: Inputs) -> pd.DataFrame:
        clusters = self._frame(self._edition(inputs))
        return trade_study.beside_scores(
            self.measured(inputs),
            self._verdicts(inputs),
            dict(zip(clusters["cluster_id"], clusters["up_product"], strict=True)),
            trade_study.products_of(inputs["products"]),
            inputs["choices"],
        )

    # Claims ------------------------------------------------------------------------------------

    def _claims(self, inputs: Inputs) -> Outcomes:
        return outcomes.claims(self._judged(inputs))

    def _judged(self, inputs: Inputs) -> pd.DataFrame:
        """The claims with their verdicts, without the tests beside their rank correlations."""
        tables = ("clusters_printed", "clusters_corrected", "profiles", "salmon_stages")
        read = (*(inputs[name] for name in (*tables, "printed_cells")), self._measure_key(inputs))
        rule = IndexRule.from_config(section(inputs["choices"], "indices"))
        return self._once(("judged", *read, rule), lambda: self._judge(inputs, rule))

    def _judge(self, inputs: Inputs, rule: IndexRule) -> pd.DataFrame:
        measured = self.measured(inputs)
        trade = TradeEvidence(
            measured.upgrading,
            measured.unit_values,
            trade_study.class_choices(inputs["choices"]),
        )
        cells = inputs["printed_cells"].rows.values()
        strings = {
            (cell["exhibit"], cell["row"], cell["column"]): cell["printed"] for cell in cells
        }
        editions = {
            edition: self._frame(inputs[f"clusters_{edition}"])
            for edition in ("printed", "corrected")
        }
        profiles, stages = self._frame(inputs["profiles"]), self._frame(inputs["salmon_stages"])
        evidence = {
            edition: evidence_of(
                clusters, collective_efficiency(clusters, rule), profiles, stages, strings, trade
            )
            for edition, clusters in editions.items()
        }
        return claims_frame(self._claims_read, evidence)


def _fixed(choices: Table, prefix: str) -> tuple[tuple[str, str], ...]:
    """A section of the choices as something to compare and remember by."""
    return tuple(
        (key, row["value"]) for (key,), row in choices.rows.items() if key.startswith(f"{prefix}.")
    )


def _by(table: Table, column: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """Rows by the value of a column, in whatever order."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in table.rows.values():
        found.setdefault(row[column], []).append(tuple(row.values()))
    return {value: frozenset(rows) for value, rows in found.items()}
