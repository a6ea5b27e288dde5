"""Trade files that people have trouble with, through reading, cleaning and the measures.

`cases/cases.yaml` says what is right of each; a new case is an entry and its files there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tiers import Tier

from trade.run_steps import PRODUCTS, measured
from upgrading.faults import DataFaults
from upgrading.trade import products

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (FOLDER / "cases.yaml").read_text(encoding="utf-8")
)


def contents(names: list[str]) -> dict[str, bytes]:
    return {name: (FOLDER / name).read_bytes() for name in names}


def outcome(case: dict[str, Any], folder: Path) -> tuple[Any, str]:
    """The tables written of a case, or the faults that it ends with."""
    entries = yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))
    for name, fields in case.get("products", {}).items():
        entries[name] |= fields
    listed = folder / "products.yaml"
    listed.write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
    wanted = products.codes_of(products.products(entries, "products.yaml", None, None))
    try:
        world = measured(
            folder,
            contents(case["files"]),
            case.get("choices"),
            listed,
            tables=contents(case.get("tables", [])),
            wanted=wanted,
        )
    except DataFaults as faults:
        return None, str(faults)
    except SystemExit:
        return None, (folder / "logs" / "clean_trade.log").read_text(encoding="utf-8")
    return world, ""


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path, tier: Tier) -> None:
    case = CASES[name]
    world, faults = outcome(case, tmp_path)
    if "refused" in case:
        assert "Traceback" not in faults
        for words in case["refused"]:
            assert words in faults
        return
    assert faults == ""
    for expected in case["holds"]:
        table = world.frame(expected["in"])
        for column, value in expected["where"].items():
            table = table[table[column] == value]
        assert len(table) == 1, expected["where"]
        found = table.iloc[0]
        for column, value in expected.items():
            if column not in ("in", "where"):
                wanted = pytest.approx(float("nan") if value is None else value, nan_ok=True)
                assert found[column] == wanted, column
    if tier > Tier.quick:  # under every other choice there is a class, or none, and no fault
        assert Path(world.path("verdicts")).is_file()
