"""The dictionary of columns is true of what a run has written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from upgrading.publish.data_dictionary import TABLES

COPIES = ("results/provenance/", "results/report/")
"""The run as a package, and the site with its downloads: files that stand elsewhere as well."""

LOOKS: dict[str, str] = {
    "number": r"-?\d+(\.\d+)?(e-?\d+)?",
    "whole number": r"-?\d+",
    "true or false": "true|false",
}

RANGE = re.compile(r"(?P<low>−?\d+) to (?P<high>−?\d+)$")

Rows = list[dict[str, str]]


def rows(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def entries(finished: Path) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows(finished / "results/data_dictionary.csv"):
        found.setdefault(row["file"], []).append(row)
    return found


def written(finished: Path) -> list[str]:
    files = [*finished.glob("data/processed/**/*.csv"), *finished.glob("results/**/*.csv")]
    paths = [file.relative_to(finished).as_posix() for file in files if file.is_file()]
    return sorted(path for path in paths if not path.startswith(COPIES))


def pattern(file: str) -> str:
    return re.sub(r"\\\{\w+\\\}", ".+", re.escape(file))


def described(finished: Path, entries: dict[str, Rows]) -> Iterator[tuple[str, Rows]]:
    """Every file that was written, with its entries."""
    for path in written(finished):
        exact = entries.get(path)
        yield (
            path,
            exact
            or next(
                (own for file, own in entries.items() if re.fullmatch(pattern(file), path)), []
            ),
        )


def test_every_column_of_every_file_stands_in_it_and_no_other(
    finished: Path, entries: dict[str, Rows]
) -> None:
    assert len(written(finished)) > 150
    for path, own in described(finished, entries):
        with (finished / path).open(encoding="utf-8", newline="") as text:
            header = next(csv.reader(text))
        assert header == [entry["column"] for entry in own], path
        assert len(header) == len(set(header)), path


def test_it_names_no_file_that_is_not_there(finished: Path, entries: dict[str, Rows]) -> None:
    found = written(finished)
    assert not [
        file for file in entries if not any(re.fullmatch(pattern(file), path) for path in found)
    ]


def test_every_column_is_described(entries: dict[str, Rows]) -> None:
    assert not [
        (file, entry["column"])
        for file, own in entries.items()
        for entry in own
        if not (entry["type"] and entry["meaning"] and entry["empty"])
    ]


def test_no_description_is_of_a_column_that_does_not_exist(
    finished: Path, entries: dict[str, Rows]
) -> None:
    told = {
        (place, *(entry[name] for name in ("type", "unit", "meaning", "empty")))
        for file, own in entries.items()
        for entry in own
        for place in ("", file, TABLES if file.startswith("results/tables/") else "")
    }
    texts = rows(finished / "config/columns.csv")
    assert len(texts) > 500
    assert not [
        (text["column"], file)
        for text in texts
        for file in text["file"].split() or [""]
        if (file, text["type"], text["unit"], text["meaning"], text["empty"]) not in told
    ]


def test_cells_are_what_it_says_of_them(finished: Path, entries: dict[str, Rows]) -> None:
    """Numbers are numbers, within their range; what is never empty is not."""
    wrong = [
        (path, entry["column"], problem)
        for path, own in described(finished, entries)
        for cells in [rows(finished / path)]
        for entry in own
        for problem in problems(entry, [row[entry["column"]] for row in cells])
    ]
    assert not wrong


def problems(entry: dict[str, str], cells: list[str]) -> Iterator[str]:
    filled = [cell for cell in cells if cell]
    if entry["empty"] == "never" and len(filled) < len(cells):
        yield "empty"
    looks = LOOKS.get(entry["type"])
    others = [cell for cell in filled if looks and not re.fullmatch(looks, cell)]
    if others:
        yield f"{others[0]} is no {entry['type']}"
    elif looks and (ends := RANGE.search(entry["unit"])):
        low, high = (float(end.replace("−", "-")) for end in ends.groups())
        if outside := [cell for cell in filled if not low <= float(cell) <= high]:
            yield f"{outside[0]} is not {ends[0]}"


@pytest.mark.parametrize(
    ("entry", "cell", "problem"),
    [
        (("number", "share, 0 to 1", "never"), "", "empty"),
        (("number", "share, 0 to 1", "never"), "1.2", "1.2 is not 0 to 1"),
        (("number", "−1 to 1", "never"), "-1.2", "-1.2 is not −1 to 1"),
        (("number", "", "never"), "<0.001", "<0.001 is no number"),
        (("whole number", "years", "none"), "1.5", "1.5 is no whole number"),
        (("true or false", "", "never"), "True", "True is no true or false"),
        (("text", "", "none"), "", None),
        (("number", "−1 to 1", "none"), "-0.5", None),
    ],
)
def test_what_is_wrong_with_a_cell_is_told(entry, cell, problem) -> None:
    told = dict(zip(("type", "unit", "empty"), entry, strict=True))
    assert list(problems(told, [cell])) == ([problem] if problem else [])
