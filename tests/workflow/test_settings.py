"""No setting of the user reaches a job: variables, home folder, files in the working folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from reference import ROOT
from test_pipeline import contents, replace
from tiers import Tier, few_in_quick

HOSTILE_STYLE = (
    "font.size: 31\naxes.facecolor: red\nsavefig.facecolor: green\npath.simplify: False\n"
)

FIGURE = """
import sys
from upgrading.figures.style import Drawing, new_figure, render
figure = new_figure(2)
axes = figure.add_subplot()
axes.plot([0, 1, 3], [0, 2, 1])
axes.set_title("Upgrading")
for form in ("svg", "png"):
    sys.stdout.buffer.write(render(Drawing(figure, "title", "alt"), form))
"""


def python(code: str, folder: Path, **variables: str) -> bytes:
    others = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    environment = others | {"PYTHONPATH": str(ROOT / "workflow")} | variables
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    ).stdout


@pytest.mark.parametrize(
    "place", few_in_quick(["working folder", "home", "variable"], ["working folder"])
)
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
from plan.launch import prepare
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

EXECUTED = f"""
import sys
from pathlib import Path
from plan.launch import prepare
prepare()
from upgrading.publish.notebook_page import executed
from upgrading.templating import environment
template = Path({str(ROOT / "workflow/templates/notebook.html.jinja")!r})
made = environment({{template.name: template.read_text(encoding="utf-8")}})
print(executed(sys.argv[1] if len(sys.argv) > 1 else "n.ipynb", [], made))
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


def test_a_clone_has_the_same_bytes_whatever_git_says_of_line_ends(
    clone: Path, tmp_path: Path
) -> None:
    windows = ["git", "-c", "core.autocrlf=true", "-c", "user.name=A", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        subprocess.run([*windows, *command], cwd=clone, check=True, capture_output=True)
    other = tmp_path / "other"
    command = ["git", "clone", "-q", "--config", "core.autocrlf=true", str(clone), str(other)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(clone / ".git")
    shutil.rmtree(other / ".git")
    assert contents(other, ".") == contents(clone, ".")
    register = [sys.executable, "workflow/tools/register.py", "data/raw/register.csv"]
    subprocess.run(register, cwd=other, check=True, capture_output=True)
    assert contents(other, "data/raw") == contents(clone, "data/raw")


FAILS = "raise SystemExit('hostile')\n"


def hostile_home(home: Path) -> None:
    """Files that would break a run, or change its figures, if what reads such files found them."""
    texts = {
        ".config/snakemake/default/config.yaml": "cores: none\nforceall: hostile\n",
        ".config/pip/pip.conf": "[global]\ntarget = /nonexistent\nuser = true\n",
        ".config/git/config": "hostile",
        ".gitconfig": "hostile",
        ".duckdb": "a file where DuckDB would have a folder",
        ".duckdbrc": "hostile;",
        ".bashrc": "exit 9",
        ".ipython/profile_default/ipython_config.py": FAILS,
        ".ipython/profile_default/startup/00.py": FAILS,
        ".jupyter/jupyter_config.py": FAILS,
        ".jupyter/jupyter_nbconvert_config.py": FAILS,
        ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["/bin/false"]}',
        ".local/share/jupyter/nbconvert/templates/lab/index.html.j2": "hostile",
        f".local/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/"
        "usercustomize.py": FAILS,
        "modules/sitecustomize.py": FAILS,
        "modules/pandas.py": FAILS,
    }
    for name, text in texts.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    (home / ".config/matplotlib").mkdir()
    (home / ".config/matplotlib/matplotlibrc").write_bytes(b"font.size: 31 # \xff\xfe\n")
    with TTFont(Path(get_data_path()) / "fonts/ttf/DejaVuSerif.ttf") as font:
        for entry in font["name"].names:
            entry.string = entry.toUnicode().replace("DejaVu Serif", "DejaVu Sans")
        for folder in (".fonts", ".local/share/fonts"):
            (home / folder).mkdir(parents=True)
            font.save(home / folder / "DejaVuSans.ttf")


def hostile_variables(home: Path) -> dict[str, str]:
    """What a user may have set; all that there is, but for a bare `PATH`."""
    folders = {"CONFIG": ".config", "CACHE": ".cache", "DATA": ".local/share"}
    modules = str(home / "modules")
    return {
        **{"PATH": "/usr/bin:/bin", "HOME": str(home)},
        **{f"XDG_{name}_HOME": str(home / folder) for name, folder in folders.items()},
        **{"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "LANGUAGE": "tr", "TERM": "dumb"},
        **{"PYTHONPATH": modules, "PYTHONSTARTUP": f"{modules}/pandas.py", "PYTHONHOME": "/none"},
        **{"PYTHONHASHSEED": "13", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2"},
        **{"OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "5", "MKL_NUM_THREADS": "3"},
        **{"OPENBLAS_CORETYPE": "Nehalem", "NUMEXPR_NUM_THREADS": "3"},
        **{"PIP_TARGET": "/nonexistent", "PIP_USER": "1", "PIP_REQUIRE_VIRTUALENV": "1"},
        **{"MPLBACKEND": "hostile", "MATPLOTLIBRC": str(home / ".config/matplotlib/matplotlibrc")},
        **{"IPYTHONDIR": str(home / ".ipython"), "JUPYTER_CONFIG_DIR": str(home / ".jupyter")},
        **{"JUPYTER_PATH": str(home / ".local/share/jupyter"), "JUPYTER_PREFER_ENV_PATH": "0"},
        **{"SNAKEMAKE_PROFILE": "default", "BASH_ENV": str(home / ".bashrc"), "COLUMNS": "20"},
        **{"GIT_DIR": "/nonexistent", "SOURCE_DATE_EPOCH": "1", "TYPST_ROOT": "/nonexistent"},
        **dict.fromkeys(("http_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
    }


PART = ["data/processed/exhibits.csv", "results/notebooks/01_case_data.html"]
"""What the quick tier makes under hostile settings: numbers, and what Jupyter makes."""


@pytest.mark.ci
def test_under_hostile_settings_make_gives_the_same_bytes(
    finished: Path, clone: Path, tmp_path: Path, tier: Tier
) -> None:
    """`make` and `make test` behind a link, with settings against them, on one core.

    Another hash seed for every job, other numbers of threads, kernels of an older processor,
    another language and day, files that nobody else may read, an odd temporary folder.
    """
    folder = clone.rename(tmp_path / "l'été à $HOME")
    replace(folder / "profiles/default/config.yaml", "cores: all", "cores: 1")
    # imported by every job before anything else: numpy's kernels, which the run would not hear of
    (folder / "workflow/sitecustomize.py").write_text(
        'import os\nos.environ["NPY_DISABLE_CPU_FEATURES"] = "AVX2 FMA3 AVX512F AVX512_SKX"\n',
        encoding="utf-8",
    )
    for name in ("matplotlibrc", "random.py", "yaml.py"):
        (folder / name).write_text(HOSTILE_STYLE if name == "matplotlibrc" else FAILS, "utf-8")
    (folder / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "ready":
            (folder / ".venv" / part.name).symlink_to(part)
    lock = (folder / "requirements.lock").read_text(encoding="utf-8")
    (folder / ".venv/ready").write_text(f"{folder.resolve()}\n{lock}", encoding="utf-8")
    link, home, temporary = (tmp_path / name for name in ("link", "home", "a 'temporary' folder"))
    link.symlink_to(folder)
    hostile_home(home)
    temporary.mkdir()
    variables = hostile_variables(home) | {"TMPDIR": str(temporary), "PWD": str(link)}

    def make(*arguments: str, **more: str) -> str:
        result = subprocess.run(
            [shutil.which("make") or "make", *arguments],
            cwd=link,
            env=variables | more,
            umask=0o077,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    if tier == Tier.quick:
        (snakemake,) = re.findall("^SNAKEMAKE = .*", (folder / "Makefile").read_text("utf-8"), re.M)
        make(" ".join([snakemake.replace(" = ", "=", 1), *PART]))
        for name in PART:
            assert (folder / name).read_bytes() == (finished / name).read_bytes()
        few = "--collect-only -q --numprocesses 0 tests/test_readme.py"
        assert "tests collected" in make("test", PYTEST_ADDOPTS=few)
        return
    assert "solver" not in make()
    assert contents(folder, "results", "data/processed") == contents(
        finished, "results", "data/processed"
    )
    assert "Nothing to be done" in make()
    assert "is the baseline now" in make("accept")
    assert "tests collected" in make("test", PYTEST_ADDOPTS="--collect-only -q")
