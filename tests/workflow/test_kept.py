"""A kept figure comes back only if nothing that it is drawn of has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from reference import ROOT

import figure_cache


def draw(frame: pd.DataFrame, limit: float) -> None:
    """Stands for a figure's function."""


def frame(value: float = 1.5) -> pd.DataFrame:
    return pd.DataFrame({"name": ["a", "b"], "value": [value, None]})


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text("x = 1\n", encoding="utf-8")
    return path


def test_the_key_is_that_of_data_code_and_name(module: Path) -> None:
    program = figure_cache.digest_of([str(module)])
    first = figure_cache.key("forest", partial(draw, frame(), 0.95), program)
    assert first == figure_cache.key("forest", partial(draw, frame(), 0.95), program)
    others = {
        figure_cache.key("scatter", partial(draw, frame(), 0.95), program),
        figure_cache.key("forest", partial(draw, frame(1.6), 0.95), program),
        figure_cache.key("forest", partial(draw, frame(), 0.9), program),
    }
    module.write_text("x = 2\n", encoding="utf-8")
    others.add(
        figure_cache.key(
            "forest", partial(draw, frame(), 0.95), figure_cache.digest_of([str(module)])
        )
    )
    assert len(others - {first}) == 4


def test_the_key_is_the_same_in_another_process(module: Path) -> None:
    """The order of a set of texts differs from process to process."""
    code = (
        "import sys; from functools import partial; import figure_cache;"
        "from upgrading.trade.products import Product;"
        "one = Product(label='x', clusters={'a': 'BRA'}, codes={}, unit='kg', note='n');"
        "print(figure_cache.key('f', partial(print, {'one': one}), b''))"
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


def test_kept_files_come_back_and_old_ones_go(tmp_path: Path) -> None:
    kept, files = tmp_path / "kept", [tmp_path / "forest.svg", tmp_path / "forest.png"]
    assert not figure_cache.restore("key", files, kept)
    for file in files:
        file.write_bytes(file.name.encode())
    figure_cache.keep("key", files, kept)
    for file in files:
        file.unlink()
    assert figure_cache.restore("key", files, kept)
    assert [file.read_bytes() for file in files] == [b"forest.svg", b"forest.png"]
    figure_cache.forget_others(["other"], kept)
    assert not figure_cache.restore("key", files, kept)


def test_a_figure_of_which_a_file_is_missing_is_drawn_again(tmp_path: Path) -> None:
    kept, files = tmp_path / "kept", [tmp_path / "forest.svg", tmp_path / "forest.png"]
    for file in files:
        file.write_bytes(b"x")
    figure_cache.keep("key", files, kept)
    (kept / "key" / "forest.png").unlink()
    assert not figure_cache.restore("key", files, kept)
