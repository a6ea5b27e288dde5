"""The steps of the trade part, run as the workflow runs them, on a test's own files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from reference import RAW, ROOT
from rules_of_study import rules
from step_run import Files, run_step, value

from upgrading.faults import raise_if_any
from upgrading.files.frames import to_csv
from upgrading.trade.readers.recognise import read_and_count
from upgrading.trade.second_sources import SERIES_COLUMNS

PRODUCTS = ROOT / "config" / "trade_products.yaml"

MEASURES = (
    "unit_values",
    "warnings",
    "upgrading",
    "robustness",
    "verdicts",
    "advantage",
    "intra_industry",
    "intra_industry_totals",
    "quality_ranges",
    "unit_value_indices",
    "market_share_parts",
    "mirror",
)
OVER_CHOICES = ("robustness", "verdicts")
AGAINST_REPORT = ("exports", "years", "offsets", "placebos", "field_study", "parts")


def config() -> dict[str, Any]:
    """The choices that the project ships."""
    return yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))["trade"]


def run(
    step: str,
    folder: Path,
    inputs: Mapping[str, Any],
    outputs: Sequence[str],
    params: Mapping[str, Any] | None = None,
) -> Files:
    """Run a step; its outputs are `folder/<name>.csv` for each of `outputs`."""
    return run_step(step, inputs, {name: str(folder / f"{name}.csv") for name in outputs}, params)


@dataclass(frozen=True)
class World:
    """What the trade part wrote of some trade files: `folder/<name>.csv`."""

    folder: Path
    over_choices: Callable[[], object] | None = None
    """Writes the tables `OVER_CHOICES`, which take most of the time, once one of them is asked."""

    def path(self, name: str) -> str:
        path = self.folder / f"{name}.csv"
        if self.over_choices and name in OVER_CHOICES and not path.exists():
            self.over_choices()
        return str(path)

    def frame(self, name: str) -> pd.DataFrame:
        return value(self.path(name), _like(name))


def _like(name: str) -> str:
    """The file of the study that has this name in the rules of trade."""
    of = ("clean_trade", "trade_measures", "trade_robustness", "trade_against_report")
    return next(
        path for rule in of for own, path in rules()[rule]["outputs"].items() if own == name
    )


def registers(products: Path = PRODUCTS) -> dict[str, str]:
    return {
        "products": str(products),
        "cluster_register": str(RAW / "clusters.csv"),
        "profile_register": str(RAW / "profiles.csv"),
    }


def second_sources(folder: Path) -> dict[str, str]:
    """No figures of second sources, and what the study asks of them."""
    series = folder / "second_sources.csv"
    series.write_text(to_csv(pd.DataFrame(columns=list(SERIES_COLUMNS))), encoding="utf-8")
    return {"series": str(series), "second": str(ROOT / "config" / "second_sources.yaml")}


def measured(
    folder: Path,
    files: Mapping[str, bytes],
    choices: Mapping[str, Any] | None = None,
    products: Path = PRODUCTS,
    updates: Mapping[str, bytes] | None = None,
    tables: Mapping[str, bytes] | None = None,
    wanted: Collection[str] | None = None,
) -> World:
    """Trade files, by name, read, cleaned, named and measured; `choices`: sections to replace.

    `updates`: an author's files, likewise; `tables`: code tables; `wanted`: codes of goods to read
    alone, as the workflow does. Raises `DataFaults` for what cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trade = {**config(), **(choices or {})}
    given: list[str] = []
    authors: list[str] = []
    accounts: list[str] = []
    named = [(given, file) for file in files.items()]
    named += [(authors, file) for file in (updates or {}).items()]
    for flows, (name, content) in named:
        read, faults, account = read_and_count(content, name, tables, wanted)
        raise_if_any(faults)
        path = folder / f"read_{len(given) + len(authors)}.csv"
        path.write_text(to_csv(read), encoding="utf-8")
        flows.append(str(path))
        accounts.append(str(path.with_name(f"account_{path.name}")))
        Path(accounts[-1]).write_text(to_csv(account), encoding="utf-8")
    return of_flows(
        folder, {"flows": given, "updates": authors, "accounts": accounts}, trade, products
    )


def of_flows(
    folder: Path, frames: Mapping[str, list[str]], trade: Mapping[str, Any], products: Path
) -> World:
    """The same of files that hold `flows`, `updates` and `accounts`, under the choices `trade`."""
    inputs = registers(products)
    frames = {**frames, "concordances": [], "standard_unit_values": []}
    cleaned = run(
        "clean_trade",
        folder,
        inputs | frames,
        ["flows", "all_goods", "steps"],
        {"cleaning": trade["cleaning"], "vintages": trade["concordances"]},
    )
    inputs |= {"flows": cleaned.flows, "all_goods": cleaned.all_goods}
    inputs |= second_sources(folder)
    measures = [name for name in MEASURES if name not in OVER_CHOICES]
    run("trade_measures", folder, inputs, measures, trade)
    return World(folder, partial(run, "trade_robustness", folder, inputs, OVER_CHOICES, trade))


def against_report(world: World, cells: str, clusters: str, products: Path = PRODUCTS) -> None:
    """What trade says of the report, added to the world; `cells`, `clusters`: files."""
    inputs = registers(products) | {"cells": cells, "clusters": clusters}
    inputs |= {name: world.path(name) for name in ("unit_values", "upgrading", "verdicts")}
    run("trade_against_report", world.folder, inputs, AGAINST_REPORT, config())
