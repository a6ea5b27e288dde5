"""Set up the locked environment in `.venv` (called by `make`, with a Python that has nothing yet).

It is built in `.venv.new`, beside the environment that is there, and takes its place only when
everything locked is in it: a set-up that fails leaves the old one as it was. Locked versions, each
file checked against its hash. Of the user's settings of pip only those are heeded that say where
packages are had and how; others could install elsewhere, or something else.
"""

import ast
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LOCK, READY = Path("requirements.lock"), "ready"
PLACE, NEW, OLD = Path(".venv"), Path(".venv.new"), Path(".venv.old")

HEEDED = (
    *("index-url", "extra-index-url", "no-index", "find-links", "trusted-host", "keyring-provider"),
    *("proxy", "cert", "client-cert", "timeout", "default-timeout", "retries", "resume-retries"),
    *("cache-dir", "no-cache-dir", "use-feature", "use-deprecated"),
)
"""Settings of pip that a user's network may need."""

_SETTING = re.compile(r"(\S+)\.([a-z-]+)=(['\"].*['\"])")
"""A line of `pip config list`: section, name, value as Python has it."""


def main() -> None:
    """Set up, unless another `make` did meanwhile. Ends with status 1 and says why if it cannot."""
    refused = [sign for sign in (":", "{", "}", "\n") if sign in str(Path.cwd())]
    if refused:
        sys.exit(
            f"{str(Path.cwd())!r}: {refused[0]!r} is not allowed in the path of this folder; "
            "move or rename it"
        )
    with LOCK.open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if OLD.exists() and not PLACE.exists():  # a swap was cut off
            OLD.rename(PLACE)
        if state(PLACE) == wanted():
            return
        if state(NEW) != wanted():
            print(f"Setting up the locked environment in {PLACE} (once, a minute or two) ...")
            sys.stdout.flush()
            try:
                build()
            except subprocess.CalledProcessError:
                shutil.rmtree(NEW, ignore_errors=True)
                kept = f"; {PLACE} is as it was" if PLACE.exists() else ""
                sys.exit(f"The environment could not be set up, for the reason above{kept}.")
        swap()


def wanted() -> str:
    """What the mark of a finished environment has to say: for which folder, from which lock.

    Programs in an environment hold the path of its folder, so that a moved one needs another.
    """
    return f"{Path.cwd()}\n{LOCK.read_text(encoding='utf-8')}"


def state(folder: Path) -> str | None:
    """What the mark of an environment says, if it has one and its Python is still there."""
    try:
        subprocess.run([folder / "bin/python", "-I", "-c", ""], check=True, capture_output=True)
        return (folder / READY).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, subprocess.CalledProcessError):
        return None


def build() -> None:
    """Build the environment in `NEW`, as it has to be in `PLACE`."""
    shutil.rmtree(NEW, ignore_errors=True)
    plain = environment(os.environ, {})
    create = [sys.executable, "-I", "-m", "venv", "--prompt", PLACE.name, NEW]
    subprocess.run(create, env=plain, check=True)
    pip = [NEW.absolute() / "bin/python", "-I", "-m", "pip"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept.pop("PIP_ISOLATED", None)
    # settings, of a file too, that would have another pip answer, say nothing or write elsewhere
    telling = {"PIP_PYTHON": str(pip[0]), "PIP_QUIET": "0", "PIP_LOG": os.devnull}
    listed = subprocess.run(
        [*pip, "config", "list", "--verbose"],
        env=kept | telling,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    install = [*pip, "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", LOCK]
    subprocess.run(install, env=environment(os.environ, heeded(listed.stdout)), check=True)
    # nothing is asked of an index: whatever is not in the environment is a failure
    subprocess.run([*install, "--dry-run", "--no-index"], env=plain, check=True)
    # for notebooks that are opened by hand; as seen from there, wherever this folder is
    packages = next((NEW / "lib").glob("python3*/site-packages"))
    (packages / "upgrading.pth").write_text("../../../../workflow\n", encoding="utf-8")
    for file in [NEW / "pyvenv.cfg", *(NEW / "bin").iterdir()]:
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            if NEW.name.encode() in content:
                file.write_bytes(content.replace(NEW.name.encode(), PLACE.name.encode()))
    (NEW / READY).write_text(wanted(), encoding="utf-8")


def heeded(listed: str) -> dict[str, str]:
    """The settings that are heeded, by the name of pip's option, from `pip config list`."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for section, name, value in _SETTING.findall(listed):
        if section in found and name in HEEDED:
            found[section][name] = ast.literal_eval(value)
    return found["global"] | found["install"] | found[":env:"]


def environment(variables: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The variables without any setting of Python and pip but `settings`."""
    others = {
        name: value for name, value in variables.items() if not name.startswith(("PYTHON", "PIP_"))
    }
    ours = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings.items()}
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return others | quiet | ours


def swap() -> None:
    """Put the new environment into its place; of a link to another one only the link goes."""
    shutil.rmtree(OLD, ignore_errors=True)
    if PLACE.is_symlink():
        PLACE.unlink()
    elif PLACE.exists():
        PLACE.rename(OLD)
    NEW.rename(PLACE)
    shutil.rmtree(OLD, ignore_errors=True)


if __name__ == "__main__":
    main()
