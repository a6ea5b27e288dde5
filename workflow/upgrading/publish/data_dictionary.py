"""The data dictionary: every column of every table that the study writes, with what it means."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from upgrading.files.form import Form
from upgrading.publish.table_data import columns_of

DICTIONARY_COLUMNS: Final = ("file", "column", "type", "unit", "meaning", "empty")

TABLES: Final = "results/tables/{table}.csv"
"""The tables of the study, whose columns follow from their cells."""

WRITTEN: Final = ("data/processed/", "results/")

_DESCRIBED: Final = list(DICTIONARY_COLUMNS[2:])


def dictionary(
    files: Mapping[str, Form],
    described: pd.DataFrame,
    exhibits: pd.DataFrame,
    drawn: Mapping[str, str],
) -> pd.DataFrame:
    """A row for each column of each CSV file that the study writes: `DICTIONARY_COLUMNS`.

    `files`: every file by its path, with its columns (`files.listed.FILES`); `described`:
    `config/columns.csv`, where `file` names one or several; without, the description is that of the
    column wherever no other is given; `exhibits`: the cells of all tables (`EXHIBIT_COLUMNS`), each
    of which is a file; `drawn`: the text of the data files of the figures, by path. Sorted by file,
    columns in their order. A column that nobody has described stands there without a description.
    """
    known = {
        (row["column"], file): [row[name] for name in _DESCRIBED]
        for row in described.to_dict("records")
        for file in row["file"].split() or [""]
    }
    rows = [
        (file, column, *_description(known, name, places))
        for file, column, name, places in _columns(files, exhibits, drawn)
    ]
    return pd.DataFrame(rows, columns=list(DICTIONARY_COLUMNS)).sort_values(
        "file", kind="stable", ignore_index=True
    )


def _columns(
    files: Mapping[str, Form], exhibits: pd.DataFrame, drawn: Mapping[str, str]
) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """File, column, the name that it is described by, and where to look for its description."""
    for file, form in files.items():
        if file.startswith(WRITTEN):
            for column in form.columns:
                yield file, column, column, (file, "")
    for file, text in drawn.items():
        for column in next(csv.reader(text.splitlines())):
            yield file, column, column, (file, "")
    for exhibit, table in exhibits.groupby("exhibit", sort=False):
        file = TABLES.format(table=exhibit)
        places = (file, TABLES, "")
        yield file, "row", "row", places
        for one in columns_of(table):
            yield file, one.heading, _name(one.column, one.part), places


def _name(column: str, part: str) -> str:
    """The name in `config/columns.csv`: of an interval whatever its level (`95_interval`)."""
    plain = re.sub(r"^[\d_]+interval$", "interval", column)
    if part in {"printed", "clusters"}:
        return f"({part})"
    return f"{plain}_{part}" if part else plain


def _description(
    known: Mapping[tuple[str, str], list[str]], name: str, places: tuple[str, ...]
) -> list[str]:
    nothing = [""] * len(_DESCRIBED)
    return next((known[name, place] for place in places if (name, place) in known), nothing)
