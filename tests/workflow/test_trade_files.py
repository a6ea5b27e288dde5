"""A trade file dropped in and named in the config is enough: as a researcher does it."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from trade.comtrade_csv import CODES, baci, legacy
from trade.comtrade_csv import Path as Figures

FALLING = {product: Figures((0.10, 0.06), (10.0, 5.0)) for product in CODES}

FAOSTAT = (
    "Area Code,Area Code (M49),Area,Item Code,Item Code (CPC),Item,Element Code,Element,Year Code,"
    "Year,Unit,Value,Flag,Note\n"
)


def faostat_bulk() -> str:
    """Peru's mangoes beside the world's, in FAOSTAT's bulk format. Every figure is invented."""
    lines = [FAOSTAT]
    for year in range(1996, 2003):
        for area, m49, name, value, tonnes in (
            ("170", "'604", "Peru", 100 + year - 1996, 50),
            ("5000", "'001", "World", 1000, 900),
        ):
            for element, unit, figure in (("5922", "1000 USD", value), ("5910", "t", tonnes)):
                lines.append(
                    f"{area},{m49},{name},571,'01316,Mangoes,{element},Export,{year},{year},{unit},"
                    f"{figure},A,\n"
                )
    return "".join(lines)


def records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def name_in_config(project: Path, files: str) -> None:
    config = project / "config/config.yaml"
    text = config.read_text(encoding="utf-8")
    old = "  files: [faostat_exports.csv]"
    assert text.count(old) == 1
    config.write_text(text.replace(old, f"  files: [{files}]"), encoding="utf-8")


def test_a_file_of_each_kind_goes_through_to_tables_and_claims(project: Path, run) -> None:
    folder = project / "data/raw/trade"
    (folder / "furniture.csv.gz").write_bytes(gzip.compress(legacy(FALLING)))
    (folder / "BACI_HS92_invented.csv").write_bytes(baci(FALLING))
    (folder / "mangoes.csv").write_text(faostat_bulk(), encoding="utf-8")
    files = "faostat_exports.csv, furniture.csv.gz, BACI_HS92_invented.csv, mangoes.csv"
    name_in_config(project, files)
    wanted = ["results/audit/claims.csv", "results/tables/trade_furniture_office.csv"]
    world = "results/trade/world/BACI_HS92_invented.csv"
    result = run(project, *wanted, world)
    assert result.returncode == 0, result.stdout + result.stderr
    # an unregistered file is told, not refused
    assert "the file is not in data/raw/register.csv" in result.stdout + result.stderr

    sources = {row["source"] for row in records(project / "results/trade/unit_values.csv")}
    assert sources == {"faostat_embedded", "comtrade_legacy", "baci", "faostat_bulk"}
    claims = {row["claim_id"]: row for row in records(project / "results/audit/claims.csv")}
    shares = claims["tm-mexican-furniture-shares-modest"]
    assert shares["verdict"] != "not_testable"
    assert claims["tm-mexican-other-furniture"]["verdict"] == "supported"
    table = (project / "results/tables/trade_furniture_office.csv").read_text(encoding="utf-8")
    assert "no data supplied" not in table
    assert len(list((project / world).glob("*.parquet"))) == 7


def test_a_file_at_fault_is_told_by_line_and_loses_nothing(project: Path, run) -> None:
    before = (project / "results/trade/unit_values.csv").read_bytes()
    lines = legacy(FALLING).decode().splitlines()
    lines[3] = lines[3].replace(",2,Export,", ",7,Export,")
    (project / "data/raw/trade/furniture.csv").write_text("\n".join(lines), encoding="utf-8")
    name_in_config(project, "faostat_exports.csv, furniture.csv")
    result = run(project)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert 'data/raw/trade/furniture.csv, line 4, "Trade Flow Code": "7" is not a flow' in output
    assert "Traceback" not in output
    assert (project / "results/trade/unit_values.csv").read_bytes() == before


def test_a_flow_that_stands_twice_is_told_and_loses_nothing(project: Path, run) -> None:
    kept = ["results/trade/cleaning.csv", "data/processed/trade/flows.csv"]
    before = [(project / name).read_bytes() for name in kept]
    for name in ("furniture.csv", "again.csv"):
        (project / "data/raw/trade" / name).write_bytes(legacy(FALLING))
    name_in_config(project, "faostat_exports.csv, furniture.csv, again.csv")
    result = run(project, "results/trade/unit_values.csv")
    assert result.returncode != 0
    assert "the same flow as in data/raw/trade/" in result.stdout + result.stderr
    assert [(project / name).read_bytes() for name in kept] == before
