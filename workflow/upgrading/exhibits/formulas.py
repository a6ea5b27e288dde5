"""How each computed cell of the report's tables comes about: in words, as a formula, from where.

Inputs are cells of other tables (or of the same), named `exhibit/row/column`, so that a number can
be followed from a conclusion back to the scores. Where many cells enter, the input is the column
that holds them, `exhibit//column`, or the whole table, `exhibit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.own.governance_by_group import GOVERNANCE_BY_GROUP
from upgrading.exhibits.own.software_by_degree import SOFTWARE, SOFTWARE_BY_DEGREE
from upgrading.exhibits.values import Study, values, with_up_sum
from upgrading.indices import (
    INDEX_COMPONENTS,
    IndexRule,
    degree_told,
    index_told,
    sum_told,
)
from upgrading.numbers import exact_text
from upgrading.vocabulary import (
    COMPONENTS,
    DEGREES,
    GOVERNANCE,
    SECTOR_GROUPS,
    UPGRADING,
)

FORMULA_COLUMNS = ("exhibit", "row", "column", "words", "formula", "inputs")

_SUMMED: Final[Mapping[str, Sequence[str]]] = {
    **INDEX_COMPONENTS,
    "up_sum": tuple(UPGRADING),
}

_SHAPE_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(COMPONENTS, "components"),
    **dict.fromkeys(("eei", "jai", "ce_index", "ce_degree"), "index"),
    **dict.fromkeys(UPGRADING, "upgrading"),
    "up_sum": "upgrading",
    **dict.fromkeys(GOVERNANCE, "governance"),
}
"""The shape of the table in which a variable of a cluster is at home."""

_LONGEST: Final = 16
"""Terms from which on a sum is written with its first and last terms only."""


@dataclass(frozen=True)
class Formula:
    """How one cell comes about; `inputs` are cells, columns or tables (see above)."""

    words: str
    formula: str = ""
    inputs: tuple[str, ...] = ()


def formulas(
    tables: Mapping[str, Table], study: Study, rule: IndexRule, exhibits: pd.DataFrame
) -> pd.DataFrame:
    """One row per computed cell of the report's tables and of `own`, columns `FORMULA_COLUMNS`.

    `rule` is the index rule that `study` was computed under, `exhibits` the cells of
    `build.build`: what no table shows has no row.
    """
    filled = exhibits[exhibits["value"] != ""]
    shown = set(zip(filled["exhibit"], filled["row"], filled["column"], strict=True))
    home = homes(tables)
    frame = with_up_sum(study.clusters.merge(study.indices, on="cluster_id", validate="one_to_one"))
    clusters = {row["cluster_id"]: row for row in frame.to_dict("records")}
    found = {}
    for exhibit, table in {**tables, SOFTWARE_BY_DEGREE: SOFTWARE}.items():
        for row, column in values(table, study):
            found[exhibit, row, column] = _formula(
                exhibit, table, (row, column), clusters, home, study, rule
            )
    for group in SECTOR_GROUPS:
        for column in ("clusters", "described", *GOVERNANCE, "several"):
            counted = _counted(column, _members(clusters, group), home)
            found[GOVERNANCE_BY_GROUP, group, column] = counted
    return formula_frame({cell: formula for cell, formula in found.items() if cell in shown})


def formula_frame(found: Mapping[tuple[str, str, str], Formula]) -> pd.DataFrame:
    """Formulas by exhibit, row and column as a frame, columns `FORMULA_COLUMNS`."""
    rows = [(*cell, f.words, f.formula, "; ".join(f.inputs)) for cell, f in found.items()]
    return pd.DataFrame(rows, columns=list(FORMULA_COLUMNS), dtype=object)


def _counted(
    column: str,
    members: Sequence[Mapping[str, Any]],
    home: Mapping[tuple[str, str], str],
) -> Formula:
    """A number of clusters in `own.GOVERNANCE_BY_GROUP`; its inputs are columns of tables."""
    group = members[0]["group"] if members else ""
    columns = (column,) if column in GOVERNANCE else tuple(GOVERNANCE)
    inputs = tuple(f"{home[group, c]}//{c}" for c in columns if (group, c) in home)
    if column == "clusters":
        index = home.get((group, "ce_index"))
        return Formula("clusters of the sector group", "", (f"{index}//ce_index",) if index else ())
    words = {
        "described": "clusters whose governance the report gives",
        "several": "clusters that are in more than one kind of chain (codes above 0)",
    }
    told = words.get(
        column, f"clusters in such a chain: {GOVERNANCE.get(column, '')}, code above 0"
    )
    return Formula(told, "", inputs)


def homes(tables: Mapping[str, Table]) -> dict[tuple[str, str], str]:
    """The exhibit in which each variable of a sector group is at home, by group and variable."""
    found: dict[tuple[str, str], str] = {}
    for exhibit, table in tables.items():
        for column in (column for panel in table.column_panels for column in panel):
            if table.group and _SHAPE_OF.get(column) == table.shape:
                found[table.group, column] = exhibit
    return found


def _formula(
    exhibit: str,
    table: Table,
    cell: tuple[str, str],
    clusters: Mapping[str, Mapping[str, Any]],
    homes: Mapping[tuple[str, str], str],
    study: Study,
    rule: IndexRule,
) -> Formula:
    row, column = cell
    if table.shape in {"profiles", "stages"}:
        return Formula("figure of the report")
    if table.shape == "by_degree":
        return _mean(
            _members(clusters, table.group, lambda c: c["ce_degree"] == row),
            column,
            f"mean {UPGRADING[column].lower()} of the clusters of {DEGREES[row]} degree",
            homes,
            study,
        )
    if table.shape == "group_averages":
        words = f"mean over the clusters of {SECTOR_GROUPS[row].lower()}"
        return _mean(_members(clusters, row), column, words, homes, study)
    if row in {"total", "average"}:
        members = _members(clusters, table.group)
        if row == "average":
            words = "mean over the clusters of the table"
            return _mean(members, column, words, homes, study, exhibit)
        present = [member for member in members if member[column] is not None]
        places = tuple(f"{exhibit}/{member['cluster_id']}/{column}" for member in present)
        terms = sum_of([member[column] for member in present])
        return Formula("sum over the clusters of the table", terms, places)
    return _of_cluster(exhibit, table, column, clusters[row], homes, rule)


def _members(
    clusters: Mapping[str, Mapping[str, Any]],
    group: str | None,
    chosen: Callable[[Mapping[str, Any]], bool] = lambda cluster: True,
) -> list[Mapping[str, Any]]:
    return [c for c in clusters.values() if c["group"] == group and chosen(c)]


def sum_of(terms: Sequence[Fraction]) -> str:
    """`3 + 2 + 1.5`; a long one with its middle left out."""
    texts = [exact_text(term) for term in terms]
    if len(texts) > _LONGEST:
        texts = [*texts[: _LONGEST // 2], "…", *texts[-_LONGEST // 2 :]]
    return " + ".join(texts)


def _mean(
    members: Iterable[Mapping[str, Any]],
    column: str,
    words: str,
    homes: Mapping[tuple[str, str], str],
    study: Study,
    exhibit: str = "",
) -> Formula:
    """A mean of one variable; its inputs in `exhibit`, or where the variable is at home."""
    listed = list(members)
    present = [member for member in listed if member[column] is not None]
    missing = len(listed) - len(present)
    count = len(listed) if study.mean_rule == "zero" else len(present)
    if not count:
        return Formula(f"{words}: there are none")
    places = tuple(
        f"{exhibit or homes.get((member['group'], column), '')}/{member['cluster_id']}/{column}"
        for member in present
    )
    if missing:
        verb = "counted as 0" if study.mean_rule == "zero" else "left out"
        words += f" ({missing} not available, {verb})"
    return Formula(words, f"({sum_of([m[column] for m in present])}) / {count}", places)


def _of_cluster(
    exhibit: str,
    table: Table,
    column: str,
    cluster: Mapping[str, Any],
    homes: Mapping[tuple[str, str], str],
    rule: IndexRule,
) -> Formula:
    group, name = str(table.group), cluster["cluster_id"]

    def place(variable: str) -> str:
        home = exhibit if _SHAPE_OF.get(variable) == table.shape else homes[group, variable]
        return f"{home}/{name}/{variable}"

    if column in _SUMMED:
        parts = [part for part in _SUMMED[column] if (group, part) in homes]
        inputs = tuple(place(part) for part in parts if cluster[part] is not None)
        scores = [cluster[part] for part in parts]
        if column in INDEX_COMPONENTS:
            return Formula(*sum_told(scores, rule.not_available), inputs)
        terms = sum_of([score for score in scores if score is not None])
        return Formula("sum of the scores", terms, inputs)
    if column == "ce_index":
        told = index_told(cluster["eei"], cluster["jai"], rule)
        return Formula(*told, (place("eei"), place("jai")))
    if column == "ce_degree":
        return Formula(*degree_told(cluster["ce_index"], rule), (place("ce_index"),))
    if column in COMPONENTS or column in UPGRADING:
        return Formula("score, by expert judgement")
    return Formula("code of the kind of chain, by expert judgement")
