"""Rules and steps name the same things; what a value is told by is the value alone."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from importlib import import_module
from inspect import signature
from logging import getLogger
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import ROOT
from rules_of_study import rules
from step_run import Files, form

from run_step import Job
from upgrading import steps
from upgrading.files.codec import read, write
from upgrading.files.digests import digest
from upgrading.files.listed import FILES, form_of

HANDED_OVER = {"log", "threads", "output", "call"}
"""What a step may ask for besides the inputs and params of its rule."""


def asked(rule: str) -> set[str]:
    """The names that the step of a rule asks for, with those of its figures and tables."""
    step = import_module(f"upgrading.steps.{rule}")
    if not hasattr(step, "pieces"):
        functions = [getattr(step, rule), *getattr(step, "APART", {}).values()]
        return {name for function in functions for name in signature(function).parameters}
    names = set(signature(step.pieces).parameters) | {
        *list(signature(step.together).parameters)[1:]
    }
    if hasattr(step, "FOLDER"):
        package = import_module(f"upgrading.figures.{step.FOLDER}")
        for found in iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            names |= set(signature(module.shows).parameters)
            names |= set(signature(getattr(module, "rests_on", module.shows)).parameters)
    return names


@pytest.mark.parametrize("rule", rules())
def test_the_inputs_and_params_of_a_rule_are_what_its_step_asks_for(rule: str) -> None:
    own = rules()[rule]
    named = {*own["inputs"], *own["params"], *own["found_later"]}
    assert not own["inputs"].keys() & own["params"].keys()
    names = {name for name in asked(rule) if not name.endswith("_made_of")}
    assert names - HANDED_OVER == named


def test_every_step_has_its_rule() -> None:
    assert {module.name for module in iter_modules(steps.__path__)} == set(rules())


def test_the_list_of_files_has_every_table_that_a_rule_writes_and_nothing_else() -> None:
    written = [
        path
        for rule in rules().values()
        for files in rule["outputs"].values()
        for path in ([files] if isinstance(files, str) else files)
    ]
    tables = [path for path in written if path.endswith(".csv")]
    assert all(form_of(path).codec != "files.codec:RAW" for path in tables)
    given = ("benchmarks/", "config/", "data/raw/", "CITATION.cff")
    read_only = {path for path in FILES if path.startswith(given)}
    assert all(
        any(form_of(path) is FILES[listed] for path in written)
        for listed in FILES.keys() - read_only
    )


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
    | st.fractions(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES, VALUES)
def test_values_are_told_apart_by_their_digests(one: Any, other: Any) -> None:
    assert digest(one) == digest(one)
    alike = repr(one) == repr(other)
    assert (digest(one) == digest(other)) == alike


def test_frames_are_told_apart_by_contents_and_types() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan], "b": pd.Series([Fraction(1, 3), None], dtype=object)})
    others = [
        frame.assign(a=[1.0, 2.0]),
        frame.assign(a=[1, 2]),
        frame.rename(columns={"a": "c"}),
        frame.assign(b=pd.Series([Fraction(1, 2), None], dtype=object)),
        frame.assign(b=["1/3", ""]),
        frame[["b", "a"]],
    ]
    digests = [digest(one) for one in (frame, *others)]
    assert len(set(digests)) == len(digests)
    assert digest(frame) == digest(frame.copy())
    with pytest.raises(TypeError):
        digest(object())


def test_a_digest_is_the_same_in_another_process() -> None:
    code = (
        "from upgrading.files.digests import digest; print(digest({'a': frozenset('xyz')}).hex())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "workflow")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_a_table_with_other_columns_than_listed_is_not_written() -> None:
    path = "data/processed/indices.csv"
    with pytest.raises(TypeError, match="are not those listed"):
        write(pd.DataFrame({"cluster_id": ["a"]}), path, form_of(path))


def test_a_float_is_refused_where_numbers_are_exact() -> None:
    path = "data/processed/indices.csv"
    row = {
        "cluster_id": ["a"],
        "eei": [0.5],
        "jai": [None],
        "ce_index": [None],
        "ce_degree": [None],
    }
    with pytest.raises(TypeError, match="floats where exact numbers belong"):
        write(pd.DataFrame(row, dtype=object), path, form_of(path))


def test_what_a_rule_does_not_name_is_not_dropped_in_silence(tmp_path: Path) -> None:
    """A table that a step makes and that `files.smk` has forgotten."""
    files = [str(tmp_path / "listed.csv")]
    snakemake = SimpleNamespace(
        input=Files(),
        output=Files(csv=files),
        params=Files(forms={"inputs": {}, "outputs": {"csv": form(files)}}),
        threads=1,
    )
    job = Job(snakemake, getLogger("tables"))
    with pytest.raises(ValueError, match=r"the rule names no output forgotten\.csv"):
        job.write({"listed.csv": "", "forgotten.csv": ""})


def test_files_of_one_name_in_several_folders_are_told_apart(tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a.txt", "inner/a.txt", "b.txt")]
    (tmp_path / "inner").mkdir()
    snakemake = SimpleNamespace(
        input=Files(),
        output=Files(kept=files),
        params=Files(forms={"inputs": {}, "outputs": {"kept": form(["results/numbers.tex"])}}),
        threads=1,
    )
    Job(snakemake, getLogger("changes")).write({files[0]: "1", files[1]: "2", "b.txt": "3"})
    assert [Path(file).read_text(encoding="utf-8") for file in files] == ["1", "2", "3"]


def test_a_layout_is_read_and_never_written() -> None:
    path = "config/exhibits.yaml"
    layouts = read((ROOT / path).read_bytes(), path, form_of(path))
    with pytest.raises(TypeError, match="no such file is written"):
        write(layouts, path, form_of(path))
