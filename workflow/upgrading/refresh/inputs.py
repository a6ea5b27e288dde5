"""The inputs of the study as plain tables of text, so that any cell of them can be exchanged.

The baseline keeps these tables beside the numbers that came out of them. An input is a table of
rows by key; choices of the config and entries of the product list are tables as well, one row per
key, the value written as JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.frames import to_csv
from upgrading.trade.schema import COLUMNS, WORLD
from upgrading.trade.totals import Flow, exporter_totals

Key: TypeAlias = tuple[str, ...]

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "clusters_printed": ("cluster_id",),
    "clusters_corrected": ("cluster_id",),
    "profiles": ("profile_id",),
    "salmon_stages": ("stage",),
    "printed_cells": ("exhibit", "line", "position"),
    "trade_totals": ("source", "exporter", "product", "flow", "year"),
    "products": ("product", "field"),
    "relations": ("relation", "field"),
    "choices": ("key",),
}
"""Tables of inputs, and the columns that tell their rows apart."""

WITHOUT_EFFECT: Final = ("raw_files", "trade.download", "trade.files", "trade.code_tables")
"""Sections of the config on which no number depends but through the files that they name."""

FLOWS: Final[tuple[Flow, ...]] = ("export", "import")


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of text by their key. Two tables are the same only if they are one object."""

    columns: tuple[str, ...]
    rows: Mapping[Key, Mapping[str, str]]


Inputs: TypeAlias = Mapping[str, Table]
"""A table for each of `KEYS`."""


def from_text(name: str, text: str) -> Table:
    """The table `name` of `KEYS`, from CSV text."""
    reader = csv.DictReader(io.StringIO(text))
    rows = {tuple(row[key] for key in KEYS[name]): row for row in reader}
    return Table(tuple(reader.fieldnames or ()), rows)


def to_text(table: Table) -> str:
    """The table as CSV text, lines ending in a line feed, in its own order."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row[column] for column in table.columns] for row in table.rows.values())
    return buffer.getvalue()


def _table(name: str, rows: Iterable[tuple[str, ...]], value: str = "value") -> Table:
    columns = (*KEYS[name], value)
    keyed = {row[:-1]: dict(zip(columns, row, strict=True)) for row in rows}
    return Table(columns, keyed)


def choices_table(config: Mapping[str, Any]) -> Table:
    """The choices of the config, one row per key (`indices.degrees.low_to`), values as JSON."""

    def flat(section: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for name, value in section.items():
            key = f"{prefix}{name}"
            if key in WITHOUT_EFFECT:
                continue
            if isinstance(value, Mapping):
                found += flat(value, f"{key}.")
            else:
                found.append((key, json.dumps(value, ensure_ascii=False)))
        return found

    return _table("choices", sorted(flat(config, "")))


def section(choices: Table, prefix: str) -> dict[str, Any]:
    """The section of the config under `prefix` (`trade.measures`), nested as in the config."""
    found: dict[str, Any] = {}
    for (key,), row in choices.rows.items():
        if not key.startswith(f"{prefix}."):
            continue
        *path, last = key.removeprefix(f"{prefix}.").split(".")
        place = found
        for part in path:
            place = place.setdefault(part, {})
        place[last] = json.loads(row["value"])
    return found


def choice(choices: Table, key: str) -> Any:
    """The value of one key of the config."""
    return json.loads(choices.rows[key,]["value"])


def entries_table(name: str, listed: Mapping[str, Mapping[str, Any]]) -> Table:
    """The `products` or `relations`, one row per entry and field, values as JSON."""
    return _table(
        name,
        [
            (entry, field, json.dumps(value, ensure_ascii=False, sort_keys=True))
            for entry, fields in listed.items()
            for field, value in fields.items()
        ],
    )


def entries(table: Table) -> dict[str, dict[str, Any]]:
    """The way back from `entries_table`."""
    found: dict[str, dict[str, Any]] = {}
    for (entry, field), row in table.rows.items():
        found.setdefault(entry, {})[field] = json.loads(row["value"])
    return found


def totals_table(flows: pd.DataFrame) -> Table:
    """What the measures use of the cleaned flows: totals over partners, of exports and imports.

    Columns: `source, exporter, product, year`, `totals.SUMS`, `quantity_unit` and `flow`; far
    smaller than the flows where these have partners.
    """
    frames = [
        exporter_totals(flows, flow).assign(flow=flow)
        for flow in FLOWS
        if (flows["flow"] == flow).any()
    ]
    totals = pd.concat(frames or [exporter_totals(flows).assign(flow="")], ignore_index=True)
    return from_text("trade_totals", to_csv(totals))


def flows_of(totals: Table) -> pd.DataFrame:
    """Flows that add up to the totals: for each, what has a quantity and what has none."""
    rows = []
    for row in totals.rows.values():
        value, measured = float(row["value_usd"]), float(row["value_with_quantity"])
        parts = [(measured, float(row["quantity"]))] if row["quantity"] else []
        if not parts or value != measured:
            parts.append((value - measured, float("nan")))
        for amount, quantity in parts:
            rows.append(
                {
                    **{key: row[key] for key in ("source", "exporter", "product", "flow")},
                    "year": int(row["year"]),
                    "importer": WORLD,
                    "reporter": row["exporter"],
                    "value_usd": amount,
                    "quantity": quantity,
                    "quantity_unit": row["quantity_unit"],
                    "file": "",
                    "line": 0,
                }
            )
    wanted = ["source", "file", "line", "product", "exporter", "importer", "reporter", "flow"]
    wanted += ["year", "value_usd", "quantity", "quantity_unit"]
    frame = pd.DataFrame(rows, columns=wanted)
    return frame.astype({name: COLUMNS[name] for name in wanted})
