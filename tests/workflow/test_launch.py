"""What the Snakefile asks before any rule."""

from __future__ import annotations

import ast
import copy
from pathlib import Path

import pytest
import yaml
from reference import ROOT
from snakemake.exceptions import WorkflowError

from launch import check, chosen, names_in, require, trade_files

PACKAGE = ROOT / "workflow" / "upgrading"


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
        # Snakemake says that it is missing
        (["absent.csv"], ["absent.csv"]),
    ],
)
def test_trade_files(folder, patterns, names) -> None:
    assert trade_files(str(folder), patterns) == names


@pytest.mark.parametrize("pattern", ["*.zip", "comtrad?", "none/*", "[xyz].csv"])
def test_a_pattern_without_files_is_refused(folder, pattern) -> None:
    with pytest.raises(WorkflowError) as raised:
        trade_files(str(folder), ["a.csv", pattern])
    assert f"trade.files: no file in {folder} matches {pattern}" in str(raised.value)


@pytest.mark.parametrize("pattern", ["", "../a.csv", "comtrade/../../a.csv", "/a.csv"])
def test_a_name_outside_the_folder_is_refused(folder, pattern) -> None:
    with pytest.raises(WorkflowError) as raised:
        trade_files(str(folder / "comtrade"), [pattern])
    assert f'"{pattern}" is not a name below' in str(raised.value)


def test_names_keep_the_order_of_the_file(tmp_path) -> None:
    file = tmp_path / "products.yaml"
    file.write_text("wine: {label: W}\napples: {}\n1: x\n", encoding="utf-8")
    assert names_in(str(file)) == ["wine", "apples", "1"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"- wine\n- apples\n", "names with their entries are expected"),
        (b"", "names with their entries are expected"),
        (b"wine: {label: [}\n", "while parsing"),
        (b"wine: {label: Caf\xe9}\n", "can't decode byte 0xe9"),
    ],
)
def test_a_broken_list_of_names_is_refused_with_its_file(tmp_path, content, problem) -> None:
    file = tmp_path / "products.yaml"
    file.write_bytes(content)
    with pytest.raises(WorkflowError) as raised:
        names_in(str(file))
    assert str(file) in str(raised.value)
    assert problem in str(raised.value)


def test_a_list_of_names_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(WorkflowError, match=r"absent\.yaml"):
        names_in(str(tmp_path / "absent.yaml"))


def shipped() -> dict:
    return yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))


def test_the_shipped_config_passes() -> None:
    check(shipped())


@pytest.mark.parametrize(
    ("section", "change", "problem"),
    [
        ("window", {"base": 2002, "end": 1996}, "2002 to 1996 has no two separate ends of 2 years"),
        ("window", {"end": 1998}, "1996 to 1998 has no two separate ends of 2 years"),
        ("window", {"years": 4}, "1996 to 2002 has no two separate ends of 4 years"),
        ("window", {"years": 0}, "trade.window.years must be bigger than or equal to 1"),
        ("measures", {"comparator": "moon"}, "trade.measures.comparator must be one of"),
        ("classes", {"slihgt": 0.1}, "trade.classes must not contain"),
    ],
)
def test_a_config_of_trade_at_fault_is_refused(section, change, problem) -> None:
    config = copy.deepcopy(shipped())
    config["trade"][section] |= change
    with pytest.raises(WorkflowError) as raised:
        check(config)
    assert problem in str(raised.value)


def test_the_shortest_window_that_has_two_ends_passes() -> None:
    config = shipped()
    config["trade"]["window"] |= {"base": 1996, "end": 1999, "years": 2}
    check(config)


def imported(folder: str) -> set[str]:
    """The parts of the package that a part imports, itself left out."""
    found = set()
    for module in (PACKAGE / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module == "upgrading":
                names = [f"upgrading.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            found |= {name.split(".")[1] for name in names if name.startswith("upgrading.")}
    return found - {folder}


def test_each_part_rests_on_those_below_it_alone() -> None:
    assert not imported("trade") & {"audit", "exhibits", "present", "inference"}
    assert not imported("exhibits") & {"audit", "present"}
    assert "present" not in imported("audit")


def test_every_raw_file_that_is_named_must_be_there(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    require(["there.csv"])
    with pytest.raises(WorkflowError) as raised:
        require(["there.csv", "gone.csv", "folder", "a{b}.csv"])
    assert str(raised.value) == (
        "gone.csv: no such file\nfolder: a folder where a file is expected\n"
        "a{b}.csv: braces are not allowed in the name of a file"
    )


def test_a_number_that_is_none_is_refused() -> None:
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8")
    changed = yaml.safe_load(text)
    changed["indices"]["degrees"]["high_from"] = float("nan")
    with pytest.raises(WorkflowError, match=r"indices\.degrees\.high_from: not a finite number"):
        check(changed)


def test_what_is_chosen_leaves_out_what_no_result_rests_on() -> None:
    config = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    before = copy.deepcopy(config)
    found = chosen(config)
    assert config == before
    assert set(config) - set(found) == {"raw_files"}
    assert set(config["trade"]) - set(found["trade"]) == {"download"}
    assert found["indices"] == config["indices"]
