"""What the Snakefile asks before any rule."""

from __future__ import annotations

import ast
import copy

import pytest
import yaml
from reference import ROOT

from plan.launch import chosen, require

PACKAGE = ROOT / "workflow" / "upgrading"


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


def test_every_raw_file_that_is_named_must_be_there(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    require(["there.csv"])
    with pytest.raises(SystemExit) as raised:
        require(["there.csv", "gone.csv", "folder", "a{b}.csv", "gone.csv"])
    assert raised.value.code == 1
    assert capsys.readouterr().err == (
        "gone.csv: no such file\nfolder: a folder where a file is expected\n"
        "a{b}.csv: braces are not allowed in the name of a file\n"
    )


def test_what_is_chosen_leaves_out_what_no_result_rests_on() -> None:
    config = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    before = copy.deepcopy(config)
    found = chosen(config)
    assert config == before
    assert set(config) - set(found) == {"raw_files"}
    assert set(config["trade"]) - set(found["trade"]) == {"download"}
    assert found["indices"] == config["indices"]
