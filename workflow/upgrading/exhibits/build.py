"""Fill the printed skeleton of each table with recomputed values, in the report's precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from upgrading import numbers
from upgrading.cases import printed
from upgrading.cases.catalogue import NumberFormat, Table
from upgrading.exhibits.tabulation import Cell, Number, Tabulation
from upgrading.exhibits.values import Computed, Precision, Scored, Study, Values, values
from upgrading.vocabulary import DEGREES

_NUMBER = re.compile(r"[<>]?(?<![\d.,])-?\d[\d.,]*(?<![.,])")
"""A number in what a cell shows, or its bound (`<0.001`); the dash of a range is no minus."""

NUMBER_COLUMNS = ("exhibit", "row", "column", "value", "shown")


def precision(text: str, row_kind: str, number_format: NumberFormat) -> Precision:
    """How the number of a cell is shown that is printed as `text` (empty: nothing is printed).

    A row of the table is shown as its column is (`catalogue.Table.numbers`), with all the decimals
    that it is printed with itself. A total or average has the decimals that it is printed with; a
    whole one keeps a half step.
    """
    own = 0 if printed.is_missing(text) else printed.decimals(text)
    if row_kind in printed.SUMMARY_ROWS:
        return Precision(own) if own else Precision(1, trim=True)
    places = number_format.partition(".")[2]
    return Precision(max(own, len(places)), trim="#" in places)


def build(
    cells: pd.DataFrame, tables: Mapping[str, Table], study: Study
) -> list[Tabulation[Scored]]:
    """Every table of the report, in its order.

    `cells` are the printed cells (`printed.CELL_COLUMNS`). A total or average that the report
    leaves blank stays blank. Clusters that the printed table does not have (an author's additions)
    follow its last cluster, labelled with name and country.
    """
    found = []
    for exhibit, table in tables.items():
        skeleton = _with_additions(cells[cells["exhibit"] == exhibit], table, study)
        found.append(_filled(exhibit, skeleton, table, values(table, study)))
    return found


def _with_additions(skeleton: pd.DataFrame, table: Table, study: Study) -> pd.DataFrame:
    """The printed cells and, after the last cluster's row, blank rows for added clusters."""
    if table.shape not in {"components", "index", "governance", "upgrading"}:
        return skeleton
    body = skeleton[skeleton["row_kind"] == "body"]
    members = study.clusters[study.clusters["group"] == table.group]
    added = members[~members["cluster_id"].isin(body["row"])]
    if added.empty:
        return skeleton
    last = body[body["line"] == body["line"].max()]
    extra = []
    for _, cluster in added.iterrows():
        row = last.assign(row=cluster["cluster_id"], row_kind="added", printed="")
        label = f"{cluster['name']} ({cluster['country']})"
        labels = [cluster["industry"], label] if table.labels == 2 else [label]
        for number, text in enumerate(labels, start=1):
            row.loc[row["column"] == f"label_{number}", "printed"] = text
        extra.append(row)
    before = skeleton[skeleton["line"] <= body["line"].max()]
    after = skeleton[skeleton["line"] > body["line"].max()]
    return pd.concat([before, *extra, after])


def _filled(
    exhibit: str, skeleton: pd.DataFrame, table: Table, values: Values
) -> Tabulation[Scored]:
    found = Tabulation[Scored](exhibit)
    computed_columns = {column for _, column in values} if table.shape != "stages" else set()
    filled = set()
    for cell in (Cell(*place) for place in skeleton.itertuples(index=False, name=None)):
        found.cells.append(cell)
        entry, text = values.get((cell.row, cell.column)), cell.printed.strip()
        cell.shown, cell.count = text, entry.count if entry else None
        if entry and (text or cell.row_kind == "added"):
            style = precision(text, cell.row_kind, table.number_format(cell.column))
            _fill(cell, entry, text, entry.precision or style)
            filled |= {(cell.row, cell.column)} if cell.value else set()
        elif not entry and cell.row_kind == "body" and cell.column in computed_columns:
            cell.shown, cell.differs = numbers.MISSING, not printed.is_missing(text)
    found.how = {place: (values[place].how, ()) for place in values if place in filled}
    return found


def _fill(cell: Cell, entry: Computed, text: str, style: Precision) -> None:
    """Show a computed value in a cell beside the printed `text` (empty if nothing is printed)."""
    cell.shown, cell.value, _ = computed(entry, style)
    if entry.degree is not None:
        cell.differs = bool(text) and printed.degree(text) != entry.degree
    elif not cell.value:
        given = text not in {"", "-"} and printed.is_missing(text)
        cell.shown = text if given else numbers.MISSING
        cell.differs = not printed.is_missing(text)
    else:
        cell.differs = bool(text) and not _same(entry, text, style)
        if cell.differs and not entry.precision:
            cell.shown = computed(entry, _ending(entry, style)).shown


_STEP_DECIMALS = 2
"""Decimals of the finest step that scores and indices come in, a quarter of a point."""


def _ending(entry: Computed, style: Precision) -> Precision:
    """`style` with the second decimal where all of a value that is not the print's ends there.

    An index of 9.25 beside a printed 9.5 would be 9.3 in this table and 9.25 everywhere else.
    """
    for decimals in range(style.decimals, _STEP_DECIMALS + 1):
        if all(numbers.rounded(value, decimals) == value for value in entry.known):
            return replace(style, decimals=decimals)
    return style


def computed(entry: Computed, style: Precision) -> Number:
    """What a cell holds that is computed, shown in `style`; a dash where there is nothing."""
    if entry.degree is not None:
        return Number(DEGREES[entry.degree], entry.degree, entry.count)
    known = entry.known
    shown = entry.between.join(
        numbers.shown(number, style.decimals, trim=style.trim, thousands=style.thousands)
        for number in known
    )
    value = " ".join(numbers.exact_text(number) for number in known)
    return Number(shown or numbers.MISSING, value, entry.count)


def _same(entry: Computed, text: str, style: Precision) -> bool:
    """Whether the printed cell shows the computed numbers, at the precision it is shown in."""
    read = entry.read(text)
    printed_numbers = read if isinstance(read, tuple) else (read,)
    return printed_numbers == tuple(
        numbers.rounded(number, style.decimals) for number in entry.known
    )


def numbers_shown(exhibits: pd.DataFrame) -> pd.DataFrame:
    """Every number that any table shows, columns `NUMBER_COLUMNS`, sorted.

    A cell with two numbers (a range; firms and additional providers) gives two rows, the second
    under the column's name with `_2`.
    """
    rows = []
    for cell in exhibits.itertuples(index=False):
        if not cell.value or cell.value in DEGREES:
            continue
        values = cell.value.split(" ")
        shown = _NUMBER.findall(cell.shown)
        for number, (value, text) in enumerate(zip(values, shown, strict=True), start=1):
            column = cell.column if number == 1 else f"{cell.column}_{number}"
            rows.append((cell.exhibit, cell.row, column, value, text))
    frame = pd.DataFrame(rows, columns=list(NUMBER_COLUMNS))
    return frame.sort_values(list(NUMBER_COLUMNS), ignore_index=True)
