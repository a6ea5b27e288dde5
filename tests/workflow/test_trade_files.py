"""A trade file dropped in and named in the config is enough: as a researcher does it."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from planned_jobs import planned
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


@pytest.mark.ci
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
    assert sources == {"faostat_embedded", "comtrade", "baci", "faostat_bulk"}
    claims = {row["claim_id"]: row for row in records(project / "results/audit/claims.csv")}
    shares = claims["tm-mexican-furniture-shares-modest"]
    assert "no data supplied" not in shares["evidence"]
    assert claims["tm-mexican-other-furniture"]["verdict"] == "supported"
    table = (project / "results/tables/trade_furniture_office.csv").read_text(encoding="utf-8")
    assert "no data supplied" not in table
    assert len(list((project / world).glob("*.parquet"))) == 7

    # another way of cleaning is no reason to measure the large file again
    config = project / "config/config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("excluded: []", "excluded: [z_score]"), encoding="utf-8")
    plan = run(project, "--dry-run", *wanted, world)
    jobs = planned(plan.stdout + plan.stderr)
    assert {"check_flows", "clean_trade", "trade_measures"} <= jobs
    assert not {"select_baci", "measure_baci"} & jobs


def at_fault(content: bytes, old: str, new: str) -> bytes:
    """The file with its fourth line changed."""
    lines = content.decode().splitlines()
    assert old in lines[3]
    lines[3] = lines[3].replace(old, new, 1)
    return "\n".join([*lines, ""]).encode()


@pytest.mark.ci
def test_files_at_fault_are_told_together_by_line_and_lose_nothing(
    project: Path, finished: Path, run
) -> None:
    raw = project / "data/raw"
    (raw / "updates").mkdir()
    flow = at_fault(legacy(FALLING), ",2,Export,", ",7,Export,")
    (raw / "trade/furniture.csv").write_bytes(flow)
    (raw / "trade/BACI_HS92_old.csv").write_bytes(at_fault(baci(FALLING), ",842,", ',"842,'))
    goods = at_fault(legacy(FALLING), ",940330,", ",94O330,")
    (raw / "updates/again.csv.gz").write_bytes(gzip.compress(goods))
    (raw / "updates/notes.txt").write_text("what was done, and why\n", encoding="utf-8")
    name_in_config(project, "faostat_exports.csv, furniture.csv, BACI_HS92_old.csv")
    result = run(project)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert 'data/raw/trade/furniture.csv, line 4, "Trade Flow Code": "7" is not a flow' in output
    assert "data/raw/trade/BACI_HS92_old.csv, line 4: a quotation mark that is not closed" in output
    assert 'data/raw/updates/again.csv.gz, line 4, "Commodity Code": "94O330" is not' in output
    assert "data/raw/updates/notes.txt, line 1: no known format has this header" in output
    assert "Traceback" not in output
    for folder in ("results", "data/processed"):
        for file in (finished / folder).rglob("*"):
            name = file.relative_to(finished).as_posix()
            # a file's own flows and marks are of the job that reads it; the config was changed
            if file.is_file() and not name.startswith(
                (
                    *("data/processed/trade/flows/", "data/processed/checks/"),
                    *("data/processed/choices/", "results/provenance/"),
                )
            ):
                told = (project / name).read_bytes()
                if name == "results/changes.md":
                    mark, _, told = told.partition(b"\n\n")
                    assert mark.startswith(b"**The run that began at"), mark
                assert told == file.read_bytes(), name

    for name in ("trade/furniture.csv", "trade/BACI_HS92_old.csv", "updates/again.csv.gz"):
        (raw / name).unlink()
    (raw / "updates/notes.txt").unlink()
    shutil.copy(finished / "config/config.yaml", project / "config/config.yaml")
    result = run(project, "results/trade/unit_values.csv")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_broken_register_is_told_once_and_costs_no_trade(
    project: Path, finished: Path, run
) -> None:
    register = project / "data/raw/clusters.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("Footwear,León,MEX", "Footwear,León"), encoding="utf-8")
    result = run(project, "results/trade/unit_values.csv", "data/processed/clusters.csv")
    assert result.returncode != 0
    output = result.stdout + result.stderr
    # by the check of the case data, that of the flows, or both at the same time
    told = {line for line in output.splitlines() if line.startswith(("data/raw/", "config/"))}
    assert told == {"data/raw/clusters.csv, line 8: 4 cells where the header has 5"}
    assert "Traceback" not in output
    for name in ("results/trade/unit_values.csv", "data/processed/trade/flows.csv"):
        assert (project / name).read_bytes() == (finished / name).read_bytes()


@pytest.mark.ci
def test_an_authors_files_are_taken_up_without_an_entry(project: Path, run) -> None:
    updates = project / "data/raw/updates"
    updates.mkdir()
    (updates / "furniture 2002.csv.gz").write_bytes(gzip.compress(legacy(FALLING)))
    (updates / "BACI_HS92_invented.CSV").write_bytes(baci(FALLING))
    (updates / "empty.json").write_bytes(b'{"count": 0, "data": [], "error": ""}')
    (updates / "Franca.CSV").write_bytes((project / "docs/updates_template.csv").read_bytes())
    (updates / ".DS_Store").write_bytes(b"hidden")
    # the first flow that ships, again, with other figures
    shipped = (project / "data/raw/trade/faostat_exports.csv").read_text(encoding="utf-8")
    header, *rows = shipped.splitlines()
    mine = [row for row in rows if row.startswith("apples,21,Brazil,") and ",1990," in row]
    revised = [",".join([*row.split(",")[:-1], "123456"]) for row in mine]
    (updates / "revised.csv").write_text("\n".join([header, *revised, ""]), encoding="utf-8")
    world = "results/trade/world/updates/BACI_HS92_invented.CSV"
    wanted = ["results/trade/unit_values.csv", "data/processed/updates.csv", world]
    result = run(project, *wanted)
    output = result.stdout + result.stderr
    assert result.returncode == 0, output
    assert "updates/empty.json: an answer of UN Comtrade without records" in output
    assert "is not in data/raw/register.csv" not in output

    sources = {row["source"] for row in records(project / "results/trade/unit_values.csv")}
    assert sources == {"faostat_embedded", "comtrade", "baci"}
    assert len(list((project / world).glob("*.parquet"))) == 7
    steps = {row["step"]: row for row in records(project / "results/trade/cleaning.csv")}
    assert steps["replaced_by_update"]["rows_affected"] == "1"
    changed = records(project / "data/processed/updates.csv")
    assert {row["file"] for row in changed} == {"data/raw/updates/Franca.CSV"}
    assert {row["source"][:7] for row in changed} == {"EXAMPLE"}

    names = {file.name for file in updates.iterdir()} - {".DS_Store"}
    logs = (
        project / "data/processed/checks/raw_files.csv",
        project / "data/processed/checks/trade_files.csv",
    )
    states = [row for log in logs for row in records(log) if row["state"] == "author's"]
    authors = {
        row["file"].removeprefix("updates/"): row for row in states if row["state"] == "author's"
    }
    assert authors.keys() == names
    record = json.loads((project / "results/provenance/run.json").read_text(encoding="utf-8"))
    inputs = {entry["file"]: entry for entry in record["inputs"]}
    for name, row in authors.items():
        content = (updates / name).read_bytes()
        assert (row["found"], row["bytes"]) == (sha256(content).hexdigest(), str(len(content)))
        assert inputs[f"data/raw/updates/{name}"]["sha256"] == row["found"]
        assert inputs[f"data/raw/updates/{name}"]["bytes"] == len(content)

    again = run(project, *wanted)
    assert "Nothing to be done" in again.stdout + again.stderr
    (updates / "revised.csv").unlink()
    (updates / "table.xlsx").write_bytes(b"PK")
    refused = run(project, *wanted)
    assert refused.returncode != 0
    assert "data/raw/updates/table.xlsx: a spreadsheet; save its sheet as CSV (UTF-8)" in (
        refused.stdout + refused.stderr
    )


@pytest.mark.ci
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
