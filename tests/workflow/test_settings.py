"""No setting of the user reaches a job: variables, home folder, files in the working folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reference import ROOT

HOSTILE_STYLE = (
    "font.size: 31\naxes.facecolor: red\nsavefig.facecolor: green\npath.simplify: False\n"
)

FIGURE = """
import sys
from upgrading.present.figures.style import Drawing, new_figure, render
figure = new_figure(2)
axes = figure.add_subplot()
axes.plot([0, 1, 3], [0, 2, 1])
axes.set_title("Upgrading")
for form in ("svg", "png"):
    sys.stdout.buffer.write(render(Drawing(figure, "title", "alt"), form))
"""


def python(code: str, folder: Path, **variables: str) -> bytes:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "workflow")} | variables
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    ).stdout


@pytest.mark.parametrize("place", ["working folder", "home", "variable"])
def test_a_matplotlibrc_changes_no_figure(place: str, tmp_path: Path) -> None:
    plain, folder, home = tmp_path / "plain", tmp_path / "folder", tmp_path / "home"
    (home / ".config/matplotlib").mkdir(parents=True)
    for made in (plain, folder):
        made.mkdir()
    variables = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    expected = python(FIGURE, plain, **variables)
    target = {
        "working folder": folder / "matplotlibrc",
        "home": home / ".config/matplotlib/matplotlibrc",
        "variable": tmp_path / "mine",
    }[place]
    target.write_text(HOSTILE_STYLE, encoding="utf-8")
    if place == "variable":
        variables["MATPLOTLIBRC"] = str(target)
    assert python(FIGURE, folder, **variables) == expected


PREPARED = """
import json, os, sys
from launch import prepare
prepare()
print(json.dumps([dict(os.environ), sys.executable]))
"""


def test_jobs_get_no_setting_of_python_a_library_or_the_shell(tmp_path: Path) -> None:
    names = (
        *("PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "MATPLOTLIBRC", "MPLBACKEND"),
        *("JUPYTER_PATH", "IPYTHONDIR", "PANDAS_FUTURE_INFER_STRING", "SCIPY_ARRAY_API"),
        *("BASH_ENV", "SOURCE_DATE_EPOCH", "COLUMNS"),
    )
    kept = {"HTTPS_PROXY": "http://proxy.example:1", "SSL_CERT_FILE": "/a/cert", "TZ": "Asia/Tokyo"}
    hostile = dict.fromkeys(names, "0")
    found, _ = json.loads(
        python(PREPARED, tmp_path, HOME=str(tmp_path / "none"), **hostile, **kept)
    )
    own = str(tmp_path / ".cache/settings")
    assert {name for name in names if found.get(name) == "0"} == set()
    assert found["PYTHONPATH"] == str(ROOT / "workflow")
    for name in ("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        assert found[name].startswith(own), name
    assert kept.items() <= found.items()


def test_a_home_that_can_be_written_to_stays(tmp_path: Path) -> None:
    assert json.loads(python(PREPARED, tmp_path, HOME=str(tmp_path)))[0]["HOME"] == str(tmp_path)


NOTEBOOK = """
from ipykernel.connect import get_connection_info
print(get_connection_info())
print("startup" if "hostile" in globals() else "clean")
"""

EXECUTED = """
import sys
from launch import prepare
prepare()
from notebook_page import executed
print(executed(sys.argv[1] if len(sys.argv) > 1 else "n.ipynb"))
"""


def test_a_notebook_knows_no_startup_file_and_needs_no_network(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": []}
    notebook = {
        "cells": [cell | {"source": NOTEBOOK}],
        "metadata": {"kernelspec": {"display_name": "x", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (tmp_path / "n.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    startup = tmp_path / ".ipython/profile_default/startup/00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("hostile = True\n", encoding="utf-8")
    kernel = tmp_path / ".local/share/jupyter/kernels/python3/kernel.json"
    kernel.parent.mkdir(parents=True)
    broken = {"argv": ["/bin/false"], "display_name": "x", "language": "python"}
    kernel.write_text(json.dumps(broken), encoding="utf-8")
    # a socket's path may be no longer than some hundred bytes
    variables = {"HOME": str(tmp_path), "TMPDIR": "/tmp", "PYTHONSTARTUP": str(startup)}
    page = python(EXECUTED, tmp_path, JUPYTER_PREFER_ENV_PATH="0", **variables).decode()
    assert "ipc" in page
    assert "127.0.0.1" not in page
    assert "clean" in page
