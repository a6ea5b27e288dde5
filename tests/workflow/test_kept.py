"""A kept piece of work comes back only if nothing that it is made of has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from reference import ROOT

import job
from job import Kept


def frame(value: float = 1.5) -> pd.DataFrame:
    return pd.DataFrame({"name": ["a", "b"], "value": [value, None]})


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text("x = 1\n", encoding="utf-8")
    return path


def test_the_key_is_that_of_data_code_and_name(
    module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(name: str = "forest", *data: object) -> str:
        return Kept(tmp_path / "kept", [str(module)]).key(name, data or (frame(), 0.95))

    first = key()
    assert first == key()
    others = {key("scatter"), key("forest", frame(1.6), 0.95), key("forest", frame(), 0.9)}
    module.write_text("x = 2\n", encoding="utf-8")
    others.add(key())
    module.write_text("x = 1\n", encoding="utf-8")
    assert first == key()
    library = tmp_path / "library" / "numpy-99.0.dist-info"
    library.mkdir(parents=True)
    monkeypatch.setattr(job.sys, "path", [*sys.path, str(library.parent)])
    others.add(key())
    assert len(others - {first}) == 5


def test_the_key_is_the_same_in_another_process(module: Path) -> None:
    """The order of a set of texts differs from process to process."""
    code = (
        "from job import Kept;"
        "from upgrading.trade.products import Product;"
        "one = Product(label='x', clusters={'a': 'BRA'}, codes={}, unit='kg', note='n');"
        "print(Kept('nowhere', []).key('f', {'one': one}))"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "workflow")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(keys) == 1


def test_kept_pieces_come_back_and_those_not_asked_for_go(tmp_path: Path) -> None:
    first = Kept(tmp_path / "kept", [])
    assert first.value("key") is None
    first.keep("key", {"relation": frame()})
    pd.testing.assert_frame_equal(Kept(tmp_path / "kept", []).value("key")["relation"], frame())
    second = Kept(tmp_path / "kept", [])
    assert second.value("key")
    second.forget_others()
    assert second.value("key")
    Kept(tmp_path / "kept", []).forget_others()
    assert first.value("key") is None


def test_half_a_piece_is_none(tmp_path: Path) -> None:
    """What a job was writing when it was killed is not taken for a piece, and goes."""
    pieces = Kept(tmp_path / "kept", [])
    pieces.keep("key", 1)
    (tmp_path / "kept" / "tmphalf").write_bytes(b"x")
    assert pieces.value("key") == 1
    pieces.forget_others()
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["key"]
