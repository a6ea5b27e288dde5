"""Broken archives are told in words, by whichever rule they go to. Figures are invented."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from step_run import value

from trade.comtrade_csv import Path as Figures
from trade.comtrade_csv import baci
from trade.run_steps import registers, run
from upgrading.faults import DataFaults, Fault
from upgrading.trade.baci_files import is_baci

FAULTS = "data/processed/checks/trade_faults/{file}.csv"
CONTENT = baci({"furniture_office": Figures((0.05, 0.04), (10, 6))})


def archive(*names: str) -> bytearray:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as members:
        for name in names:
            members.writestr(name, CONTENT)
    return bytearray(content.getvalue())


def protected() -> bytes:
    """An archive whose directory says that its member asks for a password."""
    content = archive("BACI_HS92_Y1996.csv")
    content[content.find(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    return bytes(content)


def second_member_broken() -> bytes:
    content = archive("BACI_HS92_Y1996.csv", "BACI_HS92_Y1997.csv")
    start = content.find(b"BACI_HS92_Y1997") + 30
    content[start : start + 200] = bytes(200)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (CONTENT, True),
        (gzip.compress(CONTENT, mtime=0), True),
        (bytes(archive("a.csv")), True),
        (b"\x1f\x8b broken", False),
        (gzip.compress(CONTENT, mtime=0)[:12], False),
        (b"PK\x03\x04 broken", False),
        (protected(), False),
        (b"", False),
    ],
)
def test_a_file_of_baci_is_told_by_its_header_and_a_broken_one_is_left_to_the_reader(
    tmp_path: Path, content: bytes, found: bool
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert is_baci(tmp_path / "file") is found


def test_without_a_file_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert not is_baci(tmp_path / "absent.csv")


def selected(folder: Path) -> list[Fault]:
    """Faults of the archive `BACI.zip` in the folder, as the workflow selects from it."""
    inputs = registers() | {"trade": str(folder / "BACI.zip"), "code_tables": []}
    written = run("select_baci", folder, inputs, ["flows", "account", "faults"])
    assert not list(folder.glob("*.scratch"))
    return value(written.faults, FAULTS)


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("BACI_HS92_again.csv", "has the year 1996, as {} does: give each year once"),
        ("BACI_HS17.csv", "is HS17, {} is HS92: give each vintage separately"),
    ],
)
def test_files_of_an_archive_that_repeat_a_year_or_change_the_vintage_are_refused(
    tmp_path: Path, second: str, problem: str
) -> None:
    (tmp_path / "BACI.zip").write_bytes(archive("BACI_HS92.csv", second))
    (fault,) = selected(tmp_path)
    assert fault.file.endswith(f"/BACI.zip/{second}")
    assert fault.problem == problem.format(fault.file.replace(second, "BACI_HS92.csv"))


def test_countries_that_no_table_knows_are_told_once_with_all_their_flows(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = "".join(f"{year},999,842,940330,1.5,1\n" for year in range(1996, 1999))
    (tmp_path / "BACI.zip").write_text("t,i,j,k,v,q\n1996,484,842,940330,1,1\n" + rows)
    assert selected(tmp_path) == []
    (note,) = [
        record.getMessage() for record in caplog.records if "known" in record.msg % record.args
    ]
    assert "line 3" in note
    assert "its 3 flows (4,500 USD) are those of comtrade:999" in note


def test_a_broken_member_of_an_archive_of_baci_is_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "BACI.zip").write_bytes(second_member_broken())
    (fault,) = selected(tmp_path)
    assert fault.file.endswith("/BACI.zip")
    assert fault.problem.startswith("the archive cannot be unpacked (cut off?): ")


def test_faults_of_several_files_are_told_each_once(tmp_path: Path) -> None:
    """Files may share a table of codes, whose faults each of them finds."""
    faults = [tmp_path / name for name in ("one", "two")]
    for path in faults:
        path.write_text(
            "file,line,column,problem\ncountries.csv,2,,no such country\n"
            f"{path.name}.csv,,,empty\n",
            encoding="utf-8",
        )
    files = {"flows": [], "updates": [], "accounts": [], "concordances": []}
    inputs = registers() | files | {"standard_unit_values": [], "faults": list(map(str, faults))}
    with pytest.raises(DataFaults) as raised:
        run("check_flows", tmp_path, inputs, [""])
    assert [str(fault) for fault in raised.value.faults] == [
        "countries.csv, line 2: no such country",
        "one.csv: empty",
        "two.csv: empty",
    ]
