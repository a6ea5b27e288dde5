"""What `make` does before anything runs: refusals, settings of pip, the mark of an environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from reference import ROOT
from tiers import few_in_quick

from record import _git
from tools import set_up

LISTED = """\
For variant 'global', will try loading '/etc/pip.conf'
:env:.index-url='https://mirror.example/simple'
:env:.target='/elsewhere'
global.cert='/a/cert.pem'
global.index-url='https://other.example/simple'
global.user='true'
install.find-links='one\\ntwo'
download.proxy='http://not.example'
"""


def test_of_pips_settings_those_of_the_network_are_heeded() -> None:
    found = set_up.heeded(LISTED)
    assert found == {
        "cert": "/a/cert.pem",
        "index-url": "https://mirror.example/simple",
        "find-links": "one\ntwo",
    }
    user = {"PIP_TARGET": "/x", "PIP_USER": "1", "PYTHONPATH": "/y", "HTTPS_PROXY": "p"}
    assert set_up.environment(user, found) == {
        "HTTPS_PROXY": "p",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_CERT": "/a/cert.pem",
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_FIND_LINKS": "one\ntwo",
    }


def project(folder: Path) -> Path:
    """What `make ready` needs, with an environment that stands for a finished one."""
    (folder / "workflow/tools").mkdir(parents=True)
    for name in ("Makefile", "workflow/tools/set_up.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements.lock").write_text("nowhere==1 --hash=sha256:0\n", encoding="utf-8")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    return folder


def make(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home")} | variables
    return subprocess.run(
        ["make", f"PYTHON={sys.executable}", "ready"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def mark(folder: Path) -> None:
    lock = (folder / "requirements.lock").read_text(encoding="utf-8")
    (folder / ".venv/ready").write_text(f"{folder.resolve()}\n{lock}", encoding="utf-8")


@pytest.mark.parametrize("name", few_in_quick(["a b", "it's", 'a "b" $c & d'], ['a "b" $c & d']))
def test_a_finished_environment_stays(name: str, tmp_path: Path) -> None:
    folder = project(tmp_path / name)
    mark(folder)
    hostile = {"PYTHONHOME": "/nonexistent", "LC_ALL": "POSIX", "TZ": "Asia/Tokyo"}
    result = make(folder, **hostile)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert (make(link).returncode, make(link).stdout) == (0, "")


@pytest.mark.parametrize("change", few_in_quick(["moved", "newer lock"], ["newer lock"]))
def test_a_set_up_that_fails_leaves_the_old_environment(change: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "old")
    mark(folder)
    if change == "moved":
        folder = folder.rename(tmp_path / "new")
    else:
        (folder / "requirements.lock").write_text("nowhere==2\n", encoding="utf-8")
    before = (folder / ".venv/ready").read_text(encoding="utf-8")
    result = make(folder, PIP_NO_INDEX="1")
    assert result.returncode != 0
    assert "could not be set up, for the reason above; .venv is as it was" in result.stderr
    assert (folder / ".venv/ready").read_text(encoding="utf-8") == before
    assert (folder / ".venv/bin/python").is_symlink()
    assert not (folder / ".venv.new").exists()


def wheel(folder: Path) -> str:
    """A package with nothing but a module `tiny`; the line of a lock that asks for it."""
    folder.mkdir()
    about = "tiny-1.dist-info"
    files = {
        "tiny.py": "",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{about}/RECORD"])
    path = folder / "tiny-1-py3-none-any.whl"
    with ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return f"tiny==1 --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"


@pytest.mark.ci
def test_a_set_up_stays_in_its_place_whatever_pip_and_python_are_told(tmp_path: Path) -> None:
    folder, elsewhere = project(tmp_path / "a 'project'"), tmp_path / "elsewhere"
    lock = wheel(tmp_path / "wheels")
    (folder / "requirements.lock").write_text(lock, encoding="utf-8")
    (folder / "home/.config/pip").mkdir(parents=True)
    (folder / "home/.config/pip/pip.conf").write_text(
        f"[global]\nno-index = true\nfind-links = {tmp_path / 'wheels'}\nuser = true\n"
        f"log = {elsewhere}/log\nquiet = 3\npython = /none\n"
        f"[install]\ntarget = {elsewhere}\nno-binary = :all:\n",
        encoding="utf-8",
    )
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("sitecustomize", "pip", "tiny"):
        (modules / f"{name}.py").write_text("raise SystemExit('hostile')\n", encoding="utf-8")
    pips = {"TARGET": elsewhere, "PREFIX": elsewhere, "CONSTRAINT": "/none", "USER": "1"}
    variables = {f"PIP_{name}": str(value) for name, value in pips.items()}
    (folder / "workflow/upgrading").mkdir()
    result = make(folder, PYTHONPATH=str(modules), PYTHONHOME="/none", **variables)
    assert result.returncode == 0, result.stdout + result.stderr
    ready = (folder / ".venv/ready").read_text(encoding="utf-8")
    assert ready == f"{folder.resolve()}\n{lock}"
    subprocess.run([folder / ".venv/bin/python", "-I", "-c", "import tiny, upgrading"], check=True)
    assert not elsewhere.exists()


@pytest.mark.parametrize("sign", [":", "{", "}"])
def test_a_path_that_cannot_work_is_refused_before_anything_is_installed(
    sign: str, tmp_path: Path
) -> None:
    folder = project(tmp_path / f"a{sign}b")
    result = make(folder)
    assert result.returncode != 0
    assert f"{sign!r} is not allowed in the path of this folder; move or rename it" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (folder / ".venv.new").exists()


def test_the_commit_of_a_project_of_another_user_is_told(tmp_path, monkeypatch) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@b"]
    for command in (["init", "-q"], [*author, "commit", "-q", "--allow-empty", "-m", "first"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert _git() is not None
