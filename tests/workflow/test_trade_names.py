"""Which trade files the config names, and names that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan.checks import named_file_faults, trade_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", "comtrade/2002.json", "comtrade/1996.json", "export[1].csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        ([], []),
        (["b.csv"], ["b.csv"]),
        (["b.csv", "a.csv", "b.csv"], ["a.csv", "b.csv"]),
        (["comtrade/*.json"], ["comtrade/1996.json", "comtrade/2002.json"]),
        (["comtrade/*.json", "comtrade/2002.json"], ["comtrade/1996.json", "comtrade/2002.json"]),
        (["**/*.json"], ["comtrade/1996.json", "comtrade/2002.json"]),
        (["?.csv"], ["a.csv", "b.csv"]),
        (["[ab].csv"], ["a.csv", "b.csv"]),
        (["export[1].csv"], ["export[1].csv"]),
        # folders are no trade files
        (["*"], ["a.csv", "b.csv", "export[1].csv"]),
        # told as a fault before any rule
        (["absent.csv"], ["absent.csv"]),
    ],
)
def test_trade_files(folder, patterns, names) -> None:
    assert trade_files(str(folder), patterns) == names


def told(folder: Path, **changes) -> list[str]:
    """Faults of a project whose `data/raw/trade` is `folder`."""
    project = folder / "project"
    (project / "data/raw").mkdir(parents=True, exist_ok=True)
    if not (project / "data/raw/trade").exists():
        (project / "data/raw/trade").symlink_to(folder)
    section = {"files": [], "code_tables": [], "concordances": [], "standard_unit_values": ""}
    return [str(fault) for fault in named_file_faults(project, section | changes, "c.yaml")]


def test_names_of_what_is_there_pass(folder) -> None:
    files = ["a.csv", "*.csv", "comtrade/2002.json", "export[1].csv", "**/*.json"]
    tables = [{"file": "b.csv", "from": "H0", "to": "H1"}]
    assert told(folder, files=files, concordances=tables, standard_unit_values="a.csv") == []
    assert told(folder) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (".", '"." is not the name of a file below data/raw/trade'),
        ("", '"" is not the name of a file below data/raw/trade'),
        ("../a.csv", '"../a.csv" is not the name of a file below data/raw/trade'),
        ("comtrade/../../a.csv", '"comtrade/../../a.csv" is not the name of a file below data/raw'),
        ("/a.csv", '"/a.csv" is not the name of a file below data/raw/trade'),
        ("comtrade", '"comtrade" is a folder; the name of a file below data/raw/trade is expected'),
        ("a{b}.csv", '"a{b}.csv": braces are not allowed in the name of a file'),
        ("absent", '"absent": no such file in data/raw/trade'),
        (
            "export1.csv",
            '"export1.csv": no such file in data/raw/trade; did you mean "export[1].csv"',
        ),
        ("*.zip", 'no file in data/raw/trade matches "*.zip"'),
        ("comtrad?", 'no file in data/raw/trade matches "comtrad?"'),
        ("none/*", 'no file in data/raw/trade matches "none/*"'),
        ("[xyz].csv", 'no file in data/raw/trade matches "[xyz].csv"'),
    ],
)
def test_what_names_no_file_is_told(folder, name, problem) -> None:
    (found,) = told(folder, files=["a.csv", name])
    assert found.startswith(f"c.yaml, trade.files: {problem}")


@pytest.mark.parametrize("name", ["updates/2002.csv", "upd*/*.csv", "updates/absent.csv"])
def test_the_name_of_the_authors_folder_is_kept_for_it(folder, name) -> None:
    (folder / "updates").mkdir()
    (folder / "updates/2002.csv").write_text("x", encoding="utf-8")
    (found,) = told(folder, files=[name])
    assert found.startswith(f'c.yaml, trade.files: "{name}": data/raw/trade/updates is kept for')


def test_tables_are_named_by_name_alone_and_all_faults_told_at_once(folder) -> None:
    concordances = [{"file": "comtrade", "from": "H0", "to": "H1"}]
    assert told(
        folder,
        files=["x*", "."],
        code_tables=["codes*"],
        concordances=concordances,
        standard_unit_values="bounds",
    ) == [
        'c.yaml, trade.files: no file in data/raw/trade matches "x*"',
        'c.yaml, trade.files: "." is not the name of a file below data/raw/trade',
        'c.yaml, trade.code_tables: "codes*": no such file in data/raw/trade',
        'c.yaml, trade.concordances: "comtrade" is a folder; the name of a file below '
        "data/raw/trade is expected",
        'c.yaml, trade.standard_unit_values: "bounds": no such file in data/raw/trade',
    ]


def test_what_is_no_name_is_left_to_the_schema(folder) -> None:
    assert told(folder, files=[5, "."], code_tables=None, concordances=[1, {}]) == [
        'c.yaml, trade.files: "." is not the name of a file below data/raw/trade'
    ]
    assert named_file_faults(folder, None, "c.yaml") == []
