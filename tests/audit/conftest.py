"""The shipped trade figures, taken through the scripts once for every test that needs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_once import BuiltOnce
from reference import RAW
from trade.run_steps import World, against_report, measured

from upgrading.files.frames import to_csv


@pytest.fixture(scope="session")
def shipped(built_once: BuiltOnce, clean_cases) -> World:
    """What the trade part writes of `faostat_exports.csv`, the report's figures beside it."""

    def build(folder: Path) -> None:
        content = (RAW / "trade" / "faostat_exports.csv").read_bytes()
        world = measured(folder, {"faostat_exports.csv": content})
        cases = {"cells": clean_cases.cells, "clusters": clean_cases.corrected_clusters}
        paths = {}
        for name, frame in cases.items():
            paths[name] = str(folder / f"{name}.csv")
            (folder / f"{name}.csv").write_text(to_csv(frame), encoding="utf-8")
        against_report(world, **paths)

    return World(built_once("shipped", build))
