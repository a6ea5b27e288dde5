"""Tables that the report leaves out: software by degree, and governance by sector group.

They have the same form as the report's tables (`build.EXHIBIT_COLUMNS`), with nothing printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.build import EXHIBIT_COLUMNS, fill
from upgrading.exhibits.values import Computed, Precision, Study, Values, by_degree
from upgrading.vocabulary import DEGREES, GOVERNANCE, SECTOR_GROUPS, UPGRADING

SOFTWARE_BY_DEGREE = "software_by_degree"
GOVERNANCE_BY_GROUP = "governance_by_group"

_COUNT = Precision(0)
_MEAN = Precision(2)


def own_tables(study: Study, governance: pd.DataFrame) -> pd.DataFrame:
    """Both tables, cell by cell. `governance` is `correlations.governance_counts`."""
    return pd.concat(
        [_software_by_degree(study), _governance_by_group(governance)], ignore_index=True
    )


def _software_by_degree(study: Study) -> pd.DataFrame:
    columns = tuple(kind for kind in UPGRADING if kind != "up_intersectoral")
    group = "specialised_suppliers"
    table = Table(shape="by_degree", labels=1, group=group, columns=columns)
    return _table(
        SOFTWARE_BY_DEGREE,
        ("Collective efficiency", DEGREES),
        {column: UPGRADING[column] for column in columns},
        by_degree(table, study),
        _MEAN,
    )


def _governance_by_group(governance: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "clusters": "Clusters",
        "described": "With governance described",
        **GOVERNANCE,
        "several": "In more than one kind of chain",
    }
    values = {
        (row["group"], column): Computed((row[column],))
        for _, row in governance.iterrows()
        for column in columns
    }
    return _table(GOVERNANCE_BY_GROUP, ("Sector group", SECTOR_GROUPS), columns, values, _COUNT)


def _table(
    exhibit: str,
    rows: tuple[str, Mapping[str, str]],
    columns: Mapping[str, str],
    values: Values,
    style: Precision,
) -> pd.DataFrame:
    """A table with a header row, then one labelled row per entry of `rows`."""
    title, names = rows
    headers = [title, *columns.values()]
    cells = [
        _cell(exhibit, (1, position), ("header_1", "header"), (column, header), header)
        for position, (column, header) in enumerate(
            zip(["label_1", *columns], headers, strict=True), start=1
        )
    ]
    for line, (name, label) in enumerate(names.items(), start=2):
        cells.append(_cell(exhibit, (line, 1), (name, "body"), ("label_1", title), label))
        for position, (column, header) in enumerate(columns.items(), start=2):
            entry = values.get((name, column), Computed())
            filled = fill(entry, "", style)
            cells.append(
                _cell(
                    exhibit,
                    (line, position),
                    (name, "body"),
                    (column, header),
                    filled.shown,
                    filled.value,
                    entry.count,
                )
            )
    return pd.DataFrame(cells, columns=list(EXHIBIT_COLUMNS), dtype=object)


def _cell(
    exhibit: str,
    place: tuple[int, int],
    row: tuple[str, str],
    column: tuple[str, str],
    shown: str,
    value: str = "",
    count: int | None = None,
) -> Iterable[object]:
    return (exhibit, *place, *row, *column, "", value, shown, False, count)
