"""How the numbers of the tables of association and of what survives come about.

Beside `association_tables` and `survives_table`, whose lines they follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.inference.samples import SCOPES
from upgrading.present.association_tables import (
    DEGREES_TESTS,
    EXPLORATORY,
    POOLED_WITHIN,
    PRIMARY,
    exploratory_names,
)
from upgrading.present.estimate_tables import known
from upgrading.present.line_formulas import Cell, by_exhibit, column, of_lines, own, rows_of
from upgrading.present.relation_formulas import (
    DEGREE,
    Relations,
    adjusted,
    adjustment,
    p_formula,
)
from upgrading.present.survives_table import SURVIVES, by_group
from upgrading.vocabulary import DEGREES, SECTOR_GROUPS, UPGRADING

_METHODS: Final = {"primary": "Holm", "exploratory": "Benjamini–Hochberg"}

Line = list[Formula | None]


@dataclass(frozen=True)
class Measured:
    """What the tables were made of.

    `association`: `association.ASSOCIATION_COLUMNS`; `degrees`: `degrees.DEGREE_COLUMNS`;
    `analysed` and `as_printed`: `pooling.POOLING_COLUMNS`, with the relations behind each;
    `survives`: `survives.SURVIVES_COLUMNS`; `permutations`: of the joint tests; `seed`: theirs;
    `negligible`: the largest |effect| that bears out an asserted absence.
    """

    association: pd.DataFrame
    degrees: pd.DataFrame
    analysed: pd.DataFrame
    as_printed: pd.DataFrame
    survives: pd.DataFrame
    permutations: int
    seed: int
    negligible: str


def association_formulas(
    exhibits: pd.DataFrame, found: Measured, relations: Relations, printed: Relations
) -> dict[Cell, Formula]:
    """The formula of every number of the five tables, by cell.

    `exhibits`: the cells of the tables made from `found`; `relations`: what the analysis is
    measured on, `printed`: the printed scores with the printed index.
    """
    tables = by_exhibit(exhibits)
    told = _Told(found, relations, printed, rows_of(tables[PRIMARY]))
    return {
        **of_lines(tables[PRIMARY], list(told.primary())),
        **of_lines(tables[EXPLORATORY], list(told.exploratory())),
        **of_lines(tables[POOLED_WITHIN], list(told.pooled(rows_of(tables[POOLED_WITHIN])))),
        **of_lines(tables[DEGREES_TESTS], list(told.degrees())),
        **of_lines(tables[SURVIVES], list(told.survives())),
    }


@dataclass(frozen=True)
class _Told:
    found: Measured
    relations: Relations
    printed: Relations
    primary_rows: Sequence[str]

    @cached_property
    def _adjusted(self) -> dict[tuple[str, str, str], tuple[str, int]]:
        """How each p is adjusted, and for how many tests, by kind, name and scope."""
        told: dict[tuple[str, str, str], tuple[str, int]] = {}
        for family, rows in self.found.association.groupby("family", sort=False):
            p = [float(value) if known(value) else float("nan") for value in rows["p"]]
            tests = sum(value == value for value in p)
            keys = zip(rows["upgrading"], rows["index"], rows["scope"], strict=True)
            formulas = adjusted(p, _METHODS[str(family)])
            told |= {key: (text, tests) for key, text in zip(keys, formulas, strict=True)}
        return told

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """The rows of association by kind, name and scope."""
        return {
            (row["upgrading"], row["index"], row["scope"]): {str(k): v for k, v in row.items()}
            for row in self.found.association.to_dict("records")
        }

    @cached_property
    def _primary_keys(self) -> list[tuple[str, str, str]]:
        chosen = self.found.association[self.found.association["family"] == "primary"]
        return [
            (kind, row.index_, row.scope)
            for kind in UPGRADING
            for row in chosen[chosen["upgrading"] == kind]
            .rename(columns={"index": "index_"})
            .itertuples()
        ]

    def _adjustment(self, key: tuple[str, str, str], inputs: tuple[str, ...]) -> Formula:
        formula, tests = self._adjusted[key]
        return adjustment(self._rows[key]["family"], tests, formula, inputs)

    def _relation(self, key: tuple[str, str, str], tau_at: int, family: tuple[str, ...]) -> Line:
        """Clusters, τ-b, interval, p, adjusted p, range without one cluster."""
        row = self._rows[key]
        clusters = self.relations.clusters_of(*key)
        if not known(row["tau_b"]):
            return [clusters]
        how = (bool(row["exact"]), int(row["arrangements"]))
        return [
            clusters,
            self.relations.tau(*key),
            self.relations.interval(row, key[2], tau_at),
            self.relations.p(float(row["p"]), "τ-b", key[2], how, tau_at),
            self._adjustment(key, family),
            self.relations.without_one(row, tau_at),
        ]

    def primary(self) -> Iterable[Line]:
        """The declared family."""
        for key in self._primary_keys:
            yield self._relation(key, 2, column(4))

    def exploratory(self) -> Iterable[Line]:
        """Everything else, within sector groups."""
        for name in exploratory_names(self.found.association):
            line: Line = []
            for kind in UPGRADING:
                key = (kind, name, "blocked")
                estimable = known(self._rows[key]["tau_b"])
                line.append(self.relations.tau(*key) if estimable else None)
                place = len(line)
                line.append(self._adjustment(key, own(place)) if estimable else None)
            yield line

    def pooled(self, rows: Sequence[str]) -> Iterable[Line]:
        """Pooled, between groups, within, and each group: as analysed, then as printed."""
        half = len(rows) // 2
        for frame, relations, names in (
            (self.found.analysed, self.relations, rows[:half]),
            (self.found.as_printed, self.printed, rows[half:]),
        ):
            by_scope = {row["scope"]: row for row in frame.to_dict("records")}
            kind = str(frame["upgrading"].iloc[0])
            ends = [f"{POOLED_WITHIN}/{names[at]}" for at in (0, 2)]
            yield self._pooled(kind, by_scope["pooled"], relations)
            yield [None, self._between(by_scope, ends)]
            yield self._pooled(kind, by_scope["blocked"], relations)
            for group in SECTOR_GROUPS:
                yield self._pooled(kind, by_scope[group], relations)

    def _between(self, by_scope: Mapping[str, Any], ends: Sequence[str]) -> Formula:
        pooled, within = (
            int(row["surplus"]) if known(row["surplus"]) else 0
            for row in (by_scope["pooled"], by_scope["blocked"])
        )
        name = "concordant_less_discordant_pairs"
        return Formula(
            "concordant less discordant pairs of clusters of different sector groups: those of all "
            "clusters less those within groups",
            f"{pooled} − {within}",
            tuple(f"{end}/{name}" for end in ends),
        )

    def _pooled(self, kind: str, row: Mapping[Any, Any], relations: Relations) -> Line:
        key = (kind, "ce_index", str(row["scope"]))
        clusters = relations.clusters_of(*key)
        if not known(row["tau_b"]):
            return [clusters]
        how = relations.arrangements(*key)
        rho = (
            f"Spearman’s ρ of {relations.pair(*key)}: correlation of mid-ranks, taken within "
            "groups where only clusters of one group are compared"
        )
        return [
            clusters,
            relations.surplus(*key),
            relations.tau(*key),
            relations.p(float(row["p"]), "τ-b", key[2], how, 3),
            Formula(rho, "", relations.inputs(*key)),
            relations.p(float(row["rho_p"]), "ρ", key[2], how, 5),
        ]

    def degrees(self) -> Iterable[Line]:
        """The tests across degrees, kind by kind in every scope."""
        by_key = {
            (row["upgrading"], row["scope"]): row for row in self.found.degrees.to_dict("records")
        }
        for kind in UPGRADING:
            for scope in SCOPES:
                yield self._degrees(kind, by_key[kind, scope])

    def _degrees(self, kind: str, row: Mapping[Any, Any]) -> Line:
        scope = str(row["scope"])
        key = (kind, DEGREE, scope)
        inputs = self.relations.inputs(*key)
        counts: Line = [
            Formula(
                f"clusters of {DEGREES[degree]} degree, among those with both scores: "
                f"{self.relations.pair(*key)}",
                "",
                inputs,
            )
            for degree in ("low", "medium", "high")
        ]
        if not known(row["kruskal_wallis"]):
            return counts
        how = (bool(row["exact"]), int(row["arrangements"]))
        seed = self.relations.choices.permutation.seed
        added = ", added up over the groups" if scope == "blocked" else ""
        pair = self.relations.pair(*key)

        def p(name: str, statistic: str, place: int) -> Formula:
            return p_formula(float(row[name]), statistic, scope, how, seed, own(place))

        return [
            *counts,
            Formula(f"Kruskal–Wallis H, corrected for ties{added}: {pair}", "", inputs),
            Formula(
                f"degrees of collective efficiency that occur, less 1{added}", "", own(1, 2, 3)
            ),
            p("kruskal_wallis_p", "an H", 4),
            Formula(
                "Jonckheere–Terpstra statistic less what is expected of it without a trend, over "
                f"its standard deviation{added}: {pair}",
                "",
                inputs,
            ),
            p("jonckheere_terpstra_p", "a statistic (less what is expected)", 7),
        ]

    def survives(self) -> Iterable[Line]:
        """Every relation that the report asserts, by sector group."""
        primary = dict(zip(self._primary_keys, self.primary_rows, strict=True))
        for rows in by_group(self.found.survives).values():
            for row in rows.to_dict("records"):
                key = (str(row["y"]), str(row["explanation"]), str(row["scope"]))
                family = own(6)
                if key in primary:
                    family = (f"{PRIMARY}/{primary[key]}/p_holm",)
                line: Line = [None, None, *self._relation(key, 4, family)]
                line += [None] * (8 - len(line))
                yield [*line, *self._specifications(row)]

    def _specifications(self, row: Mapping[Any, Any]) -> Line:
        """The share of specifications that agree, and the joint p."""
        if not known(row["share_asserted"]):
            return []
        lost = int(row["not_estimable"]) if known(row["not_estimable"]) else 0
        number = int(row["specifications"]) - lost
        agreeing = round(float(row["share_asserted"]) * number)
        size = self.found.negligible
        what = f"an effect within ±{size}" if row["sign"] == "none" else "the asserted sign"
        sides = "two-sided" if row["sign"] == "none" else "one-sided, in the asserted direction"
        permutations = self.found.permutations
        reached = round(float(row["p_joint"]) * (permutations + 1)) - 1
        return [
            Formula(
                f"specifications with {what}, of those that can be estimated, per cent",
                f"100 × {agreeing} / {number}",
            ),
            Formula(
                "joint test of the whole specification curve: share of permutations of the scores "
                "within sector groups in which the median effect is at least as extreme as "
                f"observed ({sides}), of {permutations:,} permutations, seed {self.found.seed}; "
                "the observed one counts among them",
                f"({reached} + 1) / ({permutations} + 1)",
            ),
        ]
