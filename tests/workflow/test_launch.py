"""What the Snakefile asks before any rule."""

from __future__ import annotations

import copy

import pytest
import yaml
from reference import ROOT

from plan.launch import chosen, require


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
