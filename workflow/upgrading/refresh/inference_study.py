"""Tests and models recomputed from given inputs, table by table; none again on the same data.

Two states of the inputs share the tables whose data they share: a score of product upgrading leaves
the models of process upgrading alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.catalogue import Table as Layout
from upgrading.frames import measured, to_csv
from upgrading.inference.association import Known, association, known_rows
from upgrading.inference.between_groups import between_groups, group_differences
from upgrading.inference.degrees import across_degrees
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.models import estimate
from upgrading.inference.paired import paired_tests
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.pooling import pooled_and_within, printed_index
from upgrading.inference.reliability import reliability
from upgrading.multiverse.relations import Relation
from upgrading.present import association_tables, comparison_tables, regression_table
from upgrading.present.survives_table import SURVIVES, survives_table
from upgrading.refresh.curve_study import BY_CURVE, what_survives
from upgrading.vocabulary import COMPONENTS, GOVERNANCE, INDICES, UPGRADING

Association: TypeAlias = Callable[[], pd.DataFrame]
"""Gives the table of association (`association_of`), which is computed when it is asked for."""


@dataclass(frozen=True)
class Data:
    """What tests and models read in one state of the inputs.

    `clusters` and `indices` of the edition in use; `choices`: the section `inference` of the
    config; `relations`: those of `config/relations.yaml`.
    """

    clusters: pd.DataFrame
    indices: pd.DataFrame
    printed_clusters: pd.DataFrame
    cells: pd.DataFrame
    layouts: Mapping[str, Layout]
    choices: Mapping[str, Any]
    relations: Mapping[str, Relation]
    edition: str

    @property
    def permutation(self) -> PermutationChoices:
        """How arrangements are drawn."""
        return PermutationChoices.from_config(self.choices)

    @property
    def bootstrap(self) -> BootstrapChoices:
        """How resamples are drawn."""
        return BootstrapChoices.from_config(self.choices)

    @property
    def confidence(self) -> Fraction:
        """Of the intervals."""
        return Fraction(str(self.choices["confidence"]))

    @property
    def printed_indices(self) -> pd.DataFrame:
        """The index as the report prints it."""
        return printed_index(self.cells, self.layouts)


@dataclass(frozen=True)
class Unit:
    """Tables that are computed together.

    `reads`: the columns of clusters and indices that they rest on; `also`: what else, to compare
    two states by; `tables`: cells (`build.EXHIBIT_COLUMNS`).
    """

    exhibits: frozenset[str]
    reads: Sequence[str]
    also: Callable[[Data], Hashable]
    tables: Callable[[Data, Association], list[pd.DataFrame]]

    def key(self, data: Data) -> Hashable:
        """All that the tables rest on: two states with the same key have the same tables."""
        own = [name for name in self.reads if name in data.clusters]
        others = [name for name in self.reads if name in data.indices]
        return (
            self.exhibits,
            _rows(data.clusters, ["cluster_id", "group", *own]),
            _rows(data.indices, ["cluster_id", *others]),
            tuple(sorted(data.choices.items())),
            self.also(data),
        )


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> Hashable:
    return tuple(frame[list(columns)].itertuples(index=False, name=None))


def association_known(found: pd.DataFrame, data: Data) -> Known:
    """Rows of `results/inference/association.csv` that need not be computed again."""
    return known_rows(found, data.clusters, data.indices, data.permutation, data.bootstrap)


def association_of(data: Data, known: Known) -> pd.DataFrame:
    """`association.association`, given rows that are known already."""
    computed = association(data.clusters, data.indices, data.permutation, data.bootstrap, known)
    # as the rules read it: from a file
    return measured(to_csv(computed), ["note"])


def _association(data: Data, tested: Association) -> list[pd.DataFrame]:
    found = tested()
    alive = what_survives(data.relations, found, {}, 0.0)
    table, _ = survives_table(alive, data.confidence, Fraction(0), data.edition)
    return [
        association_tables.primary(found, data.confidence)[0],
        association_tables.exploratory(found)[0],
        table[~table["column"].isin(BY_CURVE)],
    ]


def _pooled(data: Data, _: Association) -> list[pd.DataFrame]:
    analysed, as_printed = (
        pooled_and_within(*compared, "up_product", data.permutation)
        for compared in (
            (data.clusters, data.indices),
            (data.printed_clusters, data.printed_indices),
        )
    )
    return [association_tables.pooled_within(analysed, as_printed, data.edition)[0]]


def _degrees(data: Data, _: Association) -> list[pd.DataFrame]:
    computed = across_degrees(data.clusters, data.indices, data.permutation)
    return [association_tables.across_degrees(measured(to_csv(computed), ["note"]))[0]]


def _regression(outcome: str, data: Data, _: Association) -> list[pd.DataFrame]:
    found = estimate(data.clusters, data.indices, data.confidence, [outcome])
    return [regression_table.regression_cells(*found, outcome, data.confidence)]


def _differences(data: Data, _: Association) -> list[pd.DataFrame]:
    overall = between_groups(data.clusters, data.indices, data.permutation)
    pairs = group_differences(data.clusters, data.indices, data.confidence)
    return [comparison_tables.group_differences(overall, pairs, data.confidence)[0]]


def _paired(data: Data, _: Association) -> list[pd.DataFrame]:
    found = paired_tests(data.clusters, data.indices, data.confidence)
    return [comparison_tables.economies_against_joint_action(found, data.confidence)[0]]


def _reliability(data: Data, _: Association) -> list[pd.DataFrame]:
    return [comparison_tables.reliability(reliability(data.clusters))[0]]


def _nothing_else(_: Data) -> Hashable:
    return None


def _printed_too(data: Data) -> Hashable:
    return (
        _rows(data.printed_clusters, ["cluster_id", "group", "up_product"]),
        _rows(data.printed_indices, ["cluster_id", "ce_index"]),
    )


def _relations(data: Data) -> Hashable:
    return tuple(data.relations.items())


UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        "association": Unit(
            frozenset({association_tables.PRIMARY, association_tables.EXPLORATORY, SURVIVES}),
            (*INDICES, *COMPONENTS, *GOVERNANCE, *UPGRADING),
            _relations,
            _association,
        ),
        "pooled": Unit(
            frozenset({association_tables.POOLED_WITHIN}),
            ("ce_index", "up_product"),
            _printed_too,
            _pooled,
        ),
        "degrees": Unit(
            frozenset({association_tables.DEGREES_TESTS}),
            ("ce_degree", *UPGRADING),
            _nothing_else,
            _degrees,
        ),
        **{
            f"models of {outcome}": Unit(
                frozenset({regression_table.table_name(outcome)}),
                (*INDICES, *GOVERNANCE, outcome),
                _nothing_else,
                partial(_regression, outcome),
            )
            for outcome in UPGRADING
        },
        "differences": Unit(
            frozenset({"group_differences"}),
            (*INDICES, *UPGRADING),
            _nothing_else,
            _differences,
        ),
        "paired": Unit(
            frozenset({"economies_against_joint_action"}),
            ("eei", "jai"),
            _nothing_else,
            _paired,
        ),
        "reliability": Unit(
            frozenset({"reliability"}),
            (*COMPONENTS,),
            _nothing_else,
            _reliability,
        ),
    }
)
"""Tables of tests and models, by what computes them."""


def unit_of(exhibit: str) -> str | None:
    """The unit that gives a table; `None` if it is none of them."""
    return next((name for name, unit in UNITS.items() if exhibit in unit.exhibits), None)
