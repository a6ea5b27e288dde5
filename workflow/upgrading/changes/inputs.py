"""The inputs of the study as plain tables of text, so that any cell of them can be exchanged.

The baseline keeps these tables beside the numbers that came out of them. An input is a table of
rows by key; choices of the config and entries of the product list are tables as well, one row per
key, the value written as JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pandas as pd

from upgrading.files.frames import to_csv
from upgrading.numbers import number_text
from upgrading.trade.schema import REQUIRED, WORLD, conform
from upgrading.trade.totals import Flow, exporter_totals
from upgrading.trade.warnings import KEYS as KEYS_OF_WARNINGS
from upgrading.trade.warnings import estimates, of_rows

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
class InputTable:
    """Rows of text by their key. Two tables are the same only if they are one object."""

    columns: tuple[str, ...]
    rows: Mapping[Key, Mapping[str, str]]


Inputs: TypeAlias = Mapping[str, InputTable]
"""A table for each of `KEYS`."""


def from_text(name: str, text: str) -> InputTable:
    """The table `name` of `KEYS`, from CSV text."""
    reader = csv.DictReader(io.StringIO(text))
    rows = {tuple(row[key] for key in KEYS[name]): row for row in reader}
    return InputTable(tuple(reader.fieldnames or ()), rows)


def to_text(table: InputTable) -> str:
    """The table as CSV text, lines ending in a line feed, in its own order."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row[column] for column in table.columns] for row in table.rows.values())
    return buffer.getvalue()


def _table(name: str, rows: Iterable[tuple[str, ...]], value: str = "value") -> InputTable:
    columns = (*KEYS[name], value)
    keyed = {row[:-1]: dict(zip(columns, row, strict=True)) for row in rows}
    return InputTable(columns, keyed)


def choices_table(config: Mapping[str, Any]) -> InputTable:
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


def section(choices: InputTable, prefix: str) -> dict[str, Any]:
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


def choice(choices: InputTable, key: str) -> Any:
    """The value of one key of the config."""
    return json.loads(choices.rows[key,]["value"])


def entries_table(name: str, listed: Mapping[str, Mapping[str, Any]]) -> InputTable:
    """The `products` or `relations`, one row per entry and field, values as JSON."""
    return _table(
        name,
        [
            (entry, field, json.dumps(value, ensure_ascii=False, sort_keys=True))
            for entry, fields in listed.items()
            for field, value in fields.items()
        ],
    )


def entries(table: InputTable) -> dict[str, dict[str, Any]]:
    """The way back from `entries_table`."""
    found: dict[str, dict[str, Any]] = {}
    for (entry, field), row in table.rows.items():
        found.setdefault(entry, {})[field] = json.loads(row["value"])
    return found


def totals_table(flows: pd.DataFrame) -> InputTable:
    """What the measures use of the cleaned flows: totals over partners, of exports and imports.

    Columns: `source, exporter, product, year`, `totals.SUMS`, `quantity_unit`, `flow`, and what
    warnings say of single flows: the value that is measured by the source's estimates
    (`estimated_usd`), whether one was taken out (`left_out`), and the `warnings` as a list. Far
    smaller than the flows where these have partners.
    """
    frames = [
        exporter_totals(flows, flow).assign(flow=flow).merge(_told(flows, flow), how="left")
        for flow in FLOWS
        if (flows["flow"] == flow).any()
    ]
    none = exporter_totals(flows).assign(flow="", **dict.fromkeys(_TOLD, ""))
    totals = pd.concat(frames or [none], ignore_index=True)
    return from_text("trade_totals", to_csv(totals.fillna(dict.fromkeys(_TOLD, ""))))


_TOLD: Final = ("estimated_usd", "left_out", "warnings")


def _told(flows: pd.DataFrame, flow: Flow) -> pd.DataFrame:
    """What warnings say of single flows in one direction, by `warnings.KEYS`; empty for nothing."""
    own = flows[flows["flow"] == flow]
    estimated = estimates(own)
    texts = of_rows(own).groupby(KEYS_OF_WARNINGS)["warning"].apply(sorted)
    found = estimated.join(texts.rename("warnings"))
    return pd.DataFrame(
        {
            "estimated_usd": found["guessed"].map(
                lambda value: number_text(value) if value else ""
            ),
            "left_out": found["left_out"].map({True: "true", False: ""}),
            "warnings": found["warnings"].map(
                lambda said: json.dumps(said, ensure_ascii=False) if isinstance(said, list) else ""
            ),
        },
        index=found.index,
    ).reset_index()


def flows_of(totals: InputTable) -> pd.DataFrame:
    """Flows (`schema.COLUMNS`, `outlier`) that add up to the totals and that warnings say the same
    of: for each, what has a quantity, what has an estimated one, and what has none."""
    rows: list[dict[str, Any]] = []
    for row in totals.rows.values():
        for part in _parts(row):
            rows.append(
                {
                    **{key: row[key] for key in ("source", "exporter", "product", "flow")},
                    **{"year": int(row["year"]), "importer": WORLD, "reporter": row["exporter"]},
                    **{"quantity_unit": row["quantity_unit"], "file": "", "line": 0},
                    **{"classification": "", "quantity_estimated": False, "warning": "", **part},
                }
            )
    wanted = [*REQUIRED, "quantity", "quantity_unit", "quantity_estimated", "warning"]
    return conform(pd.DataFrame(rows, columns=wanted)).assign(outlier="")


def _parts(row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The flows of a total, as far as they differ."""
    nan = float("nan")
    value, measured = float(row["value_usd"]), float(row["value_with_quantity"])
    if row["quantity"]:
        quantity, estimated = float(row["quantity"]), float(row["estimated_usd"] or 0)
        if measured != estimated:
            rest = quantity * ((measured - estimated) / measured)
            yield {"value_usd": measured - estimated, "quantity": rest}
        if estimated:
            part = quantity * (estimated / measured)
            yield {"value_usd": estimated, "quantity": part, "quantity_estimated": True}
    if not row["quantity"] or value != measured:
        yield {"value_usd": value - measured, "quantity": nan}
    if row["left_out"]:
        yield {"value_usd": 0.0, "quantity": nan, "quantity_estimated": True}
    for text in json.loads(row["warnings"] or "[]"):
        yield {"value_usd": 0.0, "quantity": nan, "warning": text}
